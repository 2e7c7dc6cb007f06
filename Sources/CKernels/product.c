#include "Dispatch.h"
#include "Lanes.h"

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(IGK_NO_DISPATCH)
#define IGK_HAS_PRODUCT 1
#else
#define IGK_HAS_PRODUCT 0
#endif

// A panel is a few columns of the right matrix, row after row. So many rows of the left matrix are
// multiplied by one panel that the registers are full: with AVX-512, 28 accumulators, two registers
// of the panel and one of the left matrix are 31 of 32; with AVX2, 12 accumulators, two registers of
// the panel and one of the left matrix are 15 of 16.
enum { WIDE_PANEL = 2 * LANES, WIDE_ROWS = 14, NARROW_PANEL = LANES, NARROW_ROWS = 6 };
// Tiles whose rows of the left matrix stay in the cache while panels pass.
enum { TILES_PER_BLOCK = 16 };

static int has_wide_registers(void) {
#if IGK_HAS_PRODUCT
  return __builtin_cpu_supports("x86-64-v4");
#else
  return 0;
#endif
}

int igk_product_is_native(void) {
#if IGK_HAS_PRODUCT
  return has_wide_registers() || __builtin_cpu_supports("x86-64-v3");
#else
  return 0;
#endif
}

size_t igk_panel_columns(void) { return has_wide_registers() ? WIDE_PANEL : NARROW_PANEL; }

size_t igk_tile_rows(void) { return has_wide_registers() ? WIDE_ROWS : NARROW_ROWS; }

void igk_pack(const float *right, size_t stride, int transposed, size_t inner, size_t columns,
              float *packed, size_t panel_step) {
  const size_t panel = igk_panel_columns();
  for (size_t first = 0; first < columns; first += panel, packed += panel_step) {
    const size_t width = columns - first < panel ? columns - first : panel;
    for (size_t k = 0; k < inner; k++) {
      float *row = packed + k * panel;
      memset(row, 0, panel * sizeof(float));
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

// Fetches a line of a target into the cache.
IGK_INLINE void fetch(const float *target, int wide) {
  __builtin_prefetch(target, 1, 3);
  if (wide) __builtin_prefetch(target + LANES, 1, 3);
}

// One tile of a product: a panel, the rows and columns that exist, and what is fetched meanwhile.
typedef struct {
  const float *panel;
  size_t rows, columns;
  const float *next_panel;  // into the second-level cache
  const float *next_left;   // rows of the left matrix that no tile has seen yet; may be NULL
} place;

// A tile's sums with row k of a panel: into `low` with its first LANES columns, into `high` with the
// others, if `wide`.
IGK_INLINE void add_products(lanes *low, lanes *high, const product *p, const float *panel, size_t k,
                             size_t rows, int wide) {
  lanes b0, b1;
  memcpy(&b0, panel, sizeof(lanes));
  if (wide) memcpy(&b1, panel + LANES, sizeof(lanes));
  IGK_UNROLLED
  for (size_t r = 0; r < rows; r++) {
    const lanes a = p->left[r * p->left_stride + k] - (lanes){0};
    low[r] += a * b0;
    if (wide) high[r] += a * b1;
  }
}

// A tile's sums with a panel of WIDE_PANEL columns.
IGK_INLINE void add_wide_panel(lanes *low, lanes *high, const product *p, const place *at,
                               size_t rows, int wide) {
  for (size_t k = 0; k < p->inner; k++) {
    const float *ahead = at->next_panel + k * WIDE_PANEL;
    __builtin_prefetch(ahead, 0, 2);
    if (wide) __builtin_prefetch(ahead + LANES, 0, 2);
    add_products(low, high, p, at->panel + k * WIDE_PANEL, k, rows, wide);
  }
}

// A tile's sums with a panel of NARROW_PANEL columns. The processor foresees the panels, but not
// the rows of the left matrix; those are fetched a line of the cache at a time.
IGK_INLINE void add_narrow_panel(lanes *sums, const product *p, const place *at, size_t rows) {
  size_t k = 0;
  for (; at->next_left && k + LANES <= p->inner; k += LANES) {
    IGK_UNROLLED
    for (size_t r = 0; r < rows; r++) {
      __builtin_prefetch(at->next_left + r * p->left_stride + k, 0, 3);
    }
#pragma clang loop unroll_count(4)
    for (size_t i = k; i < k + LANES; i++) {
      add_products(sums, NULL, p, at->panel + i * NARROW_PANEL, i, rows, 0);
    }
  }
#pragma clang loop unroll_count(4)
  for (; k < p->inner; k++) {
    add_products(sums, NULL, p, at->panel + k * NARROW_PANEL, k, rows, 0);
  }
}

// Finishes and stores `count` columns of the sums of a tile, from column `first` on.
IGK_INLINE void finish_rows(const lanes *sums, const product *p, size_t rows, size_t first,
                            size_t count) {
  const igk_finish f = p->finish;
  float *target = p->result + first;
  lanes bias = {0};
  if (f.bias) load(&bias, f.bias + first, count);
  if (!f.accumulate && !f.gate) {
    IGK_UNROLLED
    for (size_t r = 0; r < rows; r++) {
      lanes value = sums[r] + bias;
      if (f.relu) rectify(&value);
      store(target + r * p->result_stride, &value, count);
    }
    return;
  }
  IGK_UNROLLED
  for (size_t r = 0; r < rows; r++) {
    lanes value = sums[r] + bias;
    finish(&value, target + r * p->result_stride,
           f.gate ? f.gate + r * f.gate_stride + first : NULL, count, f.relu, f.accumulate);
    store(target + r * p->result_stride, &value, count);
  }
}

// `rows` rows of the left matrix times one panel, of which the first LANES columns exist, or more if
// `wide`. Every row is summed in the same order, whatever rows are beside it.
IGK_INLINE void tile(const product *p, const place *at, size_t rows, int wide,
                     size_t panel_columns) {
  lanes low[WIDE_ROWS], high[WIDE_ROWS];
  IGK_UNROLLED
  for (size_t r = 0; r < rows; r++) {
    low[r] = high[r] = (lanes){0};
    if (p->finish.accumulate) fetch(p->result + r * p->result_stride, wide);
    if (p->finish.gate) fetch(p->finish.gate + r * p->finish.gate_stride, wide);
  }
  if (panel_columns == WIDE_PANEL) {
    add_wide_panel(low, high, p, at, rows, wide);
  } else {
    add_narrow_panel(low, p, at, rows);
  }
  if (at->columns >= LANES) {
    finish_rows(low, p, rows, 0, LANES);
  } else {
    finish_rows(low, p, rows, 0, at->columns);
  }
  if (wide) finish_rows(high, p, rows, LANES, at->columns - LANES);
}

// Calls `each` with every tile of a product, of at most `tile_rows` rows and one panel; it is given
// the part of the product that begins there.
IGK_INLINE void for_each_tile(const product *whole, const float *packed, size_t rows,
                              size_t columns, size_t tile_rows, size_t panel_columns,
                              void (*each)(const product *, const place *)) {
  const size_t blocks = (rows + TILES_PER_BLOCK * tile_rows - 1) / (TILES_PER_BLOCK * tile_rows);
  product part = *whole;
  for (size_t number = 0; number < blocks; number++) {
    const size_t block = rows * number / blocks, count = rows * (number + 1) / blocks - block;
    // Tiles of nearly equal height: two of eight rows are faster than fourteen and two.
    const size_t tiles = (count + tile_rows - 1) / tile_rows;
    for (size_t first = 0; first < columns; first += panel_columns) {
      place at;
      at.columns = columns - first < panel_columns ? columns - first : panel_columns;
      at.panel = packed + first / panel_columns * whole->panel_step;
      // What lies behind a panel is the next one to be multiplied, or the next matrix.
      at.next_panel = at.panel + whole->inner * panel_columns;
      if (whole->finish.bias) part.finish.bias = whole->finish.bias + first;
      for (size_t index = 0, row = block; index < tiles; index++, row += at.rows) {
        const size_t next = block + count * (index + 1) / tiles;
        at.rows = next - row;
        at.next_left =
            first == 0 && next < rows ? whole->left + next * whole->left_stride : NULL;
        part.left = whole->left + row * whole->left_stride;
        part.result = whole->result + row * whole->result_stride + first;
        if (whole->finish.gate) {
          part.finish.gate = whole->finish.gate + row * whole->finish.gate_stride + first;
        }
        each(&part, &at);
        at.next_panel = at.panel;
      }
    }
  }
}

#define WIDE __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define NARROW __attribute__((target("arch=x86-64-v3")))

#define WIDE_TILE(n) \
  case n: \
    if (at->columns > LANES) { \
      tile(p, at, n, 1, WIDE_PANEL); \
    } else { \
      tile(p, at, n, 0, WIDE_PANEL); \
    } \
    break;

WIDE static inline void wide_tile(const product *p, const place *at) {
  switch (at->rows) {
    WIDE_TILE(1) WIDE_TILE(2) WIDE_TILE(3) WIDE_TILE(4) WIDE_TILE(5) WIDE_TILE(6) WIDE_TILE(7)
    WIDE_TILE(8) WIDE_TILE(9) WIDE_TILE(10) WIDE_TILE(11) WIDE_TILE(12) WIDE_TILE(13)
    WIDE_TILE(WIDE_ROWS)
  }
}

WIDE static void multiply_wide(const product *p, const float *packed, size_t rows, size_t columns) {
  for_each_tile(p, packed, rows, columns, WIDE_ROWS, WIDE_PANEL, wide_tile);
}

#define NARROW_TILE(n) \
  case n: \
    tile(p, at, n, 0, NARROW_PANEL); \
    break;

NARROW static inline void narrow_tile(const product *p, const place *at) {
  switch (at->rows) {
    NARROW_TILE(1) NARROW_TILE(2) NARROW_TILE(3) NARROW_TILE(4) NARROW_TILE(5)
    NARROW_TILE(NARROW_ROWS)
  }
}

NARROW static void multiply_narrow(const product *p, const float *packed, size_t rows,
                                   size_t columns) {
  for_each_tile(p, packed, rows, columns, NARROW_ROWS, NARROW_PANEL, narrow_tile);
}

#endif

void igk_multiply(const float *left, size_t left_stride, size_t rows, size_t inner,
                  const float *packed, size_t panel_step, size_t columns, float *result,
                  size_t result_stride, const igk_finish *finish) {
#if IGK_HAS_PRODUCT
  const product p = {left, left_stride, inner, panel_step, result, result_stride, *finish};
  if (has_wide_registers()) {
    multiply_wide(&p, packed, rows, columns);
  } else {
    multiply_narrow(&p, packed, rows, columns);
  }
#else
  (void)left, (void)left_stride, (void)rows, (void)inner, (void)packed, (void)panel_step,
      (void)columns, (void)result, (void)result_stride, (void)finish;
  __builtin_trap();
#endif
}
