// Loops over groups of numbers: reductions, softmax, normalisations; and loops along one axis.
//
// Every function works on one example, whose rows lie `stride` floats apart.

#ifndef IGK_REDUCTIONS_H
#define IGK_REDUCTIONS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Groups

/// How the numbers of an example fall into groups that are reduced together.
///
/// Set s consists of rows first[s] + rows[0], first[s] + rows[1], …. Its columns are cut into
/// segments of equal length, and a group is one segment in all rows of a set: all numbers of the
/// set where a segment is as long as a row, one column where it has length 1. Groups are numbered
/// set by set.
typedef struct {
  size_t sets;
  const uint32_t *first;  // one per set
  size_t height;          // rows of a set
  const uint32_t *rows;   // `height` of them
  size_t columns;
  size_t segment;  // divides `columns`
} igk_groups;

/// Floats of scratch memory that every function with groups needs.
size_t igk_groups_scratch(const igk_groups *groups);

// MARK: Reductions

/// What becomes of the numbers of a group.
typedef enum {
  IGK_REDUCE_SUM,
  IGK_REDUCE_MEAN,
  IGK_REDUCE_MAXIMUM,
  IGK_REDUCE_MINIMUM,
  IGK_REDUCE_PRODUCT,
  IGK_REDUCE_ABSOLUTE_SUM,
  IGK_REDUCE_EUCLIDEAN_NORM,
  IGK_REDUCE_SUM_OF_SQUARES,
  IGK_REDUCE_LOG_SUM,
  IGK_REDUCE_LOG_SUM_EXP,
} igk_reduction;

/// One number per group each, in rows of `columns` numbers `stride` floats apart.
typedef struct {
  float *base;
  size_t stride, columns;
} igk_results;

/// y = one number per group.
void igk_reduce(const float *x, size_t x_stride, const igk_groups *groups, igk_reduction kind,
                const igk_results *y, float *scratch);
/// dx = (accumulate ? dx : 0) + the gradient. Reads x but for sums and means, and y but for those,
/// products, absolute sums and sums of squares.
void igk_reduce_backward(const igk_results *dy, const igk_results *y, const float *x,
                         size_t x_stride, const igk_groups *groups, igk_reduction kind, float *dx,
                         size_t dx_stride, int accumulate, float *scratch);

// MARK: Softmax

/// y = exp(x) / sum of exp(x) over the group, or the logarithm of that; y may be x.
void igk_softmax(const float *x, size_t x_stride, const igk_groups *groups, int logarithm,
                 float *y, size_t y_stride, float *scratch);
/// dx = (accumulate ? dx : 0) + y (dy - sum of dy y), or dy - exp(y) sum of dy for the logarithm;
/// dx may be dy.
void igk_softmax_backward(const float *dy, size_t dy_stride, const float *y, size_t y_stride,
                          const igk_groups *groups, int logarithm, float *dx, size_t dx_stride,
                          int accumulate, float *scratch);

// MARK: Normalisations

/// What a group is divided by; only a standardisation subtracts the mean before.
typedef enum {
  IGK_DEVIATION,         // sqrt(variance + epsilon)
  IGK_ROOT_MEAN_SQUARE,  // sqrt(mean of squares + epsilon)
  IGK_NORM_2,            // the Euclidean norm
  IGK_NORM_1,            // the sum of absolute values
} igk_divisor;

/// A normalisation. `gain` and `bias` have one number per column, and room up to a multiple of 16;
/// both may be NULL.
typedef struct {
  igk_divisor divisor;
  float epsilon;
  const float *gain, *bias;
} igk_normalization;

/// y = (x - mean) / divisor * gain + bias. `statistics` receive the means of all groups, then the
/// reciprocals of their divisors, which are 0 for norms of 0.
void igk_normalize(const float *x, size_t x_stride, const igk_groups *groups,
                   const igk_normalization *normalization, float *y, size_t y_stride,
                   float *statistics, float *scratch);
/// dx = (accumulate ? dx : 0) + the gradient.
void igk_normalize_backward(const float *dy, size_t dy_stride, const float *x, size_t x_stride,
                            const igk_groups *groups, const igk_normalization *normalization,
                            const float *statistics, float *dx, size_t dx_stride, int accumulate,
                            float *scratch);

// MARK: Lines along one axis

/// How the numbers of an example lie on lines along one axis: number k of line (o, i) is at
/// position (o * length + k) * inner + i, in rows of `columns` numbers.
typedef struct {
  size_t outer, length, inner;
  size_t columns;
} igk_lines;

/// y = the place, counted from 0, of the largest or smallest number of each line; of equal ones the
/// first or the last. What is not a number comes before all numbers.
void igk_extremum_index(const float *x, size_t x_stride, const igk_lines *lines, int largest,
                        int last, const igk_results *y);
/// y = 1 at the first of the largest numbers of each line, else 0.
void igk_hardmax(const float *x, size_t x_stride, const igk_lines *lines, float *y,
                 size_t y_stride);
/// The `count` largest or smallest numbers of each line, in order, and their places in `indices`,
/// line after line; of equal ones the first comes first. What is not a number is larger than all
/// numbers. `values` has lines of `count` numbers with the same axes outside and inside.
void igk_select_lines(const float *x, size_t x_stride, const igk_lines *lines, size_t count, int largest,
                uint32_t *indices);
/// y = the numbers at these places, or the places themselves.
void igk_selected(const float *x, size_t x_stride, const igk_lines *lines, size_t count,
                  const uint32_t *indices, int takes_values, float *y, size_t y_stride,
                  size_t y_columns);
/// Adds dy to dx at these places.
void igk_selected_backward(const float *dy, size_t dy_stride, size_t dy_columns,
                           const igk_lines *lines, size_t count, const uint32_t *indices,
                           float *dx, size_t dx_stride);
/// y = the sum of the numbers of the line up to and including each (without it if `exclusive`),
/// from the end of the line if `reverse`; added to y if `accumulate`.
void igk_cumulative_sum(const float *x, size_t x_stride, const igk_lines *lines, int exclusive,
                        int reverse, float *y, size_t y_stride, int accumulate);

#ifdef __cplusplus
}
#endif

#endif
