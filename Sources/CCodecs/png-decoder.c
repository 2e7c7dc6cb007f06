#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "picture.h"

/// Longest chunk that libpng unpacks, number of chunks that it remembers, and number of bytes that
/// it takes at a time from a file that may end at any place: the last, incomplete piece is lost.
enum { MAXIMUM_CHUNK = 8 << 20, MAXIMUM_CHUNKS = 128, TOLERANT_PIECE = 16 };

/// The state of one call to the decoder.
typedef struct {
  png_structp library;
  png_infop info;
  jmp_buf escape;
  const codecs_limits *limits;
  codecs_picture picture;
  /// Red, green, blue and opacity of one row.
  uint8_t *rgba;
  const uint8_t *bytes;
  size_t length;
  size_t position;
  int truncated;
  int rows;
} png_call;

static void on_error(png_structp library, png_const_charp message) {
  png_call *call = png_get_error_ptr(library);
  codecs_note_damage(
    &call->picture, call->truncated ? CODECS_TRUNCATED : CODECS_CORRUPT, message);
  longjmp(call->escape, 1);
}

static void on_warning(png_structp library, png_const_charp message) {
  png_call *call = png_get_error_ptr(library);
  if (strstr(message, "CRC error")) {
    codecs_note_damage(&call->picture, CODECS_CORRUPT, message);
  } else {
    codecs_note_warning(&call->picture, message);
  }
}

static void on_read(png_structp library, png_bytep target, size_t count) {
  png_call *call = png_get_io_ptr(library);
  if (count > call->length - call->position) {
    call->truncated = 1;
    png_error(library, "premature end of file");
  }
  memcpy(target, call->bytes + call->position, count);
  call->position += count;
}

/// The size in the header, read by hand, so that a refusal can name it; 0 if there is no header.
static int declared_size(const png_call *call, uint32_t *width, uint32_t *height) {
  if (call->length < 24 || memcmp(call->bytes + 12, "IHDR", 4)) return 0;
  *width = png_get_uint_32(call->bytes + 16);
  *height = png_get_uint_32(call->bytes + 20);
  return 1;
}

/// Chunks without influence on the pixels are passed over, however large they claim to be.
static void configure(png_call *call) {
  static const png_byte ignored[] =
    "bKGD\0cHRM\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0"
    "pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0tEXt\0tIME\0zTXt";
  png_structp library = call->library;
  png_set_read_fn(library, call, on_read);
  png_set_user_limits(library, call->limits->maximum_side, call->limits->maximum_side);
  png_set_chunk_malloc_max(library, MAXIMUM_CHUNK);
  png_set_chunk_cache_max(library, MAXIMUM_CHUNKS);
  png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, ignored, sizeof ignored / 5);
  int action = call->limits->tolerant ? PNG_CRC_WARN_USE : PNG_CRC_ERROR_QUIT;
  png_set_crc_action(library, action, action);
  if (call->limits->tolerant) png_set_compression_buffer_size(library, TOLERANT_PIECE);
}

/// Says whether the file can hold the picture: deflate shrinks at most 1032 times.
static int is_plausible(const png_call *call) {
  uint64_t raw = (uint64_t)png_get_rowbytes(call->library, call->info) * call->picture.height;
  return raw / 1032 <= call->length;
}

/// Asks for 8-bit RGBA.
static void set_transformations(png_call *call) {
  png_structp library = call->library;
  png_set_expand(library);
  png_set_strip_16(library);
  png_set_gray_to_rgb(library);
  png_set_add_alpha(library, 0xFF, PNG_FILLER_AFTER);
}

static void keep_exif(png_call *call) {
  png_bytep bytes = NULL;
  png_uint_32 length = 0;
  if (png_get_eXIf_1(call->library, call->info, &length, &bytes) & PNG_INFO_eXIf) {
    codecs_keep_exif(&call->picture, bytes, length);
  }
}

/// Writes a pixel over the background.
static void compose(const png_call *call, const uint8_t *rgba, uint8_t *rgb) {
  uint32_t alpha = rgba[3];
  for (int channel = 0; channel < 3; channel++) {
    uint32_t sum = rgba[channel] * alpha + call->limits->background[channel] * (255 - alpha) + 127;
    rgb[channel] = (uint8_t)(sum / 255);
  }
}

/// Writes a row over the background.
static void compose_row(png_call *call, uint32_t y) {
  uint32_t width = call->picture.width;
  uint8_t *rgb = call->picture.samples + (size_t)width * 3 * y;
  for (uint32_t x = 0; x < width; x++) compose(call, call->rgba + (size_t)4 * x, rgb + (size_t)3 * x);
}

static void read_rows(png_call *call) {
  for (uint32_t y = 0; y < call->picture.height; y++) {
    png_read_row(call->library, call->rgba, NULL);
    compose_row(call, y);
    call->rows = 1;
  }
}

/// Copies the pixel at (x, y) to the rest of its cell, as far as that is in the picture.
static void fill_cell(png_call *call, uint32_t x, uint32_t y, uint32_t width, uint32_t height) {
  uint32_t columns = call->picture.width - x, rows = call->picture.height - y;
  if (width < columns) columns = width;
  if (height < rows) rows = height;
  size_t stride = (size_t)call->picture.width * 3;
  uint8_t *corner = call->picture.samples + stride * y + (size_t)3 * x;
  for (uint32_t column = 1; column < columns; column++) memcpy(corner + 3 * column, corner, 3);
  for (uint32_t row = 1; row < rows; row++) memcpy(corner + stride * row, corner, (size_t)3 * columns);
}

/// Reads the seven pictures that an interlaced one is made of, one within the other, without a second copy
/// of any. Where more may be missing than was found, each pixel fills its cell until the next picture.
static void read_passes(png_call *call) {
  for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++) {
    uint32_t columns = PNG_PASS_COLS(call->picture.width, pass);
    uint32_t rows = PNG_PASS_ROWS(call->picture.height, pass);
    uint32_t left = PNG_PASS_START_COL(pass), across = PNG_PASS_COL_OFFSET(pass);
    uint32_t top = PNG_PASS_START_ROW(pass), down = PNG_PASS_ROW_OFFSET(pass);
    for (uint32_t row = 0; row < rows && columns > 0; row++) {
      png_read_row(call->library, call->rgba, NULL);
      uint32_t y = top + row * down;
      uint8_t *line = call->picture.samples + (size_t)call->picture.width * 3 * y;
      for (uint32_t column = 0; column < columns; column++) {
        uint32_t x = left + column * across;
        compose(call, call->rgba + (size_t)4 * column, line + (size_t)3 * x);
        if (call->limits->tolerant) fill_cell(call, x, y, across - left, down - top);
      }
      call->rows = 1;
    }
  }
}

/// Takes the memory for pixels. Where a damaged picture will have none, the background is seen.
static int take_memory(png_call *call, size_t stride) {
  codecs_picture *picture = &call->picture;
  if (!codecs_take_samples(picture, call->limits)) return 0;
  call->rgba = calloc(1, stride);
  if (!call->rgba) {
    codecs_note_damage(picture, CODECS_OUT_OF_MEMORY, "out of memory");
    return 0;
  }
  if (call->limits->tolerant) {
    for (uint32_t y = 0; y < picture->height; y++) compose_row(call, y);
  }
  return 1;
}

static void create(png_call *call) {
  call->library = png_create_read_struct(PNG_LIBPNG_VER_STRING, call, on_error, on_warning);
  if (call->library) call->info = png_create_info_struct(call->library);
}

static void decode(png_call *call) {
  codecs_picture *picture = &call->picture;
  uint32_t width, height;
  if (declared_size(call, &width, &height) &&
      !codecs_accept_size(picture, call->limits, width, height)) {
    return;
  }
  create(call);
  if (!call->info) {
    codecs_note_damage(picture, CODECS_OUT_OF_MEMORY, "out of memory");
    return;
  }
  configure(call);
  png_read_info(call->library, call->info);
  picture->width = png_get_image_width(call->library, call->info);
  picture->height = png_get_image_height(call->library, call->info);
  if (!codecs_accept_size(picture, call->limits, picture->width, picture->height)) return;
  if (!call->limits->tolerant && !is_plausible(call)) {
    codecs_note_damage(picture, CODECS_TRUNCATED, "too few bytes for the declared size");
    return;
  }
  keep_exif(call);
  set_transformations(call);
  png_read_update_info(call->library, call->info);
  if (call->limits->header_only) return;
  size_t stride = (size_t)picture->width * 4;
  if (png_get_rowbytes(call->library, call->info) != stride) {
    png_error(call->library, "unexpected length of a row");
  }
  if (!take_memory(call, stride)) return;
  if (png_get_interlace_type(call->library, call->info) == PNG_INTERLACE_NONE) {
    read_rows(call);
  } else {
    read_passes(call);
  }
  png_read_end(call->library, call->info);
  keep_exif(call);
}

static void settle(png_call *call) {
  codecs_picture *picture = &call->picture;
  if (!picture->samples || picture->status == CODECS_OK) return;
  if (!call->limits->tolerant || !call->rows) codecs_drop_samples(picture);
}

codecs_picture codecs_decode_png(
  const uint8_t *bytes, size_t length, const codecs_limits *limits) {
  // On the heap, because locals that change between `setjmp` and `longjmp` lose their values.
  png_call *call = calloc(1, sizeof *call);
  codecs_picture picture = {0};
  if (!call) {
    codecs_note_damage(&picture, CODECS_OUT_OF_MEMORY, "out of memory");
    return picture;
  }
  call->limits = limits;
  call->bytes = bytes;
  call->length = length;
  if (setjmp(call->escape) == 0) decode(call);
  settle(call);
  png_destroy_read_struct(&call->library, &call->info, NULL);
  picture = call->picture;
  free(call->rgba);
  free(call);
  return picture;
}
