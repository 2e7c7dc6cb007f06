#include "sha256.h"

#include "CStore.h"

#include <string.h>

enum { block_size = 64 };

static const uint32_t initial_state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

const uint32_t cstore_sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t rotated(uint32_t word, int count) { return word >> count | word << (32 - count); }

// Word t of the schedule, t > 15; only the last 16 are kept, word t in place of word t - 16.
static uint32_t scheduled(uint32_t words[16], int t) {
  uint32_t near = words[(t + 1) & 15], far = words[(t + 14) & 15];
  uint32_t small = rotated(near, 7) ^ rotated(near, 18) ^ near >> 3;
  uint32_t large = rotated(far, 17) ^ rotated(far, 19) ^ far >> 10;
  return words[t & 15] += small + words[(t + 9) & 15] + large;
}

static void compress(uint32_t state[8], const uint8_t *block) {
  uint32_t words[16];
  for (int t = 0; t < 16; t++) words[t] = big_endian(block + 4 * t);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
#pragma clang loop unroll(full)
  for (int t = 0; t < 64; t++) {
    uint32_t word = t < 16 ? words[t] : scheduled(words, t);
    uint32_t first = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +
                     (g ^ (e & (f ^ g))) + cstore_sha256_constants[t] + word;
    uint32_t second =
        (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) | (c & (a | b)));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void cstore_sha256_portable(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  for (size_t block = 0; block < blocks; block++) compress(state, bytes + block * block_size);
}

static void take(cstore_sha256 *hash, const uint8_t *bytes, size_t blocks) {
  if (blocks == 0) return;
  if (hash->is_accelerated) {
    cstore_sha256_accelerated(hash->state, bytes, blocks);
  } else {
    cstore_sha256_portable(hash->state, bytes, blocks);
  }
}

void cstore_sha256_init_portable(cstore_sha256 *hash) {
  *hash = (cstore_sha256){0};
  memcpy(hash->state, initial_state, sizeof initial_state);
}

void cstore_sha256_init(cstore_sha256 *hash) {
  cstore_sha256_init_portable(hash);
  hash->is_accelerated = cstore_sha256_has_instructions();
}

void cstore_sha256_update(cstore_sha256 *hash, const void *data, size_t count) {
  if (count == 0) return;
  const uint8_t *bytes = data;
  size_t waiting = hash->length % block_size;
  hash->length += count;
  if (waiting > 0) {
    size_t part = block_size - waiting < count ? block_size - waiting : count;
    memcpy(hash->rest + waiting, bytes, part);
    if (waiting + part < block_size) return;
    take(hash, hash->rest, 1);
    bytes += part;
    count -= part;
  }
  take(hash, bytes, count / block_size);
  memcpy(hash->rest, bytes + count - count % block_size, count % block_size);
}

void cstore_sha256_finish(cstore_sha256 *hash, uint8_t digest[32]) {
  uint8_t padding[2 * block_size] = {0x80};
  uint64_t bits = hash->length * 8;
  size_t zeros = (2 * block_size - 9 - hash->length % block_size) % block_size;
  for (int i = 0; i < 8; i++) padding[1 + zeros + i] = (uint8_t)(bits >> (56 - 8 * i));
  cstore_sha256_update(hash, padding, 1 + zeros + 8);
  for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}
