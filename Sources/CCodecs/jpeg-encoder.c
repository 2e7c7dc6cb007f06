#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "CCodecs.h"

/// The state of one call. libjpeg's own structure comes first, so that its callbacks find the rest
/// by a cast.
typedef struct {
  struct jpeg_compress_struct library;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  jmp_buf escape;
  codecs_bytes result;
  size_t capacity;
} jpeg_call;

static void on_error(j_common_ptr library) {
  jpeg_call *call = (jpeg_call *)library;
  char text[JMSG_LENGTH_MAX];
  int is_memory = call->errors.msg_code == JERR_OUT_OF_MEMORY;
  call->errors.format_message(library, text);
  call->result.status = is_memory ? CODECS_OUT_OF_MEMORY : CODECS_UNSUPPORTED;
  strncpy(call->result.message, text, sizeof call->result.message - 1);
  longjmp(call->escape, 1);
}

static void on_message(j_common_ptr library, int level) {
  (void)library;
  (void)level;
}

static void on_output(j_common_ptr library) { (void)library; }

/// Makes room behind the bytes that there are. libjpeg's own memory destination loses its buffer
/// when a call ends early.
static void grow(j_compress_ptr library) {
  jpeg_call *call = (jpeg_call *)library;
  codecs_bytes *result = &call->result;
  size_t capacity = 2 * call->capacity + 16384;
  uint8_t *bytes = realloc(result->bytes, capacity);
  if (!bytes) ERREXIT1(library, JERR_OUT_OF_MEMORY, 0);
  result->bytes = bytes;
  call->destination.next_output_byte = bytes + call->capacity;
  call->destination.free_in_buffer = capacity - call->capacity;
  call->capacity = capacity;
}

static boolean on_full(j_compress_ptr library) {
  grow(library);
  return TRUE;
}

static void on_end(j_compress_ptr library) {
  jpeg_call *call = (jpeg_call *)library;
  call->result.length = call->capacity - call->destination.free_in_buffer;
}

static void encode(
  jpeg_call *call, const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels,
  int quality) {
  j_compress_ptr library = &call->library;
  jpeg_create_compress(library);
  call->destination.init_destination = grow;
  call->destination.empty_output_buffer = on_full;
  call->destination.term_destination = on_end;
  library->dest = &call->destination;
  library->image_width = width;
  library->image_height = height;
  library->input_components = (int)channels;
  library->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(library);
  jpeg_set_quality(library, quality, TRUE);
  // Colours are as sharp as brightness: maps have edges of colour alone.
  library->comp_info[0].h_samp_factor = 1;
  library->comp_info[0].v_samp_factor = 1;
  library->optimize_coding = TRUE;
  jpeg_start_compress(library, TRUE);
  size_t stride = (size_t)width * channels;
  while (library->next_scanline < height) {
    // libjpeg takes rows that are not const, and only reads them.
    JSAMPROW row = (JSAMPROW)(samples + stride * library->next_scanline);
    jpeg_write_scanlines(library, &row, 1);
  }
  jpeg_finish_compress(library);
}

codecs_bytes codecs_encode_jpeg(
  const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, int quality) {
  // On the heap, because locals that change between `setjmp` and `longjmp` lose their values.
  jpeg_call *call = calloc(1, sizeof *call);
  codecs_bytes result = {.status = CODECS_OUT_OF_MEMORY};
  if (!call) return result;
  call->library.err = jpeg_std_error(&call->errors);
  call->errors.error_exit = on_error;
  call->errors.emit_message = on_message;
  call->errors.output_message = on_output;
  if (setjmp(call->escape) == 0) encode(call, samples, width, height, channels, quality);
  jpeg_destroy_compress(&call->library);
  if (call->result.status != CODECS_OK) codecs_free_bytes(&call->result);
  result = call->result;
  free(call);
  return result;
}
