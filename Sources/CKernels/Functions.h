// Elementary functions without branches, so that loops over them become vector code. Errors are one
// or two units in the last place where nothing else is said; infinities, zeros and what is not a
// number give what they give in <math.h>.

#ifndef IGK_FUNCTIONS_H
#define IGK_FUNCTIONS_H

#include "Dispatch.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define IGK_FUNCTION static inline __attribute__((always_inline)) float

// x limited to low…high; what is not a number stays.
IGK_FUNCTION limited(float x, float low, float high) {
  const float raised = x < low ? low : x;
  return raised > high ? high : raised;
}

static inline __attribute__((always_inline)) int32_t bits_of(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

IGK_FUNCTION float_of(int32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// |magnitude| with the sign of another number.
IGK_FUNCTION with_sign(float magnitude, float sign) {
  return float_of((bits_of(magnitude) & 0x7fffffff) | (bits_of(sign) & INT32_MIN));
}

// Added to a number below 2²² and subtracted again, it leaves the nearest integer, whose low bits
// are those of the sum.
#define IGK_ROUNDER 12582912.0f

// As an instruction, where sqrtf is a call that keeps an account of errors.
IGK_FUNCTION root_of(float x) { return __builtin_elementwise_sqrt(x); }

// exp(x) = 2ⁿ (1 + q): sets n and returns q, for |x| < 2²². Polynomial from Cephes.
IGK_FUNCTION split_exp(float x, int32_t *n) {
  const float rounded = x * 1.44269504f + IGK_ROUNDER, whole = rounded - IGK_ROUNDER;
  *n = bits_of(rounded) - bits_of(IGK_ROUNDER);
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return p * (r * r) + r;
}

// 2ⁿ for a normal number.
IGK_FUNCTION power_of_two(int32_t n) { return float_of((int32_t)((uint32_t)(n + 127) << 23)); }

IGK_FUNCTION exp_of(float x) {
  int32_t n;
  const float q = split_exp(limited(x, -104.0f, 89.0f), &n);
  // In two steps: 2ⁿ alone may be too large or too small for a float.
  const int32_t half = n >> 1;
  return (1 + q) * power_of_two(half) * power_of_two(n - half);
}

// exp(x) - 1 for x <= 0; exact to the last digits for small x as well.
IGK_FUNCTION exp_minus_one(float x) {
  int32_t n;
  const float q = split_exp(limited(x, -30.0f, 0.0f), &n);
  const float power = power_of_two(n);
  return q * power + (power - 1);
}

// Polynomial from Cephes.
IGK_FUNCTION log_of(float x) {
  const int is_small = x < 0x1p-126f;
  const int32_t bits = bits_of(is_small ? x * 0x1p24f : x);
  // The mantissa between √½ and √2.
  const int32_t shifted = bits - 0x3f3504f3;
  const float exponent = (float)((shifted >> 23) - (is_small ? 24 : 0));
  const float m = float_of((shifted & 0x007fffff) + 0x3f3504f3) - 1;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  const float square = m * m;
  const float rest = (p * m * square - 2.12194440e-4f * exponent) - 0.5f * square;
  const float result = (m + rest) + 0.693359375f * exponent;
  const float special = x == 0 ? -INFINITY : (x > 0 ? x : NAN);
  return x > 0 && x < INFINITY ? result : special;
}

// log(1 + x) for 0 <= x <= 1.
IGK_FUNCTION log_of_one_plus(float x) {
  const float sum = 1 + x;
  return log_of(sum) + (x - (sum - 1)) / sum;
}

IGK_FUNCTION sigmoid_of(float x) { return 1 / (1 + exp_of(-x)); }

// log(1 + exp(x)).
IGK_FUNCTION softplus_of(float x) {
  return (x < 0 ? 0 : x) + log_of_one_plus(exp_of(-fabsf(x)));
}

// Polynomial from Cephes.
IGK_FUNCTION tanh_of(float x) {
  const float size = limited(fabsf(x), 0, 10.0f), s = x * x;
  const float large = 1 - 2 / (exp_of(2 * size) + 1);
  float p = -5.70498872745e-3f;
  p = p * s + 2.06390887954e-2f;
  p = p * s - 5.37397155531e-2f;
  p = p * s + 1.33314422036e-1f;
  p = p * s - 3.33332819422e-1f;
  return size < 0.625f ? p * s * x + x : with_sign(large, x);
}

// log(1 - erf(t)) for 0.9 < t < 4.
IGK_FUNCTION log_of_error(float t) {
  const float s = t * t;
  float p = -1.72853470e-5f * t + 3.83197126e-4f;
  p = p * s + (-3.88396438e-3f * t + 2.42546219e-2f);
  p = p * t - 1.06777877e-1f;
  p = p * t - 6.34846687e-1f;
  p = p * t - 1.28717512e-1f;
  return p * t - t;
}

// erf(x) for |x| < 0.93.
IGK_FUNCTION erf_of_small(float x) {
  const float s = x * x;
  float p = -5.96761703e-4f;
  p = p * s + 4.99119423e-3f;
  p = p * s - 2.67681349e-2f;
  p = p * s + 1.12819925e-1f;
  p = p * s - 3.76125336e-1f;
  p = p * s + 1.28379166e-1f;
  return p * x + x;
}

IGK_FUNCTION erf_of(float x) {
  const float size = limited(fabsf(x), 0, 4.0f);
  const float large = 1 - exp_of(log_of_error(size));
  return size < 0.927734375f ? erf_of_small(x) : with_sign(large, x);
}

// exp(-x² / 2), taken for 0 beyond ±13. x² / 2 is rounded: the error grows to 32 units at ±12.
IGK_FUNCTION bell_of(float x) {
  int32_t n;
  const float q = split_exp(limited(-0.5f * x * x, -87.0f, 0), &n);
  return fabsf(x) > 13 ? 0 : (1 + q) * power_of_two(n);
}

// The normal distribution function, (1 + erf(x / √2)) / 2, given exp(-x² / 2). The share of the bell
// that lies beyond |x| is a polynomial of 1 / (1 + |x| / √8), fitted for the smallest relative error
// (4e-8); with rounding, five units in the last place for |x| < 4, beyond that as many as the bell has.
IGK_FUNCTION normal_with_bell(float x, float bell) {
  const float u = 1 / (1 + 0.353553391f * fabsf(x));
  float p = -2.9423524e-2f;
  p = p * u + 1.4174368e-1f;
  p = p * u - 2.4246818e-1f;
  p = p * u + 1.3773119e-1f;
  p = p * u - 1.2409583e-2f;
  p = p * u + 1.0095827e-1f;
  p = p * u + 1.2165012e-1f;
  p = p * u + 1.4117401e-1f;
  p = p * u + 1.4104400e-1f;
  const float beyond = p * u * bell;
  return x < 0 ? beyond : 1 - beyond;
}

// The Gaussian error linear unit, x times the normal distribution function.
IGK_FUNCTION gelu_of(float x) { return x * normal_with_bell(x, bell_of(x)); }

// Its slope: the distribution function and x times its density.
IGK_FUNCTION gelu_slope(float x) {
  const float bell = bell_of(x);
  return normal_with_bell(x, bell) + x * (0.398942280f * bell);
}

// The sine of x + quarter · π/2 for |x| < 10⁶. Polynomials from Cephes.
IGK_FUNCTION sine_of(float x, int32_t quarter) {
  const double rounder = 6755399441055744.0;  // IGK_ROUNDER in double precision
  const double shifted = (double)x * 0.63661977236758134 + rounder, whole = shifted - rounder;
  const int32_t n = (int32_t)whole + quarter;
  const float r = (float)(((double)x - whole * 1.5707963267341256) - whole * 6.0771005065061922e-11);
  const float s = r * r;
  const float sine = ((-1.9515295891e-4f * s + 8.3321608736e-3f) * s - 1.6666654611e-1f) * s * r + r;
  const float cosine =
      ((2.443315711809948e-5f * s - 1.388731625493765e-3f) * s + 4.166664568298827e-2f) * s * s -
      0.5f * s + 1;
  const float value = n & 1 ? cosine : sine;
  return n & 2 ? -value : value;
}

#endif
