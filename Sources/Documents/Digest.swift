internal import Crypto

/// SHA-256 of bytes that arrive in pieces, written as `sha256:` and 64 hexadecimal digits.
public struct Digest {
  private var hash = SHA256()

  /// A digest of nothing yet.
  public init() {}

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// The digest of all bytes so far.
  public var text: String {
    let digits = Array("0123456789abcdef".utf8)
    var result = Array("sha256:".utf8)
    for byte in hash.finalize() {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 15)])
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The digest of some bytes.
  public static func of(_ bytes: [UInt8]) -> String {
    var digest = Digest()
    digest.update(bytes)
    return digest.text
  }

  /// The digest of a JSON value's canonical form.
  public static func of(_ value: JSONValue) -> String { of(value.canonical()) }
}
