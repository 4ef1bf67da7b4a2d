"""Inclusion on random arguments: exact against Fractions, functions against Decimal at high precision."""

import decimal
import os
import random
import sys
import unittest
from decimal import Decimal
from fractions import Fraction
from math import factorial, inf

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import intervals
from intervals import Interval, Undecided, Undefined, maximum, minimum, precision

decimal.getcontext().prec = 260
decimal.getcontext().Emax, decimal.getcontext().Emin = decimal.MAX_EMAX, decimal.MIN_EMIN
SEED = 20260128


def decimal_of(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def series_cos(x):
    """cos of a Decimal by its Taylor series: enough digits for |x| up to some hundreds."""
    term = total = Decimal(1)
    k = 0
    while abs(term) > Decimal(10) ** -250 or k < abs(x):
        k += 2
        term *= -x * x / (k * (k - 1))
        total += term
    return total


def series_atan(x):
    """arctan of a Decimal: halved eight times, then the series."""
    for _ in range(8):
        x = x / (1 + (1 + x * x).sqrt())
    term, total, k = x, Decimal(0), 0
    while abs(term) > Decimal(10) ** -255:
        total += term / (2 * k + 1) * (-1) ** k
        term *= x * x
        k += 1
    return 256 * total


class Random:
    def __init__(self, seed):
        self.source = random.Random(seed)

    def number(self, size=30, positive=False):
        """A rational of very different magnitudes, sometimes dyadic, sometimes 0."""
        r = self.source
        if not positive and r.random() < 0.05:
            return Fraction(0)
        numerator = r.getrandbits(r.choice([1, 8, 60, 300])) + 1
        value = Fraction(numerator, r.choice([1, 1 << r.randrange(90), r.getrandbits(70) + 1]))
        value *= Fraction(2) ** r.randint(-size, size)
        return value if positive or r.random() < 0.5 else -value

    def small(self):
        """A rational between -1 and 1, not 0."""
        return Fraction(self.source.choice([-1, 1]) * self.source.randint(1, 10**30), 10**30)

    def interval(self, **options):
        x, y = self.number(**options), self.number(**options)
        return min(x, y), max(x, y)


class Arithmetic(unittest.TestCase):
    def test_exact_images_are_enclosed(self):
        r = Random(SEED)
        for i in range(1500):
            with precision(r.source.choice([20, 64, 256])):
                (a, b), (c, d) = r.interval(), r.interval()
                x, y = Interval.of(a, b), Interval.of(c, d)
                for p in (a, b, (a + b) / 2):
                    self.assertTrue(x.contains(p))
                    self.assertTrue(abs(x).contains(abs(p)))
                    self.assertTrue((-x).contains(-p))
                    self.assertTrue(x.squared().contains(p * p))
                    self.assertTrue((x**3).contains(p**3), (i, p))
                    self.assertTrue((x**4).contains(p**4))
                    self.assertTrue(x.floor().contains(p.__floor__()))
                    self.assertTrue(x.ceil().contains(p.__ceil__()))
                    for q in (c, d):
                        self.assertTrue((x + y).contains(p + q))
                        self.assertTrue((x - y).contains(p - q))
                        self.assertTrue((x * y).contains(p * q))
                        self.assertTrue(minimum(x, y).contains(min(p, q)))
                        self.assertTrue(maximum(x, y).contains(max(p, q)))
                        if y.sign():
                            self.assertTrue((x / y).contains(p / q))
                        self.assertIn(x.less(y), (None, p < q))
                        self.assertIn(x.at_most(y), (None, p <= q))
                        self.assertIn(x.equals(y), (None, p == q))

    def test_points_are_narrow(self):
        r = Random(SEED + 1)
        for _ in range(300):
            a, b = r.number(positive=True), r.number(positive=True)
            x, y = Interval.of(a), Interval.of(b)
            for z, exact in ((x + y, a + b), (x * y, a * b), (x / y, a / b), (x**7, a**7)):
                self.assertLessEqual(z.upper - z.lower, exact * Fraction(1, 2**248))

    def test_summands_of_very_different_size(self):
        big, small = Interval((1, 0), (1, 0)), Interval((1, -(10**15)), (1, -(10**15)))
        above, below = big + small, big - small
        self.assertGreater(above.upper, 1)
        self.assertTrue(above.contains(1) and below.contains(1))
        self.assertLess(below.lower, 1)
        self.assertIs(small.less(big), True)
        self.assertIs(small.sign(), 1)

    def test_long_powers(self):
        q = Interval.of(Fraction(9999, 10000))
        with precision(600):
            reference = (10**6 * Interval.of(Fraction(9999, 10000)).log()).exp()
        power = q**1000000
        self.assertTrue(power.overlaps(reference))
        self.assertLess(power.upper - power.lower, power.lower / 2**230)
        self.assertIs((q ** (10**18)).less(Fraction(1, 10**100)), True)

    def test_infinite_ends(self):
        x = Interval.of(1, inf)
        self.assertEqual((x + 1).upper, inf)
        self.assertEqual((1 / x).lower, 0)
        self.assertEqual(x.exp().upper, inf)
        self.assertEqual((-x).lower, -inf)
        self.assertIs(Interval.of("inf").equals(Interval.of("inf")), True)
        self.assertIs(Interval.of("inf").less(Interval.of("inf")), False)
        with self.assertRaises(Undefined):
            Interval.of("inf") - Interval.of("inf")

    def test_no_value(self):
        with self.assertRaises(Undefined):
            Interval.of(1) / Interval.of(0)
        with self.assertRaises(Undecided):
            Interval.of(1) / Interval.of(-1, 1)
        with self.assertRaises(Undefined):
            Interval.of(-2, -1).log()
        with self.assertRaises(Undecided):
            Interval.of(-2, 1).log()
        with self.assertRaises(Undefined):
            Interval.of(-2, -1).sqrt()
        with self.assertRaises(Undefined):
            Interval.of(-2, -1).log1p()
        with self.assertRaises(TypeError):
            Interval.of(0.5)


class Functions(unittest.TestCase):
    def check(self, name, exact, argument, count=120, widths=(0,), slack=12, relative=True):
        r = Random(SEED + sum(map(ord, name)))
        for i in range(count):
            x = argument(r)
            bits = r.source.choice([40, 100, 256, 500])
            with precision(bits):
                interval = Interval.of(x)
                result = getattr(interval, name)()
                self.assertTrue(result.contains(result))
                for p in (interval.lower, interval.upper):
                    value = exact(decimal_of(p))
                    low, high = decimal_of(result.lower), decimal_of(result.upper)
                    tiny = abs(value) * Decimal(10) ** -225
                    self.assertLessEqual(low - tiny, value, (name, bits, x))
                    self.assertGreaterEqual(high + tiny, value, (name, bits, x))
                if interval.is_point:
                    scale = abs(value) if relative else Decimal(1)
                    self.assertLessEqual(high - low, scale * Decimal(2) ** (slack - bits) + tiny, (name, bits, x))

    def test_sqrt(self):
        self.check("sqrt", Decimal.sqrt, lambda r: abs(r.number()))

    def test_exp(self):
        self.check("exp", Decimal.exp, lambda r: r.small() * Fraction(2) ** r.source.randint(-200, 8))

    def test_expm1(self):
        def exact(x):
            return x.exp() - 1 if abs(x) > Decimal(10) ** -20 else series(x, lambda k: Decimal(1) / factorial(k))

        self.check("expm1", exact, lambda r: r.small() / Fraction(2) ** r.source.randint(-5, 300))

    def test_log(self):
        self.check("log", Decimal.ln, lambda r: r.number(400, positive=True))
        self.check("log", Decimal.ln, lambda r: 1 + r.small() / 2**80, count=50)

    def test_log1p(self):
        def exact(x):
            return (1 + x).ln() if abs(x) > Decimal(10) ** -20 else series(x, lambda k: Decimal((-1) ** (k + 1)) / k)

        self.check("log1p", exact, lambda r: abs(r.small()) / Fraction(2) ** r.source.randint(-90, 300))
        self.check("log1p", exact, lambda r: Fraction(-r.source.randrange(1, 10**9), 10**9), count=100)

    def test_cos(self):
        def argument(r):
            return Fraction(r.source.randint(-(10**9), 10**9), 10**7)

        self.check("cos", series_cos, argument, relative=False)

    def test_atan(self):
        self.check("atan", series_atan, lambda r: r.number(40))

    def test_pi(self):
        for bits in (64, 256, 700):
            with precision(bits):
                pi = Interval.pi()
                value = 4 * series_atan(Decimal(1))
                self.assertLess(decimal_of(pi.lower), value)
                self.assertGreater(decimal_of(pi.upper), value)
                self.assertLess(pi.upper - pi.lower, Fraction(1, 2 ** (bits - 4)))

    def test_monotone_over_intervals(self):
        r = Random(SEED + 7)
        for _ in range(200):
            a, b = sorted((abs(r.small()), abs(r.small())))
            wide = Interval.of(a, b)
            point = Interval.of((a + b) / 2)
            if wide.contains(point):
                for name in ("exp", "expm1", "log1p", "sqrt", "atan", "cos"):
                    self.assertTrue(getattr(wide, name)().contains(getattr(point, name)()), name)

    def test_atan2_in_all_quadrants(self):
        w = 200
        for y, x in ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (3, -4), (7, 5)):
            v, s = intervals.atan2_ball(y, x, w)
            value = series_atan(Decimal(y) / Decimal(x)) if x else 2 * series_atan(Decimal(1))
            value += 4 * series_atan(Decimal(1)) if x < 0 else 0
            self.assertLessEqual(abs(Decimal(v) / 2**w - value), Decimal(s) / 2**w)
            self.assertLess(s, 5000)


def series(x, coefficient):
    return sum((coefficient(k) * x**k for k in range(1, 25)), Decimal(0))


if __name__ == "__main__":
    unittest.main()
