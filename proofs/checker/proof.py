"""Checks certificates of proofs, `grokcert/proof/1`: statements about all values of some variables.

Written from docs/proof-rules.md, whose sections are named in brackets; terms.py has the expressions (2, 3, 5), forms.py
normal forms and positivity problems (6, 7), rules.py the rules (8). A certificate is accepted when each statement is
shown: a proved one by rules that turn its sequents into premises until none is left, a refuted one by its
counterexample.

    check(certificate) -> {"proved": …, "refuted": …, "undecided": …}, or raises Rejected with the reason.
"""

import json
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

import language
import terms
from intervals import precision, working_precision
from problem import Rejected, fields, require
from rules import Sequent, number, premises
from terms import Node, Side, condition, defined, derivative, expression, neg, num, once, spend, statement


# ---------------------------------------------------------------- statements to sequents (4)


def comparisons(s):
    """The comparisons of a statement from left to right."""
    return [s] if s[0] in terms.COMPARISONS else [c for part in s[1:] for c in comparisons(part)]


def all_defined(s):
    return once(sum((defined(e) for c in comparisons(s) for e in c[1:]), ()))


def negated(s):
    op, *parts = s
    if op in terms.COMPARISONS:
        x, y = parts
        return ("or", ("<", x, y), (">", x, y)) if op == "=" else (terms.COMPARISONS[op], x, y)
    if op == "not":
        return parts[0]
    if op == "implies":
        return ("and", parts[0], negated(parts[1]))
    return ("or" if op == "and" else "and", *map(negated, parts))


def alternatives(s):
    """Lists of conditions of which one holds where s does and all parts have values."""
    op, *parts = s
    if op in terms.COMPARISONS:
        return [(condition(s),)]
    if op == "not":
        return alternatives(negated(parts[0]))
    if op == "implies":
        result = alternatives(negated(parts[0])) + alternatives(parts[1])
    elif op == "or":
        result = sum(map(alternatives, parts), [])
    else:
        result = [()]
        for part in map(alternatives, parts):
            require(len(result) * len(part) <= 256, "more than 256 alternatives")
            result = [a + b for a in result for b in part]
    require(len(result) <= 256, "more than 256 alternatives")
    return result


def goals(s, given):
    """Pairs (conditions, goal) that show a statement under conditions."""
    op, *parts = s
    if op in terms.COMPARISONS:
        return [(given, g) for g in all_defined(s) + (condition(s),)]
    if op == "and":
        result = sum((goals(part, given) for part in parts), [])
    elif op == "not":
        result = goals(negated(parts[0]), given)
    else:  # an implication is shown as a disjunction whose first part is the negation
        result, under = [], [given]
        for part in parts[:-1]:
            result += [(g, c) for g in under for c in all_defined(part)]
            cases = alternatives(part if op == "implies" else negated(part))
            require(len(under) * len(cases) <= 256, "more than 256 alternatives")
            under = [g + case for g in under for case in cases]
        result += sum((goals(parts[-1], g) for g in under), [])
    require(len(result) <= 2048, "more than 2048 sequents")
    return result


def sequents(item, box):
    """The sequents of a statement, in the order of its proofs."""
    result = {}
    for case in alternatives(item.where) if item.where else [()]:
        given = once(case + (all_defined(item.where) if item.where else ()))
        if item.body:
            new = [Sequent(box, g, goal, True) for g, goal in goals(item.body, given)]
        else:
            variable, slope = item.variable, item.slope()
            inner = {**box, variable: box[variable]._replace(lower_open=True, upper_open=True)}
            new = [Sequent(box, given, g, True) for g in defined(item.bound)]
            new += [Sequent(inner, given, g, True) for g in defined(slope)]
            new.append(Sequent(inner, given, (slope if item.increasing else neg(slope), ">="), True))
        for s in new:
            result.setdefault(s.key(), s)
        require(len(result) <= 2048, "more than 2048 sequents")
    return list(result.values())


# ---------------------------------------------------------------- proofs (1)


def prove(item, box, proofs, where):
    """Checks one list of rules for each sequent."""
    wanted = sequents(item, box)
    fits = isinstance(proofs, list) and len(proofs) == len(wanted)
    require(fits, f"{where}: {len(wanted)} lists of rules are expected")
    for i, (s, rules) in enumerate(zip(wanted, proofs)):
        require(isinstance(rules, list), f"{where}[{i}]: a list is expected")
        stack = [s]
        for j, rule in enumerate(rules):
            require(stack, f"{where}[{i}]: rules are left over")
            top = stack.pop()
            try:
                stack += reversed(premises(top, rule))
            except Rejected as error:
                name = rule.get("rule") if isinstance(rule, dict) else rule
                raise Rejected(f"{where}[{i}][{j}] ({name}): {error}") from None
        require(not stack, f"{where}[{i}]: {len(stack)} premises are left")


# ---------------------------------------------------------------- counterexamples (9)


OPERATIONS = {
    "neg": language.negated, "+": language.add, "-": lambda x, y: language.add(x, language.negated(y)),
    "*": language.multiply, "/": language.divide, "^": language.power,
}


def value(e, point):
    """The value of e at a point where it has one: exact where it can be, else an Interval of the working precision."""
    if not e.args:
        return e.value if e.op == "num" else point[e.value]
    args = [value(a, point) for a in e.args]
    spend(20 + working_precision() // 8)
    if e.op in OPERATIONS:
        x = OPERATIONS[e.op](*args)
    else:
        x = language.unary(e.op, *args) if len(args) == 1 else language.extreme(e.op, args)
    exact = x.square if isinstance(x, language.Root) else x
    return language.enclosure(x) if isinstance(exact, Fraction) and terms.bits(exact) > 50000 else x


def sign_at(x, y, point):
    """The sign of x - y at a point at which both have values, or None."""
    for bits in (64, 256, 1024, 4096):
        with precision(bits):
            try:
                sign = language.compare(value(x, point), value(y, point))
            except ArithmeticError:  # too wide an enclosure for one of the functions
                sign = None
        if sign is not None:
            return sign
    return None


def holds(c, point):
    """Whether a condition holds: True, False, None."""
    sign = sign_at(c[0], num(0), point)
    if sign is None:
        return None
    return {">": sign > 0, ">=": sign >= 0, "=": sign == 0, "<>": sign != 0}[c[1]]


def has_values(conditions, point):
    """Whether all conditions hold, taken in their order: each has a value where those before it hold."""
    for c in conditions:
        answer = holds(c, point)
        if not answer:
            return answer
    return True


def truth(s, point):
    """What a statement may come to at a point: a set of 0 (false), 1 (no value), 2 (true); Kleene's connectives."""
    op, *parts = s
    if op in terms.COMPARISONS:
        exists = has_values(all_defined(s), point)
        if not exists:
            return {1} if exists is False else {0, 1, 2}
        sign = sign_at(*parts, point)
        if sign is None:
            return {0, 2}
        return {2 if {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0, "=": sign == 0}[op] else 0}
    values = [truth(part, point) for part in parts]
    if op in ("not", "implies"):
        values[0] = {2 - v for v in values[0]}
    result = values[0]
    for more in values[1:]:
        result = {(min if op == "and" else max)(v, w) for v in result for w in more}
    return result


def refute(item, point, where):
    """Checks that the statement fails at a point of the ranges."""
    for name, side in item.box.items():
        require(side.contains(point[name]), f"{where}: {name} is outside its range")
    if item.where:
        met = has_values(all_defined(item.where), point) and truth(item.where, point) == {2}
        require(met, f"{where}: `where` does not hold there, or this is not decided")
    if item.body:
        require(2 not in truth(item.body, point), f"{where}: the statement holds there, or this is not decided")
        return
    slope = item.slope()
    require(item.box[item.variable].contains(point[item.variable], inside=True), f"{where}: the variable is at an end")
    differentiable = has_values(once(defined(item.bound) + defined(slope)), point)
    require(differentiable, f"{where}: the bound has no derivative there")
    sign = sign_at(slope, num(0), point)
    require(sign == (-1 if item.increasing else 1), f"{where}: the derivative does not have the other sign there")


# ---------------------------------------------------------------- the certificate (1)

def end(text, where):
    """An end of a range: a number or a quotient of two, each with an optional sign."""
    match = re.fullmatch(r"([+-]?)([^/+-][^/]*)(?:/([+-]?)([^/+-][^/]*))?", text)
    require(match, f"{where}: {text[:40]!r} is no end of a range")
    sign, above, minus, below = match.groups()
    above, below = terms.expression(above), terms.expression(below or "1")
    require(above.op == below.op == "num" and below.value, f"{where}: {text[:40]!r} is no end of a range")
    return above.value / below.value * (-1 if sign == "-" else 1) * (-1 if minus == "-" else 1)


def side(text, where):
    """A range such as [0, 99/100] or (-inf, inf)."""
    require(isinstance(text, str) and len(text) <= 20000, f"{where}: a range is expected")
    match = re.fullmatch(r"([\[(])([^,]*),([^,]*)([\])])", re.sub(r"\s+", "", text))
    require(match, f"{where}: no range: {text[:40]!r}")
    first, low, high, last = match.groups()
    lower = None if low == "-inf" else end(low, where)
    upper = None if high == "inf" else end(high, where)
    is_open = first == "(", last == ")"
    require((lower is not None or is_open[0]) and (upper is not None or is_open[1]), f"{where}: a closed infinite end")
    finite = lower is not None and upper is not None
    require(not finite or lower < upper or lower == upper and not any(is_open), f"{where}: the range is empty")
    return Side(lower, upper, *is_open)


class Item(NamedTuple):
    """What is said: body, or bound with variable and direction."""

    box: dict
    where: tuple | None
    body: tuple | None
    bound: Node | None
    variable: str | None
    increasing: bool | None

    def slope(self):
        slope = derivative(self.bound, self.variable)
        require(slope is not None, "the bound has no derivative")
        return slope


def text(value, where):
    require(isinstance(value, str) and value, f"{where}: a text is expected")
    return value


def read(entry, where):
    """The statement of an entry."""
    require(isinstance(entry.get("forall"), list) and len(entry["forall"]) <= 12, f"{where}: at most 12 variables")
    box = {}
    for variable in entry["forall"]:
        fields(variable, where, ("name", "range"))
        name = variable["name"]
        require(isinstance(name, str) and re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII), f"{where}: a name is expected")
        free = name not in language.WORDS + terms.FUNCTIONS and name not in box
        require(free, f"{where}: {name} cannot be a name here")
        box[name] = side(variable["range"], f"{where}.forall.{name}")
    try:
        condition = statement(text(entry["where"], where)) if "where" in entry else None
        require(("statement" in entry) != ("monotone" in entry), "either `statement` or `monotone` is needed")
        if "statement" in entry:
            item = Item(box, condition, statement(text(entry["statement"], where)), None, None, None)
        else:
            m = fields(entry["monotone"], "monotone", ("bound", "direction", "variable"))
            require(m["direction"] in ("increasing", "decreasing"), "no direction")
            require(isinstance(m["variable"], str) and m["variable"] in box, "no such variable")
            item = Item(box, condition, None, expression(m["bound"]), m["variable"], m["direction"] == "increasing")
    except Rejected as error:
        raise Rejected(f"{where}: {error}") from None
    used = [e for s in (item.where, item.body) if s for c in comparisons(s) for e in c[1:]]
    for e in used + ([item.bound] if item.bound else []):
        require(e.names <= box.keys(), f"{where}: a name without range")
    return item


@cache
def built_in():
    entries = json.loads((Path(__file__).parent / "steps.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in entries}


OUTCOMES = {"proved": ("proofs",), "refuted": ("counterexample",), "undecided": ("remainder",)}


def point(value, item, where):
    require(isinstance(value, list) and len(value) == len(item.box), f"{where}: one value for each variable is needed")
    for entry, name in zip(value, item.box):
        fields(entry, where, ("name", "value"))
        require(entry["name"] == name, f"{where}: {name} is expected")
    return {entry["name"]: number(entry["value"], where) for entry in value}


def check_extent(item, extent, where):
    fields(extent, where, ("fails_at", "holds_to", "proofs"))
    require(len(item.box) == 1, f"{where}: more than one variable")
    ((name, side),) = item.box.items()
    up_to, fails = number(extent["holds_to"], where), number(extent["fails_at"], where)
    require(side.lower is not None and side.lower < up_to < fails, f"{where}: the ends are not in order")
    require((fails - up_to) * 10**30 <= abs(fails), f"{where}: the ends are too far apart")
    refute(item, {name: fails}, where)
    prove(item, {name: side._replace(upper=up_to, upper_open=False)}, extent["proofs"], where)


def check_remainder(remainder, where):
    fields(remainder, where, ("box", "closed", "goal"))
    text(remainder["goal"], where)
    require(type(remainder["closed"]) is int and remainder["closed"] >= 0, f"{where}: `closed` is a number of boxes")
    require(isinstance(remainder["box"], list), f"{where}: `box` is a list")
    for entry in remainder["box"]:
        fields(entry, where, ("name", "range"))
        text(entry["name"], where)
        side(entry["range"], where)


def check_statement(entry, where):
    """Checks one statement and returns its status."""
    require(isinstance(entry, dict), f"{where}: an object is expected")
    status = entry.get("status")
    require(isinstance(status, str) and status in OUTCOMES, f"{where}: no status")
    optional = ("where", "statement", "monotone") + ("extent",) * (status == "refuted")
    fields(entry, where, ("id", "forall", "status", *OUTCOMES[status]), optional)
    terms.fresh()
    item = read(entry, where)
    if entry["id"] in built_in():
        known = read(built_in()[entry["id"]], where)
        same = known == item and list(known.box) == list(item.box)
        require(same, f"{where}: this is not the built-in statement of that id")
    if status == "proved":
        prove(item, item.box, entry["proofs"], f"{where}.proofs")
    elif status == "undecided":
        check_remainder(entry["remainder"], f"{where}.remainder")
    else:
        refute(item, point(entry["counterexample"], item, f"{where}.counterexample"), f"{where}.counterexample")
        if "extent" in entry:
            check_extent(item, entry["extent"], f"{where}.extent")
    return status


def check(certificate, options=None):
    """Checks all statements of a certificate and counts them by status. The digest is check.py's."""
    fields(certificate, "certificate", ("digest", "schema", "statements", "tool"))
    require(certificate["schema"] == "grokcert/proof/1", "not a certificate of proofs")
    tool = fields(certificate["tool"], "tool", ("name", "version"))
    require(tool["name"] == "grokcert" and isinstance(tool["version"], str), "tool: another name")
    entries = certificate["statements"]
    require(isinstance(entries, list) and entries, "statements: a list that is not empty is expected")
    summary, ids = dict.fromkeys(OUTCOMES, 0), set()
    for i, entry in enumerate(entries):
        require(isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"], f"statements[{i}]: no id")
        require(entry["id"] not in ids, f"statements[{i}]: the id {entry['id']} is there twice")
        ids.add(entry["id"])
        where = f"statements[{i}] ({entry['id']})"
        try:
            summary[check_statement(entry, where)] += 1
        except Rejected as error:
            raise Rejected(str(error) if str(error).startswith(where) else f"{where}: {error}") from None
        except (RecursionError, MemoryError, OverflowError):
            raise Rejected(f"{where}: larger than this checker allows") from None
    return summary
