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

#endif
