/// Changes documents by their structure: words, numbers, lines, and what stands in brackets.
///
/// It knows no format. The same seed and input give the same result.
struct Mutator {
  private var state: UInt64
  /// Whether inputs are `.npy` files: a header of text whose length the first bytes say, and numbers.
  private let isBinary: Bool

  init(seed: UInt32, isBinary: Bool) {
    state = UInt64(seed)
    self.isBinary = isBinary
  }

  // MARK: Chance

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func chooses(_ part: Int, of whole: Int) -> Bool { below(whole) < part }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  private mutating func element<T>(of list: [T]) -> T { list[below(list.count)] }

  /// A count that is small most of the time, and sometimes as large as it may be.
  private mutating func count(upTo most: Int) -> Int {
    let bits = below(max(1, Int.bitWidth - max(most, 1).leadingZeroBitCount) + 1)
    return min(max(most, 1), 1 + below(1 << bits))
  }

  // MARK: Documents

  /// Another document, at most so many bytes long.
  mutating func mutation(of bytes: [UInt8], most: Int) -> [UInt8] {
    if isBinary { return binaryMutation(of: bytes, most: most) }
    var tokens = Mutator.tokens(bytes)
    for _ in 0...below(4) { change(&tokens, most: most) }
    return Array(tokens.joined().prefix(most))
  }

  /// A `.npy` file whose header has the length that it says, most of the time.
  private mutating func binaryMutation(of bytes: [UInt8], most: Int) -> [UInt8] {
    guard bytes.count > 12, bytes[6] >= 1, bytes[6] <= 3 else { return bytes }
    let width = bytes[6] == 1 ? 2 : 4
    let length = (0..<width).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + width
    guard start + length <= bytes.count else { return bytes }
    var tokens = Mutator.tokens(Array(bytes[start..<(start + length)]))
    change(&tokens, most: most / 2)
    let header = Array(tokens.joined())
    let stated = chooses(1, of: 8) ? below(1 << (8 * width)) : header.count
    var result = Array(bytes[..<8])
    for index in 0..<width { result.append(UInt8(truncatingIfNeeded: stated >> (8 * index))) }
    return Array((result + header + bytes[(start + length)...]).prefix(most))
  }

  /// Words and numbers, spaces, and single signs.
  private static func tokens(_ bytes: [UInt8]) -> [[UInt8]] {
    func kind(_ byte: UInt8) -> Int {
      switch byte {
      case 48...57, 65...90, 95, 97...122, 46: 1
      case 32: 2
      default: 0
      }
    }
    var result: [[UInt8]] = []
    var last = 0
    for byte in bytes {
      let own = kind(byte)
      if own != 0, own == last {
        result[result.count - 1].append(byte)
      } else {
        result.append([byte])
      }
      last = own
    }
    return result
  }

  private mutating func change(_ tokens: inout [[UInt8]], most: Int) {
    guard !tokens.isEmpty else {
      tokens = [element(of: Mutator.words)]
      return
    }
    let place = below(tokens.count)
    switch below(12) {
    case 0: tokens[place] = element(of: Mutator.words)
    case 1: tokens.insert(element(of: Mutator.words), at: place)
    case 2: tokens.removeSubrange(range(from: place, in: tokens))
    case 3:
      tokens.insert(contentsOf: tokens[range(from: place, in: tokens)], at: below(tokens.count))
    case 4: tokens.swapAt(place, below(tokens.count))
    case 5:
      tokens.insert(
        contentsOf: repeated(Array(tokens[range(from: place, in: tokens)]), most), at: place)
    case 6: changeGroup(&tokens, most: most)
    case 7: nest(&tokens, at: place, most: most)
    case 8, 9: changeNumber(&tokens)
    case 10: changeLines(&tokens)
    default: tokens.removeSubrange(place...)
    }
  }

  private mutating func range(from place: Int, in tokens: [[UInt8]]) -> Range<Int> {
    place..<min(tokens.count, place + count(upTo: 32))
  }

  private mutating func repeated(_ tokens: [[UInt8]], _ most: Int) -> [[UInt8]] {
    let size = max(tokens.reduce(0) { $0 + $1.count }, 1)
    return Array(repeatElement(tokens, count: count(upTo: max(most / size, 1))).joined())
  }

  // MARK: Brackets

  private static let pairs: [(open: UInt8, close: UInt8)] = [(40, 41), (91, 93), (123, 125)]

  /// Removes, repeats or exchanges what stands in brackets.
  private mutating func changeGroup(_ tokens: inout [[UInt8]], most: Int) {
    guard let first = group(in: tokens) else { return }
    let content = Array(tokens[first])
    switch below(4) {
    case 0: tokens.removeSubrange(first)
    case 1:
      let comma: [[UInt8]] = [[44], [32]]
      tokens.insert(contentsOf: repeated(content + comma, most), at: first.lowerBound)
    case 2:
      if let second = group(in: tokens) {
        tokens.replaceSubrange(first, with: Array(tokens[second]))
      }
    default: tokens.replaceSubrange(first, with: [element(of: Mutator.words)])
    }
  }

  /// A bracket with its content, somewhere.
  private mutating func group(in tokens: [[UInt8]]) -> Range<Int>? {
    let starts = tokens.indices.filter { index in
      Mutator.pairs.contains { tokens[index] == [$0.open] }
    }
    guard !starts.isEmpty else { return nil }
    let start = element(of: starts)
    var depth = 0
    for index in start..<tokens.count {
      if Mutator.pairs.contains(where: { tokens[index] == [$0.open] }) { depth += 1 }
      if Mutator.pairs.contains(where: { tokens[index] == [$0.close] }) { depth -= 1 }
      if depth == 0 { return start..<(index + 1) }
    }
    return nil
  }

  /// Puts a token into brackets, many times.
  private mutating func nest(_ tokens: inout [[UInt8]], at place: Int, most: Int) {
    let (open, close) = element(of: Mutator.shells)
    let depth = count(upTo: max(most / (open.utf8.count + close.utf8.count), 1))
    let before = Array(repeatElement(Array(open.utf8), count: depth))
    let after = Array(repeatElement(Array(close.utf8), count: depth))
    tokens.replaceSubrange(place...place, with: before + [tokens[place]] + after)
  }

  private static let shells = [
    ("(", ")"), ("[", "]"), ("{a: ", "}"), ("{\"a\":", "}"), ("- ", ""), ("? ", ""), ("-", ""),
    ("not ", ""), ("2^(", ")"), ("exp(", ")"), ("1/(", ")"), ("sqrt(", ")"), ("min(n, ", ")"),
    ("", "^2"), ("(", ")^2"), ("n > 0 implies ", ""),
  ]

  // MARK: Numbers and lines

  private mutating func changeNumber(_ tokens: inout [[UInt8]]) {
    let numbers = tokens.indices.filter { tokens[$0].first.map { (48...57).contains($0) } ?? false }
    guard !numbers.isEmpty else { return }
    let place = element(of: numbers)
    switch below(8) {
    case 0: tokens[place] = Array(String(next() >> UInt64(below(64))).utf8)
    case 1:
      tokens[place] += Array(repeatElement(element(of: tokens[place]), count: count(upTo: 20_000)))
    case 2: tokens[place] += Array("e\(chooses(1, of: 2) ? "-" : "")\(count(upTo: 1 << 40))".utf8)
    case 3: tokens[place] += Array("/\(count(upTo: 1 << 40))".utf8)
    case 4: tokens[place].insert(45, at: 0)
    case 5: tokens[place] = [48]
    case 6: tokens[place] += [46] + Array(repeatElement(UInt8(57), count: count(upTo: 2_000)))
    default: tokens[place] = element(of: Mutator.words)
    }
  }

  private mutating func changeLines(_ tokens: inout [[UInt8]]) {
    var lines = tokens.joined().split(separator: 10, omittingEmptySubsequences: false).map(
      Array.init)
    let (first, second) = (below(lines.count), below(lines.count))
    switch below(4) {
    case 0: lines.insert(lines[first], at: second)
    case 1: lines.swapAt(first, second)
    case 2:
      lines[first].insert(
        contentsOf: Array(repeatElement(UInt8(32), count: count(upTo: 64))), at: 0)
    default: lines.remove(at: first)
    }
    tokens = Mutator.tokens(Array(lines.joined(separator: [10])))
  }
}

// MARK: - Words

extension Mutator {
  /// Words that mean something to some reader, and numbers at the ends of what is read.
  private static let words: [[UInt8]] =
    texts.map { Array($0.utf8) } + [
      [0], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [13, 10], [13], [9], [7], [0x7F], [0xE2, 0x80, 0xAE],
    ]

  private static let texts: [String] =
    #"""
    0 -0 1 -1 1/0 0/0 1/3 .5 5. 1e-4 1e308 1e-400 1e1000 1e99999 1e100000 1e-100000 1e100001
    1e999999999 1e-999999999 1e99999999999999999999 1e-9223372036854775808 9007199254740993
    9223372036854775807 9223372036854775808 -9223372036854775808 18446744073709551616
    1000000000000000000 0x10 1_000 nan NaN inf -inf Infinity True False true false null ~ yes
    "" '' " ' \ \u0000 \ud800 \ud83d\ude00 &a *a !!str !!float !<x> --- ... | > |9- # @ ` [ ]
    { } ( ) ^ * / + - < <= > >= = == .. , : and or not implies in exp( log( sqrt( floor( ceil(
    abs( min( max( 2^(2^(2^(2^2))) 10^(10^10) t t1 t2 n T norm gap loss(t) loss( theory ridge
    logistic features gaussian matrix file relu fourier variance frequency_variance seed m d
    covariance scaled_identity diagonal feature_bound teacher vector sphere zero
    initialization noise training eta lambda thresholds epsilon c confidence horizon claims
    expect pass data points x y planted box gamma per_class support support_half_width
    reduction mean sum steps w0 b0 t0 tests same_distribution count attack of radius step
    alpha zeta spec axes values range geometric linear id title source hypotheses events
    conclusion statement unchecked probability note monotonicity flags where increasing
    decreasing schema tool version digest settings max_precision precision quantities wide
    evidence experiments lower upper exact status verdict parts left right tightness at
    relation definition regime proofs rule extent remainder counterexample holds_to fails_at
    descr '<f8' '>f8' '<f4' '|O' fortran_order shape (1,) ()
    """#.split(whereSeparator: \.isWhitespace).map(String.init)
    + [
      "&a [*a]", "<<: *a", "%YAML 1.2", "%TAG ! x", ": ", ", ", "? ", "- ", "\t",
      "forall t in 0..inf: ", "forall t in t1..t2: ", "[0, 1]", "(0, inf)", "(-inf, inf)",
      "(4294967296, 4294967296)", "(0, 3)", "(-1, 2)", "(9223372036854775807, 2)",
      "(0, 9223372036854775807)",
    ]
}
