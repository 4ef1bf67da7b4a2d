"""Normal forms and positivity problems: sections 6 and 7 of docs/proof-rules.md.

A polynomial is a dict from monomials to rationals that are not 0; a monomial is the tuple of the exponents of atoms 0,
1, 2, …, without zeros at its end. A fraction is a pair of polynomials. An operation that meets a limit raises Failed.
"""

from fractions import Fraction
from itertools import product as choices
from math import comb
from operator import add as plus, neg as minus

import terms
from problem import require, square_root
from terms import call, div, enclosure, mul, num, power, spend


class Failed(Exception):
    """An operation on normal forms that has no result: a limit, or an inverse of 0."""


UNIT = {(): Fraction(1)}

# ---------------------------------------------------------------- polynomials


def rank(m):
    """Sorts monomials; the greatest is the lead."""
    return sum(m), tuple(map(minus, m))


def exponent_of(m, i):
    return m[i] if i < len(m) else 0


def with_exponent(m, i, k):
    m = list(m) + [0] * (i + 1 - len(m))
    m[i] = k
    while m and not m[-1]:
        m.pop()
    return tuple(m)


def join(m, n):
    """Product of monomials."""
    return tuple(map(plus, m, n)) + (m[len(n):] or n[len(m):])


def part(m, n):
    """m without the factor n."""
    for i, k in enumerate(n):
        if k:
            m = with_exponent(m, i, exponent_of(m, i) - k)
    return m


def degree(p, i):
    return max((exponent_of(m, i) for m in p), default=0)


def content(p):
    """The greatest monomial that divides all terms."""
    common = None
    for m in p:
        common = m if common is None else tuple(map(min, common, m))
    common = list(common or ())
    while common and not common[-1]:
        common.pop()
    return tuple(common)


def without(p, m):
    return {part(n, m): c for n, c in p.items()} if m else p


def weight(p):
    """Units of work for an operation on one coefficient."""
    return 3 + (max(map(terms.bits, p.values()), default=0) // 256) ** 2


def plus_poly(p, q, factor=1):
    """p + factor*q."""
    spend(len(p) + len(q))
    result = dict(p)
    for m, c in q.items():
        total = result.get(m, 0) + factor * c
        if total:
            result[m] = total
        else:
            result.pop(m, None)
    return result


def times(p, q):
    if len(p) * len(q) > 60000:
        raise Failed("a product of long polynomials")
    spend((weight(p) + weight(q)) * len(p) * len(q))
    result = {}
    for m, c in p.items():
        for n, d in q.items():
            k = join(m, n)
            result[k] = result.get(k, 0) + c * d
    result = {m: c for m, c in result.items() if c}
    if len(result) > 1500 or any(terms.bits(c) > 20000 or m and max(m) > 48 for m, c in result.items()):
        raise Failed("a polynomial is too long")
    return result


def to_power(p, k):
    if k > 48:
        raise Failed("a power over 48")
    result = UNIT
    for _ in range(k):
        result = times(result, p)
    return result


def mapped(p, i, images):
    """p with y_i^k exchanged for the polynomial in y_i with the coefficients images[k]."""
    result, unit = {}, 60 + weight(p) + weight(dict(enumerate(images[-1])))
    for m, c in p.items():
        image = images[exponent_of(m, i)]
        spend(unit * len(image))
        for j, d in enumerate(image):
            if d:
                n = with_exponent(m, i, j)
                result[n] = result.get(n, 0) + c * d
    return {m: c for m, c in result.items() if c}


# ---------------------------------------------------------------- fractions


def fraction(n, d=UNIT):
    if not d:
        raise Failed("an inverse of 0")
    if not n:
        return {}, UNIT
    common = tuple(map(min, content(n), content(d)))
    n, d = without(n, common), without(d, common)
    lead = d[max(d, key=rank)]
    if lead != 1:
        n, d = {m: c / lead for m, c in n.items()}, {m: c / lead for m, c in d.items()}
    return n, d


def constant(c):
    return ({(): Fraction(c)} if c else {}), UNIT


def value(f):
    """The number that a fraction is, or None."""
    return f[0].get((), Fraction(0)) if f[1] == UNIT and not any(f[0]) else None


def sum_of(f, g, factor=1):
    if f[1] == g[1]:
        return fraction(plus_poly(f[0], g[0], factor), f[1])
    return fraction(plus_poly(times(f[0], g[1]), times(g[0], f[1]), factor), times(f[1], g[1]))


def product_of(f, g):
    if f[0] == g[1]:
        return fraction(g[0], f[1])
    if f[1] == g[0]:
        return fraction(f[0], g[1])
    return fraction(times(f[0], g[0]), times(f[1], g[1]))


def inverse(f):
    return fraction(f[1], f[0])


def fraction_power(f, k):
    f = f if k >= 0 else inverse(f)
    return fraction(to_power(f[0], abs(k)), to_power(f[1], abs(k)))


# ---------------------------------------------------------------- normal forms (6)


class Table:
    """Atoms in the order in which they first occur, and the forms of expressions in them."""

    def __init__(self, box):
        self.box, self.numbers, self.nodes, self.kinds, self.arguments, self.memo = box, {}, [], [], [], {}

    def atom(self, node, kind, argument=None):
        i = self.numbers.setdefault(node.text, len(self.nodes))
        if i == len(self.nodes):
            self.nodes.append(node), self.kinds.append(kind), self.arguments.append(argument)
        return {with_exponent((), i, 1): Fraction(1)}, UNIT

    def form(self, e):
        if e not in self.memo:
            self.memo[e] = constant(e.const) if e.const is not None else self._form(e)
        return self.memo[e]

    def _form(self, e):
        if e.op == "name":
            return self.atom(e, "name")
        if e.op == "/":  # the divisor is formed first
            below = self.form(e.args[1])
            return self.reduced(product_of(self.form(e.args[0]), inverse(below)))
        f = self.form(e.args[0])
        if e.op == "neg":
            return sum_of(constant(0), f, -1)
        if e.op in "+-":
            return self.reduced(sum_of(f, self.form(e.args[1]), 1 if e.op == "+" else -1))
        if e.op == "*":
            return self.reduced(product_of(f, self.form(e.args[1])))
        if e.op == "^":
            n, v = terms.exponent(e), e.args[1].const
            if n is not None:
                return self.reduced(fraction_power(f, n))
            if v is not None and (2 * v).denominator == 1 and abs(2 * v) <= 96:
                return self.reduced(fraction_power(self.root(f), int(2 * v)))
            log = self.log(f)
            return self.exp(self.reduced(product_of(self.form(e.args[1]), log)))
        if e.op == "sqrt":
            return self.root(f)
        if e.op == "exp":
            return self.exp(f)
        if e.op == "expm1":
            return sum_of(self.exp(f), constant(-1))
        if e.op in ("log", "log1p"):
            return self.log(f if e.op == "log" else sum_of(f, constant(1)))
        return self.atom(terms.make(e.op, *(self.text(self.form(a)) for a in e.args)), "other")

    def polynomial_text(self, p):
        result = num(0)
        for m in sorted(p, key=rank, reverse=True):
            t = num(abs(p[m]))
            for i, k in enumerate(m):
                if k:
                    t = mul(t, power(self.nodes[i], num(k)))
            result = (terms.add if p[m] > 0 else terms.sub)(result, t)
        return result

    def text(self, f):
        return div(self.polynomial_text(f[0]), self.polynomial_text(f[1]))

    def root(self, f):
        c = value(f)
        if c is not None and c >= 0 and square_root(c) is not None:
            return constant(square_root(c))
        return self.atom(call("sqrt", self.text(f)), "root", f)

    def splits(self, m):
        """Whether no atom of a monomial can be negative, and each has a logarithm of its own."""
        for i, k in enumerate(m):
            side = self.box.get(self.nodes[i].value) if self.kinds[i] == "name" else None
            known = self.kinds[i] in ("exponential", "root") or side and side.lower is not None and side.lower >= 0
            if k and not known:
                return False
        return True

    def log(self, f):
        n, d = f
        c = value(f)
        if c == 1:
            return constant(0)
        if c is None and len(n) == len(d) == 1:
            (m, a), (k, b) = *n.items(), *d.items()
            if a > 0 and b > 0 and self.splits(m) and self.splits(k):
                result = self.log(constant(a / b))
                for i in range(max(len(m), len(k))):
                    times_log = exponent_of(m, i) - exponent_of(k, i)
                    if times_log:
                        result = sum_of(result, self.log_of_atom(i), times_log)
                return result
        if c is None and value((n, UNIT)) is not None and n[()] > 0:
            log = self.log((d, UNIT))
            return sum_of(self.log((n, UNIT)), log, -1)
        return self.atom(call("log", self.text(f)), "logarithm", f)

    def log_of_atom(self, i):
        if self.kinds[i] == "exponential":
            return self.arguments[i]
        if self.kinds[i] == "root":
            return product_of(constant(Fraction(1, 2)), self.log(self.arguments[i]))
        return self.atom(call("log", self.nodes[i]), "logarithm", self.atom(self.nodes[i], "name"))

    def exponential(self, f):
        return self.atom(call("exp", self.text(f)), "exponential", f)

    def exp(self, f):
        n, d = f
        if len(d) > 1:
            return self.exponential(f)
        result = constant(1)
        for m in sorted(n, key=rank):
            result = self.reduced(product_of(result, self.exp_of_term(n[m], fraction({m: Fraction(1)}, d))))
        return result

    def exp_of_term(self, c, u):
        p, q = c.numerator, c.denominator
        i = len(next(iter(u[0]))) - 1
        if i >= 0 and u == ({with_exponent((), i, 1): 1}, UNIT) and self.kinds[i] == "logarithm":
            if q == 1 and abs(p) <= 12:
                return self.reduced(fraction_power(self.arguments[i], p))
            if q == 2 and abs(p) <= 12:
                return self.reduced(fraction_power(self.root(self.arguments[i]), p))
        if abs(p) <= 12:
            return fraction_power(self.exponential(product_of(constant(Fraction(1, q)), u)), p)
        return self.exponential(product_of(constant(c), u))

    def reduced(self, f):
        for i, kind in enumerate(self.kinds):
            if kind == "root" and max(degree(f[0], i), degree(f[1], i)) >= 2:
                n, d = (self.without_square(p, i) for p in f)
                return self.reduced(product_of(n, inverse(d)))
        return f

    def without_square(self, p, i):
        """p with s^(2j) = A^j for the root s of A that is atom i, as a fraction."""
        result = constant(0)
        for k in sorted({exponent_of(m, i) for m in p}):
            coefficient = {with_exponent(m, i, k % 2): c for m, c in p.items() if exponent_of(m, i) == k}
            result = sum_of(result, product_of((coefficient, UNIT), fraction_power(self.arguments[i], k // 2)))
        return result


# ---------------------------------------------------------------- positivity problems (7)

FAR = Fraction(2) ** 384


def atom_side(node, kind, box):
    """The side of an atom that is no name (7, step 2)."""
    r = enclosure(node, box, 96)
    if r is None:
        return terms.Side(None, None, True, True)

    def end(x):
        near = x.sign() == 0 or abs(x).less(FAR) and not abs(x).less(1 / (2 * FAR))
        return x.lower if x.is_finite and near else None

    lower, upper = end(r.low()), end(r.high())
    if kind in ("exponential", "root"):
        lower = max(lower or Fraction(0), Fraction(0))
    elif lower is None and r.low().sign() == 1:
        lower = Fraction(0)
    return terms.Side(lower, upper, lower is None or lower == 0 and kind == "exponential", upper is None)


class Problem:
    """Goal and conditions of a sequent as polynomials in atoms with sides."""

    def __init__(self, sequent):
        goal, self.sign = sequent.goal
        require(self.sign in (">=", ">"), "the goal is neither >= nor >")
        self.table = table = Table(sequent.box)
        goal, conditions = table.form(goal), []
        for g, sign in sequent.conditions:
            try:
                conditions.append((table.form(g), sign))
            except Failed:
                pass
        require(len(table.nodes) <= 32, "more than 32 atoms")
        self.sides = [
            sequent.box[node.value] if kind == "name" else atom_side(node, kind, sequent.box)
            for node, kind in zip(table.nodes, table.kinds)
        ]
        self.conditions, goal = self.names_by_roots(conditions, goal)
        self.goal = self.essential(self.cleared(goal), self.sign == ">=")

    # -- step 3

    def names_by_roots(self, conditions, goal):
        table, occurring = self.table, lambda f: {i for p in f for m in p for i, k in enumerate(m) if k}
        used = occurring(goal).union(*(occurring(f) for f, _ in conditions))
        chosen = []
        for s, kind in enumerate(table.kinds):
            if kind != "root" or s not in used:
                continue
            n, d = table.arguments[s]
            for v in sorted(used):
                linear = {m: c for m, c in n.items() if exponent_of(m, v)}
                if (
                    table.kinds[v] == "name" and list(linear) == [with_exponent((), v, 1)]
                    and not degree(d, v) and occurring((n, d)) <= used
                ):
                    k, rest = linear[with_exponent((), v, 1)], plus_poly(n, linear, -1)
                    square = {with_exponent((), s, 2): Fraction(1)}
                    image = plus_poly(times(square, d), rest, -1)
                    chosen.append((v, {m: c / k for m, c in image.items()}))
                    used.remove(v)
                    break
        for v, image in chosen:
            goal = self.substituted(goal, v, image)
            conditions = [(self.substituted(f, v, image), sign) for f, sign in conditions]
            side = self.sides[v]
            if side.lower is not None:
                conditions.append((sum_of((image, UNIT), constant(side.lower), -1), ">" if side.lower_open else ">="))
            if side.upper is not None:
                conditions.append((sum_of(constant(side.upper), (image, UNIT), -1), ">" if side.upper_open else ">="))
        return conditions, goal

    def substituted(self, f, v, image):
        def horner(p):
            result = {}
            for k in range(degree(p, v), -1, -1):
                coefficient = {with_exponent(m, v, 0): c for m, c in p.items() if exponent_of(m, v) == k}
                result = plus_poly(times(result, image), coefficient)
            return result

        return fraction(horner(f[0]), horner(f[1]))

    # -- steps 4 to 6

    def cleared(self, f):
        n, d = f
        if self.non_negative(self.shifted(d)):
            return n
        negative = {m: -c for m, c in d.items()}
        return {m: -c for m, c in n.items()} if self.non_negative(self.shifted(negative)) else times(n, d)

    def essential(self, p, also):
        """p without a monomial factor: all of the content where an atom is positive; with `also` in addition all of it
        where one is >= 0, and the even part of the others."""
        factor = []
        for i, k in enumerate(content(p)):
            lower, is_open = self.sides[i].lower, self.sides[i].lower_open
            at_least = lower is not None and lower >= 0
            whole = at_least and (lower > 0 or is_open or also)
            factor.append(k if whole else k - k % 2 if also else 0)
        return without(p, tuple(factor))

    def shifted(self, p):
        for i, side in enumerate(self.sides):
            p = self.shifted_at(p, i, side)
        return p

    def shifted_at(self, p, i, side):
        a, sign = (side.lower, 1) if side.lower is not None else (side.upper, -1)
        if a is None or not degree(p, i) or a == 0 and sign == 1:
            return p
        images = [[comb(k, j) * a ** (k - j) * sign**j for j in range(k + 1)] for k in range(degree(p, i) + 1)]
        return mapped(p, i, images)

    def ended(self, i):
        return self.sides[i].lower is not None or self.sides[i].upper is not None

    def non_negative(self, p):
        return all(c > 0 and not any(k % 2 and not self.ended(i) for i, k in enumerate(m)) for m, c in p.items())

    def start_open(self, i):
        side = self.sides[i]
        return side.lower_open if side.lower is not None else side.upper_open

    def positive_monomial(self, m):
        return all(not k or self.ended(i) and self.start_open(i) for i, k in enumerate(m))

    # -- step 7

    def generators(self):
        """List of (polynomial in shifted coordinates, positive, zero)."""
        result, ended = [], [i for i in range(len(self.sides)) if self.ended(i)]
        for i in ended:
            result.append(({with_exponent((), i, 1): Fraction(1)}, self.start_open(i), False))
        for i in ended:
            side = self.sides[i]
            if side.lower is not None and side.upper is not None:
                width = plus_poly(constant(side.upper - side.lower)[0], {with_exponent((), i, 1): Fraction(1)}, -1)
                result.append((width, side.upper_open, False))
        for f, sign in self.conditions:
            if sign != "<>":
                try:
                    p = self.essential(self.cleared(f), sign == ">")
                    result.append((self.shifted(p), sign == ">", sign == "="))
                except Failed:
                    pass
        for i in range(len(self.sides)):
            for j in range(i + 1, len(self.sides)):
                y, z = ({with_exponent((), k, 1): Fraction(1)} for k in (i, j))
                difference = self.shifted(plus_poly(y, z, -1))
                result.append((times(difference, difference), False, False))
        return result

    # -- 8.1

    def bernstein(self):
        p, places = self.goal, []
        for i, side in enumerate(self.sides):
            d = degree(p, i)
            if not d:
                continue
            if side.lower is not None and side.upper is not None:
                p = mapped(p, i, [bernstein_image(side.lower, side.upper, k, d) for k in range(d + 1)])
                ends = [(0,)] * (not side.lower_open) + [(d,)] * (not side.upper_open)
                places.append([(i, None), *((i, e) for (e,) in ends)])
            else:
                p = self.shifted_at(p, i, side)
                start = [] if self.start_open(i) else [(i, 0)]
                places.append([(i, None), *start] if self.ended(i) else [(i, 0)])
        require(self.non_negative(p), "a coefficient is negative")
        if self.sign == ">":
            require(p and len(places) <= 7, "the polynomial is 0 or has more than 7 atoms")
            for place in choices(*places):
                spend(len(p))
                found = any(all(k is None or exponent_of(m, i) == k for i, k in place) for m in p)
                require(found, "no coefficient is positive at a corner, an edge or inside")

    # -- 8.2

    def combination(self, terms_of_rule):
        generators, q, strict = self.generators(), self.shifted(self.goal), self.sign == ">="
        for coefficient, numbers in terms_of_rule:
            require(all(k < len(generators) for k in numbers), "a generator that is not there")
            chosen, p = [generators[k] for k in numbers], UNIT
            for g in chosen:
                p = times(p, g[0])
            zero = any(g[2] for g in chosen)
            require(coefficient >= 0 or zero, "a negative coefficient")
            q = plus_poly(q, p, -coefficient)
            strict = strict or coefficient > 0 and not zero and all(g[1] for g in chosen)
        require(self.non_negative(q), "the rest has a negative coefficient")
        require(strict or any(map(self.positive_monomial, q)), "nothing shows that the goal is not 0")


def bernstein_image(a, b, k, d):
    """(a + b u)^k (1 + u)^(d - k) as a list of coefficients."""
    spend(d * d)
    return [
        sum(comb(k, i) * a ** (k - i) * b**i * comb(d - k, j - i) for i in range(max(0, j - d + k), min(k, j) + 1))
        for j in range(d + 1)
    ]
