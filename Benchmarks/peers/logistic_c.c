// Uncertified gradient descent in doubles, N = 2000, d = 2: libm's exp, and an exp that vectorizes.
// cc -O3 -march=native logistic_c.c -o logistic_c -lm
// With -ffast-math sums may be reordered, and glibc's libmvec has exp for vectors.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N = 2000, STEPS = 50000 };
static double x[N], y[N], label[N], weight[N];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// eˣ for |x| < 700, degree 11: no bound is proved here.
static inline double fast_exp(double v) {
  double shifted = v * 1.4426950408889634 + 0x1.8p52, k = shifted - 0x1.8p52;
  double r = v - k * 0.6931471805599453, q = 1.0 / 39916800;
  const double c[] = {1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
                      1.0 / 24, 1.0 / 6, 0.5, 1, 1};
  for (int i = 0; i < 11; i++) q = q * r + c[i];
  uint64_t bits, scale;
  memcpy(&bits, &q, 8);
  memcpy(&scale, &shifted, 8);
  bits += scale << 52;
  memcpy(&q, &bits, 8);
  return q;
}

#define DESCENT(name, function) \
  static double name(void) { \
    double w0 = 0, w1 = 0, b = 0, eta = 5e-6; \
    for (int t = 0; t < STEPS; t++) { \
      for (int i = 0; i < N; i++) \
        weight[i] = label[i] / (1 + function(label[i] * (w0 * x[i] + w1 * y[i] + b))); \
      double g0 = 0, g1 = 0, g2 = 0; \
      for (int i = 0; i < N; i++) g0 += weight[i] * x[i], g1 += weight[i] * y[i], g2 += weight[i]; \
      w0 += eta * g0, w1 += eta * g1, b += eta * g2; \
    } \
    return w0 + w1 + b; \
  }
DESCENT(with_libm, exp)
DESCENT(with_vector, fast_exp)

int main(void) {
  for (int i = 0; i < N; i++) {
    x[i] = 10 * drand48() - 5;
    y[i] = 10 * drand48() - 5;
    label[i] = 3 * x[i] + 4 * y[i] > 0 ? 1 : -1;
  }
  double start = now(), sum = with_libm();
#ifdef __FAST_MATH__
  // It would break the rounding in fast_exp.
  const char *name = "libmvec exp, -ffast-math";
#else
  const char *name = "libm exp";
#endif
  printf("%9.0f steps/s  C double, %s (%.3f)\n", STEPS / (now() - start), name, sum);
#ifndef __FAST_MATH__
  start = now(), sum = with_vector();
  printf("%9.0f steps/s  C double, vectorizable exp (%.3f)\n", STEPS / (now() - start), sum);
#endif
}
