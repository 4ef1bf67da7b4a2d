"""The claims of a logistic certificate: those on test regimes once a regime, and values that are as wide as the run is known.

A record must contain what the replay finds. Where only a sample of the run was replayed, quantities that this does not
establish count as printed, and a statement over time is checked at the steps that were replayed.
"""

from fractions import Fraction

import language
from check import builtin_claims, check_claim, check_definition, selected
from conditions import Judge
from decimals import as_interval
from intervals import Interval, precision
from language import names, parse, show
from logistic import FUNCTIONS
from problem import require

TINY = Fraction(1, 10**100)
AT_HORIZON = {"horizon", "B", "b_final", "support_gap", "support_skew", "offsupport"}  # a conclusion that names one: flag `horizon`


class RunJudge(Judge):
    """Functions of the step and quantities of the run are as wide as the enclosure of the run behind the certificate."""

    at_horizon = False
    reached = property(lambda self: self.at_horizon, lambda self, value: None)  # the flag depends on the names in a conclusion

    def touches_wide(self, tree):
        wide = {name.split("(")[0] for name in (*self.wide, *self.theory.trusted)}
        return any(name in wide or name in FUNCTIONS for name in names(tree))

    def loose_scope(self, level):
        def value(name, arguments):
            full = f"{name}({arguments[0]})" if arguments and isinstance(arguments[0], str) else name
            if full in self.wide or full in self.theory.trusted:
                printed = as_interval(self.theory.certificate["quantities"][full], full)
                if printed.contains(0):  # around zero the tool may print more digits than it goes on with
                    return Interval.hull(printed, Interval.of(-TINY, TINY))
                return printed.lower if printed.is_point else printed
            x = self.theory.value(name, arguments, level, loose=True)
            # How sharply the tool encloses a function of the step is its own business, within reason.
            if name in FUNCTIONS and isinstance(x, Interval) and x.is_finite:
                slack = 64 * (x.upper - x.lower)
                return Interval.hull(x, Interval.of(x.lower - slack, x.upper + slack))
            return x

        return language.Scope(value)

    def status(self, text, record, where):
        found, trusted = super().status(text, record, where), self.theory.trusted
        tree = parse(text)
        if tree[0] != "forall" and found in ("holds", "fails") and any(n.split("(")[0] in set(names(tree)) for n in trusted):
            with precision(self.theory.levels[-1]):
                whole = self.loose_scope(self.theory.levels[-1]).truth(tree)
            require(whole == found, f"{where}: {found}, but with the quantities as printed it is {whole}")
        return found

    def truth(self, variable, body, scope):
        status = super().truth(variable, body, scope)
        if not self.theory.trusted:
            return status
        return lambda s, e: status(s, e) if s == e or self.theory.seen(s, e) else "holds"


def on_regime(claim, regime):
    """The claim about one test regime: its statements with the name in place of `regime`, printed anew."""

    def put(tree):
        if tree == ("name", "regime", []):
            return ("name", regime, [])
        return type(tree)(map(put, tree)) if isinstance(tree, (tuple, list)) else tree

    text = lambda statement: show(put(parse(statement)))
    conditions = {
        key: [{**c, "statement": text(c["statement"])} if "statement" in c else c for c in claim[key]]
        for key in ("hypotheses", "events") if key in claim
    }  # fmt: skip
    flags = {key: text(flag) for key, flag in claim.get("flags", {}).items()}
    return {**claim, **conditions, "conclusion": text(claim["conclusion"]), "flags": flags}


def check_claims(document, theory):
    claims = {k: v for k, v in builtin_claims().items() if v["theory"] == "logistic"}
    records = document["claims"]
    require(isinstance(records, list), "claims: a list is expected")
    for i, record in enumerate(records):
        require(isinstance(record, dict) and isinstance(record.get("id"), str), f"claims[{i}]: a record with an id is expected")
        if "definition" in record:
            check_definition(record["definition"], f"claims[{i}].definition", "logistic")
            require(record["definition"]["id"] == record["id"], f"claims[{i}].definition: of another claim")
            require(claims.get(record["id"], record["definition"]) == record["definition"], f"claims[{i}]: two definitions of {record['id']}")
            claims[record["id"]] = record["definition"]
    wanted = []
    for name in selected(claims, document["spec"].get("claims")):
        texts = [claims[name]["conclusion"], *claims[name].get("flags", {}).values()]
        texts += [c["statement"] for key in ("hypotheses", "events") for c in claims[name].get(key, []) if "statement" in c]
        by_regime = any("regime" in names(parse(text)) for text in texts)
        wanted += [(name, regime) for regime in (sorted(theory.problem.tests) if by_regime else [None])]
    found = [(record["id"], record.get("regime")) for record in records]
    require(found == wanted, f"claims: {sorted(set(found) ^ set(wanted), key=str) or 'the order'}: not what the spec asks for")
    judge = RunJudge(theory, set(document["wide"]), None)
    for record, (name, regime) in zip(records, wanted):
        claim = claims[name] if regime is None else on_regime(claims[name], regime)
        record = {k: v for k, v in record.items() if k != "regime"}
        judge.at_horizon = bool(AT_HORIZON & set(names(parse(claim["conclusion"]))))
        where = name if regime is None else f"{name}({regime})"
        check_claim(record, claim, judge, False, where)


def check_experiments(document):
    """`experiments` certify nothing; what they call certified must be the counts of the trajectory."""
    counts = {point["t"]: point["values"] for point in document["evidence"]["trajectory"]}
    for entry in document.get("experiments", []):
        values = counts.get(entry.get("t"), {}).get("test_correct", {})
        require(entry.get("certified") == values.get(entry.get("regime")), "experiments: a count that is not that of the trajectory")
