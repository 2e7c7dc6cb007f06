// Loops that move numbers about: selections and transpositions.

#ifndef IGK_MOVEMENT_H
#define IGK_MOVEMENT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Selection

/// Neighbouring columns of a selected row that come from evenly spaced columns of its source.
typedef struct {
  size_t target, length;
  ptrdiff_t source, step;  // source < 0: the fill value
} igk_run;

/// Where the numbers of a selection come from: a source for each of `count` rows, and the columns
/// of a row as `runs`, or one by one if `columns` is not NULL. Negative sources are filled.
typedef struct {
  const int32_t *rows;
  size_t count;
  const igk_run *runs;
  size_t run_count;
  const int32_t *columns;
  size_t column_count;
} igk_selection;

/// y = the selected numbers of x.
void igk_select(const float *x, size_t x_stride, float *y, size_t y_stride,
                const igk_selection *selection, float fill);
/// dx += dy at the selected numbers: the adjoint of igk_select.
void igk_select_add(const float *dy, size_t dy_stride, float *dx, size_t dx_stride,
                    const igk_selection *selection);

// MARK: Transposition

/// Most axes of a transposition.
enum { IGK_MAXIMUM_AXES = 16 };

/// The same numbers in two places: extents outermost first in the order of the target, and the
/// distances between neighbours along each axis there and at the source.
typedef struct {
  size_t rank;  // at least 1
  size_t extents[IGK_MAXIMUM_AXES];
  size_t sources[IGK_MAXIMUM_AXES], targets[IGK_MAXIMUM_AXES];
} igk_permutation;

/// y = (accumulate ? y : 0) + x, number by number.
void igk_permute(const float *x, float *y, const igk_permutation *permutation, int accumulate);

// MARK: Interpolation

/// Weighted sums along an axis: sum number o has the terms [starts[o], starts[o + 1]).
typedef struct {
  const int32_t *starts;  // count + 1 numbers
  const int32_t *indices;
  const float *weights;
  size_t count;
} igk_taps;

/// y = (accumulate ? y : 0) + weighted sums along an axis of `extent` stretches of `rows` rows,
/// `outer` times.
void igk_interpolate(const float *x, size_t x_stride, size_t extent, float *y, size_t y_stride,
                     size_t outer, size_t rows, size_t columns, const igk_taps *taps,
                     int accumulate);
/// The same along the columns of each row.
void igk_interpolate_columns(const float *x, size_t x_stride, float *y, size_t y_stride,
                             size_t rows, const igk_taps *taps, int accumulate);

// MARK: Computed indices

/// A value whose numbers are addressed by their position in storage order.
typedef struct {
  float *base;
  size_t columns, stride;
} igk_cells;

/// Slices of `length` neighbouring numbers of a value. Slice s begins at starts[s] + the sum of
/// strides[t] times index number s % index_count * components + t, which counts from the end if it
/// is negative and is clamped to 0 … extents[t] − 1.
typedef struct {
  size_t count, length;
  const int32_t *starts;
  size_t index_count, components;
  const size_t *extents, *strides;
} igk_slices;

/// Computes where every slice begins.
void igk_locate(const igk_cells *indices, const igk_slices *slices, int32_t *positions);
/// y = (accumulate ? y : 0) + the slices of x, one after another.
void igk_gather(const igk_cells *x, const int32_t *positions, const igk_slices *slices,
                const igk_cells *y, int accumulate);

/// What becomes of a number and an update.
typedef enum { IGK_SCATTER_REPLACE, IGK_SCATTER_SUM, IGK_SCATTER_PRODUCT, IGK_SCATTER_MINIMUM, IGK_SCATTER_MAXIMUM } igk_scattering;

/// Works the numbers of x, slice by slice, into the slices of y.
void igk_scatter(const igk_cells *x, const int32_t *positions, const igk_slices *slices,
                 const igk_cells *y, igk_scattering reduction);
/// Finds which update each of the `count` numbers of y is after a replacement, minimum or maximum:
/// −1 if it is that of `data`, −2 if it is none of them (not a number).
void igk_owners(const igk_cells *data, const igk_cells *updates, const igk_cells *y,
                const int32_t *positions, const igk_slices *slices, igk_scattering reduction,
                int32_t *owners, size_t count);
/// A gradient to be written, or added to; nothing if base is NULL.
typedef struct {
  igk_cells cells;
  int accumulate;
} igk_slope;
/// Hands dy to the owners of y.
void igk_give_to_owners(const igk_cells *dy, const int32_t *positions, const igk_slices *slices,
                        const int32_t *owners, size_t count, const igk_slope *data,
                        const igk_slope *updates);
/// The gradients of a product of `count` numbers with updates; `scratch` is as long as both.
void igk_product_slopes(const igk_cells *dy, const igk_cells *data, const igk_cells *updates,
                        const int32_t *positions, const igk_slices *slices, size_t count,
                        const igk_slope *data_slope, const igk_slope *update_slope,
                        float *scratch);
/// y = `off`, but `on` at each of `count` indices, negative ones counting from the end: blocks of
/// `depth` stretches of `inner` numbers, one for each stretch of indices.
void igk_one_hot(const igk_cells *indices, size_t count, size_t depth, size_t inner, float off,
                 float on, const igk_cells *y);

#ifdef __cplusplus
}
#endif

#endif
