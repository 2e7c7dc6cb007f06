/// Something that `igtool doctor` has looked at.
package struct DoctorFinding: Encodable, Hashable {
  /// Whether all is well.
  package enum State: String, Encodable {
    /// It is as it should be.
    case ok
    /// The program works, but not as well as it could.
    case warning
    /// The program does not work.
    case problem
  }

  /// What was looked at.
  package let name: String
  /// What was found.
  package let value: String
  /// Whether all is well.
  package let state: State
  /// What to do about it; nil where all is well.
  package let advice: String?

  /// All is well.
  static func ok(_ name: String, _ value: String) -> DoctorFinding {
    DoctorFinding(name: name, value: value, state: .ok, advice: nil)
  }

  /// Something could be better.
  static func warning(_ name: String, _ value: String, _ advice: String) -> DoctorFinding {
    DoctorFinding(name: name, value: value, state: .warning, advice: advice)
  }

  /// Something does not work.
  static func problem(_ name: String, _ value: String, _ advice: String) -> DoctorFinding {
    DoctorFinding(name: name, value: value, state: .problem, advice: advice)
  }
}
