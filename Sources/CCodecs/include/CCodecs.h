/// JPEG and PNG: bytes in, pixels out, and back to bytes.
///
/// Every call is one self-contained trip through libjpeg or libpng. Handles, callbacks and
/// `longjmp` stay inside it; the libraries print nothing; nothing is read but the given bytes.
#ifndef CCODECS_H
#define CCODECS_H

#include <stddef.h>
#include <stdint.h>

/// How a call ended.
typedef enum {
  CODECS_OK = 0,
  /// The bytes end before the picture does.
  CODECS_TRUNCATED,
  /// The bytes break the rules of the format.
  CODECS_CORRUPT,
  /// The format allows it, the library does not.
  CODECS_UNSUPPORTED,
  /// The header declares more pixels than `maximum_pixels`.
  CODECS_TOO_MANY_PIXELS,
  /// The header declares a side longer than `maximum_side`, or than the library can handle.
  CODECS_TOO_LONG_SIDE,
  /// A progressive JPEG has more scans than `maximum_scans`.
  CODECS_TOO_MANY_SCANS,
  CODECS_OUT_OF_MEMORY,
} codecs_status;

/// What is decoded, and how far.
typedef struct {
  uint64_t maximum_pixels;
  uint32_t maximum_side;
  uint32_t maximum_scans;
  /// Not zero: damage does not end the decoding as long as there is at least one row.
  int tolerant;
  /// Not zero: the call ends behind the header, and the picture has no samples.
  int header_only;
  /// Red, green and blue that are seen through transparent pixels, and where a damaged PNG has none.
  uint8_t background[3];
  /// Where the samples go, if they take exactly `capacity` bytes; else, or if it is null, memory is
  /// taken for them.
  uint8_t *target;
  size_t capacity;
} codecs_limits;

/// A decoded picture.
typedef struct {
  /// If it is not CODECS_OK and `samples` is not null, the picture is damaged.
  codecs_status status;
  /// `width * height * 3` samples, red, green and blue, rows from top to bottom; null if there is no
  /// picture.
  uint8_t *samples;
  /// Not zero: the samples are the `target` of the call, which its caller releases.
  int is_in_target;
  uint32_t width;
  uint32_t height;
  /// The TIFF part of the Exif data, as found and unchecked; null if there is none.
  uint8_t *exif;
  size_t exif_length;
  /// Number of complaints of the library that did not cost any pixels.
  uint32_t warnings;
  /// What `status` is about, in the words of the library.
  char message[200];
  /// The first of the `warnings`.
  char warning[200];
} codecs_picture;

/// Bytes of an encoded picture.
typedef struct {
  codecs_status status;
  uint8_t *bytes;
  size_t length;
  char message[200];
} codecs_bytes;

/// Decodes a JPEG to RGB: baseline or progressive; grey, RGB, YCbCr, CMYK or YCCK.
/// The caller releases the result with `codecs_free_picture`, whatever its status.
codecs_picture codecs_decode_jpeg(
  const uint8_t *bytes, size_t length, const codecs_limits *limits);

/// Decodes a PNG of any kind to 8-bit RGB over the background, rounded
/// (α · c + (255 − α) · background) / 255; of 16-bit samples the upper 8 bits are kept.
/// The caller releases the result with `codecs_free_picture`, whatever its status.
codecs_picture codecs_decode_png(const uint8_t *bytes, size_t length, const codecs_limits *limits);

/// Encodes 8-bit samples of 1 (grey), 3 (RGB) or 4 (RGBA) channels as PNG.
/// The caller releases the result with `codecs_free_bytes`, whatever its status.
codecs_bytes codecs_encode_png(
  const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels);

/// A PNG whose rows come a few at a time.
typedef struct codecs_png_rows codecs_png_rows;

/// Begins what `codecs_encode_png` does; null if there is no memory. Each of these is followed by one
/// `codecs_end_png`.
codecs_png_rows *codecs_begin_png(uint32_t width, uint32_t height, uint32_t channels);

/// Encodes the next rows. After an error it does nothing, and the end tells the error.
void codecs_add_png_rows(codecs_png_rows *rows, const uint8_t *samples, uint32_t count);

/// Ends the file; an error unless there were as many rows as was said. What it is of is released; the
/// caller releases the result with `codecs_free_bytes`, whatever its status.
codecs_bytes codecs_end_png(codecs_png_rows *rows);

/// Encodes 8-bit samples of 1 (grey) or 3 (RGB) channels as baseline JPEG, with colours at full
/// resolution; `quality` is libjpeg's, from 1 to 100. libjpeg has no sides longer than 65500.
/// The caller releases the result with `codecs_free_bytes`, whatever its status.
codecs_bytes codecs_encode_jpeg(
  const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, int quality);

/// Releases the memory of a picture.
void codecs_free_picture(codecs_picture *picture);

/// Releases the memory of encoded bytes.
void codecs_free_bytes(codecs_bytes *bytes);

#endif
