"""A logistic certificate, checked against the data, the maximum margin and a replay of the run.

`Theory(certificate, options)` regenerates the problem, `check()` raises Rejected or returns lines that say what was
established, `value(name, arguments)` gives the claim evaluator what it asks for.

The run is replayed between checkpoints (logistic_run.py). With all segments replayed everything about it is established;
else the segments with a stage time and a seeded choice of the others are, and maxima over the run are only not contradicted.
"""

from fractions import Fraction
from math import inf
from random import Random

from intervals import Interval, Undecided, Undefined, maximum, precision
from decimals import check_wide, is_narrow
from language import enclosure, simplified
from logistic_limit import Limit, Unsettled, ends, inside
from logistic_replay import Replay, short_run
from problem import Rejected, fields
from problem_logistic import Problem, integer

BUDGET = 7_000_000  # weights of points that are replayed without --full: some 30 s
RUN_REASON = "as wide as the enclosure behind it, which no greater precision sharpens"
BITS, PRECISIONS = 256, (256, 1024, 4608)
FUNCTIONS = "w_norm b distance angle loss train_accuracy test_accuracy state_gap support_share b_quasi bias_rate".split()
STAGES = "T_train T_train_last T_test T_test_last t_half t_support t_peak"


class Theory:
    """A logistic certificate as check.py uses it. Options: `full`, `segments` (how many at random), `seed`."""

    levels = (BITS,)

    def __init__(self, certificate, options):
        self.certificate, self.options, self.trusted = certificate, options, set()
        self.problem = Problem(certificate["spec"])
        evidence, printed = certificate["evidence"], certificate["quantities"]
        fields(evidence, "evidence", ("checkpoints", "followed", "trajectory"), ("margin", "not_separable", "overflow"))
        claimed = ends(printed["residual_unique"], "residual_unique") if "residual_unique" in printed else (None, None)
        claimed = claimed[0] if claimed[0] == claimed[1] else None
        for bits in PRECISIONS:  # numbers around zero may be printed to thousands of bits
            with precision(bits):
                try:
                    self.limit = Limit(self.problem, evidence, claimed)
                    for name, value in self.limit.quantities.items():
                        self.demand(name, value)
                    break
                except Unsettled:
                    if bits == PRECISIONS[-1]:
                        raise
        with precision(BITS):
            self.run = Replay(self.problem, self.limit, evidence["checkpoints"])
        fields(evidence["followed"], "evidence.followed", ("from", "to"))
        self.last = integer(evidence["followed"]["to"], "evidence.followed.to")
        if integer(evidence["followed"]["from"], "evidence.followed.from") != self.problem.t0 or self.last != self.run.times[-1]:
            raise Rejected("evidence.followed: not the first and the last step of evidence.checkpoints")
        if self.last != self.problem.horizon and not (self.problem.exponential and "overflow" in evidence):
            raise Rejected("evidence.followed: the run ends before the horizon, without an overflow")

    def digest(self):
        return self.problem.digest()

    def wide(self):
        """Which quantities are listed as wide, and why; those that do not depend on the run are only where we know no better."""
        wide = self.certificate["wide"]
        check_wide(self.certificate["quantities"], wide, lambda name: RUN_REASON)
        for name in wide:
            value = self.limit.quantities.get(name)
            if value is not None and (not isinstance(value := simplified(value), Interval) or is_narrow(value)):
                raise Rejected(f"quantities.{name}: wide without need")

    # ------------------------------------------------------------ which segments

    def choose(self):
        """Segments to replay: all where they fit the budget or --full asks for it."""
        run, size = self.run, self.problem.n + 12
        lengths = [b - a for a, b in zip(run.times, run.times[1:])]
        if self.options["full"] or short_run(self.problem, run.times) or sum(lengths) * size <= BUDGET:
            return list(range(len(lengths))), []
        wanted = {run.segment(t) for t in self.stages() | {int(p["t"]) for p in self.certificate["evidence"]["trajectory"]}}
        affordable = {k for k in wanted if lengths[k] * size <= BUDGET}
        left = BUDGET // 10
        for k in range(len(lengths)):  # from the start, where the run is at its fastest
            left -= lengths[k] * size
            affordable |= {k} if left > 0 else set()
        rest = [k for k in range(len(lengths)) if k not in affordable and lengths[k] * size <= BUDGET]
        Random(self.options["seed"]).shuffle(rest)
        count, left = self.options["segments"], BUDGET - sum(lengths[k] for k in affordable) * size
        for k in rest if count is None else rest[:count]:  # by default what the budget leaves, and one at least
            affordable.add(k)
            left -= lengths[k] * size
            if count is None and left < lengths[k] * size:
                break
        return sorted(affordable), sorted(wanted - affordable)

    def stages(self):
        """The steps that the times of the certificate rest on: each end of a bracket, and the steps before it."""
        steps = {self.last, max(self.last - 2, self.problem.t0)}
        for name, value in self.certificate["quantities"].items():
            if name.split("(")[0] in STAGES.split():
                for end in ends(value, "quantities." + name):
                    steps |= {t for t in (end - 1, end) if self.problem.t0 <= t <= self.last}
        return {int(t) for t in steps}

    # ------------------------------------------------------------ the check

    def check(self):
        with precision(BITS):
            self.wide()  # before quantities of the run join the others
            chosen, skipped = self.choose()
            for k in chosen:
                self.run.replay(k)
            complete = len(self.run.done) == len(self.run.times) - 1
            self.trajectory(skipped)
            self.quantities(complete)
            self.trust(complete)
        steps = sum(self.run.times[k + 1] - self.run.times[k] for k in self.run.done)
        total = len(self.run.times) - 1
        if complete:
            return [f"the run: all {steps} steps replayed; every quantity and stage time is established"]
        lines = [
            f"the run, sampled: {len(self.run.done)} of {total} segments ({steps} of {self.last - self.problem.t0} steps; seed"
            f" {self.options['seed']}) replayed: the first ones, those with a step of the evidence, and a random choice; between others the"
            " checkpoints are taken on trust, and B, t_peak and the first and last times are only not contradicted (--full checks all)"
        ]
        if skipped:
            lines.append(f"too long to be replayed without --full: segments from t = {', '.join(str(self.run.times[k]) for k in skipped)}")
        return lines

    def trajectory(self, skipped):
        last = -1
        for point in self.certificate["evidence"]["trajectory"]:
            fields(point, "evidence.trajectory", ("t", "values"))
            t = integer(point["t"], "evidence.trajectory.t")
            where = f"evidence.trajectory at t = {t}"
            if t <= last or not self.problem.t0 <= t <= self.last:
                raise Rejected(f"{where}: out of order, or out of the run")
            last = t
            if self.run.segment(t) in skipped:
                continue
            found = self.run.values(t)
            compare(found, point["values"], where)

    def quantities(self, complete):
        printed, q = self.certificate["quantities"], self.limit.quantities
        run, p, t0 = self.run, self.problem, self.problem.t0
        names = set(q)
        if self.last == p.horizon:
            q["b_final"] = run.b(self.last)
            names |= {"b_final", "orbit_period", "t_peak", "T_train", "T_train_last"}
            for n in p.tests:
                names |= {f"T_test({n})", f"T_test_last({n})", f"grokking_time({n})"}
            if self.limit.separable:
                names |= {"B", "t_half", "t_support"}
            if self.limit.residual:
                q["residual_gap"] = run.gap(self.last, p.d)
                names |= {"residual_gap"} | ({"support_gap", "support_skew", "offsupport"} if t0 >= 1 else set())
        if names != set(printed):
            odd = sorted(names ^ set(printed))
            raise Rejected(f"quantities: {', '.join(odd)}: to be there and missing, or the other way round")
        if self.last != p.horizon:
            return
        self.demand("b_final", q["b_final"])
        if "residual_gap" in q:
            self.demand("residual_gap", q["residual_gap"])
        self.orbit()
        self.reached("T_train", "T_train_last", run.counts["train"], p.n, complete)
        for n in p.tests:
            self.reached(f"T_test({n})", f"T_test_last({n})", run.counts[n], run.size(n), complete)
        for n in p.tests:
            (a, b), (c, d) = (ends(printed[x], x) for x in (f"T_test({n})", "T_train"))
            self.demand(f"grokking_time({n})", a - d if a == b and c == d else Interval.of(a - d, b - c))
        if self.limit.separable:
            for k, name in enumerate(("t_support", "t_half")):
                self.first(name, {t: x[k] for t, x in run.share.items()}, k)
        self.peaks(complete)

    def demand(self, name, value):
        if name not in self.certificate["quantities"]:
            raise Rejected(f"quantities.{name}: missing")
        inside(value, self.certificate["quantities"][name], "quantities." + name)

    def orbit(self):
        """2 where v(T) is nearer to v(T - 2) than half of v(T - 1) is, T the last step."""
        run, period = self.run, Interval.of(1)
        if self.last >= self.problem.t0 + 2:
            (a, r), (b, s), (c, q) = (run.exact(self.last - k) for k in (2, 1, 0))
            far = lambda x, y, e: maximum(Interval.around(Interval.of(sum((i - j) ** 2 for i, j in zip(x, y))).sqrt(), e), 0)
            two = (2 * far(c, a, r + q)).less(far(b, a, r + s))
            period = Interval.of(1, 2) if two is None else 1 + two
        self.demand("orbit_period", period)
        self.limit.quantities["orbit_period"] = period

    def reached(self, first, last, counts, size, complete):
        """The first step with a count of at least (1 - epsilon)*sup, and the last one below plus one.

        Every step seen before the first time must be below, the first time itself not, and so on. The sup is the greatest count
        seen, or, where steps were left out, possibly a greater one.
        """
        (a, b), (c, d) = (ends(self.certificate["quantities"][n], n) for n in (first, last))
        end, share = self.last, 1 - self.problem.epsilon
        if not self.problem.t0 <= a <= end or end < b < inf or not self.problem.t0 <= c or (d > end) != (d == inf) or c > end + 1:
            raise Rejected(f"quantities: {first} and {last} are no steps of the run")
        below = [h for t, (_, h) in counts.items() if t < a or t == c - 1]
        above = [l for t, (l, _) in counts.items() if t == b or t >= d]
        least, most = max(l for l, _ in counts.values()), max(h for _, h in counts.values()) if complete else size
        for sup in (least, most) if complete else (min(most, max(least, (min(above) / share).__floor__() if above else most)),):
            if any(x >= share * sup for x in below) or any(x < share * sup for x in above):
                raise Rejected(f"quantities.{first}, {last}: contradicted by the counts of a replayed step")

    def first(self, name, seen, strict):
        """A time is the first step with a value >= 0 (or > 0): nowhere before its bracket, and at the end of it."""
        a, b = ends(self.certificate["quantities"][name], name)
        bound = Fraction(1, 2) if strict else Fraction(99, 100)
        # Where the quick bound does not decide, the share itself, which is known better.
        reached = lambda t, x, e: x - e >= strict or self.run.share_at(t).lower - strict * self.run.unit >= bound
        early = lambda t, x, e: x + e >= strict and self.run.share_at(t).upper >= bound
        if any(early(t, *s) for t, s in seen.items() if t < a) or (b in seen and not reached(b, *seen[b])):
            raise Rejected(f"quantities.{name}: contradicted by a replayed step")
        if not self.problem.t0 <= a <= self.last + 1 or (b > self.last and b != inf):
            raise Rejected(f"quantities.{name}: no step of the run, and not later than it either")

    def peaks(self, complete):
        """The maxima over the run: established where all of it was seen, else not contradicted."""
        run, printed, bounds = self.run, self.certificate["quantities"], {}
        for name, e in run.extremes.items():
            bounds[name] = Interval.of(e.low * run.unit, e.high * run.unit)
        if "support_skew" in bounds:
            bounds["support_skew"] = maximum(bounds["support_skew"].log().scaled(-1), 0)
        if "support_gap" in bounds:
            off = bounds.get("offsupport")
            bounds["offsupport"] = off * Interval.of(-run.z_off * run.unit).exp() if off else Interval.of(0)
        steps = [t for t, _ in run.extremes["t_peak"].steps] if "t_peak" in run.extremes else []
        bounds["t_peak"] = Interval.of(self.problem.t0 + 1, self.last) if not steps else Fraction(steps[0]) if len(steps) == 1 else Interval.of(min(steps), max(steps))
        for name in ("t_peak", "B", "support_gap", "support_skew", "offsupport"):
            if name in printed and (complete or name == "t_peak"):
                self.demand(name, bounds[name])
                self.limit.quantities[name] = bounds[name]
            elif name in printed and bounds[name].lower > ends(printed[name], name)[1]:
                raise Rejected(f"quantities.{name}: exceeded at a replayed step")

    def trust(self, complete):
        """Takes over what was not contradicted; `trusted` are the names that a sample of the run does not establish. Of a wide one
        the middle counts here, and where claims are decided also all that is printed."""
        printed, q = self.certificate["quantities"], self.limit.quantities
        times = {n for n in printed if n.split("(")[0] in STAGES.split() or n.startswith("grokking")}
        maxima = {"B", "support_gap", "support_skew", "offsupport"} & set(printed)
        self.trusted = set() if complete else times | maxima
        for name in times | maxima:
            low, high = ends(printed[name], name)
            if name in q and high == inf:  # what rests on it shows no more than is printed
                q[name] = Interval.of(enclosure(q[name]).low(), inf)
            elif name not in q or (name == "t_peak" and low != high):
                whole = low if low == high else Interval.of(low, high)
                q[name] = whole.midpoint() if name in maxima and high != inf and low != high else whole

    # ------------------------------------------------------------ for the claims

    def value(self, name, arguments, level=BITS, loose=False):
        """A quantity, or a function of the step: arguments are the name of a regime, if any, and the step or an Interval of
        steps (for b(t) and bias_rate(t)). ArithmeticErrors say why there is no value."""
        if not arguments and name in self.problem.tests:
            return name
        full = f"{name}({arguments[0]})" if arguments and isinstance(arguments[0], str) else name
        if full in self.limit.quantities:
            value = self.limit.quantities[full]
            return Fraction(value) if isinstance(value, int) else simplified(value)
        if name not in FUNCTIONS or not arguments or isinstance(arguments[-1], str):
            raise Undefined(f"{full} does not exist here")
        if name in ("angle", "support_share") and not self.limit.separable or name == "state_gap" and not self.limit.residual:
            raise Undefined(f"{name} does not exist here")
        t = arguments[-1]
        if isinstance(t, Interval):
            if name not in ("b", "bias_rate") or not t.is_finite or t.lower.denominator * t.upper.denominator != 1:
                return Interval.of(-inf, inf)  # known one step at a time
            return self.over(name, int(t.lower), int(t.upper))
        if not isinstance(t, Fraction) or t.denominator != 1:
            raise Undefined(f"{name}(t) has a value at whole steps only")
        self.run.loose = loose
        try:
            return simplified(self.at(name, int(t), arguments[0]))
        finally:
            self.run.loose = False

    def at(self, name, t, regime):
        run, p = self.run, self.problem
        if name == "state_gap" and t < 1:
            raise Undefined("logarithm of 0")
        if name == "train_accuracy":
            return Fraction(1, p.n) * run.count("train", t)
        if name == "test_accuracy":
            return Fraction(1, run.size(regime)) * run.count(regime, t)
        if name == "bias_rate":
            return t * (Interval.of(run.b(t + 1)) - run.b(t))
        return getattr(run, {"w_norm": "norm", "state_gap": "gap", "support_share": "share_at"}.get(name, name))(t)

    def over(self, name, first, last):
        """Enclosure of b(t) or bias_rate(t) over those steps of first <= t <= last that were replayed."""
        run, more = self.run, name == "bias_rate"
        steps = [t for t in range(first, last + 1) if t in run.states and t + more in run.states]
        if not steps or (not self.trusted and len(steps) <= last - first):
            raise Undecided("these steps were not replayed")
        if not more:
            values = [(v[-1], r) for v, r in (run.states[t] for t in steps)]
        else:
            pairs = [(run.states[t], run.states[t + 1], t) for t in steps]
            values = [(t * (w[-1] - v[-1]), t * (r + s)) for (v, r), (w, s), t in pairs]
        return Interval.of(min(x - e for x, e in values) * run.unit, max(x + e for x, e in values) * run.unit)


    def seen(self, first, last):
        """Whether any step of a block was replayed."""
        return any(t in self.run.states and t + 1 in self.run.states for t in range(first, last + 1))


def check(document, options):
    """The whole of a logistic certificate. Prints, and returns, lines that say what was established of the run."""
    from logistic_claims import check_claims, check_experiments

    theory = Theory(document, options)
    if document["data_digest"] != theory.digest():
        raise Rejected("data_digest: not that of the data of the spec")
    lines = theory.check()
    check_claims(document, theory)
    check_experiments(document)
    for line in lines:
        print(line)
    return lines


def compare(found, printed, where):
    """Demands that everything found lies in what is printed, name by name."""
    if isinstance(found, dict):
        fields(printed, where, found)
        for name, value in found.items():
            compare(value, printed[name], f"{where}, {name}")
    elif isinstance(found, list):
        if not isinstance(printed, list) or len(printed) != len(found):
            raise Rejected(f"{where}: {len(found)} numbers are required")
        for value, text in zip(found, printed):
            compare(value, text, where)
    else:
        inside(found, printed, where)
