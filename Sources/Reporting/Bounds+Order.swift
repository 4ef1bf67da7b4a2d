import Enclosures

/// An end of an enclosure, which may be infinite.
enum Extended: Comparable {
  case minusInfinity
  case finite(Rational)
  case plusInfinity

  /// Half of the sum; nil for ∞ − ∞.
  static func mean(_ a: Extended, _ b: Extended) -> Extended? {
    switch (a, b) {
    case (.finite(let x), .finite(let y)): .finite((x + y) / 2)
    case (.minusInfinity, .plusInfinity), (.plusInfinity, .minusInfinity): nil
    case (.finite, _): b
    default: a
    }
  }
}

extension Bounds {
  /// What the number is at least.
  var lowerEnd: Extended {
    switch self {
    case .infinite(let sign): sign > 0 ? .plusInfinity : .minusInfinity
    case .between(let lower, _): lower.map(Extended.finite) ?? .minusInfinity
    }
  }

  /// What the number is at most.
  var upperEnd: Extended {
    switch self {
    case .infinite(let sign): sign > 0 ? .plusInfinity : .minusInfinity
    case .between(_, let upper): upper.map(Extended.finite) ?? .plusInfinity
    }
  }

  /// The number between two ends, which must be in order.
  init(_ lower: Extended, _ upper: Extended) {
    switch (lower, upper) {
    case (.plusInfinity, _): self = .infinite(sign: 1)
    case (_, .minusInfinity): self = .infinite(sign: -1)
    case (.finite(let a), .finite(let b)): self = .between(a, b)
    case (.finite(let a), _): self = .between(a, nil)
    case (_, .finite(let b)): self = .between(nil, b)
    default: self = .between(nil, nil)
    }
  }

  /// The least of some numbers: min is monotone, so its enclosure is [min of lower ends, min of upper ends].
  static func least(of numbers: [Bounds]) -> Bounds? {
    guard let lower = numbers.map(\.lowerEnd).min(), let upper = numbers.map(\.upperEnd).min()
    else { return nil }
    return Bounds(lower, upper)
  }

  /// The greatest of some numbers, enclosed likewise.
  static func greatest(of numbers: [Bounds]) -> Bounds? {
    guard let lower = numbers.map(\.lowerEnd).max(), let upper = numbers.map(\.upperEnd).max()
    else { return nil }
    return Bounds(lower, upper)
  }

  /// The median (the mean of the middle two of an even count): monotone too, so the medians of the ends
  /// enclose it.
  static func median(of numbers: [Bounds]) -> Bounds? {
    func middle(_ ends: [Extended]) -> Extended? {
      let sorted = ends.sorted()
      guard let last = sorted.dropFirst(sorted.count / 2).first else { return nil }
      return sorted.count % 2 == 1 ? last : Extended.mean(sorted[sorted.count / 2 - 1], last)
    }
    guard !numbers.isEmpty else { return nil }
    return Bounds(
      middle(numbers.map(\.lowerEnd)) ?? .minusInfinity,
      middle(numbers.map(\.upperEnd)) ?? .plusInfinity)
  }
}
