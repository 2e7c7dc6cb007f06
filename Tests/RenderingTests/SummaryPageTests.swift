import Imaging
import Rendering
import Testing

@Suite("The page of a whole run")
struct SummaryPageTests {
  /// A page with everything that a page can have; `text` is in every place that text can come to.
  private func sample(text: String = "a word") -> SummaryPage {
    var page = SummaryPage(heading: text, command: text, version: text)
    page.headline = [ReportFact(text, text)]
    var table = SummaryPage.Table(
      title: text, columns: [.init(text), .init(text, isNumeric: true)],
      rows: [[.init(text, pagePath: text), .init(text)], []])
    page.failures = table
    table.caption = text
    var group = SummaryPage.Group(title: text)
    group.findings = [text]
    group.facts = [ReportFact(text, text)]
    group.maps = [.init(title: text, note: text, picture: MeanMapPicture([[1, -0.5], [0, 0]]))]
    group.mapCaption = text
    group.figures = [.init(id: text, title: text, caption: text, svg: "<svg></svg>")]
    group.tables = [table]
    page.groups = [group]
    return page
  }

  @Test(
    "texts from outside add no element and no attribute",
    arguments: ReportPageTests.hostile.filter { !$0.isEmpty })
  func escaping(text: String) throws {
    let plain = ParsedPage(html: try sample().html())
    let page = ParsedPage(html: try sample(text: text).html())
    #expect(page.tags == plain.tags)
    #expect(page.firstUnbalancedTag == nil)
  }

  @Test("the policy admits the page's own style and script, and nothing else")
  func policy() throws {
    let page = ParsedPage(html: try sample().html())
    let style = ParsedPage.digest(of: try #require(page.style))
    let script = ParsedPage.digest(of: try #require(page.script))
    let policy = try #require(page.policy)
    #expect(
      policy.contains("style-src '\(style)'"),
      "the styles have changed: ReportAssets.summary has to say \(style)")
    #expect(
      policy.contains("script-src '\(script)'"),
      "the scripts have changed: ReportAssets.summary has to say \(script)")
    #expect(policy.hasPrefix("default-src 'none'; img-src data:;"))
    #expect(!policy.contains("unsafe"))
  }

  @Test("nothing in the page leads outside of it but links to pages beside it")
  func selfContained() throws {
    let page = ParsedPage(html: try sample().html())
    #expect(!page.html.contains(" style=") && !page.html.contains("url("))
    #expect(!page.html.contains("@import") && !page.tags.contains { $0.contains(" on") })
    let addresses = page.html.matches(of: #/(?:src|href)="([^"]*)"/#).map { $0.1 }
    #expect(addresses.count == 3)
    #expect(addresses.allSatisfy { $0.hasPrefix("data:image/") || $0.hasPrefix("./") })
  }

  @Test("a page without anything is a page")
  func empty() throws {
    let html = try SummaryPage(heading: "runs", command: "igtool", version: "1").html()
    #expect(!html.contains("<table") && !html.contains("failed-title"))
    #expect(ParsedPage(html: html).firstUnbalancedTag == nil)
  }

  @Test("mean maps are white at 0, blue for and red against; in a terminal only strong or weak")
  func meanMap() {
    let picture = MeanMapPicture([[0.5, -0.5], [0, 0.25]])
    let image = picture.image
    #expect(image.width == 2 && image.height == 2)
    let pixels = (0..<4).map { Array(image.samples[3 * $0..<3 * $0 + 3]) }
    #expect(pixels[0] == [0, 0, 255] && pixels[1] == [255, 0, 0] && pixels[2] == [255, 255, 255])
    #expect(pixels[3][2] == 255 && (100...155).contains(pixels[3][0]))
    #expect(picture.lines == ["████", "  ▒▒"])
    #expect(MeanMapPicture([[0, 0]]).lines == ["    "])
  }
}
