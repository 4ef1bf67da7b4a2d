internal import Enclosures

extension MaximumMargin {
  /// Finds and certifies the maximum margin of the training data of a problem.
  public static func find(_ problem: LogisticProblem, precision: Int = 256) -> Outcome {
    find(problem.dataset, proposals: problem.facingPair.map { [$0] } ?? [], precision: precision)
  }

  /// Finds and certifies the maximum margin.
  ///
  /// An active-set method in binary64 proposes which constraints are tight; the optimality conditions
  /// are then checked in rational arithmetic, or with enclosures where more than 40 constraints hold the
  /// optimum. Where that fails on small problems, the method runs in rational
  /// arithmetic, which always ends with a proof.
  ///
  /// - Parameters:
  ///   - dataset: points of both classes.
  ///   - proposals: active sets to try before any search.
  ///   - precision: of enclosures, in bits.
  /// - Returns: the solution, a proof that there is none, or why neither was proved.
  public static func find(
    _ dataset: LogisticDataset, proposals: [[Int]] = [], precision: Int = 256
  ) -> Outcome {
    guard dataset.labels.contains(1), dataset.labels.contains(-1) else {
      return .undecided("the data hold one class only, so there is no margin")
    }
    return MarginSearch(points: ExtendedPoints(dataset), precision: precision)
      .run(proposals: proposals)
  }
}

extension LogisticProblem {
  /// The planted support vectors that face each other: they alone hold the maximum margin.
  var facingPair: [Int]? {
    guard case .planted(let set) = declaration.data, set.positiveSupport > 0,
      set.negativeSupport > 0
    else { return nil }
    return [0, set.positives]
  }
}

/// The search for the maximum margin.
struct MarginSearch {
  /// Numbers in the rational run: beyond it, only proposals and binary64 runs are certified.
  private static let exactRunLimit = 20_000

  let points: ExtendedPoints
  let precision: Int

  private var exact: ExactMargin { ExactMargin(points: points) }

  func run(proposals: [[Int]]) -> MaximumMargin.Outcome {
    for working in proposals {
      if let optimum = exact.extendedOptimum(working: working) {
        return .separable(solution(optimum, working))
      }
    }
    var search = DualActiveSet<Double>(
      rows: points.approximations, length: points.length, biasWeight: 1)
    switch search.run(limit: iterationLimit) {
    case .solved(let working):
      if let optimum = exact.extendedOptimum(working: working) {
        return .separable(solution(optimum, working))
      }
      if working.count > ExactMargin.maximumWorking,
        let enclosed = EnclosedMargin(points: points, precision: precision).solution(working)
      {
        return .separable(enclosed)
      }
    case .infeasible(let working, _):
      if let certificate = exact.separationCertificate(working: working) {
        return .notSeparable(certificate: certificate)
      }
    case .exhausted: break
    }
    return exactRun()
  }

  private var iterationLimit: Int { 50 * (points.count + points.length) + 1000 }

  /// The method in rational arithmetic, for problems that binary64 cannot resolve.
  private func exactRun() -> MaximumMargin.Outcome {
    guard points.length <= 16, points.count * points.length <= MarginSearch.exactRunLimit else {
      return .undecided(
        "binary64 could not identify the support vectors, and the data are too large for a search in "
          + "rational arithmetic")
    }
    var search = DualActiveSet<Rational>(
      rows: allRows, length: points.length, biasWeight: 1)
    switch search.run(limit: iterationLimit) {
    case .solved(let working):
      if let optimum = exact.extendedOptimum(working: working) {
        return .separable(solution(optimum, working))
      }
    case .infeasible(let working, let weights):
      if let certificate = exact.certificate(working: working, weights: weights) {
        return .notSeparable(certificate: certificate)
      }
    case .exhausted: break
    }
    return .undecided("the search for the support vectors did not end within its limit")
  }

  private var allRows: [Rational] { (0..<points.count).flatMap { points.row($0) } }

  private func solution(_ optimum: ExactOptimum, _ working: [Int]) -> MaximumMargin {
    let (support, least) = exact.support(of: optimum.state)
    let plain = plainOptimum(extended: optimum, working)
    return MaximumMargin(
      extended: .exact(optimum.state), extendedDual: optimum.dual,
      plain: plain.map { .exact($0.state) }, plainDual: plain?.dual ?? [:], support: support,
      nonsupportMinimum: least.map { Interval($0, precision: precision) },
      exactNonsupportMinimum: least)
  }

  /// The optimum of (9): that of (7) where b̂ = 0, else a search with a growing weight of the bias.
  private func plainOptimum(extended: ExactOptimum, _ working: [Int]) -> ExactOptimum? {
    if extended.state[points.length - 1].isZero { return extended }
    if let optimum = exact.plainOptimum(working: working) { return optimum }
    let size = points.approximations.reduce(1) { max($0, abs($1)) }
    let square = size * size * Double(points.length)
    for factor in [1e2, 1e4, 1e6, 1e8] {
      var search = DualActiveSet<Double>(
        rows: points.approximations, length: points.length, biasWeight: square * factor)
      if case .solved(let working) = search.run(limit: iterationLimit),
        let optimum = exact.plainOptimum(working: working)
      {
        return optimum
      }
    }
    guard points.length <= 16, points.count * points.length <= MarginSearch.exactRunLimit,
      let exactSquare = Rational(exactly: square)
    else { return nil }
    for exponent in [20, 60, 200] {
      var search = DualActiveSet<Rational>(
        rows: allRows, length: points.length,
        biasWeight: exactSquare * Rational.powerOfTwo(exponent))
      if case .solved(let working) = search.run(limit: iterationLimit),
        let optimum = exact.plainOptimum(working: working)
      {
        return optimum
      }
    }
    return nil
  }
}

extension Hyperplane {
  /// The exact plane with coefficients (w, b).
  fileprivate static func exact(_ state: [Rational]) -> Hyperplane {
    .exact(w: Array(state.dropLast()), b: state[state.count - 1])
  }
}
