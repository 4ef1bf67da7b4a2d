"""Uncertified gradient descent in NumPy float64, N = 2000, d = 2 and N = 10^4, d = 1024, one thread."""

import os
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np


def run(count, dimension, steps, eta):
    rng = np.random.default_rng(1)
    points = rng.uniform(-5, 5, (count, dimension))
    labels = np.where(points @ (3 + np.arange(dimension) % 2) > 0, 1.0, -1.0)
    signed = np.hstack([points, np.ones((count, 1))]) * labels[:, None]
    # Contiguous rows are faster where they are long.
    transposed = np.ascontiguousarray(signed.T) if dimension < 8 else signed.T
    v = np.zeros(dimension + 1)
    start = time.process_time()
    for _ in range(steps):
        v += eta * (transposed @ (1 / (1 + np.exp(signed @ v))))
    seconds = time.process_time() - start
    print(f"{steps / seconds:9.0f} steps/s  NumPy float64, d={dimension} N={count} ({v.sum():.3f})")


run(2000, 2, 20000, 5e-6)
run(10_000, 1024, 200, 1e-6)
