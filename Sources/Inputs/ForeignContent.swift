import Imaging

/// What a file turns out to be in the place of letters, by its first bytes, and what to do then.
struct ForeignContent {
  /// With its article, as behind "found".
  let found: String
  let advice: String

  /// Recognises what is no table and no text; nil for what may be one, as pages and drawings in
  /// markup are.
  init?(_ bytes: some Collection<UInt8>) {
    let beginning = Array(bytes.prefix(ForeignFormat.lookedAt))
    if let picture = Container(beginning) {
      self.init("a \(picture.name) picture", "--model takes a network that reads pictures")
      return
    }
    switch ForeignFormat(beginning) {
    case nil, .text, .html, .svg: return nil
    case .zip:
      self.init("a zip archive", "save a spreadsheet as CSV in UTF-8, a document as text")
    case .largeFilePointer:
      self.init("a Git LFS pointer", ForeignFormat.largeFilePointer.advice)
    case .numPy:
      self.init("a NumPy array", "an array is read where its file is called .npy")
    case .some(let format): self.init("a file of \(format.name)", "save what it says as text")
    }
  }

  private init(_ found: String, _ advice: String) {
    self.found = found
    self.advice = advice
  }
}
