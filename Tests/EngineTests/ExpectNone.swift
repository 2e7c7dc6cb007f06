import Testing

/// Records every line as an issue of its own.
func expectNone(_ disagreements: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  for line in disagreements { Issue.record("\(line)", sourceLocation: sourceLocation) }
}
