#!/usr/bin/env python3
"""A peer that does what a careful numericist would: NumPy's eigh, then three Ogita-Aishima sweeps at
256 bits (SIAM J. Sci. Comput. 2018, iterative refinement for symmetric eigen-decomposition) on
python-flint's balls with the radii dropped between sweeps, and at the end a rigorous bound of residual
and orthogonality defect in the Frobenius norm. Usage: spectrum_ogita_aishima.py [n] [m]"""
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
try:
    import numpy as np
    from flint import arb, arb_mat, ctx
except ImportError:
    print("spectrum Ogita-Aishima: not installed (pip install python-flint numpy)")
    sys.exit(0)
from spectrum_matrix import gram

SWEEPS = 3


def sweep(a: arb_mat, x: arb_mat, n: int) -> tuple:
    xt = x.transpose()
    r = (xt * x).mid()
    s = (xt * (a * x).mid()).mid()
    values = [(s[i, i] / r[i, i]).mid() for i in range(n)]
    entries = []
    for i in range(n):
        for j in range(n):
            delta = arb(1 if i == j else 0) - r[i, j]
            if i == j:
                entries.append(delta / 2)
            else:
                # E_ij = (S_ij + lambda_j (I - R)_ij) / (lambda_j - lambda_i)
                entries.append((s[i, j] + values[j] * delta) / (values[j] - values[i]))
    correction = arb_mat(n, n, entries).mid()
    return values, (x + (x * correction).mid()).mid()


def frobenius(matrix: arb_mat) -> arb:
    return sum((entry * entry for entry in matrix.entries()), arb(0)).sqrt()


def main() -> None:
    n, m = (int(a) for a in (sys.argv[1:] + ["100", "1000"][len(sys.argv) - 1:])[:2])
    exact = gram(n, m)
    # The sweeps double the digits: 53 -> 106 -> 212 -> 256.
    ctx.prec = 300
    a = arb_mat(exact)
    start = time.perf_counter()
    _, vectors = np.linalg.eigh(np.array([[float(int(v)) for v in row] for row in exact]))
    x = arb_mat([[arb(float(v)) for v in row] for row in vectors])
    for _ in range(SWEEPS):
        values, x = sweep(a, x, n)
    # A posteriori, in balls: what is left of A X - X D and X^T X - I.
    ctx.prec = 600
    diagonal = arb_mat(n, n, [values[i] if i == j else 0 for i in range(n) for j in range(n)])
    identity = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    residual = frobenius(a * x - x * diagonal) / frobenius(a)
    defect = frobenius(x.transpose() * x - identity)
    seconds = time.perf_counter() - start
    print(
        f"spectrum Ogita-Aishima {n}x{n}: {seconds:.3f} s ({SWEEPS} sweeps, relative residual "
        f"{float(residual.upper()):.1e}, defect {float(defect.upper()):.1e})")


main()
