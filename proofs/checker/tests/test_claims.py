"""claims.json against the claim files, read by a small reader of the YAML that they use."""

import glob
import json
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, HERE)

from language import parse


def one_line(text):
    return " ".join(text.split())


def scalar(text):
    """A plain or quoted scalar."""
    text = text.strip()
    if text.startswith('"'):
        return json.loads(text)
    return text


def flow(text):
    """A mapping {a: b, c: "d"} of scalars."""
    result = {}
    pattern = re.compile(r'\s*([\w-]+):\s*("(?:[^"\\]|\\.)*"|[^,}"]*)\s*([,}])')
    position = 1
    while True:
        match = pattern.match(text, position)
        assert match, text[position:]
        result[match[1]] = scalar(match[2])
        position = match.end()
        if match[3] == "}":
            assert not text[position:].strip(), text
            return result


def block(lines, start, indent):
    """A folded scalar that begins after line `start` and is indented by more than `indent`."""
    parts, i = [], start + 1
    while i < len(lines) and (not lines[i].strip() or len(lines[i]) - len(lines[i].lstrip()) > indent):
        parts.append(lines[i])
        i += 1
    return one_line(" ".join(parts)), i


def mapping(lines, i, indent):
    """Keys at one indentation, with scalar, folded, flow or nested values; returns the mapping and the next line."""
    result = {}
    while i < len(lines):
        line = lines[i]
        if not line.strip() or line.lstrip().startswith("#"):
            i += 1
            continue
        depth = len(line) - len(line.lstrip())
        if depth < indent or line.lstrip().startswith("- "):
            break
        key, _, rest = line.strip().partition(":")
        rest = rest.strip()
        if rest in (">", ">-"):
            result[key], i = block(lines, i, depth)
        elif rest == "[]":
            result[key], i = [], i + 1
        elif rest.startswith("{"):
            result[key], i = flow(rest), i + 1
        elif rest:
            result[key], i = scalar(rest), i + 1
        elif i + 1 < len(lines) and lines[i + 1].lstrip().startswith("- "):
            result[key], i = sequence(lines, i + 1)
        else:
            result[key], i = mapping(lines, i + 1, depth + 1)
    return result, i


def sequence(lines, i):
    items = []
    indent = len(lines[i]) - len(lines[i].lstrip())
    while i < len(lines):
        line = lines[i]
        if not line.strip():
            i += 1
            continue
        if len(line) - len(line.lstrip()) != indent or not line.lstrip().startswith("- "):
            break
        rest = line.strip()[2:]
        if rest.startswith("{"):
            items.append(flow(rest))
            i += 1
        else:
            lines = lines[:i] + [" " * (indent + 2) + rest] + lines[i + 1 :]
            item, i = mapping(lines, i, indent + 2)
            items.append(item)
    return items, i


def claim_files():
    for name in sorted(glob.glob(os.path.join(HERE, "..", "claims", "*", "*.yaml"))):
        with open(name, encoding="utf-8") as file:
            yield name, mapping(file.read().split("\n"), 0, 0)[0]


class BuiltInClaims(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(HERE, "claims.json"), encoding="utf-8") as file:
            self.claims = {claim["id"]: claim for claim in json.load(file)}

    def test_every_claim_is_that_of_its_file(self):
        found = set()
        for name, claim in claim_files():
            known = self.claims[claim["id"]]
            found.add(claim["id"])
            for key in ("id", "title", "source", "theory", "conclusion"):
                self.assertEqual(known[key], one_line(claim[key]), f"{name}: {key}")
            for key in ("hypotheses", "events"):
                given = [{k: one_line(v) for k, v in item.items()} for item in claim.get(key, [])]
                self.assertEqual(known.get(key, []), given, f"{name}: {key}")
            flags = {k: one_line(v) for k, v in claim.get("flags", {}).items()}
            self.assertEqual(known.get("flags", {}), flags, f"{name}: flags")
        self.assertEqual(found, set(self.claims))
        self.assertGreater(len(found), 40)

    def test_every_statement_is_readable(self):
        for claim in self.claims.values():
            statements = [claim["conclusion"], *claim.get("flags", {}).values()]
            statements += [i["statement"] for k in ("hypotheses", "events") for i in claim.get(k, []) if "statement" in i]
            for statement in statements:
                parse(statement)


if __name__ == "__main__":
    unittest.main()
