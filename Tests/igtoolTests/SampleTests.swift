import Foundation
import Imaging
import Tensors
import Testing

/// Rows and texts on the command line: what is printed, written and refused.
struct SampleTests {
  private let sandbox = Sandbox()
  private let iris = Samples.models + "/iris/samples.csv"
  private let header = "sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)\n"

  private func rows(_ text: String) throws -> Outcome {
    try sandbox.write(Array(text.utf8), to: "rows.csv")
    return try sandbox.run("explain", "rows.csv", "--model", "iris")
  }

  @Test("a row is shown as bars, and written in every form")
  func row() throws {
    let outcome = try sandbox.run(
      "explain", iris, "--model", "iris", "--rows", "3", "--baseline", "mean", "--save",
      "bars,npy,csv,json,html")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("samples.csv row 3  setosa"))
    #expect(outcome.output.contains("petal width (cm)   0.2  █"))
    for name in ["3.bars.svg", "3.bars.png", "3.attribution.npy", "3.json"] {
      #expect(try !sandbox.bytes("samples.\(name)").isEmpty)
    }
    let table = String(decoding: try sandbox.bytes("samples.attribution.csv"), as: UTF8.self)
    #expect(table.hasPrefix("row,target,score,baseline_score,sum,completeness_gap,sepal length"))
    #expect(table.contains("\r\n3,setosa,0.96"))
    let page = String(decoding: try sandbox.bytes("samples.html"), as: UTF8.self)
    #expect(page.contains("petal width (cm)"))
  }

  @Test(
    "one damaged table of several fails alone",
    arguments: [["a.csv", "bad.csv"], ["bad.csv", "a.csv"]])
  func damagedTable(order: [String]) throws {
    try sandbox.write(Array((header + "5,3,1,0.2\n6,3,5,2\n").utf8), to: "a.csv")
    try sandbox.write(Array((header + "5,3,1\n").utf8), to: "bad.csv")
    let outcome = try sandbox.run(
      ["explain"] + order + ["--model", "iris", "-o", "out", "--save", "csv,npy"])
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("bad.csv, line 2"), "\(outcome.error)")
    #expect(outcome.error.contains("2 of 3 rows done, 1 failed"))
    let table = String(decoding: try sandbox.bytes("out/a.attribution.csv"), as: UTF8.self)
    #expect(table.split(separator: "\r\n").count == 3)
    #expect(try !sandbox.bytes("out/a.2.attribution.npy").isEmpty)
    #expect(!sandbox.files.contains { $0.contains("bad") && $0.contains("out") })
    let classified = try sandbox.run(["classify"] + order + ["--model", "iris"])
    #expect(classified.status == 1 && classified.output.contains("setosa"))
    let alone = try sandbox.run("explain", "bad.csv", "--model", "iris")
    expectFailure(alone, status: 65, "bad.csv, line 2")
  }

  @Test("references that cannot be read end the run, though they are several")
  func damagedReferences() throws {
    try sandbox.write(Array((header + "5,3,1,0.2\n").utf8), to: "a.csv")
    try sandbox.write(Array((header + "5,3,1\n").utf8), to: "bad.csv")
    let outcome = try sandbox.run(
      "explain", "a.csv", "--model", "iris", "--method", "expected-gradients", "--reference",
      "a.csv", "--reference", "bad.csv")
    #expect(outcome.status == 65 && outcome.error.contains("bad.csv, line 2"), "\(outcome.error)")
  }

  @Test("many rows are summed up below")
  func summary() throws {
    let outcome = try sandbox.run("explain", iris, "--model", "iris")
    #expect(outcome.status == 0, "\(outcome.error)")
    // Four columns below a title for each of three kinds.
    #expect(outcome.output.split(separator: "\n").count == 15 + 3 * 5)
    #expect(outcome.output.contains(" ± "))
    #expect(outcome.output.contains("rows, what each column adds to \"setosa\""))
    let one = try sandbox.run("explain", iris, "--model", "iris", "--target", "setosa")
    #expect(one.output.contains("15 rows, what each column adds to \"setosa\""), "\(one.error)")
  }

  @Test("a text is shown with its words' numbers where there are no colours")
  func text() throws {
    let outcome = try sandbox.run(
      "explain", "--text", "The walk was quite great.", "--model", "mood", "--save", "csv")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("great[+0.4"))
    let table = String(decoding: try sandbox.bytes("text.attribution.csv"), as: UTF8.self)
    #expect(table.hasPrefix("line,target,token,id,word,attribution\r\n,positive,[CLS],2,,0.0\r\n"))
  }

  @Test("token ids take the place of a text")
  func identifiers() throws {
    try sandbox.write(Array("[[2, 407, 444, 445, 345, 243, 54, 3]]".utf8), to: "ids.json")
    let ids = try sandbox.run(
      "explain", "ids.json", "--model", "mood", "--baseline", "pad", "--json")
    #expect(ids.output.contains("\"positive\""), "\(ids.error)")
  }

  @Test("rows and texts are classified")
  func classified() throws {
    let row = try sandbox.run("classify", iris, "--model", "iris", "--rows", "1", "--json")
    #expect(row.output.contains("\"row\":1") && row.output.contains("setosa"), "\(row.error)")
    let text = try sandbox.run("classify", "--text", "It's very ugly.", "--model", "mood")
    #expect(text.output.contains("negative (0)"), "\(text.error)")
  }

  @Test(
    "what a table cannot mean is one line",
    arguments: [
      ("a,b\n1,2\n", "sepal length (cm)"), ("", "found nothing"),
      ("HEADER5.1,3.5,1.4,long\n", "row 1"), ("HEADER5.1,3.5,1.4\n", "line 2"),
      ("HEADER5.1,,1.4,0.2\n", "sepal width (cm)"), ("HEADER", "a header alone"),
    ])
  func badTable(text: String, words: String) throws {
    let outcome = try rows(text.replacing("HEADER", with: header))
    expectFailure(outcome, status: 65, words)
    #expect(sandbox.files.sorted() == ["rows.csv"])
  }

  @Test(
    "what a text cannot mean is one line",
    arguments: [
      (["--text", ""], 64, "nothing but white space"), (["--text", " \n"], 64, "white space"),
      (["bad.txt"], 65, "line 1: expected UTF-8"), (["none.txt"], 66, "none.txt"),
      (["ids.json"], 65, "9999"), (["--text", "a", "--baseline", "black"], 64, "expected pad"),
      (["--text", "a", "--save", "mask"], 64, "--save mask"),
      (["--text", "a", "--save", "bars"], 64, "expected some of npy, csv, json, html"),
      (["--text", "a", "--rows", "1"], 64, "--rows"), ([], 64, "<input>"),
    ])
  func badText(arguments: [String], status: Int32, words: String) throws {
    try sandbox.write([0x61, 0xff, 0xfe, 0x0a], to: "bad.txt")
    try sandbox.write(Array("[2, 9999, 3]".utf8), to: "ids.json")
    expectFailure(
      try sandbox.run(["explain", "--model", "mood"] + arguments), status: status, words)
  }

  @Test("what means nothing to the kind of input is refused")
  func meaningless() throws {
    expectFailure(
      try sandbox.run("explain", Samples.star, "--model", "shapes", "--rows", "1"), status: 64,
      "--rows means nothing to a network that reads pictures")
    expectFailure(
      try sandbox.run("explain", "--text", "a", "--model", "shapes"), status: 64,
      "--text means nothing to a network that reads pictures")
    expectFailure(
      try sandbox.run("explain", iris, "--model", "iris", "--preview"), status: 64,
      "--preview draws pictures")
    expectFailure(
      try sandbox.run("compare", iris, "--model", "iris"), status: 64, "compare draws pictures")
    expectFailure(
      try sandbox.run("explain", Samples.star, "--model", "iris"), status: 65, "star.png")
  }

  @Test("inputs without a name or a file are refused", arguments: ["==x", "=a=x", "a=", "a"])
  func badInput(argument: String) throws {
    expectFailure(
      try sandbox.run("explain", "--input", argument, "--model", "iris"), status: 64,
      "--input \(argument): expected NAME=FILE")
  }

  @Test("rows that are arrays have no bars and no columns, and say so")
  func arrays() throws {
    try sandbox.write(NumPyFile.encode(Tensor([2, 4], repeating: 1)), to: "rows.npy")
    let run = ["explain", "rows.npy", "--model", "iris", "--save"]
    for product in ["bars", "csv", "html"] {
      expectFailure(
        try sandbox.run(run + [product]), status: 64,
        "--save \(product): attributions are those of arrays; expected some of npy, json")
    }
    let written = try sandbox.run(run + ["npy,json"])
    #expect(written.status == 0, "\(written.error)")
    #expect(
      sandbox.files.sorted() == [
        "rows.1.attribution.npy", "rows.1.json", "rows.2.attribution.npy", "rows.2.json",
        "rows.npy",
      ])
  }

  @Test("what --no-clobber keeps of several inputs are the files of each, told before any work")
  func clobber() throws {
    let picture = Image(width: 5, height: 6, color: .black)
    try sandbox.write(try picture.pngData(), to: "photo.png")
    try sandbox.write(Array("a,b,c,d\n1,2,3,4\n".utf8), to: "facts.csv")
    func explain(_ products: String) throws -> Outcome {
      try sandbox.run(
        "explain", "photo.png", "--input", "numbers=facts.csv", "--model", Samples.branches,
        "--preprocess",
        "unit", "--steps", "2", "--save", products, "-o", "maps", "--no-clobber", "--quiet")
    }
    expectSuccess(try explain("overlay"))
    let maps = sandbox.files.filter { $0.hasPrefix("maps/") }
    try #require(maps.count == 1 && maps[0].hasSuffix(".picture.overlay.png"))
    // What no input has is in nobody's way.
    let free = maps[0].replacing(".picture.overlay.png", with: ".overlay.png")
    try sandbox.write([], to: free)
    let again = try explain("overlay,bars,json")
    expectFailure(again, status: 73, maps[0])
    #expect(sandbox.files.filter { $0.hasPrefix("maps/") }.sorted() == [free, maps[0]].sorted())
    expectSuccess(try explain("bars,json"))
  }

  @Test("an explanation of a row repeats itself")
  func like() throws {
    let options = ["--model", "iris", "--rows", "2", "--save", "json,npy", "--quiet"]
    let first = try sandbox.run(
      ["explain", iris, "-o", "one", "--method", "occlusion", "--baseline", "median"] + options)
    #expect(first.status == 0, "\(first.error)")
    let again = try sandbox.run([
      "explain", iris, "-o", "other", "--rows", "2", "--save", "npy", "--quiet", "--like",
      "one/samples.2.occlusion.json",
    ])
    #expect(again.status == 0, "\(again.error)")
    #expect(
      try sandbox.bytes("one/samples.2.occlusion.attribution.npy")
        == sandbox.bytes("other/samples.2.occlusion.attribution.npy"))
  }
}
