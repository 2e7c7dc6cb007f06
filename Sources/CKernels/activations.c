#include "Dispatch.h"

// `x < 0 ? 0 : x` is one instruction, and keeps what is not a number.

IGK_CLONES
void igk_bias_relu(float *y, size_t stride, size_t rows, size_t columns, const float *bias,
                   int relu) {
  for (size_t r = 0; r < rows; r++) {
    float *restrict target = y + r * stride;
    if (bias && relu) {
      for (size_t c = 0; c < columns; c++) {
        float value = target[c] + bias[c];
        target[c] = value < 0 ? 0 : value;
      }
    } else if (bias) {
      for (size_t c = 0; c < columns; c++) target[c] += bias[c];
    } else if (relu) {
      for (size_t c = 0; c < columns; c++) target[c] = target[c] < 0 ? 0 : target[c];
    }
  }
}

IGK_CLONES
void igk_relu(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
              size_t columns) {
  for (size_t r = 0; r < rows; r++) {
    const float *source = x + r * x_stride;
    float *target = y + r * y_stride;
    for (size_t c = 0; c < columns; c++) target[c] = source[c] < 0 ? 0 : source[c];
  }
}

IGK_CLONES
void igk_close(float *x, size_t x_stride, size_t rows, size_t columns, const float *gate,
               size_t gate_stride) {
  for (size_t r = 0; r < rows; r++) {
    float *target = x + r * x_stride;
    const float *open = gate + r * gate_stride;
    for (size_t c = 0; c < columns; c++) target[c] = open[c] > 0 ? target[c] : 0;
  }
}
