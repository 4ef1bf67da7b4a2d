"""The checker of proofs: a small certificate, forgeries, malformed input, the rules one by one.

With TOOL=path/to/grokcert mutants are judged by the tool's `verify` too, and the verdicts must agree. With
BUILT_IN=file, the output of `grokcert prove --format json` for all built-in claims, steps.json is compared with it.
"""

import copy
import functools
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import proof
import terms
from forms import Table
from problem import Rejected, canonical
from rules import RULES
from terms import Side

SEED = 20261128
TOOL, BUILT_IN = os.environ.get("TOOL"), os.environ.get("BUILT_IN")
CERTIFICATE = json.loads((HERE / "proofs.json").read_text(encoding="utf-8"))
STATEMENTS = CERTIFICATE["statements"]
INTERVAL = {"precision": 64, "rule": "interval"}


def certificate(*statements):
    document = {**CERTIFICATE, "statements": list(statements)}
    del document["digest"]
    document["digest"] = "sha256:" + hashlib.sha256(canonical(document).encode()).hexdigest()
    return document


def claim(ranges, statement, proofs, **more):
    """A statement that is said to be proved."""
    forall = [{"name": name, "range": text} for name, text in ranges.items()]
    return {"id": "test#s", "forall": forall, "statement": statement, "status": "proved", "proofs": proofs, **more}


def verdict(document):
    """None where the document is accepted, else the reason."""
    try:
        proof.check(document)
    except Rejected as error:
        return str(error)
    return None


def tool_verdicts(statements):
    """Whether the tool accepts each statement, as a certificate of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, s in enumerate(statements):
            files.append(f"{folder}/{i}.json")
            Path(files[-1]).write_text(canonical(certificate(s)), encoding="utf-8")
        run = subprocess.run([TOOL, "verify", *files], capture_output=True, text=True, check=False)
        lines = (run.stdout + run.stderr).splitlines()
    matches = filter(None, (re.match(r".*/(\d+)\.json: (accepted|rejected)", line) for line in lines))
    found = {m[1]: m[2] == "accepted" for m in matches}
    return [found[str(i)] for i in range(len(statements))]


# ---------------------------------------------------------------- mutants


def other_number(text, rng):
    value = Fraction(text)
    tiny = Fraction(1, 10**9)
    return str(rng.choice([value + 1, value - 1, value * 2, value / 2, -value, Fraction(0), value + tiny]))


GROUPS = (
    ("<", "<=", ">", ">=", "="), ("+", "-", "*", "/", "^"), ("min", "max"), ("and", "or", "implies"),
    ("exp", "log", "sqrt", "abs", "log1p", "expm1"),
)


def other_text(text, rng):
    """A statement or expression with one symbol exchanged."""
    words = re.findall(r"\d+\.?\d*(?:e-?\d+)?|[A-Za-z_]\w*|<=|>=|\S|\s+", text)
    i = rng.choice([i for i, w in enumerate(words) if w.strip()])
    group = next((g for g in GROUPS if words[i] in g), None)
    if group:
        words[i] = rng.choice(group)
    elif words[i][0].isdigit():
        words[i] = f"({abs(Fraction(other_number(words[i], rng)))})"
    elif words[i][0].isalpha():
        words[i] = rng.choice([w for w in words if w[0].isalpha() and not any(w in g for g in GROUPS)] + ["0", "1"])
    return "".join(words)


def other_range(text, rng):
    first, low, high, last = re.match(r"([\[(])(.*), (.*)([\])])$", text).groups()
    way = rng.randrange(4)
    if way == 0:
        first = "(" if first == "[" or low == "-inf" else "["
    elif way == 1:
        last = ")" if last == "]" or high == "inf" else "]"
    elif way == 2:
        first, low = (first, other_number(low, rng)) if low != "-inf" else ("[", "-1")
    else:
        last, high = (last, other_number(high, rng)) if high != "inf" else ("]", "3")
    return f"{first}{low}, {high}{last}"


def other_rule(rule, names, rng):
    rule = copy.deepcopy(rule)
    key = rng.choice([k for k in rule if k != "rule"] or [None])
    value = rule.get(key)
    if key is None or rng.random() < 0.25:
        return copy.deepcopy(rng.choice([r for s in STATEMENTS for list_ in s.get("proofs", []) for r in list_]))
    if isinstance(value, bool):
        rule[key] = not value
    elif isinstance(value, int):
        rule[key] = max(0, value + rng.choice([-1, 1, 2]))
    elif key == "at":
        rule[key] = other_number(value, rng)
    elif key == "center":
        rule[key] = [other_number(x, rng) for x in value]
    elif key == "signs":
        rule[key] = [rng.random() < 0.5 for _ in value]
    elif key == "terms" and value:
        term = rng.choice(value)
        if rng.random() < 0.5:
            term["coefficient"] = other_number(term["coefficient"], rng)
        else:
            term["generators"] = [max(0, g + rng.randint(-1, 1)) for g in term["generators"]]
    else:
        rule[key] = rng.choice(names)
    return rule


def mutant(rng):
    s = copy.deepcopy(rng.choice(STATEMENTS))
    s["id"] = "mutant#" + s["id"].replace("#", "-")
    lists = [rules for rules in s.get("proofs", []) if rules]
    way = rng.random()
    if way < 0.3 or s["status"] == "undecided":
        if "statement" in s:
            s["statement"] = other_text(s["statement"], rng)
        elif way < 0.2:
            s["monotone"]["bound"] = other_text(s["monotone"]["bound"], rng)
        else:
            s["monotone"]["direction"] = "increasing" if s["monotone"]["direction"] == "decreasing" else "decreasing"
    elif way < 0.45:
        variable = rng.choice(s["forall"])
        variable["range"] = other_range(variable["range"], rng)
    elif way < 0.55 and "where" in s:
        s["where"] = other_text(s["where"], rng)
        if way < 0.48:
            del s["where"]
    elif lists:
        rules = rng.choice(lists)
        i, j = rng.randrange(len(rules)), rng.randrange(len(rules))
        if way < 0.65:
            del rules[i]
        elif way < 0.7:
            rules[i], rules[j] = rules[j], rules[i]
        else:
            rules[i] = other_rule(rules[i], [v["name"] for v in s["forall"]], rng)
    elif s["status"] == "refuted":
        entry = rng.choice(s["counterexample"])
        entry["value"] = other_number(entry["value"], rng)
    return s


def refutation(s, rng, tries=40):
    """A point at which a statement fails, or None; only points that `refute` accepts count."""
    terms.fresh()
    item = proof.read(s, "test")

    def member(side):
        low = side.lower if side.lower is not None else (side.upper or Fraction(0)) - 7
        high = side.upper if side.upper is not None else low + rng.choice([1, 10, 1000])
        return low + (high - low) * Fraction(rng.choice([0, 1, 1, 10, 35, 50, 72, 99, 100]), 100)

    for _ in range(tries):
        point = {name: member(side) for name, side in item.box.items()}
        try:
            proof.refute(item, point, "test")
            return point
        except Rejected:
            pass
    return None


# ---------------------------------------------------------------- tests


class Acceptance(unittest.TestCase):
    def test_certificate_of_the_tool(self):
        self.assertEqual(certificate(*STATEMENTS), CERTIFICATE)
        summary = proof.check(CERTIFICATE)
        self.assertEqual(sum(summary.values()), len(STATEMENTS))
        self.assertTrue(all(summary.values()))

    def test_every_rule_occurs_in_it(self):
        used = {rule["rule"] for s in STATEMENTS for rules in s.get("proofs", []) for rule in rules}
        self.assertEqual(used, set(RULES))
        self.assertEqual(len(RULES), 18)

    def test_command(self):
        with tempfile.TemporaryDirectory() as folder:
            deep, forged = Path(folder) / "deep.json", Path(folder) / "forged.json"
            deep.write_text("[" * 100000, encoding="utf-8")
            forged.write_text(canonical({**CERTIFICATE, "statements": STATEMENTS[1:]}), encoding="utf-8")
            for file, status in (HERE / "proofs.json", 0), (deep, 1), (forged, 1):
                command = [sys.executable, HERE.parent / "check.py", file]
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                self.assertEqual((run.returncode, run.stderr), (status, ""), run.stdout)

    @unittest.skipUnless(BUILT_IN, "BUILT_IN is not set")
    def test_steps_are_those_of_the_tool(self):
        kept = ("id", "forall", "where", "statement", "monotone", "status")
        statements = json.loads(Path(BUILT_IN).read_text(encoding="utf-8"))["statements"]
        found = [{k: s[k] for k in kept if k in s} for s in statements]
        self.assertEqual(found, json.loads((HERE.parent / "steps.json").read_text(encoding="utf-8")))


class Forgeries(unittest.TestCase):
    def test_mutants(self):
        """No accepted mutant is refuted by a point; each rule that is left out is missed; the tool agrees."""
        rng = random.Random(SEED)
        mutants = [mutant(rng) for _ in range(400)]
        accepted = []
        for s in mutants:
            reason = verdict(certificate(s))
            accepted.append(reason is None)
            if reason is None and s["status"] == "proved":
                self.assertIsNone(refutation(s, rng), s)
        self.assertGreater(accepted.count(False), 200)
        self.assertGreater(accepted.count(True), 20)
        if TOOL:
            for s, mine, other in zip(mutants, accepted, tool_verdicts(mutants)):
                self.assertEqual(mine, other, s)

    def test_no_rule_can_be_left_out(self):
        for s in STATEMENTS:
            for i, rules in enumerate(s.get("proofs", [])):
                for j in range(len(rules)):
                    forged = copy.deepcopy(s)
                    del forged["proofs"][i][j]
                    self.assertIsNotNone(verdict(certificate(forged)), (s["id"], i, j))

    def test_false_statements_with_borrowed_proofs(self):
        """Statements that are refuted, with the proofs of others and with every rule alone."""
        proofs = [s["proofs"] for s in STATEMENTS if s["status"] == "proved"]
        rules = [r for p in proofs for list_ in p for r in list_]
        single = [INTERVAL, {"rule": "bernstein"}, {"rule": "identity"}, {"rule": "combination", "terms": []}]
        tried = 0
        for s in STATEMENTS:
            if s["status"] != "refuted":
                continue
            terms.fresh()
            item = proof.read(s, "test")
            count = len(proof.sequents(item, item.box))
            borrowed = [p for p in proofs if len(p) == count] + [[[r]] * count for r in single + rules]
            borrowed += [p[-1:] * count for p in proofs]
            forged = {k: v for k, v in s.items() if k not in ("counterexample", "extent")}
            for p in borrowed:
                tried += 1
                self.assertIsNotNone(verdict(certificate({**forged, "status": "proved", "proofs": p})), (s["id"], p))
        self.assertGreater(tried, 1000)

    def test_true_statements_are_not_refuted(self):
        rng = random.Random(SEED)
        for s in STATEMENTS:
            if s["status"] == "proved":
                self.assertIsNone(refutation(s, rng, tries=10), s["id"])

    def test_built_in_ids(self):
        known = next(s for s in STATEMENTS if s["id"] in proof.built_in() and "where" in s and "statement" in s)
        self.assertIsNone(verdict(certificate(known)))
        self.assertIsNone(verdict(certificate({**known, "where": known["where"].replace(" ", "")})))
        for field, value in ("where", "1 < 2"), ("statement", "1 < 2"), ("forall", list(reversed(known["forall"]))):
            self.assertIn("built-in", verdict(certificate({**known, field: value})))

    def test_floor_leads_across_no_pole(self):
        """-20 >= 0, shown by moving k_ over 1/20 (the known value of floor(x) speaks of whole k_ only)."""
        rules = [
            {"rule": "cases"}, {"condition": 0, "rule": "substitution", "variable": "k_"},
            {"increasing": True, "rule": "monotone", "variable": "k__"}, INTERVAL, INTERVAL,
        ]
        s = claim({"x": "[1/10, 9/10]"}, "1/(floor(x) - 1/20) >= 0", [[INTERVAL], rules])
        self.assertIsNotNone(verdict(certificate(s)))
        self.assertIsNotNone(refutation(s, random.Random(SEED)))


class Rules(unittest.TestCase):
    """True statements and their nearest false neighbours: the side conditions of single rules."""

    def check(self, accepted, *arguments, **more):
        reason = verdict(certificate(claim(*arguments, **more)))
        self.assertEqual(reason is None, accepted, reason)

    def test_interval_at_corners(self):
        for ranges, statement, holds in (
            ({"x": "[0, 1]"}, "exp(x) >= 1", True), ({"x": "(0, 1]"}, "exp(x) > 1", False),
            ({"x": "[1, inf)"}, "log(x) >= 0", True), ({"x": "[4, 9]"}, "sqrt(x) <= 3", True),
            ({"x": "[4, 9]"}, "sqrt(x) < 3", False), ({"x": "[-1, 2]"}, "x*x >= 0", True),
            ({"x": "[-1, 2]"}, "x - x = 0", True),
        ):
            terms.fresh()
            item = proof.read(claim(ranges, statement, []), "test")
            count = len(proof.sequents(item, item.box))
            self.check(holds, ranges, statement, [[INTERVAL]] * count)

    def test_bernstein_sees_closed_ends(self):
        rule = [[{"rule": "bernstein"}]]
        self.check(True, {"x": "(0, 1]"}, "x > 0", rule)
        self.check(False, {"x": "[0, 1]"}, "x > 0", rule)
        self.check(True, {"x": "[0, 1]"}, "x >= 0", rule)
        self.check(True, {"x": "(0, 1)", "y": "(0, 1)"}, "x*y < 1", rule)
        self.check(False, {"x": "(0, 1]", "y": "(0, 1]"}, "x*y < 1", rule)
        self.check(True, {"x": "(-inf, inf)"}, "x^2 + 1 > 0", rule)
        self.check(False, {"x": "(-inf, inf)"}, "x^2 > 0", rule)
        self.check(False, {"x": "(-inf, inf)"}, "x^3 + 1 > 0", rule)

    def test_monotone_keeps_only_what_survives(self):
        rules = [{"increasing": True, "rule": "monotone", "variable": "x"}, INTERVAL, INTERVAL]
        self.check(True, {"x": "[0, 3]"}, "exp(x) >= 1", [rules])
        # x >= 1 does not survive the way to x = 0, x <= 1 does.
        face = [*rules[:-1], {"condition": 0, "precision": 64, "rule": "excluded"}]
        self.check(False, {"x": "[0, 3]"}, "exp(x) >= 2", [face], where="x >= 1")
        self.check(False, {"x": "[0, 3]"}, "exp(x) >= 2", [face], where="x <= 1")

    def test_monotone_asks_for_values_on_the_way(self):
        rules = [{"increasing": True, "rule": "monotone", "variable": "x"}, INTERVAL, INTERVAL]
        self.check(False, {"x": "[-1, 1]"}, "-1/x >= 1", [[INTERVAL], rules])
        self.check(False, {"x": "[-1, 1]"}, "x < -2 or -1/x >= 1", [[INTERVAL], rules])

    def test_combination_needs_signs(self):
        def rule(coefficient, *generators):
            return [[{"rule": "combination", "terms": [{"coefficient": coefficient, "generators": list(generators)}]}]]

        ranges = {"x": "(-inf, inf)", "y": "(-inf, inf)"}
        self.check(True, ranges, "x >= 0", rule("1", 0), where="x >= 0")
        self.check(False, ranges, "x > 0", rule("1", 0), where="x >= 0")
        self.check(True, ranges, "x > 0", rule("1", 0), where="x > 0")
        self.check(False, ranges, "x <= 0", rule("-1", 0), where="x > 0")
        self.check(True, ranges, "x <= 0", rule("-1", 0), where="x = 0")
        self.check(False, ranges, "x < 0", rule("-1", 0), where="x = 0")
        self.check(True, ranges, "2*x*y <= x^2 + y^2", rule("1", 0))
        self.check(False, ranges, "2*x*y < x^2 + y^2", rule("1", 0))
        self.check(False, ranges, "x >= 0", rule("1", 7), where="x >= 0")

    def test_product_and_inverse(self):
        both = [{"rule": "product", "signs": [True, True]}, INTERVAL, INTERVAL]
        ranges = {"x": "[1, 2]", "y": "[1, 2]"}
        self.check(True, ranges, "x*y > 0", [both])
        self.check(False, ranges, "-x*y > 0", [both])
        self.check(False, {"x": "[0, 2]", "y": "[1, 2]"}, "x*y > 0", [both])
        one = [{"rule": "inverse"}, INTERVAL]
        self.check(True, {"x": "[1, 2]"}, "sqrt(x + 2) > 1", [[INTERVAL], [{"rule": "inverse"}, INTERVAL]])
        self.check(False, {"x": "[1, 2]"}, "sqrt(x) > 1", [[INTERVAL], one])
        self.check(False, {"x": "[-3, 3]"}, "x >= sqrt(4)", [[INTERVAL], one])

    def test_cases_and_substitution(self):
        negative = {"rule": "combination", "terms": [{"coefficient": "2", "generators": [2]}]}
        self.check(True, {"x": "[-1, 1]"}, "abs(x) >= x", [[{"rule": "cases"}, INTERVAL, negative]])
        self.check(False, {"x": "[-1, 1]"}, "abs(x) >= 2*x", [[{"rule": "cases"}, INTERVAL, negative]])
        shown = [{"condition": 0, "rule": "substitution", "variable": "x"}, {"rule": "bernstein"}]
        self.check(True, {"x": "(-inf, inf)", "y": "[1, inf)"}, "x > 0", [shown], where="x >= y")
        self.check(False, {"x": "(-inf, inf)", "y": "[0, inf)"}, "x > 0", [shown], where="x >= y")
        self.check(False, {"x": "(-inf, inf)", "y": "[1, inf)"}, "x > 0", [shown], where="x <= y")

    def test_definedness(self):
        self.check(False, {"x": "[0, 1]"}, "x/x = 1", [[{"rule": "identity"}]])
        self.check(False, {"x": "[0, 1]"}, "x/x = 1", [[INTERVAL], [{"rule": "identity"}]])
        self.check(False, {"x": "[0, 1]"}, "x^(1/2) >= 0", [[INTERVAL], [INTERVAL]])
        self.check(True, {"x": "[0, 1]"}, "sqrt(x) >= 0", [[INTERVAL], [INTERVAL]])
        excluded = {"condition": 0, "precision": 64, "rule": "excluded"}
        self.check(True, {"x": "[-3, -1]"}, "x > 0", [[excluded]], where="x^0.5 > 1")


class Counterexamples(unittest.TestCase):
    def refuted(self, ranges, statement, values, **more):
        s = claim(ranges, statement, [], **more)
        del s["proofs"]
        s.update(status="refuted", counterexample=[{"name": n, "value": v} for n, v in zip(ranges, values)])
        return verdict(certificate(s)) is None

    def test_exact_and_enclosed(self):
        for ranges, statement, values, accepted in (
            ({"x": "[0, 1]"}, "x < 1", ["1"], True), ({"x": "[0, 1)"}, "x < 1", ["1"], False),
            ({"x": "[0, 1]"}, "x < 1", ["1/2"], False), ({"x": "[0, 9]"}, "sqrt(8*x) < 2*sqrt(2*x)", ["1"], True),
            ({"x": "[0, 9]"}, "sqrt(8*x) <= 2*sqrt(2*x)", ["1"], False),
            ({"x": "[0, 9]"}, "exp(x)*exp(-x) > 1", ["1"], False),
            ({"x": "[0, 9]"}, "exp(x) <= 2.718281828", ["1"], True),
            ({"x": "[0, 9]"}, "exp(x) <= 2.718281829", ["1"], False),
            ({"x": "[0, 9]"}, "1/x > 0", ["0"], True), ({"x": "[0, 9]"}, "x >= 0 or 1/x > 0", ["0"], False),
            ({"x": "[-2, 2]", "y": "[2, 2]"}, "x^y > 0", ["-1", "2"], True),
            ({"x": "[0, 9]"}, "x > 2 and 1/x > 0", ["0"], True),
            ({"x": "[0, 9]"}, "floor(x) < 2", ["2"], True), ({"x": "[0, 9]"}, "floor(x) < 2", ["199/100"], False),
        ):
            with self.subTest(statement=statement, values=values):
                self.assertEqual(self.refuted(ranges, statement, values), accepted)

    def test_where_must_hold_and_have_a_value(self):
        self.assertTrue(self.refuted({"x": "[0, 1]"}, "x > 1", ["1"], where="x > 0"))
        self.assertFalse(self.refuted({"x": "[0, 1]"}, "x > 1", ["0"], where="x > 0"))
        self.assertFalse(self.refuted({"x": "[0, 1]"}, "x > 1", ["0"], where="x^(1/2) >= 0"))
        self.assertFalse(self.refuted({"x": "[0, 1]"}, "x > 1", ["0"], where="x = 0 or 1/x > 0"))


class Parts(unittest.TestCase):
    def setUp(self):
        terms.fresh()

    def test_canonical_text(self):
        for text in (
            "-x^2", "(-x)^2", "x*(-1)", "x - (y - z)", "x/(y*z)", "x^(-1)", "(x^y)^z", "0.001", "1e-5",
            "1234567", "1.2345678e7",
            "max(x, -y)", "x - -1", "1/3*x", "-(1/3)", "sqrt(x)*log1p(y)",
        ):
            self.assertEqual(terms.expression(text).text, text)
        self.assertEqual(terms.num(Fraction(-7, 3)).text, "-(7/3)")

    def test_derivatives(self):
        for text, result in (
            ("x^2", "2*x"), ("exp(-x)", "-exp(-x)"), ("x*y", "y"), ("log(x)", "1/x"), ("sqrt(x)", "1/(2*sqrt(x))"),
            ("1/x", "-(1/x^2)"), ("log1p(x)", "1/(1 + x)"), ("y^x", "y^x*log(y)"), ("abs(y)*x", "abs(y)"),
        ):
            self.assertEqual(terms.derivative(terms.expression(text), "x").text, result)
        self.assertIsNone(terms.derivative(terms.expression("abs(x)"), "x"))

    def test_definedness(self):
        for text, result in (
            ("log(x/y)^(1/2)", "y <> 0, x/y > 0, log(x/y) > 0"), ("x^(-2)/exp(x)", "x <> 0"), ("x^2 + sqrt(4)", ""),
            ("1/(x*y^2)", "x <> 0, y <> 0"), ("log1p(x)", "1 + x > 0"), ("x^y", "x > 0"), ("1/0", "0 <> 0"),
        ):
            conditions = terms.defined(terms.expression(text))
            self.assertEqual(", ".join(f"{e.text} {sign} 0" for e, sign in conditions), result)

    def test_normal_forms(self):
        box = {name: Side(Fraction(0), None, False, True) for name in "xyz"}
        box["w"] = Side(None, None, True, True)
        for text, result in (
            ("sqrt(x)*sqrt(x)", "x"), ("exp(x + y)/exp(y)", "exp(x)"), ("exp(2*log(x))", "x^2"),
            ("log(x/y)", "log(x) - log(y)"),
            ("(x^2 - x)/x", "x - 1"), ("x^(3/2)/sqrt(x)", "x"), ("log(w)", "log(w)"), ("log(w*x) - log(w*x)", "0"),
            ("exp(x/2)^2", "exp(0.5*x)^2"), ("abs(x - w + w)", "abs(x)"), ("expm1(log1p(x))", "x"), ("x^y*x^(-y)", "1"),
        ):
            table = Table(box)
            self.assertEqual(table.text(table.form(terms.expression(text))).text, result, text)

    def test_enclosures_hold_sampled_values(self):
        rng = random.Random(SEED)
        box = {"x": Side(Fraction(-1), Fraction(2), False, False), "y": Side(Fraction(1, 3), Fraction(3), False, False)}
        for text in (
            "x*y - x^3", "exp(x)/y", "log(y)*x", "y^x", "sqrt(y)/(x + 3)", "min(x, y)^2", "1/x", "x/(x*x)",
            "floor(3*x)", "expm1(x)",
        ):
            e = terms.expression(text)
            enclosure = terms.enclosure(e, box, 64)
            for _ in range(30):
                point = {n: s.lower + (s.upper - s.lower) * Fraction(rng.randint(0, 60), 60) for n, s in box.items()}
                if proof.has_values(terms.defined(e), point):
                    with terms.precision(256):
                        value = proof.language.enclosure(proof.value(e, point))
                    self.assertTrue(enclosure.overlaps(value), (text, point))

    def test_no_value_anywhere(self):
        box = {"x": Side(Fraction(1), Fraction(2), False, False)}
        for text in ("sqrt(-x)", "log(1 - x)", "1/(x - x)", "(-x)^(1/2)", "1 + log(-x)", "log1p(-x)"):
            self.assertIsNone(terms.enclosure(terms.expression(text), box, 64), text)


class Malformed(unittest.TestCase):
    """Whatever stands in a certificate, the answer is a verdict."""

    TEXTS = ("", "x", "1/0", "9" * 9000, "1e999999999", "(" * 3000, "-" * 3000 + "x")
    VALUES = (*TEXTS, None, True, 0, -1, 10**30, [], [[]], {}, {"rule": 3})

    def places(self, value, path=()):
        if path:
            yield path
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, part in items:
            yield from self.places(part, (*path, key))

    def test_every_place_with_other_values(self):
        chosen = {}
        for s in STATEMENTS:
            kinds = {r["rule"] for rules in s.get("proofs", []) for r in rules}
            kinds |= {s["status"], "extent" in s, "monotone" in s}
            if any(kind not in chosen for kind in kinds):
                chosen.update(dict.fromkeys(kinds, s))
        done = 0
        for s in {s["id"]: s for s in chosen.values()}.values():
            document = certificate(copy.deepcopy(s))
            for path in list(self.places(document)):
                *parents, last = path
                place = functools.reduce(lambda part, key: part[key], parents, document)
                kept = place[last]
                for place[last] in self.VALUES:
                    verdict(document)
                    done += 1
                place[last] = kept
        self.assertGreater(done, 3000)

    def test_work_is_bounded(self):
        power = "(1 + a + b + c + d + e + f)^48"
        tower = "exp(" * 150 + "x" + ")" * 150
        huge = "((((9^64)^64)^64)^64)^64"
        bernstein = [[{"rule": "bernstein"}]]
        for s in (
            claim({v: "[1/3, 7/11]" for v in "abcdef"}, f"{power} > 0", bernstein),
            claim({"x": "[0, 1]"}, f"{tower} > 0", [[{"precision": 4096, "rule": "interval"}]]),
            claim({"x": "[0, 1]"}, f"floor({tower}) > 0", [[INTERVAL]]),
            claim({"x": "[0, 1]"}, f"log1p({tower}) > 0", [[INTERVAL], [INTERVAL]]),
            claim({"x": "[0, 1]"}, f"x + {huge} > 0", bernstein),
            claim({"x": "[0, 1]"}, " or ".join(["x > 0 and x < 1"] * 12), [[INTERVAL]]),
        ):
            verdict(certificate(s))
        refuted = {**claim({"x": "[0, 9]"}, f"x + floor({huge}^x) < 0", []), "status": "refuted"}
        del refuted["proofs"]
        verdict(certificate({**refuted, "counterexample": [{"name": "x", "value": "9"}]}))


if __name__ == "__main__":
    unittest.main()
