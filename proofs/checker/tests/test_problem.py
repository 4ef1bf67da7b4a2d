"""The published values of docs/random-data.md and docs/data-digest.md."""

import os
import sys
import unittest
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from decimals import decimal, decimals, rounded
from problem import Rejected, Ridge, normals, philox, rational

SPEC = {
    "theory": "ridge",
    "features": {"gaussian": {"n": "3", "m": "4", "variance": "1/4", "seed": "1"}},
    "covariance": {"scaled_identity": "1/4"},
    "teacher": {"sphere": {"norm": "1", "seed": "2"}},
    "initialization": {"gaussian": {"variance": "1", "seed": "3"}},
    "training": {"eta": "1", "lambda": "0"},
    "thresholds": {"epsilon": "1", "c": "1"},
    "confidence": "1/20",
}


class RandomData(unittest.TestCase):
    def test_philox_known_answers(self):
        # Random123's known-answer vectors for philox4x64-10
        self.assertEqual([f"{x:016x}" for x in philox((0, 0, 0, 0), (0, 0))],
                         ["16554d9eca36314c", "db20fe9d672d0fdc", "d7e772cee186176b", "7e68b68aec7ba23b"])
        ones = 2**64 - 1
        self.assertEqual([f"{x:016x}" for x in philox((ones,) * 4, (ones, ones))],
                         ["87b092c3013fe90b", "438c3c67be8d0224", "9cc7d7c69cd777b6", "a09caebf594f0ba0"])

    def test_normals(self):
        expected = ["0x1.336aef3475ce5p-5", "0x1.1f8bb7a21dfa1p-6", "-0x1.dfdd1372392b9p-7", "0x1.a9ee242924859p-6",
                    "0x1.ee5cdfb747c9cp-8", "-0x1.43313a1bdd92dp-5", "-0x1.5314edfdc5491p-7", "-0x1.31e66cafcabfcp-5"]
        self.assertEqual(normals(8, 1, 0, Fraction(1, 1000)), [Fraction(float.fromhex(x)) for x in expected])
        self.assertEqual(normals(7, 1, 0, Fraction(1, 1000)), normals(8, 1, 0, Fraction(1, 1000))[:7])

    def test_relu_features(self):
        spec = {**SPEC, "features": {"relu": {"n": "2", "d": "2", "m": "3", "variance": "1/4", "seed": "1"}}}
        del spec["covariance"]
        expected = [[0.0, 0.03902901584638449, 1.0977411341708354], [0.0, 0.17573148019791607, 0.0]]
        self.assertEqual([[float(x) for x in row] for row in Ridge(spec).rows], expected)

    def test_fourier_features(self):
        spec = {**SPEC, "features": {"fourier": {"n": "2", "d": "2", "m": "3", "frequency_variance": "1/4", "seed": "1"}}}
        del spec["covariance"]
        expected = [[-0.8151881424227122, 0.5089820229855003, 0.7814800076469468],
                    [-0.5896732889222686, 0.5912381746293615, 0.20507355233550278]]
        rows = Ridge(spec).rows
        self.assertEqual([[float(x) for x in row] for row in rows], expected)
        self.assertTrue(all((x * 2**128).denominator == 1 for row in rows for x in row))

    def test_digest(self):
        digest = "sha256:2a106afa8aaf56e2bb26e9252aa36005d375473c0c4e23a9a225d2bb8b536e13"
        self.assertEqual(Ridge(SPEC).digest(), digest)
        self.assertNotEqual(Ridge({**SPEC, "covariance": {"scaled_identity": "1/2"}}).digest(), digest)

    def test_noise_that_is_zero_is_none(self):
        self.assertEqual(Ridge({**SPEC, "noise": {"vector": ["0", "0", "0"]}}).digest(), Ridge(SPEC).digest())
        self.assertNotEqual(Ridge({**SPEC, "noise": {"variance": "1", "seed": "1"}}).digest(), Ridge(SPEC).digest())

    def test_what_is_no_spec(self):
        for change in ({"expect": {}}, {"confidence": "1"}, {"confidence": "2/40"}, {"training": {"eta": "0", "lambda": "0"}},
                       {"teacher": {"vector": ["1"]}}, {"features": {"gaussian": {"n": "3", "m": "4", "seed": "1"}}},
                       {"horizon": "0"}, {"noise": {"variance": "0", "seed": "1"}}, {"teacher": "none"}):
            with self.assertRaises(Rejected, msg=str(change)):
                Ridge({**SPEC, **change})
        with self.assertRaises(Rejected):
            Ridge({k: v for k, v in SPEC.items() if k != "covariance"})


class Texts(unittest.TestCase):
    def test_rationals(self):
        self.assertEqual(rational("-3/4", ""), Fraction(-3, 4))
        for text in ("2/4", "1/1", "-0", "01", "1.5", "+1", " 1", "1e3", "", "1/0", 1):
            with self.assertRaises(Rejected, msg=repr(text)):
                rational(text, "")

    def test_decimals(self):
        self.assertEqual([rounded(Fraction(1, 3), up) for up in (False, True)], ["0." + "3" * 20, "0." + "3" * 19 + "4"])
        self.assertEqual([rounded(Fraction(-2, 3), up) for up in (False, True)], ["-0." + "6" * 19 + "7", "-0." + "6" * 20])
        self.assertEqual(rounded(Fraction(6, 10**8), False), "6e-8")
        self.assertEqual(rounded(Fraction(1, 10**7), False), "0.0000001")
        self.assertEqual(rounded(Fraction(10**21), False), "1e21")
        self.assertEqual(decimals(Fraction(10**21)), ("1" + "0" * 21,) * 2)
        self.assertEqual(rounded(Fraction(10**20 - 1) + Fraction(1, 2), True), "1" + "0" * 20)
        self.assertEqual(decimal(Fraction("1.50")), "1.5")


if __name__ == "__main__":
    unittest.main()
