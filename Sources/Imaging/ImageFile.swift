import Files

/// Files that hold pictures.
public enum ImageFile {
  /// Most bytes that a file may have where nothing else is said.
  public static let maximumLength = 256 << 20

  /// Returns the bytes of a file, a named pipe or a device, or of standard input for `-`; refuses
  /// directories and files of more bytes than the limit.
  ///
  /// - Throws: `ImagingError.noSuchFile`, `.isDirectory`, `.fileTooLarge`, or `.unreadable` where
  ///   the system refuses.
  public static func bytes(
    path: String, limit: Int = maximumLength
  ) throws(ImagingError) -> [UInt8] {
    do {
      return try FileBytes.read(path, limit: limit)
    } catch .missing {
      throw .noSuchFile
    } catch .isFolder {
      throw .isDirectory
    } catch .tooLarge(let limit) {
      throw .fileTooLarge(limit: limit)
    } catch {
      throw .unreadable(reason: error.description)
    }
  }
}
