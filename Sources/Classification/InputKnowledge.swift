import Imaging
import Models
import ONNX

/// What is known of the picture that a network is fed, from the options, the manifest or catalogue,
/// the folder it lies in, and the network itself, in this order.
struct InputKnowledge {
  /// What the network is fed.
  let input: NetworkInput
  /// What is taken for granted, one line each.
  private(set) var assumed: [String] = []
  /// What contradicts what is known, one line each.
  private(set) var warnings: [String] = []

  /// Puts together what is known of the input `value`, which must be a picture.
  init(
    _ value: ModelValue, of files: ModelFiles, options: Classifier.Options
  ) throws(ClassificationError) {
    let file = files.path ?? files.name
    let shape = value.shape
    guard value.imageLayout != nil, shape.rank == 3, shape[2] == 3 || shape[2] == 1 else {
      throw .notAnImageInput(
        file: file,
        found: "input \"\(value.name)\" of shape "
          + value.dimensions.map(\.description).joined(separator: "×"))
    }
    let told = files.manifest?.input ?? Manifest.Input()
    let folder = files.folder?.input ?? Manifest.Input()
    let known = told.preprocessing ?? folder.preprocessing
    let base = options.preprocessing ?? known ?? Preprocessing(.none)
    let preprocessing = Preprocessing(
      mean: options.mean ?? base.mean, std: options.std ?? base.std,
      channelOrder: options.channelOrder ?? base.channelOrder)
    let fit = options.fit ?? told.fit ?? folder.fit ?? .pad
    input = NetworkInput(
      size: Size(width: shape[1], height: shape[0]), preprocessing: preprocessing, fit: fit,
      cropRatio: options.cropRatio ?? told.cropRatio ?? folder.cropRatio ?? 1,
      channels: shape[2], filter: told.filter ?? folder.filter ?? .bilinear)
    if let known, known != preprocessing {
      warnings.append(
        "\(file) is known to read other pixels than the options say; the options are heeded")
    }
    let isSaid =
      options.preprocessing != nil || options.mean != nil || options.std != nil
      || options.channelOrder != nil
    if known == nil && !isSaid { assumed.append(Self.assumption(value, file: file)) }
  }

  private static func assumption(_ value: ModelValue, file: String) -> String {
    let range = value.imageChannels == 1 ? "grey, 0 to 255" : "RGB, 0 to 255"
    if value.type.isInteger {
      return "\(file) reads integers: its input is taken to be \(range)"
    }
    return "nothing says what \(file) reads: its input is taken to be \(range); "
      + "say --preprocess, or --mean and --std, if it is not"
  }
}

extension ModelValue {
  /// Number of channels, of a picture.
  fileprivate var imageChannels: Int { shape.dimensions.last ?? 0 }
}
