// Gradient descent in Arb balls at 128 bits, N = 2000, d = 2.
// cc -O2 logistic_arb.c -o logistic_arb -lflint-arb -lflint   (FLINT 3: -lflint)
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#if __has_include(<flint/arb.h>)
#include <flint/arb.h>
#else
#include <arb.h>
#endif

enum { N = 2000, STEPS = 200, BITS = 128 };
static arb_t u[N][3];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(void) {
  arb_t v[3], gradient[3], z, eta;
  for (int i = 0; i < N; i++) {
    double x = 10 * drand48() - 5, y = 10 * drand48() - 5;
    int label = 3 * x + 4 * y > 0 ? 1 : -1;
    const double point[3] = {label * x, label * y, label};
    for (int k = 0; k < 3; k++) {
      arb_init(u[i][k]);
      arb_set_d(u[i][k], point[k]);
    }
  }
  for (int k = 0; k < 3; k++) {
    arb_init(v[k]);
    arb_init(gradient[k]);
  }
  arb_init(z);
  arb_init(eta);
  arb_set_d(eta, 5e-6);
  double start = now();
  for (int t = 0; t < STEPS; t++) {
    for (int k = 0; k < 3; k++) arb_zero(gradient[k]);
    for (int i = 0; i < N; i++) {
      arb_mul(z, u[i][0], v[0], BITS);
      arb_addmul(z, u[i][1], v[1], BITS);
      arb_addmul(z, u[i][2], v[2], BITS);
      arb_exp(z, z, BITS);
      arb_add_ui(z, z, 1, BITS);
      arb_inv(z, z, BITS);
      for (int k = 0; k < 3; k++) arb_addmul(gradient[k], u[i][k], z, BITS);
    }
    for (int k = 0; k < 3; k++) arb_addmul(v[k], gradient[k], eta, BITS);
  }
  double seconds = now() - start, sum = 0;
  for (int k = 0; k < 3; k++) sum += arf_get_d(arb_midref(v[k]), ARF_RND_NEAR);
  printf("%9.0f steps/s  C, Arb balls of 128 bits (%.6f; radius %.1e)\n", STEPS / seconds, sum,
         mag_get_d(arb_radref(v[0])));
}
