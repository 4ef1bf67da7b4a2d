"""The quantities of a ridge problem and its losses over steps, enclosed (docs/methods.md).

G = Phi Phi^T is known exactly, and within delta of W D W^T with W near the matrix V that spectrum.py found. All
coordinates below are taken with V. Every difference between G and W D W^T, W and V enters as a bound of a 2-norm.

Notation of the documents: mu_i = D_i/n, rho_i = 1 - eta(mu_i + lambda), q = 1 - eta lambda, S_i = mu_i/(mu_i + lambda);
zeta, upsilon, xi the coordinates of Phi theta0, the labels and the noise; gamma = zeta - S upsilon, w = (1 - S) upsilon.
The residual r(t) = Phi theta(t) - y has the coordinates rho_i^t gamma_i - w_i.
"""

from fractions import Fraction
from functools import lru_cache
from math import inf, isqrt

import covariance
from intervals import Interval, maximum, precision
from problem import dot, integers, square_root
from spectrum import Spectrum, product, transposed

ZERO = Interval.of(0)


def rank(rows):
    """Exact rank of an integer matrix, by fraction-free elimination."""
    rows, r, last = [list(row) for row in rows], 0, 1
    for j in range(len(rows[0])):
        pivot = next((i for i in range(r, len(rows)) if rows[i][j]), None)
        if pivot is None:
            continue
        rows[r], rows[pivot] = rows[pivot], rows[r]
        p = rows[r][j]
        for i in range(r + 1, len(rows)):
            x = rows[i][j]
            rows[i] = [(p * a - x * b) // last for a, b in zip(rows[i], rows[r])]
        last, r = p, r + 1
        if r == len(rows):
            break
    return r


def total(values):
    result = ZERO
    for v in values:
        result = result + v
    return result


def ball(value, radius):
    return Interval.around(value, radius)


def squared_ball(norm2, error):
    """Encloses |x|^2 from that of an approximation of x and a bound of their distance."""
    r = (2 * norm2.magnitude().sqrt() + error) * error
    value = ball(norm2, r)
    return maximum(value, 0) if value.sign() is None else value


class Model:
    """All that is known of a problem at a working precision; run its methods inside `with precision(bits)`."""

    def __init__(self, problem, bits):
        with precision(bits):
            self._build(problem, bits)

    def _build(self, p, bits):
        self.problem, self.bits, n, m = p, bits, p.n, p.m
        self.eta, self.decay = Interval.of(p.eta), Interval.of(p.decay)
        self.q = Interval.of(1 - p.eta * p.decay)
        # Exact inner products; a point on a sphere counts as its direction, scaled afterwards.
        phi, d = integers(p.rows)
        (a, b), (da, db) = (integers([p.start.direction])[0][0], integers([p.teacher.direction])[0][0]), (
            integers([p.start.direction])[1],
            integers([p.teacher.direction])[1],
        )
        self.sa, self.sb = Interval.of(p.start.scale()), Interval.of(p.teacher.scale())
        gram = [[0] * n for _ in range(n)]
        for i in range(n):
            for j in range(i + 1):
                gram[i][j] = gram[j][i] = dot(phi[i], phi[j])
        self.trace = Fraction(sum(gram[i][i] for i in range(n)), d * d)
        self.row_norms = [Fraction(gram[i][i], d * d) for i in range(n)]
        self.za = [Fraction(dot(row, a), d * da) for row in phi]  # Phi theta0 and Phi theta* before scaling
        self.zb = [Fraction(dot(row, b), d * db) for row in phi]
        self.aa, self.ab, self.bb = Fraction(dot(a, a), da * da), Fraction(dot(a, b), da * db), Fraction(dot(b, b), db * db)
        self.theta0_norm2 = self.aa * p.start.squared_scale()
        self.teacher_norm2 = self.bb * p.teacher.squared_scale()
        # Spectrum and rank
        s = Spectrum(gram, d * d, bits)
        delta, values = s.delta, s.values
        self.rank = n
        if n > m or (values[-1] - delta).sign() != 1:
            self.rank = rank(gram)
        r = self.rank
        for x in values[r:]:
            delta = (delta + abs(x)).high()
        self.d = [Interval.of(0) if i >= r else values[i] for i in range(n)]
        self.delta, self.omega = delta, s.omega
        self.full = r == n
        self.norm_g = (self.d[0] + delta).high()
        self.least = (self.d[r - 1] - delta).low() if r else None
        if r and self.least.sign() != 1:
            raise ArithmeticError("the least positive eigenvalue is not separated from zero")
        # Coordinates
        self.v = s.vectors
        point = [Interval((0, 0), (0, 0))] * 0
        del point
        self.zeta = [self.sa * x for x in self.coordinates(self.za)]
        self.clean = [self.sb * x for x in self.coordinates(self.zb)]
        self.xi = self.coordinates(p.noise) if any(p.noise) else [ZERO] * n
        self.upsilon = [x + y for x, y in zip(self.clean, self.xi)] if any(p.noise) else self.clean
        self.norm_z = (Interval.of(dot(self.za, self.za)) * self.sa.squared()).sqrt()
        self.norm_clean = (Interval.of(dot(self.zb, self.zb)) * self.sb.squared()).sqrt()
        self.norm_xi = Interval.of(dot(p.noise, p.noise)).sqrt()
        self.norm_y = (self.norm_clean + self.norm_xi).high()
        self.mu = [x / n for x in self.d]
        self.share = [
            m / (m + self.decay) if i < r else ZERO for i, m in enumerate(self.mu)
        ]
        self.rho = [1 - self.eta * (x + self.decay) for x in self.mu]
        self.gamma = [z - s * y for z, s, y in zip(self.zeta, self.share, self.upsilon)]
        self.w = [(1 - s) * y if i < r else y for i, (s, y) in enumerate(zip(self.share, self.upsilon))]
        # Bounds that the errors need
        self.e = (self.eta / n * delta).high()
        rates = [abs(x) for x in self.rho[:r]]
        self.kappa_range = (maximum(*rates) + self.e).high() if r else ZERO
        self.kappa = self.kappa_range if self.full else maximum(self.kappa_range, abs(self.q)).high()
        if r:
            self.pinv_error = (2 * delta / self.least.squared() + 3 * self.omega / self.least).high()
            self.lift = (self.norm_g.sqrt() / self.least).high()  # |Phi^T G^+|, roughly: from residuals to parameters
        else:
            self.pinv_error = self.lift = ZERO
        # S(G) against S(W D W^T), for lambda > 0 and = 0
        if p.decay:
            self.share_error = (delta / (n * self.decay)).high()
        else:
            self.share_error = (2 * delta / self.least).high() if r and not self.full else ZERO
        gamma_error = self.share_error * self.norm_y + self.omega * (self.norm_z + self.norm_y)
        self.gamma_norm = (total(x.squared() for x in self.gamma).sqrt() + gamma_error).high()
        # The part orthogonal to the rows
        self.spans = r == m
        self.a2 = self._perp(Interval.of(self.theta0_norm2), self.zeta, self.zeta, self.norm_z * self.norm_z)
        inner = Interval.of(self.ab) * self.sa * self.sb
        self.b = self._perp(inner, self.zeta, self.clean, self.norm_z * self.norm_clean, False)
        self.c2 = self._perp(Interval.of(self.teacher_norm2), self.clean, self.clean, self.norm_clean.squared())
        if p.teacher.norm == 0 or not any(p.teacher.direction):
            self.b = self.c2 = ZERO
        if p.start.norm == 0 or not any(p.start.direction):
            self.a2 = self.b = ZERO
        u2 = total(g.squared() / x for g, x in zip(self.gamma, self.d[:r])) if r else ZERO
        self.u2 = squared_ball(u2, self.lift * gamma_error + (self.pinv_error.sqrt() * 2 * self.gamma_norm if r else ZERO))
        self.u2_root = self.u2.magnitude().sqrt().high()
        self.phi, self.d_phi, self.a_int, self.b_int = phi, d, (a, da), (b, db)
        self.sigma = covariance.Covariance(self)

    def coordinates(self, x):
        """V^T x for a rational vector x, each coordinate enclosed."""
        (ints,), d = integers([x])
        return [Interval.of(Fraction(dot(row, ints), d << self.bits)) for row in self.v]

    def _perp(self, whole, x, y, bound, square=True):
        """<P a, P b> = <a, b> - x^T G^+ y for the coordinates x, y of Phi a and Phi b."""
        if self.spans:
            return ZERO
        r = self.rank
        value = ball(whole - total(p * q / d for p, q, d in zip(x, y, self.d[:r])), self.pinv_error * bound)
        return maximum(value, 0) if square and value.sign() is None else value

    # ---------------------------------------------------------------- powers

    @lru_cache(maxsize=4096)
    def _powers(self, t):
        return [x**t for x in self.rho]

    def power(self, x, a, b):
        """x^t for all a <= t <= b (b may be inf)."""
        if a == b:
            return x**a
        if x.sign() in (0, 1):
            if b == inf:
                if x.less(1) is not True and x.at_most(1) is not True:
                    raise ArithmeticError("a factor that may exceed 1")
                return Interval.hull(ZERO if x.less(1) else x**a, x**a)
            return Interval.hull(x**a, x**b)
        size = maximum(*(self.power(abs(x).high(), a, b).magnitude(),))
        return Interval.hull(-size, size)

    def modes(self, a, b):
        """rho_i^t for all a <= t <= b."""
        if a == b:
            return self._powers(a)
        first, last = self._powers(a), self._powers(b)
        result = []
        for x, f, l in zip(self.rho, first, last):
            if x.sign() in (0, 1):
                result.append(Interval.hull(f, l))
            else:
                size = maximum(*(self.power(abs(x).high(), t, t) for t in (a, b)))
                result.append(Interval.hull(-size, size))
        return result

    def residual_error(self, a, b):
        """Bound, for a <= t <= b, of the distance between the true residual and the one computed."""
        n, k = self.problem.n, self.kappa
        growth = Interval.hull(*(k**t for t in (max(a - 1, 0), b))).high()
        worst = maximum(growth, 1).high()
        t = Interval.of(b)
        drift = self.eta / n * self.norm_g * self.e * t * t / 2 + self.e * t
        return ((self.e * t + self.omega * maximum(k, 1)) * growth * self.norm_z + (drift + self.omega) * worst * self.norm_y).high()

    def residual(self, a, b):
        """Coordinates of r(t) for a <= t <= b, and the bound of their error."""
        if a == b == inf:
            return [-x for x in self.w], ((self.share_error + self.omega) * self.norm_y).high()
        r = [p * g - w for p, g, w in zip(self.modes(a, b), self.gamma, self.w)]
        return r, self.residual_error(a, b)

    def _needs_decay(self):
        if self.kappa_range.less(1) is not True:
            raise ArithmeticError("a run that need not converge")

    # ---------------------------------------------------------------- functions of time

    def train_loss(self, a, b):
        """L_n(t) for a <= t <= b; a = b = inf is the limit, b = inf a tail."""
        p, n = self.problem, self.problem.n
        if a == b == 0 and p.start.norm is None and p.teacher.norm is None:
            r = [x - y - e for x, y, e in zip(self.za, self.zb, p.noise)]
            return Interval.of(dot(r, r) / (2 * n))
        if b == inf:
            self._needs_decay()
            r, error = self.residual(inf, inf)
            if a != inf:
                error = error + self.kappa_range**a * self.gamma_norm
        else:
            r, error = self.residual(a, b)
        return squared_ball(total(x.squared() for x in r), error) / (2 * n)

    def _row_part(self, values, error, norm):
        """|x|^2 for x in the row space with Phi x = values (coordinates, wrong by `error` in norm), and a bound of its error
        as a vector."""
        r = self.rank
        if not r:
            return ZERO, ZERO
        norm2 = total(x.squared() / d for x, d in zip(values, self.d[:r]))
        slack = self.lift * (2 * self.delta / self.least * norm + error + self.omega * norm)
        return norm2, slack.high()

    def _distance_rows(self, a, b):
        """Coordinates v_i of Phi(theta(t) - theta*), their 2-norm and error in norm."""
        r, error = self.residual(a, b)
        v = [x + e for x, e in zip(r, self.xi)]
        norm = (total(x.squared() for x in v).sqrt() + error + self.omega * self.norm_xi).high()
        return v, error + self.omega * self.norm_xi, norm

    def perp_distance2(self, y):
        """|y theta0_perp - theta*_perp|^2 for y = q^t."""
        if self.a2.sign() != 1:
            return maximum(self.a2 * y.squared() - 2 * self.b * y + self.c2, 0)
        rest = self.c2 - self.b.squared() / self.a2
        return maximum((self.a2 * y - self.b).squared() / self.a2 + rest, 0)

    def distance2(self, a, b):
        """|theta(t) - theta*|^2 (not for tails)."""
        v, error, norm = self._distance_rows(a, b)
        rows, slack = self._row_part(v, error, norm)
        y = self.limit_factor() if a == inf else self.power(self.q, a, b)
        return self.perp_distance2(y) + squared_ball(rows, slack)

    def limit_factor(self):
        """The limit of q^t."""
        return Interval.of(1) if not self.problem.decay else ZERO

    def population_loss(self, a, b):
        if b == inf and a != inf:
            self._needs_decay()
            y = ZERO if not self.problem.decay else abs(self.q) ** a
            change = y * self.sigma.start_perp.magnitude().sqrt()
            change = change + self.sigma.maximum.magnitude().sqrt() * self.kappa_range**a * self.u2_root
            return squared_ball(self.population_loss(inf, inf), change)
        if a == inf:
            self._needs_decay()
        return self.sigma.loss(a, b)

    def theta_norm2(self, a, b):
        if b == inf:
            self._needs_decay()
        first = a if b != inf else inf
        r, error = self.residual(first, b)
        v = [x + y for x, y in zip(r, self.upsilon)]
        error = error + self.omega * self.norm_y
        norm = (total(x.squared() for x in v).sqrt() + error).high()
        rows, slack = self._row_part(v, error, norm)
        if b == inf and a != inf:
            slack = slack + self.kappa_range**a * self.u2_root
            y = Interval.of(1) if not self.problem.decay else Interval.hull(ZERO, abs(self.q) ** a)
        else:
            y = self.limit_factor() if a == inf else self.power(self.q, a, b)
        if a == b == 0:
            return Interval.of(self.theta0_norm2)
        return y.squared() * self.a2 + squared_ball(rows, slack)

    def start_loss_exact(self):
        p = self.problem
        if p.start.norm is None and p.teacher.norm is None:
            r = [x - y - e for x, y, e in zip(self.za, self.zb, p.noise)]
            return dot(r, r) / (2 * p.n)
        return None


FUNCTIONS = ("train_loss", "population_loss", "theta_norm2")


class Root:
    """The square root of a rational that is not a square."""

    def __init__(self, square):
        self.square = square


def root(square):
    """The square root of a rational: a Fraction or a Root."""
    exact = square_root(square)
    return Root(square) if exact is None else exact


def quantities(model):
    """Every quantity of docs/certificates.md but the stage times, by name: a Fraction, a Root, inf or an Interval."""
    p, s, r = model.problem, model.sigma, model.rank
    largest = root(max(model.row_norms))
    b = root(Fraction(2)) if p.kind == "fourier" else largest
    b = p.bound if p.bound is not None else b
    unbounded = {"gaussian": inf, "relu": inf, "fourier": root(Fraction(2))}.get(p.kind, b)
    zero_teacher = model.teacher_norm2 == 0
    result = {
        "n": Fraction(p.n),
        "m": Fraction(p.m),
        "eta": p.eta,
        "lambda": p.decay,
        "nu2": p.nu2,
        "b": b,
        "epsilon": p.epsilon,
        "c": p.c,
        "delta": p.delta,
        "T": root(model.teacher_norm2),
        "L": model.trace / p.n,
        "rank": Fraction(r),
        "sigma_min": s.minimum_exact if s.minimum_exact is not None else s.minimum,
        "sigma_max": s.maximum_exact if s.maximum_exact is not None else s.maximum,
        "sigma_trace": s.trace_exact if s.trace_exact is not None else s.trace,
        "theta0_norm2": model.theta0_norm2,
        "theta0_perp_norm2": model.a2,
        "theta0_teacher_perp": Fraction(0) if zero_teacher else model.b,
        "teacher_perp_norm2": Fraction(0) if zero_teacher else model.c2,
        "max_feature_norm": largest,
        "feature_norm_bound": unbounded,
        "gaussian_features": Fraction(int(p.kind == "gaussian")),
        "u_norm2": model.u2,
        "start_sigma_perp_norm2": s.start_perp,
        "trace_psp": s.trace_psp,
        "psp_frobenius": s.frobenius_psp,
        "noise_variance": p.noise_variance,
    }
    start = model.start_loss_exact()
    result["train_loss_start"] = model.train_loss(0, 0) if start is None else start
    result["zero_predictor_error"] = s.teacher_exact if s.teacher_exact is not None else s.teacher
    if p.kind == "gaussian":
        result["feature_variance"] = p.variance
    if r:
        result["lambda_min_plus"] = ball(model.d[r - 1], model.delta)
        result["lambda_max"] = ball(model.d[0], model.delta)
        rates = [abs(ball(x, model.e)) for x in model.rho[:r]]
        result["rho_max"] = maximum(*rates)
    if p.decay:
        if zero_teacher and not any(p.noise):
            result["final_error"] = result["final_train_loss"] = Fraction(0)
        else:
            result["final_error"] = s.loss(inf, inf)
            r_limit, error = model.residual(inf, inf)
            result["final_train_loss"] = squared_ball(total(x.squared() for x in r_limit), error) / (2 * p.n)
    return result
