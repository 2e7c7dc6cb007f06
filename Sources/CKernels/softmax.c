#include "Groups.h"

// y = exp(x - shift), and its sums over the groups of a set.
IGK_INLINE void exponentials(const float *x, size_t x_stride, const igk_groups *g, size_t set,
                             const float *shifts, float *y, size_t y_stride, double *totals) {
  const int is_row = g->segment == g->columns;
  wide sum = {0};
  if (!is_row) memset(totals, 0, (g->columns + LANES) * sizeof(double));
  for (size_t r = 0; r < g->height; r++) {
    const size_t row = g->first[set] + g->rows[r];
    lanes part = {0};
    for (size_t c = 0; c < g->columns; c += LANES) {
      const size_t width = block_width(g->columns, c);
      lanes value, shift;
      load_part(&value, x + row * x_stride + c, width, -INFINITY);
      load_spread(&shift, g, shifts, c);
      value -= shift;
      exponential(&value);
      store_part(y + row * y_stride + c, &value, width);
      if (!is_row) {
        add_wide(totals + c, &value);
        continue;
      }
      part += value;
      if (c % BLOCK == BLOCK - LANES || c + LANES >= g->columns) {
        sum += __builtin_convertvector(part, wide);
        part = (lanes){0};
      }
    }
  }
  if (is_row) {
    totals[0] = sum_of(&sum);
  } else {
    fold_segments(FOLD_SUM, g, totals);
  }
}

// y *= factor, or y = x - shift - factor for the logarithm.
IGK_INLINE void complete(const float *x, size_t x_stride, const igk_groups *g, size_t set,
                         const float *shifts, const float *factors, int logarithm, float *y,
                         size_t y_stride) {
  for (size_t r = 0; r < g->height; r++) {
    const size_t row = g->first[set] + g->rows[r];
    const float *source = logarithm ? x + row * x_stride : y + row * y_stride;
    for (size_t c = 0; c < g->columns; c += LANES) {
      const size_t width = block_width(g->columns, c);
      lanes value, shift, factor;
      load_part(&value, source + c, width, 0);
      load_spread(&factor, g, factors, c);
      if (logarithm) {
        load_spread(&shift, g, shifts, c);
        value = value - shift - factor;
      } else {
        value *= factor;
      }
      store_part(y + row * y_stride + c, &value, width);
    }
  }
}

IGK_INLINE void softmax(const float *x, size_t x_stride, const igk_groups *g, int logarithm,
                        float *y, size_t y_stride, float *scratch) {
  double *totals = wide_line(g, scratch, 0);
  float *shifts = line(g, scratch, 0), *factors = line(g, scratch, 1);
  float *numbers = line(g, scratch, 2);
  const size_t groups = g->columns / g->segment;
  for (size_t set = 0; set < g->sets; set++) {
    fold(FOLD_MAXIMUM, x, x_stride, g, set, NULL, totals);
    for (size_t j = 0; j < groups; j++) numbers[j] = (float)totals[j];
    spread(g, numbers, shifts);
    if (logarithm) {
      fold(FOLD_EXPONENTIAL, x, x_stride, g, set, shifts, totals);
    } else {
      exponentials(x, x_stride, g, set, shifts, y, y_stride, totals);
    }
    for (size_t j = 0; j < groups; j++) {
      numbers[j] = (float)(logarithm ? log(totals[j]) : 1 / totals[j]);
    }
    spread(g, numbers, factors);
    complete(x, x_stride, g, set, shifts, factors, logarithm, y, y_stride);
  }
}

IGK_CLONES
void igk_softmax(const float *x, size_t x_stride, const igk_groups *groups, int logarithm,
                 float *y, size_t y_stride, float *scratch) {
  if (logarithm) {
    softmax(x, x_stride, groups, 1, y, y_stride, scratch);
  } else {
    softmax(x, x_stride, groups, 0, y, y_stride, scratch);
  }
}

IGK_INLINE void softmax_backward(const float *dy, size_t dy_stride, const float *y,
                                 size_t y_stride, const igk_groups *g, int logarithm, float *dx,
                                 size_t dx_stride, int accumulate, float *scratch) {
  double *totals = wide_line(g, scratch, 0), *others = wide_line(g, scratch, 1);
  float *sums = line(g, scratch, 0), *numbers = line(g, scratch, 1);
  for (size_t set = 0; set < g->sets; set++) {
    if (logarithm) {
      fold(FOLD_SUM, dy, dy_stride, g, set, NULL, totals);
    } else {
      fold_products(dy, dy_stride, y, y_stride, g, set, NULL, NULL, others, totals);
    }
    for (size_t j = 0; j < g->columns / g->segment; j++) numbers[j] = (float)totals[j];
    spread(g, numbers, sums);
    for (size_t r = 0; r < g->height; r++) {
      const size_t row = g->first[set] + g->rows[r];
      for (size_t c = 0; c < g->columns; c += LANES) {
        const size_t width = block_width(g->columns, c);
        lanes slope, value, sum;
        load_part(&slope, dy + row * dy_stride + c, width, 0);
        load_part(&value, y + row * y_stride + c, width, 0);
        load_spread(&sum, g, sums, c);
        if (logarithm) {
          exponential(&value);
          value = slope - value * sum;
        } else {
          value *= slope - sum;
        }
        put(dx + row * dx_stride + c, &value, width, accumulate);
      }
    }
  }
}

IGK_CLONES
void igk_softmax_backward(const float *dy, size_t dy_stride, const float *y, size_t y_stride,
                          const igk_groups *groups, int logarithm, float *dx, size_t dx_stride,
                          int accumulate, float *scratch) {
  if (logarithm) {
    softmax_backward(dy, dy_stride, y, y_stride, groups, 1, dx, dx_stride, accumulate, scratch);
  } else {
    softmax_backward(dy, dy_stride, y, y_stride, groups, 0, dx, dx_stride, accumulate, scratch);
  }
}
