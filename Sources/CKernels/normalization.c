#include "Dispatch.h"

#include <math.h>

// s^-beta; the exponent of nearly all networks, 3/4, needs square roots only, which vectorise.
#define POWER(s) \
  (beta == 0.75f ? 1 / (sqrtf(s) * sqrtf(sqrtf(s))) : beta == 0.5f ? 1 / sqrtf(s) : powf(s, -beta))

// Sums `before + 1 + after` neighbours: sums[c] = padded[c] + … + padded[c + before + after].
static inline __attribute__((always_inline)) void window_sums(const float *restrict padded,
                                                              size_t width, float *restrict sums,
                                                              size_t channels) {
  for (size_t c = 0; c < channels; c++) sums[c] = padded[c];
  for (size_t k = 1; k < width; k++) {
    for (size_t c = 0; c < channels; c++) sums[c] += padded[c + k];
  }
}

IGK_CLONES
void igk_lrn_forward(const float *x, size_t x_stride, float *y, size_t y_stride, float *s,
                     size_t rows, size_t channels, const igk_lrn *parameters, float *scratch) {
  const igk_lrn p = *parameters;
  const float beta = p.beta;
  float *restrict squares = scratch;
  for (size_t k = 0; k < p.before; k++) squares[k] = 0;
  for (size_t k = 0; k < p.after; k++) squares[p.before + channels + k] = 0;
  for (size_t r = 0; r < rows; r++) {
    const float *restrict source = x + r * x_stride;
    float *restrict target = y + r * y_stride;
    float *restrict scale = s + r * channels;
    for (size_t c = 0; c < channels; c++) squares[p.before + c] = source[c] * source[c];
    window_sums(squares, p.before + 1 + p.after, scale, channels);
    for (size_t c = 0; c < channels; c++) scale[c] = p.bias + p.alpha_over_size * scale[c];
    if (beta == 0.75f) {
      for (size_t c = 0; c < channels; c++) {
        const float root = sqrtf(scale[c]);
        target[c] = source[c] / (root * sqrtf(root));
      }
    } else {
      for (size_t c = 0; c < channels; c++) target[c] = source[c] * POWER(scale[c]);
    }
  }
}

IGK_CLONES
void igk_lrn_backward(const float *dy, size_t dy_stride, const float *x, size_t x_stride,
                      const float *s, float *dx, size_t dx_stride, size_t rows, size_t channels,
                      const igk_lrn *parameters, float *scratch, int accumulate, int relu) {
  const igk_lrn p = *parameters;
  const float beta = p.beta, factor = 2 * p.alpha_over_size * p.beta;
  // Channel c appears in the windows of the channels c - after … c + before.
  float *restrict ratios = scratch;
  float *restrict sums = scratch + channels + p.before + p.after;
  float *restrict powers = sums + channels;
  for (size_t k = 0; k < p.after; k++) ratios[k] = 0;
  for (size_t k = 0; k < p.before; k++) ratios[p.after + channels + k] = 0;
  for (size_t r = 0; r < rows; r++) {
    const float *restrict slope = dy + r * dy_stride;
    const float *restrict source = x + r * x_stride;
    const float *restrict scale = s + r * channels;
    float *restrict target = dx + r * dx_stride;
    if (beta == 0.75f) {
      for (size_t c = 0; c < channels; c++) {
        const float root = sqrtf(scale[c]);
        powers[c] = slope[c] / (root * sqrtf(root));
      }
    } else {
      for (size_t c = 0; c < channels; c++) powers[c] = slope[c] * POWER(scale[c]);
    }
    for (size_t c = 0; c < channels; c++) {
      ratios[p.after + c] = powers[c] * source[c] / scale[c];
    }
    window_sums(ratios, p.before + 1 + p.after, sums, channels);
    for (size_t c = 0; c < channels; c++) {
      float value = powers[c] - factor * source[c] * sums[c];
      if (accumulate) value += target[c];
      target[c] = relu && !(source[c] > 0) ? 0 : value;
    }
  }
}
