// The two loops of SHA-256, which change a state by whole blocks of 64 bytes.
#ifndef CSTORE_SHA256_H
#define CSTORE_SHA256_H

#include <stddef.h>
#include <stdint.h>

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
extern const uint32_t cstore_sha256_constants[64];

/// The loop in plain C.
void cstore_sha256_portable(uint32_t state[8], const uint8_t *bytes, size_t blocks);

/// Whether the processor has instructions for SHA-256 that the other loop uses.
int cstore_sha256_has_instructions(void);

/// The loop of those instructions.
void cstore_sha256_accelerated(uint32_t state[8], const uint8_t *bytes, size_t blocks);

#endif
