// Sixteen floats at a time; the compiler splits them into as many registers as the instruction set
// needs. Loops over channels run in blocks of LANES, the last one partly filled.

#ifndef IGK_LANES_H
#define IGK_LANES_H

#include "Dispatch.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 16 };

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));
typedef int32_t mask __attribute__((vector_size(LANES * sizeof(int32_t))));
typedef uint16_t narrow __attribute__((vector_size(LANES * sizeof(uint16_t))));

#define IGK_INLINE static inline __attribute__((always_inline))

// Channels of the block that begins at `start`.
IGK_INLINE size_t block_width(size_t channels, size_t start) {
  return channels - start < LANES ? channels - start : LANES;
}

IGK_INLINE void load(lanes *value, const float *source, size_t count) {
  if (count == LANES) {
    memcpy(value, source, sizeof(lanes));
  } else {
    *value = (lanes){0};
    memcpy(value, source, count * sizeof(float));
  }
}

IGK_INLINE void store(float *target, const lanes *value, size_t count) {
  if (count == LANES) {
    memcpy(target, value, sizeof(lanes));
  } else {
    memcpy(target, value, count * sizeof(float));
  }
}

// `yes` where `condition` is all ones, else `no`.
IGK_INLINE void choose(lanes *result, const mask *condition, const lanes *yes, const lanes *no) {
  *result = (lanes)(((mask)*yes & *condition) | ((mask)*no & ~*condition));
}

// Zero in place of negative numbers; what is not a number stays. Written as a loop, it becomes one
// instruction.
IGK_INLINE void rectify(lanes *value) {
  for (size_t i = 0; i < LANES; i++) (*value)[i] = (*value)[i] < 0 ? 0 : (*value)[i];
}

// The parts of an igk_finish that need the target: `value` is about to be stored there, behind a
// gate that may be NULL.
IGK_INLINE void finish(lanes *value, const float *target, const float *gate, size_t count, int relu,
                       int accumulate) {
  if (relu) rectify(value);
  if (accumulate) {
    lanes before;
    load(&before, target, count);
    *value += before;
  }
  if (gate) {
    lanes open;
    load(&open, gate, count);
    *value = (lanes)((mask)*value & (open > 0));
  }
}

#endif
