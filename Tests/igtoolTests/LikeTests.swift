import Foundation
import Testing

/// `igtool explain --like`: the JSON of an explanation repeats it.
struct LikeTests {
  private let sandbox = Sandbox()

  private func array(_ arguments: [String]) throws -> [UInt8] {
    let folder = UUID().uuidString
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--save", "npy,json", "--quiet", "-o", folder]
        + ["--name", "{stem}.{product}"] + arguments)
    #expect(outcome.status == 0, "\(outcome.error)")
    try sandbox.write(try sandbox.bytes("\(folder)/star.json"), to: "star.json")
    return try sandbox.bytes("\(folder)/star.attribution.npy")
  }

  @Test("the same settings give the same bytes", arguments: QuickMethod.all)
  func repeats(method: QuickMethod) throws {
    let smooth = method.name == "deeplift" ? [] : ["--smooth", "sg:2:0.1"]
    let first = try array(
      method.arguments + smooth
        + ["--model", "shapes", "--target", "ring", "--contrast", "heart", "--seed", "9"])
    #expect(try array(["--like", sandbox.path("star.json")]) == first)
  }

  @Test("options that change how pictures and networks are read are repeated, too")
  func reading() throws {
    let first = try array(
      [
        "--model", "shapes", "--mean", "100,110,120", "--std", "60", "--channel-order", "bgr",
        "--fit",
        "crop:0.8", "--exact", "--score", "log-probability", "--baseline", "noise:2", "--baseline",
        "uniform:9,8,7", "--background", "0,0,0", "--steps", "3",
      ])
    #expect(try array(["--like", sandbox.path("star.json")]) == first)
  }

  @Test("other options change what is repeated")
  func changes() throws {
    _ = try array(["--model", "shapes", "--target", "ring", "--tolerance", "0.2"])
    let report = sandbox.path("star.json")
    let changed = try array(["--like", report, "--steps", "5", "--target", "top"])
    #expect(try changed == array(["--model", "shapes", "--steps", "5"]))
    _ = try array(["--model", "shapes", "--target", "ring", "--steps", "5", "--baseline", "white"])
    let other = try array(["--like", report, "--method", "gradient"])
    #expect(
      try other == array(["--model", "shapes", "--target", "ring", "--method", "gradient"]))
  }

  @Test("a file that is no report is refused before anything is read")
  func refused() throws {
    expectFailure(
      try sandbox.run("explain", "none.png", "--like", "none.json"), status: 66,
      "none.json: no such file")
    let outcome = try sandbox.run("explain", "none.png", "--like", Samples.star)
    expectFailure(outcome, status: 64, "this is no JSON")
  }
}
