import Foundation
import Tensors

/// One step of a network: a rule for shapes, and a kernel that computes the step and its gradient.
///
/// Shapes are *per example* and in storage order: an image is H×W×C, channels innermost, a vector
/// is C; the batch is an extra outermost axis that no operator sees as a shape.
public protocol Operator: Sendable {
  /// Returns the shape of the output for inputs of the given shapes.
  ///
  /// - Throws: `ShapeError` where the operator cannot take inputs of these shapes.
  func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape

  /// Prepares the operator for inputs of the given shapes: transposes weights, picks an algorithm.
  func kernel(for inputs: [Shape], output: Shape, options: KernelOptions) -> any Kernel

  /// Whether the output is an affine function of input number `argument` alone: `f(Σ cᵢ xᵢ) =
  /// Σ cᵢ f(xᵢ)` whenever `Σ cᵢ = 1`, the other inputs being constants.
  func isAffine(in argument: Int) -> Bool

  /// Number of learned parameters.
  var parameterCount: Int { get }

  /// Number of multiplications with weights that one example takes by the operator's definition.
  func multiplications(output: Shape) -> Int

  /// Number of steps that one example takes by the operator's definition: multiplications,
  /// comparisons or sums.
  func steps(output: Shape) -> Int

  /// Whether input number `argument` has a gradient. Indices, conditions, and whatever the output
  /// depends on in steps only have none: they are held while other inputs vary.
  func passesGradient(to argument: Int) -> Bool

  /// Whether the operator ends with a rectifier. Its backward pass is then handed a gradient that
  /// has already been multiplied with the rectifier's slope.
  var rectifiesOutput: Bool { get }

  /// Returns one operator that does the work of this one and of `next`, which alone reads its
  /// output; nil if there is none.
  func absorbing(_ next: any Operator) -> (any Operator)?

  /// Returns one operator of x that does the work of this one on x and f(x), in either order; nil if
  /// there is none.
  func joining(_ function: any Operator) -> (any Operator)?

  /// Returns a simpler operator of one input, knowing which inputs are constant, and the number of
  /// the input that it reads; nil if there is none.
  func specialized(constants: [Tensor?], output: Shape) -> (operator: any Operator, input: Int)?
}

extension Operator {
  /// False unless an operator knows better.
  public func isAffine(in argument: Int) -> Bool { false }
  /// Zero unless an operator has weights.
  public var parameterCount: Int { 0 }
  /// Zero unless an operator has weights.
  public func multiplications(output: Shape) -> Int { 0 }
  /// Its multiplications, but at least one step for each number of the output, unless an operator
  /// knows better.
  public func steps(output: Shape) -> Int { max(output.count, multiplications(output: output)) }
  /// True unless an operator knows better.
  public func passesGradient(to argument: Int) -> Bool { true }
  /// False unless an operator knows better.
  public var rectifiesOutput: Bool { false }
  /// Nil unless an operator knows better.
  public func absorbing(_ next: any Operator) -> (any Operator)? { nil }
  /// Nil unless an operator knows better.
  public func joining(_ function: any Operator) -> (any Operator)? { nil }
  /// Nil unless an operator knows better.
  public func specialized(constants: [Tensor?], output: Shape) -> (
    operator: any Operator, input: Int
  )? { nil }
}

extension Operator where Self: Kernel {
  /// Returns the operator itself: it needs no preparation.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel { self }
}

/// What an operator may do to be fast.
public struct KernelOptions: Hashable, Sendable {
  /// Whether convolutions are computed by their definition, product by product. Fast algorithms
  /// differ from it by rounding only.
  public var usesDirectConvolution = false
  /// Whether all matrix products are left to BLAS, our own kernels or not.
  public var usesBLAS = false
  /// The most that the network may take of the machine.
  public var limits = ResourceLimits()
  /// Number of threads that prepare kernels.
  public var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Where plans of the same network share prepared weights; nil if each prepares its own.
  public var preparedWeights: PreparedWeights?
  /// Whether the kernel is taken backwards too. Weights of the way back are prepared only then.
  var goesBack = true

  /// Makes options that allow everything.
  public init() {}
}

/// The prepared form of an operator: its forward pass, and its backward pass directly below it.
///
/// A kernel reads and writes only through the ``Operands`` it is handed and allocates nothing; one
/// kernel is shared by all worker threads.
public protocol Kernel: Sendable {
  /// What the backward pass reads besides the gradient of the output.
  var backwardReads: BackwardReads { get }

  /// How the output may lie in memory beside the inputs.
  var memoryUse: MemoryUse { get }

  /// Floats of weights that a call reads, as prepared.
  var weightCount: Int { get }

  /// Memory that the kernel needs for shapes like these, besides inputs and outputs.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory

  /// Computes `output` from `inputs` for the first `batch` examples.
  func forward(_ operands: Operands, batch: Int)

  /// Whether the backward pass heeds the gates of input gradients. Gradients are handed to other
  /// kernels without gates.
  var gatesInputGradients: Bool { get }

  /// Turns `outputGradient` into a gradient of every input that has one. A kernel adds to a
  /// gradient whose `accumulates` is true and overwrites it otherwise; then it zeroes what is not
  /// positive in the gate, if there is one.
  func backward(_ operands: Operands, batch: Int)
}

extension Kernel {
  /// Nothing, unless a kernel says otherwise.
  public var backwardReads: BackwardReads { [] }
  /// Separate, unless a kernel says otherwise.
  public var memoryUse: MemoryUse { .separate }
  /// Zero, unless a kernel says otherwise.
  public var weightCount: Int { 0 }
  /// False, unless a kernel says otherwise.
  public var gatesInputGradients: Bool { false }
  /// None, unless a kernel says otherwise.
  public func memory(for inputs: [Shape], output: Shape) -> KernelMemory { KernelMemory() }
}

/// How the output of a kernel may lie in memory beside its inputs; gradients lie likewise.
public enum MemoryUse: Hashable, Sendable {
  /// Apart from them.
  case separate
  /// Over the first input, which the backward pass must then not read: it is gone.
  case inPlace
  /// The inputs lie side by side in it, along its innermost axis: their producers write there.
  case joinsInputs
  /// It is the first input under another shape: the same numbers in the same order.
  case sharesInput
}

/// Values of the forward pass that must still be there for the backward pass.
public struct BackwardReads: OptionSet, Sendable {
  /// The set as bits.
  public let rawValue: Int
  /// Makes a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// All inputs of the operator.
  public static let inputs = BackwardReads(rawValue: 1)
  /// The output of the operator.
  public static let output = BackwardReads(rawValue: 2)
}

/// Extra memory of a kernel, in floats.
public struct KernelMemory: Sendable {
  /// Kept from the forward to the backward pass, per example (winners of a pooling window, …).
  public var statePerExample = 0
  /// Used within one forward or backward call, whatever the batch.
  public var scratch = 0

  /// Makes a demand of nothing; set what is needed.
  public init(statePerExample: Int = 0, scratch: Int = 0) {
    self.statePerExample = statePerExample
    self.scratch = scratch
  }
}
