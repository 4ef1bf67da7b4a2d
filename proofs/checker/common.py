"""What the readers of certificates share: the reason of a rejection, and values of the one canonical form."""

import re
from fractions import Fraction
from math import inf


class Rejected(Exception):
    """The certificate is not accepted; the text says why."""


def keys(value, required, where, optional=""):
    """Demands an object with all `required` names and none but these and the `optional` ones."""
    required, optional = set(required.split()), set(optional.split())
    if not isinstance(value, dict) or not required <= set(value) <= required | optional:
        names = ", ".join(sorted(required | optional))
        raise Rejected(f"{where}: an object with the names {names} is required, not {str(value)[:80]}")


def rational(text, where):
    """A rational in lowest terms, as certificates write it."""
    if not isinstance(text, str) or not re.fullmatch(r"-?\d+(/\d+)?", text) or text.endswith("/0"):
        raise Rejected(f"{where}: {str(text)[:80]!r} is no rational in lowest terms")
    value = Fraction(text)
    if str(value) != text:
        raise Rejected(f"{where}: {text[:80]} is not in lowest terms ({str(value)[:80]} is)")
    return value


def integer(text, where, least=0):
    value = rational(text, where)
    if value.denominator != 1 or value < least:
        raise Rejected(f"{where}: {text[:80]} is no integer of at least {least}")
    return int(value)


def ends(value, where):
    """Lower and upper end of a printed number (docs/certificates.md): rationals or infinities."""
    if isinstance(value, str):
        return (rational(value, where),) * 2
    keys(value, "lower upper", where, "exact")
    lower, upper = decimal(value["lower"], where), decimal(value["upper"], where)
    if lower > upper or ("exact" in value and not lower <= rational(value["exact"], where) <= upper):
        raise Rejected(f"{where}: the ends {value['lower'][:40]} and {value['upper'][:40]} are not in order")
    return lower, upper


def decimal(text, where):
    """A decimal or an infinity."""
    if text in ("inf", "-inf"):
        return inf if text == "inf" else -inf
    if not isinstance(text, str) or not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d{1,6})?", text):
        raise Rejected(f"{where}: {str(text)[:80]!r} is no decimal")
    return Fraction(text)
