#include "MPFRShims.h"

#include <float.h>
#include <math.h>
#include <string.h>

// Every product and every sum is rounded on its own: the error bound of the factorization, and equal bits
// on every machine, rest on it.
#pragma STDC FP_CONTRACT OFF
#if FLT_EVAL_METHOD != 0 || defined(__FAST_MATH__)
#error "the error bound of the factorization needs every operation rounded to binary64"
#endif

#ifdef __clang__
#pragma clang diagnostic ignored "-Wpsabi"
#endif

#define INLINE static inline __attribute__((always_inline))

// Four lanes whatever the machine has; compilers split them where it has less.
typedef double lanes __attribute__((vector_size(32)));

INLINE lanes load(const double *x) {
  lanes result;
  memcpy(&result, x, sizeof result);
  return result;
}

// The dot products of two rows with four rows, over a multiple of four columns.
INLINE void dots(const double *a, const double *b, long stride, long columns, double sums[2][4]) {
  lanes s[2][4] = {{{0}}};
  for (long k = 0; k < columns; k += 4) {
    lanes x = load(a + k), y = load(a + stride + k);
#pragma clang loop unroll(full)
    for (int c = 0; c < 4; c++) {
      lanes z = load(b + c * stride + k);
      s[0][c] += x * z;
      s[1][c] += y * z;
    }
  }
  for (int r = 0; r < 2; r++) {
    for (int c = 0; c < 4; c++) {
      lanes v = s[r][c];
      sums[r][c] = (v[0] + v[1]) + (v[2] + v[3]);
    }
  }
}

// Panels of eight rows; in each, four columns at a time are reduced by all columns left of them.
INLINE int factorize(double *a, long size, long stride) {
  double sums[2][4];
  for (long panel = 0; panel < size; panel += 8) {
    double *rows = a + panel * stride;
    for (long block = 0; block < panel; block += 4) {
      const double *pivots = a + block * stride;
      for (int r = 0; r < 8; r += 2) {
        dots(rows + r * stride, pivots, stride, block, sums);
        for (int e = 0; e < 2; e++) {
          double *row = rows + (r + e) * stride + block;
          for (int c = 0; c < 4; c++) {
            const double *pivot = pivots + c * stride + block;
            double value = row[c] - sums[e][c];
            for (int k = 0; k < c; k++) value -= row[k] * pivot[k];
            row[c] = value / pivot[c];
          }
        }
      }
    }
    for (int r = 0; r < 8; r += 2) {
      for (int half = 0; half <= r; half += 4) {
        dots(rows + r * stride, rows + half * stride, stride, panel, sums);
        for (int e = 0; e < 2; e++) {
          for (int c = 0; c < 4 && half + c <= r + e; c++) {
            rows[(r + e) * stride + panel + half + c] -= sums[e][c];
          }
        }
      }
    }
    for (int c = 0; c < 8; c++) {
      double *pivot = rows + c * stride + panel;
      double value = pivot[c];
      for (int k = 0; k < c; k++) value -= pivot[k] * pivot[k];
      // Not-a-number fails as well.
      if (!(value > 0)) return 0;
      pivot[c] = sqrt(value);
      for (int r = c + 1; r < 8; r++) {
        double *row = rows + r * stride + panel;
        double rest = row[c];
        for (int k = 0; k < c; k++) rest -= row[k] * pivot[k];
        row[c] = rest / pivot[c];
      }
    }
  }
  return 1;
}

#if defined(__x86_64__) && defined(__clang__)
// The same operations in the same order, on registers of twice the width.
__attribute__((target("avx2"))) static int factorize_avx2(double *a, long size, long stride) {
  return factorize(a, size, stride);
}
#endif

int shim_cholesky(double *a, long size, long stride) {
#if defined(__x86_64__) && defined(__clang__)
  if (__builtin_cpu_supports("avx2")) return factorize_avx2(a, size, stride);
#endif
  return factorize(a, size, stride);
}

void shim_cholesky_solve(const double *a, long size, long stride, double *x) {
  for (long i = 0; i < size; i++) {
    const double *row = a + i * stride;
    double value = x[i];
    for (long k = 0; k < i; k++) value -= row[k] * x[k];
    x[i] = value / row[i];
  }
  for (long i = size - 1; i >= 0; i--) {
    const double *row = a + i * stride;
    double value = x[i] / row[i];
    x[i] = value;
    for (long k = 0; k < i; k++) x[k] -= row[k] * value;
  }
}
