"""What a ridge problem's quantities, stage times and losses are: exact linear algebra, matrix powers, bounds of tails."""
from functools import cached_property

from flint import fmpq, fmpq_mat

from exact import (
    ball, column, dot, eigenvalues, entries, identity, precision, q)
from language import Infinite, Undecided, Undefined, added, compared, negated, root
from sequence import Sequence, Unknown

# Steps at which a statement over time is tried, for a counterexample.
TRIED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 31, 32, 63, 64, 127, 128, 256, 1024, 4096, 65536, 1 << 20]


def from_source(source, m):
    """A vector source of a spec; None for `zero`."""
    if source == "zero" or (isinstance(source, dict) and source.get("zero")): return column([fmpq(0)] * m)
    return column([q(x) for x in source["vector"]])


def covariance(source, m):
    if "scaled_identity" in source: return identity(m, q(source["scaled_identity"]))
    if "diagonal" in source:
        d = [q(x) for x in source["diagonal"]]
        return fmpq_mat([[d[i] if i == j else fmpq(0) for j in range(m)] for i in range(m)])
    return fmpq_mat([[q(x) for x in row] for row in source["matrix"]])


class RidgeOracle:
    by_regime = frozenset()
    NAMES = (
        "n m rank gaussian_features eta lambda epsilon c nu2 delta T L max_feature_norm b feature_norm_bound "
        "noise_variance theta0_norm2 theta0_perp_norm2 teacher_perp_norm2 theta0_teacher_perp start_sigma_perp_norm2 "
        "zero_predictor_error train_loss_start sigma_trace sigma_min sigma_max u_norm2 final_error final_train_loss "
        "lambda_min_plus lambda_max rho_max trace_psp psp_frobenius").split()
    TIMES = ["t1", "t2", "t_final"]
    # How far a statement over time is certified, where a certificate says that it is not for ever.
    last_step = None

    def __init__(self, spec):
        self.spec = spec
        self.phi = phi = fmpq_mat([[q(x) for x in row] for row in spec["features"]["matrix"]])
        self.n, self.m = n, m = phi.nrows(), phi.ncols()
        self.sigma = covariance(spec["covariance"], m)
        self.star, self.start = from_source(spec["teacher"], m), from_source(spec["initialization"], m)
        self.eta, self.decay = q(spec["training"]["eta"]), q(spec["training"]["lambda"])
        self.epsilon, self.c = q(spec["thresholds"]["epsilon"]), q(spec["thresholds"]["c"])
        noise = spec.get("noise", {}).get("vector", [0] * n)
        self.noise = column([q(x) for x in noise])
        self.labels = phi * self.star + self.noise
        self.gram, self.hessian = phi * phi.transpose(), phi.transpose() * phi
        self.cache = {}
        # Independent rows of Phi, for projections.
        chosen = []
        for i in range(n):
            rows = fmpq_mat([[phi[k, j] for j in range(m)] for k in chosen + [i]])
            if rows.rank() == len(chosen) + 1: chosen.append(i)
        self.rank = len(chosen)
        self.rows = fmpq_mat([[phi[k, j] for j in range(m)] for k in chosen]) if chosen else None
        # The fixed point that the start runs to, in theta.
        self.start_perp = self.start - self.parallel(self.start)
        self.star_perp = self.star - self.parallel(self.star)
        right = phi.transpose() * self.labels
        if self.decay != 0:
            self.end = (self.hessian * fmpq(1, n) + identity(m, self.decay)).solve(right * fmpq(1, n))
        elif self.rows is None: self.end = self.start
        else:
            # Least squares within the span of the rows: theta = B^T a with B H B^T a = B Phi^T y.
            b = self.rows
            a = (b * self.hessian * b.transpose()).solve(b * right)
            self.end = b.transpose() * a + self.start_perp

    def parallel(self, v):
        if self.rows is None: return column([fmpq(0)] * self.m)
        b = self.rows
        return b.transpose() * (b * b.transpose()).solve(b * v)

    @cached_property
    def train(self):
        n = self.n
        s = identity(n, 1 - self.eta * self.decay) - self.gram * (self.eta / n)
        return Sequence(
            s, self.phi * self.end - self.labels, self.phi * (self.start - self.end),
            identity(n, fmpq(1, 2 * n)), fmpq(1, 2 * n))

    @cached_property
    def step_matrix(self):
        return identity(self.m, 1 - self.eta * self.decay) - self.hessian * (self.eta / self.n)

    @cached_property
    def population(self):
        d = self.sigma[0, 0]
        scale = d if self.sigma == identity(self.m, d) else None
        return Sequence(self.step_matrix, self.end - self.star, self.start - self.end, self.sigma, scale)

    @cached_property
    def weights(self):
        return Sequence(self.step_matrix, self.end, self.start - self.end, identity(self.m), fmpq(1))

    # Names

    def square(self, v): return dot(entries(v), entries(v))

    def form(self, v): return dot(entries(v), entries(self.sigma * v))

    def number(self, name):
        """A quantity, exact where it is; raises Undefined where it does not exist, Undecided where it is not known."""
        if name not in self.cache:
            try: self.cache[name] = self.computed(name)
            except (Undefined, Undecided) as error: self.cache[name] = error
            except Unknown as error: self.cache[name] = Undecided(str(error))
        value = self.cache[name]
        if isinstance(value, Exception): raise value
        # Balls that come from roots of polynomials are found again at greater precision.
        if isinstance(value, tuple): return value[0]()
        return value

    def spectrum(self, matrix, key):
        """Eigenvalues at the present precision."""
        from flint import ctx
        name = key, ctx.prec
        if name not in self.cache: self.cache[name] = eigenvalues(matrix)
        return self.cache[name]

    def positive(self):
        # Zero eigenvalues are exact zeros of the ranked characteristic polynomial.
        return self.spectrum(self.hessian, "hessian")[self.m - self.rank:]

    def extreme(self, which):
        diagonal = [self.sigma[i, i] for i in range(self.m)]
        if all(self.sigma[i, j] == 0 for i in range(self.m) for j in range(self.m) if i != j):
            return which(diagonal)
        rank = self.sigma.rank()
        if which is min and rank < self.m: return fmpq(0)
        index = 0 if which is min else -1
        return (lambda: self.spectrum(self.sigma, "sigma")[index],)

    def computed(self, name):
        simple = {
            "n": self.n, "m": self.m, "rank": self.rank, "gaussian_features": 0}
        if name in simple: return fmpq(simple[name])
        if name == "eta": return self.eta
        if name == "lambda": return self.decay
        if name == "epsilon": return self.epsilon
        if name == "c": return self.c
        if name == "nu2": return q(self.spec["initialization"]["variance"])
        if name == "delta": return q(self.spec.get("confidence", "1/20"))
        if name == "T": return root(self.square(self.star))
        if name == "L": return sum((self.gram[i, i] for i in range(self.n)), fmpq(0)) / self.n
        if name == "max_feature_norm": return root(max(self.gram[i, i] for i in range(self.n)))
        if name in ("b", "feature_norm_bound"):
            sample = self.number("max_feature_norm")
            if "feature_bound" not in self.spec: return sample
            stated = q(self.spec["feature_bound"])
            # A row that exceeds the stated bound refutes it: then the population's bound is at least the sample's.
            refuted = name == "feature_norm_bound" and compared(">", sample, stated)
            return sample if refuted else stated
        if name == "noise_variance": return self.square(self.noise) / self.n
        if name == "theta0_norm2": return self.square(self.start)
        if name == "theta0_perp_norm2": return self.square(self.start_perp)
        if name == "teacher_perp_norm2": return self.square(self.star_perp)
        if name == "theta0_teacher_perp": return dot(entries(self.start_perp), entries(self.star_perp))
        if name == "start_sigma_perp_norm2": return self.form(self.start_perp)
        if name == "zero_predictor_error": return self.form(self.star)
        if name == "train_loss_start": return self.square(self.phi * self.start - self.labels) / (2 * self.n)
        if name == "sigma_trace": return sum((self.sigma[i, i] for i in range(self.m)), fmpq(0))
        if name == "sigma_min": return self.extreme(min)
        if name == "sigma_max": return self.extreme(max)
        if name == "u_norm2": return self.square(self.parallel(self.start - self.end))
        if name in ("final_error", "final_train_loss"):
            if self.decay == 0: raise Undefined(name)
            if name == "final_error": return self.form(self.end - self.star)
            return self.square(self.phi * self.end - self.labels) / (2 * self.n)
        if name in ("lambda_min_plus", "lambda_max", "rho_max"):
            # The tool takes the greatest eigenvalue, too, among the positive ones.
            if self.rank == 0: raise Undefined(name)
            if name == "lambda_min_plus": return (lambda: self.positive()[0],)
            if name == "lambda_max": return (lambda: self.positive()[-1],)
            return (self.rho,)
        if name in ("trace_psp", "psp_frobenius"):
            p = fmpq_mat([entries(e - self.parallel(e)) for e in (
                column([fmpq(int(i == j)) for i in range(self.m)]) for j in range(self.m))])
            psp = p * self.sigma * p
            if name == "trace_psp": return sum((psp[i, i] for i in range(self.m)), fmpq(0))
            return root(sum((x * x for x in psp.entries()), fmpq(0)))
        if name == "t1": return self.last(self.train, self.epsilon, True)
        if name == "t2": return self.first(self.population, self.c, False)
        if name == "t_final":
            t = self.last(self.population, self.epsilon, False)
            if isinstance(t, Infinite): return Infinite(1) if t.sign > 0 else fmpq(0)
            return t + 1
        if name == "plateau":
            t1, t2 = self.number("t1"), self.number("t2")
            # Two infinite times have no plateau, whatever their signs.
            if isinstance(t1, Infinite) and isinstance(t2, Infinite): raise Undefined(name)
            return added(t2, negated(t1))
        if name == "feature_variance": raise Undefined(name)
        raise Undecided(f"{name} is not known to this oracle")

    def rho(self):
        values = [abs(1 - ball(self.eta) * (x / self.n + ball(self.decay))) for x in self.positive()]
        return max(values, key=lambda x: x.mid())

    def last(self, sequence, threshold, strict):
        t = sequence.last_not_below(threshold, strict)
        return Infinite(1) if t is None else Infinite(-1) if t < 0 else fmpq(t)

    def first(self, sequence, threshold, strict):
        t = sequence.first_below(threshold, strict)
        return Infinite(1) if t is None else fmpq(t)

    def function(self, name, arguments):
        from flint import ctx
        t = arguments[0]
        if isinstance(t, Infinite): raise Undecided("no step")
        if not isinstance(t, fmpq) or t.q != 1 or t < 0: raise Undefined("no step")
        try:
            sequence = {
                "train_loss": self.train, "population_loss": self.population, "theta_norm2": self.weights}[name]
        except Unknown as error: raise Undecided(str(error))
        t = int(t.p)
        if t.bit_length() > 200: raise Undecided("too late a step")
        if t <= 3: return sequence.exact_loss(t)
        return sequence.loss(t, max(512, ctx.prec))

    # Statements over time

    def forall(self, evaluator, tree):
        _, name, start, end, body = tree
        try: first, final = evaluator.number(start, {}), evaluator.number(end, {})
        except Undefined: return None
        except Undecided: return None
        if self.last_step is None:
            special = self.extreme_step(evaluator, name, first, final, body)
            if special is not None: return special
        for t in TRIED:
            t = fmpq(t)
            if self.last_step is not None and t > self.last_step: continue
            if isinstance(first, fmpq) and t < first: continue
            if isinstance(final, fmpq) and t > final: continue
            if evaluator.truth(body, {name: t}) is False: return False
        return None

    def extreme_step(self, evaluator, name, first, final, body):
        """forall t in 0..inf: loss(t) > x implies t < K, and loss(t) < x implies t > K."""
        if not (isinstance(first, fmpq) and first == 0 and isinstance(final, Infinite)): return None
        if body[0] != "implies" or body[1][0] != "compare" or body[2][0] != "compare": return None
        _, relation, loss, threshold = body[1]
        _, bound_relation, step, bound = body[2]
        if loss[0] != "call" or step != ("name", name): return None
        try:
            level = evaluator.number(threshold, {})
            if not isinstance(level, fmpq): return None
            if (loss[1], relation, bound_relation) == ("train_loss", ">", "<"):
                t = self.last(self.train, level, False)
                if isinstance(t, Infinite) and t.sign < 0: return None
            elif (loss[1], relation, bound_relation) == ("population_loss", "<", ">"):
                t = self.first(self.population, level, True)
                if isinstance(t, Infinite): return None
            else: return None
            return evaluator.truth(("compare", bound_relation, ("number", t), bound))
        except (Unknown, Undecided, Undefined): return None
