import Rendering
import Testing

@Suite("The page of rows and texts")
struct FeatureReportPageTests {
  /// A page with everything that a page can have; `text` is in every place that text can come to.
  private func sample(text: String = "a word", figure: String = "<svg></svg>") -> FeatureReportPage
  {
    var page = FeatureReportPage(heading: text, command: text, version: text)
    page.headline = [ReportFact(text, text)]
    page.warnings = [text]
    let marked = MarkedText(
      [.init(text, attribution: 1), .init(text), .init(text, isSpecial: true)], unit: text)
    page.texts = [.init(title: text, note: text, text: marked)]
    page.figures = [.init(id: text, title: text, caption: text, svg: figure)]
    page.tables = [
      .init(
        title: text, caption: text, columns: [.init(text), .init(text, isNumeric: true)],
        rows: [[text, text]])
    ]
    page.top = [.init(index: 7, label: text, probability: 0.25, isTarget: true)]
    page.sections = [.init(title: text, facts: [ReportFact(text, text)])]
    page.files = [.init(name: text, path: text)]
    return page
  }

  @Test("texts from outside add no element and no attribute", arguments: ReportPageTests.hostile)
  func escaping(text: String) {
    let plain = ParsedPage(html: sample().html())
    let page = ParsedPage(html: sample(text: text).html())
    // Empty titles and captions have no elements.
    if text.isEmpty {
      #expect(page.tags.count < plain.tags.count)
    } else {
      #expect(page.tags == plain.tags)
    }
    #expect(page.firstUnbalancedTag == nil)
  }

  @Test("the policy admits the page's own style and script, and nothing else")
  func policy() throws {
    let page = ParsedPage(html: sample().html())
    let style = ParsedPage.digest(of: try #require(page.style))
    let script = ParsedPage.digest(of: try #require(page.script))
    let policy = try #require(page.policy)
    #expect(
      policy.contains("style-src '\(style)'"),
      "the styles have changed: ReportAssets.features has to say \(style)")
    #expect(
      policy.contains("script-src '\(script)'"),
      "the scripts have changed: ReportAssets.features has to say \(script)")
    #expect(policy.hasPrefix("default-src 'none'; img-src data:;"))
    #expect(!policy.contains("unsafe"))
  }

  @Test("nothing in the page leads outside of it")
  func selfContained() {
    let page = ParsedPage(html: sample().html())
    #expect(!page.html.contains(" style=") && !page.html.contains("url("))
    #expect(!page.html.contains("@import") && !page.tags.contains { $0.contains(" on") })
    let addresses = page.html.matches(of: #/(?:src|href)="([^"]*)"/#).map { $0.1 }
    #expect(addresses.count == 2)
    #expect(addresses.allSatisfy { $0.hasPrefix("data:image/") || $0.hasPrefix("./") })
  }

  @Test("every strength of a word has its look in the style sheet")
  func strengths() throws {
    let style = try #require(ParsedPage(html: sample().html()).style)
    for level in 1...10 {
      #expect(style.contains(".p\(level),\n.n\(level) {\n--strength:"))
    }
    #expect(style.contains(".word") && style.contains(".special"))
  }

  @Test("parts without content have no heading")
  func emptyParts() {
    let full = sample().html()
    let html = FeatureReportPage(heading: "x", command: "igtool", version: "1").html()
    for part in ["warnings", "texts", "plots", "tables", "top", "facts", "files"] {
      #expect(full.contains("id=\"\(part)-title\"") && !html.contains("id=\"\(part)-title\""))
    }
    #expect(ParsedPage(html: html).firstUnbalancedTag == nil)
  }

  @Test("tables have a cell for every column, and numbers stand at the right")
  func tables() {
    var page = FeatureReportPage(heading: "x", command: "", version: "")
    page.tables = [
      .init(
        title: "t", columns: [.init("a"), .init("b", isNumeric: true)],
        rows: [["1"], [], ["1", "2", "3"]])
    ]
    let html = page.html()
    #expect(html.contains("<th scope=\"col\"><bdi>a</bdi></th>"))
    #expect(html.contains("<th scope=\"col\" class=\"number\"><bdi>b</bdi></th>"))
    let rows = html.matches(of: #/<tr>(<td.*)<\/tr>/#).map { String($0.1) }
    #expect(
      rows == [
        "<td><bdi>1</bdi></td><td class=\"number\"><bdi></bdi></td>",
        "<td><bdi></bdi></td><td class=\"number\"><bdi></bdi></td>",
        "<td><bdi>1</bdi></td><td class=\"number\"><bdi>2</bdi></td>",
      ])
  }

  @Test("the scale of a text is told where it has one")
  func scale() {
    var page = FeatureReportPage(heading: "x", command: "", version: "")
    page.texts = [
      .init(title: "", text: MarkedText([.init("a", attribution: -0.5)], unit: "logit"))
    ]
    let html = page.html()
    #expect(html.contains("<span>−0.5</span>") && html.contains("<span>+0.5 logit</span>"))
    page.texts = [.init(title: "", text: MarkedText([.init("a", attribution: 0)], unit: "logit"))]
    #expect(!page.html().contains("class=\"mark-scale\""))
  }

  @Test("classes have the probabilities and bars that the page of a picture has")
  func classes() {
    var page = FeatureReportPage(heading: "x", command: "", version: "")
    page.top = [
      .init(index: 0, label: "x", probability: 0.00314, isTarget: false),
      .init(index: 1, label: "y", probability: 12.5, isNumber: true, isTarget: true),
    ]
    let html = page.html()
    #expect(html.contains("<td class=\"number\">0.31 %</td>"))
    #expect(html.contains("<rect width=\"0.31%\""))
    #expect(html.contains("<td class=\"number\">12.5</td>") && html.contains("width=\"0.0%\""))
  }

  @Test("the same page gives the same bytes, and a plot goes in as it is")
  func determinism() {
    let svg = "<svg viewBox=\"0 0 2 2\"><text>&lt;</text></svg>"
    let html = sample(figure: svg).html()
    #expect(sample(figure: svg).html() == html && html.contains(svg))
  }
}
