// One variant of the kernels; logistic.c includes this file once for each, with
//
//   VARIANT(name)  the name of a function in this variant,
//   WIDTH          the lanes of a vector here: 4 or 8.
//
// **Identity.** Every number is the result of the same IEEE operations on the same operands in all variants,
// so all results have the same bits. Sums over points are kept in eight sums, the j-th over the points with
// i ≡ j mod 8, in ascending order, as one vector of eight lanes or two of four; what a lane computes does not
// depend on its neighbours. The eight are put together in scalar code, in one order. Nothing is contracted: `FP_CONTRACT OFF`
// holds in clang for vectors too.

typedef double VARIANT(lanes) __attribute__((vector_size(8 * WIDTH), aligned(8)));
typedef long long VARIANT(words) __attribute__((vector_size(8 * WIDTH), aligned(8)));
#define lanes VARIANT(lanes)
#define words VARIANT(words)
// Vectors to hold eight lanes, and vectors to work on at a time: as many as registers have room for.
#define GROUPS (8 / WIDTH)
#define BLOCK (WIDTH == 8 ? 4 : 2)
#define all VARIANT(all)
#define load VARIANT(load)
#define store VARIANT(store)
#define greater VARIANT(greater)
#define lesser VARIANT(lesser)
#define pick VARIANT(pick)
#define exponential VARIANT(exponential)
#define gather VARIANT(gather)
#define pass VARIANT(pass)

INLINE lanes all(double x) { return (lanes){} + x; }
INLINE lanes load(const double *p) { return *(const lanes *)p; }
INLINE void store(double *p, lanes x) { *(lanes *)p = x; }
