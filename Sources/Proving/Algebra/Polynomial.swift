import Enclosures

/// The normal form is larger than what is worked with.
struct AlgebraLimit: Error {
  /// The most terms of a polynomial.
  static let terms = 1500
  /// The greatest exponent.
  static let exponent = 48
  /// The most bits of a coefficient.
  static let bits = 20_000
}

/// A polynomial with rational coefficients in atoms that are known by number.
///
/// Exponents are lists without trailing zeros; no coefficient is zero.
struct Polynomial: Sendable, Equatable {
  typealias Monomial = [Int]

  private(set) var terms: [Monomial: Rational]

  init(_ terms: [Monomial: Rational]) { self.terms = terms.filter { !$0.value.isZero } }

  init(_ constant: Rational) { terms = constant.isZero ? [:] : [[]: constant] }

  /// The atom of that number.
  init(atom index: Int) {
    terms = [Array(repeating: 0, count: index) + [1]: 1]
  }

  var isZero: Bool { terms.isEmpty }

  /// The value of a polynomial without atoms.
  var constant: Rational? {
    if terms.isEmpty { return 0 }
    return terms.count == 1 ? terms[[]] : nil
  }

  static func == (left: Polynomial, right: Polynomial) -> Bool {
    left.terms.count == right.terms.count
      && left.terms.allSatisfy { right.terms[$0.key] == $0.value }
  }

  /// Terms in a fixed order: by total degree, then by exponents.
  var sortedTerms: [(monomial: Monomial, coefficient: Rational)] {
    terms.sorted { Polynomial.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
  }

  static func precedes(_ left: Monomial, _ right: Monomial) -> Bool {
    let (x, y) = (left.reduce(0, +), right.reduce(0, +))
    return x != y ? x < y : right.lexicographicallyPrecedes(left)
  }

  /// The greatest exponent of an atom.
  func degree(in index: Int) -> Int {
    terms.keys.map { index < $0.count ? $0[index] : 0 }.max() ?? 0
  }

  /// The total degree; 0 for the zero polynomial.
  var degree: Int { terms.keys.map { $0.reduce(0, +) }.max() ?? 0 }

  /// The numbers of the atoms that occur.
  var atoms: Set<Int> {
    terms.keys.reduce(into: []) { result, monomial in
      for (index, exponent) in monomial.enumerated() where exponent > 0 { result.insert(index) }
    }
  }

  static func product(_ left: Monomial, _ right: Monomial) -> Monomial {
    if left.count < right.count { return product(right, left) }
    var result = left
    for (index, exponent) in right.enumerated() { result[index] += exponent }
    return result
  }

  /// Without trailing zeros.
  static func trimmed(_ monomial: Monomial) -> Monomial {
    var result = monomial
    while result.last == 0 { result.removeLast() }
    return result
  }
}

// MARK: - Arithmetic

extension Polynomial {
  static func + (left: Polynomial, right: Polynomial) -> Polynomial {
    var terms = left.terms
    for (monomial, coefficient) in right.terms {
      let sum = (terms[monomial] ?? 0) + coefficient
      terms[monomial] = sum.isZero ? nil : sum
    }
    var result = Polynomial(0)
    result.terms = terms
    return result
  }

  static prefix func - (value: Polynomial) -> Polynomial { value.scaled(by: -1) }

  static func - (left: Polynomial, right: Polynomial) -> Polynomial { left + -right }

  func scaled(by factor: Rational) -> Polynomial {
    if factor.isZero { return Polynomial(0) }
    var result = Polynomial(0)
    result.terms = terms.mapValues { $0 * factor }
    return result
  }

  /// x·y.
  ///
  /// - Throws: `AlgebraLimit` where the result is too large.
  func multiplied(by other: Polynomial) throws(AlgebraLimit) -> Polynomial {
    guard terms.count * other.terms.count <= 40 * AlgebraLimit.terms else { throw AlgebraLimit() }
    var result: [Monomial: Rational] = [:]
    for (first, a) in terms {
      for (second, b) in other.terms {
        let monomial = Polynomial.product(first, second)
        result[monomial] = (result[monomial] ?? 0) + a * b
      }
    }
    return try Polynomial(result).checked()
  }

  /// xⁿ for n ≥ 0.
  ///
  /// - Throws: `AlgebraLimit` where the result is too large.
  func power(_ n: Int) throws(AlgebraLimit) -> Polynomial {
    guard n <= AlgebraLimit.exponent else { throw AlgebraLimit() }
    var result = Polynomial(1)
    for _ in 0..<n { result = try result.multiplied(by: self) }
    return result
  }

  private func checked() throws(AlgebraLimit) -> Polynomial {
    guard terms.count <= AlgebraLimit.terms,
      terms.keys.allSatisfy({ ($0.max() ?? 0) <= AlgebraLimit.exponent }),
      terms.values.allSatisfy({ $0.bitCount <= AlgebraLimit.bits })
    else { throw AlgebraLimit() }
    return self
  }

  /// The greatest monomial that divides every term.
  var content: Monomial {
    guard var common = terms.keys.first else { return [] }
    for monomial in terms.keys {
      common = Array(common.prefix(monomial.count))
      for index in common.indices { common[index] = min(common[index], monomial[index]) }
    }
    return Polynomial.trimmed(common)
  }

  /// The quotient by a monomial that divides every term.
  func divided(by monomial: Monomial) -> Polynomial {
    if monomial.isEmpty { return self }
    var result: [Monomial: Rational] = [:]
    for (own, coefficient) in terms {
      var rest = own
      for (index, exponent) in monomial.enumerated() { rest[index] -= exponent }
      result[Polynomial.trimmed(rest)] = coefficient
    }
    return Polynomial(result)
  }

  /// The coefficients as polynomials in the other atoms, by exponent of one.
  func coefficients(in index: Int) -> [Int: Polynomial] {
    var result: [Int: [Monomial: Rational]] = [:]
    for (monomial, coefficient) in terms {
      guard index < monomial.count else {
        result[0, default: [:]][monomial] = coefficient
        continue
      }
      var rest = monomial
      rest[index] = 0
      result[monomial[index], default: [:]][Polynomial.trimmed(rest)] = coefficient
    }
    return result.mapValues { Polynomial($0) }
  }

  /// The polynomial with another one in the place of an atom.
  ///
  /// - Throws: `AlgebraLimit` where the result is too large.
  func substituting(_ value: Polynomial, for index: Int) throws(AlgebraLimit) -> Polynomial {
    var result = Polynomial(0)
    let parts = coefficients(in: index)
    // Horner's rule.
    for exponent in stride(from: parts.keys.max() ?? 0, through: 0, by: -1) {
      result = try result.multiplied(by: value) + (parts[exponent] ?? Polynomial(0))
    }
    return result
  }
}
