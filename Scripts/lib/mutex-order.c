// Tells ThreadSanitizer of the order that Swift's Mutex makes where a lock is contended.
//
// Synchronization.Mutex locks in code that is compiled with the program, and so known to the sanitizer; where
// another thread holds the lock it goes on in libswiftSynchronization, which is not. This stands in for the
// three functions there, by LD_PRELOAD, and says that who gets the lock comes after whoever gave it back.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

static void note(const char *name, void *address) {
  void (*function)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, name);
  if (function != NULL) function(address);
}

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK_SLOW "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t identifier, SELF) __asm__(LOCK_SLOW);
SWIFT void lock_slow(uint32_t identifier, SELF) {
  SWIFT void (*next)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK_SLOW);
  next(identifier, self);
  note("__tsan_acquire", self);
}

SWIFT _Bool try_lock_slow(SELF) __asm__(TRY_LOCK_SLOW);
SWIFT _Bool try_lock_slow(SELF) {
  SWIFT _Bool (*next)(SELF) = dlsym(RTLD_NEXT, TRY_LOCK_SLOW);
  _Bool locked = next(self);
  if (locked) note("__tsan_acquire", self);
  return locked;
}

SWIFT void unlock_slow(SELF) __asm__(UNLOCK_SLOW);
SWIFT void unlock_slow(SELF) {
  SWIFT void (*next)(SELF) = dlsym(RTLD_NEXT, UNLOCK_SLOW);
  note("__tsan_release", self);
  next(self);
}
