import Classification
import Foundation

/// What `--version` says: the version, and what networks are computed with, for reports of faults.
struct VersionText {
  private let platform = ComputingPlatform()

  /// One fact on each line, the version first.
  var text: String {
    let products = platform.hasOwnProducts ? "own products" : "products by OpenBLAS"
    return """
      igtool \(Igtool.version), \(SourceOrigin.current.description)
      \(platform.blasConfiguration), kernels \(platform.blasKernel)
      vector loops \(platform.instructionSet), \(products)
      \(Processor().description)
      """
  }
}
