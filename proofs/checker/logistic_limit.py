"""The maximum margin, the limit residual and what follows from them (docs/logistic-claims.md, sections 1 and 2).

The margin problems are solved in rationals, the residual equation is enclosed by an interval Newton operator. A value is a
Fraction or a Root where it is known exactly, else an Interval.
"""

import re
from fractions import Fraction
from itertools import combinations
from math import comb, inf

from intervals import Interval, minimum, working_precision
from language import enclosure, root
from problem import Rejected, dot, fields, rational
from problem_logistic import integer
EIGENVALUE_BITS = 128  # relative precision of eigenvalues and other roots found by bisection


def norm(v):
    return sum((x.squared() for x in v), Interval.of(0)).sqrt()


# ---------------------------------------------------------------- linear algebra, for Fractions and Intervals alike


def solve(matrix, right):
    """The solution of a square system, or None where a pivot is (or may be) zero."""
    rows, n = [[*row, r] for row, r in zip(matrix, right)], len(right)
    for k in range(n):
        pivot = next((i for i in range(k, n) if nonzero(rows[i][k])), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            rows[i] = rows[i][: k + 1] + [a - factor * b for a, b in zip(rows[i][k + 1 :], rows[k][k + 1 :])]
    x = [None] * n
    for k in reversed(range(n)):
        x[k] = (rows[k][n] - sum((rows[k][j] * x[j] for j in range(k + 1, n)), 0 * rows[k][n])) / rows[k][k]
    return x


def nonzero(x):
    return x.sign() in (1, -1) if isinstance(x, Interval) else x != 0


def rank(vectors):
    """Rank of rational vectors."""
    basis = []  # pairs: place of the leading entry, vector with 1 there
    for v in vectors:
        for place, b in basis:
            if v[place]:
                v = [x - v[place] * y for x, y in zip(v, b)]
        place = next((k for k, x in enumerate(v) if x), None)
        if place is not None:
            basis.append((place, [x / v[place] for x in v]))
            if len(basis) == len(v):
                break
    return len(basis)


def positive_definite(matrix, shift):
    """Whether the symmetric matrix - shift*I is positive definite: True, False or None."""
    rows, n = [list(row) for row in matrix], len(matrix)
    for k in range(n):
        rows[k][k] = rows[k][k] - shift
    for k in range(n):
        sign = rows[k][k].sign()
        if sign != 1:
            return None if sign is None else False
        for i in range(k + 1, n):
            factor = rows[k][i] / rows[k][k]  # only the upper triangle is kept up
            for j in range(i, n):
                rows[i][j] = rows[i][j] - factor * rows[k][j]
    return True


def least_eigenvalue(matrix):
    """Enclosure of the least eigenvalue of a symmetric matrix that is positive definite, by bisection."""
    low, high = Interval.of(0), sum((matrix[k][k] for k in range(len(matrix))), Interval.of(0)).high()
    while (high - low).less(low.scaled(-EIGENVALUE_BITS)) is not True:
        for eighths in (4, 3):  # a second try where the first one hits an eigenvalue
            middle = (low + (high - low) * eighths / 8).midpoint()
            answer = positive_definite(matrix, middle)
            if answer is not None:
                break
        if answer is None:
            break
        low, high = (middle, high) if answer else (low, middle)
    return Interval.hull(low, high)


def largest_eigenvalue(matrix):
    n = len(matrix)
    top = (2 * sum((matrix[k][k] for k in range(n)), Interval.of(0))).high()
    if top.sign() == 0:
        return Interval.of(0)
    return top - least_eigenvalue([[(top if i == j else 0) - matrix[i][j] for j in range(n)] for i in range(n)])


def gram(weights, vectors):
    """Sum of weight * u u^T, for Intervals."""
    n = len(vectors[0])
    total = [[Interval.of(0)] * n for _ in range(n)]
    for a, u in zip(weights, vectors):
        for i in range(n):
            scaled = a * u[i]
            for j in range(i, n):
                total[i][j] = total[i][j] + scaled * u[j]
    return [[total[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]


# ---------------------------------------------------------------- margins


def margin(u, evidence, plain, where):
    """The solution (w, b) of problem (7), or (9) with `plain`, from the dual weights of the certificate.

    The weights are checked as they stand where they are exact; else only their support is taken over and the KKT
    system is solved in rationals. u_i = y_i (x_i, 1).
    """
    fields(evidence, where, ("dual", "state"))
    dual = evidence["dual"]
    if not isinstance(dual, dict) or not dual:
        raise Rejected(f"{where}.dual: an object with weights is required")
    active = [integer(k, where + ".dual") for k in dual]
    if max(active) >= len(u):
        raise Rejected(f"{where}.dual: there is no point {max(active)}")
    exact = all(isinstance(a, str) for a in dual.values())
    kernel = lambda p, q: dot(p, q) - plain * p[-1] * q[-1]
    b = None
    if exact:
        weights = [rational(a, where + ".dual") for a in dual.values()]
    else:
        size = len(active) + plain
        system = [[kernel(u[i], u[j]) for j in active] + [u[i][-1]] * plain for i in active]
        system += [[u[j][-1] for j in active] + [Fraction(0)]] * plain
        solution = solve(system, ([Fraction(1)] * len(active) + [Fraction(0)])[:size])
        if solution is None:
            raise Rejected(f"{where}.dual: the constraints named there are dependent")
        weights, b = solution[: len(active)], solution[-1] if plain else None
    state = [sum(a * u[i][k] for a, i in zip(weights, active)) for k in range(len(u[0]))]
    if plain:
        if state[-1] != 0:
            raise Rejected(f"{where}.dual: the weights of the two classes differ")
        i = active[0]
        state[-1] = u[i][-1] * (1 - dot(u[i][:-1], state[:-1])) if b is None else b
    margins = [dot(p, state) for p in u]
    if min(weights) < 0 or min(margins) < 1 or any(a and margins[i] != 1 for a, i in zip(weights, active)):
        raise Rejected(f"{where}: the conditions of Karush, Kuhn and Tucker do not hold for these weights")
    for value, printed in zip(state, evidence["state"]):
        inside(value, printed, where + ".state")
    if not exact:
        for value, printed in zip(weights, dual.values()):
            inside(value, printed, where + ".dual")
    return state, margins


def ends(value, where):
    """Lower and upper end of a printed number (docs/certificates.md): rationals or infinities."""
    if isinstance(value, str):
        return (rational(value, where),) * 2
    fields(value, where, ("lower", "upper"), ("exact",))
    lower, upper = decimal(value["lower"], where), decimal(value["upper"], where)
    if lower > upper or ("exact" in value and not lower <= rational(value["exact"], where) <= upper):
        raise Rejected(f"{where}: the ends {value['lower'][:40]} and {value['upper'][:40]} are not in order")
    return lower, upper


def decimal(text, where):
    """A decimal or an infinity."""
    if text in ("inf", "-inf"):
        return inf if text == "inf" else -inf
    if not isinstance(text, str) or not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d{1,6})?", text):
        raise Rejected(f"{where}: {str(text)[:80]!r} is no decimal")
    return Fraction(text)


class Unsettled(Rejected):
    """Our own enclosure reaches beyond the printed one, but meets it."""


def inside(value, printed, where):
    """Demands that a value, a number or an enclosure of it, lies in a printed enclosure."""
    lower, upper = ends(printed, where)
    value = value if isinstance(value, (int, Fraction)) or value in (inf, -inf) else enclosure(value)
    low, high = (value.lower, value.upper) if isinstance(value, Interval) else (value, value)
    if "exact" in printed and (low != high or low != Fraction(printed["exact"])):
        raise Rejected(f"{where}: exactly {printed['exact'][:60]} in the certificate, {show(low)} to {show(high)} here")
    if not lower <= low <= high <= upper:
        reason = f"{where}: {show(low)} to {show(high)} here, {show(lower)} to {show(upper)} in the certificate"
        raise (Unsettled if low <= upper and lower <= high else Rejected)(reason)


def show(x):
    """A number for people, to 25 digits."""
    if x in (inf, -inf) or x == int(x):
        return str(x)
    size = len(str(abs(x.numerator))) - len(str(x.denominator))
    digits = round(x * Fraction(10) ** (24 - size))
    return f"{digits}e{size - 24}"


def check_not_separable(u, evidence):
    fields(evidence, "evidence.not_separable", ("dual",))
    weights = {integer(k, "evidence.not_separable"): rational(a, "evidence.not_separable") for k, a in evidence["dual"].items()}
    if not weights or max(weights) >= len(u) or min(weights.values()) < 0 or sum(weights.values()) != 1:
        raise Rejected("evidence.not_separable.dual: weights of at least 0 with the sum 1 are required")
    if any(sum(a * u[i][k] for i, a in weights.items()) for k in range(len(u[0]))):
        raise Rejected("evidence.not_separable.dual: the weighted sum of y_i (x_i, 1) is not 0")


# ---------------------------------------------------------------- the limit residual


def residual_missing(support, v_hat):
    """Proves that the residual does not exist or is not unique: the x~_i of the support do not span, or they do and v_hat
    lies on the boundary of their cone (a facet holds it: n - 1 independent support vectors, all others on one side)."""
    n = len(v_hat)
    if rank(support) < n:
        return True
    if comb(len(support), n - 1) > 10000:
        raise Rejected("residual_unique: too many support vectors to prove here that there is no residual")
    for face in combinations(support, n - 1):
        if rank([*face]) == n - 1 == rank([*face, v_hat]):
            normal = next(p for k in range(n) if (p := orthogonal(face, k)))
            sides = [dot(normal, u) for u in support]
            if min(sides) >= 0 or max(sides) <= 0:
                return True
    return False


def orthogonal(face, k):
    """The vector with entry k = 1 that is orthogonal to n - 1 vectors, or None."""
    rest = solve([f[:k] + f[k + 1 :] for f in face], [-f[k] for f in face])
    return None if rest is None else rest[:k] + [Fraction(1)] + rest[k:]


def residual(support, v_hat, eta, start):
    """Box of the residual, with its weights alpha. Every matrix of K(box) is regular and the Newton operator maps the box
    into itself: there is exactly one solution in it."""
    u, target, n = [[Interval.of(x) for x in v] for v in support], [Interval.of(x) for x in v_hat], len(v_hat)

    def weights(v):
        return [eta * (-sum((a * b for a, b in zip(p, v)), Interval.of(0))).exp() for p in u]

    def newton(point, box):
        alpha = weights(point)
        gap = [sum((a * p[k] for a, p in zip(alpha, u)), -target[k]) for k in range(n)]
        step = solve(gram(weights(box), u), gap)
        if step is None:
            raise Rejected("evidence.margin.residual: the equation is not solved near the state given there")
        return [x + s for x, s in zip(point, step)]

    v = [Interval.of(x) for x in start]
    for _ in range(working_precision().bit_length() - 4):  # from some 60 bits, doubled each time
        v = [x.midpoint() for x in newton(v, v)]
    box = [Interval.around(x, (abs(x) + 1).high().scaled(60 - working_precision())) for x in v]
    image = newton(v, box)
    if not all(b.contains(x) for b, x in zip(box, image)):
        raise Rejected("evidence.margin.residual: no solution is found near the state given there")
    return image, weights(image)


# ---------------------------------------------------------------- quantities


class Limit:
    """Everything that the data alone determine: `quantities`, and the objects that a run is compared with."""

    def __init__(self, problem, evidence, claimed):
        p = self.problem = problem
        u = [[y * v for v in x] + [Fraction(y)] for x, y in p.points]
        labels = [y for _, y in p.points]
        q = self.quantities = {
            "N": p.n, "d": p.d, "eta": p.eta, "eta_sum": p.eta_sum, "t0": p.t0, "horizon": p.horizon, "b0": p.start[-1],
            "epsilon": p.epsilon, "alpha": p.alpha, "zeta": p.zeta, "exponential_loss": int(p.exponential),
            "n_plus": labels.count(1), "n_minus": labels.count(-1), "R": root(max(dot(x, x) for x, _ in p.points)),
        }  # fmt: skip
        boxes = [[Interval.of(x) for x in v] for v in u]
        weights = [-dot(v, p.start) for v in u]
        if p.exponential:
            curvature = [Interval.of(z).exp() for z in weights]
        else:
            curvature = [1 / ((Interval.of(z).exp() + 1) * (Interval.of(-z).exp() + 1)) for z in weights]
        q["step_smoothness"] = inf if p.exponential else p.eta_sum * largest_eigenvalue(gram([Fraction(1, 4)] * p.n, boxes))
        q["step_stability"] = p.eta_sum * largest_eigenvalue(gram(curvature, boxes)) if any(p.start) or p.exponential \
            else q["step_smoothness"]
        self.separable, self.residual = "margin" in evidence, None
        if self.separable and "not_separable" in evidence:
            raise Rejected("evidence: margin and not_separable exclude each other")
        q["separable"] = int(self.separable)
        if self.separable:
            self.margins(u, boxes, evidence["margin"], claimed)
        elif "not_separable" in evidence:
            check_not_separable(u, evidence["not_separable"])
        else:
            q["separable"] = Interval.of(0, 1)  # the certificate says that it is not decided

    def margins(self, u, boxes, evidence, claimed):
        p, q = self.problem, self.quantities
        fields(evidence, "evidence.margin", ("extended", "support"), ("plain", "residual"))
        v, margins = margin(u, evidence["extended"], False, "evidence.margin.extended")
        plain = margin(u, evidence["plain"], True, "evidence.margin.plain")[0] if "plain" in evidence else None
        self.v_hat, self.support = v, [i for i, m in enumerate(margins) if m == 1]
        if evidence["support"] != [str(i) for i in self.support]:
            raise Rejected("evidence.margin.support: not the points of margin 1")
        counts = [sum(u[i][-1] == y for i in self.support) for y in (1, -1)]
        w2, unknown = dot(v[:-1], v[:-1]), Interval.of(-inf, inf)
        q.update(
            s_plus=counts[0], s_minus=counts[1], support_ratio=Fraction(max(counts), min(counts)),
            svm_norm=root(w2), gamma=root(4 / w2), svm_bias=v[-1],
            svm9_norm=root(dot(plain[:-1], plain[:-1])) if plain else unknown, svm9_bias=plain[-1] if plain else unknown,
            svm_gap=sum((a - b) ** 2 for a, b in zip(v, plain)) if plain else unknown,
            m2=min((m for m in margins if m != 1), default=inf),
        )  # fmt: skip
        if counts[0] != counts[1]:
            q["law_bias"] = self.law_bias(q["support_ratio"], 1 + 2 * p.epsilon * (2 * p.alpha - 1))
        for name, points in p.tests.items():
            if isinstance(points, list):
                self.band(name, [(y * dot(v[:-1], x) / 2, y) for x, y in points])
        support = [u[i] for i in self.support]
        if claimed != 1:
            if "residual" in evidence or (claimed == 0 and not residual_missing(support, v)):
                raise Rejected("residual_unique: the residual exists, or evidence.margin.residual contradicts")
            q["residual_unique"] = 0 if claimed == 0 else Interval.of(0, 1)
            return
        if rank(support) <= p.d or "residual" not in evidence:
            raise Rejected("residual_unique: 1, but the support does not span, or evidence.margin.residual is missing")
        fields(evidence["residual"], "evidence.margin.residual", ("alpha", "state"))
        start = [sum(ends(x, "evidence.margin.residual.state")) / 2 for x in evidence["residual"]["state"]]
        if len(start) != p.d + 1:
            raise Rejected("evidence.margin.residual.state: d + 1 numbers are required")
        state, alpha = residual(support, v, p.eta_sum, start)
        if len(evidence["residual"]["alpha"]) != len(alpha):
            raise Rejected("evidence.margin.residual.alpha: one weight a support vector is required")
        for name, values in (("state", state), ("alpha", alpha)):
            for value, printed in zip(values, evidence["residual"][name]):
                inside(value, printed, "evidence.margin.residual." + name)
        self.residual, self.alpha = state, alpha
        self.from_residual(u, boxes, margins)

    def from_residual(self, u, boxes, margins):
        p, q, v, state, alpha = self.problem, self.quantities, self.v_hat, self.residual, self.alpha
        q.update(residual_unique=1, residual_norm=norm(state[:-1]), residual_bias=state[-1])
        for y, name in ((1, "plus"), (-1, "minus")):
            mine = [a for a, i in zip(alpha, self.support) if u[i][-1] == y]
            total = sum(mine, Interval.of(0))
            q["A_" + name] = (y * state[-1]).exp() * total / p.eta_sum  # e^(-y w~.x) = alpha e^(y b~)/eta
            shares = [a / total for a in mine]
            q["H_" + name] = -sum((s * s.log() for s in shares), Interval.of(0)) if len(mine) > 1 else 0
        q["delta"] = (q["A_minus"] / q["A_plus"]).sqrt()
        q["b_limit"] = -q["delta"].log()
        w2 = dot(v[:-1], v[:-1])
        q["t_star"] = (-sum((x * (c / w2) for x, c in zip(state[:-1], v)), Interval.of(0))).exp()
        # K has the eigenvalue 1 with the vector v_hat; moved to the trace, it is not the least one.
        support = [boxes[i] for i in self.support]
        k = gram(alpha, support)
        trace, v2 = sum((k[i][i] for i in range(p.d + 1)), Interval.of(0)).high(), dot(v, v)
        moved = [[x + trace * (a * b / v2) for x, b in zip(row, v)] for row, a in zip(k, v)]
        q["lambda_K"] = least_eigenvalue(moved)
        defect = norm([Interval.of(x) for x in v])
        for i, a in zip(self.support, alpha):
            defect = defect + a * (3 + (a / p.eta_sum).log1p()) * norm(boxes[i])
        for j, m in enumerate(margins):
            if m != 1:
                c = sum((a * b for a, b in zip(boxes[j], state)), Interval.of(0))
                term = minimum(1, (-c).exp()) + (-c / m).exp() * (m / (m - 1))
                defect = defect + p.eta_sum * norm(boxes[j]) * term
        q["drift_defect"] = defect

    def band(self, name, levels):
        q, alpha, n = self.quantities, self.problem.alpha, len(levels)
        values = [x for x, _ in levels]
        q[f"band_min({name})"], q[f"band_max({name})"] = min(values), max(values)
        worst = Fraction(0)
        for label in (1, -1):
            seen, ordered = Fraction(0), sorted(x for x, y in levels if y == label)
            for x in ordered:
                uniform = min(max((x - Fraction(1, 2)) / (alpha - Fraction(1, 2)), 0), 1)
                worst = max(worst, abs(seen - uniform), abs(seen + Fraction(2, n) - uniform))
                seen += Fraction(2, n)
            worst = max(worst, abs(seen - 1))
        q[f"band_distance({name})"] = Interval.of(worst)

    @staticmethod
    def law_bias(r, q):
        """The root of b = q log((r - 1)e^b/(e^(2b) - r)) in (log(r)/2, log r]; the right side falls."""
        log_r = Interval.of(r).log()
        low, high = log_r.scaled(-1).high(), log_r.high()
        for _ in range(EIGENVALUE_BITS):
            b = (low + high).scaled(-1).midpoint()
            fall = b.scaled(1).exp() - r
            above = None if fall.sign() is None else True if fall.sign() < 0 else b.less(q * ((r - 1) * b.exp() / fall).log())
            if above is None:
                break
            low, high = (b, high) if above else (low, b)
        return Interval.hull(low, high)
