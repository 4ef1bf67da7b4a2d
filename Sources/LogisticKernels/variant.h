// The vectorized loops in one variant. logistic.c includes this file once for each, with
//
//   VARIANT(name)  the name of a function in this variant,
//   WIDTH          the number of lanes of a vector: 4 or 8.
//
// **Identity.** All variants do the same IEEE operations on the same operands, so that all results
// have the same bits. Sums over points are kept in eight sums, sum j over the points i ≡ j mod 8 of
// a chunk in ascending order: one vector of eight lanes, or two of four. No lane depends on its
// neighbours, and the eight are put together one by one, in one order. FP_CONTRACT is off for
// vectors too.

typedef double VARIANT(lanes) __attribute__((vector_size(8 * WIDTH), aligned(8)));
typedef long long VARIANT(words) __attribute__((vector_size(8 * WIDTH), aligned(8)));

#define lanes VARIANT(lanes)
#define words VARIANT(words)
#define all VARIANT(all)
#define load VARIANT(load)
#define store VARIANT(store)
#define greater VARIANT(greater)
#define lesser VARIANT(lesser)
#define pick VARIANT(pick)
#define exponential VARIANT(exponential)
#define block_sigmas VARIANT(block_sigmas)
#define gather VARIANT(gather)
#define pass VARIANT(pass)
#define products VARIANT(products)
#define sides VARIANT(sides)
#define count_signs VARIANT(count_signs)

// Vectors for eight lanes.
enum { VARIANT(groups) = 8 / WIDTH };
#define groups VARIANT(groups)

// 0 is subtracted because −0 − 0 = −0.
INLINE lanes all(double x) { return x - (lanes){}; }
INLINE lanes load(const double *p) { return *(const lanes *)p; }
INLINE void store(double *p, lanes x) { *(lanes *)p = x; }
// max(a, x) and min(a, x), lane by lane, written so that compilers find the machine's instruction.
INLINE lanes greater(lanes a, lanes x) {
  for (int j = 0; j < WIDTH; j++) x[j] = x[j] < a[j] ? a[j] : x[j];
  return x;
}
INLINE lanes lesser(lanes a, lanes x) {
  for (int j = 0; j < WIDTH; j++) x[j] = x[j] > a[j] ? a[j] : x[j];
  return x;
}
INLINE lanes pick(words mask, lanes a, lanes b) {
  return (lanes)((mask & (words)a) | (~mask & (words)b));
}

// eˣ for x = high + low, −700 ≤ high ≤ 700, |low| ≤ 1/8, with a relative error below 4u, u = 2^−53.
//
// Reduction: k = round(x·log₂e), so that |x − k·ln 2| ≤ ½·ln 2 + 2^−40 (the sum and the product are
// rounded before they are rounded to an integer). ln 2 = A + B with A of 42 bits: k·A is exact for
// |k| ≤ 2^11. high − k·A, −k·B and + low: every intermediate result is below ½ in magnitude
// (0.3466 + 1/8), so that each of the three roundings is at most 2^−55; the rounding of k·B and the
// error of B are below 2^−84. In all |δr| ≤ 3·2^−55 + 2^−83 < 0.76u. |r| ≤ 0.3466.
//
// Polynomial: p = 1 + (r + r²·q(r)), q of degree 11 with coefficients 1/(j+2)!. Remainder of the
// series: |r|^14/14!·1.03 < 4.3·10^−18 < 0.04u. Estrin's q lies in [0.44, 0.57]: each of the four
// sums on the way from ½ is off by at most 2^−54 = u/2, all other terms together are below 0.07 and
// are off by at most 6u relative: 2.5u in all, below 6u relative. r² and the product add 2u:
// 8u·|r²q| ≤ 8u·0.068 < 0.55u. The sum r + r²q, below ½: 2^−55 = 0.25u. The last sum: at most u
// relative. Relative to eˣ ≥ 0.707·2^k: 0.76u + (0.04 + 0.55 + 0.25)u/0.707 + u < 3u and terms in
// u²; 4u leaves a margin. Scaling by 2^k is exact: |k| ≤ 1011.
INLINE lanes exponential(lanes high, lanes low) {
  const lanes magic = all(0x1.8p52);
  lanes shifted = (high + low) * all(0x1.71547652b82fep0) + magic;
  lanes k = shifted - magic;
  lanes r = high - k * all(0x1.62e42fefa38p-1);
  r = r - k * all(0x1.ef35793c7673p-45);
  r = r + low;
  lanes r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
  lanes a = (all(0.5) + all(1.0 / 6.0) * r) + (all(1.0 / 24.0) + all(1.0 / 120.0) * r) * r2;
  lanes b = (all(1.0 / 720.0) + all(1.0 / 5040.0) * r)
      + (all(1.0 / 40320.0) + all(1.0 / 362880.0) * r) * r2;
  lanes c = (all(1.0 / 3628800.0) + all(1.0 / 39916800.0) * r)
      + (all(1.0 / 479001600.0) + all(1.0 / 6227020800.0) * r) * r2;
  lanes q = (a + b * r4) + c * r8;
  lanes p = all(1.0) + (r + r2 * q);
  return (lanes)((words)p + ((words)shifted << 52));
}

static void VARIANT(exp)(const double *high, const double *low, double *result) {
  for (int i = 0; i < kernel_chunk; i += WIDTH) {
    store(result + i, exponential(load(high + i), load(low + i)));
  }
}

// z and σ of `count` vectors of points. s1 is exact: grid products of at most 53 bits in all (see
// HardwarePoints.swift). s2 is rounded: its error bound is the caller's. The relative error of σ =
// 1/(1 + e), e = e^z with its 4u, is below 4u·e/(1 + e) + u (sum) + u (quotient) and terms of
// second order: below 7u. Arguments beyond ±700 are clamped: there 1/(1 + e^z) changes by less than
// e^−700 < 2^−1000.
//
// Whole points are split here, exactly as HardwarePoints splits them: h = (x + magic) − magic, and
// x − h is exact.
INLINE void block_sigmas(
    const int flags, const long dimension, const int count, const double *high,
    const double *low, const double *v, double magic, double *z, double *sigma) {
  const double *rest = v + dimension;
  const double *full = rest + dimension;
  lanes s1[kernel_chunk / WIDTH], s2[kernel_chunk / WIDTH];
  for (int b = 0; b < count; b++) s1[b] = s2[b] = all(0);
  for (long k = 0; k + 1 < dimension; k++) {
#pragma clang loop unroll(full)
    for (int b = 0; b < count; b++) {
      const double *place = high + k * kernel_chunk + b * WIDTH;
      lanes h = load(place), l;
      if (flags & kernel_whole) {
        // 16 rows ahead; an address beyond the last point does no harm.
        __builtin_prefetch((const void *)((uintptr_t)place + 16 * kernel_chunk * sizeof(double)));
        lanes x = h;
        h = (x + all(magic)) - all(magic);
        l = x - h;
      } else {
        l = load(low + k * kernel_chunk + b * WIDTH);
      }
      s1[b] += all(v[k]) * h;
      s2[b] += all(rest[k]) * h;
      s2[b] += all(full[k]) * l;
    }
  }
  // The last coordinate is ±1, and has no low part.
  for (int b = 0; b < count; b++) {
    lanes h = load(high + (dimension - 1) * kernel_chunk + b * WIDTH);
    s1[b] += all(v[dimension - 1]) * h;
    s2[b] += all(rest[dimension - 1]) * h;
  }
  for (int b = 0; b < count; b++) {
    store(z + b * WIDTH, s1[b] + s2[b]);
    // For the exponential loss, below −700 the caller reports an overflow.
    lanes x = flags & kernel_exponential ? -s1[b] : s1[b];
    lanes y = flags & kernel_exponential ? -s2[b] : s2[b];
    x = greater(all(-700), x);
    x = lesser(all(700), x);
    lanes e = exponential(x, y);
    store(sigma + b * WIDTH, flags & kernel_exponential ? e : all(1) / (all(1) + e));
  }
}

// Adds a chunk's sums to exact pairs, with Knuth's TwoSum. A chunk gives each of the eight lanes
// eight terms: seven rounded additions (the first, to 0, is exact).
INLINE void gather(lanes a, double *high, double *low) {
  lanes h = load(high), l = load(low);
  lanes s = h + a;
  lanes t = s - h;
  lanes error = (h - (s - t)) + (a - t);
  store(high, s);
  store(low, l + error);
}

INLINE struct kernel_sums pass(
    const int flags, const long dimension, const int count, long chunks, const double *high,
    const double *low, const double *norms, const double *v, double magic, double slope,
    double offset, double *gradient, double *hessian, double *margins, double *sigmas,
    double *scratch) {
  double z[kernel_chunk], sigma[kernel_chunk];
  lanes weight[groups], least[groups];
  words correct = {}, wrong = {};
  for (int g = 0; g < groups; g++) weight[g] = all(0), least[g] = all(INFINITY);
  double moments[2 * kernel_hessian_dimension * (kernel_hessian_dimension + 1)] = {0};
  memset(scratch, 0, sizeof(double) * 16 * (unsigned long)dimension);
  for (long chunk = 0; chunk < chunks; chunk++) {
    for (int i = 0; i < kernel_chunk; i += count * WIDTH) {
      block_sigmas(flags, dimension, count, high + i, low + i, v, magic, z + i, sigma + i);
    }
    for (int i = 0; i < kernel_chunk; i += 8) {
      for (int g = 0; g < groups; g++) {
        const int place = i + g * WIDTH;
        lanes n = load(norms + place), margin = load(z + place);
        weight[g] += load(sigma + place) * n;
        if (flags & kernel_exponential) {
          lanes counted = pick(n > all(0), margin, all(INFINITY));
          least[g] = pick(counted < least[g], counted, least[g]);
        }
        if (flags & kernel_counts) {
          lanes bound = n * all(slope) + all(offset);
          correct -= margin > bound;
          wrong -= margin < -bound;
        }
      }
    }
    for (long k = 0; k < dimension; k++) {
      const double *h = high + k * kernel_chunk, *l = low + k * kernel_chunk;
      lanes sum[groups];
      for (int g = 0; g < groups; g++) sum[g] = all(0);
      for (int i = 0; i < kernel_chunk; i += 8) {
        for (int g = 0; g < groups; g++) {
          const int place = i + g * WIDTH;
          lanes x = load(h + place);
          if (!(flags & kernel_whole)) x += load(l + place);
          sum[g] += load(sigma + place) * x;
        }
      }
      for (int g = 0; g < groups; g++) {
        gather(sum[g], scratch + 16 * k + g * WIDTH, scratch + 16 * k + 8 + g * WIDTH);
      }
    }
    if (margins) {
      memcpy(margins, z, sizeof z);
      memcpy(sigmas, sigma, sizeof sigma);
      margins += kernel_chunk;
      sigmas += kernel_chunk;
    }
    if (flags & kernel_hessian) {
      for (int i = 0; i < kernel_chunk; i += WIDTH) {
        lanes s = load(sigma + i);
        if (!(flags & kernel_exponential)) s = s * (all(1) - s);
        store(sigma + i, s);
      }
      double *sum = moments;
      for (long k = 0; k < dimension; k++) {
        for (long m = k; m < dimension; m++, sum += 4) {
          const double *x = high + k * kernel_chunk, *y = high + m * kernel_chunk;
          const double *u = low + k * kernel_chunk, *v = low + m * kernel_chunk;
          double part[8];
          lanes a[groups];
          for (int g = 0; g < groups; g++) a[g] = all(0);
          for (int i = 0; i < kernel_chunk; i += 8) {
            for (int g = 0; g < groups; g++) {
              const int place = i + g * WIDTH;
              a[g] += load(sigma + place) * (load(x + place) + load(u + place))
                  * (load(y + place) + load(v + place));
            }
          }
          for (int g = 0; g < groups; g++) store(part + g * WIDTH, a[g]);
          for (int j = 0; j < 4; j++) sum[j] += part[j] + part[j + 4];
        }
      }
    }
    high += dimension * kernel_chunk;
    low += dimension * kernel_chunk;
    norms += kernel_chunk;
  }
  for (long k = 0; k < dimension; k++) {
    const double *p = scratch + 16 * k;
    double s = 0, rest = 0;
    for (int j = 0; j < 8; j++) {
      double t = s + p[j], u = t - s;
      rest += ((s - (t - u)) + (p[j] - u)) + p[8 + j];
      s = t;
    }
    gradient[k] = s;
    gradient[dimension + k] = rest;
  }
  if (flags & kernel_hessian) {
    const double *p = moments;
    for (long k = 0; k < dimension; k++) {
      for (long m = k; m < dimension; m++, p += 4) {
        hessian[k * dimension + m] = (p[0] + p[1]) + (p[2] + p[3]);
      }
    }
  }
  double w[8], small[8];
  struct kernel_sums sums = {0};
  for (int g = 0; g < groups; g++) {
    store(w + g * WIDTH, weight[g]);
    store(small + g * WIDTH, least[g]);
  }
  for (int j = 0; j < 4; j++) w[j] += w[j + 4];
  sums.weight = (w[0] + w[1]) + (w[2] + w[3]);
  sums.least = small[0];
  for (int j = 1; j < 8; j++) sums.least = small[j] < sums.least ? small[j] : sums.least;
  for (int j = 0; j < WIDTH; j++) sums.correct += correct[j], sums.wrong += wrong[j];
  return sums;
}

// Flags, the usual dimension and the vectors to take at a time as constants, so that loops are made
// for them.
#define PASS(flags, dimension, count) \
  pass(flags, dimension, count, chunks, high, low, norms, v, magic, slope, offset, gradient, \
       hessian, margins, sigmas, scratch)

static struct kernel_sums VARIANT(run)(
    int flags, long chunks, long dimension, const double *high, const double *low,
    const double *norms, const double *v, double magic, double slope, double offset,
    double *gradient, double *hessian, double *margins, double *sigmas, double *scratch) {
  // Few vectors, so that all is in registers.
  if (dimension == 3) {
    const int few = 2;
    switch (flags) {
      case 0: return PASS(0, 3, few);
      case kernel_counts: return PASS(kernel_counts, 3, few);
      case kernel_hessian: return PASS(kernel_hessian, 3, few);
      case kernel_hessian | kernel_counts: return PASS(kernel_hessian | kernel_counts, 3, few);
      case kernel_exponential: return PASS(kernel_exponential, 3, few);
      case kernel_exponential | kernel_counts:
        return PASS(kernel_exponential | kernel_counts, 3, few);
      default: return PASS(flags, 3, few);
    }
  }
  if (dimension <= kernel_hessian_dimension) return PASS(flags, dimension, WIDTH / 2);
  // Whole rows, so that memory is read in its order.
  const int row = kernel_chunk / WIDTH;
  switch (flags) {
    case kernel_whole: return PASS(kernel_whole, dimension, row);
    case kernel_whole | kernel_counts: return PASS(kernel_whole | kernel_counts, dimension, row);
    default: return PASS(flags, dimension, row);
  }
}

// Which of a vector of points are certainly correct and certainly wrong.
INLINE void sides(
    const long dimension, const double *points, const double *norms, const double *v, double slope,
    double floor, double extra, words *correct, words *wrong) {
  lanes sum = load(points) * all(v[0]);
  for (long k = 1; k < dimension; k++) sum += load(points + k * kernel_chunk) * all(v[k]);
  lanes bound = load(norms) * all(slope) + all(floor);
  *correct = sum > bound + all(extra);
  *wrong = sum < -bound;
}

INLINE struct kernel_signs count_signs(
    long count, const long dimension, const double *points, const double *norms, const double *v,
    double slope, double floor, double extra, int *open) {
  struct kernel_signs signs = {0};
  words above, below, correct = {}, wrong = {};
  const long row = dimension * kernel_chunk, chunks = (count + kernel_chunk - 1) / kernel_chunk;
  for (long chunk = 0; chunk < chunks; chunk++) {
    for (int i = 0; i < kernel_chunk; i += WIDTH) {
      sides(
          dimension, points + chunk * row + i, norms + chunk * kernel_chunk + i, v, slope, floor,
          extra, &above, &below);
      correct -= above;
      wrong -= below;
    }
  }
  for (int j = 0; j < WIDTH; j++) signs.correct += correct[j], signs.wrong += wrong[j];
  // Seldom: then the open ones are looked for.
  for (long i = 0; i < count && signs.correct + signs.wrong < count; i += WIDTH) {
    sides(
        dimension, points + i / kernel_chunk * row + i % kernel_chunk, norms + i, v, slope, floor,
        extra, &above, &below);
    for (int j = 0; j < WIDTH && i + j < count; j++) {
      if (!above[j] && !below[j]) open[signs.open++] = (int)(i + j);
    }
  }
  return signs;
}

static struct kernel_signs VARIANT(signs)(
    long count, long dimension, const double *points, const double *norms, const double *v,
    double slope, double floor, double extra, int *open) {
  if (dimension == 3) {
    return count_signs(count, 3, points, norms, v, slope, floor, extra, open);
  }
  return count_signs(count, dimension, points, norms, v, slope, floor, extra, open);
}

// Σ xᵢyᵢ for two coordinates x and four coordinates y.
INLINE void products(
    long chunks, long dimension, const double *const x[2], const double *const y[4],
    double result[2][4]) {
  double s[8][8];
  for (int g = 0; g < groups; g++) {
    lanes sum[8];
    for (int p = 0; p < 8; p++) sum[p] = all(0);
    for (long place = g * WIDTH; place < chunks * dimension * kernel_chunk;
         place += dimension * kernel_chunk) {
      for (int i = 0; i < kernel_chunk; i += 8) {
        const long at = place + i;
        for (int p = 0; p < 8; p++) sum[p] += load(x[p / 4] + at) * load(y[p % 4] + at);
      }
    }
    for (int p = 0; p < 8; p++) store(s[p] + g * WIDTH, sum[p]);
  }
  for (int p = 0; p < 8; p++) {
    for (int j = 0; j < 4; j++) s[p][j] += s[p][j + 4];
    result[p / 4][p % 4] = (s[p][0] + s[p][1]) + (s[p][2] + s[p][3]);
  }
}

static double VARIANT(gram_norm)(
    long chunks, long dimension, const double *points, double *scratch) {
  memset(scratch, 0, sizeof(double) * (unsigned long)dimension);
  for (long k = 0; k < dimension; k += 2) {
    for (long m = k; m < dimension; m += 4) {
      const double *x[2], *y[4];
      double found[2][4];
      // Beyond the last coordinate, the last one again, to no effect.
      for (int a = 0; a < 2; a++) x[a] = points + (k + a < dimension ? k + a : k) * kernel_chunk;
      for (int b = 0; b < 4; b++) y[b] = points + (m + b < dimension ? m + b : m) * kernel_chunk;
      products(chunks, dimension, x, y, found);
      for (long a = k; a < k + 2 && a < dimension; a++) {
        for (long b = m < a ? a : m; b < m + 4 && b < dimension; b++) {
          double size = fabs(found[a - k][b - m]);
          scratch[a] += size;
          if (b > a) scratch[b] += size;
        }
      }
    }
  }
  double greatest = 0;
  for (long k = 0; k < dimension; k++) greatest = scratch[k] > greatest ? scratch[k] : greatest;
  return greatest;
}

#undef PASS
#undef lanes
#undef words
#undef all
#undef load
#undef store
#undef greater
#undef lesser
#undef pick
#undef exponential
#undef block_sigmas
#undef gather
#undef pass
#undef products
#undef sides
#undef count_signs
#undef groups
#undef VARIANT
#undef WIDTH
