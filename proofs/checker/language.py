"""The claim language (docs/claim-language.md): parser, printer, and evaluation with proved outcomes.

Values are exact where they can be: a Fraction, a Root (sign * sqrt of a rational that is no square) or an infinity; else
an Interval. Statements have the statuses `holds`, `fails`, `undecided` and `undefined`.
"""

import re
from fractions import Fraction
from math import inf

from intervals import Interval, Undecided, Undefined, maximum, minimum
from decimals import decimal
from problem import Rejected, square_root

# A power of a rational p/q is exact while (bits of p + bits of q)*exponent stays within the first number, or the second where
# the exponent depends on the step of a statement over time; beyond, it is enclosed.
EXACT_BITS, EXACT_BITS_STEP = 1 << 20, 4096
RELATIONS = ("<=", ">=", "<", ">", "=")


class Root:
    """sign * sqrt(square) for a rational square > 0 that is not the square of a rational."""

    def __init__(self, sign, square):
        self.sign, self.square = sign, square


def root(square, sign=1):
    """sign * sqrt(square), exactly."""
    exact = square_root(square)
    return Root(sign, square) if exact is None else sign * exact


def is_infinite(x):
    return isinstance(x, float)


def is_exact(x):
    return isinstance(x, (Fraction, Root)) or is_infinite(x)


def enclosure(x):
    """Any value as an Interval."""
    if isinstance(x, Root):
        y = Interval.of(x.square).sqrt()
        return y if x.sign > 0 else -y
    return x if isinstance(x, Interval) else Interval.of(x)


def simplified(x):
    """An interval that is the point 0 counts as the exact 0, one that is an infinity as that."""
    if isinstance(x, Interval) and x.is_point and (x.sign() == 0 or not x.is_finite):
        return Fraction(0) if x.sign() == 0 else x.upper
    return x


def sign(x):
    """1, 0, -1 or None."""
    if isinstance(x, Root):
        return x.sign
    if isinstance(x, Interval):
        return x.sign()
    return (x > 0) - (x < 0)


def compare(x, y):
    """-1, 0 or 1 where certain, else None."""
    if is_exact(x) and is_exact(y):
        if not (isinstance(x, Root) or isinstance(y, Root)) or is_infinite(x) or is_infinite(y):
            x, y = (z.sign if isinstance(z, Root) else z for z in (x, y))
            return (x > y) - (x < y)
        a, b = sign(x), sign(y)
        if a != b:
            return (a > b) - (a < b)
        p, q = (z.square if isinstance(z, Root) else z * z for z in (x, y))
        return a * ((p > q) - (p < q))
    x, y = enclosure(x), enclosure(y)
    if x.less(y):
        return -1
    return 1 if y.less(x) else 0 if x.equals(y) else None


def relate(relation, x, y):
    """True, False or None."""
    if relation in ("<=", ">=") and not (is_exact(x) and is_exact(y)):
        x, y = enclosure(x), enclosure(y)
        return x.at_most(y) if relation == "<=" else y.at_most(x)
    if relation in ("<", ">") and not (is_exact(x) and is_exact(y)):
        x, y = enclosure(x), enclosure(y)
        return x.less(y) if relation == "<" else y.less(x)
    c = compare(x, y)
    if c is None:
        return None
    return {"<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0, "=": c == 0}[relation]


# ---------------------------------------------------------------- arithmetic


def negated(x):
    return Root(-x.sign, x.square) if isinstance(x, Root) else -x


def squared(x):
    return x.square if isinstance(x, Root) else x * x


def add(x, y):
    if is_infinite(x) or is_infinite(y):
        if is_infinite(x) and is_infinite(y) and x != y:
            raise Undefined("inf - inf")
        return x if is_infinite(x) else y
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x + y
    if x == 0 and isinstance(x, Fraction):
        return y
    if y == 0 and isinstance(y, Fraction):
        return x
    if isinstance(x, Root) and isinstance(y, Root) and x.square == y.square:
        return Root(x.sign, 4 * x.square) if x.sign == y.sign else Fraction(0)
    return simplified(enclosure(x) + enclosure(y))


def multiply(x, y):
    if is_infinite(x) or is_infinite(y):
        s, z = sign(x), sign(y)
        if s is None or z is None:
            raise Undecided("a product with inf")
        if s * z == 0:
            raise Undefined("0 times inf")
        return s * z * inf
    if (isinstance(x, Fraction) and x == 0) or (isinstance(y, Fraction) and y == 0):
        return Fraction(0)
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x * y
    if is_exact(x) and is_exact(y):
        return root(squared(x) * squared(y), sign(x) * sign(y))
    return simplified(enclosure(x) * enclosure(y))


def divide(x, y):
    if is_infinite(y):
        if is_infinite(x):
            raise Undefined("inf / inf")
        return Fraction(0)
    s = sign(y)
    if s == 0:
        raise Undefined("division by zero")
    if s is None:
        raise Undecided("division by what may be zero")
    if is_infinite(x):
        return x * s
    if isinstance(x, Fraction) and x == 0:
        return x
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x / y
    if is_exact(x) and is_exact(y):
        return root(squared(x) / squared(y), sign(x) * s)
    return simplified(enclosure(x) / enclosure(y))


def long(x, k, limit):
    if abs(k) >= 1 << 63:
        return True
    return abs(x) not in (0, 1) and (x.numerator.bit_length() + x.denominator.bit_length()) * abs(k) > limit


def power(x, y, limit=EXACT_BITS):
    if is_infinite(y):
        raise Undefined("power with exponent inf")
    if isinstance(y, Fraction) and y.denominator == 1:
        k = int(y)
        if k == 0:
            if is_infinite(x):
                raise Undefined("inf to the power 0")
            return Fraction(1)
        if k < 0 and sign(x) == 0:
            raise Undefined("negative power of zero")
        if k < 0 and sign(x) is None:
            raise Undecided("a negative power of what may be zero")
        if is_infinite(x):
            return Fraction(0) if k < 0 else inf if x > 0 or k % 2 == 0 else -inf
        if isinstance(x, Fraction) and not long(x, k, limit):
            return x**k
        if isinstance(x, Root) and not long(x.square, k, 2 * limit):
            return root(x.square**k, x.sign**k)
        return simplified(enclosure(x) ** k)
    s = sign(x)
    if s == -1:
        raise Undefined("real power of a negative number")
    if isinstance(y, Fraction) and y.denominator == 2 and isinstance(x, (Fraction, Root)) and s == 1:
        base = x if isinstance(x, Fraction) else None
        if base is not None and not long(base, y.numerator, 2 * limit):
            return root(base**y.numerator)
    if s == 0:
        e = sign(y)
        if e == 1:
            return Fraction(0)
        if e == -1:
            raise Undefined("negative power of zero")
    if s is None or s == 0:
        raise Undecided("a real power of what may be zero")
    if is_infinite(x):
        e = sign(y)
        if e is None:
            raise Undecided("a power of inf")
        return inf if e > 0 else Fraction(0) if e < 0 else Fraction(1)
    return simplified((enclosure(x).log() * enclosure(y)).exp())


def floor(x):
    if is_infinite(x):
        return x
    if isinstance(x, Fraction):
        return Fraction(x.__floor__())
    y = enclosure(x).floor()
    short = y.is_point and y.is_finite and abs(y).less(2**4096)
    return Fraction(y.lower) if short else y


def unary(name, x):
    if name == "abs":
        if is_infinite(x):
            return inf
        return (negated(x) if sign(x) == -1 else x) if is_exact(x) else abs(x)
    if name == "floor":
        return floor(x)
    if name == "ceil":
        return negated(floor(negated(x)))
    if name == "sqrt":
        if sign(x) == -1:
            raise Undefined("square root of a negative number")
        if isinstance(x, Fraction):
            return root(x)
        return x if is_infinite(x) else simplified(enclosure(x).sqrt())
    if name in ("log", "log1p"):
        low = Fraction(0 if name == "log" else -1)
        c = compare(x, low)
        if c in (0, -1):
            raise Undefined("logarithm of a number that is not positive")
        if is_infinite(x):
            return x
        if x == low + 1 and isinstance(x, Fraction):
            return Fraction(0)
        return simplified(getattr(enclosure(x), name)())
    if is_infinite(x):  # exp, expm1
        return inf if x > 0 else Fraction(0 if name == "exp" else -1)
    if isinstance(x, Fraction) and x == 0:
        return Fraction(1 if name == "exp" else 0)
    return simplified(getattr(enclosure(x), name)())


def extreme(name, values):
    best = values[0]
    for v in values[1:]:
        c = compare(v, best)
        if c is None:
            if any(is_infinite(x) for x in values):
                raise Undecided("an extreme with inf")
            return (minimum if name == "min" else maximum)(*(enclosure(x) for x in values))
        if c == (-1 if name == "min" else 1):
            best = v
    return best


# ---------------------------------------------------------------- parser

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|\.\.|[-+*/^<>=(),:]))", re.ASCII)
UNARY = ("sqrt", "exp", "log", "log1p", "expm1", "abs", "floor", "ceil")
WORDS = ("forall", "in", "implies", "or", "and", "not", "inf")
STATEMENTS = ("forall", "implies", "or", "and", "not", "compare")


class Parser:
    """Trees of tuples: ("number", Fraction), ("inf",), ("name", text, arguments), ("call", function, arguments),
    ("+", x, y) and so on, ("neg", x); ("compare", relation, x, y), ("and", [parts]), ("or", [parts]), ("implies", p, q),
    ("not", p), ("forall", variable, first, last, p)."""

    def __init__(self, text):
        self.tokens, position = [], 0
        text = text.rstrip()
        while position < len(text):
            match = TOKEN.match(text, position)
            if not match:
                raise Rejected(f"statement {text!r}: unreadable at {text[position:position + 20]!r}")
            self.tokens.append(match.group(match.lastindex))
            position = match.end()
        self.text, self.i = text, 0

    def peek(self):
        return self.tokens[self.i] if self.i < len(self.tokens) else None

    def take(self, *expected):
        token = self.peek()
        if token is None or (expected and token not in expected):
            raise Rejected(f"statement {self.text!r}: {' or '.join(expected)} expected, found {token}")
        self.i += 1
        return token

    def accept(self, token):
        if self.peek() == token:
            self.i += 1
            return True
        return False

    def whole(self, boolean=True):
        tree = self.statement()
        if self.peek() is not None:
            raise Rejected(f"statement {self.text!r}: {self.peek()!r} is not expected")
        return self.boolean(tree, boolean)

    def number(self, token):
        """Its value; the exponent is at most 1000, so that a short text is no long number."""
        digits, _, exponent = token.lower().partition("e")
        if len(digits) > 4000 or len(exponent) > 5 or abs(int(exponent or 0)) > 1000:
            raise Rejected(f"statement {self.text!r}: {token[:40]} is too long a number")
        return Fraction(token)

    def boolean(self, tree, wanted=True):
        if (tree[0] in STATEMENTS) != wanted:
            raise Rejected(f"statement {self.text!r}: {'statement' if wanted else 'expression'} expected")
        return tree

    def statement(self):
        if self.accept("forall"):
            variable = self.take()
            self.take("in")
            first = self.boolean(self.sum(), False)
            self.take("..")
            last = self.boolean(self.sum(), False)
            self.take(":")
            return ("forall", variable, first, last, self.boolean(self.statement()))
        left = self.disjunction()
        if self.accept("implies"):
            return ("implies", self.boolean(left), self.boolean(self.statement()))
        return left

    def disjunction(self):
        parts = [self.conjunction()]
        while self.accept("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else ("or", [self.boolean(p) for p in parts])

    def conjunction(self):
        parts = [self.negation()]
        while self.accept("and"):
            parts.append(self.negation())
        if len(parts) == 1:
            return parts[0]
        flat = []
        for p in map(self.boolean, parts):
            flat += p[1] if p[0] == "and" and len(p) == 3 else [p]  # chains belong to the conjunction they stand in
        return ("and", flat)

    def negation(self):
        if self.peek() == "not":
            self.take()
            return ("not", self.boolean(self.negation()))
        if self.peek() == "forall":
            return self.statement()
        return self.comparison()

    def comparison(self):
        items, relations = [self.sum()], []
        while self.peek() in RELATIONS:
            relations.append(self.take())
            items.append(self.sum())
        if not relations:
            return items[0]
        parts = [("compare", r, self.boolean(a, False), self.boolean(b, False)) for r, a, b in zip(relations, items, items[1:])]
        return parts[0] if len(parts) == 1 else ("and", parts, "chain")

    def sum(self):
        left = self.product()
        while self.peek() in ("+", "-"):
            left = (self.take(), self.boolean(left, False), self.boolean(self.product(), False))
        return left

    def product(self):
        left = self.signed()
        while self.peek() in ("*", "/"):
            left = (self.take(), self.boolean(left, False), self.boolean(self.signed(), False))
        return left

    def signed(self):
        if self.accept("-"):
            return ("neg", self.boolean(self.signed(), False))
        base = self.primary()
        if self.accept("^"):
            return ("^", self.boolean(base, False), self.boolean(self.signed(), False))
        return base

    def primary(self):
        token = self.take()
        if token == "(":
            inner = self.statement()
            self.take(")")
            return ("and", inner[1]) if inner[0] == "and" and len(inner) == 3 else inner
        if token[0].isdigit():
            return ("number", self.number(token))
        if token == "inf":
            return ("inf",)
        if not (token[0].isalpha() or token[0] == "_") or token in WORDS:
            raise Rejected(f"statement {self.text!r}: {token!r} is not expected")
        arguments = []
        if self.accept("("):
            arguments.append(self.boolean(self.sum(), False))
            while self.accept(","):
                arguments.append(self.boolean(self.sum(), False))
            self.take(")")
        if token in UNARY or token in ("min", "max"):
            if (token in UNARY and len(arguments) != 1) or (token not in UNARY and len(arguments) < 2):
                raise Rejected(f"statement {self.text!r}: {token} takes another number of arguments")
            return ("call", token, arguments)
        return ("name", token, arguments)


def parse(text):
    return Parser(text).whole()


def parse_expression(text):
    return Parser(text).whole(False)


def names(tree):
    """All quantities that a tree names."""
    if isinstance(tree, tuple) and tree and tree[0] == "name":
        yield tree[1]
    if isinstance(tree, (tuple, list)):
        for part in tree:
            yield from names(part)


# ---------------------------------------------------------------- printer

LEVEL = {"forall": 0, "implies": 1, "or": 2, "and": 3, "not": 4, "compare": 5, "+": 6, "-": 6, "*": 7, "/": 7, "neg": 7.5, "^": 9}


def show(tree, least=0):
    """The canonical text of a tree: as few brackets as possible."""
    kind = tree[0]
    level = LEVEL.get(kind, 10)
    if kind == "number":
        text = decimal(tree[1])
    elif kind == "inf":
        text = "inf"
    elif kind in ("name", "call"):
        text = tree[1] + (f"({', '.join(map(show, tree[2]))})" if tree[2] else "")
    elif kind == "neg":
        text = "-" + show(tree[1], 8)
    elif kind in "+-":
        text = f"{show(tree[1], 6)} {kind} {show(tree[2], 7)}"
    elif kind in "*/":
        text = f"{show(tree[1], 7)}{kind}{show(tree[2], 8)}"
    elif kind == "^":
        text = f"{show(tree[1], 10)}^{show(tree[2], 8)}"
    elif kind == "compare":
        text = f"{show(tree[2], 6)} {tree[1]} {show(tree[3], 6)}"
    elif kind == "not":
        text = "not " + show(tree[1], 4)
    elif kind == "and":
        text = " and ".join(show(p, 4) for p in tree[1])
    elif kind == "or":
        text = " or ".join(show(p, 3) for p in tree[1])
    elif kind == "implies":
        text = f"{show(tree[1], 2)} implies {show(tree[2], 1)}"
    else:
        text = f"forall {tree[1]} in {show(tree[2])}..{show(tree[3])}: {show(tree[4])}"
    return f"({text})" if level < least else text


def one_line(text):
    return " ".join(text.split())


# ---------------------------------------------------------------- evaluation


class Scope:
    """What names stand for. `quantity(name, arguments)` gives a value (arguments are values; a function of the step also takes an
    Interval of steps) or raises Undefined/Undecided; `variable` is the step's name, `step` its value."""

    def __init__(self, quantity, variable=None, step=None):
        self.quantity, self.variable, self.step = quantity, variable, step

    def at(self, variable, step):
        return Scope(self.quantity, variable, step)

    def value(self, tree):
        kind = tree[0]
        if kind == "number":
            return tree[1]
        if kind == "inf":
            return inf
        if kind == "name":
            if tree[1] == self.variable and not tree[2]:
                return self.step
            return self.quantity(tree[1], [self.value(a) for a in tree[2]])
        if kind == "call":
            values = [self.value(a) for a in tree[2]]
            return unary(tree[1], values[0]) if tree[1] in UNARY else extreme(tree[1], values)
        if kind == "neg":
            return negated(self.value(tree[1]))
        x, y = self.value(tree[1]), self.value(tree[2])
        if kind == "+":
            return add(x, y)
        if kind == "-":
            return add(x, negated(y))
        if kind == "^":
            depends = self.variable is not None and self.variable in names(tree[2])
            return power(x, y, EXACT_BITS_STEP if depends else EXACT_BITS)
        return multiply(x, y) if kind == "*" else divide(x, y)

    def truth(self, tree):
        """'holds', 'fails', 'undecided' or 'undefined' for statements without forall."""
        kind = tree[0]
        if kind == "compare":
            try:
                x, y = self.value(tree[2]), self.value(tree[3])
                return {True: "holds", False: "fails", None: "undecided"}[relate(tree[1], x, y)]
            except Undefined:
                return "undefined"
            except Undecided:
                return "undecided"
        if kind == "not":
            return NEGATION[self.truth(tree[1])]
        if kind == "and":
            return conjunction(map(self.truth, tree[1]))
        if kind == "or":
            return disjunction(map(self.truth, tree[1]))
        return disjunction((NEGATION[self.truth(tree[1])], self.truth(tree[2])))


NEGATION = {"holds": "fails", "fails": "holds", "undecided": "undecided", "undefined": "undefined"}


def conjunction(statuses):
    statuses = list(statuses)
    return next((s for s in ("fails", "undecided", "undefined") if s in statuses), "holds")


def disjunction(statuses):
    return NEGATION[conjunction(NEGATION[s] for s in statuses)]


