#!/usr/bin/env python3
"""Random problems decided by grokcert and by oracles that share no method with it. See scripts/differential --help."""
import argparse
import json
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
OUTCOMES = ["agree", "contradiction", "tool open", "oracle open", "both open"]
BATCH = 5


def modules(theory):
    import generate
    if theory == "ridge":
        import ridge
        return generate.ridge, ridge.RidgeOracle
    import logistic
    return generate.logistic, logistic.LogisticOracle


def certified(tool, theory, specs, folder, seconds):
    """The certificates of specs by name; for one that failed, what was printed."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = []
    for name, spec in specs.items():
        path = folder / f"{name}.yaml"
        path.write_text(json.dumps(spec))
        inputs.append(path)
    out = folder / "certificates"
    out.mkdir(exist_ok=True)
    target = out if len(inputs) > 1 else out / f"{inputs[0].stem}.json"
    command = [
        tool, "certify", *map(str, inputs), "--claims", str(FOLDER / f"points-{theory}.yaml"), "--format", "json",
        "--no-checkpoints", "--quiet", "--output", str(target)]
    try:
        # Seconds of processor time, so that a busy machine does not change the outcome.
        limit = seconds + len(inputs) - 1
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=100 * limit,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
        failure = f"exit {run.returncode}: {run.stderr.strip()}" if run.returncode not in (0, 1, 3) else None
        if run.returncode in (-signal.SIGXCPU, -signal.SIGKILL): failure = "timeout"
    except subprocess.TimeoutExpired:
        failure = "timeout"
    if failure and len(inputs) > 1:
        result = {}
        for name, spec in specs.items(): result |= certified(tool, theory, {name: spec}, folder, seconds)
        return result
    if failure: return {inputs[0].stem: failure}
    return {path.stem: json.loads((out / f"{path.stem}.json").read_text()) for path in inputs}


def batch(job):
    """One batch of problems: counts, and the contradictions with their specs."""
    from compare import Comparison
    theory, seed, first, count, tool, folder, seconds = job
    folder = Path(folder)
    make, oracle = modules(theory)
    specs = {f"{theory}-{seed}-{i}": make(seed, i) for i in range(first, first + count)}
    start = time.time()
    answers = certified(tool, theory, specs, folder, seconds)
    tool_time = time.time() - start
    counts, found = Counter(), []
    for name, answer in answers.items():
        comparison = Comparison()
        if answer == "timeout":
            counts["problem", "tool open"] += 1
            found.append((name, ["slow: no certificate within the time limit"], False))
            continue
        if isinstance(answer, str):
            counts["problem", "contradiction"] += 1
            found.append((name, [answer], True))
            continue
        compared = oracle(specs[name])
        comparison.quantities(answer, compared)
        comparison.conditions(answer, compared)
        counts += comparison.counts
        counts["problem", "contradiction" if comparison.contradictions else "agree"] += 1
        if comparison.contradictions: found.append((name, comparison.contradictions, True))
        else:
            (folder / f"{name}.yaml").unlink()
            (folder / "certificates" / f"{name}.json").unlink()
    return counts, found, tool_time, time.time() - start - tool_time


def damages(certificate):
    """Certificates with one thing wrong, each with what it is: a time, a number in the 16th digit, a status."""
    from exact import q, text

    def damaged(change):
        copy = json.loads(json.dumps(certificate))
        change(copy)
        return copy

    def shifted(name):
        def change(c):
            record = c["quantities"][name]
            value = str(int(record["lower"]) + 1)
            c["quantities"][name] = {"lower": value, "upper": value, "exact": value}
        return change

    for name, record in certificate["quantities"].items():
        if name in ("t1", "t2", "t_final", "T_train") and record["lower"] == record["upper"] and "inf" not in record["lower"]:
            yield name, damaged(shifted(name))
        elif name in ("T", "lambda_max", "u_norm2", "R", "gamma", "svm_norm") and "exact" not in record \
                and name not in certificate["wide"]:
            def moved(c, name=name):
                for end, factor in (("lower", q("1.000000000000001")), ("upper", q("1.000000000000002"))):
                    c["quantities"][name][end] = text(q(c["quantities"][name][end]) * factor)
            yield name, damaged(moved)
    for i, claim in enumerate(certificate["claims"]):
        status = claim["conclusion"]["status"]
        if status in ("holds", "fails") and not claim["conclusion"]["statement"].startswith("forall"):
            def flipped(c, i=i, other={"holds": "fails", "fails": "holds"}[status]): c["claims"][i]["conclusion"]["status"] = other
            yield claim["id"], damaged(flipped)


def self_test(options):
    """Damaged certificates must be found out: exit status 1 where one is not, unless the oracle does not know."""
    from compare import Comparison
    found = open_cases = missed = 0
    for theory, count in (("ridge", options.ridge), ("logistic", options.logistic)):
        make, oracle = modules(theory)
        for i in range(options.first, options.first + count):
            name, spec = f"{theory}-{options.seed}-{i}", make(options.seed, i)
            answer = certified(options.tool, theory, {name: spec}, Path(options.folder), options.seconds)[name]
            if isinstance(answer, str): continue
            for what, bad in damages(answer):
                comparison = Comparison()
                compared = oracle(spec)
                comparison.quantities(bad, compared)
                comparison.conditions(bad, compared)
                if comparison.contradictions: found += 1
                elif any(what in kind and outcome == "oracle open" for kind, outcome in comparison.counts): open_cases += 1
                else:
                    missed += 1
                    print(f"not found out: {name} {what}")
    print(f"{found} damages found out, {missed} missed, {open_cases} where the oracle does not know")
    return 1 if missed or not found else 0


def table(counts, theory, details, file=sys.stdout):
    rows = sorted({kind for kind, _ in counts if details or not kind.startswith("  ")},
                  key=lambda kind: (kind.startswith('  '), kind))
    width = max([len(r) for r in rows] + [12])
    print(f"{theory:{width}} " + " ".join(f"{o:>13}" for o in OUTCOMES), file=file)
    for row in rows:
        print(f"{row:{width}} " + " ".join(f"{counts[row, o]:>13}" for o in OUTCOMES), file=file)
    print(file=file, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="scripts/differential", description=__doc__)
    parser.add_argument("--ridge", type=int, default=10000, help="ridge problems (default 10000)")
    parser.add_argument("--logistic", type=int, default=1000, help="logistic problems (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other problems (default 1)")
    parser.add_argument("--first", type=int, default=0, help="number of the first problem, to repeat one (default 0)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--seconds", type=int, default=2, help="processor time that one certificate may take (default 2)")
    parser.add_argument("--details", action="store_true", help="count what stays open by name, too")
    parser.add_argument("--self-test", action="store_true", help="damage certificates instead: each damage must be found out")
    parser.add_argument("--tool", default="grokcert", help="the program to test")
    parser.add_argument("--folder", default="/tmp/grokcert-differential", help="where specs and certificates go")
    parser.add_argument("--write-expectations", metavar="FILE", nargs="?",
                        const=str(FOLDER.parent.parent / "CertificationTests/Fixtures/differential.json"),
                        help="write the committed share instead (scripts/test reads it)")
    options = parser.parse_args()
    if options.write_expectations:
        import expectations
        return expectations.write(Path(options.write_expectations), options.tool)
    if options.self_test: return self_test(options)
    bad = 0
    for theory, total in (("ridge", options.ridge), ("logistic", options.logistic)):
        if total == 0: continue
        start, counts, tool_time, oracle_time = time.time(), Counter(), 0.0, 0.0
        jobs = [
            (theory, options.seed, i, min(BATCH, options.first + total - i), options.tool, options.folder, options.seconds)
            for i in range(options.first, options.first + total, BATCH)]
        with ProcessPoolExecutor(options.jobs) as pool:
            for number, (more, found, a, b) in enumerate(pool.map(batch, jobs)):
                counts += more
                tool_time, oracle_time = tool_time + a, oracle_time + b
                for name, sentences, is_bad in found:
                    bad += is_bad
                    print(f"{'CONTRADICTION' if is_bad else 'note'} {options.folder}/{name}.yaml")
                    for sentence in sentences[:12]: print(f"  {sentence[:500]}", flush=True)
                if number % 100 == 99:
                    print(f"{(number + 1) * BATCH} of {total} {theory} problems", file=sys.stderr)
                    table(counts, theory, options.details, sys.stderr)
        print(f"\n{total} {theory} problems, seed {options.seed}: {time.time() - start:.0f} s "
              f"(grokcert {tool_time:.0f} s, oracle {oracle_time:.0f} s, {options.jobs} at a time)")
        table(counts, theory, options.details)
    if bad: print(f"{bad} problems with a contradiction", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__": sys.exit(main())
