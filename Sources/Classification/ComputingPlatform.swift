import Engine

/// What networks are computed with on this machine.
public struct ComputingPlatform: Sendable {
  /// What OpenBLAS says of its version and of how it was built.
  public let blasConfiguration: String
  /// Kernels that OpenBLAS has chosen for this processor, as in `SkylakeX`.
  public let blasKernel: String
  /// Instruction set of this program's own loops: `avx512`, `avx2` or `baseline`.
  public let instructionSet: String
  /// Whether matrix products run on loops of this program unless OpenBLAS is asked for.
  public let hasOwnProducts: Bool
  /// Cores' worth of time that the control groups of this process may use; nil without a limit.
  public let grantedCores: Double?
  /// Bytes of memory that they may still take; nil without a limit.
  public let grantedMemory: Int?

  /// Looks at the machine that the program runs on.
  public init() {
    blasConfiguration = BLAS.configuration.split(separator: " ").joined(separator: " ")
    blasKernel = BLAS.kernelName
    instructionSet = VectorLoops.instructionSet
    hasOwnProducts = PackedMatrix.hasOwnProducts
    let group = ControlGroup()
    (grantedCores, grantedMemory) = (group.cores, group.freeMemory)
  }

  /// OpenBLAS with its version, as in `OpenBLAS 0.3.21`.
  public var blasName: String {
    blasConfiguration.split(separator: " ").prefix(2).joined(separator: " ")
  }
}
