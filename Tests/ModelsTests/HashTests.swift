import CStore
import Testing

@Suite("SHA-256") struct HashTests {
  /// Examples of FIPS 180-4: so many repetitions of a text, and their hash.
  static let examples: [(text: String, repetitions: Int, digest: String)] = [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test("both loops agree with the examples of FIPS 180-4", arguments: examples)
  func standard(_ example: (text: String, repetitions: Int, digest: String)) {
    let message = [UInt8](String(repeating: example.text, count: example.repetitions).utf8)
    for isPortable in [false, true] {
      #expect(hexadecimal(hash([message[...]], isPortable: isPortable)) == example.digest)
    }
  }

  @Test("a message in any two pieces has the hash of the whole")
  func pieces() {
    let message = Self.message(200)
    let whole = hash([message[...]])
    for split in 0...message.count {
      #expect(hash([message[..<split], message[split...]]) == whole)
    }
    #expect(hash(message.indices.map { message[$0...$0] }) == whole)
  }

  @Test("both loops agree on messages of every length, however many blocks there are at once")
  func loops() {
    let message = Self.message(1000)
    for count in message.indices {
      let part = message[..<count]
      #expect(hash([part]) == hash([part], isPortable: true), "\(count) bytes")
    }
  }

  private static func message(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 ^ $0 >> 3) }
  }

  private func hash(_ pieces: [ArraySlice<UInt8>], isPortable: Bool = false) -> [UInt8] {
    var hash = cstore_sha256()
    if isPortable { cstore_sha256_init_portable(&hash) } else { cstore_sha256_init(&hash) }
    for piece in pieces {
      piece.withUnsafeBytes { cstore_sha256_update(&hash, $0.baseAddress, $0.count) }
    }
    var digest = [UInt8](repeating: 0, count: 32)
    cstore_sha256_finish(&hash, &digest)
    return digest
  }

  private func hexadecimal(_ digest: [UInt8]) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
