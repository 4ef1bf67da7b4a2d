"""Exact rationals and balls: small helpers on top of python-flint."""
from flint import arb, arb_mat, ctx, fmpq, fmpq_mat, fmpq_poly, fmpz_poly


def q(x):
    """A rational from the text of a spec or certificate: 3, -1/2, 0.01, 1e-4."""
    if isinstance(x, (int, fmpq)):
        return fmpq(x) if isinstance(x, int) else x
    text = str(x).strip()
    if "/" in text:
        p, r = text.split("/")
        return q(p) / q(r)
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    value = fmpq(int(whole + fraction), 1)
    power = int(exponent or 0) - len(fraction)
    return value * fmpq(10) ** power if power >= 0 else value / fmpq(10) ** -power


def text(x):
    x = q(x)
    return str(x.p) if x.q == 1 else f"{x.p}/{x.q}"


def ball(x):
    return x if isinstance(x, arb) else arb(x.p) / arb(x.q)


def column(values):
    return fmpq_mat([[x] for x in values]) if values else fmpq_mat(0, 1)


def entries(vector):
    return [vector[i, 0] for i in range(vector.nrows())]


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), fmpq(0))


def identity(n, s=fmpq(1)):
    return fmpq_mat([[s if i == j else fmpq(0) for j in range(n)] for i in range(n)])


def balls(matrix):
    return arb_mat(matrix)


def lower(x):
    """The lower end of a ball, as an exact ball."""
    return arb(x.lower())


def upper(x):
    return arb(x.upper())


def root_range(square):
    """Lower and upper bound of the square root of a number >= 0 that lies in a ball."""
    low, high = lower(square), upper(square)
    return (lower(low.sqrt()) if low > 0 else arb(0)), (upper(high.sqrt()) if high > 0 else arb(0))


def symmetric_functions(matrix):
    """e_0, ..., e_n of the eigenvalues."""
    n = matrix.nrows()
    coefficients = matrix.charpoly().coeffs()
    return [coefficients[n - k] * (-1) ** k for k in range(n + 1)]


def is_positive_semidefinite(matrix):
    """For symmetric matrices: all elementary symmetric functions of the eigenvalues are >= 0."""
    return all(e >= 0 for e in symmetric_functions(matrix))


def integer_polynomial(poly):
    """The same polynomial times its common denominator."""
    return fmpz_poly([int(c) for c in (poly * poly.denom()).coeffs()])


def real_roots(poly):
    """The roots with multiplicity, in order, of a polynomial that has only real ones; to ctx.prec."""
    roots = []
    for root, multiplicity in integer_polynomial(poly).complex_roots():
        roots += [root.real] * multiplicity
    return sorted(roots, key=lambda x: x.mid())


def eigenvalues(matrix):
    """Eigenvalues of a symmetric rational matrix, exact zeros by rank, in order of size; no eigenvectors."""
    rank = matrix.rank()
    n = matrix.nrows()
    if rank == 0:
        return [arb(0)] * n
    coefficients = matrix.charpoly().coeffs()[n - rank:]
    values = real_roots(fmpq_poly(coefficients))
    return sorted([arb(0)] * (n - rank) + values, key=lambda x: x.mid())


class precision:
    """with precision(512): ..."""

    def __init__(self, bits):
        self.bits = bits

    def __enter__(self):
        self.before = ctx.prec
        ctx.prec = self.bits

    def __exit__(self, *_):
        ctx.prec = self.before
