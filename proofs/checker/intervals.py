"""Interval arithmetic on dyadic numbers, rounded outward.

An end is a pair (m, e) of integers and stands for m * 2^e; (1, None) and (-1, None) are +infinity and -infinity.
No floating point is used. The precision, in bits, is that of the module: `with precision(256): ...`. Every
operation returns an interval that contains the exact image of its arguments.

    x = Interval.of(Fraction(1, 3))     y = Interval.of("0.25", "0.26")     (x*y).exp() < 1

Comparisons (`x.less(y)`, `x.at_most(y)`, `x.equals(y)`) have three outcomes: True, False, None (not decided).
A function without a value anywhere on its argument raises `Undefined`, one that may lack a value on a part of it
raises `Undecided`; both are ArithmeticErrors.
"""

from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from math import inf, isqrt

_bits = 256


class Undefined(ArithmeticError):
    """The expression has no value: a logarithm of a negative number, a division by zero, infinity - infinity."""


class Undecided(ArithmeticError):
    """Whether the expression has a value is not known at this precision."""


@contextmanager
def precision(bits):
    """Makes `bits` the working precision inside a `with` block."""
    global _bits
    old, _bits = _bits, bits
    try:
        yield
    finally:
        _bits = old


def working_precision():
    return _bits


# ---------------------------------------------------------------- ends

ZERO, POS, NEG = (0, 0), (1, None), (-1, None)


def _round(m, e, up, bits=None):
    """m * 2^e with at most `bits` significant bits, rounded up or down."""
    s = m.bit_length() - (bits or _bits)
    if s <= 0:
        return (m, e)
    return (-((-m) >> s), e + s) if up else (m >> s, e + s)


def _compare(x, y):
    """-1, 0 or 1 as x < y, x = y, x > y. Never shifts by more than the lengths of the significands."""
    (m, e), (k, f) = x, y
    sx, sy = (m > 0) - (m < 0), (k > 0) - (k < 0)
    if sx != sy or sx == 0:
        return (sx > sy) - (sx < sy)
    if e is None or f is None:
        return 0 if e is f else (sx if e is None else -sx)
    top = m.bit_length() + e - k.bit_length() - f
    if top:
        return sx if top > 0 else -sx
    d = e - f
    if d >= 0:
        m <<= d
    else:
        k <<= -d
    return (m > k) - (m < k)


def _add(x, y, up):
    (m, e), (k, f) = x, y
    if e is None or f is None:
        if e is None and f is None and m != k:
            raise Undefined("infinity - infinity")
        return x if e is None else y
    if not m:
        return _round(k, f, up)
    if not k:
        return _round(m, e, up)
    if e < f:
        m, e, k, f = k, f, m, e
    # Now e >= f. A summand far below the last bit that is kept counts as one unit of a lower place.
    if e - f > 4 * _bits + 64 and k.bit_length() + f < e - 2 * _bits - 8:
        shift = 2 * _bits + 8
        return _round((m << shift) + (1 if up and k > 0 else -1 if not up and k < 0 else 0), e - shift, up)
    return _round((m << (e - f)) + k, f, up)


def _mul(x, y, up):
    (m, e), (k, f) = x, y
    if not m or not k:
        return ZERO
    if e is None or f is None:
        return POS if (m > 0) == (k > 0) else NEG
    return _round(m * k, e + f, up)


def _div(x, y, up):
    """Quotient of ends; y is not zero. infinity/infinity counts as 0 (callers only take hulls)."""
    (m, e), (k, f) = x, y
    if not m or f is None:
        return ZERO
    if e is None:
        return POS if (m > 0) == (k > 0) else NEG
    if k < 0:
        m, k = -m, -k
    shift = max(0, _bits + 2 + k.bit_length() - m.bit_length())
    q, r = divmod(m << shift, k)
    return _round(q + (1 if r and up else 0), e - f - shift, up)


def _neg(x):
    return (-x[0], x[1])


def _sqrt(x, up):
    m, e = x
    if e is None or not m:
        return x
    shift = max(0, 2 * _bits + 4 - m.bit_length())
    shift += (e - shift) % 2
    m <<= shift
    root = isqrt(m)
    if up and root * root != m:
        root += 1
    return _round(root, (e - shift) // 2, up)


def _pow(x, k, up):
    """x^k for an end x >= 0 and k >= 1. Every rounding goes one way; k ulps of error are met by more bits."""
    if not x[0] or x[1] is None:
        return x
    bits = _bits + k.bit_length() + 8
    result, base = None, x
    while True:
        if k & 1:
            result = base if result is None else _round(result[0] * base[0], result[1] + base[1], up, bits)
        k >>= 1
        if not k:
            return _round(*result, up)
        base = _round(base[0] * base[0], 2 * base[1], up, bits)


def _fraction(x):
    m, e = x
    if e is None:
        return inf if m > 0 else -inf
    return Fraction(m << e) if e >= 0 else Fraction(m, 1 << -e)


def _end(value, up):
    """The end nearest to a rational or an infinity from the side asked for."""
    if value == inf or value == -inf:
        return POS if value > 0 else NEG
    value = Fraction(value)
    if value.denominator & (value.denominator - 1) == 0:
        return _round(value.numerator, 1 - value.denominator.bit_length(), up)
    return _div((value.numerator, 0), (value.denominator, 0), up)


# ---------------------------------------------------------------- elementary functions in fixed point
# A "ball" (v, r) at scale w stands for the numbers within r * 2^-w of v * 2^-w.


@lru_cache(None)
def _atan_inverse(k, w):
    """Ball of arctan(1/k), or with k < 0 of artanh(1/|k|): sum of (-+1)^j / ((2j+1) k^(2j+1))."""
    alternating, k = k > 0, abs(k)
    power, total, j = (1 << w) // k, 0, 0
    while power:
        total += -(power // (2 * j + 1)) if alternating and j & 1 else power // (2 * j + 1)
        power //= k * k
        j += 1
    return total, 2 * j + 4  # two truncations a term; what is cut off is below 2 ulp


@lru_cache(None)
def ln2_ball(w):
    v, r = _atan_inverse(-3, w)  # ln 2 = 2 artanh(1/3)
    return 2 * v, 2 * r


@lru_cache(None)
def pi_ball(w):
    (a, r), (b, s) = _atan_inverse(5, w), _atan_inverse(239, w)  # Machin
    return 16 * a - 4 * b, 16 * r + 4 * s


def _fixed(x, w):
    """floor(x * 2^w) for a finite end."""
    m, e = x
    return m << (e + w) if e + w >= 0 else m >> -(e + w)


def _from_ball(v, r, w, up, scale=0):
    return _round(v + r if up else v - r, scale - w, up)


def _exp_series(t, w):
    """Ball of e^t for a fixed-point |t| <= 1 (t exact), at scale w."""
    k = isqrt(w) // 2 + 2
    g = w + 2 * k + 16
    x = t << (g - w - k) if g - w - k >= 0 else t >> (w + k - g)
    term = total = 1 << g
    j = 0
    while term > 0 or term < -1:
        j += 1
        term = (term * x >> g) // j
        total += term
    # Each term is wrong by at most 2 ulp more than the last one's error over j: 4 ulp in all; then k squarings, each of
    # which doubles the relative error and adds one ulp. e^t lies in [1/3, 3], so 16 covers absolute against relative.
    error = 4 * j + 8
    for _ in range(k):
        total = total * total >> g
    return total >> (g - w), ((error + 2) << (k + 4) >> (g - w)) + 2


def _exp_end(x, up):
    m, e = x
    if e is None:
        return POS if m > 0 else ZERO
    if not m:
        return (1, 0)
    if m.bit_length() + e > 80:  # |x| > 2^79
        return (POS if up else (1, 1 << 78)) if m > 0 else ((1, -(1 << 78)) if up else ZERO)
    w = _bits + 16
    if m.bit_length() + e < -w:  # 1 + x + ... differs from 1 by less than 2^(1-w)
        one = 1 << w
        return _round(one + (2 if up else -2), -w, up)
    extra = max(0, m.bit_length() + e) + 8
    ln2, r = ln2_ball(w + extra)
    fixed = _fixed(x, w + extra)
    k = (2 * fixed + ln2) // (2 * ln2)
    t = (fixed - k * ln2) >> extra
    slack = (((abs(k) + 1) * r + 1) >> extra) + 2  # error of t in units of 2^-w
    v, s = _exp_series(t, w)
    return _from_ball(v, s + 4 * slack, w, up, k)


def _expm1_small(x, up):
    """e^x - 1 for an end 0 < |x| < 1/2, to full relative precision: x * (1 + x/2 + x^2/6 + ...)."""
    w = _bits + 16
    t = _fixed(x, w)
    term = total = 1 << w
    j = 1
    while term > 0 or term < -1:
        j += 1
        term = (term * t >> w) // j
        total += term
    bracket = Interval((total - 4 * j - 8, -w), (total + 4 * j + 8, -w))
    return (Interval(x, x) * bracket)._ends()[up]


def _artanh_bracket(z, w):
    """Ball of artanh(z)/z = 1 + z^2/3 + z^4/5 + ... for fixed-point |z| <= 1/4 with an error of one ulp in z."""
    square = z * z >> w
    power, total, j = 1 << w, 0, 0
    while power:
        total += power // (2 * j + 1)
        power = power * square >> w
        j += 1
    return total, 3 * j + 8  # truncations, and at most 1 ulp from the error in z (derivative below 1)


def _log1p_end(x, up):
    """ln(1 + x) for an end x with -1/4 <= x <= 1/2: 2 artanh(x/(2 + x)), to full relative precision."""
    if not x[0]:
        return ZERO
    w = _bits + 16
    exact = Interval(x, x)
    with precision(w + 8):
        z = exact / (exact + 2)
    v, r = _artanh_bracket(_fixed(z._a, w), w)
    with precision(w):
        value = 2 * z * Interval((v - r, -w), (v + r, -w))
    return _round(*value._ends()[up], up)


def _log_end(x, up):
    m, e = x
    if e is None:
        return POS
    if not m:
        return NEG
    k = m.bit_length() + e
    if m << 2 < 3 << m.bit_length():  # significand in [1/2, 3/4): doubled, it lies in [1, 3/2)
        k -= 1
    f = (m - (1 << (k - e)), e - k)  # exact, in [-1/4, 1/2)
    mantissa = _log1p_end(f, up)
    if not k:
        return mantissa
    w = _bits + 16 + k.bit_length()
    v, r = ln2_ball(w)
    return _add(_from_ball(v * k, r * abs(k), w, up), mantissa, up)


def _cos_ball(x, w):
    """Ball of cos x at scale w for a finite end x."""
    m, e = x
    extra = max(0, m.bit_length() + e) + 8
    pi, r = pi_ball(w + extra)
    fixed = _fixed(x, w + extra)
    k = (fixed + pi // 2) // pi  # x = k*pi + t with |t| <= pi/2
    t = (fixed - k * pi) >> extra
    slack = (((abs(k) + 1) * r + 1) >> extra) + 2
    v, s = _cos_series(t, w)
    return (-v if k & 1 else v), s + slack


def _cos_series(t, w):
    """Ball of cos t for fixed-point |t| <= 2: the series at t/2^h, then cos 2y = 2 cos^2 y - 1."""
    h = isqrt(w) // 3 + 1
    g = w + 2 * h + 16
    y = t << (g - w) >> h
    square = y * y >> g
    term = total = 1 << g
    j = 0
    while term:
        j += 2
        term = (term * square >> g) // (j * (j - 1))
        total += term if j % 4 == 0 else -term
    error = 2 * j + 8
    for _ in range(h):
        total = (total * total >> (g - 1)) - (1 << g)
        error = 4 * error + 4
    return total >> (g - w), (error >> (g - w)) + 2


def _atan_fraction(num, den, w):
    """Ball of arctan(num/den), 0 <= num <= den integers: halved by t/(1 + sqrt(1 + t^2)), then the series."""
    h = isqrt(w) // 6 + 3
    g = w + h + 16
    t = (num << g) // den
    for _ in range(h):  # the map contracts errors by at least one half and adds at most 3 ulp
        t = (t << g) // ((1 << g) + isqrt((1 << 2 * g) + t * t))
    square = t * t >> g
    power, total, j = t, 0, 0
    while power:
        total += power // (2 * j + 1) if j % 2 == 0 else -(power // (2 * j + 1))
        power = power * square >> g
        j += 1
    return (total << h) >> (g - w), ((3 * j + 16) << h >> (g - w)) + 2


def atan2_ball(y, x, w):
    """Ball of the angle of the point (x, y), y >= 0, x and y integers not both 0: a number in [0, pi]."""
    pi, r = pi_ball(w)
    if abs(x) >= y:
        v, s = _atan_fraction(y, abs(x), w)
        return (v, s) if x > 0 else (pi - v, r + s)
    v, s = _atan_fraction(abs(x), y, w)
    return (pi // 2 - v, r + s + 1) if x > 0 else (pi // 2 + v, r + s + 1)


# ---------------------------------------------------------------- intervals


class Interval:
    """A closed interval [lower, upper]; an infinite end says that there is no bound on that side."""

    __slots__ = ("_a", "_b")

    def __init__(self, lower, upper):
        """From two ends (pairs). Use `Interval.of` for numbers."""
        self._a, self._b = lower, upper

    @classmethod
    def of(cls, lower, upper=None):
        """The smallest interval of the working precision that holds a number, or all numbers between two: integers,
        Fractions, texts ("1/3", "1e-4", "inf") or infinities. An Interval is returned as it is."""
        if isinstance(lower, Interval):
            return lower if upper is None else cls.hull(lower, cls.of(upper))
        a = _number(lower)
        b = a if upper is None else _number(upper)
        if a > b:
            raise ValueError(f"lower end {a} above upper end {b}")
        return cls(_end(a, False), _end(b, True))

    @classmethod
    def hull(cls, *parts):
        """The smallest interval that holds all of the given ones."""
        parts = [cls.of(p) for p in parts]
        a, b = parts[0]._a, parts[0]._b
        for p in parts[1:]:
            a = p._a if _compare(p._a, a) < 0 else a
            b = p._b if _compare(p._b, b) > 0 else b
        return cls(a, b)

    @classmethod
    def around(cls, value, radius):
        """value +- radius for a radius >= 0 (its upper end counts)."""
        value, radius = cls.of(value), cls.of(radius)
        return cls(_add(value._a, _neg(radius._b), False), _add(value._b, radius._b, True))

    @classmethod
    def pi(cls):
        w = _bits + 16
        v, r = pi_ball(w)
        return cls(_from_ball(v, r, w, False), _from_ball(v, r, w, True))

    # ---- what it is

    def _ends(self):
        return (self._a, self._b)

    @property
    def lower(self):
        return _fraction(self._a)

    @property
    def upper(self):
        return _fraction(self._b)

    @property
    def is_point(self):
        return _compare(self._a, self._b) == 0

    @property
    def is_finite(self):
        return self._a[1] is not None and self._b[1] is not None

    def sign(self):
        """1, 0 or -1 where certain, else None."""
        a, b = self._a[0], self._b[0]
        return 1 if a > 0 else -1 if b < 0 else 0 if a == b == 0 else None

    def contains(self, other):
        """True where every number of `other` (a number or an Interval) belongs to this interval."""
        if isinstance(other, Interval):
            return _compare(self._a, other._a) <= 0 and _compare(other._b, self._b) <= 0
        return self.lower <= _number(other) <= self.upper

    def overlaps(self, other):
        other = Interval.of(other)
        return _compare(self._a, other._b) <= 0 and _compare(other._a, self._b) <= 0

    def intersection(self, other):
        if not self.overlaps(other):
            raise ValueError(f"{self} and {other} are disjoint")
        a = self._a if _compare(self._a, other._a) >= 0 else other._a
        b = self._b if _compare(self._b, other._b) <= 0 else other._b
        return Interval(a, b)

    def midpoint(self):
        """A number inside, as a point interval; finite ends only."""
        m = _add(self._a, self._b, False)
        return self if self.is_point else Interval((m[0], m[1] - 1), (m[0], m[1] - 1))

    def width(self):
        """Upper bound of upper - lower, as a point interval."""
        if not self.is_finite and not self.is_point:
            return Interval(POS, POS)
        w = ZERO if self.is_point else _add(self._b, _neg(self._a), True)
        return Interval(w, w)

    def magnitude(self):
        """Upper bound of |x|, as a point interval."""
        a, b = _neg(self._a), self._b
        m = a if _compare(a, b) > 0 else b
        return Interval(m, m)

    def low(self):
        """The lower end as a point interval."""
        return Interval(self._a, self._a)

    def high(self):
        """The upper end as a point interval."""
        return Interval(self._b, self._b)

    # ---- comparison: True, False, None

    def less(self, other):
        other = Interval.of(other)
        if _compare(self._b, other._a) < 0:
            return True
        return False if _compare(self._a, other._b) >= 0 else None

    def at_most(self, other):
        other = Interval.of(other)
        if _compare(self._b, other._a) <= 0:
            return True
        return False if _compare(self._a, other._b) > 0 else None

    def equals(self, other):
        other = Interval.of(other)
        if not self.overlaps(other):
            return False
        return True if self.is_point and other.is_point else None

    # ---- arithmetic

    def __neg__(self):
        return Interval(_neg(self._b), _neg(self._a))

    def __add__(self, other):
        other = other if isinstance(other, Interval) else Interval.of(other)
        return Interval(_add(self._a, other._a, False), _add(self._b, other._b, True))

    def __sub__(self, other):
        other = other if isinstance(other, Interval) else Interval.of(other)
        return Interval(_add(self._a, _neg(other._b), False), _add(self._b, _neg(other._a), True))

    def __mul__(self, other):
        other = other if isinstance(other, Interval) else Interval.of(other)
        a, b, c, d = self._a, self._b, other._a, other._b
        if a[0] >= 0:
            x, y = (a if c[0] >= 0 else b, c), (b if d[0] >= 0 else a, d)
        elif b[0] <= 0:
            x, y = (b if d[0] <= 0 else a, d), (a if c[0] <= 0 else b, c)
        elif c[0] >= 0:
            x, y = (a, d), (b, d)
        elif d[0] <= 0:
            x, y = (b, c), (a, c)
        else:
            p, q, r, s = _mul(a, d, False), _mul(b, c, False), _mul(a, c, True), _mul(b, d, True)
            return Interval(p if _compare(p, q) < 0 else q, r if _compare(r, s) > 0 else s)
        return Interval(_mul(*x, False), _mul(*y, True))

    def __truediv__(self, other):
        other = other if isinstance(other, Interval) else Interval.of(other)
        if other.sign() == 0:
            raise Undefined("division by zero")
        if other.sign() is None:
            raise Undecided("division by an interval that holds zero")
        if not other.is_finite and not self.is_finite and other.is_point and self.is_point:
            raise Undefined("infinity/infinity")
        ends = [(x, y) for x in self._ends() for y in other._ends()]
        low, high = [_div(x, y, False) for x, y in ends], [_div(x, y, True) for x, y in ends]
        a, b = low[0], high[0]
        for p in low[1:]:
            a = p if _compare(p, a) < 0 else a
        for p in high[1:]:
            b = p if _compare(p, b) > 0 else b
        return Interval(a, b)

    __radd__ = __add__

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return Interval.of(other) - self

    def __rtruediv__(self, other):
        return Interval.of(other) / self

    def __abs__(self):
        return self if self._a[0] >= 0 else -self if self._b[0] <= 0 else Interval(ZERO, self.magnitude()._b)

    def squared(self):
        """x*x, which never holds a negative number."""
        x = abs(self)
        return Interval(_mul(x._a, x._a, False), _mul(x._b, x._b, True))

    def __pow__(self, k):
        """Integer powers (0^0 = 1)."""
        if not isinstance(k, int):
            raise TypeError("the exponent of ** is an int; write (y*x.log()).exp() for real powers")
        if k == 0:
            return Interval((1, 0), (1, 0))
        if k < 0:
            return 1 / self**-k
        if k % 2 == 0 or self._a[0] >= 0:
            x = abs(self)
            return Interval(_pow(x._a, k, False), _pow(x._b, k, True))
        upper = _pow(self._b, k, True) if self._b[0] >= 0 else _neg(_pow(_neg(self._b), k, False))
        return Interval(_neg(_pow(_neg(self._a), k, True)), upper)

    def scaled(self, k):
        """self * 2^k, exactly."""
        return Interval(*((m, e if e is None else e + k) for m, e in self._ends()))

    # ---- functions

    def sqrt(self):
        if self._b[0] < 0:
            raise Undefined("square root of a negative number")
        if self._a[0] < 0:
            raise Undecided("square root of an interval that reaches below zero")
        return Interval(_sqrt(self._a, False), _sqrt(self._b, True))

    def exp(self):
        return Interval(_exp_end(self._a, False), _exp_end(self._b, True))

    def expm1(self):
        def end(x, up):
            if x[1] is None or x[0].bit_length() + x[1] >= 0:  # |x| >= 1/2 or infinite
                return _add(_exp_end(x, up), (-1, 0), up)
            if x[0] and x[0].bit_length() + x[1] < -_bits - 8:  # x < e^x - 1 < x + x^2
                square = _mul(x, x, True)
                return _add(x, square, True) if up else _round(*x, False)
            return _expm1_small(x, up) if x[0] else ZERO

        return Interval(end(self._a, False), end(self._b, True))

    def log(self):
        if self._b[0] <= 0:
            raise Undefined("logarithm of a number that is not positive")
        if self._a[0] <= 0:
            raise Undecided("logarithm of an interval that reaches zero")
        return Interval(_log_end(self._a, False), _log_end(self._b, True))

    def log1p(self):
        def end(x, up):
            if x[1] is not None and _compare(x, (-1, -2)) >= 0 and _compare(x, (1, -1)) <= 0:
                return _log1p_end(x, up)
            if x[1] is None or x[1] > 4 * _bits:  # the sum would be as long as the exponent is large
                return _log_end(_add(x, (1, 0), up), up)
            return _log_end(_exact_sum(x, (1, 0)), up)

        if _compare(self._b, (-1, 0)) <= 0:
            raise Undefined("log1p of a number that is not above -1")
        if _compare(self._a, (-1, 0)) <= 0:
            raise Undecided("log1p of an interval that reaches -1")
        return Interval(end(self._a, False), end(self._b, True))

    def cos(self):
        """Enclosure of the cosine, also of wide intervals (by |cos'| <= 1)."""
        if not self.is_finite or _compare(self.width()._b, (1, 1)) > 0:
            return Interval((-1, 0), (1, 0))
        middle, w = self.midpoint(), _bits + 16
        v, r = _cos_ball(middle._a, w)
        radius = _add((r, -w), self.width()._b if not self.is_point else ZERO, True)
        ball = Interval.around(Interval((v, -w), (v, -w)), Interval(radius, radius))
        return ball.intersection(Interval((-1, 0), (1, 0)))

    def atan(self):
        def end(x, up):
            m, e = x
            w = _bits + 16 + (max(0, -(m.bit_length() + e)) if e is not None and m else 0)
            if e is None:
                v, r = pi_ball(w)
                return _from_ball(v if m > 0 else -v, r, w + 1, up)
            if not m:
                return ZERO
            v, r = atan2_ball(*((abs(m) << e, 1) if e >= 0 else (abs(m), 1 << -e)), w)
            return _from_ball(v if m > 0 else -v, r, w, up)

        return Interval(end(self._a, False), end(self._b, True))

    def floor(self):
        """Least and greatest floor of its members."""
        return Interval(*(x if x[1] is None or x[1] >= 0 else (_fixed(x, 0), 0) for x in self._ends()))

    def ceil(self):
        return -(-self).floor()

    def __repr__(self):
        def text(x):
            if x[1] is None:
                return "inf" if x[0] > 0 else "-inf"
            return f"{x[0]}*2^{x[1]}" if abs(x[0].bit_length() + x[1]) > 900 else f"{float(_fraction(x)):.17g}"

        return f"[{text(self._a)}, {text(self._b)}]"


def _exact_sum(x, y):
    (m, e), (k, f) = x, y
    g = min(e, f)
    return ((m << (e - g)) + (k << (f - g)), g)


def _number(value):
    if value == inf or value == -inf:
        return value
    if isinstance(value, float):
        raise TypeError("floating-point numbers are not exact; give a Fraction or a text")
    if isinstance(value, str) and value in ("inf", "-inf"):
        return inf if value == "inf" else -inf
    return Fraction(value)


def minimum(*values):
    values = [Interval.of(v) for v in values]
    low = Interval.hull(*values)._a
    high = values[0]._b
    for v in values[1:]:
        high = v._b if _compare(v._b, high) < 0 else high
    return Interval(low, high)


def maximum(*values):
    return -minimum(*(-Interval.of(v) for v in values))


def total(values):
    return sum(values, Interval.of(0))
