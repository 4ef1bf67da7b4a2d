#!/usr/bin/env python3
"""The peer of `bench spectrum`: rigorous eigenvalues and eigenvectors of the same 100x100 Gram matrix
at 256 bits with Arb's verified algorithms (python-flint, acb_mat.eig). A random symmetric matrix has
distinct eigenvalues, which all three algorithms need. Usage: spectrum_arb.py [n] [m]"""
import sys
import time

try:
    from flint import acb_mat, arb_mat, ctx
except ImportError:
    print("spectrum Arb: not installed (pip install python-flint)")
    sys.exit(0)
from spectrum_matrix import gram

n, m = (int(a) for a in (sys.argv[1:] + ["100", "1000"][len(sys.argv) - 1:])[:2])
ctx.prec = 256
g = arb_mat(gram(n, m))
for algorithm in ("rump", "vdhoeven_mourrain"):
    start = time.perf_counter()
    try:
        values, right = acb_mat(g).eig(right=True, algorithm=algorithm, tol=2.0**-230)
    except (ValueError, ArithmeticError) as error:
        print(f"spectrum Arb {algorithm}: failed after {time.perf_counter() - start:.3f} s ({error})")
        continue
    seconds = time.perf_counter() - start
    radius = max(float(v.real.rad()) for v in values)
    print(f"spectrum Arb {algorithm} {n}x{n}: {seconds:.3f} s (greatest radius {radius:.1e})")
