"""The logistic part of the checker: exact data, fixed-point arithmetic, honest certificates, and forged ones."""

import copy
import json
import os
import sys
import unittest
from contextlib import contextmanager
from fractions import Fraction
from random import Random

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import logistic
import logistic_replay
from decimals import ZERO_REASON, rounded
from intervals import Interval, precision
from logistic_limit import Unsettled, inside, largest_eigenvalue, least_eigenvalue, rank, residual_missing, solve
from logistic_run import EXP_ERROR, Fixed, Growth, Q, operator_norm
from problem import Rejected
from problem_logistic import Planted, Problem

OPTIONS = {"full": False, "segments": 3, "seed": 7}


def certificate(name):
    with open(os.path.join(HERE, "data", name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def run(document, **options):
    theory = logistic.Theory(document, {**OPTIONS, **options})
    if theory.digest() != document["data_digest"]:
        raise Rejected("data_digest")
    return theory, theory.check()


def number(text):
    return {"lower": text, "upper": text}


@contextmanager
def sampled():
    """As if the run were long: a part of its segments has to do."""
    old = logistic.BUDGET, logistic_replay.SHORT
    logistic.BUDGET, logistic_replay.SHORT = 20_000, 0
    try:
        yield
    finally:
        logistic.BUDGET, logistic_replay.SHORT = old


def widened(document):
    """As if the run were known to some 8 decimals only."""

    def wide(value):
        if isinstance(value, list):
            return [wide(v) for v in value]
        if isinstance(value, dict) and set(value) == {"lower", "upper"} and value["upper"] != "inf":
            places, unit = Fraction(10) ** 8, 1
            low, high = ((Fraction(value[k]) * places).__floor__() + 2 * s for k, s in (("lower", -unit), ("upper", unit)))
            return {"lower": rounded(low / places, False), "upper": rounded(high / places, True)}
        return {k: wide(v) for k, v in value.items()} if isinstance(value, dict) else value

    document["evidence"]["trajectory"] = wide(document["evidence"]["trajectory"])
    for name in ("B", "b_final", "residual_gap"):
        value = document["quantities"][name] = wide(document["quantities"][name])
        holds_zero = Fraction(value["lower"]) <= 0 <= Fraction(value["upper"])
        document["wide"][name] = ZERO_REASON if holds_zero else logistic.RUN_REASON
    return document


class Data(unittest.TestCase):
    def test_planted_digest_of_the_documents(self):
        spec = {"d": "2", "box": "5", "gamma": "1/1000", "per_class": ["4", "3"], "support": ["2", "2"], "seed": "1",
                "support_half_width": "5"}  # fmt: skip
        problem = Problem.__new__(Problem)
        problem.points = Planted(spec, "spec").points()
        digest = "sha256:9e7c365d08915142bed8cd3f27dfb7e3be7f81dad82d3980322f07a2c10bb3c7"
        self.assertEqual(problem.digest(), digest)

    def test_specs_are_read_strictly(self):
        spec = certificate("logistic-start")["spec"]
        Problem(spec)
        for path, value in (
            (("training", "eta"), "0.1"), (("training", "eta"), "2/4"), (("training", "eta"), "-1"), (("training", "steps"), "0"),
            (("thresholds", "epsilon"), "1"), (("loss",), "hinge"), (("data",), {}), (("tests", "hit", "attack", "of"), "hit"),
            (("training", "extra"), "1"), (("training", "w0"), ["1"]),
        ):  # fmt: skip
            forged = copy.deepcopy(spec)
            place = forged
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
            with self.subTest(path=path), self.assertRaises(Rejected):
                Problem(forged)


class Arithmetic(unittest.TestCase):
    def test_exponentials_are_as_near_as_they_say(self):
        random = Random(1)
        for bits in (112, 176, 240):
            fixed = Fixed(bits)
            for _ in range(150):
                z = random.randrange(-8 << bits, 90 << bits) >> random.randrange(30)
                with precision(bits + 64):
                    true = Interval.of(Fraction(-z, 1 << bits)).exp()
                    error = abs(Interval.of(Fraction(fixed.exponential(z), 1 << bits)) - true).upper * 2**bits
                self.assertLess(error, (EXP_ERROR + 1) * max(1, 3 * true.upper))

    def test_norm_of_a_matrix(self):
        one = 1 << Q
        rotation = [[0, -one, 0], [one, 0, 0], [0, 0, one // 2]]
        self.assertTrue(one <= operator_norm(rotation, 20) <= one + (one >> 18))
        stretched = [[3 * one, 4 * one], [0, 0]]
        self.assertTrue(5 * one <= operator_norm(stretched, 20) <= 5 * one + (one >> 16))

    def test_products_grow_less_than_factors(self):
        # Two maps that stretch by 2 alone and not at all together.
        one, growth = 1 << Q, Growth()
        for k in range(64):
            matrix = [[2 * one, 0], [0, one // 2]] if k % 2 else [[one // 2, 0], [0, 2 * one]]
            growth.push(2 * one, 0, matrix, 0)
        growth.merge()
        self.assertTrue(1000 <= growth.radius(1000) <= 1001)

    def test_local_errors_grow_with_later_steps(self):
        growth = Growth()
        for _ in range(3):
            growth.push(2 << Q, 5)
        self.assertEqual(growth.radius(1), 8 + 5 * (4 + 2 + 1))

    def test_eigenvalues(self):
        with precision(256):
            matrix = [[Interval.of(x) for x in row] for row in ([2, 1, 0], [1, 2, 0], [0, 0, 1])]
            for value, found in ((3, largest_eigenvalue(matrix)), (1, least_eigenvalue(matrix))):
                self.assertTrue(found.contains(Fraction(value)))
                self.assertLess(found.width().upper, Fraction(1, 2**100))

    def test_linear_algebra(self):
        f = Fraction
        self.assertEqual(solve([[f(0), f(2)], [f(1), f(1)]], [f(4), f(3)]), [1, 2])
        self.assertIsNone(solve([[f(1), f(2)], [f(2), f(4)]], [f(1), f(1)]))
        self.assertEqual(rank([[f(1), f(2)], [f(2), f(4)]]), 1)

    def test_residuals_that_do_not_exist(self):
        vectors = [[Fraction(x) for x in v] for v in ((1, 0), (0, 1), (1, 1))]
        self.assertFalse(residual_missing(vectors, [Fraction(1), Fraction(2)]))
        self.assertTrue(residual_missing(vectors, [Fraction(0), Fraction(2)]))  # on the boundary of the cone
        self.assertTrue(residual_missing(vectors[:1], [Fraction(1), Fraction(0)]))

    def test_enclosures(self):
        inside(Fraction(1, 2), {"lower": "0.5", "upper": "0.5", "exact": "1/2"}, "x")
        with self.assertRaises(Rejected):
            inside(Fraction(1, 3), {"lower": "0.3", "upper": "0.4", "exact": "1/2"}, "x")
        with self.assertRaises(Unsettled):
            inside(Interval.of(Fraction(1, 3), Fraction(1, 2)), {"lower": "0.4", "upper": "0.6"}, "x")


class Honest(unittest.TestCase):
    def test_complete(self):
        for name in ("logistic-start", "logistic-not-separable", "logistic-orbit"):
            with self.subTest(name=name):
                theory, lines = run(certificate(name))
                self.assertIn("every quantity", lines[0])
                self.assertFalse(theory.trusted)

    def test_sampled(self):
        document = widened(certificate("logistic-orbit"))
        with sampled():
            theory, lines = run(document)
        self.assertIn("sampled", lines[0])
        self.assertIn("B", theory.trusted)
        self.assertLess(len(theory.run.done), len(theory.run.times) - 1)

    def test_the_seed_decides_which_segments(self):
        document, chosen = widened(certificate("logistic-orbit")), set()
        with sampled():
            for seed in (1, 2, 3, 4):
                theory = logistic.Theory(document, {**OPTIONS, "seed": seed})
                self.assertEqual(theory.choose(), theory.choose())
                chosen.add(tuple(theory.choose()[0]))
        self.assertGreater(len(chosen), 1)

    def test_values_for_claims(self):
        theory, _ = run(certificate("logistic-start"))
        with precision(256):
            t = Fraction(100)
            b, rate = theory.value("b", [t], 256), theory.value("bias_rate", [t], 256)
            self.assertTrue(rate.overlaps(100 * (theory.value("b", [t + 1], 256) - b)))
            block = theory.value("b", [Interval.of(90, 110)], 256)
            self.assertTrue(block.contains(b))
            self.assertEqual(theory.value("test_accuracy", ["far", t], 256).denominator, 3)
            self.assertEqual(theory.value("N", [], 256), 5)
            for name, arguments in (("nothing", []), ("b", [Fraction(1, 2)]), ("b", [Fraction(10**9)])):
                with self.subTest(name=name), self.assertRaises(ArithmeticError):
                    theory.value(name, arguments, 256)


class Forged(unittest.TestCase):
    """Single changes, with the digest left out of account."""

    def rejected(self, name, change, pattern="", **options):
        document = certificate(name)
        change(document)
        with self.assertRaisesRegex(Rejected, pattern):
            run(document, **options)

    def test_every_quantity(self):
        document = certificate("logistic-start")
        for name, value in document["quantities"].items():
            forged = copy.deepcopy(document)
            lower = Fraction(value["lower"]) if value["lower"] not in ("inf", "-inf") else Fraction(7)
            moved = str(lower.__floor__() + 1000)
            forged["quantities"][name] = {"exact": moved, **number(moved)} if "exact" in value else number(moved)
            with self.subTest(name=name), self.assertRaises(Rejected):
                run(forged)

    def test_quantities_left_out_or_added(self):
        self.rejected("logistic-start", lambda c: c["quantities"].pop("B"))
        self.rejected("logistic-not-separable", lambda c: c["quantities"].update(B=number("1")))

    def test_digits(self):
        def change(c):
            x = c["quantities"]["residual_norm"]
            x["lower"] = x["upper"]  # one unit of the last digit, and the number is no longer inside

        self.rejected("logistic-start", change, "residual_norm")

    def test_stage_times(self):
        for name, shift in (("T_train", 1), ("T_train", -1), ("t_support", 1), ("t_support", -1), ("t_peak", 1), ("T_test(far)", 1)):
            def change(c, name=name, shift=shift):
                moved = str(int(c["quantities"][name]["lower"]) + shift)
                c["quantities"][name] = {"exact": moved, **number(moved)}

            with self.subTest(name=name, shift=shift):
                self.rejected("logistic-start", change)

    def test_trajectory(self):
        def each(point, key, value):
            def change(c):
                c["evidence"]["trajectory"][point]["values"][key] = value
            return change

        for key in ("b", "w_norm", "loss", "angle", "distance"):
            with self.subTest(key=key):
                self.rejected("logistic-start", each(3, key, number("5")), "trajectory")
        self.rejected("logistic-start", each(3, "train_correct", {"exact": "0", **number("0")}), "train_correct")
        self.rejected("logistic-start", each(3, "test_correct", {"far": number("0"), "hit": number("9")}), "test_correct")
        self.rejected("logistic-start", lambda c: c["evidence"]["trajectory"][3].update(t="0"), "trajectory")

    def test_checkpoints(self):
        def centre(c):
            row = c["evidence"]["checkpoints"][40]
            row[1][0] = str(Fraction(row[1][0]) + 1).split("/")[0]

        def radius(c):
            c["evidence"]["checkpoints"][40][2] = "1e-60"

        def start(c):
            c["evidence"]["checkpoints"][0][1][-1] = "0.5"

        for change in (centre, radius, start):
            with self.subTest(change=change.__name__):
                self.rejected("logistic-start", change, "checkpoints")
                self.rejected("logistic-orbit", change, "checkpoints")
        self.rejected("logistic-start", lambda c: c["evidence"]["checkpoints"].pop(), "followed")
        self.rejected("logistic-start", lambda c: c["evidence"]["checkpoints"].reverse(), "checkpoints")

    def test_forgeries_in_a_sample(self):
        def shift(name, by):
            def change(c):
                moved = str(int(c["quantities"][name]["lower"]) + by)
                c["quantities"][name] = {"exact": moved, **number(moved)}
            return change

        def smaller(c):
            c["quantities"]["B"] = {"lower": "1", "upper": "1.5"}

        def count(c):
            c["evidence"]["trajectory"][4]["values"]["train_correct"] = {"exact": "3", **number("3")}

        changes = [shift("T_train", 1), shift("T_train", -1), shift("T_test(band)", 1), shift("t_peak", 1), shift("t_support", -1)]
        for change in (*changes, smaller, count):
            document = widened(certificate("logistic-orbit"))
            change(document)
            with sampled(), self.assertRaises(Rejected):
                run(document)

    def test_margin(self):
        def dual(c):
            weights = c["evidence"]["margin"]["extended"]["dual"]
            weights[next(iter(weights))] = "1/3"

        def support(c):
            c["evidence"]["margin"]["support"].pop()

        def residual(c):
            c["evidence"]["margin"]["residual"]["state"][0] = number("1")

        def alpha(c):
            c["evidence"]["margin"]["residual"]["alpha"][0] = number("1")

        def not_unique(c):
            c["quantities"]["residual_unique"] = {"exact": "0", **number("0")}

        for change in (dual, support, residual, alpha, not_unique):
            with self.subTest(change=change.__name__):
                self.rejected("logistic-start", change)
        self.rejected("logistic-not-separable", lambda c: c["evidence"]["not_separable"]["dual"].update({"0": "1/2"}), "not_separable")
        self.rejected("logistic-start", lambda c: c["evidence"].pop("margin"))

    def test_data(self):
        def point(c):
            c["spec"]["data"]["points"][0]["x"][0] = "2"

        def seed(c):
            c["spec"]["data"]["planted"]["seed"] = "5"

        self.rejected("logistic-start", point)
        self.rejected("logistic-orbit", seed)
        self.rejected("logistic-start", lambda c: c["spec"]["training"].update(eta="3/2"))
        self.rejected("logistic-start", lambda c: c["spec"]["tests"]["hit"]["attack"].update(radius="5"))


if __name__ == "__main__":
    unittest.main()
