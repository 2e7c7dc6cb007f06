#include "Pointwise.h"

#include "Dispatch.h"
#include "Functions.h"

// What a loop over an array may take for a single row: rows that follow each other without gaps.
#define IGK_JOIN_ROWS(condition) \
  if (condition) { \
    columns *= rows; \
    rows = rows > 0; \
  }

// y = an expression of x and of the constants p.
#define FORWARD(name, expression) \
  IGK_CLONES \
  void igk_##name(igk_rows source, igk_rows target, size_t rows, size_t columns, \
                  const igk_constants *constants) { \
    const igk_constants p = *constants; \
    (void)p; \
    IGK_JOIN_ROWS(source.stride == columns && target.stride == columns) \
    for (size_t r = 0; r < rows; r++) { \
      const float *from = source.base + r * source.stride; \
      float *to = target.base + r * target.stride; \
      for (size_t c = 0; c < columns; c++) { \
        const float x = from[c]; \
        to[c] = (expression); \
      } \
    } \
  }

// dx = dy · an expression of `argument`, which is the source, and of the constants p.
#define BACKWARD(name, argument, expression) \
  IGK_CLONES \
  void igk_##name##_backward(igk_rows source, igk_rows dy, igk_rows dx, size_t rows, \
                             size_t columns, const igk_constants *constants, int accumulate) { \
    const igk_constants p = *constants; \
    (void)p; \
    IGK_JOIN_ROWS(source.stride == columns && dy.stride == columns && dx.stride == columns) \
    for (size_t r = 0; r < rows; r++) { \
      const float *from = source.base + r * source.stride; \
      const float *upper = dy.base + r * dy.stride; \
      float *to = dx.base + r * dx.stride; \
      if (accumulate) { \
        for (size_t c = 0; c < columns; c++) { \
          const float argument = from[c]; \
          to[c] += upper[c] * (expression); \
        } \
      } else { \
        for (size_t c = 0; c < columns; c++) { \
          const float argument = from[c]; \
          to[c] = upper[c] * (expression); \
        } \
      } \
    } \
  }

// MARK: Functions whose slope is made of y

FORWARD(sigmoid, sigmoid_of(x))
BACKWARD(sigmoid, y, y * (1 - y))

FORWARD(tanh, tanh_of(x))
BACKWARD(tanh, y, 1 - y * y)

FORWARD(exp, exp_of(x))
BACKWARD(exp, y, y)

FORWARD(sqrt, root_of(x))
BACKWARD(sqrt, y, 0.5f / y)

FORWARD(reciprocal, 1 / x)
BACKWARD(reciprocal, y, -y * y)

FORWARD(reciprocal_sqrt, 1 / root_of(x))
BACKWARD(reciprocal_sqrt, y, -0.5f * y * y * y)

FORWARD(softplus, softplus_of(x))
BACKWARD(softplus, y, -exp_minus_one(-y))

FORWARD(elu, x > 0 ? p.b * x : p.a * exp_minus_one(p.c * x))
BACKWARD(elu, y, y > 0 ? p.b : (y + p.a) * p.c)

FORWARD(clip, limited(x, p.a, p.b))
BACKWARD(clip, y, ((y > p.a) & (y < p.b)) ? 1.0f : 0.0f)

FORWARD(hard_sigmoid, limited(p.a * x + p.b, 0, 1))
BACKWARD(hard_sigmoid, y, ((y > 0) & (y < 1)) ? p.a : 0)

FORWARD(negate, -x)

IGK_CLONES
void igk_negate_backward(igk_rows source, igk_rows dy, igk_rows dx, size_t rows, size_t columns,
                         const igk_constants *constants, int accumulate) {
  (void)source, (void)constants;
  for (size_t r = 0; r < rows; r++) {
    const float *upper = dy.base + r * dy.stride;
    float *to = dx.base + r * dx.stride;
    for (size_t c = 0; c < columns; c++) to[c] = (accumulate ? to[c] : 0) - upper[c];
  }
}

// MARK: Functions whose slope is made of x

FORWARD(leaky_relu, x > 0 ? x : p.a * x)
BACKWARD(leaky_relu, x, x > 0 ? 1 : p.a)

FORWARD(log, log_of(x))
BACKWARD(log, x, 1 / x)

FORWARD(abs, fabsf(x))
BACKWARD(abs, x, (float)((x > 0) - (x < 0)))

FORWARD(erf, erf_of(x))
BACKWARD(erf, x, 1.12837917f * exp_of(-x * x))

FORWARD(gelu, gelu_of(x))
BACKWARD(gelu, x, gelu_slope(x))

// The argument of the sigmoid that makes a GELU: (1 + tanh(u)) / 2 is sigmoid(2 u).
IGK_FUNCTION gelu_argument(float x) { return 1.59576912f * (x + 0.044715f * x * x * x); }

IGK_FUNCTION gelu_tanh_slope(float x) {
  // Beyond, sigmoid(2 u) is 0 or 1.
  const float near = limited(x, -30.0f, 30.0f), s = sigmoid_of(gelu_argument(near));
  return s + near * s * (1 - s) * 1.59576912f * (1 + 3 * 0.044715f * near * near);
}

FORWARD(gelu_tanh, x * sigmoid_of(gelu_argument(x)))
BACKWARD(gelu_tanh, x, gelu_tanh_slope(x))

IGK_FUNCTION silu_slope(float x, float scale) {
  const float s = sigmoid_of(scale * x);
  return s + s * (scale * x * (1 - s));
}

FORWARD(silu, x * sigmoid_of(p.a * x))
BACKWARD(silu, x, silu_slope(x, p.a))

// With e = exp(x) and n = e (e + 2), tanh(log(1 + e)) is n / (n + 2). For x > 20 that is 1.
IGK_FUNCTION mish_of(float x) {
  const float e = exp_of(limited(x, -INFINITY, 20.0f)), n = e * (e + 2);
  return x * (n / (n + 2));
}

IGK_FUNCTION mish_slope(float x) {
  const float e = exp_of(limited(x, -INFINITY, 20.0f)), n = e * (e + 2), share = 1 / (n + 2);
  return n * share + (x * share) * (4 * e * (e + 1) * share);
}

FORWARD(mish, mish_of(x))
BACKWARD(mish, x, mish_slope(x))

FORWARD(hard_swish, x * limited(x * (1.0f / 6) + 0.5f, 0, 1))
BACKWARD(hard_swish, x, x <= -3 ? 0 : (x >= 3 ? 1 : x * (1.0f / 3) + 0.5f))

FORWARD(softsign, x / (1 + fabsf(x)))
BACKWARD(softsign, x, 1 / ((1 + fabsf(x)) * (1 + fabsf(x))))

FORWARD(square, x * x)
BACKWARD(square, x, 2 * x)

FORWARD(cube, x * x * x)
BACKWARD(cube, x, 3 * x * x)

FORWARD(power_of, powf(x, p.a))
BACKWARD(power_of, x, p.a == 0 ? 0 : p.a * powf(x, p.a - 1))

// MARK: Sine and cosine

enum { SINES = 256 };

// The sine of x + quarter · π/2, for quarters from 0 to 2.
IGK_CLONES
static void sines(const float *x, float *y, size_t count, int32_t quarter) {
  int are_reducible = 1;
  for (size_t c = 0; c < count; c++) are_reducible &= fabsf(x[c]) < 1e6f;
  if (are_reducible) {
    for (size_t c = 0; c < count; c++) y[c] = sine_of(x[c], quarter);
  } else {
    for (size_t c = 0; c < count; c++) {
      const float value = quarter & 1 ? cosf(x[c]) : sinf(x[c]);
      y[c] = quarter & 2 ? -value : value;
    }
  }
}

static void sine_rows(igk_rows x, igk_rows y, size_t rows, size_t columns, int32_t quarter) {
  IGK_JOIN_ROWS(x.stride == columns && y.stride == columns)
  for (size_t r = 0; r < rows; r++) {
    for (size_t c = 0; c < columns; c += SINES) {
      const size_t count = columns - c < SINES ? columns - c : SINES;
      sines(x.base + r * x.stride + c, y.base + r * y.stride + c, count, quarter);
    }
  }
}

static void sine_rows_backward(igk_rows x, igk_rows dy, igk_rows dx, size_t rows, size_t columns,
                               int32_t quarter, int accumulate) {
  for (size_t r = 0; r < rows; r++) {
    for (size_t start = 0; start < columns; start += SINES) {
      const size_t count = columns - start < SINES ? columns - start : SINES;
      const float *upper = dy.base + r * dy.stride + start;
      float *to = dx.base + r * dx.stride + start, slopes[SINES];
      sines(x.base + r * x.stride + start, slopes, count, quarter + 1);
      for (size_t c = 0; c < count; c++) to[c] = (accumulate ? to[c] : 0) + upper[c] * slopes[c];
    }
  }
}

#define SINE(name, quarter) \
  void igk_##name(igk_rows x, igk_rows y, size_t rows, size_t columns, \
                  const igk_constants *constants) { \
    (void)constants; \
    sine_rows(x, y, rows, columns, quarter); \
  } \
  void igk_##name##_backward(igk_rows x, igk_rows dy, igk_rows dx, size_t rows, size_t columns, \
                             const igk_constants *constants, int accumulate) { \
    (void)constants; \
    sine_rows_backward(x, dy, dx, rows, columns, quarter, accumulate); \
  }

SINE(sin, 0)
SINE(cos, 1)

// MARK: Functions without slope

FORWARD(floor, floorf(x))
FORWARD(ceil, ceilf(x))
FORWARD(round, rintf(x))
FORWARD(truncate, truncf(x))
FORWARD(sign, x > 0 ? 1 : (x < 0 ? -1 : x))
