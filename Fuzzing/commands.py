#!/usr/bin/env python3
"""Runs the whole command line on mutated files, each in a process with limits of time and memory.

    commands.py --tool TOOL [--seed S] [--seconds N] [--runs N] [--keep FOLDER]

The exit status must be one of those that the README lists, within 60 s and 4 GB of address space; a signal, a message that says
`internal error`, or one that is not a few lines is a finding, and its files are kept.
"""
import argparse
import glob
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from seeds import LOGISTIC, RIDGE, ROOT, STATEMENTS, read

MEMORY = 4 << 30
TIME = 60
STATUSES = {0, 1, 2, 3}
WORDS = ["0", "-1", "1/0", "1e-400", "1e999999999", "1e100000", "1e-99999", "9223372036854775808", "1e18", "1/3", "0.1", "[]", "{}",
         "[1, 2]", "zero", "null", "nan", "inf", "", "~", "&a", "*a", "!!str x", "\"", "'", "\0", "\u202e", "\ufeff", "\r\n", "1000", "3",
         "1/1000003", "17", "-1/2", "relu", "fourier", "2^(2^(2^(2^9)))", "t1", "train_loss(t)", "forall t in 0..inf: ", "exp(exp(n))"]
CLAIM = "id: ridge/mine\ntitle: t\nsource: s\ntheory: ridge\nconclusion: 'forall t in 0..inf: train_loss(t) < 100 or n > m'\n"


def mutated(text, chance, others):
    """The text after some changes of its words, lines and numbers."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        words = re.findall(r"[\w./-]+|\s+|.", text) or [""]
        place = chance.randrange(len(words))
        kind = chance.randrange(9)
        if kind < 3:
            numbers = [i for i, word in enumerate(words) if word[:1].isdigit()] or [place]
            words[chance.choice(numbers)] = chance.choice(WORDS)
        elif kind == 3:
            words[place] = chance.choice(WORDS)
        elif kind == 4:
            del words[place:place + chance.randrange(1, 6)]
        elif kind == 5:
            words[place:place] = words[place:place + 8] * chance.choice((1, 2, 50, 3000))
        elif kind == 6:
            words[place] = chance.choice(re.findall(r"[\w./-]+", chance.choice(others)) or [""])
        elif kind == 7:
            lines = "".join(words).split("\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(chance.choice(others).split("\n")))
            words = ["\n".join(lines)]
        else:
            words[place:] = []
        text = "".join(words)[:900_000]
    return text


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME, TIME + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(tool, arguments, folder):
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "HOME": folder}
    start = time.monotonic()
    try:
        result = subprocess.run(
            [tool, *arguments], cwd=folder, env=environment, preexec_fn=limit, timeout=4 * TIME, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    except subprocess.TimeoutExpired:
        return "hangs", "", time.monotonic() - start
    return result.returncode, result.stderr.decode(errors="replace"), time.monotonic() - start


def defect(status, message):
    """What is wrong with the end of a run; empty where nothing is."""
    if status not in STATUSES:
        return "status %s" % status
    if "internal error" in message or "Fatal error" in message:
        return "an internal error"
    if len(message) > 20_000 or "\0" in message:
        return "a message of %d characters" % len(message)
    if status == 2 and not message.strip():
        return "status 2 without a message"
    return ""


class Campaign:
    def __init__(self, tool, seed, keep):
        self.tool, self.chance, self.keep = os.path.abspath(tool), random.Random(seed), keep
        # Small problems of every kind of features, so that a run takes a moment.
        self.specs = [RIDGE, LOGISTIC,
                      RIDGE.replace("{matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0]]}", "{gaussian: {n: 2, m: 4, variance: 1/4, seed: 1}}")
                      + "noise: {variance: 1/100, seed: 4}\nhorizon: 1e4\n",
                      RIDGE.replace("{matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0]]}", "{relu: {n: 2, d: 2, m: 4, variance: 1/4, seed: 1}}"),
                      RIDGE.replace("{matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0]]}",
                                    "{fourier: {n: 2, d: 2, m: 4, frequency_variance: 1/4, seed: 1}}"),
                      LOGISTIC.replace("{points: [{x: [1, 2], y: 1}, {x: [2, 1/3], y: 1}, {x: [-1, 0], y: -1}]}",
                                       "{planted: {d: 2, box: 5, gamma: 1/2, per_class: [4, 3], support: [1, 2], seed: 4}}")
                      .replace("{given:", "{near: {planted: {alpha: 4, count: 9, seed: 3}}, "
                               "robust: {attack: {of: near, radius: 1/4, step: 1/8, steps: 9}}, given:")]
        self.claims = [CLAIM] + [re.sub("(?m)^(- )?id: ridge/", r"\1id: ridge/mine-", read(path))
                                 for path in sorted(glob.glob(ROOT + "/proofs/claims/ridge/*.yaml"))]
        self.statements = STATEMENTS + [
            line + "\n" for path in sorted(glob.glob(ROOT + "/proofs/inequalities/*.yaml")) if "slow" not in path
            for line in re.findall(r"(?m)^- \{id.*$", read(path))]
        with tempfile.TemporaryDirectory() as folder:
            with open(folder + "/s.yaml", "w", encoding="utf-8") as file:
                file.write(RIDGE)
            subprocess.run([self.tool, "certify", "s.yaml", "--format", "json", "--output", "c.json"], cwd=folder, check=True)
            self.certificates = [read(folder + "/c.json")]
        self.counts, self.statuses, self.findings, self.slowest = {}, {}, 0, (0.0, "")

    def step(self):
        chance = self.chance
        kind = chance.choice(("certify", "certify", "certify", "claims", "certify-claims", "prove", "verify", "diff", "table", "sweep",
                              "report", "simulate"))
        certificate = mutated(chance.choice(self.certificates), chance, self.certificates)
        files, arguments = {}, []
        if kind in ("certify", "simulate"):
            files = {"s.yaml": mutated(chance.choice(self.specs), chance, self.specs)}
            arguments = ["certify", "s.yaml", "--max-precision", "1024", "--format", chance.choice(("json", "text", "latex"))]
            if kind == "simulate":
                arguments = ["simulate", "s.yaml", "--at", chance.choice(("0", "0,5,1e3", "1e18"))]
        elif kind == "claims":
            files = {"c.yaml": mutated(chance.choice(self.claims), chance, self.claims)}
            arguments = ["claims", "ridge/mine", "--claims", "c.yaml", "--skip-proofs"]
        elif kind == "certify-claims":
            files = {"c.yaml": mutated(CLAIM, chance, self.claims), "s.yaml": RIDGE.replace("ridge/4.5", "ridge/mine")}
            arguments = ["certify", "s.yaml", "--claims", "c.yaml", "--max-precision", "1024"]
        elif kind == "prove":
            files = {"p.yaml": mutated(chance.choice(self.statements), chance, self.statements)}
            arguments = ["prove", "p.yaml", "--boxes", "50", "--jobs", "1", "--format", chance.choice(("json", "text"))]
        elif kind == "sweep":
            files = {"s.yaml": RIDGE, "w.yaml": mutated(
                "spec: s.yaml\naxes:\n  training.lambda: {values: [1/100, 1/50]}\n  training.eta: {linear: [1/2, 1, 2]}\n", chance,
                self.specs)}
            arguments = ["sweep", "w.yaml", "--output", "out", "--jobs", "1", "--max-precision", "1024"]
        else:
            files = {"c.json": certificate, "d.json": self.certificates[0]}
            arguments = {"verify": ["verify", "c.json"], "diff": ["diff", "c.json", "d.json"], "table": ["table", "c.json", "d.json"],
                         "report": ["report", "c.json", "--output", "r.html"]}[kind]
        folder = tempfile.mkdtemp()
        for name, text in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(text.encode("utf-8", "surrogatepass"))
        status, message, seconds = run(self.tool, arguments, folder)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.slowest = max(self.slowest, (seconds, " ".join(arguments)))
        wrong = defect(status, message)
        left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
        if left and not wrong:
            wrong = "leaves " + ", ".join(left)
        if wrong:
            self.findings += 1
            place = os.path.join(self.keep, "%03d-%s" % (self.findings, kind))
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(folder, place)
            with open(os.path.join(place, "COMMAND"), "w", encoding="utf-8") as file:
                file.write("%s\n%s after %.1f s\n%s\n" % (" ".join(arguments), wrong, seconds, message[-3000:]))
            print("FOUND %s: %s: %s" % (place, wrong, message.strip()[:300]), flush=True)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=0, help="runs, whatever time they take")
    parser.add_argument("--keep", default="commands")
    options = parser.parse_args()
    os.makedirs(options.keep, exist_ok=True)
    campaign = Campaign(options.tool, options.seed, os.path.abspath(options.keep))
    start = time.monotonic()
    while sum(campaign.counts.values()) < options.runs if options.runs else time.monotonic() - start < options.seconds:
        campaign.step()
    print("commands: %d runs in %.0f s (%s), %d findings; status %s; slowest %.1f s (%s)" % (
        sum(campaign.counts.values()), time.monotonic() - start, ", ".join("%s %d" % c for c in sorted(campaign.counts.items())),
        campaign.findings, ", ".join("%s: %d" % s for s in sorted(campaign.statuses.items(), key=str)), *campaign.slowest))
    sys.exit(1 if campaign.findings else 0)


if __name__ == "__main__":
    main()
