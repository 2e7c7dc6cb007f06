/// What a network says of one of its inputs: enough to know what can be fed to it.
public struct InputDescription: Hashable, Sendable {
  /// The file that the network is read from, for messages.
  public let file: String
  /// The input's name in the file.
  public let name: String
  /// The shape of an example as a function takes it: H×W×C for a picture.
  public let shape: Shape
  /// Whether it has the axes of a picture: height, width and channels.
  public let isPicture: Bool
  /// Whether the file reads whole numbers.
  public let isInteger: Bool
  /// The extents that the file declares, for messages, as in `N×3×224×224`.
  public let declared: String

  /// Describes an input by its parts.
  public init(
    file: String, name: String, shape: Shape, isPicture: Bool, isInteger: Bool, declared: String
  ) {
    (self.file, self.name, self.shape) = (file, name, shape)
    (self.isPicture, self.isInteger, self.declared) = (isPicture, isInteger, declared)
  }
}
