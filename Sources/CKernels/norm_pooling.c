#include "Dispatch.h"
#include "Functions.h"

// x^n.
static inline __attribute__((always_inline)) float power(float x, int n) {
  float result = 1;
  for (int k = 0; k < n; k++) result *= x;
  return result;
}

// The pixel under a tap of the window at output pixel (oy, ox) of example n; -1 outside the image.
static inline __attribute__((always_inline)) ptrdiff_t pixel_of(const igk_window *w, size_t n,
                                                                size_t oy, size_t ox, size_t tap) {
  const size_t ky = tap / w->kernel_width, kx = tap % w->kernel_width;
  const ptrdiff_t iy = (ptrdiff_t)(oy * w->stride_y + ky * w->dilation_y) - w->pad_top;
  const ptrdiff_t ix = (ptrdiff_t)(ox * w->stride_x + kx * w->dilation_x) - w->pad_left;
  if (iy < 0 || iy >= (ptrdiff_t)w->height || ix < 0 || ix >= (ptrdiff_t)w->width) return -1;
  return ((ptrdiff_t)(n * w->height) + iy) * (ptrdiff_t)w->width + ix;
}

IGK_CLONES
void igk_norm_pool(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                   size_t batch, int order, float *y, size_t y_stride) {
  const igk_window w = *window;
  const size_t count = w.output_height * w.output_width;
  for (size_t pixel = 0; pixel < batch * count; pixel++) {
    const size_t n = pixel / count, oy = pixel % count / w.output_width;
    float *restrict target = y + pixel * y_stride;
    for (size_t c = 0; c < channels; c++) target[c] = 0;
    for (size_t tap = 0; tap < w.kernel_height * w.kernel_width; tap++) {
      const ptrdiff_t from = pixel_of(&w, n, oy, pixel % w.output_width, tap);
      if (from < 0) continue;
      const float *restrict source = x + (size_t)from * x_stride;
      if (order == 2) {
        for (size_t c = 0; c < channels; c++) target[c] += source[c] * source[c];
      } else if (order == 1) {
        for (size_t c = 0; c < channels; c++) target[c] += fabsf(source[c]);
      } else {
        for (size_t c = 0; c < channels; c++) target[c] += power(fabsf(source[c]), order);
      }
    }
    if (order == 2) {
      for (size_t c = 0; c < channels; c++) target[c] = root_of(target[c]);
    } else if (order > 2) {
      for (size_t c = 0; c < channels; c++) target[c] = powf(target[c], 1 / (float)order);
    }
  }
}

// What a tap of a window adds to the gradient of its pixel; loops over channels become vector code
// where the compiler knows the order.
static inline __attribute__((always_inline)) void add_slopes(const float *restrict slope,
                                                             const float *restrict norm,
                                                             const float *restrict source,
                                                             float *restrict target,
                                                             size_t channels, int order) {
  for (size_t c = 0; c < channels; c++) {
    const float share = norm[c] == 0 ? 0 : fabsf(source[c]) / norm[c];
    const float sign = (float)((source[c] > 0) - (source[c] < 0));
    target[c] += slope[c] * sign * power(share, order - 1);
  }
}

IGK_CLONES
void igk_norm_pool_backward(const float *dy, size_t dy_stride, const float *y, size_t y_stride,
                            const float *x, size_t x_stride, size_t channels,
                            const igk_window *window, size_t batch, int order, float *dx,
                            size_t dx_stride) {
  const igk_window w = *window;
  const size_t count = w.output_height * w.output_width;
  for (size_t pixel = 0; pixel < batch * count; pixel++) {
    const size_t n = pixel / count, oy = pixel % count / w.output_width;
    const float *restrict slope = dy + pixel * dy_stride;
    const float *restrict norm = y + pixel * y_stride;
    for (size_t tap = 0; tap < w.kernel_height * w.kernel_width; tap++) {
      const ptrdiff_t to = pixel_of(&w, n, oy, pixel % w.output_width, tap);
      if (to < 0) continue;
      const float *restrict source = x + (size_t)to * x_stride;
      float *restrict target = dx + (size_t)to * dx_stride;
      if (order == 1) {
        add_slopes(slope, norm, source, target, channels, 1);
      } else if (order == 2) {
        add_slopes(slope, norm, source, target, channels, 2);
      } else {
        add_slopes(slope, norm, source, target, channels, order);
      }
    }
  }
}
