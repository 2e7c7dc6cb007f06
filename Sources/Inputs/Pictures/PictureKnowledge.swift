import Imaging
import Models
import Tensors

/// How pictures are read for a network: from what is said, the manifest or catalogue, the folder that
/// it lies in, and the network itself, in this order.
public struct PictureKnowledge: Sendable {
  /// What somebody says of the pictures that a network reads, over what its files say.
  public struct Options: Hashable, Sendable {
    /// Convention of pixels.
    public var preprocessing: Preprocessing?
    /// Subtracted from pixels, red, green, blue.
    public var mean: [Double]?
    /// What pixels are divided by, red, green, blue; never zero.
    public var std: [Double]?
    /// Order of the channels in the network's input.
    public var channelOrder: Preprocessing.ChannelOrder?
    /// How pictures are brought to the network's size.
    public var fit: Fit?
    /// For `crop`: the part of the scaled picture's shorter side that is kept.
    public var cropRatio: Double?

    /// Makes options that say nothing; set what is known.
    public init() {}

    /// Whether they say how pixels become numbers.
    fileprivate var sayPixels: Bool {
      preprocessing != nil || mean != nil || std != nil || channelOrder != nil
    }
  }

  /// Reads pictures so.
  public let reader: PictureReader
  /// What is taken for granted, one line each.
  public private(set) var assumed: [String] = []
  /// What contradicts what is known, one line each.
  public private(set) var warnings: [String] = []

  /// Puts together what is known of an input.
  ///
  /// - Throws: `InputsError.notAPicture`, if it is no picture of one or three channels.
  public init(
    of input: InputDescription, files: ModelFiles, options: Options = Options()
  ) throws(InputsError) {
    let shape = input.shape
    guard input.isPicture, shape.rank == 3, shape[2] == 3 || shape[2] == 1 else {
      throw .notAPicture(
        file: input.file, found: "input \"\(input.name)\" of shape \(input.declared)")
    }
    let told = files.manifest?.input ?? Manifest.Input()
    let folder = files.folder?.input ?? Manifest.Input()
    let known = told.preprocessing ?? folder.preprocessing
    let base = options.preprocessing ?? known ?? Preprocessing(.none)
    let preprocessing = Preprocessing(
      mean: options.mean ?? base.mean, std: options.std ?? base.std,
      channelOrder: options.channelOrder ?? base.channelOrder)
    reader = PictureReader(
      size: Size(width: shape[1], height: shape[0]), preprocessing: preprocessing,
      fit: options.fit ?? told.fit ?? folder.fit ?? .pad,
      cropRatio: options.cropRatio ?? told.cropRatio ?? folder.cropRatio ?? 1,
      channels: shape[2], filter: told.filter ?? folder.filter ?? .bilinear)
    if let known, known != preprocessing {
      warnings.append(
        "\(input.file) is known to read other pixels than the options say; the options are heeded")
    }
    if known == nil && !options.sayPixels { assumed.append(Self.assumption(input)) }
  }

  private static func assumption(_ input: InputDescription) -> String {
    let range = input.shape[2] == 1 ? "grey, 0 to 255" : "RGB, 0 to 255"
    if input.isInteger {
      return "\(input.file) reads integers: its input is taken to be \(range)"
    }
    return "nothing says what \(input.file) reads: its input is taken to be \(range); "
      + "say --preprocess, or --mean and --std, if it is not"
  }
}
