#include "Groups.h"

// The mean, which stays 0 unless it is subtracted, and the reciprocal of the divisor of each group.
IGK_INLINE void find_statistics(const float *x, size_t x_stride, const igk_groups *g, size_t set,
                                const igk_normalization *n, float *means, float *reciprocals,
                                float *scratch) {
  double *totals = wide_line(g, scratch, 0);
  float *shifts = line(g, scratch, 0);
  const size_t groups = g->columns / g->segment;
  const double count = (double)(g->height * g->segment);
  for (size_t j = 0; j < groups; j++) means[j] = 0;
  if (n->divisor == IGK_DEVIATION) {
    fold(FOLD_SUM, x, x_stride, g, set, NULL, totals);
    for (size_t j = 0; j < groups; j++) means[j] = (float)(totals[j] / count);
    spread(g, means, shifts);
    fold(FOLD_SQUARED_DEVIATION, x, x_stride, g, set, shifts, totals);
  } else if (n->divisor == IGK_NORM_1) {
    fold(FOLD_ABSOLUTE, x, x_stride, g, set, NULL, totals);
  } else {
    fold(FOLD_SQUARE, x, x_stride, g, set, NULL, totals);
  }
  for (size_t j = 0; j < groups; j++) {
    double divisor = totals[j];
    if (n->divisor <= IGK_ROOT_MEAN_SQUARE) divisor = totals[j] / count + n->epsilon;
    if (n->divisor != IGK_NORM_1) divisor = sqrt(divisor);
    reciprocals[j] = divisor == 0 && n->divisor >= IGK_NORM_2 ? 0 : (float)(1 / divisor);
  }
}

// y = (x - shift) * factor * gain + bias for a set; `is_row` says, so that the compiler knows it,
// whether a group is a whole set.
IGK_INLINE void complete(const float *x, size_t x_stride, const igk_groups *g, size_t set,
                         const igk_normalization *n, const float *shifts, const float *factors,
                         int is_row, float *y, size_t y_stride) {
  for (size_t r = 0; r < g->height; r++) {
    const size_t row = g->first[set] + g->rows[r];
    for (size_t c = 0; c < g->columns; c += LANES) {
      const size_t width = block_width(g->columns, c);
      lanes value, shift, factor;
      load_part(&value, x + row * x_stride + c, width, 0);
      load_number(&shift, is_row, shifts, c);
      load_number(&factor, is_row, factors, c);
      value = (value - shift) * factor;
      multiply_by(&value, n->gain, c);
      if (n->bias) {
        lanes bias;
        memcpy(&bias, n->bias + c, sizeof(lanes));
        value += bias;
      }
      store_part(y + row * y_stride + c, &value, width);
    }
  }
}

IGK_CLONES
void igk_normalize(const float *x, size_t x_stride, const igk_groups *g,
                   const igk_normalization *normalization, float *y, size_t y_stride,
                   float *statistics, float *scratch) {
  const igk_normalization n = *normalization;
  const size_t groups = g->columns / g->segment;
  float *shifts = line(g, scratch, 0), *factors = line(g, scratch, 1);
  for (size_t set = 0; set < g->sets; set++) {
    float *means = statistics + set * groups, *reciprocals = means + g->sets * groups;
    find_statistics(x, x_stride, g, set, &n, means, reciprocals, scratch);
    spread(g, means, shifts);
    spread(g, reciprocals, factors);
    if (g->segment == g->columns) {
      complete(x, x_stride, g, set, &n, shifts, factors, 1, y, y_stride);
    } else {
      complete(x, x_stride, g, set, &n, shifts, factors, 0, y, y_stride);
    }
  }
}

// What is left of a number for the third term of the gradient: its deviation, or its sign.
IGK_INLINE void direction(lanes *value, const lanes *shift, igk_divisor divisor) {
  if (divisor != IGK_NORM_1) {
    *value -= *shift;
    return;
  }
  const lanes zero = {0}, one = zero + 1.0f, opposite = -one;
  const mask positive = *value > 0, negative = *value < 0;
  choose(value, &negative, &opposite, &zero);
  choose(value, &positive, &one, value);
}

// With deviations d = x - mean, slopes g = dy gain and the reciprocal r:
// dx = r g - r mean(g) - r^3 d mean(g d) for a standardisation; the second term is missing without
// a mean, the means are sums for norms, and d / r in the third is the sign of x for the norm 1.
IGK_CLONES
void igk_normalize_backward(const float *dy, size_t dy_stride, const float *x, size_t x_stride,
                            const igk_groups *g, const igk_normalization *normalization,
                            const float *statistics, float *dx, size_t dx_stride, int accumulate,
                            float *scratch) {
  const igk_normalization n = *normalization;
  const size_t groups = g->columns / g->segment;
  const double count = n.divisor >= IGK_NORM_2 ? 1 : (double)(g->height * g->segment);
  double *slopes = wide_line(g, scratch, 0), *products = wide_line(g, scratch, 1);
  float *shifts = line(g, scratch, 0), *factors = line(g, scratch, 1);
  float *constants = line(g, scratch, 2), *weights = line(g, scratch, 3);
  float *constant = line(g, scratch, 4), *weight = line(g, scratch, 5);
  for (size_t set = 0; set < g->sets; set++) {
    const float *means = statistics + set * groups, *reciprocals = means + g->sets * groups;
    spread(g, means, shifts);
    spread(g, reciprocals, factors);
    fold_products(dy, dy_stride, x, x_stride, g, set, n.gain, shifts, slopes, products);
    for (size_t j = 0; j < groups; j++) {
      const double r = reciprocals[j];
      constant[j] = n.divisor == IGK_DEVIATION ? (float)(-r * slopes[j] / count) : 0;
      weight[j] = (float)(-r * r * (n.divisor == IGK_NORM_1 ? 1 : r) * products[j] / count);
    }
    spread(g, constant, constants);
    spread(g, weight, weights);
    for (size_t r = 0; r < g->height; r++) {
      const size_t row = g->first[set] + g->rows[r];
      for (size_t c = 0; c < g->columns; c += LANES) {
        const size_t width = block_width(g->columns, c);
        lanes value, slope, shift, factor, offset, share;
        load_part(&value, x + row * x_stride + c, width, 0);
        load_part(&slope, dy + row * dy_stride + c, width, 0);
        load_spread(&shift, g, shifts, c);
        load_spread(&factor, g, factors, c);
        load_spread(&offset, g, constants, c);
        load_spread(&share, g, weights, c);
        multiply_by(&slope, n.gain, c);
        direction(&value, &shift, n.divisor);
        value = slope * factor + offset + value * share;
        put(dx + row * dx_stride + c, &value, width, accumulate);
      }
    }
  }
}
