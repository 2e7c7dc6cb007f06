#include "sha256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

static int finds_instructions(void) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1)) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return (b & bit_SHA) != 0;
}

int cstore_sha256_has_instructions(void) {
  // In a virtual machine the question takes longer than the hash of a few words: it is asked once.
  static _Atomic int known = -1;
  if (known < 0) known = finds_instructions();
  return known;
}

// The instructions want the state as (f, e, b, a) and (h, g, d, c), lowest lane first.
__attribute__((target("sha,sse4.1"))) void cstore_sha256_accelerated(
    uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  const __m128i reversal = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8(low, high, 8);
  __m128i cdgh = _mm_blend_epi16(high, low, 0xf0);
  for (; blocks > 0; blocks--, bytes += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; i++) {
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), reversal);
    }
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
      __m128i *oldest = &words[group & 3];
      const __m128i last = words[(group + 3) & 3];
      if (group >= 4) {
        __m128i sum = _mm_sha256msg1_epu32(*oldest, words[(group + 1) & 3]);
        sum = _mm_add_epi32(sum, _mm_alignr_epi8(last, words[(group + 2) & 3], 4));
        *oldest = _mm_sha256msg2_epu32(sum, last);
      }
      const __m128i *constants = (const __m128i *)(cstore_sha256_constants + 4 * group);
      const __m128i sum = _mm_add_epi32(*oldest, _mm_loadu_si128(constants));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  low = _mm_shuffle_epi32(abef, 0x1b);
  high = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

#else

int cstore_sha256_has_instructions(void) { return 0; }

void cstore_sha256_accelerated(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  cstore_sha256_portable(state, bytes, blocks);
}

#endif
