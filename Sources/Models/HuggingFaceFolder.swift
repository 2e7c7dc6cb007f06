import Foundation
import Imaging

/// What lies beside a network that was exported from Hugging Face: `config.json` names its classes,
/// `preprocessor_config.json` says what it is fed.
///
/// The files are those of the network's folder, or of the one above if that is called `onnx`.
public struct HuggingFaceFolder: Hashable, Sendable {
  /// Class names, from `id2label`.
  public private(set) var labels: ClassNames?
  /// What the network is fed, as far as it is said.
  public private(set) var input: Manifest.Input?
  /// How many tokens the network has places for, from `max_position_embeddings`.
  public private(set) var longestText: Int?
  /// The files that were read.
  public private(set) var paths: [String] = []
  /// What in the files is not heeded, one line each.
  public private(set) var warnings: [String] = []

  /// Reads what lies beside a network's file; nil if there is nothing.
  init?(besideFile path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var folders = [folder]
    if folder.lastPathComponent == "onnx" { folders.append(folder.deletingLastPathComponent()) }
    if let (path, config) = read("config.json", in: folders) {
      longestText = Self.longestText(config)
      let map = config["id2label"] as? [String: Any]
      labels = map.flatMap { ClassNames(json: $0) }
      if map != nil || longestText != nil { paths.append(path) }
    }
    if let (path, config) = read("preprocessor_config.json", in: folders) {
      paths.append(path)
      let processor = ImageProcessor(config)
      input = processor.input
      warnings += processor.warnings.map { "\(path): \($0)" }
    }
    if paths.isEmpty && warnings.isEmpty { return nil }
  }

  /// Kinds of networks whose places begin behind that of padding.
  private static let placesBehindPadding: Set = [
    "roberta", "roberta-prelayernorm", "xlm-roberta", "xlm-roberta-xl", "camembert", "longformer",
    "mpnet", "data2vec-text",
  ]

  private static func longestText(_ config: [String: Any]) -> Int? {
    guard let places = config["max_position_embeddings"] as? Int, places > 0 else { return nil }
    guard let kind = config["model_type"] as? String, placesBehindPadding.contains(kind) else {
      return places
    }
    let padding = config["pad_token_id"] as? Int ?? 1
    return (0..<places - 1).contains(padding) ? places - padding - 1 : places
  }

  private mutating func read(
    _ name: String, in folders: [URL]
  ) -> (path: String, object: [String: Any])? {
    for folder in folders {
      let path = folder.appendingPathComponent(name).path
      guard let data = try? FileContents.read(path, limit: LabelFile.byteLimit) else { continue }
      if let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] {
        return (path, object)
      }
      warnings.append("\(path): is not a JSON object, and is not heeded")
    }
    return nil
  }
}

/// What `preprocessor_config.json` says, in this program's terms.
private struct ImageProcessor {
  private(set) var input: Manifest.Input?
  private(set) var warnings: [String] = []
  private let config: [String: Any]

  init(_ config: [String: Any]) {
    self.config = config
    // Tokenizers and feature extractors of sound have files of this name as well.
    let isOfPictures = ["image_mean", "do_resize", "size", "crop_size", "do_center_crop"]
      .contains { config[$0] != nil }
    guard isOfPictures else { return }
    var input = Manifest.Input(preprocessing: preprocessing)
    if flag("do_resize") ?? (config["size"] != nil) { addSize(to: &input) }
    if input.width == nil, let crop = sides("crop_size") {
      (input.width, input.height) = (crop.width, crop.height)
    }
    self.input = input
  }

  private func flag(_ key: String) -> Bool? { config[key] as? Bool }

  private func number(_ key: String) -> Double? { (config[key] as? NSNumber)?.doubleValue }

  /// A size of which both sides are given, by one number or by `height` and `width`.
  private func sides(_ key: String) -> Size? {
    if let side = config[key] as? Int { return Self.size(width: side, height: side) }
    guard let object = config[key] as? [String: Any], let width = object["width"] as? Int,
      let height = object["height"] as? Int
    else { return nil }
    return Self.size(width: width, height: height)
  }

  private static func size(width: Int, height: Int) -> Size? {
    (1...8192).contains(width) && (1...8192).contains(height)
      ? Size(width: width, height: height) : nil
  }

  /// The side that the shorter side of a picture becomes; nil where both are given.
  private var shortestEdge: Int? {
    if let object = config["size"] as? [String: Any] { return object["shortest_edge"] as? Int }
    guard flag("do_center_crop") == true || config["crop_pct"] != nil else { return nil }
    return config["size"] as? Int
  }

  private mutating func addSize(to input: inout Manifest.Input) {
    input.filter = filter
    if let edge = shortestEdge, edge > 0 {
      addShortestEdge(edge, to: &input)
    } else if let size = sides("size") {
      (input.width, input.height, input.fit) = (size.width, size.height, .stretch)
      guard flag("do_center_crop") == true, let crop = sides("crop_size"), crop != size else {
        return
      }
      warnings.append("a stretch followed by a crop is not possible; the crop is left out")
      (input.width, input.height) = (crop.width, crop.height)
    }
  }

  private func addShortestEdge(_ edge: Int, to input: inout Manifest.Input) {
    input.fit = .crop
    if flag("do_center_crop") == true, let crop = sides("crop_size") {
      (input.width, input.height) = (crop.width, crop.height)
      input.cropRatio = min(1, Double(min(crop.width, crop.height)) / Double(edge))
      return
    }
    guard let size = Self.size(width: edge, height: edge) else { return }
    (input.width, input.height) = (size.width, size.height)
    guard let share = number("crop_pct"), share > 0, share <= 1 else { return }
    // ConvNeXt crops below 384 pixels alone.
    if edge < 384 { input.cropRatio = share } else { input.fit = .stretch }
  }

  private var filter: ResamplingFilter? {
    mutating get {
      switch config["resample"] as? Int {
      case nil: return nil
      case 0: return .nearest
      case 1: return .lanczos
      case 2: return .bilinear
      case 3: return .bicubic
      case let other?:
        warnings.append("\"resample\" \(other) is not known; pictures are resampled bilinearly")
        return .bilinear
      }
    }
  }

  /// x = (pixel · factor − mean) / std, in units of pixels.
  private var preprocessing: Preprocessing? {
    let factor = flag("do_rescale") == false ? 1 : number("rescale_factor") ?? 1 / 255
    let isNormalized = flag("do_normalize") ?? (config["image_mean"] != nil)
    let mean = isNormalized ? triple("image_mean") ?? [0, 0, 0] : [0, 0, 0]
    let std = isNormalized ? triple("image_std") ?? [1, 1, 1] : [1, 1, 1]
    guard factor.isFinite, factor != 0, !std.contains(0) else { return nil }
    return Preprocessing(
      mean: mean.map { $0 / factor }, std: std.map { $0 / factor },
      channelOrder: flag("do_flip_channel_order") == true ? .bgr : .rgb)
  }

  private func triple(_ key: String) -> [Double]? {
    if let number = number(key) { return [number, number, number] }
    guard let list = config[key] as? [NSNumber] else { return nil }
    let numbers = list.map(\.doubleValue)
    guard numbers.allSatisfy(\.isFinite) else { return nil }
    if numbers.count == 1 { return [numbers[0], numbers[0], numbers[0]] }
    return numbers.count == 3 ? numbers : nil
  }
}
