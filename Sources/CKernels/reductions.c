#include "Groups.h"

size_t igk_groups_scratch(const igk_groups *groups) {
  return (2 * WIDE_LINES + LINES) * line_of(groups);
}

// The number of group `index`.
IGK_INLINE float *result(const igk_results *results, size_t index) {
  if (results->stride == results->columns) return results->base + index;
  return results->base + index / results->columns * results->stride + index % results->columns;
}

// log sum exp(x) by way of the largest number, so that nothing overflows.
IGK_INLINE void fold_exponentials(const float *x, size_t stride, const igk_groups *g, size_t set,
                                  double *totals, float *scratch) {
  float *shifts = line(g, scratch, 0), *largest = line(g, scratch, 1);
  const size_t groups = g->columns / g->segment;
  fold(FOLD_MAXIMUM, x, stride, g, set, NULL, totals);
  for (size_t j = 0; j < groups; j++) largest[j] = isfinite(totals[j]) ? (float)totals[j] : 0;
  spread(g, largest, shifts);
  fold(FOLD_EXPONENTIAL, x, stride, g, set, shifts, totals);
  for (size_t j = 0; j < groups; j++) totals[j] = largest[j] + log(totals[j]);
}

IGK_CLONES
void igk_reduce(const float *x, size_t x_stride, const igk_groups *g, igk_reduction kind,
                const igk_results *y, float *scratch) {
  double *totals = wide_line(g, scratch, 0);
  const size_t groups = g->columns / g->segment;
  const double count = (double)(g->height * g->segment);
  for (size_t set = 0; set < g->sets; set++) {
    switch (kind) {
      case IGK_REDUCE_SUM:
      case IGK_REDUCE_MEAN:
      case IGK_REDUCE_LOG_SUM: fold(FOLD_SUM, x, x_stride, g, set, NULL, totals); break;
      case IGK_REDUCE_MAXIMUM: fold(FOLD_MAXIMUM, x, x_stride, g, set, NULL, totals); break;
      case IGK_REDUCE_MINIMUM: fold(FOLD_MINIMUM, x, x_stride, g, set, NULL, totals); break;
      case IGK_REDUCE_PRODUCT: fold(FOLD_PRODUCT, x, x_stride, g, set, NULL, totals); break;
      case IGK_REDUCE_ABSOLUTE_SUM: fold(FOLD_ABSOLUTE, x, x_stride, g, set, NULL, totals); break;
      case IGK_REDUCE_EUCLIDEAN_NORM:
      case IGK_REDUCE_SUM_OF_SQUARES: fold(FOLD_SQUARE, x, x_stride, g, set, NULL, totals); break;
      case IGK_REDUCE_LOG_SUM_EXP: fold_exponentials(x, x_stride, g, set, totals, scratch); break;
    }
    for (size_t j = 0; j < groups; j++) {
      double value = totals[j];
      if (kind == IGK_REDUCE_MEAN) value /= count;
      if (kind == IGK_REDUCE_EUCLIDEAN_NORM) value = sqrt(value);
      if (kind == IGK_REDUCE_LOG_SUM) value = log(value);
      *result(y, set * groups + j) = (float)value;
    }
  }
}

// What the slope of a number x of a group is made of: factor and mark are those of the group.
IGK_INLINE void slope(lanes *value, igk_reduction kind, const lanes *factor, const lanes *mark) {
  const lanes x = *value, zero = {0}, one = zero + 1.0f;
  switch (kind) {
    case IGK_REDUCE_ABSOLUTE_SUM: {
      const mask positive = x > 0, negative = x < 0;
      const lanes opposite = -*factor;
      choose(value, &positive, factor, &zero);
      choose(value, &negative, &opposite, value);
      return;
    }
    case IGK_REDUCE_EUCLIDEAN_NORM:
    case IGK_REDUCE_SUM_OF_SQUARES: *value = *factor * x; return;
    case IGK_REDUCE_LOG_SUM_EXP:
      *value -= *mark;
      exponential(value);
      *value *= *factor;
      return;
    case IGK_REDUCE_MAXIMUM:
    case IGK_REDUCE_MINIMUM: {
      const mask equal = x == *mark;
      choose(value, &equal, &one, &zero);
      *value *= *factor;
      return;
    }
    case IGK_REDUCE_PRODUCT: {
      // The mark is the number of zeros, the factor includes the product of all other numbers.
      const mask zeros = x == 0, none = *mark == 0, single = *mark == 1;
      lanes divisor, alone;
      choose(&divisor, &zeros, &one, &x);
      choose(&alone, &zeros, factor, &zero);
      choose(&alone, &single, &alone, &zero);
      divisor = *factor / divisor;
      choose(value, &none, &divisor, &alone);
      return;
    }
    default: *value = *factor; return;
  }
}

// Writes the gradients of a set.
IGK_INLINE void slopes(igk_reduction kind, const float *x, size_t x_stride, const igk_groups *g,
                       size_t set, const float *factors, const float *marks, float *dx,
                       size_t dx_stride, int accumulate) {
  for (size_t r = 0; r < g->height; r++) {
    const size_t row = g->first[set] + g->rows[r];
    for (size_t c = 0; c < g->columns; c += LANES) {
      const size_t width = block_width(g->columns, c);
      lanes value = {0}, factor, mark;
      if (kind > IGK_REDUCE_MEAN && kind != IGK_REDUCE_LOG_SUM) load_part(&value, x + row * x_stride + c, width, 0);
      load_spread(&factor, g, factors, c);
      load_spread(&mark, g, marks, c);
      slope(&value, kind, &factor, &mark);
      put(dx + row * dx_stride + c, &value, width, accumulate);
    }
  }
}

// What the gradients of a group have in common, given that of its result.
IGK_INLINE void factor_of(igk_reduction kind, float dy, float y, double count, double product,
                          float *factor, float *mark) {
  *factor = dy;
  *mark = y;
  switch (kind) {
    case IGK_REDUCE_MEAN: *factor = (float)(dy / count); break;
    case IGK_REDUCE_SUM_OF_SQUARES: *factor = 2 * dy; break;
    case IGK_REDUCE_EUCLIDEAN_NORM: *factor = y == 0 ? 0 : dy / y; break;
    case IGK_REDUCE_LOG_SUM: *factor = (float)(dy * exp(-(double)y)); break;
    case IGK_REDUCE_MAXIMUM:
    case IGK_REDUCE_MINIMUM: *factor = (float)(dy / count); break;
    case IGK_REDUCE_PRODUCT:
      *factor = (float)(dy * product);
      *mark = (float)count;
      break;
    default: break;
  }
}

// Whether the gradient of a reduction depends on its result.
IGK_INLINE int depends_on_result(igk_reduction kind) {
  return kind == IGK_REDUCE_MAXIMUM || kind == IGK_REDUCE_MINIMUM || kind == IGK_REDUCE_EUCLIDEAN_NORM ||
         kind == IGK_REDUCE_LOG_SUM || kind == IGK_REDUCE_LOG_SUM_EXP;
}

IGK_CLONES
void igk_reduce_backward(const igk_results *dy, const igk_results *y, const float *x,
                         size_t x_stride, const igk_groups *g, igk_reduction kind, float *dx,
                         size_t dx_stride, int accumulate, float *scratch) {
  double *counts = wide_line(g, scratch, 0), *products = wide_line(g, scratch, 1);
  float *factors = line(g, scratch, 0), *marks = line(g, scratch, 1);
  float *factor = line(g, scratch, 2), *mark = line(g, scratch, 3);
  const size_t groups = g->columns / g->segment;
  const int reads_result = depends_on_result(kind);
  for (size_t set = 0; set < g->sets; set++) {
    for (size_t j = 0; j < groups; j++) {
      counts[j] = (double)(g->height * g->segment);
      products[j] = 0;
      mark[j] = reads_result ? *result(y, set * groups + j) : 0;
    }
    spread(g, mark, marks);
    if (kind == IGK_REDUCE_PRODUCT) fold(FOLD_NONZERO_PRODUCT, x, x_stride, g, set, NULL, products);
    if (kind == IGK_REDUCE_PRODUCT || kind == IGK_REDUCE_MAXIMUM || kind == IGK_REDUCE_MINIMUM) {
      fold(FOLD_EQUAL, x, x_stride, g, set, marks, counts);
    }
    for (size_t j = 0; j < groups; j++) {
      factor_of(kind, *result(dy, set * groups + j), mark[j], counts[j], products[j], factor + j,
                mark + j);
    }
    spread(g, factor, factors);
    spread(g, mark, marks);
    if (kind == IGK_REDUCE_SUM || kind == IGK_REDUCE_MEAN) {
      // By far the most frequent: known to the compiler, the loop decides nothing.
      slopes(IGK_REDUCE_MEAN, x, x_stride, g, set, factors, marks, dx, dx_stride, accumulate);
    } else {
      slopes(kind, x, x_stride, g, set, factors, marks, dx, dx_stride, accumulate);
    }
  }
}
