(** * The scalar steps of the claim files, for all parameters

    Claim files cite a lemma of this file as [Scalar.NAME].  The comment at each lemma names the
    claim and the step that it serves, and a WRONG variant with the place where its proof fails;
    a variant that has a short refutation is refuted in a lemma [wrong_NAME].

    Nothing here uses numerical tactics: [Print Assumptions] shows the axioms of the standard
    real numbers only. *)

From Coq Require Import Reals Ranalysis5 Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** ** Tools *)

Lemma is_derive_incr (f df : R -> R) (a b : R) :
  a <= b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, a < x < b -> 0 <= df x) -> f a <= f b.
Proof.
  intros ab D P. destruct (Req_dec a b) as [-> | ne]; [lra|].
  destruct (MVT_cor2 f df a b) as [c [E C]]; [lra| |].
  - intros c C. apply is_derive_Reals, D, C.
  - assert (0 <= df c) by (apply P, C). nra.
Qed.

Lemma is_derive_decr (f df : R -> R) (a b : R) :
  a <= b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, a < x < b -> df x <= 0) -> f b <= f a.
Proof.
  intros ab D P. destruct (Req_dec a b) as [-> | ne]; [lra|].
  destruct (MVT_cor2 f df a b) as [c [E C]]; [lra| |].
  - intros c C. apply is_derive_Reals, D, C.
  - assert (df c <= 0) by (apply P, C). nra.
Qed.

Lemma is_derive_decr_strict (f df : R -> R) (a b : R) :
  a < b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, a < x < b -> df x < 0) -> f b < f a.
Proof.
  intros ab D P.
  destruct (MVT_cor2 f df a b) as [c [E C]]; [lra| |].
  - intros c C. apply is_derive_Reals, D, C.
  - assert (df c < 0) by (apply P, C). nra.
Qed.

Lemma is_derive_incr_strict (f df : R -> R) (a b : R) :
  a < b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, a < x < b -> 0 < df x) -> f a < f b.
Proof.
  intros ab D P.
  destruct (MVT_cor2 f df a b) as [c [E C]]; [lra| |].
  - intros c C. apply is_derive_Reals, D, C.
  - assert (0 < df c) by (apply P, C). nra.
Qed.

Lemma exp_le (x y : R) : x <= y -> exp x <= exp y.
Proof. intros [H | ->]; [left; apply exp_increasing, H|right; reflexivity]. Qed.

Lemma ln_le_sub1 (x : R) : 0 < x -> ln x <= x - 1.
Proof.
  intros H. pose proof (exp_ineq1_le (ln x)) as E. rewrite exp_ln in E by exact H. lra.
Qed.

Lemma ln_ge_inv (x : R) : 0 < x -> 1 - / x <= ln x.
Proof.
  intros H. pose proof (ln_le_sub1 (/ x) (Rinv_0_lt_compat _ H)) as E.
  rewrite ln_Rinv in E by exact H. lra.
Qed.

Lemma exp_half (x : R) : exp x = exp (x / 2) * exp (x / 2).
Proof. rewrite <- exp_plus. f_equal. field. Qed.

Lemma exp_opp_inv (x : R) : exp (- x) * exp x = 1.
Proof. rewrite <- exp_plus, Rplus_opp_l. apply exp_0. Qed.

(** [exp] above and below its Taylor polynomial of degree 8. *)
Definition exp8 (x : R) : R :=
  1 + x*(1 + x/2*(1 + x/3*(1 + x/4*(1 + x/5*(1 + x/6*(1 + x/7*(1 + x/8))))))).

Lemma exp8_le (x : R) : 0 <= x -> exp8 x <= exp x.
Proof.
  intros H.
  assert (E : exp8 x * exp (- x) <= exp8 0 * exp (- 0)).
  { apply (is_derive_decr (fun z => exp8 z * exp (- z)) (fun z => - (z ^ 8 / 40320) * exp (- z)));
      [exact H| |].
    - intros z _. unfold exp8. auto_derive; [exact I|]. field.
    - intros z Z. pose proof (exp_pos (- z)). pose proof (pow_lt z 8). nra. }
  unfold exp8 at 2 in E. rewrite Ropp_0, exp_0 in E.
  pose proof (exp_opp_inv x). pose proof (exp_pos x). pose proof (exp_pos (- x)).
  nra.
Qed.

Lemma exp8_ge (x : R) : 0 <= x -> exp x * (1 - x ^ 9 / 362880) <= exp8 x.
Proof.
  intros H.
  assert (E : exp8 0 * exp (- 0) + 0 ^ 9 / 362880 <= exp8 x * exp (- x) + x ^ 9 / 362880).
  { apply (is_derive_incr (fun z => exp8 z * exp (- z) + z ^ 9 / 362880)
      (fun z => z ^ 8 / 40320 * (1 - exp (- z)))); [exact H| |].
    - intros z _. unfold exp8. auto_derive; [exact I|]. field.
    - intros z Z. pose proof (pow_lt z 8).
      assert (exp (- z) <= exp 0) by (apply exp_le; lra). rewrite exp_0 in *.
      apply Rmult_le_pos; lra. }
  unfold exp8 at 1 in E. rewrite Ropp_0, exp_0 in E.
  pose proof (exp_opp_inv x). pose proof (exp_pos x). pose proof (exp_pos (- x)).
  assert (exp8 x * exp (- x) * exp x = exp8 x) by (rewrite Rmult_assoc, exp_opp_inv; ring).
  nra.
Qed.

(** A quadratic bound that is enough for small arguments. *)
Lemma exp_opp_quadratic (y : R) : 0 <= y -> exp (- y) <= 1 - y + y ^ 2 / 2.
Proof.
  intros H.
  assert (E : exp (- 0) - (1 - 0 + 0 ^ 2 / 2) >= exp (- y) - (1 - y + y ^ 2 / 2)).
  { apply Rle_ge.
    apply (is_derive_decr (fun z => exp (- z) - (1 - z + z ^ 2 / 2)) (fun z => - exp (- z) + 1 - z));
      [exact H| |].
    - intros z _. auto_derive; [exact I|]. field.
    - intros z Z. pose proof (exp_ineq1_le (- z)). lra. }
  rewrite Ropp_0, exp_0 in E. lra.
Qed.

(** ** Logarithms of 1 - x *)

(** ridge/8-t1 [log-base], ridge/4.2-t1 [log-base].
    WRONG: on [0, 1]; the logarithm of 0 is not a number (Coq's [ln 0] is 0, so that the statement
    would be [0 <= -1]). *)
Lemma ln_1m_le (x : R) : 0 <= x < 1 -> ln (1 - x) <= - x.
Proof. intros H. pose proof (ln_le_sub1 (1 - x)). lra. Qed.

Definition f0 (x : R) : R := ln (1 - x) + 2 * x.

Lemma f0_derive (x : R) : x < 1 -> is_derive f0 x (2 - / (1 - x)).
Proof. intros H. unfold f0. auto_derive; [lra|]. field. lra. Qed.

Lemma f0_decr (x y : R) : 1/2 <= x -> x < y -> y < 1 -> f0 y < f0 x.
Proof.
  intros H1 H2 H3. apply (is_derive_decr_strict f0 (fun z => 2 - / (1 - z))); [exact H2| |].
  - intros z Z. apply f0_derive. lra.
  - intros z Z. assert (2 < / (1 - z)); [|lra].
    apply (Rmult_lt_reg_r (1 - z)); [lra|]. rewrite Rinv_l by lra. lra.
Qed.

Lemma f0_nonneg_half (x : R) : 0 <= x <= 1/2 -> 0 <= f0 x.
Proof.
  intros H. replace 0 with (f0 0) by (unfold f0; rewrite Rminus_0_r, ln_1; ring).
  apply (is_derive_incr f0 (fun z => 2 - / (1 - z))); [lra| |].
  - intros z Z. apply f0_derive. lra.
  - intros z Z. assert (/ (1 - z) <= 2); [|lra].
    apply (Rmult_le_reg_r (1 - z)); [lra|]. rewrite Rinv_l by lra. lra.
Qed.

Lemma f0_pos_half (x : R) : 0 < x <= 1/2 -> 0 < f0 x.
Proof.
  intros H. replace 0 with (f0 0) by (unfold f0; rewrite Rminus_0_r, ln_1; ring).
  apply (is_derive_incr_strict f0 (fun z => 2 - / (1 - z))); [lra| |].
  - intros z Z. apply f0_derive. lra.
  - intros z Z. assert (/ (1 - z) < 2); [|lra].
    apply (Rmult_lt_reg_r (1 - z)); [lra|]. rewrite Rinv_l by lra. lra.
Qed.

Lemma exp_square_le (x l m : R) : 0 <= l -> l <= exp x -> m <= l * l -> m <= exp (2 * x).
Proof. intros H1 H2 H3. replace (2 * x) with (x + x) by ring. rewrite exp_plus. nra. Qed.

Lemma exp_square_ge (x l m : R) : exp x <= l -> l * l <= m -> exp (2 * x) <= m.
Proof.
  intros H2 H3. replace (2 * x) with (x + x) by ring. rewrite exp_plus.
  pose proof (exp_pos x). nra.
Qed.

Lemma f0_lower_end : 0 < f0 (7968121300/10000000000).
Proof.
  set (z := 7968121300/10000000000/16).
  assert (E0 : 1051061660016588081/10^18 <= exp z).
  { apply Rle_trans with (exp8 z); [unfold exp8, z; lra|apply exp8_le; unfold z; lra]. }
  assert (E1 : 1104730613156825791/10^18 <= exp (2*z)) by (apply (exp_square_le z (1051061660016588081/10^18)); lra).
  assert (E2 : 1220429727645856273/10^18 <= exp (2*(2*z))) by (apply (exp_square_le (2*z) (1104730613156825791/10^18)); lra).
  assert (E3 : 1489448720121738919/10^18 <= exp (2*(2*(2*z)))) by (apply (exp_square_le (2*(2*z)) (1220429727645856273/10^18)); lra).
  assert (E4 : 2218457489872286154/10^18 <= exp (2*(2*(2*(2*z))))) by (apply (exp_square_le (2*(2*(2*z))) (1489448720121738919/10^18)); lra).
  assert (E5 : 4921553634370444623/10^18 <= exp (2*(2*(2*(2*(2*z)))))) by (apply (exp_square_le (2*(2*(2*(2*z)))) (2218457489872286154/10^18)); lra).
  replace (2*(2*(2*(2*(2*z))))) with (2 * (7968121300/10000000000)) in E5 by (unfold z; field).
  unfold f0.
  assert (- ln (1 - 7968121300/10000000000) < 2 * (7968121300/10000000000)); [|lra].
  rewrite <- ln_Rinv by lra. apply exp_lt_inv. rewrite exp_ln by lra. lra.
Qed.

Lemma f0_upper_end : f0 (7968121301/10000000000) < 0.
Proof.
  set (z := 7968121301/10000000000/16).
  assert (E0 : exp z <= 1051061660023157223/10^18).
  { pose proof (exp8_ge z) as E. assert (0 <= z) by (unfold z; lra). specialize (E H).
    assert (B : exp8 z <= 1051061660023157223/10^18 * (1 - z ^ 9 / 362880)) by (unfold exp8, z; lra).
    assert (P : 0 < 1 - z ^ 9 / 362880) by (unfold z; lra).
    apply (Rmult_le_reg_r _ _ _ P). lra. }
  assert (E1 : exp (2*z) <= 1104730613170634939/10^18) by (apply (exp_square_ge z (1051061660023157223/10^18)); lra).
  assert (E2 : exp (2*(2*z)) <= 1220429727676367051/10^18) by (apply (exp_square_ge (2*z) (1104730613170634939/10^18)); lra).
  assert (E3 : exp (2*(2*(2*z))) <= 1489448720196211441/10^18) by (apply (exp_square_ge (2*(2*z)) (1220429727676367051/10^18)); lra).
  assert (E4 : exp (2*(2*(2*(2*z)))) <= 2218457490094132160/10^18) by (apply (exp_square_ge (2*(2*(2*z))) (1489448720196211441/10^18)); lra).
  assert (E5 : exp (2*(2*(2*(2*(2*z))))) <= 4921553635354756491/10^18) by (apply (exp_square_ge (2*(2*(2*(2*z)))) (2218457490094132160/10^18)); lra).
  replace (2*(2*(2*(2*(2*z))))) with (2 * (7968121301/10000000000)) in E5 by (unfold z; field).
  unfold f0.
  assert (2 * (7968121301/10000000000) < - ln (1 - 7968121301/10000000000)); [|lra].
  rewrite <- ln_Rinv by lra. apply exp_lt_inv. rewrite exp_ln by lra. lra.
Qed.

(** ridge/4.2-t2 note (0.79681213...): the constant up to which [ln (1 - x) >= -2x]; the root is
    enclosed and is the only one in (0, 1).
    WRONG: uniqueness in [0, 1); 0 is a root too, and [f0_pos_half] needs 0 < x. *)
Lemma x0_exists : exists x0, 7968121300/10000000000 < x0 < 7968121301/10000000000
  /\ ln (1 - x0) = -2 * x0.
Proof.
  destruct (IVT_interv (fun x => - f0 x) (7968121300/10000000000) (7968121301/10000000000))
    as [x [X1 X2]]; [|lra|pose proof f0_lower_end; lra|pose proof f0_upper_end; lra|].
  - intros a A. apply continuity_pt_opp, continuity_pt_filterlim, (ex_derive_continuous f0).
    exists (2 - / (1 - a)). apply f0_derive. lra.
  - exists x. assert (f0 x = 0) by lra. pose proof f0_lower_end. pose proof f0_upper_end.
    assert (x <> 7968121300/10000000000) by (intros ->; lra).
    assert (x <> 7968121301/10000000000) by (intros ->; lra).
    unfold f0 in *. lra.
Qed.

Lemma x0_unique (x y : R) : 0 < x < 1 -> 0 < y < 1 ->
  ln (1 - x) = -2 * x -> ln (1 - y) = -2 * y -> x = y.
Proof.
  assert (W : forall x, 0 < x < 1 -> ln (1 - x) = -2 * x -> 1/2 < x).
  { intros z Z E. apply Rnot_le_lt. intros L. pose proof (f0_pos_half z). unfold f0 in *. lra. }
  intros X Y EX EY. pose proof (W x X EX). pose proof (W y Y EY).
  destruct (Rtotal_order x y) as [L|[E|L]]; [|exact E|].
  - pose proof (f0_decr x y). unfold f0 in *. lra.
  - pose proof (f0_decr y x). unfold f0 in *. lra.
Qed.

Lemma x0_enclosure (x : R) : 0 < x < 1 -> ln (1 - x) = -2 * x ->
  7968121300/10000000000 < x < 7968121301/10000000000.
Proof.
  intros X E. destruct x0_exists as [y [Y EY]].
  rewrite (x0_unique x y); [exact Y|exact X|lra|exact E|exact EY].
Qed.

(** ridge/4.2-t2/corrected [log-base], for the exact constant: the inequality holds up to the root
    and nowhere beyond. *)
Lemma ln_1m_ge_iff (x x0 : R) : 0 < x0 < 1 -> ln (1 - x0) = -2 * x0 -> 0 <= x < 1 ->
  (-2 * x <= ln (1 - x) <-> x <= x0).
Proof.
  intros X0 E X. pose proof (x0_enclosure x0 X0 E). split; intros H'.
  - apply Rnot_lt_le. intros L. pose proof (f0_decr x0 x). unfold f0 in *. lra.
  - destruct (Rle_dec x (1/2)) as [L|L].
    + pose proof (f0_nonneg_half x). unfold f0 in *. lra.
    + destruct (Req_dec x x0) as [-> | N]; [lra|].
      pose proof (f0_decr x x0). unfold f0 in *. lra.
Qed.

(** ridge/4.2-t2/corrected [log-base].
    WRONG: on [0, 1), as the proof of ridge/4.2-t2 uses it ([wrong_ln_1m_ge_2x]); [f0] decreases
    from 1/2 on and is negative beyond the root. *)
Lemma ln_1m_ge_2x (x : R) : 0 <= x <= 7968/10000 -> -2 * x <= ln (1 - x).
Proof.
  intros H. destruct x0_exists as [x0 [X0 E]].
  apply (ln_1m_ge_iff x x0); lra.
Qed.

(** ridge/4.2-t2 [log-base], which the claim file expects to be false; already at 0.7969. *)
Lemma wrong_ln_1m_ge_2x_at : ln (1 - 7969/10000) < -2 * (7969/10000).
Proof.
  pose proof (f0_decr (7968121301/10000000000) (7969/10000)). pose proof f0_upper_end.
  unfold f0 in *. lra.
Qed.

Lemma wrong_ln_1m_ge_2x : ~ (forall x, 0 <= x < 1 -> -2 * x <= ln (1 - x)).
Proof. intros H. specialize (H (7969/10000)). pose proof wrong_ln_1m_ge_2x_at. lra. Qed.

(** The same on the interval of the claim file, [0, 99/100]. *)
Lemma wrong_ln_1m_ge_2x_box : ~ (forall x, 0 <= x <= 99/100 -> -2 * x <= ln (1 - x)).
Proof. intros H. specialize (H (7969/10000)). pose proof wrong_ln_1m_ge_2x_at. lra. Qed.

(** ridge/8-t2 [log-base].
    WRONG: the factor 1.005; at 1/100 the second-order term 0.01^2/2 takes all of it and the
    third order is over. *)
Lemma ln_1m_ge_101 (x : R) : 0 <= x <= 1/100 -> -(101/100) * x <= ln (1 - x).
Proof.
  intros H. rewrite <- (ln_exp (-(101/100) * x)).
  apply ln_le; [apply exp_pos|].
  pose proof (exp_opp_quadratic (101/100 * x)).
  replace (-(101/100) * x) with (-(101/100 * x)) by ring. nra.
Qed.

(** logistic/4.1-drift [log-step].
    WRONG: with x^2/3; the second derivative at 0 is 1. *)
Lemma ln_1p_ge_quadratic (x : R) : 0 <= x -> x - ln (1 + x) <= x ^ 2 / 2.
Proof.
  intros H.
  assert (E : x - ln (1 + x) - x ^ 2 / 2 <= 0 - ln (1 + 0) - 0 ^ 2 / 2).
  { apply (is_derive_decr (fun z => z - ln (1 + z) - z ^ 2 / 2) (fun z => 1 - / (1 + z) - z));
      [exact H| |].
    - intros z Z. auto_derive; [lra|]. field. lra.
    - intros z Z. pose proof (Rinv_0_lt_compat (1 + z)).
      assert (/ (1 + z) * (1 + z) = 1) by (apply Rinv_l; lra). nra. }
  rewrite Rplus_0_r, ln_1 in E. lra.
Qed.

(** ** Exponentials near 0 *)

(** WRONG: without the bound on [|x|]; the quadratic term is not below [|x|] times a constant. *)
Lemma expm1_abs_le (x r : R) : Rabs x <= r -> r < 1 -> Rabs (exp x - 1) <= r / (1 - r).
Proof.
  intros H R. pose proof (exp_ineq1_le x). pose proof (exp_ineq1_le (- x)).
  pose proof (exp_opp_inv x). pose proof (exp_pos x). pose proof (exp_pos (- x)).
  pose proof (Rle_abs x). pose proof (Rle_abs (- x)) as A. rewrite Rabs_Ropp in A.
  assert (U : exp x * (1 - r) <= 1) by nra.
  assert (Q : r / (1 - r) * (1 - r) = r) by (field; lra).
  apply Rabs_le. split; apply (Rmult_le_reg_r (1 - r)); nra.
Qed.

(** logistic/4.5-bias/corrected [exp].
    WRONG: with [-1/100, 1/100]; [exp (1/100) - 1 > 1/100] ([wrong_expm1_bias]). *)
Lemma expm1_bias (x : R) : -1/110 <= x <= 1/110 -> Rabs (exp x - 1) <= 1/100.
Proof.
  intros H. apply Rle_trans with (1/110 / (1 - 1/110)); [|lra].
  apply expm1_abs_le; [apply Rabs_le; lra|lra].
Qed.

Lemma wrong_expm1_bias : 1/100 < Rabs (exp (1/100) - 1).
Proof.
  pose proof (exp_ineq1 (1/100)). rewrite Rabs_right; lra.
Qed.

(** logistic/4.5-flow/corrected [gap].
    WRONG: with the tolerance 1/1000 in all, which leaves nothing for the second order. *)
Lemma expm1_gap (g : R) : -1/1000 <= g <= 1/1000 -> Rabs (exp g - 1) <= 1/400 - 1/1000.
Proof.
  intros H. apply Rle_trans with (1/1000 / (1 - 1/1000)); [|lra].
  apply expm1_abs_le; [apply Rabs_le; lra|lra].
Qed.

(** logistic/4.5-flow/corrected [scale]. WRONG: [> 2]; equality at 0. *)
Lemma exp_sum_ge_2 (u : R) : 2 <= exp u + exp (- u).
Proof.
  pose proof (exp_opp_inv u). pose proof (exp_pos u).
  pose proof (Rle_0_sqr (exp u - exp (- u))). unfold Rsqr in *. nra.
Qed.

(** ** Rational inequalities *)

(** ridge/4.2-t1 [floor], ridge/4.2-t1/sharp [floor], ridge/4.4 [floor], ridge/4.4/floor [am-gm].
    WRONG: with 5 for 4; equality at mu = lambda. *)
Lemma am_gm (mu lam : R) : 4 * mu * lam <= (mu + lam) ^ 2.
Proof. pose proof (pow2_ge_0 (mu - lam)). nra. Qed.

Lemma wrong_am_gm : ~ (forall mu lam, 0 <= mu -> 0 <= lam -> 5 * mu * lam <= (mu + lam) ^ 2).
Proof. intros H. specialize (H 1 1). lra. Qed.

(** ridge/4.4/floor [modes] with [am-gm]: what one mode adds to the final training loss.
    WRONG: lambda/8 without the factor 1/2 of the loss; at mu = lambda the left side is lambda/4. *)
Lemma mode_floor (mu lam : R) : 0 <= mu -> 0 < lam -> mu * lam ^ 2 / (mu + lam) ^ 2 <= lam / 4.
Proof.
  intros H L. apply (Rmult_le_reg_r ((mu + lam) ^ 2)); [nra|].
  replace (mu * lam ^ 2 / (mu + lam) ^ 2 * (mu + lam) ^ 2) with (mu * lam ^ 2) by (field; lra).
  pose proof (am_gm mu lam). nra.
Qed.

(** ridge/4.2-t1 [small-floor]: 6 lambda T^2/8 ... <= epsilon/16 under 2 lambda T^2 <= epsilon. *)
Lemma small_floor_16 (lam T2 eps : R) : 2 * lam * T2 <= eps -> lam * T2 / 8 <= eps / 16.
Proof. lra. Qed.

(** ridge/4.4 [small-floor]. *)
Lemma small_floor_12 (lam T2 eps : R) : 3 * lam * T2 <= 2 * eps -> lam * T2 / 8 <= eps / 12.
Proof. lra. Qed.

(** ridge/4.2-t1 [constants]. WRONG: with 1/2 for 1/4: 0.577 + 0.5 > 1. *)
Lemma sqrt_third_quarter : 1 / sqrt 3 + 1/4 < 1.
Proof.
  assert (3/2 < sqrt 3).
  { rewrite <- (sqrt_pow2 (3/2)) by lra. apply sqrt_lt_1; lra. }
  assert (1 / sqrt 3 < 1 / (3/2)); [|lra].
  apply Rmult_lt_compat_l; [lra|]. apply Rinv_lt_contravar; nra.
Qed.

Lemma at_the_bound_constants (eps : R) : 0 < eps -> sqrt eps * (1 / sqrt 3 + 1/4) < sqrt eps.
Proof.
  intros H. pose proof (sqrt_lt_R0 eps H). pose proof sqrt_third_quarter. nra.
Qed.

(** ridge/4.4 [at-the-bound]: sqrt(eps)(1/sqrt 3 + 1/sqrt 12) = sqrt(3 eps/4). *)
Lemma at_the_bound_44 (eps : R) : 0 <= eps ->
  sqrt eps * (1 / sqrt 3 + 1 / sqrt 12) = sqrt (3 * eps / 4).
Proof.
  intros H. assert (S3 : 0 < sqrt 3) by (apply sqrt_lt_R0; lra).
  assert (S : sqrt 3 * sqrt 3 = 3) by (apply sqrt_sqrt; lra).
  replace 12 with (2 * 2 * 3) by ring.
  rewrite (sqrt_mult (2 * 2) 3) by lra. rewrite sqrt_square by lra.
  replace (3 * eps / 4) with (eps * (3 / (2 * 2))) by field.
  rewrite (sqrt_mult eps) by lra. rewrite (sqrt_div 3 (2 * 2)) by lra. rewrite sqrt_square by lra.
  f_equal. apply (Rmult_eq_reg_r (sqrt 3)); [|lra].
  replace ((1 / sqrt 3 + 1 / (2 * sqrt 3)) * sqrt 3) with (3/2) by (field; lra). lra.
Qed.

(** ridge/4.4 and ridge/4.2-t1 [at-the-bound], the whole step: rate part, floor part, sum. *)
Lemma at_the_bound (r2t L N2 floor eps : R) : 0 < eps -> 0 < L -> 0 < N2 -> 0 <= r2t -> 0 <= floor ->
  r2t <= eps / (6 * L * N2) -> floor <= eps / 12 ->
  sqrt (r2t * (L / 2) * (4 * N2)) + sqrt floor < sqrt eps.
Proof.
  intros E HL HN R F HR HF.
  assert (A : r2t * (L / 2) * (4 * N2) <= eps / 3).
  { assert (r2t * (6 * L * N2) <= eps); [|lra].
    apply (Rmult_le_compat_r (6 * L * N2)) in HR; [|nra].
    replace (eps / (6 * L * N2) * (6 * L * N2)) with eps in HR by (field; lra). exact HR. }
  apply sqrt_le_1_alt in A. apply sqrt_le_1_alt in HF.
  pose proof (at_the_bound_44 eps). 
  assert (sqrt (eps / 3) + sqrt (eps / 12) = sqrt (3 * eps / 4)).
  { rewrite <- at_the_bound_44 by lra. rewrite !sqrt_div by lra. unfold Rdiv. ring. }
  assert (sqrt (3 * eps / 4) < sqrt eps) by (apply sqrt_lt_1; lra). lra.
Qed.

(** ridge/4.2-t2/upper [second-term].
    WRONG: with U/(1 + U/g): it tends to g, not g/2, for large U. *)
Lemma second_term (U g : R) : 0 <= U -> 0 < g -> U / (1 + 2 * U / g) <= g / 2.
Proof.
  intros HU Hg. replace (U / (1 + 2 * U / g)) with (U * g / (g + 2 * U)) by (field; lra).
  apply (Rmult_le_reg_r (g + 2 * U)); [lra|].
  replace (U * g / (g + 2 * U) * (g + 2 * U)) with (U * g) by (field; lra). nra.
Qed.

Lemma second_term_strict (U g : R) : 0 <= U -> 0 < g -> U / (1 + 2 * U / g) < g / 2.
Proof.
  intros HU Hg. replace (U / (1 + 2 * U / g)) with (U * g / (g + 2 * U)) by (field; lra).
  apply (Rmult_lt_reg_r (g + 2 * U)); [lra|].
  replace (U * g / (g + 2 * U) * (g + 2 * U)) with (U * g) by (field; lra). nra.
Qed.

(** ridge/4.2-final/sharp [peak].
    WRONG: for D > 0; the derivative of the right side at mu = 0 is 2D, that of the left 1
    ([wrong_peak_half]). *)
Lemma peak_half (mu D : R) : 0 <= mu -> 1/2 <= D -> mu + D <= D * (mu + 1) ^ 2.
Proof.
  intros M H. pose proof (Rmult_le_pos mu (2 * D - 1)). pose proof (Rmult_le_pos D (mu ^ 2)).
  pose proof (pow2_ge_0 mu). nra.
Qed.

Lemma wrong_peak_half : ~ (forall mu D, 0 <= mu -> 49/100 <= D -> mu + D <= D * (mu + 1) ^ 2).
Proof. intros H. specialize (H (1/100) (49/100)). lra. Qed.

(** ridge/4.2-final/sharp-fast [peak]. WRONG: for kappa >= 9/10 ([wrong_peak_one]). *)
Lemma peak_one (mu kappa : R) : 0 <= mu -> 1 <= kappa -> 2 * mu + kappa <= kappa * (mu + 1) ^ 2.
Proof.
  intros M H. pose proof (Rmult_le_pos mu (2 * kappa - 2)). pose proof (pow2_ge_0 mu).
  pose proof (Rmult_le_pos kappa (mu ^ 2)). nra.
Qed.

Lemma wrong_peak_one :
  ~ (forall mu kappa, 0 <= mu -> 9/10 <= kappa -> 2 * mu + kappa <= kappa * (mu + 1) ^ 2).
Proof. intros H. specialize (H (1/10) (9/10)). lra. Qed.

(** ridge/4.2-final/sharp [scale]: the peak in the units of lambda.
    WRONG: without lambda <= 2D, where the maximum is at a positive mu and is larger than D. *)
Lemma peak_half_scaled (mu D lam : R) : 0 <= mu -> 0 < lam -> lam <= 2 * D ->
  lam ^ 2 * (mu + D) / (mu + lam) ^ 2 <= D.
Proof.
  intros M L H. apply (Rmult_le_reg_r ((mu + lam) ^ 2)); [nra|].
  replace (lam ^ 2 * (mu + D) / (mu + lam) ^ 2 * (mu + lam) ^ 2) with (lam ^ 2 * (mu + D))
    by (field; lra).
  assert (0 <= lam * mu * (2 * D - lam)) by (apply Rmult_le_pos; nra).
  assert (0 <= D * mu ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra.
Qed.

(** ridge/4.2-final/sharp-fast [error]. WRONG: without lambda <= kappa. *)
Lemma peak_one_scaled (mu kappa lam : R) : 0 <= mu -> 0 < lam -> lam <= kappa ->
  lam ^ 2 * (2 * mu + kappa) / (mu + lam) ^ 2 <= kappa.
Proof.
  intros M L H. apply (Rmult_le_reg_r ((mu + lam) ^ 2)); [nra|].
  replace (lam ^ 2 * (2 * mu + kappa) / (mu + lam) ^ 2 * (mu + lam) ^ 2) with
    (lam ^ 2 * (2 * mu + kappa)) by (field; lra).
  assert (0 <= lam * mu * (kappa - lam)) by (apply Rmult_le_pos; nra).
  assert (0 <= kappa * mu ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). nra.
Qed.

(** ridge/4.2-final/sharp-fast [variance-scalar].
    WRONG: + 4/5 for + 1/6; at R = 1, h = 1/2 only 3/4 is left. *)
Lemma variance_scalar (R0 h : R) : 1 <= R0 -> 0 <= h <= 1 -> R0 * h - h ^ 2 + 1/6 <= R0.
Proof.
  intros. pose proof (pow2_ge_0 (h - 1/2)). nra.
Qed.

Lemma wrong_variance_scalar :
  ~ (forall R0 h, 1 <= R0 -> 0 <= h <= 1 -> R0 * h - h ^ 2 + 4/5 <= R0).
Proof. intros H. specialize (H 1 (1/2)). lra. Qed.
