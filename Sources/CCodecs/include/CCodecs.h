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
} codecs_limits;

/// A decoded picture.
typedef struct {
  /// If it is not CODECS_OK and `samples` is not null, the picture is damaged.
  codecs_status status;
  /// `width * height * channels` samples, rows from top to bottom; null if there is no picture.
  uint8_t *samples;
  uint32_t width;
  uint32_t height;
  /// 3: red, green, blue. 4: the same and opacity; opacity 0 where a damaged picture has no pixels.
  uint32_t channels;
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

/// Decodes a PNG of any kind to 8-bit RGBA; of 16-bit samples the upper 8 bits are kept.
/// The caller releases the result with `codecs_free_picture`, whatever its status.
codecs_picture codecs_decode_png(const uint8_t *bytes, size_t length, const codecs_limits *limits);

/// Encodes 8-bit samples of 1 (grey), 3 (RGB) or 4 (RGBA) channels as PNG.
/// The caller releases the result with `codecs_free_bytes`, whatever its status.
codecs_bytes codecs_encode_png(
  const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels);

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
