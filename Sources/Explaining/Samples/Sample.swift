import Imaging
import Inputs
import Tensors

/// One thing that is explained, read and made ready: a picture, a row of a table, a text, an array.
public struct Sample: Sendable {
  /// What a sample is to people.
  public enum Subject: Sendable {
    /// A picture.
    case picture(Photo)
    /// A row of a table.
    case row(TableRow, of: ReadTable)
    /// A text.
    case text(TokenizedText, by: TextReader)
    /// Numbers without a meaning of their own.
    case array
    /// One for each of several inputs.
    case several([SamplePart])
  }

  /// Where it comes from.
  public let source: InputSource
  /// What varies: the numbers that are explained.
  public let point: Tensor
  /// What else the network is fed, in the order of its held inputs.
  public let held: [Tensor]
  /// What the numbers of the point are.
  public let features: Features
  /// What was found wrong with it while it was read, one line each.
  public let warnings: [String]
  /// What its file as a whole was taken for, or is wrong with it: the same for all samples of the file,
  /// and among the warnings of their queue.
  public let fileWarnings: [String]
  /// What it is to people.
  public let subject: Subject
  /// How long reading it took.
  public internal(set) var stages = StageSeconds()

  /// Makes a sample of its parts.
  public init(
    source: InputSource, point: Tensor, held: [Tensor] = [], features: Features,
    warnings: [String] = [], fileWarnings: [String] = [], subject: Subject
  ) {
    (self.source, self.point, self.held) = (source, point, held)
    (self.features, self.subject) = (features, subject)
    (self.warnings, self.fileWarnings) = (warnings, fileWarnings)
  }

  /// The picture, if it is one.
  public var photo: Photo? { if case .picture(let photo) = subject { photo } else { nil } }

  /// What kind it is of.
  public var kind: SampleKind {
    switch subject {
    case .picture: .picture
    case .row: .table
    case .text: .tokens
    case .array: .array
    case .several: .several
    }
  }

  /// Fails if what a network answers to the sample is not finite.
  func refuseNotFinite(_ numbers: [Double]) throws(ExplainingError) {
    if numbers.allSatisfy(\.isFinite) { return }
    throw .answerNotFinite(input: source.displayName)
  }
}

/// Where a path to a sample begins.
public struct Start: Sendable {
  /// The numbers that the network is fed.
  public let point: Tensor
  /// The picture, of pictures.
  public let picture: PixelArray?
  /// The baseline that it is of; several may be of one.
  var name = ""
  /// What there is to tell of it: how it was made, as in "120 pictures", or an input that has another
  /// baseline than is asked for, as in "numbers: zero".
  var remarks: [String] = []
  /// Whether it lies at the boundary of the sample's own class, and so looks like it to the network.
  var isBoundary = false

  /// Makes a start of its parts.
  init(point: Tensor, picture: PixelArray? = nil) { (self.point, self.picture) = (point, picture) }
}

/// What a command is to explain, as it was named.
public struct SampleRequest: Sendable {
  /// Files.
  public var sources: [InputSource]
  /// Files of several inputs, by the inputs' names.
  public var named: [(name: String, path: String)]
  /// A text that was given as it is.
  public var text: String?
  /// Which rows of tables, or lines of texts; all if nothing is said.
  public var rows: RowSelection?

  /// Asks for files.
  public init(
    sources: [InputSource] = [], named: [(name: String, path: String)] = [], text: String? = nil,
    rows: RowSelection? = nil
  ) {
    (self.sources, self.named, self.text, self.rows) = (sources, named, text, rows)
  }

  /// Refuses what means nothing to a kind of samples; `rows`, `text` and `named` say whether rows are
  /// chosen, texts given and inputs named there.
  func refuse(
    for kind: SampleKind, rows hasRows: Bool = false, text hasText: Bool = false,
    named hasNames: Bool = false
  ) throws(ExplainingError) {
    if text != nil && !hasText {
      throw .meaninglessOption("--text", kind: kind, expected: .tokens)
    }
    if rows != nil && !hasRows { throw .meaninglessOption("--rows", kind: kind, expected: .table) }
    if !hasNames && !named.isEmpty {
      throw .meaninglessOption("--input", kind: kind, expected: .several)
    }
    if sources.isEmpty && text == nil && named.isEmpty { throw .nothingToExplain(kind: kind) }
  }
}

/// Samples that are read one after another.
public struct SampleQueue: Sendable {
  /// Where they come from, in the order in which they are explained.
  public let sources: [InputSource]
  /// What was taken for granted of their files, or is wrong with them as a whole, one line each.
  public var warnings: [String] = []
  /// Why files that are read as a whole could not be: each is a source, and reading it throws that again.
  let failures: [any Error]
  /// Reads one of them.
  public let read: @Sendable (InputSource) throws -> Sample

  /// Makes a queue of its parts.
  init(
    _ sources: [InputSource], warnings: [String] = [], failures: [any Error] = [],
    read: @escaping @Sendable (InputSource) throws -> Sample
  ) {
    (self.sources, self.warnings, self.failures) = (sources, warnings, failures)
    self.read = read
  }

  /// The same queue where all files could be read.
  ///
  /// - Throws: the first failure.
  func whole() throws -> SampleQueue {
    if let failure = failures.first { throw failure }
    return self
  }

  /// The queue of some of its sources; `prepare` is called before one of them is read.
  public func only(
    _ sources: [InputSource],
    preparing prepare: @escaping @Sendable (InputSource) -> Void = { _ in }
  ) -> SampleQueue {
    SampleQueue(sources, warnings: warnings, failures: failures) { [read] source in
      prepare(source)
      return try read(source)
    }
  }
}
