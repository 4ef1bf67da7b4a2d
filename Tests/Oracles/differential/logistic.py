"""What a logistic problem's quantities and times are: descent in balls, step by step; margins by enumeration in rationals."""
from itertools import combinations

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from exact import ball, column, dot, entries, precision, q, real_roots
from language import Beyond, Infinite, Undecided, Undefined, root
from sequence import Unknown

START_BITS, MOST_BITS = 512, 16384


def solved(matrix, right):
    """One solution of a square rational system, or None."""
    try: return matrix.solve(right)
    except ZeroDivisionError: return None


class LogisticOracle:
    by_regime = frozenset({"T_test", "T_test_last", "grokking_time", "band_min", "band_max", "test_accuracy", "band_distance"})
    last_step = None
    SCALARS = (
        "N d eta eta_sum t0 horizon b0 epsilon alpha zeta exponential_loss R n_plus n_minus separable gamma s_plus "
        "s_minus support_ratio svm_norm svm_bias svm9_norm svm9_bias svm_gap m2 residual_unique residual_norm residual_bias "
        "A_plus A_minus delta b_limit t_star H_plus H_minus b_final step_smoothness B residual_gap").split()

    def __init__(self, spec):
        self.spec = spec
        points = spec["data"]["points"]
        self.x = [[q(c) for c in p["x"]] for p in points]
        self.y = [int(p["y"]) for p in points]
        self.d, self.count = len(self.x[0]), len(points)
        self.exponential = spec.get("loss", "logistic") == "exponential"
        training = spec["training"]
        self.eta = q(training["eta"])
        self.rate = self.eta / self.count if spec.get("reduction") == "mean" else self.eta
        self.steps = int(q(training["steps"]).p)
        self.t0 = int(q(training.get("t0", 0)).p)
        w0 = training.get("w0", "zero")
        self.start = ([fmpq(0)] * self.d if w0 == "zero" else [q(c) for c in w0]) + [q(training.get("b0", 0))]
        self.u = [[y * c for c in x + [fmpq(1)]] for x, y in zip(self.x, self.y)]
        self.tests = {
            name: [[int(p["y"]) * c for c in [q(c) for c in p["x"]] + [fmpq(1)]] for p in t["points"]]
            for name, t in spec.get("tests", {}).items()}
        thresholds = spec["thresholds"]
        self.epsilon = q(thresholds["epsilon"])
        self.alpha, self.zeta = q(thresholds.get("alpha", 10)), q(thresholds.get("zeta", 100))
        self.cache, self.runs = {}, {}
        self.TIMES = ["T_train", "T_train_last"] + [
            f"{kind}({name})" for name in self.tests for kind in ("T_test", "T_test_last", "grokking_time")]
        self.NAMES = self.SCALARS + [f"{kind}({name})" for name in self.tests for kind in ("band_min", "band_max")]

    # The run

    def states(self, bits):
        """v(t0), ..., v(t0 + steps) as balls; shorter where the balls burst."""
        if bits in self.runs: return self.runs[bits]
        with precision(bits):
            u = arb_mat(self.u)
            ut = u.transpose()
            rate = ball(self.rate)
            v = arb_mat([[c] for c in self.start])
            states = [v]
            for _ in range(self.steps):
                z = (u * v).entries()
                if self.exponential: g = [(-c).exp() for c in z]
                else: g = [1 / (1 + c.exp()) for c in z]
                v = v + ut * arb_mat([[c * rate] for c in g])
                if not all(c.is_finite() for c in v.entries()): break
                states.append(v)
        self.runs[bits] = states
        return states

    def sign(self, t, u):
        """Whether u.v(t) > 0: the start in rationals, else balls of growing precision."""
        if t == self.t0: return dot(u, self.start) > 0
        bits = START_BITS
        while bits <= MOST_BITS:
            states = self.states(bits)
            if t - self.t0 < len(states):
                with precision(bits):
                    z = sum((ball(a) * b for a, b in zip(u, states[t - self.t0].entries())), arb(0))
                    if z > 0: return True
                    if z < 0: return False
            bits *= 2
        raise Unknown(f"a sign at step {t}")

    def correct(self, name):
        """Exact counts of correct points at every step; None where one is not decided."""
        key = "correct", name
        if key not in self.cache:
            points = self.u if name is None else self.tests[name]
            counts = []
            for t in range(self.t0, self.t0 + self.steps + 1):
                try: counts.append(sum(self.sign(t, u) for u in points))
                except Unknown: counts.append(None)
            self.cache[key] = counts, len(points)
        return self.cache[key]

    def times(self, name):
        """First step with accuracy >= (1 - eps) sup, and the last below it plus one."""
        counts, total = self.correct(name)
        if None in counts: raise Undecided("a sign is open")
        level = (1 - self.epsilon) * max(counts)
        enough = [fmpq(c) >= level for c in counts]
        first = enough.index(True)
        below = [i for i, e in enumerate(enough) if not e]
        last = below[-1] + 1 if below else 0
        # Still below at the last step of the run: later than it, and nothing is known of when.
        end = Beyond(self.t0 + last) if last > self.steps else fmpq(self.t0 + last)
        return fmpq(self.t0 + first), end

    # Maximum margins: every set of at most d + 1 constraints that may carry the solution

    def margin(self, penalised):
        """min |w|^2 (+ b^2) s.t. u_i.v >= 1: (v, support), or None where no v satisfies it."""
        key = "margin", penalised
        if key in self.cache: return self.cache[key]
        n = self.d + 1
        answer = None
        for size in range(1, n + 2 if not penalised else n + 1):
            for chosen in combinations(range(self.count), size):
                u = [self.u[i] for i in chosen]
                k = size
                if penalised:
                    a = solved(fmpq_mat([[dot(p, r) for r in u] for p in u]), column([fmpq(1)] * k))
                    if a is None or any(c <= 0 for c in entries(a)): continue
                    a = entries(a)
                    v = [sum((c * p[j] for c, p in zip(a, u)), fmpq(0)) for j in range(n)]
                else:
                    # Unknowns: weights and b; w = sum of weights times u.
                    rows = [[dot(p[:-1], r[:-1]) for r in u] + [p[-1]] for p in u] + [[p[-1] for p in u] + [fmpq(0)]]
                    s = solved(fmpq_mat(rows), column([fmpq(1)] * k + [fmpq(0)]))
                    if s is None: continue
                    s = entries(s)
                    if any(c <= 0 for c in s[:-1]): continue
                    v = [sum((c * p[j] for c, p in zip(s, u)), fmpq(0)) for j in range(n - 1)] + [s[-1]]
                margins = [dot(p, v) for p in self.u]
                if all(m >= 1 for m in margins):
                    answer = v, [i for i, m in enumerate(margins) if m == 1], margins
                    break
            if answer: break
        self.cache[key] = answer
        return answer

    def separating(self):
        found = self.margin(True)
        if found is None: raise Undefined("no margin")
        return found

    def is_residual_unique(self):
        v, support, _ = self.separating()
        n = self.d + 1
        u = [self.u[i] for i in support]
        if fmpq_mat(u).rank() < n: return False
        # Some representation v = sum a_i u_i with all a_i > 0: each i must be in some basic one.
        positive = set()
        for chosen in combinations(range(len(u)), n):
            a = solved(fmpq_mat([[u[i][j] for i in chosen] for j in range(n)]), column(v))
            if a is not None and all(c >= 0 for c in entries(a)):
                positive |= {i for i, c in zip(chosen, entries(a)) if c > 0}
        return len(positive) == len(u)

    def residual(self):
        """(w~, b~) with sum eta exp(-u.v~) u = v^ over the support.

        The minimum of the convex F(v) = sum eta exp(-u.v) + v^.v. Newton's method gives a point p; then, with
        H >= h on the ball of radius r around p and |grad F(p)| < h r, the minimum is within r: on its boundary F grows.
        """
        if not self.is_residual_unique(): raise Undefined("residual")
        bits = max(512, ctx.prec)
        key = "residual", bits
        if key in self.cache: return self.cache[key]
        v, support, _ = self.separating()
        n = self.d + 1
        with precision(bits):
            u = arb_mat([self.u[i] for i in support])
            ut, target, rate = u.transpose(), arb_mat([[c] for c in v]), ball(self.rate)

            def parts(p):
                g = [rate * (-c).exp() for c in (u * p).entries()]
                gradient = target - ut * arb_mat([[c] for c in g])
                hessian = ut * arb_mat([[g[i] * u[i, j] for j in range(n)] for i in range(len(g))])
                return g, gradient, hessian

            p = arb_mat([[arb(0)] for _ in range(n)])
            for _ in range(3000):
                g, gradient, hessian = parts(p)
                step = hessian.solve(gradient * arb(-1))
                size = sum((abs(c) for c in step.entries()), arb(0))
                reach = max((abs(c) for c in (u * step).entries()), key=lambda c: c.mid())
                # Damped where the exponentials would change by more than e: the loss is self-concordant-like.
                factor = arb(1) if reach < 1 else arb((1 / reach).mid())
                p = arb_mat([[arb((a + b * factor).mid())] for a, b in zip(p.entries(), step.entries())])
                if size < arb(2) ** -(bits * 2 // 3): break
            else: raise Undecided("Newton's method does not settle")
            g, gradient, hessian = parts(p)
            r = arb(2) ** -(bits // 2)
            longest = max((sum((c * c for c in row), fmpq(0)) for row in (self.u[i] for i in support)))
            shrink = (-ball(longest).sqrt() * r).exp()
            # H >= 1/trace(H^-1) at p, times the least change of an exponential on the ball.
            inverse = hessian.inv()
            least = shrink / sum((inverse[i, i] for i in range(n)), arb(0))
            norm = sum((c * c for c in gradient.entries()), arb(0)).sqrt()
            if not (least > 0 and norm < least * r): raise Undecided("the residual is not enclosed")
            state = [arb(c.mid(), r.upper()) for c in p.entries()]
            # Weights follow from the state.
            weights = [rate * (-sum((ball(a) * b for a, b in zip(self.u[i], state)), arb(0))).exp() for i in support]
        self.cache[key] = state, weights
        return self.cache[key]

    # Names

    def number(self, name):
        key = "number", name, ctx.prec
        if key not in self.cache:
            try: self.cache[key] = self.computed(name)
            except (Undefined, Undecided) as error: self.cache[key] = error
            except Unknown as error: self.cache[key] = Undecided(str(error))
        value = self.cache[key]
        if isinstance(value, Exception): raise value
        return value

    def classes(self, support):
        return [i for i in support if self.y[i] > 0], [i for i in support if self.y[i] < 0]

    def computed(self, name):
        if "(" in name: return self.regime(*name.rstrip(")").split("("))
        plain = {
            "N": self.count, "d": self.d, "eta": self.eta, "eta_sum": self.rate, "t0": self.t0,
            "horizon": self.t0 + self.steps, "b0": self.start[-1], "epsilon": self.epsilon, "alpha": self.alpha,
            "zeta": self.zeta, "exponential_loss": int(self.exponential), "n_plus": sum(y > 0 for y in self.y),
            "n_minus": sum(y < 0 for y in self.y)}
        if name in plain: return q(plain[name])
        if name == "R": return root(max(dot(x, x) for x in self.x))
        if name == "separable": return fmpq(int(self.margin(True) is not None))
        if name == "T_train": return self.times(None)[0]
        if name == "T_train_last": return self.times(None)[1]
        if name == "step_smoothness":
            if self.exponential: return Infinite(1)
            u = fmpq_mat(self.u)
            values = real_roots((u.transpose() * u).charpoly())
            return ball(self.rate) * values[-1] / 4
        if name in ("b_final", "w_norm_final"): return self.function("b", [fmpq(self.t0 + self.steps)])
        if name == "svm_norm": return root(dot(*[self.separating()[0][:-1]] * 2))
        if name == "svm_bias": return self.separating()[0][-1]
        if name == "gamma":
            norm = dot(*[self.separating()[0][:-1]] * 2)
            if norm == 0: raise Undecided("no direction")
            return root(4 / norm)
        if name in ("svm9_norm", "svm9_bias", "svm_gap"):
            self.separating()
            v9 = self.margin(False)[0]
            if name == "svm9_norm": return root(dot(v9[:-1], v9[:-1]))
            if name == "svm9_bias": return v9[-1]
            difference = [a - b for a, b in zip(v9, self.separating()[0])]
            return dot(difference, difference)
        if name in ("s_plus", "s_minus", "support_ratio"):
            plus, minus = self.classes(self.separating()[1])
            if name == "s_plus": return fmpq(len(plus))
            if name == "s_minus": return fmpq(len(minus))
            if not plus or not minus: raise Undecided("a class without support")
            return fmpq(max(len(plus), len(minus)), min(len(plus), len(minus)))
        if name == "m2":
            off = [m for m in self.separating()[2] if m != 1]
            return min(off) if off else Infinite(1)
        if name == "residual_unique":
            self.separating()
            return fmpq(int(self.is_residual_unique()))
        if name == "B": return self.greatest_drift()
        return self.limit(name)

    def limit(self, name):
        """What follows from the limit residual."""
        names = "residual_norm residual_bias A_plus A_minus delta b_limit t_star H_plus H_minus residual_gap".split()
        if name not in names: raise Undecided(f"{name} is not known to this oracle")
        state, weights = self.residual()
        v, support, _ = self.separating()
        w = state[:-1]
        norm = dot_balls(v[:-1], v[:-1]).sqrt()
        if name == "residual_norm": return sum((c * c for c in w), arb(0)).sqrt()
        if name == "residual_bias": return state[-1]
        if name == "residual_gap":
            t = self.t0 + self.steps
            return self.drift(t, w)
        if name == "t_star": return (-dot_balls(v[:-1], w) / (norm * norm)).exp()
        sums, entropies = [], []
        for sign in (1, -1):
            members = [i for i in support if self.y[i] == sign]
            sums.append(sum(((-sign * dot_balls(self.x[i], w)).exp() for i in members), arb(0)))
            alphas = [a for a, i in zip(weights, support) if self.y[i] == sign]
            total = sum(alphas, arb(0))
            entropies.append(-sum(((a / total) * (a / total).log() for a in alphas), arb(0)))
        if name == "A_plus": return sums[0]
        if name == "A_minus": return sums[1]
        if name == "H_plus": return entropies[0]
        if name == "H_minus": return entropies[1]
        if not (sums[0] > 0 and sums[1] > 0): raise Undecided("a class without support")
        if name == "delta": return (sums[1] / sums[0]).sqrt()
        return (sums[0] / sums[1]).log() / 2

    def drift(self, t, w=None):
        """|w(t) - w^ log t - w~|."""
        v = self.separating()[0]
        state = self.state(t)
        log = arb(t).log()
        total = arb(0)
        for j in range(self.d):
            c = state[j] - ball(v[j]) * log - (w[j] if w else 0)
            total += c * c
        return total.sqrt()

    def greatest_drift(self):
        self.separating()
        first = max(self.t0, 1)
        if first > self.t0 + self.steps: raise Undefined("B")
        values = [self.drift(t) for t in range(first, self.t0 + self.steps + 1)]
        result = values[0]
        for value in values[1:]: result = result.max(value)
        return result

    def regime(self, kind, name):
        if name not in self.tests: raise Undecided(kind)
        if kind == "T_test": return self.times(name)[0]
        if kind == "T_test_last": return self.times(name)[1]
        if kind == "grokking_time": return self.times(name)[0] - self.times(None)[0]
        if kind in ("band_min", "band_max"):
            w = self.separating()[0][:-1]
            values = [dot(u[:-1], w) / 2 for u in self.tests[name]]
            return min(values) if kind == "band_min" else max(values)
        raise Undecided(f"{kind} is not known to this oracle")

    # Functions of the step

    def state(self, t):
        """v(t), to about 100 digits where the balls last."""
        if t == self.t0: return [ball(c) for c in self.start]
        bits = max(START_BITS, ctx.prec)
        best = None
        while bits <= MOST_BITS:
            states = self.states(bits)
            if t - self.t0 < len(states):
                best = states[t - self.t0].entries()
                if all(c.rad() * arb(2) ** 200 < 1 + abs(c) for c in best): break
            bits *= 2
        if best is None: raise Undecided("the balls burst")
        return best

    def function(self, name, arguments):
        if name in ("T_test", "T_test_last", "grokking_time", "band_min", "band_max", "band_distance"):
            return self.number(f"{name}({arguments[0]})")
        if name == "test_accuracy":
            t, points = arguments[1], self.tests[arguments[0]]
        elif name in ("w_norm", "b", "distance", "loss", "train_accuracy"): t, points = arguments[0], self.u
        else: raise Undecided(f"{name} is not known to this oracle")
        if isinstance(t, Infinite) or not isinstance(t, fmpq) or t.q != 1: raise Undecided("no step")
        t = int(t.p)
        if not self.t0 <= t <= self.t0 + self.steps: raise Undecided("not a step of the run")
        if name.endswith("accuracy"):
            try: return fmpq(sum(self.sign(t, u) for u in points), len(points))
            except Unknown as error: raise Undecided(str(error))
        if t == self.t0 and name == "b": return self.start[-1]
        if t == self.t0 and name == "w_norm": return root(dot(self.start[:-1], self.start[:-1]))
        v = self.state(t)
        if name == "b": return v[-1]
        norm = sum((c * c for c in v[:-1]), arb(0)).sqrt()
        if name == "w_norm": return norm
        if name == "distance":
            if not norm > 0: raise Undecided("w may be 0")
            return abs(v[-1]) / norm
        bits = max(1024, ctx.prec)
        with precision(bits):
            z = [sum((ball(a) * b for a, b in zip(u, v)), arb(0)) for u in self.u]
            terms = [(-c).exp() if self.exponential else (-c).exp().log1p() for c in z]
            total = sum(terms, arb(0))
            return total / self.count if self.spec.get("reduction") == "mean" else total

    def forall(self, evaluator, tree):
        """Only whether a step refutes it."""
        _, name, start, end, body = tree
        try: first, final = evaluator.number(start, {}), evaluator.number(end, {})
        except (Undefined, Undecided): return None
        for t in range(self.t0, self.t0 + self.steps + 1, max(1, self.steps // 20)):
            t = fmpq(t)
            if not (isinstance(first, fmpq) and t >= first): continue
            if isinstance(final, fmpq) and t > final: continue
            if evaluator.truth(body, {name: t}) is False: return False
        return None


def dot_balls(a, b):
    return sum(((ball(x) if isinstance(x, fmpq) else x) * (ball(y) if isinstance(y, fmpq) else y)
                for x, y in zip(a, b)), arb(0))
