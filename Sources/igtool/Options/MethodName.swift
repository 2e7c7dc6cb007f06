import ArgumentParser
import Explaining

/// The name of a method of the table.
struct MethodName: ExpressibleByArgument, Hashable {
  let text: String

  init?(argument: String) {
    guard MethodTable[argument] != nil else { return nil }
    text = argument
  }

  static var allValueStrings: [String] { MethodTable.entries.map(\.name) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// `yes` or `no`.
enum Answer: String, CaseIterable, ExpressibleByArgument {
  case yes, no
}
