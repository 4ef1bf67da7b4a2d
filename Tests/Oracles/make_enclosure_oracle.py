#!/usr/bin/env python3
"""Writes Tests/EnclosuresTests/Fixtures/elementary.txt from python-flint (Arb), an implementation
that shares no code with MPFR's elementary functions.

Each line is `function arguments significand slack exponent`: the exact value v satisfies
significand * 2^exponent <= v <= (significand + slack) * 2^exponent, with slack 0 for exact values.
The significand has 420 bits, so that the enclosure lies strictly inside any result of up to about
400 bits. Arguments are exact rationals.

Run: python3 Tests/Oracles/make_enclosure_oracle.py   (pip install python-flint)
"""
from fractions import Fraction
from pathlib import Path
import random

from flint import arb, ctx, fmpq, fmpz

ctx.prec = 2000
BITS = 420
random.seed(20260801)


def ball(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


def enclosure(value: arb) -> str:
    low, high = value.lower(), value.upper()
    lower_man, lower_exp = (int(part) for part in low.man_exp())
    upper_man, upper_exp = (int(part) for part in high.man_exp())
    if lower_man == 0 and upper_man == 0:
        return "0 0 0"
    if (lower_man, lower_exp) == (upper_man, upper_exp) and lower_man.bit_length() <= BITS:
        # Exact (arb radius zero).
        return f"{lower_man} 0 {lower_exp}"
    exponent = lower_man.bit_length() + lower_exp - BITS

    def floor_shift(man: int, exp: int) -> int:
        shift = exp - exponent
        return man << shift if shift >= 0 else man >> -shift

    floor_low, floor_high = floor_shift(lower_man, lower_exp), floor_shift(upper_man, upper_exp)
    assert floor_low == floor_high, "raise ctx.prec"
    return f"{floor_low} 1 {exponent}"


def dyadic(significand_bits: int, exponent: int) -> Fraction:
    return Fraction(random.getrandbits(significand_bits) | 1) * Fraction(2) ** exponent


def logistic(x: arb) -> arb:
    return 1 / (1 + (-x).exp())


def real_power(x: Fraction, y: Fraction) -> arb:
    if y.denominator == 1:
        return ball(x ** int(y))
    if y == Fraction(1, 2):
        return ball(x).sqrt()
    return (ball(y) * ball(x).log()).exp() if x != 1 else arb(1)


def natural_power(x: Fraction, n: int) -> arb:
    if n <= 1000:
        return ball(x**n)
    power = (fmpz(n) * ball(abs(x)).log()).exp()
    return -power if x < 0 and n % 2 == 1 else power


reals = [Fraction(s) for s in ("1", "2", "3", "1/2", "3/4", "5/8", "7", "10", "100", "12345/4096")]
reals += [dyadic(24, -24 + shift) for shift in (-60, -30, -8, -3, -1, 0, 1, 2, 4, 6, 9)]
reals += [Fraction(1, 2**100), 1 + Fraction(1, 2**20), 1 - Fraction(1, 2**22), Fraction(1000)]
signed = [x for r in reals for x in (r, -r)] + [Fraction(0)]
large = [Fraction(2) ** 40, Fraction(3) * 2**300, Fraction(5, 2**400), Fraction(2) ** 1000]
decimals = [Fraction(1, 10), Fraction(1, 3), Fraction(99, 100), Fraction(22, 7), 1 - Fraction(1, 10**12)]

lines = []


def emit(name: str, arguments: list, value: arb) -> None:
    lines.append(" ".join([name, *map(str, arguments), enclosure(value)]))


for x in signed + decimals + [Fraction(-1000000), Fraction(500000)]:
    emit("exp", [x], ball(x).exp())
    if abs(x) > 1000:
        continue  # expm1 and logistic agree with -1 and 1 to more bits than are computed here
    emit("expm1", [x], ball(x).expm1())
    emit("logistic", [x], logistic(ball(x)))
for x in reals + large + decimals:
    emit("log", [x], ball(x).log())
    emit("sqrt", [x], ball(x).sqrt())
for x in [Fraction(4), Fraction(9, 16), Fraction(0)]:
    emit("sqrt", [x], ball(x).sqrt())
for x in [x for x in signed if x > -1] + large + decimals + [Fraction(-(2**24) + 1, 2**24)]:
    emit("log1p", [x], ball(x).log1p())
for x in reals[:14] + decimals[:3]:
    for y in [Fraction(1, 2), Fraction(-5, 4), Fraction(17), dyadic(20, -18), -dyadic(20, -30)]:
        emit("pow", [x, y], real_power(x, y))
exponents = [1, 2, 3, 7, 64, 1000, 999999, 10**6]
for x in [Fraction(3, 4), Fraction(-3, 4), Fraction(5, 4), Fraction(-5, 2), Fraction(999, 1000),
          Fraction(-999, 1000), Fraction(2**24 - 1, 2**24), -1 - Fraction(1, 2**22)]:
    for n in exponents:
        emit("powi", [x, n], natural_power(x, n))
ctx.prec = 3000
for x, n in [(1 - Fraction(1, 10**12), 10**18), (1 + Fraction(1, 10**12), 10**18),
             (1 - Fraction(1, 2**40), 10**18), (-1 + Fraction(1, 2**44), 10**18 - 1),
             (1 + Fraction(1, 2**60), 10**18), (1 - Fraction(1, 2**64), 10**18),
             (-1 - Fraction(1, 2**50), 999999999999999999), (Fraction(999999, 10**6), 10**12)]:
    emit("powi", [x, n], natural_power(x, n))

target = Path(__file__).parent.parent / "EnclosuresTests" / "Fixtures" / "elementary.txt"
target.write_text("\n".join(lines) + "\n")
print(f"{len(lines)} values written to {target}")
