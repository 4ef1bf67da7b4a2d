"""Writes features.npy: 12 samples of 40 trigonometric features.

    φ(x) = (cos kx, sin kx)/√20 for k = 1, …, 20,    x uniform on [0, 2π)

By orthogonality the population covariance is exactly I/40, and ‖φ(x)‖ = 1. Every entry is rounded
toward zero to a multiple of 2⁻⁴⁰, so that each stored row has norm at most 1 exactly.

The seed is one for which no two inputs nearly coincide, so that the Gram matrix is well conditioned.
Run in this folder: python3 make_features.py (needs NumPy).
"""

import numpy as np

rng = np.random.default_rng(14)
x = rng.uniform(0, 2 * np.pi, size=(12, 1))
k = np.arange(1, 21)
phi = np.hstack([np.cos(k * x), np.sin(k * x)]) / np.sqrt(20)
np.save("features.npy", np.trunc(phi * 2.0**40) / 2.0**40)
