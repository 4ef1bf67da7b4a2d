#include "LogisticKernels.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#if !defined(__STDC_IEC_559__) && !defined(__clang__)
#error "IEEE 754 arithmetic is needed"
#endif

#ifdef __clang__
// All functions on vectors are inlined here, so that no call depends on how they are passed.
#pragma clang diagnostic ignored "-Wpsabi"
#endif

// Four lanes: compilers split or keep them as the machine likes; lane operations are IEEE operations, so
// the results do not depend on it.
typedef double lanes __attribute__((vector_size(32), aligned(8)));
typedef long long words __attribute__((vector_size(32), aligned(8)));
#define INLINE static inline __attribute__((always_inline))

INLINE lanes all(double x) { return (lanes){x, x, x, x}; }
INLINE lanes load(const double *p) { return *(const lanes *)p; }
INLINE void store(double *p, lanes x) { *(lanes *)p = x; }
INLINE lanes pick(words mask, lanes a, lanes b) {
  return (lanes)((mask & (words)a) | (~mask & (words)b));
}

// eˣ for x = high + low, −700 ≤ high ≤ 700 and |low| ≤ 1/8, with a relative error below 4u, u = 2^−53.
//
// Reduction: k = round(x·log₂e), so that |x − k·ln 2| ≤ ½·ln 2 + 2^−40 (the sum and the product are rounded
// before they are rounded to an integer). ln 2 = A + B with A of 42 bits: k·A is exact for |k| ≤ 2^11.
// high − k·A, −k·B and + low: every intermediate result is below ½ in magnitude (0.3466 + 1/8), so that
// each of the three roundings is at most 2^−55; the rounding of k·B and the error of B are below 2^−84. In all |δr| ≤ 3·2^−55 + 2^−83 < 0.76u. |r| ≤ 0.3466.
// Polynomial: p = 1 + (r + r²·q(r)), q of degree 11 with coefficients 1/(j+2)!. Remainder of the series:
// |r|^14/14!·1.03 < 4.3·10^−18 < 0.04u. Horner's q ≈ ½ has a relative error below 3u (the sum of the tail
// is below 0.13 times the head); r² and the product add 2u: 5u·|r²q| ≤ 5u·0.068 < 0.35u. The sum r + r²q,
// below ½: 2^−55 = 0.25u. The last sum: at most u·p. Relative to eˣ ≥ 0.707: 1.08u + (0.04 + 0.35 +
// 0.25)u/0.707 + u < 3u (and u²-terms); 4u leaves a margin. Scaling by 2^k is exact: |k| ≤ 1011.
INLINE lanes exponential(lanes high, lanes low) {
  const lanes magic = all(0x1.8p52);
  lanes shifted = (high + low) * all(0x1.71547652b82fep0) + magic;
  lanes k = shifted - magic;
  lanes r = high - k * all(0x1.62e42fefa38p-1);
  r = r - k * all(0x1.ef35793c7673p-45);
  r = r + low;
  lanes q = all(1.0 / 6227020800.0);
  q = q * r + all(1.0 / 479001600.0);
  q = q * r + all(1.0 / 39916800.0);
  q = q * r + all(1.0 / 3628800.0);
  q = q * r + all(1.0 / 362880.0);
  q = q * r + all(1.0 / 40320.0);
  q = q * r + all(1.0 / 5040.0);
  q = q * r + all(1.0 / 720.0);
  q = q * r + all(1.0 / 120.0);
  q = q * r + all(1.0 / 24.0);
  q = q * r + all(1.0 / 6.0);
  q = q * r + all(0.5);
  lanes p = all(1.0) + (r + (r * r) * q);
  return (lanes)((words)p + ((words)shifted << 52));
}

void kernel_exp(const double *high, const double *low, double *result) {
  for (int i = 0; i < kernel_chunk; i += 4) {
    store(result + i, exponential(load(high + i), load(low + i)));
  }
}

// One chunk. s1 is exact: grid products of at most 53 bits in all (see HardwareDescent.swift). s2 is
// rounded: its error bound is the caller's. σ: the relative error is below 7u beyond that of z, because
// w/(1 + e) has the errors 4u of e, at most 4u·e/(1+e) and u of the sum, u of the quotient; where w = e
// they add up to 4u − 4u·e/(1+e) + 2u in first order.
INLINE void chunk_sigmas(
    const int flags, const long dimension, const double *high, const double *low, const double *v,
    double *z, double *sigma) {
  const double *rest = v + dimension;
  const double *full = rest + dimension;
  for (int i = 0; i < kernel_chunk; i += 4) {
    lanes s1 = all(0), s2 = all(0);
    for (long k = 0; k < dimension; k++) {
      lanes h = load(high + k * kernel_chunk + i);
      lanes l = load(low + k * kernel_chunk + i);
      s1 += all(v[k]) * h;
      s2 += all(rest[k]) * h;
      s2 += all(full[k]) * l;
    }
    lanes sum = s1 + s2;
    store(z + i, sum);
    if (flags & kernel_exponential) {
      // Below −700 the caller reports an overflow; above 700 the value is below 2^−1009.
      lanes x = -s1;
      x = pick(x < all(-700), all(-700), x);
      x = pick(x > all(700), all(700), x);
      store(sigma + i, exponential(x, -s2));
    } else {
      words negative = sum < all(0);
      words sign = negative & (words)all(-0.0);
      // −|z|, with both parts turned alike.
      lanes x = (lanes)((words)(-s1) ^ sign);
      lanes y = (lanes)((words)(-s2) ^ sign);
      x = pick(x < all(-700), all(-700), x);
      lanes e = exponential(x, y);
      store(sigma + i, pick(negative, all(1), e) / (all(1) + e));
    }
  }
}

// Adds a chunk's sums to four lanes of exact pairs, with Knuth's TwoSum. A chunk gives each of the eight
// lanes eight terms: seven rounded additions (the first, to 0, is exact).
INLINE void gather(lanes a, double *pair) {
  lanes high = load(pair), low = load(pair + 4);
  lanes s = high + a;
  lanes t = s - high;
  lanes error = (high - (s - t)) + (a - t);
  store(pair, s);
  store(pair + 4, low + error);
}

INLINE struct kernel_sums pass(
    const int flags, long chunks, const long dimension, const double *high, const double *low,
    const double *norms, const double *v, double slope, double offset, double *gradient,
    double *hessian, double *margins, double *sigmas, double *scratch) {
  double z[kernel_chunk], sigma[kernel_chunk];
  lanes weight[2] = {all(0), all(0)};
  lanes least = all(INFINITY);
  words correct = {0, 0, 0, 0}, wrong = {0, 0, 0, 0};
  memset(scratch, 0, sizeof(double) * 16 * (unsigned long)dimension);
  for (long chunk = 0; chunk < chunks; chunk++) {
    chunk_sigmas(flags, dimension, high, low, v, z, sigma);
    for (int i = 0; i < kernel_chunk; i += 4) {
      lanes n = load(norms + i), margin = load(z + i);
      weight[(i >> 2) & 1] += load(sigma + i) * n;
      lanes counted = pick(n > all(0), margin, all(INFINITY));
      least = pick(counted < least, counted, least);
      if (flags & kernel_counts) {
        lanes bound = n * all(slope) + all(offset);
        correct -= margin > bound;
        wrong -= margin < -bound;
      }
    }
    for (long k = 0; k < dimension; k++) {
      const double *h = high + k * kernel_chunk, *l = low + k * kernel_chunk;
      lanes a = all(0), b = all(0);
      for (int i = 0; i < kernel_chunk; i += 8) {
        a += load(sigma + i) * (load(h + i) + load(l + i));
        b += load(sigma + i + 4) * (load(h + i + 4) + load(l + i + 4));
      }
      gather(a, scratch + 16 * k);
      gather(b, scratch + 16 * k + 8);
    }
    if (flags & kernel_hessian) {
      for (int i = 0; i < kernel_chunk; i += 4) {
        lanes s = load(sigma + i);
        lanes c = flags & kernel_exponential ? s : s * (all(1) - s);
        for (long k = 0; k < dimension; k++) {
          lanes row = c * load(high + k * kernel_chunk + i);
          for (long m = k; m < dimension; m++) {
            lanes t = row * load(high + m * kernel_chunk + i);
            hessian[k * dimension + m] += (t[0] + t[1]) + (t[2] + t[3]);
          }
        }
      }
    }
    if (margins) {
      memcpy(margins, z, sizeof z);
      memcpy(sigmas, sigma, sizeof sigma);
      margins += kernel_chunk;
      sigmas += kernel_chunk;
    }
    high += dimension * kernel_chunk;
    low += dimension * kernel_chunk;
    norms += kernel_chunk;
  }
  for (long k = 0; k < dimension; k++) {
    const double *p = scratch + 16 * k;
    double s = 0, rest = 0;
    for (int j = 0; j < 8; j++) {
      double x = p[(j >> 2) * 8 + (j & 3)];
      double t = s + x, u = t - s;
      rest += ((s - (t - u)) + (x - u)) + p[(j >> 2) * 8 + 4 + (j & 3)];
      s = t;
    }
    gradient[k] = s;
    gradient[dimension + k] = rest;
  }
  lanes w = weight[0] + weight[1];
  struct kernel_sums sums;
  sums.weight = (w[0] + w[1]) + (w[2] + w[3]);
  sums.least = fmin(fmin(least[0], least[1]), fmin(least[2], least[3]));
  sums.correct = correct[0] + correct[1] + correct[2] + correct[3];
  sums.wrong = wrong[0] + wrong[1] + wrong[2] + wrong[3];
  return sums;
}

#define PASS(flags, dimension) \
  pass(flags, chunks, dimension, high, low, norms, v, slope, offset, gradient, hessian, margins, \
       sigmas, scratch)
#define CASES(dimension) \
  switch (flags) { \
    case 0: return PASS(0, dimension); \
    case 1: return PASS(1, dimension); \
    case 2: return PASS(2, dimension); \
    case 3: return PASS(3, dimension); \
    default: return PASS(flags, dimension); \
  }

struct kernel_sums kernel_pass(
    int flags, long chunks, long dimension, const double *high, const double *low,
    const double *norms, const double *v, double slope, double offset, double *gradient,
    double *hessian, double *margins, double *sigmas, double *scratch) {
  if (dimension == 3) CASES(3)
  CASES(dimension)
}

// x·y as an exact pair (Dekker, Veltkamp); no overflow below 2^995.
INLINE void two_product(double x, double y, double *p, double *e) {
  double a = 134217729.0 * x, b = 134217729.0 * y;
  double xh = a - (a - x), yh = b - (b - y);
  double xl = x - xh, yl = y - yh;
  *p = x * y;
  *e = ((xh * yh - *p) + xh * yl + xl * yh) + xl * yl;
}

void kernel_update(
    long dimension, double *v_high, double *v_low, const double *gradient, double eta_high,
    double eta_low) {
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
    v_high[k] = h;
  }
}

double kernel_gram_norm(long chunks, long dimension, const double *high) {
  double greatest = 0;
  for (long k = 0; k < dimension; k++) {
    double row = 0;
    for (long m = 0; m < dimension; m++) {
      const double *x = high + k * kernel_chunk, *y = high + m * kernel_chunk;
      lanes a = all(0), b = all(0);
      for (long c = 0; c < chunks; c++) {
        for (int i = 0; i < kernel_chunk; i += 8) {
          a += load(x + i) * load(y + i);
          b += load(x + i + 4) * load(y + i + 4);
        }
        x += dimension * kernel_chunk;
        y += dimension * kernel_chunk;
      }
      a += b;
      row += fabs((a[0] + a[1]) + (a[2] + a[3]));
    }
    greatest = fmax(greatest, row);
  }
  return greatest;
}
