#!/usr/bin/env python3
"""The peer of `grokcert certify`: gradient descent as a user would run it, in binary64 NumPy, on the
data shape of examples/ridge-figure2.yaml (n = 100, m = 1000, features N(0, 1/1000)), until the given
step, with training and population loss evaluated at every step, which is how a plot finds t1 and t2.

Usage: ridge_numpy.py STEPS LAMBDA [ETA]   Prints seconds, seconds per 10^5 steps and peak memory."""
import os
import resource
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
try:
    import numpy as np
except ImportError:
    print("ridge NumPy: not installed (pip install numpy)")
    sys.exit(0)

steps = int(float(sys.argv[1]))
decay = float(sys.argv[2])
eta = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
n, m = 100, 1000
random = np.random.default_rng(1)
phi = random.normal(0, m**-0.5, (n, m))
teacher = random.normal(size=m)
teacher /= np.linalg.norm(teacher)
theta = random.normal(size=m)
labels = phi @ teacher
transposed = np.ascontiguousarray(phi.T)

start = time.perf_counter()
train_loss = population_loss = 0.0
for _ in range(steps):
    error = phi @ theta - labels
    train_loss = error @ error / n
    difference = theta - teacher
    population_loss = difference @ difference / m
    theta -= (eta / n) * (transposed @ error) + eta * decay * theta
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(
    f"ridge NumPy {steps} steps: {seconds:.3f} s ({seconds * 1e5 / max(steps, 1):.2f} s per 10^5 steps, "
    f"{peak:.0f} MB; losses {train_loss:.3e} {population_loss:.3e})")
