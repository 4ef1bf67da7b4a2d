"""The loss Q(v(t)) of an affine recursion v(t) = limit + S^t x, without eigenvectors.

S is symmetric and rational, Q a form that is positive semidefinite. Single steps are matrix powers in ball
arithmetic (repeated squaring), at small t exact rationals. Whole ranges of steps rest on two facts that need
no spectrum:

- For a symmetric P >= 0 the displacement P^s x - x = -(I - P^s) x has, in every eigendirection of P, a component that
  grows with s in modulus. So ||v(t) - v(a)|| <= ||v(b) - v(a)|| for a <= t <= b, in the 2-norm. P is S where S >= 0,
  else S^2 with even and odd steps taken apart.
- ||S^t x||^2 is a positive combination of powers rho^(2t): log-convex in t; once it grows it grows on, and it never
  grows where every root of the minimal polynomial of x lies in [-1, 1].
"""
from flint import arb, arb_mat, fmpq, fmpq_mat, fmpq_poly

from exact import (
    ball, column, entries, is_positive_semidefinite, precision, real_roots, root_range, symmetric_functions, upper)

EXACT_STEPS = 40
START_BITS = 512
MOST_BITS = 8192
BUDGET = 3000
LONGEST = 180  # doublings


class Unknown(Exception):
    """What this oracle cannot decide."""


def minimal_polynomial(s, x):
    """The monic polynomial p of least degree with p(S)x = 0."""
    vectors = [x]
    while True:
        k = fmpq_mat([[v[i, 0] for v in vectors] for i in range(x.nrows())])
        following = s * vectors[-1]
        c = (k.transpose() * k).solve(k.transpose() * following)
        if k * c == following:
            return fmpq_poly([-y for y in entries(c)] + [1])
        vectors.append(following)


def applied(poly, s, x):
    """p(S)x, by Horner's rule."""
    y = column([fmpq(0)] * x.nrows())
    for c in reversed(poly.coeffs()):
        y = s * y + x * c
    return y


class Sequence:
    def __init__(self, s, limit, x, form, scale=None):
        """form: the matrix Q; scale: the number q where Q = q I."""
        self.s, self.limit, self.x, self.form, self.scale = s, limit, x, form, scale
        self.is_rest = all(y == 0 for y in entries(x))
        self.is_monotone = is_positive_semidefinite(s)
        self.stride = 1 if self.is_monotone else 2
        self.powers, self.states, self.evaluations = {}, {}, 0
        self.exact = [x]
        self.swing = column([fmpq(0)] * x.nrows())
        self.converges = True
        self.is_short = False
        if not self.is_rest: self.classify()
        if scale is None:
            # Bounds of the eigenvalues of Q: the trace, and 1/trace of the inverse.
            e = symmetric_functions(form)
            self.most = ball(e[1])
            self.least = ball(e[-1] / e[-2]) if e[-1] != 0 else arb(0)
        else:
            self.most = self.least = ball(scale)

    def classify(self):
        p = minimal_polynomial(self.s, self.x)
        minus = fmpq_poly([1, 1])
        if p(fmpq(1)) == 0: raise Unknown("a mode that does not move")
        if p(fmpq(-1)) == 0:
            rest = p // minus
            self.swing = applied(rest, self.s, self.x) * (1 / rest(fmpq(-1)))
            p = rest
        if p.degree() == 0: return
        bits = START_BITS
        while True:
            with precision(bits):
                magnitudes = [abs(r) for r in real_roots(p)]
                if all(r < 1 or r > 1 for r in magnitudes): break
            bits *= 2
            if bits > 1 << 16: raise Unknown("a decay factor too near 1")
        self.converges = all(r < 1 for r in magnitudes)

    # Single steps

    def power(self, j, bits):
        powers = self.powers.setdefault(bits, [])
        while len(powers) <= j:
            powers.append(powers[-1] * powers[-1] if powers else arb_mat(self.s))
        return powers[j]

    def state(self, t, bits):
        """S^t x."""
        key = t, bits
        if key not in self.states:
            with precision(bits):
                y, j, rest = arb_mat(self.x), 0, t
                while rest:
                    if rest & 1: y = self.power(j, bits) * y
                    rest >>= 1
                    j += 1
            if len(self.states) > 20000: self.states.clear()
            self.states[key] = y
        return self.states[key]

    def exact_loss(self, t):
        while len(self.exact) <= t: self.exact.append(self.s * self.exact[-1])
        v = self.limit + self.exact[t]
        return (v.transpose() * self.form * v)[0, 0]

    def loss(self, t, bits=START_BITS):
        self.evaluations += 1
        with precision(bits):
            v = arb_mat(self.limit) + self.state(t, bits)
            if self.scale is not None:
                return sum((y * y for y in v.entries()), arb(0)) * ball(self.scale)
            return (v.transpose() * arb_mat(self.form) * v)[0, 0]

    def is_below(self, t, threshold, strict):
        """Whether the loss is <= (strict: <) the threshold."""
        bits = START_BITS
        while bits <= MOST_BITS:
            with precision(bits):
                loss, level = self.loss(t, bits), ball(threshold)
                if loss < level: return True
                if loss > level: return False
            if t <= EXACT_STEPS:
                exact = self.exact_loss(t)
                return bool(exact < threshold or (exact == threshold and not strict))
            bits *= 2
        raise Unknown(f"step {t} is too near the threshold")

    # Ranges of steps, all within START_BITS


    def block(self, offset, a, b, threshold, strict):
        """Whether the loss is below at every step, at none, or neither is seen: True, False, None."""
        first, last = offset + a * self.stride, offset + b * self.stride
        if a == b: return self.is_below(first, threshold, strict)
        with precision(START_BITS):
            reach = upper(root_range(self.square(self.state(last, START_BITS) - self.state(first, START_BITS)))[1])
            ends = [root_range(self.loss(t)) for t in (first, last)]
            level = ball(threshold).sqrt()
            high = min((e[1] for e in ends), key=lambda e: e.mid()) + reach
            low = max((e[0] for e in ends), key=lambda e: e.mid()) - reach
            if high < level: return True
            if low > level: return False
        return None

    def square(self, v):
        return sum((y * y for y in v.entries()), arb(0)) * self.most

    def tail(self, offset, a, threshold, strict):
        """The same for all steps from a on."""
        t = offset + a * self.stride
        sign = -1 if offset % 2 else 1
        limit = self.limit + self.swing * sign
        end = (limit.transpose() * self.form * limit)[0, 0]
        moving = self.x - self.swing
        if all(y == 0 for y in entries(moving)):
            return bool(end < threshold or (end == threshold and not strict))
        with precision(START_BITS):
            state, level = self.state(t, START_BITS), ball(threshold).sqrt()
            if self.converges:
                rest = state - arb_mat(self.swing) * (-1 if t % 2 else 1)
                reach = root_range(self.square(rest))[1]
                low, high = root_range(ball(end))
                if high + reach < level: return True
                if low - reach > level: return False
                return None
            following = self.state(t + 1, START_BITS)
            size = sum((y * y for y in state.entries()), arb(0))
            grown = sum((y * y for y in following.entries()), arb(0))
            still = (self.limit.transpose() * self.form * self.limit)[0, 0]
            if grown > size and root_range(size * self.least)[0] - root_range(ball(still))[1] > level: return False
            return None

    def offsets(self):
        return range(self.stride)

    def spend(self):
        if self.evaluations > self.limit_of_work: raise Unknown("too much work")

    def first_below(self, threshold, strict=False):
        """The first step with loss <= (strict: <) threshold; None if there is none."""
        self.limit_of_work = self.evaluations + BUDGET
        found = []
        for offset in self.offsets():
            k = self.first_in_class(offset, threshold, strict, min(found, default=None))
            if k is not None: found.append(offset + k * self.stride)
        return min(found, default=None)

    def first_in_class(self, offset, threshold, strict, known):
        a, b = 0, 0
        for _ in range(LONGEST):
            if known is not None and offset + a * self.stride > known: return None
            if self.tail(offset, a, threshold, strict) is False: return None
            k = self.first_in_block(offset, a, b, threshold, strict)
            if k is not None: return k
            a, b = b + 1, 2 * b + 1
        raise Unknown("no end in sight")

    def first_in_block(self, offset, a, b, threshold, strict):
        stack = [(a, b)]
        while stack:
            self.spend()
            a, b = stack.pop()
            answer = self.block(offset, a, b, threshold, strict)
            if answer: return a
            if answer is None:
                middle = (a + b) // 2
                stack += [(middle + 1, b), (a, middle)]
        return None

    def last_not_below(self, threshold, strict):
        """The last step with loss >= (strict: loss not < threshold), > otherwise; -1 for none, None for no last one."""
        self.limit_of_work = self.evaluations + BUDGET
        result = -1
        unknown = None
        for offset in self.offsets():
            try: k = self.last_in_class(offset, threshold, strict)
            except Unknown as error:
                unknown = error
                continue
            if k is None: return None
            if k >= 0: result = max(result, offset + k * self.stride)
        if unknown: raise unknown
        return result

    def last_in_class(self, offset, threshold, strict):
        blocks, a, b = [], 0, 0
        for _ in range(LONGEST):
            end = self.tail(offset, a, threshold, strict)
            if end is False: return None
            if end: break
            blocks.append((a, b))
            a, b = b + 1, 2 * b + 1
        else: raise Unknown("no end in sight")
        stack = blocks
        while stack:
            self.spend()
            a, b = stack.pop()
            answer = self.block(offset, a, b, threshold, strict)
            if answer is False: return b
            if answer is None:
                middle = (a + b) // 2
                stack += [(a, middle), (middle + 1, b)]
        return -1
