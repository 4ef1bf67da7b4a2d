// Equation (7) with MPFI intervals: the same loop, inputs and order of operations as
// Benchmarks/Sources/bench/Equation7Benchmark.swift.
// gcc -O2 eq7_mpfi.c -lmpfi -lmpfr -lgmp
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <mpfi.h>
#include <mpfi_io.h>

enum { SETTINGS = 64, BITS = 256, RUNS = 5 };

typedef struct { mpfi_t count, variance, c, sigma_min, teacher, eta, lambda; } setting;

static void exact(mpfi_t x, long numerator, unsigned long denominator) {
  mpq_t q;
  mpq_init(q);
  mpq_set_si(q, numerator, denominator);
  mpq_canonicalize(q);
  mpfi_init2(x, BITS);
  mpfi_set_q(x, q);
  mpq_clear(q);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  long calls = argc > 1 ? atol(argv[1]) : 100000;
  static setting s[SETTINGS];
  for (long k = 0; k < SETTINGS; k++) {
    exact(s[k].count, 900 + 10 * k, 1);
    exact(s[k].variance, 10 + k, 10);
    exact(s[k].c, 1 + k, 1000);
    exact(s[k].sigma_min, 1, 1000 + k);
    exact(s[k].teacher, 10 + k, 10);
    exact(s[k].eta, 100, 101 + k);
    exact(s[k].lambda, 1 + k, 100000);
  }
  mpfi_t reach, x, rate, sum;
  mpfi_init2(reach, BITS);
  mpfi_init2(x, BITS);
  mpfi_init2(rate, BITS);
  mpfi_init2(sum, BITS);
  double times[RUNS];
  for (int run = -1; run < RUNS; run++) {
    double start = now();
    mpfi_set_ui(sum, 0);
    for (long call = 0; call < calls; call++) {
      const setting *h = &s[call % SETTINGS];
      mpfi_div(reach, h->c, h->sigma_min);
      mpfi_sqrt(reach, reach);
      mpfi_add(reach, reach, h->teacher);
      mpfi_mul(x, h->count, h->variance);
      mpfi_div_2ui(x, x, 1);
      mpfi_sqr(reach, reach);
      mpfi_div(x, x, reach);
      mpfi_log(x, x);
      mpfi_mul(rate, h->eta, h->lambda);
      mpfi_mul_2ui(rate, rate, 2);
      mpfi_div(x, x, rate);
      mpfi_add(sum, sum, x);
    }
    if (run >= 0) times[run] = now() - start;
  }
  qsort(times, RUNS, sizeof(double), ascending);
  printf("eq7 MPFI %ld calls: %.4f s (median %.4f s)\n", calls, times[0], times[RUNS / 2]);
  printf("eq7 MPFI sum ");
  mpfi_out_str(stdout, 10, 40, sum);
  printf("\n");
  return 0;
}
