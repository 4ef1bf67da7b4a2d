"""The data of a logistic problem, exactly, from the spec inside a certificate (docs/specs.md, docs/random-data.md).

Points are pairs (x, y): x a list of Fractions, y = 1 or -1.
"""

import hashlib
from fractions import Fraction

from problem import Rejected, dot, fields, philox, rational, require


def integer(text, where, least=0):
    value = rational(text, where)
    require(value.denominator == 1 and value >= least, f"{where}: {text} is no integer of at least {least}")
    return int(value)


class Planted:
    """Points on both sides of a hyperplane through the origin."""

    def __init__(self, spec, where):
        names = "box d gamma per_class seed support support_half_width"
        fields(spec, where, names.split())
        self.d, self.seed = integer(spec["d"], where + ".d", 1), integer(spec["seed"], where + ".seed")
        self.box, self.gamma = rational(spec["box"], where + ".box"), rational(spec["gamma"], where + ".gamma")
        self.half_width = rational(spec["support_half_width"], where + ".support_half_width")
        self.per_class = [integer(v, where + ".per_class") for v in spec["per_class"]]
        self.support = [integer(v, where + ".support") for v in spec["support"]]
        if len(self.per_class) != 2 or len(self.support) != 2 or min(self.box, self.gamma, self.half_width) <= 0:
            raise Rejected(f"{where}: box, gamma and support_half_width are positive, per_class and support are pairs")
        if any(s > n for s, n in zip(self.support, self.per_class)):
            raise Rejected(f"{where}.support: more support vectors than points")
        c = next(r for r in range(1, self.d + 1) if r * r + r >= self.d) + 1
        q = c * c + self.d - 1
        self.w = [Fraction(c * c - self.d + 1, q)] + [Fraction(2 * c, q)] * (self.d - 1)

    def draws(self, seed, stream, h):
        """Attempt after attempt: d coordinates in [-h, h], and the word behind the last one."""
        a, top = 0, 2**32
        while True:
            words = [v for j in range((self.d + 3) // 4) for v in philox((a, j, 0, 0), (seed, stream))][: self.d]
            yield [h * Fraction(2 * (v >> 32) + 1 - top, top) for v in words], words[-1]
            a += 1

    def put(self, x, level, h):
        """x with its last coordinate such that w.x = level, or None where that leaves [-h, h]."""
        last = (level - dot(self.w[:-1], x[:-1])) / self.w[-1]
        return x[:-1] + [last] if abs(last) <= h else None

    def points(self):
        half, draws = self.gamma / 2, self.draws(self.seed, 8, self.half_width)
        sides = {1: [], -1: []}

        def on(level):
            return next(x for x in (self.put(x, level, self.half_width) for x, _ in draws) if x)

        while min(self.support) > 0 and not sides[1]:
            x = on(half)
            y = [a - self.gamma * b for a, b in zip(x, self.w)]
            if all(abs(v) <= self.box for v in y):
                sides = {1: [x], -1: [y]}
        for label, count in zip((1, -1), self.support):
            while len(sides[label]) < count:
                sides[label].append(on(label * half))
        sizes = dict(zip((1, -1), self.per_class))
        draws = self.draws(self.seed, 7, self.box)
        while any(len(sides[y]) < sizes[y] for y in sides):
            x, _ = next(draws)
            level = dot(self.w, x)
            label = 1 if level > 0 else -1
            if abs(level) > half and len(sides[label]) < sizes[label]:
                sides[label].append(x)
        return [(x, y) for y in (1, -1) for x in sides[y]]

    def same_distribution(self, count, seed):
        points = []
        for x, _ in self.draws(seed, 9, self.box):
            if len(points) == count:
                return points
            level = dot(self.w, x)
            if abs(level) > self.gamma / 2:
                points.append((x, 1 if level > 0 else -1))

    def band(self, alpha, count, seed):
        points, half = [], Fraction(1, 2)
        for x, word in self.draws(seed, 10, self.box):
            if len(points) == count:
                return points
            label = -1 if word & 1 else 1
            level = self.gamma * (half + (alpha - half) * Fraction(2 * (word >> 32) + 1, 2**33))
            x = self.put(x, label * level, self.box)
            if x:
                points.append((x, label))


class Attack:
    """The corners that an l_inf attack reaches: x - y*size*sign(w), clipped."""

    def __init__(self, points, size, low, high):
        self.points, self.size, self.low, self.high, self.columns = points, size, low, high, {}

    def corners(self, signs):
        """The attacked points for the signs (1, 0, -1) of the components of w."""
        move = [self.size * s for s in signs]
        clip = lambda v: min(max(v, self.low), self.high)
        return [([clip(v - y * m) for v, m in zip(x, move)], y) for x, y in self.points]


class Problem:
    def __init__(self, spec):
        fields(spec, "spec", "data loss reduction theory thresholds training".split(), "claims tests".split())
        self.exponential = one_of(spec["loss"], ("logistic", "exponential"), "spec.loss") == "exponential"
        mean = one_of(spec["reduction"], ("sum", "mean"), "spec.reduction") == "mean"
        data = spec["data"]
        fields(data, "spec.data", (), ("points", "planted"))
        if len(data) != 1:
            raise Rejected("spec.data: exactly one of points, planted")
        planted = Planted(data["planted"], "spec.data.planted") if "planted" in data else None
        self.points = planted.points() if planted else read_points(data["points"], "spec.data.points")
        self.d, self.n = len(self.points[0][0]), len(self.points)
        training = spec["training"]
        fields(training, "spec.training", ("b0", "eta", "steps", "t0", "w0"))
        self.eta = rational(training["eta"], "spec.training.eta")
        self.t0, steps = integer(training["t0"], "spec.training.t0"), integer(training["steps"], "spec.training.steps", 1)
        self.horizon = self.t0 + steps
        w0 = ["0"] * self.d if training["w0"] == "zero" else training["w0"]
        self.start = [rational(v, "spec.training") for v in [*w0, training["b0"]]]
        self.eta_sum, self.loss_factor = (self.eta / self.n, Fraction(1, self.n)) if mean else (self.eta, Fraction(1))
        fields(spec["thresholds"], "spec.thresholds", ("alpha", "epsilon", "zeta"))
        self.alpha, self.epsilon, self.zeta = (
            rational(spec["thresholds"][k], "spec.thresholds." + k) for k in ("alpha", "epsilon", "zeta")
        )
        if self.eta <= 0 or not 0 <= self.epsilon < 1 or 2 * self.alpha <= 1 or self.zeta <= 0 or len(self.start) != self.d + 1:
            raise Rejected("spec: eta > 0, 0 <= epsilon < 1, alpha > 1/2, zeta > 0, and d numbers for w0 are required")
        labels = {}
        if any(labels.setdefault(tuple(x), y) != y for x, y in self.points) or len(set(labels.values())) < 2:
            raise Rejected("spec.data: points of both classes are required, and no point with both labels")
        tests = spec.get("tests", {})
        self.tests = {name: self.regime(t, planted, "spec.tests." + name) for name, t in tests.items() if "attack" not in t}
        for name, test in tests.items():
            if "attack" in test:
                self.tests[name] = self.attack(test, planted, "spec.tests." + name)

    def regime(self, test, planted, where):
        fields(test, where, (), ("points", "same_distribution", "planted"))
        kind = next(iter(test), None)
        if len(test) != 1 or (kind != "points" and not planted):
            raise Rejected(f"{where}: one of points, same_distribution, planted; the last two for planted data only")
        if kind == "points":
            return read_points(test["points"], where)
        fields(test[kind], where, ("count", "seed", "alpha") if kind == "planted" else ("count", "seed"))
        count, seed = integer(test[kind]["count"], where + ".count", 1), integer(test[kind]["seed"], where + ".seed")
        if kind == "planted":
            return planted.band(rational(test[kind]["alpha"], where + ".alpha"), count, seed)
        return planted.same_distribution(count, seed)

    def attack(self, test, planted, where):
        fields(test, where, ("attack",))
        fields(test["attack"], where, ("of", "radius", "step", "steps"))
        a = test["attack"]
        of = self.tests.get(a["of"])
        if not isinstance(of, list):
            raise Rejected(f"{where}.of: names no regime that can be attacked")
        size = min(rational(a["radius"], where), rational(a["step"], where) * integer(a["steps"], where))
        seen = of if planted else of + self.points
        values = [v for x, _ in seen for v in x] + ([planted.box, -planted.box] if planted else [])
        return Attack(of, size, min(values), max(values))

    def digest(self):
        row = lambda x, y: '{"x":[' + ",".join(f'"{v}"' for v in x) + f'],"y":"{y}"}}'
        return "sha256:" + hashlib.sha256(("[" + ",".join(row(*p) for p in self.points) + "]").encode()).hexdigest()


def one_of(value, allowed, where):
    if value not in allowed:
        raise Rejected(f"{where}: {value!r} is none of {', '.join(allowed)}")
    return value


def read_points(rows, where):
    points = []
    for row in rows:
        fields(row, where, ("x", "y"))
        points.append(([rational(v, where) for v in row["x"]], int(one_of(row["y"], ("1", "-1"), where))))
    if not points or len({len(x) for x, _ in points}) != 1 or not points[0][0]:
        raise Rejected(f"{where}: no points, or points of different dimensions")
    return points
