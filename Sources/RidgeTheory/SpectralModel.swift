import Enclosures

/// The training run in the eigenbasis of the Gram matrix G = ΦΦᵀ, with one scalar for all spectral
/// errors.
///
/// **Idea.** Gradient descent is linear. Writing θ⁽ᵗ⁾ = qᵗθ⁽⁰⁾ + Φᵀa(t) with q = 1 − ηλ, everything
/// follows from G, z = Φθ⁽⁰⁾ and the labels y = Φθ* + ξ:
///
///     r(t) = Φθ⁽ᵗ⁾ − y = qᵗz + G·a(t) − y,   a(t+1) = q·a(t) − (η/n)·r(t),   a(0) = 0.
///
/// The computed eigenvectors define a nearby matrix Ĝ = W·diag(d)·Wᵀ with W exactly orthogonal and
/// ‖G − Ĝ‖₂ ≤ δ (`SpectralEnclosure`). For Ĝ every quantity is a finite sum over modes, evaluated
/// here in interval arithmetic; replacing G by Ĝ costs explicit multiples of δ
/// (`SpectralModel+Errors`). No gap between eigenvalues is needed, so multiple eigenvalues are no
/// special case.
///
/// Below full rank the modes are the `rank` greatest eigenvalues of Ĝ; P̂ projects on their
/// eigenvectors. The other eigenvalues of Ĝ lie in [−δ, δ] (Weyl) and are never used.
///
/// In the eigenbasis, with μ_i = d_i/n, ρ_i = 1 − η(μ_i + λ), S_i = μ_i/(μ_i + λ):
///
///     r_i(t) = ρ_iᵗ·γ_i − w_i,   γ_i = ζ_i − S_i·υ_i,   w_i = (1 − S_i)·υ_i,   ζ = Wz, υ = Wy
///
/// (theory/ridge.md section 1, "closed form"). Only the `rank` largest eigenvalues are modes.
///
/// **Label noise.** ξ need not lie in the range of G. Its part beside it, (I − P)ξ, is orthogonal to r(t) − y
/// for ever and does not move θ, as Φᵀ(I − P) = 0: it adds the constant ‖(I − P)ξ‖² to ‖r(t)‖². So from here
/// on **y stands for Py** = Φθ* + Pξ, which lies in the range of G like z, and `noiseRest2` for what is
/// left. The teacher is not the solution of Φθ = y then: its coordinates are υ − ξ̂ with ξ̂ = WPξ,
///
///     ⟨v_i, θ⁽ᵗ⁾ − θ*⟩·√d_i = r_i(t) + ξ̂_i = ρ_iᵗ·γ_i − (w_i − ξ̂_i).
struct SpectralModel: Sendable {
  /// Working precision in bits.
  let bits: Int
  /// Number of samples.
  let n: Int
  /// Whether the rank equals n: G has no null space.
  let isFullRank: Bool
  /// Whether the rank equals m: the rows of Φ span all parameters, nothing is orthogonal to them.
  let isSpanning: Bool
  /// Exact parameters.
  let eta: Rational
  let lambda: Rational
  /// q = 1 − ηλ.
  let q: Interval
  let qExact: Rational

  /// Eigenvalues d_i > 0 of Ĝ, ascending.
  let d: [Interval]
  /// Decay factors ρ_i of Ĝ.
  let rho: [Interval]
  /// Coordinates of z and y (labels with noise, its part in the range of G).
  let zeta: [Interval]
  let upsilon: [Interval]
  /// S_i·υ_i, γ_i and w_i.
  let fitted: [Interval]
  let gamma: [Interval]
  let w: [Interval]
  /// w_i − ξ̂_i, which takes the place of w_i in θ⁽ᵗ⁾ − θ*; w_i itself without noise.
  let teacherRest: [Interval]
  /// ‖(I − P)ξ‖², the part of the noise that no θ fits.
  let noiseRest2: Interval

  /// Σ and its inner products in the eigenbasis.
  let covariance: ModalCovariance

  /// ‖θ⁽⁰⁾‖², ⟨θ⁽⁰⁾, θ*⟩ and ‖θ*‖² less Σζ_i²/d_i, Σζ_iυ_i/d_i and Συ_i²/d_i: those of the parts
  /// orthogonal to the rows of Φ, for Ĝ in place of G.
  let startPerp2: Interval
  let startTeacherPerp: Interval
  let teacherPerp2: Interval

  /// Upper bounds for the error terms.
  let errors: ErrorConstants

  var modeCount: Int { d.count }
}

/// Scalars from which every error bound is made; all are upper bounds except where the name says
/// lower.
struct ErrorConstants: Sendable {
  /// δ ≥ ‖G − Ĝ‖₂.
  let delta: Interval
  /// ω ≥ ‖W − V̂‖₂, the distance between the exact and the computed eigenvectors.
  let omega: Interval
  /// ‖z‖, and ‖y‖ with the whole of the noise.
  let normZ: Interval
  let normY: Interval
  /// ‖Φθ*‖ and ‖ξ‖.
  let normTaught: Interval
  let normNoise: Interval
  /// A lower bound, positive, of the least positive eigenvalue of G (λ⁺) and of the modes of Ĝ.
  let leastLower: Interval
  /// An upper bound of the greatest eigenvalue of G and of Ĝ.
  let greatestUpper: Interval
  /// An upper bound of λ_max(Σ).
  let sigmaMaxUpper: Interval
  /// An upper bound of max|ρ_i| over the positive modes of G and the modes of Ĝ.
  let kappaPlus: Interval
}

/// The spectrum is too coarse: not all modes are certainly positive.
struct ModesUndecided: Error {}

/// Inner products with the population covariance between, in the eigenbasis.
enum ModalCovariance: Sendable {
  /// Σ = s·I: everything is diagonal.
  case scaledIdentity(Interval)
  /// Any other Σ.
  case general(ModalForm)
}

/// The Σ-inner products of the modes and of the two vectors.
struct ModalForm: Sendable {
  /// H = V̂ΦΣΦᵀV̂ᵀ, row-major over the modes.
  let h: [Interval]
  /// The diagonal of V̂ΦΣ²ΦᵀV̂ᵀ.
  let squareDiagonal: [Interval]
  /// V̂ΦΣθ⁽⁰⁾ and V̂ΦΣθ*.
  let startColumn: [Interval]
  let teacherColumn: [Interval]
  /// θ⁽⁰⁾ᵀΣθ⁽⁰⁾, θ⁽⁰⁾ᵀΣθ* and θ*ᵀΣθ*.
  let startStart: Interval
  let startTeacher: Interval
  let teacherTeacher: Interval
  /// T = ‖θ*‖.
  let teacherNorm: Interval
  /// ‖Σ − Σ̂‖₂ at most, for the matrix Σ̂ that all of these are made with; 0 where it is Σ.
  let error: Interval
}
