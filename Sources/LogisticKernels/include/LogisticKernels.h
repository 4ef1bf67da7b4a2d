#ifndef LOGISTIC_KERNELS_H
#define LOGISTIC_KERNELS_H

// The inner loops of certified gradient descent; only the target LogisticTheory uses them.
//
// Plain IEEE 754 binary64 operations in a fixed order, no contraction, no libm: the results are the
// same bits on every machine and in every variant. Error bounds are proved in variant.h and used in
// HardwareKernel.swift.

/// Points are stored in chunks of this many, coordinate by coordinate inside a chunk.
enum { kernel_chunk = 64 };

/// The greatest dimension for which the Hessian can be asked for.
enum { kernel_hessian_dimension = 8 };

/// What one pass over the points found.
struct kernel_sums {
  /// Σ σᵢ·nᵢ, in plain summation.
  double weight;
  /// The least zᵢ over the points with nᵢ > 0, for the exponential loss; +∞ otherwise.
  double least;
  /// Points with zᵢ > threshold(nᵢ), and with zᵢ < −threshold(nᵢ).
  long correct, wrong;
};

/// Flags of `kernel_pass`.
enum { kernel_exponential = 1, kernel_counts = 2, kernel_hessian = 4, kernel_whole = 8 };

/// The same operations, compiled for different machines.
enum kernel_variant { kernel_plain, kernel_avx2, kernel_avx512 };

/// Whether this machine can run a variant.
int kernel_has(enum kernel_variant variant);

/// zᵢ = (v_high + v_low)·(high_i + low_i); σᵢ = 1/(1 + e^zᵢ), or e^−zᵢ; Σ σᵢ·uᵢ.
///
/// high, low: chunks·dimension·64 values; norms: chunks·64 values (0 for padding, whose coordinates
/// are 0; the last low part of every point is 0). v: three vectors of `dimension` values: on a
/// grid, the rest, and their rounded sum. gradient: 2·dimension values, high parts then low parts.
/// hessian: dimension² values, Σ σ′ᵢ·uᵢuᵢᵀ, upper triangle. margins and sigmas: chunks·64 values,
/// or null. scratch: 16·dimension values. threshold(n) = slope·n + offset.
///
/// With `kernel_whole`, and without `kernel_hessian`, `high` has the sums high + low, from which
/// the parts are found as (x + magic) − magic and the rest; `low` is not read.
struct kernel_sums kernel_pass(
    enum kernel_variant variant, int flags, long chunks, long dimension, const double *high,
    const double *low, const double *norms, const double *v, double magic, double slope,
    double offset, double *gradient, double *hessian, double *margins, double *sigmas,
    double *scratch);

/// What `kernel_count_signs` found: points that are certainly on one side, and the number of the
/// others.
struct kernel_signs {
  long correct, wrong, open;
};

/// Counts zᵢ = uᵢ·v > boundᵢ + extra (correct) and zᵢ < −boundᵢ (wrong), where boundᵢ = slope·nᵢ +
/// floor, all in plain arithmetic, floor > 0.
///
/// points, norms: in chunks, 0 for padding. open: the indices of the other points, in ascending
/// order.
struct kernel_signs kernel_count_signs(
    enum kernel_variant variant, long count, long dimension, const double *points,
    const double *norms, const double *v, double slope, double floor, double extra, int *open);

/// (v_high, v_low) += (eta_high + eta_low)·(g_high, g_low), in double-double arithmetic.
///
/// Returns the sum of the squares by which v_high changed, in plain summation.
double kernel_update(
    long dimension, double *v_high, double *v_low, const double *gradient, double eta_high,
    double eta_low);

/// eˣ for 64 arguments high + low, |high| ≤ 700, |low| ≤ 1/8: for tests of the error bound.
void kernel_exp(
    enum kernel_variant variant, const double *high, const double *low, double *result);

/// The greatest row sum of |Σᵢ uᵢuᵢᵀ|, in plain summation; scratch: `dimension` values.
double kernel_gram_norm(
    enum kernel_variant variant, long chunks, long dimension, const double *points,
    double *scratch);

#endif
