"""Honest certificates are accepted, forged ones (with the digest made right again) rejected with a reason."""

import copy
import glob
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

import check
import forgeries
import ridge
from conditions import Judge
from decimals import as_interval
from problem import Rejected, canonical

sys.set_int_max_str_digits(0)
COUNT = os.environ.get("FORGERIES", "40")
MALFORMED = (TypeError, KeyError, ValueError, AttributeError, IndexError, ArithmeticError)
OPTIONS = {"full": False, "seed": 0, "segments": 20}


def certificates():
    return sorted(glob.glob(os.path.join(HERE, "certificates", "*.json")))


def read(name):
    with open(os.path.join(HERE, "certificates", name), encoding="utf-8") as file:
        return json.load(file)


def sealed(document):
    """The document with the digest that it should have."""
    body = {k: v for k, v in document.items() if k != "digest"}
    body["digest"] = "sha256:" + hashlib.sha256(canonical(body).encode()).hexdigest()
    return json.dumps(body)


def chosen(items, seed):
    items = list(items)
    if COUNT == "all" or len(items) <= int(COUNT):
        return items
    return random.Random(seed).sample(items, int(COUNT))


class Certificates(unittest.TestCase):
    def test_honest_ones_are_accepted(self):
        self.assertGreater(len(certificates()), 10)
        for name in certificates():
            with self.subTest(name), open(name, encoding="utf-8") as file:
                check.check(file.read(), OPTIONS)

    def rejected(self, document, reason=""):
        with self.assertRaises((Rejected,) + MALFORMED) as caught:
            check.check(sealed(document), OPTIONS)
        self.assertIn(reason, str(caught.exception))

    def test_damage_is_seen_by_the_digest(self):
        document = read("user-claim.json")
        document["spec"]["training"]["eta"] = "1/3"
        with self.assertRaisesRegex(Rejected, "digest"):
            check.check(json.dumps(document), OPTIONS)

    def test_spec_changed_and_all_else_left(self):
        for where, value, reason in (
            (("training", "eta"), "501/1000", ""),
            (("training", "lambda"), "1/10001", ""),
            (("thresholds", "epsilon"), "1/101", ""),
            (("thresholds", "c"), "1/101", ""),
            (("features", "gaussian", "seed"), "14", "data_digest"),
            (("features", "gaussian", "variance"), "1/201", "data_digest"),
            (("covariance", "scaled_identity"), "1/201", "data_digest"),
            (("teacher", "sphere", "norm"), "2", "data_digest"),
            (("initialization", "gaussian", "variance"), "2", "data_digest"),
            (("confidence",), "1/21", ""),
            (("claims",), ["ridge/mine/two-time-constants"], "claims"),
        ):
            document = read("user-claim.json")
            place = document["spec"]
            for step in where[:-1]:
                place = place[step]
            place[where[-1]] = value
            with self.subTest(".".join(where)):
                self.rejected(document, reason)

    def test_outside_of_the_claims(self):
        for number, change in enumerate((
            lambda d: d.update(schema="grokcert/certificate/2"),
            lambda d: d.update(theory="logistic"),
            lambda d: d.update(extra="0"),
            lambda d: d.pop("wide"),
            lambda d: d["tool"].update(name="other"),
            lambda d: d["tool"].update(version="new"),
            lambda d: d["settings"].update(max_precision="many"),
            lambda d: d.update(data_digest="sha256:" + "0" * 64),
            lambda d: d["wide"].update(t1="undecided at the greatest precision allowed"),
            lambda d: d["claims"].append(copy.deepcopy(d["claims"][-1])),
            lambda d: d["claims"].reverse(),
            lambda d: d["claims"][0]["definition"].update(conclusion="1 < 2"),
            lambda d: d["claims"][0]["definition"].update(id="ridge/4.5"),
            lambda d: d["claims"][0].pop("definition"),
            lambda d: d["evidence"]["t1"].pop(),
            lambda d: d["evidence"]["t2"].pop(0),
            lambda d: d["spec"].update(expect={}),
        )):
            document = read("user-claim.json")
            change(document)
            with self.subTest(number):
                self.rejected(document)

    def test_built_in_claim_left_out(self):
        document = read("small-matrix.json")
        document["claims"].pop()
        self.rejected(document, "not what the spec asks for")

    def test_statement_under_a_built_in_id(self):
        document = read("small-matrix.json")
        record = next(c for c in document["claims"] if c["id"] == "ridge/4.4/floor")
        record["conclusion"]["statement"] = "final_train_loss <= lambda*T^2/7"
        self.rejected(document, "statement")

    def test_random_forgeries_of_claims(self):
        for number, name in enumerate(("small-matrix.json", "noise.json", "statements.json", "diverging.json", "user-claim.json")):
            document = read(name)
            theory = ridge.Theory(document)
            theory.check()
            claims = check.builtin_claims()
            claims.update({c["id"]: c["definition"] for c in document["claims"] if "definition" in c})
            wide = {n: as_interval(document["quantities"][n], n) for n in document["wide"]}
            judge = Judge(theory, wide, theory.horizon)
            per_claim = []
            for i, record in enumerate(document["claims"]):
                lean = {k: v for k, v in record.items() if k not in ("definition", "id")}
                every = [(record, w, d["c"]) for w, d in forgeries.forgeries({"c": lean}, ("c",))]
                per_claim += every if COUNT == "all" else random.Random(1000 * number + i).sample(every, 3)
                per_claim += [(record, w, d) for w, d in forgeries.undecided(record)]
            for record, what, forged in chosen(per_claim, number):
                with self.subTest(f"{name}: {record['id']}: {what}"), self.assertRaises((Rejected,) + MALFORMED):
                    check.check_claim({**forged, "id": record["id"]}, claims[record["id"]], judge, theory.empirical, record["id"])

    def test_random_forgeries_of_quantities_and_evidence(self):
        for number, name in enumerate(("small-matrix.json", "noise.json", "fourier.json")):
            document = read(name)
            theory = ridge.Theory(document)
            theory.check()
            every = [x for part in ("quantities", "wide", "evidence") for x in forgeries.forgeries(document, (part,))]
            # A shorter or longer block at the loose end of a list can be true as well; everything else must be rejected.
            loose = ("evidence.t1.0.0 :=", f"evidence.t2.{len(document['evidence']['t2']) - 1}.1 :=")
            every = [(what, forged) for what, forged in every if not what.startswith(loose)]
            for what, forged in chosen(every, number):
                theory.certificate, theory.times = forged, {}
                with self.subTest(f"{name}: {what}"), self.assertRaises((Rejected,) + MALFORMED):
                    theory.check()

    def test_evidence_that_lies(self):
        document = read("small-matrix.json")
        t1 = document["evidence"]["t1"]
        last = int(document["quantities"]["t1"]["exact"])
        for change in (
            lambda d: d["evidence"]["t1"].__setitem__(0, [t1[0][0], str(last + 1), "yes"]),
            lambda d: d["evidence"]["t1"].__setitem__(1, [str(last + 1), "inf", "yes"]),
            lambda d: d["evidence"]["t2"].insert(0, ["0", "0", "open"]),
            lambda d: d["quantities"]["t1"].update(lower=str(last - 1), upper=str(last - 1), exact=str(last - 1)),
            lambda d: d["quantities"].update(t_final={"lower": "inf", "upper": "inf"}),
            lambda d: d["quantities"].update(t1={"lower": str(last), "upper": str(last + 1)}),
        ):
            forged = copy.deepcopy(document)
            change(forged)
            self.rejected(forged)

    def test_malformed_documents_have_a_reason(self):
        for text, reason in (
            ("", "JSON"),
            ("[]", "object"),
            ('{"a": 1.5}', "number"),
            ('{"a": "1", "a": "2"}', "twice"),
            ('{"a": NaN}', "number"),
            ("{}", "digest"),
            ("[" * 100000, "JSON"),
        ):
            with self.assertRaisesRegex(Rejected, reason):
                check.check(text, OPTIONS)

    def test_command(self):
        program = os.path.join(os.path.dirname(HERE), "check.py")
        with tempfile.TemporaryDirectory() as folder:
            good, bad = os.path.join(HERE, "certificates", "tall-noise.json"), os.path.join(folder, "bad.json")
            document = read("tall-noise.json")
            document["quantities"]["t2"] = {"exact": "1", "lower": "1", "upper": "1"}
            with open(bad, "w", encoding="utf-8") as file:
                file.write(sealed(document))
            for files, status, word in (([good], 0, "accepted"), ([bad], 1, "rejected"), ([bad, folder], 2, "unreadable")):
                run = subprocess.run([sys.executable, program, *files], capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, status, run.stdout + run.stderr)
                self.assertIn(word, run.stdout)
                self.assertEqual(len(run.stdout.splitlines()), len(files))
                self.assertEqual(run.stderr, "")


if __name__ == "__main__":
    unittest.main()
