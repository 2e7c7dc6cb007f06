// The exponential function of sixteen numbers at a time, for loops that take it of every number.

#ifndef IGK_EXPONENTIAL_H
#define IGK_EXPONENTIAL_H

#include "Lanes.h"

// x becomes exp(x), right to about one unit in the last place; infinities, numbers too small to be
// normal, and what is not a number come out as IEEE has it.
//
// exp(x) = 2^n exp(r) with n = round(x / log 2), so that |r| <= log(2) / 2; log 2 is taken in two
// parts, the first of so few bits that its product with n is exact.
IGK_INLINE void exponential(lanes *x) {
  // Beyond these the result is 0 or infinite anyway; what is not a number fails both comparisons.
  const lanes lowest = (lanes){0} - 105.0f, highest = (lanes){0} + 89.0f;
  lanes value = *x;
  const mask below = value < lowest, above = value > highest;
  choose(&value, &below, &lowest, &value);
  choose(&value, &above, &highest, &value);
  // Adding 1.5 * 2^23 leaves n in the last bits of the sum.
  const lanes shifted = value * 1.44269504088896340736f + 0x1.8p23f;
  const lanes n = shifted - 0x1.8p23f;
  const mask exponent = (mask)shifted - 0x4b400000;
  lanes r = value - n * 0.693145751953125f;
  r = r - n * 1.428606765330187045e-06f;
  lanes series = r * 0.000198527617612853646f + 0.00139304355252534151f;
  series = series * r + 0.00833336077630519867f;
  series = series * r + 0.0416664853692054749f;
  series = series * r + 0.166666671633720398f;
  series = series * r + 0.5f;
  series = series * (r * r) + r + 1.0f;
  // In two steps: 2^n itself may be beyond the range of normal numbers.
  const mask half = exponent >> 1, rest = exponent - half;
  *x = series * (lanes)((half + 127) << 23) * (lanes)((rest + 127) << 23);
}

#endif
