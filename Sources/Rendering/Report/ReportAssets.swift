import CReport
import Mustache

/// The templates, style sheets and scripts of the pages, and what the browser is told to admit.
enum ReportAssets {
  /// A template with the style sheet and the script of its pages.
  struct Layout: Sendable {
    let template: MustacheTemplate
    let style: String
    let script: String
    /// The page's Content-Security-Policy: its own style sheet, its own script, pictures within it.
    let policy: String

    /// `cutting` is cut out of the template, and leaves something there.
    init(
      template: CReportFile, cutting cut: (section: String, mark: String)? = nil,
      styles: [CReportFile], styleDigest: String, scripts: [CReportFile],
      scriptDigest: String
    ) {
      self.template = ReportAssets.template(
        cut.map { ReportAssets.parts(of: template, $0.section, mark: $0.mark).rest }
          ?? ReportAssets.text(template))
      style = "\n" + styles.map(plain).joined(separator: "\n")
      script = "\n" + scripts.map(plain).joined(separator: "\n")
      policy =
        "default-src 'none'; img-src data:; style-src 'sha256-\(styleDigest)'; "
        + "script-src 'sha256-\(scriptDigest)'; base-uri 'none'; form-action 'none'"
    }
  }

  /// The page of one picture. The digests are SHA-256 in Base64 of what the elements `style` and
  /// `script` hold; the tests say the new ones when an asset has changed.
  static let page = Layout(
    template: creport_report_template,
    styles: [creport_page_style, creport_report_style],
    styleDigest: "V8fqORC033v+DictYpWr2E39DVes3SRoicjHX5/jBPw=",
    scripts: [creport_theme_script, creport_heat_script, creport_report_script],
    scriptDigest: "moua/iF9nGLUNc01BQv0bYyYlDe+BWTXIOgHFT55jFo=")

  /// What the index has in the place of its rows; no text of a page has it, since all are escaped.
  static let rowMark = "<!-- rows -->"
  private static let rows = (section: "entries", mark: rowMark)

  /// The index of a folder, without its rows.
  static let index = Layout(
    template: creport_index_template, cutting: rows,
    styles: [creport_page_style, creport_index_style],
    styleDigest: "j/+d5ET4fIBLpDMcb0xOvlzrASD1eVELKmvS1m3Ci/g=",
    scripts: [creport_theme_script, creport_index_script],
    scriptDigest: "YivCTFH1/SUSoE+1eHbvL+j8h0LtQJDb7Lvt+sv4o70=")

  /// A row of the index.
  static let indexRow = template(
    parts(of: creport_index_template, rows.section, mark: rows.mark).section)

  /// A small picture for the browser's tab: a hot spot.
  static let icon =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    + "%3Crect width='16' height='16' rx='3' fill='%231b0c41'/%3E"
    + "%3Ccircle cx='8' cy='8' r='5' fill='%23cf4446'/%3E"
    + "%3Ccircle cx='8' cy='8' r='2.5' fill='%23f7d13d'/%3E%3C/svg%3E"

  private static func text(_ file: CReportFile) -> String {
    String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.size), as: UTF8.self)
  }

  /// The text without indentation, empty lines, and lines that are comments: a page says everything anew.
  private static func plain(_ file: CReportFile) -> String {
    text(file).split(separator: "\n").map { $0.drop { $0 == " " } }
      .filter { !$0.isEmpty && !$0.hasPrefix("//") && !($0.hasPrefix("/*") && $0.hasSuffix("*/")) }
      .joined(separator: "\n")
  }

  /// What a section of a template holds, and the template with a mark in its place; both begin with the
  /// template's first line.
  private static func parts(
    of file: CReportFile, _ section: String, mark: String
  ) -> (section: String, rest: String) {
    let lines = text(file).split(separator: "\n", omittingEmptySubsequences: false)
    func place(_ tag: String) -> Int {
      guard let place = lines.firstIndex(where: { $0.drop { $0 == " " } == "{{\(tag)\(section)}}" })
      else { preconditionFailure("the template has no section \(section)") }
      return place
    }
    let (begin, end) = (place("#"), place("/"))
    let inside = [lines[0]] + lines[begin + 1..<end] + [""]
    return (
      inside.joined(separator: "\n"),
      lines[..<begin].joined(separator: "\n") + "\n" + mark
        + lines[(end + 1)...].joined(separator: "\n")
    )
  }

  /// Reads a template whose values `ReportText` escapes.
  private static func template(_ text: String) -> MustacheTemplate {
    MustacheContentTypes.register(ReportText(), named: "REPORT")
    do {
      return try MustacheTemplate(string: text)
    } catch {
      preconditionFailure("a template that is built in cannot be read: \(error)")
    }
  }
}
