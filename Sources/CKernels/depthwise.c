#include "Dispatch.h"
#include "Lanes.h"

// A depthwise convolution and its gradient are one loop: every number of a target is a sum of
// numbers of a source, each times the weight of the tap that leads there.

// Pixels of a line, or blocks of channels of one pixel, that are summed at a time: with AVX2 they
// fill the registers, and hide how long a multiplication takes.
enum { PIXELS = 6, BLOCKS = 4 };

// How the taps of a window lead from a target to sources along one axis.
typedef struct {
  size_t targets, sources, taps, stride, dilation;
  ptrdiff_t pad;
  int is_adjoint;  // whether the target is the input's gradient
} axis;

// The source that a tap leads to, which may lie outside; returns whether there is one.
IGK_INLINE int leads(const axis *a, size_t target, size_t tap, ptrdiff_t *source) {
  const ptrdiff_t reach = (ptrdiff_t)(tap * a->dilation) - a->pad, stride = (ptrdiff_t)a->stride;
  if (!a->is_adjoint) {
    *source = (ptrdiff_t)target * stride + reach;
    return 1;
  }
  const ptrdiff_t place = (ptrdiff_t)target - reach;
  *source = place / stride;
  return place % stride == 0;
}

IGK_INLINE int is_inside(const axis *a, ptrdiff_t source) {
  return source >= 0 && source < (ptrdiff_t)a->sources;
}

// The taps that lead from some targets to sources: for the first of the targets, `sources` and the
// weights that they are multiplied with. The next target's sources are `advance` floats further.
typedef struct {
  const float **sources, **factors;
  size_t count, advance;
} tap_list;

// Channels [c, c + blocks · LANES) of `pixels` targets, `step` floats apart, or `width` channels of
// one block.
IGK_INLINE void sum_taps(const tap_list *taps, size_t pixels, size_t blocks, size_t c, size_t width,
                         float *target, size_t step, const igk_finish *f, const float *gate,
                         size_t gate_step) {
  lanes sums[PIXELS > BLOCKS ? PIXELS : BLOCKS];
  IGK_UNROLLED
  for (size_t i = 0; i < pixels * blocks; i++) {
    sums[i] = (lanes){0};
    if (f->bias) load(&sums[i], f->bias + c + i % blocks * LANES, width);
  }
  for (size_t k = 0; k < taps->count; k++) {
    const float *source = taps->sources[k] + c, *factors = taps->factors[k] + c;
    IGK_UNROLLED
    for (size_t b = 0; b < blocks; b++) {
      lanes factor;
      load(&factor, factors + b * LANES, width);
      IGK_UNROLLED
      for (size_t p = 0; p < pixels; p++) {
        lanes value;
        load(&value, source + p * taps->advance + b * LANES, width);
        sums[p * blocks + b] += factor * value;
      }
    }
  }
  IGK_UNROLLED
  for (size_t i = 0; i < pixels * blocks; i++) {
    const size_t p = i / blocks, offset = c + i % blocks * LANES;
    finish(&sums[i], target + p * step + offset, gate ? gate + p * gate_step + offset : NULL, width,
           f->relu, f->accumulate);
    store(target + p * step + offset, &sums[i], width);
  }
}

#define PIXEL_CASE(n) \
  case n: \
    for (; c + LANES <= channels; c += LANES) { \
      sum_taps(taps, n, 1, c, LANES, target, step, f, gate, gate_step); \
    } \
    if (c < channels) { \
      sum_taps(taps, n, 1, c, channels - c, target, step, f, gate, gate_step); \
    } \
    break;

// All channels of `pixels` targets.
IGK_INLINE void sum_pixels(const tap_list *taps, size_t pixels, size_t channels, float *target,
                           size_t step, const igk_finish *f, const float *gate, size_t gate_step) {
  size_t c = 0;
  if (pixels == 1) {
    for (; c + BLOCKS * LANES <= channels; c += BLOCKS * LANES) {
      sum_taps(taps, 1, BLOCKS, c, LANES, target, step, f, gate, gate_step);
    }
  }
  switch (pixels) {
    PIXEL_CASE(1) PIXEL_CASE(2) PIXEL_CASE(3) PIXEL_CASE(4) PIXEL_CASE(5) PIXEL_CASE(PIXELS)
  }
}

// Lists the taps that lead from a pixel to sources of an image. Returns how many further pixels have
// the same taps, each `advance` further.
IGK_INLINE size_t list_taps(tap_list *list, const axis *rows, const axis *columns, size_t row,
                            size_t column, const float *image, size_t stride, const float *weights,
                            size_t channels) {
  int is_whole = 1;
  ptrdiff_t last = 0;
  list->count = 0;
  for (size_t ky = 0; ky < rows->taps; ky++) {
    ptrdiff_t y;
    if (!leads(rows, row, ky, &y) || !is_inside(rows, y)) continue;
    for (size_t kx = 0; kx < columns->taps; kx++) {
      ptrdiff_t x;
      if (!leads(columns, column, kx, &x)) continue;
      if (!is_inside(columns, x)) {
        is_whole = 0;
        continue;
      }
      if (x > last) last = x;
      list->sources[list->count] = image + ((size_t)y * columns->sources + (size_t)x) * stride;
      list->factors[list->count++] = weights + (ky * columns->taps + kx) * channels;
    }
  }
  const size_t pace = columns->is_adjoint ? 1 : columns->stride;
  list->advance = pace * stride;
  return is_whole && list->count > 0 ? (columns->sources - 1 - (size_t)last) / pace : 0;
}

// Targets of a line whose sources lie one stride apart, from the column `first` on.
IGK_INLINE void sum_line(tap_list *list, const axis *rows, const axis *columns, size_t row,
                         size_t first, const float *image, size_t stride, const float *weights,
                         size_t channels, float *line, size_t line_stride, const igk_finish *f,
                         const float *gate) {
  const size_t pace = columns->is_adjoint ? columns->stride : 1;
  size_t further = 0, pixels = 0;
  for (size_t column = first; column < columns->targets; column += pixels * pace) {
    if (pixels > 0 && further >= pixels) {
      further -= pixels;
      for (size_t k = 0; k < list->count; k++) list->sources[k] += pixels * list->advance;
    } else {
      further = list_taps(list, rows, columns, row, column, image, stride, weights, channels);
    }
    const size_t left = (columns->targets - column - 1) / pace;
    pixels = (further < left ? further : left) + 1;
    if (pixels > PIXELS) pixels = PIXELS;
    sum_pixels(list, pixels, channels, line + column * line_stride, pace * line_stride, f,
               gate ? gate + column * f->gate_stride : NULL, pace * f->gate_stride);
  }
}

IGK_INLINE void sum_images(const axis *rows, const axis *columns, const float *x, size_t x_stride,
                           size_t channels, size_t batch, const float *weights, float *y,
                           size_t y_stride, const igk_finish *finishing, const float **pointers) {
  const igk_finish f = *finishing;
  tap_list list = {pointers, pointers + rows->taps * columns->taps, 0, 0};
  const size_t phases = columns->is_adjoint ? columns->stride : 1;
  for (size_t index = 0; index < batch * rows->targets; index++) {
    const size_t n = index / rows->targets, row = index % rows->targets;
    const float *image = x + n * rows->sources * columns->sources * x_stride;
    const float *gate = f.gate ? f.gate + index * columns->targets * f.gate_stride : NULL;
    for (size_t phase = 0; phase < phases; phase++) {
      sum_line(&list, rows, columns, row, phase, image, x_stride, weights, channels,
               y + index * columns->targets * y_stride, y_stride, &f, gate);
    }
  }
}

IGK_CLONES
void igk_depthwise(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                   size_t batch, const float *weights, float *y, size_t y_stride,
                   const igk_finish *finish, const float **pointers) {
  const igk_window w = *window;
  const axis rows = {w.output_height, w.height, w.kernel_height, w.stride_y, w.dilation_y,
                     w.pad_top, 0};
  const axis columns = {w.output_width, w.width, w.kernel_width, w.stride_x, w.dilation_x,
                        w.pad_left, 0};
  sum_images(&rows, &columns, x, x_stride, channels, batch, weights, y, y_stride, finish, pointers);
}

IGK_CLONES
void igk_depthwise_backward(const float *dy, size_t dy_stride, size_t channels,
                            const igk_window *window, size_t batch, const float *weights, float *dx,
                            size_t dx_stride, const igk_finish *finish, const float **pointers) {
  const igk_window w = *window;
  const axis rows = {w.height, w.output_height, w.kernel_height, w.stride_y, w.dilation_y,
                     w.pad_top, 1};
  const axis columns = {w.width, w.output_width, w.kernel_width, w.stride_x, w.dilation_x,
                        w.pad_left, 1};
  sum_images(&rows, &columns, dy, dy_stride, channels, batch, weights, dx, dx_stride, finish,
             pointers);
}
