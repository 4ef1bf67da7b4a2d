"""The rules of proofs, section 8 of docs/proof-rules.md: what each asks for instead of a sequent.

The rules with polynomials stand on forms.py, expressions are those of terms.py.
"""

from fractions import Fraction
from typing import NamedTuple

import terms
from forms import UNIT, Failed, Problem, Table, exponent_of, plus_poly, times, with_exponent
from problem import Rejected, fields, rational, require
from terms import (
    Side, add, call, defined, derivative, enclosure, exchange, excludes, expression, make, neg, negation, num, once,
    power, replace, shows, spend, sub, subst,
)

SPARE = 32  # bits more than a rule says: any valid enclosure will do, and intervals.py is one unit wider at times


class Sequent(NamedTuple):
    """At every point of the box at which all conditions hold and the goal has a value, the goal holds (4)."""

    box: dict
    conditions: tuple
    goal: tuple
    known: bool

    def key(self):
        return tuple(self.box.items()), *((e.text, sign) for e, sign in (*self.conditions, self.goal))

    def with_goal(self, *goal):
        return self._replace(goal=goal)


# ---------------------------------------------------------------- rules
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
    with_end = side._replace(**{"lower_open" if increasing else "upper_open": False})
    closed = inner._replace(box={**s.box, variable: with_end})
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
        finite = side.lower is not None and side.upper is not None
        require(finite and side.contains(c), f"{name}: no finite side with a center")
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
    result = []
    for x, new in ways:
        goal, *old = ((exchange(e, k, x), sign) for e, sign in (s.goal, *s.conditions, *defined_of(s.conditions)))
        result.append(Sequent(box, once(old + new), goal, known))
    return result


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
