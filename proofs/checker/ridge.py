"""The quantities of a ridge problem and its losses over steps, enclosed (docs/methods.md).

G = Phi Phi^T is known exactly, and within delta of W D W^T with W near the matrix V that spectrum.py found. All
coordinates below are taken with V. Every difference between G and W D W^T, W and V enters as a bound of a 2-norm.

Notation of the documents: mu_i = D_i/n, rho_i = 1 - eta(mu_i + lambda), q = 1 - eta lambda, S_i = mu_i/(mu_i + lambda);
zeta, upsilon, xi the coordinates of Phi theta0, the labels and the noise; gamma = zeta - S upsilon, w = (1 - S) upsilon.
The residual r(t) = Phi theta(t) - y has the coordinates rho_i^t gamma_i - w_i.
"""

from fractions import Fraction
from functools import lru_cache
from math import inf

import covariance
from conditions import Judge
from decimals import check_wide, is_narrow, is_wide, read, require_printed, rounded
from intervals import Interval, Undecided, Undefined, maximum, precision, total
from language import enclosure, names, relate, root, sign, simplified
from problem import Ridge, dot, integers, require
from spectrum import Spectrum, rank

ZERO = Interval.of(0)


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
        self.every_second = False  # whether a, b stand for a, a + 2, ... up to b: see `over`
        self.eta, self.decay = Interval.of(p.eta), Interval.of(p.decay)
        self.q = Interval.of(1 - p.eta * p.decay)
        # Exact inner products; a point on a sphere counts as its direction, scaled afterwards.
        phi, d = integers(p.rows)
        ((a,), da), ((b,), db) = integers([p.start.direction]), integers([p.teacher.direction])
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
        self.zeta = [self.sa * x for x in self.coordinates(self.za)]
        self.clean = [self.sb * x for x in self.coordinates(self.zb)]
        self.xi = self.coordinates(p.noise) if any(p.noise) else [ZERO] * n
        self.upsilon = [x + y for x, y in zip(self.clean, self.xi)] if any(p.noise) else self.clean
        self.norm_z = (Interval.of(dot(self.za, self.za)) * self.sa.squared()).sqrt()
        self.norm_clean = (Interval.of(dot(self.zb, self.zb)) * self.sb.squared()).sqrt()
        self.norm_xi = Interval.of(dot(p.noise, p.noise)).sqrt()
        self.norm_y = (self.norm_clean + self.norm_xi).high()
        self.mu = [x / n for x in self.d]
        self.share = [x / (x + self.decay) if i < r else ZERO for i, x in enumerate(self.mu)]
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
        ulp = abs(whole).high().scaled(-self.bits)  # the tool knows these numbers as enclosures only, and so do we
        value = ball(whole - total(p * q / d for p, q, d in zip(x, y, self.d[:r])), self.pinv_error * bound + ulp)
        return maximum(value, 0) if square and value.sign() is None else value

    # ---------------------------------------------------------------- powers

    @lru_cache(maxsize=4096)
    def _powers(self, t):
        return [x**t for x in self.rho]

    def power(self, x, a, b):
        """x^t for all a <= t <= b (b may be inf)."""
        if a == b:
            return x**a
        if self.every_second:
            return Interval.hull(x**a, x ** self._last(a, b))
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
        result = []
        for x, first, last in zip(self.rho, self._powers(a), self._powers(self._last(a, b))):
            if self.every_second or x.sign() in (0, 1):
                result.append(Interval.hull(first, last))
            else:
                size = maximum(*(self.power(abs(x).high(), t, t) for t in (a, b)))
                result.append(Interval.hull(-size, size))
        return result

    def _last(self, a, b):
        return b - (b - a) % 2 if self.every_second else b

    def over(self, function, a, b):
        """A function of time for all a <= t <= b: where a factor may be negative its powers alternate, so that the even and the
        odd steps are taken by themselves. Over each, x^t is monotone in t for every x."""
        if a == b or b == inf or all(x.sign() in (0, 1) for x in (*self.rho, self.q)):
            return function(a, b)
        self.every_second = True
        try:
            return Interval.hull(function(a, b), function(a + 1, b))
        finally:
            self.every_second = False

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

    def growth(self, a, parameters):
        """A lower bound, for all t >= a, of |rho^t gamma|, or with `parameters` of that part's norm in the parameters.

        Both squares are sums of c_i*rho_i^(2t), c_i >= 0, so their logarithms are convex in t: what grows from a to a + 1
        grows for ever."""
        norms = []
        for t in (a, a + 1):
            values = [p * g for p, g in zip(self.modes(t, t), self.gamma)]
            error = self.residual_error(t, t) + (self.share_error + self.omega) * self.norm_y
            norm2 = total(x.squared() for x in values)
            if parameters:
                norm = (norm2.sqrt() + error).high()
                norm2, error = self._row_part(values, error, norm)
            norms.append(ball(norm2.sqrt(), error))
        if norms[0].less(norms[1]) is not True:
            raise ArithmeticError("a run that need not converge and is not seen to grow")
        return norms[0].low()

    def _limit_norm(self, parameters):
        """Upper bound of |w|, or of what it comes to in the parameters together with the noise."""
        if not parameters:
            return (total(x.squared() for x in self.w).sqrt() + (self.share_error + self.omega) * self.norm_y).high()
        v = [e - w for e, w in zip(self.xi, self.w)]
        error = (self.share_error + self.omega) * self.norm_y + self.omega * self.norm_xi
        norm = (total(x.squared() for x in v).sqrt() + error).high()
        norm2, slack = self._row_part(v, error, norm)
        return (norm2.sqrt() + slack).high()

    def _needs_decay(self):
        if self.kappa_range.less(1) is not True:
            raise ArithmeticError("a run that need not converge")

    # ---------------------------------------------------------------- functions of time

    def train_loss(self, a, b):
        """L_n(t) for a <= t <= b; a = b = inf is the limit, b = inf a tail."""
        n = self.problem.n
        exact = self.start_loss_exact() if a == b == 0 else None
        if exact is not None:
            return Interval.of(exact)
        if b == inf:
            if self.kappa_range.less(1) is not True:
                root = self.growth(a, False) - self._limit_norm(False)
                return Interval.hull(maximum(root, 0).squared(), Interval.of(inf)) / (2 * n)
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
            if self.kappa_range.less(1) is not True:
                root = self.growth(a, True) - self._limit_norm(True)
                return Interval.hull(self.sigma.minimum.low() * maximum(root, 0).squared(), Interval.of(inf))
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

    def start_products(self, aa, ab, bb):
        """|x|^2 of the image of theta0 - theta*, from the products of the images of the directions: an exact rational where the
        vectors are, or where only one of them is not 0; else None."""
        p = self.problem
        if p.start.norm is None and p.teacher.norm is None:
            return aa - 2 * ab + bb
        return None if ab else aa * p.start.squared_scale() + bb * p.teacher.squared_scale()

    def start_loss_exact(self):
        """L_n(0) where it is a known rational."""
        p = self.problem
        if any(p.noise):
            if p.start.norm is not None or p.teacher.norm is not None:
                return None
            r = [x - y - e for x, y, e in zip(self.za, self.zb, p.noise)]
            return dot(r, r) / (2 * p.n)
        square = self.start_products(dot(self.za, self.za), dot(self.za, self.zb), dot(self.zb, self.zb))
        return None if square is None else square / (2 * p.n)


def quantities(model):
    """Every quantity of docs/certificates.md but the stage times, by name: a Fraction, a Root, inf or an Interval."""
    p, s, r = model.problem, model.sigma, model.rank
    largest = root(max(model.row_norms))
    b = root(Fraction(2)) if p.kind == "fourier" else largest
    b = p.bound if p.bound is not None else b
    exceeded = relate(">", largest, b)  # a stated bound that some row exceeds is none
    unbounded = {"gaussian": inf, "relu": inf, "fourier": root(Fraction(2))}.get(p.kind, largest if exceeded else b)
    if p.kind == "fourier" and p.bound is not None and p.bound**2 < 2:  # neither trusted nor refuted
        unbounded = Interval.hull(enclosure(largest), enclosure(root(Fraction(2))))
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


# ---------------------------------------------------------------- the theory, as check.py uses it

FUNCTIONS = ("train_loss", "population_loss", "theta_norm2")
TIMES = ("t1", "t2", "plateau", "t_final")
NAMES = (
    "n m eta lambda nu2 b epsilon c delta T L lambda_min_plus lambda_max rank sigma_min sigma_max sigma_trace theta0_norm2 "
    "theta0_perp_norm2 theta0_teacher_perp teacher_perp_norm2 train_loss_start t1 t2 plateau t_final final_error final_train_loss "
    "zero_predictor_error max_feature_norm feature_norm_bound gaussian_features feature_variance rho_max u_norm2 "
    "start_sigma_perp_norm2 trace_psp psp_frobenius noise_variance"
).split()
COVARIANCE_REASON = "as wide as the enclosures of the covariance and of its eigenvalues make it"
PRECISION_REASON = "undecided at the greatest precision allowed"
LAST_STEP = 10**18
REACH = 2**16  # where no tail is decided and the spec has no horizon, a first step is looked for up to here


class Theory:
    """The ridge part of a certificate."""

    levels = (320, 640, 1280, 4160)
    model_bits = 1280  # the spectrum is taken no further; the last level is for what else a statement computes

    def __init__(self, certificate, options=None):
        self.certificate, self.problem = certificate, Ridge(certificate["spec"])
        self.horizon, self.models, self.known, self.times = self.problem.horizon, {}, {}, {}
        self.claims = certificate["spec"].get("claims")
        # b and the bound of the features are known from the sample only
        self.empirical = self.problem.bound is None and self.problem.kind != "fourier"

    def digest(self):
        return self.problem.digest()

    def model(self, level):
        level = min(level, self.model_bits)
        if level not in self.models:
            self.models[level] = Model(self.problem, level)
            with precision(level):
                self.known[level] = {k: simplified(v) for k, v in quantities(self.models[level]).items()}
        return self.models[level]

    # ---- values for statements

    def value(self, name, arguments, level):
        model = self.model(level)
        if name in FUNCTIONS:
            require(len(arguments) == 1, f"{name} is a function of the step")
            return self.function(model, name, arguments[0])
        require(name in NAMES and not arguments, f"unknown quantity {name}")
        known = self.times if name in TIMES else self.known[min(level, self.model_bits)]
        if name not in known:
            raise Undefined(f"{name} does not exist here")
        return known[name]

    def function(self, model, name, step):
        if isinstance(step, float):
            raise Undefined("an infinite time")
        if isinstance(step, Fraction):
            if step.denominator != 1:
                raise Undefined("a fraction as a time")
            if step < 0:
                raise Undefined("a negative time")
            a = b = int(step)
        else:
            a, b = enclosure(step).lower, enclosure(step).upper
            if a < 0 or a == inf or a.denominator != 1 or (b != inf and b.denominator != 1):
                raise Undecided("steps that are not known")
            a, b = int(a), b if b == inf else int(b)
        if a > LAST_STEP or (b != inf and b > LAST_STEP):
            raise Undecided("a step beyond 10^18")
        if a == b == 0:
            exact = self.at_start(model, name)
            if exact is not None:
                return exact
        try:
            return simplified(model.over(getattr(model, name), a, b))
        except ArithmeticError as error:
            raise Undecided(str(error)) from None

    @staticmethod
    def at_start(model, name):
        if name == "theta_norm2":
            return model.theta0_norm2
        return model.start_loss_exact() if name == "train_loss" else model.sigma.exact_start()

    # ---- quantities, wide ones, evidence

    def choose_precision(self, printed):
        """The first level at which all that is printed canonically is known narrowly, as ill-conditioned data may ask for."""
        for level in self.levels[:-1]:
            self.model(level)
            known = self.known[level]
            narrow = (
                is_narrow(v) or name in self.certificate["wide"]
                for name, v in known.items()
                if isinstance(v, Interval) and name in printed
            )
            if all(narrow):
                break
        self.levels = self.levels[self.levels.index(level) :]

    def check(self):
        printed = self.certificate["quantities"]
        self.choose_precision(printed)
        level = self.levels[0]
        model = self.model(level)
        with precision(level):
            self.check_times(model, printed)
            known = {**self.known[level], **self.times}
            require(set(printed) == set(known), f"quantities: {', '.join(sorted(set(printed) ^ set(known)))} missing or too many")
            for name, value in known.items():
                self.check_quantity(name, value, printed[name])
        implied = ("sigma_min", "sigma_max") if self.problem.covariance[0] in ("relu", "fourier") else ()
        check_wide(printed, self.certificate["wide"], lambda name: COVARIANCE_REASON if name in implied else PRECISION_REASON)

    def check_quantity(self, name, value, record):
        where = f"quantities.{name}"
        if isinstance(value, Fraction):
            require(read(record, where)[2] == value, f"{where}: {record} is claimed where {str(value)[:60]} is right")
        elif isinstance(value, float):
            require(read(record, where) == (value, value, None), f"{where}: {record} is claimed where {value} is right")
        elif name == "feature_norm_bound" and isinstance(value, Interval):  # from the sample maximum to the square root of 2
            ends = rounded(value.lower, False), rounded(value.upper, True)
            require((record["lower"], record["upper"]) == ends and len(record) == 2, f"{where}: not {ends}")
        else:
            loose = None
            if name in ("sigma_min", "sigma_max") and is_wide(record, where):
                # Extreme eigenvalues of a large covariance are known to the tool to some 10^-6 only.
                x = enclosure(value)
                require(self.problem.m > 150 or not is_narrow(x), f"{where}: wide without need")
                loose = Interval.around(x, model_scale(self.known[self.levels[0]]) / 10**6)
            require_printed(record, enclosure(value), where, loose)

    def check_times(self, model, printed):
        evidence = self.certificate["evidence"]
        require(isinstance(evidence, dict) and set(evidence) == {"t1", "t2"}, "evidence: t1 and t2 are expected")
        p = self.problem
        above = lambda a, b: negation(self.loss(model, "train_loss", a, b).less(p.epsilon))
        below = lambda a, b: self.loss(model, "population_loss", a, b).at_most(p.c)
        small = lambda a, b: self.loss(model, "population_loss", a, b).at_most(p.epsilon)
        first = self.blocks(evidence["t1"], above, "evidence.t1")
        second = self.blocks(evidence["t2"], below, "evidence.t2")
        for name in ("t1", "t2", "t_final"):
            require(name in printed, f"quantities.{name} is missing")
        t1, t2 = self.bracket(printed["t1"], "t1"), self.bracket(printed["t2"], "t2")
        self.check_last(first, *t1)
        self.check_first(second, *t2)
        self.check_final(small, *self.bracket(printed["t_final"], "t_final"))
        self.times = {"t1": time(*t1), "t2": time(*t2), "t_final": time(*self.bracket(printed["t_final"], "t_final"))}
        if not (any(isinstance(x, float) for x in t1) and any(isinstance(x, float) for x in t2)):
            low, high = (y - x for x, y in ((t1[1], t2[0]), (t1[0], t2[1])))
            self.times["plateau"] = time(low, high)
        elif t1[0] != t1[1] or t2[0] != t2[1]:  # both may be infinite, and then there is none
            self.times["plateau"] = Interval.of(-inf, inf)

    @staticmethod
    def loss(model, name, a, b):
        try:
            return model.over(getattr(model, name), a, b)
        except ArithmeticError:
            return Interval.of(0, inf)

    @staticmethod
    def bracket(record, name):
        lower, upper, exact = read(record, f"quantities.{name}")
        for x in (lower, upper):
            require(isinstance(x, float) or x.denominator == 1, f"quantities.{name}: no step")
        require((exact is not None) == (lower == upper and not isinstance(lower, float)), f"quantities.{name}: exact is wrong")
        return tuple(x if isinstance(x, float) else int(x) for x in (lower, upper))

    @staticmethod
    def blocks(given, test, where):
        """The blocks [first, last, outcome], each proved; they follow each other without gaps."""
        require(isinstance(given, list), f"{where}: a list of blocks is expected")
        result = []
        for i, block in enumerate(given):
            at = f"{where}[{i}]"
            require(isinstance(block, list) and len(block) == 3, f"{at}: [first, last, outcome] is expected")
            a, b, outcome = block
            for x in (a, b):
                require(isinstance(x, str) and (x == "inf" or x.isdigit() and str(int(x)) == x), f"{at}: {x!r} is no step")
            require(a != "inf" and outcome in ("yes", "no", "open"), f"{at}: no block")
            a, b = int(a), inf if b == "inf" else int(b)
            require(a <= b and (not result or result[-1][1] + 1 == a), f"{at}: the blocks do not follow each other")
            result.append((a, b, outcome))
            if outcome == "open":
                require(a == b and test(a, b) is None, f"{at}: the step is not open")
                continue
            wanted = outcome == "yes"
            status = lambda s, e: {wanted: "holds", not wanted: "fails", None: "undecided"}[test(s, e)]
            require(Judge.always(status, a, b)[0] is True, f"{at}: {outcome} is not established")
        return result

    @staticmethod
    def covers(blocks, a, b):
        """Whether the `no` blocks cover all steps from a to b."""
        for first, last, outcome in blocks:
            if a > b:
                break
            if first <= a <= last and outcome == "no":
                a = last + 1
        return a > b or a == inf

    def check_last(self, blocks, low, high):
        """t1: the last step of a `yes` block, all later ones in `no` blocks."""
        where = "quantities.t1"
        lasts = [b for _, b, outcome in blocks if outcome == "yes"]
        if low != -inf:
            require(low in lasts, f"{where}: no block shows the loss at or above epsilon at step {low}")
        if high != inf:
            require(self.covers(blocks, 0 if high == -inf else high + 1, inf), f"{where}: the blocks do not cover all later steps")
        if low != high:
            require(high == inf or (high, high, "open") in blocks, f"{where}: step {high} is not open")

    def check_first(self, blocks, low, high):
        """t2: the first step of a `yes` block, all earlier ones in `no` blocks."""
        where = "quantities.t2"
        firsts = [a for a, _, outcome in blocks if outcome == "yes"]
        require(self.covers(blocks, 0, inf if low == inf else low - 1), f"{where}: the blocks do not cover all earlier steps")
        if high != inf:
            require(high in firsts, f"{where}: no block shows the loss at or below c at step {high}")
        if low != high and (low - 1, high) != (REACH if self.horizon is None else self.horizon, inf):
            require((low, low, "open") in blocks, f"{where}: step {low} is not open")

    @staticmethod
    def check_final(small, low, high):
        """t_final, which has no evidence of its own: the loss is above epsilon just before it, and never again."""
        where = "quantities.t_final"
        status = lambda s, e: {True: "holds", False: "fails", None: "undecided"}[small(s, e)]
        if high != inf:
            require(Judge.always(status, high, inf)[0] is True, f"{where}: the loss is not established to stay at or below epsilon")
        if low == inf:
            require(any(small(2**k, inf) is False for k in range(62)), f"{where}: the loss may stay at or below epsilon at last")
        elif low > 0:
            require(small(low - 1, low - 1) is False, f"{where}: the loss is not above epsilon at step {low - 1}")

    # ---- statements whose two sides decay to zero together

    def ratio(self, variable, body, s, scope, level):
        """True where f(t) <= C*g^(k*t) (or >=), one function f and a zero teacher, is proved for all t >= s."""
        model, relation, (left, right) = self.model(level), body[1], body[2:]
        if right[0] == "name" and right[1] in FUNCTIONS:
            left, right, relation = right, left, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(relation, relation)
        if left[0] != "name" or left[1] not in FUNCTIONS or left[2] != [("name", variable, [])] or relation == "=":
            return False
        if model.teacher_norm2 != 0 or any(self.problem.noise):
            return False
        split = power_factor(right, variable)
        if split is None:
            return False
        base, k = split
        try:
            here = scope.at(variable, Fraction(s))
            f, bound = here.value(left), here.value(right)
            g = scope.value(base)
        except ArithmeticError:
            return False
        if k != 2 or sign(g) != 1:
            return False
        if relation in ("<", "<="):
            # f(t)/g^(2t) does not increase where |g| is at least every decay factor of f: the step s decides.
            return self.dominates(model, left[1], base, g) and relate(relation, f, bound) is True
        if left[1] != "population_loss" or not isinstance(g, Fraction) or g != 1 - self.problem.eta * self.problem.decay or g <= 0:
            return False
        # sqrt(L(t)/q^2t) differs from |Sigma^(1/2) theta0_perp| by at most sqrt(lambda_max) (kappa/q)^t |u|.
        fall = model.kappa_range / g
        if fall.less(1) is not True:
            return False
        root = model.sigma.start_perp.sqrt() - model.sigma.maximum.sqrt() * fall**s * model.u2_root
        if root.sign() != 1:
            return False
        return relate(relation, root.squared(), enclosure(bound) / Interval.of(g) ** (2 * s)) is True

    def dominates(self, model, name, base, g):
        """Whether g^2 is at least the square of every decay factor of the function."""
        p = self.problem
        q = 1 - p.eta * p.decay
        if relate(">=", abs(enclosure(g)), model.kappa_range) is True:
            slow = True
        else:  # g is the factor of the least eigenvalue, and eta*(L + 2*lambda) <= 2 makes that the slowest
            slow = linear(base, p) == (q, -p.eta / p.n) and p.eta * (model.trace / p.n + 2 * p.decay) <= 2
        exact = isinstance(g, Fraction)
        if name == "train_loss":
            return slow
        perp = exact and g * g >= q * q or relate(">=", abs(enclosure(g)), abs(enclosure(q))) is True
        # The rows decay no slower than q where eta*(mu_max + 2*lambda) <= 2, and mu_max <= L.
        rows = p.eta * (model.trace / p.n + 2 * p.decay) <= 2
        return perp and (slow or rows)


def negation(x):
    return None if x is None else not x


def time(low, high):
    if low == high:
        return low if isinstance(low, float) else Fraction(low)
    return Interval.of(low, high)


def model_scale(known):
    return enclosure(known["sigma_max"])


def power_factor(tree, variable):
    """(g, k) for a product of factors without the step and one g^(k*step)."""
    if tree[0] in ("*", "/"):
        found = [power_factor(x, variable) for x in tree[1:3]]
        if found[0] and not mentions(tree[2], variable):
            return found[0]
        return found[1] if tree[0] == "*" and found[1] and not mentions(tree[1], variable) else None
    if tree[0] != "^" or mentions(tree[1], variable):
        return None
    exponent = tree[2]
    if exponent == ("name", variable, []):
        return tree[1], 1
    if exponent[0] == "*" and exponent[2] == ("name", variable, []) and exponent[1][0] == "number":
        return tree[1], exponent[1][1]
    return None


def mentions(tree, variable):
    return variable in names(tree)


def linear(tree, p):
    """(constant, slope) of an expression that is linear in lambda_min_plus with exact coefficients, else None."""
    constants = {"n": Fraction(p.n), "m": Fraction(p.m), "eta": p.eta, "lambda": p.decay}
    if tree[0] == "number":
        return tree[1], Fraction(0)
    if tree[0] == "name" and not tree[2]:
        if tree[1] == "lambda_min_plus":
            return Fraction(0), Fraction(1)
        return (constants[tree[1]], Fraction(0)) if tree[1] in constants else None
    if tree[0] == "neg":
        x = linear(tree[1], p)
        return x and (-x[0], -x[1])
    if tree[0] not in ("+", "-", "*", "/"):
        return None
    x, y = linear(tree[1], p), linear(tree[2], p)
    if x is None or y is None:
        return None
    if tree[0] in "+-":
        s = 1 if tree[0] == "+" else -1
        return x[0] + s * y[0], x[1] + s * y[1]
    if tree[0] == "*" and (x[1] == 0 or y[1] == 0):
        return x[0] * y[0], x[0] * y[1] + x[1] * y[0]
    if tree[0] == "/" and y[1] == 0 and y[0]:
        return x[0] / y[0], x[1] / y[0]
    return None
