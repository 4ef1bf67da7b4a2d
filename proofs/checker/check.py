#!/usr/bin/env python3
"""Checks certificates of grokcert, independently: check.py [--full] [--seed S] [--segments K] FILE...

Exit status: 0 all accepted, 1 some rejected, 2 some unreadable. See README.md beside this file.
"""

import hashlib
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from conditions import Judge
from decimals import as_interval
from intervals import precision
from language import names, one_line, parse
from problem import Rejected, canonical, fields, require

FIELDS = ("schema", "tool", "theory", "spec", "data_digest", "settings", "quantities", "wide", "evidence", "claims", "digest")
CONDITION = ("statement", "status", "relation", "left", "right", "tightness", "at", "note", "parts")
FLAGS = ("vacuous", "trivial", "empirical", "horizon", "event-not-checked")
ID = re.compile(r"(ridge|logistic)(/[A-Za-z0-9.-]+)+")


def read_json(text, integers=False):
    """A document whose scalars are texts and truth values, or integers besides. Duplicate names and other numbers are refused."""

    def members(pairs):
        result = dict(pairs)
        require(len(result) == len(pairs), "JSON: a name occurs twice in an object")
        return result

    def number(value):
        raise Rejected(f"JSON: the number {value[:30]} is not written as a text")

    def integer(value):
        return int(value) if integers and len(value) < 16 and value != "-0" else number(value)

    try:
        return json.loads(text, object_pairs_hook=members, parse_int=integer, parse_float=number, parse_constant=number)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Rejected(f"JSON: {error}") from None


def check_digest(document, where="digest"):
    body = {k: v for k, v in document.items() if k != "digest"}
    try:
        found = "sha256:" + hashlib.sha256(canonical(body).encode()).hexdigest()
    except UnicodeEncodeError:
        raise Rejected("JSON: a text is not Unicode") from None
    require(document.get("digest") == found, f"{where}: not that of the canonical form, {found}")


def text_field(record, key, where):
    require(isinstance(record.get(key), str), f"{where}.{key}: a text is expected")
    return record[key]


# ---------------------------------------------------------------- claims


def builtin_claims():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "claims.json"), encoding="utf-8") as file:
        return {claim["id"]: claim for claim in json.load(file)}


def check_definition(claim, where, theory):
    """The form of a claim that is not built in."""
    optional = ("hypotheses", "events", "flags", "steps", "monotonicity", "note")
    fields(claim, where, ("id", "title", "source", "theory", "conclusion"), optional)
    for key in ("id", "title", "source", "theory", "conclusion"):
        text_field(claim, key, where)
    require(ID.fullmatch(claim["id"]) and claim["id"].startswith(theory + "/"), f"{where}.id: {claim['id']!r} is no id of {theory}")
    require(claim["theory"] == theory, f"{where}.theory: not {theory}")
    for key in ("hypotheses", "events"):
        items = claim.get(key, [])
        require(isinstance(items, list), f"{where}.{key}: a list is expected")
        for item in items:
            allowed = (("id", "statement"), ()) if key == "hypotheses" else (("id", "probability"), ("statement", "unchecked"))
            fields(item, f"{where}.{key}", *allowed)
            require(key == "hypotheses" or ("statement" in item) != ("unchecked" in item), f"{where}.{key}: statement or unchecked")
            require(all(isinstance(v, str) for v in item.values()), f"{where}.{key}: texts are expected")
        require(len({i["id"] for i in items}) == len(items), f"{where}.{key}: an id occurs twice")
    flags = claim.get("flags", {})
    require(isinstance(flags, dict) and set(flags) <= {"vacuous", "trivial"}, f"{where}.flags: vacuous and trivial are possible")


def selected(claims, prefixes):
    """The ids that a spec asks for: an id stands for itself, another name for all ids that begin with it and then with no
    letter or digit of the same word (ridge/4.2 for ridge/4.2-t1)."""
    if prefixes is None:
        return sorted(claims)
    require(isinstance(prefixes, list) and all(isinstance(p, str) for p in prefixes), "spec.claims: a list of ids is expected")

    def belongs(name, prefix):
        if prefix in claims or not name.startswith(prefix):
            return name == prefix
        return prefix.endswith("/") or name[len(prefix)] in "/.-"

    for prefix in prefixes:
        require(any(belongs(name, prefix) for name in claims), f"spec.claims: no claim {prefix}")
    return sorted(name for name in claims if any(belongs(name, prefix) for prefix in prefixes))


def check_claim(record, claim, judge, empirical, where):
    """One record against its claim: conditions, flags, verdict."""
    judge.reached = False
    optional = ("regime", "definition")
    fields(record, where, ("id", "title", "source", "verdict", "flags", "hypotheses", "events", "conclusion"), optional)
    require("regime" not in record, f"{where}.regime: the claim speaks of no test regime")
    for key in ("title", "source"):
        require(record[key] == one_line(claim[key]), f"{where}.{key}: not that of the claim")
    statuses, unchecked = [], False
    for key in ("hypotheses", "events"):
        items = claim.get(key, [])
        require(isinstance(record[key], list) and len(record[key]) == len(items), f"{where}.{key}: not those of the claim")
        for item, given in zip(items, record[key]):
            at = f"{where}.{key}.{item['id']}"
            require(isinstance(given, dict) and given.get("id") == item["id"], f"{at}: not that of the claim")
            if key == "events":
                probability = one_line(item["probability"])
                require(given.get("probability") == probability, f"{at}.probability: not that of the claim")
            else:
                require("probability" not in given, f"{at}: a hypothesis has no probability")
            if "unchecked" in item:
                expected = {"id": item["id"], "probability": probability, "statement": one_line(item["unchecked"])}
                require(given == {**expected, "status": "not-checked"}, f"{at}: not the unchecked event of the claim")
                unchecked = True
                continue
            statuses.append(judge.status(item["statement"], given, at))
    conclusion = record["conclusion"]
    at = f"{where}.conclusion"
    require(isinstance(conclusion, dict) and not {"id", "probability"} & set(conclusion), f"{at}: a condition is expected")
    final = judge.status(claim["conclusion"], conclusion, at)
    reached = judge.reached
    flags = []
    for flag in ("vacuous", "trivial"):
        if flag in claim.get("flags", {}) and judge.holds(claim["flags"][flag]):
            flags.append(flag)
    used = set(names(parse(claim["conclusion"])))
    for item in claim.get("hypotheses", []) + claim.get("events", []):
        if "statement" in item:
            used |= set(names(parse(item["statement"])))
    if empirical and used & {"b", "feature_norm_bound"}:
        flags.append("empirical")
    flags += ["horizon"] * reached + ["event-not-checked"] * unchecked
    require(record["flags"] == sorted(flags), f"{where}.flags: {record['flags']} is claimed where {sorted(flags)} is right")
    require(record["verdict"] == verdict(statuses, final, unchecked), f"{where}.verdict: not that of the conditions")


def verdict(statuses, final, unchecked):
    """docs/claim-language.md, Verdicts."""
    if any(s in ("fails", "undefined") for s in statuses):
        return "out-of-scope"
    if "undecided" in statuses or final in ("undecided", "undefined") or (final == "fails" and unchecked):
        return "undecided"
    return "fail" if final == "fails" else "pass"


def check_claims(document, theory):
    """All claims of a ridge certificate."""
    claims = {k: v for k, v in builtin_claims().items() if v["theory"] == document["theory"]}
    records = document["claims"]
    require(isinstance(records, list), "claims: a list is expected")
    for i, record in enumerate(records):
        require(isinstance(record, dict) and isinstance(record.get("id"), str), f"claims[{i}]: a record with an id is expected")
        if "definition" in record:
            check_definition(record["definition"], f"claims[{i}].definition", document["theory"])
            require(record["definition"]["id"] == record["id"], f"claims[{i}].definition: of another claim")
            require(record["id"] not in claims, f"claims[{i}]: a definition under the id of a built-in claim")
            claims[record["id"]] = record["definition"]
    wanted = selected(claims, theory.claims)
    found = [record["id"] for record in records]
    require(found == wanted, f"claims: {', '.join(sorted(set(found) ^ set(wanted))) or 'the order'}: not what the spec asks for")
    wide = {name: as_interval(document["quantities"][name], name) for name in document["wide"]}
    judge = Judge(theory, wide, theory.horizon)
    for record in records:
        check_claim(record, claims[record["id"]], judge, theory.empirical, record["id"])


# ---------------------------------------------------------------- a certificate


def check(text, options):
    """Raises Rejected unless everything in the document is established."""
    document = read_json(text, integers=True)
    require(isinstance(document, dict), "JSON: an object is expected")
    check_digest(document)
    schema = document.get("schema")
    if schema == "grokcert/proof/1":
        import proof

        return proof.check(document, options)
    document = read_json(text)
    require(schema == "grokcert/certificate/1", f"schema: {schema!r} is unknown")
    require(document.get("theory") in ("ridge", "logistic"), "theory: ridge or logistic is expected")
    fields(document, "certificate", FIELDS, ("experiments",) if document["theory"] == "logistic" else ())
    fields(document["tool"], "tool", ("name", "version"))
    require(document["tool"]["name"] == "grokcert", "tool.name: grokcert is expected")
    require(re.fullmatch(r"\d+\.\d+\.\d+", str(document["tool"]["version"])), "tool.version: no version")
    fields(document["settings"], "settings", ("max_precision",), ("precision",))
    for key, value in document["settings"].items():
        require(re.fullmatch(r"[1-9]\d{0,6}", str(value)), f"settings.{key}: no number of bits")
    require(isinstance(document["spec"], dict) and document["spec"].get("theory") == document["theory"], "spec.theory: another")
    require(isinstance(document["quantities"], dict) and isinstance(document["wide"], dict), "quantities, wide: objects are expected")
    if document["theory"] == "logistic":
        import logistic

        return logistic.check(document, options)
    import ridge

    theory = ridge.Theory(document, options)
    require(document["data_digest"] == theory.digest(), "data_digest: not that of the data of the spec")
    theory.check()
    check_claims(document, theory)


def main(arguments):
    sys.set_int_max_str_digits(0)  # exact numbers may be long
    options, files, i = {"full": False, "seed": 0, "segments": None}, [], 0
    while i < len(arguments):
        word = arguments[i]
        if word == "--full":
            options["full"] = True
        elif word in ("--seed", "--segments") and i + 1 < len(arguments) and arguments[i + 1].isdigit():
            i += 1
            options[word[2:]] = int(arguments[i])
        elif word.startswith("-"):
            print(__doc__.strip(), file=sys.stderr)
            return 2
        else:
            files.append(word)
        i += 1
    if not files:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    worst = 0
    for name in files:
        start = time.monotonic()
        try:
            with open(name, encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            print(f"{name}: unreadable: {error}")
            worst = 2
            continue
        try:
            check(text, options)
            print(f"{name}: accepted ({time.monotonic() - start:.1f} s)")
        except Rejected as error:
            print(f"{name}: rejected: {' '.join(str(error).split())}")
            worst = max(worst, 1)
        except (TypeError, KeyError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError) as error:
            if os.environ.get("CHECK_TRACEBACK"):
                raise
            print(f"{name}: rejected: malformed: {type(error).__name__}: {' '.join(str(error).split())[:200]}")
            worst = max(worst, 1)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
