/// A variable of the environment that the program heeds.
struct EnvironmentVariable {
  let name: String
  let meaning: String

  /// All of them.
  static let all = [
    EnvironmentVariable(
      name: "IGTOOL_MODELS",
      meaning: "Folders where networks are looked for, with colons between them, after that of "
        + "--model-dir and before the user's cache."),
    EnvironmentVariable(
      name: "IGTOOL_OFFLINE", meaning: "1: nothing is ever fetched, as with --offline."),
    EnvironmentVariable(
      name: "IGTOOL_MIRROR",
      meaning: "An address as http://localhost:8000 that networks are fetched from in the place of "
        + "their own servers; the paths stay the same."),
    EnvironmentVariable(
      name: "XDG_CACHE_HOME",
      meaning: "Fetched networks are kept in igtool/models there; by default in ~/.cache."),
    EnvironmentVariable(
      name: "SLURM_CPUS_PER_TASK", meaning: "Number of worker threads where --threads says none."),
    EnvironmentVariable(name: "NO_COLOR", meaning: "The terminal is written to without colours."),
    EnvironmentVariable(
      name: "LANG, LC_ALL, LC_CTYPE",
      meaning: "Whether the terminal is written to in UTF-8 or in ASCII."),
  ]
}
