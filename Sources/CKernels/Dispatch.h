// One body per loop, compiled once for each instruction set and chosen when the program starts.

#ifndef IGK_DISPATCH_H
#define IGK_DISPATCH_H

#include "CKernels.h"

// Function multiversioning needs the ifunc support of glibc. Under ThreadSanitizer an ifunc
// resolver runs before the sanitizer is ready and crashes the program. IGK_NO_DISPATCH lets the
// baseline loops be tested on a modern processor.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define IGK_NO_DISPATCH 1
#endif
#endif
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(IGK_NO_DISPATCH)
#define IGK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define IGK_CLONES
#endif

// Products and sums of different statements become fused multiply-add, too.
#pragma clang fp contract(fast)

// Before a loop whose count the compiler knows: its body is repeated instead, however long that is.
#define IGK_UNROLLED _Pragma("clang loop unroll(full)")

#endif
