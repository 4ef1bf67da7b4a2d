// Equation (7) with Arb balls: the same loop, inputs and order of operations as
// Benchmarks/Sources/bench/Equation7Benchmark.swift.
// gcc -O2 eq7_arb.c -lflint-arb -lflint   (FLINT 3: -lflint)
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#if __has_include(<flint/arb.h>)
#include <flint/arb.h>
#else
#include <arb.h>
#endif

enum { SETTINGS = 64, BITS = 256, RUNS = 5 };

typedef struct { arb_t count, variance, c, sigma_min, teacher, eta, lambda; } setting;

static void exact(arb_t x, long numerator, unsigned long denominator) {
  fmpq_t q;
  fmpq_init(q);
  fmpq_set_si(q, numerator, denominator);
  arb_init(x);
  arb_set_fmpq(x, q, BITS);
  fmpq_clear(q);
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
  arb_t reach, x, rate, sum;
  arb_init(reach);
  arb_init(x);
  arb_init(rate);
  arb_init(sum);
  double times[RUNS];
  for (int run = -1; run < RUNS; run++) {
    double start = now();
    arb_zero(sum);
    for (long call = 0; call < calls; call++) {
      const setting *h = &s[call % SETTINGS];
      arb_div(reach, h->c, h->sigma_min, BITS);
      arb_sqrt(reach, reach, BITS);
      arb_add(reach, reach, h->teacher, BITS);
      arb_mul(x, h->count, h->variance, BITS);
      arb_mul_2exp_si(x, x, -1);
      arb_sqr(reach, reach, BITS);
      arb_div(x, x, reach, BITS);
      arb_log(x, x, BITS);
      arb_mul(rate, h->eta, h->lambda, BITS);
      arb_mul_2exp_si(rate, rate, 2);
      arb_div(x, x, rate, BITS);
      arb_add(sum, sum, x, BITS);
    }
    if (run >= 0) times[run] = now() - start;
  }
  qsort(times, RUNS, sizeof(double), ascending);
  printf("eq7 Arb %ld calls: %.4f s (median %.4f s)\n", calls, times[0], times[RUNS / 2]);
  printf("eq7 Arb sum ");
  arb_printn(sum, 40, 0);
  printf("\n");
  return 0;
}
