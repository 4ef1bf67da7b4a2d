"""A certificate against an oracle: agreements, what either side left open, contradictions."""
import re
from collections import Counter

from flint import arb, fmpq

from exact import ball, precision, q
from language import UNDEFINED, Beyond, Evaluator, Infinite, Surd, Undecided, Undefined, parsed
from sequence import Unknown

BITS = [128, 512, 2048]
DECIDED = {True: "holds", False: "fails", UNDEFINED: "undefined"}


def end(text):
    return Infinite(-1 if text.startswith("-") else 1) if text.lstrip("-") == "inf" else q(text)


def relation(record, value):
    """'agree', 'wide' where the certificate has only a bracket, or a sentence on the contradiction."""
    if "exact" in record and isinstance(value, fmpq):
        return "agree" if q(record["exact"]) == value else f"{record['exact']}, not {value}"
    low, high = end(record["lower"]), end(record["upper"])
    if isinstance(value, Beyond):
        # Of a run that leaves the range of the arithmetic nothing is certified but its start: a bracket from there on.
        if isinstance(high, Infinite) and not isinstance(low, Infinite) and low <= value.least:
            return "agree" if low == value.least else "wide"
        return f"{record}, not beyond {value.least}"
    if isinstance(value, Infinite):
        if isinstance(high, Infinite) and high.sign == value.sign or (
                isinstance(low, Infinite) and low.sign == value.sign):
            return "agree" if isinstance(low, Infinite) and isinstance(high, Infinite) and low.sign == high.sign else "wide"
        return f"[{record['lower']}, {record['upper']}], not {'-' if value.sign < 0 else ''}inf"
    x = value if isinstance(value, arb) else ball(value) if isinstance(value, fmpq) else None
    if isinstance(value, Surd): x = ball(value.square).sqrt() * value.sign
    if "exact" in record and x is not None:
        return "agree" if x.contains(ball(q(record["exact"]))) or x.overlaps(ball(q(record["exact"]))) else \
            f"{record['exact']}, not {x.str(30)}"
    above = not isinstance(low, Infinite) or low.sign > 0
    below = not isinstance(high, Infinite) or high.sign < 0
    if isinstance(value, fmpq):
        outside = (isinstance(low, fmpq) and value < low) or (isinstance(high, fmpq) and value > high) or (
            isinstance(low, Infinite) and low.sign > 0) or (isinstance(high, Infinite) and high.sign < 0)
    else:
        outside = (above and (isinstance(low, Infinite) or x < ball(low))) or (
            below and (isinstance(high, Infinite) or x > ball(high)))
    if outside:
        return f"[{record['lower']}, {record['upper']}], not {x.str(30) if x is not None else value}"
    if isinstance(low, Infinite) or isinstance(high, Infinite): return "wide"
    width = high - low
    return "agree" if abs(width) <= fmpq(1, 10 ** 14) * max(abs(low), abs(high)) else "wide"


def is_open(record):
    return record["lower"] != record["upper"] and "inf" in record["lower"] + record["upper"]


class Comparison:
    def __init__(self):
        self.counts = Counter()
        self.contradictions = []

    def count(self, kind, outcome, name, what=""):
        self.counts[kind, outcome] += 1
        if outcome == "contradiction": self.contradictions.append(f"{kind} {name}: {what}")
        elif outcome in ("tool open", "oracle open"): self.counts[f"  {kind} {name}", outcome] += 1

    def quantities(self, certificate, oracle):
        recorded = certificate["quantities"]
        for name in sorted({*recorded, *oracle.NAMES, *oracle.TIMES}):
            kind = "time" if name in oracle.TIMES else "quantity"
            try:
                with precision(700): value = oracle.number(name)
            except Undefined:
                if name in recorded and is_open(recorded[name]): self.count(kind, "tool open", name)
                elif name in recorded: self.count(kind, "contradiction", name, f"{recorded[name]} does not exist")
                continue
            except (Undecided, Unknown):
                self.count(kind, "oracle open", name)
                continue
            if name not in recorded:
                self.count(kind, "contradiction", name, f"is missing, not {value}")
                continue
            with precision(700): answer = relation(recorded[name], value)
            outcome = {"agree": "agree", "wide": "tool open"}.get(answer, "contradiction")
            self.count(kind, outcome, name, answer)

    def conditions(self, certificate, oracle):
        for claim in certificate["claims"]:
            for place, condition in [
                    *((f"{c['id']}", c) for c in claim["hypotheses"] + claim["events"]),
                    ("conclusion", claim["conclusion"])]:
                self.condition(f"{claim['id']}:{place}", condition, oracle)

    def condition(self, name, condition, oracle):
        status = condition["status"]
        if status == "not-checked": return
        tree = parsed(condition["statement"])
        certified = re.match(r"certified up to t = (\d+)", condition.get("note", ""))
        oracle.last_step = int(certified.group(1)) if certified else None
        evaluator = Evaluator(oracle.number, oracle.function, oracle.forall)
        evaluator.by_regime = oracle.by_regime
        truth = None
        for bits in BITS:
            with precision(bits): truth = evaluator.truth(tree)
            if truth is not None: break
        kind = "time statement" if condition["statement"].startswith("forall") else "status"
        if truth is None: self.count(kind, "oracle open" if status != "undecided" else "both open", name)
        elif status == "undecided": self.count(kind, "tool open", name, status)
        elif DECIDED[truth] == status: self.count(kind, "agree", name)
        else: self.count(kind, "contradiction", name, f"{status}, not {DECIDED[truth]}: {condition['statement']}")
        if tree[0] == "compare":
            for side, part in (("left", tree[2]), ("right", tree[3])):
                if side in condition: self.side(f"{name} {side}", condition[side], part, evaluator)
        for i, part in enumerate(condition.get("parts", [])): self.condition(f"{name}[{i}]", part, oracle)

    def side(self, name, record, tree, evaluator):
        try:
            with precision(700):
                value = evaluator.number(tree, {})
                answer = relation(record, value)
        except Undefined:
            outcome = "tool open" if is_open(record) else "contradiction"
            return self.count("side", outcome, name, f"{record} has no value")
        except (Undecided, Unknown): return self.count("side", "oracle open", name)
        outcome = {"agree": "agree", "wide": "tool open"}.get(answer, "contradiction")
        self.count("side", outcome, name, answer)
