#ifndef MPFR_SHIMS_H
#define MPFR_SHIMS_H

// What Swift cannot import from gmp.h and mpfr.h: macros, variadic functions and the renamed GMP names.
// Not a public interface; only the target Enclosures uses it.

#include <stdint.h>
#include <stdio.h>
#include <gmp.h>
#include <mpfr.h>

/// The exponent fields that MPFR uses for zero, NaN and infinity (mpfr.h, "custom interface").
static inline mpfr_exp_t shim_exponent_zero(void) { return __MPFR_EXP_ZERO; }
static inline mpfr_exp_t shim_exponent_nan(void) { return __MPFR_EXP_NAN; }
static inline mpfr_exp_t shim_exponent_infinity(void) { return __MPFR_EXP_INF; }

/// Σ aᵢ·bᵢ over signed magnitudes of a_limbs ≥ b_limbs words, in two's complement of a_limbs + b_limbs + 1
/// words. Returns 0, and does nothing, for shapes without a kernel (more than 5 words): there GMP's own
/// multiplication is as fast.
int shim_dot_product(
    const mp_limb_t *a, const uint8_t *a_signs, long a_limbs,
    const mp_limb_t *b, const uint8_t *b_signs, long b_limbs,
    long count, mp_limb_t *result);

/// Cholesky factorization in binary64, in place on the lower triangle of a matrix of `size` rows, a multiple
/// of 8, `stride` numbers apart. Returns 0 where a pivot is not positive. Every operation is rounded to
/// nearest on its own, in an order that depends on the size alone.
int shim_cholesky(double *a, long size, long stride);

/// Solves L·Lᵀ·x = b in place, for the factor that `shim_cholesky` left.
void shim_cholesky_solve(const double *a, long size, long stride, double *x);

#endif
