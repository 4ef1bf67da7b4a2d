"""Gradient descent of a logistic problem, replayed between the checkpoints of a certificate.

A state v = (w, b) is known as a ball: a point with F fractional bits, and a radius r in the 2-norm. All numbers here are
integers in units of 2^-F ("ulps") unless they say otherwise; what is cut off is bounded and joins the radius. A step maps
the difference d of the true state and the point to J d + local error, J = I - eta*H averaged over the segment between the
two; the loss is convex, and |log l''| has a derivative of at most 1, so that e^(-rR) H(point) <= H <= e^(rR) H(point).
"""

from fractions import Fraction
from math import isqrt
from operator import add, mul

from intervals import Interval, precision
from problem import Rejected

EXP_ERROR = 16  # of Fixed.decay, in ulps: three table entries and a polynomial, each within 1 to 5, and three products
Q = 64  # fractional bits of Jacobians and of their norms


class Fixed:
    """e^(-z) in fixed point, from three tables of 2^14 steps (2^7 to the unit, 2^21, 2^35) and e^-r for r < 2^-35."""

    def __init__(self, bits):
        self.bits, self.one, self.powers = bits, 1 << bits, {}
        self.tables = [self.table(1 << s, n) for s, n in ((7, 90 * bits), (21, 1 << 14), (35, 1 << 14))]

    def table(self, unit, count):
        """e^(-j/unit) for j < count, from powers with 64 more bits (2 ulps of error each time, all below one of ours)."""
        guard = self.bits + 64
        with precision(guard + 16):
            factor = int(Interval.of(Fraction(-1, unit)).exp().lower * 2**guard)
        value, entries = 1 << guard, []
        for _ in range(count):
            entries.append(value >> 64)
            value = value * factor >> guard
        return entries

    def decay(self, z):
        """e^(-z) for z >= 0."""
        bits, (first, second, third) = self.bits, self.tables
        j = z >> (bits - 7)
        if j >= len(first):
            return 0  # below 2^-bits: the table reaches to z = 90*bits/128 > bits*log(2)
        e = (first[j] * second[(z >> (bits - 21)) & 16383] >> bits) * third[(z >> (bits - 35)) & 16383] >> bits
        r = z & ((1 << (bits - 35)) - 1)
        square = r * r >> bits
        cube = square * r >> bits
        polynomial = self.one - r + (square >> 1) - cube // 6 + (cube * r >> bits) // 24
        return e * (polynomial if bits <= 176 else self.series(r)) >> bits

    def series(self, r):
        """e^(-r) for more than 176 bits, within 5 ulps up to 400 bits."""
        total = term = self.one << 8
        k = 1
        while term:
            term = -(term * r >> self.bits) // k
            total, k = total + term, k + 1
        return total >> 8

    def exponential(self, z):
        """e^(-z) for any z; the error is EXP_ERROR + 1 times max(1, e^(1-z)) or less."""
        if z >= 0:
            return self.decay(z)
        m = (-z >> self.bits) + 1
        if m > 1000:
            raise Rejected("the replayed run leaves the range of numbers provided for")
        if m not in self.powers:
            with precision(self.bits + 2 * m + 16):
                self.powers[m] = int(Interval.of(m).exp().lower * self.one)
        return self.powers[m] * self.decay(z + (m << self.bits)) >> self.bits


def shifted(x, bits):
    """x / 2^bits, rounded up."""
    return -(-x >> bits)


def operator_norm(p, squarings):
    """Upper bound of the 2-norm of an integer matrix (Q fractional bits): the trace of (P^T P)^(2^k), k+1 roots of it."""
    n, e = len(p), -2 * Q
    s = [[sum(r[i] * r[j] for r in p) for j in range(n)] for i in range(n)]
    for _ in range(squarings):
        cut = max(0, max(s[i][i] for i in range(n)).bit_length() - 2 * Q)
        s = [[(x >> cut) + n * (i == j) for j, x in enumerate(r)] for i, r in enumerate(s)]  # above s, for what is cut off
        s = [[sum(map(mul, r, c)) for c in s] for r in s]
        e = 2 * (e + cut)
    x = sum(s[i][i] for i in range(n))
    for _ in range(squarings + 1):
        shift = max(0, 2 * Q - x.bit_length())
        shift += (e - shift) % 2
        x, e = isqrt(x << shift) + 1, (e - shift) // 2
    return x << (e + Q) if e + Q >= 0 else shifted(x, -e - Q)


class Growth:
    """How a ball grows over a sequence of steps: blocks of 1, 2, 4, ... steps, each with a bound n of the norm of the
    product J...J of its Jacobians, the local errors l at its end, and where needed a matrix P with |J...J - P| <= e."""

    def __init__(self):
        self.blocks, self.matrices = [], False

    def push(self, n, local, matrix=None, e=0):
        block = (1, n, local, matrix, e)
        while self.blocks and self.blocks[-1][0] == block[0]:
            block = self.joined(self.blocks.pop(), block)
        self.blocks.append(block)

    @staticmethod
    def joined(first, second):
        size, n, local, p, e = first
        size2, n2, local2, p2, e2 = second
        total, product, error = shifted(n * n2, Q), None, 0
        if p and p2:
            columns = list(zip(*p))
            product = [[sum(map(mul, r, c)) >> Q for c in columns] for r in p2]
            error = shifted(e * (n2 + e2) + e2 * n, Q) + len(p)
            total = min(total, operator_norm(product, 6) + error)
        return size + size2, total, shifted(local * n2, Q) + local2, product, error

    def radius(self, r):
        for _, n, local, _, _ in self.blocks:
            r = shifted(r * n, Q) + local
        return r

    def merge(self):
        """One block of everything, with a norm that is sharp to 2^-20."""
        while len(self.blocks) > 1:
            second, first = self.blocks.pop(), self.blocks.pop()
            self.blocks.append(self.joined(first, second))
        if self.blocks and self.blocks[0][3]:
            size, n, local, p, e = self.blocks[0]
            self.blocks = [(size, min(n, operator_norm(p, 24) + e), local, p, e)]


class Descent:
    """The points in fixed point, support vectors first, and one step of descent. `stable` says that eta*H <= 2 everywhere,
    so that no step expands anything."""

    def __init__(self, problem, support, bits, stable):
        self.stable, self.problem, self.fixed, self.bits = stable, problem, Fixed(bits), bits
        chosen = set(support)
        self.order = list(support) + [i for i in range(problem.n) if i not in chosen]
        points = [problem.points[i] for i in self.order]
        self.columns = self.margins_of(points)
        self.size, self.exponential = problem.d + 1, problem.exponential
        self.reach = max(isqrt(sum(c[i] ** 2 for c in self.columns)) for i in range(problem.n)) // self.fixed.one + 1
        self.p, self.q = problem.eta_sum.numerator, problem.eta_sum.denominator
        self.side = isqrt(self.size) + 1  # at least the 2-norm of a vector of ones
        cut = bits - Q
        entries = [[x >> cut for x in c] for c in self.columns]
        self.products = {}
        for i in range(self.size):
            for j in range(i, self.size):
                self.products[i, j] = [a * b >> Q for a, b in zip(entries[i], entries[j])]
        self.squares = [sum(c) for c in zip(*(self.products[i, i] for i in range(self.size)))]

    def margins_of(self, points):
        """Columns y*x_k and y, rounded down."""
        rows = [[y * v for v in x] + [Fraction(y)] for x, y in points]
        return [[(v.numerator << self.bits) // v.denominator for v in c] for c in zip(*rows)]

    def margins(self, v, columns):
        """2^bits times z_i = y_i (w.x_i + b), where z_i is known within `slack(v)` ulps."""
        total = map(v[-1].__mul__, columns[-1])
        for x, column in zip(v, columns[:-1]):
            total = map(add, total, map(x.__mul__, column))
        return total

    def own_margins(self, v):
        bits = self.bits
        return [z >> bits for z in self.margins(v, self.columns)]

    def slack(self, v):
        size = sum(map(abs, v)) >> self.bits
        if size >= 1 << (self.bits - Q - 1):
            raise Rejected("evidence.checkpoints: a state is too large for the precision that its radius asks for")
        return size + 2 if any(v) else 0

    def weights(self, z, slack):
        """|l'(z_i)|, and a bound of the sum of their errors; that of z_i is at most `slack`."""
        fixed, one, bits = self.fixed, self.fixed.one, self.bits
        if self.exponential:
            s = list(map(fixed.exponential, z))
            return s, (EXP_ERROR + 2) * len(z) * (3 * (max(s) >> bits) + 4) + ((sum(s) >> bits) + 1) * (slack + 1)
        wide = one << bits
        e = list(map(fixed.decay, map(abs, z)))
        s = [(a << bits) // (one + a) if x >= 0 else wide // (one + a) for x, a in zip(z, e)]
        return s, (EXP_ERROR + 3 + slack // 4) * len(z)

    def step(self, v, s, error):
        """The next point, and the local error. `error` bounds the sum of the errors of the weights."""
        total = (sum(s) >> self.bits) + 1
        local = self.p * (error * self.reach + total * self.side) // self.q + self.side + 2
        scale = self.q << self.bits
        return [x + self.p * sum(map(mul, s, c)) // scale for x, c in zip(v, self.columns)], local

    def curvature(self, z, s):
        """l''(z_i), with Q bits."""
        cut, bits, one = self.bits - Q, self.bits, self.fixed.one
        return [x >> cut for x in s] if self.exponential else [x * (one - x) >> (bits + cut) for x in s]

    def grow(self, growth, z, s, r, local):
        """Adds a step from a ball of radius r to `growth`."""
        if self.stable:
            return growth.push(1 << Q, local)
        reach = shifted(r * self.reach, self.bits - Q)  # r*R, Q bits
        if 2 * reach >= 1 << Q:
            raise Rejected("evidence.checkpoints: a ball is too large to be followed")
        spread = reach + shifted(reach * reach, Q)  # e^(rR) - 1 <= rR + (rR)^2
        h = self.curvature(z, s)
        eta = lambda x: -(-self.p * x // self.q)
        # Of sums: weights are off by 2 units (and relatively by the slack, below one unit), products by 2R + 2.
        noise = len(s) * self.size * (2 * self.reach**2 + ((max(h) >> Q) + 1) * (2 * self.reach + 4) + 2)
        trace = shifted(sum(map(mul, h, self.squares)), Q) + noise
        bound = trace + shifted(trace * spread, Q)
        if not growth.matrices and eta(bound) <= 2 << Q:
            return growth.push(1 << Q, local)
        growth.matrices = True
        n = self.size
        sums = {k: sum(map(mul, h, c)) >> Q for k, c in self.products.items()}
        hessian = [[sums[min(i, j), max(i, j)] for j in range(n)] for i in range(n)]
        jacobian = [[((i == j) << Q) - self.p * hessian[i][j] // self.q for j in range(n)] for i in range(n)]
        largest = operator_norm(hessian, 6) + noise
        e = eta(shifted(largest * spread, Q) + noise) + n
        single = max(1 << Q, eta(largest + shifted(largest * spread, Q)) - (1 << Q))
        growth.push(min(single, operator_norm(jacobian, 6) + e), local, jacobian, e)
