import Documents
import Enclosures
import LogisticTheory
import Testing

struct LimitResidualTests {
  @Test("golden limits", arguments: GoldenMargin.separable)
  func golden(_ golden: GoldenMargin) throws {
    let json = golden.json
    let margin = try #require(MaximumMargin.find(golden.dataset).separable)
    let limit = try LimitResidual.enclose(
      golden.dataset, margin, stepScale: golden.eta, precision: 256)
    let weights = try GoldenMargin.rationals(json["w_tilde"])
    for (enclosure, value) in zip(limit.weights, weights) { #expect(holds(enclosure, value)) }
    #expect(try holds(limit.bias, golden.number("b_tilde")))
    let alpha = try golden.byPoint(json["alpha"])
    #expect(alpha.count == limit.alpha.count)
    for (enclosure, index) in zip(limit.alpha, margin.support) {
      #expect(try holds(enclosure, #require(alpha[index])))
    }
    #expect(try holds(limit.positiveSum, golden.number("A_S_plus")))
    #expect(try holds(limit.negativeSum, golden.number("A_S_minus")))
    #expect(try holds(limit.delta, golden.number("delta")))
    #expect(try holds(limit.biasLimit, golden.number("b_inf=-log(delta)")))
    if json["H_plus"] != nil {
      #expect(try holds(limit.positiveEntropy, golden.number("H_plus")))
      #expect(try holds(limit.negativeEntropy, golden.number("H_minus")))
      #expect(try holds(limit.timeScale, golden.number("t_star")))
    }
    let eigenvalues = try GoldenMargin.rationals(json["K_eigs"]).sorted()
    for (enclosure, value) in zip(limit.spectrum, eigenvalues) { #expect(holds(enclosure, value)) }
    // One eigenvalue 1 is that of (ŵ, b̂); the others remain.
    var others = eigenvalues
    others.remove(at: try #require(others.firstIndex(of: 1)))
    for (enclosure, value) in zip(limit.transverseSpectrum, others) {
      #expect(holds(enclosure, value))
    }
    #expect(limit.rate.meets(limit.transverseSpectrum[0]))
    if margin.isThroughOrigin == true { try expectIdentities(limit, margin, golden.eta) }
  }

  @Test("identities on planted data", arguments: [(1, "sum"), (2, "sum"), (2, "mean"), (4, "sum")])
  func planted(_ d: Int, _ reduction: String) throws {
    let problem = try problem(
      plantedSpec(
        "d: \(d), box: 5, gamma: 1e-3, per_class: [60, 50], support: [40, 25], seed: 1, "
          + "support_half_width: 1") + "\nreduction: \(reduction)")
    let margin = try #require(MaximumMargin.find(problem).separable)
    let limit = try LimitResidual.enclose(problem, margin, precision: 128)
    try expectIdentities(limit, margin, problem.stepScale)
    #expect(limit.biasLimit.meets(limit.bias))
    #expect(limit.spectrum.count == d + 1 && limit.transverseSpectrum.count == d)
    let one = Interval(1, precision: 128)
    #expect(limit.spectrum.contains { $0.meets(one) })
    // The two precisions agree.
    let coarse = try LimitResidual.enclose(problem, margin, precision: 64)
    for (a, b) in zip(limit.state, coarse.state) { #expect(a.meets(b)) }
    // Σ αᵢzᵢ = (ŵ, b̂)
    let state = margin.extended.state(precision: 256)
    for j in 0...d {
      var sum = Interval.zero(precision: 256)
      for (weight, index) in zip(limit.alpha, margin.support) {
        sum = sum + weight * Interval(signedRow(problem.dataset, index)[j], precision: 256)
      }
      #expect(sum.meets(state[j]))
    }
  }

  @Test("too few support vectors leave the residual undetermined")
  func rank() throws {
    let problem = try problem(
      plantedSpec("d: 3, box: 5, gamma: 1/10, per_class: [9, 9], support: [1, 1], seed: 1"))
    let margin = try #require(MaximumMargin.find(problem).separable)
    #expect(throws: LimitResidualError.notUnique(rank: 2, dimension: 4)) {
      try LimitResidual.enclose(problem, margin, precision: 64)
    }
  }

  @Test("many support vectors that do not span leave it undetermined as well")
  func rankOfMany() throws {
    // All on the first axis: w₂ is free.
    for count in 1...4 {
      let pairs = (0..<count).flatMap { _ in [1, 0, -1, 0] as [Rational] }
      let data = LogisticDataset(
        points: ExactMatrix(rows: 2 * count, columns: 2, pairs),
        labels: (0..<2 * count).map { $0 % 2 == 0 ? 1 : -1 })
      let margin = try #require(MaximumMargin.find(data).separable)
      #expect(margin.support.count == 2 * count)
      #expect(throws: LimitResidualError.notUnique(rank: 2, dimension: 3)) {
        try LimitResidual.enclose(data, margin, stepScale: 1, precision: 64)
      }
    }
  }

  @Test("a support vector that no dual solution needs has no limit residual")
  func boundary() throws {
    // (0, 2) lies on the margin, but (ŵ, b̂) is a multiple of the others alone.
    let data = LogisticDataset(
      points: ExactMatrix(rows: 3, columns: 2, [1, 0, -1, 0, 1, 2] as [Rational]),
      labels: [1, -1, 1])
    let margin = try #require(MaximumMargin.find(data).separable)
    #expect(margin.support == [0, 1, 2])
    #expect(throws: LimitResidualError.doesNotExist) {
      try LimitResidual.enclose(data, margin, stepScale: 1, precision: 64)
    }
  }

  /// The identities of theory section 3 under Assumption 3.1, with η or η/N.
  private func expectIdentities(
    _ limit: LimitResidual, _ margin: MaximumMargin, _ eta: Rational
  ) throws {
    let precision = 320
    let square = margin.squaredNorm(precision: precision)
    let step = Interval(eta, precision: precision)
    // 2η√(A₊A₋) = ‖ŵ‖²
    let product = (limit.positiveSum * limit.negativeSum).clampedSquareRoot()
    #expect((step * product).scaled(byPowerOfTwo: 1).meets(square))
    // t⋆ = 2/(ηγ²)·e^{−(H₊ + H₋)/2} with 2/γ² = ‖ŵ‖²/2
    let entropy = (limit.positiveEntropy + limit.negativeEntropy).scaled(byPowerOfTwo: -1)
    let scale = try square.scaled(byPowerOfTwo: -1) / step
    #expect((scale * (-entropy).exponential()).meets(limit.timeScale))
  }
}
