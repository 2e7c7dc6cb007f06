/// Which commit the sources are.
///
/// `git archive` writes hash and date of the commit into this file (`.gitattributes`), so sources that
/// were exported, as `Scripts/package` does, know it. A working copy may have been changed since any
/// commit, so it says none, and a commit makes nothing be compiled again.
package struct SourceOrigin: Equatable {
  /// The first twelve digits of the commit's hash; nil in a working copy.
  package let commit: String?
  /// The day of the commit, as 2026-01-31; nil in a working copy.
  package let date: String?

  /// That of this program.
  package static let current = SourceOrigin(stamp: "$Format:%H %cs$")

  /// Reads what `git archive` has written, or has not.
  package init(stamp: String) {
    let match = stamp.wholeMatch(of: /([0-9a-f]{12})[0-9a-f]* ([0-9]{4}-[0-9]{2}-[0-9]{2})/)
    commit = match.map { String($0.1) }
    date = match.map { String($0.2) }
  }

  /// `commit 0123456789ab, 2026-01-31`, or that it is not known.
  package var description: String {
    guard let commit, let date else { return "built from source" }
    return "commit \(commit), \(date)"
  }
}
