#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for floats that begins at a cache line of its own, is zero at first, and is freed with the
/// object. Much of it lies in large pages, where the system has them, and is not there until it is
/// first touched.
///
/// It does not know who writes to it: sharing one buffer between threads is safe only where each
/// writes to a part of its own, or nobody writes after preparation.
package final class AlignedBuffer: @unchecked Sendable {
  /// Bytes of a large page of the system.
  private static let largePage = 1 << 21

  package let base: UnsafeMutablePointer<Float>
  package let count: Int
  /// Pages that were asked of the system; nil if the memory is the heap's.
  private let pages: UnsafeMutableRawBufferPointer?

  init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let memory: UnsafeMutableRawPointer
    if bytes < Self.largePage {
      pages = nil
      memory = .allocate(byteCount: bytes, alignment: 64)
      memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    } else {
      let length = bytes + Self.largePage
      let start = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let start, start != MAP_FAILED else { fatalError("out of memory (\(bytes) bytes)") }
      pages = UnsafeMutableRawBufferPointer(start: start, count: length)
      memory = start.alignedUp(toMultipleOf: Self.largePage)
      #if os(Linux)
        madvise(memory, bytes, MADV_HUGEPAGE)
      #endif
    }
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { source in
      if let address = source.baseAddress { base.update(from: address, count: source.count) }
    }
  }

  deinit {
    if let pages {
      munmap(pages.baseAddress, pages.count)
    } else {
      UnsafeMutableRawPointer(base).deallocate()
    }
  }
}
