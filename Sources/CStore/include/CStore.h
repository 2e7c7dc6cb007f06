/// What the model store and writers of pictures and pages ask of bytes: SHA-256, CRC-32, deflating and inflating.
///
/// No call keeps anything, or reads other bytes than it is given.
#ifndef CSTORE_H
#define CSTORE_H

#include <stddef.h>
#include <stdint.h>

/// A SHA-256 (FIPS 180-4) of the bytes so far.
typedef struct {
  uint32_t state[8];
  /// How many bytes there were.
  uint64_t length;
  /// Those that do not fill a block of 64 yet.
  uint8_t rest[64];
  /// Not zero: the processor's own instructions for SHA-256 are used.
  int is_accelerated;
} cstore_sha256;

/// Begins a hash, by the processor's own instructions where it has them.
void cstore_sha256_init(cstore_sha256 *hash);

/// Begins a hash that is computed in plain C on any processor.
void cstore_sha256_init_portable(cstore_sha256 *hash);

/// Takes more bytes; `bytes` may be null if `count` is 0.
void cstore_sha256_update(cstore_sha256 *hash, const void *bytes, size_t count);

/// Writes the hash of everything that was taken; nothing can be taken after that.
void cstore_sha256_finish(cstore_sha256 *hash, uint8_t digest[32]);

/// Returns the CRC-32 that zip archives and PNG files have.
uint32_t cstore_crc32(const void *bytes, size_t count);

/// How inflating ended.
typedef enum {
  CSTORE_OK = 0,
  /// The data break the rules of the format, or bytes are left over behind them.
  CSTORE_DAMAGED,
  /// The data end before the destination is full.
  CSTORE_TOO_SHORT,
  /// The destination is full before the data end.
  CSTORE_TOO_LONG,
  CSTORE_OUT_OF_MEMORY,
} cstore_status;

/// Inflates data (RFC 1951, without a header) that fill `destination` exactly and use `source` up.
/// Nothing is written behind the destination; what is in it is only meant after CSTORE_OK.
cstore_status cstore_inflate(
    const void *source, size_t source_count, void *destination, size_t destination_count);

/// Returns how many bytes `count` bytes have at most when they are deflated.
size_t cstore_deflate_bound(size_t count);

/// Deflates data (RFC 1951, without a header) as well as zlib can, into `destination`, which has room for
/// `capacity` bytes, and writes how many there are. CSTORE_TOO_LONG if there are more.
cstore_status cstore_deflate(
    const void *source, size_t source_count, void *destination, size_t capacity, size_t *count);

#endif
