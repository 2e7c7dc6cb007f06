import Attribution
import Inputs
import Tensors

extension Request {
  /// Returns the request with what suits what the network reads where nothing was said: baselines and
  /// settings.
  func suited(to reader: any SampleReader) -> Request {
    var suited = self
    let beginsAtBaseline = settings.text(.path) != PathKind.blur.rawValue
    if baselines.isEmpty && beginsAtBaseline && !entry.baselines.isEmpty {
      suited.baselines = reader.kind == .picture ? entry.baselines : reader.standardBaselines
    }
    for setting in entry.settings where settings[setting.name] == nil {
      guard let inRow = setting.defaultInRow, let standard = setting.defaultValue else { continue }
      suited.settings = suited.settings.with(
        setting.name, reader.kind == .picture ? standard : inRow)
    }
    return suited
  }

  /// Refuses what needs rows and columns where the network reads something else.
  func refuseGrids(without reader: any SampleReader) throws(ExplainingError) {
    if reader.kind == .picture { return }
    if entry.needsGrid || entry.alwaysRegions {
      throw .needsPicture("--method \(method)", kind: reader.kind)
    }
    if regions { throw .needsPicture("--regions", kind: reader.kind) }
    if settings.text(.path) == PathKind.blur.rawValue {
      throw .needsPicture("--path blur", kind: reader.kind)
    }
  }
}
