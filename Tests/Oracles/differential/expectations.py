"""The share of the differential test that scripts/test runs: problems with what the oracles say of them."""
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from flint import arb, fmpq

import differential
from compare import BITS
from exact import ball, precision, text
from language import UNDEFINED, Evaluator, Infinite, Surd, Undecided, Undefined, parsed
from sequence import Unknown

SEED = 20261128
COUNTS = {"ridge": 150, "logistic": 30}
LETTERS = {True: "h", False: "f", UNDEFINED: "u"}


def written(value):
    """A number as the test reads it: an exact rational, inf, or [lower, upper] in decimals of 26 digits."""
    if isinstance(value, Infinite): return "inf" if value.sign > 0 else "-inf"
    if isinstance(value, fmpq):
        exact = text(value)
        if len(exact) <= 60: return exact
        value = ball(value)
    if isinstance(value, Surd): value = ball(value.square).sqrt() * value.sign
    if not value.rad() < abs(value.mid()) * arb(10) ** -28: return None
    # Forty digits have an error far below the slack of 1e-26 around them.
    middle = value.str(40, radius=False)
    return [middle, "1e-26"] if middle != "0" else None


def statuses(claim, evaluator):
    """One letter a condition: holds, fails, undefined, or ? where the oracle does not know."""
    letters = ""
    for condition in claim["hypotheses"] + claim["events"] + [claim["conclusion"]]:
        truth = None
        if condition["status"] != "not-checked":
            for bits in BITS:
                with precision(bits): truth = evaluator.truth(parsed(condition["statement"]))
                if truth is not None: break
        letters += LETTERS.get(truth, "?")
    return letters


def sides(claim, evaluator):
    """Both sides of every condition, in order; null where the oracle does not know them."""
    values = []
    for condition in claim["hypotheses"] + [claim["conclusion"]]:
        tree = parsed(condition["statement"])
        if tree[0] != "compare": continue
        for part in tree[2:]:
            value = None
            try:
                with precision(700): value = written(evaluator.number(part, {}))
            except (Undefined, Undecided, Unknown): pass
            values.append(value)
    return values


def case(theory, name, spec, tool, folder):
    """What the oracle says; the certificate serves for the texts of the claims' statements only."""
    start = time.time()
    certificate = differential.certified(tool, theory, {name: spec}, folder, 4)[name]
    if isinstance(certificate, str): return None
    _, oracle_of = differential.modules(theory)
    oracle = oracle_of(spec)
    numbers = {}
    for quantity in [*oracle.NAMES, *oracle.TIMES]:
        try:
            with precision(700): value = oracle.number(quantity)
        except (Undefined, Undecided, Unknown): continue
        with precision(700): value = written(value)
        if value is not None: numbers[quantity] = value
    if any(time_name not in numbers for time_name in oracle.TIMES): return None
    evaluator = Evaluator(oracle.number, oracle.function, oracle.forall)
    evaluator.by_regime = oracle.by_regime
    claims, points = {}, []
    for claim in certificate["claims"]:
        label = f"{claim['id']}({claim['regime']})" if "regime" in claim else claim["id"]
        if "differential" in label: points = sides(claim, evaluator)
        horizon = [c.get("note", "") for c in claim["hypotheses"] + claim["events"] + [claim["conclusion"]]]
        # A statement that is certified up to a horizon is another statement than the one for ever.
        if not any(note.startswith("certified up to") for note in horizon):
            claims[label] = statuses(claim, evaluator)
    return {"name": name, "spec": spec, "numbers": numbers, "claims": claims, "points": points}, time.time() - start


def write(path, tool="grokcert"):
    lines = []
    with TemporaryDirectory() as folder:
        for theory, count in COUNTS.items():
            make, _ = differential.modules(theory)
            index = taken = 0
            while taken < count:
                spec = make(SEED, index)
                if theory == "logistic": spec["training"]["steps"] = str(min(60, int(spec["training"]["steps"])))
                found = case(theory, f"{theory}-{index}", spec, tool, Path(folder))
                index += 1
                # Short files: a spec with thousands of digits is for the long run.
                if found is None or len(json.dumps(found[0])) > 6000: continue
                lines.append(json.dumps(found[0], sort_keys=True, separators=(",", ":")))
                taken += 1
    path.write_text('{"cases":[\n' + ",\n".join(lines) + "\n]}\n")
    print(f"{path}: {len(lines)} problems, {path.stat().st_size} bytes")
    return 0
