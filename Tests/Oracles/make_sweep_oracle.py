#!/usr/bin/env python3
"""Prints the reference values of ClopperPearsonTests and SweepPlanTests from mpmath and SciPy.

The ends of Clopper-Pearson intervals are quantiles of beta distributions: SciPy's give a start, mpmath's
incomplete beta function (a hypergeometric series) refines it to 40 digits where the series converges, and
SciPy's are kept with 13 digits where it does not. Points of geometric grids are
powers in 60 digits, printed to 17.

Run: python3 Tests/Oracles/make_sweep_oracle.py   (pip install mpmath scipy)
"""
from fractions import Fraction

from mpmath import betainc, findroot, mp, mpf, nstr, workdps
from scipy.stats import beta

mp.dps = 60

CASES = [
    (0, 1, "19/20"), (1, 1, "19/20"), (0, 10, "99/100"), (3, 10, "19/20"), (10, 10, "99/100"),
    (5, 50, "9/10"), (0, 1000, "99/100"), (1, 1000, "99/100"), (500, 1000, "999/1000"),
    (999, 1000, "99/100"), (1000, 1000, "99/100"), (0, 100000, "99/100"), (1, 100000, "999999/1000000"),
    (37, 100000, "99/100"), (50000, 100000, "99/100"), (99990, 100000, "99/100"),
]


def quantile(q: Fraction, a: int, b: int) -> str:
    """The x with I_x(a, b) = q."""
    start = beta.ppf(float(q), a, b)
    target = mpf(q.numerator) / q.denominator
    if min(a, b) > 5000 or a > 50000:
        return nstr(mpf(start), 13)
    with workdps(80):
        root = findroot(
            lambda x: betainc(a, b, 0, x, regularized=True) - target,
            (mpf(start), mpf(start) * (1 + mpf(10) ** -9)), solver="secant", tol=mpf(10) ** -110)
    return nstr(root, 40)


for k, n, confidence in CASES:
    tail = (1 - Fraction(confidence)) / 2
    low = "0" if k == 0 else quantile(tail, k, n - k + 1)
    high = "1" if k == n else quantile(1 - tail, k + 1, n - k)
    print(f'({k}, {n}, "{confidence}", "{low}", "{high}"),')

for first, last, count in [("1e-5", "1e-2", 13), ("1/3", "200", 5), ("7", "1/7", 4)]:
    a, b = Fraction(first), Fraction(last)
    x, y = mpf(a.numerator) / a.denominator, mpf(b.numerator) / b.denominator
    values = [x * (y / x) ** (mpf(i) / (count - 1)) for i in range(1, count - 1)]
    print(first, last, count, [nstr(value, 17, strip_zeros=True) for value in values])
