"""Every way in which the tests change a document: each yields (what was changed, the changed copy)."""

import copy
import re

STATUSES = ("holds", "fails", "undecided", "undefined", "not-checked")
VERDICTS = ("pass", "fail", "out-of-scope", "undecided")


def last_digit(text):
    """The same number with another last digit of its significand."""
    head, mark, tail = text.partition("e")
    digit = head[-1]
    return head[:-1] + ("1" if digit == "0" else "2" if digit == "1" else str(int(digit) - 1)) + mark + tail


def texts(path, value):
    """Other texts in place of one."""
    key = path[-1]
    if key == "status":
        return [s for s in STATUSES if s != value]
    if key == "verdict":
        return [v for v in VERDICTS if v != value]
    if key == "relation":
        return ["<" if value != "<" else "<=", "="] if value != "=" else ["<="]
    if re.fullmatch(r"-?[\d./]+(e-?\d+)?", value) and value != "0":
        return [last_digit(value)]
    return [value + "x", ""]


def walk(value, path=()):
    yield path, value
    if isinstance(value, dict):
        for key in value:
            yield from walk(value[key], path + (key,))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from walk(item, path + (i,))


def changed(document, path, action):
    result = copy.deepcopy(document)
    parent = result
    for step in path[:-1]:
        parent = parent[step]
    action(parent, path[-1])
    return result


def put(value):
    def action(parent, key):
        parent[key] = value

    return action


def forgeries(document, root=()):
    """All single changes of a document below one place: texts, fields left out and added, list items left out, doubled and
    exchanged."""
    start = document
    for step in root:
        start = start[step]
    for path, value in walk(start, root):
        name = ".".join(map(str, path))
        if isinstance(value, str):
            for text in texts(path, value):
                yield f"{name} := {text[:40]!r}", changed(document, path, put(text))
        if isinstance(value, bool):
            yield f"{name} := not", changed(document, path, put(not value))
        if isinstance(value, dict):
            yield f"{name} + field", changed(document, path + ("extra",), put("0"))
        if isinstance(value, list):
            yield f"{name} + item", changed(document, path, put(value + [value[-1] if value else "0"]))
            for i in range(len(value) - 1):
                if value[i] != value[i + 1]:
                    swapped = value[:i] + [value[i + 1], value[i]] + value[i + 2 :]
                    yield f"{name} swapped at {i}", changed(document, path, put(swapped))
        if path != root:
            yield f"{name} left out", changed(document, path, lambda parent, key: parent.pop(key))


def undecided(claim):
    """The claim turned to `undecided` in every consistent way: one condition after the other, with notes and verdicts to match."""
    conditions = [(k, i) for k in ("hypotheses", "events") for i in range(len(claim[k]))] + [("conclusion", None)]
    for key, i in conditions:
        result = copy.deepcopy(claim)
        condition = result[key] if i is None else result[key][i]
        if condition["status"] in ("undecided", "not-checked"):
            continue
        condition["status"], condition["note"] = "undecided", "neither established nor refuted"
        condition.pop("at", None) if condition.get("relation") is None else None
        others = [c["status"] for k in ("hypotheses", "events") for c in result[k]]
        if any(s in ("fails", "undefined") for s in others):
            result["verdict"] = "out-of-scope"
        elif "undecided" in others or i is None:
            result["verdict"] = "undecided"
        yield f"{claim['id']}: {key} {'' if i is None else i} undecided", result
