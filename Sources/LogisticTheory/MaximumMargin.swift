public import Enclosures

/// A hyperplane w·x + b = 0, exactly or by enclosures.
public enum Hyperplane: Sendable {
  /// Rational coefficients.
  case exact(w: [Rational], b: Rational)
  /// Enclosures of coefficients that are algebraic numbers too long to write down.
  case enclosed(w: [Interval], b: Interval)

  /// The coefficients (w, b) where they are known exactly, d + 1 numbers.
  public var exactState: [Rational]? {
    if case .exact(let w, let b) = self { w + [b] } else { nil }
  }

  /// Enclosures of (w, b), d + 1 of them; tight at the precision where the plane is exact.
  public func state(precision: Int) -> [Interval] {
    switch self {
    case .exact(let w, let b): (w + [b]).map { Interval($0, precision: precision) }
    case .enclosed(let w, let b): (w + [b]).map { Interval($0, precision: precision) }
    }
  }
}

/// The hyperplane of maximum margin, with what proves it (Das, Vedantam, Lakshminarayanan 2026, eqs (7)
/// and (9)).
public struct MaximumMargin: Sendable {
  /// What is known of separation.
  public enum Outcome: Sendable {
    /// A hyperplane separates the classes; the best one.
    case separable(MaximumMargin)
    /// None does: Σ αᵢyᵢ(xᵢ, 1) = 0 for these αᵢ > 0 with Σ αᵢ = 1, so that (w, b) with all
    /// yᵢ(w·xᵢ + b) > 0 would give 0 = Σ αᵢyᵢ(w·xᵢ + b) > 0.
    case notSeparable(certificate: [Int: Rational])
    /// Neither was proved within the limits; the text says why.
    case undecided(String)

    /// The maximum margin where there is one.
    public var separable: MaximumMargin? {
      if case .separable(let margin) = self { margin } else { nil }
    }
  }

  /// (ŵ, b̂) of (7): least ‖w‖² + b² subject to yᵢ(w·xᵢ + b) ≥ 1.
  public let extended: Hyperplane
  /// αᵢ > 0 with (ŵ, b̂) = Σ αᵢyᵢ(xᵢ, 1), on points of margin 1.
  ///
  /// One dual solution of (7) among possibly many; empty where the plane is only enclosed, see `enclosedDual`.
  public let extendedDual: [Int: Rational]
  /// Enclosures of those αᵢ, of all support vectors, where the plane is only enclosed.
  public var enclosedDual: [Int: Interval] = [:]
  /// (w, b) of (9): least ‖w‖² subject to yᵢ(w·xᵢ + b) ≥ 1; nil where it was not found.
  public let plain: Hyperplane?
  /// αᵢ > 0 with w = Σ αᵢyᵢxᵢ and 0 = Σ αᵢyᵢ, on points of margin 1; one dual solution of (9).
  public let plainDual: [Int: Rational]
  /// S, the points with yᵢ(ŵ·xᵢ + b̂) = 1 exactly, ascending.
  public let support: [Int]
  /// The least yᵢ(ŵ·xᵢ + b̂) outside S; nil where all points are support vectors.
  public let nonsupportMinimum: Interval?
  /// The same where it is a known rational.
  public let exactNonsupportMinimum: Rational?
}

// MARK: - What follows from it

extension MaximumMargin {
  /// Whether b̂ = 0, Assumption 3.1 in the extended problem; nil where the enclosure does not decide.
  ///
  /// (7) and (9) then agree: the dual solution of (7) has Σ αᵢyᵢ = b̂ = 0.
  public var isThroughOrigin: Bool? {
    switch extended {
    case .exact(_, let b): b.isZero
    case .enclosed(_, let b): b.containsZero ? nil : false
    }
  }

  /// Whether (7) and (9) have the same solution; nil where that is not decided.
  public var problemsAgree: Bool? {
    guard let plain else { return nil }
    if let first = extended.exactState, let second = plain.exactState { return first == second }
    return nil
  }

  /// ‖ŵ‖² where it is rational.
  public var exactSquaredNorm: Rational? {
    if case .exact(let w, _) = extended { dot(w, w) } else { nil }
  }

  /// ‖ŵ‖².
  public func squaredNorm(precision: Int) -> Interval {
    if let exact = exactSquaredNorm { return Interval(exact, precision: precision) }
    return extended.state(precision: precision).dropLast()
      .reduce(.zero(precision: precision)) { $0 + $1.squared() }
  }

  /// ‖ŵ‖.
  public func norm(precision: Int) -> Interval {
    if let root = exactSquaredNorm?.exactSquareRoot { return Interval(root, precision: precision) }
    return squaredNorm(precision: precision).clampedSquareRoot()
  }

  /// γ = 2/‖ŵ‖.
  ///
  /// - Throws: `DomainError.undecided` where the enclosure of ‖ŵ‖ is too wide to exclude 0.
  public func gamma(precision: Int) throws(DomainError) -> Interval {
    if let root = exactSquaredNorm?.exactSquareRoot, !root.isZero {
      return Interval(2 / root, precision: precision)
    }
    return try Interval(2, precision: precision) / norm(precision: precision)
  }

  /// γ² = 4/‖ŵ‖² where it is rational.
  public var exactSquaredGamma: Rational? {
    exactSquaredNorm.flatMap { $0.isZero ? nil : 4 / $0 }
  }
}
