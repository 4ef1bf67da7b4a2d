public import Enclosures

/// The two-sided Clopper–Pearson interval of a probability, with rigorous enclosures of both ends.
///
/// For k failures in n independent draws at confidence γ and α = 1 − γ, the upper end is the p at which
/// P(X ≤ k) = α/2 for X binomial with n and p (1 where k = n), and the lower end the p at which
/// P(X ≥ k) = α/2 (0 where k = 0). The interval covers the true probability in at least a fraction γ of
/// all experiments, whatever that probability is.
public struct ClopperPearson: Sendable, Hashable {
  /// The failures k.
  public let failures: Int
  /// The draws n.
  public let draws: Int
  /// The confidence γ.
  public let confidence: Rational
  /// Two rationals around the lower end.
  public let lower: ClosedRange<Rational>
  /// Two rationals around the upper end.
  public let upper: ClosedRange<Rational>

  /// The most draws that are supported.
  public static let maximumDraws = 10_000_000

  /// The interval of k failures in n ≥ 1 draws, 0 ≤ k ≤ n, at a confidence strictly between 0 and 1.
  public init(failures: Int, draws: Int, confidence: Rational) {
    precondition(draws >= 1 && draws <= Self.maximumDraws, "no such number of draws")
    precondition(failures >= 0 && failures <= draws, "more failures than draws")
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    self.failures = failures
    self.draws = draws
    self.confidence = confidence
    let tail = (1 - confidence) / 2
    // P(X ≥ k) at p is P(X' ≤ n − k) at 1 − p.
    let mirrored = BinomialTail(successes: draws - failures, draws: draws).crossing(tail)
    lower = (1 - mirrored.upperBound)...(1 - mirrored.lowerBound)
    upper = BinomialTail(successes: failures, draws: draws).crossing(tail)
  }
}

/// The distribution function P(X ≤ k) of a binomial variable with n draws, as a function of p.
struct BinomialTail {
  let successes: Int
  let draws: Int
  /// n choose k.
  private let coefficient: Interval

  /// Bits of the enclosures, of the p that are tried, and of the bracket of a crossing.
  private static let bits = (work: BigFloat.inlinePrecision, point: 160, bracket: 130)
  /// Terms between two looks at what remains of a sum.
  private static let stride = 16

  init(successes: Int, draws: Int) {
    self.successes = successes
    self.draws = draws
    var product = Interval(1, precision: Self.bits.work)
    let short = min(successes, draws - successes)
    for i in 0..<short {
      product =
        Self.quotient(
          product * Interval(draws - i, precision: Self.bits.work),
          Interval(i + 1, precision: Self.bits.work))
    }
    coefficient = product
  }

  /// Two rationals around the p at which P(X ≤ k) = tail, for a tail below 1/2; 1 where k = n.
  ///
  /// P(X ≤ k) falls with p. It is at least 1/2 at p = k/n, since the median of a binomial variable with
  /// the integer mean k is k, and 0 at p = 1 for k < n. The bracket is halved as long as enclosures decide.
  func crossing(_ tail: Rational) -> ClosedRange<Rational> {
    guard successes < draws else { return 1...1 }
    var (low, high) = (Rational(successes, draws), Rational(1))
    let width = Rational.powerOfTwo(-Self.bits.bracket)
    while high - low > width {
      let middle = BigFloat(
        (low + high) / 2, precision: Self.bits.point, rounding: .nearest)
      guard let p = middle.exactRational, p > low, p < high else { break }
      switch exceeds(tail, at: p) {
      case .certainlyTrue: low = p
      case .certainlyFalse: high = p
      case .unknown: return low...high
      }
    }
    return low...high
  }

  /// Whether P(X ≤ k) > tail at a p > k/n.
  ///
  /// The terms are summed from i = k down. Each is the one before times i(1 − p)/((n − i + 1)p), which is
  /// below 1 for i ≤ k < (n + 1)p and falls with i, so that what remains behind a term a with the ratio
  /// r to the next one is at most a·r/(1 − r).
  func exceeds(_ tail: Rational, at p: Rational) -> Ternary {
    let bits = Self.bits.work
    let one = Interval(1, precision: bits)
    let (success, failure) = (Interval(p, precision: bits), Interval(1 - p, precision: bits))
    let odds = Self.quotient(failure, success)
    let limit = Interval(tail, precision: bits)
    var term = coefficient * success.power(successes) * failure.power(draws - successes)
    var sum = Interval.zero(precision: bits)
    var i = successes
    while true {
      sum = sum + term
      if limit.isLess(than: sum) == .certainlyTrue { return .certainlyTrue }
      if i == 0 { return limit.isLess(than: sum) }
      let ratio = Self.quotient(
        odds * Interval(i, precision: bits), Interval(draws - i + 1, precision: bits))
      term = term * ratio
      if i % Self.stride == 0, ratio.isLess(than: one) == .certainlyTrue {
        let rest = Self.quotient(term, one - ratio)
        if (sum + rest).isLess(than: limit) == .certainlyTrue { return .certainlyFalse }
        // Nothing that remains can be told from a rounding error of the sum.
        if rest.upper < limit.lower.scaled(byPowerOfTwo: -bits) { return .unknown }
      }
      i -= 1
    }
  }

  /// x ÷ y for y > 0; all there is where an enclosure of y reaches 0, which does not occur.
  private static func quotient(_ x: Interval, _ y: Interval) -> Interval {
    (try? x / y) ?? .entire(precision: bits.work)
  }
}
