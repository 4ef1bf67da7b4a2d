"""Canonical printing of numbers (docs/certificates.md): decimals of at most 20 digits, rounded outward."""

import re
from fractions import Fraction
from math import inf

from intervals import Interval
from problem import rational, require

DIGITS = 20
NARROW = Fraction(1, 10**30)  # an enclosure is printed once it is narrower than this, relatively
WIDENED = Fraction(1, 10**28)  # and then widened by this
WIDE = Fraction(1, 10**15)  # what is wider than this is listed
DECIMAL = re.compile(r"(-?)(0|[1-9]\d*)(?:\.(\d*[1-9]))?(?:e(-?[1-9]\d{0,8}))?")


def layout(negative, digits, exponent):
    """digits * 10^exponent: plain from 10^-7 to below 10^21, else with an exponent."""
    if not digits:
        return "0"
    text = str(digits).rstrip("0")
    exponent += len(str(digits)) - len(text)
    point = len(text) + exponent
    if -7 < point <= 21:
        if exponent >= 0:
            text += "0" * exponent
        elif point > 0:
            text = text[:point] + "." + text[point:]
        else:
            text = "0." + "0" * -point + text
    else:
        text = text[0] + ("." + text[1:] if len(text) > 1 else "") + f"e{point - 1}"
    return "-" * negative + text


def rounded(value, up):
    """A rational rounded up or down to 20 digits."""
    if value == 0:
        return "0"
    negative, size = value < 0, abs(value)
    n, d = size.numerator, size.denominator
    e = (n.bit_length() - d.bit_length()) * 30103 // 100000 - DIGITS
    while True:
        q, r = divmod(n, d * 10**e) if e >= 0 else divmod(n * 10**-e, d)
        if q < 10**DIGITS:
            break
        e += 1
    if q < 10 ** (DIGITS - 1):
        e -= 1
        q, r = divmod(n, d * 10**e) if e >= 0 else divmod(n * 10**-e, d)
    if r and up != negative:
        q += 1
    return layout(negative, q, e)


def decimals(exact):
    """Lower and upper end of a known rational: all digits of an integer below 2^4095, else 20 digits."""
    if exact.denominator == 1 and exact.numerator.bit_length() < 4096:
        return str(exact), str(exact)
    return rounded(exact, False), rounded(exact, True)


def decimal(value):
    """The exact decimal of a rational with a finite one."""
    shift = max(value.denominator.bit_length(), 1)
    return layout(value < 0, abs(value.numerator) * 10**shift // value.denominator, -shift)


def read_end(text, where):
    """A decimal as certificates print it, or an infinity."""
    if text in ("inf", "-inf"):
        return inf if text == "inf" else -inf
    match = isinstance(text, str) and DECIMAL.fullmatch(text)
    require(match, f"{where}: {text!r} is no decimal")
    sign, whole, fraction, exponent = match.groups()
    require(abs(int(exponent or 0)) <= 10**6, f"{where}: the exponent of {text} is out of reach")
    digits, e = int(whole + (fraction or "")), int(exponent or 0) - len(fraction or "")
    whole_number = not fraction and not exponent and digits
    canonical = layout(sign == "-", digits, e) == text or whole_number and digits.bit_length() < 4096
    require(canonical, f"{where}: {text[:60]} is not in canonical form")
    return (digits if sign == "" else -digits), e


def as_fraction(end):
    return end if isinstance(end, float) else Fraction(end[0]) * Fraction(10) ** end[1]


def read(record, where):
    """(lower, upper, exact) of a printed number; ends are Fractions or infinities."""
    require(isinstance(record, dict) and set(record) in ({"lower", "upper"}, {"lower", "upper", "exact"}), f"{where}: no number")
    lower, upper = (as_fraction(read_end(record[k], f"{where}.{k}")) for k in ("lower", "upper"))
    require(lower <= upper, f"{where}: lower end above upper end")
    exact = None
    if "exact" not in record:
        require(len(record["lower"]) < 40 and len(record["upper"]) < 40, f"{where}: too many digits")
    else:
        exact = rational(record["exact"], f"{where}.exact")
        ends = record["lower"], record["upper"]
        require(ends == decimals(exact), f"{where}: the decimals are not those of {record['exact'][:60]}")
    return lower, upper, exact


def huge(x):
    """An interval with an end beyond 2^(+-2^29), where exponents of MPFR may end."""
    return any(e is not None and m and abs(m.bit_length() + e) > 1 << 29 for m, e in (x._a, x._b))


def is_narrow(x):
    """Narrower than 10^-30, relatively."""
    if not x.is_finite or not x.sign():
        return False
    return (x.width() * 10**30).at_most(abs(x).low()) is True


def require_printed(record, x, where, loose=None):
    """The record is the canonical print of the number in the interval x.

    Where x is not narrow, or the number depends on what is listed as wide (`loose` then holds what follows from the printed
    wide values), the record must contain x, and lie within `loose` up to 10^-15.
    """
    require("exact" not in record, f"{where}: an exact value is claimed for a number that is not known exactly")
    if huge(x):
        return  # beyond the range of exponents; the outcome of the comparison is checked all the same
    lower, upper, _ = read(record, where)
    if is_narrow(x) and loose is None:
        (a, b), size = (x.lower, x.upper), max(abs(x.lower), abs(x.upper))
        for text, up in ((record["lower"], False), (record["upper"], True)):
            # The tool's own enclosure may be up to 10^-30 wide on either side: where a digit turns in between, both are right.
            nearest, farthest = (b + size * WIDENED, a + size * WIDENED) if up else (a - size * WIDENED, b - size * WIDENED)
            slack = size * NARROW * (1 if up else -1)
            allowed = {rounded(y, up) for y in (nearest + slack, nearest, farthest)}
            require(text in allowed, f"{where}: {text} is printed where {sorted(allowed)[0]} is right")
        return
    if x.sign() is None and (loose is None or not loose.is_finite):
        # Nobody knows more of it than that it is near 0: the two enclosures must meet, and the printed one be small too.
        size = max(4 * abs(x.lower), 4 * abs(x.upper), Fraction(1, 10**12))
        meets = lower <= x.upper and x.lower <= upper and -size <= lower and upper <= size
        require(meets, f"{where}: {record} is not what is known of a number in {x}")
        return
    require(lower <= x.lower and x.upper <= upper, f"{where}: {record} does not enclose {x}")
    if loose is not None and loose.is_finite:
        slack = max(abs(loose.lower), abs(loose.upper)) * WIDE
        require(lower >= loose.lower - slack and upper <= loose.upper + slack, f"{where}: {record} is wider than {loose}")


# Why a quantity is listed as wide, whatever the theory.
OPEN_REASON = "no bound on both sides is known"
ZERO_REASON = "encloses zero, so that no digit is significant"


def check_wide(printed, wide, other_reason):
    """The list of wide quantities: those that are, each with its reason; `other_reason(name)` gives a theory's own."""
    for name in printed:
        require((name in wide) == is_wide(printed[name], name), f"wide: {name} is listed or missing without reason")
    for name, reason in wide.items():
        require(name in printed, f"wide: {name} is no quantity here")
        lower, upper, _ = read(printed[name], name)
        is_open = isinstance(lower, float) or isinstance(upper, float)
        right = OPEN_REASON if is_open else ZERO_REASON if lower <= 0 <= upper else other_reason(name)
        require(reason == right, f"wide.{name}: the reason is another")


def is_wide(record, where):
    """Wider than 10^-15, relatively (or unbounded on one side)."""
    lower, upper, exact = read(record, where)
    if exact is not None or lower == upper:
        return False
    if isinstance(lower, float) or isinstance(upper, float) or lower * upper <= 0:
        return True
    return upper - lower > WIDE * min(abs(lower), abs(upper))


def as_interval(record, where):
    lower, upper, _ = read(record, where)
    return Interval.of(lower, upper)
