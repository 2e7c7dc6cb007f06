import ArgumentParser
import Attribution
import Classification
import Explaining
import Foundation
import Imaging
import Inputs
import Models
import Rendering

/// `igtool bench`: how fast a network is explained here.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast a network is explained on this machine.",
    discussion: """
      Explains a picture of noise against a black baseline and prints one table: the time of a whole \
      map, of one path point, and of every kind of operator.

      igtool bench --model googlenet
      igtool bench --model path/to/net.onnx --preprocess none --threads 1
      """)

  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  @Option(name: .shortAndLong, help: "Steps along the path.")
  var steps = 50

  @Option(help: "Number of maps; their median time counts.")
  var repetitions = 5

  @Flag(help: "Also list every operator, in the order in which they run.")
  var layers = false

  @Flag(help: "Write one JSON object to standard output.")
  var json = false

  func validate() throws {
    guard (1...100_000).contains(steps), (1...1000).contains(repetitions) else {
      throw ValidationError("--steps takes 1 to 100000, --repetitions 1 to 1000")
    }
  }

  func run() throws {
    var request = try self.network.request(meaning)
    computing.write(to: &request)
    let network = try self.network.load(request, isQuiet: true)
    let classifier = network.classifier
    let threads = running.threadCount
    let scorer = try classifier.scorer(
      try classifier.scoreKind(nil), threads: threads,
      engine: computing.running(request, threads: running.threadCount).engine)
    let seconds = try times(network, scorer)
    let figures = Figures(
      model: classifier.name, threads: threads, steps: steps, seconds: seconds,
      benchmark: scorer.benchmark(threads: threads))
    try Console.output(json ? try JSONText.line(figures) : figures.text(withLayers: layers))
  }

  /// Seconds of every map, in order of size.
  private func times(_ network: ExplainableNetwork, _ scorer: ClassScorer) throws -> [Double] {
    guard let reader = network.pictureReader else {
      throw Failure(
        .usage, "bench explains pictures, and the network reads \(network.reader.kind.samples)")
    }
    let size = reader.size
    let samples = (0..<size.width * size.height * 3).map {
      UInt8(truncatingIfNeeded: $0 * 7919 >> 3)
    }
    let photo = reader.prepare(
      Image(width: size.width, height: size.height, samples: samples))
    let black = try Baseline.black.pictures(for: photo, input: reader, seed: 0)
    let baselines = black.map(reader.preprocessing.normalized)
    let function = scorer.function(of: network.classifier.labels[0])
    let method = IntegratedGradients(steps: steps)
    return try (0...repetitions).map { _ in
      let stopwatch = Stopwatch()
      _ = try method.attribute(function, input: photo.tensor, baselines: baselines)
      return stopwatch.seconds
    }
    .dropFirst().sorted()
  }
}

/// What `igtool bench` says.
private struct Figures: Encodable {
  let model: String
  let threads: Int
  let steps: Int
  /// Median seconds of a map.
  let seconds: Double
  let fastest: Double
  let millisecondsPerPoint: Double
  let blas: String
  let forcedKernels: String?
  /// 10⁹ floating-point operations per second of 2048×2048 products.
  let sgemm: Double
  /// Seconds that direct convolution would take at that rate.
  let roofline: Double
  let workspaceBytes: Int
  let peakBytes: Int
  let operators: [ScorerBenchmark.Share]
  let layers: [ScorerBenchmark.Layer]

  init(model: String, threads: Int, steps: Int, seconds: [Double], benchmark: ScorerBenchmark) {
    self.model = model
    self.threads = threads
    self.steps = steps
    self.seconds = seconds[seconds.count / 2]
    fastest = seconds[0]
    millisecondsPerPoint = seconds[seconds.count / 2] * 1e3 / Double(steps + 1)
    blas = benchmark.blasKernel
    forcedKernels = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
    sgemm = benchmark.productRate
    roofline = Double(steps + 1) * benchmark.operationsPerPoint / benchmark.productRate
    workspaceBytes = benchmark.workspaceBytes
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    peakBytes = usage.ru_maxrss * 1024
    operators = benchmark.shares
    layers = benchmark.layers
  }

  /// The figures as a table for people, and another one of single operators if asked for.
  func text(withLayers: Bool) -> String {
    var lines = [
      "\(Console.printable(model)), \(threads) threads, BLAS kernels \(blas)"
        + (forcedKernels.map {
          " (forced by OPENBLAS_CORETYPE=\($0): unset it to let the CPU decide)"
        }
          ?? ""),
      String(
        format: "%d steps        %.3f s (fastest %.3f s), %.2f ms per path point", steps, seconds,
        fastest, millisecondsPerPoint),
      String(
        format: "large products  %.0f GFLOP/s; direct convolution would take %.3f s: %.2f of that",
        sgemm, roofline, seconds / roofline),
      "memory          \(ByteCount(workspaceBytes)) of workspaces, \(ByteCount(peakBytes)) at most",
      "",
      "operator                      count   ms/point   share   GFLOP/s   (one thread)",
    ]
    lines += operators.map { entry in
      Self.cell(entry.kind, width: 28)
        + String(
          format: " %6d %10.3f %6.1f %%", entry.count, entry.milliseconds, entry.share * 100)
        + Self.rate(entry.gigaflops)
    }
    if withLayers {
      let heading = Self.cell("layer", width: 30) + Self.cell("operator", width: 24)
      lines += ["", heading + " forward  backward  GFLOP/s"]
      lines += layers.map { layer in
        Self.cell(layer.name, width: 30) + Self.cell(layer.kind, width: 24)
          + String(format: "%8.3f %9.3f", layer.forward, layer.backward)
          + Self.rate(layer.gigaflops)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A text from the network's file and a space, filled up to `width` columns, and cut to them where a
  /// terminal shows it.
  private static func cell(_ text: String, width: Int) -> String {
    let whole = Console.printable(text)
    let text = TerminalSize.limitsOutput ? whole.cutInTheMiddle(columns: width - 1) : whole
    return (text + " ").filled(to: width)
  }

  private static func rate(_ gigaflops: Double) -> String {
    gigaflops > 0 ? String(format: "%9.0f", gigaflops) : "        –"
  }
}
