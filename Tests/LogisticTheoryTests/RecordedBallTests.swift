import Documents
import Enclosures
import Foundation
import Testing

@testable import LogisticTheory

/// Recorded balls against gradient descent written down once more, in plain numbers of many bits.
struct RecordedBallTests {
  /// Bits that no expansion of these small runs uses up.
  private static let bits = 1536

  /// v + η·Σ s(uᵢ·v)·uᵢ, rounded to nearest throughout.
  private struct Descent {
    let rows: [[BigFloat]]
    let eta: BigFloat
    let isExponential: Bool

    init(_ input: DescentInput) {
      rows = (0..<input.count).map { row in
        (0..<input.dimension).map { RecordedBallTests.number(input.signed(row, $0)) }
      }
      eta = RecordedBallTests.number(input.eta)
      isExponential = input.isExponential
    }

    func step(_ v: [BigFloat]) -> [BigFloat] {
      let bits = RecordedBallTests.bits
      let one = BigFloat(1, precision: bits, rounding: .nearest)
      var next = v
      for row in rows {
        var margin = BigFloat.zero(precision: bits)
        for (x, y) in zip(row, v) {
          margin = margin.adding(
            x.multiplied(by: y, precision: bits, .nearest), precision: bits, .nearest)
        }
        var weight = (-margin).exponential(precision: bits, .nearest)
        if !isExponential {
          weight = weight.divided(
            by: one.adding(weight, precision: bits, .nearest), precision: bits, .nearest)
        }
        weight = weight.multiplied(by: eta, precision: bits, .nearest)
        for k in next.indices {
          next[k] = next[k].adding(
            weight.multiplied(by: row[k], precision: bits, .nearest), precision: bits, .nearest)
        }
      }
      return next
    }

    func steps(_ count: Int, from v: [BigFloat]) -> [BigFloat] {
      (0..<count).reduce(v) { state, _ in step(state) }
    }
  }

  private static func number(_ value: Rational) -> BigFloat {
    BigFloat(value, precision: bits, rounding: .nearest)
  }

  private static func number(_ text: String) throws -> BigFloat {
    number(try Rational(parsing: text))
  }

  /// ‖v − centre‖ − radius.
  private func excess(_ v: [BigFloat], _ ball: RecordedBall) throws -> BigFloat {
    let bits = Self.bits
    var square = BigFloat.zero(precision: bits)
    for (x, text) in zip(v, ball.centre) {
      let difference = x.subtracting(try Self.number(text), precision: bits, .nearest)
      square = square.adding(difference.squared(precision: bits, .nearest), precision: bits, .up)
    }
    return square.squareRoot(precision: bits, .up)
      .subtracting(try Self.number(ball.radius), precision: bits, .up)
  }

  @Test("hold the run", arguments: ResumeCase.all + more)
  func inclusion(_ run: ResumeCase) throws {
    let source = try run.measurement()
    let balls = try source.recordedBalls()
    let descent = Descent(source.input)
    var state = source.input.start.map(Self.number)
    var step = 0
    #expect(balls.first?.step == 0 && balls.first?.radius == "0")
    #expect(try balls.last?.step == source.followedEnd() - source.problem.t0)
    for ball in balls {
      state = descent.steps(ball.step - step, from: state)
      step = ball.step
      let outside = try excess(state, ball)
      #expect(outside.sign <= 0, "step \(step): \(outside) beyond \(ball.radius)")
    }
    if run.description != "overflow" { #expect(balls.count > 1) }
  }

  @Test("are mapped into one another", arguments: ResumeCase.all + more)
  func chain(_ run: ResumeCase) throws {
    let source = try run.measurement()
    let balls = try source.recordedBalls()
    let descent = Descent(source.input)
    var random = TestRandom(balls.count)
    for (ball, next) in zip(balls, balls.dropFirst()) {
      let centre = try ball.centre.map(Self.number)
      let radius = try Self.number(ball.radius)
      // Points of the sphere: along the axes that matter most, and at random.
      for trial in 0..<4 {
        let direction = centre.indices.map { k in trial < 2 ? (k == trial ? 1 : 0) : random.unit() }
        let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot() * (1 + 0x1p-50)
        let start = zip(centre, direction).map { x, y in
          x.adding(
            radius.multiplied(
              by: BigFloat(y / length, precision: 64, rounding: .nearest), precision: Self.bits,
              .nearest), precision: Self.bits, .nearest)
        }
        let end = descent.steps(next.step - ball.step, from: start)
        let outside = try excess(end, next)
        #expect(outside.sign < 0 || next.radius == "0", "steps \(ball.step) to \(next.step)")
      }
    }
  }

  @Test("can be replayed as the documents say", arguments: ResumeCase.all + more)
  func replay(_ run: ResumeCase) throws {
    let source = try run.measurement()
    let balls = try source.recordedBalls()
    let descent = Descent(source.input)
    for (ball, next) in zip(balls, balls.dropFirst()) {
      var state = try ball.centre.map(Self.number)
      var growth = Growth(source.input, radius: try Self.number(ball.radius).approximation)
      for _ in ball.step..<next.step {
        growth.step(state.map(\.approximation))
        state = descent.step(state)
      }
      let outside = try excess(state, next)
      #expect(
        outside.approximation + growth.radius <= 0,
        "steps \(ball.step) to \(next.step): \(outside) + \(growth.radius), \(next.radius)")
    }
  }

  /// Radii that grow, and states of many coordinates.
  static let more = [
    ResumeCase(
      description: "nine coordinates",
      spec: ResumeCase.planted(
        loss: "logistic", training: "eta: 1/4, steps: 120", dimension: 8), target: 1e-6),
    ResumeCase(
      description: "MPFR alone, mean",
      spec: ResumeCase.planted(
        loss: "exponential", reduction: "mean", training: "eta: 1, steps: 300"), engine: .precise),
    ResumeCase(
      description: "a long orbit of period 2",
      spec: ResumeCase.points
        + "data: {points: [{x: [2], y: 1}, {x: [9/5], y: -1}, {x: [-1], y: -1}]}\n"
        + "training: {eta: 6, steps: 2600}", target: 1e-3, interval: 4096),
  ]

  @Test("a start that no decimals write has a ball of its own")
  func start() throws {
    let run = ResumeCase(
      description: "thirds",
      spec: ResumeCase.points + "data: {points: [{x: [1], y: 1}, {x: [-1], y: -1}]}\n"
        + "training: {eta: 1/3, steps: 60, w0: [1/3], b0: -2/7}")
    let source = try run.measurement()
    let balls = try source.recordedBalls()
    let exact = source.input.start.map(Self.number)
    #expect(try excess(exact, balls[0]).sign <= 0)
    #expect(balls[0].radius != "0")
    let end = Descent(source.input).steps(60, from: exact)
    #expect(try excess(end, #require(balls.last)).sign <= 0)
  }

  @Test("are at steps that the horizon and the dimension determine")
  func steps() {
    for (horizon, dimension) in [
      (1, 2), (12, 3), (5000, 3), (100_000, 3), (1_000_000, 3), (200_000_000, 3), (1_000_000, 201),
      (1000, 5001),
    ] {
      let steps = RecordedSteps(horizon: horizon, dimension: dimension).steps
      #expect(steps == steps.sorted() && Set(steps).count == steps.count)
      #expect(steps.first == 0 && steps.last == horizon)
      #expect(steps.count * (26 * dimension + 30) <= 110_000 || steps.count <= 12)
      if dimension == 3 {
        #expect(Set((0..<40).map { 1 << $0 }.filter { $0 < horizon }).isSubset(of: steps))
        #expect(horizon < 25_000 || steps.count > 250)
      }
    }
    let list = RecordedSteps(horizon: 5000, dimension: 3)
    #expect(list.next(after: -1) == 0 && list.next(after: 100) == 128)
    #expect(list.next(after: 5000) == .max)
  }

  @Test("printed radii leave the room that they are said to leave")
  func around() throws {
    var random = TestRandom(5)
    for trial in 0..<200 {
      let dimension = 1 + trial % 7
      let point = (0..<dimension).map { _ in Rational(Int(random.next() >> 1), 3_000_000_001) }
      let radius = BigFloat(
        abs(random.unit()) + 0x1p-30, precision: 64, rounding: .up
      ).scaled(byPowerOfTwo: -trial)
      let (ball, reach) = try #require(RecordedBall.around(point, radius: radius, step: 3))
      var square = Rational(0)
      for (x, text) in zip(point, ball.centre) {
        square += (x - (try Rational(parsing: text))).squared()
      }
      let printed = try Rational(parsing: ball.radius)
      let own = try #require(radius.exactRational)
      let rest = printed - own * (1 + .powerOfTwo(-20))
      #expect(rest.sign > 0 && 4 * square <= rest.squared())
      let far = try #require(reach.exactRational) - printed
      #expect(far.sign >= 0 && square <= far.squared())
      // Little is lost.
      #expect(printed <= own * (1 + .powerOfTwo(-18)))
      let places = ball.centre.compactMap { $0.split(separator: ".").last?.count }.max() ?? 0
      if places > 20, !ball.centre.contains(where: { $0.contains("e") }) {
        #expect(
          RecordedBall.around(point, radius: radius, step: 3, places: places - 2) == nil)
      }
    }
  }

  @Test("a damaged list is not taken back")
  func saved() throws {
    let ball = RecordedBall(step: 4, centre: ["1.5", "-2"], radius: "1e-9")
    let good: JSONValue = .array([ball.saved])
    #expect(try RecordedBall.balls(good, dimension: 2) == [ball])
    let bad: [JSONValue] = [
      .null, [[]], .array([ball.saved, ball.saved]), [["4", ["1.5", "x"], "1e-9"]],
      [["4", ["1.5"], "1e-9"]], [["4", ["1.5", "2"], "none"]], [["-1", ["1.5", "2"], "0"]],
    ]
    for list in bad {
      #expect(throws: DescentError.self) { try RecordedBall.balls(list, dimension: 2) }
    }
  }
}

/// The growth of a radius as docs/certificates.md describes it, in doubles: a test, and no proof.
private struct Growth {
  private typealias Node = (matrix: [Double], rest: Double, length: Int)

  private let input: DescentInput
  private let n: Int
  private let rows: [[Double]]
  private let eta: Double
  private let reach: Double
  private let gram: Double
  private(set) var radius: Double
  private var start = 0.0
  private var nodes: [Node] = []

  init(_ input: DescentInput, radius: Double) {
    self.input = input
    self.radius = radius
    n = input.dimension
    rows = (0..<input.count).map { row in
      (0..<input.dimension).map { input.signed(row, $0).approximation }
    }
    eta = input.eta.approximation
    reach = rows.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }.max() ?? 0
    var sums = Array(repeating: Array(repeating: 0.0, count: n), count: n)
    for row in rows { for j in 0..<n { for k in 0..<n { sums[j][k] += row[j] * row[k] } } }
    gram = sums.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 0
  }

  mutating func step(_ v: [Double]) {
    var hessian = Array(repeating: 0.0, count: n * n)
    var trace = 0.0
    var top = input.isExponential ? 0 : 0.25
    for row in rows {
      let power = exp(-zip(row, v).reduce(0) { $0 + $1.0 * $1.1 })
      let slope = input.isExponential ? power : power / ((1 + power) * (1 + power))
      let square = row.reduce(0) { $0 + $1 * $1 }
      trace += slope * square
      if input.isExponential { top += power * square.squareRoot() }
      for j in 0..<n { for k in 0..<n { hessian[j * n + k] += slope * row[j] * row[k] } }
    }
    let spread = exp(radius * reach)
    let isSmall = n <= 8
    let greatest =
      isSmall ? SmallSymmetric.greatestEigenvalue(hessian, n) : min(trace, top * gram)
    let product = eta * spread * greatest
    if nodes.isEmpty, product <= 2 { return }
    let crude = max(1, product - 1) * radius
    guard isSmall else {
      radius = crude
      return
    }
    if nodes.isEmpty { start = radius }
    var jacobian = hessian.map { -eta * $0 }
    for k in 0..<n { jacobian[k * n + k] += 1 }
    nodes.append((jacobian, eta * (spread - 1) * SmallSymmetric.norm(hessian, n) * radius, 1))
    while nodes.count > 1, nodes[nodes.count - 2].length == nodes[nodes.count - 1].length {
      let second = nodes.removeLast()
      nodes.append(composed(nodes.removeLast(), second))
    }
    let whole = nodes.dropFirst().reduce(nodes[0], composed)
    radius = min(crude, SmallSymmetric.norm(whole.matrix, n) * start + whole.rest)
  }

  private func composed(_ first: Node, _ second: Node) -> Node {
    var product = Array(repeating: 0.0, count: n * n)
    for j in 0..<n {
      for k in 0..<n {
        for l in 0..<n { product[j * n + k] += second.matrix[j * n + l] * first.matrix[l * n + k] }
      }
    }
    return (
      product, SmallSymmetric.norm(second.matrix, n) * first.rest + second.rest,
      first.length + second.length
    )
  }
}
