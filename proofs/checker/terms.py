"""Expressions and statements of proofs: trees, text, folding, derivatives, values, enclosures.

Sections 2, 3 and 5 of docs/proof-rules.md; language.py reads texts. Equal trees are one object, so that they are
compared by `is` and texts are made once. All that could grow without bound calls `spend`.
"""

import sys
from fractions import Fraction
from typing import NamedTuple

import language
from intervals import Interval, maximum, minimum, precision
from problem import require, square_root

sys.setrecursionlimit(5000)  # trees are at most HEIGHT high
sys.set_int_max_str_digits(100000)

HEIGHT, SIZE, DIGITS = 400, 20000, 12000  # of a tree: levels, nodes; bits of a number in it
BUDGET = 3 * 10**7  # units of work for one statement: about a minute

FUNCTIONS = language.UNARY + ("min", "max")
JUMPING = ("abs", "floor", "ceil", "min", "max")  # no derivative; `cases` removes them
COMPARISONS = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": None}  # with their negations
BINDING = {"+": 6, "-": 6, "*": 7, "/": 7, "neg": 8, "^": 9, "atom": 10}

_left = BUDGET
_nodes = {}


def fresh():
    """Forgets all trees and gives the full budget: to be called before each statement."""
    global _left
    _left = BUDGET
    _nodes.clear()


def spend(units):
    global _left
    _left -= units
    require(_left >= 0, "more work than this checker allows")


# ---------------------------------------------------------------- trees


class Node:
    """`op` is "num", "name", "neg", an operator or a function; `value` the number or the name."""

    __slots__ = ("op", "args", "value", "const", "names", "size", "height", "_text", "_defined")

    @property
    def text(self):
        if self._text is None:
            spend(self.size)
            self._text = _text(self)
        return self._text


def make(op, *args, value=None):
    """The tree, without folding."""
    spend(1)
    key = (op, args, value)
    node = _nodes.get(key)
    if node is None:
        spend(10)
        node = _nodes[key] = Node()
        node.op, node.args, node.value, node._text, node._defined = op, args, value, None, None
        node.size = 1 + sum(a.size for a in args)
        node.height = 1 + max((a.height for a in args), default=0)
        require(node.height <= HEIGHT and node.size <= SIZE, "an expression is larger than this checker allows")
        node.names = frozenset((value,)) if op == "name" else frozenset().union(*(a.names for a in args))
        node.const = value if op == "num" else _constant(op, args)
    return node


def num(value):
    """A number; a negative one is a negation."""
    value = Fraction(value)
    require(bits(value) <= DIGITS, "a number is longer than this checker allows")
    return make("neg", make("num", value=-value)) if value < 0 else make("num", value=value)


def bits(x):
    return x.numerator.bit_length() + x.denominator.bit_length()


def _constant(op, args):
    values = [a.const for a in args]
    if op == "name" or any(v is None for v in values):
        return None
    x = values[0]
    if op in JUMPING:
        spend(sum(map(bits, values)))
        f = {"abs": abs, "floor": lambda v: v // 1, "ceil": lambda v: -(-v // 1), "min": min, "max": max}[op]
        return Fraction(f(*values))
    if len(args) == 1:
        if op == "neg":
            return -x
        if op == "sqrt":
            return square_root(x) if x >= 0 else None
        return {("exp", 0): 1, ("expm1", 0): 0, ("log1p", 0): 0, ("log", 1): 0}.get((op, x))
    y = values[1]
    if bits(x) + bits(y) > 4096:
        return None
    spend(10)
    if op == "/":
        return x / y if y else None
    if op == "^":
        return x ** int(y) if y.denominator == 1 and abs(y) <= 64 and (x or y > 0) else None
    return x + y if op == "+" else x - y if op == "-" else x * y


def exponent(e):
    """The integer exponent of a power, or None for a real power."""
    n = e.args[1].const
    return int(n) if n is not None and Fraction(n).denominator == 1 and abs(n) <= 10**6 else None


# ---------------------------------------------------------------- text


def _number_text(x):
    """Canonical text and binding of a number >= 0."""
    d, twos, fives = x.denominator, 0, 0
    while d % 2 == 0:
        d, twos = d // 2, twos + 1
    while d % 5 == 0:
        d, fives = d // 5, fives + 1
    if d > 1:
        return f"{x.numerator}/{x.denominator}", BINDING["/"]
    places = max(twos, fives)
    digits = str(x.numerator * 10**places // x.denominator)
    e = len(digits) - places  # the value is 0.digits * 10^e
    digits = digits.rstrip("0")
    if not digits:
        return "0", BINDING["atom"]
    if not -4 < e <= 7:
        return digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{e - 1}", BINDING["atom"]
    if e <= 0:
        return "0." + "0" * -e + digits, BINDING["atom"]
    return digits[:e].ljust(e, "0") + ("." + digits[e:] if digits[e:] else ""), BINDING["atom"]


def _binding(e):
    return _number_text(e.value)[1] if e.op == "num" else BINDING.get(e.op, BINDING["atom"])


def _text(e):
    def part(a, least):
        return a.text if _binding(a) >= least else f"({a.text})"

    if e.op == "num":
        return _number_text(e.value)[0]
    if e.op == "name":
        return e.value
    if e.op == "neg":
        return "-" + part(e.args[0], 9)
    if e.op in "+-*/^":
        left, right = {"+": (6, 7), "-": (6, 7), "*": (7, 9), "/": (7, 9), "^": (10, 9)}[e.op]
        op = f" {e.op} " if e.op in "+-" else e.op
        return part(e.args[0], left) + op + part(e.args[1], right)
    return f"{e.op}({', '.join(a.text for a in e.args)})"


# ---------------------------------------------------------------- reading


def _tree(t):
    """An expression of language.py as a Node."""
    if t[0] == "number":
        return make("num", value=t[1])
    if t[0] == "name":
        require(not t[2], f"{t[1]}(…) has no meaning here")
        return make("name", value=t[1])
    require(t[0] == "call" or t[0] in BINDING, f"{t[0]} has no meaning here")
    return make(t[1], *map(_tree, t[2])) if t[0] == "call" else make(t[0], *map(_tree, t[1:]))


def _statement(t):
    if t[0] == "compare":
        return (t[1], _tree(t[2]), _tree(t[3]))
    require(t[0] != "forall", "forall over time has no meaning here")
    return (t[0], *map(_statement, t[1] if t[0] in ("and", "or") else t[1:]))


def expression(text):
    return _tree(_parsed(text, language.parse_expression))


def statement(text):
    """A tuple: ("<", x, y) and so on, ("and", P, Q, …), ("or", P, Q, …), ("not", P), ("implies", P, Q)."""
    return _statement(_parsed(text, language.parse))


def _parsed(text, parse):
    require(isinstance(text, str) and len(text) <= 100000, "a text is missing or too long")
    spend(10 * len(text))
    return parse(text)


# ---------------------------------------------------------------- folding (2.3)


def _folded(op, *args):
    value = _constant(op, args)
    return None if value is None else num(value)


def add(a, b):
    if (c := _folded("+", a, b)) is not None:
        return c
    if a.const == 0 or b.const == 0:
        return b if a.const == 0 else a
    return sub(a, b.args[0]) if b.op == "neg" else make("+", a, b)


def sub(a, b):
    if (c := _folded("-", a, b)) is not None:
        return c
    if a.const == 0 or b.const == 0:
        return neg(b) if a.const == 0 else a
    return add(a, b.args[0]) if b.op == "neg" else make("-", a, b)


def neg(a):
    if a.const is not None:
        return num(-a.const)
    if a.op == "neg":
        return a.args[0]
    return sub(a.args[1], a.args[0]) if a.op == "-" else make("neg", a)


def mul(a, b):
    if (c := _folded("*", a, b)) is not None:
        return c
    if a.const == 0 or b.const == 0:
        return num(0)
    for x, y in (a, b), (b, a):
        if x.const == 1:
            return y
    for x, y in (a, b), (b, a):
        if x.const == -1:
            return neg(y)
    if a.op == "neg":
        return neg(mul(a.args[0], b))
    return neg(mul(a, b.args[0])) if b.op == "neg" else make("*", a, b)


def div(a, b):
    if b.const:
        if (c := _folded("/", a, b)) is not None:
            return c
        if abs(b.const) == 1:
            return a if b.const == 1 else neg(a)
    if a.const == 0 and b.const is None:
        return num(0)
    return neg(div(a.args[0], b)) if a.op == "neg" else make("/", a, b)


def power(a, b):
    if b.const == 1 or b.const == 0:
        return a if b.const == 1 else num(1)
    return c if (c := _folded("^", a, b)) is not None else make("^", a, b)


def call(f, *args):
    return c if (c := _folded(f, *args)) is not None else make(f, *args)


def rebuilt(e, name, v, folding):
    """e with v for the name: `subst` with folding, `replace` without (the name also in parts that have a constant)."""
    fold = {"neg": neg, "+": add, "-": sub, "*": mul, "/": div, "^": power}
    memo = {}

    def visit(e):
        if e not in memo:
            args = [visit(a) for a in e.args]
            if not args:
                memo[e] = v if e.op == "name" and e.value == name else e
            elif folding and len(args) == 1 and e.op != "neg":
                memo[e] = call(e.op, *args)
            else:
                memo[e] = fold[e.op](*args) if folding and e.op in fold else make(e.op, *args)
        return memo[e]

    return visit(e) if folding or name in e.names else e


def replace(e, name, v):
    return rebuilt(e, name, v, False)


def subst(e, name, v):
    return rebuilt(e, name, v, True)


def exchange(e, old, new):
    """e with one tree for another, without folding."""
    if e is old:
        return new
    return make(e.op, *(exchange(a, old, new) for a in e.args)) if e.args and e.size > old.size else e


def derivative(e, name):
    """The derivative (2.4), or None."""
    memo = {}

    def visit(e):
        if e not in memo:
            memo[e] = num(0) if name not in e.names else num(1) if e.op == "name" else step(e)
        return memo[e]

    def step(e):
        if e.op in JUMPING:
            return None
        parts = [visit(a) for a in e.args]
        if None in parts:
            return None
        a, da = e.args[0], parts[0]
        if len(parts) == 1:
            if e.op == "neg":
                return neg(da)
            return mul(
                div(num(1), mul(num(2), e)) if e.op == "sqrt"
                else make("exp", a) if e.op in ("exp", "expm1")
                else div(num(1), a if e.op == "log" else add(num(1), a)),
                da,
            )
        b, db = e.args[1], parts[1]
        if e.op in "+-":
            return add(da, db) if e.op == "+" else sub(da, db)
        if e.op == "*":
            return add(mul(da, b), mul(a, db))
        if e.op == "/":
            if name not in b.names:
                return div(da, b)
            return sub(div(da, b), div(mul(a, db), power(b, num(2))))
        if name not in b.names:
            return mul(mul(b, power(a, sub(b, num(1)))), da)
        return mul(e, add(mul(db, call("log", a)), div(mul(b, da), a)))

    return visit(e)


# ---------------------------------------------------------------- values (3)
# A condition is a pair (tree, sign), sign one of ">=", ">", "=", "<>".


def once(conditions):
    """Of conditions with the same text the first."""
    kept = {}
    for c in conditions:
        kept.setdefault((c[0].text, c[1]), c)
    return tuple(kept.values())


def _nonzero(v):
    if v.const:
        return ()
    if v.op in ("neg", "/") or v.op == "^" and exponent(v):
        return _nonzero(v.args[0])
    if v.op == "*":
        return _nonzero(v.args[0]) + _nonzero(v.args[1])
    return () if v.op == "exp" else ((v, "<>"),)


def defined(e):
    """The conditions for a value of e, inner ones first."""
    if e._defined is None:
        own = ()
        if e.op == "sqrt":
            u = e.args[0]
            own = () if u.const is not None and u.const >= 0 else ((u, ">="),)
        elif e.op == "/":
            own = _nonzero(e.args[1])
        elif e.op == "^" and exponent(e) is not None:
            own = _nonzero(e.args[0]) if exponent(e) < 0 else ()
        elif e.op in ("log", "log1p", "^"):
            u = add(num(1), e.args[0]) if e.op == "log1p" else e.args[0]
            own = () if u.const is not None and u.const > 0 else ((u, ">"),)
        inner = sum((defined(a) for a in e.args), ())
        spend(10 + len(inner))
        e._defined = once(inner + own)
    return e._defined


def condition(comparison):
    """A comparison as a condition."""
    op, x, y = comparison
    return (sub(y, x) if op in ("<", "<=") else sub(x, y), {"<": ">", "<=": ">="}.get(op, op))


def negation(c):
    return (neg(c[0]), ">" if c[1] == ">=" else ">=")


# ---------------------------------------------------------------- enclosures (5)


class Side(NamedTuple):
    """The range of a variable; an end that is None is infinite."""

    lower: Fraction | None
    upper: Fraction | None
    lower_open: bool
    upper_open: bool

    def contains(self, x, inside=False):
        above = self.lower is None or self.lower < x or self.lower == x and not (self.lower_open or inside)
        return above and (self.upper is None or x < self.upper or self.upper == x and not (self.upper_open or inside))

    def interval(self):
        return Interval.of("-inf" if self.lower is None else self.lower, "inf" if self.upper is None else self.upper)


def shows(x, sign):
    """Whether all members of an interval have the sign."""
    if sign == "<>":
        return x.sign() in (1, -1)
    return x.sign() == 0 if sign == "=" else x.low().sign() > (0 if sign == ">" else -1)


def excludes(x, sign):
    if sign in ("=", "<>"):
        return shows(x, "<>" if sign == "=" else "=")
    return x.high().sign() < (1 if sign == ">" else 0)


def quotient(u, v):
    if v.sign() is not None:
        return u / v if v.sign() else None
    if v.high().sign() == 0:
        u, v = -u, -v
    if v.low().sign() < 0:
        return u if u.sign() == 0 else Interval.of("-inf", "inf")
    low = u.low() / v.high() if u.low().sign() >= 0 else Interval.of("-inf")
    high = u.high() / v.high() if u.high().sign() <= 0 else Interval.of("inf")
    return Interval.hull(low, high)


def logarithm(u, pole=0, f=Interval.log):
    """log, or log1p with the pole -1."""
    if u.high().at_most(pole):
        return None
    low = Interval.of("-inf") if u.low().at_most(pole) else f(u.low())
    return Interval.hull(low, f(u.high()))


def _apply(e, args):
    op, u = e.op, args[0]
    if op in ("min", "max"):
        return (minimum if op == "min" else maximum)(*args)
    if len(args) == 1:
        if op == "sqrt":
            return None if u.high().sign() < 0 else maximum(u, 0).sqrt()
        if op in ("log", "log1p"):
            return logarithm(u) if op == "log" else logarithm(u, -1, Interval.log1p)
        simple = {"neg": Interval.__neg__, "abs": Interval.__abs__, "exp": Interval.exp, "expm1": Interval.expm1}
        return {**simple, "floor": Interval.floor, "ceil": Interval.ceil}[op](u)
    v, same = args[1], e.args[0] is e.args[1]
    if op == "+":
        return u + v
    if op == "-":
        return Interval.of(0) if same else u - v
    if op == "*":
        return u.squared() if same else u * v
    if op == "/":
        return quotient(u, v)
    n = exponent(e)
    if n is not None:
        return u**n if n >= 0 else quotient(Interval.of(1), u**-n)
    log = logarithm(u)
    return None if log is None else (v * log).exp()


def enclosure(e, box, precise):
    """An interval that contains e wherever it has a value on the box, at so many bits; None where it has none."""
    memo = {}

    def visit(e):
        if e not in memo:
            spend(20 + precise // 8 if e.op in FUNCTIONS + ("^",) else 10)
            if e.const is not None:
                memo[e] = Interval.of(e.const)
            elif e.op == "name":
                memo[e] = box[e.value].interval()
            else:
                args = [visit(a) for a in e.args]
                memo[e] = None if None in args else _apply(e, args)
        return memo[e]

    with precision(precise):
        return visit(e)
