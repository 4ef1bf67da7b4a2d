#!/usr/bin/env python3
"""Inputs of up to a megabyte that are cheap to write and dear to read: one of each kind for each target.

    stress.py TARGET FOLDER    writes them into FOLDER
    stress.py --run FUZZER TARGET FOLDER [--memory MB]
                               runs each in a process of its own and reports processor time and memory

They are what chance does not find: long repetitions, deep nesting, numbers of many digits in great numbers.
"""
import json
import os
import random
import resource
import struct
import subprocess
import sys
import tempfile

SIZE = 1_000_000


def fill(before, unit, after="", size=SIZE):
    """`before`, then as many `unit`s as there is room for, then `after`."""
    return before + unit * max(1, (size - len(before) - len(after)) // len(unit)) + after


def numbered(before, unit, after="", size=SIZE):
    """The same with units that have a number in them."""
    parts, length, index = [before], len(before) + len(after), 0
    while length < size:
        part = unit.format(index)
        parts.append(part)
        length += len(part)
        index += 1
    return "".join(parts[:-1]) + after


def nested(opening, middle, closing, size=SIZE):
    count = size // (len(opening) + len(closing)) - 1
    return opening * count + middle + closing * count


RIDGE = """theory: ridge
covariance: {scaled_identity: 1/4}
teacher: zero
initialization: {zero: true, variance: 1}
training: {eta: 1/2, lambda: 1e-4}
thresholds: {epsilon: 1e-2, c: 1e-2}
"""
LOGISTIC = """theory: logistic
training: {eta: 1e-2, steps: 1e3}
thresholds: {epsilon: 1e-3}
"""
CLAIM = "id: ridge/mine\ntitle: t\nsource: s\ntheory: ridge\n"
PRIMES = [p for p in range(3, 200_000) if all(p % q for q in range(2, int(p**0.5) + 1))]


def documents():
    """What any reader of YAML and JSON may meet."""
    yield "deep-list", nested("[", "1", "]")
    yield "deep-mapping", nested("{a: ", "1", "}")
    yield "deep-json", nested('{"a":', "1", "}")
    yield "deep-block", "".join(" " * (i % 900) + "- " for i in range(2000)) + "1"
    yield "deep-indent", "".join(" " * i + "a:\n" for i in range(1400))
    yield "dashes", fill("", "- ", "1")
    yield "questions", fill("", "? ", "1")
    yield "question-nest", nested("{? ", "1", " : 1}")
    yield "key-nest", nested("{", "1", ": 1}")
    yield "list-key-nest", nested("[", "1", "]: 1}") 
    yield "colons", fill("a", ":")
    yield "colon-spaces", fill("a", ": ")
    yield "commas", fill("[", ",", "]")
    yield "empty-lists", fill("[", "[],", "[]]")
    yield "empty-json", fill('{"a":[', "[],", "[]]}")
    yield "ones", fill("[", "1,", "1]")
    yield "ones-block", fill("", "- 1\n")
    yield "keys", numbered("", "k{}: 1\n")
    yield "flow-keys", numbered("{", "k{}: 1, ", "z: 1}")
    yield "json-keys", numbered("{", '"k{}":1,', '"z":1}')
    yield "same-keys", fill("", "a: 1\n")
    yield "equivalent-keys", fill("{", '"\u00e9\u0301\u0316": 1, "e\u0301\u0301\u0316": 1, ', '"z": 1}', SIZE // 2)
    yield "long-key", fill("", "k", ": 1")
    yield "long-quoted-key", fill('"', "k", '": 1')
    yield "long-word", fill("a: ", "w")
    yield "long-quoted", fill('a: "', "w", '"')
    yield "escapes", fill('a: "', "\\u0041", '"')
    yield "escapes-json", fill('{"a": "', "\\u0041", '"}')
    yield "unclosed-quotes", fill("", '"')
    yield "unclosed-brackets", fill("", "[")
    yield "unclosed-braces", fill("", "{")
    yield "json-then-yaml", fill('{"a": [', "1,", "*a]}")
    yield "literal", fill("a: |\n", "  line\n")
    yield "folded", fill("a: >\n", "  line\n\n")
    yield "plain-lines", fill("a: b\n", "  c\n")
    yield "plain-empty-lines", fill("a: b", "\n", "  c\n")
    yield "comments", fill("", "# comment\n")
    yield "comment", fill("a: 1 #", "c")
    yield "spaces", fill("a:", " ", "1")
    yield "tabs", fill("a:", "\t", "1")
    yield "newlines", fill("a:", "\n", " 1")
    yield "carriage-returns", fill("a:", "\r", " 1")
    yield "line-separators", fill("a: b", "\u2028", "", SIZE // 3)
    yield "documents", fill("", "---\n")
    yield "document-ends", fill("", "...\n")
    yield "directives", fill("", "%TAG ! tag:\n")
    yield "directive-names", numbered("", "%TAG !e{}! tag:x,\n", "--- 1")
    yield "tags", fill("[", "!!str a,", "1]")
    yield "long-tag", fill("!<", "x", "> a")
    yield "anchors", numbered("[", "&a{} 1,", "1]")
    yield "aliases", fill("[&a 1,", "*a,", "1]")
    yield "laughs", "".join(
        "a%d: &a%d [%s]\n" % (i, i, ",".join(["*a%d" % (i - 1)] * 9) if i else '"x"') for i in range(60))
    yield "merges", "a: &a {b: 1}\nc:\n" + "  <<: *a\n" * 90_000
    yield "anchor-key-laughs", "".join(
        "a%d: &a%d {? [%s] : 1}\n" % (i, i, ",".join(["*a%d" % (i - 1)] * 5) if i else '"x"') for i in range(40))
    yield "nul", "a: 1\n" + "\0" * 999_000
    yield "bell", fill("a: ", "\a")
    yield "surrogates", fill('{"a": "', "\\ud800", '"}')


def specs():
    yield from documents()
    for name, entry in NUMBERS:
        yield "matrix-" + name, fill(RIDGE + "features: {matrix: [[", entry + ",", "1]]}")
        yield "column-" + name, fill(RIDGE + "features: {matrix: [", "[" + entry + "],", "[1]]}")
        yield "points-" + name, fill(
            LOGISTIC + "data: {points: [{x: [1], y: 1}, {x: [-1], y: -1},", "{x: [" + entry + "], y: 1},",
            "{x: [5/7], y: 1}]}")
    yield "matrix-primes", RIDGE + "features: {matrix: [[%s]]}" % ",".join("1/%d" % p for p in PRIMES)
    yield "column-primes", RIDGE + "features: {matrix: [%s]}" % ",".join("[1/%d]" % p for p in PRIMES)
    yield "points-primes", LOGISTIC + "data: {points: [{x: [-1], y: -1}, %s]}" % ",".join(
        "{x: [1/%d], y: 1}" % p for p in PRIMES)
    yield "equal-points", fill(
        LOGISTIC + "data: {points: [{x: [-1], y: -1}, ", "{x: [1], y: 1},", "{x: [2], y: 1}]}")
    yield "claims", fill(RIDGE + "features: {matrix: [[1]]}\nclaims: [", "ridge/4.4, ", "ridge]")
    yield "expect", numbered(RIDGE + "features: {matrix: [[1]]}\nexpect: {", "ridge/x{}: pass, ", "ridge/4.4: pass}")
    yield "regimes", numbered(
        LOGISTIC + "data: {points: [{x: [1], y: 1}, {x: [-1], y: -1}]}\ntests:\n",
        "  r{}: {{points: [{{x: [1], y: 1}}]}}\n")
    yield "attacks", numbered(
        LOGISTIC + "data: {points: [{x: [1], y: 1}, {x: [-1], y: -1}]}\ntests:\n  s: {points: [{x: [1], y: 1}]}\n",
        "  r{}: {{attack: {{of: s, radius: 1, step: 1, steps: 2}}}}\n")
    digits = "7" * 99_000
    yield "long-eta", RIDGE.replace("1/2", digits + "/" + digits[:-1] + "1") + "features: {matrix: [[1]]}"
    for field in ("1/4", "1/2", "1e-4"):
        yield "field-" + field.replace("/", "-"), RIDGE.replace(field, "1e-100000", 1) + "features: {matrix: [[1]]}"
    wide = ",".join(["1"] * 700)
    yield "covariance", RIDGE.replace("{scaled_identity: 1/4}", "{matrix: [%s]}" % ",".join(["[%s]" % wide] * 700)
                                      ) + "features: {matrix: [[%s]]}" % wide
    for counts in ("49999999", "1e7", "9223372036854775807"):
        yield "gaussian-" + counts, RIDGE + "features: {gaussian: {n: 1, m: %s, variance: 1/4, seed: 1}}" % counts


NUMBERS = [
    ("power", "1e100000"), ("small-power", "1e-100000"), ("fraction-power", "1/3e99999"), ("moderate", "1e5000"),
    ("digits", "1." + "7" * 9_000), ("fraction", "1/3"), ("long", "3" * 99_999), ("ratio", "7" * 4_000 + "/" + "3" * 4_000),
]


def sweeps():
    yield from documents()
    axes = "spec: ridge.yaml\naxes:\n"
    yield "axes", numbered(axes, "  training.x{}: {{values: [1]}}\n")
    yield "axis-keys", numbered(axes + "  ? ", "training.x{},", "training.z\n  : {values: [1]}")
    yield "dots", fill(axes + "  training", ".a", ": {values: [1]}")
    yield "values", fill(axes + "  training.eta: {values: [", "1,", "1]}")
    yield "range", axes + "  training.eta: {range: [-1000000000000000000, 1000000000000000000]}"
    yield "linear", axes + "  training.eta: {linear: [0, 1, 1000000]}"
    yield "geometric", axes + "  training.eta: {geometric: [1e-5, 1, 1000000]}"
    for name, number in NUMBERS:
        yield "linear-" + name, axes + "  training.eta: {linear: [0, %s, 1000000]}" % number
        yield "geometric-" + name, axes + "  training.eta: {geometric: [1, %s, 1000000]}" % number
    yield "two-axes", axes + "  training.eta: {range: [1, 1000]}\n  training.lambda: {range: [1, 1000]}"


def statements():
    for size in (SIZE, 19_900):
        tag = "-%d" % size
        for name, unit in [("plus", "n+"), ("times", "n*"), ("power", "2^"), ("minus", "-"), ("divide", "n/"), ("not", "not "),
                           ("and", "n>0 and "), ("or", "n>0 or "), ("implies", "n>0 implies "), ("chain", "n<"), ("call", "exp("),
                           ("roots", "sqrt("), ("min", "min(n,"), ("forall", "forall t in 0..1: "), ("bracket", "("), ("spaces", " "),
                           ("lines", "\n"), ("digits", "9"), ("letters", "n"), ("dots", "."), ("sums", "1/7+"), ("quotients", "1/3/"),
                           ("functions", "loss(1)+"), ("steep", "exp(n)*"), ("accents", "\u0301")]:
            yield name + tag, fill("", unit, "n > 0", size)
            yield "open-" + name + tag, fill("", unit, "", size)
        yield "arguments" + tag, fill("min(", "n,", "n) > 0", size)
        yield "bracketed" + tag, nested("(", "n", ")", size - 10) + " > 0"
        yield "number" + tag, fill("n > 1e", "9", "", size)
        yield "over-time" + tag, fill("forall t in 0..inf: ", "loss(t)+", "1 > 0", size)
        yield "over-time-powers" + tag, fill("forall t in 0..inf: ", "2^t+", "1 > 0", size)
        yield "over-time-and" + tag, fill("forall t in 0..10^18: ", "loss(t)<1 and ", "n > 0", size)
        yield "foralls" + tag, fill("", "(forall t in 0..inf: loss(t) < T) and ", "n > 0", size)
        yield "big-sums" + tag, fill("", "1e1000+1e-1000+", "n > 0", size)
        yield "big-products" + tag, fill("", "1e1000*", "n > 0", size)
        yield "ratios" + tag, fill("", "1/(n+1e-999)+", "n > 0", size)
    for base in ("2", "10", "1e1000", "(1/3)", "exp(1)", "T", "gap", "norm", "(1+1e-1000)"):
        for exponent in ("10^18", "1e1000", "2^(2^(2^(2^2)))", "(1/2)", "-10^18", "n", "t1", "t2", "12345678901", "2^60", "(1e999+1)"):
            yield "tower-%s-%s" % (base, exponent), "%s^%s > %s^(%s+1)" % (base, exponent, base, exponent)
    for function in ("exp", "log", "sqrt", "floor", "ceil", "abs"):
        for argument in ("1e1000", "-1e1000", "1e-1000", "exp(1e9)", "exp(1e15)", "2^(10^12)", "gap", "norm", "t2", "exp(-1e9)"):
            yield "%s-%s" % (function, argument), "%s(%s) > 1/3" % (function, argument)


def numbers():
    for name, unit in [("digits", "9"), ("zeros", "0"), ("points", "."), ("signs", "-"), ("slashes", "/"), ("letters", "e")]:
        yield name, fill("", unit)
        yield name + "-short", fill("", unit, "", 99_999)
    yield "power", "1e100000"
    yield "small", "1e-100000"
    yield "long-power", "9" * 99_900 + "e100000"
    yield "long-ratio", "7" * 49_000 + "e99999/" + "3" * 49_000 + "e-99999"
    yield "power-ratio", "1e100000/3e-100000"
    for exponent in (10**5 + 1, 10**9, 10**12, 10**12 + 1, 2**63, -(2**63), -(10**12)):
        yield "exponent-%d" % exponent, "1.5e%d" % exponent
        yield "long-exponent-%d" % exponent, "1." + "7" * 90_000 + "e%d" % exponent
    yield "range", "[" + "1" * 40_000 + ", " + "2" * 40_001 + "]"
    yield "range-powers", "[1e-100000, 1e100000)"


def claims():
    yield from documents()
    for name, text in statements():
        if len(text) < 30_000:
            yield "conclusion-" + name, CLAIM + "conclusion: " + json.dumps(text)
    yield "hypotheses", numbered(CLAIM + "conclusion: n > 0\nhypotheses:\n", "- {{id: h{}, statement: n > 0}}\n")
    yield "events", numbered(CLAIM + "conclusion: n > 0\nevents:\n", "- {{id: h{}, unchecked: x}}\n")
    yield "steps", numbered(CLAIM + "conclusion: n > 0\nsteps:\n", "- {{id: h{}, text: words}}\n")
    yield "step-statements", numbered(
        CLAIM + "conclusion: n > 0\nsteps:\n", "- {{id: h{}, forall: {{x: '[0, 1]'}}, statement: x >= 0}}\n")
    yield "claims", numbered("", "- {{id: ridge/m{}, title: t, source: s, theory: ridge, conclusion: n > 0}}\n")
    yield "title", fill(CLAIM.replace("title: t", "title: T") + "conclusion: n > 0\nnote: ", "word ")
    yield "unbroken-title", fill(CLAIM + "conclusion: n > 0\nnote: ", "w")
    yield "variables", numbered(CLAIM + "conclusion: n > 0\nsteps:\n- {id: a, statement: x > 0, forall: {", "x{}: '[0, 1]', ", "x: '[0, 1]'}}")


def proofs():
    yield from documents()
    for name, text in statements():
        if len(text) < 30_000:
            text = text.replace("loss(t)", "x").replace("loss(1)", "x")
            for variable in ("n", "T", "gap", "norm", "t1", "t2"):
                text = text.replace(variable, "x")
            yield "statement-" + name, "- {id: a, forall: {x: '[1, 2]'}, statement: %s}" % json.dumps(text)
    for degree in (2, 20, 200):
        yield "degree-%d" % degree, "- {id: a, forall: {x: '[0, 1]', y: '(0, inf)'}, statement: '(x+y)^%d >= 0'}" % degree
        yield "product-%d" % degree, "- {id: a, forall: {%s}, statement: '(%s)^%d + 1/2 >= 0'}" % (
            ", ".join("x%d: '[0, 1]'" % i for i in range(12)), " + ".join("x%d" % i for i in range(12)), degree)
    yield "ranges", "- {id: a, forall: {x: '[1e-100000, 1e100000]'}, statement: 'x^2 > 0'}"
    yield "range-ratio", "- {id: a, forall: {x: '[1e-99999, 1e99999]'}, statement: 'exp(x) > x and log(x) < x'}"
    yield "hypotheses", "- {id: a, forall: {x: '[0, 1]', y: '[0, 1]'}, statement: 'x >= 0', where: '%s'}" % " and ".join(
        "x <= %d*y" % i for i in range(1, 1200))


def arrays():
    def array(header, body, version=1):
        width = "<H" if version == 1 else "<I"
        return b"\x93NUMPY" + bytes([version, 0]) + struct.pack(width, len(header)) + header.encode() + body

    def header(shape, kind="<f8", fortran="False"):
        return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n" % (kind, fortran, shape)

    body = struct.pack("<d", 1.5) * 120_000
    yield "row", array(header("(1, 120000)"), body)
    yield "column", array(header("(120000, 1)", fortran="True"), body)
    yield "big-endian", array(header("(400, 300)", ">f8"), body)
    for shape in ("(9223372036854775807, 9223372036854775807)", "(4294967296, 4294967296)", "(0, 9223372036854775807)",
                  "(9223372036854775807, 0)", "(3, 9223372036854775808)", "(-1, 5)", "()", "(0,)", "(0, 0)", "(1, 2, 3)",
                  "(65536000,)", "(65537000,)", "(" + "1, " * 20_000 + ")", "(" + "9" * 60_000 + ",)", "(\u0661\u0662,)", "(12"):
        for version in (1, 2, 3):
            if len(shape) < 60_000 or version > 1:
                yield "shape-%d-%s" % (version, shape[:20]), array(header(shape), b"", version)
    yield "huge-header", b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**32 - 1) + b"x" * 900_000
    yield "long-header", array(header("(1,)") + " " * 900_000, body[:8], 2)
    yield "quotes", array("{" + "'" * 60_000, b"", 2)
    yield "keys", array("{" + "".join("'k%d': 1, " % i for i in range(4000)), b"", 2)
    yield "nan", array(header("(120000,)"), body[:-8] + struct.pack("<d", float("nan")))


def tables():
    yield "row", fill("", "1,", "1")
    yield "column", fill("", "1\n")
    yield "empty-fields", fill("", ",")
    yield "empty-lines", fill("", "\n", "1")
    yield "header-only", fill("", "a,")
    yield "headers", fill("", "a,b\n")
    yield "comments", fill("", "#\n", "1")
    yield "spaces", fill("1,", " ", "1")
    yield "leading-spaces", fill("", " ", "1,2")
    yield "carriage-returns", fill("1", "\r", "\n2")
    yield "long-number", fill("0.", "7")
    yield "long-numbers", fill("", "0." + "7" * 5000 + ",", "1")
    yield "powers", fill("", "1e308,", "1")
    yield "small-powers", fill("", "1e-320,", "1")
    yield "long-power", fill("1e", "9")
    yield "quotes", fill("", '"1",', "1")
    yield "signs", fill("", "+-", "1")
    yield "ragged", fill("1,2\n", "1,2\n", "1\n")
    yield "words", fill("1\n", "w")


def certificates():
    yield from documents()
    base = {
        "schema": "grokcert/certificate/1", "tool": {"name": "grokcert", "version": "1"}, "theory": "ridge",
        "spec": {"theory": "ridge"}, "data_digest": "x", "settings": {"max_precision": "1048576"}, "quantities": {}, "wide": {},
        "evidence": {}, "claims": [], "digest": "x"}
    sample = os.environ.get("SAMPLE_CERTIFICATE")
    if sample:
        with open(sample, encoding="utf-8") as file:
            base = json.load(file)
        base["settings"]["max_precision"] = "1000000"

    def certificate(**members):
        return json.dumps({**base, **members}, separators=(",", ":"))

    room = SIZE - len(certificate())
    for name, low, high in [("powers", "1e-100000", "1e100000"), ("huge", "1.5e-999999999999", "1.5e999999999999"),
                            ("digits", "1." + "7" * 5000, "1." + "8" * 5000), ("minimum", "1e-9223372036854775808", "2"),
                            ("infinite", "-inf", "inf"), ("moderate", "1.234567890123456789e-99000", "1.234567890123456789e99000")]:
        pair = {"lower": low, "upper": high}
        count = max(1, room // (len(json.dumps(pair)) + 12))
        yield "quantities-" + name, certificate(quantities={"q%d" % i: pair for i in range(count)})
        condition = {"statement": "n > 0", "status": "holds", "left": pair, "right": pair, "tightness": pair, "relation": "<="}
        claim = {"id": "ridge/4.4", "title": "t", "source": "s", "verdict": "pass", "flags": [], "hypotheses": [], "events": [],
                 "conclusion": condition}
        count = max(1, room // len(json.dumps(claim)))
        yield "claims-" + name, certificate(claims=[{**claim, "id": "ridge/c%d" % i} for i in range(count)])
    parts = {"statement": "n > 0", "status": "holds"}
    for _ in range(90):
        parts = {"statement": "n > 0 and n > 1", "status": "holds", "parts": [parts]}
    claim = {"id": "ridge/4.4", "title": "t", "source": "s", "verdict": "pass", "flags": [], "hypotheses": [], "events": [],
             "conclusion": parts}
    yield "parts", certificate(claims=[claim])
    long = {**claim, "title": "word " * 50_000, "conclusion": {"statement": "n + " * 50_000, "status": "holds"}}
    yield "long-texts", certificate(claims=[long])
    yield "unbroken-text", certificate(claims=[{**claim, "title": "w" * 400_000}])
    nest = []
    for _ in range(90):
        nest = [nest]
    yield "evidence-nest", certificate(evidence={"blocks": nest})
    yield "evidence-many", certificate(evidence={"blocks": [[]] * 200_000})
    yield "flags", certificate(claims=[{**claim, "flags": ["vacuous"] * 60_000}])


def kernels():
    yield from documents()

    def proof(statements):
        return json.dumps({"schema": "grokcert/proof/1", "tool": {"name": "grokcert", "version": "1"}, "statements": statements,
                           "digest": "x"}, separators=(",", ":"))

    def statement(**members):
        return {"id": "a", "forall": [{"name": "x", "range": "[1, 2]"}], "statement": "x > 0", "status": "proved", **members}

    nest = ["interval"]
    for _ in range(90):
        nest = ["split", "x", "3/2", nest, nest] if len(json.dumps(nest)) < 100_000 else ["and", nest]
    yield "deep", proof([statement(proofs=[nest])])
    yield "many", proof([statement(id="a%d" % i, proofs=[["interval"]]) for i in range(8_000)])
    yield "same", proof([statement(proofs=[["interval"]])] * 8_000)
    yield "variables", proof([statement(forall=[{"name": "x%d" % i, "range": "[1, 2]"} for i in range(20_000)], proofs=[])])
    yield "counterexample", proof([statement(
        status="refuted", statement="x^1000000 < 1", counterexample=[{"name": "x", "value": "1." + "7" * 90_000}])])
    yield "tower", proof([statement(
        status="refuted", statement="2^(2^(2^(2^x))) < 1", counterexample=[{"name": "x", "value": "2"}])])
    yield "power", proof([statement(
        status="refuted", statement="x^(10^18) < 1", counterexample=[{"name": "x", "value": "3/2"}])])


def trajectories():
    yield from documents()
    for name, low, high in [("plain", "1", "2"), ("powers", "1e-100000", "1e100000"), ("huge", "1.5e-999999999999", "1.5e999999999999")]:
        values = {"train_loss": {"lower": low, "upper": high}}
        yield name, json.dumps({"schema": "grokcert/trajectory/1", "theory": "ridge", "points": [
            {"t": str(i), "values": values} for i in range(SIZE // (len(json.dumps(values)) + 24))]})


TARGETS = {
    "spec": specs, "sweep": sweeps, "expression": statements, "number": numbers, "claims": claims, "prove": proofs, "npy": arrays,
    "csv": tables, "certificate": certificates, "verify": certificates, "proof": kernels, "trajectory": trajectories}


def write(target, folder):
    os.makedirs(folder, exist_ok=True)
    for index, (name, content) in enumerate(TARGETS[target]()):
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        safe = "".join(c if c.isalnum() or c in "-." else "_" for c in name)[:60]
        with open(os.path.join(folder, "%03d-%s" % (index, safe)), "wb") as file:
            file.write(data[:SIZE])


def run(fuzzer, target, folder, memory, artifacts):
    """Runs the inputs one by one; prints a line for each that fails, and a summary."""
    failures, slowest, largest = 0, (0, ""), (0, "")
    names = sorted(os.listdir(folder))
    for name in names:
        path = os.path.join(folder, name)
        environment = {**os.environ, "FUZZ_TARGET": target, "SWIFT_BACKTRACE": "enable=no"}
        process = subprocess.Popen(
            [fuzzer, "-rss_limit_mb=0", "-timeout=120", "-artifact_prefix=%s/" % artifacts, path], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        text = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        seconds, megabytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024
        slowest, largest = max(slowest, (seconds, name)), max(largest, (megabytes, name))
        finding = next((line for line in text.splitlines() if line.startswith(("FINDING", "Fatal error", "==", "SUMMARY"))), "")
        trap = next((line for line in text.splitlines() if "Fatal error" in line), "")
        if status != 0 or megabytes > memory:
            failures += 1
            print("%s/%s: status %d, %.1f s, %d MB  %s %s" % (target, name, status, seconds, megabytes, trap, finding), flush=True)
    print("%s: %d inputs, %d failures; slowest %.2f s (%s), largest %d MB (%s)" % (
        target, len(names), failures, *slowest, *largest), flush=True)
    return failures


def main(arguments):
    random.seed(1)
    if arguments[:1] == ["--run"]:
        memory = int(arguments[arguments.index("--memory") + 1]) if "--memory" in arguments else 1000
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # libFuzzer wants a folder for what it finds, though the inputs are there already.
        with tempfile.TemporaryDirectory() as artifacts:
            failures = run(*arguments[1:4], memory, artifacts)
        sys.exit(1 if failures else 0)
    write(*arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
