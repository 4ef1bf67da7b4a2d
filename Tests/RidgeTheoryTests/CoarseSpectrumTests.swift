import Enclosures
import Testing

@testable import RidgeTheory

/// The perturbation theory: models from deliberately wrong spectra must still enclose the truth.
///
/// At working precision the error terms are far below every printed digit, so that a missing one
/// would never show. Here eigenvalues and eigenvectors are off by up to 2^−6, and the error terms
/// are what carries the enclosures.
struct CoarseSpectrumTests {
  /// What is wrong with a spectrum.
  enum Fault: String, CaseIterable, Sendable {
    case eigenvaluesUp, eigenvaluesDown, eigenvaluesRandom, longer, shorter, rotated, noise
  }

  struct Case: CustomStringConvertible, Sendable {
    let random: RandomProblem
    let fault: Fault
    let exponent: Int
    var description: String { "\(random) \(fault) 2^−\(exponent)" }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for seed in 0..<840 {
      var random = SmallRandom(seed + 77)
      let steps: [StepShape] = [.small, .moderate, .noDecay, .negativeQ, .divergentQ, .divergent]
      let n = [1, 1, 2, 3, 4][random.integer(0...4)]
      let problem = RandomProblem(
        seed: 3000 + seed, n: n, m: random.integer(1...5),
        rows: RowShape.allCases[random.integer(0...4)],
        covariance: CovarianceShape.allCases[random.integer(0...4)],
        step: steps[[0, 0, 0, 1, 1, 2, 2, 3, 4, 5][random.integer(0...9)]],
        zeroTeacher: random.integer(0...3) == 0, zeroStart: random.integer(0...3) == 0,
        noisy: seed >= 420)
      cases.append(
        Case(
          random: problem, fault: Fault.allCases[seed % Fault.allCases.count],
          exponent: [6, 9, 12, 20][random.integer(0...3)]))
    }
    // One number each: the errors have nowhere to hide.
    for covariance in [CovarianceShape.diagonal, .identity] {
      for (zeroTeacher, zeroStart) in [(false, true), (true, false), (false, false)] {
        for (index, fault) in Fault.allCases.enumerated() {
          for step in [StepShape.small, .noDecay] {
            let problem = RandomProblem(
              seed: 4000 + index, n: 1, m: 1, rows: .generic, covariance: covariance, step: step,
              zeroTeacher: zeroTeacher, zeroStart: zeroStart)
            cases.append(Case(random: problem, fault: fault, exponent: 9))
          }
        }
      }
    }
    return cases
  }()

  /// A spectrum with a fault, and honest error bounds.
  private func coarse(
    _ spectrum: SpectralEnclosure, of gram: FixedPointMatrix, _ testCase: Case
  ) -> SpectralEnclosure {
    var random = SmallRandom(testCase.exponent * 31 + spectrum.eigenvalues.count)
    let size = gram.rows
    let unit = Rational.powerOfTwo(-testCase.exponent)
    // Relative to the least eigenvalue that is not nearly 0, so that the modes stay apart from 0.
    let exact = spectrum.eigenvalues.map { $0.exactRational ?? 0 }
    let greatest = exact.last ?? 0
    let scale = exact.first { $0 * 1_000_000 > greatest } ?? 1
    var values = exact
    for i in values.indices {
      switch testCase.fault {
      case .eigenvaluesUp: values[i] += unit * scale
      case .eigenvaluesDown: values[i] = values[i] - unit * scale
      case .eigenvaluesRandom: values[i] += unit * scale * random.rational(8, over: 8)
      default: break
      }
    }
    // Errors of the vectors count relative to the greatest eigenvalue.
    let angle = greatest.isZero ? unit : unit * scale / greatest / Rational(2 * size)
    var turn = (angle, Rational(0))
    turn = (2 * angle / (1 + angle.squared()), (1 - angle.squared()) / (1 + angle.squared()))
    let vectors = FixedPointMatrix(rows: size, columns: size, fractionBits: 400) { row, column in
      let entry = spectrum.vectors[row, column]
      switch testCase.fault {
      case .longer: return entry * (1 + angle)
      case .shorter: return entry * (1 - angle)
      case .noise: return entry + angle * random.rational(8, over: 8)
      case .rotated where size > 1 && row == 0:
        return turn.1 * entry + turn.0 * spectrum.vectors[size - 1, column]
      case .rotated where size > 1 && row == size - 1:
        return turn.1 * entry - turn.0 * spectrum.vectors[0, column]
      default: return entry
      }
    }
    return SpectralEnclosure.certifying(
      eigenvalues: values.map { BigFloat($0, precision: 400, rounding: .nearest) },
      vectors: vectors, of: gram, perturbation: .zero(precision: 64), precision: 192)
  }

  private func level(_ testCase: Case, _ measurement: RidgeMeasurement) throws -> SpectralLevel? {
    guard case .exact(let rank) = measurement.rank else { return nil }
    let gram = measurement.products.gram
    let fine = SpectralEnclosure.enclose(gram, perturbation: .zero(precision: 64), precision: 192)
    let bits = 192
    do {
      return SpectralLevel(
        try SpectralModel(
          measurement.problem, measurement.products, spectrum: coarse(fine, of: gram, testCase),
          rank: rank,
          sigmaMaxUpper: measurement.sigma.maximum(precision: bits).interval(precision: bits).upper,
          bits: bits))
    } catch is ModesUndecided {
      return nil
    }
  }

  private func value(
    _ name: String, _ level: SpectralLevel, _ block: TimeRange, _ sigmaMin: Interval
  ) -> Interval {
    switch (name, block.upper) {
    case ("train_loss", nil): level.trainLossTail(from: block.lower)
    case ("population_loss", nil):
      level.populationLossTail(from: block.lower, sigmaMinLower: sigmaMin)
    case (_, nil): level.parameterNorm2Tail(from: block.lower)
    case ("train_loss", _): level.model.trainLoss(over: block)
    case ("population_loss", _):
      level.model.populationLoss(over: block, startPerpNorm: level.hatStartPerpWeighted)
    default: level.model.parameterNorm2(over: block)
    }
  }

  @Test("coarse models enclose the exact trajectory", arguments: cases)
  func trajectory(testCase: Case) throws {
    let measurement = try RidgeMeasurement(testCase.random.problem)
    guard let level = try level(testCase, measurement) else { return }
    let sigmaMin = Interval(
      point: max(
        measurement.sigma.minimum(precision: 192).interval(precision: 192).lower,
        .zero(precision: 192)))
    var descent = ExactDescent(testCase.random.problem)
    var truth: [[String: Rational]] = []
    for _ in 0...24 {
      truth.append(descent.values)
      descent.advance()
    }
    for name in ["train_loss", "population_loss", "theta_norm2"] {
      var blocks = (0...24).map { TimeRange($0) }
      blocks += [TimeRange(0, 1), TimeRange(0, 4), TimeRange(2, 3), TimeRange(5, 24)]
      blocks += [TimeRange(0, nil), TimeRange(3, nil), TimeRange(20, nil)]
      for block in blocks {
        let enclosure = value(name, level, block, sigmaMin)
        for t in block.lower...(block.upper ?? 24) {
          let exact = try #require(truth[t][name])
          #expect(
            enclosure.contains(exact),
            "\(testCase) \(name)(\(t)) over \(block): \(enclosure) \(exact.approximation)"
          )
        }
      }
    }
  }

  @Test("coarse models enclose the constants of the problem", arguments: cases)
  func constants(testCase: Case) throws {
    let measurement = try RidgeMeasurement(testCase.random.problem)
    guard let level = try level(testCase, measurement) else { return }
    let fine = try measurement.level(precision: 512)
    let names = [
      "lambda_min_plus", "lambda_max", "theta0_perp_norm2", "theta0_teacher_perp",
      "teacher_perp_norm2", "final_error", "final_train_loss", "u_norm2",
      "start_sigma_perp_norm2", "rho_max", "trace_psp", "psp_frobenius",
    ]
    for name in names {
      let coarse = try measurement.modalValue(name, level)
      let exact = try measurement.modalValue(name, fine)
      #expect((coarse == nil) == (exact == nil))
      guard let coarse, let exact else { continue }
      #expect(coarse.meets(exact), "\(testCase) \(name): \(coarse) \(exact)")
    }
    let pairs = [
      (level.limitParallelNorm2, fine.limitParallelNorm2),
      (level.limitResidualNorm, fine.limitResidualNorm), (level.transientNorm, fine.transientNorm),
      (level.limitPopulationLoss, fine.limitPopulationLoss),
      (level.model.noiseRest2, fine.model.noiseRest2),
    ]
    for (index, (coarse, exact)) in pairs.enumerated() {
      #expect(coarse.meets(exact), "\(testCase) pair \(index): \(coarse) \(exact)")
    }
  }

  @Test(
    "longer and shorter eigenvectors stand for the same orthogonal ones",
    arguments: cases.filter { $0.fault == .longer || $0.fault == .shorter })
  func weightedNorms(testCase: Case) throws {
    let measurement = try RidgeMeasurement(testCase.random.problem)
    guard let coarse = try level(testCase, measurement)?.model, case .general = coarse.covariance
    else { return }
    let fine = try measurement.level(precision: 64).model
    // Scaled rows have the same polar factor W, so the norm for Wᵀα is the same number.
    let coefficients = SpectralModel.Coefficients(
      dual: (0..<fine.modeCount).map { Interval($0 + 1, precision: 192) },
      start: Interval(1, precision: 192), teacher: Interval(-2, precision: 192))
    let zero = Interval.zero(precision: 192)
    let (a, b) = (
      coarse.weightedNorm(coefficients, dualError: zero),
      fine.weightedNorm(coefficients, dualError: zero)
    )
    #expect(a.meets(b), "\(testCase): \(a) \(b)")
  }

  @Test(
    "coordinates of labels and noise are those of the polar factor",
    arguments: cases.filter {
      [.longer, .shorter, .rotated].contains($0.fault) && $0.random.problem.noise != nil
    })
  func coordinates(testCase: Case) throws {
    let measurement = try RidgeMeasurement(testCase.random.problem)
    guard let coarse = try level(testCase, measurement)?.model else { return }
    let fine = try measurement.level(precision: 64).model
    guard testCase.fault == .rotated else {
      // Scaled rows have the same polar factor, so these are the same numbers.
      for mode in 0..<fine.modeCount {
        #expect(coarse.upsilon[mode].meets(fine.upsilon[mode]), "\(testCase) υ[\(mode)]")
        #expect(coarse.teacherRest[mode].meets(fine.teacherRest[mode]), "\(testCase) [\(mode)]")
      }
      return
    }
    // Rotated rows are their own polar factor W: its rows against Py, by the vectors that are right.
    let products = measurement.products
    let exact = SpectralEnclosure.enclose(
      products.gram, perturbation: .zero(precision: 64), precision: 192)
    let turned = self.coarse(exact, of: products.gram, testCase)
    let teacher = Interval(products.teacherScale2, precision: 192).clampedSquareRoot()
    let labels = (0..<products.n).map {
      teacher * Interval(products.product($0, products.teacher), precision: 192)
        + Interval(products.noise[$0], precision: 192)
    }
    let modes = (products.n - fine.modeCount)..<products.n
    var projected = labels.map { _ in Interval.zero(precision: 192) }
    for mode in modes {
      let share = exact.vectors.rowDot(mode, with: labels, precision: 192)
      for row in projected.indices {
        projected[row] =
          projected[row] + share * exact.vectors.interval(mode, row, precision: 192)
      }
    }
    for (index, mode) in modes.enumerated() {
      let expected = turned.vectors.rowDot(mode, with: projected, precision: 192)
      // What the right vectors themselves err by at 192 bits.
      let slack = BigFloat(Rational.powerOfTwo(-100), precision: 192, rounding: .up)
      #expect(
        coarse.upsilon[index].meets(expected.widened(by: slack)),
        "\(testCase) υ[\(index)]: \(coarse.upsilon[index]) \(expected)")
    }
  }

  @Test("most coarse models say something")
  func usefulness() throws {
    var usable = 0
    var bounded = 0
    for testCase in CoarseSpectrumTests.cases {
      let measurement = try RidgeMeasurement(testCase.random.problem)
      guard let level = try level(testCase, measurement) else { continue }
      usable += 1
      let loss = level.model.trainLoss(over: TimeRange(3))
      let error = level.limitPopulationLoss
      if loss.isBounded && error.isBounded { bounded += 1 }
    }
    #expect(usable > 600 && bounded > 500, "\(usable) usable, \(bounded) bounded")
  }
}
