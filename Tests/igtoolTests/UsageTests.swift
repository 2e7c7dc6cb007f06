import Foundation
import Testing

/// Arguments of `igtool explain` that make no sense: one line, a status, and no file.
struct UsageTests {
  private let sandbox = Sandbox()

  private func explain(_ arguments: [String]) throws -> Outcome {
    try sandbox.run(["explain", Samples.star, "--model", "shapes", "-o", "maps"] + arguments)
  }

  @Test(
    "rows and texts are refused where the network of pictures would be fetched for them",
    arguments: [["--text", "great"], ["rows.csv"], ["a.txt", "b.csv"]])
  func standardNetwork(inputs: [String]) throws {
    for command in ["explain", "interactions", "classify", "evaluate"] {
      expectUsageError(
        try sandbox.run([command] + inputs), "googlenet, which counts unless --model")
    }
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "an option that the method does not heed is refused, with the methods that do",
    arguments: [
      ("gradient", ["--steps", "5"], "blur-ig"),
      ("gradient", ["--rule", "left"], "only to ig,"),
      ("gradient", ["--baseline", "black"], "guided-ig"),
      ("blur-ig", ["--baseline", "black"], "only to ig,"),
      ("idgi", ["--tolerance", "0.1"], "only to ig, xrai, blur-ig, guided-ig, left-ig"),
      ("idgi", ["--max-evaluations", "50"], "only to ig, xrai"),
      ("ig", ["--path", "blur"], "only to idgi, left-ig"),
      ("ig", ["--reference", Samples.ring], "only to expected-gradients"),
      ("ig", ["--samples", "5"], "only to expected-gradients, influence, rise"),
      ("ig", ["--fraction", "0.5"], "guided-ig"),
      ("ig", ["--max-distance", "0.5"], "guided-ig"),
      ("ig", ["--max-sigma", "5"], "blur-ig"),
      ("rise", ["--window", "5"], "only to occlusion"),
      ("rise", ["--stride", "5"], "only to occlusion"),
      ("rise", ["--layer", "conv1"], "grad-cam"),
      ("grad-cam", ["--regions"], "only to ig,"),
      ("gradient", ["--multiply-by-inputs", "no"], "only to ig, expected-gradients"),
      ("deeplift", ["--smooth", "sg"], "only to ig,"),
    ])
  func unheeded(method: String, options: [String], users: String) throws {
    let outcome = try explain(["--method", method] + options)
    expectUsageError(outcome, "\(options[0]) means nothing to --method \(method), only to ")
    #expect(outcome.error.contains(users))
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "numbers and words that make no sense are named, with what is expected",
    arguments: [
      (["--smooth", "mean"], "expected sg, sg-squared or vargrad"),
      (["--smooth", ""], "expected sg, sg-squared or vargrad"),
      (["--smooth", "sg:0"], ":SAMPLES from 1 to 100000"),
      (["--smooth", "sg:many"], ":SAMPLES from 1 to 100000"),
      (["--smooth", "sg:5:-1"], ":SIGMA from 0 to 10"),
      (["--smooth", "sg:5:nan"], ":SIGMA from 0 to 10"),
      (["--smooth", "sg:5:0.1:1"], "as in sg:25:0.15"),
      (["--method", "rise", "--samples", "0"], "--samples 0: expected a number from 1 to"),
      (["--method", "occlusion", "--window", "0"], "--window 0: expected a number from 1 to"),
      (["--method", "occlusion", "--stride", "8193"], "--stride 8193: expected"),
      (["--method", "guided-ig", "--fraction", "2"], "--fraction 2: expected a share"),
      (["--method", "guided-ig", "--fraction", "nan"], "--fraction nan: expected a share"),
      (["--method", "guided-ig", "--max-distance=-1"], "--max-distance -1: expected a share"),
      (
        ["--method", "blur-ig", "--max-sigma", "0"], "--max-sigma 0: expected a number of pixels"
      ),
      (["--method", "blur-ig", "--max-sigma", "nan"], "--max-sigma nan: expected"),
      (
        ["--method", "guided-ig", "--rule", "midpoint"],
        "expected trapezoid, refined, left, right"
      ),
      (
        ["--method", "conductance", "--layer", "conv1", "--rule", "gauss-legendre"],
        "expected trapezoid, left, right"
      ),
      (["--rule", "captum-trapezoid", "--steps", "1"], "--steps 1: expected at least 2 for"),
      (["--rule", "mean-of-points", "--steps", "1"], "--steps 1: expected at least 2 for"),
      (["--steps", "4", "--tolerance", "0.1"], "--tolerance means nothing beside --steps"),
      (["--multiply-by-inputs", "maybe"], "'maybe' is invalid"),
      (["--method", "idgi", "--path", "sideways"], "expected straight, blur, guided"),
    ])
  func values(arguments: [String], text: String) throws {
    expectUsageError(try explain(arguments), text)
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "options that do not go together are refused",
    arguments: [
      (["--method", "conductance"], "needs --layer"),
      (["--method", "internal-influence"], "needs --layer"),
      (["--method", "expected-gradients"], "--reference"),
      (["--layer", "conv1", "--regions"], "leave out --layer"),
      (["--method", "idgi", "--path", "blur", "--layer", "conv1"], "leave out --layer"),
      (["--method", "idgi", "--max-sigma", "3"], "--path blur"),
      (["--method", "left-ig", "--fraction", "0.1"], "--path guided"),
      (["--contrast", "ring", "--target", "max"], "--target max is not a class"),
      (["--contrast", "ring", "--target", "layer:conv1"], "--target layer:conv1 is not a class"),
      (["--contrast", "max"], "expected one class"),
      (["--contrast", "layer:conv1"], "expected one class"),
      (["--layer", "inception_4b", "--target", "layer:conv1"], "not by another layer's"),
      (["--method", "grad-cam", "--target", "layer:conv1"], "not by another layer's"),
      (["--method", "deeplift", "--target", "layer:conv1"], "explains scores"),
      (["--method", "grad-cam", "--layer", "features"], "needs rows and columns"),
      (["--layer", "probability", "--save", "npy"], "the score does not depend on it"),
    ])
  func combinations(arguments: [String], text: String) throws {
    expectUsageError(try explain(arguments), text)
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "a layer, channel or position that does not exist is named, with what there is",
    arguments: [
      (["--layer", "inception_4"], "did you mean \"inception_4a\""),
      (["--method", "grad-cam", "--layer", "inceptoin_4b"], "did you mean \"inception_4b\""),
      (["--layer", "zzzzzz"], "model info MODEL --layers"),
      (["--target", "layer:inception_4:1"], "did you mean \"inception_4a\""),
      (["--target", "layer:inception_4b:320"], "a channel from 0 to 319, found \"320\""),
      (["--target", "layer:inception_4b:-1"], "a channel from 0 to 319, found \"-1\""),
      (["--target", "layer:inception_4b:0:6,0"], "a row from 0 to 5 and a column from 0 to 5"),
      (["--target", "layer:inception_4b:0:0,6"], "found \"0,6\""),
      (["--target", "layer:inception_4b:0:1"], "as Y,X, found \"1\""),
      (["--target", "layer:features:0:0,0"], "no rows and columns"),
      (["--target", "layer:"], "expected layer:NAME"),
      (["--target", "weights:"], "expected weights:FILE"),
    ])
  func places(arguments: [String], text: String) throws {
    expectUsageError(try explain(arguments), text)
    #expect(sandbox.files.isEmpty)
  }

  @Test(
    "a file of weights that makes no sense is named",
    arguments: [
      ("star: 1", "expected a JSON object"), ("", "expected a JSON object"),
      ("[1, 2]", "expected a JSON object"), ("{\"star\": \"1\"}", "expected a JSON object"),
      ("{\"star\": 0}", "a weight that is not 0"), ("{}", "a weight that is not 0"),
      ("{\"sta\": 1}", "did you mean \"star\""), ("{\"11\": 1}", "from 0 to 10"),
      ("{\"star\": 1, \"3\": 2}", "has a weight already"),
    ])
  func weights(text: String, complaint: String) throws {
    let file = try sandbox.write(Array(text.utf8), to: "weights.json")
    let outcome = try explain(["--target", "weights:\(file)"])
    expectFailure(outcome, status: 65, complaint)
    #expect(outcome.error.contains("weights.json: "))
    #expect(sandbox.files == ["weights.json"])
  }

  @Test("files that are not there are status 66")
  func missing() throws {
    expectFailure(
      try explain(["--target", "weights:none.json"]), status: 66, "none.json: no such file")
    let references = ["--method", "expected-gradients", "--reference"]
    expectFailure(try explain(references + ["none.png"]), status: 66, "none.png: no such file")
    try sandbox.write(Array("notes".utf8), to: "empty/notes.txt")
    expectFailure(try explain(references + ["empty"]), status: 66, "no pictures in this folder")
    #expect(sandbox.files == ["empty/notes.txt"])
  }

  @Test("a reference that is no picture is status 65")
  func damagedReference() throws {
    try sandbox.write(Array("no picture".utf8), to: "notes.png")
    let outcome = try explain(["--method", "expected-gradients", "--reference", "notes.png"])
    expectFailure(outcome, status: 65, "notes.png: text, neither JPEG nor PNG")
    #expect(sandbox.files == ["notes.png"])
  }

  @Test("outputs replace neither references nor files of weights")
  func protectsInputs() throws {
    let photo = try Samples.bytes(Samples.ring)
    let mask = "star.expected-gradients.mask.png"
    try sandbox.write(photo, to: mask)
    let outcome = try sandbox.run(
      "explain", Samples.star, "--model", "shapes", "--method", "expected-gradients", "--samples",
      "2", "--reference", mask)
    expectFailure(outcome, status: 64, "is an input")
    #expect(try sandbox.bytes(mask) == photo)

    let weights = Array("{\"star\": 1}".utf8)
    try sandbox.write(weights, to: "star.gradient.json")
    let second = try sandbox.run(
      "explain", Samples.star, "--model", "shapes", "--method", "gradient", "--save", "json",
      "--target", "weights:star.gradient.json")
    expectFailure(second, status: 64, "is an input")
    #expect(try sandbox.bytes("star.gradient.json") == weights)
  }
}
