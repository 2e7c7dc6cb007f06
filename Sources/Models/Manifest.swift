import Imaging

/// What a network file does not say of itself: which pixels, columns or tokens it expects and what
/// its classes mean.
///
/// A manifest is the file `NAME.json` beside `NAME.onnx` or `NAME.pb`. Everything in it is optional:
/// what is absent is taken from the network or from the tool's defaults, and unknown keys are
/// ignored.
public struct Manifest: Hashable, Sendable {
  /// The name by which the model is known.
  public var name: String?
  /// A few words for a list.
  public var title: String?
  /// What a user should know of it.
  public var summary: String?
  /// Under which licence it is, as far as that is known.
  public var license: String?
  /// Where it comes from.
  public var source: String?
  /// What the network expects, if that is one picture: the short form of `inputs`.
  public var input: Input
  /// What each input of the network expects; empty where the short form says it, or nothing does.
  public var inputs: [NamedInput]
  /// What its output means; only a hint, since the graph shows it.
  public var output: Output?
  /// Where its class names are.
  public var labels: LabelSource?
  /// SHA-256 of the files that it describes, in lower-case hexadecimal; empty for any file.
  public var sha256: [String]

  /// The picture that a network expects.
  public struct Input: Hashable, Sendable {
    /// Width in pixels.
    public var width: Int?
    /// Height in pixels.
    public var height: Int?
    /// How pixels become numbers.
    public var preprocessing: Preprocessing?
    /// How a picture of another shape becomes one of this size.
    public var fit: Fit?
    /// For `crop`: which part of the scaled picture's shorter side is kept; 0.875 is 224 of 256.
    public var cropRatio: Double?
    /// How a picture is resampled on the way.
    public var filter: ResamplingFilter?

    /// An input of which nothing is said but what is given.
    public init(
      width: Int? = nil, height: Int? = nil, preprocessing: Preprocessing? = nil, fit: Fit? = nil,
      cropRatio: Double? = nil, filter: ResamplingFilter? = nil
    ) {
      self.width = width
      self.height = height
      self.preprocessing = preprocessing
      self.fit = fit
      self.cropRatio = cropRatio
      self.filter = filter
    }
  }

  /// What a network's output is.
  public struct Output: Hashable, Sendable {
    /// What the numbers of an output without softmax or sigmoid are.
    public enum Numbers: String, CaseIterable, Sendable {
      /// They sum to one.
      case probability
      /// A softmax would make them probabilities.
      case logit
    }

    /// Which of several outputs is meant.
    public var name: String?
    /// What makes its numbers probabilities, whatever the network ends in.
    public var head: Head?
    /// Names of its columns.
    public var labels: [String]?
    /// What its numbers are if nothing else says it: the short form.
    public var numbers: Numbers?

    /// An output of which nothing is said but what is given.
    public init(
      name: String? = nil, head: Head? = nil, labels: [String]? = nil, numbers: Numbers? = nil
    ) {
      self.name = name
      self.head = head
      self.labels = labels
      self.numbers = numbers
    }

    /// Numbers that sum to one.
    public static let probability = Output(numbers: .probability)
    /// Numbers that a softmax would make probabilities.
    public static let logit = Output(numbers: .logit)
  }

  /// A manifest that says nothing but what is given.
  public init(
    name: String? = nil, title: String? = nil, summary: String? = nil, license: String? = nil,
    source: String? = nil, input: Input = Input(), inputs: [NamedInput] = [],
    output: Output? = nil, labels: LabelSource? = nil, sha256: [String] = []
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.license = license
    self.source = source
    self.input = input
    self.inputs = inputs
    self.output = output
    self.labels = labels
    self.sha256 = sha256
  }
}
