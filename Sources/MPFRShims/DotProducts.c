#include "MPFRShims.h"

#if GMP_NUMB_BITS != 64
#error "grokcert needs GMP with 64-bit limbs"
#endif

typedef unsigned __int128 wide;

// The body of every kernel; k and l are constants where it is inlined, so that all loops unroll and
// the accumulator stays in registers. It is two's complement: terms are below 2^(64(k+l)), so that
// 2^63 of them fit.
static inline __attribute__((always_inline)) void dot(
    const mp_limb_t *a, const uint8_t *a_signs, const mp_limb_t *b, const uint8_t *b_signs,
    long count, mp_limb_t *result, const int k, const int l) {
  unsigned long long sum[11];
#pragma clang loop unroll(full)
  for (int i = 0; i <= k + l; i++) sum[i] = 0;
  for (long term = 0; term < count; term++, a += k, b += l) {
    mp_limb_t product[10];
#pragma clang loop unroll(full)
    for (int i = 0; i < k; i++) product[i] = 0;
#pragma clang loop unroll(full)
    for (int j = 0; j < l; j++) {
      mp_limb_t carry = 0;
#pragma clang loop unroll(full)
      for (int i = 0; i < k; i++) {
        // (2^64 − 1)² + 2(2^64 − 1) = 2^128 − 1: this cannot overflow.
        wide x = (wide)a[i] * b[j] + product[i + j] + carry;
        product[i + j] = (mp_limb_t)x;
        carry = (mp_limb_t)(x >> 64);
      }
      product[j + k] = carry;
    }
    // −x is ~x + 1: the mask inverts a negative term, the carry into the first word adds the 1.
    unsigned long long carry = a_signs[term] ^ b_signs[term];
    unsigned long long mask = -carry;
#pragma clang loop unroll(full)
    for (int i = 0; i < k + l; i++) {
      sum[i] = __builtin_addcll(sum[i], product[i] ^ mask, carry, &carry);
    }
    sum[k + l] += mask + carry;
  }
  for (int i = 0; i <= k + l; i++) result[i] = (mp_limb_t)sum[i];
}

#define SHAPE(k, l) \
  case 8 * k + l: \
    dot(a, a_signs, b, b_signs, count, result, k, l); \
    return 1;

int shim_dot_product(
    const mp_limb_t *a, const uint8_t *a_signs, long a_limbs,
    const mp_limb_t *b, const uint8_t *b_signs, long b_limbs,
    long count, mp_limb_t *result) {
  if (a_limbs > 5 || b_limbs > 5) return 0;
  switch (8 * a_limbs + b_limbs) {
    SHAPE(1, 1)
    SHAPE(2, 1) SHAPE(2, 2)
    SHAPE(3, 1) SHAPE(3, 2) SHAPE(3, 3)
    SHAPE(4, 1) SHAPE(4, 2) SHAPE(4, 3) SHAPE(4, 4)
    SHAPE(5, 1) SHAPE(5, 2) SHAPE(5, 3) SHAPE(5, 4) SHAPE(5, 5)
  }
  return 0;
}
