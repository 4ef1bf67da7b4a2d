"""Spectra with proof, in integers.

Approximate eigenvectors are found here by Jacobi rotations in fixed point. They are not trusted: what is used is
the a-posteriori backward error of docs/methods.md, computed exactly from the vectors that were found.
"""

from fractions import Fraction
from math import isqrt
from operator import mul

from intervals import Interval


FLOOR = 1 << 24  # what is left of off-diagonal entries, in units of the last place


def dot(x, y):
    return sum(map(mul, x, y))


def product(rows, columns, shift=0):
    """Matrix product from the rows of the first and the columns of the second factor, divided by 2^shift."""
    if not shift:
        return [[dot(r, c) for c in columns] for r in rows]
    return [[dot(r, c) >> shift for c in columns] for r in rows]


def transposed(rows):
    return [list(column) for column in zip(*rows)]


def jacobi(b, v, p, sweeps):
    """Cyclic Jacobi on the symmetric b, rotations gathered in the rows of v; both integers in units of 2^-p."""
    n, one = len(b), 1 << p
    for _ in range(sweeps):
        largest = 0
        for i in range(n - 1):
            for j in range(i + 1, n):
                x = b[i][j]
                if -FLOOR < x < FLOOR:
                    continue
                largest = max(largest, abs(x))
                d = b[j][j] - b[i][i]
                t = (2 * x << p) // (abs(d) + isqrt(d * d + 4 * x * x) + 1)
                t = -t if d < 0 else t
                c = (one << p) // isqrt((one << p) + t * t)
                s = t * c >> p
                bi, bj = b[i], b[j]
                ri = [(c * f - s * g) >> p for f, g in zip(bi, bj)]
                rj = [(s * f + c * g) >> p for f, g in zip(bi, bj)]
                shift = t * x >> p
                ri[i], rj[j], ri[j], rj[i] = bi[i] - shift, bj[j] + shift, 0, 0
                b[i], b[j] = ri, rj
                for k in range(n):
                    if k != i and k != j:
                        row = b[k]
                        row[i], row[j] = ri[k], rj[k]
                vi, vj = v[i], v[j]
                v[i] = [(c * f - s * g) >> p for f, g in zip(vi, vj)]
                v[j] = [(s * f + c * g) >> p for f, g in zip(vi, vj)]
        if not largest:
            break


def hint(a):
    """Approximate eigenvectors, as rows, of a symmetric matrix of floats: Jacobi's method. Only a hint."""
    n = len(a)
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(15):
        largest = 0.0
        for i in range(n - 1):
            for j in range(i + 1, n):
                x = a[i][j]
                if abs(x) < 1e-17:
                    continue
                largest = max(largest, abs(x))
                d = a[j][j] - a[i][i]
                t = 2 * x / (abs(d) + (d * d + 4 * x * x) ** 0.5)
                t = -t if d < 0 else t
                c = 1 / (1 + t * t) ** 0.5
                s = t * c
                ai, aj, vi, vj = a[i], a[j], v[i], v[j]
                ri = [c * f - s * g for f, g in zip(ai, aj)]
                rj = [s * f + c * g for f, g in zip(ai, aj)]
                ri[i], rj[j], ri[j], rj[i] = ai[i] - t * x, aj[j] + t * x, 0.0, 0.0
                for row, f, g in zip(a, ri, rj):
                    row[i], row[j] = f, g
                a[i], a[j] = ri, rj
                v[i], v[j] = [c * f - s * g for f, g in zip(vi, vj)], [s * f + c * g for f, g in zip(vi, vj)]
        if largest < 1e-14:
            break
    return v


def refine(g, k, v, p):
    """One step of Ogita and Aishima: rows v (units of 2^-p) nearer to eigenvectors of g/2^k, nearly twice the digits."""
    n = len(g)
    r = product(v, v, p)
    s = product(product(v, g, k), v, p)
    for i in range(n):
        r[i] = [-x for x in r[i]]
        r[i][i] += 1 << p
    d = [(s[i][i] << p) // ((1 << p) - r[i][i]) for i in range(n)]
    error = max(abs(x) for row in r for x in row)
    error += max((abs(s[i][j]) for i in range(n) for j in range(i)), default=0)
    e = []
    for i in range(n):
        row = []
        for j in range(n):
            gap = d[i] - d[j]
            if i == j or abs(gap) <= 8 * error:  # too close to tell apart: only made orthogonal, rotated at the end
                row.append(r[i][j] >> 1)
            else:
                row.append((s[i][j] + (d[i] * r[i][j] >> p) << p) // gap)
        e.append(row)
    change = product(e, transposed(v), p)
    return [[x + y for x, y in zip(*rows)] for rows in zip(v, change)]


def eigenvectors(g, bits):
    """Rows that are approximate eigenvectors (units of 2^-bits) of an integer matrix, values, and k with |g| <= 2^k."""
    n = len(g)
    k = sum(g[i][i] for i in range(n)).bit_length()
    v = hint([[((x << 80) >> k) / 2**80 for x in row] for row in g])
    p = 96
    v = [[int(x * 2**60) << (p - 60) for x in row] for row in v]
    while True:
        v = refine(g, k, v, p)
        if p == bits:
            break
        q = min(bits, 2 * p - 16)
        v, p = [[x << (q - p) for x in row] for row in v], q
    for _ in range(8):  # vectors of eigenvalues that floats do not tell apart may not be orthogonal yet: Newton's iteration
        gram = product(v, v, bits)
        error = max(abs(x - ((i == j) << bits)) for i, row in enumerate(gram) for j, x in enumerate(row))
        if error < FLOOR:
            break
        correction = [[(3 * (i == j) << bits) - x for j, x in enumerate(row)] for i, row in enumerate(gram)]
        v = product(correction, transposed(v), bits + 1)
    scaled = product(product(v, g, k), v, bits)
    for i in range(n):
        for j in range(i):
            scaled[i][j] = scaled[j][i]
    jacobi(scaled, v, bits, 20)  # rotates clusters of close eigenvalues, if any; nothing else is left to do
    order = sorted(range(n), key=lambda i: -scaled[i][i])
    return [v[i] for i in order], [scaled[i][i] for i in order], k


class Spectrum:
    """An exact symmetric positive semidefinite matrix g/denominator is within `delta` of W D W^T, W orthogonal and within
    `omega` of the matrix whose columns are `vectors` (integers in units of 2^-bits); D are `values` (intervals)."""

    def __init__(self, g, denominator, bits):
        n = len(g)
        self.bits = bits
        v, d, k = eigenvectors(g, bits)
        one = 1 << 2 * bits
        gram = product(v, v)
        tau = max(sum(abs(gram[i][j] - one * (i == j)) for j in range(n)) for i in range(n))
        residual = 0  # squared Frobenius norm of g V - V D, in units of 2^-2bits
        for row, value in zip(v, d):
            image = [dot(r, row) << bits for r in g]
            residual += sum((x - (value * y << k)) ** 2 for x, y in zip(image, row))
        tau = Interval((tau, -2 * bits), (tau, -2 * bits))
        residual = isqrt(residual) + 1
        largest = max(map(abs, d)) if d else 0
        norm = Interval((largest, k - bits), (largest, k - bits))
        residual = Interval((residual, -2 * bits), (residual, -2 * bits))
        if tau.less(Fraction(1, 4)) is not True:
            raise ArithmeticError("the eigenvectors found are not orthogonal enough")
        self.omega = tau.high()
        self.delta = ((residual + 2 * norm * tau) / (1 - tau) / denominator).high()
        self.values = [Interval((x, k - bits), (x, k - bits)) / denominator for x in d]
        self.vectors = v


# ---------------------------------------------------------------- rank


def rank(rows):
    """Exact rank of an integer matrix, by fraction-free elimination."""
    rows, r, last = [list(row) for row in rows], 0, 1
    for j in range(len(rows[0])):
        pivot = next((i for i in range(r, len(rows)) if rows[i][j]), None)
        if pivot is None:
            continue
        rows[r], rows[pivot] = rows[pivot], rows[r]
        p = rows[r][j]
        for i in range(r + 1, len(rows)):
            x = rows[i][j]
            rows[i] = [(p * a - x * b) // last for a, b in zip(rows[i], rows[r])]
        last, r = p, r + 1
        if r == len(rows):
            break
    return r


# ---------------------------------------------------------------- extreme eigenvalues of a large matrix


def factor(a, s, p):
    """(L, D) with L D L^T near a - s; integers in units of 2^-p, None where a pivot is not positive."""
    n = len(a)
    lower, pivots = [], []
    for i in range(n):
        u, row = [], []
        for j in range(i):
            x = a[i][j] - (dot(u, lower[j]) >> p)
            u.append(x)
            row.append((x << p) // pivots[j])
        pivot = a[i][i] - s - (dot(u, row) >> p)
        if pivot == 0:
            return None
        lower.append(row)
        pivots.append(pivot)
    return lower, pivots


def solve(f, x, p):
    lower, pivots = f
    n, y = len(x), []
    for i in range(n):
        y.append(x[i] - (dot(lower[i], y) >> p))
    y = [(v << p) // d for v, d in zip(y, pivots)]
    columns = transposed([row + [0] * (n - len(row)) for row in lower])
    for i in range(n - 2, -1, -1):
        y[i] -= dot(columns[i][i + 1 :], y[i + 1 :]) >> p
    return y


def at_least(a, s, p):
    """A proved r >= 0 with a >= s - r (all in units of 2^-p), or None: Rump's argument with an exact residual."""
    f = factor(a, s, p)
    if f is None or min(f[1]) <= 0:
        return None
    lower, pivots = f
    n = len(a)
    full = [row + [1 << p] for row in lower]
    scaled = [[x * d for x, d in zip(row, pivots)] for row in full]
    residual = 0
    for i in range(n):
        for j in range(i + 1):
            x = dot(scaled[i], full[j]) - ((a[i][j] - s * (i == j)) << 2 * p)
            residual += (1 + (i != j)) * x * x
    return (isqrt(residual) >> 2 * p) + 1


def least_eigenvalue(a, p):
    """(low, high) of the least eigenvalue of a symmetric integer matrix in units of 2^-p."""
    n = len(a)

    def normalized(x):
        size = isqrt(dot(x, x)) + 1
        return [(v << p) // size for v in x]

    def rayleigh(x):
        return dot(x, [dot(r, x) for r in a]) // dot(x, x)

    bound = max(sum(map(abs, row)) for row in a)
    x = normalized([(7919 * i * i + 104729 * i + 31) % 1000 + 500 for i in range(n)])
    shift = -(bound >> 40) - (1 << 8)
    f = factor(a, shift, p)
    while f is None or min(f[1]) <= 0:  # indefinite beyond rounding: start below the whole spectrum
        shift = 2 * shift - bound // 1000
        f = factor(a, shift, p)
    for _ in range(60):
        x = normalized(solve(f, x, p))
    value = rayleigh(x)
    for _ in range(9):
        f = factor(a, value, p) or factor(a, value + 3, p)
        x = normalized(solve(f, x, p))
        old, value = value, rayleigh(x)
        if abs(old - value) < 1 << 12:
            break
    high = -(-dot(x, [dot(r, x) for r in a]) // dot(x, x))
    margin = 1 << 16
    while True:
        r = at_least(a, value - margin, p)
        if r is not None:
            return value - margin - r, high
        margin *= 16
