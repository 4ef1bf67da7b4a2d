#!/usr/bin/env python3
"""Makes seeded forgeries of certificates and shows them to both checkers, which must reject every one with a reason.

    forge.py --tool grokcert --checker check.py --count 1000 --seed 1 CERTIFICATE…

A forgery is a certificate that says something else than the honest one: another number, verdict, status, statement,
problem, piece of evidence, rule of a proof. Its digest is computed again, so that only its content can give it away; one
forgery in fifty keeps the old digest. Claims are also forged coherently: the status, the sides and the verdict together,
or the whole problem exchanged for one with another threshold. What a certificate may say freely is left alone: the
version of the tool, and the bits at which comparisons would have been given up.
"""
import argparse, collections, concurrent.futures, copy, hashlib, json, os, random, subprocess, sys, tempfile, time
from fractions import Fraction

FREE = {"tool", "settings", "digest"}
VERDICTS = ["pass", "fail", "undecided", "out-of-scope"]
STATUSES = ["holds", "fails", "undecided", "undefined", "not-checked"]
FLAGS = ["empirical", "event-not-checked", "horizon", "trivial", "vacuous"]


def canonical(value):
    """RFC 8785 for the values that occur here: texts, lists, objects, booleans, small whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sealed(certificate):
    body = {name: value for name, value in certificate.items() if name != "digest"}
    return body | {"digest": "sha256:" + hashlib.sha256(canonical(body).encode()).hexdigest()}


def leaves(value, path=()):
    """Every place in a document, containers first."""
    yield path, value
    if isinstance(value, dict):
        for name in sorted(value):
            yield from leaves(value[name], path + (name,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, path + (index,))


def put(document, path, value):
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


def cut(document, path):
    for step in path[:-1]:
        document = document[step]
    del document[path[-1]]


def is_enclosure(value):
    return isinstance(value, dict) and {"lower", "upper"} <= set(value)


def number(text):
    """The value of a decimal or rational text; None for anything else."""
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError, TypeError):
        return None


def decimal(x, digits=30):
    """A decimal text near x, written as certificates write them: nothing but its value gives it away."""
    if x == 0:
        return "0"
    sign, x, exponent = ("-" if x < 0 else ""), abs(x), 0
    while x >= 10**digits:
        x, exponent = x / 10, exponent + 1
    while x < 10 ** (digits - 1):
        x, exponent = x * 10, exponent - 1
    body = str(round(x))
    point = len(body) + exponent
    body = body.rstrip("0")
    if -4 <= point <= 0:
        return sign + "0." + "0" * -point + body
    if 0 < point <= 20:
        whole, fraction = body[:point].ljust(point, "0"), body[point:]
        return sign + whole + ("." + fraction if fraction else "")
    return sign + body[0] + ("." + body[1:] if body[1:] else "") + f"e{point - 1}"


def next_digit(text, direction):
    """A decimal text with its last digit moved by one."""
    mantissa, mark, exponent = text.partition("e")
    whole, dot, fraction = mantissa.partition(".")
    digits = int(whole.lstrip("-") + fraction or "0") * (-1 if whole.startswith("-") else 1) + direction
    body = str(abs(digits)).rjust(len(fraction) + 1, "0")
    if dot:
        body = body[: -len(fraction)] + "." + body[-len(fraction) :]
    return ("-" if digits < 0 else "") + body + mark + exponent


def forged_enclosure(rng, value, wide):
    """An enclosure of something else: shifted by more than its width, or by its last digit where it is canonical."""
    value = dict(value)
    lower, upper = number(value["lower"]), number(value["upper"])
    if lower is None or upper is None:
        # An infinity becomes a number.
        return {"lower": "12", "upper": "12", "exact": "12"}
    if "exact" in value:
        exact = number(value["exact"]) + rng.choice([1, -1, Fraction(1, 3)])
        return {"lower": decimal(exact, 20), "upper": decimal(exact, 20), "exact": str(exact)}
    if not wide and rng.random() < 0.5:
        direction = rng.choice([1, -1])
        return {"lower": next_digit(value["lower"], direction), "upper": next_digit(value["upper"], direction)}
    shift = max(2 * (upper - lower), abs(lower) * Fraction(rng.choice([1, 7]), rng.choice([10, 10**6])), Fraction(1, 10**15))
    shift *= rng.choice([1, -1])
    return {"lower": decimal(lower + shift, 20), "upper": decimal(upper + shift, 20)}


class Forger:
    def __init__(self, certificates):
        self.certificates = certificates

    def forgery(self, rng):
        """(kind, document) that differs from the honest certificate it is made from."""
        while True:
            source = rng.choice(sorted(self.certificates))
            honest = self.certificates[source]
            kinds = self.proof_kinds if "statements" in honest else self.claim_kinds
            kind = rng.choice(kinds)
            forged = kind(self, rng, copy.deepcopy(honest), source)
            if forged is None or canonical(forged) == canonical(honest):
                continue
            if rng.random() < 0.02:
                return source, kind.__name__ + "-unsealed", forged
            return source, kind.__name__, sealed(forged)

    # Certificates of claims.

    def quantity(self, rng, c, _):
        name = rng.choice(sorted(c["quantities"]))
        c["quantities"][name] = forged_enclosure(rng, c["quantities"][name], name in c["wide"])
        return c

    def side(self, rng, c, _):
        places = [p for p, v in leaves(c["claims"]) if is_enclosure(v)]
        if not places:
            return None
        path = rng.choice(places)
        value = c["claims"]
        for step in path:
            value = value[step]
        put(c["claims"], path, forged_enclosure(rng, value, True))
        return c

    def verdict(self, rng, c, _):
        claim = rng.choice(c["claims"])
        claim["verdict"] = rng.choice([v for v in VERDICTS if v != claim["verdict"]])
        return c

    def coherent_verdict(self, rng, c, _):
        """A verdict with the statuses that would give it."""
        claim = rng.choice(c["claims"])
        target = rng.choice([v for v in VERDICTS if v != claim["verdict"]])
        claim["verdict"] = target
        if target == "out-of-scope":
            conditions = claim.get("hypotheses", []) + claim.get("events", [])
            if not conditions:
                return None
            rng.choice(conditions)["status"] = "fails"
            return c
        for condition in claim.get("hypotheses", []) + claim.get("events", []):
            if condition["status"] != "not-checked":
                condition["status"] = "holds"
                for part in condition.get("parts", []):
                    part["status"] = "holds"
        claim["conclusion"]["status"] = {"pass": "holds", "fail": "fails", "undecided": "undecided"}[target]
        return c

    def status(self, rng, c, _):
        places = [p for p, _ in leaves(c["claims"]) if p and p[-1] == "status"]
        path = rng.choice(places)
        put(c["claims"], path, rng.choice(STATUSES))
        return c

    def flags(self, rng, c, _):
        claim = rng.choice(c["claims"])
        claim["flags"] = sorted(set(claim["flags"]) ^ {rng.choice(FLAGS)})
        return c

    def statement(self, rng, c, _):
        places = [(p, v) for p, v in leaves(c["claims"]) if p and p[-1] == "statement"]
        path, text = rng.choice(places)
        old, new = rng.choice([("<=", "<"), ("2", "3"), ("eta", "2*eta"), (">=", ">"), ("epsilon", "c"), ("<", ">")])
        put(c["claims"], path, text.replace(old, new, 1))
        return c

    def words(self, rng, c, _):
        claim = rng.choice(c["claims"])
        name = rng.choice(["title", "source", "id"])
        claim[name] += rng.choice([" (corrected)", "x", "/strong"])
        return c

    def relation(self, rng, c, _):
        places = [(p, v) for p, v in leaves(c["claims"]) if p and p[-1] == "relation"]
        if not places:
            return None
        path, old = rng.choice(places)
        put(c["claims"], path, rng.choice([r for r in ["<", "<=", ">", ">=", "="] if r != old]))
        return c

    def spec(self, rng, c, _):
        """Another problem with the results of this one."""
        places = [(p, v) for p, v in leaves(c["spec"]) if isinstance(v, str) and number(v) is not None]
        path, old = rng.choice(places)
        value = number(old)
        changed = rng.choice([value + 1, value * 2, value + Fraction(1, 7) if value.denominator > 1 else value + 3])
        put(c["spec"], path, str(changed))
        return c

    def transplant(self, rng, c, source):
        """The spec and data digest of another certificate."""
        others = [n for n, o in sorted(self.certificates.items())
                  if n != source and "statements" not in o and o["theory"] == c["theory"]]
        if not others:
            return None
        other = self.certificates[rng.choice(others)]
        c["spec"] = copy.deepcopy(other["spec"])
        if rng.random() < 0.7:
            c["data_digest"] = other["data_digest"]
        return c

    def data_digest(self, rng, c, _):
        digits = list(c["data_digest"])
        place = rng.randrange(7, len(digits))
        digits[place] = rng.choice([d for d in "0123456789abcdef" if d != digits[place]])
        c["data_digest"] = "".join(digits)
        return c

    def evidence(self, rng, c, _):
        """One number of the evidence. Blocks of steps get a gap; a radius vanishes: a greater one is no lie."""
        evidence = c["evidence"]
        if c["theory"] == "ridge":
            lists = [evidence[name] for name in ("t1", "t2") if len(evidence[name]) > 1]
            if not lists:
                return None
            blocks = rng.choice(lists)
            block = blocks[rng.randrange(1, len(blocks))]
            block[0] = str(int(block[0]) + 1)
            return c
        if rng.random() < 0.3:
            ball = rng.choice(evidence["checkpoints"][1:])
            ball[2] = "0"
            return c
        places = [(p, v) for p, v in leaves(evidence) if is_enclosure(v) or (isinstance(v, str) and number(v) is not None)]
        places = [(p, v) for p, v in places if p[-1] not in ("lower", "upper", "exact")
                  and not (p[0] == "checkpoints" and (len(p) == 3 and p[2] == 2))]
        path, value = rng.choice(places)
        if is_enclosure(value):
            put(evidence, path, forged_enclosure(rng, value, True))
        elif number(value).denominator == 1 and "." not in value and "e" not in value:
            put(evidence, path, str(number(value) + rng.choice([1, 2])))
        elif "/" in value:
            put(evidence, path, str(number(value) * rng.choice([2, Fraction(1, 3)])))
        else:
            x = number(value)
            put(evidence, path, decimal(x + max(abs(x) / 1000, Fraction(1, 1000)), 28))
        return c

    def outcome(self, rng, c, _):
        blocks = [b for name in ("t1", "t2") for b in c["evidence"].get(name, [])]
        if not blocks:
            return None
        block = rng.choice(blocks)
        block[2] = rng.choice([o for o in ["yes", "no", "open"] if o != block[2]])
        return c

    def lost(self, rng, c, _):
        """Something is missing."""
        # A chain of balls with one less proves as much, and a block that none needs may go too.
        places = [p for p, v in leaves(c) if p and p[0] not in FREE and not (p[0] == "spec" and len(p) > 2)
                  and not (p[0] == "evidence" and len(p) == 3)]
        cut(c, rng.choice(places))
        return c

    def added(self, rng, c, _):
        places = [v for p, v in leaves(c) if isinstance(v, dict) and (not p or p[0] not in FREE)]
        rng.choice(places)[rng.choice(["note", "confirmed", "expect", "exact"])] = rng.choice(["1", "by two referees"])
        return c

    def exchanged(self, rng, c, _):
        """Two quantities, or the results of two claims, change places."""
        if rng.random() < 0.5 and len(c["claims"]) > 1:
            one, other = rng.sample(c["claims"], 2)
            for name in ("verdict", "conclusion", "flags"):
                one[name], other[name] = other[name], one[name]
        else:
            one, other = rng.sample(sorted(c["quantities"]), 2)
            c["quantities"][one], c["quantities"][other] = c["quantities"][other], c["quantities"][one]
        return c

    def wide(self, rng, c, _):
        name = rng.choice(sorted(c["quantities"]))
        if name in c["wide"]:
            c["wide"].pop(name)
        else:
            value = c["quantities"][name]
            lower, upper = number(value["lower"]), number(value["upper"])
            if lower is None or upper is None:
                return None
            slack = max(abs(lower), abs(upper), Fraction(1, 10**9)) / 1000
            c["quantities"][name] = {"lower": decimal(lower - slack, 20), "upper": decimal(upper + slack, 20)}
            c["wide"][name] = "no precision makes it narrower"
        return c

    claim_kinds = [quantity, quantity, side, verdict, coherent_verdict, coherent_verdict, status, flags, statement, words,
                   relation, spec, spec, transplant, data_digest, evidence, evidence, evidence, outcome, lost, added,
                   exchanged, wide]

    # Certificates of proofs.

    def proof_number(self, rng, c, _):
        places = [(p, v) for p, v in leaves(c["statements"])
                  if isinstance(v, str) and number(v) is not None and "proofs" not in p and p[-1] not in ("id", "value")]
        if not places:
            return None
        path, old = rng.choice(places)
        put(c["statements"], path, str(number(old) * 5 + 3))
        return c

    def proof_status(self, rng, c, _):
        statement = rng.choice(c["statements"])
        statement["status"] = rng.choice([s for s in ["proved", "refuted", "undecided"] if s != statement["status"]])
        return c

    def proof_turned(self, rng, c, _):
        """The contrary, with the proof of the statement."""
        statement = rng.choice([s for s in c["statements"] if s["status"] == "proved" and "statement" in s])
        text = statement["statement"]
        for old, new in (("<=", ">"), (">=", "<"), ("<", ">="), (">", "<="), ("=", "<")):
            if old in text:
                statement["statement"] = text.replace(old, new, 1)
                statement["id"] = "mine/" + statement["id"].replace("#", "-")
                return c
        return None

    def proof_range(self, rng, c, _):
        """A false statement as proved, with the proof of another one."""
        statement = rng.choice([s for s in c["statements"] if s["status"] == "refuted" and "counterexample" in s])
        proved = rng.choice([s for s in c["statements"] if s["status"] == "proved"])
        statement["status"] = "proved"
        statement["proofs"] = copy.deepcopy(proved["proofs"])
        statement.pop("counterexample")
        statement.pop("extent", None)
        return c

    def proof_lost(self, rng, c, _):
        """A rule is gone: the list is too short, or its rules stand at the wrong places."""
        lists = [v for p, v in leaves(c["statements"]) if isinstance(v, list) and len(p) >= 2 and p[-2] == "proofs" and v]
        chosen = rng.choice(lists)
        del chosen[rng.randrange(len(chosen))]
        return c

    def proof_spare(self, rng, c, _):
        lists = [v for p, v in leaves(c["statements"]) if isinstance(v, list) and len(p) >= 2 and p[-2] == "proofs" and v]
        chosen = rng.choice(lists)
        chosen.append(copy.deepcopy(rng.choice(chosen)))
        return c

    def proof_field(self, rng, c, _):
        places = [(p, v) for p, v in leaves(c["statements"]) if isinstance(v, dict)]
        path, value = rng.choice(places)
        if rng.random() < 0.5:
            value[rng.choice(["trusted", "note", "lemma"])] = "1"
        else:
            value.pop(rng.choice(sorted(value)), None)
        return c

    def proof_counterexample(self, rng, c, _):
        """A point out of the ranges, or none."""
        refuted = [s for s in c["statements"] if "counterexample" in s]
        if not refuted:
            return None
        statement = rng.choice(refuted)
        index = rng.randrange(len(statement["forall"]))
        lower, upper = statement["forall"][index]["range"].strip("()[]").split(", ")
        outside = [str(Fraction(x) + d) for x, d in ((lower, -1), (upper, 1)) if number(x) is not None]
        statement["counterexample"][index]["value"] = rng.choice(outside + ["inf", "1/0", ""])
        return c

    def proof_extent(self, rng, c, _):
        extents = [s["extent"] for s in c["statements"] if "extent" in s]
        if not extents:
            return None
        extent = rng.choice(extents)
        name = rng.choice(["holds_to", "fails_at"])
        # Beyond where it fails, or before where it still holds.
        other = number(extent["fails_at" if name == "holds_to" else "holds_to"])
        extent[name] = str(other * (Fraction(11, 10) if name == "holds_to" else Fraction(9, 10)))
        return c

    proof_kinds = [proof_number, proof_status, proof_turned, proof_range, proof_lost, proof_lost, proof_spare, proof_field,
                   proof_counterexample, proof_extent]


def shown_to(command, path, limit):
    """(rejected with a reason, what it said)."""
    try:
        result = subprocess.run(command + [path], capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return False, f"no answer in {limit} s"
    said = (result.stdout + result.stderr).strip()
    # 2 says that the file is no certificate at all, which is a rejection of a document with a wrong form.
    reason = said.replace(os.path.basename(path), "").strip(" :\n")
    return result.returncode in (1, 2) and len(reason) > 10 and "Traceback" not in said, said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True, help="the grokcert executable")
    parser.add_argument("--checker", required=True, help="proofs/checker/check.py")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first forgery")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", help="folder for the forgeries that a checker accepts")
    parser.add_argument("--limit", type=int, default=300, help="seconds that a checker may take")
    parser.add_argument("certificates", nargs="+")
    options = parser.parse_args()
    certificates = {}
    for name in options.certificates:
        with open(name, encoding="utf-8") as file:
            certificates[os.path.basename(name)] = json.load(file)
    checkers = {"grokcert verify": [options.tool, "verify"],
                "check.py": [sys.executable, options.checker, "--full"]}
    for title, command in checkers.items():
        for name in options.certificates:
            result = subprocess.run(command + [name], capture_output=True, text=True)
            if result.returncode != 0:
                sys.exit(f"{title} rejects the honest certificate {name}: {result.stdout}{result.stderr}")
    forger = Forger(certificates)
    start = time.monotonic()
    tally, failures = collections.Counter(), []

    with tempfile.TemporaryDirectory() as folder:
        def one(number):
            source, kind, document = forger.forgery(random.Random(f"{options.seed}/{number}"))
            path = os.path.join(folder, f"forgery-{number}.json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(canonical(document) + "\n")
            answers = {title: shown_to(command, path, options.limit) for title, command in checkers.items()}
            bad = [title for title, (rejected, _) in answers.items() if not rejected]
            if bad and options.keep:
                os.makedirs(options.keep, exist_ok=True)
                os.replace(path, os.path.join(options.keep, f"{number}-{kind}-{source}"))
            elif os.path.exists(path):
                os.unlink(path)
            return number, source, kind, bad, answers

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for number, source, kind, bad, answers in pool.map(one, range(options.first, options.first + options.count)):
                tally[kind] += 1
                if bad:
                    failures.append(number)
                    for title in bad:
                        print(f"ACCEPTED or without reason: forgery {number} ({kind} of {source}) by {title}: "
                              f"{answers[title][1][:300]}", flush=True)
    for kind, count in sorted(tally.items()):
        print(f"{count:6} {kind}")
    print(f"{options.count} forgeries of {len(certificates)} certificates, seed {options.seed}: "
          f"{options.count - len(failures)} rejected by both checkers, {len(failures)} not; "
          f"{time.monotonic() - start:.0f} s")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
