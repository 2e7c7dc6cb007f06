import Foundation
import Imaging
import Models
import Rendering

extension ReportPage {
  /// A page with everything that a page can have; `text` is in every place that text can come to.
  static func sample(text: String = "a word", figure: String = "<svg viewBox=\"0 0 1 1\"></svg>")
    -> ReportPage
  {
    let photo = Image(
      width: 6, height: 4, samples: (0..<72).map { UInt8($0 * 53 % 256) })
    let (_, placement) = photo.fitted(width: 3, height: 3, fit: .pad)
    var page = ReportPage(
      heading: text, photo: photo, overlay: photo, placement: placement, maps: .sample(unit: text),
      command: text, version: text)
    page.headline = [ReportFact(text, text)]
    page.top = [.init(index: 7, label: text, probability: 0.25, isTarget: true)]
    page.sections = [.init(title: text, facts: [ReportFact(text, text)])]
    page.warnings = [text]
    page.figures = [.init(id: text, title: text, caption: text, svg: figure)]
    page.files = [.init(name: text, path: text)]
    page.indexPath = text
    return page
  }
}

extension ReportPage.Maps {
  /// Maps of nine numbers, one of which is none.
  static func sample(unit: String) -> ReportPage.Maps {
    ReportPage.Maps(
      sum: Plane(width: 3, height: 3, values: [0.1, -0.2, 0, 1e-30, .nan, 3, -4, 5.5, -1e20]),
      absoluteSum: Plane(width: 3, height: 3, values: [0.1, 0.3, 0, 1, .infinity, 3, 4, 6, 1e20]),
      unit: unit)
  }
}

extension ReportIndex {
  /// An index with everything that an index can have; `text` is in every place that text can come
  /// to.
  static func sample(text: String = "a word") throws -> ReportIndex {
    let picture = Image(width: 5, height: 3, color: .white)
    let entry = Entry(
      pagePath: text, imageName: text,
      thumbnail: try ReportThumbnail(photo: picture, overlay: picture), label: text,
      score: 0.5, scoreText: "50.0 %", gap: nil, scoreChange: -0.25, warningCount: 1)
    var index = ReportIndex(heading: text, entries: [entry], version: text)
    index.facts = [ReportFact(text, text)]
    index.failures = [Failure(imageName: text, reason: text)]
    index.command = text
    return index
  }
}

/// A page as a browser takes it apart, as far as the tests need it.
struct ParsedPage {
  let html: String

  /// The text of the first element with this opening tag.
  func content(opening: String, closing: String) -> String? {
    guard let start = html.range(of: opening, options: .literal),
      let end = html.range(of: closing, options: .literal, range: start.upperBound..<html.endIndex)
    else { return nil }
    return String(html[start.upperBound..<end.lowerBound])
  }

  var style: String? { content(opening: "<style>", closing: "</style>") }
  var script: String? { content(opening: "<script>", closing: "</script>") }
  var data: String? {
    content(opening: "<script type=\"application/json\" id=\"data\">", closing: "</script>")
  }

  /// The page's Content-Security-Policy.
  var policy: String? {
    content(opening: "http-equiv=\"Content-Security-Policy\" content=\"", closing: "\"")?
      .replacingOccurrences(of: "&#39;", with: "'")
  }

  /// The page without what is inside of its style and its scripts.
  private var markup: String {
    [style, script, data].compactMap(\.self).reduce(html) { page, content in
      page.replacingOccurrences(of: content, with: "", options: .literal)
    }
  }

  /// All tags, each with the names of its attributes: "<a href>", "</a>".
  ///
  /// They are found as HTML's tokenizer finds them, scalar by scalar: a tag begins with < and a
  /// letter, / or !, and a quoted value ends with the same mark.
  var tags: [String] {
    var tags: [String] = []
    var tag: [Unicode.Scalar]?
    var quote: Unicode.Scalar?
    let scalars = Array(markup.unicodeScalars)
    for (position, scalar) in scalars.enumerated() {
      guard let current = tag else {
        guard scalar == "<", position + 1 < scalars.count else { continue }
        let next = scalars[position + 1]
        if next.properties.isAlphabetic || next == "/" || next == "!" { tag = [scalar] }
        continue
      }
      if let mark = quote {
        if scalar == mark { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else {
        tag = current + [scalar]
        if scalar == ">" {
          tags.append(String(String.UnicodeScalarView(current + [scalar])))
          tag = nil
        }
      }
    }
    return tags
  }

  /// The first tag that closes another element than the one that is open, if there is one.
  var firstUnbalancedTag: String? {
    let void: Set = ["meta", "link", "img", "input", "rect", "!DOCTYPE"]
    var open: [String] = []
    for tag in tags {
      let name = String(tag.dropFirst().prefix { !" />\n".contains($0) || $0 == "/" })
        .replacingOccurrences(of: ">", with: "")
      if name.hasPrefix("/") {
        guard open.popLast() == String(name.dropFirst()) else { return tag }
      } else if !void.contains(name) {
        open.append(name)
      }
    }
    return open.last
  }

  /// What a policy names a text by: SHA-256 in Base64.
  static func digest(of text: String) -> String {
    "sha256-" + Data(Checksum.digest(of: Data(text.utf8))).base64EncodedString()
  }
}
