// Uncertified gradient descent in MPFR at 128 bits, N = 2000, d = 2: rounded to nearest, no bounds.
// cc -O2 logistic_mpfr.c -o logistic_mpfr -lmpfr -lgmp
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 2000, STEPS = 200, BITS = 128 };
static mpfr_t u[N][3];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(void) {
  mpfr_t v[3], gradient[3], z, term, eta;
  for (int i = 0; i < N; i++) {
    double x = 10 * drand48() - 5, y = 10 * drand48() - 5;
    int label = 3 * x + 4 * y > 0 ? 1 : -1;
    const double point[3] = {label * x, label * y, label};
    for (int k = 0; k < 3; k++) {
      mpfr_init2(u[i][k], BITS);
      mpfr_set_d(u[i][k], point[k], MPFR_RNDN);
    }
  }
  for (int k = 0; k < 3; k++) {
    mpfr_inits2(BITS, v[k], gradient[k], (mpfr_ptr)0);
    mpfr_set_zero(v[k], 1);
  }
  mpfr_inits2(BITS, z, term, eta, (mpfr_ptr)0);
  mpfr_set_d(eta, 5e-6, MPFR_RNDN);
  double start = now();
  for (int t = 0; t < STEPS; t++) {
    for (int k = 0; k < 3; k++) mpfr_set_zero(gradient[k], 1);
    for (int i = 0; i < N; i++) {
      mpfr_mul(z, u[i][0], v[0], MPFR_RNDN);
      for (int k = 1; k < 3; k++) {
        mpfr_mul(term, u[i][k], v[k], MPFR_RNDN);
        mpfr_add(z, z, term, MPFR_RNDN);
      }
      mpfr_exp(z, z, MPFR_RNDN);
      mpfr_add_ui(z, z, 1, MPFR_RNDN);
      mpfr_ui_div(z, 1, z, MPFR_RNDN);
      for (int k = 0; k < 3; k++) {
        mpfr_mul(term, u[i][k], z, MPFR_RNDN);
        mpfr_add(gradient[k], gradient[k], term, MPFR_RNDN);
      }
    }
    for (int k = 0; k < 3; k++) {
      mpfr_mul(term, gradient[k], eta, MPFR_RNDN);
      mpfr_add(v[k], v[k], term, MPFR_RNDN);
    }
  }
  printf("%9.0f steps/s  C, MPFR 128 bits, uncertified (%.6f)\n", STEPS / (now() - start),
         mpfr_get_d(v[0], MPFR_RNDN) + mpfr_get_d(v[1], MPFR_RNDN) + mpfr_get_d(v[2], MPFR_RNDN));
}
