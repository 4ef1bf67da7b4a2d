"""The share of the differential test that scripts/test runs: problems with what the oracles say of them."""
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from flint import arb, fmpq

import differential
from compare import BITS
from exact import ball, precision, text
from language import UNDEFINED, Beyond, Evaluator, Infinite, Surd, Undecided, Undefined, parsed
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
    """One letter a condition: holds, fails, undefined, or ? where the oracle does not know or the tool leaves it open.

    What the tool decides today it must decide tomorrow, as the oracle does.
    """
    letters = ""
    for condition in claim["hypotheses"] + claim["events"] + [claim["conclusion"]]:
        truth = None
        if condition["status"] not in ("not-checked", "undecided"):
            for bits in BITS:
                with precision(bits): truth = evaluator.truth(parsed(condition["statement"]))
                if truth is not None: break
        letters += LETTERS.get(truth, "?")
    return letters


def sides(claim, evaluator):
    """Both sides of every comparison, in order; null where one of the two does not know them."""
    values = []
    for condition in claim["hypotheses"] + [claim["conclusion"]]:
        tree = parsed(condition["statement"])
        if tree[0] != "compare": continue
        for side, part in zip(("left", "right"), tree[2:]):
            value = None
            if side in condition:
                try:
                    with precision(700): value = written(evaluator.number(part, {}))
                except (Undefined, Undecided, Unknown): pass
            values.append(value)
    return values


def case(theory, name, spec, tool, folder):
    """What the oracle says; the certificate serves for the texts of the claims' statements only."""
    certificate = differential.certified(tool, theory, {name: spec}, folder, 4)[name]
    if isinstance(certificate, str): return None
    _, oracle_of = differential.modules(theory)
    oracle = oracle_of(spec)
    numbers = {}
    for quantity in [*oracle.NAMES, *oracle.TIMES]:
        try:
            with precision(700): value = oracle.number(quantity)
        except (Undefined, Undecided, Unknown): continue
        if isinstance(value, Beyond): continue
        with precision(700): value = written(value)
        if value is not None: numbers[quantity] = value
    times = [name for name in oracle.TIMES if name in numbers]
    if theory == "ridge" and len(times) < len(oracle.TIMES) or not times: return None
    # The tool's searches end at 2^62: later times stay brackets.
    if any(isinstance(oracle.number(name), fmpq) and oracle.number(name) > 1 << 62 for name in times): return None
    # Times that the tool leaves open, which are rare: it need not decide them, but must enclose them.
    records = {name: certificate["quantities"][name] for name in times}
    open_times = sorted(name for name, x in records.items() if x["lower"] != x["upper"])
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
    return {
        "name": name, "spec": spec, "numbers": numbers, "claims": claims, "points": points, "open": open_times,
        "times": times}


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
                if found is None or len(json.dumps(found)) > 5000: continue
                lines.append(json.dumps(found, sort_keys=True, separators=(",", ":")))
                taken += 1
    path.write_text('{"cases":[\n' + ",\n".join(lines) + "\n]}\n")
    print(f"{path}: {len(lines)} problems, {path.stat().st_size} bytes")
    return 0
