import Testing
import igtool

/// What the tool says about itself, and about arguments that it does not understand.
struct HelpTests {
  private let sandbox = Sandbox()

  @Test(
    "every command explains itself and names its flags",
    arguments: [
      ("", ["explain", "classify", "summarize", "run", "model", "doctor", "--version"]),
      (
        "explain",
        [
          "--target", "--contrast", "--score", "--method", "--steps", "--rule",
          "--tolerance", "--max-evaluations", "--baseline",
          "--seed", "--require-gap", "--model", "--model-dir", "--offline", "--preprocess",
          "--mean", "--std", "--channel-order", "--size", "--fit", "--labels", "--output-dir",
          "--save", "--json", "--no-clobber", "--canvas", "--allow-corrupt", "--threads",
          "--quiet", "--verbose", "--log-format", "--preview", "--preview-of", "--graphics",
          "--recursive",
          "--name",
          "--like", "{stem}", "{product}",
          "igtool explain photo.jpg",
        ]
      ),
      ("classify", ["--top", "--json", "--model", "igtool classify photo.jpg"]),
      (
        "summarize",
        ["--save", "--json", "--output-dir", "results.jsonl", "igtool summarize maps"]
      ),
      (
        "evaluate",
        [
          "--method", "--metric", "--fill", "--parts", "--target", "--score", "--baseline",
          "--steps", "--like", "--save", "--json", "--resume", "--shard", "single-deletion",
          "igtool evaluate photo.jpg",
        ]
      ),
      ("doctor", ["--json", "--threads", "igtool doctor"]),
      ("methods", ["--model", "--json", "igtool methods"]),
      (
        "run",
        [
          "--input", "--output-dir", "--output ", "--gradient ", "--gradient-at", "--size",
          "igtool run net.onnx",
        ]
      ),
      (
        "model",
        ["list", "pull", "add", "info", "classes", "verify", "remove", "igtool model list"]
      ),
      ("model list", ["--model-dir", "--json"]), ("model pull", ["--offline", "IGTOOL_MIRROR"]),
      ("model add", ["--as", "<file>", "SHA-256"]),
      ("model info", ["--json", "--size"]), ("model classes", ["--json", "<pattern>"]),
      ("model verify", ["<model>"]),
      ("model remove", ["<name>"]),
    ])
  func help(command: String, flags: [String]) throws {
    let outcome = try sandbox.run(command.split(separator: " ").map(String.init) + ["--help"])
    expectSuccess(outcome)
    for flag in flags { #expect(outcome.output.contains(flag), "\(command) \(flag)") }
  }

  @Test(
    "-h is a screen of what --help has, too",
    arguments: ["", "explain", "compare", "evaluate", "classify"])
  func brief(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try sandbox.run(words + ["-h"])
    expectSuccess(outcome)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 25, "\(lines.count) lines and an empty one")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    let whole = try sandbox.run(words + ["--help"]).output
    #expect(whole.split(separator: "\n").count > lines.count)
    for option in outcome.output.matches(of: #/(?m)^ +(?:-., )?(--[a-z-]+)/#) {
      #expect(whole.contains("\(option.1) "), "\(option.1)")
    }
    for name in outcome.output.matches(of: #/(?m)^([a-z]+)  /#) where command.isEmpty {
      #expect(whole.contains("  \(name.1) "), "\(name.1)")
    }
    #expect(try sandbox.run(words + ["-h", "x.png"]).output == outcome.output)
  }

  @Test("help of a command is all of it, with what only experts need at its end")
  func order() throws {
    let help = try sandbox.run("help", "explain")
    #expect(help.output == (try sandbox.run("explain", "--help").output))
    let lines = help.output.split(separator: "\n")
    let options = [
      "--target", "--save", "--color-map", "--threads", "--max-sigma", "--std", "--exact",
    ]
    let places = try options.map { option in
      try #require(
        lines.firstIndex { $0.prefixMatch(of: #/ +(?:-., )?(--[a-z-]+)/#)?.1 == option[...] },
        "\(option)")
    }
    #expect(places == places.sorted())
  }

  @Test(
    "a name that is misspelt is answered with those like it",
    arguments: [
      (["explian", Samples.star], "igtool has no command \"explian\"; did you mean explain?"),
      (["model", "lst"], "igtool model has no command \"lst\"; did you mean list?"),
      (["help", "clasify"], "did you mean classify?"),
      (
        ["explain", Samples.star, "--method", "ig,xrai"],
        "expected one of these names, found 2; where several can be given, each is an option of its own"
      ),
      (
        ["explain", Samples.star, "--mean", "1,2"],
        "'--mean <r,g,b>': expected one number, or three between commas, found 2 numbers"
      ),
      (["explain", Samples.star, "--background", "red"], "found \"red\""),
      ([Samples.star], "igtool explain \(Samples.star)"),
      (
        ["explain", Samples.star, "--method", "guided"],
        "did you mean guided-backprop or guided-ig?"
      ),
      (["explain", Samples.star, "--color-map", "infrno"], "did you mean inferno?"),
      (["explain", Samples.star, "--style", "papr"], "did you mean paper?"),
      (["explain", Samples.star, "--save", "mask,overlai"], "did you mean overlay?"),
      (
        ["explain", Samples.star, "--model", "shapes", "--target", "squre"],
        "did you mean \"square\" (1)?"
      ),
      (["explain", Samples.star, "--methd", "ig"], "Did you mean '--method'?"),
    ])
  func suggestions(arguments: [String], text: String) throws {
    expectUsageError(try sandbox.run(arguments), text)
  }

  @Test(
    "a negative number is a value, and so is refused for what it is",
    arguments: [
      (["--target", "-1"], "target \"-1\": expected a class from 0 to 10"),
      (["-t", "-1"], "target \"-1\": expected a class from 0 to 10"),
      (["--steps", "-5"], "--steps -5: expected a number from 1"),
      (["--opacity", "-0.5"], "--opacity -0.5: expected a number from 0 to 1"),
      (["--target"], "missing value"),
    ])
  func negative(arguments: [String], text: String) throws {
    let outcome = try sandbox.run(["explain", Samples.star, "--model", "shapes"] + arguments)
    expectUsageError(outcome, text)
  }

  @Test(
    "blanks beside commas are left out, and a list that a blank has cut is refused",
    arguments: [
      (["--save", "mask, npy"], nil), (["--save", "mask ,npy"], nil),
      (["--save", "mask,npy", "--mean", "127.5, 127.5, 127.5"], nil),
      (["--save", "mask,npy", "--baseline", "uniform:9, 9, 9"], nil),
      (["--save", "mask,", "npy"], "without blanks or in quotes, found \"mask,\""),
      (["--save", ",mask"], "without blanks or in quotes"), (["--mean", "1, 2,", "3"], "--mean"),
    ] as [([String], String?)])
  func blanks(arguments: [String], complaint: String?) throws {
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--steps", "2"] + arguments)
    if let complaint {
      expectUsageError(outcome, complaint)
      #expect(sandbox.files.isEmpty)
    } else {
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(sandbox.files == ["star.attribution.npy", "star.mask.png"])
    }
  }

  @Test("the tool without arguments shows its help, and --version its version")
  func bare() throws {
    let outcome = try sandbox.run()
    #expect(outcome.output.contains("SUBCOMMANDS"))
    let version = try sandbox.run("--version")
    expectSuccess(version)
    #expect(version.output.hasPrefix("igtool "))
  }

  @Test("completion scripts can be had for every shell", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let outcome = try sandbox.run("--generate-completion-script", shell)
    expectSuccess(outcome)
    #expect(outcome.output.contains("baseline"))
  }

  @Test("shells are offered networks, classes, and what a list may go on with")
  func offers() throws {
    func offers(_ option: String, _ words: String...) throws -> [String] {
      let typed = ["igtool", "explain", "x.png"] + words
      let outcome = try sandbox.run(
        ["---completion", "explain", "--", option, "\(typed.count - 1)", "0"] + typed)
      return outcome.output.split(separator: "\n").map(String.init)
    }
    #expect(try offers("--model", "--model", "").contains("shapes"))
    #expect(
      try offers("--target", "--model", "shapes", "--target", "").contains("crescent"))
    #expect(try offers("--target", "--target", "") == ["top", "top3", "max"])
    let lists = try offers("--save", "--save", "mask,np")
    #expect(lists.contains("mask,npy") && !lists.contains("mask,mask"))
    #expect(try offers("--baseline", "--baseline", "").contains("blur"))
    try sandbox.write([1], to: "net.onnx")
    #expect(try offers("--model", "--model", "ne").contains("net.onnx"))
    #expect(Completions.items(["a", "b", "c"], after: "b,c") == ["b,a", "b,c"])
    #expect(Completions.model(in: ["igtool", "-m", "iris", "--model=mood"]) == "mood")
    #expect(Completions.model(in: ["igtool"]) == "googlenet")
  }

  @Test(
    "arguments that make no sense are status 64 and leave no file",
    arguments: [
      (["frobnicate"], "frobnicate"), (["explain"], "<input>"),
      (["explain", Samples.star, "--frobnicate"], "--frobnicate"),
      (["explain", Samples.star, "--steps", "0"], "--steps 0"),
      (["explain", Samples.star, "--steps", "many"], "many"),
      (["explain", Samples.star, "--tolerance", "0"], "--tolerance 0"),
      (["explain", Samples.star, "--tolerance", "nan"], "--tolerance nan"),
      (["explain", Samples.star, "--max-evaluations", "8"], "from 9"),
      (["explain", Samples.star, "--threads", "0"], "--threads 0"),
      (["explain", Samples.star, "--save", "mask,portrait"], "mask,portrait"),
      (["explain", Samples.star, "--opacity", "2"], "--opacity 2"),
      (["explain", Samples.star, "--clip", "101"], "expected a percentile from 0 to 100"),
      (["explain", Samples.star, "--std", "0"], "--std 0"),
      (["explain", Samples.star, "--size", "0"], "--size"),
      (["explain", Samples.star, "--require-gap", "-1"], "--require-gap"),
      (["explain", Samples.star, "--rule", "gauss-legendre", "--steps", "5000"], "4096"),
      (["model", "info"], "<model>"), (["run", "shapes"], "--input"),
    ])
  func usage(arguments: [String], text: String) throws {
    expectUsageError(try sandbox.run(arguments), text)
    #expect(sandbox.files.isEmpty)
  }
}
