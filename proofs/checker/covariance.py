"""The population covariance Sigma of a ridge problem and everything that depends on it (docs/methods.md).

Sigma is s*I, or known as an integer matrix over a denominator; for ReLU and Fourier features that matrix is an
approximation with a bound e of the distance in Frobenius norm, and all that is computed with it is widened by e.
"""

from fractions import Fraction
from math import inf, isqrt

from intervals import Interval, atan2_ball, maximum, pi_ball, precision, total
from problem import dot, integers
from spectrum import least_eigenvalue, product, rank, transposed

ZERO = Interval.of(0)


def relu_entry(p, x2, y2, w):
    """floor-like integer near 2^w (s + p*angle)/(2 pi), s = sqrt(x2*y2 - p^2), angle = atan2(s, -p), for integers p =
    x.y, x2 = |x|^2, y2 = |y|^2; and an upper bound of its error, both in the units of p."""
    s = isqrt((x2 * y2 - p * p) << 2 * w)
    angle, r = atan2_ball(s, -p << w, w) if s or p else (0, 1)
    pi, pi_r = pi_ball(w)
    value = ((s + p * angle) << w) // (2 * pi)
    # s is short by less than one unit, which turns the angle by less than 1 unit as |(s, p)| >= 1; |value| <= |p| + |s|.
    size = abs(p) + (s >> w) + 1
    return value, abs(p) * (r + 2) + 4 + size * pi_r


def relu_matrix(weights, w):
    """(integer matrix, denominator, error) of Sigma for ReLU features."""
    rows, d = integers(weights)
    norms = [dot(x, x) for x in rows]
    m, worst = len(rows), 0
    matrix = [[0] * m for _ in range(m)]
    for i in range(m):
        for j in range(i + 1):
            value, error = relu_entry(dot(rows[i], rows[j]), norms[i], norms[j], w)
            matrix[i][j] = matrix[j][i] = value
            worst = max(worst, error)
    scale = d * d << w
    return matrix, scale, Fraction(m * (worst + 1), scale)


def fourier_matrix(frequencies, phases, w):
    """The same for Fourier features; e includes their truncation."""
    rows, d = integers(frequencies)
    norms, m = [dot(x, x) for x in rows], len(rows)
    matrix, worst = [[0] * m for _ in range(m)], Fraction(0)
    with precision(w):
        two_pi = 2 * Interval.pi()
        for i in range(m):
            for j in range(i + 1):
                p, sum2 = dot(rows[i], rows[j]), norms[i] + norms[j]
                value = ZERO
                for sign in (1, -1):
                    turn = phases[i] - sign * phases[j]
                    exponent = Interval((-(sum2 - 2 * sign * p), 0), (-(sum2 - 2 * sign * p), 0)) / (2 * d * d)
                    value = value + (two_pi * Interval.of(turn)).cos() * exponent.exp()
                value = (value / m).scaled(w)
                entry = int(value.lower)
                worst = max(worst, value.upper - entry, entry - value.lower)
                matrix[i][j] = matrix[j][i] = entry
    root_m = isqrt(m << 20) + 1  # sqrt(m) * 2^10, rounded up
    truncation = Fraction(3 * root_m, 2**10) / 2**128  # 2 sqrt(2) < 3
    return matrix, 1 << w, m * (worst + 1) / 2**w + truncation


def shifted(end, g):
    """floor(m * 2^e * 2^g) for an end (m, e)."""
    m, e = end
    return m << (e + g) if e + g >= 0 else m >> -(e + g)


class Covariance:
    """Sigma, with what the model needs of it."""

    def __init__(self, model):
        self.model, p = model, model.problem
        self.kind, m, r = p.covariance[0], p.m, model.rank
        self.minimum_exact = self.maximum_exact = self.trace_exact = self.teacher_exact = None
        self.error = ZERO
        if self.kind == "scaled_identity":
            s = self.scale = Interval.of(p.covariance[1])
            self.minimum_exact = self.maximum_exact = p.covariance[1]
            self.minimum = self.maximum = s
            self.trace_exact = m * p.covariance[1]
            self.start_perp = s * model.a2
            self.trace_psp = s * (m - r)
            self.frobenius_psp = s * Interval.of(m - r).sqrt()
            self.teacher_exact = p.covariance[1] * model.teacher_norm2
        else:
            self._general(model, p, m, r)

    def _general(self, model, p, m, r):
        bits = model.bits
        if self.kind == "diagonal":
            (diagonal,), scale = integers([p.covariance[1]])
            error, matrix = Fraction(0), None
            self.minimum_exact, self.maximum_exact = min(p.covariance[1]), max(p.covariance[1])
            self.minimum, self.maximum = Interval.of(self.minimum_exact), Interval.of(self.maximum_exact)
            self.trace_exact = sum(p.covariance[1])
            square = Fraction(dot(diagonal, diagonal), scale**2)
        else:
            if self.kind == "matrix":
                (matrix, scale), error = integers(p.covariance[1]), Fraction(0)
                self.trace_exact = Fraction(sum(matrix[i][i] for i in range(m)), scale)
            elif self.kind == "relu":
                matrix, scale, error = relu_matrix(p.covariance[1], bits)
                self.trace_exact = sum(dot(x, x) for x in p.covariance[1]) / 2
            else:
                matrix, scale, error = fourier_matrix(p.covariance[1], p.covariance[2], bits)
            square = Fraction(sum(dot(row, row) for row in matrix), scale**2)
            self._extremes(matrix, scale, error, bits)
            if self.kind == "matrix" and self.minimum.sign() is None and rank(matrix) < m:
                self.minimum_exact, self.minimum = Fraction(0), ZERO
        self.error = e = Interval.of(error).high()
        trace = self.trace_exact  # the sum of the exact |w_j|^2/2 for ReLU features
        if trace is None:
            trace = Fraction(sum(matrix[i][i] for i in range(m)), scale)
            self.trace = Interval.around(trace, m * e)
        else:
            self.trace = Interval.of(trace)
        # Exact products with Sigma of the rows, the start's and the teacher's directions
        raw = list(model.phi) + [model.a_int[0], model.b_int[0]]
        units = [model.d_phi] * p.n + [model.a_int[1], model.b_int[1]]
        image = [[x * y for x, y in zip(row, diagonal)] for row in raw] if matrix is None else product(raw, matrix)
        n = p.n
        k = [[Fraction(dot(x, y), scale * u * v) for y, v in zip(raw, units)] for x, u in zip(image, units)]
        k2 = [[Fraction(dot(x, y), scale**2 * model.d_phi**2) for y in image[:n]] for x in image[:n]]
        self.k_start = k[n][n], k[n][n + 1], k[n + 1][n + 1]
        teacher = k[n + 1][n + 1] * p.teacher.squared_scale()
        if error == 0:
            self.teacher_exact = teacher
        else:
            self.teacher = maximum(Interval.around(teacher, e * model.teacher_norm2), 0)
        # Gram matrix N under Sigma of x0 = theta0_perp, x1 = theta*_perp and the vectors Phi^T V_i
        w = bits + 96
        ints = [[(x.numerator << w) // x.denominator for x in row] for row in k]
        base = [row + [0, 0] for row in model.v[:r]]
        self.norms = [(2 * model.norm_g.sqrt()).high()] * r
        self.slack = []
        for index, values, factor, perp in ((0, model.zeta, model.sa, model.a2), (1, model.clean, model.sb, model.c2)):
            if perp.sign() == 0:
                base.insert(index, [0] * (n + 2))
                self.slack.append(ZERO)
                continue
            g = [self._int(z / d, bits) for z, d in zip(values, model.d[:r])]
            columns = [-(dot(g, column) >> bits) for column in transposed(model.v[:r])] if r else [0] * n
            base.insert(index, columns + ([self._int(factor, bits), 0] if index == 0 else [0, self._int(factor, bits)]))
            size = model.norm_z if index == 0 else model.norm_clean
            direction = Interval.of(model.aa if index == 0 else model.bb).sqrt()
            loss = model.lift * (2 * model.delta / model.least + 2 * model.omega) * size if r else ZERO
            ulp = Interval((1, 4 - bits), (1, 4 - bits))
            self.slack.append((loss + ulp * ((n + 2) * (1 + model.norm_g.sqrt()) + direction)).high())
        self.norms = [model.a2.magnitude().sqrt() + self.slack[0], model.c2.magnitude().sqrt() + self.slack[1]] + self.norms
        self.n_matrix = product(product(base, ints, bits), base, bits)  # units of 2^-w
        widest = max(sum(map(abs, row)) for row in base) + (n + 3 << bits)
        largest = max(abs(x) for row in ints for x in row)
        self.n_error = Interval.of(Fraction((widest >> bits) + 1)) ** 2 + Fraction((widest >> bits) + 1) * (n + 4)
        self.n_error = ((self.n_error + Fraction(largest >> bits)) / 2**w).high()
        # Traces of the null projector
        kv = product(product(model.v[:r], [row[:n] for row in ints[:n]], bits), model.v[:r], bits)
        k2_ints = [[(x.numerator << w) // x.denominator for x in row] for row in k2]
        k2v = product(product(model.v[:r], k2_ints, bits), model.v[:r], bits)
        unit = Interval((1, -w), (1, -w)) * (n + 4) ** 2 * 8
        entry = [[Interval.around(Interval((x, -w), (x, -w)), unit) for x in row] for row in kv]
        trace_k, trace_k2 = (Interval.of(sum(q[i][i] for i in range(n))) for q in (k, k2))
        trace_k = trace_k + 2 * e * model.trace
        trace = self.trace
        d = model.d[:r]
        psp = trace - total(entry[i][i] / d[i] for i in range(r))
        psp = Interval.around(psp, model.pinv_error * trace_k + (m - r) * e)
        f2 = square - 2 * total(Interval.around(Interval((k2v[i][i], -w), (k2v[i][i], -w)), unit) / d[i] for i in range(r))
        f2 = f2 + total(entry[i][j].squared() / (d[i] * d[j]) for i in range(r) for j in range(r))
        loss = 2 * trace_k2 + (3 / model.least if r else 0) * trace_k.squared()
        f2 = maximum(Interval.around(f2, model.pinv_error * loss), 0)
        self.trace_psp = ZERO if model.spans else maximum(psp, 0) if psp.sign() is None else psp
        frobenius = Interval.around(f2.sqrt(), e)
        self.frobenius_psp = ZERO if model.spans else maximum(frobenius, 0)
        start, error = self._form(Interval.of(1), [ZERO] * (r + 1))
        value = self._root_ball(start, error + self._stretch() * self.slack[0])
        self.start_perp = ZERO if model.a2.sign() == 0 else maximum(Interval.around(value, e * model.a2.magnitude()), 0)

    @staticmethod
    def _int(x, bits):
        return int((x.low().lower if x.is_point else x.midpoint().lower) * 2**bits // 1)

    def _extremes(self, matrix, scale, error, bits):
        p = bits
        scaled = [[(x << p) // scale for x in row] for row in matrix]
        for i, row in enumerate(scaled):
            for j in range(i):
                row[j] = scaled[j][i]
        rounding = Fraction(len(matrix), 2**p) + error
        low, high = least_eigenvalue(scaled, p)
        self.minimum = maximum(Interval.around(Interval.of(Fraction(low, 2**p), Fraction(high, 2**p)), rounding), 0)
        low, high = least_eigenvalue([[-x for x in row] for row in scaled], p)
        self.maximum = Interval.around(Interval.of(Fraction(-high, 2**p), Fraction(-low, 2**p)), rounding)

    def _stretch(self):
        return self.maximum.magnitude().sqrt()

    def _form(self, y, coefficients):
        """(u^T Sigma u for u = y x0 + sum c_i f_i, at the midpoints of the c_i, for all y of an interval; bound of the change
        of its root over the c_i)."""
        w, sizes = self.model.bits + 96, [c.magnitude()._b for c in coefficients if c.sign() != 0]
        g = self.model.bits - max((m.bit_length() + e for m, e in sizes), default=0)
        middle, radius = [0], [0]
        for c in coefficients:
            m, width = c.midpoint()._a, c.width()._b
            middle.append(shifted(m, g))
            radius.append(0 if c.sign() == 0 else -shifted((-width[0], width[1]), g) + 2)
        n, unit, half = self.n_matrix, -w - 2 * g, -w - g
        rest = dot(middle, [dot(row, middle) for row in n])
        change = dot(radius, [sum(abs(x) * r for x, r in zip(row, radius)) for row in n])
        square, cross = Interval((n[0][0], -w), (n[0][0], -w)), dot(n[0], middle)
        cross, rest = Interval((cross, half), (cross, half)), Interval((rest, unit), (rest, unit))
        if square.sign() == 1:
            value = square * (y + cross / square).squared() + (rest - cross.squared() / square)
        else:
            value = square * y.squared() + 2 * y * cross + rest
        length = abs(y).high() + Interval((sum(map(abs, middle)), -g), (sum(map(abs, middle)), -g))
        value = Interval.around(value, self.n_error * length.squared())
        wide = Interval((sum(radius), -g), (sum(radius), -g))
        change = Interval((change, unit), (change, unit)) + self.n_error * wide.squared()
        if self.error.sign() == 1:
            length = total(Interval((x, -g), (x, -g)) * norm for x, norm in zip(radius, self.norms))
            change = change + self.error * length.squared()
        return value, change.magnitude().sqrt().high()

    def _root_ball(self, norm2, error):
        r = (2 * norm2.magnitude().sqrt() + error) * error
        value = Interval.around(norm2, r)
        return maximum(value, 0) if value.sign() != 1 else value

    def loss(self, a, b):
        """L(t) for a <= t <= b; a = b = inf is the limit."""
        model = self.model
        exact = self.exact_start() if a == b == 0 else None
        if exact is not None:
            return Interval.of(exact)
        if self.kind == "scaled_identity":
            return self.scale * model.distance2(a, b)
        v, error, norm = model._distance_rows(a, b)
        _, slack = model._row_part(v, error, norm)
        y = model.limit_factor() if a == inf else model.power(model.q, a, b)
        y = ZERO if model.a2.sign() == 0 else y
        teacher = ZERO if model.c2.sign() == 0 else Interval.of(-1)
        value, change = self._form(y, [teacher] + [x / d for x, d in zip(v, model.d[: model.rank])])
        change = change + self._stretch() * (abs(y) * self.slack[0] + self.slack[1] + slack)
        result = self._root_ball(value, change)
        if self.error.sign() == 1:
            result = maximum(Interval.around(result, self.error * model.distance2(a, b).magnitude()), 0)
        return result

    def exact_start(self):
        """L(0) where it is a known rational, else None."""
        model = self.model
        if self.kind == "scaled_identity":
            square = model.start_products(model.aa, model.ab, model.bb)
            return None if square is None else model.problem.covariance[1] * square
        if not model.theta0_norm2 and not model.teacher_norm2:
            return Fraction(0)
        return model.start_products(*self.k_start) if self.error.sign() == 0 else None
