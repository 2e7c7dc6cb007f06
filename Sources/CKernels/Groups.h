// Folds: what is common to all loops over groups of numbers (igk_groups).
//
// A set whose segments are whole rows is folded row by row into one number; every other one is
// folded column by column, whole rows after another, and the columns of a segment afterwards.
// Sums of a few numbers are taken in single precision, the sums of those in double precision.

#ifndef IGK_GROUPS_H
#define IGK_GROUPS_H

#include "Dispatch.h"
#include "Exponential.h"
#include "Lanes.h"

#include <math.h>

typedef double wide __attribute__((vector_size(LANES * sizeof(double))));

// What is made of numbers, and how they are put together: sums first.
typedef enum {
  FOLD_SUM,
  FOLD_ABSOLUTE,
  FOLD_SQUARE,
  FOLD_SQUARED_DEVIATION,  // (x - shift)^2
  FOLD_EXPONENTIAL,        // exp(x - shift)
  FOLD_EQUAL,              // how many are equal to the shift
  FOLD_MAXIMUM,
  FOLD_MINIMUM,
  FOLD_PRODUCT,
  FOLD_NONZERO_PRODUCT,
} fold_kind;

enum { FOLD_LAST_SUM = FOLD_EQUAL, BLOCK = 1024, ROWS = 8 };

IGK_INLINE void splat(lanes *value, float number) {
  for (size_t k = 0; k < LANES; k++) (*value)[k] = number;
}

// The first `count` numbers of a block, and `fill` behind them; no call of memcpy.
IGK_INLINE void load_part(lanes *value, const float *source, size_t count, float fill) {
  if (count == LANES) {
    memcpy(value, source, sizeof(lanes));
    return;
  }
  float part[LANES];
  size_t k = 0;
  for (size_t i = 0; i < LANES; i++) part[i] = fill;
  if (count & 8) memcpy(part, source, 8 * sizeof(float)), k = 8;
  if (count & 4) memcpy(part + k, source + k, 4 * sizeof(float)), k += 4;
  if (count & 2) memcpy(part + k, source + k, 2 * sizeof(float)), k += 2;
  if (count & 1) part[k] = source[k];
  memcpy(value, part, sizeof(lanes));
}

IGK_INLINE void store_part(float *target, const lanes *value, size_t count) {
  if (count == LANES) {
    memcpy(target, value, sizeof(lanes));
    return;
  }
  float part[LANES];
  size_t k = 0;
  memcpy(part, value, sizeof(lanes));
  if (count & 8) memcpy(target, part, 8 * sizeof(float)), k = 8;
  if (count & 4) memcpy(target + k, part + k, 4 * sizeof(float)), k += 4;
  if (count & 2) memcpy(target + k, part + k, 2 * sizeof(float)), k += 2;
  if (count & 1) target[k] = part[k];
}

// Stores a part of a gradient, or adds it.
IGK_INLINE void put(float *target, lanes *value, size_t count, int accumulate) {
  if (accumulate) {
    lanes before;
    load_part(&before, target, count, 0);
    *value += before;
  }
  store_part(target, value, count);
}

IGK_INLINE void add_wide(double *totals, const lanes *part) {
  wide total;
  memcpy(&total, totals, sizeof(wide));
  total += __builtin_convertvector(*part, wide);
  memcpy(totals, &total, sizeof(wide));
}

IGK_INLINE double sum_of(const wide *value) {
  double part[LANES];
  memcpy(part, value, sizeof(wide));
  for (size_t step = LANES / 2; step > 0; step /= 2) {
    for (size_t k = 0; k < step; k++) part[k] += part[k + step];
  }
  return part[0];
}

// The number that changes nothing when it is folded too.
IGK_INLINE float neutral(fold_kind kind) {
  switch (kind) {
    case FOLD_EXPONENTIAL:
    case FOLD_MAXIMUM: return -INFINITY;
    case FOLD_MINIMUM: return INFINITY;
    case FOLD_EQUAL: return NAN;
    case FOLD_PRODUCT:
    case FOLD_NONZERO_PRODUCT: return 1;
    default: return 0;
  }
}

// What a number contributes.
IGK_INLINE void term(lanes *value, fold_kind kind, const lanes *shift) {
  const lanes one = (lanes){0} + 1.0f, zero = (lanes){0};
  if (kind == FOLD_ABSOLUTE) *value = (lanes)((mask)*value & 0x7fffffff);
  if (kind == FOLD_SQUARE) *value *= *value;
  if (kind == FOLD_SQUARED_DEVIATION) {
    *value -= *shift;
    *value *= *value;
  }
  if (kind == FOLD_EXPONENTIAL) {
    *value -= *shift;
    exponential(value);
  }
  if (kind == FOLD_EQUAL) {
    const mask equal = *value == *shift;
    choose(value, &equal, &one, &zero);
  }
  if (kind == FOLD_NONZERO_PRODUCT) {
    const mask none = *value == 0;
    choose(value, &none, &one, value);
  }
}

// The larger or smaller of two numbers each; what is not a number stays.
IGK_INLINE void extremum(lanes *best, const lanes *value, fold_kind kind) {
  const mask better = kind == FOLD_MAXIMUM ? *value > *best : *value < *best;
  const mask taken = better | (*value != *value);
  choose(best, &taken, value, best);
}

// The largest or smallest of sixteen numbers.
IGK_INLINE float extremum_of(const lanes *value, fold_kind kind) {
  float part[LANES];
  memcpy(part, value, sizeof(lanes));
  for (size_t step = LANES / 2; step > 0; step /= 2) {
    for (size_t k = 0; k < step; k++) {
      const float a = part[k], b = part[k + step];
      const int better = kind == FOLD_MAXIMUM ? b > a : b < a;
      part[k] = (better | (b != b)) ? b : a;
    }
  }
  return part[0];
}

IGK_INLINE double combined(double a, double b, fold_kind kind) {
  if (kind <= FOLD_LAST_SUM) return a + b;
  if (kind >= FOLD_PRODUCT) return a * b;
  if (a != a || b != b) return NAN;
  return (kind == FOLD_MAXIMUM) == (a > b) ? a : b;
}

// The sum of up to BLOCK neighbours.
IGK_INLINE void sum_block(lanes *sum, const float *source, size_t count, fold_kind kind,
                          const lanes *shift) {
  const float fill = kind == FOLD_SQUARED_DEVIATION ? (*shift)[0] : neutral(kind);
  lanes even = {0}, odd = {0}, value;
  size_t c = 0;
  for (; c + 2 * LANES <= count; c += 2 * LANES) {
    memcpy(&value, source + c, sizeof(lanes));
    term(&value, kind, shift);
    even += value;
    memcpy(&value, source + c + LANES, sizeof(lanes));
    term(&value, kind, shift);
    odd += value;
  }
  for (; c < count; c += LANES) {
    load_part(&value, source + c, block_width(count, c), fill);
    term(&value, kind, shift);
    even += value;
  }
  *sum = even + odd;
}

// All numbers of a set.
IGK_INLINE double fold_rows(fold_kind kind, const float *x, size_t stride, const igk_groups *g,
                            size_t set, float shift_of_set) {
  const float *base = x + g->first[set] * stride;
  lanes shift, best;
  wide sum = {0}, product = (wide){0} + 1.0;
  splat(&shift, shift_of_set);
  splat(&best, neutral(kind));
  for (size_t r = 0; r < g->height; r++) {
    const float *source = base + g->rows[r] * stride;
    if (kind <= FOLD_LAST_SUM) {
      for (size_t c = 0; c < g->columns; c += BLOCK) {
        lanes part;
        sum_block(&part, source + c, g->columns - c < BLOCK ? g->columns - c : BLOCK, kind, &shift);
        sum += __builtin_convertvector(part, wide);
      }
      continue;
    }
    for (size_t c = 0; c < g->columns; c += LANES) {
      lanes value;
      load_part(&value, source + c, block_width(g->columns, c), neutral(kind));
      if (kind >= FOLD_PRODUCT) {
        term(&value, kind, &shift);
        product *= __builtin_convertvector(value, wide);
      } else {
        extremum(&best, &value, kind);
      }
    }
  }
  if (kind <= FOLD_LAST_SUM) return sum_of(&sum);
  if (kind < FOLD_PRODUCT) return extremum_of(&best, kind);
  double result = neutral(kind);
  for (size_t k = 0; k < LANES; k++) result *= product[k];
  return result;
}

// Folds `count` rows into one number per column, and that into `totals`.
IGK_INLINE void fold_some_rows(fold_kind kind, const float *const *rows, size_t count,
                               size_t columns, const float *shifts, double *totals) {
  for (size_t c = 0; c < columns; c += LANES) {
    const size_t width = block_width(columns, c);
    lanes shift = {0}, part, value;
    if (shifts) memcpy(&shift, shifts + c, sizeof(lanes));
    wide total, factor;
    memcpy(&total, totals + c, sizeof(wide));
    load_part(&part, rows[0] + c, width, 0);
    term(&part, kind, &shift);
    factor = __builtin_convertvector(part, wide);
    IGK_UNROLLED
    for (size_t k = 1; k < count; k++) {
      load_part(&value, rows[k] + c, width, 0);
      term(&value, kind, &shift);
      if (kind <= FOLD_LAST_SUM) part += value;
      if (kind == FOLD_MAXIMUM || kind == FOLD_MINIMUM) extremum(&part, &value, kind);
      if (kind >= FOLD_PRODUCT) factor *= __builtin_convertvector(value, wide);
    }
    if (kind <= FOLD_LAST_SUM) {
      total += __builtin_convertvector(part, wide);
    } else if (kind >= FOLD_PRODUCT) {
      total *= factor;
    } else {
      value = __builtin_convertvector(total, lanes);
      extremum(&value, &part, kind);
      total = __builtin_convertvector(value, wide);
    }
    memcpy(totals + c, &total, sizeof(wide));
  }
}

// Puts the totals of the columns of a segment together.
IGK_INLINE void fold_segments(fold_kind kind, const igk_groups *g, double *totals) {
  if (g->segment == 1) return;
  for (size_t j = 0; j < g->columns / g->segment; j++) {
    double result = totals[j * g->segment];
    for (size_t k = 1; k < g->segment; k++) {
      result = combined(result, totals[j * g->segment + k], kind);
    }
    totals[j] = result;
  }
}

// One number per group of a set. `shifts` are those of columns, or the one of all; NULL for none.
IGK_INLINE void fold(fold_kind kind, const float *x, size_t stride, const igk_groups *g, size_t set,
                     const float *shifts, double *totals) {
  if (g->segment == g->columns) {
    totals[0] = fold_rows(kind, x, stride, g, set, shifts ? shifts[0] : 0);
    return;
  }
  const float *base = x + g->first[set] * stride, *rows[ROWS];
  for (size_t c = 0; c < g->columns + LANES; c++) {
    totals[c] = kind <= FOLD_LAST_SUM ? 0 : neutral(kind);
  }
  size_t r = 0;
  for (; r + ROWS <= g->height; r += ROWS) {
    for (size_t k = 0; k < ROWS; k++) rows[k] = base + g->rows[r + k] * stride;
    fold_some_rows(kind, rows, ROWS, g->columns, shifts, totals);
  }
  for (; r < g->height; r++) {
    rows[0] = base + g->rows[r] * stride;
    fold_some_rows(kind, rows, 1, g->columns, shifts, totals);
  }
  fold_segments(kind, g, totals);
}

// Multiplies by the numbers of some columns from c on, if there are any.
IGK_INLINE void multiply_by(lanes *value, const float *numbers, size_t c) {
  if (!numbers) return;
  lanes factor;
  memcpy(&factor, numbers + c, sizeof(lanes));
  *value *= factor;
}

// Sums of slopes = dy gain and of products = dy gain (x - shift) over each group of a set; gain and
// shifts may be NULL.
IGK_INLINE void fold_products(const float *dy, size_t dy_stride, const float *x, size_t x_stride,
                              const igk_groups *g, size_t set, const float *gain,
                              const float *shifts, double *slopes, double *products) {
  const int is_row = g->segment == g->columns;
  const float *lower = x + g->first[set] * x_stride, *upper = dy + g->first[set] * dy_stride;
  wide slope_sum = {0}, product_sum = {0};
  if (!is_row) memset(slopes, 0, (g->columns + LANES) * sizeof(double));
  if (!is_row) memset(products, 0, (g->columns + LANES) * sizeof(double));
  for (size_t r = 0; r < g->height; r++) {
    const float *value_row = lower + g->rows[r] * x_stride;
    const float *slope_row = upper + g->rows[r] * dy_stride;
    lanes slope_part = {0}, product_part = {0}, shift = {0};
    if (is_row && shifts) splat(&shift, shifts[0]);
    for (size_t c = 0; c < g->columns; c += LANES) {
      const size_t width = block_width(g->columns, c);
      lanes value, slope;
      load_part(&slope, slope_row + c, width, 0);
      load_part(&value, value_row + c, width, 0);
      multiply_by(&slope, gain, c);
      if (!is_row && shifts) memcpy(&shift, shifts + c, sizeof(lanes));
      if (shifts) value -= shift;
      value *= slope;
      if (!is_row) {
        add_wide(slopes + c, &slope);
        add_wide(products + c, &value);
        continue;
      }
      slope_part += slope;
      product_part += value;
      if (c % BLOCK == BLOCK - LANES || c + LANES >= g->columns) {
        slope_sum += __builtin_convertvector(slope_part, wide);
        product_sum += __builtin_convertvector(product_part, wide);
        slope_part = product_part = (lanes){0};
      }
    }
  }
  if (is_row) slopes[0] = sum_of(&slope_sum);
  if (is_row) products[0] = sum_of(&product_sum);
  if (!is_row) fold_segments(FOLD_SUM, g, slopes);
  if (!is_row) fold_segments(FOLD_SUM, g, products);
}

// Gives every column of a segment the number of its group.
IGK_INLINE void spread(const igk_groups *g, const float *numbers, float *columns) {
  if (g->segment == g->columns) {
    columns[0] = numbers[0];
    return;
  }
  for (size_t j = 0; j < g->columns / g->segment; j++) {
    for (size_t k = 0; k < g->segment; k++) columns[j * g->segment + k] = numbers[j];
  }
}

// The numbers of a block of columns that were spread; of sets that are one group each, `is_row`, the
// only one.
IGK_INLINE void load_number(lanes *value, int is_row, const float *columns, size_t c) {
  if (is_row) {
    splat(value, columns[0]);
  } else {
    memcpy(value, columns + c, sizeof(lanes));
  }
}

// The same, asking the groups.
IGK_INLINE void load_spread(lanes *value, const igk_groups *g, const float *columns, size_t c) {
  load_number(value, g->segment == g->columns, columns, c);
}

// Scratch memory as lines with room for one number per column each: doubles first.
enum { WIDE_LINES = 2, LINES = 6 };

IGK_INLINE size_t line_of(const igk_groups *g) {
  const size_t columns = g->segment == g->columns ? 1 : g->columns;
  return (columns + 2 * LANES - 1) / LANES * LANES;
}

IGK_INLINE double *wide_line(const igk_groups *g, float *scratch, size_t index) {
  return (double *)(void *)scratch + index * line_of(g);
}

IGK_INLINE float *line(const igk_groups *g, float *scratch, size_t index) {
  return scratch + (2 * WIDE_LINES + index) * line_of(g);
}

#endif
