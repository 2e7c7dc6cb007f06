#include "Dispatch.h"
#include "Lanes.h"

// Offset in memory of a number.
IGK_INLINE size_t place(const igk_cells *cells, size_t position) {
  if (cells->stride == cells->columns) return position;
  return position / cells->columns * cells->stride + position % cells->columns;
}

// Numbers from a position on that are neighbours in memory, of the first `count`.
IGK_INLINE size_t neighbours(const igk_cells *cells, size_t position, size_t count) {
  if (cells->stride == cells->columns) return count;
  const size_t rest = cells->columns - position % cells->columns;
  return rest < count ? rest : count;
}

void igk_locate(const igk_cells *indices, const igk_slices *slices, int32_t *positions) {
  const igk_slices s = *slices;
  for (size_t n = 0; n < s.count; n++) {
    size_t position = (size_t)s.starts[n];
    for (size_t t = 0; t < s.components; t++) {
      const size_t number = n % s.index_count * s.components + t;
      float index = indices->base[place(indices, number)];
      const float last = (float)(s.extents[t] - 1);
      if (index < 0) index += (float)s.extents[t];
      // Written so that what is not a number becomes 0.
      index = index > 0 ? index : 0;
      position += (size_t)(index < last ? index : last) * s.strides[t];
    }
    positions[n] = (int32_t)position;
  }
}

// y = y reduced with x, number by number.
IGK_INLINE void reduce(const float *restrict x, float *restrict y, size_t count,
                       igk_scattering reduction) {
  switch (reduction) {
    case IGK_SCATTER_REPLACE:
      memcpy(y, x, count * sizeof(float));
      return;
    case IGK_SCATTER_SUM:
      for (size_t k = 0; k < count; k++) y[k] += x[k];
      return;
    case IGK_SCATTER_PRODUCT:
      for (size_t k = 0; k < count; k++) y[k] *= x[k];
      return;
    case IGK_SCATTER_MINIMUM:
      for (size_t k = 0; k < count; k++) y[k] = x[k] < y[k] || x[k] != x[k] ? x[k] : y[k];
      return;
    case IGK_SCATTER_MAXIMUM:
      for (size_t k = 0; k < count; k++) y[k] = x[k] > y[k] || x[k] != x[k] ? x[k] : y[k];
      return;
  }
}

// Reduces `count` numbers of y from a position on with those of x.
IGK_INLINE void reduce_cells(const igk_cells *x, size_t from, const igk_cells *y, size_t to,
                             size_t count, igk_scattering reduction) {
  while (count > 0) {
    const size_t run = neighbours(y, to, neighbours(x, from, count));
    reduce(x->base + place(x, from), y->base + place(y, to), run, reduction);
    from += run;
    to += run;
    count -= run;
  }
}

IGK_CLONES
void igk_gather(const igk_cells *x, const int32_t *positions, const igk_slices *slices,
                const igk_cells *y, int accumulate) {
  for (size_t n = 0; n < slices->count; n++) {
    reduce_cells(x, (size_t)positions[n], y, n * slices->length, slices->length,
                 accumulate ? IGK_SCATTER_SUM : IGK_SCATTER_REPLACE);
  }
}

IGK_CLONES
void igk_scatter(const igk_cells *x, const int32_t *positions, const igk_slices *slices,
                 const igk_cells *y, igk_scattering reduction) {
  for (size_t n = 0; n < slices->count; n++) {
    reduce_cells(x, n * slices->length, y, (size_t)positions[n], slices->length, reduction);
  }
}

void igk_owners(const igk_cells *data, const igk_cells *updates, const igk_cells *y,
                const int32_t *positions, const igk_slices *slices, igk_scattering reduction,
                int32_t *owners, size_t count) {
  const int replaces = reduction == IGK_SCATTER_REPLACE;
  for (size_t p = 0; p < count; p++) {
    owners[p] = replaces || data->base[place(data, p)] == y->base[place(y, p)] ? -1 : -2;
  }
  for (size_t n = 0; n < slices->count; n++) {
    for (size_t k = 0; k < slices->length; k++) {
      const size_t update = n * slices->length + k, p = (size_t)positions[n] + k;
      if (replaces || (owners[p] == -2 && updates->base[place(updates, update)] ==
                                              y->base[place(y, p)])) {
        owners[p] = (int32_t)update;
      }
    }
  }
}

IGK_INLINE void give(const igk_slope *slope, size_t position, float value) {
  float *target = slope->cells.base + place(&slope->cells, position);
  *target = slope->accumulate ? *target + value : value;
}

void igk_give_to_owners(const igk_cells *dy, const int32_t *positions, const igk_slices *slices,
                        const int32_t *owners, size_t count, const igk_slope *data,
                        const igk_slope *updates) {
  for (size_t p = 0; data->cells.base && p < count; p++) {
    give(data, p, owners[p] == -1 ? dy->base[place(dy, p)] : 0);
  }
  for (size_t n = 0; updates->cells.base && n < slices->count; n++) {
    for (size_t k = 0; k < slices->length; k++) {
      const size_t update = n * slices->length + k, p = (size_t)positions[n] + k;
      give(updates, update, owners[p] == (int32_t)update ? dy->base[place(dy, p)] : 0);
    }
  }
}

void igk_product_slopes(const igk_cells *dy, const igk_cells *data, const igk_cells *updates,
                        const int32_t *positions, const igk_slices *slices, size_t count,
                        const igk_slope *data_slope, const igk_slope *update_slope,
                        float *scratch) {
  // The product of all factors before each update, then that of dy with all after it.
  float *products = scratch, *before = scratch + count;
  for (size_t p = 0; p < count; p++) products[p] = data->base[place(data, p)];
  for (size_t n = 0; n < slices->count; n++) {
    for (size_t k = 0; k < slices->length; k++) {
      const size_t update = n * slices->length + k, p = (size_t)positions[n] + k;
      before[update] = products[p];
      products[p] *= updates->base[place(updates, update)];
    }
  }
  for (size_t p = 0; p < count; p++) products[p] = dy->base[place(dy, p)];
  for (size_t n = slices->count; n-- > 0;) {
    for (size_t k = 0; k < slices->length; k++) {
      const size_t update = n * slices->length + k, p = (size_t)positions[n] + k;
      if (update_slope->cells.base) give(update_slope, update, before[update] * products[p]);
      products[p] *= updates->base[place(updates, update)];
    }
  }
  for (size_t p = 0; data_slope->cells.base && p < count; p++) give(data_slope, p, products[p]);
}

void igk_one_hot(const igk_cells *indices, size_t count, size_t depth, size_t inner, float off,
                 float on, const igk_cells *y) {
  for (size_t p = 0; p < count * depth; p++) y->base[place(y, p)] = off;
  for (size_t n = 0; n < count; n++) {
    float index = indices->base[place(indices, n)];
    if (index < 0) index += (float)depth;
    if (!(index >= 0 && index < (float)depth)) continue;
    const size_t block = n / inner * depth + (size_t)index;
    y->base[place(y, block * inner + n % inner)] = on;
  }
}
