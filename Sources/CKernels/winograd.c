#include "Dispatch.h"
#include "Lanes.h"

// Winograd's minimal filtering with the six points 0, 1, -1, 1/2, -2, ∞: a tile of 6×6 inputs gives
// 4×4 outputs of a 3×3 kernel, or 2×2 outputs of a 5×5 kernel. The transform of the inputs is the
// same for both.
//
// Rounding errors grow with the powers of the points forwards, and with those of their reciprocals
// backwards: a point beyond 1 and one within it balance each other. The errors are 1.5 times smaller
// than with 0, 1, -1, 2, -2, ∞, at the same cost.
//
// Papers: Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016; Barabasz,
// Anderson, Soodhalter, Gregg, "Error Analysis and Improving the Accuracy of Winograd Convolution
// for Deep Neural Networks", ACM TOMS 46 (4), 2020.

enum { SIDE = 6, POINTS = SIDE * SIDE };

// Tiles between the one that is computed and the one that is fetched into the cache: activations
// come from main memory, too scattered for the processor to foresee.
enum { TILES_AHEAD = 2 };

// Fetches `channels` channels of the pixels [top, bottom) × [left, right) of an image.
IGK_INLINE void fetch(const float *image, size_t line, size_t pixel, size_t top, size_t bottom,
                      size_t left, size_t right, size_t channels, int for_writing) {
  for (size_t y = top; y < bottom; y++) {
    for (size_t x = left; x < right; x++) {
      const float *start = image + y * line + x * pixel;
      for (size_t c = 0; c < channels; c += LANES) {
        if (for_writing) {
          __builtin_prefetch(start + c, 1, 3);
        } else {
          __builtin_prefetch(start + c, 0, 3);
        }
      }
    }
  }
}

IGK_INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// Six inputs in a line, `step` apart, to six points. Written in differences, so that equal inputs
// give zeros at all points but one: over a flat area of a picture all outputs of a tile are equal to
// the last bit, and a maximum behind them decides as the definition says.
IGK_INLINE void transform_inputs(lanes *d, size_t step) {
  const lanes d2 = d[2 * step], d3 = d[3 * step];
  const lanes s0 = d2 - d[0], s1 = d3 - d[step], s2 = d[4 * step] - d2, s3 = d[5 * step] - d3;
  // Two neighbours of the inputs filtered by (x - 1/2) (x + 2) = x² + 3/2 x - 1.
  const lanes near = s1 + 1.5f * d2, far = s2 + 1.5f * d3;
  d[0] = s2 + 1.5f * s1 - s0;
  d[step] = far + near;
  d[2 * step] = far - near;
  d[3 * step] = s2 + 2 * s1;
  d[4 * step] = s2 - 0.5f * s1;
  d[5 * step] = s3 + 1.5f * s2 - s1;
}

// Six points in a line, `step` apart, to `outputs` (4 or 2) results in the first places.
IGK_INLINE void transform_points(lanes *m, size_t step, size_t outputs) {
  const lanes m0 = m[0], m3 = m[3 * step], m4 = m[4 * step], m5 = m[5 * step];
  const lanes sum = m[step] + m[2 * step], difference = m[step] - m[2 * step];
  m[0] = m0 + sum + (m3 + m4);
  if (outputs == 4) {
    m[step] = difference + 0.5f * m3 - 2 * m4;
    m[2 * step] = sum + 0.25f * m3 + 4 * m4;
    m[3 * step] = difference + 0.125f * m3 - 8 * m4 + m5;
  } else {
    m[step] = difference + 0.5f * m3 - 2 * m4 + m5;
  }
}

// Channels [c, c + width) of one tile of inputs to all points.
IGK_INLINE void tile_inputs(const float *const *pixels, size_t c, size_t width, float *target,
                            size_t plane) {
  lanes d[POINTS];
  IGK_UNROLLED
  for (size_t k = 0; k < POINTS; k++) load(&d[k], pixels[k] + c, width);
  IGK_UNROLLED
  for (size_t row = 0; row < SIDE; row++) transform_inputs(d + row * SIDE, 1);
  IGK_UNROLLED
  for (size_t column = 0; column < SIDE; column++) transform_inputs(d + column, SIDE);
  IGK_UNROLLED
  for (size_t k = 0; k < POINTS; k++) store(target + k * plane + c, &d[k], width);
}

IGK_CLONES
void igk_winograd_inputs(const float *x, size_t x_stride, size_t channels,
                         const igk_tiling *tiling, size_t first, size_t count, const float *zeros,
                         float *points, size_t plane) {
  const igk_tiling t = *tiling;
  const size_t tiles = t.tiles_y * t.tiles_x;
  for (size_t index = 0; index < count; index++) {
    const size_t tile = first + index, n = tile / tiles;
    const size_t ty = tile % tiles / t.tiles_x, tx = tile % t.tiles_x;
    const float *image = x + n * t.height * t.width * x_stride;
    const float *pixels[POINTS];
    IGK_UNROLLED
    for (size_t row = 0; row < SIDE; row++) {
      const ptrdiff_t iy = (ptrdiff_t)(ty * t.outputs + row) - t.pad_top;
      for (size_t column = 0; column < SIDE; column++) {
        const ptrdiff_t ix = (ptrdiff_t)(tx * t.outputs + column) - t.pad_left;
        const int inside =
            iy >= 0 && iy < (ptrdiff_t)t.height && ix >= 0 && ix < (ptrdiff_t)t.width;
        pixels[row * SIDE + column] =
            inside ? image + ((size_t)iy * t.width + (size_t)ix) * x_stride : zeros;
      }
    }
    if (index + TILES_AHEAD < count) {
      // The part of a tile that the tiles before it do not share.
      const size_t next = tile + TILES_AHEAD, row = next % tiles / t.tiles_x;
      const size_t top = (size_t)((ptrdiff_t)(row * t.outputs + SIDE - t.outputs) - t.pad_top);
      const size_t left = (size_t)((ptrdiff_t)(next % t.tiles_x * t.outputs + SIDE - t.outputs) -
                                   t.pad_left);
      fetch(x + next / tiles * t.height * t.width * x_stride, t.width * x_stride, x_stride, top,
            smaller(top + t.outputs, t.height), left, smaller(left + t.outputs, t.width), channels,
            0);
    }
    float *target = points + index * channels;
    const size_t whole = channels / LANES * LANES;
    for (size_t c = 0; c < whole; c += LANES) tile_inputs(pixels, c, LANES, target, plane);
    if (whole < channels) tile_inputs(pixels, whole, channels - whole, target, plane);
  }
}

// Channels [c, c + width) of the points of one tile to `rows` × `columns` of its outputs, which
// begin at y, the distances of pixels and lines being `pixel` and `line`.
IGK_INLINE void tile_outputs(const float *source, size_t plane, size_t c, size_t width,
                             size_t outputs, size_t rows, size_t columns, float *y, size_t pixel,
                             size_t line, const igk_finish *f, const float *gate,
                             size_t gate_line) {
  lanes m[POINTS], shift = {0};
  if (f->bias) load(&shift, f->bias + c, width);
  IGK_UNROLLED
  for (size_t k = 0; k < POINTS; k++) load(&m[k], source + k * plane + c, width);
  IGK_UNROLLED
  for (size_t column = 0; column < SIDE; column++) transform_points(m + column, SIDE, outputs);
  for (size_t row = 0; row < outputs; row++) transform_points(m + row * SIDE, 1, outputs);
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column++) {
      float *target = y + row * line + column * pixel + c;
      lanes value = m[row * SIDE + column] + shift;
      finish(&value, target, gate ? gate + row * gate_line + column * f->gate_stride + c : NULL,
             width, f->relu, f->accumulate);
      store(target, &value, width);
    }
  }
}

IGK_CLONES
void igk_winograd_outputs(const float *points, size_t plane, size_t points_stride, size_t channels,
                          const igk_tiling *tiling, size_t first, size_t count, float *y,
                          size_t y_stride, const igk_finish *finish) {
  const igk_tiling t = *tiling;
  const igk_finish f = *finish;
  const size_t tiles = t.tiles_y * t.tiles_x;
  const size_t line = t.output_width * y_stride, gate_line = t.output_width * f.gate_stride;
  for (size_t index = 0; index < count; index++) {
    const size_t tile = first + index, n = tile / tiles;
    const size_t top = tile % tiles / t.tiles_x * t.outputs, left = tile % t.tiles_x * t.outputs;
    const size_t rows = smaller(t.output_height - top, t.outputs);
    const size_t columns = smaller(t.output_width - left, t.outputs);
    if (index + TILES_AHEAD < count) {
      const size_t next = tile + TILES_AHEAD;
      const size_t y0 = next % tiles / t.tiles_x * t.outputs, x0 = next % t.tiles_x * t.outputs;
      fetch(y + next / tiles * t.output_height * line, line, y_stride, y0,
            smaller(y0 + t.outputs, t.output_height), x0, smaller(x0 + t.outputs, t.output_width),
            channels, 1);
    }
    const size_t pixel = (n * t.output_height + top) * t.output_width + left;
    float *corner = y + pixel * y_stride;
    const float *gate = f.gate ? f.gate + pixel * f.gate_stride : NULL;
    const float *source = points + index * points_stride;
    for (size_t c = 0; c < channels; c += LANES) {
      const size_t width = block_width(channels, c);
      if (width == LANES && t.outputs == 4) {
        tile_outputs(source, plane, c, LANES, 4, rows, columns, corner, y_stride, line, &f, gate,
                     gate_line);
      } else if (width == LANES) {
        tile_outputs(source, plane, c, LANES, 2, rows, columns, corner, y_stride, line, &f, gate,
                     gate_line);
      } else {
        tile_outputs(source, plane, c, width, t.outputs, rows, columns, corner, y_stride, line, &f,
                     gate, gate_line);
      }
    }
  }
}

IGK_CLONES
void igk_winograd_weights(const float *weights, size_t kernel, size_t inputs, size_t outputs,
                          int flip, float *points) {
  // Row p of G: scale · (1, p, p², …); the last row, for ∞, picks the last tap.
  static const float position[SIDE - 1] = {0, 1, -1, 0.5f, -2};
  static const float scale[SIDE - 1] = {1, 1.0f / 3, -1.0f / 3, -16.0f / 15, 1.0f / 15};
  float g[SIDE][5];
  for (size_t p = 0; p < SIDE; p++) {
    float power = p < SIDE - 1 ? scale[p] : 0;
    for (size_t k = 0; k < kernel; k++) {
      g[p][k] = p < SIDE - 1 ? power : k == kernel - 1;
      power *= p < SIDE - 1 ? position[p] : 0;
    }
  }
  const size_t plane = inputs * outputs;
  for (size_t i = 0; i < inputs; i++) {
    for (size_t o = 0; o < outputs; o += LANES) {
      const size_t width = block_width(outputs, o);
      lanes half[SIDE][5];
      for (size_t kx = 0; kx < kernel; kx++) {
        lanes taps[5];
        for (size_t ky = 0; ky < kernel; ky++) {
          const size_t y = flip ? kernel - 1 - ky : ky, x = flip ? kernel - 1 - kx : kx;
          load(&taps[ky], weights + ((y * kernel + x) * inputs + i) * outputs + o, width);
        }
        for (size_t p = 0; p < SIDE; p++) {
          lanes sum = {0};
          for (size_t ky = 0; ky < kernel; ky++) sum += g[p][ky] * taps[ky];
          half[p][kx] = sum;
        }
      }
      for (size_t p = 0; p < SIDE; p++) {
        for (size_t q = 0; q < SIDE; q++) {
          lanes sum = {0};
          for (size_t kx = 0; kx < kernel; kx++) sum += g[q][kx] * half[p][kx];
          store(points + (p * SIDE + q) * plane + i * outputs + o, &sum, width);
        }
      }
    }
  }
}
