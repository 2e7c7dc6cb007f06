import Classification
import Imaging
import Inputs
import Models

extension Explainer {
  /// Finds and reads the network that a request names, and prepares it for the request.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - store: where networks are looked for; nothing is fetched.
  ///   - running: what does not change results.
  /// - Throws: `ModelsError` for a network that there is not; what the other initialisers of
  ///   `ExplainableNetwork` and `Explainer` throw.
  public init(_ request: Request, in store: ModelStore, running: Running = Running()) throws {
    let files = try store.locate(request.network.model)
    try self.init(
      request, of: ExplainableNetwork(files, request.network), running: running)
  }

  /// Explains every sample of a file, one after another: a picture, the rows of a table, the lines of
  /// a text, an array. Each has an explanation for every number that is asked for, the one of the most
  /// probable class where nothing is asked.
  ///
  /// - Throws: what its reader throws of a file that cannot be read; `ExplainingError` and
  ///   `ClassificationError` for what cannot be explained.
  public func explain(_ source: InputSource) throws -> [Explanation] {
    let queue = try network.reader
      .queue(SampleRequest(sources: [source]), request.reading).whole()
    return try queue.sources.flatMap { try explain(queue.read($0)) }
  }

  /// Explains a picture that has been decoded; `name` is what people and reports call it.
  ///
  /// - Throws: `ExplainingError.needsPicture` where the network reads something else, and for what
  ///   cannot be explained.
  public func explain(_ picture: DecodedImage, named name: String) throws -> [Explanation] {
    guard let pictures = network.reader as? PictureSamples else {
      throw ExplainingError.needsPicture("picture \"\(name)\"", kind: network.reader.kind)
    }
    return try explain(pictures.sample(InputSource(path: name), picture))
  }

  /// Explains a sample that has been read.
  ///
  /// - Throws: `ExplainingError` and `ClassificationError` for what cannot be explained.
  public func explain(_ sample: Sample) throws -> [Explanation] {
    let ranking = try classify(sample)
    return try groups(quantities(ranking)).flatMap { quantities in
      try explainAndStudy(sample, quantities, ranking: ranking) { _, _ in }
    }
  }

  /// Explains a few numbers of a sample, and finds out what else the request asks for. `progress` is told
  /// evaluations done, and of all.
  func explainAndStudy(
    _ sample: Sample, _ quantities: [Quantity], ranking: Ranking, progress: (Int, Int) -> Void
  ) throws -> [Explanation] {
    let explanations = try studyingErrors(
      explain(sample, quantities, ranking: ranking, progress: progress), of: sample,
      ranking: ranking, progress: progress)
    return try augmenting(explanations, of: sample, progress: progress)
  }

  /// Numbers that are explained at a time.
  func groups(_ quantities: [Quantity]) -> [[Quantity]] {
    stride(from: 0, to: quantities.count, by: Self.quantitiesAtATime).map {
      Array(quantities[$0...].prefix(Self.quantitiesAtATime))
    }
  }
}
