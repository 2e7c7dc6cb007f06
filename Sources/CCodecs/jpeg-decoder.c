#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "picture.h"

/// The state of one call. libjpeg's own structures come first in theirs, so that its callbacks find
/// the rest by a cast.
typedef struct {
  struct jpeg_decompress_struct library;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  const codecs_limits *limits;
  codecs_picture picture;
  /// One row of CMYK; null for all other pictures.
  uint8_t *cmyk;
  uint32_t rows;
} jpeg_call;

static codecs_status status_of(int code) {
  switch (code) {
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY:
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
      return CODECS_TRUNCATED;
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_COMPONENT_COUNT:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED:
      return CODECS_UNSUPPORTED;
    case JERR_IMAGE_TOO_BIG:
      return CODECS_TOO_LONG_SIDE;
    case JERR_OUT_OF_MEMORY:
      return CODECS_OUT_OF_MEMORY;
    default:
      return CODECS_CORRUPT;
  }
}

static void note_damage(jpeg_call *call) {
  char text[JMSG_LENGTH_MAX];
  int code = call->errors.msg_code;
  call->errors.format_message((j_common_ptr)&call->library, text);
  codecs_note_damage(
    &call->picture, status_of(code), code == JWRN_JPEG_EOF ? "premature end of file" : text);
}

static void on_error(j_common_ptr library) {
  jpeg_call *call = (jpeg_call *)library;
  note_damage(call);
  // The size that is named with the refusal. Later errors must not change it: a second header may
  // have overwritten what the samples were allocated for.
  if (!call->picture.samples) {
    call->picture.width = call->library.image_width;
    call->picture.height = call->library.image_height;
  }
  longjmp(call->escape, 1);
}

/// Complaints after which all pixels are still what their author meant.
static int is_harmless(const struct jpeg_error_mgr *errors) {
  switch (errors->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
    case JWRN_JFIF_MAJOR:
    case JWRN_TOO_MUCH_DATA:
    // Padding between segments, as some cameras write it.
    case JWRN_EXTRANEOUS_DATA:
      return 1;
    default:
      return 0;
  }
}

static void on_message(j_common_ptr library, int level) {
  jpeg_call *call = (jpeg_call *)library;
  if (level >= 0) return;
  if (is_harmless(&call->errors)) {
    char text[JMSG_LENGTH_MAX];
    call->errors.format_message(library, text);
    codecs_note_warning(&call->picture, text);
    return;
  }
  note_damage(call);
  if (!call->limits->tolerant) longjmp(call->escape, 1);
}

static void on_output(j_common_ptr library) { (void)library; }

static void on_progress(j_common_ptr library) {
  jpeg_call *call = (jpeg_call *)library;
  if ((uint32_t)call->library.input_scan_number <= call->limits->maximum_scans) return;
  // Overrides an earlier, tolerated damage: this one ends the call.
  call->picture.status = CODECS_OK;
  codecs_note_damage(&call->picture, CODECS_TOO_MANY_SCANS, "too many scans");
  call->rows = 0;
  longjmp(call->escape, 1);
}

/// Says whether the file can hold the picture that its header declares: with Huffman codes, each
/// block of 8 by 8 samples takes at least one bit.
static int is_plausible(const jpeg_call *call, size_t length) {
  if (call->library.arith_code) return 1;
  uint64_t blocks = 0;
  for (int index = 0; index < call->library.num_components; index++) {
    const jpeg_component_info *component = &call->library.comp_info[index];
    blocks += (uint64_t)component->width_in_blocks * component->height_in_blocks;
  }
  return blocks / 8 <= length;
}

static void keep_exif(jpeg_call *call) {
  static const uint8_t prefix[6] = {'E', 'x', 'i', 'f', 0, 0};
  for (jpeg_saved_marker_ptr marker = call->library.marker_list; marker; marker = marker->next) {
    if (marker->data_length > sizeof prefix && !memcmp(marker->data, prefix, sizeof prefix)) {
      codecs_keep_exif(
        &call->picture, marker->data + sizeof prefix, marker->data_length - sizeof prefix);
    }
  }
}

/// Rounded a·b/255.
static uint8_t scaled(unsigned a, unsigned b) {
  unsigned product = a * b + 128;
  return (uint8_t)((product + (product >> 8)) >> 8);
}

/// Converts a row of CMYK, stored inverted as Adobe does, without regard to inks.
static void convert_row(const uint8_t *cmyk, uint8_t *rgb, uint32_t width) {
  for (uint32_t x = 0; x < width; x++, cmyk += 4, rgb += 3) {
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel] = (uint8_t)(cmyk[3] - scaled(255u - cmyk[channel], cmyk[3]));
    }
  }
}

static void choose_output(jpeg_call *call) {
  switch (call->library.num_components) {
    case 1:
    case 3:
      call->library.out_color_space = JCS_RGB;
      break;
    case 4:
      call->library.out_color_space = JCS_CMYK;
      break;
    default:
      call->errors.msg_code = JERR_CONVERSION_NOTIMPL;
      on_error((j_common_ptr)&call->library);
  }
}

static void read_rows(jpeg_call *call) {
  codecs_picture *picture = &call->picture;
  size_t stride = (size_t)picture->width * 3;
  while (call->library.output_scanline < call->library.output_height) {
    uint8_t *row = picture->samples + stride * call->library.output_scanline;
    JSAMPROW target = call->cmyk ? call->cmyk : row;
    if (jpeg_read_scanlines(&call->library, &target, 1) != 1) break;
    if (call->cmyk) convert_row(call->cmyk, row, picture->width);
    call->rows = call->library.output_scanline;
  }
}

static void decode(jpeg_call *call, const uint8_t *bytes, size_t length) {
  struct jpeg_decompress_struct *library = &call->library;
  codecs_picture *picture = &call->picture;
  jpeg_create_decompress(library);
  library->progress = &call->progress;
  jpeg_mem_src(library, bytes, (unsigned long)length);
  jpeg_save_markers(library, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(library, TRUE);
  keep_exif(call);
  if (!codecs_accept_size(picture, call->limits, library->image_width, library->image_height)) {
    return;
  }
  if (!call->limits->tolerant && !is_plausible(call, length)) {
    codecs_note_damage(picture, CODECS_TRUNCATED, "too few bytes for the declared size");
    return;
  }
  choose_output(call);
  if (call->limits->header_only || !codecs_take_samples(picture, call->limits)) return;
  if (library->out_color_space == JCS_CMYK) {
    call->cmyk = malloc((size_t)picture->width * 4);
    if (!call->cmyk) {
      codecs_note_damage(picture, CODECS_OUT_OF_MEMORY, "out of memory");
      return;
    }
  }
  jpeg_start_decompress(library);
  read_rows(call);
  jpeg_finish_decompress(library);
}

/// Decides what becomes of the samples, and fills the rows that were never reached with grey.
static void settle(jpeg_call *call) {
  codecs_picture *picture = &call->picture;
  if (!picture->samples || picture->status == CODECS_OK) return;
  int keep = call->limits->tolerant && call->rows > 0 &&
             (picture->status == CODECS_TRUNCATED || picture->status == CODECS_CORRUPT);
  if (!keep) {
    codecs_drop_samples(picture);
    return;
  }
  size_t stride = (size_t)picture->width * 3;
  memset(
    picture->samples + stride * call->rows, 128, stride * (picture->height - call->rows));
}

codecs_picture codecs_decode_jpeg(
  const uint8_t *bytes, size_t length, const codecs_limits *limits) {
  // On the heap, because locals that change between `setjmp` and `longjmp` lose their values.
  jpeg_call *call = calloc(1, sizeof *call);
  codecs_picture picture = {0};
  if (!call) {
    codecs_note_damage(&picture, CODECS_OUT_OF_MEMORY, "out of memory");
    return picture;
  }
  call->limits = limits;
  call->library.err = jpeg_std_error(&call->errors);
  call->errors.error_exit = on_error;
  call->errors.emit_message = on_message;
  call->errors.output_message = on_output;
  call->progress.progress_monitor = on_progress;
  if (setjmp(call->escape) == 0) decode(call, bytes, length);
  settle(call);
  jpeg_destroy_decompress(&call->library);
  picture = call->picture;
  free(call->cmyk);
  free(call);
  return picture;
}
