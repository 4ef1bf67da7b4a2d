"""Uncertified gradient descent in NumPy float64, N = 2000, d = 2, one thread."""

import os
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np

rng = np.random.default_rng(1)
points = rng.uniform(-5, 5, (2000, 2))
labels = np.where(points @ [3, 4] > 0, 1.0, -1.0)
signed = np.hstack([points, np.ones((2000, 1))]) * labels[:, None]
transposed = np.ascontiguousarray(signed.T)
v = np.zeros(3)
steps = 20000
start = time.process_time()
for _ in range(steps):
    v += 5e-6 * (transposed @ (1 / (1 + np.exp(signed @ v))))
seconds = time.process_time() - start
print(f"{steps / seconds:9.0f} steps/s  NumPy float64 ({v.sum():.3f})")
