"""The Gram matrix that every spectrum benchmark decomposes, as exact integers.

Phi is n x m with entries in (-2^20, 2^20) from a linear congruential generator, so that Swift and
Python make the same matrix without sharing code; G = Phi Phi^T exactly."""


def features(n: int, m: int) -> list:
    state = 1
    rows = []
    for _ in range(n):
        row = []
        for _ in range(m):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            row.append((state >> 43) - 2**20)
        rows.append(row)
    return rows


def gram(n: int, m: int) -> list:
    from flint import fmpz_mat

    phi = fmpz_mat(features(n, m))
    return (phi * phi.transpose()).tolist()
