/// What can go wrong between a request and its explanation, besides what other rooms say of files
/// and networks. Each description is one line: where, what was expected, what was found, what to do.
public enum ExplainingError: Error, Hashable {
  /// A value inside the network as the target of a method that explains by another one.
  case layerByLayer(target: String)
  /// A value inside the network as the target of a method for scores.
  case layerByScores(target: String, method: String)
  /// A network of which no layer has places.
  case noDefaultLayer
  /// A layer without places for a method that needs them.
  case layerWithoutPlaces(name: String, method: String, shape: String)
  /// The class that is subtracted is the target.
  case contrastIsTarget(label: String)
  /// The network's answer to an input is not finite.
  case answerNotFinite(input: String)
  /// The network's answer to a baseline is not finite.
  case baselineNotFinite
  /// A map is not finite.
  case mapNotFinite(input: String, label: String)

  /// Whether the request is wrong, rather than the data.
  public var isAboutRequest: Bool {
    switch self {
    case .answerNotFinite, .baselineNotFinite, .mapNotFinite: false
    default: true
    }
  }
}

extension ExplainingError: CustomStringConvertible {
  /// The error in one line.
  public var description: String {
    switch self {
    case .layerByLayer(let target):
      "--target layer:\(target) explains a value by the photo's pixels, not by another layer's"
    case .layerByScores(let target, let method):
      "--target layer:\(target): --method \(method) explains scores"
    case .noDefaultLayer:
      "no layer of this network has rows and columns; say --layer NAME ('igtool model info MODEL "
        + "--layers' lists them)"
    case .layerWithoutPlaces(let name, let method, let shape):
      "--layer \(name): \(method) needs rows and columns, or tokens that are the places of an "
        + "image, found \(shape)"
    case .contrastIsTarget(let label):
      "--contrast: the class \"\(label)\" is the target itself"
    case .answerNotFinite(let input):
      "\(input): the network answers with numbers that are not finite; see --preprocess, --std"
    case .baselineNotFinite:
      "what the network answers to a baseline is not finite; try another --baseline"
    case .mapNotFinite(let input, let label):
      "\(input): the map of \"\(label)\" is not finite: the network's gradients overflow or are not "
        + "numbers"
    }
  }
}
