import Explaining

/// A report with what was done to show it: the whole of the JSON.
struct PublishedReport: Encodable {
  /// Seconds that single steps took.
  struct Seconds: Encodable {
    let load: Double
    let attribute: Double
    let render: Double
  }

  let report: Report
  /// How maps were drawn; nil where none was.
  @NullWhenAbsent private(set) var map: MapDisplay?
  let outputs: [String]
  let seconds: Seconds

  private enum CodingKeys: String, CodingKey { case version, map, outputs, seconds }

  /// Adds to a report how its files were made.
  init(
    _ report: Report, display: MapDisplay?, outputs: [String], loadSeconds: Double,
    renderSeconds: Double
  ) {
    (self.report, self.outputs) = (report, outputs)
    map = display
    seconds = Seconds(load: loadSeconds, attribute: report.seconds, render: renderSeconds)
  }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Igtool.version, forKey: .version)
    try container.encode(_map, forKey: .map)
    try container.encode(outputs, forKey: .outputs)
    try container.encode(seconds, forKey: .seconds)
  }
}
