#include "Pointwise.h"

#include "Dispatch.h"

#include <math.h>
#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

// How many numbers at a time are computed before they are summed or added, and how many rows are
// summed before that sum is added to the others: long sums lose digits.
enum { CHUNK = 256, ROWS_PER_SUM = 64 };

// The extents that a loop runs over, and its arrays: two operands, and a third array that repeats
// nothing.
typedef struct {
  igk_operand a, b, other;
  size_t rows, columns;
} layout;

ALWAYS_INLINE int joins(igk_operand array, size_t columns) {
  return array.stride == array.step * columns;
}

// Makes one row of rows that follow each other without gaps.
ALWAYS_INLINE layout joined(layout l) {
  if (joins(l.a, l.columns) && joins(l.b, l.columns) && joins(l.other, l.columns)) {
    l.columns *= l.rows;
    l.rows = l.rows > 0;
  }
  return l;
}

// Makes one row of a column of neighbours.
ALWAYS_INLINE layout turned(layout l, igk_operand *gradient) {
  if (l.columns == 1 && l.a.stride <= 1 && l.b.stride <= 1 && l.other.stride <= 1 &&
      gradient->stride <= 1) {
    l.a.step = l.a.stride, l.b.step = l.b.stride, l.other.step = l.other.stride;
    gradient->step = gradient->stride;
    l.columns = l.rows;
    l.rows = l.rows > 0;
  }
  return l;
}

// MARK: Forward

// y = an expression of a and b.
#define ARITHMETIC(name, expression) \
  IGK_CLONES \
  void igk_##name(igk_operand left, igk_operand right, igk_rows target, size_t rows, \
                  size_t columns) { \
    igk_operand y = {target.base, target.stride, 1}; \
    const layout l = joined(turned((layout){left, right, y, rows, columns}, &y)); \
    for (size_t r = 0; r < l.rows; r++) { \
      const float *restrict from_a = l.a.base + r * l.a.stride; \
      const float *restrict from_b = l.b.base + r * l.b.stride; \
      float *restrict to = l.other.base + r * l.other.stride; \
      if (l.a.step && l.b.step) { \
        for (size_t c = 0; c < l.columns; c++) { \
          const float a = from_a[c], b = from_b[c]; \
          to[c] = (expression); \
        } \
      } else if (l.a.step) { \
        const float b = *from_b; \
        for (size_t c = 0; c < l.columns; c++) { \
          const float a = from_a[c]; \
          to[c] = (expression); \
        } \
      } else { \
        const float a = *from_a; \
        for (size_t c = 0; c < l.columns; c++) { \
          const float b = from_b[c * l.b.step]; \
          to[c] = (expression); \
        } \
      } \
    } \
  }

// MARK: Backward

// Writes dy · slope for `count` numbers of a row.
typedef void slopes(const float *a, size_t a_step, const float *b, size_t b_step, const float *dy,
                    float *result, size_t count);

// The sum of some numbers, in sixteen strands.
ALWAYS_INLINE float total(const float *x, size_t count) {
  float strands[16] = {0};
  size_t c = 0;
  for (; c + 16 <= count; c += 16) {
    for (size_t k = 0; k < 16; k++) strands[k] += x[c + k];
  }
  for (size_t k = 0; c < count; c++, k++) strands[k] += x[c];
  for (size_t width = 8; width > 0; width /= 2) {
    for (size_t k = 0; k < width; k++) strands[k] += strands[k + width];
  }
  return strands[0];
}

ALWAYS_INLINE void put(float *target, float value, int accumulate) {
  *target = accumulate ? *target + value : value;
}

// Every number has a gradient of its own.
ALWAYS_INLINE void write_slopes(layout l, igk_operand dx, int accumulate, slopes *function) {
  float chunk[CHUNK];
  for (size_t r = 0; r < l.rows; r++) {
    const float *a = l.a.base + r * l.a.stride, *b = l.b.base + r * l.b.stride;
    const float *dy = l.other.base + r * l.other.stride;
    float *target = dx.base + r * dx.stride;
    for (size_t start = 0; start < l.columns; start += CHUNK) {
      const size_t count = l.columns - start < CHUNK ? l.columns - start : CHUNK;
      function(a + start * l.a.step, l.a.step, b + start * l.b.step, l.b.step, dy + start,
               accumulate ? chunk : target + start, count);
      for (size_t c = 0; accumulate && c < count; c++) target[start + c] += chunk[c];
    }
  }
}

// One row of gradients stands for all rows.
ALWAYS_INLINE void sum_rows(layout l, igk_operand dx, int accumulate, slopes *function) {
  for (size_t start = 0; start < l.columns; start += CHUNK) {
    const size_t count = l.columns - start < CHUNK ? l.columns - start : CHUNK;
    float chunk[CHUNK], part[CHUNK], sum[CHUNK] = {0};
    for (size_t first = 0; first < l.rows; first += ROWS_PER_SUM) {
      const size_t end = l.rows - first < ROWS_PER_SUM ? l.rows : first + ROWS_PER_SUM;
      memset(part, 0, sizeof part);
      for (size_t r = first; r < end; r++) {
        function(l.a.base + r * l.a.stride + start * l.a.step, l.a.step,
                 l.b.base + r * l.b.stride + start * l.b.step, l.b.step,
                 l.other.base + r * l.other.stride + start, chunk, count);
        for (size_t c = 0; c < count; c++) part[c] += chunk[c];
      }
      for (size_t c = 0; c < count; c++) sum[c] += part[c];
    }
    for (size_t c = 0; c < count; c++) put(dx.base + start + c, sum[c], accumulate);
  }
}

// One gradient stands for all numbers of a row, and of all rows if they have no stride.
ALWAYS_INLINE void sum_columns(layout l, igk_operand dx, int accumulate, slopes *function) {
  double all = 0;
  for (size_t r = 0; r < l.rows; r++) {
    double sum = 0;
    for (size_t start = 0; start < l.columns; start += CHUNK) {
      const size_t count = l.columns - start < CHUNK ? l.columns - start : CHUNK;
      float chunk[CHUNK];
      function(l.a.base + r * l.a.stride + start * l.a.step, l.a.step,
               l.b.base + r * l.b.stride + start * l.b.step, l.b.step,
               l.other.base + r * l.other.stride + start, chunk, count);
      sum += (double)total(chunk, count);
    }
    if (dx.stride) put(dx.base + r * dx.stride, (float)sum, accumulate);
    all += sum;
  }
  if (!dx.stride) put(dx.base, (float)all, accumulate);
}

IGK_CLONES
static void distribute(igk_operand a, igk_operand b, igk_rows dy, igk_operand dx, size_t rows,
                       size_t columns, int accumulate, slopes *function) {
  const igk_operand upper = {dy.base, dy.stride, 1};
  layout l = turned((layout){a, b, upper, rows, columns}, &dx);
  if (dx.step && (dx.stride || l.rows <= 1)) {
    if (joins(dx, l.columns) || l.rows <= 1) {
      const size_t count = l.rows * l.columns;
      l = joined(l);
      if (l.columns == count) dx.stride = count;
    }
    write_slopes(l, dx, accumulate, function);
  } else if (dx.step) {
    sum_rows(l, dx, accumulate, function);
  } else {
    sum_columns(l, dx, accumulate, function);
  }
}

// The gradient of an operand: an expression of the operands a and b and of the slope dy.
#define SLOPES(name, expression) \
  IGK_CLONES \
  static void name##_slopes(const float *restrict from_a, size_t a_step, \
                            const float *restrict from_b, size_t b_step, \
                            const float *restrict upper, float *restrict to, size_t count) { \
    if (a_step && b_step) { \
      for (size_t c = 0; c < count; c++) { \
        const float a = from_a[c], b = from_b[c], dy = upper[c]; \
        (void)a, (void)b; \
        to[c] = (expression); \
      } \
    } else if (a_step) { \
      const float b = *from_b; \
      for (size_t c = 0; c < count; c++) { \
        const float a = from_a[c], dy = upper[c]; \
        (void)a, (void)b; \
        to[c] = (expression); \
      } \
    } else { \
      const float a = *from_a; \
      for (size_t c = 0; c < count; c++) { \
        const float b = from_b[c * b_step], dy = upper[c]; \
        (void)a, (void)b; \
        to[c] = (expression); \
      } \
    } \
  } \
  void igk_##name(igk_operand a, igk_operand b, igk_rows dy, igk_operand dx, size_t rows, \
                  size_t columns, int accumulate) { \
    distribute(a, b, dy, dx, rows, columns, accumulate, name##_slopes); \
  }

// MARK: Operations

ARITHMETIC(sum, a + b)
ARITHMETIC(difference, a - b)
SLOPES(pass, dy)
SLOPES(pass_negated, -dy)

ARITHMETIC(product, a * b)
SLOPES(product_left, dy * b)
SLOPES(product_right, dy * a)

ARITHMETIC(quotient, a / b)
SLOPES(quotient_left, dy / b)
SLOPES(quotient_right, -dy * a / (b * b))

ARITHMETIC(minimum, a < b || a != a ? a : b)
SLOPES(minimum_left, a < b ? dy : (a == b ? 0.5f * dy : 0))
SLOPES(minimum_right, b < a ? dy : (a == b ? 0.5f * dy : 0))

ARITHMETIC(maximum, a > b || a != a ? a : b)
SLOPES(maximum_left, a > b ? dy : (a == b ? 0.5f * dy : 0))
SLOPES(maximum_right, b > a ? dy : (a == b ? 0.5f * dy : 0))

ARITHMETIC(power, powf(a, b))
SLOPES(power_left, b == 0 ? 0 : dy * b * powf(a, b - 1))
SLOPES(power_right, a == 0 ? 0 : dy * powf(a, b) * logf(a))

ARITHMETIC(prelu, a > 0 ? a : a * b)
SLOPES(prelu_left, a > 0 ? dy : dy * b)
SLOPES(prelu_right, a > 0 ? 0 : dy * a)

ARITHMETIC(equal, a == b ? 1.0f : 0.0f)
ARITHMETIC(less, a < b ? 1.0f : 0.0f)
ARITHMETIC(less_or_equal, a <= b ? 1.0f : 0.0f)
ARITHMETIC(greater, a > b ? 1.0f : 0.0f)
ARITHMETIC(greater_or_equal, a >= b ? 1.0f : 0.0f)
ARITHMETIC(and, ((a != 0) & (b != 0)) ? 1.0f : 0.0f)
ARITHMETIC(or, ((a != 0) | (b != 0)) ? 1.0f : 0.0f)
ARITHMETIC(exclusive_or, ((a != 0) ^ (b != 0)) ? 1.0f : 0.0f)

ALWAYS_INLINE float remainder_of(float a, float b) {
  const float rest = fmodf(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

ARITHMETIC(truncated_quotient, truncf(a / b))
ARITHMETIC(remainder, remainder_of(a, b))
SLOPES(remainder_right, -dy * floorf(a / b))
ARITHMETIC(truncated_remainder, fmodf(a, b))
SLOPES(truncated_remainder_right, -dy * truncf(a / b))

// MARK: Choice

SLOPES(where_true, a != 0 ? dy : 0)
SLOPES(where_false, a != 0 ? 0 : dy)

// `count` numbers of a row from `start` on, copied to memory if they are one number repeated.
ALWAYS_INLINE const float *numbers(igk_operand array, size_t row, size_t start, size_t count,
                                   float *memory) {
  const float *from = array.base + row * array.stride;
  if (array.step) return from + start;
  for (size_t c = 0; c < count; c++) memory[c] = *from;
  return memory;
}

IGK_CLONES
void igk_choice(igk_operand condition, igk_operand a, igk_operand b, igk_rows y, size_t rows,
                size_t columns) {
  for (size_t r = 0; r < rows; r++) {
    for (size_t start = 0; start < columns; start += CHUNK) {
      const size_t count = columns - start < CHUNK ? columns - start : CHUNK;
      float memory[3][CHUNK];
      const float *is_chosen = numbers(condition, r, start, count, memory[0]);
      const float *yes = numbers(a, r, start, count, memory[1]);
      const float *no = numbers(b, r, start, count, memory[2]);
      float *restrict to = y.base + r * y.stride + start;
      for (size_t c = 0; c < count; c++) to[c] = is_chosen[c] != 0 ? yes[c] : no[c];
    }
  }
}
