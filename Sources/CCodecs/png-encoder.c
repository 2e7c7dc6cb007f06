#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>
#include <zlib.h>

#include "CCodecs.h"

/// A picture on its way to bytes; the jump is that of the call that is going on.
struct codecs_png_rows {
  png_structp library;
  png_infop info;
  jmp_buf escape;
  codecs_bytes result;
  size_t capacity;
  uint32_t width;
  uint32_t channels;
  /// Rows that are still to come.
  uint32_t remaining;
};
typedef codecs_png_rows png_call;

static void on_error(png_structp library, png_const_charp message) {
  png_call *call = png_get_error_ptr(library);
  if (call->result.status == CODECS_OK) call->result.status = CODECS_UNSUPPORTED;
  strncpy(call->result.message, message, sizeof call->result.message - 1);
  longjmp(call->escape, 1);
}

static void on_warning(png_structp library, png_const_charp message) {
  (void)library;
  (void)message;
}

static void on_write(png_structp library, png_bytep source, size_t count) {
  png_call *call = png_get_io_ptr(library);
  codecs_bytes *result = &call->result;
  if (count > call->capacity - result->length) {
    size_t capacity = 2 * call->capacity + count + 4096;
    uint8_t *bytes = realloc(result->bytes, capacity);
    if (!bytes) {
      result->status = CODECS_OUT_OF_MEMORY;
      png_error(library, "out of memory");
    }
    result->bytes = bytes;
    call->capacity = capacity;
  }
  memcpy(result->bytes + result->length, source, count);
  result->length += count;
}

static void on_flush(png_structp library) { (void)library; }

static int color_type(uint32_t channels) {
  switch (channels) {
    case 1:
      return PNG_COLOR_TYPE_GRAY;
    case 3:
      return PNG_COLOR_TYPE_RGB;
    default:
      return PNG_COLOR_TYPE_RGBA;
  }
}

static void begin(png_call *call, uint32_t width, uint32_t height) {
  png_structp library = png_create_write_struct(PNG_LIBPNG_VER_STRING, call, on_error, on_warning);
  call->library = library;
  call->info = library ? png_create_info_struct(library) : NULL;
  if (!call->info) {
    call->result.status = CODECS_OUT_OF_MEMORY;
    return;
  }
  png_set_write_fn(library, call, on_write, on_flush);
  png_set_user_limits(library, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(
    library, call->info, width, height, 8, color_type(call->channels), PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  // Past the filters of its rows a map or a photo has no repetitions but runs: looking for others takes
  // half of the time, and its longer code words make most files larger.
  png_set_compression_strategy(library, Z_RLE);
  png_write_info(library, call->info);
}

codecs_png_rows *codecs_begin_png(uint32_t width, uint32_t height, uint32_t channels) {
  // On the heap, because locals that change between `setjmp` and `longjmp` lose their values.
  png_call *call = calloc(1, sizeof *call);
  if (!call) return NULL;
  call->width = width;
  call->channels = channels;
  call->remaining = height;
  if (setjmp(call->escape) == 0) begin(call, width, height);
  return call;
}

static void add(png_call *call, const uint8_t *samples, uint32_t count) {
  size_t stride = (size_t)call->width * call->channels;
  for (uint32_t y = 0; y < count; y++) png_write_row(call->library, samples + stride * y);
  call->remaining -= count;
}

void codecs_add_png_rows(codecs_png_rows *call, const uint8_t *samples, uint32_t count) {
  if (!call || call->result.status != CODECS_OK) return;
  if (count > call->remaining) {
    call->result.status = CODECS_UNSUPPORTED;
    strncpy(call->result.message, "too many rows", sizeof call->result.message - 1);
    return;
  }
  if (setjmp(call->escape) == 0) add(call, samples, count);
}

static void end(png_call *call) {
  if (call->remaining > 0) png_error(call->library, "too few rows");
  png_write_end(call->library, NULL);
}

codecs_bytes codecs_end_png(codecs_png_rows *call) {
  codecs_bytes result = {.status = CODECS_OUT_OF_MEMORY};
  if (!call) return result;
  if (call->result.status == CODECS_OK && setjmp(call->escape) == 0) end(call);
  png_destroy_write_struct(&call->library, &call->info);
  if (call->result.status != CODECS_OK) codecs_free_bytes(&call->result);
  result = call->result;
  free(call);
  return result;
}

codecs_bytes codecs_encode_png(
  const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels) {
  codecs_png_rows *call = codecs_begin_png(width, height, channels);
  codecs_add_png_rows(call, samples, height);
  return codecs_end_png(call);
}
