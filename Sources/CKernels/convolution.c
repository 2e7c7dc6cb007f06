#include "Dispatch.h"

#include <string.h>

void igk_im2col(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                size_t first, size_t count, float *columns) {
  const igk_window w = *window;
  // Neighbouring pixels of an undilated kernel row are one run of memory when rows are dense.
  const int dense = x_stride == channels && w.dilation_x == 1;
  for (size_t row = first; row < first + count; row++) {
    const size_t n = row / w.output_height, oy = row % w.output_height;
    const float *image = x + n * w.height * w.width * x_stride;
    for (size_t ox = 0; ox < w.output_width; ox++) {
      const ptrdiff_t left = (ptrdiff_t)(ox * w.stride_x) - w.pad_left;
      const ptrdiff_t right = left + (ptrdiff_t)((w.kernel_width - 1) * w.dilation_x);
      for (size_t ky = 0; ky < w.kernel_height; ky++) {
        const ptrdiff_t iy = (ptrdiff_t)(oy * w.stride_y + ky * w.dilation_y) - w.pad_top;
        if (iy < 0 || iy >= (ptrdiff_t)w.height) {
          memset(columns, 0, w.kernel_width * channels * sizeof(float));
          columns += w.kernel_width * channels;
          continue;
        }
        const float *line = image + (size_t)iy * w.width * x_stride;
        if (dense && left >= 0 && right < (ptrdiff_t)w.width) {
          memcpy(columns, line + (size_t)left * channels,
                 w.kernel_width * channels * sizeof(float));
          columns += w.kernel_width * channels;
          continue;
        }
        for (size_t kx = 0; kx < w.kernel_width; kx++) {
          const ptrdiff_t ix = left + (ptrdiff_t)(kx * w.dilation_x);
          if (ix < 0 || ix >= (ptrdiff_t)w.width) {
            memset(columns, 0, channels * sizeof(float));
          } else {
            memcpy(columns, line + (size_t)ix * x_stride, channels * sizeof(float));
          }
          columns += channels;
        }
      }
    }
  }
}

IGK_CLONES
void igk_col2im_add(const float *columns, size_t channels, const igk_window *window, size_t first,
                    size_t count, float *x, size_t x_stride) {
  const igk_window w = *window;
  for (size_t row = first; row < first + count; row++) {
    const size_t n = row / w.output_height, oy = row % w.output_height;
    float *image = x + n * w.height * w.width * x_stride;
    for (size_t ox = 0; ox < w.output_width; ox++) {
      for (size_t ky = 0; ky < w.kernel_height; ky++) {
        const ptrdiff_t iy = (ptrdiff_t)(oy * w.stride_y + ky * w.dilation_y) - w.pad_top;
        for (size_t kx = 0; kx < w.kernel_width; kx++) {
          const ptrdiff_t ix = (ptrdiff_t)(ox * w.stride_x + kx * w.dilation_x) - w.pad_left;
          if (iy >= 0 && iy < (ptrdiff_t)w.height && ix >= 0 && ix < (ptrdiff_t)w.width) {
            const float *restrict source = columns;
            float *restrict target = image + ((size_t)iy * w.width + (size_t)ix) * x_stride;
            for (size_t c = 0; c < channels; c++) target[c] += source[c];
          }
          columns += channels;
        }
      }
    }
  }
}
