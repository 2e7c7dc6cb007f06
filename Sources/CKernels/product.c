#include "Dispatch.h"
#include "Lanes.h"

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(IGK_NO_DISPATCH)
#define IGK_HAS_PRODUCT 1
#else
#define IGK_HAS_PRODUCT 0
#endif

// A panel is PANEL columns of the right matrix, row after row; TILE_ROWS rows of the left matrix
// times one panel are 28 accumulators, which with two registers of the panel and one of the left
// matrix fill the 32 registers of AVX-512.
enum { PANEL = 2 * LANES, TILE_ROWS = 14, ROWS_PER_BLOCK = 16 * TILE_ROWS };

int igk_product_is_native(void) {
#if IGK_HAS_PRODUCT
  return __builtin_cpu_supports("x86-64-v4");
#else
  return 0;
#endif
}

size_t igk_panel_columns(void) { return PANEL; }

void igk_pack(const float *right, size_t stride, int transposed, size_t inner, size_t columns,
              float *packed, size_t panel_step) {
  for (size_t first = 0; first < columns; first += PANEL, packed += panel_step) {
    const size_t width = columns - first < PANEL ? columns - first : PANEL;
    for (size_t k = 0; k < inner; k++) {
      float *row = packed + k * PANEL;
      memset(row, 0, PANEL * sizeof(float));
      if (transposed) {
        for (size_t c = 0; c < width; c++) row[c] = right[(first + c) * stride + k];
      } else {
        memcpy(row, right + k * stride + first, width * sizeof(float));
      }
    }
  }
}

#if IGK_HAS_PRODUCT

typedef struct {
  const float *left;
  size_t left_stride, inner, panel_step;
  float *result;
  size_t result_stride;
  igk_finish finish;
} product;

#define AVX512 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))

// Fetches a line of a target into the cache.
AVX512 IGK_INLINE void fetch(const float *target, int wide) {
  __builtin_prefetch(target, 1, 3);
  if (wide) __builtin_prefetch(target + LANES, 1, 3);
}

// `rows` rows of the left matrix times one panel, of which `width` columns exist: only the first
// LANES, or more if `wide`. Every row is summed in the same order, whatever rows are beside it.
// `ahead` is a panel to fetch into the second-level cache meanwhile.
AVX512 IGK_INLINE void tile(const product *p, const float *panel, const float *ahead, size_t rows,
                            size_t width, int wide) {
  lanes low[TILE_ROWS], high[TILE_ROWS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    low[r] = high[r] = (lanes){0};
    if (p->finish.accumulate) fetch(p->result + r * p->result_stride, wide);
    if (p->finish.gate) fetch(p->finish.gate + r * p->finish.gate_stride, wide);
  }
  for (size_t k = 0; k < p->inner; k++) {
    lanes b0, b1;
    memcpy(&b0, panel + k * PANEL, sizeof(lanes));
    if (wide) memcpy(&b1, panel + k * PANEL + LANES, sizeof(lanes));
    __builtin_prefetch(ahead + k * PANEL, 0, 2);
    if (wide) __builtin_prefetch(ahead + k * PANEL + LANES, 0, 2);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      const lanes a = p->left[r * p->left_stride + k] - (lanes){0};
      low[r] += a * b0;
      if (wide) high[r] += a * b1;
    }
  }
  const size_t low_width = wide ? LANES : width, high_width = width - low_width;
  lanes low_bias = {0}, high_bias = {0};
  const igk_finish f = p->finish;
  if (f.bias) {
    load(&low_bias, f.bias, low_width);
    if (high_width) load(&high_bias, f.bias + LANES, high_width);
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    float *target = p->result + r * p->result_stride;
    lanes values[2] = {low[r] + low_bias, high[r] + high_bias};
    for (size_t half = 0; half < 2; half++) {
      const size_t count = half ? high_width : low_width;
      if (count == 0) continue;
      finish(&values[half], target + half * LANES,
             f.gate ? f.gate + r * f.gate_stride + half * LANES : NULL, count, f.relu,
             f.accumulate);
      store(target + half * LANES, &values[half], count);
    }
  }
}

#define TILE_CASE(n) \
  case n: \
    if (width > LANES) { \
      tile(&p, panel, ahead, n, width, 1); \
    } else { \
      tile(&p, panel, ahead, n, width, 0); \
    } \
    break;

AVX512 static void multiply(const product *whole, const float *packed, size_t rows,
                            size_t columns) {
  for (size_t block = 0; block < rows; block += ROWS_PER_BLOCK) {
    const size_t count = rows - block < ROWS_PER_BLOCK ? rows - block : ROWS_PER_BLOCK;
    // Tiles of nearly equal height: two of eight rows are faster than fourteen and two.
    const size_t tiles = (count + TILE_ROWS - 1) / TILE_ROWS;
    for (size_t first = 0; first < columns; first += PANEL) {
      const size_t width = columns - first < PANEL ? columns - first : PANEL;
      const float *panel = packed + first / PANEL * whole->panel_step;
      for (size_t index = 0; index < tiles; index++) {
        const size_t row = block + count * index / tiles;
        const size_t height = block + count * (index + 1) / tiles - row;
        // What lies behind a panel is the next one to be multiplied, or the next matrix.
        const float *ahead = index == 0 ? panel + whole->inner * PANEL : panel;
        product p = *whole;
        p.left += row * p.left_stride;
        p.result += row * p.result_stride + first;
        if (p.finish.bias) p.finish.bias += first;
        if (p.finish.gate) p.finish.gate += row * p.finish.gate_stride + first;
        switch (height) {
          TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6)
          TILE_CASE(7) TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12)
          TILE_CASE(13) TILE_CASE(TILE_ROWS)
        }
      }
    }
  }
}

#endif

void igk_multiply(const float *left, size_t left_stride, size_t rows, size_t inner,
                  const float *packed, size_t panel_step, size_t columns, float *result,
                  size_t result_stride, const igk_finish *finish) {
#if IGK_HAS_PRODUCT
  const product p = {left, left_stride, inner, panel_step, result, result_stride, *finish};
  multiply(&p, packed, rows, columns);
#else
  (void)left, (void)left_stride, (void)rows, (void)inner, (void)packed, (void)panel_step,
      (void)columns, (void)result, (void)result_stride, (void)finish;
  __builtin_trap();
#endif
}
