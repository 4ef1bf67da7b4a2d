"""The claim language, evaluated with the oracle's own numbers: True, False, UNDEFINED or None (not decided).

Numbers are fmpq, Surd (a signed root of a rational), arb, or Infinite. Written from docs/claim-language.md.
"""
import re
from functools import lru_cache
from dataclasses import dataclass

from flint import arb, fmpq, fmpz

from exact import ball, q


class Undefined(Exception): pass


class Undecided(Exception): pass


UNDEFINED = "undefined"


@dataclass
class Surd:
    sign: int
    square: fmpq


@dataclass
class Infinite:
    sign: int


@dataclass
class Beyond:
    """A number of which only the least possible value is known: a step after the end of a run."""
    least: int


TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*|\.\.|<=|>=|[-+*/^()<>=,:])")
LOWEST = ("or", "implies", "forall")
FUNCTIONS = {"sqrt", "exp", "log", "log1p", "expm1", "abs", "floor", "ceil", "min", "max"}


class Parser:
    """Statements to nested tuples."""

    def __init__(self, source):
        self.tokens, at = [], 0
        source = source.strip()
        while at < len(source):
            match = TOKEN.match(source, at)
            if not match: raise ValueError(f"cannot read {source[at:]!r}")
            self.tokens.append(match.group(1))
            at = match.end()
        self.at = 0

    def peek(self): return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted):
        if self.peek() in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def need(self, token):
        if not self.take(token): raise ValueError(f"{token} expected, not {self.peek()!r}")

    def whole(self):
        tree = self.statement()
        if self.peek(): raise ValueError(f"left over: {self.tokens[self.at:]}")
        return tree

    def statement(self):
        if self.take("forall"):
            name = self.tokens[self.at]
            self.at += 1
            self.need("in")
            start = self.sum()
            self.need("..")
            end = self.sum()
            self.need(":")
            return ("forall", name, start, end, self.statement())
        left = self.disjunction()
        return ("implies", left, self.statement()) if self.take("implies") else left

    def disjunction(self):
        parts = [self.conjunction()]
        while self.take("or"): parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else ("or", *parts)

    def conjunction(self):
        parts = [self.negation()]
        while self.take("and"): parts.append(self.negation())
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def negation(self):
        if self.take("not"): return ("not", self.negation())
        if self.peek() == "forall": return self.statement()
        if self.peek() == "(":
            # A bracketed statement or the bracket that an expression begins with.
            start = self.at
            try: return self.comparison()
            except ValueError: self.at = start
            self.need("(")
            inner = self.statement()
            self.need(")")
            return inner
        return self.comparison()

    def comparison(self):
        sides, relations = [self.sum()], []
        while relation := self.take("<", "<=", ">", ">=", "="):
            relations.append(relation)
            sides.append(self.sum())
        if not relations: raise ValueError("a comparison is expected")
        parts = [("compare", r, a, b) for r, a, b in zip(relations, sides, sides[1:])]
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def sum(self):
        left = self.product()
        while op := self.take("+", "-"): left = (op, left, self.product())
        return left

    def product(self):
        left = self.signed()
        while op := self.take("*", "/"): left = (op, left, self.signed())
        return left

    def signed(self):
        if self.take("-"): return ("negative", self.signed())
        return self.power()

    def power(self):
        base = self.operand()
        return ("^", base, self.signed()) if self.take("^") else base

    def operand(self):
        token = self.peek()
        self.at += 1
        if token == "(":
            inner = self.sum()
            self.need(")")
            return inner
        if token[:1].isdigit(): return ("number", q(token))
        if token == "inf": return ("number", Infinite(1))
        if not re.match(r"[A-Za-z_]", token) or token in ("and", "or", "not", "implies", "forall", "in"):
            raise ValueError(f"an operand is expected, not {token!r}")
        if not self.take("("): return ("name", token)
        arguments = [self.sum()]
        while self.take(","): arguments.append(self.sum())
        self.need(")")
        return ("call", token, *arguments)


@lru_cache(4096)
def parsed(source): return Parser(source).whole()


# Numbers

def root(square, sign=1):
    """A signed root, rational where it is one."""
    p, r = fmpz(int(square.p)), fmpz(int(square.q))
    sp, sr = p.isqrt(), r.isqrt()
    if sp * sp == p and sr * sr == r: return fmpq(sp, sr) * sign
    return Surd(sign, square)


def real(x):
    """As a ball of the present precision."""
    if isinstance(x, Surd): return ball(x.square).sqrt() * x.sign
    if isinstance(x, Infinite): raise Undecided("inf in a formula")
    return ball(x)


def square_of(x):
    """(sign, square) of an exact number."""
    if isinstance(x, Surd): return x.sign, x.square
    return (1 if x > 0 else -1 if x < 0 else 0), x * x


def is_exact(x): return isinstance(x, (fmpq, Surd))


def sign_of(x):
    if isinstance(x, Infinite): return x.sign
    if is_exact(x): return square_of(x)[0]
    return 1 if x > 0 else -1 if x < 0 else None


def negated(x):
    if isinstance(x, Surd): return Surd(-x.sign, x.square)
    if isinstance(x, Infinite): return Infinite(-x.sign)
    return -x


def added(x, y):
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        if isinstance(x, Infinite) and isinstance(y, Infinite):
            if x.sign != y.sign: raise Undefined("inf - inf")
            return x
        return x if isinstance(x, Infinite) else y
    if isinstance(x, fmpq) and isinstance(y, fmpq): return x + y
    if isinstance(x, fmpq) and x == 0: return y
    if isinstance(y, fmpq) and y == 0: return x
    if isinstance(x, Surd) and isinstance(y, Surd) and x.square == y.square:
        return fmpq(0) if x.sign != y.sign else Surd(x.sign, x.square * 4)
    return real(x) + real(y)


def multiplied(x, y):
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        s, r = sign_of(x), sign_of(y)
        if s is None or r is None: raise Undecided("inf times a number that may be 0")
        if s * r == 0: raise Undefined("0 times inf")
        return Infinite(s * r)
    if isinstance(x, fmpq) and isinstance(y, fmpq): return x * y
    for a in (x, y):
        if isinstance(a, fmpq) and a == 0: return fmpq(0)
    if is_exact(x) and is_exact(y):
        (s, a), (r, b) = square_of(x), square_of(y)
        return root(a * b, s * r)
    return real(x) * real(y)


def inverse(x):
    if isinstance(x, Infinite): return fmpq(0)
    s = sign_of(x)
    if s == 0: raise Undefined("division by zero")
    if s is None: raise Undecided("division by what may be zero")
    if isinstance(x, fmpq): return 1 / x
    if isinstance(x, Surd): return Surd(x.sign, 1 / x.square)
    return 1 / x


def raised(x, y):
    if isinstance(y, fmpq) and y.q == 1 and abs(y.p) < 10 ** 30:
        n = int(y.p)
        if n == 0: return fmpq(1)
        if isinstance(x, Infinite): return fmpq(0) if n < 0 else Infinite(x.sign if n % 2 else 1)
        if n < 0 and sign_of(x) == 0: raise Undefined("0 to a negative power")
        if n < 0 and sign_of(x) is None: raise Undecided("a negative power of what may be 0")
        short = abs(n) * max(int(a).bit_length() for a in
                             ((x.p, x.q) if isinstance(x, fmpq) else (x.square.p, x.square.q))) < 1 << 18 \
            if is_exact(x) else False
        if short and isinstance(x, fmpq): return x ** n
        if short: return root(x.square ** abs(n), x.sign ** (n % 2)) if n > 0 else inverse(raised(x, fmpq(-n)))
        return real(x) ** n
    if isinstance(y, fmpq) and y.q == 2:
        s = sign_of(x)
        if s is None: raise Undecided("a root of what may be negative")
        if s < 0: raise Undefined("a real power of a negative number")
        return function("sqrt", [raised(x, 2 * y)])
    if isinstance(x, Infinite) or isinstance(y, Infinite): raise Undecided("inf and powers")
    s = sign_of(x)
    if s is None: raise Undecided("a real power of what may be 0 or negative")
    if s < 0: raise Undefined("a real power of a negative number")
    if s == 0:
        r = sign_of(y)
        if r is None: raise Undecided("0 to a power of unknown sign")
        if r < 0: raise Undefined("0 to a negative power")
        raise Undecided("0 to a real power")
    return (real(x).log() * real(y)).exp()


def compared(relation, x, y):
    """True, False or None."""
    if relation == ">": return compared("<", y, x)
    if relation == ">=": return compared("<=", y, x)
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        a = x.sign if isinstance(x, Infinite) else 0
        b = y.sign if isinstance(y, Infinite) else 0
        return {"<": a < b, "<=": a <= b, "=": a == b}[relation]
    if is_exact(x) and is_exact(y):
        (s, a), (r, b) = square_of(x), square_of(y)
        a, b = a * s, b * r
        return bool({"<": a < b, "<=": a <= b, "=": a == b}[relation])
    a, b = real(x), real(y)
    if a < b: return relation != "="
    if a > b: return False
    return None


def function(name, arguments):
    x = arguments[0]
    if name in ("min", "max"):
        for y in arguments[1:]:
            less = compared("<=", x, y)
            if less is None:
                a, b = real(x), real(y)
                x = a.min(b) if name == "min" else a.max(b)
            else: x = (x if less else y) if name == "min" else (y if less else x)
        return x
    s = sign_of(x)
    if name == "abs":
        if isinstance(x, arb): return abs(x)
        return negated(x) if s < 0 else x
    if name == "sqrt":
        if isinstance(x, Infinite):
            if x.sign < 0: raise Undefined("root")
            return x
        if s is None: raise Undecided("root of what may be negative")
        if s < 0: raise Undefined("root of a negative number")
        return root(x) if isinstance(x, fmpq) else real(x).sqrt()
    if name in ("floor", "ceil"):
        if isinstance(x, Infinite): return x
        if isinstance(x, fmpq): return fmpq(x.floor() if name == "floor" else x.ceil())
        y = real(x).floor() if name == "floor" else real(x).ceil()
        whole = y.unique_fmpz() if y.is_finite() and abs(y) < arb(10) ** 100000 else None
        if whole is None: return y
        return fmpq(whole)
    if isinstance(x, Infinite):
        if x.sign > 0: return x
        if name in ("log", "log1p"): raise Undefined("logarithm")
        return fmpq(0) if name == "exp" else fmpq(-1)
    if name in ("log", "log1p"):
        shifted = added(x, fmpq(1)) if name == "log1p" else x
        s = sign_of(shifted)
        if s is None: raise Undecided("logarithm of what may be 0")
        if s <= 0: raise Undefined("logarithm of a number that is not positive")
        if isinstance(shifted, fmpq) and shifted == 1: return fmpq(0)
        return real(x).log1p() if name == "log1p" else real(x).log()
    if isinstance(x, fmpq) and x == 0: return fmpq(1 if name == "exp" else 0)
    return real(x).exp() if name == "exp" else real(x).expm1()


# Trees

class Evaluator:
    """names(name) and functions(name, arguments) give numbers at the present precision, or raise."""

    def __init__(self, names, functions, forall):
        self.names, self.functions, self.forall = names, functions, forall

    def number(self, tree, bound):
        kind = tree[0]
        if kind == "number": return tree[1]
        if kind == "name":
            value = bound[tree[1]] if tree[1] in bound else self.names(tree[1])
            if isinstance(value, Beyond): raise Undecided("later than the run")
            return value
        if kind == "negative": return negated(self.number(tree[1], bound))
        if kind == "call":
            if tree[1] in FUNCTIONS: return function(tree[1], [self.number(x, bound) for x in tree[2:]])
            value = self.functions(tree[1], [
                x[1] if x[0] == "name" and x[1] not in bound and i == 0 and tree[1] in self.by_regime
                else self.number(x, bound) for i, x in enumerate(tree[2:])])
            if isinstance(value, Beyond): raise Undecided("later than the run")
            return value
        a, b = self.number(tree[1], bound), self.number(tree[2], bound)
        if kind == "+": return added(a, b)
        if kind == "-": return added(a, negated(b))
        if kind == "*": return multiplied(a, b)
        if kind == "/":
            if isinstance(a, Infinite) and isinstance(b, Infinite): raise Undefined("inf/inf")
            return multiplied(a, inverse(b))
        return raised(a, b)

    by_regime = frozenset()

    def truth(self, tree, bound={}):
        """True, False, UNDEFINED or None."""
        kind = tree[0]
        if kind == "compare":
            try: return compared(tree[1], self.number(tree[2], bound), self.number(tree[3], bound))
            except Undefined: return UNDEFINED
            except Undecided: return None
        if kind == "not":
            inner = self.truth(tree[1], bound)
            return inner if inner in (UNDEFINED, None) else not inner
        if kind == "forall": return self.forall(self, tree)
        parts = list(tree[1:])
        values = [self.truth(x, bound) for x in parts]
        if kind == "implies":
            if values[0] in (True, False): values[0] = not values[0]
            kind = "or"
        decisive = kind == "or"
        if any(v is decisive for v in values): return decisive
        if None in values: return None
        if UNDEFINED in values: return UNDEFINED
        return not decisive
