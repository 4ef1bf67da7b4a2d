"""The run of a logistic certificate, replayed between its checkpoints, and what is seen of it on the way."""

from fractions import Fraction
from math import inf, isqrt
from operator import mul

from intervals import Interval, Undecided, Undefined, maximum, minimum, precision
from logistic_limit import decimal, norm, show
from logistic_run import Descent, Growth
from problem import Rejected, dot
from problem_logistic import Attack, integer


SHORT = 3_000_000  # coordinates times steps below which numbers are narrower than checkpoints: such a run is replayed from t0


def short_run(problem, times):
    """Whether the tool makes the whole run in high precision."""
    return (times[-1] - times[0]) * problem.n * (problem.d + 1) < SHORT


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
        # Numbers of short runs are printed to 20 digits whatever their size: an angle of 1e-10 too.
        digits = 96 if short_run(problem, self.times) else 0
        self.bits = min(496, max(112, -(-need // 16) * 16) + digits)
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
        size = self.norm(t)
        if size.sign() != 1:
            raise Undecided("w may be 0")
        return abs(Interval.of(self.b(t))) / size

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
        """The share at the centre, and how far it may change over the ball: by the norm of its gradient, and as the
        weights and their first two derivatives are at most s, Rs, R^2 s, by 3(Rr)^2 more."""
        v, z, _, _, _ = self.weights(t)
        _, r = self.state(t)
        fixed, one, base = self.descent.fixed, self.descent.fixed.one, max(0, min(z))  # weights relative to the greatest one
        slopes = s = [fixed.exponential(x - base) for x in z]
        if not self.descent.exponential:
            wholes = [one + fixed.exponential(y) for y in z]
            s = [(x << self.bits) // w for x, w in zip(s, wholes)]
            slopes = [(x << self.bits) // w for x, w in zip(s, wholes)]
        size = len(self.limit.support)
        inner, total = sum(s[:size]), sum(s)
        doubt = 64 * len(s) * (max(s) // one + 2) + 2 * self.descent.slack(v) * (total // one + 1)
        share = Interval.around(inner, doubt) / Interval.around(total, doubt)
        middle = inner * one // total
        pulls = [x * ((one if i < size else 0) - middle) >> self.bits for i, x in enumerate(slopes)]
        gradient = [sum(map(mul, pulls, c)) >> self.bits for c in self.descent.columns]
        slope = isqrt(sum(x * x for x in gradient)) + (self.descent.side + self.descent.reach) * (4 * doubt + 2 * len(s) + 2)
        far = r * self.descent.reach
        change = Interval.of(Fraction(slope * r, total - doubt) + Fraction(3 * far * far, one)) * self.unit
        return minimum(Interval.hull(share - change, share + change), 1)

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
        if value.lower < (reach + error) * self.unit * 2**40:  # too small for fixed point
            at, radius = self.exact(t)
            margins = [Interval.around(y * (dot(x, at) + at[-1]), radius * descent.reach) for x, y in self.problem.points]
            terms = [(-m).exp() for m in margins] if descent.exponential else [(-m).exp().log1p() for m in margins]
            value = min(value, sum(terms, Interval.of(0)), key=lambda x: x.upper - x.lower)
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
