#include "LogisticKernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#if !defined(__STDC_IEC_559__) && !defined(__clang__)
#error "IEEE 754 arithmetic is needed"
#endif

#ifdef __clang__
// All functions on vectors are inlined, so that no call depends on how they are passed.
#pragma clang diagnostic ignored "-Wpsabi"
#endif

#define INLINE static inline __attribute__((always_inline))

// Compilers split vectors that the machine does not have.
#define VARIANT(name) name##_plain
#define WIDTH 4
#include "variant.h"

#if defined(__x86_64__) && defined(__clang__)
#define HAS_VARIANTS
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define VARIANT(name) name##_avx2
#define WIDTH 4
#include "variant.h"
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq"))), apply_to = function)
#define VARIANT(name) name##_avx512
#define WIDTH 8
#include "variant.h"
#pragma clang attribute pop
#endif

int kernel_has(enum kernel_variant variant) {
  switch (variant) {
    case kernel_plain: return 1;
#ifdef HAS_VARIANTS
    case kernel_avx2: return __builtin_cpu_supports("avx2") != 0;
    case kernel_avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
#endif
    default: return 0;
  }
}

#ifdef HAS_VARIANTS
#define CHOOSE(variant, name, ...) \
  switch (variant) { \
    case kernel_avx2: return name##_avx2(__VA_ARGS__); \
    case kernel_avx512: return name##_avx512(__VA_ARGS__); \
    default: return name##_plain(__VA_ARGS__); \
  }
#else
#define CHOOSE(variant, name, ...) \
  (void)(variant); \
  return name##_plain(__VA_ARGS__);
#endif

void kernel_exp(
    enum kernel_variant variant, const double *high, const double *low, double *result) {
  CHOOSE(variant, exp, high, low, result)
}

struct kernel_sums kernel_pass(
    enum kernel_variant variant, int flags, long chunks, long dimension, const double *high,
    const double *low, const double *norms, const double *v, double magic, double slope,
    double offset, double *gradient, double *hessian, double *margins, double *sigmas,
    double *scratch) {
  CHOOSE(
      variant, run, flags, chunks, dimension, high, low, norms, v, magic, slope, offset, gradient,
      hessian, margins, sigmas, scratch)
}

struct kernel_signs kernel_count_signs(
    enum kernel_variant variant, long count, long dimension, const double *points,
    const double *norms, const double *v, double slope, double floor, double extra, int *open) {
  CHOOSE(variant, signs, count, dimension, points, norms, v, slope, floor, extra, open)
}

// x·y as an exact pair (Dekker, Veltkamp); no overflow below 2^995.
INLINE void two_product(double x, double y, double *p, double *e) {
  double a = 134217729.0 * x, b = 134217729.0 * y;
  double xh = a - (a - x), yh = b - (b - y);
  double xl = x - xh, yl = y - yh;
  *p = x * y;
  *e = ((xh * yh - *p) + xh * yl + xl * yh) + xl * yl;
}

double kernel_update(
    long dimension, double *v_high, double *v_low, const double *gradient, double eta_high,
    double eta_low) {
  double square = 0;
  for (long k = 0; k < dimension; k++) {
    double p, e;
    two_product(gradient[k], eta_high, &p, &e);
    e += gradient[k] * eta_low + gradient[dimension + k] * eta_high;
    double s = v_high[k] + p, t = s - v_high[k];
    double error = (v_high[k] - (s - t)) + (p - t);
    error += v_low[k] + e;
    // Fast TwoSum would need |s| ≥ |error|; Knuth's does not.
    double h = s + error;
    t = h - s;
    v_low[k] = (s - (h - t)) + (error - t);
    double move = h - v_high[k];
    square += move * move;
    v_high[k] = h;
  }
  return square;
}

double kernel_gram_norm(
    enum kernel_variant variant, long chunks, long dimension, const double *points,
    double *scratch) {
  CHOOSE(variant, gram_norm, chunks, dimension, points, scratch)
}
