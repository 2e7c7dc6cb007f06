import Attribution
import Inputs
import Tensors

extension Request {
  /// Returns the request with what suits what the network reads where nothing was said: baselines and
  /// settings.
  func suited(to reader: any SampleReader) -> Request {
    var suited = self
    let beginsAtBaseline = settings.text(.path) != PathKind.blur.rawValue
    if baselines.isEmpty && beginsAtBaseline {
      suited.baselines = entry.standardBaselines(for: reader)
    }
    suited.settings = entry.suited(settings, to: reader)
    return suited
  }

  /// Refuses what means nothing to what the network reads: rows and columns where there are none, one
  /// range of numbers where there are several inputs.
  func refuse(what reader: any SampleReader) throws(ExplainingError) {
    if smooth != nil && reader.kinds.count > 1 { throw .smoothingOfSeveral }
    if reader.kind == .picture { return }
    if augmentations != nil { throw .needsPicture("--augment", kind: reader.kind) }
    if entry.needsGrid || entry.alwaysRegions {
      throw .needsPicture("--method \(method)", kind: reader.kind)
    }
    if regions { throw .needsPicture("--regions", kind: reader.kind) }
    if settings.text(.path) == PathKind.blur.rawValue {
      throw .needsPicture("--path blur", kind: reader.kind)
    }
  }
}

extension MethodEntry {
  /// Where paths begin where nothing is said; nowhere for a method that has no use for baselines.
  func standardBaselines(for reader: any SampleReader) -> [Baseline] {
    baselines.isEmpty ? [] : reader.kind == .picture ? baselines : reader.standardBaselines
  }

  /// Returns settings with what suits what the network reads where nothing was said.
  func suited(_ given: MethodSettings, to reader: any SampleReader) -> MethodSettings {
    var suited = given
    for setting in settings where given[setting.name] == nil {
      guard let inRow = setting.defaultInRow, let standard = setting.defaultValue else { continue }
      suited = suited.with(setting.name, reader.kind == .picture ? standard : inRow)
    }
    return suited
  }
}
