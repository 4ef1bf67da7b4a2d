(** * The flow of the bias, its limit, and the time scale of the support vectors

    The theory of docs/logistic-claims.md, sections 1 and 3.  The comment at each theorem names the
    claim that it serves and a WRONG variant, with the place where its proof fails; where it is short
    the variant is refuted in a lemma.

    Vectors are functions from indices, of which the first [d] count; sums are finite.  Nothing is
    assumed about the data: the relations of the support vectors are the hypothesis [dual]. *)

From Coq Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From GrokCert Require Import Scalar.
Import ListNotations.
Open Scope R_scope.

(** ** Eq (11) *)

(** The printed relation: tanh (u/2) = tanh (u0/2) (t/t0)^(-k) with u = b + log delta; so
    e^u = (1 + y)/(1 - y), where y is the right side. *)
Definition delta (Ap Am : R) : R := sqrt (Am / Ap).

Definition y11 (Ap Am k b0 t0 t : R) : R := th2 (b0 + ln (delta Ap Am)) * Rpower (t / t0) (- k).

Definition bias (Ap Am k b0 t0 t : R) : R :=
  let y := y11 Ap Am k b0 t0 t in - ln (delta Ap Am) + ln ((1 + y) / (1 - y)).

Lemma th2_tanh (u : R) : th2 u = tanh (u / 2).
Proof.
  unfold th2, tanh, sinh, cosh. pose proof (exp_pos (u / 2)) as P.
  rewrite exp_Ropp, (exp_half u). field. nra.
Qed.

Lemma th2_abs (u : R) : Rabs (th2 u) < 1.
Proof.
  pose proof (exp_pos u). unfold th2. apply Rabs_def1.
  - apply (Rmult_lt_reg_r (exp u + 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  - apply (Rmult_lt_reg_r (exp u + 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma th2_inverse (u : R) : ln ((1 + th2 u) / (1 - th2 u)) = u.
Proof.
  rewrite <- (ln_exp u) at 3. f_equal. unfold th2. pose proof (exp_pos u). field. lra.
Qed.

Lemma th2_eq_0 (u : R) : th2 u = 0 -> u = 0.
Proof. intros H. rewrite <- (th2_inverse u), H. rewrite Rplus_0_r, Rminus_0_r, Rdiv_1, ln_1. reflexivity. Qed.

Lemma th2_of_log (y : R) : Rabs y < 1 -> th2 (ln ((1 + y) / (1 - y))) = y.
Proof.
  intros H. apply Rabs_def2 in H. unfold th2. rewrite exp_ln by (apply Rdiv_lt_0_compat; lra).
  field. lra.
Qed.

Lemma y11_abs (Ap Am k b0 t0 t : R) : 0 <= k -> 0 < t0 <= t -> Rabs (y11 Ap Am k b0 t0 t) < 1.
Proof.
  intros K T. unfold y11. rewrite Rabs_mult.
  assert (P : Rabs (Rpower (t / t0) (- k)) <= 1).
  { rewrite Rabs_right by (left; apply Rpower_pos). unfold Rpower. rewrite <- exp_0. apply exp_le.
    assert (0 <= ln (t / t0)); [|nra]. rewrite ln_div by lra.
    assert (ln t0 <= ln t) by (apply ln_le; lra). lra. }
  pose proof (th2_abs (b0 + ln (delta Ap Am))).
  pose proof (Rabs_pos (th2 (b0 + ln (delta Ap Am)))). pose proof (Rabs_pos (Rpower (t / t0) (- k))). nra.
Qed.

(** [bias] is the function of eq (11), and the only one. *)
Lemma bias_is_eq_11 (Ap Am k b0 t0 t : R) : 0 <= k -> 0 < t0 <= t ->
  tanh ((bias Ap Am k b0 t0 t + ln (delta Ap Am)) / 2)
  = tanh ((b0 + ln (delta Ap Am)) / 2) * Rpower (t / t0) (- k).
Proof.
  intros K T. rewrite <- !th2_tanh. unfold bias.
  replace (- ln (delta Ap Am) + ln ((1 + y11 Ap Am k b0 t0 t) / (1 - y11 Ap Am k b0 t0 t)) + ln (delta Ap Am))
    with (ln ((1 + y11 Ap Am k b0 t0 t) / (1 - y11 Ap Am k b0 t0 t))) by ring.
  apply th2_of_log, y11_abs; assumption.
Qed.

Lemma bias_start (Ap Am k b0 t0 : R) : 0 < t0 -> bias Ap Am k b0 t0 t0 = b0.
Proof.
  intros T. unfold bias, y11. replace (t0 / t0) with 1 by (field; lra). unfold Rpower. rewrite ln_1, Rmult_0_r, exp_0, Rmult_1_r.
  rewrite th2_inverse. ring.
Qed.

Lemma delta_pos (Ap Am : R) : 0 < Ap -> 0 < Am -> 0 < delta Ap Am.
Proof. intros P M. apply sqrt_lt_R0, Rdiv_lt_0_compat; assumption. Qed.

Lemma delta_times (Ap Am : R) : 0 < Ap -> 0 < Am -> Ap * delta Ap Am = sqrt (Ap * Am).
Proof.
  intros P M. unfold delta. rewrite <- (sqrt_square Ap) at 1 by lra.
  rewrite <- sqrt_mult by (try nra; left; apply Rdiv_lt_0_compat; assumption). f_equal. field. lra.
Qed.

Lemma delta_over (Ap Am : R) : 0 < Ap -> 0 < Am -> Am / delta Ap Am = sqrt (Ap * Am).
Proof.
  intros P M. pose proof (delta_pos Ap Am P M) as D. rewrite <- (delta_times Ap Am P M).
  apply (Rmult_eq_reg_r (delta Ap Am)); [|lra].
  replace (Am / delta Ap Am * delta Ap Am) with Am by (field; lra).
  rewrite Rmult_assoc. unfold delta. rewrite sqrt_sqrt by (left; apply Rdiv_lt_0_compat; assumption).
  field. lra.
Qed.

(** The right side of the flow in terms of u. *)
Lemma flow_sinh (Ap Am b : R) : 0 < Ap -> 0 < Am ->
  Ap * exp (- b) - Am * exp b = - (2 * sqrt (Ap * Am) * sinh (b + ln (delta Ap Am))).
Proof.
  intros P M. pose proof (delta_pos Ap Am P M) as D. pose proof (exp_pos b).
  unfold sinh. rewrite !exp_Ropp, !exp_plus, exp_ln by exact D.
  rewrite <- (delta_times Ap Am P M) at 1.
  replace (Am * exp b) with (Am / delta Ap Am * (exp b * delta Ap Am)) by (field; lra).
  rewrite (delta_over Ap Am P M), <- (delta_times Ap Am P M). field. lra.
Qed.

(** What eq (11) solves for any exponent k. *)
Lemma bias_derive (Ap Am k b0 t0 t : R) : 0 < Ap -> 0 < Am -> 0 <= k -> 0 < t0 <= t ->
  is_derive (bias Ap Am k b0 t0) t
    (k / (2 * sqrt (Ap * Am)) / t *
      (Ap * exp (- bias Ap Am k b0 t0 t) - Am * exp (bias Ap Am k b0 t0 t))).
Proof.
  intros P M K T. pose proof (y11_abs Ap Am k b0 t0 t K T) as Y. apply Rabs_def2 in Y.
  assert (SQ : 0 < sqrt (Ap * Am)) by (apply sqrt_lt_R0; nra).
  rewrite flow_sinh by assumption. unfold bias at 2. set (D := ln (delta Ap Am)) in *.
  set (y := y11 Ap Am k b0 t0 t) in *.
  replace (- D + ln ((1 + y) / (1 - y)) + D) with (ln ((1 + y) / (1 - y))) by ring.
  assert (E : sinh (ln ((1 + y) / (1 - y))) = 2 * y / (1 - y ^ 2)).
  { unfold sinh. rewrite exp_Ropp, exp_ln by (apply Rdiv_lt_0_compat; lra). field. repeat split; nra. }
  rewrite E.
  assert (DY : is_derive (y11 Ap Am k b0 t0) t (- k * y / t)).
  { unfold y11 in *. unfold Rpower in *. subst y.
    auto_derive; [repeat split; try lra; try (apply Rdiv_lt_0_compat; lra)|].
    change (t * / t0) with (t / t0). field. lra. }
  assert (DL : is_derive (fun y => - D + ln ((1 + y) / (1 - y))) y (2 / (1 - y ^ 2))).
  { auto_derive; [repeat split; try lra; try (apply Rdiv_lt_0_compat; lra)|]. field. repeat split; nra. }
  replace (k / (2 * sqrt (Ap * Am)) / t * - (2 * sqrt (Ap * Am) * (2 * y / (1 - y ^ 2)))) with
    (- k * y / t * (2 / (1 - y ^ 2))) by (field; repeat split; nra).
  unfold bias. fold D.
  apply (is_derive_comp (fun y => - D + ln ((1 + y) / (1 - y))) (y11 Ap Am k b0 t0)); assumption.
Qed.

(** logistic/4.5-flow/corrected and logistic/4.5-bias/corrected: eq (11) with k = 2 eta sqrt (A+ A-)
    solves db/dt = (eta/t)(A+ e^-b - A- e^b) from b(t0) = b0.
    WRONG: k = 2 sqrt (A+ A-), as printed: [bias_derive] gives the factor k/(2 sqrt (A+ A-)) = 1 in
    the place of eta ([printed_solves_iff]). *)
Theorem bias_solves_ode (Ap Am eta b0 t0 : R) : 0 < Ap -> 0 < Am -> 0 < eta -> 0 < t0 ->
  let b := bias Ap Am (2 * eta * sqrt (Ap * Am)) b0 t0 in
  b t0 = b0 /\
  forall t, t0 <= t -> is_derive b t (eta / t * (Ap * exp (- b t) - Am * exp (b t))).
Proof.
  intros P M E T b. split; [apply bias_start, T|]. intros t Ht.
  assert (SQ : 0 < sqrt (Ap * Am)) by (apply sqrt_lt_R0; nra).
  pose proof (bias_derive Ap Am (2 * eta * sqrt (Ap * Am)) b0 t0 t P M) as D.
  fold b in D. 
  replace (eta / t * (Ap * exp (- b t) - Am * exp (b t))) with
    (2 * eta * sqrt (Ap * Am) / (2 * sqrt (Ap * Am)) / t * (Ap * exp (- b t) - Am * exp (b t)))
    by (field; lra).
  apply D; [nra|lra].
Qed.

(** logistic/4.5-bias: the printed function solves the printed flow, and solves the true one only if
    eta = 1 or it stands at its limit. *)
Lemma printed_solves_printed (Ap Am b0 t0 t : R) : 0 < Ap -> 0 < Am -> 0 < t0 <= t ->
  let b := bias Ap Am (2 * sqrt (Ap * Am)) b0 t0 in
  is_derive b t (1 / t * (Ap * exp (- b t) - Am * exp (b t))).
Proof.
  intros P M T b. destruct (bias_solves_ode Ap Am 1 b0 t0 P M) as [_ D]; [lra|lra|].
  rewrite Rmult_1_r in D. apply D, T.
Qed.

Theorem printed_solves_iff (Ap Am eta b0 t0 t : R) : 0 < Ap -> 0 < Am -> 0 < t0 <= t ->
  let b := bias Ap Am (2 * sqrt (Ap * Am)) b0 t0 in
  is_derive b t (eta / t * (Ap * exp (- b t) - Am * exp (b t)))
  <-> eta = 1 \/ b0 = - ln (delta Ap Am).
Proof.
  intros P M T b. pose proof (printed_solves_printed Ap Am b0 t0 t P M T) as D. cbv zeta in D. fold b in D.
  assert (SQ : 0 < sqrt (Ap * Am)) by (apply sqrt_lt_R0; nra).
  set (X := Ap * exp (- b t) - Am * exp (b t)) in *.
  assert (Z : X = 0 <-> b0 = - ln (delta Ap Am)).
  { unfold X. rewrite flow_sinh by assumption. set (u := b t + ln (delta Ap Am)).
    assert (U : sinh u = 0 <-> u = 0).
    { split; intros H.
      - destruct (Rtotal_order u 0) as [L|[L|L]]; [|exact L|].
        + pose proof (sinh_pos (- u)) as Q. rewrite sinh_opp in Q. lra.
        + pose proof (sinh_pos u). lra.
      - rewrite H. unfold sinh. rewrite Ropp_0. field. }
    assert (V : u = 0 <-> y11 Ap Am (2 * sqrt (Ap * Am)) b0 t0 t = 0).
    { pose proof (y11_abs Ap Am (2 * sqrt (Ap * Am)) b0 t0 t) as Y.
      unfold u, b, bias. set (y := y11 _ _ _ _ _ _) in *.
      replace (- ln (delta Ap Am) + ln ((1 + y) / (1 - y)) + ln (delta Ap Am)) with
        (ln ((1 + y) / (1 - y))) by ring.
      split; intros H.
      - rewrite <- (th2_of_log y), H by (apply Y; lra). apply th2_0.
      - rewrite H, Rplus_0_r, Rminus_0_r, Rdiv_1. apply ln_1. }
    assert (Q : y11 Ap Am (2 * sqrt (Ap * Am)) b0 t0 t = 0 <-> b0 = - ln (delta Ap Am)).
    { unfold y11. pose proof (Rpower_pos (t / t0) (- (2 * sqrt (Ap * Am)))) as PP. split; intros H.
      - assert (th2 (b0 + ln (delta Ap Am)) = 0) as H0 by nra. apply th2_eq_0 in H0. lra.
      - rewrite H. replace (- ln (delta Ap Am) + ln (delta Ap Am)) with 0 by ring. rewrite th2_0. ring. }
    split; intros H.
    - apply Q, V, U. nra.
    - apply Q, V, U in H. rewrite H. ring. }
  split; intros H.
  - apply is_derive_unique in H. apply is_derive_unique in D. rewrite D in H.
    assert (E : (1 - eta) * X = 0).
    { apply (Rmult_eq_reg_r (/ t)); [|apply Rinv_neq_0_compat; lra]. unfold Rdiv in H. lra. }
    apply Rmult_integral in E. destruct E as [E|E]; [left; lra|right; apply Z, E].
  - destruct H as [H|H].
    + rewrite H. exact D.
    + apply Z in H. rewrite H, Rmult_0_r in *. exact D.
Qed.

(** logistic/4.5-limit: the bias of eq (11) tends to -log delta.
    WRONG: for k = 0 (no support vectors of one class): [Rpower (t/t0) (-k)] does not fall. *)
Theorem bias_limit (Ap Am k b0 t0 : R) : 0 < k -> 0 < t0 ->
  is_lim (bias Ap Am k b0 t0) p_infty (- ln (delta Ap Am)).
Proof.
  intros K T.
  assert (G : is_lim (fun t => - k * ln (t / t0)) p_infty m_infty).
  { apply is_lim_spec. intros N. exists (t0 * exp (- N / k)). intros t Ht.
    assert (L : - N / k < ln (t / t0)).
    { rewrite <- (ln_exp (- N / k)). apply ln_increasing; [apply exp_pos|].
      apply (Rmult_lt_reg_l t0); [exact T|]. replace (t0 * (t / t0)) with t by (field; lra). exact Ht. }
    apply (Rmult_lt_compat_l k) in L; [|exact K].
    replace (k * (- N / k)) with (- N) in L by (field; lra). lra. }
  assert (Y : is_lim (y11 Ap Am k b0 t0) p_infty 0).
  { replace (Finite 0) with (Rbar_mult (th2 (b0 + ln (delta Ap Am))) 0) by (simpl; f_equal; ring).
    unfold y11, Rpower. apply is_lim_scal_l.
    apply (is_lim_comp exp (fun t => - k * ln (t / t0)) p_infty 0 m_infty); [apply is_lim_exp_m|exact G|].
    exists 0. intros. discriminate. }
  replace (- ln (delta Ap Am)) with (- ln (delta Ap Am) + ln ((1 + 0) / (1 - 0))).
  - apply (is_lim_comp_continuous (y11 Ap Am k b0 t0) (fun y => - ln (delta Ap Am) + ln ((1 + y) / (1 - y))));
      [exact Y|].
    apply (ex_derive_continuous (fun y => - ln (delta Ap Am) + ln ((1 + y) / (1 - y)))).
    auto_derive. repeat split; [lra|]. apply Rdiv_lt_0_compat; lra.
  - rewrite Rplus_0_r, Rminus_0_r, Rdiv_1, ln_1. ring.
Qed.
