#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the value between, or of several, pixels is found when a picture gets another size.
///
/// When it shrinks, all but `nearest` widen with the scale, so that every pixel counts: the same
/// definitions as in Pillow.
public enum ResamplingFilter: String, Hashable, Sendable, CaseIterable {
  /// The pixel that is hit.
  case nearest
  /// A triangle over two pixels.
  case bilinear
  /// Keys' cubic over four pixels, a = −1/2; may overshoot.
  case bicubic
  /// sinc(x) · sinc(x/3) over six pixels; may overshoot.
  case lanczos

  /// Largest distance, in pixels, at which a pixel still counts.
  var support: Double {
    switch self {
    case .nearest: 0.5
    case .bilinear: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// Weight of a pixel at a distance, before the weights are made to sum to one.
  func weight(_ distance: Double) -> Double {
    let x = abs(distance)
    guard x < support else { return 0 }
    switch self {
    case .nearest: return 1
    case .bilinear: return 1 - x
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      return (((x - 5) * x + 8) * x - 4) * a
    case .lanczos: return Self.sinc(x) * Self.sinc(x / 3)
    }
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(x * .pi) / (x * .pi)
  }
}
