/// What makes no sense in a request. Settings are called by the options that set them; each
/// description is one line: where, what was expected, what was found, what to do.
public enum RequestError: Error, Hashable {
  /// A name that no method has.
  case unknownMethod(String, known: [String])
  /// A setting that no method has.
  case unknownSetting(String, known: [String])
  /// A setting with a value that it cannot have.
  case badSetting(String, found: String, expected: String)
  /// A setting that the method does not have.
  case meaningless(String, method: String, users: [String])
  /// A setting that another one makes void.
  case outOfPlace(String, advice: String)
  /// A setting that has no default.
  case missingSetting(String, method: String)
  /// A method that only makes sense at a layer, without one.
  case noLayer(method: String)
  /// Regions of the input, and a layer inside the network.
  case regionsOfLayer
  /// A baseline, and a path that begins elsewhere.
  case baselineOfBlur
  /// A path of pictures, and a layer inside the network.
  case blurOfLayer
  /// A kind of score for targets none of which is made of classes of one kind of score.
  case scoreOfLayer
  /// A class to subtract from a target that is none.
  case contrastOfNoClass(target: String)
  /// A class to subtract that is not one class.
  case badContrast(String)
  /// Why a class is not the most probable one, beside other targets.
  case errorBesideOthers
  /// A file for a request that is not there.
  case missingFile(String)
  /// A file that tells no request.
  case badRequest(file: String, problem: String)
}

extension RequestError {
  /// Whether a file is not where it is looked for.
  public var isMissingFile: Bool { if case .missingFile = self { true } else { false } }
}

extension RequestError: CustomStringConvertible {
  /// The error in one line.
  public var description: String {
    switch self {
    case .unknownMethod(let name, let known):
      "--method \(name): expected one of \(known.joined(separator: ", "))"
    case .unknownSetting(let name, let known):
      "settings: \(name): expected one of \(known.joined(separator: ", "))"
    case .badSetting(let option, let found, let expected):
      "\(option) \(found): expected \(expected)"
    case .meaningless(let option, let method, let users):
      "\(option) means nothing to --method \(method), only to " + users.joined(separator: ", ")
    case .outOfPlace(let option, let advice): "\(option) \(advice)"
    case .missingSetting(let option, let method):
      "--method \(method) needs something to draw from: \(option) FILE (pictures, a folder or a table)"
    case .noLayer(let method):
      "--method \(method) needs --layer; 'igtool model info MODEL --layers' lists them"
    case .regionsOfLayer: "--regions are those of the photo; leave out --layer"
    case .baselineOfBlur: "--path blur begins at the blurred photo; leave out --baseline"
    case .blurOfLayer: "--path blur blurs photos, not layers; leave out --layer"
    case .scoreOfLayer:
      "--score is of classes; a --target layer: has none, and an expression says its own"
    case .contrastOfNoClass(let target): "--contrast: --target \(target) is not a class"
    case .badContrast(let text): "--contrast \(text): expected one class"
    case .errorBesideOthers:
      "--explain-error (--target error:CLASS) chooses what is explained itself; leave out other "
        + "targets and --contrast"
    case .missingFile(let file): "\(file): no such file"
    case .badRequest(let file, let problem): "\(file): \(problem)"
    }
  }
}
