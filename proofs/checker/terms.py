"""Expressions and statements of proofs: trees, text, folding, derivatives, values, enclosures.

Sections 2, 3 and 5 of docs/proof-rules.md; the grammar is that of docs/claim-language.md. Equal trees are one object, so
that they are compared by `is` and texts are made once. All that could grow without bound calls `spend`.
"""

import re
import sys
from fractions import Fraction
from itertools import chain
from math import isqrt
from typing import NamedTuple

from intervals import Interval, maximum, minimum, precision
from problem import Rejected, require

sys.setrecursionlimit(20000)  # trees are at most HEIGHT high; Python's own frames live on the heap
sys.set_int_max_str_digits(100000)

HEIGHT, SIZE, DIGITS = 400, 20000, 12000  # of a tree: levels, nodes; bits of a number in it
BUDGET = 10**8  # units of work for one statement: about a minute

FUNCTIONS = ("sqrt", "exp", "log", "log1p", "expm1", "abs", "floor", "ceil", "min", "max")
JUMPING = ("abs", "floor", "ceil", "min", "max")  # no derivative; `cases` removes them
KEYWORDS = ("forall", "in", "implies", "or", "and", "not", "inf")
COMPARISONS = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": None}  # with their negations
BINDING = {"implies": 1, "or": 2, "and": 3, "not": 4, "+": 6, "-": 6, "*": 7, "/": 7, "neg": 8, "^": 9, "atom": 10}
BINDING.update(dict.fromkeys(COMPARISONS, 5))

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


def square_root(x):
    """The rational root of a rational, or None."""
    if x < 0:
        return None
    a, b = isqrt(x.numerator), isqrt(x.denominator)
    return Fraction(a, b) if a * a == x.numerator and b * b == x.denominator else None


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
        return square_root(x) if op == "sqrt" else {("exp", 0): 1, ("expm1", 0): 0, ("log1p", 0): 0, ("log", 1): 0}.get((op, x))
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


# ---------------------------------------------------------------- parser

_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|[-+*/^()<>=,]))", re.ASCII)


def decimal(text):
    """The value of an unsigned number as the language writes it."""
    mantissa, _, power = text.lower().partition("e")
    require(len(mantissa) <= 4000 and len(power) <= 6 and abs(int(power or 0)) <= 1000, f"a number is too long: {text[:40]}…")
    return Fraction(mantissa.rstrip(".") if mantissa[-1] == "." else mantissa) * Fraction(10) ** int(power or 0)


class _Chain(tuple):
    """a < b < c without brackets, which merges with an `and` around it."""


class _Parser:
    """Precedence climbing. An expression is a Node, a statement a tuple ("and", P, Q, …), ("<", x, y), …"""

    def __init__(self, text):
        self.text, self.place, self.tokens, self.depth = text, 0, [], 0
        require(isinstance(text, str) and len(text) <= 100000, "a text is missing or too long")
        position, end = 0, len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            require(match, f"unknown character in {text[position:position + 20]!r}")
            spend(10)
            self.tokens.append(match)
            position = match.end()

    def fail(self):
        raise Rejected(f"cannot read {self.text[:80]!r} at item {self.place + 1}")

    def peek(self):
        return self.tokens[self.place][self.tokens[self.place].lastindex] if self.place < len(self.tokens) else None

    def take(self, wanted=None):
        token = self.peek()
        if token is None or wanted not in (None, token):
            self.fail()
        self.place += 1
        return token

    def typed(self, level, expression):
        value = self.parse(level)
        if isinstance(value, Node) != expression:
            self.fail()
        return value

    def operand(self):
        kind = self.tokens[self.place].lastindex if self.place < len(self.tokens) else 0
        token = self.take()
        if kind == 1:
            return make("num", value=decimal(token))
        if token == "-":
            return make("neg", self.typed(8, True))
        if token == "not":
            return ("not", self.typed(4, False))
        if token == "(":
            value = self.parse(0)
            self.take(")")
            return tuple(value) if isinstance(value, _Chain) else value
        if token in FUNCTIONS:
            self.take("(")
            args = [self.typed(6, True)]
            while self.peek() == ",":
                self.take()
                args.append(self.typed(6, True))
            self.take(")")
            if (len(args) > 1) != (token in ("min", "max")):
                self.fail()
            return make(token, *args)
        if kind != 2 or token in KEYWORDS or self.peek() == "(":
            self.fail()
        return make("name", value=token)

    def parse(self, level):
        self.depth += 1
        require(self.depth <= HEIGHT, "brackets or signs are nested too deeply")
        left = self.operand()
        while (op := self.peek()) is not None and op != "not" and BINDING.get(op, -1) >= level:
            binding = BINDING[op]
            if isinstance(left, Node) != (binding >= 5):
                self.fail()
            if binding == 5:
                parts = []
                while self.peek() in COMPARISONS:
                    op, right = self.take(), self.typed(6, True)
                    parts.append((op, left, right))
                    left = right
                left = parts[0] if len(parts) == 1 else _Chain(("and", *parts))
            elif op in ("and", "or"):
                parts = [left]
                while self.peek() == op:
                    self.take()
                    parts.append(self.typed(binding + 1, False))
                merged = [part[1:] if op == "and" and isinstance(part, _Chain) else (part,) for part in parts]
                left = (op, *chain.from_iterable(merged))
            else:
                self.take()
                right = self.typed(binding if op in ("^", "implies") else binding + 1, binding > 5)
                left = make(op, left, right) if binding > 5 else (op, left, right)
        self.depth -= 1
        return left

    def all(self, expression):
        value = self.typed(0, expression)
        if self.place < len(self.tokens):
            self.fail()
        return value


def expression(text):
    return _Parser(text).all(True)


def statement(text):
    return _Parser(text).all(False)


# ---------------------------------------------------------------- folding (2.3)

ZERO, ONE, MINUS_ONE = Fraction(0), Fraction(1), Fraction(-1)


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
