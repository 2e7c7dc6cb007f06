#include "Dispatch.h"

// Evenly spaced numbers in memory.
typedef struct {
  size_t start, step;
} track;

// Where line (o, i) lies in an array of rows `stride` apart that has lines of `length`: along the
// innermost axis numbers are neighbours, along others they are whole rows apart.
static inline track track_of(const igk_lines *lines, size_t length, size_t columns, size_t stride,
                             size_t o, size_t i) {
  const size_t position = o * length * lines->inner + i;
  track result;
  result.start = position / columns * stride + position % columns;
  result.step = lines->inner == 1 && columns > 1 ? 1 : lines->inner / columns * stride;
  return result;
}

// Whether a is before b where they are ordered by size; what is not a number is the largest.
static inline int precedes(float a, float b, int largest) {
  if (a != a || b != b) return largest ? a != a && b == b : a == a && b != b;
  return largest ? a > b : a < b;
}

static inline size_t extremum_of(const float *x, track t, size_t length, int largest, int last) {
  size_t best = 0;
  for (size_t k = 1; k < length; k++) {
    const float value = x[t.start + k * t.step], before = x[t.start + best * t.step];
    if (value != value && before == before) {
      best = k;
    } else if (largest ? value > before : value < before) {
      best = k;
    } else if (last && value == before) {
      best = k;
    }
  }
  return best;
}

void igk_extremum_index(const float *x, size_t x_stride, const igk_lines *lines, int largest,
                        int last, const igk_results *y) {
  for (size_t o = 0; o < lines->outer; o++) {
    for (size_t i = 0; i < lines->inner; i++) {
      const track t = track_of(lines, lines->length, lines->columns, x_stride, o, i);
      const size_t index = o * lines->inner + i;
      y->base[index / y->columns * y->stride + index % y->columns] =
          (float)extremum_of(x, t, lines->length, largest, last);
    }
  }
}

void igk_hardmax(const float *x, size_t x_stride, const igk_lines *lines, float *y,
                 size_t y_stride) {
  for (size_t o = 0; o < lines->outer; o++) {
    for (size_t i = 0; i < lines->inner; i++) {
      const track from = track_of(lines, lines->length, lines->columns, x_stride, o, i);
      const track to = track_of(lines, lines->length, lines->columns, y_stride, o, i);
      const size_t best = extremum_of(x, from, lines->length, 1, 0);
      for (size_t k = 0; k < lines->length; k++) y[to.start + k * to.step] = k == best;
    }
  }
}

// Whether number a of a line belongs before number b.
static inline int is_better(const float *x, track t, uint32_t a, uint32_t b, int largest) {
  const float first = x[t.start + a * t.step], second = x[t.start + b * t.step];
  if (precedes(first, second, largest)) return 1;
  return !precedes(second, first, largest) && a < b;
}

// Restores a heap whose root is its worst entry, from `root` downwards.
static inline void sink(const float *x, track t, uint32_t *heap, size_t count, size_t root,
                        int largest) {
  for (;;) {
    size_t worst = root;
    for (size_t child = 2 * root + 1; child < count && child <= 2 * root + 2; child++) {
      if (is_better(x, t, heap[worst], heap[child], largest)) worst = child;
    }
    if (worst == root) return;
    const uint32_t moved = heap[root];
    heap[root] = heap[worst];
    heap[worst] = moved;
    root = worst;
  }
}

void igk_select_lines(const float *x, size_t x_stride, const igk_lines *lines, size_t count, int largest,
                uint32_t *indices) {
  if (count == 0) return;
  for (size_t o = 0; o < lines->outer; o++) {
    for (size_t i = 0; i < lines->inner; i++, indices += count) {
      const track t = track_of(lines, lines->length, lines->columns, x_stride, o, i);
      for (size_t k = 0; k < count; k++) indices[k] = (uint32_t)k;
      for (size_t root = count / 2; root-- > 0;) sink(x, t, indices, count, root, largest);
      for (size_t k = count; k < lines->length; k++) {
        if (!is_better(x, t, (uint32_t)k, indices[0], largest)) continue;
        indices[0] = (uint32_t)k;
        sink(x, t, indices, count, 0, largest);
      }
      // The worst goes to the end, again and again.
      for (size_t end = count; end-- > 1;) {
        const uint32_t worst = indices[0];
        indices[0] = indices[end];
        indices[end] = worst;
        sink(x, t, indices, end, 0, largest);
      }
    }
  }
}

void igk_selected(const float *x, size_t x_stride, const igk_lines *lines, size_t count,
                  const uint32_t *indices, int takes_values, float *y, size_t y_stride,
                  size_t y_columns) {
  for (size_t o = 0; o < lines->outer; o++) {
    for (size_t i = 0; i < lines->inner; i++, indices += count) {
      const track from = track_of(lines, lines->length, lines->columns, x_stride, o, i);
      const track to = track_of(lines, count, y_columns, y_stride, o, i);
      for (size_t k = 0; k < count; k++) {
        y[to.start + k * to.step] =
            takes_values ? x[from.start + indices[k] * from.step] : (float)indices[k];
      }
    }
  }
}

void igk_selected_backward(const float *dy, size_t dy_stride, size_t dy_columns,
                           const igk_lines *lines, size_t count, const uint32_t *indices,
                           float *dx, size_t dx_stride) {
  for (size_t o = 0; o < lines->outer; o++) {
    for (size_t i = 0; i < lines->inner; i++, indices += count) {
      const track from = track_of(lines, count, dy_columns, dy_stride, o, i);
      const track to = track_of(lines, lines->length, lines->columns, dx_stride, o, i);
      for (size_t k = 0; k < count; k++) {
        dx[to.start + indices[k] * to.step] += dy[from.start + k * from.step];
      }
    }
  }
}

void igk_cumulative_sum(const float *x, size_t x_stride, const igk_lines *lines, int exclusive,
                        int reverse, float *y, size_t y_stride, int accumulate) {
  for (size_t o = 0; o < lines->outer; o++) {
    for (size_t i = 0; i < lines->inner; i++) {
      const track from = track_of(lines, lines->length, lines->columns, x_stride, o, i);
      const track to = track_of(lines, lines->length, lines->columns, y_stride, o, i);
      double sum = 0;
      for (size_t n = 0; n < lines->length; n++) {
        const size_t k = reverse ? lines->length - 1 - n : n;
        const double value = x[from.start + k * from.step];
        float *target = y + to.start + k * to.step;
        const float result = (float)(exclusive ? sum : sum + value);
        sum += value;
        *target = accumulate ? *target + result : result;
      }
    }
  }
}
