import Foundation
import Testing
import igtool

/// HTML pages.
struct PageTests {
  private let sandbox = Sandbox()

  private func text(_ name: String) throws -> String {
    String(decoding: try sandbox.bytes(name), as: UTF8.self)
  }

  @Test("one picture has one page, which needs nothing beside it")
  func single() throws {
    let outcome = try sandbox.explain(Samples.star, "--save", "html,mask", "--steps", "8")
    #expect(outcome.status == 0)
    #expect(sandbox.files == ["star.html", "star.mask.png"])
    let page = try text("star.html")
    #expect(page.contains("star.png") && page.contains("completeness gap"))
    #expect(page.contains("Score along the path"))
    #expect(page.contains("igtool explain"))
    #expect(!page.contains("http://") || page.contains("http://www.w3.org/2000/svg"))
    #expect(!page.contains("https://") && !page.contains("src=\"/") && !page.contains("@import"))
  }

  @Test("several pictures have an index that lists pages and failures")
  func index() throws {
    try sandbox.write(try DamagedPicture.text.bytes(), to: "text.jpg")
    for (name, source) in [("star.png", Samples.star), ("ring.png", Samples.ring)] {
      try sandbox.write(try Samples.bytes(source), to: name)
    }
    let outcome = try sandbox.run(
      "explain", "star.png", "text.jpg", "ring.png", "--model", "shapes", "--steps", "4",
      "--save", "html", "-o", "pages")
    #expect(outcome.status == 1)
    #expect(
      sandbox.files.filter { $0.hasPrefix("pages/") }
        == ["pages/index.html", "pages/ring.html", "pages/star.html"])
    let index = try text("pages/index.html")
    #expect(index.contains("href=\"./star.html\"") && index.contains("href=\"./ring.html\""))
    #expect(index.contains("neither JPEG nor PNG"))
    #expect(outcome.output.hasSuffix("2 html, 1 index.html; open pages/index.html\n"))
    #expect(try text("pages/star.html").contains("index.html"))
  }

  @Test("page and index say what is explained, not what stands beside it")
  func explained() throws {
    let folder = "pages"
    try sandbox.run(
      "explain", Samples.star, Samples.ring, "--model", "shapes", "--contrast", "heart", "--steps",
      "64", "--save", "html,json", "-o", folder)
    let report = try ReportText.read(try sandbox.bytes("pages/star.json"))
    let difference = String(format: "%.1f %%", report.score.input * 100)
    let probability = String(format: "%.1f %%", report.top[0].probability * 100)
    #expect(difference != probability)
    let page = try text("pages/star.html")
    #expect(page.contains("star − heart \(difference)"))
    #expect(try text("pages/index.html").contains("data-title=\"Score\""))
    #expect(try text("pages/index.html").contains(">\(difference)</td>"))

    try sandbox.run(
      "explain", Samples.star, Samples.ring, "--model", "shapes", "--score", "logit", "--steps",
      "64", "--save", "html,json", "-o", folder)
    let logit = try ReportText.read(try sandbox.bytes("pages/star.json")).score.input
    let number = String(format: "logit %.4g", logit)
    #expect(try text("pages/star.html").contains("star, \(number)"))
    #expect(try text("pages/index.html").contains(">\(number)</td>"))
  }

  @Test("several targets have a page each, and an index")
  func targets() throws {
    try sandbox.explain(Samples.star, "--target", "top2", "--steps", "4", "--save", "html")
    #expect(sandbox.files.count == 3 && sandbox.files.contains("index.html"))
  }

  @Test("a page's command is the one that makes it, for this picture alone")
  func command() throws {
    let name = "it's a <b>star & more.png"
    try sandbox.write(try Samples.bytes(Samples.star), to: name)
    try sandbox.write(try Samples.bytes(Samples.ring), to: "ring.png")
    let outcome = try sandbox.run(
      "explain", name, "ring.png", "--model", "shapes", "--steps", "4", "--save", "html,npy")
    #expect(outcome.status == 0)
    let page = try text("it's a <b>star & more.html")
    #expect(!page.contains("<b>star"))
    #expect(page.contains("it&#39;s a") || page.contains("it&#x27;s a") || page.contains("it's a"))
    let ring = try text("ring.html")
    #expect(ring.contains("igtool explain ring.png --model shapes --steps 4 --save html,npy"))
  }

  @Test("words are quoted as a shell reads them")
  func quoting() throws {
    for word in ["plain-1.png", "two words", "it's", "$HOME", "", "a;b", "tab\t", "ü.jpg", "--x=*"]
    {
      let outcome = try sandbox.shell("printf %s \(CommandText.quoted(word))")
      #expect(outcome.output == word)
    }
  }

  @Test("a picture called index has no page beside an index")
  func indexName() throws {
    for name in ["index.png", "other.png"] {
      try sandbox.write(try Samples.bytes(Samples.star), to: name)
    }
    expectFailure(
      try sandbox.run(
        "explain", "index.png", "other.png", "--model", "shapes", "--save", "html"),
      status: 64, "rename it")
    #expect(
      try sandbox.run("explain", "index.png", "--model", "shapes", "--steps", "2", "--save", "html")
        .status == 0)
  }
}
