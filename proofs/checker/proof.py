"""Checks certificates of proofs, `grokcert/proof/1`: statements about all values of some variables.

Written from docs/proof-rules.md, whose sections are named in brackets; terms.py has the expressions (2, 3, 5), forms.py
normal forms and positivity problems (6, 7). A certificate is accepted when each statement is shown: a proved one by
rules that turn its sequents into premises until none is left, a refuted one by its counterexample.

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
from forms import Failed, Problem, Table, UNIT, exponent_of, plus_poly, times, with_exponent
from intervals import precision, working_precision
from problem import Rejected, fields, rational, require
from terms import (
    Node, Side, add, call, condition, defined, derivative, enclosure, exchange, excludes, expression, make, neg,
    negation, num, once, power, replace, shows, spend, statement, sub, subst,
)


class Sequent(NamedTuple):
    """At every point of the box at which all conditions hold and the goal has a value, the goal holds (4)."""

    box: dict
    conditions: tuple
    goal: tuple
    known: bool

    def key(self):
        return tuple(self.box.items()), tuple((c[0].text, c[1]) for c in self.conditions), (self.goal[0].text, self.goal[1])

    def with_goal(self, *goal):
        return self._replace(goal=goal)


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


# ---------------------------------------------------------------- rules (8)
SPARE = 32  # bits more than a rule says: any valid enclosure will do, and intervals.py is one unit wider at times

# Each takes a sequent and the rule's fields and returns the premises.


def interval(s, precision):
    r = enclosure(s.goal[0], s.box, precision + SPARE)
    require(shows(r, s.goal[1]) if r is not None else not s.known, "the enclosure does not show the goal")
    return []


def excluded(s, condition, precision):
    e, sign = s.conditions[condition]
    r = enclosure(e, s.box, precision + SPARE)
    require(r is None or excludes(r, sign), "the enclosure does not exclude the condition")
    return []


def identity(s):
    require(s.goal[1] in ("=", ">=") and not Table(s.box).form(s.goal[0])[0], "the goal is no identity")
    return []


def bernstein(s):
    Problem(s).bernstein()
    return []


def combination(s, terms):
    Problem(s).combination(terms)
    return []


def split(s, variable, at):
    side = s.box[variable]
    require((side.lower is None or side.lower < at) and (side.upper is None or at < side.upper), "no point inside")
    return [
        s._replace(box={**s.box, variable: side._replace(**half)})
        for half in ({"upper": at, "upper_open": False}, {"lower": at, "lower_open": False})
    ]


def cut(s, expression):
    exists = [s._replace(goal=g, known=True) for g in defined(expression)]
    return exists + [s._replace(conditions=s.conditions + ((e, ">="),)) for e in (expression, neg(expression))]


def monotone(s, variable, increasing):
    (f, sign), side = s.goal, s.box[variable]
    a, is_open = (side.lower, side.lower_open) if increasing else (side.upper, side.upper_open)
    slope = derivative(f, variable)
    require(sign in (">=", ">") and variable in f.names and slope and a is not None, "it cannot be used here")
    kept = tuple(c for c in s.conditions if survives(c, s.box, variable, increasing))
    strict = sign == ">" and is_open
    inner = Sequent({**s.box, variable: side._replace(lower_open=True, upper_open=True)}, kept, s.goal, True)
    closed = inner._replace(box={**s.box, variable: side._replace(**{"lower_open" if increasing else "upper_open": False})})
    premises = [inner._replace(goal=(slope if increasing else neg(slope), ">" if strict else ">="), known=False)]
    if not (s.known and len(kept) == len(s.conditions) and not is_open):
        premises += [closed.with_goal(*g) for g in defined(f)]
    texts = {(c[0].text, c[1]) for c in defined(f)}
    premises += [inner.with_goal(*g) for g in defined(slope) if (g[0].text, g[1]) not in texts]
    face = {name: x for name, x in s.box.items() if name != variable}
    conditions = once((replace(e, variable, num(a)), t) for e, t in kept + defined_of(kept))
    return premises + [Sequent(face, conditions, (subst(f, variable, num(a)), ">=" if strict else sign), True)]


def survives(c, box, variable, increasing):
    """Whether a condition is kept when the variable moves to its lower (increasing) or upper end."""
    e, sign = c
    if variable not in e.names:
        return True
    slope = derivative(e, variable)
    if sign not in (">=", ">") or slope is None or defined(e) or defined(slope):
        return False
    r = enclosure(slope, box, 64)
    return r is not None and (r.high().sign() <= 0 if increasing else r.low().sign() >= 0)


def defined_of(conditions):
    return once(sum((defined(e) for e, _ in conditions), ()))


def mean_value(s, center, precision):
    f, sign = s.goal
    require(len(center) == len(s.box), "one number for each variable is needed")
    point = {name: Side(c, c, False, False) for name, c in zip(s.box, center)}
    for (name, side), c in zip(s.box.items(), center):
        require(side.contains(c) and side.lower is not None and side.upper is not None, f"{name}: no finite side with a center")
    slopes = {name: derivative(f, name) for name in s.box if name in f.names}
    require(None not in slopes.values(), "the goal has no derivative")
    r = enclosure(f, point, precision + SPARE)
    for name, slope in slopes.items():
        d = enclosure(slope, s.box, precision + SPARE)
        require(r is not None and d is not None, "no enclosure")
        with terms.precision(precision + SPARE):
            r = r + d * (s.box[name].interval() - point[name].interval())
    require(r is not None and shows(r, sign), "the enclosure does not show the goal")
    exists = once(sum((defined(e) for e in (f, *slopes.values())), ()))
    return [Sequent(s.box, (), g, True) for g in exists]


def quadratic(s, atom):
    p = Problem(s)
    table = p.table
    require(atom in table.numbers, "no such atom")
    i = table.numbers[atom]
    a, b, c = ({with_exponent(m, i, 0): x for m, x in p.goal.items() if exponent_of(m, i) == k} for k in (2, 1, 0))
    require(a and all(exponent_of(m, i) <= 2 for m in p.goal), "the degree is not 2")
    d = plus_poly(times({(): Fraction(4)}, times(a, c)), times(b, b), -1)
    wanted = [(a, p.sign), (d, ">")] if p.sign == ">" else [(a, ">="), (c, ">="), (d, ">=")]
    return [s.with_goal(table.polynomial_text(q), sign) for q, sign in wanted]


def product(s, signs):
    (f, sign), factors, sense = s.goal, [], [1]
    require(sign in (">=", ">"), "the goal is neither >= nor >")

    def collect(e, divisor):
        if e.const is not None:
            require(e.const or sign == ">=", "a factor is 0")
            sense[0] *= -1 if e.const < 0 else 1
        elif e.op == "neg":
            sense[0] = -sense[0]
            collect(e.args[0], divisor)
        elif e.op in "*/":
            collect(e.args[0], divisor)
            collect(e.args[1], divisor != (e.op == "/"))
        elif e.op == "^" and terms.exponent(e):
            n = terms.exponent(e)
            if n % 2:
                collect(e.args[0], divisor != (n < 0))
            elif sign == ">" and divisor == (n < 0):
                factors.append((e, divisor))
        elif e.op != "exp":
            factors.append((e, divisor))

    collect(f, False)
    require(len(signs) == len(factors), "as many signs as factors are needed")
    require([e for e, _ in factors] != [f], "the goal has one factor only")
    require(sense[0] * (-1) ** signs.count(False) == 1, "the signs do not give the sign of the goal")
    return [s.with_goal(e if plus else neg(e), ">=" if d else sign) for plus, (e, d) in zip(signs, factors)]


def normal_form(s):
    p = Problem(s)
    new = p.table.polynomial_text(p.goal)
    require(new.text != s.goal[0].text, "the goal is in normal form already")
    return [s.with_goal(new, p.sign)]


def inverse(s):
    f, sign = s.goal
    require(sign in (">=", ">"), "the goal is neither >= nor >")
    left, right = f.args if f.op == "-" else (num(0), f.args[0]) if f.op == "neg" else (f, num(0))
    if left.op == right.op and left.op in ("log", "exp", "sqrt"):
        new = [sub(left.args[0], right.args[0])]
    elif left.op == "sqrt":
        new = [sub(left.args[0], power(right, num(2)))]
    elif right.op == "sqrt":
        return [s.with_goal(left, ">="), s.with_goal(sub(power(left, num(2)), right.args[0]), sign)]
    elif left.op == "log":
        new = [sub(left.args[0], call("exp", right))]
    else:
        require(right.op == "log", "no logarithm, exponential or root on a side")
        new = [sub(call("exp", left), right.args[0])]
    return [s.with_goal(new[0], sign)]


def cases(s):
    k = next(filter(None, map(first_jump, [s.goal[0], *(e for e, _ in s.conditions)])), None)
    require(k, "nothing to distinguish")
    u, box, known = k.args[0], s.box, s.known
    if k.op == "abs":
        ways = [(u, [(u, ">=")]), (neg(u), [(neg(u), ">=")])]
    elif k.op in ("min", "max"):
        a, b, *rest = k.args
        above, below = [(sub(a, b), ">=")], [(sub(b, a), ">=")]
        if k.op == "min":
            above, below = below, above
        ways = [(make(k.op, x, *rest) if rest else x, new) for x, new in ((a, above), (b, below))]
    else:
        name = unused("k_", box)
        v, box = make("name", value=name), {**box, name: Side(None, None, True, True)}
        known = False  # the new variable is no integer: at other points the goal may have no value
        if k.op == "floor":
            ways = [(v, [(sub(u, v), ">="), (sub(add(v, num(1)), u), ">")])]
        else:
            ways = [(v, [(sub(v, u), ">="), (sub(add(u, num(1)), v), ">")])]
    old = s.conditions + defined_of(s.conditions)
    return [
        Sequent(box, once([(exchange(e, k, x), t) for e, t in old] + new), (exchange(s.goal[0], k, x), s.goal[1]), known)
        for x, new in ways
    ]


def first_jump(e):
    """The first of abs, min, max, floor, ceil, inner ones first."""
    return next(filter(None, map(first_jump, e.args)), None) or (e if e.op in terms.JUMPING else None)


def unused(name, taken):
    while name in taken:
        name += "_"
    return name


def substitution(s, condition, variable):
    (e, sign), side = s.conditions[condition], s.box[variable]
    require(sign != "<>" and variable in e.names, "the condition cannot be solved")
    at_least, h = solved(e, variable, s.box)
    box = {name: x for name, x in s.box.items() if name != variable}
    if sign != "=":
        name = unused(variable + "_", s.box)
        z = make("name", value=name)
        box[name] = Side(Fraction(0), None, sign == ">", True)
        v = add(h, z) if at_least else sub(h, z)
    else:
        v = h
    others = s.conditions[:condition] + s.conditions[condition + 1:]
    conditions = [(replace(c, variable, v), t) for c, t in others + defined_of(s.conditions)]
    if side.lower is not None:
        conditions.append((sub(v, num(side.lower)), ">" if side.lower_open else ">="))
    if side.upper is not None:
        conditions.append((sub(num(side.upper), v), ">" if side.upper_open else ">="))
    return [Sequent(box, once(conditions), (subst(s.goal[0], variable, v), s.goal[1]), s.known)]


def solved(e, variable, box):
    """(True, h) where the condition e >= 0 says y >= h, (False, h) where it says y <= h; h does not have y."""
    if e.op == "-":
        left, right = e.args
        for y, h in (left, right), (right, left):
            if y.op == "name" and y.value == variable and variable not in h.names:
                return y is left, h
    table = Table(box)
    n, d = table.form(e)
    require(variable in table.numbers and d == UNIT, "the condition cannot be solved")
    i = table.numbers[variable]
    linear = {m: c for m, c in n.items() if exponent_of(m, i)}
    alone = all(variable not in node.names for k, node in enumerate(table.nodes) if k != i)
    require([len(m) - 1 for m in linear] == [i] and sum(*linear) == 1 and alone, "the condition cannot be solved")
    (k,) = linear.values()
    rest = {m: -c / k for m, c in n.items() if m not in linear}
    return k > 0, table.polynomial_text(rest)


def contraposition(s, condition):
    c = s.conditions[condition]
    require(c[1] in (">=", ">") and s.goal[1] in (">=", ">"), "goal or condition is neither >= nor >")
    others = s.conditions[:condition] + s.conditions[condition + 1:]
    conditions = once(others + defined(c[0]) + defined(s.goal[0]) + (negation(s.goal),))
    return [Sequent(s.box, conditions, negation(c), True)]


def both_sides(s):
    require(s.goal[1] == "=", "the goal is no equation")
    return [s.with_goal(s.goal[0], ">="), s.with_goal(neg(s.goal[0]), ">=")]


def signed(s, positive):
    require(s.goal[1] == "<>", "the goal is not of the form f <> 0")
    return [s.with_goal(s.goal[0] if positive else neg(s.goal[0]), ">")]


RULES = {
    f.__name__.replace("_", "-"): f
    for f in (
        interval, excluded, identity, bernstein, combination, split, cut, monotone, mean_value, quadratic, product,
        normal_form, inverse, cases, substitution, contraposition, both_sides, signed,
    )
}


def number(text, where):
    require(isinstance(text, str) and len(text) <= 8000, f"{where}: no number")
    return rational(text, where)


def argument(name, value, s):
    """The value of a field of a rule."""

    def whole(x, least, below):
        require(type(x) is int and least <= x < below, f"{name}: no number from {least} to {below - 1}")
        return x

    if name == "precision":
        return whole(value, 16, 4097)
    if name == "condition":
        return whole(value, 0, len(s.conditions))
    if name == "variable":
        require(isinstance(value, str) and value in s.box, "no such variable")
        return value
    if name in ("positive", "increasing"):
        require(isinstance(value, bool), f"{name}: true or false is expected")
        return value
    if name == "at":
        return number(value, name)
    if name in ("center", "signs", "terms"):
        require(isinstance(value, list), f"{name}: a list is expected")
        if name == "center":
            return [number(x, name) for x in value]
        if name == "signs":
            return [argument("positive", x, s) for x in value]
        for term in value:
            fields(term, name, ("coefficient", "generators"))
            require(isinstance(term["generators"], list), "generators: a list is expected")
        return [(number(t["coefficient"], name), [whole(k, 0, 10**4) for k in t["generators"]]) for t in value]
    require(isinstance(value, str), f"{name}: a text is expected")
    if name == "expression":
        e = expression(value)
        require(e.names <= s.box.keys() and e.text == value, "not in canonical text, or with other names")
        return e
    return value


def premises(s, rule):
    """What a rule asks for instead of a sequent."""
    name = rule.get("rule") if isinstance(rule, dict) else None
    require(isinstance(name, str) and name in RULES, "an unknown rule")
    apply = RULES[name]
    wanted = apply.__code__.co_varnames[1 : apply.__code__.co_argcount]
    fields(rule, name, ("rule", *wanted))
    spend(50)
    try:
        new = apply(s, *(argument(field, rule[field], s) for field in wanted))
    except Failed as error:
        raise Rejected(f"no normal form: {error}") from None
    require(all(len(p.box) <= 48 and len(p.conditions) <= 160 for p in new), "the premises grow too long")
    return new


def prove(item, box, proofs, where):
    """Checks one list of rules for each sequent."""
    wanted = sequents(item, box)
    require(isinstance(proofs, list) and len(proofs) == len(wanted), f"{where}: {len(wanted)} lists of rules are expected")
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
    require(has_values(once(defined(item.bound) + defined(slope)), point), f"{where}: the bound has no derivative there")
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
    require(isinstance(text, str) and len(text) <= 20000, f"{where}: a range is expected")
    match = re.fullmatch(r"([\[(])([^,]*),([^,]*)([\])])", re.sub(r"\s+", "", text))
    require(match, f"{where}: no range: {text[:40]!r}")
    first, low, high, last = match.groups()
    lower = None if low == "-inf" else end(low, where)
    upper = None if high == "inf" else end(high, where)
    require((lower is not None or first == "(") and (upper is not None or last == ")"), f"{where}: a closed infinite end")
    result = Side(lower, upper, first == "(", last == ")")
    empty = lower is not None and upper is not None and (lower > upper or lower == upper and (first == "(" or last == ")"))
    require(not empty, f"{where}: the range is empty")
    return result


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
        require(isinstance(name, str) and re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII), f"{where}: {name!r} is no name")
        require(name not in language.WORDS + terms.FUNCTIONS and name not in box, f"{where}: {name} cannot be a name here")
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
        except (RecursionError, MemoryError, OverflowError):
            raise Rejected(f"{where}: larger than this checker allows") from None
    return summary
