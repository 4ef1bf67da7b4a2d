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
  assert (E1 : 1104730613156825791/10^18 <= exp (2*z))
    by (apply (exp_square_le z (1051061660016588081/10^18)); lra).
  assert (E2 : 1220429727645856273/10^18 <= exp (2*(2*z)))
    by (apply (exp_square_le (2*z) (1104730613156825791/10^18)); lra).
  assert (E3 : 1489448720121738919/10^18 <= exp (2*(2*(2*z))))
    by (apply (exp_square_le (2*(2*z)) (1220429727645856273/10^18)); lra).
  assert (E4 : 2218457489872286154/10^18 <= exp (2*(2*(2*(2*z)))))
    by (apply (exp_square_le (2*(2*(2*z))) (1489448720121738919/10^18)); lra).
  assert (E5 : 4921553634370444623/10^18 <= exp (2*(2*(2*(2*(2*z))))))
    by (apply (exp_square_le (2*(2*(2*(2*z)))) (2218457489872286154/10^18)); lra).
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
  assert (E1 : exp (2*z) <= 1104730613170634939/10^18)
    by (apply (exp_square_ge z (1051061660023157223/10^18)); lra).
  assert (E2 : exp (2*(2*z)) <= 1220429727676367051/10^18)
    by (apply (exp_square_ge (2*z) (1104730613170634939/10^18)); lra).
  assert (E3 : exp (2*(2*(2*z))) <= 1489448720196211441/10^18)
    by (apply (exp_square_ge (2*(2*z)) (1220429727676367051/10^18)); lra).
  assert (E4 : exp (2*(2*(2*(2*z)))) <= 2218457490094132160/10^18)
    by (apply (exp_square_ge (2*(2*(2*z))) (1489448720196211441/10^18)); lra).
  assert (E5 : exp (2*(2*(2*(2*(2*z))))) <= 4921553635354756491/10^18)
    by (apply (exp_square_ge (2*(2*(2*(2*z)))) (2218457490094132160/10^18)); lra).
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

(** WRONG: for x in [0, 1): 0 solves the equation too. *)
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

(** ridge/4.2-t2 note: the constant is 0.79681213... .  WRONG: 0.7968121301 as a value of the root. *)
Lemma x0_enclosure (x : R) : 0 < x < 1 -> ln (1 - x) = -2 * x ->
  7968121300/10000000000 < x < 7968121301/10000000000.
Proof.
  intros X E. destruct x0_exists as [y [Y EY]].
  rewrite (x0_unique x y); [exact Y|exact X|lra|exact E|exact EY].
Qed.

(** ridge/4.2-t2/corrected [log-base], for the exact constant: the inequality holds up to the root
    and nowhere beyond.  WRONG: for x = 1, where ln 0 has no value. *)
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

Lemma wrong_ln_1m_ge_1005 : ~ (forall x, 0 <= x <= 1/100 -> -(1005/1000) * x <= ln (1 - x)).
Proof.
  intros H. specialize (H (1/100) ltac:(lra)).
  assert (E : ln (1 - 1/100) < -(1005/1000) * (1/100)); [|lra].
  rewrite <- (ln_exp (-(1005/1000) * (1/100))). apply ln_increasing; [lra|].
  set (y := 1005/100000). replace (-(1005/1000) * (1/100)) with (- y) by (unfold y; field).
  assert (Y : 0 <= y) by (unfold y; lra).
  pose proof (exp8_ge y Y) as U. pose proof (exp_opp_inv y) as I. pose proof (exp_pos (- y)) as P.
  assert (B : exp y < 100/99) by (unfold exp8, y in *; lra).
  nra.
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

(** ridge/4.2-t1 [small-floor].  WRONG: <= epsilon/17; equality where 2 lambda T^2 = epsilon. *)
Lemma small_floor_16 (lam T2 eps : R) : 2 * lam * T2 <= eps -> lam * T2 / 8 <= eps / 16.
Proof. lra. Qed.

(** ridge/4.4 [small-floor].  WRONG: <= epsilon/13; equality where 3 lambda T^2 = 2 epsilon. *)
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

(** ridge/4.2-t1 [constants], for all epsilon > 0.  WRONG: for epsilon = 0, where both sides are 0. *)
Lemma at_the_bound_constants (eps : R) : 0 < eps -> sqrt eps * (1 / sqrt 3 + 1/4) < sqrt eps.
Proof.
  intros H. pose proof (sqrt_lt_R0 eps H). pose proof sqrt_third_quarter. nra.
Qed.

(** ridge/4.4 [at-the-bound]: sqrt(eps)(1/sqrt 3 + 1/sqrt 12) = sqrt(3 eps/4).
    WRONG: = sqrt(5 eps/12), the sum under one root. *)
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

(** ridge/4.4 and ridge/4.2-t1 [at-the-bound], the whole step: rate part, floor part, sum.
    WRONG: for floor <= epsilon/4: 1/sqrt 3 + 1/2 > 1. *)
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

(** ridge/4.2-t2/upper [guard] needs it strictly.  WRONG: for g = 0. *)
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

(** ** Rates, times, roots *)

(** ridge/8-t1/a-priori [rates], ridge/4.2-t1/sharp [rates].
    WRONG: from eta (mu_hi + lambda) <= 2 alone; the largest rate may then be nearer to -1 than the
    smallest is to 1. *)
Lemma rates_abs (eta mu lo hi lam : R) : 0 < eta -> lo <= mu <= hi -> eta * (lo + hi + 2 * lam) <= 2 ->
  Rabs (1 - eta * (mu + lam)) <= 1 - eta * (lo + lam).
Proof. intros E M H. apply Rabs_le. nra. Qed.

(** ridge/8-t1/a-priori [rates], that r is in (0, 1).  WRONG: for lo = hi, where the step size lets r be 0. *)
Lemma rates_base (eta lo hi lam : R) : 0 < eta -> lo < hi -> 0 < lo + lam -> eta * (lo + hi + 2 * lam) <= 2 ->
  0 < 1 - eta * (lo + lam) < 1.
Proof. intros. nra. Qed.

Lemma wrong_rates_abs : ~ (forall eta mu lo hi lam, 0 < eta -> 0 < lo -> 0 <= lam -> lo <= mu <= hi ->
  eta * (hi + lam) <= 2 -> Rabs (1 - eta * (mu + lam)) <= 1 - eta * (lo + lam)).
Proof.
  intros H. specialize (H 1 2 (1/2) 2 0). rewrite Rabs_left in H; lra.
Qed.

(** ridge/4.1-norm [rates]. WRONG: with the upper end alone; the lower end needs the step size. *)
Lemma rates_41 (eta mu L lam : R) : 0 < eta -> 0 <= mu <= L -> eta * (L + 2 * lam) <= 2 ->
  Rabs (1 - eta * (mu + lam)) <= 1 - eta * lam.
Proof. intros E M H. apply Rabs_le. nra. Qed.

(** ridge/4.1-train [slowest]. WRONG: without mu + mu_min <= L (two eigenvalues). *)
Lemma slowest_41 (eta mu mumin L lam : R) : 0 < eta -> mumin <= mu -> mu + mumin <= L ->
  eta * (L + 2 * lam) <= 2 ->
  (1 - eta * (mu + lam)) ^ 2 <= (1 - eta * (mumin + lam)) ^ 2.
Proof.
  intros E M S H.
  assert ((1 - eta * (mumin + lam)) ^ 2 - (1 - eta * (mu + lam)) ^ 2 =
    eta * (mu - mumin) * (2 - eta * (mu + mumin + 2 * lam))) by ring.
  assert (0 <= eta * (mu - mumin)) by nra.
  assert (0 <= 2 - eta * (mu + mumin + 2 * lam)) by nra. nra.
Qed.

(** ridge/4.1-population [event].  WRONG: with q^t for q^(2t): q may be negative. *)
Lemma event_41 (smin q a nu2k : R) (t : nat) : 0 <= smin -> nu2k / 2 <= a ->
  smin * q ^ (2 * t) * (nu2k / 2) <= smin * q ^ (2 * t) * a.
Proof.
  intros S A. apply Rmult_le_compat_l; [|exact A].
  rewrite pow_mult. apply Rmult_le_pos; [exact S|]. apply pow_le, pow2_ge_0.
Qed.

(** ridge/8-t1 [constants]. WRONG: with 13 for 14. *)
Lemma constants_8t1 (mnu2 : R) : 0 <= mnu2 -> 6 * (3/2) * (3/2) * mnu2 <= 14 * mnu2.
Proof. lra. Qed.

(** ridge/4.2-final [strict]: the error, and the limit of the loss.
    WRONG: with rates in [0, 1]; a rate 1 keeps its mode for ever. *)
Lemma strict_42_final (e tr eps lamT2 : R) : 0 < eps -> e <= 2 * tr + eps / 4 -> tr <= lamT2 / 2 ->
  2 * lamT2 <= eps -> e <= 3 * eps / 4 /\ e < eps.
Proof. intros. lra. Qed.

(** ridge/4.2-final [strict], that the loss tends to the final error. *)
Lemma rate_limit (r : R) : 0 <= r < 1 -> is_lim_seq (fun t => r ^ t) 0.
Proof. intros H. apply is_lim_seq_geom. rewrite Rabs_right; lra. Qed.

(** Powers of a rate and times.  [Rpower r t] is r^t for r > 0; for a natural t it is [r ^ t]
    ([Rpower_pow]). *)
Lemma Rpower_ln (r t : R) : ln (Rpower r t) = t * ln r.
Proof. apply ln_exp. Qed.

Lemma Rpower_pos (r t : R) : 0 < Rpower r t.
Proof. apply exp_pos. Qed.

(** WRONG: without r < 1; then -ln r is not positive and the division turns the inequality round. *)
Lemma rate_time_le (r t a : R) : 0 < r < 1 -> 0 < a -> ln a / (- ln r) <= t -> Rpower r t * a <= 1.
Proof.
  intros R0 A H.
  assert (L : ln r < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply (Rmult_le_compat_r (- ln r)) in H; [|lra].
  replace (ln a / - ln r * - ln r) with (ln a) in H by (field; lra).
  rewrite <- (exp_ln a) at 1 by exact A. unfold Rpower. rewrite <- exp_plus, <- exp_0.
  apply exp_le. lra.
Qed.

(** The same, strictly, for times beyond the bound.  WRONG: for times at the bound. *)
Lemma rate_time_lt (r t a : R) : 0 < r < 1 -> 0 < a -> ln a / (- ln r) < t -> Rpower r t * a < 1.
Proof.
  intros R0 A H.
  assert (L : ln r < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply (Rmult_lt_compat_r (- ln r)) in H; [|lra].
  replace (ln a / - ln r * - ln r) with (ln a) in H by (field; lra).
  rewrite <- (exp_ln a) at 1 by exact A. unfold Rpower. rewrite <- exp_plus, <- exp_0.
  apply exp_increasing. lra.
Qed.

(** The same, for times up to the bound. *)
Lemma rate_time_ge (r t a : R) : 0 < r < 1 -> 0 < a -> t <= ln a / (- ln r) -> 1 <= Rpower r t * a.
Proof.
  intros R0 A H.
  assert (L : ln r < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply (Rmult_le_compat_r (- ln r)) in H; [|lra].
  replace (ln a / - ln r * - ln r) with (ln a) in H by (field; lra).
  rewrite <- (exp_ln a) at 1 by exact A. unfold Rpower. rewrite <- exp_plus, <- exp_0.
  apply exp_le. lra.
Qed.

Lemma rate_decr (r s t : R) : 0 < r < 1 -> s <= t -> Rpower r t <= Rpower r s.
Proof.
  intros R0 H. assert (L : ln r < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  unfold Rpower. apply exp_le. nra.
Qed.

(** ridge/4.2-t1/sharp [time], ridge/8-t1/a-priori [time]: E = sqrt(epsilon), P = sqrt of the first
    loss.  WRONG: for E <= s: the logarithm of a number that is not positive; the loss may stay above. *)
Lemma geometric_decay (r t P s E : R) : 0 < r < 1 -> 0 < P + s -> s < E ->
  ln ((P + s) / (E - s)) / (- ln r) <= t -> Rpower r t * (P + s) + s <= E.
Proof.
  intros R0 A B H. assert (0 < (P + s) / (E - s)) by (apply Rdiv_lt_0_compat; lra).
  apply rate_time_le in H; [|assumption..].
  apply (Rmult_le_compat_r (E - s)) in H; [|lra].
  replace (Rpower r t * ((P + s) / (E - s)) * (E - s)) with (Rpower r t * (P + s)) in H
    by (field; lra). lra.
Qed.

(** ridge/4.2-t1/sharp [time], as the claim says it: strictly below, for t above the bound.
    WRONG: at the bound, where there is equality. *)
Lemma geometric_decay_strict (r t P s E : R) : 0 < r < 1 -> 0 < P + s -> s < E ->
  ln ((P + s) / (E - s)) / (- ln r) < t -> Rpower r t * (P + s) + s < E.
Proof.
  intros R0 A B H. assert (0 < (P + s) / (E - s)) by (apply Rdiv_lt_0_compat; lra).
  apply rate_time_lt in H; [|assumption..].
  apply (Rmult_lt_compat_r (E - s)) in H; [|lra].
  replace (Rpower r t * ((P + s) / (E - s)) * (E - s)) with (Rpower r t * (P + s)) in H
    by (field; lra). lra.
Qed.

(** The other direction. ridge/4.2-t1/sharp-lower [time], ridge/4.5 [time], ridge/4.5/appendix [time].
    WRONG: for P <= s: nothing is left of the start, and the logarithm is meaningless. *)
Lemma geometric_decay_lower (r t P s E : R) : 0 < r < 1 -> s < P -> 0 < E + s ->
  t <= ln ((P - s) / (E + s)) / (- ln r) -> E <= Rpower r t * (P - s) - s.
Proof.
  intros R0 A B H. assert (0 < (P - s) / (E + s)) by (apply Rdiv_lt_0_compat; lra).
  apply rate_time_ge in H; [|assumption..].
  apply (Rmult_le_compat_r (E + s)) in H; [|lra].
  replace (Rpower r t * ((P - s) / (E + s)) * (E + s)) with (Rpower r t * (P - s)) in H
    by (field; lra). lra.
Qed.

(** ridge/4.2-t1/sharp-lower [time]: the last hypothesis makes the bound nonnegative.
    WRONG: from P >= E alone: (P - s)/(E + s) may be below 1. *)
Lemma sharp_lower_nonneg (r P s E : R) : 0 < r < 1 -> 0 < E + s -> E + 2 * s <= P ->
  0 <= ln ((P - s) / (E + s)) / (- ln r).
Proof.
  intros R0 B H. assert (L : ln r < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra].
  rewrite <- ln_1. apply ln_le; [lra|].
  apply (Rmult_le_reg_r (E + s)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(** ridge/4.5 [time] as written in the claim: X = a/(E + T)^2 with a = (m - n) nu2/2, and the factor
    2 with the logarithm.  The contrapositive: a loss below c needs t beyond the bound.
    WRONG: with sqrt (E^2 + T^2) for E + T: the triangle inequality gives the sum. *)
Lemma time_45 (q t a E T : R) : 0 < q < 1 -> 0 < a -> 0 < E + T ->
  t <= ln (a / (E + T) ^ 2) / (-2 * ln q) -> E <= Rpower q t * sqrt a - T.
Proof.
  intros Q A ET H.
  assert (L : ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (SA : 0 < sqrt a) by (apply sqrt_lt_R0, A).
  replace (ln (a / (E + T) ^ 2) / (-2 * ln q)) with (ln (sqrt a / (E + T)) / - ln q) in H.
  - assert (0 < sqrt a / (E + T)) by (apply Rdiv_lt_0_compat; lra).
    apply rate_time_ge in H; [|assumption..].
    apply (Rmult_le_compat_r (E + T)) in H; [|lra].
    replace (Rpower q t * (sqrt a / (E + T)) * (E + T)) with (Rpower q t * sqrt a) in H
      by (field; lra). lra.
  - replace (a / (E + T) ^ 2) with ((sqrt a / (E + T)) * (sqrt a / (E + T))).
    + rewrite ln_mult by (apply Rdiv_lt_0_compat; lra). field. lra.
    + rewrite <- (sqrt_sqrt a) at 3 by lra. field. lra.
Qed.

(** ridge/4.2-t2/trace [time]: an integer (or any t) below the bound has nu2 q^(2t) Y > c.
    WRONG: without max(1, .): for nu2 Y <= c the bound is negative and no t >= 0 is below it. *)
Lemma time_trace (q t Y c : R) : 0 < q < 1 -> 0 < c -> 0 <= t ->
  t < ln (Rmax 1 (Y / c)) / (-2 * ln q) -> c < Rpower q (2 * t) * Y.
Proof.
  intros Q C T H.
  assert (L : ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply (Rmult_lt_compat_r (-2 * ln q)) in H; [|lra].
  replace (ln (Rmax 1 (Y / c)) / (-2 * ln q) * (-2 * ln q)) with (ln (Rmax 1 (Y / c))) in H
    by (field; lra).
  destruct (Rle_dec (Y / c) 1) as [A|A].
  - rewrite Rmax_left, ln_1 in H by exact A. nra.
  - rewrite Rmax_right in H by lra.
    assert (P : 0 < Y / c) by lra.
    apply exp_increasing in H. rewrite exp_ln in H by exact P.
    assert (E : exp (t * (-2 * ln q)) * Rpower q (2 * t) = 1).
    { unfold Rpower. rewrite <- exp_plus, <- exp_0. f_equal. ring. }
    pose proof (Rpower_pos q (2 * t)) as PP.
    apply (Rmult_lt_compat_r (Rpower q (2 * t) * c)) in H; [|nra].
    replace (Y / c * (Rpower q (2 * t) * c)) with (Rpower q (2 * t) * Y) in H by (field; lra).
    rewrite <- Rmult_assoc, E in H. lra.
Qed.

(** ridge/4.2-t2/upper [guard]: at tau at least half of the gap is left.
    WRONG: with ln (1 + U/g): see [second_term]. *)
Lemma guard_upper (r tau U g : R) : 0 < r < 1 -> 0 <= U -> 0 < g ->
  ln (1 + 2 * U / g) / (- ln r) <= tau -> U * Rpower r tau < g / 2.
Proof.
  intros R0 HU Hg H.
  assert (A : 0 <= 2 * U / g) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Hg]).
  apply rate_time_le in H; [|lra|lra].
  apply Rle_lt_trans with (U / (1 + 2 * U / g)); [|apply second_term_strict; assumption].
  unfold Rdiv at 1. apply Rmult_le_compat_l; [exact HU|].
  apply (Rmult_le_reg_r (1 + 2 * U / g)); [lra|]. rewrite Rinv_l by lra. exact H.
Qed.

(** ridge/4.2-t2/upper [time] and [integer]: every t at or after tau and after the second time,
    in particular the ceiling of their maximum.
    WRONG: with U r^t instead of U r^tau in the denominator: the time would define itself. *)
Lemma time_upper (q r tau t S U g : R) : 0 < q < 1 -> 0 < r < 1 -> 0 <= S -> 0 <= U ->
  U * Rpower r tau < g -> tau <= t ->
  ln (Rmax 1 (S / (g - U * Rpower r tau))) / (- ln q) <= t ->
  Rpower q t * S + Rpower r t * U <= g.
Proof.
  intros Q R0 HS HU G T H. set (d := g - U * Rpower r tau) in *.
  assert (D : 0 < d) by (unfold d; lra).
  pose proof (Rmax_l 1 (S / d)). pose proof (Rmax_r 1 (S / d)) as M.
  apply rate_time_le in H; [|lra|lra].
  pose proof (rate_decr r tau t R0 T). pose proof (Rpower_pos q t).
  apply (Rmult_le_compat_r d) in M; [|lra]. unfold Rdiv in M at 1.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r in M by lra.
  assert (Rpower q t * S <= d).
  { apply Rle_trans with (Rpower q t * (Rmax 1 (S / d) * d)).
    - apply Rmult_le_compat_l; lra.
    - rewrite <- Rmult_assoc. apply (Rmult_le_compat_r d) in H; lra. }
  unfold d in *. nra.
Qed.

(** ridge/4.2-t2/sharp [quadratic], ridge/8-t2/a-priori [below], ridge/8-plateau/a-priori [below].
    WRONG: for A^2 <= 0 (no perpendicular start): the parabola opens downwards or is a line. *)
Lemma quadratic_root (A2 B C x : R) : 0 < A2 -> A2 * x ^ 2 - 2 * B * x + C <= 0 ->
  0 <= B ^ 2 - A2 * C /\ x <= (B + sqrt (B ^ 2 - A2 * C)) / A2.
Proof.
  intros HA H.
  assert (Sq : (A2 * x - B) ^ 2 <= B ^ 2 - A2 * C) by nra.
  assert (D : 0 <= B ^ 2 - A2 * C) by (pose proof (pow2_ge_0 (A2 * x - B)); lra).
  split; [exact D|].
  assert (A2 * x - B <= sqrt (B ^ 2 - A2 * C)).
  { apply Rle_trans with (Rabs (A2 * x - B)); [apply Rle_abs|].
    rewrite <- (sqrt_Rsqr_abs (A2 * x - B)). apply sqrt_le_1_alt. unfold Rsqr. lra. }
  apply (Rmult_le_reg_r A2); [exact HA|].
  replace ((B + sqrt (B ^ 2 - A2 * C)) / A2 * A2) with (B + sqrt (B ^ 2 - A2 * C)) by (field; lra).
  lra.
Qed.

Lemma wrong_quadratic_root : ~ (forall A2 B C x, A2 * x ^ 2 - 2 * B * x + C <= 0 ->
  x <= (B + sqrt (B ^ 2 - A2 * C)) / A2).
Proof.
  intros H. specialize (H (-1) 0 1 2). 
  assert (0 <= sqrt (0 ^ 2 - -1 * 1)) by apply sqrt_pos. lra.
Qed.

(** ridge/4.2-t2/sharp [time]: x = q^t <= q* < 1 is t >= ln q*/ln q; for q* >= 1 it is t >= 0.
    WRONG: without the minimum: ln q*/ln q is then negative, true but weaker than t >= 0. *)
Lemma time_sharp (q t qs : R) : 0 < q < 1 -> 0 <= t -> 0 < qs -> Rpower q t <= qs ->
  ln (Rmin 1 qs) / ln q <= t.
Proof.
  intros Q T P H. assert (L : ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (M : t * ln q <= ln (Rmin 1 qs)).
  { destruct (Rle_dec 1 qs) as [A|A].
    - rewrite Rmin_left, ln_1 by exact A. nra.
    - rewrite Rmin_right by lra. rewrite <- Rpower_ln. apply ln_le; [apply Rpower_pos|exact H]. }
  apply (Rmult_le_reg_r (- ln q)); [lra|].
  replace (ln (Rmin 1 qs) / ln q * - ln q) with (- ln (Rmin 1 qs)) by (field; lra). lra.
Qed.

Lemma time_sharp_conv (q t qs : R) : 0 < q < 1 -> 0 < qs -> ln qs / ln q <= t -> Rpower q t <= qs.
Proof.
  intros Q P H. assert (L : ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply (Rmult_le_compat_r (- ln q)) in H; [|lra].
  replace (ln qs / ln q * - ln q) with (- ln qs) in H by (field; lra).
  rewrite <- (exp_ln qs) by exact P. unfold Rpower. apply exp_le. lra.
Qed.

(** ridge/8-t2/a-priori [above], ridge/8-plateau/a-priori [above]: a = nu2 a_hi, p = nu l T,
    K = 0.99 c m - T^2.  WRONG: with + p in the root: that is the larger root of the other parabola. *)
Lemma above_root (a p K y : R) : 0 < a -> 0 <= p -> 0 < K -> 0 <= y ->
  y <= (sqrt (p ^ 2 + a * K) - p) / a -> a * y ^ 2 + 2 * p * y <= K.
Proof.
  intros HA HP HK Y H. 
  assert (E : a * y + p <= sqrt (p ^ 2 + a * K)).
  { apply (Rmult_le_compat_r a) in H; [|lra].
    replace ((sqrt (p ^ 2 + a * K) - p) / a * a) with (sqrt (p ^ 2 + a * K) - p) in H
      by (field; lra). lra. }
  assert (S : sqrt (p ^ 2 + a * K) * sqrt (p ^ 2 + a * K) = p ^ 2 + a * K)
    by (apply sqrt_sqrt; nra).
  assert ((a * y + p) * (a * y + p) <= p ^ 2 + a * K).
  { rewrite <- S. apply Rmult_le_compat; nra. }
  apply (Rmult_le_reg_r a); [exact HA|]. nra.
Qed.

(** The same, in the units of the claims: q_lo of ridge/8-t2/a-priori, with nu a_hi below. *)
Lemma above_root_q_lo (nu ahi Tl K y : R) : 0 < nu -> 0 < ahi -> 0 <= Tl -> 0 < K -> 0 <= y ->
  y <= (sqrt (Tl ^ 2 + ahi * K) - Tl) / (nu * ahi) ->
  nu ^ 2 * ahi * y ^ 2 + 2 * nu * Tl * y <= K.
Proof.
  intros N A HT HK Y H.
  pose proof (above_root ahi Tl K (nu * y) A HT HK) as E.
  assert (Y' : 0 <= nu * y) by nra. specialize (E Y').
  assert (nu * y <= (sqrt (Tl ^ 2 + ahi * K) - Tl) / ahi).
  { apply (Rmult_le_compat_l nu) in H; [|lra].
    replace (nu * ((sqrt (Tl ^ 2 + ahi * K) - Tl) / (nu * ahi))) with
      ((sqrt (Tl ^ 2 + ahi * K) - Tl) / ahi) in H by (field; lra). exact H. }
  specialize (E H0). nra.
Qed.

(** q_hi of ridge/8-t2/a-priori [below]. WRONG: without a_lo > 0 (width-margin). *)
Lemma below_root_q_hi (nu alo Tl K y : R) : 0 < nu -> 0 < alo ->
  nu ^ 2 * alo * y ^ 2 - 2 * nu * Tl * y <= K ->
  y <= (Tl + sqrt (Tl ^ 2 + alo * K)) / (nu * alo).
Proof.
  intros N A H. destruct (quadratic_root alo Tl (- K) (nu * y) A) as [D E]; [nra|].
  replace (Tl ^ 2 - alo * - K) with (Tl ^ 2 + alo * K) in E by ring.
  apply (Rmult_le_reg_l nu); [exact N|].
  replace (nu * ((Tl + sqrt (Tl ^ 2 + alo * K)) / (nu * alo))) with
    ((Tl + sqrt (Tl ^ 2 + alo * K)) / alo) by (field; lra). exact E.
Qed.

(** ridge/8-t2/a-priori [above]: q_lo <= q_hi.  WRONG: for C_lo^2 > T^2 + c m/100. *)
Lemma q_lo_le_q_hi (nu alo ahi Tl T2 Clo2 cm : R) : 0 < nu -> 0 < alo <= ahi -> 0 <= Tl ->
  Clo2 <= T2 -> 0 <= cm -> T2 < 99/100 * cm ->
  (sqrt (Tl ^ 2 + ahi * (99/100 * cm - T2)) - Tl) / (nu * ahi)
  <= (Tl + sqrt (Tl ^ 2 + alo * (cm - Clo2))) / (nu * alo).
Proof.
  intros N A HT C M H. set (qlo := (sqrt (Tl ^ 2 + ahi * (99/100 * cm - T2)) - Tl) / (nu * ahi)).
  assert (P : 0 <= qlo).
  { apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; nra].
    assert (Tl <= sqrt (Tl ^ 2 + ahi * (99/100 * cm - T2))); [|lra].
    rewrite <- (sqrt_pow2 Tl) at 1 by exact HT. apply sqrt_le_1_alt. nra. }
  apply below_root_q_hi; [exact N|lra|].
  pose proof (above_root_q_lo nu ahi Tl (99/100 * cm - T2) qlo N) as E.
  assert (nu ^ 2 * ahi * qlo ^ 2 + 2 * nu * Tl * qlo <= 99/100 * cm - T2).
  { apply E; [lra|exact HT|lra|exact P|apply Rle_refl]. }
  assert (0 <= nu ^ 2 * qlo ^ 2) by (apply Rmult_le_pos; apply pow2_ge_0).
  assert (0 <= nu * Tl * qlo) by (apply Rmult_le_pos; nra). nra.
Qed.

(** ridge/4.2-t2/corrected [sign]: X >= 1, X = (m - n) nu2/2/(sqrt(c/sigma_min) + T)^2;
    N = (m - n) nu2.  WRONG: with one of the two hypotheses: X tends to 0 with the other term. *)
Lemma sign_42 (N c smin T : R) : 0 < smin -> 0 <= T -> 0 < c -> 8 * T ^ 2 <= N -> 8 * c <= N * smin ->
  1 <= N / 2 / (sqrt (c / smin) + T) ^ 2.
Proof.
  intros S HT C H1 H2.
  assert (P : 0 < c / smin) by (apply Rdiv_lt_0_compat; lra).
  pose proof (sqrt_lt_R0 _ P) as Q. pose proof (sqrt_sqrt (c / smin)) as SS.
  assert (B : 8 * (c / smin) <= N).
  { apply (Rmult_le_reg_r smin); [exact S|].
    replace (8 * (c / smin) * smin) with (8 * c) by (field; lra). lra. }
  set (w := sqrt (c / smin)) in *.
  apply (Rmult_le_reg_r ((w + T) ^ 2)); [nra|].
  replace (N / 2 / (w + T) ^ 2 * (w + T) ^ 2) with (N / 2) by (field; nra).
  pose proof (pow2_ge_0 (w - T)). assert (w * w = c / smin) by (apply SS; lra). nra.
Qed.

(** ridge/8-t2 [teacher]: k = (m - n) nu2.  WRONG: with 4 for 8: (1 + 1)^2 = 4, and the half. *)
Lemma teacher_8t2 (k m eps T : R) : 0 <= k -> 0 < m -> 0 < eps -> 0 <= T -> T ^ 2 <= m * eps ->
  k / (8 * m * eps) <= k / 2 / (sqrt (m * eps) + T) ^ 2.
Proof.
  intros K M E HT H. assert (P : 0 < m * eps) by nra.
  pose proof (sqrt_lt_R0 _ P) as Q. pose proof (sqrt_sqrt (m * eps)) as SS.
  assert (TS : T <= sqrt (m * eps)).
  { rewrite <- (sqrt_pow2 T) by exact HT. apply sqrt_le_1_alt. exact H. }
  set (w := sqrt (m * eps)) in *. assert (W : w * w = m * eps) by (apply SS; lra).
  replace (8 * m * eps) with (2 * (2 * w) ^ 2) by nra.
  replace (k / (2 * (2 * w) ^ 2)) with (k / 2 / (2 * w) ^ 2) by (field; lra).
  unfold Rdiv at 1 3. apply Rmult_le_compat_l; [lra|].
  apply Rinv_le_contravar; nra.
Qed.

(** ridge/8-t2, from Thm 4.5 and [log-base], the constant 2.02: the stated bound is below the tight
    one.  WRONG: without X >= 1, where the larger denominator makes the bound larger. *)
Lemma log_base_101 (X Y x t : R) : 0 < x <= 1/100 -> 1 <= Y -> Y <= X ->
  ln X / (-2 * ln (1 - x)) <= t -> ln Y / (202/100 * x) <= t.
Proof.
  intros H HY YX T. pose proof (ln_1m_ge_101 x). pose proof (ln_1m_le x).
  assert (LY : 0 <= ln Y) by (rewrite <- ln_1; apply ln_le; lra).
  assert (ln Y <= ln X) by (apply ln_le; lra).
  apply Rle_trans with (2 := T).
  apply (Rmult_le_reg_r (202/100 * x)); [lra|].
  replace (ln Y / (202/100 * x) * (202/100 * x)) with (ln Y) by (field; lra).
  set (d := -2 * ln (1 - x)) in *. assert (D : 0 < d) by (unfold d; lra).
  apply (Rmult_le_reg_r d); [exact D|].
  replace (ln X / d * (202/100 * x) * d) with (ln X * (202/100 * x)) by (field; lra).
  apply Rmult_le_compat; unfold d; lra.
Qed.

(** ridge/4.2-t2/corrected: the stated bound is below the tight one.
    WRONG: for x < 1, as ridge/4.2-t2 has it: the step [ln_1m_ge_2x] fails. *)
Lemma log_base_2 (X x t : R) : 0 < x <= 7968/10000 -> 1 <= X ->
  ln X / (-2 * ln (1 - x)) <= t -> ln X / (4 * x) <= t.
Proof.
  intros H HX T. pose proof (ln_1m_ge_2x x). pose proof (ln_1m_le x).
  assert (LX : 0 <= ln X) by (rewrite <- ln_1; apply ln_le; lra).
  apply Rle_trans with (2 := T).
  apply (Rmult_le_reg_r (4 * x)); [lra|].
  replace (ln X / (4 * x) * (4 * x)) with (ln X) by (field; lra).
  set (d := -2 * ln (1 - x)) in *. assert (D : 0 < d) by (unfold d; lra).
  apply (Rmult_le_reg_r d); [exact D|].
  replace (ln X / d * (4 * x) * d) with (ln X * (4 * x)) by (field; lra).
  apply Rmult_le_compat_l; unfold d; lra.
Qed.

(** ridge/8-plateau/a-priori [difference].
    WRONG: without t1 >= 0 (large-first-loss): t2 - t1 may exceed the bound of t2. *)
Lemma plateau_difference (t1 t2 l2 u2 u1 : R) : 0 <= t1 <= u1 -> l2 <= t2 <= u2 ->
  l2 - u1 <= t2 - t1 <= u2.
Proof. lra. Qed.

(** ** Sums over the steps of a run *)

(** The first [n] terms, [f 0 + ... + f (n - 1)]. *)
Fixpoint sumn (f : nat -> R) (n : nat) : R :=
  match n with O => 0 | S m => sumn f m + f m end.

(** logistic/4.1-drift [tube]. WRONG: with the largest defect instead of the sum. *)
Lemma tube (gap d : nat -> R) (s n : nat) :
  (forall i, gap (s + S i)%nat <= gap (s + i)%nat + d (s + i)%nat) ->
  gap (s + n)%nat <= gap s + sumn (fun i => d (s + i)%nat) n.
Proof.
  intros H. induction n as [ | n IH]; simpl sumn.
  - rewrite Nat.add_0_r. lra.
  - pose proof (H n). lra.
Qed.

(** 1/x is between the decrements of the logarithm on either side. *)
Lemma inv_ge_ln (s : R) : 0 < s -> ln (s + 1) - ln s <= / s.
Proof.
  intros H. rewrite <- ln_div by lra. pose proof (ln_le_sub1 ((s + 1) / s)) as E.
  assert (0 < (s + 1) / s) by (apply Rdiv_lt_0_compat; lra). specialize (E H0).
  replace ((s + 1) / s - 1) with (/ s) in E by (field; lra). exact E.
Qed.

Lemma inv_le_ln (s : R) : 0 < s -> / (s + 1) <= ln (s + 1) - ln s.
Proof.
  intros H. rewrite <- ln_div by lra. pose proof (ln_ge_inv ((s + 1) / s)) as E.
  assert (0 < (s + 1) / s) by (apply Rdiv_lt_0_compat; lra). specialize (E H0).
  replace (1 - / ((s + 1) / s)) with (/ (s + 1)) in E by (field; lra). exact E.
Qed.

(** logistic/4.1-drift [defects], first sum: u = 1, ..., n.
    WRONG: with a (1 + log (1 + a)): for large a the sum is near a (ln a + 1.58). *)
Definition G1 (a x : R) : R := if Rle_dec x a then a * ln x else a * ln a + a - a ^ 2 / x.

Lemma G1_step (a v : R) : 0 < a -> 1 <= v ->
  Rmin (a / (v + 1)) (a ^ 2 / (v + 1) ^ 2) <= (if Rle_dec 1 a then G1 a (v + 1) - G1 a v
    else a ^ 2 / v - a ^ 2 / (v + 1)).
Proof.
  intros A V.
  assert (B : v < v + 1) by lra.
  assert (Sq : a ^ 2 / (v + 1) ^ 2 <= a ^ 2 / v - a ^ 2 / (v + 1)).
  { replace (a ^ 2 / v - a ^ 2 / (v + 1)) with (a ^ 2 * / (v * (v + 1))) by (field; lra).
    unfold Rdiv. apply Rmult_le_compat_l; [apply pow2_ge_0|]. apply Rinv_le_contravar; nra. }
  destruct (Rle_dec 1 a) as [A1|A1].
  2: { apply Rle_trans with (1 := Rmin_r _ _), Sq. }
  unfold G1. destruct (Rle_dec (v + 1) a) as [C|C], (Rle_dec v a) as [D|D]; try lra.
  - apply Rle_trans with (1 := Rmin_l _ _). pose proof (inv_le_ln v). unfold Rdiv. nra.
  - apply Rle_trans with (1 := Rmin_r _ _).
    apply Rnot_le_lt in C.
    pose proof (ln_ge_inv (a / v)) as L. assert (P : 0 < a / v) by (apply Rdiv_lt_0_compat; lra).
    specialize (L P). rewrite ln_div in L by lra.
    replace (/ (a / v)) with (v / a) in L by (field; lra).
    apply (Rmult_le_compat_l a) in L; [|lra].
    replace (a * (1 - v / a)) with (a - v) in L by (field; lra).
    assert (Q : a ^ 2 / (v + 1) ^ 2 + a ^ 2 / (v + 1) <= 2 * a - v); [|nra].
    apply (Rmult_le_reg_r ((v + 1) ^ 2)); [nra|].
    replace ((a ^ 2 / (v + 1) ^ 2 + a ^ 2 / (v + 1)) * (v + 1) ^ 2) with (a ^ 2 * (v + 2))
      by (field; lra).
    (* convex in a, and not positive at both ends v and v + 1 *)
    assert (Z : (2 * a - v) * (v + 1) ^ 2 - a ^ 2 * (v + 2)
      = (v + 2) * (a - v) * (v + 1 - a) + (v + 1 - a) * v) by ring.
    assert (0 <= (v + 2) * (a - v) * (v + 1 - a)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
    assert (0 <= (v + 1 - a) * v) by (apply Rmult_le_pos; lra). lra.
  - apply Rle_trans with (1 := Rmin_r _ _). lra.
Qed.

(** logistic/4.1-drift [defects], first sum; a = alpha_i/eta. *)
Lemma defects_logistic (a : R) (n : nat) : 0 < a ->
  sumn (fun i => Rmin (a / INR (S i)) (a ^ 2 / INR (S i) ^ 2)) n <= a * (3 + ln (1 + a)).
Proof.
  intros A.
  assert (LA : 0 < ln (1 + a)) by (rewrite <- ln_1; apply ln_increasing; lra).
  destruct n as [ | n]; [simpl; nra|].
  assert (E : sumn (fun i => Rmin (a / INR (S i)) (a ^ 2 / INR (S i) ^ 2)) (S n) <=
    Rmin a (a ^ 2) + (if Rle_dec 1 a then G1 a (INR (S n)) - G1 a 1 else a ^ 2 - a ^ 2 / INR (S n))).
  { induction n as [ | n IH].
    - simpl sumn. change (INR 1) with 1. replace (a / 1) with a by field.
      replace (a * (a * 1) / (1 * (1 * 1))) with (a ^ 2) by field.
      destruct (Rle_dec 1 a); lra.
    - change (sumn ?f (S (S n))) with (sumn f (S n) + f (S n)). cbv beta.
      rewrite (S_INR (S n)).
      pose proof (G1_step a (INR (S n)) A) as Q.
      assert (1 <= INR (S n)) by (rewrite S_INR; pose proof (pos_INR n); lra).
      specialize (Q H). destruct (Rle_dec 1 a); lra. }
  apply Rle_trans with (1 := E). pose proof (Rmin_l a (a ^ 2)).
  assert (P : 1 <= INR (S n)) by (rewrite S_INR; pose proof (pos_INR n); lra).
  assert (I : 0 < a ^ 2 / INR (S n)) by (apply Rdiv_lt_0_compat; nra).
  destruct (Rle_dec 1 a) as [A1|A1].
  - assert (LL : ln a <= ln (1 + a)) by (apply ln_le; lra).
    unfold G1. destruct (Rle_dec 1 a); [|lra]. rewrite ln_1.
    destruct (Rle_dec (INR (S n)) a) as [C|C].
    + assert (ln (INR (S n)) <= ln a) by (apply ln_le; lra). nra.
    + nra.
  - nra.
Qed.

(** Bernoulli's inequality for negative exponents, as the sums need it. *)
Lemma Rpower_tangent (m v u : R) : 1 < m -> 0 < v <= u ->
  Rpower u (1 - m) + (m - 1) * (u - v) * Rpower u (- m) <= Rpower v (1 - m).
Proof.
  intros M V.
  assert (E : Rpower v (1 - m) = Rpower u (1 - m) * exp ((m - 1) * (ln u - ln v))).
  { unfold Rpower. rewrite <- exp_plus. f_equal. ring. }
  assert (F : Rpower u (- m) = Rpower u (1 - m) * / u).
  { replace (- m) with ((1 - m) + - (1)) by ring. rewrite Rpower_plus, Rpower_Ropp, Rpower_1; lra. }
  rewrite E, F. pose proof (Rpower_pos u (1 - m)) as P.
  pose proof (exp_ineq1_le ((m - 1) * (ln u - ln v))) as Q.
  assert (W : (u - v) * / u <= ln u - ln v).
  { rewrite <- ln_div by lra.
    pose proof (ln_ge_inv (u / v)) as L. assert (0 < u / v) by (apply Rdiv_lt_0_compat; lra).
    specialize (L H). replace (1 - / (u / v)) with ((u - v) * / u) in L by (field; lra). exact L. }
  assert (1 + (m - 1) * ((u - v) * / u) <= exp ((m - 1) * (ln u - ln v))) by nra.
  apply Rle_trans with (Rpower u (1 - m) * (1 + (m - 1) * ((u - v) * / u))).
  - right. ring.
  - apply Rmult_le_compat_l; lra.
Qed.

(** logistic/4.1-drift [defects], second sum. A stands for a^(1/m); the pieces are the part of the
    primitive of min (1, a x^-m) below and above A.
    WRONG: for m = 1; the sum is not bounded. *)
Definition G2 (a m A x : R) : R :=
  if Rle_dec x A then x else A + (A - a * Rpower x (1 - m)) / (m - 1).

Lemma G2_step (a m A v : R) : 0 < a -> 1 < m -> A = Rpower a (/ m) -> 1 <= v ->
  Rmin 1 (a * Rpower (v + 1) (- m)) <= (if Rle_dec 1 A then G2 a m A (v + 1) - G2 a m A v
    else (a * Rpower v (1 - m) - a * Rpower (v + 1) (1 - m)) / (m - 1)).
Proof.
  intros HA M EA V.
  assert (PA : 0 < A) by (rewrite EA; apply Rpower_pos).
  assert (AM : a * Rpower A (1 - m) = A).
  { rewrite EA, Rpower_mult. rewrite <- (Rpower_1 a) at 1 by exact HA. rewrite <- Rpower_plus.
    f_equal. field. lra. }
  assert (AM' : a * Rpower A (- m) = 1).
  { rewrite EA, Rpower_mult. rewrite <- (Rpower_1 a) at 1 by exact HA. rewrite <- Rpower_plus.
    replace (1 + / m * - m) with 0 by (field; lra). apply Rpower_O, HA. }
  assert (Far : forall x y, 0 < x <= y ->
    (y - x) * (a * Rpower y (- m)) <= (a * Rpower x (1 - m) - a * Rpower y (1 - m)) / (m - 1)).
  { intros x y XY. pose proof (Rpower_tangent m x y M XY) as T.
    apply (Rmult_le_compat_l a) in T; [|lra].
    apply (Rmult_le_reg_r (m - 1)); [lra|].
    unfold Rdiv at 1. rewrite (Rmult_assoc _ (/ (m - 1))), Rinv_l by lra. lra. }
  pose proof (Far v (v + 1)) as FV. replace (v + 1 - v) with 1 in FV by ring.
  destruct (Rle_dec 1 A) as [A1|A1].
  2: { apply Rle_trans with (1 := Rmin_r _ _). lra. }
  unfold G2. destruct (Rle_dec (v + 1) A) as [C|C], (Rle_dec v A) as [D|D]; try lra.
  - apply Rle_trans with (1 := Rmin_l _ _). lra.
  - apply Rnot_le_lt in C. pose proof (Far A (v + 1)) as F. rewrite AM in F.
    set (p := a * Rpower (v + 1) (- m)) in *.
    pose proof (Rmin_l 1 p). pose proof (Rmin_r 1 p).
    assert ((v + 1 - A) * Rmin 1 p <= (v + 1 - A) * p) by (apply Rmult_le_compat_l; lra).
    assert ((A - v) * Rmin 1 p <= (A - v) * 1) by (apply Rmult_le_compat_l; lra). lra.
  - apply Rle_trans with (1 := Rmin_r _ _). unfold Rdiv in *. lra.
Qed.

(** logistic/4.1-drift [defects], second sum; a = e^-c_j, m the margin. *)
Lemma defects_off_support (a m : R) (n : nat) : 0 < a -> 1 < m ->
  sumn (fun i => Rmin 1 (a * Rpower (INR (S i)) (- m))) n
  <= Rmin 1 a + Rpower a (/ m) * m / (m - 1).
Proof.
  intros HA M. set (A := Rpower a (/ m)).
  assert (PA : 0 < A) by apply Rpower_pos.
  assert (Q : 0 < A * m / (m - 1)) by (apply Rdiv_lt_0_compat; nra).
  destruct n as [ | n].
  { simpl. assert (0 < Rmin 1 a) by (apply Rmin_glb_lt; lra). lra. }
  assert (E : sumn (fun i => Rmin 1 (a * Rpower (INR (S i)) (- m))) (S n) <=
    Rmin 1 a + (if Rle_dec 1 A then G2 a m A (INR (S n)) - G2 a m A 1
      else (a - a * Rpower (INR (S n)) (1 - m)) / (m - 1))).
  { induction n as [ | n IH].
    - simpl sumn. change (INR 1) with 1. unfold Rpower. rewrite ln_1, !Rmult_0_r, exp_0, Rmult_1_r.
      destruct (Rle_dec 1 A); [lra|]. replace ((a - a) / (m - 1)) with 0 by (field; lra). lra.
    - change (sumn ?f (S (S n))) with (sumn f (S n) + f (S n)). cbv beta.
      rewrite (S_INR (S n)).
      pose proof (G2_step a m A (INR (S n)) HA M eq_refl) as W.
      assert (1 <= INR (S n)) by (rewrite S_INR; pose proof (pos_INR n); lra).
      specialize (W H). destruct (Rle_dec 1 A); unfold Rdiv in *; lra. }
  apply Rle_trans with (1 := E). apply Rplus_le_compat_l.
  assert (D : A * m / (m - 1) = A + A / (m - 1)) by (field; lra).
  assert (AP : 0 < A / (m - 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (IM : 0 < / (m - 1)) by (apply Rinv_0_lt_compat; lra).
  pose proof (Rpower_pos (INR (S n)) (1 - m)) as PP.
  assert (AR : 0 < a * Rpower (INR (S n)) (1 - m)) by nra.
  destruct (Rle_dec 1 A) as [A1|A1].
  - unfold G2. destruct (Rle_dec 1 A); [|lra]. destruct (Rle_dec (INR (S n)) A); [lra|].
    unfold Rdiv in *. nra.
  - assert (a <= A).
    { apply Rnot_le_lt in A1.
      assert (L : ln A < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
      assert (EL : ln a = m * ln A) by (unfold A; rewrite Rpower_ln; field; lra).
      rewrite <- (exp_ln a), <- (exp_ln A) by assumption. apply exp_le. nra. }
    unfold Rdiv in *. nra.
Qed.

(** ** Hyperbolic functions *)

Lemma sinh_pos (u : R) : 0 < u -> 0 < sinh u.
Proof. intros H. unfold sinh. assert (exp (- u) < exp u) by (apply exp_increasing; lra). lra. Qed.

Lemma cosh_ge_1 (u : R) : 1 <= cosh u.
Proof. unfold cosh. pose proof (exp_sum_ge_2 u). lra. Qed.

Lemma sinh_opp (u : R) : sinh (- u) = - sinh u.
Proof. unfold sinh. rewrite Ropp_involutive. field. Qed.

Lemma cosh_opp (u : R) : cosh (- u) = cosh u.
Proof. unfold cosh. rewrite Ropp_involutive. field. Qed.

Lemma is_derive_sinh (x : R) : is_derive sinh x (cosh x).
Proof. unfold sinh, cosh. auto_derive; [exact I|]. field. Qed.

Lemma is_derive_cosh (x : R) : is_derive cosh x (sinh x).
Proof. unfold sinh, cosh. auto_derive; [exact I|]. field. Qed.

Lemma sinh_mvt (x y : R) : x < y -> exists c, x < c < y /\ sinh y - sinh x = cosh c * (y - x).
Proof.
  intros H. destruct (MVT_cor2 sinh cosh x y H) as [c [E C]].
  - intros c _. apply is_derive_Reals, is_derive_sinh.
  - exists c. split; assumption.
Qed.

Lemma cosh_le (x y : R) : 0 <= x -> x <= y -> cosh x <= cosh y.
Proof.
  intros X Y. apply (is_derive_incr cosh sinh); [exact Y| |].
  - intros z _. apply is_derive_cosh.
  - intros z Z. left. apply sinh_pos. lra.
Qed.

Lemma cosh_le_abs (x y : R) : Rabs x <= y -> cosh x <= cosh y.
Proof.
  intros H. replace (cosh x) with (cosh (Rabs x)).
  - apply cosh_le; [apply Rabs_pos|exact H].
  - unfold Rabs. destruct (Rcase_abs x); [apply cosh_opp|reflexivity].
Qed.

Lemma sinh_le (x y : R) : x <= y -> sinh x <= sinh y.
Proof.
  intros H. unfold sinh. pose proof (exp_le x y H). assert (exp (- y) <= exp (- x)) by (apply exp_le; lra). lra.
Qed.

Lemma sinh_le_cosh (u : R) : 0 <= u -> sinh u <= u * cosh u.
Proof.
  intros [H| <-].
  - destruct (sinh_mvt 0 u H) as [c [C E]].
    replace (sinh 0) with 0 in E by (unfold sinh; rewrite Ropp_0; field).
    pose proof (cosh_le c u). nra.
  - unfold sinh. rewrite Ropp_0. lra.
Qed.

(** Convexity of sinh to the right of 0, as the claim file uses it. *)
Lemma sinh_tangent (v u : R) : 0 <= v <= u -> sinh u - (u - v) * cosh u <= sinh v.
Proof.
  intros [V [H|H]].
  - destruct (sinh_mvt v u H) as [c [C E]]. pose proof (cosh_le c u). nra.
  - subst. lra.
Qed.

Lemma cosh_1_bound : cosh 1 <= 15431/10000.
Proof.
  pose proof (exp8_ge 1) as E. assert (exp 1 <= 271829/100000) by (unfold exp8 in E; lra).
  pose proof (exp8_le 1) as F. assert (27182/10000 <= exp 1) by (unfold exp8 in F; lra).
  pose proof (exp_opp_inv 1) as I. unfold cosh.
  assert (exp (- (1)) <= 1/(27182/10000)); [|lra].
  apply (Rmult_le_reg_r (exp 1)); [apply exp_pos|]. rewrite I. lra.
Qed.

(** ** The sequence of biases: logistic/4.5-bias/corrected and logistic/4.5-limit *)

(** tanh (u/2), written as the claim files write it. *)
Definition th2 (u : R) : R := (exp u - 1) / (exp u + 1).

Definition F (u : R) : R := ln (th2 u).

Lemma th2_pos (u : R) : 0 < u -> 0 < th2 u.
Proof.
  intros H. pose proof (exp_ineq1 u). pose proof (exp_pos u).
  apply Rdiv_lt_0_compat; lra.
Qed.

Lemma th2_0 : th2 0 = 0.
Proof. unfold th2. rewrite exp_0. field. Qed.

Lemma th2_opp (u : R) : th2 (- u) = - th2 u.
Proof.
  unfold th2. rewrite exp_Ropp. pose proof (exp_pos u). field. lra.
Qed.

Lemma is_derive_th2 (u : R) : is_derive th2 u (/ (1 + cosh u)).
Proof.
  pose proof (exp_pos u) as P. unfold th2. auto_derive; [lra|].
  unfold cosh. rewrite exp_Ropp. field. nra.
Qed.

(** logistic/4.5-bias/corrected [perturbation]: tanh (u/2) is 1/2-Lipschitz.
    WRONG: 1/3-Lipschitz; the derivative at 0 is 1/2. *)
Lemma th2_lipschitz (x y : R) : Rabs (th2 x - th2 y) <= Rabs (x - y) / 2.
Proof.
  assert (W : forall a b, a <= b -> 0 <= th2 b - th2 a <= (b - a) / 2).
  { intros a b [H| <-]; [|lra].
    destruct (MVT_cor2 th2 (fun z => / (1 + cosh z)) a b H) as [c [E C]].
    - intros c _. apply is_derive_Reals, is_derive_th2.
    - pose proof (cosh_ge_1 c). assert (0 < / (1 + cosh c)) by (apply Rinv_0_lt_compat; lra).
      assert (/ (1 + cosh c) <= / 2) by (apply Rinv_le_contravar; lra). nra. }
  destruct (Rle_dec x y) as [H|H].
  - pose proof (W x y H). rewrite !Rabs_left1; lra.
  - pose proof (W y x). rewrite !Rabs_right; lra.
Qed.

Lemma th2_incr (x y : R) : x < y -> th2 x < th2 y.
Proof.
  intros H. apply (is_derive_incr_strict th2 (fun z => / (1 + cosh z))); [exact H| |].
  - intros z _. apply is_derive_th2.
  - intros z _. pose proof (cosh_ge_1 z). apply Rinv_0_lt_compat. lra.
Qed.

(** logistic/4.5-limit [bias]: tanh is concave to the right of 0.
    WRONG: for u < 0, where it is convex. *)
Lemma th2_concave (c u : R) : 0 <= c <= 1 -> 0 <= u -> c * th2 u <= th2 (c * u).
Proof.
  intros C U.
  assert (E : th2 (c * 0) - c * th2 0 <= th2 (c * u) - c * th2 u).
  { apply (is_derive_incr (fun z => th2 (c * z) - c * th2 z)
      (fun z => c * / (1 + cosh (c * z)) - c * / (1 + cosh z))); [exact U| |].
    - intros z _. apply (is_derive_minus (fun z => th2 (c * z)) (fun z => c * th2 z)).
      + apply (is_derive_comp th2 (fun z => c * z)); [apply is_derive_th2|].
        auto_derive; [exact I|]. ring.
      + apply (is_derive_scal th2 z c). apply is_derive_th2.
    - intros z Z. assert (cosh (c * z) <= cosh z) by (apply cosh_le; nra).
      pose proof (cosh_ge_1 (c * z)).
      assert (/ (1 + cosh z) <= / (1 + cosh (c * z))) by (apply Rinv_le_contravar; lra). nra. }
  rewrite Rmult_0_r, th2_0 in E. lra.
Qed.

Lemma is_derive_F (u : R) : 0 < u -> is_derive F u (/ sinh u).
Proof.
  intros H. pose proof (th2_pos u H) as T. pose proof (exp_ineq1 u) as Q. pose proof (exp_pos u).
  unfold F. replace (/ sinh u) with (/ (1 + cosh u) * / th2 u).
  - apply (is_derive_comp ln th2); [|apply is_derive_th2].
    auto_derive; [exact T|]. field. lra.
  - unfold th2, sinh, cosh. rewrite exp_Ropp. field. repeat split; nra.
Qed.

(** logistic/4.5-bias/corrected [unperturbed], the decrement of log tanh (u/2) in a step.
    WRONG: without kappa cosh u < 1: the step may pass the limit, where F has no value. *)
Lemma decrement (kappa u : R) : 0 < u -> 0 < kappa -> kappa * cosh u < 1 ->
  let v := u - kappa * sinh u in
  0 < v < u /\ kappa <= F u - F v <= kappa / (1 - kappa * cosh u).
Proof.
  intros U K KC v. pose proof (sinh_pos u U) as S. pose proof (sinh_le_cosh u) as SC.
  assert (V : 0 < v < u) by (unfold v; nra).
  split; [exact V|].
  destruct (MVT_cor2 F (fun z => / sinh z) v u) as [c [E C]]; [lra| |].
  - intros c C. apply is_derive_Reals, is_derive_F. lra.
  - replace (u - v) with (kappa * sinh u) in E by (unfold v; ring). rewrite E.
    assert (PC : 0 < sinh c) by (apply sinh_pos; lra).
    assert (S1 : sinh c <= sinh u) by (apply sinh_le; lra).
    assert (S2 : sinh v <= sinh c) by (apply sinh_le; lra).
    pose proof (sinh_tangent v u) as T.
    assert (S3 : sinh u * (1 - kappa * cosh u) <= sinh v).
    { replace (sinh u * (1 - kappa * cosh u)) with (sinh u - (u - v) * cosh u) by (unfold v; ring).
      apply T. lra. }
    split; apply (Rmult_le_reg_l (sinh c)); try exact PC.
    + rewrite <- Rmult_assoc, Rinv_r by lra. nra.
    + rewrite <- Rmult_assoc, Rinv_r by lra.
      assert (D : 0 < 1 - kappa * cosh u) by lra.
      apply (Rmult_le_reg_r (1 - kappa * cosh u)); [exact D|].
      replace (sinh c * (kappa / (1 - kappa * cosh u)) * (1 - kappa * cosh u)) with (sinh c * kappa)
        by (field; lra).
      nra.
Qed.

(** docs/logistic-claims.md, section 4.5-bias (i): the upper end is at most kappa + 1.7 kappa^2.
    WRONG: + 1.6 kappa^2 (at kappa = 1/20 already kappa cosh 1/(1 - kappa cosh 1) > 1.6 kappa). *)
Lemma decrement_upper (kappa u : R) : 0 < u <= 1 -> 0 < kappa <= 501/10000 ->
  kappa * cosh u < 1 /\ kappa / (1 - kappa * cosh u) <= kappa + 17/10 * kappa ^ 2.
Proof.
  intros U K. pose proof (cosh_le u 1). pose proof cosh_1_bound. pose proof (cosh_ge_1 u).
  assert (C : cosh u <= 15431/10000) by lra.
  assert (D : kappa * cosh u <= 501/10000 * (15431/10000)) by (apply Rmult_le_compat; lra).
  split; [lra|].
  apply (Rmult_le_reg_r (1 - kappa * cosh u)); [lra|].
  replace (kappa / (1 - kappa * cosh u) * (1 - kappa * cosh u)) with kappa by (field; lra).
  assert (0 <= kappa * kappa * (17/10 - cosh u - 17/10 * (kappa * cosh u))).
  { apply Rmult_le_pos; [nra|]. lra. }
  nra.
Qed.

Lemma wrong_decrement_upper :
  1/20 + 16/10 * (1/20) ^ 2 < 1/20 / (1 - 1/20 * cosh 1).
Proof.
  pose proof cosh_1_bound as U.
  assert (L : 1543/1000 <= cosh 1).
  { pose proof (exp8_le 1 ltac:(lra)) as A. pose proof (exp8_ge 1 ltac:(lra)) as B.
    pose proof (exp_opp_inv 1) as I. pose proof (exp_pos (- (1))). unfold cosh, exp8 in *.
    assert (1000/2719 <= exp (- (1))) by nra. lra. }
  apply (Rmult_lt_reg_r (1 - 1/20 * cosh 1)); [lra|].
  replace (1/20 / (1 - 1/20 * cosh 1) * (1 - 1/20 * cosh 1)) with (1/20) by (field; lra). lra.
Qed.

Section Bias.

(** k = 4/gamma^2; the step at time t0 + n; kappa_n = (k/(t0 + n)) e^theta, |theta| <= G. *)
Variables (k t0 G : R) (kappa : nat -> R).
Hypothesis Hk : 0 < k.
Hypothesis Ht0 : 100 <= t0.
Hypothesis Hkt : k / t0 <= 1/20.
Hypothesis HG : 0 <= G <= 1/1000.
Hypothesis Hkappa : forall n, k / (t0 + INR n) * exp (- G) <= kappa n <= k / (t0 + INR n) * exp G.

Let s (n : nat) : R := t0 + INR n.

Lemma s_ge n : 100 <= s n.
Proof. unfold s. pose proof (pos_INR n). lra. Qed.

Lemma expG : exp G <= 1 + 101/100 * G.
Proof.
  pose proof (exp_opp_inv G). pose proof (exp_ineq1_le (- G)). pose proof (exp_pos G). nra.
Qed.

Lemma kappa_bounds n : 0 < kappa n <= 501/10000.
Proof.
  destruct (Hkappa n) as [L U]. pose proof (s_ge n) as S. fold (s n) in *.
  pose proof (exp_pos (- G)). pose proof (exp_pos G). pose proof expG.
  assert (P : 0 < k / s n) by (apply Rdiv_lt_0_compat; lra).
  split; [nra|].
  assert (Q : k / s n <= k / t0).
  { unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [lra|].
    unfold s. pose proof (pos_INR n). lra. }
  apply Rle_trans with (1 := U). apply Rle_trans with (1/20 * (1002/1000)); [|lra].
  apply Rmult_le_compat; lra.
Qed.

(** The unperturbed sequence from a positive start. *)
Section Unperturbed.

Variable u : nat -> R.
Hypothesis Hu0 : 0 < u O <= 1.
Hypothesis Hu : forall n, u (S n) = u n - kappa n * sinh (u n).

(** logistic/4.5-bias/corrected [sum]: against k log(t/t0).
    WRONG: with t0 >= 1 in the place of k/t0 <= 1/20: the first steps pass the limit. *)
Lemma bias_sum n :
  0 < u n <= u O
  /\ (1 - G) * k * (ln (s n) - ln t0) <= F (u O) - F (u n)
     <= (1 + 101/100 * G) * k * (ln (s n) - ln t0)
        + (111/100 * k + 23/10 * k ^ 2) * (/ t0 - / s n).
Proof.
  induction n as [ | n [IU [IL IH]]].
  - unfold s. simpl INR. rewrite Rplus_0_r, !Rminus_eq_0. lra.
  - pose proof (kappa_bounds n) as [K1 K2].
    destruct (decrement_upper (kappa n) (u n)) as [D1 D2]; [lra|lra|].
    destruct (decrement (kappa n) (u n)) as [V [E1 E2]]; [lra|exact K1|exact D1|].
    rewrite <- Hu in V, E1, E2. clear D1.
    split; [lra|].
    pose proof (s_ge n) as Sn. destruct (Hkappa n) as [L U]. fold (s n) in L, U.
    assert (SS : s (S n) = s n + 1) by (unfold s; rewrite S_INR; ring). rewrite SS.
    pose proof (inv_ge_ln (s n)) as I1. pose proof (inv_le_ln (s n)) as I2.
    set (l0 := ln (s n)) in *. set (l1 := ln (s n + 1)) in *.
    pose proof expG as EG. pose proof (exp_ineq1_le (- G)) as EG'.
    assert (Pi : 0 < / s n) by (apply Rinv_0_lt_compat; lra).
    assert (Pi' : 0 < / (s n + 1)) by (apply Rinv_0_lt_compat; lra).
    assert (Sq : / s n * / s n <= 101/100 * (/ s n - / (s n + 1))).
    { replace (/ s n - / (s n + 1)) with (/ s n * / (s n + 1)) by (field; lra).
      assert (/ s n <= 101/100 * / (s n + 1)); [|nra].
      apply (Rmult_le_reg_r (s n * (s n + 1))); [nra|].
      replace (/ s n * (s n * (s n + 1))) with (s n + 1) by (field; lra).
      replace (101/100 * / (s n + 1) * (s n * (s n + 1))) with (101/100 * s n) by (field; lra). lra. }
    assert (I1' : 0 <= l1 - l0) by lra.
    set (i := / s n) in *. set (j := / (s n + 1)) in *.
    unfold Rdiv in L, U. fold i in L, U.
    assert (KL : (1 - G) * k * (l1 - l0) <= kappa n).
    { apply Rle_trans with (2 := L).
      apply Rle_trans with (k * (1 - G) * i); [|].
      - replace ((1 - G) * k * (l1 - l0)) with (k * (1 - G) * (l1 - l0)) by ring.
        apply Rmult_le_compat_l; [nra|]. apply I1. lra.
      - replace (k * (1 - G) * i) with (k * i * (1 - G)) by ring.
        apply Rmult_le_compat_l; [nra|]. lra. }
    assert (KU : kappa n <= k * i * (1 + 101/100 * G)).
    { apply Rle_trans with (1 := U). apply Rmult_le_compat_l; [nra|]. lra. }
    assert (KI : k * i * (1 + 101/100 * G) <= (1 + 101/100 * G) * k * (l1 - l0)
                 + (1 + 101/100 * G) * k * (i - j)).
    { assert (0 <= (1 + 101/100 * G) * k) by nra. assert (i <= (l1 - l0) + (i - j)) by lra. nra. }
    assert (K2' : kappa n ^ 2 <= (1 + 101/100 * G) ^ 2 * k ^ 2 * (101/100 * (i - j))).
    { apply Rle_trans with ((k * i * (1 + 101/100 * G)) ^ 2).
      - apply pow_incr. lra.
      - replace ((k * i * (1 + 101/100 * G)) ^ 2) with ((1 + 101/100 * G) ^ 2 * k ^ 2 * (i * i)) by ring.
        apply Rmult_le_compat_l; [|lra]. apply Rmult_le_pos; apply pow2_ge_0. }
    assert (Pij : 0 <= i - j) by nra.
    assert (Q1 : (1 + 101/100 * G) * k * (i - j) <= 111/100 * k * (i - j)).
    { apply Rmult_le_compat_r; [exact Pij|]. apply Rmult_le_compat_r; lra. }
    assert (Q2 : 17/10 * ((1 + 101/100 * G) ^ 2 * k ^ 2 * (101/100 * (i - j)))
      <= 23/10 * k ^ 2 * (i - j)).
    { replace (17/10 * ((1 + 101/100 * G) ^ 2 * k ^ 2 * (101/100 * (i - j)))) with
        (17/10 * (101/100) * (1 + 101/100 * G) ^ 2 * (k ^ 2 * (i - j))) by ring.
      replace (23/10 * k ^ 2 * (i - j)) with (23/10 * (k ^ 2 * (i - j))) by ring.
      apply Rmult_le_compat_r; [apply Rmult_le_pos; [apply pow2_ge_0|exact Pij]|].
      assert ((1 + 101/100 * G) ^ 2 <= (1 + 101/100 * (1/1000)) ^ 2) by (apply pow_incr; lra). lra. }
    split; lra.
Qed.

(** logistic/4.5-bias/corrected, part (i) of its proof: with the hypothesis [run-length] the
    prediction holds within one percent.
    WRONG: with the exponent 2 sqrt(A_plus A_minus) in the place of k = 2 eta sqrt(A_plus A_minus):
    [bias_sum] sums kappa_n, which has the factor eta. *)
Lemma bias_unperturbed n :
  111/100 * k * G * ln (s n / t0) + (111/100 * k + 23/10 * k ^ 2) / t0 <= 1/110 ->
  Rabs (th2 (u n) - th2 (u O) * Rpower (s n / t0) (- k)) <= th2 (u O) * Rpower (s n / t0) (- k) / 100.
Proof.
  intros H. destruct (bias_sum n) as [U [L B]]. pose proof (s_ge n) as Sn.
  rewrite ln_div in H by lra.
  assert (LP : 0 <= ln (s n) - ln t0).
  { assert (ln t0 <= ln (s n)); [|lra]. apply ln_le; [lra|]. unfold s. pose proof (pos_INR n). lra. }
  assert (Pi : 0 < / s n) by (apply Rinv_0_lt_compat; lra).
  set (l := ln (s n) - ln t0) in *.
  assert (P : Rpower (s n / t0) (- k) = exp (- (k * l))).
  { unfold Rpower. rewrite ln_div by lra. fold l. f_equal. ring. }
  pose proof (th2_pos (u O)) as T0. pose proof (th2_pos (u n)) as Tn.
  assert (E : th2 (u n) = th2 (u O) * exp (- (k * l)) * exp (F (u n) - F (u O) + k * l)).
  { rewrite Rmult_assoc, <- exp_plus.
    replace (- (k * l) + (F (u n) - F (u O) + k * l)) with (F (u n) + - F (u O)) by ring.
    rewrite exp_plus, exp_Ropp. unfold F. rewrite !exp_ln by (apply th2_pos; lra).
    field. apply Rgt_not_eq, T0. lra. }
  set (x := F (u n) - F (u O) + k * l) in *.
  assert (C : 0 <= 111/100 * k + 23/10 * k ^ 2) by nra.
  assert (KG : 0 <= k * G * l) by (apply Rmult_le_pos; [nra|exact LP]).
  assert (Cs : 0 <= (111/100 * k + 23/10 * k ^ 2) * / s n) by (apply Rmult_le_pos; lra).
  assert (Ct : 0 <= (111/100 * k + 23/10 * k ^ 2) / t0)
    by (apply Rmult_le_pos; [exact C|left; apply Rinv_0_lt_compat; lra]).
  unfold Rdiv in Ct.
  assert (X : -1/110 <= x <= 1/110) by (unfold x, Rdiv in *; lra).
  pose proof (expm1_bias x X) as Y. rewrite P, E.
  set (p := th2 (u O) * exp (- (k * l))).
  assert (PP : 0 < p) by (apply Rmult_lt_0_compat; [apply T0; lra|apply exp_pos]).
  replace (p * exp x - p) with (p * (exp x - 1)) by ring.
  rewrite Rabs_mult, (Rabs_right p) by lra. unfold Rdiv in *. nra.
Qed.

(** logistic/4.5-limit [bias].
    WRONG: u_n <= 1.01 u_0 (t/t0)^(-k) from tanh alone for large u_0: tanh (u/2) saturates. *)
Lemma limit_unperturbed n :
  111/100 * k * G * ln (s n / t0) + (111/100 * k + 23/10 * k ^ 2) / t0 <= 1/110 ->
  u n <= 101/100 * u O * Rpower (s n / t0) (- k).
Proof.
  intros H. pose proof (bias_unperturbed n H) as B. destruct (bias_sum n) as [U _].
  pose proof (Rpower_pos (s n / t0) (- k)) as P. set (p := Rpower (s n / t0) (- k)) in *.
  destruct (Rle_dec 1 (101/100 * p)) as [C|C]; [nra|].
  pose proof (th2_pos (u O)) as T0.
  pose proof (Rle_abs (th2 (u n) - th2 (u O) * p)).
  assert (T : th2 (u n) <= 101/100 * p * th2 (u O)) by (unfold Rdiv in *; lra).
  pose proof (th2_concave (101/100 * p) (u O)) as Q.
  apply Rnot_lt_le. intros N.
  assert (th2 (101/100 * p * u O) < th2 (u n)) by (apply th2_incr; lra).
  assert (101/100 * p * th2 (u O) <= th2 (101/100 * p * u O)) by (apply Q; lra). lra.
Qed.

End Unperturbed.

(** Any start in [-1, 1], by the symmetry u -> -u. *)
Fixpoint free (u0 : R) (n : nat) : R :=
  match n with O => u0 | S m => free u0 m - kappa m * sinh (free u0 m) end.

Lemma free_opp u0 n : free (- u0) n = - free u0 n.
Proof. induction n as [ | n IH]; simpl; [reflexivity|]. rewrite IH, sinh_opp. ring. Qed.

Lemma free_0 n : free 0 n = 0.
Proof.
  induction n as [ | n IH]; simpl; [reflexivity|]. rewrite IH. unfold sinh. rewrite Ropp_0. field.
Qed.

Lemma free_abs u0 n : Rabs u0 <= 1 -> Rabs (free u0 n) <= Rabs u0.
Proof.
  assert (W : forall u0, 0 < u0 <= 1 -> Rabs (free u0 n) <= Rabs u0).
  { intros w H. destruct (bias_sum (free w) H (fun _ => eq_refl) n) as [U _]. simpl in U.
    rewrite !Rabs_right; lra. }
  intros H. destruct (Rtotal_order u0 0) as [N|[Z|P]].
  - pose proof (W (- u0)) as Q. rewrite free_opp, !Rabs_Ropp in Q. apply Q.
    rewrite Rabs_left in H by exact N. lra.
  - rewrite Z, free_0. lra.
  - apply W. rewrite Rabs_right in H; lra.
Qed.

(** logistic/4.5-bias/corrected [sum], [exp] and logistic/4.5-limit [bias] for either sign. *)
Lemma free_bias u0 n : Rabs u0 <= 1 ->
  111/100 * k * G * ln (s n / t0) + (111/100 * k + 23/10 * k ^ 2) / t0 <= 1/110 ->
  Rabs (th2 (free u0 n) - th2 u0 * Rpower (s n / t0) (- k)) <=
    Rabs (th2 u0) * Rpower (s n / t0) (- k) / 100
  /\ Rabs (free u0 n) <= 101/100 * Rabs u0 * Rpower (s n / t0) (- k).
Proof.
  assert (W : forall u0, 0 < u0 <= 1 ->
    111/100 * k * G * ln (s n / t0) + (111/100 * k + 23/10 * k ^ 2) / t0 <= 1/110 ->
    Rabs (th2 (free u0 n) - th2 u0 * Rpower (s n / t0) (- k)) <=
      Rabs (th2 u0) * Rpower (s n / t0) (- k) / 100
    /\ Rabs (free u0 n) <= 101/100 * Rabs u0 * Rpower (s n / t0) (- k)).
  { intros w H R0. pose proof (bias_unperturbed (free w) H (fun _ => eq_refl) n R0) as B.
    pose proof (limit_unperturbed (free w) H (fun _ => eq_refl) n R0) as L.
    destruct (bias_sum (free w) H (fun _ => eq_refl) n) as [U _].
    simpl free in B at 2 3. simpl free in L at 2. simpl free in U at 3.
    pose proof (th2_pos w). rewrite (Rabs_right (th2 w)) by lra.
    rewrite (Rabs_right w) by lra. rewrite (Rabs_right (free w n)) by lra. split; [exact B|exact L]. }
  intros H R0. destruct (Rtotal_order u0 0) as [N|[Z|P]].
  - rewrite Rabs_left in H by exact N.
    destruct (W (- u0)) as [Q1 Q2]; [lra|exact R0|].
    rewrite free_opp, !th2_opp, ?Rabs_Ropp in Q1. rewrite free_opp, !Rabs_Ropp in Q2.
    split; [|exact Q2].
    replace (- th2 (free u0 n) - - th2 u0 * Rpower (s n / t0) (- k)) with
      (- (th2 (free u0 n) - th2 u0 * Rpower (s n / t0) (- k))) in Q1 by ring.
    rewrite Rabs_Ropp in Q1. exact Q1.
  - rewrite Z, free_0, th2_0, Rabs_R0, Rmult_0_l, Rminus_eq_0, Rabs_R0. lra.
  - apply W; [|exact R0]. rewrite Rabs_right in H; lra.
Qed.

(** The perturbed sequence. W = eta offsupport, Phi = support_skew; gamma^2 W/4 = W/k. *)
Variables (Phi W : R) (u phi omega : nat -> R).
Hypothesis HPhi : 0 <= Phi <= 1/20.
Hypothesis HW : 0 <= W <= k / 1000.
Hypothesis Hphi : forall n, Rabs (phi n) <= Phi.
Hypothesis Homega : forall n, Rabs (omega n) <= W / s n.
Hypothesis Hu0 : Rabs (u O) <= 1.
Hypothesis Hu : forall n, u (S n) = u n - kappa n * sinh (u n - phi n) + omega n.

(** logistic/4.5-bias/corrected [perturbation].
    WRONG: with Phi alone for W > 0: the forcing holds the sequence up at W/k. *)
Lemma perturbation n : Rabs (u n - free (u O) n) <= Phi + 111/100 * (W / k).
Proof.
  set (M := Phi + exp G * (W / k)).
  assert (Wk : 0 <= W / k <= 1/1000).
  { split; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Hk]|].
    apply (Rmult_le_reg_r k); [exact Hk|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  pose proof expG as EG. pose proof (exp_pos G) as PG.
  assert (MU : M <= Phi + 111/100 * (W / k)) by (unfold M; nra).
  assert (ML : Phi <= M) by (unfold M; nra).
  assert (M1 : M <= 1/10) by (unfold M; nra).
  apply Rle_trans with (2 := MU). clear MU.
  induction n as [ | n IH].
  - simpl. rewrite Rminus_eq_0, Rabs_R0. lra.
  - rewrite Hu. simpl free.
    pose proof (free_abs (u O) n Hu0) as A.
    pose proof (kappa_bounds n) as K. destruct (Hkappa n) as [L _]. fold (s n) in L.
    pose proof (s_ge n) as Sn. pose proof (Hphi n) as HP. pose proof (Homega n) as HO.
    set (x := u n - phi n) in *. set (y := free (u O) n) in *.
    assert (MV : exists c, 1 <= c <= 5 /\ sinh x - sinh y = c * (x - y)).
    { assert (B : forall z, Rmin x y <= z <= Rmax x y -> cosh z <= 5).
      { intros z Z. apply Rle_trans with (cosh 2).
        - apply cosh_le_abs. apply Rabs_le.
          apply Rabs_le_between in IH. apply Rabs_le_between in HP.
          assert (Y : -1 <= y <= 1) by (apply Rabs_le_between; lra).
          assert (-2 <= x <= 2) by (unfold x; lra).
          unfold Rmin, Rmax in Z. destruct (Rle_dec x y); lra.
        - unfold cosh. replace 2 with (1 + 1) at 1 by ring. rewrite exp_plus.
          pose proof exp_le_3. pose proof (exp_pos 1).
          assert (exp (- (2)) <= exp 0) by (apply exp_le; lra). rewrite exp_0 in *. nra. }
      destruct (Rtotal_order x y) as [H|[H|H]].
      - destruct (sinh_mvt x y H) as [c [C E]]. exists (cosh c). split; [split|lra].
        + apply cosh_ge_1.
        + apply B. rewrite Rmin_left, Rmax_right by lra. lra.
      - exists 1. rewrite H. split; lra.
      - destruct (sinh_mvt y x H) as [c [C E]]. exists (cosh c). split; [split|lra].
        + apply cosh_ge_1.
        + apply B. rewrite Rmin_right, Rmax_left by lra. lra. }
    destruct MV as [c [C E]].
    replace (u n - kappa n * sinh x + omega n - (y - kappa n * sinh y)) with
      (u n - y - kappa n * (sinh x - sinh y) + omega n) by ring.
    rewrite E.
    replace (u n - y - kappa n * (c * (x - y)) + omega n) with
      ((1 - kappa n * c) * (u n - y) + kappa n * c * phi n + omega n) by (unfold x; ring).
    set (kc := kappa n * c). assert (KC : 0 <= kc <= 1) by (unfold kc; nra).
    apply Rle_trans with ((1 - kc) * M + kc * Phi + W / s n).
    + apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat; [|exact HO].
      apply Rle_trans with (1 := Rabs_triang _ _). rewrite !Rabs_mult.
      rewrite (Rabs_right (1 - kc)), (Rabs_right kc) by lra.
      apply Rplus_le_compat; apply Rmult_le_compat_l; lra.
    + assert (Q : W / s n <= kc * (M - Phi)); [|nra].
      unfold M. replace (Phi + exp G * (W / k) - Phi) with (exp G * (W / k)) by ring.
      apply Rle_trans with (k / s n * exp (- G) * (exp G * (W / k))).
      * right. replace (k / s n * exp (- G) * (exp G * (W / k))) with
          (k / s n * (exp (- G) * exp G) * (W / k)) by ring.
        rewrite exp_opp_inv. field. lra.
      * apply Rmult_le_compat_r; [nra|]. unfold kc. nra.
Qed.

(** logistic/4.5-bias/corrected, its conclusion, with W/k = gamma^2 eta offsupport/4.
    WRONG: as in logistic/4.5-bias, with (t/t0)^(-k/eta). *)
Theorem bias_corrected n :
  111/100 * k * G * ln (s n / t0) + (111/100 * k + 23/10 * k ^ 2) / t0 <= 1/110 ->
  Rabs (th2 (u n) - th2 (u O) * Rpower (s n / t0) (- k)) <=
    Rabs (th2 (u O)) * Rpower (s n / t0) (- k) / 100 + Phi / 2 + 3/20 * (4 / k) * W.
Proof.
  intros H. destruct (free_bias (u O) n Hu0 H) as [B _]. pose proof (perturbation n) as P.
  pose proof (th2_lipschitz (u n) (free (u O) n)) as L.
  assert (Wk : 0 <= W / k) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Hk]).
  replace (3/20 * (4 / k) * W) with (3/5 * (W / k)) by (field; lra).
  set (p := Rpower (s n / t0) (- k)) in *.
  replace (th2 (u n) - th2 (u O) * p) with
    ((th2 (u n) - th2 (free (u O) n)) + (th2 (free (u O) n) - th2 (u O) * p)) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). lra.
Qed.

(** logistic/4.5-limit, its conclusion.
    WRONG: without support_skew: the limit of the sequence is then phi, not 0. *)
Theorem limit_corrected n :
  111/100 * k * G * ln (s n / t0) + (111/100 * k + 23/10 * k ^ 2) / t0 <= 1/110 ->
  Rabs (u n) <= 51/50 * Rabs (u O) * Rpower (s n / t0) (- k) + Phi + 3/10 * (4 / k) * W.
Proof.
  intros H. destruct (free_bias (u O) n Hu0 H) as [_ B]. pose proof (perturbation n) as P.
  assert (Wk : 0 <= W / k) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, Hk]).
  replace (3/10 * (4 / k) * W) with (6/5 * (W / k)) by (field; lra).
  pose proof (Rpower_pos (s n / t0) (- k)). set (p := Rpower (s n / t0) (- k)) in *.
  pose proof (Rabs_pos (u O)). assert (0 <= Rabs (u O) * p) by nra.
  replace (u n) with ((u n - free (u O) n) + free (u O) n) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). lra.
Qed.

End Bias.

(** ** The law of the support vectors alone: logistic/4.6-estimate/support-law *)

(** [eliminate]: the quasi-static bias, sigma (z) = 1/(1 + e^-z), r = n_plus/n_minus, beta = e^b.
    WRONG: without beta^2 <> r; the quotient has no value at the end of the curve. *)
Lemma support_law_eliminate (r m b : R) : exp b ^ 2 - r <> 0 ->
  (r * / (1 + exp (m + b)) = / (1 + exp (m - b)) <-> exp m = (r - 1) * exp b / (exp b ^ 2 - r)).
Proof.
  intros D. replace (m - b) with (m + - b) by ring. rewrite !exp_plus, exp_Ropp.
  pose proof (exp_pos m) as M. pose proof (exp_pos b) as B.
  set (x := exp m) in *. set (y := exp b) in *.
  assert (P1 : 0 < 1 + x * y) by nra.
  assert (P2 : 0 < y + x) by lra.
  assert (E : / (1 + x * / y) = y / (y + x)) by (field; lra). rewrite E.
  split; intros H.
  - apply (Rmult_eq_reg_r (y ^ 2 - r)); [|exact D].
    replace ((r - 1) * y / (y ^ 2 - r) * (y ^ 2 - r)) with ((r - 1) * y) by (field; exact D).
    assert (Q : r * (y + x) = y * (1 + x * y)).
    { apply (Rmult_eq_compat_r ((1 + x * y) * (y + x))) in H.
      replace (r * / (1 + x * y) * ((1 + x * y) * (y + x))) with (r * (y + x)) in H by (field; lra).
      replace (y / (y + x) * ((1 + x * y) * (y + x))) with (y * (1 + x * y)) in H by (field; lra).
      exact H. }
    lra.
  - assert (Q : x * (y ^ 2 - r) = (r - 1) * y) by (rewrite H; field; exact D).
    apply (Rmult_eq_reg_r ((1 + x * y) * (y + x))); [|nra].
    replace (r * / (1 + x * y) * ((1 + x * y) * (y + x))) with (r * (y + x)) by (field; lra).
    replace (y / (y + x) * ((1 + x * y) * (y + x))) with (y * (1 + x * y)) by (field; lra). lra.
Qed.

(** [integral], the change of variables s = beta^2: m(s), its derivative, and dT/dm of the law with
    the lesser count n as a factor (c = eta gamma^2).
    WRONG: with half of dT/dm, that is, with both classes counted as one. *)
Definition law_m (r s : R) : R := ln (r - 1) + ln s / 2 - ln (s - r).

Lemma law_m_is_m (r s : R) : 1 < r -> r < s ->
  exp (law_m r s) = (r - 1) * exp (ln s / 2) / (exp (ln s / 2) ^ 2 - r).
Proof.
  intros H S.
  replace (exp (ln s / 2) ^ 2) with s.
  - unfold law_m. replace (ln (r - 1) + ln s / 2 - ln (s - r)) with
      (ln (r - 1) + ln s / 2 + - ln (s - r)) by ring.
    rewrite !exp_plus, exp_Ropp, !exp_ln by lra. reflexivity.
  - simpl. rewrite Rmult_1_r, <- exp_half, exp_ln; lra.
Qed.

Lemma law_m_derive (r s : R) : 1 < r -> r < s ->
  is_derive (law_m r) s (- (s + r) / (2 * s * (s - r))).
Proof. intros H S. unfold law_m. auto_derive; [lra|]. field. lra. Qed.

Lemma law_rate (r s n c : R) : 1 < r -> r < s -> 0 < n -> 0 < c ->
  let m := law_m r s in let b := ln s / 2 in
  / (c / 4 * (r * n * / (1 + exp (m + b)) + n * / (1 + exp (m - b)))) * (- (s + r) / (2 * s * (s - r)))
  = - (/ (c * n) * ((s - 1) * (s + r) / (s * (s - r) ^ 2))).
Proof.
  intros H S N C m b.
  pose proof (law_m_is_m r s H S) as E. fold m b in E.
  assert (B : exp b ^ 2 = s).
  { unfold b. simpl. rewrite Rmult_1_r, <- exp_half, exp_ln; lra. }
  assert (D : exp b ^ 2 - r <> 0) by lra.
  apply (support_law_eliminate r m b D) in E.
  replace (r * n * / (1 + exp (m + b))) with (n * (r * / (1 + exp (m + b)))) by ring.
  rewrite E. pose proof (law_m_is_m r s H S) as E'. fold m b in E'. rewrite B in E'.
  assert (X : / (1 + exp (m - b)) = (s - r) / (s - 1)).
  { replace (m - b) with (m + - b) by ring. rewrite exp_plus, exp_Ropp, E'. pose proof (exp_pos b).
    replace (1 + (r - 1) * exp b / (s - r) * / exp b) with ((s - 1) / (s - r)) by (field; lra).
    field. lra. }
  rewrite X.
  replace (c / 4 * (n * ((s - r) / (s - 1)) + n * ((s - r) / (s - 1)))) with
    (c * n * (s - r) / (2 * (s - 1))) by (field; lra).
  field. repeat split; lra.
Qed.

(** [fractions]. WRONG: + 1/(r s); at s = 1 the left side is 0 ([wrong_fractions]). *)
Lemma fractions (r s : R) : r <> 0 -> s <> 0 -> s - r <> 0 ->
  (s - 1) * (s + r) / (s * (s - r) ^ 2)
  = -1 / (r * s) + (1 + 1 / r) / (s - r) + 2 * (r - 1) / (s - r) ^ 2.
Proof. intros. field. repeat split; assumption. Qed.

Lemma wrong_fractions : ~ (forall r s, 1 < r -> r < s ->
  (s - 1) * (s + r) / (s * (s - r) ^ 2)
  = 1 / (r * s) + (1 + 1 / r) / (s - r) + 2 * (r - 1) / (s - r) ^ 2).
Proof. intros H. specialize (H 2 3). lra. Qed.

(** [integral], the closed form of the conclusion. s0 = exp (2 law_bias) at the upper end of m.
    WRONG: for s0 < r; the integrand has a pole at r. *)
Lemma support_law_integral (r s0 : R) : 1 < r -> r < s0 -> s0 <= r ^ 2 ->
  is_RInt (fun s => (s - 1) * (s + r) / (s * (s - r) ^ 2)) s0 (r ^ 2)
    ((1 + 1 / r) * ln ((r ^ 2 - r) / (s0 - r)) - ln (r ^ 2 / s0) / r
     + 2 * (r - 1) * (1 / (s0 - r) - 1 / (r ^ 2 - r))).
Proof.
  intros H S S2. 
  set (P := fun s => (1 + 1 / r) * ln (s - r) - ln s / r - 2 * (r - 1) * / (s - r)).
  replace ((1 + 1 / r) * ln ((r ^ 2 - r) / (s0 - r)) - ln (r ^ 2 / s0) / r
     + 2 * (r - 1) * (1 / (s0 - r) - 1 / (r ^ 2 - r))) with (minus (P (r ^ 2)) (P s0)).
  - apply (is_RInt_derive P).
    + intros s Hs. rewrite Rmin_left, Rmax_right in Hs by lra.
      unfold P. auto_derive; [repeat split; lra|]. field. repeat split; lra.
    + intros s Hs. rewrite Rmin_left, Rmax_right in Hs by lra.
      apply (ex_derive_continuous (fun s => (s - 1) * (s + r) / (s * (s - r) ^ 2))).
      auto_derive. repeat split. assert (0 < (s - r) * ((s - r) * 1)) by nra. nra.
  - unfold minus, plus, opp, P. simpl. rewrite !ln_div by nra. field. nra.
Qed.

(** docs/logistic-claims.md: "At epsilon = 0, s = 2r - 1": q = 1, so e^m = beta.
    WRONG: s = r: there m is infinite. *)
Lemma support_law_eps0 (r s : R) : 1 < r -> r < s ->
  (law_m r s = ln s / 2 <-> s = 2 * r - 1).
Proof.
  intros H S. unfold law_m. split; intros E.
  - assert (L : ln (r - 1) = ln (s - r)) by lra. apply ln_inv in L; lra.
  - replace (s - r) with (r - 1) by lra. lra.
Qed.

(** docs/logistic-claims.md, law_bias: at most one root, because m falls as s grows.
    WRONG: for s between 1 and r, where the logarithm of s - r has no value. *)
Lemma support_law_bias_unique (r q b b' : R) : 1 < r -> 0 < q -> ln r / 2 < b -> ln r / 2 < b' ->
  b = q * law_m r (exp (2 * b)) -> b' = q * law_m r (exp (2 * b')) -> b = b'.
Proof.
  intros H Q.
  assert (W : forall b b', ln r / 2 < b -> b < b' -> b = q * law_m r (exp (2 * b)) ->
    b' = q * law_m r (exp (2 * b')) -> False).
  { intros x y X Y E1 E2.
    assert (R1 : r < exp (2 * x)).
    { rewrite <- (exp_ln r) at 1 by lra. apply exp_increasing. lra. }
    assert (R2 : exp (2 * x) < exp (2 * y)) by (apply exp_increasing; lra).
    assert (law_m r (exp (2 * y)) < law_m r (exp (2 * x))); [|nra].
    apply (is_derive_decr_strict (law_m r) (fun s => - (s + r) / (2 * s * (s - r)))); [exact R2| |].
    - intros s Hs. apply law_m_derive; lra.
    - intros s Hs. assert (0 < (s + r) / (2 * s * (s - r))); [apply Rdiv_lt_0_compat; nra|].
      unfold Rdiv in *. lra. }
  intros B B' E E'. destruct (Rtotal_order b b') as [L|[L|L]]; [|exact L|].
  - exfalso. apply (W b b'); assumption.
  - exfalso. apply (W b' b); assumption.
Qed.

(** ** Constants *)

(** logistic/phase-3 [constant]. WRONG: with 1/2 on the right. *)
Lemma phase_3_constant : (5/4) / (2 * (7/8)) < 1.
Proof. lra. Qed.

(** logistic/3.4-grokking, its conclusion as the tool evaluates it: the limit is 1.
    WRONG: with T_te/T_tr at a positive epsilon, which may exceed some zeta > 1. *)
Lemma grokking_limit_value (L a r zeta : R) : 1 < zeta ->
  exp (L / (1 + 2 * 0 * a) - L / (1 + 2 * 0 * r)) < zeta.
Proof.
  intros Z. rewrite !Rmult_0_r, !Rmult_0_l, Rplus_0_r, Rminus_eq_0, exp_0. exact Z.
Qed.

(** ridge/8-t2 [teacher], "which is at least 1".  WRONG: without the width threshold. *)
Lemma teacher_8t2_at_least_1 (k m eps : R) : 0 < m * eps -> 8 * m * eps <= k -> 1 <= k / (8 * m * eps).
Proof.
  intros P H. apply (Rmult_le_reg_r (8 * m * eps)); [lra|].
  replace (k / (8 * m * eps) * (8 * m * eps)) with k by (field; nra). lra.
Qed.

(** logistic/4.1-drift [reference]: the second term of the logistic loss.
    WRONG: e^(-3z) in the minimum; for large z the difference is near e^(-2z). *)
Lemma logistic_defect (z : R) :
  0 <= exp (- z) - / (1 + exp z) <= Rmin (exp (- z)) (exp (- z) ^ 2).
Proof.
  pose proof (exp_pos z) as P. rewrite exp_Ropp. set (x := exp z) in *.
  assert (I : 0 < / x) by (apply Rinv_0_lt_compat; lra).
  assert (E : / x - / (1 + x) = / x * / (1 + x)) by (field; lra).
  assert (J : 0 < / (1 + x) <= / x).
  { split; [apply Rinv_0_lt_compat; lra|]. apply Rinv_le_contravar; lra. }
  split; [rewrite E; nra|]. apply Rmin_glb; [lra|]. rewrite E. simpl. nra.
Qed.

(** logistic/4.1-drift, the logarithmic steps of the reference curve: their defects sum to at most 1.
    WRONG: at most 1/2: the whole sum is Euler's constant, 0.577. *)
Lemma log_defects (n : nat) :
  sumn (fun i => / INR (S i) - ln (1 + / INR (S i))) n <= 1.
Proof.
  assert (E : sumn (fun i => / INR (S i) - ln (1 + / INR (S i))) n <= 1 - / INR (S n)).
  { induction n as [ | n IH]; [simpl; lra|].
    change (sumn ?f (S n)) with (sumn f n + f n). cbv beta.
    assert (P : 0 < INR (S n)) by (apply lt_0_INR; lia).
    rewrite (S_INR (S n)). set (s := INR (S n)) in *.
    pose proof (inv_le_ln s P) as L. rewrite <- ln_div in L by lra.
    replace ((s + 1) / s) with (1 + / s) in L by (field; lra). lra. }
  assert (0 < / INR (S n)) by (apply Rinv_0_lt_compat, lt_0_INR; lia). lra.
Qed.

(** logistic/4.6-estimate/corrected, note: from zero the first step on support vectors only; N is
    |w|, at least its component (c/2)(gamma/2)(s_plus + s_minus) along w_star, c = eta_sum.
    WRONG: with 2/gamma^2: one support vector against none is the equality. *)
Lemma first_step (c gamma sp sm N : R) : 0 < c -> 0 < gamma -> 0 < sp + sm ->
  c / 2 * (gamma / 2) * (sp + sm) <= N ->
  Rabs (c / 2 * (sp - sm)) <= 4 / gamma ^ 2 * (Rabs (sp - sm) / (sp + sm)) * (gamma / 2 * N).
Proof.
  intros C G S H. rewrite Rabs_mult, (Rabs_right (c / 2)) by lra.
  pose proof (Rabs_pos (sp - sm)) as A. set (a := Rabs (sp - sm)) in *.
  replace (4 / gamma ^ 2 * (a / (sp + sm)) * (gamma / 2 * N)) with
    (a * (N * (2 / (gamma * (sp + sm))))) by (field; lra).
  rewrite (Rmult_comm (c / 2)). apply Rmult_le_compat_l; [exact A|].
  apply Rle_trans with (c / 2 * (gamma / 2) * (sp + sm) * (2 / (gamma * (sp + sm)))).
  - right. field. lra.
  - apply Rmult_le_compat_r; [|exact H]. left. apply Rdiv_lt_0_compat; [lra|].
    apply Rmult_lt_0_compat; assumption.
Qed.

(** ridge/4.4 [at-the-bound]: the stated time makes rho^(2t) small enough.
    WRONG: without the 2 in the denominator: rho^t alone is then that small only at twice the time. *)
Lemma time_44 (r t a : R) : 0 < r < 1 -> 0 < a -> ln a / (2 * ln r) <= t -> Rpower r (2 * t) <= a.
Proof.
  intros R0 A H. assert (L : ln r < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply time_sharp_conv; [exact R0|exact A|].
  replace (ln a / ln r) with (2 * (ln a / (2 * ln r))) by (field; lra). lra.
Qed.

(** ridge/4.2-t1 [trace], ridge/8-t1: from the time of Thm 4.4 to the stated one; X = 6 L N/epsilon,
    Y the larger number, x = eta mu_min, x' = eta (mu_min + lambda).
    WRONG: as an inequality of the two bounds: where X < 1 both are negative, and the stated one is
    the smaller; only times t >= 0 matter. *)
Lemma trace_42 (X Y x x' t : R) : 0 < x <= x' -> x' < 1 -> 0 < X <= Y -> 0 <= t ->
  ln Y / (2 * x) < t -> ln X / (-2 * ln (1 - x')) < t.
Proof.
  intros Hx Hx' HX T H. pose proof (ln_1m_le x' ltac:(lra)) as L.
  assert (XY : ln X <= ln Y) by (apply ln_le; lra).
  set (e := -2 * ln (1 - x')) in *. assert (E : 2 * x <= e) by (unfold e; lra).
  apply (Rmult_lt_compat_r (2 * x)) in H; [|lra].
  replace (ln Y / (2 * x) * (2 * x)) with (ln Y) in H by (field; lra).
  apply (Rmult_lt_reg_r e); [lra|]. replace (ln X / e * e) with (ln X) by (field; lra). nra.
Qed.

(** logistic/4.6-estimate/support-law: the law starts at m = 0 with beta = r, that is, with the bias
    log r, twice its limit.  WRONG: from s = r, the limit. *)
Lemma law_m_start (r : R) : 1 < r -> law_m r (r ^ 2) = 0.
Proof.
  intros H. unfold law_m. replace (r ^ 2 - r) with ((r - 1) * r) by ring.
  replace (r ^ 2) with (r * r) by ring. rewrite !ln_mult by lra. field.
Qed.

(** docs/logistic-claims.md, law_bias: it exists in (log r/2, log r) for every q > 0 and r > 1.
    WRONG: for r = 1: the interval is empty. *)
Lemma support_law_bias_exists (r q : R) : 1 < r -> 0 < q ->
  exists b, ln r / 2 < b < ln r /\ b = q * law_m r (exp (2 * b)).
Proof.
  intros H Q.
  assert (LR : 0 < ln r) by (rewrite <- ln_1; apply ln_increasing; lra).
  set (e := (r - 1) * exp (ln r / 2 - ln r / q)).
  assert (IQ : 0 < ln r / q) by (apply Rdiv_lt_0_compat; assumption).
  assert (E0 : 0 < e) by (apply Rmult_lt_0_compat; [lra|apply exp_pos]).
  assert (E1 : e < r * (r - 1)).
  { unfold e. rewrite Rmult_comm. apply Rmult_lt_compat_r; [lra|].
    rewrite <- (exp_ln r) at 3 by lra. apply exp_increasing. lra. }
  set (s1 := r + e). set (b1 := ln s1 / 2).
  assert (S1 : r < s1 < r ^ 2) by (unfold s1; simpl; lra).
  assert (B1 : ln r / 2 < b1 < ln r).
  { assert (ln r < ln s1) by (apply ln_increasing; lra).
    assert (ln s1 < ln (r * r)) by (apply ln_increasing; simpl in *; lra).
    rewrite ln_mult in * by lra. unfold b1. lra. }
  assert (X1 : exp (2 * b1) = s1).
  { unfold b1. replace (2 * (ln s1 / 2)) with (ln s1) by field. apply exp_ln. lra. }
  assert (X2 : exp (2 * ln r) = r ^ 2).
  { replace (2 * ln r) with (ln r + ln r) by ring. rewrite exp_plus, exp_ln by lra. ring. }
  set (g := fun b => b - q * law_m r (exp (2 * b))).
  assert (G1 : g b1 < 0).
  { unfold g. rewrite X1. unfold law_m. replace (s1 - r) with e by (unfold s1; ring).
    assert (LE : ln e = ln (r - 1) + (ln r / 2 - ln r / q)).
    { unfold e. rewrite ln_mult, ln_exp by (try apply exp_pos; lra). reflexivity. }
    rewrite LE. assert (ln r < ln s1) by (apply ln_increasing; lra).
    replace (ln (r - 1) + ln s1 / 2 - (ln (r - 1) + (ln r / 2 - ln r / q))) with
      ((ln s1 - ln r) / 2 + ln r / q) by (field; lra).
    rewrite Rmult_plus_distr_l. replace (q * (ln r / q)) with (ln r) by (field; lra). nra. }
  assert (G2 : 0 < g (ln r)).
  { unfold g. rewrite X2, law_m_start by exact H. lra. }
  destruct (IVT_interv g b1 (ln r)) as [b [Hb Z]]; [|lra|exact G1|exact G2|].
  - intros a A. apply continuity_pt_filterlim, (ex_derive_continuous g).
    assert (r < exp (2 * a)).
    { rewrite <- (exp_ln r) at 1 by lra. apply exp_increasing. lra. }
    unfold g, law_m. auto_derive. repeat split; lra.
  - exists b. assert (b <> ln r) by (intros ->; lra). unfold g in Z. lra.
Qed.

(** The law for the exponential loss, T = t_star expm1(|log delta|/q): m = log (1 + t/t_star) solves
    dm/dt = e^-m/t_star from m(0) = 0, and m = |log delta|/q at the crossing.
    WRONG: T = t_star exp (|log delta|/q), which starts at m = -infinity. *)
Lemma exponential_law_ode (ts t : R) : 0 < ts -> 0 <= t ->
  is_derive (fun t => ln (1 + t / ts)) t (/ ts * exp (- ln (1 + t / ts))).
Proof.
  intros T H. assert (P : 0 <= t / ts) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, T]).
  rewrite exp_Ropp, exp_ln by lra. auto_derive; [unfold Rdiv in P; lra|]. field. lra.
Qed.

Lemma exponential_law_time (ts t L q : R) : 0 < ts -> 0 <= t ->
  (ln (1 + t / ts) = L / q <-> t = ts * (exp (L / q) - 1)).
Proof.
  intros T H. assert (P : 0 <= t / ts) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat, T]).
  split; intros E.
  - rewrite <- E, exp_ln by lra. field. lra.
  - rewrite E. replace (1 + ts * (exp (L / q) - 1) / ts) with (exp (L / q)) by (field; lra). apply ln_exp.
Qed.

(** ** Quasi-steady biases: logistic/phase-1 *)

(** Exponential loss.  WRONG: without the half. *)
Lemma quasi_steady_exponential (Ap Am b : R) : 0 < Ap -> 0 < Am ->
  (Ap * exp (- b) = Am * exp b <-> b = ln (Ap / Am) / 2).
Proof.
  intros P M. pose proof (exp_pos b) as B. rewrite exp_Ropp. split; intros H.
  - assert (E : Ap / Am = exp b * exp b).
    { apply (Rmult_eq_reg_r (Am * / exp b)).
      - replace (Ap / Am * (Am * / exp b)) with (Ap * / exp b) by (field; lra).
        rewrite H. field. lra.
      - apply Rgt_not_eq, Rmult_lt_0_compat; [exact M|apply Rinv_0_lt_compat, B]. }
    rewrite E, ln_mult, ln_exp by exact B. field.
  - assert (E : exp b * exp b = Ap / Am).
    { rewrite H, <- exp_half, exp_ln by (apply Rdiv_lt_0_compat; assumption). reflexivity. }
    apply (Rmult_eq_reg_r (exp b)); [|lra].
    replace (Ap * / exp b * exp b) with Ap by (field; lra).
    rewrite Rmult_assoc, E. field. lra.
Qed.

(** Logistic loss with (gamma/2)|w| near 0: n_plus sigma(-b) = n_minus sigma(b) is at log (n_plus/n_minus),
    twice the quasi-steady bias of the exponential loss.  WRONG: the half, as in phase 1 of the paper. *)
Lemma quasi_steady_logistic (np nm b : R) : 0 < np -> 0 < nm ->
  (np * / (1 + exp b) = nm * / (1 + exp (- b)) <-> b = ln (np / nm)).
Proof.
  intros P M. pose proof (exp_pos b) as B. rewrite exp_Ropp.
  assert (E : / (1 + / exp b) = exp b * / (1 + exp b)) by (field; lra). rewrite E.
  split; intros H.
  - rewrite <- (ln_exp b). f_equal.
    apply (Rmult_eq_compat_r (1 + exp b)) in H.
    replace (np * / (1 + exp b) * (1 + exp b)) with np in H by (field; lra).
    replace (nm * (exp b * / (1 + exp b)) * (1 + exp b)) with (nm * exp b) in H by (field; lra).
    rewrite H. field. lra.
  - assert (X : exp b = np / nm) by (rewrite H; apply exp_ln, Rdiv_lt_0_compat; assumption).
    replace (nm * (exp b * / (1 + exp b))) with (nm * exp b * / (1 + exp b)) by ring.
    f_equal. rewrite X. field. lra.
Qed.
