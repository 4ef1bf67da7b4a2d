"""A ridge problem from its spec: exact data, random numbers bit for bit, the data digest.

Sources: docs/specs.md (the form that certificates carry), docs/random-data.md, docs/data-digest.md. Numbers are
Fractions throughout. A point on a sphere is kept as its direction and its norm.
"""

import hashlib
import json
import re
from fractions import Fraction
from math import isqrt, lcm
from operator import mul

from intervals import Interval, ln2_ball, precision

MASK = 2**64 - 1


class Rejected(Exception):
    """The certificate is not accepted; the text says why."""


def require(condition, reason):
    if not condition:
        raise Rejected(reason)


# ---------------------------------------------------------------- texts


def rational(text, where):
    """An exact rational in lowest terms, in its only spelling."""
    require(isinstance(text, str) and re.fullmatch(r"-?(0|[1-9]\d*)(/[1-9]\d*)?", text), f"{where}: no number: {text!r}")
    value = Fraction(text)
    require(str(value) == text, f"{where}: {text} is not in lowest terms")
    return value


def fields(value, where, required, optional=()):
    """The members of an object that must have these keys and may have those."""
    require(isinstance(value, dict), f"{where}: an object is expected")
    for key in required:
        require(key in value, f"{where}: {key} is missing")
    for key in value:
        require(key in required or key in optional, f"{where}: unknown field {key}")
    return value


def vector(value, where, length=None):
    require(isinstance(value, list), f"{where}: a list is expected")
    require(length is None or len(value) == length, f"{where}: {length} numbers are expected")
    return [rational(v, where) for v in value]


def matrix(value, where, rows=None, columns=None):
    require(isinstance(value, list) and value, f"{where}: a list of rows is expected")
    require(rows is None or len(value) == rows, f"{where}: {rows} rows are expected")
    return [vector(row, where, columns if columns else len(value[0])) for row in value]


# ---------------------------------------------------------------- random numbers


def philox(counter, key):
    """Philox4x64-10."""
    x0, x1, x2, x3 = counter
    k0, k1 = key
    for _ in range(10):
        p, q = 0xD2E7470EE14C6C93 * x0, 0xCA5A826395121157 * x2
        x0, x1, x2, x3 = (q >> 64) ^ x1 ^ k0, q & MASK, (p >> 64) ^ x3 ^ k1, p & MASK
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) & MASK, (k1 + 0xBB67AE8584CAA73B) & MASK
    return x0, x1, x2, x3


def minus_log(s, w):
    """(v, r): -ln(s/2^106) lies within r of v, in units of 2^-w; s an integer below 2^106."""
    k = s.bit_length()
    k -= 3 * s < 2 << k  # s/2^k lies in [2/3, 4/3)
    z = ((s - (1 << k)) << w) // (s + (1 << k))  # ln(s/2^k) = 2 artanh z, |z| <= 1/5
    square = z * z >> w
    power, total, j = 1 << w, 0, 1
    while power:
        total += power // j
        power = power * square >> w
        j += 2
    ln2, r = ln2_ball(w)
    # Two truncations a term and one in z: the sum is off by less than 2j + 4, its product with 2z by as much.
    return (106 - k) * ln2 - (2 * z * total >> w), (106 - k) * r + 2 * j + 8


def nearest53(value):
    """(m, e): the 53-bit number m * 2^e nearest to an integer (no ties occur, see normals)."""
    e = abs(value).bit_length() - 53
    return ((value >> (e - 1)) + 1) >> 1, e


def normals(count, seed, stream, variance=Fraction(1)):
    """Normal numbers by the polar method, each the binary64 nearest to its exact value u*sqrt(-2 variance ln(s)/s)."""
    values = []
    for pair in range((count + 1) // 2):
        attempt = 0
        while True:
            words = philox((pair, attempt, 0, 0), (seed, stream))
            u, v = (2 * (words[i] >> 11) + 1 - 2**53 for i in (0, 1))
            s = u * u + v * v
            if s < 2**106:
                break
            attempt += 1
        w, pending = 128, [u, v][: count - len(values)]
        while pending:
            log, r = minus_log(s, w)
            # The root is between low and high, in units of 2^-q; ends that round alike decide.
            q = w + max(0, variance.denominator.bit_length() - variance.numerator.bit_length()) // 2
            scale, d = 2 * variance.numerator << (2 * q - w + 106), variance.denominator * s
            low, high = isqrt(scale * max(0, log - r) // d), isqrt(scale * (log + r) // d) + 1
            rounded = [(nearest53(x * low), nearest53(x * high)) for x in pending]
            if all(a == b for a, b in rounded):
                values += [Fraction(m) * Fraction(2) ** (e - q - 53) for (m, e), _ in rounded]
                break
            w *= 2
    return values


def fourier_feature(p, u, m):
    """sqrt(2/m) * cos(p + 2 pi u) truncated toward zero to a multiple of 2^-128."""
    bits = 192
    while True:
        with precision(bits):
            value = (Interval.of(Fraction(2, m)).sqrt() * (Interval.pi() * (2 * u) + p).cos()).scaled(128)
        low, high = value.lower, value.upper
        if low > 0 or high < 0 or (low > -1 and high < 1):
            a, b = int(low), int(high)  # int truncates toward zero
            if a == b:
                return Fraction(a, 2**128)
        bits *= 2


# ---------------------------------------------------------------- exact linear algebra


def integers(rows):
    """Integer rows and one denominator: rows = result / denominator."""
    d = 1
    for row in rows:
        for x in row:
            d = lcm(d, x.denominator)
    return [[x.numerator * (d // x.denominator) for x in row] for row in rows], d


def dot(x, y):
    return sum(map(mul, x, y))


# ---------------------------------------------------------------- the problem


class Vector:
    """norm * direction / |direction| for a point on a sphere, else the direction itself (norm None)."""

    def __init__(self, direction, norm=None):
        self.direction, self.norm, self.given = direction, norm, (direction, norm)
        length = None if norm is None else square_root(dot(direction, direction))
        if length is not None:  # a point with rational entries after all
            self.direction, self.norm = [norm / length * x for x in direction], None

    def scale(self):
        """The factor of the direction: 1, or an enclosure of norm/|direction|."""
        if self.norm is None:
            return Fraction(1)
        return Interval.of(self.norm) / Interval.of(dot(self.direction, self.direction)).sqrt()

    def squared_scale(self):
        return Fraction(1) if self.norm is None else self.norm**2 / dot(self.direction, self.direction)

    def json(self):
        direction, norm = self.given
        return texts(direction) if norm is None else {"sphere": {"direction": texts(direction), "norm": str(norm)}}


def texts(values):
    return [str(v) for v in values]


class Ridge:
    """Everything that a ridge spec says. `rows` are the rows of Phi; `covariance` is ("scaled_identity", s),
    ("diagonal", list), ("matrix", rows), ("relu", weights) or ("fourier", frequencies, phases)."""

    def __init__(self, spec):
        fields(
            spec,
            "spec",
            ("theory", "features", "teacher", "initialization", "training", "thresholds", "confidence"),
            ("covariance", "feature_bound", "noise", "horizon", "claims"),
        )
        self.kind, self.rows, implied, self.variance = self._features(spec["features"])
        self.n, self.m = len(self.rows), len(self.rows[0])
        stated = spec.get("covariance")
        require(stated or implied, "spec.covariance is missing")
        require(stated or self.kind != "gaussian", "spec.covariance is missing")
        self.covariance = self._covariance(stated) if stated else implied
        self.teacher, _ = self._vector(spec["teacher"], "spec.teacher", 1, False)
        self.start, self.nu2 = self._vector(spec["initialization"], "spec.initialization", 2, True)
        self.noise, self.noise_variance = self._noise(spec.get("noise"))
        training = fields(spec["training"], "spec.training", ("eta", "lambda"))
        self.eta, self.decay = (rational(training[k], f"spec.training.{k}") for k in ("eta", "lambda"))
        thresholds = fields(spec["thresholds"], "spec.thresholds", ("epsilon", "c"))
        self.epsilon, self.c = (rational(thresholds[k], f"spec.thresholds.{k}") for k in ("epsilon", "c"))
        self.delta = rational(spec["confidence"], "spec.confidence")
        bound, horizon = spec.get("feature_bound"), spec.get("horizon")
        self.bound = None if bound is None else rational(bound, "spec.feature_bound")
        self.horizon = None if horizon is None else rational(horizon, "spec.horizon")
        require(self.eta > 0 and self.decay >= 0, "spec.training: eta > 0 and lambda >= 0 are asked for")
        require(self.epsilon > 0 and self.c > 0, "spec.thresholds: positive numbers are asked for")
        require(0 < self.delta < 1, "spec.confidence: a number between 0 and 1 is asked for")
        require(self.bound is None or self.bound > 0, "spec.feature_bound: a positive number is asked for")
        if self.horizon is not None:
            require(self.horizon.denominator == 1 and 1 <= self.horizon <= 10**18, "spec.horizon: 1 to 10^18")
            self.horizon = int(self.horizon)

    def _features(self, value):
        require(isinstance(value, dict) and len(value) == 1, "spec.features: one kind of features is expected")
        (kind, given), where = next(iter(value.items())), "spec.features"
        if kind == "matrix":
            return kind, matrix(given, where), None, None
        variance = "frequency_variance" if kind == "fourier" else "variance"
        keys = ("n", "m", variance, "seed") + (() if kind == "gaussian" else ("d",))
        require(kind in ("gaussian", "relu", "fourier"), f"{where}: unknown kind {kind}")
        fields(given, f"{where}.{kind}", keys)
        number = {k: rational(given[k], f"{where}.{kind}.{k}") for k in keys}
        for key in set(keys) - {variance}:
            require(number[key].denominator == 1 and number[key] >= (0 if key == "seed" else 1), f"{where}.{key}: no count")
        require(number["seed"] < 2**64, f"{where}.seed: too large")
        require(2**-500 < number[variance] < 2**500, f"{where}.{variance}: out of range")
        n, m, seed = int(number["n"]), int(number["m"]), int(number["seed"])
        require(n * m <= 50_000_000, f"{where}: too many entries")
        if kind == "gaussian":
            flat = normals(n * m, seed, 0, number[variance])
            rows = [flat[i * m : i * m + m] for i in range(n)]
            return kind, rows, ("scaled_identity", number[variance]), number[variance]
        d = int(number["d"])
        flat = normals(m * d, seed, 4, number[variance])
        weights = [flat[j * d : j * d + d] for j in range(m)]
        flat = normals(n * d, seed, 6)
        (ints, w), (inputs, x) = integers(weights), integers([flat[i * d : i * d + d] for i in range(n)])
        products = [[Fraction(dot(v, u), w * x) for v in ints] for u in inputs]
        if kind == "relu":
            return kind, [[max(Fraction(0), p) for p in row] for row in products], ("relu", weights), None
        phases = [Fraction(philox((j // 4, 0, 0, 0), (seed, 5))[j % 4] >> 11, 2**53) for j in range(m)]
        rows = [[fourier_feature(p, phases[j], m) for j, p in enumerate(row)] for row in products]
        return kind, rows, ("fourier", weights, phases), None

    def _covariance(self, value):
        where, m = "spec.covariance", self.m
        require(isinstance(value, dict) and len(value) == 1, f"{where}: one form is expected")
        kind, given = next(iter(value.items()))
        if kind == "scaled_identity":
            s = rational(given, where)
            require(s >= 0, f"{where}: negative")
            return kind, s
        if kind == "diagonal":
            entries = vector(given, where, m)
            require(min(entries) >= 0, f"{where}: negative entry")
            return kind, entries
        require(kind == "matrix", f"{where}: unknown form {kind}")
        rows = matrix(given, where, m, m)
        require(all(rows[i][j] == rows[j][i] for i in range(m) for j in range(i)), f"{where}: not symmetric")
        return kind, rows

    def _vector(self, value, where, stream, is_start):
        """A vector source; with is_start also its variance."""
        if isinstance(value, str):
            require(value == "zero" and not is_start, f"{where}: {value!r} is no vector")
            return Vector([Fraction(0)] * self.m), None
        require(isinstance(value, dict), f"{where}: an object is expected")
        kinds = [k for k in value if k != "variance"]
        require(len(kinds) == 1, f"{where}: one source is expected")
        kind, given = kinds[0], value[kinds[0]]
        variance = None
        if is_start and kind != "gaussian":
            variance = rational(fields(value, where, (kind, "variance"))["variance"], f"{where}.variance")
            require(variance >= 0, f"{where}.variance: negative")
        else:
            fields(value, where, (kind,))
        if kind == "zero" and is_start:
            require(given is True or given == "true", f"{where}.zero: true is expected")
            return Vector([Fraction(0)] * self.m), variance
        if kind == "vector":
            return Vector(vector(given, where, self.m)), variance
        require(kind in ("sphere", "gaussian"), f"{where}: unknown source {kind}")
        size = "norm" if kind == "sphere" else "variance"
        fields(given, f"{where}.{kind}", (size, "seed"))
        seed, number = (rational(given[k], f"{where}.{kind}.{k}") for k in ("seed", size))
        require(seed.denominator == 1 and 0 <= seed < 2**64, f"{where}.seed: no seed")
        if kind == "sphere":
            require(number >= 0, f"{where}.norm: negative")
            return Vector(normals(self.m, int(seed), stream), number), variance
        require(2**-500 < number < 2**500, f"{where}.variance: out of range")
        return Vector(normals(self.m, int(seed), stream, number)), number

    def _noise(self, value):
        zero = [Fraction(0)] * self.n
        if value is None:
            return zero, Fraction(0)
        if "vector" in value:
            xi = vector(fields(value, "spec.noise", ("vector",))["vector"], "spec.noise", self.n)
            return xi, dot(xi, xi) / self.n
        fields(value, "spec.noise", ("variance", "seed"))
        variance, seed = (rational(value[k], f"spec.noise.{k}") for k in ("variance", "seed"))
        require(variance > 0 and seed.denominator == 1 and 0 <= seed < 2**64, "spec.noise: out of range")
        return normals(self.n, int(seed), 3, variance), variance

    def digest(self):
        kind, given = self.covariance[0], self.covariance[1]
        if kind == "scaled_identity":
            covariance = {kind: str(given)}
        elif kind == "diagonal":
            covariance = {kind: texts(given)}
        elif kind == "matrix":
            covariance = {kind: [texts(row) for row in given]}
        elif kind == "relu":
            covariance = {kind: {"weights": [texts(row) for row in given]}}
        else:
            covariance = {kind: {"frequencies": [texts(row) for row in given], "phases": texts(self.covariance[2])}}
        data = [[texts(row) for row in self.rows], covariance, self.teacher.json(), self.start.json()]
        if any(self.noise):
            data.append(texts(self.noise))
        return "sha256:" + hashlib.sha256(canonical(data).encode()).hexdigest()


def canonical(value):
    """Canonical JSON (RFC 8785) of texts, lists, objects, true, false and null."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def square_root(q):
    """The rational square root of a rational q >= 0, or None."""
    a, b = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(a, b) if a * a == q.numerator and b * b == q.denominator else None
