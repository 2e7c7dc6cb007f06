#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for floats that begins at a page of its own, is zero at first, and is freed with the
/// object.
///
/// It does not know who writes to it: sharing one buffer between threads is safe only where each
/// writes to a part of its own, or nobody writes after preparation.
final class AlignedBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    let largePage = 1 << 21
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    var memory: UnsafeMutableRawPointer?
    let status = posix_memalign(&memory, bytes >= largePage ? largePage : 64, bytes)
    guard status == 0, let memory else { fatalError("out of memory (\(bytes) bytes)") }
    #if os(Linux)
      if bytes >= largePage { madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    memset(memory, 0, bytes)
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { source in
      if let address = source.baseAddress { base.update(from: address, count: source.count) }
    }
  }

  deinit { free(base) }
}
