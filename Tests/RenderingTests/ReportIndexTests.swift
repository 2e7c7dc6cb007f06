import Foundation
import Imaging
import Rendering
import Testing

@Suite("The index of pages")
struct ReportIndexTests {
  @Test(
    "texts from outside add no element and no attribute",
    arguments: ReportPageTests.hostile.filter { !$0.isEmpty })
  func escaping(text: String) throws {
    let plain = try ParsedPage(html: ReportIndex.sample().html())
    let index = try ParsedPage(html: ReportIndex.sample(text: text).html())
    #expect(index.tags == plain.tags)
    #expect(index.firstUnbalancedTag == nil)
  }

  @Test("the policy admits the page's own style and script, and nothing else")
  func policy() throws {
    let page = try ParsedPage(html: ReportIndex.sample().html())
    let style = ParsedPage.digest(of: try #require(page.style))
    let script = ParsedPage.digest(of: try #require(page.script))
    let policy = try #require(page.policy)
    #expect(
      policy.contains("style-src '\(style)'"),
      "the styles have changed: ReportAssets.index has to say \(style)")
    #expect(
      policy.contains("script-src '\(script)'"),
      "the scripts have changed: ReportAssets.index has to say \(script)")
    #expect(policy.hasPrefix("default-src 'none'; img-src data:;"))
    #expect(!policy.contains("unsafe"))
  }

  @Test("numbers are there for people and, exactly, for sorting; those that are missing are empty")
  func numbers() throws {
    let html = try ReportIndex.sample().html()
    #expect(html.contains("data-title=\"Score\" data-value=\"0.5\">50.0 %</td>"))
    #expect(html.contains("data-title=\"Gap\" data-value=\"\">–</td>"))
    #expect(html.contains("data-title=\"Score change\" data-value=\"-0.25\">-0.25</td>"))
    #expect(html.contains("alarming\" data-title=\"Warnings\" data-value=\"1.0\">1</td>"))
  }

  @Test("pictures that failed are listed with the reason, and counted at the top")
  func failures() throws {
    var index = try ReportIndex.sample()
    index.failures = [
      .init(imageName: "broken.jpg", reason: "truncated JPEG"),
      .init(imageName: "empty.png", reason: "empty file"),
    ]
    let html = index.html()
    #expect(html.contains("<a href=\"#failed\">2 not explained</a>"))
    #expect(
      html.contains("<dt><bdi>broken.jpg</bdi></dt><dd><bdi>truncated JPEG</bdi></dd>"))
    index.failures = []
    #expect(!index.html().contains("failed-title"))
  }

  @Test("an index without pictures has no table, and is a page")
  func empty() {
    let html = ReportIndex(heading: "photos", entries: [], version: "1").html()
    #expect(html.contains("0 explanations") && !html.contains("<table"))
    #expect(ParsedPage(html: html).firstUnbalancedTag == nil)
  }

  @Test(
    "a thumbnail shows the photo on the left and the overlay on the right, in the photo's shape")
  func thumbnail() throws {
    let photo = Image(width: 960, height: 480, color: .white)
    let overlay = Image(width: 224, height: 224, color: .black)
    var index = try ReportIndex.sample()
    index.entries[0].thumbnail = try ReportThumbnail(photo: photo, overlay: overlay)
    let html = index.html()
    let source = try #require(html.firstMatch(of: #/image/jpeg;base64,([^"]*)"/#))
    let decoded = try Image.decode(Array(try #require(Data(base64Encoded: String(source.1)))))
      .image
    #expect((decoded.width, decoded.height) == (320, 80))
    #expect(decoded.samples[3 * 50] > 250 && decoded.samples[3 * 270] < 5)
  }

  @Test("the same index gives the same bytes")
  func determinism() throws {
    #expect(try ReportIndex.sample().html() == ReportIndex.sample().html())
  }
}
