import Documents

@testable import Certification

/// A step into a JSON document.
enum JSONStep: Hashable, CustomStringConvertible {
  case key(String)
  case index(Int)

  var description: String {
    switch self {
    case .key(let name): name
    case .index(let index): "[\(index)]"
    }
  }
}

extension JSONStep: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral value: String) { self = .key(value) }
  init(integerLiteral value: Int) { self = .index(value) }
}

extension JSONValue {
  /// What stands at a place; nil where nothing does.
  func value(at path: some Collection<JSONStep>) -> JSONValue? {
    guard let step = path.first else { return self }
    switch (self, step) {
    case (.object(let members), .key(let name)):
      return members[name]?.value(at: path.dropFirst())
    case (.array(let elements), .index(let index)) where elements.indices.contains(index):
      return elements[index].value(at: path.dropFirst())
    default: return nil
    }
  }

  /// The document with another value at a place; nil removes what stands there.
  func setting(_ path: some Collection<JSONStep>, to value: JSONValue?) -> JSONValue {
    guard let step = path.first else { return value ?? self }
    let rest = path.dropFirst()
    switch (self, step) {
    case (.object(var members), .key(let name)):
      members[name] = rest.isEmpty ? value : members[name]?.setting(rest, to: value)
      return .object(members)
    case (.array(var elements), .index(let index)) where elements.indices.contains(index):
      if rest.isEmpty, value == nil {
        elements.remove(at: index)
      } else {
        elements[index] = elements[index].setting(rest, to: value)
      }
      return .array(elements)
    default: return self
    }
  }

  /// The document after a change of what stands at a place.
  func changing(_ path: [JSONStep], _ change: (JSONValue) -> JSONValue?) -> JSONValue {
    guard let old = value(at: path) else { return self }
    return setting(path, to: change(old))
  }

  /// The places of all texts, in a fixed order.
  func leaves(_ prefix: [JSONStep] = []) -> [[JSONStep]] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { $0.value.leaves(prefix + [.key($0.key)]) }
    case .array(let elements):
      elements.enumerated().flatMap { $0.element.leaves(prefix + [.index($0.offset)]) }
    case .string, .integer, .bool, .null: [prefix]
    }
  }

  /// The document with the data digest and the digest that its content has now.
  func resealed(dataDigest: Bool = true) -> JSONValue {
    var sealed = self
    if dataDigest, let spec = self["spec"],
      let problem = try? Theories.problem(spec, name: "spec")
    {
      sealed = sealed.setting(["data_digest"], to: .string(problem.dataDigest))
    }
    let body = sealed.setting(["digest"], to: nil)
    return sealed.setting(["digest"], to: .string(Digest.of(body)))
  }
}

extension JSONValue {
  /// Another value in the place of this one: nothing, a digit changed, more of it.
  func mutation(_ random: inout SeededRandom) -> JSONValue? {
    guard let text = string else { return "1" }
    var bytes = Array(text.utf8)
    switch random.next() % 8 {
    case 0: return nil
    case 1: return .string("")
    case 2: return .string(text + "1")
    case 3: return .string("-" + text)
    case 4: return ["lower": "0", "upper": "1"]
    default:
      guard !bytes.isEmpty else { return "x" }
      // Another digit for a digit, another letter for a letter.
      let index = Int(random.next() % UInt64(bytes.count))
      let byte = bytes[index]
      let isDigit = byte >= 48 && byte <= 57
      bytes[index] =
        isDigit ? 48 + (byte - 48 + 1 + UInt8(random.next() % 9)) % 10 : 97 + (byte &+ 1) % 26
      return .string(String(decoding: bytes, as: UTF8.self))
    }
  }
}

extension String {
  /// The text with its last decimal digit one greater or less, without carry.
  func lastDigit(up: Bool) -> String {
    var bytes = Array(utf8)
    guard let index = bytes.lastIndex(where: { $0 >= 48 && $0 <= 57 }) else { return self + "1" }
    bytes[index] = 48 + (bytes[index] - 48 + (up ? 1 : 9)) % 10
    return String(decoding: bytes, as: UTF8.self)
  }

  var lastHexDigit: String { String(dropLast()) + (hasSuffix("0") ? "1" : "0") }
}

/// Why a certificate is rejected; nil where it is accepted.
func rejection(_ json: JSONValue) -> String? {
  do {
    try Verifier().verify(json)
    return nil
  } catch {
    return error.reason
  }
}

/// Pseudo-random numbers that are the same everywhere (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
