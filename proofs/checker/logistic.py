"""A logistic certificate, checked against the data, the maximum margin and a replay of the run.

`Theory(certificate, options)` regenerates the problem, `check()` raises Rejected or returns lines that say what was
established, `value(name, arguments)` gives the claim evaluator what it asks for.

The run is replayed between checkpoints (logistic_run.py). With all segments replayed everything about it is established;
else the segments with a stage time and a seeded choice of the others are, and maxima over the run are only not contradicted.
"""

from fractions import Fraction
from math import inf, isqrt
from random import Random

from intervals import Interval, Undecided, Undefined, maximum, minimum, precision
from language import enclosure, simplified
from logistic_limit import Limit, Unsettled, decimal, ends, inside, norm, show
from logistic_run import Descent, Growth
from problem import Rejected, dot, fields
from problem_logistic import Attack, Problem, integer

BUDGET = 7_000_000  # weights of points that are replayed without --full: some 30 s
BITS, PRECISIONS = 256, (256, 1024, 4608)
FUNCTIONS = "w_norm b distance angle loss train_accuracy test_accuracy state_gap support_share b_quasi bias_rate".split()
STAGES = "T_train T_train_last T_test T_test_last t_half t_support t_peak"


class Extreme:
    """The maximum of a function of the step over the steps seen: an enclosure, and the steps that may have it."""

    def __init__(self):
        self.low, self.high, self.steps = -inf, -inf, []

    def offer(self, t, value, error):
        if value + error < self.low:
            return
        self.high = max(self.high, value + error)
        if value - error > self.low:
            self.low = value - error
            self.steps = [s for s in self.steps if s[1] >= self.low]
        if not self.steps or self.steps[-1][0] != t:
            self.steps.append((t, value + error))


class Replay:
    """The states between checkpoints, and what is seen of them on the way."""

    def __init__(self, problem, limit, rows):
        self.problem, self.limit = problem, limit
        if not isinstance(rows, list) or len(rows) < 2 or any(not isinstance(r, list) or len(r) != 3 for r in rows):
            raise Rejected("evidence.checkpoints: a list of at least two entries [t, centre, radius] is required")
        where = "evidence.checkpoints"
        self.times = [integer(t, where) for t, _, _ in rows]
        radii = [decimal(r, where) for _, _, r in rows]
        if self.times[0] != problem.t0 or any(a >= b for a, b in zip(self.times, self.times[1:])) or min(radii) < 0 or inf in radii:
            raise Rejected(f"{where}: steps in order from t0 on, with finite radii of at least 0, are required")
        # The slack that a checkpoint leaves is 2^-20 of its radius or more; our own error is to be far below that.
        least = min((r for r in radii[1:] if r), default=Fraction(1, 2**100))
        local = problem.eta_sum * problem.n * 64 * (max(map(abs, sum((x for x, _ in problem.points), []))) + 1) + 8
        need = (local * (self.times[-1] - self.times[0]) / least).__ceil__().bit_length() + 24
        self.bits = min(400, max(112, -(-need // 16) * 16))
        q = limit.quantities
        stable = q["step_smoothness"] != inf and Interval.of(q["step_smoothness"]).at_most(2) is True
        self.descent = Descent(problem, limit.support if limit.separable else [], self.bits, stable)
        self.unit = Fraction(1, 1 << self.bits)
        self.balls = [self.ball(c, r) for (_, c, _), r in zip(rows, radii)]
        self.points = {k: [decimal(x, where) for x in rows[k][1]] for k, r in enumerate(radii) if not r}
        self.exactly, self.states = {}, {}  # states known as rationals; all as pairs of a point and a radius
        self.put_exactly(problem.t0, problem.start)
        if sum((x - decimal(c, where)) ** 2 for x, c in zip(problem.start, rows[0][1])) > radii[0] ** 2:
            raise Rejected(f"{where}: the first ball does not hold the start")
        self.loose = False  # whether states are as wide as the next checkpoint
        self.done, self.counts, self.share, self.extremes = set(), {"train": {}, **{n: {} for n in problem.tests}}, {}, {}
        self.tests = {n: (t, None if isinstance(t, Attack) else self.columns(t)) for n, t in problem.tests.items()}
        self.logarithm = (0, 0)
        if limit.separable:
            self.w_hat = [self.fixed(x)[0] for x in limit.v_hat[:-1]]
        if limit.residual and problem.t0 >= 1:
            u = [[y * v for v in x] + [Fraction(y)] for x, y in (problem.points[i] for i in limit.support)]
            self.z_limit = [self.fixed(sum((a * b for a, b in zip(limit.residual, p)), Interval.of(0))) for p in u]
            self.b_limit = self.fixed(limit.residual[-1])
            classes = [sum((a for a, p in zip(limit.alpha, u) if p[-1] == y), Interval.of(0)) for y in (1, -1)]
            self.class_ratio, self.labels, self.z_off = self.fixed(classes[1] / classes[0]), [int(p[-1]) for p in u], None

    def fixed(self, x):
        """(x in ulps, its error)."""
        x = Interval.of(x)
        low = (x.lower / self.unit).__floor__()
        return low, (x.upper / self.unit).__ceil__() - low + 1

    def ball(self, centre, radius):
        if not isinstance(centre, list) or len(centre) != self.problem.d + 1:
            raise Rejected("evidence.checkpoints: centres of d + 1 numbers are required")
        values = [decimal(x, "evidence.checkpoints") for x in centre]
        if inf in map(abs, values):
            raise Rejected("evidence.checkpoints: an infinite number in a centre")
        return [round(x / self.unit) for x in values], (radius / self.unit).__ceil__() + self.descent.side, (radius / self.unit).__floor__()

    def put_exactly(self, t, state):
        v = [(x.numerator << self.bits) // x.denominator for x in state]
        self.exactly[t] = state
        self.states[t] = (v, 0 if all(x == a * self.unit for x, a in zip(state, v)) else self.descent.side)

    def inside_ball(self, k, v, r):
        centre, _, radius = self.balls[k]
        if not radius and self.exactly.get(self.times[k]) == self.points[k]:
            return
        distance = isqrt(sum((a - b) ** 2 for a, b in zip(v, centre))) + 1 + self.descent.side
        if r + distance > radius:
            raise Rejected(
                f"evidence.checkpoints: at t = {self.times[k]} the replayed state lies {show(distance * self.unit)} from the centre, with a"
                f" radius of {show(r * self.unit)} of its own: not inside the radius {show(radius * self.unit)}"
            )

    def columns(self, points):
        columns = self.descent.margins_of(points)
        return columns, max(isqrt(sum(x * x for x in p)) for p in zip(*columns)) // self.descent.fixed.one + 1

    # ------------------------------------------------------------ replaying

    def segment(self, t):
        """Number of the segment that holds step t; the last step belongs to the last one."""
        return max(k for k in range(len(self.times) - 1) if self.times[k] <= t)

    def state(self, t):
        if not self.times[0] <= t <= self.times[-1]:
            raise Undecided(f"the run was not followed to t = {t}")
        if t not in self.states:
            self.replay(self.segment(t))
        v, r = self.states[t]
        return v, max(r, self.balls[self.segment(t) + 1][1]) if self.loose else r

    def replay(self, k):
        if k in self.done:
            return
        self.done.add(k)
        descent, growth = self.descent, Growth()
        t, (v, r) = self.times[k], min((self.balls[k][:2], self.states.get(self.times[k], self.balls[k][:2])), key=lambda s: s[1])
        start = r
        while True:
            z, slack = descent.own_margins(v), descent.slack(v)
            s, error = descent.weights(z, slack)
            if t == self.times[k + 1]:
                growth.merge()
                r = min(r, growth.radius(start))
                self.inside_ball(k + 1, v, r)
            if t not in self.states or r < self.states[t][1]:
                self.states[t] = (v, r)
            self.observe(t, v, r, z, slack, s, error)
            if t == self.times[k + 1]:
                return
            t += 1
            if t - 1 in self.exactly and not any(self.exactly[t - 1]):  # every z_i is 0, and the step a rational one
                weight = self.problem.eta_sum * (1 if descent.exponential else Fraction(1, 2))
                self.put_exactly(t, [weight * sum(c) for c in zip(*([*(y * a for a in x), y] for x, y in self.problem.points))])
                (v, r), growth = self.states[t], Growth()
                start = r
                continue
            v, local = descent.step(v, s, error)
            descent.grow(growth, z, s, r, local)
            r = growth.radius(start)

    def observe(self, t, v, r, z, slack, s, error):
        problem, one, bits = self.problem, self.descent.fixed.one, self.bits
        far = r * self.descent.reach + slack
        self.counts["train"][t] = self.correct(z, far)
        for name, (test, known) in self.tests.items():
            if known:
                columns, reach, more = *known, 0
            else:
                (columns, reach), more = self.attacked(test, v, r)
            self.counts[name][t] = self.correct(list(self.descent.margins(v, columns)), r * reach + slack + more << bits)
        w, b = v[:-1], v[-1]
        size = isqrt(sum(x * x for x in w))
        if t > problem.t0 and size > 2 * r:
            self.offer("t_peak", t, (abs(b) << bits) // size, r * (one + (abs(b) << bits) // size) // (size - r) + 3)
        if not self.limit.separable:
            return
        inner, total = sum(s[: len(self.limit.support)]), sum(s)
        doubt = total * 2 * far // one + error + 1
        self.share[t] = tuple((a * inner - c * total, (a + c) * doubt) for a, c in ((100, 99), (2, 1)))
        if t >= max(problem.t0, 1):
            log = self.log(t)
            rho = [x - (a * log >> bits) for x, a in zip(w, self.w_hat)]
            self.offer("B", t, isqrt(sum(x * x for x in rho)), r + 3 * self.descent.side + 2 * (sum(map(abs, self.w_hat)) >> bits) + log // one)
        if self.limit.residual and problem.t0 >= 1:
            self.observe_limit(t, b, far, z, s, error)

    def observe_limit(self, t, b, far, z, s, error):
        """support_gap, support_skew and offsupport."""
        descent, one, bits, n = self.descent, self.descent.fixed.one, self.bits, len(self.limit.support)
        log, u, known = self.log(t), b - self.b_limit[0], 8 + self.b_limit[1] + max(e for _, e in self.z_limit)
        gaps = [log - x + c + y * u for x, (c, _), y in zip(z, self.z_limit, self.labels)]
        if not descent.exponential:
            gaps = [g - self.log1p_exp(x) for g, x in zip(gaps, z)]
        self.offer("support_gap", t, max(map(abs, gaps)), 2 * far + known + 400)
        plus, minus = (sum(x for x, y in zip(s, self.labels) if y == c) for c in (1, -1))
        if min(plus, minus) <= 2 * error:
            raise Rejected(f"the weights at t = {t} are too small for the precision of the replay")
        e = (plus << bits) // minus * self.class_ratio[0] * descent.fixed.exponential(-2 * u) >> 2 * bits
        doubt = 5 * far + 2 * known + 400 + (2 * error << bits) // plus + (2 * error << bits) // minus + (self.class_ratio[1] << bits) // self.class_ratio[0]
        e = max(e, one * one // e)
        self.offer("support_skew", t, e, e * doubt // one + 4)
        off = z[n:]
        if off:
            if self.z_off is None:
                self.z_off = min(off)
            scaled = [descent.fixed.exponential(x - self.z_off) for x in off]
            if not descent.exponential:
                scaled = [(x << bits) // (one + descent.fixed.exponential(y)) for x, y in zip(scaled, off)]
            total = sum(scaled)
            self.offer("offsupport", t, t * total, t * (total * 2 * far // one + 64 * len(off) * (max(scaled) // one + 2)))

    def offer(self, name, t, value, error):
        self.extremes.setdefault(name, Extreme()).offer(t, value, error)

    @staticmethod
    def correct(z, far):
        """Numbers of points that are certainly and possibly right."""
        certain = sum(map(far.__lt__, z))
        return certain, sum(map((-far).__lt__, z))

    def attacked(self, test, v, r):
        signs = tuple((x > 0) - (x < 0) for x in v[:-1])
        if signs not in test.columns:
            test.columns[signs] = self.columns(test.corners(signs))
        unsure = sum(abs(x) + r for x in v[:-1] if abs(x) <= r and r)
        return test.columns[signs], (2 * test.size * unsure).__ceil__()

    def log(self, t):
        """log t in ulps, within 2, from log(t - 1) where that is at hand: log(1 + 1/(t - 1)) = 2 artanh(1/(2t - 1))."""
        guard = self.bits + 40
        if self.logarithm[0] == t - 1 > 0:
            power = (2 << guard) // (2 * t - 1)
            total, k, square = 0, 1, (2 * t - 1) ** 2
            while power:
                total += power // k
                power, k = power // square, k + 2
            self.logarithm = (t, self.logarithm[1] + total)
        elif self.logarithm[0] != t:
            with precision(guard + 32):
                self.logarithm = (t, (Interval.of(t).log().lower * 2**guard).__floor__())
        return self.logarithm[1] >> 40

    def log1p_exp(self, z):
        """log(1 + e^-z), within 300 ulps."""
        one = self.descent.fixed.one
        e = self.descent.fixed.decay(abs(z))
        y = (e << self.bits) // (2 * one + e)
        total, k, square = 0, 1, y * y >> self.bits
        while y:
            total += 2 * y // k
            y, k = y * square >> self.bits, k + 2
        return total + max(0, -z)

    # ------------------------------------------------------------ what is known at a step

    def exact(self, t):
        """The centre of the ball of step t, exactly, and its radius."""
        v, r = self.state(t)
        if t in self.exactly and not self.loose:
            return self.exactly[t], Fraction(0)
        return [x * self.unit for x in v], r * self.unit

    def norm(self, t):
        v, r = self.exact(t)
        size = Interval.around(Interval.of(dot(v[:-1], v[:-1])).sqrt(), r)
        return maximum(size, 0) if size.sign() is None else size

    def b(self, t):
        v, r = self.exact(t)
        return v[-1] if not r else Interval.around(v[-1], r)

    def distance(self, t):
        return abs(Interval.of(self.b(t))) / self.norm(t)

    def angle(self, t):
        v, r = self.exact(t)
        w, h = v[:-1], self.limit.v_hat[:-1]
        along, h2 = dot(w, h), dot(h, h)
        across = [x - along / h2 * y for x, y in zip(w, h)]
        if not any(w) and not r:
            raise Undefined("the angle of zero")
        y = maximum(Interval.around(Interval.of(dot(across, across)).sqrt(), r), 0)
        x = Interval.around(along / Interval.of(h2).sqrt(), r)
        if x.sign() == 1:
            return (y / x).atan()
        return Interval.pi() + (y / x).atan() if x.sign() == -1 else Interval.pi() / 2 - (x / y).atan()

    def gap(self, t, size=None):
        """v - v_hat log t - v~, of which the norm is taken: all components, or the first `size`."""
        v, r = self.exact(t)
        log = Interval.of(t).log()
        terms = [x - log * h - l for x, h, l in zip(v, self.limit.v_hat, self.limit.residual)]
        return maximum(Interval.around(norm(terms[:size]), r), 0)

    def weights(self, t):
        """Margins, weights, the bound of the sum of their errors, and that of each margin."""
        v, r = self.state(t)
        z, slack = self.descent.own_margins(v), self.descent.slack(v)
        s, error = self.descent.weights(z, slack)
        return v, z, s, error, r * self.descent.reach + slack

    def share_at(self, t):
        _, _, s, error, far = self.weights(t)
        inner, total = sum(s[: len(self.limit.support)]), sum(s)
        doubt = total * 2 * far // self.descent.fixed.one + error + 1
        return minimum(Interval.around(inner, doubt) / Interval.around(total, doubt), 1)

    def b_quasi(self, t):
        v, z, _, _, far = self.weights(t)
        fixed, sums = self.descent.fixed, []
        for y in (1, -1):
            mine = [x for x, c in zip(z, self.descent.columns[-1]) if (c > 0) == (y > 0)]
            total = sum(fixed.exponential(x - min(mine)) for x in mine)
            sums.append(Interval.around(total, 20 * len(mine)).log() - min(mine) * self.unit)
        value = self.b(t) + (sums[0] - sums[1]).scaled(-1)
        return Interval.around(value, 2 * far * self.unit)

    def loss(self, t):
        v, z, s, error, far = self.weights(t)
        descent, one, bits, scale = self.descent, self.descent.fixed.one, self.bits, 0
        _, r = self.state(t)
        slope = isqrt(sum((sum(a * b for a, b in zip(s, c)) >> bits) ** 2 for c in descent.columns)) + error * descent.reach + one
        bend = (sum(s) // one + 1) * (descent.reach**2 + 1)  # the second derivative is at most twice this in the ball
        reach = slope * r // one + bend * r * r // one + 2
        if descent.exponential:
            value = Interval.around(sum(s) * self.unit, (reach + error) * self.unit)
        else:
            product = one  # log of the product of 1 + e^-|z|
            for x in z:
                product = product * (one + descent.fixed.decay(abs(x))) >> bits
                while product >= 2 * one:
                    product, scale = product >> 1, scale + 1
            log = Interval.of(product * self.unit).log() + scale * Interval.of(2).log() + sum(max(0, -x) for x in z) * self.unit
            value = Interval.around(log, (reach + len(z) * (24 + descent.slack(v))) * self.unit)
        return value * self.problem.loss_factor

    def count(self, name, t):
        self.state(t)
        if t not in self.counts[name]:
            self.replay(self.segment(t))
        low, high = self.counts[name][t]
        return low if low == high else Interval.of(low, high)

    def size(self, regime):
        test = self.problem.tests[regime]
        return len(test.points if isinstance(test, Attack) else test)

    def values(self, t):
        """What evidence.trajectory says of a step."""
        v, r = self.exact(t)
        found = {"w": [x if not r else Interval.around(x, r) for x in v[:-1]], "b": self.b(t), "w_norm": self.norm(t), "loss": self.loss(t)}
        found["train_correct"] = self.count("train", t)
        if self.problem.tests:
            found["test_correct"] = {name: self.count(name, t) for name in self.problem.tests}
        for name in ("distance", "angle") if self.limit.separable else ("distance",):
            try:
                found[name] = getattr(self, name)(t)
            except ArithmeticError:
                pass
        return found


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

    # ------------------------------------------------------------ which segments

    def choose(self):
        """Segments to replay: all where they fit the budget or --full asks for it."""
        run, size = self.run, self.problem.n + 12
        lengths = [b - a for a, b in zip(run.times, run.times[1:])]
        if self.options["full"] or sum(lengths) * size <= BUDGET:
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
        if any(x + e >= strict for t, (x, e) in seen.items() if t < a) or (b in seen and seen[b][0] - seen[b][1] < strict):
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
    """The whole of a logistic certificate; returns lines that say what was established."""
    from logistic_claims import check_claims, check_experiments

    theory = Theory(document, options)
    if document["data_digest"] != theory.digest():
        raise Rejected("data_digest: not that of the data of the spec")
    lines = theory.check()
    check_claims(document, theory)
    check_experiments(document)
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
