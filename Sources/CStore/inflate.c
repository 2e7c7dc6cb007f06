#include "CStore.h"

#include <zlib.h>

// zlib counts in `unsigned int`.
static unsigned piece(size_t count) { return count < 1u << 30 ? (unsigned)count : 1u << 30; }

uint32_t cstore_crc32(const void *data, size_t count) {
  const uint8_t *bytes = data;
  uLong sum = crc32(0, NULL, 0);
  while (count > 0) {
    unsigned part = piece(count);
    sum = crc32(sum, bytes, part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)sum;
}

static cstore_status inflate_all(
    z_stream *stream, const uint8_t *source, size_t source_count, uint8_t *destination,
    size_t destination_count) {
  for (;;) {
    // A byte that has no place in the destination shows that the data are too long.
    uint8_t excess = 0;
    unsigned given = piece(source_count), room = piece(destination_count);
    stream->next_in = (Bytef *)source;
    stream->avail_in = given;
    stream->next_out = room > 0 ? destination : &excess;
    stream->avail_out = room > 0 ? room : 1;
    int result = inflate(stream, Z_NO_FLUSH);
    size_t made = (room > 0 ? room : 1) - stream->avail_out;
    if (room == 0 && made > 0) return CSTORE_TOO_LONG;
    source += given - stream->avail_in;
    source_count -= given - stream->avail_in;
    destination += made;
    destination_count -= made;
    if (result == Z_STREAM_END) {
      if (destination_count > 0) return CSTORE_TOO_SHORT;
      return source_count > 0 ? CSTORE_DAMAGED : CSTORE_OK;
    }
    if (result == Z_MEM_ERROR) return CSTORE_OUT_OF_MEMORY;
    if (result == Z_BUF_ERROR) return CSTORE_TOO_SHORT;
    if (result != Z_OK) return CSTORE_DAMAGED;
  }
}

cstore_status cstore_inflate(
    const void *source, size_t source_count, void *destination, size_t destination_count) {
  z_stream stream = {0};
  // A negative size of the window stands for data without a header.
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return CSTORE_OUT_OF_MEMORY;
  cstore_status status =
      inflate_all(&stream, source, source_count, destination, destination_count);
  inflateEnd(&stream);
  return status;
}

size_t cstore_deflate_bound(size_t count) {
  // More than what zlib says of any of its settings: an eighth, and a little.
  return count + count / 4 + 64;
}

cstore_status cstore_deflate(
    const void *source, size_t source_count, void *destination, size_t capacity, size_t *count) {
  z_stream stream = {0};
  // A negative size of the window stands for data without a header; 9 is zlib's largest memory level.
  // Maps repeat nothing but runs: a search for more saves a hundredth of their bytes, in thirty times the time.
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_RLE) != Z_OK)
    return CSTORE_OUT_OF_MEMORY;
  const uint8_t *next = source;
  uint8_t *place = destination;
  int result = Z_OK;
  while (result == Z_OK && (capacity > 0 || source_count > 0)) {
    unsigned given = piece(source_count), room = piece(capacity);
    stream.next_in = (Bytef *)next;
    stream.avail_in = given;
    stream.next_out = place;
    stream.avail_out = room;
    result = deflate(&stream, given == source_count ? Z_FINISH : Z_NO_FLUSH);
    next += given - stream.avail_in;
    source_count -= given - stream.avail_in;
    place += room - stream.avail_out;
    capacity -= room - stream.avail_out;
  }
  deflateEnd(&stream);
  *count = (size_t)(place - (uint8_t *)destination);
  return result == Z_STREAM_END ? CSTORE_OK : CSTORE_TOO_LONG;
}
