"""Random specs, deliberately nasty; every number is written out as a rational."""
import random

from flint import fmpq, fmpq_mat

from exact import identity, q, text
from ridge import RidgeOracle


def rational(rng, size=9):
    return fmpq(rng.randint(-size, size), rng.choice([1, 1, 2, 3, 4, 5, 7, 10]))


def nonzero(rng, size=9):
    while True:
        x = rational(rng, size)
        if x != 0: return x


def scale(rng):
    """1 most times, else a power of ten from 1e-40 to 1e40."""
    r = rng.random()
    if r < 0.6: return fmpq(1)
    span = 4 if r < 0.8 else 40
    e = rng.randint(-span, span)
    return fmpq(10) ** e if e >= 0 else 1 / fmpq(10) ** -e


def features(rng, n, m):
    shape = rng.choice([
        "generic", "generic", "generic", "copied", "scaled", "zero-row", "orthogonal", "equal-norms", "zero",
        "rank-1", "nearly-copied", "integers"])
    rows = [[rational(rng) for _ in range(m)] for _ in range(n)]
    if shape == "copied":
        for i in range(1, n):
            if rng.random() < 0.6: rows[i] = list(rows[0])
    if shape == "scaled": rows[-1] = [fmpq(-3, 2) * x for x in rows[0]]
    if shape == "zero-row": rows[0] = [fmpq(0)] * m
    if shape == "orthogonal":
        rows = [[nonzero(rng) if j == i % m else fmpq(0) for j in range(m)] for i in range(n)]
    if shape == "equal-norms":
        # Orthogonal rows of equal norm: one eigenvalue of full multiplicity; some of them turned by 3-4-5.
        c = nonzero(rng)
        rows = [[c if j == i % m else fmpq(0) for j in range(m)] for i in range(n)]
        if m > 1 and rng.random() < 0.6:
            for row in rows: row[0], row[1] = (3 * row[0] - 4 * row[1]) / 5, (4 * row[0] + 3 * row[1]) / 5
    if shape == "zero": rows = [[fmpq(0)] * m for _ in range(n)]
    if shape == "rank-1":
        rows = [[nonzero(rng, 4) * x for x in rows[0]] for _ in range(n)]
    if shape == "nearly-copied" and n > 1:
        rows[1] = list(rows[0])
        rows[1][0] += fmpq(1, 10 ** rng.choice([6, 12, 20, 30]))
    if shape == "integers": rows = [[fmpq(rng.randint(-2, 2)) for _ in range(m)] for _ in range(n)]
    s = scale(rng)
    rows = [[s * x for x in row] for row in rows]
    if rng.random() < 0.06:
        # One sample on quite another scale.
        s = scale(rng)
        rows[0] = [s * x for x in rows[0]]
    return rows


def covariance(rng, m):
    s = scale(rng)
    kind = rng.choice(["scaled_identity", "scaled_identity", "diagonal", "singular", "matrix", "matrix-singular"])
    if m == 1 and rng.random() < 0.8: kind = "scaled_identity"
    if kind == "scaled_identity": return {kind: text(s * fmpq(rng.randint(1, 12), 4))}
    if kind in ("diagonal", "singular"):
        d = [s * fmpq(rng.randint(1, 9), 4) for _ in range(m)]
        if kind == "singular": d[rng.randrange(m)] = fmpq(0)
        elif rng.random() < 0.2: d = [d[0]] * m
        return {"diagonal": [text(x) for x in d]}
    k = m if kind == "matrix" else max(1, m - 1)
    a = fmpq_mat([[rational(rng, 4) for _ in range(m)] for _ in range(k)])
    full = a.transpose() * a + identity(m, fmpq(1, 7) if kind == "matrix" else fmpq(0))
    return {"matrix": [[text(s * full[i, j]) for j in range(m)] for i in range(m)]}


def vector(rng, m, zero):
    if rng.random() < zero: return None
    s = scale(rng) if rng.random() < 0.4 else fmpq(1)
    return [s * rational(rng) for _ in range(m)]


def ridge(seed, index):
    rng = random.Random(f"ridge {seed} {index}")
    n = rng.choice([1, 1, 2, 2, 3, 3, 4, 5])
    m = rng.choice([1, 2, 3, 3, 4, 4, 5, 6])
    if rng.random() < 0.05: m = rng.choice([20, 40]) if n <= 3 else m
    rows = features(rng, n, m)
    teacher, start = vector(rng, m, 0.25), vector(rng, m, 0.1)
    if teacher and rng.random() < 0.05: start = list(teacher)
    spec = {
        "theory": "ridge", "features": {"matrix": [[text(x) for x in row] for row in rows]},
        "covariance": covariance(rng, m),
        "teacher": {"vector": [text(x) for x in teacher]} if teacher else "zero",
        "initialization": {
            **({"vector": [text(x) for x in start]} if start else {"zero": True}),
            "variance": text(rng.choice([fmpq(1), fmpq(1), fmpq(1, 4), fmpq(30), fmpq(1, 10 ** 20)]))},
    }
    if rng.random() < 0.12:
        spec["noise"] = {"vector": [text(rational(rng) / rng.choice([1, 10, 1000])) for _ in range(n)]}
    # Steps relative to L = the sum of the eigenvalues, to the greatest eigenvalue where it is rational.
    total = sum((x * x for row in rows for x in row), fmpq(0)) / n
    total = total if total != 0 else fmpq(1)
    decay = {
        "none": fmpq(0), "small": total / rng.choice([20, 100, 1000, 10 ** 6]), "tiny": total / 10 ** rng.randint(10, 40),
        "moderate": total * fmpq(rng.randint(1, 9), 4), "huge": total * 10 ** rng.randint(2, 40),
    }[rng.choice(["none", "none", "small", "small", "small", "small", "tiny", "moderate", "huge"])]
    top = max_eigenvalue(rows, n)
    kind = rng.choice([
        "usual", "usual", "usual", "slow", "slowest", "sum-boundary", "boundary", "over", "decay-1", "decay-over", "theorem"])
    eta = {
        "usual": fmpq(9, 10) / (total + decay), "slow": fmpq(1, rng.choice([10, 100, 10 ** 4])) / (total + decay),
        "slowest": fmpq(1, 10 ** rng.randint(6, 30)) / (total + decay),
        # Exactly at the boundary a run swings for ever; that is slow to certify, so most lie just beside it.
        "sum-boundary": 2 / (total + 2 * decay),
        "boundary": 2 / ((top or total) + decay) * rng.choices(
            [1 - fmpq(1, 100), 1 - fmpq(1, 10 ** 9), fmpq(1)], [90, 4, 6])[0],
        "over": fmpq(rng.choice([9, 11, 20]), rng.choice([4, 5])) / ((top or total) + decay),
        "decay-1": 1 / (decay if decay != 0 else total),
        "decay-over": fmpq(rng.choice([3, 2, 5]), 2) / (decay if decay != 0 else total),
        "theorem": fmpq(99, 100) / (decay + max(sum((x * x for x in row), fmpq(0)) for row in rows) or fmpq(1)),
    }[kind]
    spec["training"] = {"eta": text(eta), "lambda": text(decay)}
    spec["thresholds"] = {"epsilon": "1", "c": "1"}
    oracle = RidgeOracle(spec)
    epsilon = threshold(rng, oracle.train)
    c = threshold(rng, oracle.population)
    if rng.random() < 0.2: c = epsilon
    spec["thresholds"] = {"epsilon": text(epsilon), "c": text(c)}
    if rng.random() < 0.15: spec["feature_bound"] = text(bound(rng, rows))
    if rng.random() < 0.2: spec["confidence"] = text(rng.choice([fmpq(1, 100), fmpq(1, 2), fmpq(99, 100)]))
    run = oracle.population
    swings = any(x != 0 for s in (oracle.train, run) for x in s.swing.entries())
    if swings or (run.scale is None and not run.converges):
        # Without a horizon the tool looks through 65536 steps where no argument covers the later ones: slow.
        spec["horizon"] = str(rng.choice([1, 5, 20]))
    elif rng.random() < 0.2: spec["horizon"] = str(rng.choice([1, 10, 1000, 10 ** 6, 10 ** 18]))
    # A handful of claims a problem: between them the problems cover all.
    spec["claims"] = sorted(rng.sample(CLAIMS, 5)) + ["ridge/differential"]
    return spec


CLAIMS = (
    "4.1-norm 4.1-population 4.1-train 4.2-final 4.2-final/sharp 4.2-final/sharp-fast 4.2-t1 4.2-t1/sharp "
    "4.2-t1/sharp-lower 4.2-t2 4.2-t2/corrected 4.2-t2/sharp 4.2-t2/trace 4.2-t2/upper 4.4 4.4/floor 4.5 4.5/appendix "
    "4.6 8-plateau/a-priori 8-t1 8-t1/a-priori 8-t2 8-t2/a-priori").split()
CLAIMS = [f"ridge/{name}" for name in CLAIMS]


def max_eigenvalue(rows, n):
    """The greatest eigenvalue of Phi Phi^T/n where it is seen to be rational: diagonal Gram matrices, rank 1."""
    gram = [[sum((a * b for a, b in zip(x, y)), fmpq(0)) / n for y in rows] for x in rows]
    if all(gram[i][j] == 0 for i in range(n) for j in range(n) if i != j):
        return max(gram[i][i] for i in range(n))
    if fmpq_mat(rows).rank() == 1: return sum((gram[i][i] for i in range(n)), fmpq(0))
    return None


def bound(rng, rows):
    square = max(sum((x * x for x in row), fmpq(0)) for row in rows)
    if square == 0: return fmpq(1)
    value = square * fmpq(rng.choice([1, 2, 3])) if square >= 1 else fmpq(rng.choice([1, 2]))
    return value if rng.random() < 0.7 else square / 4 if square < 1 else fmpq(1, 2)


def threshold(rng, sequence):
    """Most times within a factor of a loss on the way; else 1e-30 beside one, or equal to it."""
    kind = rng.choices(["free", "near", "equal", "limit", "start"], [60, 24, 1, 5, 10])[0]
    t = rng.choice([0, 0, 1, 1, 2, 3, 4, 6, 9])
    loss = sequence.exact_loss(0 if kind in ("start", "free") else t)
    if kind == "limit":
        v = sequence.limit
        loss = (v.transpose() * sequence.form * v)[0, 0]
        loss *= rng.choice([1 + fmpq(1, 10 ** 30), 1 - fmpq(1, 10 ** 30), fmpq(11, 10), fmpq(9, 10)])
        return loss if loss > 0 and len(text(loss)) < 3000 else fmpq(1, 10 ** 9)
    if loss <= 0: return fmpq(1, 10 ** rng.randint(0, 12))
    if len(text(loss)) > 3000: loss = sequence.exact_loss(0) or fmpq(1)
    if kind == "free":
        return loss * fmpq(rng.randint(1, 99), 100) / 10 ** rng.choice([0, 0, 1, 2, 4, 8, 20])
    if kind == "near": return loss * (1 + rng.choice([-1, 1]) * fmpq(1, 10 ** 30))
    if kind == "start": return loss * rng.choice([fmpq(1), fmpq(2), fmpq(1, 2)])
    return loss


# Logistic problems

def separable_points(rng, d, count):
    """Points on the sides of a hyperplane, some of them at the same distance from it, so that several support it."""
    normal = [fmpq(rng.randint(-3, 3)) for _ in range(d)]
    if all(c == 0 for c in normal): normal[0] = fmpq(1)
    square = sum((c * c for c in normal), fmpq(0))
    offset = rng.choice([fmpq(0), fmpq(0), rational(rng, 3)])
    gap = rng.choice([fmpq(1), fmpq(1, 2), fmpq(1, 10), fmpq(3)])
    points = []
    for i in range(count):
        y = 1 if i == 0 else -1 if i == 1 else rng.choice([1, -1])
        x = [rational(rng, 6) for _ in range(d)]
        height = y * (gap if rng.random() < 0.5 else gap * (1 + fmpq(rng.randint(1, 30), 10)))
        move = (offset + height - sum((a * b for a, b in zip(x, normal)), fmpq(0))) / square
        points.append(([a + move * b for a, b in zip(x, normal)], y))
    return points


def logistic(seed, index):
    rng = random.Random(f"logistic {seed} {index}")
    d, count = rng.choice([1, 2, 2, 2, 3]), rng.choice([2, 3, 4, 6, 8, 10])
    shape = rng.choice(["planted", "planted", "planted", "random", "mirrored", "few-values", "huge", "tiny"])
    if shape in ("planted", "huge", "tiny"): points = separable_points(rng, d, count)
    else:
        points = [([rational(rng, 2 if shape == "few-values" else 6) for _ in range(d)], rng.choice([1, -1]))
                  for _ in range(count)]
        if shape == "mirrored":
            # Mirror images: sums that cancel, hyperplanes through the origin, ties.
            points = points[:max(1, count // 2)]
            points += [([-c for c in x], -y) for x, y in points]
    if shape in ("huge", "tiny"):
        s = fmpq(10) ** rng.randint(1, 6)
        points = [([c * s if shape == "huge" else c / s for c in x], y) for x, y in points]
    seen = {}
    for x, y in points: seen.setdefault(tuple(text(c) for c in x), y)
    points = [([q(c) for c in x], y) for x, y in seen.items()]
    if len({y for _, y in points}) < 2:
        x = [c + 1 for c in points[0][0]]
        while tuple(text(c) for c in x) in seen: x = [c + 1 for c in x]
        points.append((x, -points[0][1]))
    radius = max(sum((c * c for c in x), fmpq(1)) for x, _ in points)
    total = sum((sum((c * c for c in x), fmpq(1)) for x, _ in points), fmpq(0))
    exponential, mean = rng.random() < 0.3, rng.random() < 0.3
    beta = total / 4 / (len(points) if mean else 1)
    eta = {
        "stable": 1 / beta, "slow": fmpq(1, 100) / beta, "boundary": 2 / beta, "over": rng.choice([4, 10, 40]) / beta,
        "tiny": fmpq(1, 10 ** 12) / beta,
    }[rng.choice(["stable", "stable", "slow", "boundary", "over", "tiny"])]
    training = {"eta": text(eta), "steps": str(rng.choice([1, 2, 5, 20, 60, 60, 150, 300]))}
    if rng.random() < 0.35:
        w = [rational(rng, 3) for _ in range(d)]
        x, _ = rng.choice(points)
        # A start whose hyperplane runs through a point: a tie that is exact.
        b = -sum((a * c for a, c in zip(w, x)), fmpq(0)) if rng.random() < 0.5 else rational(rng, 3)
        if shape == "huge": w, b = [c / 10 ** 6 for c in w], b / 10 ** 6
        training |= {"w0": [text(c) for c in w], "b0": text(b)}
    if rng.random() < 0.35: training["t0"] = str(rng.choice([1, 10, 100, 10 ** 6]))
    spec = {
        "theory": "logistic", "data": {"points": [{"x": [text(c) for c in x], "y": y} for x, y in points]},
        "loss": "exponential" if exponential else "logistic", "reduction": "mean" if mean else "sum",
        "training": training, "tests": {},
        "thresholds": {
            # (1 - epsilon)·N an integer for N points, or just beside it.
            "epsilon": text(rng.choice([
                fmpq(0), fmpq(1, len(points)), fmpq(1, len(points)) - fmpq(1, 10 ** 30), fmpq(1, 2), fmpq(1, 1000),
                fmpq(1, 4), fmpq(max(0, len(points) - 1), len(points))])),
            "alpha": "10", "zeta": text(rng.choice([fmpq(100), fmpq(2)]))},
    }
    for name in ("near", "far")[:rng.choice([0, 1, 1, 2])]:
        spec["tests"][name] = {"points": [
            {"x": [text(c * (fmpq(1) if name == "near" else fmpq(3, 2)) + rational(rng, 1) / 10) for c in x], "y": y}
            for x, y in rng.choices(points, k=rng.choice([1, 4, 9]))]}
    if not spec["tests"]: del spec["tests"]
    return spec
