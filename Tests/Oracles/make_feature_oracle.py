#!/usr/bin/env python3
"""Writes Tests/RidgeTheoryTests/Fixtures/feature-oracle.json: random ReLU and Fourier features.

Needs mpmath. Shares nothing with the Swift code but the definitions in docs/random-data.md: the data are
drawn by the script of that page, the covariances come from the textbook forms with acos, each
closed form is held against a numerical integral, and gradient descent is stepped on theta itself at
600 bits. Decimals are printed to 45 digits.
"""
import hashlib
import json
from fractions import Fraction
from pathlib import Path

from mpmath import acos, cos, eigsy, exp, floor, log, matrix, mp, mpf, pi, quad, sin, sqrt

mp.prec = 600
M = 2**64


def philox(c, k):
    x, (k0, k1) = list(c), k
    for _ in range(10):
        p, q = 0xD2E7470EE14C6C93 * x[0], 0xCA5A826395121157 * x[2]
        x = [(q >> 64) ^ x[1] ^ k0, q % M, (p >> 64) ^ x[3] ^ k1, p % M]
        k0, k1 = (k0 + 0x9E3779B97F4A7C15) % M, (k1 + 0xBB67AE8584CAA73B) % M
    return x


def normals(count, seed, stream, variance=Fraction(1)):
    values = []
    for k in range((count + 1) // 2):
        a = 0
        while True:
            w = philox((k, a, 0, 0), (seed, stream))
            U, V = (2 * (w[i] >> 11) + 1 - 2**53 for i in (0, 1))
            S = U * U + V * V
            if S < 2**106:
                break
            a += 1
        s = mpf(S) / 2**106
        root = sqrt(mpf(variance.numerator) / variance.denominator * (-2 * log(s)) / s) / 2**53
        values += [float(U * root), float(V * root)]
    return values[:count]


def phases(count, seed):
    return [Fraction(philox((j // 4, 0, 0, 0), (seed, 5))[j % 4] >> 11, 2**53) for j in range(count)]


def vectors(count, d, seed, stream, variance=Fraction(1)):
    flat = [Fraction(x) for x in normals(count * d, seed, stream, variance)]
    return [flat[i * d : (i + 1) * d] for i in range(count)]


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Fraction(0))


def real(x):
    return mpf(x.numerator) / x.denominator


# --- Features and covariances -------------------------------------------------------------


def relu_sigma(w, v):
    norm = sqrt(real(dot(w, w)) * real(dot(v, v)))
    cosine = real(dot(w, v)) / norm
    cosine = max(mpf(-1), min(mpf(1), cosine))
    alpha = acos(cosine)
    return norm / (2 * pi) * (sin(alpha) + (pi - alpha) * cosine)


def fourier_sigma(w, v, u, z, m):
    minus, plus = ([a - b for a, b in zip(w, v)], [a + b for a, b in zip(w, v)])
    b, c = 2 * pi * real(u), 2 * pi * real(z)
    return (
        cos(b - c) * exp(-real(dot(minus, minus)) / 2)
        + cos(b + c) * exp(-real(dot(plus, plus)) / 2)
    ) / m


def truncated_fourier(p, u, m):
    value = sqrt(mpf(2) / m) * cos(real(p) + 2 * pi * real(u))
    scaled = abs(value) * mpf(2) ** 128
    whole = int(floor(scaled))
    assert min(scaled - whole, whole + 1 - scaled) > mpf(2) ** -300
    return Fraction(whole if value > 0 else -whole, 2**128)


def check_closed_forms(w, v, u, z, m):
    """Numerical integrals that know nothing of the closed forms."""
    saved, mp.prec = mp.prec, 120
    norm = sqrt(real(dot(w, w)) * real(dot(v, v)))
    alpha = acos(real(dot(w, v)) / norm)
    # Polar coordinates in the plane of w and v: the radial integral of r^3 exp(-r^2/2) is 2.
    angular = quad(lambda t: cos(t) * cos(t - alpha), [alpha - pi / 2, pi / 2])
    assert abs(norm * 2 * angular / (2 * pi) - relu_sigma(w, v)) < mpf(10) ** -30
    total = mpf(0)
    for sign in (-1, 1):
        s = sqrt(real(dot([a + sign * b for a, b in zip(w, v)], [a + sign * b for a, b in zip(w, v)])))
        shift = 2 * pi * (real(u) + sign * real(z))
        total += quad(lambda y: cos(s * y + shift) * exp(-y * y / 2), [-20, -5, 0, 5, 20]) / sqrt(2 * pi)
    assert abs(total / m - fourier_sigma(w, v, u, z, m)) < mpf(10) ** -28
    mp.prec = saved


# --- Output --------------------------------------------------------------------------------


def text(x):
    return str(Fraction(x))


def decimal(x):
    # The angle between opposite vectors is pi up to rounding: such an entry is 0.
    return "0" if abs(x) < mpf(10) ** -100 else mp.nstr(x, 45)


def rows(a):
    return [[text(x) for x in row] for row in a]


def digest(phi, covariance, teacher, start):
    data = [rows(phi), covariance, teacher, start]
    canonical = json.dumps(data, separators=(",", ":"), sort_keys=True)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def draw(kind, n, d, m, variance, seed):
    w, x = vectors(m, d, seed, 4, variance), vectors(n, d, seed, 6)
    if kind == "relu":
        phi = [[max(Fraction(0), dot(a, b)) for b in w] for a in x]
        sigma = [[relu_sigma(a, b) for b in w] for a in w]
        return phi, sigma, {"relu": {"weights": rows(w)}}, w, None
    u = phases(m, seed)
    phi = [[truncated_fourier(dot(a, w[j]), u[j], m) for j in range(m)] for a in x]
    sigma = [[fourier_sigma(w[j], w[k], u[j], u[k], m) for k in range(m)] for j in range(m)]
    return phi, sigma, {"fourier": {"frequencies": rows(w), "phases": [text(a) for a in u]}}, w, u


def descent(phi, sigma, star, theta, eta, decay, steps):
    """L_n, L and |theta|^2 at the steps."""
    n, m = len(phi), len(star)
    f = [[real(x) for x in row] for row in phi]
    eta, decay = real(eta), real(decay)
    result = {}
    for t in range(max(steps) + 1):
        e = [a - b for a, b in zip(theta, star)]
        r = [sum(a * b for a, b in zip(row, e)) for row in f]
        if t in steps:
            loss = sum(e[j] * sigma[j][k] * e[k] for j in range(m) for k in range(m))
            result[str(t)] = {
                "train_loss": decimal(sum(a * a for a in r) / (2 * n)),
                "population_loss": decimal(loss),
                "theta_norm2": decimal(sum(a * a for a in theta)),
            }
        theta = [
            (1 - eta * decay) * theta[j] - eta / n * sum(f[i][j] * r[i] for i in range(n))
            for j in range(m)
        ]
    return result


def case(kind, n, d, m, variance, seed, eta, decay):
    phi, sigma, covariance, w, u = draw(kind, n, d, m, variance, seed)
    check_closed_forms(w[0], w[1], (u or phases(m, seed))[0], (u or phases(m, seed))[1], m)
    g = [Fraction(a) for a in normals(m, 2, 1)]
    norm = sqrt(real(dot(g, g)))
    star = [real(a) / norm for a in g]
    start = [Fraction(a) for a in normals(m, 3, 2)]
    zero = sum(star[j] * sigma[j][k] * star[k] for j in range(m) for k in range(m))
    return {
        "kind": kind, "n": n, "d": d, "m": m, "variance": text(variance), "seed": seed,
        "eta": text(eta), "lambda": text(decay), "features": rows(phi),
        "sigma": [[decimal(x) for x in row[: j + 1]] for j, row in enumerate(sigma)],
        "zero_predictor_error": decimal(zero),
        "sigma_trace": decimal(sum(sigma[j][j] for j in range(m))),
        "losses": descent(phi, sigma, star, [real(a) for a in start], eta, decay,
                          [0, 1, 2, 7, 50, 400]),
        "digest": digest(
            phi, covariance,
            {"sphere": {"direction": [text(a) for a in g], "norm": "1"}},
            [text(a) for a in start]),
    }


def eigenvalues(kind, d, m, variance, seed):
    _, sigma, _, _, _ = draw(kind, 1, d, m, variance, seed)
    values = eigsy(matrix(sigma), eigvals_only=True)
    values = sorted(values[i] for i in range(m))
    return {"kind": kind, "d": d, "m": m, "variance": text(variance), "seed": seed,
            "least": decimal(values[0]), "greatest": decimal(values[-1])}


def directions():
    """Equal, opposite, orthogonal, scaled, nearly equal and nearly opposite weights."""
    tiny = Fraction(1, 2**60)
    w = [
        [3, 1, Fraction(1, 4)], [3, 1, Fraction(1, 4)], [-3, -1, Fraction(-1, 4)],
        [1, -3, 0], [6, 2, Fraction(1, 2)], [3 + tiny, 1, Fraction(1, 4)],
        [-3, -1 + tiny, Fraction(-1, 4)],
    ]
    w = [[Fraction(x) for x in row] for row in w]
    u = [Fraction(0), Fraction(1, 2), Fraction(1, 4), Fraction(3, 8),
         Fraction(1, 2**53), Fraction(5, 16), Fraction(0)]
    m = len(w)
    return {
        "vectors": rows(w), "phases": [text(x) for x in u],
        "relu": [[decimal(relu_sigma(a, b)) for b in w] for a in w],
        "fourier": [[decimal(fourier_sigma(w[j], w[k], u[j], u[k], m)) for k in range(m)]
                    for j in range(m)],
    }


def main():
    F = Fraction
    output = {
        "cases": [
            case("relu", 5, 3, 12, F(1, 12), 1, F(1, 2), F(1, 100)),
            case("fourier", 5, 3, 12, F(1, 2), 1, F(1, 2), F(1, 100)),
        ],
        "spectra": [
            eigenvalues("relu", 6, 30, F(1, 30), 4), eigenvalues("fourier", 2, 30, F(1, 2), 4),
            eigenvalues("relu", 2, 30, F(1, 30), 5),
        ],
        "directions": directions(),
    }
    path = Path(__file__).parent.parent / "RidgeTheoryTests/Fixtures/feature-oracle.json"
    path.write_text(json.dumps(output, indent=0, sort_keys=True) + "\n")


main()
