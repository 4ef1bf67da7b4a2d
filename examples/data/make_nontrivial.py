"""Writes nontrivial.npy: 80 samples of 280 features with exactly known norm and covariance.

    φ = (241·s₁, 5·s₂, …, 5·s₂₈₀)/256    with independent fair signs s₁, …, s₂₈₀

All of this is exact in binary64: ‖φ‖² = (241² + 279·5²)/256² = 65056/65536 < 1 for every draw, and
E[φφᵀ] = diag(241²/256², 5²/256², …, 5²/256²), because the signs are independent with mean zero.

Run in this folder: python3 make_nontrivial.py (needs NumPy).
"""

import numpy as np

rng = np.random.default_rng(20260102)
signs = 2.0 * rng.integers(0, 2, size=(80, 280)) - 1
np.save("nontrivial.npy", signs * np.array([241.0] + 279 * [5.0]) / 256)
