// System headers only: SwiftPM does not rebuild when this file changes. Shims live in MPFRShims.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <gmp.h>
#include <mpfr.h>
