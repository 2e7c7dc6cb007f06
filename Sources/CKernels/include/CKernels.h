// The vector loops that BLAS lacks.
//
// Legend: N batch, C channels, H height, W width. Activations are stored [N][H][W][C] with the
// channels of a pixel next to each other; a "row" is the C channels of one pixel, and consecutive
// rows lie `stride` floats apart (stride >= C: a slice of a wider buffer has a larger stride).
// No function allocates, and none keeps a pointer.

#ifndef IGK_CKERNELS_H
#define IGK_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "Movement.h"
#include "Pointwise.h"
#include "Reductions.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Name of the instruction set whose loops run on this machine: "avx512", "avx2", or "baseline".
const char *igk_instruction_set(void);

/// Makes this thread take numbers below the normal range (1e-38) for zero, and returns what
/// igk_restore_denormals needs to undo that. Gradients of improbable classes are full of such
/// numbers, and processors are many times slower with them.
unsigned int igk_flush_denormals(void);
/// Undoes igk_flush_denormals.
void igk_restore_denormals(unsigned int before);

// MARK: Rows

/// y = x, row by row.
void igk_copy_rows(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                   size_t columns);
/// y += x, row by row.
void igk_add_rows(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                  size_t columns);
/// y = 0, row by row.
void igk_zero_rows(float *y, size_t y_stride, size_t rows, size_t columns);
/// y = (accumulate ? y : 0) + x * scale + shift, with one scale and one shift per column; either
/// may be NULL (scale 1, shift 0).
void igk_scale_shift(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                     size_t columns, const float *scale, const float *shift, int accumulate);

// MARK: Activations

/// y = max(y + bias, 0) in place, or y + bias without `relu`; bias may be NULL. Rectifiers keep what
/// is not a number.
void igk_bias_relu(float *y, size_t stride, size_t rows, size_t columns, const float *bias,
                   int relu);
/// y = max(x, 0).
void igk_relu(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
              size_t columns);
/// Zeroes x where the gate, an array like it, is not positive: the slope of a rectifier.
void igk_close(float *x, size_t x_stride, size_t rows, size_t columns, const float *gate,
               size_t gate_stride);

// MARK: Matrix products with a prepared right side

/// Whether igk_multiply works on this processor (AVX-512 or AVX2); callers use BLAS elsewhere.
int igk_product_is_native(void);
/// Columns of a panel, the unit in which matrices are prepared.
size_t igk_panel_columns(void);
/// Rows that are multiplied at once; fewer of them waste the reading of a matrix.
size_t igk_tile_rows(void);
/// Lays the right matrix (inner × columns, or its transpose, rows `stride` floats apart) out in
/// panels of columns, as igk_multiply reads it: inner × igk_panel_columns() floats, zeros where
/// columns end, every `panel_step` floats.
void igk_pack(const float *right, size_t stride, int transposed, size_t inner, size_t columns,
              float *packed, size_t panel_step);
/// What is done to results before they are stored, in this order.
typedef struct {
  const float *bias;   // added, one per column; may be NULL
  int relu;            // whether negative results become zero
  int accumulate;      // whether results are added to what the target holds
  const float *gate;   // an array like the target: results are zero where it is not positive;
  size_t gate_stride;  // may be NULL
} igk_finish;

/// result = left · right, finished. A row of the result has the same bits whatever rows are
/// multiplied with it.
void igk_multiply(const float *left, size_t left_stride, size_t rows, size_t inner,
                  const float *packed, size_t panel_step, size_t columns, float *result,
                  size_t result_stride, const igk_finish *finish);

// MARK: Convolution

/// Geometry of a convolution or pooling window over an image of `channels` floats per pixel.
typedef struct {
  size_t height, width;            // of the input
  size_t output_height, output_width;
  size_t kernel_height, kernel_width;
  size_t stride_y, stride_x;
  size_t dilation_y, dilation_x;
  ptrdiff_t pad_top, pad_left;
} igk_window;

/// Writes, for output rows [first, first + count) counted through the whole batch (row = n *
/// output_height + oy), the receptive field of every output pixel as one line of
/// kernel_height * kernel_width * channels floats; zero outside the image.
void igk_im2col(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                size_t first, size_t count, float *columns);
/// Adds such lines back to the pixels that they were taken from: the adjoint of igk_im2col.
void igk_col2im_add(const float *columns, size_t channels, const igk_window *window, size_t first,
                    size_t count, float *x, size_t x_stride);
/// Depthwise convolution, weights [kernel_height][kernel_width][channels], finished. `pointers` is
/// scratch: two for each tap of the window.
void igk_depthwise(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                   size_t batch, const float *weights, float *y, size_t y_stride,
                   const igk_finish *finish, const float **pointers);
/// dx = the gradient of a depthwise convolution with respect to its input, finished (there is no
/// bias).
void igk_depthwise_backward(const float *dy, size_t dy_stride, size_t channels,
                            const igk_window *window, size_t batch, const float *weights, float *dx,
                            size_t dx_stride, const igk_finish *finish, const float **pointers);

// MARK: Winograd convolution (3×3 and 5×5 kernels, stride 1)

/// How an output image is covered with square tiles, each computed from 6×6 input pixels at 36
/// points.
typedef struct {
  size_t height, width;  // of the input
  size_t output_height, output_width;
  size_t outputs;  // side of a tile of outputs: 4 for 3×3 kernels, 2 for 5×5 kernels
  size_t tiles_y, tiles_x;
  ptrdiff_t pad_top, pad_left;
} igk_tiling;

/// Writes tiles [first, first + count), counted through the whole batch, as [36][count][channels],
/// the matrices of two points `plane` floats apart. `zeros` are `channels` zeros.
void igk_winograd_inputs(const float *x, size_t x_stride, size_t channels,
                         const igk_tiling *tiling, size_t first, size_t count, const float *zeros,
                         float *points, size_t plane);
/// Writes `channels` channels of the outputs of such tiles, each tile's points `points_stride`
/// floats after those of the tile before, finished.
void igk_winograd_outputs(const float *points, size_t plane, size_t points_stride, size_t channels,
                          const igk_tiling *tiling, size_t first, size_t count, float *y,
                          size_t y_stride, const igk_finish *finish);
/// Transforms weights [kernel][kernel][inputs][outputs], or the kernel turned by 180° with `flip`,
/// to [36][inputs][outputs].
void igk_winograd_weights(const float *weights, size_t kernel, size_t inputs, size_t outputs,
                          int flip, float *points);

// MARK: Pooling

/// y = maximum of each window; `winners` (N·OH·OW·C) is the index ky * kernel_width + kx of the
/// first maximum; what is not a number is larger than all numbers. Padding never wins. `pixels` and
/// `taps` are scratch, as `slopes`, `lines` and `taps` are in the backward pass: one entry per tap of
/// the window.
void igk_max_pool(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                  size_t batch, float *y, size_t y_stride, uint16_t *winners,
                  const float **pixels, uint32_t *taps);
/// dx = the sum of dy over the windows that a pixel has won, finished (there is no bias).
void igk_max_pool_backward(const float *dy, size_t dy_stride, const uint16_t *winners,
                           size_t channels, const igk_window *window, size_t batch, float *dx,
                           size_t dx_stride, const igk_finish *finish, const float **slopes,
                           const uint16_t **lines, uint32_t *taps);
/// y = sum of each window divided by its number of pixels; `reciprocals` (OH·OW) holds one over it.
void igk_average_pool(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                      size_t batch, const float *reciprocals, float *y, size_t y_stride);
/// Adds dy divided by the number of pixels of its window to each of them.
void igk_average_pool_backward(const float *dy, size_t dy_stride, size_t channels,
                               const igk_window *window, size_t batch, const float *reciprocals,
                               float *dx, size_t dx_stride);
/// y = (sum of |x|^order over each window)^(1 / order).
void igk_norm_pool(const float *x, size_t x_stride, size_t channels, const igk_window *window,
                   size_t batch, int order, float *y, size_t y_stride);
/// Adds dy x |x|^(order - 2) / y^(order - 1) of all its windows to each number; nothing where y
/// is 0.
void igk_norm_pool_backward(const float *dy, size_t dy_stride, const float *y, size_t y_stride,
                            const float *x, size_t x_stride, size_t channels,
                            const igk_window *window, size_t batch, int order, float *dx,
                            size_t dx_stride);

// MARK: Local response normalisation (across channels)

typedef struct {
  float alpha_over_size, beta, bias;
  size_t before, after;  // channels of the window before and after the centre
} igk_lrn;

/// Floats of scratch memory that the passes need.
size_t igk_lrn_scratch(size_t channels, const igk_lrn *parameters);
/// y = x * s^-beta with s = bias + alpha_over_size * sum of x^2 over the window.
void igk_lrn_forward(const float *x, size_t x_stride, float *y, size_t y_stride, size_t rows,
                     size_t channels, const igk_lrn *parameters, float *scratch);
/// dx = (accumulate ? dx : 0) + dy s^-beta
///      - 2 alpha_over_size beta x * window sum of dy x s^(-beta-1), zero where x is not positive
///      if `gated`.
void igk_lrn_backward(const float *dy, size_t dy_stride, const float *x, size_t x_stride,
                      float *dx, size_t dx_stride, size_t rows, size_t channels,
                      const igk_lrn *parameters, float *scratch, int accumulate, int gated);

// MARK: Path points

/// point = sum over k of coefficients[k] * anchors[k], each of `count` floats.
void igk_combine(const float *const *anchors, const float *coefficients, size_t anchor_count,
                 float *point, size_t count);
/// sum += weight * x, in place.
void igk_add_scaled(const float *x, float weight, float *sum, size_t count);
/// sum = weight * x.
void igk_scale(const float *x, float weight, float *sum, size_t count);
/// sum += x, in double precision.
void igk_accumulate(const float *x, double *sum, size_t count);

#ifdef __cplusplus
}
#endif

#endif
