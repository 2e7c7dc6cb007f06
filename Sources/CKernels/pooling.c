#include "Dispatch.h"
#include "Lanes.h"

#include <math.h>

// The largest of `count` pixels at channels [c, c + width), and the first that is as large; what is
// not a number is larger than every number.
IGK_INLINE void maximum(const float *const *pixels, const uint32_t *taps, size_t count, size_t c,
                        size_t width, float *y, uint16_t *winners) {
  lanes best;
  load(&best, pixels[0] + c, width);
  mask index = (mask){0} + (int32_t)taps[0];
  for (size_t k = 1; k < count; k++) {
    lanes value;
    load(&value, pixels[k] + c, width);
    const mask wins = ~(value <= best) & (best == best);
    choose(&best, &wins, &value, &best);
    index = (wins & (int32_t)taps[k]) | (~wins & index);
  }
  store(y + c, &best, width);
  const narrow winner = __builtin_convertvector(index, narrow);
  memcpy(winners + c, &winner, width * sizeof(uint16_t));
}

// Lists the pixels and taps of the window at `left` in output row `oy` that are inside the image;
// returns how many there are.
static inline size_t list_pixels(const float *image, size_t x_stride, const igk_window *w, size_t oy,
                                 ptrdiff_t left, const float **pixels, uint32_t *taps) {
  size_t count = 0;
  for (size_t ky = 0; ky < w->kernel_height; ky++) {
    const ptrdiff_t iy = (ptrdiff_t)(oy * w->stride_y + ky * w->dilation_y) - w->pad_top;
    if (iy < 0 || iy >= (ptrdiff_t)w->height) continue;
    for (size_t kx = 0; kx < w->kernel_width; kx++) {
      const ptrdiff_t ix = left + (ptrdiff_t)(kx * w->dilation_x);
      if (ix < 0 || ix >= (ptrdiff_t)w->width) continue;
      pixels[count] = image + ((size_t)iy * w->width + (size_t)ix) * x_stride;
      taps[count++] = (uint32_t)(ky * w->kernel_width + kx);
    }
  }
  return count;
}

IGK_CLONES
void igk_max_pool(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                  size_t batch, float *y, size_t y_stride, uint16_t *winners,
                  const float **pixels, uint32_t *taps) {
  const igk_window w = *window;
  const size_t all = w.kernel_height * w.kernel_width;
  for (size_t row = 0; row < batch * w.output_height; row++) {
    const size_t n = row / w.output_height, oy = row % w.output_height;
    const float *image = x + n * w.height * w.width * x_stride;
    size_t count = 0;
    for (size_t ox = 0; ox < w.output_width; ox++) {
      const ptrdiff_t left = (ptrdiff_t)(ox * w.stride_x) - w.pad_left;
      const ptrdiff_t right = left + (ptrdiff_t)((w.kernel_width - 1) * w.dilation_x);
      if (count == all && right < (ptrdiff_t)w.width) {
        // Nothing of this window or of the one before it is outside the image.
        for (size_t k = 0; k < count; k++) pixels[k] += w.stride_x * x_stride;
      } else {
        count = list_pixels(image, x_stride, &w, oy, left, pixels, taps);
      }
      const size_t pixel = row * w.output_width + ox;
      float *target = y + pixel * y_stride;
      uint16_t *winner = winners + pixel * channels;
      size_t c = 0;
      if (count == 9) {  // nearly always, and faster without loops
        for (; c + LANES <= channels; c += LANES) {
          maximum(pixels, taps, 9, c, LANES, target, winner);
        }
      }
      if (count > 0) {
        for (; c + LANES <= channels; c += LANES) {
          maximum(pixels, taps, count, c, LANES, target, winner);
        }
        if (c < channels) maximum(pixels, taps, count, c, channels - c, target, winner);
      } else {
        for (; c < channels; c++) {
          target[c] = -INFINITY;
          winner[c] = UINT16_MAX;
        }
      }
    }
  }
}

// The windows along one axis that have a tap on a position of the input, undilated.
typedef struct {
  size_t first, end;
} window_range;

// Moves the range on to position `at`; it starts out as {0, 0} at position 0.
static inline void advance(window_range *range, size_t at, ptrdiff_t pad, size_t span,
                           size_t stride, size_t count) {
  const ptrdiff_t place = (ptrdiff_t)at + pad;
  while (range->end < count && (ptrdiff_t)(range->end * stride) <= place) range->end++;
  while (range->first < range->end && (ptrdiff_t)(range->first * stride + span) <= place) {
    range->first++;
  }
}

// Divides by a dilation, which is nearly always 1; returns whether nothing remains.
static inline int divides(size_t dilation, size_t *distance) {
  if (dilation == 1) return 1;
  if (*distance % dilation) return 0;
  *distance /= dilation;
  return 1;
}

// Channels [c, c + width) of the slopes that a pixel has won.
IGK_INLINE void won(const float *const *slopes, const uint16_t *const *winners,
                    const uint32_t *taps, size_t count, size_t c, size_t width, lanes *sum) {
  *sum = (lanes){0};
  for (size_t k = 0; k < count; k++) {
    lanes slope;
    load(&slope, slopes[k] + c, width);
    narrow winner = {0};
    memcpy(&winner, winners[k] + c, width * sizeof(uint16_t));
    const mask is_here = __builtin_convertvector(winner == (uint16_t)taps[k], mask);
    *sum += (lanes)((mask)slope & is_here);
  }
}

// The same, with numbers that the compiler knows where they are the usual ones.
IGK_INLINE void won_of_any_count(const float *const *slopes, const uint16_t *const *winners,
                                 const uint32_t *taps, size_t count, size_t c, size_t width,
                                 lanes *sum) {
  if (width == LANES && count == 9) {
    won(slopes, winners, taps, 9, c, LANES, sum);
  } else if (width == LANES) {
    won(slopes, winners, taps, count, c, LANES, sum);
  } else {
    won(slopes, winners, taps, count, c, width, sum);
  }
}

IGK_CLONES
void igk_max_pool_backward(const float *dy, size_t dy_stride, const uint16_t *winners,
                           size_t channels, const igk_window *window, size_t batch, float *dx,
                           size_t dx_stride, const igk_finish *finishing, const float **slopes,
                           const uint16_t **lines, uint32_t *taps) {
  const igk_window w = *window;
  const igk_finish f = *finishing;
  const size_t span_y = (w.kernel_height - 1) * w.dilation_y + 1;
  const size_t span_x = (w.kernel_width - 1) * w.dilation_x + 1;
  for (size_t row = 0; row < batch * w.height; row++) {
    const size_t n = row / w.height, iy = row % w.height;
    const size_t plane = n * w.output_height * w.output_width;
    window_range rows = {0, 0}, columns = {0, 0};
    advance(&rows, iy, w.pad_top, span_y, w.stride_y, w.output_height);
    for (size_t ix = 0; ix < w.width; ix++) {
      advance(&columns, ix, w.pad_left, span_x, w.stride_x, w.output_width);
      float *target = dx + (row * w.width + ix) * dx_stride;
      const float *gate = f.gate ? f.gate + (row * w.width + ix) * f.gate_stride : NULL;
      size_t count = 0;
      for (size_t oy = rows.first; oy < rows.end; oy++) {
        size_t tap_y = (size_t)((ptrdiff_t)iy + w.pad_top - (ptrdiff_t)(oy * w.stride_y));
        if (!divides(w.dilation_y, &tap_y)) continue;
        for (size_t ox = columns.first; ox < columns.end; ox++) {
          size_t tap_x = (size_t)((ptrdiff_t)ix + w.pad_left - (ptrdiff_t)(ox * w.stride_x));
          if (!divides(w.dilation_x, &tap_x)) continue;
          const size_t pixel = plane + oy * w.output_width + ox;
          slopes[count] = dy + pixel * dy_stride;
          lines[count] = winners + pixel * channels;
          taps[count++] = (uint32_t)(tap_y * w.kernel_width + tap_x);
        }
      }
      for (size_t c = 0; c < channels; c += LANES) {
        const size_t width = block_width(channels, c);
        lanes sum;
        won_of_any_count(slopes, lines, taps, count, c, width, &sum);
        finish(&sum, target + c, gate ? gate + c : NULL, width, 0, f.accumulate);
        store(target + c, &sum, width);
      }
    }
  }
}

IGK_CLONES
void igk_average_pool(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                      size_t batch, const float *reciprocals, float *y, size_t y_stride) {
  const igk_window w = *window;
  for (size_t row = 0; row < batch * w.output_height; row++) {
    const size_t n = row / w.output_height, oy = row % w.output_height;
    const float *image = x + n * w.height * w.width * x_stride;
    for (size_t ox = 0; ox < w.output_width; ox++) {
      float *restrict target = y + (row * w.output_width + ox) * y_stride;
      for (size_t c = 0; c < channels; c++) target[c] = 0;
      for (size_t ky = 0; ky < w.kernel_height; ky++) {
        const ptrdiff_t iy = (ptrdiff_t)(oy * w.stride_y + ky * w.dilation_y) - w.pad_top;
        if (iy < 0 || iy >= (ptrdiff_t)w.height) continue;
        for (size_t kx = 0; kx < w.kernel_width; kx++) {
          const ptrdiff_t ix = (ptrdiff_t)(ox * w.stride_x + kx * w.dilation_x) - w.pad_left;
          if (ix < 0 || ix >= (ptrdiff_t)w.width) continue;
          const float *restrict source = image + ((size_t)iy * w.width + (size_t)ix) * x_stride;
          for (size_t c = 0; c < channels; c++) target[c] += source[c];
        }
      }
      const float factor = reciprocals[oy * w.output_width + ox];
      for (size_t c = 0; c < channels; c++) target[c] *= factor;
    }
  }
}

IGK_CLONES
void igk_average_pool_backward(const float *dy, size_t dy_stride, size_t channels,
                               const igk_window *window, size_t batch, const float *reciprocals,
                               float *dx, size_t dx_stride) {
  const igk_window w = *window;
  for (size_t row = 0; row < batch * w.output_height; row++) {
    const size_t n = row / w.output_height, oy = row % w.output_height;
    float *image = dx + n * w.height * w.width * dx_stride;
    for (size_t ox = 0; ox < w.output_width; ox++) {
      const float *restrict slope = dy + (row * w.output_width + ox) * dy_stride;
      const float factor = reciprocals[oy * w.output_width + ox];
      for (size_t ky = 0; ky < w.kernel_height; ky++) {
        const ptrdiff_t iy = (ptrdiff_t)(oy * w.stride_y + ky * w.dilation_y) - w.pad_top;
        if (iy < 0 || iy >= (ptrdiff_t)w.height) continue;
        for (size_t kx = 0; kx < w.kernel_width; kx++) {
          const ptrdiff_t ix = (ptrdiff_t)(ox * w.stride_x + kx * w.dilation_x) - w.pad_left;
          if (ix < 0 || ix >= (ptrdiff_t)w.width) continue;
          float *restrict target = image + ((size_t)iy * w.width + (size_t)ix) * dx_stride;
          for (size_t c = 0; c < channels; c++) target[c] += slope[c] * factor;
        }
      }
    }
  }
}
