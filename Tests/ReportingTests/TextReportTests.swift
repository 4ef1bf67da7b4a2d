import Certification
import Documents
import Reporting
import Testing

/// What a theorist reads first, word for word.
struct TextReportTests {
  @Test func `report of the paper's defaults`() {
    #expect(
      TextReport.text(Samples.figure, name: "ridge-figure2.yaml") == """
        grokcert 0.1.0  ridge  ridge-figure2.yaml
        certificate sha256:92c944afc8bfc513, decided with up to 4096 bits

        Problem
          features        gaussian (variance 0.001, seed 1), n = 100, m = 1000, rank = 100
          covariance      0.001 times the identity, sigma_min = 0.001, sigma_max = 0.001
          teacher         sphere (norm 1, seed 1), T = 1
          start           gaussian (variance 1, seed 1), nu2 = 1
          training        eta = 1, lambda = 0.0001
          thresholds      epsilon = 0.01, c = 0.01, confidence delta = 0.05
          spectrum        L ≈ 1.00134, lambda_min_plus ≈ 0.483123, lambda_max ≈ 1.71235
          feature bound   b ≈ 1.09235 (sample maximum, empirical)

        Stage times
          t1      = 210    last step with training loss >= epsilon
              <= ≈ 404.3   ≈ 1.925×  ridge/4.2-t1/sharp  pass
              < ≈ 1400.12  ≈ 6.667×  ridge/4.4           pass
          t2      = 22939  first step with population loss <= c
              <= 23878  ≈ 1.041×  ridge/8-t2/a-priori  pass
              >= 22000  ≈ 1.043×  ridge/8-t2/a-priori  pass
          plateau = 22729  t2 - t1, steps
          t_final = 22939  first step with population loss <= epsilon from then on

        Errors
          final error     final_error ≈ 0.00089812 (population loss of the ridge solution)
          final training  final_train_loss ≈ 1.23457e-7
          zero predictor  zero_predictor_error = 0.001 (trivial: predicting zero already meets epsilon and
                          c)

        Claims
          PASS          ridge/4.2-t1/sharp  Overfit time from above, from the measured start
              t1 <= log(start/floor) / (-log(1 - eta*(lambda_min_plus/n + lambda)))
                left = 210, right ≈ 404.3, tightness ≈ 1.925

          PASS          ridge/4.4  Training loss of realizable ridge regression
              forall t in 0..inf: train_loss(t) > epsilon implies t < log(epsilon/(6*L*theta0_norm2)) /
                (2*log(1 - eta*lambda_min_plus/n - eta*lambda))
                left = 210, right ≈ 1400.12, at t = 210, tightness ≈ 6.667

          PASS          ridge/8-t2/a-priori  Generalization time with Gaussian features
              22000/1 <= t2
                left = 22000, right = 22939, tightness ≈ 1.043
              t2 <= ceil(23877.5)
                left = 22939, right = 23878, tightness ≈ 1.041

          OUT-OF-SCOPE  ridge/4.6  Generalization of the regularised minimizer [empirical,
                        event-not-checked]
              final_error <= 2*final_train_loss + epsilon
                left ≈ 0.00089812, right ≈ 0.0100002
            - hypothesis bounded-features fails: feature_norm_bound <= b
                left = inf, right ≈ 1.09235
            - hypothesis step-size fails: eta*(lambda + b^2) <= 1
                left ≈ 1.19332, right = 1; left is ≈ 1.19 times right
            - hypothesis sample-size fails: n*epsilon^2 >= max(256, 2048*log(4/delta))*b^4*T^4
                left = 0.01, right ≈ 12777.1; right is ≈ 1.28e6 times left
            - the conclusion holds anyway

        3 pass, 0 fail, 1 out-of-scope, 0 undecided

        """)
  }

  @Test func `label noise is named, and that the theorems exclude it`() {
    func problem(_ noise: JSONValue) -> String {
      TextReport.text(
        Samples.certificate(
          [], quantities: ["noise_variance": Samples.exact("0.005", "1/200")],
          specification: ["noise": noise]), name: "noise.yaml")
    }
    #expect(
      problem(["variance": "1/200", "seed": "3"])
        .contains("  label noise     gaussian (variance 0.005, seed 3), outside the theorems\n"))
    #expect(
      problem(["vector": ["1/10", "0"]])
        .contains("  label noise     given vector, noise_variance = 0.005, outside the theorems\n"))
    #expect(!TextReport.text(Samples.figure, name: "figure.yaml").contains("label noise"))
  }

  @Test func `verdicts other than pass say why`() {
    let certificate = Samples.certificate(
      [Samples.failing, Samples.undecided, Samples.undefined],
      quantities: [
        "t1": Samples.minusInfinite, "t2": Samples.number("1000001", "inf"),
        "plateau": Samples.infinite, "t_final": Samples.infinite,
        "delta": Samples.exact("0.33333333333333333333", "1/3"),
      ], wide: ["theta0_teacher_perp": "encloses zero, so that no digit is significant"])
    let text = TextReport.text(
      certificate, name: "g8.yaml",
      expectations: ["ridge/4.2-t2": "fail", "user/near-tie": "pass", "ridge/none": "pass"])
    #expect(
      text == """
        grokcert 0.1.0  ridge  g8.yaml
        certificate sha256:53006c0369d55512, decided with up to 4096 bits

        Problem
          thresholds      confidence delta = 1/3

        Stage times
          t1      = -inf     none: the loss is below epsilon from the start
          t2      > 1000000  not within the horizon; first step with population loss <= c
          plateau = inf      infinite, as t1 or t2 is
          t_final = inf      never: the population loss does not stay within epsilon

        Known less precisely
          theta0_teacher_perp  encloses zero, so that no digit is significant

        Claims
          FAIL          ridge/4.2-t2  Generalization time of realizable ridge regression, as stated
                        (expected fail)
              t2 >= log((m - n)*nu2/2/(sqrt(c/sigma_min) + T)^2) / (4*eta*lambda)
                left = 2, right ≈ 3.870; right is ≈ 1.94 times left
            - the conclusion is certified false

          UNDECIDED     user/near-tie  A user's claim [user-defined] (UNEXPECTED, expected pass)
              final_error <= 0.00089812345
                left in [0.000898123, 0.000898124], right = 0.00089812345; the sides meet within 4096 bits
            - event e3 is not decidable on one draw: some event
            - the conclusion is undecided

          UNDECIDED     user/logarithm  A logarithm of a negative number
              log(epsilon - 1) <= t1
            - hypothesis positive has no value here: log(epsilon - 1) > 0
            - the conclusion has no value here

        UNEXPECTED ridge/none: expected pass, but it was not certified
        0 pass, 1 fail, 0 out-of-scope, 2 undecided; 2 unexpected

        """)
  }

  @Test func `a certificate without quantities and claims is reported`() {
    let text = TextReport.text(Samples.certificate([]), name: "empty.yaml")
    #expect(text.hasPrefix("grokcert 0.1.0  ridge  empty.yaml\ncertificate sha256:"))
    #expect(text.hasSuffix("\n\n0 pass, 0 fail, 0 out-of-scope, 0 undecided\n"))
    #expect(!text.contains("Stage times"))
  }

  @Test func `every line fits the terminal`() {
    let long = Samples.claim(
      "user/long", String(repeating: "title ", count: 40), "pass",
      Samples.condition(
        nil, "t1 <= " + String(repeating: "sqrt(m)*log(n)^2+", count: 30) + "1", "holds",
        Samples.exact("210"), "<=", Samples.exact("300")))
    let certificate = Samples.certificate(
      [long, Samples.outOfScope], quantities: Samples.quantities,
      specification: Samples.specification)
    let text = TextReport.text(certificate, name: String(repeating: "deep/", count: 40) + "a.yaml")
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  @Test func `colour changes nothing but colour`() {
    let plain = TextReport.text(Samples.figure, name: "a")
    let colored = TextReport.text(Samples.figure, name: "a", color: true)
    #expect(colored.contains("\u{1B}[32mPASS\u{1B}[0m"))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func `texts of a certificate cannot steer the terminal`() {
    let claim = Samples.claim(
      "user/x", "red \u{1B}[31m\u{202E}title", "pass",
      Samples.condition(nil, "1\n< 2", "holds"))
    let text = TextReport.text(Samples.certificate([claim]), name: "n\u{7}")
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}") && !text.contains("\u{202E}"))
    #expect(text.contains("1 < 2"))
  }

  @Test func `bounds of a time come from claims about that time alone`() {
    // m = 210 has the value of t1, and the second part holds by its premise.
    let other = Samples.claim(
      "user/m", "Width", "pass",
      Samples.condition(nil, "m <= 500", "holds", Samples.exact("210"), "<=", Samples.exact("500")))
    let premise = Samples.claim(
      "user/premise", "Premise", "pass",
      Samples.condition(
        nil, "n < 0 implies t1 = inf", "holds", Samples.exact("210"), "=", Samples.infinite))
    let mirrored = Samples.claim(
      "user/mirrored", "Mirrored", "out-of-scope",
      Samples.condition(
        nil, "220 <= t1", "fails", Samples.exact("220"), "<=", Samples.exact("210")))
    let text = TextReport.text(
      Samples.certificate([other, premise, mirrored], quantities: ["t1": Samples.exact("210")]),
      name: "a")
    let section = text.split(separator: "Claims")[0]
    #expect(!section.contains("user/m ") && !section.contains("user/premise"))
    #expect(section.contains(">= 220    user/mirrored  out-of-scope (fails here)"))
  }
}
