#include "MPFRShims.h"
