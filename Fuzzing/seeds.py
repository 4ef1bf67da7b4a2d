#!/usr/bin/env python3
"""The inputs that fuzzing starts from: the repository's own files, and what the tool makes of small ones.

    seeds.py TOOL FOLDER     writes FOLDER/TARGET/NAME
"""
import glob
import os
import re
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RIDGE = """theory: ridge
features: {matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0]]}
covariance: {scaled_identity: 1/4}
feature_bound: 1/2
teacher: {vector: [1/2, 0, 1/4, 0]}
initialization: {vector: [2, -2, 1, 2], variance: 4}
training: {eta: 1, lambda: 1/100}
thresholds: {epsilon: 1/50, c: 1/50}
claims: [ridge/4.5]
"""
LOGISTIC = """theory: logistic
data: {points: [{x: [1, 2], y: 1}, {x: [2, 1/3], y: 1}, {x: [-1, 0], y: -1}]}
training: {eta: 1/10, steps: 30}
tests: {given: {points: [{x: [1/9, 1], y: 1}, {x: [-1/8, 2], y: -1}]}}
thresholds: {epsilon: 1e-3}
claims: [logistic/4.3-svm]
"""
STATEMENTS = [
    '- {id: a, forall: {x: "[-3, 10]"}, statement: "(1 + x)^3 >= 1 + 3*x"}\n',
    '- {id: a, forall: {x: "(0, inf)", y: "(0, inf)"}, statement: "x + 1/y >= 1 implies x*y + 1 >= y", where: "x < y"}\n',
    '- {id: a, forall: {x: "[0, 1]"}, statement: "exp(x) >= 1 + x and log(1 + x) <= x"}\n',
    '- {id: a, forall: {x: "[0, 2]"}, statement: "x^2 <= 2*x - 1/2"}\n',
    '- {id: a, forall: {x: "[1, 4]"}, statement: "abs(sqrt(x) - 2) <= 1 and max(x, 1/x) >= 1"}\n',
]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def array(header, *values):
    text = header + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + struct.pack("<%dd" % len(values), *values)


def made(tool, arguments, files):
    """What the tool prints, for files that it is given."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        run = subprocess.run([tool, *arguments], cwd=folder, stdout=subprocess.PIPE, check=False)
        if not run.stdout:
            sys.exit("seeds: %s prints nothing" % " ".join([tool, *arguments]))
        return run.stdout


def seeds(tool):
    specs = [RIDGE, LOGISTIC] + [read(path) for path in sorted(glob.glob(ROOT + "/examples/*.yaml")) if os.path.getsize(path) < 6000]
    yield from (("spec", text) for text in specs)
    for path in sorted(glob.glob(ROOT + "/examples/sweeps/*.yaml")):
        yield "sweep", re.sub("(?m)^spec: .*", "spec: ridge.yaml", read(path))
    yield "sweep", "spec: ridge.yaml\naxes:\n  training.eta: {linear: [1/3, 2, 4]}\n  'a.b, c': {values: [[1, 2], [3, {d: 4}]]}\n"
    claims = sorted(glob.glob(ROOT + "/proofs/claims/*/*.yaml") + glob.glob(ROOT + "/examples/claims/*.yaml"))
    for path in claims:
        yield "claims", re.sub("(?m)^(- )?id: (ridge|logistic)/", r"\1id: \2/mine-", read(path))
        for statement in re.findall(r'(?:statement|conclusion|probability): "?([^"\n}]{5,300})', read(path)):
            yield "expression", statement.replace("epsilon", "T").replace("train_loss", "loss")
    yield from (("expression", text) for text in [
        "forall t in 0..inf: loss(t) <= (9/10)^t", "n > 2^(10^18)", "T*norm^2 = gap or not t1 < t2", "min(n, gap)/max(T, norm)",
        "forall t in t1..10^18: loss(t)/(9/10)^(t/2) < T implies log(t) > -inf", "floor(exp(n)) - ceil(-gap)"])
    yield from (("number", text) for text in [
        "1", "-0.5", "1e-4", "22/7", "1.5e-30", "inf", "[0, 99/100)", "(-inf, inf)", "7.1e-60205999", "1.25e999999999999"])
    for path in sorted(glob.glob(ROOT + "/proofs/inequalities/*.yaml")):
        for entry in re.findall(r"(?m)^- \{id.*$", read(path))[::7]:
            yield "prove", entry + "\n"
    yield from (("prove", text) for text in STATEMENTS)
    for shape, values in [("(2, 3)", 6), ("(4,)", 4), ("(1, 1)", 1), ("(0, 3)", 0)]:
        for order in ("False", "True"):
            yield "npy", array("{'descr': '<f8', 'fortran_order': %s, 'shape': %s, }" % (order, shape), *[0.5 - i for i in range(values)])
    yield "npy", array("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", 0.25)
    yield from (("csv", text) for text in ["1,2\n3,4\n", "x1,x2,y\n0.5,1e-3,1\n-2,3.25,-1\n", "# c\n\n1\r\n2\r\n", "\ufeff1,2\n"])

    certify = ["certify", "spec.yaml", "--format", "json"]
    for text in (RIDGE, LOGISTIC, RIDGE.replace("ridge/4.5", "ridge/4.2-t1, ridge/4.4")):
        certificate = made(tool, certify, {"spec.yaml": text})
        yield "certificate", certificate
        yield "verify", certificate
    own = "id: ridge/mine\ntitle: t\nsource: s\ntheory: ridge\nconclusion: 'forall t in 0..inf: train_loss(t) < 100 or n > m'\n"
    yield "certificate", made(tool, certify + ["--claims", "mine.yaml"], {
        "spec.yaml": RIDGE.replace("ridge/4.5", "ridge/mine"), "mine.yaml": own})
    for text in STATEMENTS:
        yield "proof", made(tool, ["prove", "s.yaml", "--format", "json"], {"s.yaml": text})
    for text in (RIDGE, LOGISTIC):
        yield "trajectory", made(tool, ["simulate", "spec.yaml", "--at", "0,1,7", "--format", "json"], {"spec.yaml": text})


def main(tool, folder):
    counts = {}
    for target, content in seeds(os.path.abspath(tool)):
        place = os.path.join(folder, target)
        os.makedirs(place, exist_ok=True)
        counts[target] = counts.get(target, 0) + 1
        with open(os.path.join(place, "seed-%03d" % counts[target]), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    print(", ".join("%s %d" % pair for pair in counts.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
