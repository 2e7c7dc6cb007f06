import Files
import Foundation
import Imaging
import Models
import Rendering

extension DoctorFinding {
  /// Variables that are read, and what they do.
  private static let known = [
    "IGTOOL_MODELS": "folders with networks", "IGTOOL_OFFLINE": "nothing is fetched",
    "IGTOOL_MIRROR": "where networks are fetched from",
  ]

  /// What the environment forces; nothing where it forces nothing.
  package static func variables(_ environment: [String: String]) -> [DoctorFinding] {
    let names = environment.keys.filter { name in
      name.hasPrefix("IGTOOL_") || name.hasPrefix("OPENBLAS_") || name == "OMP_NUM_THREADS"
    }
    return names.sorted().map { name in
      let value = "\(name)=\(environment[name] ?? "")"
      switch name {
      case "OPENBLAS_CORETYPE":
        return warning(
          "environment", value, "OpenBLAS is kept from choosing its kernels: unset it")
      case "OPENBLAS_L2_SIZE":
        return warning("environment", value, "OpenBLAS is kept from measuring caches: unset it")
      case "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS":
        return ok("environment", value + ", without effect: see --threads")
      default:
        if let meaning = known[name] { return ok("environment", "\(value) (\(meaning))") }
        if !name.hasPrefix("IGTOOL_") { return ok("environment", value) }
        return warning(
          "environment", value,
          "igtool reads \(known.keys.sorted().joined(separator: ", ")) and not this")
      }
    }
  }

  /// Where networks are, and which there are.
  static func models(_ store: ModelStore, standard: String) -> [DoctorFinding] {
    let listings = store.list()
    let here = listings.filter { $0.place != .catalogue }.map(\.name)
    let absent = listings.filter { $0.place == .catalogue }.map(\.name)
    let names =
      "here: \(here.joined(separator: ", "))"
      + (absent.isEmpty ? "" : "; not here: \(absent.joined(separator: ", "))")
    var findings = store.folders.map(folder)
    if let cache = store.cache { findings.append(Self.cache(cache)) }
    let hasStandard = (try? store.locate(standard)) != nil
    let advice = "igtool model pull \(standard), or --model shapes"
    return findings
      + [
        hasStandard
          ? ok("networks", names)
          : warning("networks", names, "the standard network is not here: \(advice)")
      ]
  }

  private static func folder(_ path: String) -> DoctorFinding {
    guard FileKind(path) == .folder else {
      return warning(
        "model folder", "\(path): no such folder", "correct IGTOOL_MODELS or --model-dir")
    }
    return FileKind.allows(R_OK | X_OK, path)
      ? ok("model folder", path)
      : warning("model folder", "\(path): cannot be read", "allow reading it, as by chmod")
  }

  private static func cache(_ path: String) -> DoctorFinding {
    isWritable(path)
      ? ok("model cache", "\(path), writable")
      : warning(
        "model cache", "\(path): not writable",
        "networks cannot be fetched: set XDG_CACHE_HOME to a folder that can be written to")
  }

  /// Whether files can be written to the current folder.
  static var currentFolder: DoctorFinding {
    let path = FileManager.default.currentDirectoryPath
    return isWritable(path)
      ? ok("current folder", "\(path), writable")
      : warning("current folder", "\(path): not writable", "write elsewhere: -o DIR")
  }

  /// Whether a folder, or the one that it would be made in, can be written to.
  private static func isWritable(_ path: String) -> Bool {
    (try? OutputPlace.folder(path).check()) != nil
  }

  /// What standard output can show.
  static var terminal: DoctorFinding {
    let unicode = Console.hasUnicodeOutput ? "Unicode" : "ASCII"
    guard TerminalSize.limitsOutput else {
      return ok("terminal", "standard output is none: plain text, \(unicode)")
    }
    let environment = TerminalEnvironment()
    var answer = TerminalAnswer()
    if !environment.isPlain { LiveLine.replaced { answer = TerminalQuery.ask(environment) } }
    let graphics = TerminalGraphics(.auto, environment: environment, answer: answer)
    let value =
      "\(TerminalSize.outputWidth) columns, \(Console.hasColorOutput ? "colours" : "no colours"), "
      + "\(unicode), pictures by \(graphics.name)"
    return Console.hasUnicodeOutput
      ? ok("terminal", value)
      : warning("terminal", value, "bars are coarse: set LANG to a UTF-8 locale, as C.UTF-8")
  }
}

extension TerminalGraphics {
  /// What people call it.
  fileprivate var name: String {
    switch self {
    case .kitty: "kitty's protocol"
    case .iterm: "iTerm2's inline images"
    case .sixel(let colors): "sixels of \(colors) colours"
    case .blocks24: "half blocks in 24-bit colours"
    case .blocks256: "half blocks in 240 colours"
    case .shades: "shades"
    }
  }
}
