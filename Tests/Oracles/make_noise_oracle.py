#!/usr/bin/env python3
"""Writes Tests/RidgeTheoryTests/Fixtures/noise-oracle.json: ridge problems with label noise.

Needs mpmath. Gradient descent is stepped on theta itself at 90 digits, with labels y = Phi theta* + xi and
nothing else: no eigenvectors, no Gram matrix, no split of the noise. Random data are drawn anew after
docs/random-data.md. Times: losses at all steps up to K are compared with the thresholds; beyond K every
distance to the limit shrinks, which leaves sqrt(L_n) and sqrt(L) on one side of the threshold.
"""
import json
from fractions import Fraction as F
from pathlib import Path

from mpmath import eigsy, log, lu_solve, matrix, mp, mpf, nstr, sqrt

mp.dps = 90
M = 2**64


def philox(c, k):
    x, (k0, k1) = list(c), k
    for _ in range(10):
        p, q = 0xD2E7470EE14C6C93 * x[0], 0xCA5A826395121157 * x[2]
        x = [(q >> 64) ^ x[1] ^ k0, q % M, (p >> 64) ^ x[3] ^ k1, p % M]
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) % M, (k1 + 0xBB67AE8584CAA73B) % M
    return x


def normals(count, source, stream):
    variance, values = F(source["variance"]), []
    for k in range((count + 1) // 2):
        a = 0
        while True:
            w = philox((k, a, 0, 0), (int(source["seed"]), stream))
            U, V = (2 * (w[i] >> 11) + 1 - 2**53 for i in (0, 1))
            S = U * U + V * V
            if S < 2**106:
                break
            a += 1
        s = mpf(S) / 2**106
        root = sqrt(mpf(variance.numerator) / variance.denominator * (-2 * log(s)) / s) / 2**53
        values += [F(float(U * root)), F(float(V * root))]
    return [number(x) for x in values[:count]]


def number(x):
    x = F(x)
    return mpf(x.numerator) / x.denominator


def vector(source, count, stream):
    if source == "zero" or "zero" in source:
        return [mpf(0)] * count
    if "vector" in source:
        return [number(x) for x in source["vector"]]
    if "sphere" in source:
        g = normals(count, {"variance": 1, "seed": source["sphere"]["seed"]}, stream)
        norm = sqrt(sum(x * x for x in g))
        return [number(source["sphere"]["norm"]) * x / norm for x in g]
    return normals(count, source.get("gaussian", source), stream)


def features(source):
    if "matrix" in source:
        return [[number(x) for x in row] for row in source["matrix"]]
    g = source["gaussian"]
    n, m = int(g["n"]), int(g["m"])
    draws = normals(n * m, g, 0)
    return [draws[i * m:(i + 1) * m] for i in range(n)]


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), mpf(0))


def solve(name, spec, steps):
    phi = features(spec["features"])
    n, m = len(phi), len(phi[0])
    kind = spec["covariance"]
    if "matrix" in kind:
        sigma = [[number(x) for x in row] for row in kind["matrix"]]
    else:
        d = kind.get("diagonal") or [kind["scaled_identity"]] * m
        sigma = [[number(d[i]) if i == j else mpf(0) for j in range(m)] for i in range(m)]
    star = vector(spec["teacher"], m, 1)
    theta = vector(spec["initialization"], m, 2)
    xi = vector(spec["noise"], n, 3)
    eta, lam = number(spec["training"]["eta"]), number(spec["training"]["lambda"])
    eps, c = number(spec["thresholds"]["epsilon"]), number(spec["thresholds"]["c"])
    y = [dot(row, star) + e for row, e in zip(phi, xi)]

    def losses(theta):
        r = [dot(row, theta) - v for row, v in zip(phi, y)]
        d = [a - b for a, b in zip(theta, star)]
        return dot(r, r) / (2 * n), dot(d, [dot(row, d) for row in sigma]), dot(theta, theta)

    hessian = matrix(m, m)
    for i in range(m):
        for j in range(m):
            hessian[i, j] = sum(phi[k][i] * phi[k][j] for k in range(n)) / n
    pull = matrix([sum(phi[k][j] * y[k] for k in range(n)) / n for j in range(m)])
    values, vectors = eigsy(hessian)
    if lam > 0:
        limit = lu_solve(hessian + lam * mp.eye(m), pull)
    else:
        limit = matrix(theta)
        for i in range(m):
            if values[i] > mpf(10) ** -60:
                v = vectors[:, i]
                along = (v.T * pull)[0] / values[i] - (v.T * matrix(theta))[0]
                limit += v * along
    limit = [limit[i] for i in range(m)]
    final_train, final_population, _ = losses(limit)
    rates = [abs(1 - eta * (x + lam)) for x in values if lam > 0 or x > mpf(10) ** -60]
    contracts = max(rates, default=0) < 1
    top_n, top_p = max(values) / 2, max(eigsy(matrix(sigma), eigvals_only=True))

    out = {"name": name, "spec": spec}
    train, population, seen, side = [], [], {}, None
    for t in range(steps + 1):
        a, b, s = losses(theta)
        train.append(a)
        population.append(b)
        if t in (0, 1, 2, 3, 7, 13, 30, 100, 1000, steps):
            seen[str(t)] = {"train_loss": nstr(a, 45), "population_loss": nstr(b, 45),
                            "theta_norm2": nstr(s, 45)}
        r = [dot(row, theta) - v for row, v in zip(phi, y)]
        theta = [(1 - eta * lam) * theta[j] - eta / n * sum(phi[k][j] * r[k] for k in range(n))
                 for j in range(m)]
    out["losses"] = seen
    scalars = {"train_loss_start": train[0]}
    if lam > 0:
        scalars |= {"final_error": final_population, "final_train_loss": final_train}
    out["scalars"] = {k: nstr(v, 45) for k, v in scalars.items()}
    for values_, thresholds in ((train, [eps]), (population, [eps, c])):
        for x in values_:
            assert all(abs(x - limit_) > mpf(10) ** -60 for limit_ in thresholds), name
    if contracts:
        distance = sqrt(sum((a - b) ** 2 for a, b in zip(theta, limit)))

        def above(value, scale, threshold):
            gap = abs(sqrt(value) - sqrt(threshold))
            assert distance * sqrt(scale) < gap, (name, "more steps", nstr(distance, 5), nstr(gap, 5))
            return value > threshold

        over = [t for t, x in enumerate(train) if x >= eps]
        out["t1"] = "inf" if above(final_train, top_n, eps) else str(over[-1]) if over else "-inf"
        under = [t for t, x in enumerate(population) if x <= c]
        late = above(final_population, top_p, c)
        out["t2"] = str(under[0]) if under else "inf"
        assert under or late
        over = [t for t, x in enumerate(population) if x > eps]
        out["t_final"] = ("inf" if above(final_population, top_p, eps)
                          else str(over[-1] + 1) if over else "0")
    print(name, out.get("t1"), out.get("t2"), out.get("t_final"), out["scalars"])
    return out


ROWS = [["1/4", "1/4", "0", "1/8", "1/2"], ["1/8", "-1/4", "1/4", "0", "1/3"],
        ["0", "1/8", "1/5", "-1/4", "1/4"]]
SIGMA = [["1/2", "1/8", "0", "0", "1/16"], ["1/8", "1/3", "0", "1/9", "0"],
         ["0", "0", "1/4", "0", "0"], ["0", "1/9", "0", "1/2", "0"],
         ["1/16", "0", "0", "0", "1/5"]]
BASE = {
    "theory": "ridge", "features": {"matrix": ROWS}, "covariance": {"scaled_identity": "1/8"},
    "teacher": {"vector": ["1/2", "0", "1/4", "0", "1/3"]},
    "initialization": {"vector": ["2", "-2", "1", "2", "-1"], "variance": "4"},
    "noise": {"vector": ["1/10", "-1/7", "1/20"]},
    "training": {"eta": "1", "lambda": "1/50"}, "thresholds": {"epsilon": "1/50", "c": "1/10"},
}
TWICE = {"features": {"matrix": ROWS + [ROWS[0]]}, "noise": {"vector": ["1/10", "-1/7", "1/20", "-1/3"]}}


def main():
    cases = [
        ("full-rank-identity", {}, 1500),
        ("full-rank-general", {"covariance": {"matrix": SIGMA}}, 1500),
        ("copied-row-identity", TWICE, 1500),
        ("copied-row-general", TWICE | {"covariance": {"matrix": SIGMA}}, 1500),
        # The noise between the copies is a training loss of (13/30)^2/16 = 0.01174 that no theta fits.
        ("copied-row-floor", TWICE | {"thresholds": {"epsilon": "1/90", "c": "1/10"}}, 1500),
        ("copied-row-near-floor", TWICE | {"thresholds": {"epsilon": "1/84", "c": "1/20"},
                                           "training": {"eta": "2", "lambda": "1/1000"}}, 5000),
        ("zero-row-diagonal", {
            "features": {"matrix": [["0"] * 5] + ROWS}, "covariance": {
                "diagonal": ["1/2", "1/3", "0", "1/5", "1"]},
            "noise": {"vector": ["1/9", "0", "1/8", "-1/5"]}}, 1500),
        ("no-decay-copied", TWICE | {"training": {"eta": "1", "lambda": "0"},
                                     "thresholds": {"epsilon": "1/30", "c": "1/10"}}, 2500),
        ("zero-teacher", {"teacher": "zero"}, 1500),
        ("more-samples", {
            "features": {"matrix": [["1", "1/2"], ["1/3", "-1"], ["2", "1/5"], ["-1/2", "1"]]},
            "covariance": {"matrix": [["1", "1/3"], ["1/3", "1/2"]]},
            "teacher": {"vector": ["1", "-1"]}, "initialization": {
                "vector": ["0", "3"], "variance": "1"},
            "noise": {"vector": ["1/4", "1/9", "-1/6", "1/3"]},
            "training": {"eta": "1/2", "lambda": "1/100"},
            "thresholds": {"epsilon": "1/30", "c": "1/25"}}, 1000),
        ("divergent", {"training": {"eta": "30", "lambda": "1/50"}}, 60),
        ("drawn", {
            "features": {"gaussian": {"n": "4", "m": "7", "variance": "1/7", "seed": "1"}},
            "covariance": {"scaled_identity": "1/7"},
            "teacher": {"sphere": {"norm": "1", "seed": "2"}},
            "initialization": {"gaussian": {"variance": "1", "seed": "3"}},
            "noise": {"variance": "1/50", "seed": "4"},
            "training": {"eta": "1", "lambda": "1/100"},
            "thresholds": {"epsilon": "1/50", "c": "1/6"}}, 2500),
        ("drawn-general", {
            "features": {"gaussian": {"n": "3", "m": "5", "variance": "1/5", "seed": "5"}},
            "covariance": {"matrix": SIGMA}, "teacher": {"gaussian": {"variance": "1/9", "seed": "6"}},
            "initialization": {"sphere": {"norm": "2", "seed": "7"}, "variance": "1"},
            "noise": {"variance": "1/10", "seed": "8"},
            "training": {"eta": "1", "lambda": "1/100"},
            "thresholds": {"epsilon": "1/50", "c": "1/6"}}, 2500),
    ]
    solved = [solve(name, BASE | change, steps) for name, change, steps in cases]
    path = Path(__file__).parent.parent / "RidgeTheoryTests/Fixtures/noise-oracle.json"
    lines = ",\n".join(json.dumps(case, sort_keys=True) for case in solved)
    path.write_text(f'{{"cases": [\n{lines}\n]}}\n')


main()
