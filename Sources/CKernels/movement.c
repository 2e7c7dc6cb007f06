#include "Dispatch.h"
#include "Lanes.h"

// MARK: Selection

IGK_INLINE void fill_run(float *y, size_t length, float value) {
  for (size_t k = 0; k < length; k++) y[k] = value;
}

IGK_INLINE void select_row(const float *x, float *y, const igk_selection *selection,
                              float fill) {
  if (selection->columns) {
    const int32_t *columns = selection->columns;
    for (size_t c = 0; c < selection->column_count; c++) {
      y[c] = columns[c] < 0 ? fill : x[columns[c]];
    }
    return;
  }
  for (size_t r = 0; r < selection->run_count; r++) {
    const igk_run run = selection->runs[r];
    float *target = y + run.target;
    const float *source = x + run.source;
    if (run.source < 0) {
      fill_run(target, run.length, fill);
    } else if (run.step == 1) {
      memcpy(target, source, run.length * sizeof(float));
    } else if (run.step == 0) {
      fill_run(target, run.length, *source);
    } else {
      for (size_t k = 0; k < run.length; k++) target[k] = source[(ptrdiff_t)k * run.step];
    }
  }
}

// Whether rows are copied as they are, and lie next to each other on both sides.
static int is_dense(size_t x_stride, size_t y_stride, const igk_selection *selection) {
  return !selection->columns && selection->run_count == 1 && selection->runs[0].source == 0 &&
         selection->runs[0].step == 1 && x_stride == selection->column_count &&
         y_stride == selection->column_count;
}

// Rows from `first` on whose sources are neighbours too.
IGK_INLINE size_t neighbours(const igk_selection *selection, size_t first) {
  size_t length = 1;
  while (first + length < selection->count &&
         selection->rows[first + length] == selection->rows[first] + (int32_t)length) {
    length++;
  }
  return length;
}

IGK_CLONES
void igk_select(const float *x, size_t x_stride, float *y, size_t y_stride,
                const igk_selection *selection, float fill) {
  const int dense = is_dense(x_stride, y_stride, selection);
  for (size_t r = 0; r < selection->count;) {
    float *target = y + r * y_stride;
    if (selection->rows[r] < 0) {
      fill_run(target, selection->column_count, fill);
      r++;
      continue;
    }
    const float *source = x + (size_t)selection->rows[r] * x_stride;
    if (dense) {
      const size_t rows = neighbours(selection, r);
      memcpy(target, source, rows * x_stride * sizeof(float));
      r += rows;
    } else {
      select_row(source, target, selection, fill);
      r++;
    }
  }
}

IGK_INLINE void add_run(const float *restrict source, float *restrict target, size_t length) {
  for (size_t k = 0; k < length; k++) target[k] += source[k];
}

IGK_INLINE void add_row(const float *dy, float *dx, const igk_selection *selection) {
  if (selection->columns) {
    const int32_t *columns = selection->columns;
    for (size_t c = 0; c < selection->column_count; c++) {
      if (columns[c] >= 0) dx[columns[c]] += dy[c];
    }
    return;
  }
  for (size_t r = 0; r < selection->run_count; r++) {
    const igk_run run = selection->runs[r];
    if (run.source < 0) continue;
    const float *source = dy + run.target;
    float *target = dx + run.source;
    if (run.step == 1) {
      add_run(source, target, run.length);
    } else {
      for (size_t k = 0; k < run.length; k++) target[(ptrdiff_t)k * run.step] += source[k];
    }
  }
}

IGK_CLONES
void igk_select_add(const float *dy, size_t dy_stride, float *dx, size_t dx_stride,
                    const igk_selection *selection) {
  for (size_t r = 0; r < selection->count; r++) {
    if (selection->rows[r] < 0) continue;
    add_row(dy + r * dy_stride, dx + (size_t)selection->rows[r] * dx_stride, selection);
  }
}

// MARK: Transposition

typedef float eight __attribute__((vector_size(32)));

enum { SIDE = 8, TILE = 16, STRIP = 256 };

// Interleaves the numbers of two vectors in each half, and takes the lower or upper ones.
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
// The same for pairs of numbers.
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
// The first, or the second, halves of two vectors.
#define FIRST(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define SECOND(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)

// y[j][i] = x[i][j] for 8×8 numbers.
IGK_INLINE void transpose_square(const float *x, size_t x_stride, float *y, size_t y_stride,
                                 int accumulate) {
  eight r[SIDE], t[SIDE], s[SIDE];
  for (size_t i = 0; i < SIDE; i++) memcpy(&r[i], x + i * x_stride, sizeof(eight));
  for (size_t i = 0; i < SIDE; i += 2) {
    t[i] = LOW(r[i], r[i + 1]);
    t[i + 1] = HIGH(r[i], r[i + 1]);
  }
  for (size_t i = 0; i < SIDE; i += 4) {
    for (size_t k = 0; k < 2; k++) {
      s[i + 2 * k] = LOW_PAIRS(t[i + k], t[i + k + 2]);
      s[i + 2 * k + 1] = HIGH_PAIRS(t[i + k], t[i + k + 2]);
    }
  }
  for (size_t j = 0; j < SIDE / 2; j++) {
    r[j] = FIRST(s[j], s[j + 4]);
    r[j + 4] = SECOND(s[j], s[j + 4]);
  }
  for (size_t j = 0; j < SIDE; j++) {
    float *target = y + j * y_stride;
    if (accumulate) {
      eight before;
      memcpy(&before, target, sizeof(eight));
      r[j] += before;
    }
    memcpy(target, &r[j], sizeof(eight));
  }
}

// Two axes: i, with neighbours x_i and y_i apart, and j likewise.
typedef struct {
  size_t rows, columns;  // extents of i and j
  size_t x_i, x_j, y_i, y_j;
} plane;

IGK_INLINE void move_plainly(const float *x, float *y, const plane *p, size_t i0, size_t i1,
                             size_t j0, size_t j1, int accumulate) {
  for (size_t j = j0; j < j1; j++) {
    const float *source = x + j * p->x_j;
    float *target = y + j * p->y_j;
    for (size_t i = i0; i < i1; i++) {
      const float value = source[i * p->x_i];
      target[i * p->y_i] = accumulate ? target[i * p->y_i] + value : value;
    }
  }
}

// A plane with an axis of a few numbers: the other one is walked inside, in stretches that stay in
// the first-level cache.
IGK_INLINE void transpose_strip(const float *x, float *y, const plane *p, int accumulate) {
  const plane swapped = {p->columns, p->rows, p->x_j, p->x_i, p->y_j, p->y_i};
  const plane strip = p->rows < p->columns ? swapped : *p;
  for (size_t first = 0; first < strip.rows; first += STRIP) {
    const size_t end = first + STRIP < strip.rows ? first + STRIP : strip.rows;
    move_plainly(x, y, &strip, first, end, 0, strip.columns, accumulate);
  }
}

// A plane whose axis i is innermost in y, and j in x, in tiles that fill lines of the cache.
IGK_INLINE void transpose_plane(const float *x, float *y, const plane *p, int accumulate) {
  if (p->rows < SIDE || p->columns < SIDE) {
    transpose_strip(x, y, p, accumulate);
    return;
  }
  const int regular = p->y_i == 1 && p->x_j == 1;
  for (size_t j0 = 0; j0 < p->columns; j0 += TILE) {
    const size_t j1 = j0 + TILE < p->columns ? j0 + TILE : p->columns;
    for (size_t i0 = 0; i0 < p->rows; i0 += TILE) {
      const size_t i1 = i0 + TILE < p->rows ? i0 + TILE : p->rows;
      const size_t i8 = regular ? i0 + (i1 - i0) / SIDE * SIDE : i0;
      const size_t j8 = regular ? j0 + (j1 - j0) / SIDE * SIDE : j0;
      for (size_t i = i0; i < i8; i += SIDE) {
        for (size_t j = j0; j < j8; j += SIDE) {
          transpose_square(x + i * p->x_i + j, p->x_i, y + j * p->y_j + i, p->y_j, accumulate);
        }
      }
      move_plainly(x, y, p, i0, i8, j8, j1, accumulate);
      move_plainly(x, y, p, i8, i1, j0, j1, accumulate);
    }
  }
}

// A plane whose axis i is innermost on both sides: runs.
IGK_INLINE void move_runs(const float *x, float *y, const plane *p, int accumulate) {
  if (p->x_i != 1 || p->y_i != 1) {
    move_plainly(x, y, p, 0, p->rows, 0, p->columns, accumulate);
    return;
  }
  for (size_t j = 0; j < p->columns; j++) {
    if (accumulate) {
      add_run(x + j * p->x_j, y + j * p->y_j, p->rows);
    } else {
      memcpy(y + j * p->y_j, x + j * p->x_j, p->rows * sizeof(float));
    }
  }
}

IGK_CLONES
void igk_permute(const float *x, float *y, const igk_permutation *permutation, int accumulate) {
  const igk_permutation p = *permutation;
  // The innermost axis of each side.
  const size_t inner = p.rank - 1;
  size_t other = inner;
  for (size_t axis = p.rank; axis-- > 0;) {
    if (p.sources[axis] < p.sources[other]) other = axis;
  }
  const int runs = other == inner;
  if (runs && p.rank > 1) other = inner - 1;
  plane area = {p.extents[inner], 1, p.sources[inner], 0, p.targets[inner], 0};
  if (other != inner) {
    area.columns = p.extents[other];
    area.x_j = p.sources[other];
    area.y_j = p.targets[other];
  }
  size_t index[IGK_MAXIMUM_AXES] = {0};
  for (;;) {
    if (runs) {
      move_runs(x, y, &area, accumulate);
    } else {
      transpose_plane(x, y, &area, accumulate);
    }
    size_t axis = p.rank;
    while (axis-- > 0) {
      if (axis == inner || axis == other) continue;
      x += p.sources[axis];
      y += p.targets[axis];
      if (++index[axis] < p.extents[axis]) break;
      x -= p.sources[axis] * p.extents[axis];
      y -= p.targets[axis] * p.extents[axis];
      index[axis] = 0;
    }
    if (axis == SIZE_MAX) return;
  }
}

// MARK: Interpolation

// Numbers of a sum that stay in the first-level cache while terms are added.
enum { STRETCH = 2048 };

IGK_INLINE void add_weighted(const float *restrict x, float weight, float *restrict y,
                             size_t count) {
  for (size_t k = 0; k < count; k++) y[k] += weight * x[k];
}

// y = (accumulate ? y : 0) + the terms, whose lines of x lie `step` floats apart.
IGK_INLINE void weighted_sum(const float *x, size_t step, const igk_taps *taps, size_t sum,
                             float *y, size_t count, int accumulate) {
  for (size_t start = 0; start < count; start += STRETCH) {
    const size_t length = count - start < STRETCH ? count - start : STRETCH;
    if (!accumulate) memset(y + start, 0, length * sizeof(float));
    for (int32_t t = taps->starts[sum]; t < taps->starts[sum + 1]; t++) {
      add_weighted(x + (size_t)taps->indices[t] * step + start, taps->weights[t], y + start,
                   length);
    }
  }
}

IGK_CLONES
void igk_interpolate(const float *x, size_t x_stride, size_t extent, float *y, size_t y_stride,
                     size_t outer, size_t rows, size_t columns, const igk_taps *taps,
                     int accumulate) {
  const int dense = x_stride == columns && y_stride == columns;
  const size_t lines = dense ? 1 : rows, length = dense ? rows * columns : columns;
  for (size_t n = 0; n < outer; n++) {
    const float *source = x + n * extent * rows * x_stride;
    for (size_t o = 0; o < taps->count; o++) {
      float *target = y + (n * taps->count + o) * rows * y_stride;
      for (size_t line = 0; line < lines; line++) {
        weighted_sum(source + line * x_stride, rows * x_stride, taps, o, target + line * y_stride,
                     length, accumulate);
      }
    }
  }
}

IGK_CLONES
void igk_interpolate_columns(const float *x, size_t x_stride, float *y, size_t y_stride,
                             size_t rows, const igk_taps *taps, int accumulate) {
  for (size_t r = 0; r < rows; r++) {
    const float *source = x + r * x_stride;
    float *target = y + r * y_stride;
    for (size_t o = 0; o < taps->count; o++) {
      float sum = accumulate ? target[o] : 0;
      for (int32_t t = taps->starts[o]; t < taps->starts[o + 1]; t++) {
        sum += taps->weights[t] * source[taps->indices[t]];
      }
      target[o] = sum;
    }
  }
}
