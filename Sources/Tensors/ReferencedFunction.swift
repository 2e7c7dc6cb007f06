/// A function that can be seen against a reference: what of its value is a change from there.
public protocol ReferencedFunction: Sendable {
  /// What can go wrong in an evaluation.
  associatedtype Failure: Error
  /// The function, with multipliers in place of gradients.
  associatedtype Rescaled: DifferentiableFunction where Rescaled.Failure == Failure

  /// Returns the function with multipliers m in place of its gradient at x: contributions (x − x′) m
  /// to the change of the function between `reference` x′ and x.
  ///
  /// - Throws: `Failure` where the function cannot be seen against `reference`.
  func rescaled(from reference: Tensor) throws(Failure) -> Rescaled
}
