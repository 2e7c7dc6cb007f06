#include "Dispatch.h"
#include "Lanes.h"

#include <string.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

const char *igk_instruction_set(void) {
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(IGK_NO_DISPATCH)
  if (__builtin_cpu_supports("x86-64-v4")) return "avx512";
  if (__builtin_cpu_supports("x86-64-v3")) return "avx2";
#endif
  return "baseline";
}

#if defined(__x86_64__)
unsigned int igk_flush_denormals(void) {
  const unsigned int flush_to_zero = 0x8000, denormals_are_zero = 0x0040;
  const unsigned int before = _mm_getcsr();
  _mm_setcsr(before | flush_to_zero | denormals_are_zero);
  return before;
}

void igk_restore_denormals(unsigned int before) { _mm_setcsr(before); }
#else
unsigned int igk_flush_denormals(void) { return 0; }
void igk_restore_denormals(unsigned int before) { (void)before; }
#endif

void igk_copy_rows(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                   size_t columns) {
  if (x_stride == columns && y_stride == columns) {
    memcpy(y, x, rows * columns * sizeof(float));
    return;
  }
  for (size_t r = 0; r < rows; r++) {
    memcpy(y + r * y_stride, x + r * x_stride, columns * sizeof(float));
  }
}

IGK_CLONES
void igk_add_rows(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                  size_t columns) {
  for (size_t r = 0; r < rows; r++) {
    const float *restrict source = x + r * x_stride;
    float *restrict target = y + r * y_stride;
    for (size_t c = 0; c < columns; c++) target[c] += source[c];
  }
}

void igk_zero_rows(float *y, size_t y_stride, size_t rows, size_t columns) {
  if (y_stride == columns) {
    memset(y, 0, rows * columns * sizeof(float));
    return;
  }
  for (size_t r = 0; r < rows; r++) memset(y + r * y_stride, 0, columns * sizeof(float));
}

// One row. Where the compiler knows what is asked, as it does of what batch normalisation asks, the
// loop decides nothing.
IGK_INLINE void scale_shift(const float *source, float *target, size_t columns, const float *scale,
                            const float *shift, int accumulate) {
  for (size_t c = 0; c < columns; c++) {
    float value = source[c];
    if (scale) value *= scale[c];
    if (shift) value += shift[c];
    target[c] = accumulate ? target[c] + value : value;
  }
}

IGK_CLONES
void igk_scale_shift(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                     size_t columns, const float *scale, const float *shift, int accumulate) {
  for (size_t r = 0; r < rows; r++) {
    const float *source = x + r * x_stride;
    float *target = y + r * y_stride;
    if (scale && shift && !accumulate) {
      scale_shift(source, target, columns, scale, shift, 0);
    } else if (scale && !shift && !accumulate) {
      scale_shift(source, target, columns, scale, NULL, 0);
    } else if (scale && !shift) {
      scale_shift(source, target, columns, scale, NULL, 1);
    } else {
      scale_shift(source, target, columns, scale, shift, accumulate);
    }
  }
}

IGK_CLONES
void igk_add_scaled(const float *x, float weight, float *sum, size_t count) {
  const float *restrict source = x;
  float *restrict target = sum;
  for (size_t i = 0; i < count; i++) target[i] += weight * source[i];
}

IGK_CLONES
void igk_scale(const float *x, float weight, float *sum, size_t count) {
  const float *restrict source = x;
  float *restrict target = sum;
  for (size_t i = 0; i < count; i++) target[i] = weight * source[i];
}

IGK_CLONES
void igk_accumulate(const float *x, double *sum, size_t count) {
  const float *restrict source = x;
  double *restrict target = sum;
  for (size_t i = 0; i < count; i++) target[i] += (double)source[i];
}

IGK_CLONES
void igk_combine(const float *const *anchors, const float *coefficients, size_t anchor_count,
                 float *point, size_t count) {
  if (anchor_count == 2) {
    const float *restrict a = anchors[0];
    const float *restrict b = anchors[1];
    float *restrict target = point;
    float u = coefficients[0], v = coefficients[1];
    for (size_t i = 0; i < count; i++) target[i] = u * a[i] + v * b[i];
    return;
  }
  memset(point, 0, count * sizeof(float));
  for (size_t k = 0; k < anchor_count; k++) {
    if (coefficients[k] != 0) igk_add_scaled(anchors[k], coefficients[k], point, count);
  }
}
