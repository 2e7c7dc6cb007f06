#include "Dispatch.h"
#include "Lanes.h"

#include <math.h>

// s^(-1/4) of positive numbers by Newton's iterations: products only, where roots and quotients
// would take most of the time. Halving the exponent twice is right to a few per cent, and three
// iterations square the error thrice.
IGK_INLINE void invert_fourth_root(lanes *s) {
  const lanes x = *s, quarter = 0.25f * x;
  lanes y = (lanes)(0x4f58cae5 - ((mask)x >> 2));
  for (int iteration = 0; iteration < 3; iteration++) {
    const lanes square = y * y;
    y = y * (1.25f - quarter * square * square);
  }
  *s = y;
}

// Sums of `width` neighbours: source[c] + … + source[c + width - 1].
IGK_INLINE void window_sum(lanes *sum, const float *source, size_t width) {
  lanes next;
  memcpy(sum, source, sizeof(lanes));
  for (size_t k = 1; k < width; k++) {
    memcpy(&next, source + k, sizeof(lanes));
    *sum += next;
  }
}

// The same, without a loop where windows are as wide as nearly always.
IGK_INLINE void window_sums(lanes *sum, const float *source, size_t width) {
  if (width == 5) {
    window_sum(sum, source, 5);
  } else {
    window_sum(sum, source, width);
  }
}

// The exponent of nearly all networks, whose powers are products of fourth roots.
static int has_roots(const igk_lrn *p) {
  return p->beta == 0.75f && p->bias > 0 && p->alpha_over_size >= 0;
}

// Scratch memory is made of lines of channels with room for a window around the last one.
static size_t line_length(size_t channels, const igk_lrn *p) {
  return (channels + LANES - 1) / LANES * LANES + p->before + p->after;
}

size_t igk_lrn_scratch(size_t channels, const igk_lrn *parameters) {
  return 3 * line_length(channels, parameters);
}

// s^-beta and 1 / s of a block of channels, given the squares of a line.
IGK_INLINE void powers(lanes *power, lanes *inverse, const float *squares, size_t width,
                       const igk_lrn *p, int roots) {
  lanes s;
  window_sums(&s, squares, width);
  s = p->bias + p->alpha_over_size * s;
  if (roots) {
    invert_fourth_root(&s);
    const lanes square = s * s;
    *power = s * square;
    *inverse = square * square;
  } else {
    for (size_t k = 0; k < LANES; k++) (*power)[k] = powf(s[k], -p->beta);
    *inverse = 1 / s;
  }
}

IGK_CLONES
void igk_lrn_forward(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                     size_t channels, const igk_lrn *parameters, float *scratch) {
  const igk_lrn p = *parameters;
  const int roots = has_roots(parameters);
  const size_t width = p.before + 1 + p.after;
  memset(scratch, 0, line_length(channels, parameters) * sizeof(float));
  for (size_t r = 0; r < rows; r++) {
    const float *source = x + r * x_stride;
    for (size_t c = 0; c < channels; c++) scratch[p.before + c] = source[c] * source[c];
    for (size_t c = 0; c < channels; c += LANES) {
      const size_t count = block_width(channels, c);
      lanes value, power, inverse;
      powers(&power, &inverse, scratch + c, width, &p, roots);
      load(&value, source + c, count);
      value *= power;
      store(y + r * y_stride + c, &value, count);
    }
  }
}

IGK_CLONES
void igk_lrn_backward(const float *dy, size_t dy_stride, const float *x, size_t x_stride,
                      float *dx, size_t dx_stride, size_t rows, size_t channels,
                      const igk_lrn *parameters, float *scratch, int accumulate, int gated) {
  const igk_lrn p = *parameters;
  const int roots = has_roots(parameters);
  const size_t width = p.before + 1 + p.after, length = line_length(channels, parameters);
  const float factor = 2 * p.alpha_over_size * p.beta;
  // x^2; dy s^-beta; and dy x s^(-beta-1), which channel c needs of c - after … c + before.
  float *squares = scratch, *slopes = scratch + length, *ratios = scratch + 2 * length;
  memset(scratch, 0, 3 * length * sizeof(float));
  for (size_t r = 0; r < rows; r++) {
    const float *source = x + r * x_stride;
    float *target = dx + r * dx_stride;
    for (size_t c = 0; c < channels; c++) squares[p.before + c] = source[c] * source[c];
    for (size_t c = 0; c < channels; c += LANES) {
      const size_t count = block_width(channels, c);
      lanes slope, value, power, inverse;
      powers(&power, &inverse, squares + c, width, &p, roots);
      load(&slope, dy + r * dy_stride + c, count);
      load(&value, source + c, count);
      slope *= power;
      value *= slope * inverse;
      store(slopes + c, &slope, count);
      store(ratios + p.after + c, &value, count);
    }
    for (size_t c = 0; c < channels; c += LANES) {
      const size_t count = block_width(channels, c);
      lanes sum, value, slope;
      window_sums(&sum, ratios + c, width);
      load(&value, source + c, count);
      load(&slope, slopes + c, count);
      lanes result = slope - factor * value * sum;
      finish(&result, target + c, gated ? source + c : NULL, count, 0, accumulate);
      store(target + c, &result, count);
    }
  }
}
