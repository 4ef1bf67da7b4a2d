public import Documents
internal import Enclosures

/// The steps at which a run records its ball, for those who check it piece by piece (docs/certificates.md).
///
/// Powers of two from the start on, multiples of a round spacing, and the last step; they depend on the
/// horizon and the dimension alone.
public struct RecordedSteps: Sendable, Hashable {
  /// Nothing is recorded.
  public static let none = RecordedSteps(steps: [])

  /// The steps, ascending.
  public let steps: [Int]

  private init(steps: [Int]) { self.steps = steps }

  /// Segments of the uniform grid where the dimension is small.
  static let segments = 500
  /// Steps of a segment of the grid at least: shorter ones cost more to read than to follow.
  static let leastSpacing = 50
  /// Characters that the balls of a run may have, roughly.
  static let budget = 100_000

  /// The steps of a run of `horizon` steps with states of `dimension` coordinates.
  public init(horizon: Int, dimension: Int) {
    // A coordinate at the radii of hardware arithmetic, and what an entry has besides them.
    let entries = max(8, Self.budget / (26 * dimension + 30))
    var powers: [Int] = []
    var shift = 0
    repeat {
      shift += 1
      powers = stride(from: 0, to: Int.bitWidth - 2, by: shift).map { 1 << $0 }
        .filter { $0 < horizon }
    } while powers.count > entries / 2
    let segments = min(Self.segments, entries - powers.count)
    let spacing = Self.round(max(Self.leastSpacing, (horizon + segments - 1) / segments))
    let grid = stride(from: 0, to: horizon, by: spacing)
    steps = Set(powers).union(grid).union([0, max(0, horizon)]).sorted()
  }

  /// The least number of one digit times a power of ten that is not below.
  private static func round(_ value: Int) -> Int {
    var power = 1
    while value > 9 * power { power *= 10 }
    return (value + power - 1) / power * power
  }

  /// The first of the steps after one; `Int.max` where there is none.
  func next(after step: Int) -> Int { steps.first { $0 > step } ?? .max }
}

/// A ball around the state at one step, in decimals: what a certificate says about the run.
///
/// **The chain.** Gradient descent takes every state in a recorded ball into the next one, with some room. At a
/// recorded step the run takes the printed ball over: with c its point, r its radius, ĉ the printed centre and
/// δ = ‖c − ĉ‖, the printed radius R is at least (1 + 2⁻²⁰)r + 2δ, and the run goes on from the ball around c
/// with radius R + δ, which holds the printed one. Let G be the factor by which distances grow up to the next
/// recorded step, and r′ its radius there. The image of ĉ lies within r′ − G·R + δ′ of ĉ′, so that
/// ‖image − ĉ′‖ + G·R ≤ r′ + δ′ ≤ R′ − 2⁻²⁰r′ − δ′.
public struct RecordedBall: Sendable, Hashable {
  /// The step, from the start of the run.
  public let step: Int
  /// The decimals of the centre (w, b).
  public let centre: [String]
  /// A decimal: ‖v(t) − centre‖₂ is at most this.
  public let radius: String

  /// Decimal places that a ball may need; where it needs more, it is put off, but for the ends of a run.
  static let greatestPlaces = 90

  /// The printed ball, and the radius of a ball around `point` that holds it.
  ///
  /// - Returns: nil where it needs more places than the limit.
  static func around(
    _ point: [Rational], radius: BigFloat, step: Int, places limit: Int = .max
  ) -> (ball: RecordedBall, reach: BigFloat)? {
    guard radius.isFinite, let places = places(point, radius), places <= limit else { return nil }
    var square = Rational(0)
    var centre: [String] = []
    for value in point {
      let (text, difference) = rounded(value, places)
      centre.append(text)
      square += difference.squared()
    }
    let shift = BigFloat(square, precision: 64, rounding: .up).squareRoot(precision: 64, .up)
    let printed = radius.adding(radius.scaled(byPowerOfTwo: -20, .up), precision: 64, .up)
      .adding(shift.scaled(byPowerOfTwo: 1, .up), precision: 64, .up).decimal(digits: 10, .up)
    guard let value = try? Rational(parsing: printed) else { return nil }
    let reach = BigFloat(value, precision: 64, rounding: .up).adding(shift, precision: 64, .up)
    return (RecordedBall(step: step, centre: centre, radius: printed), reach)
  }

  /// The start of a run where it is written in decimals: a ball of radius 0.
  static func start(_ point: [Rational]) -> RecordedBall? {
    let places = point.map(decimalPlaces)
    guard let most = places.compactMap(\.self).max(), places.allSatisfy({ $0 != nil }),
      most <= greatestPlaces
    else { return nil }
    return RecordedBall(step: 0, centre: point.map { rounded($0, most).text }, radius: "0")
  }

  /// The value to some decimal places, and what was added to it.
  private static func rounded(_ value: Rational, _ places: Int) -> (text: String, Rational) {
    let unit = powerOfTen(places)
    let integer = (value * unit + Rational(1, 2)).roundedDown()
    let near = integer / unit
    let digits = integer.magnitude.description.count
    return (near.decimalEnclosure(digits: digits).lower, near - value)
  }

  private static func powerOfTen(_ exponent: Int) -> Rational {
    let power = Rational(10).power(abs(exponent)) ?? 1
    return exponent < 0 ? 1 / power : power
  }

  /// Decimal places after which rounding moves the point by at most some 2⁻²¹ of the radius, and not at all
  /// where that is 0.
  private static func places(_ point: [Rational], _ radius: BigFloat) -> Int? {
    guard let exponent = radius.binaryExponent else {
      return point.compactMap(decimalPlaces).max()
    }
    // log₁₀ 2 < 0.30103, and √n/2 ≤ 10ᵏ.
    let bits = 22 - exponent
    var extra = 0
    var most = 4
    while point.count > most {
      extra += 1
      most *= 100
    }
    return Int((Double(bits) * 0.30103).rounded(.up)) + extra
  }

  /// The decimal places that write a number; nil where none do.
  private static func decimalPlaces(_ value: Rational) -> Int? {
    let parts = value.denominatorParts
    var odd = parts.odd
    var fives = 0
    while (odd / 5).isInteger {
      odd = odd / 5
      fives += 1
    }
    return odd == 1 ? max(parts.bits, fives) : nil
  }

  /// The ball as numbers of some bits, and a radius that makes up for their rounding.
  func ball(bits: Int) throws(DescentError) -> DescentBall {
    guard
      var sum = (try? Rational(parsing: radius)).map({
        BigFloat($0, precision: 64, rounding: .up)
      })
    else { throw .badCheckpoint("not a radius: \(radius)") }
    var values: [BigFloat] = []
    for text in centre {
      guard let value = try? Rational(parsing: text) else {
        throw .badCheckpoint("not a number: \(text)")
      }
      let enclosure = Interval(value, precision: bits)
      sum = sum.adding(enclosure.width, precision: 64, .up)
      values.append(enclosure.midpoint)
    }
    return DescentBall(step: step, centre: values, radius: sum)
  }
}

extension RecordedBall {
  /// `[step, centre, radius]`, with steps counted from the one that the start of the run has.
  public func json(from start: Int) -> JSONValue {
    .array([
      .string(String(start + step)), .array(centre.map(JSONValue.string)), .string(radius),
    ])
  }

  /// The ball for a file.
  var saved: JSONValue { json(from: 0) }

  /// Balls that `saved` wrote, in order.
  static func balls(_ json: JSONValue?, dimension: Int) throws(DescentError) -> [RecordedBall] {
    guard let elements = json?.array else { throw .badCheckpoint("no balls") }
    var balls: [RecordedBall] = []
    for element in elements {
      guard let parts = element.array, parts.count == 3,
        let step = parts[0].string.flatMap({ Int($0) }), step > balls.last?.step ?? -1,
        let centre = parts[1].array?.compactMap(\.string), centre.count == dimension,
        let radius = parts[2].string
      else { throw .badCheckpoint("damaged balls") }
      let ball = RecordedBall(step: step, centre: centre, radius: radius)
      _ = try ball.ball(bits: 64)
      balls.append(ball)
    }
    return balls
  }
}
