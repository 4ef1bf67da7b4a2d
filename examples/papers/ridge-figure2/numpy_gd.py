"""The time that plain NumPy gradient descent takes for the points of Figure 2.

It steps until the population loss is at most c, as an experiment in float64 would, with draws of its own of the
same shapes (what takes time is the number and the size of the steps, not the draw), one seed a point.
Nothing here is certified: this is what grokcert is compared with.

    python3 numpy_gd.py [SEEDS]
"""

import sys
import time

import numpy as np


def descend(n, m, lam, nu2, seed, eta=1.0, epsilon=1e-2, c=1e-2):
    """The last step with L_n >= epsilon before the first with L <= c, that step, and the seconds it took."""
    rng = np.random.default_rng(seed)
    phi = rng.normal(0, np.sqrt(1 / m), (n, m))
    teacher = rng.normal(size=m)
    teacher /= np.linalg.norm(teacher)
    theta = rng.normal(0, np.sqrt(nu2), m)
    start = time.perf_counter()
    t, t1 = 0, None
    while True:
        difference = theta - teacher
        residual = phi @ difference
        if residual @ residual / (2 * n) >= epsilon:
            t1 = t
        if difference @ difference / m <= c:
            return t1, t, time.perf_counter() - start
        theta -= eta * (phi.T @ residual / n + lam * theta)
        t += 1


def points():
    for lam in np.geomspace(1e-5, 1e-2, 13):
        yield "lambda", 100, 1000, lam, 1.0
    for n in [20, 50, 100, 150, 200, 300, 400, 500]:
        yield "n", n, 1000, 1e-4, 1.0
    for m in [200, 300, 500, 1000, 2000, 3000, 5000]:
        yield "m", 100, m, 1e-4, 1.0
    for nu2 in np.geomspace(1e-1, 1e2, 10):
        yield "nu2", 100, 1000, 1e-4, nu2


def main():
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    total, count = 0.0, 0
    for panel, n, m, lam, nu2 in points():
        for seed in range(1, seeds + 1):
            t1, t2, seconds = descend(n, m, lam, nu2, seed)
            total, count = total + seconds, count + 1
            print(f"{panel:7} n={n} m={m} lambda={lam:.3g} nu2={nu2:.3g}: t1={t1} t2={t2} {seconds:.2f} s", flush=True)
    print(f"{count} runs, {total:.1f} s; 20 seeds a point would take {total / count * 20 * 38:.0f} s")


if __name__ == "__main__":
    main()
