import Testing

@testable import Enclosures

struct PhiloxTests {
  @Test("blocks are those of Random123's known-answer vectors and of numpy.random.Philox")
  func knownAnswers() {
    let zero = Philox4x64(key0: 0, key1: 0).block((0, 0, 0, 0))
    #expect(zero.0 == 0x1655_4d9e_ca36_314c && zero.1 == 0xdb20_fe9d_672d_0fdc)
    #expect(zero.2 == 0xd7e7_72ce_e186_176b && zero.3 == 0x7e68_b68a_ec7b_a23b)
    let ones = Philox4x64(key0: .max, key1: .max).block((.max, .max, .max, .max))
    #expect(ones.0 == 0x87b0_92c3_013f_e90b && ones.1 == 0x438c_3c67_be8d_0224)
    #expect(ones.2 == 0x9cc7_d7c6_9cd7_77b6 && ones.3 == 0xa09c_aebf_594f_0ba0)
    let pi = Philox4x64(key0: 0x4528_21e6_38d0_1377, key1: 0xbe54_66cf_34e9_0c6c).block(
      (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89))
    #expect(pi.0 == 0xa528_f454_03e6_1d95 && pi.1 == 0x38c7_2dbd_566e_9788)
    #expect(pi.2 == 0xa5a1_610e_72fd_18b5 && pi.3 == 0x57bd_43b5_e52b_7fe6)
    let numpy = Philox4x64(key0: 7, key1: 9).block((5, 1, 2, 3))
    #expect(numpy.0 == 0x3f65_4350_0201_1c63 && numpy.1 == 0x657a_4fcd_c549_1b5d)
    #expect(numpy.2 == 0xbef9_8cb3_a25c_e8f8 && numpy.3 == 0x404a_cb29_2b5b_d884)
  }
}

struct GaussianSamplerTests {
  /// Computed by an independent Python script with mpmath at 400 bits (docs/random-data.md).
  @Test("the first draws are those that the documentation's Python script computes")
  func goldenDraws() {
    let golden: [(UInt64, RandomStream, Rational, [Double])] = [
      (
        1, .features, 1,
        [
          0x1.2fcb3691b176cp+0, 0x1.1c27f722cefc1p-1, -0x1.da34f32667ad6p-2, 0x1.a4e8c64154a59p-1,
          0x1.e888fe00e85b7p-3, -0x1.3f61e6c3f112cp+0, -0x1.4f15a72fd5c66p-2,
          -0x1.2e4b487daabd2p+0,
        ]
      ),
      (
        1, .features, Rational(1, 1000),
        [
          0x1.336aef3475ce5p-5, 0x1.1f8bb7a21dfa1p-6, -0x1.dfdd1372392b9p-7, 0x1.a9ee242924859p-6,
          0x1.ee5cdfb747c9cp-8, -0x1.43313a1bdd92dp-5, -0x1.5314edfdc5491p-7,
          -0x1.31e66cafcabfcp-5,
        ]
      ),
      (
        2, .teacher, 1,
        [
          0x1.d387653397095p-2, 0x1.5a4256bf9075dp+0, 0x1.4ea02f461e594p-3, 0x1.2fa0925840766p+0,
          -0x1.7c9b4e4aa6059p-2, -0x1.3ce29daca8a45p-1, 0x1.de704a95e4958p+0,
          0x1.359fc13d26323p-1,
        ]
      ),
      (
        UInt64(Int64.max), .initialization, Rational(3, 7),
        [
          0x1.ae2b0e773f0f2p-1, 0x1.b5cabba216d90p-3, 0x1.292c61a1b57dbp-1, 0x1.36f4c4751ecf8p-2,
          -0x1.46856e4826003p-2, 0x1.f87d657ab91e0p-3, 0x1.0a8b4c6ae54a7p-5,
          0x1.8776c14a980f2p-1,
        ]
      ),
    ]
    for (seed, stream, variance, expected) in golden {
      let sampler = GaussianSampler(seed: seed, stream: stream, variance: variance)
      #expect(sampler.draws(count: 8) == expected)
      #expect(sampler.draws(count: 5) == Array(expected.prefix(5)))
    }
  }

  @Test(
    "the fast path and MPFR give the same doubles",
    arguments: [
      Rational(1), Rational(1, 1000), .powerOfTwo(-500), .powerOfTwo(500), Rational(22, 7),
    ])
  func pathsAgree(variance: Rational) {
    let sampler = GaussianSampler(seed: 20_260_101, stream: .phases, variance: variance)
    var decided = 0
    for k in 0..<4000 {
      let slow = sampler.pair(k, method: .multiplePrecision)
      if let fast = sampler.fastPair(k) {
        decided += 1
        #expect(fast == slow, "pair \(k), variance \(variance)")
      }
      #expect(sampler.pair(k) == slow)
    }
    #expect(decided > 3980)
  }

  /// −ln(fraction/2¹²⁸·2⁻ᵏ) within 2⁻¹⁰⁴.
  private func expectLogarithm(_ fraction: UInt128, _ k: Int) {
    let value = FixedPointLogarithm.negative(fraction: fraction, exponent: k)
    let exact = -BigFloat(significand: fraction, exponent: -k).logarithm(
      precision: 256, .nearest)
    let lead = value.leadingZeroBitCount
    let approximate = BigFloat(significand: value << UInt128(lead), exponent: 8 - lead)
    let error = exact.subtracting(approximate, precision: 64, .nearest).magnitude
    #expect(error < BigFloat(.powerOfTwo(-104), precision: 64, rounding: .nearest))
  }

  @Test("the fixed-point logarithm errs by less than its proven bound")
  func fixedPointLogarithm() {
    let generator = Philox4x64(key0: 3, key1: 77)
    for index in 0..<3000 {
      let words = generator.block((UInt64(index), 0, 0, 0))
      let fraction = UInt128(words.0) << 64 | UInt128(words.1) | 1 << 127
      let k = Int(words.2 % 107)
      // Near 1 the formula still holds as long as −ln is not negative beyond its error.
      if k == 0 && fraction >> 118 == 1023 { continue }
      expectLogarithm(fraction, k)
    }
  }

  @Test("the fixed-point logarithm keeps its bound at the ends of every cell of its table")
  func fixedPointLogarithmCells() {
    for leading in UInt128(512)...1023 {
      // Just below the next cell r is greatest, and so is what the series leaves out.
      for offset in [0, 1, (UInt128(1) << 118) - 1] {
        expectLogarithm(leading << 118 | offset, 1)
      }
    }
  }

  @Test("the sample moments are those of the distribution")
  func moments() {
    let draws = GaussianSampler(seed: 5, stream: .features, variance: 4).draws(count: 40_000)
    let mean = draws.reduce(0, +) / 40_000
    let square = draws.reduce(0) { $0 + $1 * $1 } / 40_000
    #expect(abs(mean) < 0.05 && abs(square - 4) < 0.15)
  }

  @Test("streams and seeds give different data")
  func independence() {
    var firsts: Set<Double> = []
    for stream in RandomStream.allCases {
      for seed: UInt64 in 0..<4 {
        let sampler = GaussianSampler(seed: seed, stream: stream, variance: 1)
        firsts.insert(sampler.pair(0).0)
      }
    }
    #expect(firsts.count == RandomStream.allCases.count * 4)
  }
}

struct DyadicTextTests {
  @Test("a rational may be combined with itself")
  func sharedOperands() {
    let x = Rational(3, 7)
    #expect(x + x == Rational(6, 7) && x * x == Rational(9, 49) && x == x && x / x == 1)
  }

  @Test("the fast text of a double is that of the exact rational")
  func text() throws {
    let generator = Philox4x64(key0: 8, key1: 8)
    var values: [Double] = [
      0, -0.0, 1, -1, 0.5, 3, 1024, 1e22, -1e300, .leastNonzeroMagnitude, 0x1.8p-1030,
      .greatestFiniteMagnitude, 0.1,
      4_503_599_627_370_496, 9_007_199_254_740_992, 18_446_744_073_709_549_568, 1e19,
    ]
    for index in 0..<2000 {
      let value = Double(bitPattern: generator.block((UInt64(index), 0, 0, 0)).0)
      if value.isFinite { values.append(value) }
    }
    for value in values {
      var bytes: [UInt8] = []
      Rational.append(exactly: value, to: &bytes)
      let exact = try #require(Rational(exactly: value))
      #expect(String(decoding: bytes, as: UTF8.self) == exact.description)
      #expect(exact.exactDouble == value)
    }
    #expect(Rational(1, 3).exactDouble == nil)
    #expect(Rational.powerOfTwo(-1075).exactDouble == nil)
    #expect(Rational.powerOfTwo(1024).exactDouble == nil)
  }
}
