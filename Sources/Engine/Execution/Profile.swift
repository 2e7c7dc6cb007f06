import CKernels
import COpenBLAS
import Dispatch
import Tensors

/// What one operator costs per path point, on one thread.
public struct OperatorProfile: Sendable {
  /// Name in the file that the network came from.
  public let name: String
  /// Type of the operator, as in `Convolution`.
  public let kind: String
  /// Seconds of the forward pass.
  public let forwardSeconds: Double
  /// Seconds of the backward pass.
  public let backwardSeconds: Double
  /// Floating-point operations of both passes by the operator's definition; an algorithm may need
  /// fewer.
  public let operations: Double
}

extension GradientSession {
  /// Measures every operator behind the affine entrance: the medians over `repetitions` passes of
  /// one micro-batch.
  public func profile(repetitions: Int = 5) -> [OperatorProfile] {
    let runs = (0..<max(1, repetitions)).map { _ in profiledPass() }
    let graph = bodyGraph
    return graph.nodes.indices.map { index in
      let node = graph.nodes[index]
      let products = node.operator.multiplications(output: graph[node.output].shape)
      return OperatorProfile(
        name: node.name, kind: "\(type(of: node.operator))",
        forwardSeconds: median(runs.map { $0[index].forward }),
        backwardSeconds: median(runs.map { $0[index].backward }), operations: 4 * Double(products))
    }
  }

  /// Floating-point operations per path point by definition, forwards and backwards, what is
  /// applied to the ends of a path only left out.
  public var operationsPerPoint: Double {
    bodyGraph.nodes.reduce(0) { sum, node in
      sum + 4 * Double(node.operator.multiplications(output: bodyGraph[node.output].shape))
    }
  }
}

/// The matrix products behind the engine.
public enum BLAS {
  /// Makes OpenBLAS work on the thread that calls it: work is spread over points, not within
  /// products. Naming it does it, once.
  static let keepToOneThread: Void = openblas_set_num_threads(1)

  /// Name of the kernels that OpenBLAS has chosen for this processor, as in `SkylakeX`.
  public static var kernelName: String { String(cString: openblas_get_corename()) }

  /// What OpenBLAS says of its version and of how it was built, as in
  /// `OpenBLAS 0.3.21 NO_AFFINITY USE_OPENMP SkylakeX MAX_THREADS=64`.
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// Measures products of 2048×2048 matrices, one per thread at a time: floating-point operations
  /// per second, the best of `repetitions`.
  public static func productRate(threads: Int, repetitions: Int = 3) -> Double {
    let side = 2048
    let operands = (0..<threads).map { _ in
      (0..<3).map { _ in AlignedBuffer([Float](repeating: 1, count: side * side)) }
    }
    let rates = (0..<max(1, repetitions)).map { _ in
      let duration = ContinuousClock().measure {
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
          let matrices = operands[thread]
          Matrix.multiply(
            Matrix(matrices[0].base, rowStride: side), Matrix(matrices[1].base, rowStride: side),
            rows: side, inner: side, columns: side, into: matrices[2].base, rowStride: side)
        }
      }.components
      let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
      return 2 * Double(threads) * Double(side * side) * Double(side) / seconds
    }
    return rates.max() ?? 0
  }
}

/// The vector loops that BLAS lacks.
public enum VectorLoops {
  /// Name of the instruction set whose loops run on this processor: `avx512`, `avx2` or `baseline`.
  public static var instructionSet: String { String(cString: igk_instruction_set()) }
}

private func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
