"""Reads certificates, tables and trajectories of grokcert into pandas without losing what they certify.

Numbers of a certificate are texts: exact rationals or decimals rounded outward. A float64 holds neither, so every
number becomes two, `lower` and `upper`, rounded outward: the certified number lies between them. The texts stay
beside them.
"""

import hashlib
import json
import math
import os
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd


# ------------------------------------------------------------------------------------------ numbers


def round_down(text):
    """The greatest float64 that is at most a number given as text (`1/3`, `0.25`, `1e-400`, `inf`)."""
    if text in ("inf", "-inf"):
        return float(text)
    value = Fraction(text)
    try:
        nearest = float(value)
    except OverflowError:
        nearest = math.inf if value > 0 else -math.inf
    if nearest == math.inf:
        return np.finfo(float).max
    if nearest == -math.inf or Fraction(nearest) <= value:
        return nearest
    return math.nextafter(nearest, -math.inf)


def round_up(text):
    """The least float64 that is at least a number given as text."""
    if text in ("inf", "-inf"):
        return float(text)
    negative = text[1:] if text.startswith("-") else "-" + text
    return -round_down(negative) + 0.0


def enclosure(record):
    """(lower, upper) of a record of a certificate as float64 numbers, rounded outward."""
    exact = record.get("exact")
    return round_down(exact or record["lower"]), round_up(exact or record["upper"])


def text(record):
    """A record with all its digits: `1/3`, `[0.25, 0.26]`, `inf`."""
    if "exact" in record:
        return record["exact"]
    lower, upper = record["lower"], record["upper"]
    return lower if lower == upper else f"[{lower}, {upper}]"


def _columns(name, record):
    lower, upper = enclosure(record) if record else (math.nan, math.nan)
    return {f"{name}_lower": lower, f"{name}_upper": upper, name: text(record) if record else None}


# ------------------------------------------------------------------------------------- certificates


def read_certificate(path):
    """A certificate as a dictionary; it must be one."""
    certificate = json.loads(Path(path).read_text(encoding="utf-8"))
    schema = certificate.get("schema") if isinstance(certificate, dict) else None
    if schema != "grokcert/certificate/1":
        raise ValueError(f"{path}: no certificate of grokcert that this module reads (schema {schema!r})")
    return certificate


def quantities(certificate):
    """One row a quantity: lower, upper, and the exact text."""
    rows = {
        name: {"lower": enclosure(record)[0], "upper": enclosure(record)[1], "text": text(record)}
        for name, record in certificate["quantities"].items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def claims(certificate):
    """One row a claim: verdict, flags, and both sides of its conclusion with the tightness."""
    rows = []
    for claim in certificate["claims"]:
        conclusion = claim["conclusion"]
        regime = f"({claim['regime']})" if "regime" in claim else ""
        row = {
            "id": claim["id"] + regime,
            "verdict": claim["verdict"],
            "flags": " ".join(claim["flags"]),
            "status": conclusion["status"],
            "statement": conclusion["statement"],
        }
        for side in ("left", "right", "tightness"):
            row |= _columns(side, conclusion.get(side))
        rows.append(row)
    return pd.DataFrame(rows).set_index("id")


# ------------------------------------------------------------------------------------------ CSV files


def read_table(path):
    """`grokcert table --format csv`: bounds as float64, exact texts as texts.

    Bounds are read by Python's `float`, which reads the float64 that is written; the default parser of older
    versions of pandas may be off by a unit in the last place, which would spoil the outward rounding.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in table.columns:
        if name.endswith(("_lower", "_upper")):
            table[name] = [float(value) if value else math.nan for value in table[name]]
    return table


def read_trajectory(path):
    """`grokcert simulate --format csv`: steps as integers, bounds rounded outward to float64."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    columns = {"t": [int(t) for t in raw["t"]]}
    for name in raw.columns.drop("t"):
        rounding = round_down if name.endswith("_lower") else round_up
        columns[name] = [rounding(value) if value else math.nan for value in raw[name]]
    return pd.DataFrame(columns).set_index("t")


# ---------------------------------------------------------------------------------------- data digest


def data_digest(features, covariance, teacher, start):
    """The `data_digest` of a ridge problem whose data are float64 arrays (docs/data-digest.md).

    `covariance` is a dictionary as in the digest, such as {"scaled_identity": "1/120"}. Computed from the exact
    values of the numbers, by other code than grokcert's.
    """
    exact = lambda values: [str(Fraction(float(x))) for x in values]
    data = [[exact(row) for row in features], covariance, exact(teacher), exact(start)]
    canonical = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


# ------------------------------------------------------------------------------------------- the tool


def tool():
    """The executable: $GROKCERT, that in the PATH, or the release build of this repository."""
    build = Path(__file__).resolve().parents[2] / ".build" / "release" / "grokcert"
    chosen = os.environ.get("GROKCERT")
    for candidate in [chosen] if chosen else [shutil.which("grokcert"), str(build)]:
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    raise FileNotFoundError(
        f"grokcert is not there{': ' + chosen if chosen else ''}; build it with `swift build -c release`, "
        "or set GROKCERT to its path"
    )


def grokcert(*arguments, statuses=(0,)):
    """Runs the tool and returns its output; other exit statuses than those named raise its message."""
    run = subprocess.run([tool(), *map(str, arguments)], capture_output=True, text=True)
    if run.returncode not in statuses:
        raise RuntimeError(run.stderr.strip() or f"grokcert exited with {run.returncode}")
    return run.stdout
