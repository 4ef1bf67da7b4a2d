import Documents
import Enclosures
import Testing

@testable import RidgeTheory

/// Random ReLU and Fourier features: drawn and evaluated as docs/random-data.md says.
@Suite("random features")
struct RandomFeatureTests {
  @Test("features are the exact ones of the documented definition", arguments: FeatureOracle.cases)
  func features(oracle: FeatureCase) throws {
    let problem = try oracle.problem()
    #expect(try problem.features.entries == FeatureOracle.matrix(oracle.json["features"]))
    #expect(try problem.dataDigest == oracle.text("digest"))
  }

  @Test("a problem is read back from its specification", arguments: FeatureOracle.cases)
  func roundTrip(oracle: FeatureCase) throws {
    let problem = try oracle.problem()
    let copy = try RidgeProblem(specification: problem.specification)
    #expect(copy.declaration == problem.declaration)
    #expect(copy.dataDigest == problem.dataDigest)
    #expect(problem.specification["covariance"] == nil)
  }

  @Test("ReLU features are unbounded and Fourier features have the norm √2 at most")
  func bounds() throws {
    let relu = try RidgeMeasurement(FeatureOracle.cases[0].problem())
    let fourier = try RidgeMeasurement(FeatureOracle.cases[1].problem())
    #expect(relu.empiricalNames == ["b"])
    #expect(fourier.empiricalNames.isEmpty)
    guard case .infinite(1)? = try relu.value(of: "feature_norm_bound", precision: 64) else {
      Issue.record("ReLU features have no bound")
      return
    }
    for name in ["b", "feature_norm_bound"] {
      guard case .squareRoot(2)? = try fourier.value(of: name, precision: 64) else {
        Issue.record("\(name) is √2")
        return
      }
    }
    var declaration = try FeatureOracle.cases[1].problem().declaration
    declaration.featureBound = Rational(7, 5)
    let stated = try RidgeMeasurement(RidgeProblem(declaration))
    // 1.4 < √2: neither refuted by the sample nor known to be a bound.
    let bound = try #require(try stated.value(of: "feature_norm_bound", precision: 64))
      .interval(precision: 64)
    #expect(bound.contains(Rational(7, 5)) && bound.upper.compare(to: Rational(7, 5)) > 0)
  }

  @Test("truncation is right at every precision, and ends where the value is rational")
  func truncation() {
    let unit = Rational.powerOfTwo(-RandomFeatureMap.fourierBits)
    for m in [1, 2, 3, 8, 50] {
      let amplitude = FourierAmplitude(count: m)
      for (p, u) in [
        (Rational(1, 3), Rational(0)), (Rational(-57, 2), Rational(3, 7)), (0, Rational(3, 16)),
        (Rational(1, 1 << 40), Rational(1, 4)), (Rational(1 << 20), Rational(5, 9)),
      ] {
        let found = amplitude.truncatedFeature(p, phase: u)
        for precision in [320, 640] {
          #expect(amplitude.truncatedFeature(p, phase: u, precision: precision) == found)
        }
        #expect((found / unit).isInteger)
      }
      // cos 0, cos ¼π, cos ½π, …: 0, ±√(1/m), ±√(2/m).
      for eighth in 0..<8 {
        let found = amplitude.truncatedFeature(0, phase: Rational(eighth, 8))
        let square: Rational = eighth % 4 == 2 ? 0 : Rational(eighth % 2 == 0 ? 2 : 1, m)
        #expect(found.squared() <= square && (found / unit).isInteger)
        #expect((found.magnitude + unit).squared() > square)
        #expect(found.sign == (square.isZero ? 0 : (3...5).contains(eighth) ? -1 : 1))
      }
    }
  }

  @Test("the law of the draws: weights, inputs and phases of streams of their own")
  func streams() throws {
    let draw = RandomFeatureDraw(n: 2, d: 3, m: 9, variance: Rational(1, 4), seed: 11)
    let sampler = GaussianSampler(seed: 11, stream: .frequencies, variance: Rational(1, 4))
    #expect(draw.parameters == ExactMatrix(rows: 9, columns: 3, sampler.draws(count: 27)))
    #expect(draw.phases.count == 9)
    #expect(draw.phases.allSatisfy { $0 >= 0 && $0 < 1 && ($0 * .powerOfTwo(53)).isInteger })
    #expect(Set(draw.phases).count == 9)
    let word = Philox4x64(key0: 11, key1: 5).block((2, 0, 0, 0)).0
    #expect(draw.phases[8] == Rational(Int(word >> 11)) * .powerOfTwo(-53))
  }
}
