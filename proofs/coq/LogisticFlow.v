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

(** logistic/4.5-bias/corrected: [bias] is the function of eq (11) ... *)
Lemma bias_is_eq_11 (Ap Am k b0 t0 t : R) : 0 <= k -> 0 < t0 <= t ->
  tanh ((bias Ap Am k b0 t0 t + ln (delta Ap Am)) / 2)
  = tanh ((b0 + ln (delta Ap Am)) / 2) * Rpower (t / t0) (- k).
Proof.
  intros K T. rewrite <- !th2_tanh. unfold bias.
  replace (- ln (delta Ap Am) + ln ((1 + y11 Ap Am k b0 t0 t) / (1 - y11 Ap Am k b0 t0 t)) + ln (delta Ap Am))
    with (ln ((1 + y11 Ap Am k b0 t0 t) / (1 - y11 Ap Am k b0 t0 t))) by ring.
  apply th2_of_log, y11_abs; assumption.
Qed.

(** ... and the only one. *)
Lemma bias_unique (Ap Am k b0 t0 t b : R) :
  tanh ((b + ln (delta Ap Am)) / 2) = tanh ((b0 + ln (delta Ap Am)) / 2) * Rpower (t / t0) (- k) ->
  b = bias Ap Am k b0 t0 t.
Proof.
  intros H. rewrite <- !th2_tanh in H. unfold bias, y11. rewrite <- H, th2_inverse. ring.
Qed.

(** logistic/4.5-bias: eq (11) starts at b0.  WRONG: for t0 = 0, where t/t0 has no value. *)
Lemma bias_start (Ap Am k b0 t0 : R) : 0 < t0 -> bias Ap Am k b0 t0 t0 = b0.
Proof.
  intros T. unfold bias, y11. replace (t0 / t0) with 1 by (field; lra).
  unfold Rpower. rewrite ln_1, Rmult_0_r, exp_0, Rmult_1_r, th2_inverse. ring.
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

(** What eq (11) solves for any exponent k.
    WRONG: for k < 0: the right side of eq (11) may pass 1, and e^u = (1 + y)/(1 - y) has no value. *)
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

(** logistic/4.5-bias/corrected: every solution of the flow from b(t0) = b0 is that of eq (11).
    WRONG: for the printed exponent: u' = -(k/t) sinh u then has another k than the power of t, and
    the product below is not constant. *)
Theorem ode_solution_unique (Ap Am eta b0 t0 : R) (b : R -> R) : 0 < Ap -> 0 < Am -> 0 < eta -> 0 < t0 ->
  b t0 = b0 ->
  (forall t, t0 <= t -> is_derive b t (eta / t * (Ap * exp (- b t) - Am * exp (b t)))) ->
  forall t, t0 <= t -> b t = bias Ap Am (2 * eta * sqrt (Ap * Am)) b0 t0 t.
Proof.
  intros P M E T B0 D t Ht. set (k := 2 * eta * sqrt (Ap * Am)). set (c := ln (delta Ap Am)).
  set (h := fun t => th2 (b t + c) * exp (k * ln (t / t0))).
  assert (Dh : forall s, t0 <= s -> is_derive h s 0).
  { intros s Hs. pose proof (D s Hs) as Db. rewrite flow_sinh in Db by assumption. fold c in Db.
    set (u := b s + c) in *.
    assert (D1 : is_derive (fun t => th2 (b t + c)) s
      (eta / s * - (2 * sqrt (Ap * Am) * sinh u) * / (1 + cosh u))).
    { apply (is_derive_comp th2 (fun t => b t + c)); [apply is_derive_th2|].
      replace (eta / s * - (2 * sqrt (Ap * Am) * sinh u)) with
        (plus (eta / s * - (2 * sqrt (Ap * Am) * sinh u)) 0) by (unfold plus; simpl; ring).
      apply (is_derive_plus b (fun _ => c)); [exact Db|apply (is_derive_const c)]. }
    assert (D2 : is_derive (fun t => exp (k * ln (t / t0))) s (k / s * exp (k * ln (s / t0)))).
    { auto_derive; [repeat split; try lra; apply Rdiv_lt_0_compat; lra|].
      change (s * / t0) with (s / t0). field. lra. }
    pose proof (is_derive_mult _ _ s _ _ D1 D2 Rmult_comm) as D3. unfold plus, mult in D3. simpl in D3.
    replace 0 with (eta / s * - (2 * sqrt (Ap * Am) * sinh u) * / (1 + cosh u) * exp (k * ln (s / t0))
      + th2 (b s + c) * (k / s * exp (k * ln (s / t0)))); [exact D3|].
    fold u. assert (Hu : sinh u * / (1 + cosh u) = th2 u).
    { unfold sinh, cosh, th2. rewrite exp_Ropp. pose proof (exp_pos u). field. split; nra. }
    replace (eta / s * - (2 * sqrt (Ap * Am) * sinh u) * / (1 + cosh u)) with
      (- (k / s) * (sinh u * / (1 + cosh u))) by (unfold k, Rdiv; ring).
    rewrite Hu. ring. }
  assert (Hh : h t = h t0).
  { apply Rle_antisym.
    - apply (is_derive_decr h (fun _ => 0)); [exact Ht|intros s Hs; apply Dh; lra|intros; lra].
    - apply (is_derive_incr h (fun _ => 0)); [exact Ht|intros s Hs; apply Dh; lra|intros; lra]. }
  unfold h in Hh. replace (t0 / t0) with 1 in Hh by (field; lra).
  rewrite ln_1, Rmult_0_r, exp_0, Rmult_1_r, B0 in Hh.
  apply bias_unique. rewrite <- !th2_tanh. fold c. rewrite <- Hh, Rmult_assoc.
  unfold Rpower. rewrite <- exp_plus.
  replace (k * ln (t / t0) + - k * ln (t / t0)) with 0 by ring. rewrite exp_0. ring.
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

(** The same at a single time suffices.
    WRONG: only if eta = 1; from b0 = -log delta both functions stand still. *)
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

(** ** Finite sums over support vectors *)

Definition vec := nat -> R.

Definition dot (d : nat) (x y : vec) : R := sumn (fun j => x j * y j) d.

(** A support vector: its point and its weight. The class is the list in which it stands. *)
Record sv := mk_sv { pt : vec; al : R }.

Fixpoint lsum (f : sv -> R) (l : list sv) : R :=
  match l with [] => 0 | s :: r => f s + lsum f r end.

Lemma sumn_ext (f g : nat -> R) d : (forall j, (j < d)%nat -> f j = g j) -> sumn f d = sumn g d.
Proof.
  induction d as [ | d IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; lia). rewrite (H d) by lia. reflexivity.
Qed.

Lemma sumn_lin (a b : R) (f g : nat -> R) d :
  sumn (fun j => a * f j + b * g j) d = a * sumn f d + b * sumn g d.
Proof. induction d as [ | d IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma dot_comm d x y : dot d x y = dot d y x.
Proof. apply sumn_ext. intros. ring. Qed.

Lemma dot_lin_l d a b x y z :
  dot d (fun j => a * x j + b * y j) z = a * dot d x z + b * dot d y z.
Proof.
  unfold dot. rewrite <- sumn_lin. apply sumn_ext. intros. ring.
Qed.

Lemma dot_lin_r d a b x y z :
  dot d z (fun j => a * x j + b * y j) = a * dot d z x + b * dot d z y.
Proof. rewrite !(dot_comm d z). apply dot_lin_l. Qed.

Lemma dot_scal_l d a x z : dot d (fun j => a * x j) z = a * dot d x z.
Proof.
  transitivity (dot d (fun j => a * x j + 0 * x j) z); [apply sumn_ext; intros; ring|].
  rewrite dot_lin_l. ring.
Qed.

Lemma dot_scal_r d a x z : dot d z (fun j => a * x j) = a * dot d z x.
Proof. rewrite !(dot_comm d z). apply dot_scal_l. Qed.

Lemma dot_ext_l d x y z : (forall j, (j < d)%nat -> x j = y j) -> dot d x z = dot d y z.
Proof. intros H. apply sumn_ext. intros j J. rewrite H by exact J. reflexivity. Qed.

Lemma dot_nonneg d x : 0 <= dot d x x.
Proof.
  unfold dot. induction d as [ | d IH]; simpl; [lra|]. pose proof (Rle_0_sqr (x d)). unfold Rsqr in *. lra.
Qed.

Lemma dot_eq_0 d x : dot d x x <= 0 -> forall j, (j < d)%nat -> x j = 0.
Proof.
  induction d as [ | d IH]; intros H j J; [lia|].
  pose proof (dot_nonneg d x) as N. unfold dot in *. simpl in H.
  pose proof (Rle_0_sqr (x d)) as Q. unfold Rsqr in Q.
  destruct (Nat.eq_dec j d) as [-> | D].
  - apply Rsqr_0_uniq. unfold Rsqr. lra.
  - apply IH; [lra|lia].
Qed.

(** Cauchy and Schwarz for a unit vector. *)
Lemma cauchy_unit d x y : dot d y y = 1 -> Rabs (dot d x y) <= sqrt (dot d x x).
Proof.
  intros H. pose proof (dot_nonneg d (fun j => 1 * x j + - dot d x y * y j)) as N.
  rewrite dot_lin_l, !dot_lin_r, H, (dot_comm d y x) in N.
  rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt. unfold Rsqr. lra.
Qed.

Lemma lsum_ext (f g : sv -> R) l : (forall s, In s l -> f s = g s) -> lsum f l = lsum g l.
Proof.
  induction l as [ | s l IH]; intros H; simpl; [reflexivity|].
  rewrite (H s) by (left; reflexivity). rewrite IH; [reflexivity|]. intros; apply H; right; assumption.
Qed.

Lemma lsum_le (f g : sv -> R) l : (forall s, In s l -> f s <= g s) -> lsum f l <= lsum g l.
Proof.
  induction l as [ | s l IH]; intros H; simpl; [lra|].
  apply Rplus_le_compat; [apply H; left; reflexivity|]. apply IH. intros; apply H; right; assumption.
Qed.

Lemma lsum_lin (a b : R) (f g : sv -> R) l :
  lsum (fun s => a * f s + b * g s) l = a * lsum f l + b * lsum g l.
Proof. induction l as [ | s l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma lsum_scal (a : R) (f : sv -> R) l : lsum (fun s => a * f s) l = a * lsum f l.
Proof. induction l as [ | s l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma lsum_const (a : R) l : lsum (fun _ => a) l = INR (length l) * a.
Proof.
  induction l as [ | s l IH]; [simpl; ring|]. simpl lsum. rewrite IH. simpl length. rewrite S_INR. ring.
Qed.

Lemma lsum_repeat (f : sv -> R) s n : lsum f (repeat s n) = INR n * f s.
Proof. induction n as [ | n IH]; [simpl; ring|]. simpl lsum. rewrite IH, S_INR. ring. Qed.

(** Sums over coordinates and over support vectors change places. *)
Lemma dot_lsum d v (f : sv -> R) l :
  sumn (fun j => v j * lsum (fun s => f s * pt s j) l) d = lsum (fun s => f s * dot d v (pt s)) l.
Proof.
  induction l as [ | s l IH]; simpl.
  - transitivity (0 * sumn v d + 0 * sumn v d); [|ring].
    rewrite <- sumn_lin. apply sumn_ext. intros; ring.
  - rewrite <- IH. unfold dot.
    transitivity (f s * sumn (fun j => v j * pt s j) d
      + 1 * sumn (fun j => v j * lsum (fun s0 => f s0 * pt s0 j) l) d); [|ring].
    rewrite <- sumn_lin. apply sumn_ext. intros; ring.
Qed.

(** ** The relations of the limit residual, under Assumption 3.1 *)

(** [what] is the maximum margin solution of (7), whose bias is 0 by Assumption 3.1; [gamma] is
    2/|what|; [wt] and [bt] are the limit residual, [Sp] and [Sm] the support vectors by class. *)
Record dual (d : nat) (eta gamma : R) (Sp Sm : list sv) (what wt : vec) (bt : R) : Prop := {
  dual_eta : 0 < eta;
  dual_gamma : 0 < gamma;
  dual_norm : dot d what what = 4 / gamma ^ 2;
  dual_weights : forall j, (j < d)%nat ->
    what j = lsum (fun s => al s * pt s j) Sp - lsum (fun s => al s * pt s j) Sm;
  dual_bias : lsum al Sp - lsum al Sm = 0;
  dual_margin_p : forall s, In s Sp -> dot d what (pt s) = 1;
  dual_margin_m : forall s, In s Sm -> dot d what (pt s) = -1;
  dual_alpha_p : forall s, In s Sp -> al s = eta * exp (- (dot d wt (pt s) + bt));
  dual_alpha_m : forall s, In s Sm -> al s = eta * exp (dot d wt (pt s) + bt) }.

Definition A_plus d wt Sp : R := lsum (fun s => exp (- dot d wt (pt s))) Sp.
Definition A_minus d wt Sm : R := lsum (fun s => exp (dot d wt (pt s))) Sm.

(** The scalar product of a vector with [what]. *)
Lemma dot_what d eta gamma Sp Sm what wt bt v : dual d eta gamma Sp Sm what wt bt ->
  dot d v what = lsum (fun s => al s * dot d v (pt s)) Sp - lsum (fun s => al s * dot d v (pt s)) Sm.
Proof.
  intros H. unfold dot at 1.
  rewrite (sumn_ext _ (fun j => 1 * (v j * lsum (fun s => al s * pt s j) Sp)
    + -1 * (v j * lsum (fun s => al s * pt s j) Sm))).
  - rewrite sumn_lin, !dot_lsum. ring.
  - intros j J. rewrite (dual_weights _ _ _ _ _ _ _ _ H j J). ring.
Qed.

(** docs/logistic-claims.md, section 1; logistic/4.5-bias/corrected [exponent].
    WRONG: without Assumption 3.1: the bias row then says that the sums differ by b_hat. *)
Lemma class_sums d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  lsum al Sp = 2 / gamma ^ 2 /\ lsum al Sm = 2 / gamma ^ 2.
Proof.
  intros H. pose proof (dot_what _ _ _ _ _ _ _ _ what H) as E.
  rewrite (dual_norm _ _ _ _ _ _ _ _ H) in E.
  rewrite (lsum_ext _ al Sp) in E.
  2: { intros s S. rewrite (dual_margin_p _ _ _ _ _ _ _ _ H s S). ring. }
  rewrite (lsum_ext _ (fun s => -1 * al s) Sm) in E.
  2: { intros s S. rewrite (dual_margin_m _ _ _ _ _ _ _ _ H s S). ring. }
  rewrite lsum_scal in E. pose proof (dual_bias _ _ _ _ _ _ _ _ H). 
  replace (2 / gamma ^ 2) with (4 / gamma ^ 2 / 2) by (field; pose proof (dual_gamma _ _ _ _ _ _ _ _ H); lra).
  lra.
Qed.

(** logistic/4.5-flow/corrected [terms]: the class sums in terms of A+ and A-. *)
Lemma class_terms d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  eta * A_plus d wt Sp = 2 / gamma ^ 2 * exp bt /\ eta * A_minus d wt Sm = 2 / gamma ^ 2 * exp (- bt).
Proof.
  intros H. destruct (class_sums _ _ _ _ _ _ _ _ H) as [P M]. split.
  - rewrite <- P. unfold A_plus. rewrite <- lsum_scal, Rmult_comm, <- lsum_scal. apply lsum_ext.
    intros s S. rewrite (dual_alpha_p _ _ _ _ _ _ _ _ H s S).
    replace (- dot d wt (pt s)) with (bt + - (dot d wt (pt s) + bt)) by ring. rewrite exp_plus. ring.
  - rewrite <- M. unfold A_minus. rewrite <- lsum_scal, Rmult_comm, <- lsum_scal. apply lsum_ext.
    intros s S. rewrite (dual_alpha_m _ _ _ _ _ _ _ _ H s S).
    replace (dot d wt (pt s)) with (- bt + (dot d wt (pt s) + bt)) at 1 by ring. rewrite exp_plus. ring.
Qed.

(** A+ and A- are positive: both classes have support vectors. *)
Lemma class_terms_pos d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  0 < A_plus d wt Sp /\ 0 < A_minus d wt Sm.
Proof.
  intros H. destruct (class_terms _ _ _ _ _ _ _ _ H) as [P M].
  pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; nra).
  pose proof (exp_pos bt). pose proof (exp_pos (- bt)).
  split; apply (Rmult_lt_reg_l eta); try exact E; rewrite Rmult_0_r, ?P, ?M; nra.
Qed.

(** logistic/4.5-bias/corrected [exponent]: 2 eta sqrt (A+ A-) = 4/gamma^2.
    WRONG: 2 sqrt (A+ A-) = 4/gamma^2: the class sums are eta A+ e^-b and eta A- e^b, so that the
    product has eta^2 ([wrong_dual_exponent]). *)
Theorem dual_exponent d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  2 * eta * sqrt (A_plus d wt Sp * A_minus d wt Sm) = 4 / gamma ^ 2.
Proof.
  intros H. destruct (class_terms _ _ _ _ _ _ _ _ H) as [P M].
  destruct (class_terms_pos _ _ _ _ _ _ _ _ H) as [PP PM].
  pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  set (Ap := A_plus d wt Sp) in *. set (Am := A_minus d wt Sm) in *.
  assert (Q : eta * sqrt (Ap * Am) = 2 / gamma ^ 2); [|lra].
  rewrite <- (sqrt_square eta) at 1 by lra. rewrite <- sqrt_mult by nra.
  replace (eta * eta * (Ap * Am)) with ((eta * Ap) * (eta * Am)) by ring.
  rewrite P, M. replace (2 / gamma ^ 2 * exp bt * (2 / gamma ^ 2 * exp (- bt))) with
    (2 / gamma ^ 2 * (2 / gamma ^ 2) * (exp (- bt) * exp bt)) by ring.
  rewrite exp_opp_inv, Rmult_1_r. apply sqrt_square.
  left. apply Rdiv_lt_0_compat; nra.
Qed.

Lemma wrong_dual_exponent d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  2 * sqrt (A_plus d wt Sp * A_minus d wt Sm) = 4 / gamma ^ 2 -> eta = 1.
Proof.
  intros H W. pose proof (dual_exponent _ _ _ _ _ _ _ _ H) as D.
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  assert (Q : 0 < 4 / gamma ^ 2) by (apply Rdiv_lt_0_compat; nra).
  rewrite <- W in D, Q. nra.
Qed.

(** logistic/4.5-limit: b_limit = b_tilde = -log delta, with delta from w_tilde.
    WRONG: delta = sqrt (n_minus/n_plus) in general; that needs equal alphas within each class. *)
Theorem limit_is_residual_bias d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  - ln (delta (A_plus d wt Sp) (A_minus d wt Sm)) = bt.
Proof.
  intros H. destruct (class_terms _ _ _ _ _ _ _ _ H) as [P M].
  destruct (class_terms_pos _ _ _ _ _ _ _ _ H) as [PP PM].
  pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  set (Ap := A_plus d wt Sp) in *. set (Am := A_minus d wt Sm) in *. unfold delta.
  assert (Q : Am / Ap = exp (- bt) * exp (- bt)).
  { replace (Am / Ap) with (eta * Am / (eta * Ap)) by (field; lra).
    rewrite P, M, exp_Ropp. pose proof (exp_pos bt). field. repeat split; nra. }
  rewrite Q, sqrt_square by (left; apply exp_pos). rewrite ln_exp. ring.
Qed.

(** logistic/4.5-bias/corrected and logistic/4.5-limit together, for the flow.
    WRONG: without Assumption 3.1: [dual_exponent] fails, and b grows like b_hat log t. *)
Theorem bias_corrected_flow d eta gamma Sp Sm what wt bt b0 t0 : dual d eta gamma Sp Sm what wt bt ->
  0 < t0 ->
  let b := bias (A_plus d wt Sp) (A_minus d wt Sm) (4 / gamma ^ 2) b0 t0 in
  b t0 = b0
  /\ (forall t, t0 <= t -> is_derive b t
       (eta / t * (A_plus d wt Sp * exp (- b t) - A_minus d wt Sm * exp (b t))))
  /\ (forall t, t0 <= t -> tanh ((b t - bt) / 2) = tanh ((b0 - bt) / 2) * Rpower (t / t0) (- (4 / gamma ^ 2)))
  /\ is_lim b p_infty bt.
Proof.
  intros H T b. destruct (class_terms_pos _ _ _ _ _ _ _ _ H) as [PP PM].
  pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  assert (Q : 0 < 4 / gamma ^ 2) by (apply Rdiv_lt_0_compat; nra).
  pose proof (limit_is_residual_bias _ _ _ _ _ _ _ _ H) as L.
  pose proof (bias_solves_ode (A_plus d wt Sp) (A_minus d wt Sm) eta b0 t0 PP PM E T) as S.
  cbv zeta in S. rewrite (dual_exponent _ _ _ _ _ _ _ _ H) in S. fold b in S.
  split; [apply S|split; [apply S|split]].
  - intros t Ht. pose proof (bias_is_eq_11 (A_plus d wt Sp) (A_minus d wt Sm) (4 / gamma ^ 2) b0 t0 t) as W.
    fold b in W. replace (ln (delta (A_plus d wt Sp) (A_minus d wt Sm))) with (- bt) in W by lra.
    apply W; lra.
  - rewrite <- L. apply bias_limit; assumption.
Qed.

(** ** The time scale of the support vectors *)

Definition entropy (l : list sv) : R :=
  - lsum (fun s => al s / lsum al l * ln (al s / lsum al l)) l.

Definition w_star (gamma : R) (what : vec) : vec := fun j => gamma / 2 * what j.

Definition t_star d gamma what wt : R := exp (- (gamma / 2 * dot d wt (w_star gamma what))).

Lemma w_star_unit d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  dot d (w_star gamma what) (w_star gamma what) = 1.
Proof.
  intros H. pose proof (dual_gamma _ _ _ _ _ _ _ _ H).
  unfold w_star. rewrite dot_scal_l, dot_scal_r, (dual_norm _ _ _ _ _ _ _ _ H). field. lra.
Qed.

Lemma alpha_pos d eta gamma Sp Sm what wt bt s : dual d eta gamma Sp Sm what wt bt ->
  In s Sp \/ In s Sm -> 0 < al s.
Proof.
  intros H I. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E.
  destruct I as [I|I].
  - rewrite (dual_alpha_p _ _ _ _ _ _ _ _ H s I). apply Rmult_lt_0_compat; [exact E|apply exp_pos].
  - rewrite (dual_alpha_m _ _ _ _ _ _ _ _ H s I). apply Rmult_lt_0_compat; [exact E|apply exp_pos].
Qed.

(** Entropy of positive weights with sum T. *)
Lemma entropy_sum (l : list sv) : (forall s, In s l -> 0 < al s) -> 0 < lsum al l ->
  entropy l = ln (lsum al l) - / lsum al l * lsum (fun s => al s * ln (al s)) l.
Proof.
  intros P T. unfold entropy. set (t := lsum al l) in *.
  rewrite (lsum_ext _ (fun s => / t * (al s * ln (al s)) + - (/ t * ln t) * al s)).
  - rewrite lsum_lin. fold t. field. lra.
  - intros s S. pose proof (P s S). rewrite ln_div by assumption. field. lra.
Qed.

(** WRONG: without positive weights (a weight 0 is harmless, but ln 0 is not its limit). *)
Lemma entropy_le_ln_count (l : list sv) : (forall s, In s l -> 0 < al s) -> 0 < lsum al l ->
  entropy l <= ln (INR (length l)).
Proof.
  intros P T. rewrite entropy_sum by assumption. set (t := lsum al l) in *.
  assert (N : 0 < INR (length l)).
  { destruct l as [ | s l]; [unfold t in T; simpl in T; lra|]. apply lt_0_INR. simpl. lia. }
  set (n := INR (length l)) in *.
  (* al (ln t - ln n - ln al) <= t/n - al, summed *)
  assert (Q : lsum (fun s => (ln t - ln n) * al s + -1 * (al s * ln (al s))) l
    <= lsum (fun s => 1 * (t / n) + -1 * al s) l).
  { apply lsum_le. intros s S. pose proof (P s S) as A.
    pose proof (ln_le_sub1 (t / (n * al s))) as L.
    assert (0 < t / (n * al s)) by (apply Rdiv_lt_0_compat; nra). specialize (L H).
    rewrite ln_div, ln_mult in L by nra.
    apply (Rmult_le_compat_l (al s)) in L; [|lra].
    replace (al s * (t / (n * al s) - 1)) with (t / n - al s) in L by (field; lra). lra. }
  rewrite lsum_lin, (lsum_lin 1 (-1) (fun _ => t / n)), lsum_const in Q. fold t n in Q.
  replace (n * (t / n)) with t in Q by (field; lra).
  apply (Rmult_le_reg_l t); [exact T|].
  replace (t * (ln t - / t * lsum (fun s => al s * ln (al s)) l)) with
    (t * ln t - lsum (fun s => al s * ln (al s)) l) by (field; lra). lra.
Qed.

(** logistic/4.6-estimate/corrected [entropy].
    WRONG: with H+ + H- in the place of its half: each class has half of the weight gamma^2/4 of
    what.w_tilde. *)
Theorem entropy_identity d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  gamma / 2 * dot d wt (w_star gamma what)
  = - ln (2 / (eta * gamma ^ 2)) + (entropy Sp + entropy Sm) / 2.
Proof.
  intros H. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  destruct (class_sums _ _ _ _ _ _ _ _ H) as [P M].
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; nra).
  unfold w_star. rewrite dot_scal_r, (dot_what _ _ _ _ _ _ _ _ wt H).
  rewrite (lsum_ext _ (fun s => (ln eta - bt) * al s + -1 * (al s * ln (al s))) Sp).
  2: { intros s S. rewrite (dual_alpha_p _ _ _ _ _ _ _ _ H s S) at 4.
       rewrite ln_mult, ln_exp by (try exact E; apply exp_pos). ring. }
  rewrite (lsum_ext _ (fun s => (- ln eta - bt) * al s + 1 * (al s * ln (al s))) Sm).
  2: { intros s S. rewrite (dual_alpha_m _ _ _ _ _ _ _ _ H s S) at 4.
       rewrite ln_mult, ln_exp by (try exact E; apply exp_pos). ring. }
  rewrite !lsum_lin.
  rewrite (entropy_sum Sp), (entropy_sum Sm); try (rewrite ?P, ?M; exact Q).
  2, 3: intros s S; apply (alpha_pos _ _ _ _ _ _ _ _ s H); tauto.
  rewrite P, M.
  replace (2 / (eta * gamma ^ 2)) with (2 / gamma ^ 2 / eta) by (field; lra).
  rewrite (ln_div (2 / gamma ^ 2) eta) by assumption. field. lra.
Qed.

(** logistic/4.6-estimate/corrected, note: t_star from the entropies.
    WRONG: without eta: the mean of log alpha_i contains log eta ([entropy_identity]). *)
Theorem t_star_entropy d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  t_star d gamma what wt = 2 / (eta * gamma ^ 2) * exp (- ((entropy Sp + entropy Sm) / 2)).
Proof.
  intros H. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  unfold t_star. rewrite (entropy_identity _ _ _ _ _ _ _ _ H).
  replace (- (- ln (2 / (eta * gamma ^ 2)) + (entropy Sp + entropy Sm) / 2)) with
    (ln (2 / (eta * gamma ^ 2)) + - ((entropy Sp + entropy Sm) / 2)) by ring.
  rewrite exp_plus, exp_ln; [reflexivity|]. apply Rdiv_lt_0_compat; [lra|].
  apply Rmult_lt_0_compat; [exact E|nra].
Qed.

Lemma class_nonempty d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  0 < INR (length Sp) /\ 0 < INR (length Sm).
Proof.
  intros H. destruct (class_sums _ _ _ _ _ _ _ _ H) as [P M].
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; nra).
  split; [destruct Sp|destruct Sm]; try (simpl in *; lra); apply lt_0_INR; simpl; lia.
Qed.

(** logistic/4.6-estimate/corrected: t_star is at least of the order of 1/(eta gamma^2).
    WRONG: t_star >= 2/(eta gamma^2): the entropies of more than one support vector are positive. *)
Theorem t_star_lower d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  2 / (eta * gamma ^ 2 * sqrt (INR (length Sp) * INR (length Sm))) <= t_star d gamma what wt.
Proof.
  intros H. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  destruct (class_nonempty _ _ _ _ _ _ _ _ H) as [Np Nm].
  destruct (class_sums _ _ _ _ _ _ _ _ H) as [P M].
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; nra).
  assert (EG : 0 < eta * gamma ^ 2) by (apply Rmult_lt_0_compat; [exact E|nra]).
  rewrite (t_star_entropy _ _ _ _ _ _ _ _ H).
  assert (HP : entropy Sp <= ln (INR (length Sp))).
  { apply entropy_le_ln_count; [|rewrite P; exact Q].
    intros s S; apply (alpha_pos _ _ _ _ _ _ _ _ s H); tauto. }
  assert (HM : entropy Sm <= ln (INR (length Sm))).
  { apply entropy_le_ln_count; [|rewrite M; exact Q].
    intros s S; apply (alpha_pos _ _ _ _ _ _ _ _ s H); tauto. }
  set (np := INR (length Sp)) in *. set (nm := INR (length Sm)) in *.
  assert (SQ : 0 < sqrt (np * nm)) by (apply sqrt_lt_R0; nra).
  replace (2 / (eta * gamma ^ 2 * sqrt (np * nm))) with (2 / (eta * gamma ^ 2) * / sqrt (np * nm))
    by (field; split; [lra|split; lra]).
  apply Rmult_le_compat_l; [left; apply Rdiv_lt_0_compat; lra|].
  rewrite <- (exp_ln (sqrt (np * nm))) by exact SQ. rewrite <- exp_Ropp. apply exp_le.
  assert (L : ln (np * nm) = 2 * ln (sqrt (np * nm))).
  { rewrite <- (sqrt_sqrt (np * nm)) at 1 by nra. rewrite ln_mult by exact SQ. ring. }
  rewrite ln_mult in L by assumption. lra.
Qed.

(** ** The printed time for small margins: logistic/4.6-estimate *)

(** For every B of at least |w_tilde|, which Assumption 4.4 makes the least value of sup |rho|.
    WRONG: gamma B/2 -> 0 with gamma; the bound below grows like ln (1/gamma^2). *)
Theorem gammaB_lower d eta gamma Sp Sm what wt bt B : dual d eta gamma Sp Sm what wt bt ->
  sqrt (dot d wt wt) <= B ->
  ln (2 / (eta * gamma ^ 2 * sqrt (INR (length Sp) * INR (length Sm))))
  <= ln (t_star d gamma what wt) <= gamma * B / 2.
Proof.
  intros H HB. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  destruct (class_nonempty _ _ _ _ _ _ _ _ H) as [Np Nm]. split.
  - apply ln_le; [|apply (t_star_lower _ _ _ _ _ _ _ _ H)].
    apply Rdiv_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; [|apply sqrt_lt_R0; nra].
    apply Rmult_lt_0_compat; [exact E|nra].
  - unfold t_star. rewrite ln_exp.
    pose proof (cauchy_unit d wt (w_star gamma what) (w_star_unit _ _ _ _ _ _ _ _ H)) as C.
    apply Rabs_le_between in C. nra.
Qed.

(** From a margin on, t_star exceeds every M.  N bounds the mean count, sqrt (|S+| |S-|). *)
Lemma t_star_large eta N M : 0 < eta -> 0 < N -> 0 < M ->
  exists gamma0, 0 < gamma0 /\ forall d gamma Sp Sm what wt bt,
    dual d eta gamma Sp Sm what wt bt -> gamma < gamma0 ->
    INR (length Sp) * INR (length Sm) <= N ^ 2 -> M < t_star d gamma what wt.
Proof.
  intros E HN HM. set (g0 := sqrt (2 / (eta * N * M))).
  assert (P : 0 < 2 / (eta * N * M))
    by (apply Rdiv_lt_0_compat; [lra|]; repeat apply Rmult_lt_0_compat; assumption).
  exists g0. split; [apply sqrt_lt_R0, P|].
  intros d gamma Sp Sm what wt bt H G C.
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as Gp.
  destruct (class_nonempty _ _ _ _ _ _ _ _ H) as [Np Nm].
  apply Rlt_le_trans with (2 := t_star_lower _ _ _ _ _ _ _ _ H).
  set (c := INR (length Sp) * INR (length Sm)) in *.
  assert (SC : 0 < sqrt c) by (apply sqrt_lt_R0; unfold c; nra).
  assert (SN : sqrt c <= N).
  { rewrite <- (sqrt_pow2 N) by lra. apply sqrt_le_1_alt, C. }
  assert (G2 : gamma ^ 2 < 2 / (eta * N * M)).
  { rewrite <- (sqrt_sqrt (2 / (eta * N * M))) by lra. fold g0. nra. }
  assert (Q : 0 < eta * gamma ^ 2 * sqrt c).
  { repeat apply Rmult_lt_0_compat; try assumption. nra. }
  apply (Rmult_lt_reg_r (eta * gamma ^ 2 * sqrt c)); [exact Q|].
  replace (2 / (eta * gamma ^ 2 * sqrt c) * (eta * gamma ^ 2 * sqrt c)) with 2 by (field; repeat split; lra).
  apply (Rmult_lt_compat_r (eta * N * M)) in G2; [|repeat apply Rmult_lt_0_compat; assumption].
  replace (2 / (eta * N * M) * (eta * N * M)) with 2 in G2 by (field; lra).
  apply Rle_lt_trans with (2 := G2).
  replace (M * (eta * gamma ^ 2 * sqrt c)) with (eta * gamma ^ 2 * M * sqrt c) by ring.
  replace (gamma ^ 2 * (eta * N * M)) with (eta * gamma ^ 2 * M * N) by ring.
  apply Rmult_le_compat_l; [|exact SN]. left. repeat apply Rmult_lt_0_compat; try assumption; nra.
Qed.

(** gamma B/2 does not vanish: it tends to infinity as gamma -> 0 with eta and the counts fixed.
    WRONG: for counts that grow like 1/gamma^2: the bound 2/(eta gamma^2 N) is then a constant. *)
Theorem gammaB_not_vanishing eta N K : 0 < eta -> 0 < N ->
  exists gamma0, 0 < gamma0 /\ forall d gamma Sp Sm what wt bt B,
    dual d eta gamma Sp Sm what wt bt -> gamma < gamma0 ->
    INR (length Sp) * INR (length Sm) <= N ^ 2 -> sqrt (dot d wt wt) <= B -> K < gamma * B / 2.
Proof.
  intros E HN. destruct (t_star_large eta N (exp K) E HN (exp_pos K)) as [g0 [G0 W]].
  exists g0. split; [exact G0|]. intros d gamma Sp Sm what wt bt B H G C HB.
  destruct (gammaB_lower _ _ _ _ _ _ _ _ B H HB) as [_ L].
  apply Rlt_le_trans with (2 := L). rewrite <- (ln_exp K).
  apply ln_increasing; [apply exp_pos|]. apply (W d gamma Sp Sm what wt bt H G C).
Qed.

(** logistic/4.6-estimate refuted as a law: the corrected time exceeds the printed one by any factor.
    WRONG: for fixed gamma and every M: t_star is then a number. *)
Theorem printed_time_refuted eta N M : 0 < eta -> 0 < N -> 0 < M ->
  exists gamma0, 0 < gamma0 /\ forall d gamma Sp Sm what wt bt q,
    dual d eta gamma Sp Sm what wt bt -> gamma < gamma0 ->
    INR (length Sp) * INR (length Sm) <= N ^ 2 ->
    let printed := exp (Rabs (ln (delta (A_plus d wt Sp) (A_minus d wt Sm))) / q) in
    M * printed < t_star d gamma what wt * printed.
Proof.
  intros E HN HM. destruct (t_star_large eta N M E HN HM) as [g0 [G0 W]].
  exists g0. split; [exact G0|]. intros d gamma Sp Sm what wt bt q H G C printed.
  apply Rmult_lt_compat_r; [apply exp_pos|]. apply (W d gamma Sp Sm what wt bt H G C).
Qed.

(** Such support vectors exist for every gamma and eta: n_plus copies of gamma/2 against n_minus of
    -gamma/2 on a line.  So the theorems above are not empty. *)
Lemma dual_example (eta gamma : R) (np nm : nat) : 0 < eta -> 0 < gamma -> (0 < np)%nat -> (0 < nm)%nat ->
  exists Sp Sm what wt bt, dual 1 eta gamma Sp Sm what wt bt /\ length Sp = np /\ length Sm = nm.
Proof.
  intros E G Np Nm.
  assert (NP : 0 < INR np) by (apply lt_0_INR, Np). assert (NM : 0 < INR nm) by (apply lt_0_INR, Nm).
  set (ap := 2 / (gamma ^ 2 * INR np)). set (am := 2 / (gamma ^ 2 * INR nm)).
  assert (AP : 0 < ap) by (apply Rdiv_lt_0_compat; [lra|apply Rmult_lt_0_compat; [apply pow_lt|]; assumption]).
  assert (AM : 0 < am) by (apply Rdiv_lt_0_compat; [lra|apply Rmult_lt_0_compat; [apply pow_lt|]; assumption]).
  set (lp := ln (ap / eta)). set (lm := ln (am / eta)).
  exists (repeat (mk_sv (fun _ => gamma / 2) ap) np), (repeat (mk_sv (fun _ => - (gamma / 2)) am) nm),
    (fun _ => 2 / gamma), (fun _ => - (lp + lm) / gamma), ((lm - lp) / 2).
  split; [|split; apply repeat_length].
  assert (G2 : gamma ^ 2 <> 0) by nra.
  constructor; try assumption.
  - unfold dot. simpl. field. lra.
  - intros j J. rewrite !lsum_repeat. simpl. unfold ap, am. field. repeat split; lra.
  - rewrite !lsum_repeat. simpl. unfold ap, am. field. repeat split; lra.
  - intros s S. apply repeat_spec in S. subst s. unfold dot. simpl. field. lra.
  - intros s S. apply repeat_spec in S. subst s. unfold dot. simpl. field. lra.
  - intros s S. apply repeat_spec in S. subst s. unfold dot. simpl.
    replace (- (0 + - (lp + lm) / gamma * (gamma / 2) + (lm - lp) / 2)) with lp by (field; lra).
    unfold lp. rewrite exp_ln by (apply Rdiv_lt_0_compat; assumption). field. lra.
  - intros s S. apply repeat_spec in S. subst s. unfold dot. simpl.
    replace (0 + - (lp + lm) / gamma * - (gamma / 2) + (lm - lp) / 2) with lm by (field; lra).
    unfold lm. rewrite exp_ln by (apply Rdiv_lt_0_compat; assumption). field. lra.
Qed.

(** ** logistic/4.6-estimate/corrected: the law under Assumption 4.4 *)

(** [weights]: w = what log t + w_tilde.  WRONG: (gamma/2) w.w_star = log t, which drops w_tilde. *)
Lemma weights_law d eta gamma Sp Sm what wt bt t : dual d eta gamma Sp Sm what wt bt -> 0 < t ->
  gamma / 2 * dot d (fun j => ln t * what j + 1 * wt j) (w_star gamma what)
  = ln (t / t_star d gamma what wt).
Proof.
  intros H T. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  rewrite dot_lin_l, ln_div by (try exact T; apply exp_pos). unfold t_star. rewrite ln_exp.
  unfold w_star at 1. rewrite dot_scal_r, (dual_norm _ _ _ _ _ _ _ _ H). field. lra.
Qed.

(** [crossing]: accuracy 1 - epsilon on the uniform band is reached at |b| = q (gamma/2) |w|.
    WRONG: q = 1 + 2 epsilon alpha: the band has the width alpha gamma - gamma/2. *)
Lemma crossing (gamma alpha eps h : R) : 0 < gamma -> 1/2 < alpha ->
  (1 - (h - gamma / 2) / (2 * (alpha * gamma - gamma / 2)) = 1 - eps
   <-> h = (1 + 2 * eps * (2 * alpha - 1)) * (gamma / 2)).
Proof.
  intros G A. assert (D : 0 < 2 * (alpha * gamma - gamma / 2)) by nra. split; intros H.
  - assert (E : (h - gamma / 2) / (2 * (alpha * gamma - gamma / 2)) = eps) by lra.
    apply (Rmult_eq_compat_r (2 * (alpha * gamma - gamma / 2))) in E.
    unfold Rdiv at 1 in E. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in E by lra. lra.
  - rewrite H. field. nra.
Qed.

(** The time of the crossing with b = -log delta: t_star exp (|log delta|/q).
    WRONG: exp (|log delta|/q), with ts = 1: logistic/4.6-estimate. *)
Lemma crossing_time (L q t ts : R) : 0 < q -> 0 < t -> 0 < ts ->
  (L = q * ln (t / ts) <-> t = ts * exp (L / q)).
Proof.
  intros Q T TS. split; intros H.
  - rewrite H. replace (q * ln (t / ts) / q) with (ln (t / ts)) by (field; lra).
    rewrite exp_ln by (apply Rdiv_lt_0_compat; assumption). field. lra.
  - rewrite H. replace (ts * exp (L / q) / ts) with (exp (L / q)) by (field; lra). rewrite ln_exp. field. lra.
Qed.

(** ** Definition 3.4: logistic/3.4-grokking *)

Definition T_test (L alpha eps : R) : R := exp (L / (1 + 2 * eps * (2 * alpha - 1))).
Definition T_train (L R0 gamma eps : R) : R := exp (L / (1 + 2 * eps * (2 * R0 / gamma - 1))).

(** [limit], L = |log delta|.  WRONG: limit R/(alpha gamma), the ratio of the slopes of q. *)
Theorem ratio_tends_to_one (L alpha R0 gamma : R) :
  is_lim (fun eps => T_test L alpha eps / T_train L R0 gamma eps) 0 1.
Proof.
  replace 1 with (T_test L alpha 0 / T_train L R0 gamma 0) at 1.
  - apply (is_lim_continuity (fun eps => T_test L alpha eps / T_train L R0 gamma eps) 0).
    apply continuity_pt_filterlim.
    apply (ex_derive_continuous (fun eps => T_test L alpha eps / T_train L R0 gamma eps)).
    unfold T_test, T_train. auto_derive.
    pose proof (exp_pos (L * / (1 + 2 * 0 * (2 * R0 * / gamma - 1)))). repeat split; lra.
  - unfold T_test, T_train. replace (1 + 2 * 0 * (2 * alpha - 1)) with 1 by ring.
    replace (1 + 2 * 0 * (2 * R0 / gamma - 1)) with 1 by ring.
    pose proof (exp_pos (L / 1)). field. lra.
Qed.

(** For no zeta > 1 is there an eps0 as Definition 3.4 asks for, by the paper's formulas.
    WRONG: for zeta = 1, where alpha gamma < R and L > 0 give T_test > T_train for every eps > 0. *)
Theorem no_grokking (L alpha R0 gamma zeta : R) : 1 < zeta ->
  ~ exists eps0, 0 < eps0 /\ forall eps, 0 < eps < eps0 ->
      zeta * T_train L R0 gamma eps < T_test L alpha eps.
Proof.
  intros Z [e0 [E0 H]].
  pose proof (ratio_tends_to_one L alpha R0 gamma) as W. apply is_lim_spec in W.
  assert (Zp : 0 < zeta - 1) by lra.
  destruct (W (mkposreal _ Zp)) as [r Hr]. simpl in Hr.
  set (e := Rmin (r / 2) (e0 / 2)). pose proof (cond_pos r) as RP.
  assert (E : 0 < e) by (apply Rmin_glb_lt; lra).
  pose proof (Rmin_l (r / 2) (e0 / 2)) as M1. pose proof (Rmin_r (r / 2) (e0 / 2)) as M2. fold e in M1, M2.
  assert (Q : Rabs (T_test L alpha e / T_train L R0 gamma e - 1) < zeta - 1).
  { apply Hr; [|lra]. unfold ball. simpl. unfold AbsRing_ball, abs, minus, plus, opp. simpl.
    rewrite Ropp_0, Rplus_0_r, Rabs_right; lra. }
  apply Rabs_def2 in Q. pose proof (H e) as K.
  assert (P : 0 < T_train L R0 gamma e) by apply exp_pos.
  assert (B : T_test L alpha e / T_train L R0 gamma e < zeta) by lra.
  apply (Rmult_lt_compat_r (T_train L R0 gamma e)) in B; [|exact P].
  unfold Rdiv in B. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in B by lra. lra.
Qed.

(** The factors exp (gamma B/2) of the bounds are the same for both times and cancel. *)
Lemma ratio_factor (f a b : R) : 0 < f -> 0 < b -> (f * a) / (f * b) = a / b.
Proof. intros. field. lra. Qed.

Lemma exp_abs_ln (x : R) : 0 < x -> exp (Rabs (ln x)) = Rmax x (/ x).
Proof.
  intros X. destruct (Rle_dec 1 x) as [H|H].
  - rewrite Rabs_right by (apply Rle_ge; rewrite <- ln_1; apply ln_le; lra).
    rewrite exp_ln by exact X. rewrite Rmax_left; [reflexivity|].
    apply Rle_trans with 1; [|exact H]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
  - rewrite Rabs_left by (rewrite <- ln_1; apply ln_increasing; lra).
    rewrite exp_Ropp, exp_ln by exact X. rewrite Rmax_right; [reflexivity|].
    apply Rle_trans with 1; [lra|]. rewrite <- Rinv_1 at 1. apply Rinv_le_contravar; lra.
Qed.

(** [uniform]. WRONG: 1 <= ratio without alpha gamma <= R ([wrong_ratio_lower]). *)
Theorem ratio_bounded (dl alpha R0 gamma eps : R) : 0 < dl -> 0 <= eps -> 1/2 <= alpha ->
  0 < gamma -> gamma <= 2 * R0 ->
  let ratio := T_test (Rabs (ln dl)) alpha eps / T_train (Rabs (ln dl)) R0 gamma eps in
  ratio <= Rmax dl (/ dl) /\ (alpha * gamma <= R0 -> 1 <= ratio).
Proof.
  intros D E A G GR ratio. set (L := Rabs (ln dl)) in *. assert (LP : 0 <= L) by apply Rabs_pos.
  set (qe := 1 + 2 * eps * (2 * alpha - 1)). set (qr := 1 + 2 * eps * (2 * R0 / gamma - 1)).
  assert (RG : 1 <= 2 * R0 / gamma).
  { apply (Rmult_le_reg_r gamma); [exact G|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (QE : 1 <= qe) by (unfold qe; nra). assert (QR : 1 <= qr) by (unfold qr; nra).
  assert (RE : ratio = exp (L / qe - L / qr)).
  { unfold ratio, T_test, T_train. fold qe qr. unfold Rminus at 1. rewrite exp_plus, exp_Ropp. reflexivity. }
  assert (I1 : 0 < / qr) by (apply Rinv_0_lt_compat; lra).
  assert (I2 : / qe <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  rewrite RE. split.
  - rewrite <- exp_abs_ln by exact D. fold L. apply exp_le. unfold Rdiv. nra.
  - intros AG. rewrite <- exp_0. apply exp_le.
    assert (AR : 2 * alpha <= 2 * R0 / gamma).
    { apply (Rmult_le_reg_r gamma); [exact G|]. unfold Rdiv. rewrite (Rmult_assoc _ (/ gamma)), Rinv_l; lra. }
    assert (QQ : qe <= qr) by (unfold qe, qr; nra).
    assert (/ qr <= / qe) by (apply Rinv_le_contravar; lra). unfold Rdiv. nra.
Qed.

Lemma wrong_ratio_lower :
  T_test 1 3 (1/10) / T_train 1 1 2 (1/10) < 1.
Proof.
  assert (H : T_test 1 3 (1/10) < T_train 1 1 2 (1/10)) by (apply exp_increasing; lra).
  assert (P : 0 < T_train 1 1 2 (1/10)) by apply exp_pos.
  apply (Rmult_lt_reg_r (T_train 1 1 2 (1/10))); [exact P|].
  unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(** With zeta = 1 the definition is met, which is the WRONG variant's counterexample. *)
Lemma grokking_zeta_one (L alpha R0 gamma eps : R) : 0 < L -> 0 < eps -> 1/2 <= alpha -> 0 < gamma ->
  alpha * gamma < R0 -> T_train L R0 gamma eps < T_test L alpha eps.
Proof.
  intros HL E A G H. apply exp_increasing. apply Rmult_lt_compat_l; [exact HL|].
  assert (AR : 2 * alpha < 2 * R0 / gamma).
  { apply (Rmult_lt_reg_r gamma); [exact G|]. unfold Rdiv. rewrite (Rmult_assoc _ (/ gamma)), Rinv_l; lra. }
  apply Rinv_lt_contravar; [|nra]. apply Rmult_lt_0_compat; nra.
Qed.

(** ** logistic/4.2-residual *)

(** [relation]: the printed relation, with the label absorbed into the point, is off by e^(y b_tilde).
    WRONG: the printed relation for every b_tilde: the exponents differ by b_tilde. *)
Theorem residual_relation d eta gamma Sp Sm what wt bt s : dual d eta gamma Sp Sm what wt bt ->
  (In s Sp -> ln (eta * exp (- dot d wt (pt s)) / al s) = bt
    /\ (eta * exp (- dot d wt (pt s)) = al s <-> bt = 0))
  /\ (In s Sm -> ln (eta * exp (dot d wt (pt s)) / al s) = - bt
    /\ (eta * exp (dot d wt (pt s)) = al s <-> bt = 0)).
Proof.
  intros H. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. split; intros S.
  - pose proof (alpha_pos _ _ _ _ _ _ _ _ s H (or_introl S)) as A.
    assert (Q : eta * exp (- dot d wt (pt s)) = al s * exp bt).
    { rewrite (dual_alpha_p _ _ _ _ _ _ _ _ H s S), Rmult_assoc, <- exp_plus. do 2 f_equal. ring. }
    rewrite Q. replace (al s * exp bt / al s) with (exp bt) by (field; lra).
    split; [apply ln_exp|]. split; intros B.
    + apply exp_inv. rewrite exp_0. apply (Rmult_eq_reg_l (al s)); lra.
    + rewrite B, exp_0. ring.
  - pose proof (alpha_pos _ _ _ _ _ _ _ _ s H (or_intror S)) as A.
    assert (Q : eta * exp (dot d wt (pt s)) = al s * exp (- bt)).
    { rewrite (dual_alpha_m _ _ _ _ _ _ _ _ H s S), Rmult_assoc, <- exp_plus. do 2 f_equal. ring. }
    rewrite Q. replace (al s * exp (- bt) / al s) with (exp (- bt)) by (field; lra).
    split; [apply ln_exp|]. split; intros B.
    + assert (- bt = 0); [|lra]. apply exp_inv. rewrite exp_0. apply (Rmult_eq_reg_l (al s)); lra.
    + rewrite B, Ropp_0, exp_0. ring.
Qed.

(** Without the label the printed relation holds at a negative support vector only where its score
    w_tilde.x is -b_tilde/2.  WRONG: nowhere: for b_tilde = 0 it holds at the score 0. *)
Lemma residual_without_label d eta gamma Sp Sm what wt bt s : dual d eta gamma Sp Sm what wt bt ->
  In s Sm -> (eta * exp (- dot d wt (pt s)) = al s <-> dot d wt (pt s) = - bt / 2).
Proof.
  intros H S. pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E.
  rewrite (dual_alpha_m _ _ _ _ _ _ _ _ H s S). split; intros B.
  - apply Rmult_eq_reg_l in B; [|lra]. apply exp_inv in B. lra.
  - rewrite B. do 2 f_equal. field.
Qed.

(** ** logistic/4.3-svm *)

(** A labelled point; a pair is feasible if every point has margin at least 1. *)
Definition feasible (d : nat) (data : list (vec * R)) (w : vec) (b : R) : Prop :=
  forall x y, In (x, y) data -> 1 <= y * (dot d w x + b).

Definition solves_9 d data w b : Prop :=
  feasible d data w b /\ forall w' b', feasible d data w' b' -> dot d w w <= dot d w' w'.

Definition solves_7 d data w b : Prop :=
  feasible d data w b /\ forall w' b', feasible d data w' b' -> dot d w w + b ^ 2 <= dot d w' w' + b' ^ 2.

(** [feasible], [unique].
    WRONG: without Assumption 3.1 ([wrong_svm_agree]): the objective of (7) then counts b_SVM^2. *)
Theorem svm_agree d data w9 : solves_9 d data w9 0 ->
  solves_7 d data w9 0
  /\ forall w b, solves_7 d data w b -> b = 0 /\ forall j, (j < d)%nat -> w j = w9 j.
Proof.
  intros [F M]. 
  assert (S7 : solves_7 d data w9 0).
  { split; [exact F|]. intros w' b' F'. pose proof (M w' b' F'). pose proof (pow2_ge_0 b'). lra. }
  split; [exact S7|]. intros w b [Fw Mw].
  pose proof (Mw w9 0 F) as L. pose proof (M w b Fw) as L9. pose proof (pow2_ge_0 b) as B.
  split.
  - assert (b ^ 2 = 0) by lra. nra.
  - assert (Fm : feasible d data (fun j => 1/2 * w j + 1/2 * w9 j) (1/2 * b)).
    { intros x y I. rewrite dot_lin_l. pose proof (Fw x y I). pose proof (F x y I). lra. }
    pose proof (M _ _ Fm) as Lm. rewrite dot_lin_l, !dot_lin_r, (dot_comm d w9 w) in Lm.
    assert (Z : dot d (fun j => 1 * w j + -1 * w9 j) (fun j => 1 * w j + -1 * w9 j) <= 0).
    { rewrite dot_lin_l, !dot_lin_r, (dot_comm d w9 w). lra. }
    intros j J. pose proof (dot_eq_0 d _ Z j J) as Q. cbv beta in Q. lra.
Qed.

(** The example of the claim's note: (3, 0) positive, (1, 1) negative. *)
Definition vec2 (a b : R) : vec := fun j => match j with O => a | _ => b end.

Lemma wrong_svm_agree :
  let data := [(vec2 3 0, 1); (vec2 1 1, -1)] in
  solves_9 2 data (vec2 (4/5) (-2/5)) (-7/5) /\ solves_7 2 data (vec2 (1/2) (-1)) (-1/2)
  /\ ~ solves_7 2 data (vec2 (4/5) (-2/5)) (-7/5).
Proof.
  intros data.
  assert (Fe : forall w b, feasible 2 data w b <->
    (1 <= 3 * w O + b /\ 1 <= - (w O + w 1%nat + b))).
  { intros w b. unfold feasible, data, dot. split.
    - intros H. pose proof (H _ _ (or_introl eq_refl)) as A.
      pose proof (H _ _ (or_intror (or_introl eq_refl))) as B. simpl in A, B. lra.
    - intros [A B] x y [I|[I|[]]]; injection I as <- <-; simpl; lra. }
  assert (F7 : feasible 2 data (vec2 (1/2) (-1)) (-1/2)) by (apply Fe; simpl; lra).
  split; [|split].
  - split; [apply Fe; simpl; lra|]. intros w b F. apply Fe in F. unfold dot. simpl.
    pose proof (pow2_ge_0 (w O + 2 * w 1%nat)). nra.
  - split; [exact F7|]. intros w b F. apply Fe in F. unfold dot. simpl.
    pose proof (pow2_ge_0 (w O - 1/2)). pose proof (pow2_ge_0 (w 1%nat + 1)).
    pose proof (pow2_ge_0 (b + 1/2)). nra.
  - intros [_ H]. specialize (H _ _ F7). unfold dot in H. simpl in H. lra.
Qed.

(** ** A step of gradient descent under Assumption 4.4 to within r *)

(** [wgt s] stands for t eta |l'(z_s)| at a support vector, and
    g_s = log (wgt s/alpha_s) + y_s u with u = b(t) - b_tilde, whose largest absolute value over the
    run is [support_gap].  t (b(t + 1) - b(t)) is the sum over S+ minus that over S- plus what the
    other points give. *)
Record near (G u : R) (wgt : sv -> R) (Sp Sm : list sv) : Prop := {
  near_pos : forall s, In s Sp \/ In s Sm -> 0 < wgt s;
  near_p : forall s, In s Sp -> Rabs (ln (wgt s / al s) + u) <= G;
  near_m : forall s, In s Sm -> Rabs (ln (wgt s / al s) - u) <= G }.

Lemma near_weight (a w G u : R) : 0 < a -> 0 < w -> Rabs (ln (w / a) + u) <= G ->
  a * exp (- u) * exp (- G) <= w <= a * exp (- u) * exp G.
Proof.
  intros A W H. apply Rabs_le_between in H.
  assert (E : w = a * exp (- u) * exp (ln (w / a) + u)).
  { replace (a * exp (- u) * exp (ln (w / a) + u)) with (a * (exp (- u) * exp u) * exp (ln (w / a)))
      by (rewrite exp_plus; ring).
    rewrite exp_opp_inv, exp_ln by (apply Rdiv_lt_0_compat; assumption). field. lra. }
  assert (P : 0 < a * exp (- u)) by (apply Rmult_lt_0_compat; [exact A|apply exp_pos]).
  rewrite E. split; apply Rmult_le_compat_l; try lra; apply exp_le; lra.
Qed.

(** The class sums of the weights. *)
Lemma near_sums d eta gamma Sp Sm what wt bt G u wgt : dual d eta gamma Sp Sm what wt bt ->
  near G u wgt Sp Sm ->
  2 / gamma ^ 2 * exp (- u) * exp (- G) <= lsum wgt Sp <= 2 / gamma ^ 2 * exp (- u) * exp G
  /\ 2 / gamma ^ 2 * exp u * exp (- G) <= lsum wgt Sm <= 2 / gamma ^ 2 * exp u * exp G.
Proof.
  intros H N. destruct (class_sums _ _ _ _ _ _ _ _ H) as [P M].
  assert (K : forall c l, lsum (fun s => c * al s) l = lsum al l * c)
    by (intros; rewrite lsum_scal; ring).
  rewrite !(Rmult_assoc (2 / gamma ^ 2)). rewrite <- P at 1 2. rewrite <- M. rewrite <- !K.
  split; split; apply lsum_le; intros s S.
  all: try (pose proof (near_weight (al s) (wgt s) G u
    (alpha_pos _ _ _ _ _ _ _ _ s H (or_introl S)) (near_pos _ _ _ _ _ N s (or_introl S))
    (near_p _ _ _ _ _ N s S)); lra).
  all: pose proof (near_weight (al s) (wgt s) G (- u)
    (alpha_pos _ _ _ _ _ _ _ _ s H (or_intror S)) (near_pos _ _ _ _ _ N s (or_intror S))
    (near_m _ _ _ _ _ N s S)) as Q; rewrite Ropp_involutive in Q; lra.
Qed.

(** logistic/4.5-flow/corrected: [weights], [terms], [scale], [gap]; off is t eta times the signed sum
    of the weights off the support.
    WRONG: without eta: at G = off = 0 the two sides are eta and 1 times the same number
    ([flow_printed_iff]). *)
Theorem flow_corrected d eta gamma Sp Sm what wt bt u wgt off : dual d eta gamma Sp Sm what wt bt ->
  near (1/1000) u wgt Sp Sm -> 250 * gamma ^ 2 * Rabs off <= 1 ->
  let b := bt + u in
  let p := eta * (A_plus d wt Sp * exp (- b)) in let m := eta * (A_minus d wt Sm * exp b) in
  Rabs (lsum wgt Sp - lsum wgt Sm + off - (p - m)) <= (p + m) / 400.
Proof.
  intros H N O b p m.
  destruct (class_terms _ _ _ _ _ _ _ _ H) as [P M].
  destruct (near_sums _ _ _ _ _ _ _ _ _ _ _ H N) as [SP SM].
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  assert (Gp : 0 < gamma ^ 2) by (apply pow_lt, G).
  assert (EP : p = 2 / gamma ^ 2 * exp (- u)).
  { unfold p, b. rewrite <- Rmult_assoc, P.
    replace (- (bt + u)) with (- bt + - u) by ring. rewrite exp_plus.
    replace (2 / gamma ^ 2 * exp bt * (exp (- bt) * exp (- u))) with
      (2 / gamma ^ 2 * (exp (- bt) * exp bt) * exp (- u)) by ring. rewrite exp_opp_inv. ring. }
  assert (EM : m = 2 / gamma ^ 2 * exp u).
  { unfold m, b. rewrite <- Rmult_assoc, M, exp_plus.
    replace (2 / gamma ^ 2 * exp (- bt) * (exp bt * exp u)) with
      (2 / gamma ^ 2 * (exp (- bt) * exp bt) * exp u) by ring. rewrite exp_opp_inv. ring. }
  rewrite <- EP in SP. rewrite <- EM in SM.
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; lra).
  pose proof (exp_pos u). pose proof (exp_pos (- u)).
  assert (PP : 0 < p) by (rewrite EP; nra). assert (PM : 0 < m) by (rewrite EM; nra).
  assert (Sc : 4 / gamma ^ 2 <= p + m).
  { rewrite EP, EM. pose proof (exp_sum_ge_2 u).
    replace (4 / gamma ^ 2) with (2 / gamma ^ 2 * 2) by (field; lra). nra. }
  assert (Off : Rabs off <= (p + m) / 1000).
  { apply Rle_trans with (4 / gamma ^ 2 / 1000); [|lra].
    apply (Rmult_le_reg_r (gamma ^ 2)); [exact Gp|].
    replace (4 / gamma ^ 2 / 1000 * gamma ^ 2) with (1/250) by (field; lra). lra. }
  pose proof (expm1_gap (1/1000)) as G1. pose proof (expm1_gap (- (1/1000))) as G2.
  assert (X1 : exp (1/1000) <= 1 + (1/400 - 1/1000)) by (pose proof (Rle_abs (exp (1/1000) - 1)); lra).
  assert (X2 : 1 - (1/400 - 1/1000) <= exp (- (1/1000))).
  { pose proof (Rabs_le_between (exp (- (1/1000)) - 1) (1/400 - 1/1000)) as [Z _]. lra. }
  apply Rabs_le_between in Off. apply Rabs_le. nra.
Qed.

(** logistic/4.5-flow: with Assumption 4.4 exactly, the printed flow needs eta = 1 or the limit.
    WRONG: eta = 1 alone: at the limit both right sides are 0. *)
Lemma flow_printed_iff eta p m : eta * (p - m) = p - m <-> eta = 1 \/ p = m.
Proof.
  split; intros H.
  - assert (E : (eta - 1) * (p - m) = 0) by lra. apply Rmult_integral in E. destruct E; [left|right]; lra.
  - destruct H as [H|H]; rewrite H; ring.
Qed.

(** logistic/4.5-bias/corrected [step]: u(t + 1) = u - (k/t) e^theta sinh (u - phi) + omega. [phi] is
    half the difference of the classes' mean gaps, which [support_skew] bounds.
    WRONG: phi = 0: the classes' gaps need not agree. *)
Theorem bias_step d eta gamma Sp Sm what wt bt G u wgt off t : dual d eta gamma Sp Sm what wt bt ->
  near G u wgt Sp Sm -> 0 < t ->
  let tp := ln (lsum wgt Sp / (2 / gamma ^ 2 * exp (- u))) in
  let tm := ln (lsum wgt Sm / (2 / gamma ^ 2 * exp u)) in
  let theta := (tp + tm) / 2 in let phi := (tp - tm) / 2 in
  u + (lsum wgt Sp - lsum wgt Sm + off) / t
  = u - 4 / gamma ^ 2 / t * exp theta * sinh (u - phi) + off / t
  /\ Rabs theta <= G.
Proof.
  intros H N T tp tm theta phi.
  destruct (near_sums _ _ _ _ _ _ _ _ _ _ _ H N) as [SP SM].
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as Gp.
  assert (G2 : 0 < gamma ^ 2) by (apply pow_lt, Gp).
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; lra).
  assert (W : forall c x, 0 < c -> c * exp (- G) <= x <= c * exp G ->
    x = c * exp (ln (x / c)) /\ Rabs (ln (x / c)) <= G).
  { intros c x C X. pose proof (exp_pos (- G)). assert (XP : 0 < x) by nra.
    assert (XC : 0 < x / c) by (apply Rdiv_lt_0_compat; assumption).
    split; [rewrite exp_ln by exact XC; field; lra|].
    apply Rabs_le. split.
    - rewrite <- (ln_exp (- G)). apply ln_le; [apply exp_pos|].
      apply (Rmult_le_reg_r c); [exact C|]. replace (x / c * c) with x by (field; lra). lra.
    - rewrite <- (ln_exp G). apply ln_le; [exact XC|].
      apply (Rmult_le_reg_r c); [exact C|]. replace (x / c * c) with x by (field; lra). lra. }
  assert (CP : 0 < 2 / gamma ^ 2 * exp (- u)) by (apply Rmult_lt_0_compat; [exact Q|apply exp_pos]).
  assert (CM : 0 < 2 / gamma ^ 2 * exp u) by (apply Rmult_lt_0_compat; [exact Q|apply exp_pos]).
  destruct (W _ _ CP SP) as [EP BP]. destruct (W _ _ CM SM) as [EM BM]. fold tp in EP, BP. fold tm in EM, BM.
  split.
  - rewrite EP, EM. unfold sinh.
    assert (X1 : exp theta * exp (- (u - phi)) = exp (- u) * exp tp).
    { rewrite <- !exp_plus. f_equal. unfold theta, phi. field. }
    assert (X2 : exp theta * exp (u - phi) = exp u * exp tm).
    { rewrite <- !exp_plus. f_equal. unfold theta, phi. field. }
    replace (4 / gamma ^ 2 / t * exp theta * ((exp (u - phi) - exp (- (u - phi))) / 2)) with
      (2 / gamma ^ 2 / t * (exp theta * exp (u - phi) - exp theta * exp (- (u - phi)))) by (field; split; lra).
    rewrite X1, X2. field. split; lra.
  - apply Rabs_le_between in BP. apply Rabs_le_between in BM. apply Rabs_le. unfold theta. lra.
Qed.

(** ** logistic/phase-3 *)

(** [bias], [weights], [constant]: rho = w(T) - what log T, T the horizon.
    WRONG: without Assumption 3.1: |b|/|w| tends to |b_hat|/|w_hat|; the step |b| <= (5/4)|b_limit|
    fails, because b grows like log t. *)
Theorem phase_3 d eta gamma Sp Sm what wt bt rho b t : dual d eta gamma Sp Sm what wt bt ->
  t_star d gamma what wt < t ->
  4 * Rabs (b - bt) <= Rabs bt ->
  4 * gamma * sqrt (dot d (fun j => 1 * rho j + -1 * wt j) (fun j => 1 * rho j + -1 * wt j))
    <= ln (t / t_star d gamma what wt) ->
  let w := fun j => ln t * what j + 1 * rho j in
  Rabs b / sqrt (dot d w w) <= gamma * Rabs bt / ln (t / t_star d gamma what wt).
Proof.
  intros H HT HB HR w.
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  assert (TS : 0 < t_star d gamma what wt) by apply exp_pos.
  set (l := ln (t / t_star d gamma what wt)) in *.
  assert (LP : 0 < l).
  { unfold l. rewrite <- ln_1. apply ln_increasing; [lra|].
    apply (Rmult_lt_reg_r (t_star d gamma what wt)); [exact TS|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  pose proof (w_star_unit _ _ _ _ _ _ _ _ H) as U.
  set (ws := w_star gamma what) in *.
  set (dr := fun j => 1 * rho j + -1 * wt j) in *.
  pose proof (cauchy_unit d w ws U) as C1. pose proof (cauchy_unit d dr ws U) as C2.
  assert (WL : gamma / 2 * dot d w ws = l + gamma / 2 * dot d dr ws).
  { unfold w, dr. rewrite !dot_lin_l.
    pose proof (weights_law _ _ _ _ _ _ _ _ t H) as Q. fold ws l in Q. rewrite dot_lin_l in Q.
    assert (0 < t) by lra. specialize (Q H0). lra. }
  set (nr := sqrt (dot d dr dr)) in *. set (nw := sqrt (dot d w w)) in *.
  apply Rabs_le_between in C2. pose proof (Rle_abs (dot d w ws)).
  assert (NW : 7/8 * l <= gamma / 2 * nw) by nra.
  assert (BB : Rabs b <= 5/4 * Rabs bt).
  { replace b with ((b - bt) + bt) by ring. pose proof (Rabs_triang (b - bt) bt). lra. }
  assert (NP : 0 < nw) by nra.
  pose proof (Rabs_pos bt).
  apply (Rmult_le_reg_r nw); [exact NP|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply (Rmult_le_reg_r l); [exact LP|].
  replace (gamma * Rabs bt / l * nw * l) with (Rabs bt * (gamma * nw)) by (field; lra).
  apply Rle_trans with (5/4 * Rabs bt * l); [apply Rmult_le_compat_r; lra|].
  replace (5/4 * Rabs bt * l) with (Rabs bt * (5/4 * l)) by ring. apply Rmult_le_compat_l; lra.
Qed.

(** ** The bias of gradient descent *)

(** logistic/4.5-bias/corrected and logistic/4.5-limit for a run of N steps from t0: the hypotheses
    are those of the claims, with G = support_gap, Phi = support_skew, W = eta offsupport.
    WRONG: with the exponent of logistic/4.5-bias: [Scalar.bias_sum] adds up (4/gamma^2)/t, whatever
    A+ and A- are. *)
Theorem bias_corrected_descent d eta gamma Sp Sm what wt bt t0 G Phi W b wgt off (N n : nat) :
  dual d eta gamma Sp Sm what wt bt ->
  100 <= t0 -> 80 <= gamma ^ 2 * t0 ->
  0 <= G -> 1000 * G <= 1 -> 0 <= W -> 250 * gamma ^ 2 * W <= 1 -> 0 <= Phi -> 20 * Phi <= 1 ->
  Rabs (b O - bt) <= 1 ->
  (forall i, (i < N)%nat -> near G (b i - bt) (wgt i) Sp Sm) ->
  (forall i, (i < N)%nat -> Rabs (off i) <= W) ->
  (forall i, (i < N)%nat ->
    Rabs ((ln (lsum (wgt i) Sp / (2 / gamma ^ 2 * exp (- (b i - bt))))
         - ln (lsum (wgt i) Sm / (2 / gamma ^ 2 * exp (b i - bt)))) / 2) <= Phi) ->
  (forall i, (i < N)%nat ->
    b (S i) = b i + (lsum (wgt i) Sp - lsum (wgt i) Sm + off i) / (t0 + INR i)) ->
  (n <= N)%nat ->
  111/100 * (4 / gamma ^ 2) * G * ln ((t0 + INR n) / t0)
    + (111/100 * (4 / gamma ^ 2) + 23/10 * (16 / gamma ^ 4)) / t0 <= 1/110 ->
  Rabs (th2 (b n - bt) - th2 (b O - bt) * Rpower ((t0 + INR n) / t0) (- (4 / gamma ^ 2)))
    <= Rabs (th2 (b O - bt)) * Rpower ((t0 + INR n) / t0) (- (4 / gamma ^ 2)) / 100
       + Phi / 2 + 3/20 * gamma ^ 2 * W
  /\ Rabs (b n - bt) <= 51/50 * Rabs (b O - bt) * Rpower ((t0 + INR n) / t0) (- (4 / gamma ^ 2))
       + Phi + 3/10 * gamma ^ 2 * W.
Proof.
  intros H T0 TG G0 G1 W0 W1 P0 P1 B0 HN HO HP HB Hn RL.
  pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as Gp.
  assert (G2 : 0 < gamma ^ 2) by (apply pow_lt, Gp).
  set (k := 4 / gamma ^ 2) in *.
  assert (K : 0 < k) by (apply Rdiv_lt_0_compat; lra).
  assert (KG : k * gamma ^ 2 = 4) by (unfold k; field; lra).
  assert (Kt : k / t0 <= 1/20).
  { apply (Rmult_le_reg_r t0); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
    apply (Rmult_le_reg_r (gamma ^ 2)); [exact G2|]. lra. }
  assert (Wk : 0 <= W <= k / 1000).
  { split; [exact W0|]. apply (Rmult_le_reg_r (gamma ^ 2)); [exact G2|]. lra. }
  assert (K2 : 16 / gamma ^ 4 = k ^ 2) by (unfold k; field; lra). rewrite K2 in RL.
  set (tp := fun i => ln (lsum (wgt i) Sp / (2 / gamma ^ 2 * exp (- (b i - bt))))).
  set (tm := fun i => ln (lsum (wgt i) Sm / (2 / gamma ^ 2 * exp (b i - bt)))).
  set (s := fun i => t0 + INR i).
  assert (Sp_ : forall i, 0 < s i) by (intros i; unfold s; pose proof (pos_INR i); lra).
  (* the run, continued without perturbation after its last step *)
  set (theta := fun i => if le_lt_dec N i then 0 else (tp i + tm i) / 2).
  set (phi := fun i => if le_lt_dec N i then 0 else (tp i - tm i) / 2).
  set (om := fun i => if le_lt_dec N i then 0 else off i / s i).
  set (kap := fun i => k / s i * exp (theta i)).
  set (u := fix u i := match i with O => b O - bt | S j => u j - kap j * sinh (u j - phi j) + om j end).
  assert (Eu : forall i, (i <= N)%nat -> u i = b i - bt).
  { induction i as [ | i IH]; intros I; [reflexivity|].
    simpl. rewrite IH by lia. pose proof (HB i) as Q. rewrite Q by lia.
    destruct (bias_step _ _ _ _ _ _ _ _ G (b i - bt) (wgt i) (off i) (s i) H
      (HN i ltac:(lia)) (Sp_ i)) as [St _].
    fold (tp i) (tm i) k in St.
    unfold kap, theta, phi, om. destruct (le_lt_dec N i); [lia|]. fold (s i). lra. }
  assert (Hkap : forall i, k / (t0 + INR i) * exp (- G) <= kap i <= k / (t0 + INR i) * exp G).
  { intros i. fold (s i). assert (Pk : 0 < k / s i) by (apply Rdiv_lt_0_compat; [exact K|apply Sp_]).
    assert (Th : Rabs (theta i) <= G).
    { unfold theta. destruct (le_lt_dec N i) as [L|L]; [rewrite Rabs_R0; exact G0|].
      destruct (bias_step _ _ _ _ _ _ _ _ G (b i - bt) (wgt i) (off i) (s i) H (HN i L) (Sp_ i)) as [_ Q].
      exact Q. }
    apply Rabs_le_between in Th. unfold kap.
    split; (apply Rmult_le_compat_l; [lra|apply exp_le; lra]). }
  assert (Hphi : forall i, Rabs (phi i) <= Phi).
  { intros i. unfold phi. destruct (le_lt_dec N i) as [L|L]; [rewrite Rabs_R0; exact P0|]. apply (HP i L). }
  assert (Hom : forall i, Rabs (om i) <= W / (t0 + INR i)).
  { intros i. fold (s i). pose proof (Sp_ i) as Si.
    assert (I : 0 < / s i) by (apply Rinv_0_lt_compat, Si).
    unfold om. destruct (le_lt_dec N i) as [L|L].
    - rewrite Rabs_R0. unfold Rdiv. nra.
    - unfold Rdiv. rewrite Rabs_mult, (Rabs_right (/ s i)) by lra. pose proof (HO i L). nra. }
  assert (GG : 0 <= G <= 1/1000) by lra. assert (PP : 0 <= Phi <= 1/20) by lra.
  pose proof (bias_corrected k t0 G kap K T0 Kt GG Hkap Phi W u phi om PP Wk Hphi Hom B0
    (fun _ => eq_refl) n RL) as R1.
  pose proof (limit_corrected k t0 G kap K T0 Kt GG Hkap Phi W u phi om PP Wk Hphi Hom B0
    (fun _ => eq_refl) n RL) as R2.
  rewrite (Eu n Hn) in R1, R2. change (u O) with (b O - bt) in R1, R2.
  replace (4 / k) with (gamma ^ 2) in R1, R2 by (unfold k; field; lra).
  split; [exact R1|exact R2].
Qed.

(** logistic/4.5-limit, note: with equal weights within each class delta is sqrt (n_minus/n_plus), if
    the extended support vectors span (residual_unique).
    WRONG: without the span: w_tilde may have a part along the hyperplane that moves b_tilde. *)
Lemma limit_uniform d eta gamma Sp Sm what wt bt ap am : dual d eta gamma Sp Sm what wt bt ->
  (forall v c, (forall s, In s Sp \/ In s Sm -> dot d v (pt s) + c = 0) -> c = 0) ->
  (forall s, In s Sp -> al s = ap) -> (forall s, In s Sm -> al s = am) ->
  delta (A_plus d wt Sp) (A_minus d wt Sm) = sqrt (INR (length Sm) / INR (length Sp)).
Proof.
  intros H Span UP UM.
  pose proof (dual_eta _ _ _ _ _ _ _ _ H) as E. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  destruct (class_sums _ _ _ _ _ _ _ _ H) as [P M].
  destruct (class_nonempty _ _ _ _ _ _ _ _ H) as [Np Nm].
  assert (Q : 0 < 2 / gamma ^ 2) by (apply Rdiv_lt_0_compat; [lra|apply pow_lt, G]).
  rewrite (lsum_ext _ (fun _ => ap)), lsum_const in P by exact UP.
  rewrite (lsum_ext _ (fun _ => am)), lsum_const in M by exact UM.
  assert (AP : 0 < ap) by nra. assert (AM : 0 < am) by nra.
  set (lp := ln (ap / eta)). set (lm := ln (am / eta)).
  assert (Z : bt - (lm - lp) / 2 = 0).
  { apply (Span (fun j => 1 * wt j + (lp + lm) / 2 * what j)). intros s I.
    rewrite dot_lin_l. destruct I as [I|I].
    - rewrite (dual_margin_p _ _ _ _ _ _ _ _ H s I).
      assert (L : lp = - (dot d wt (pt s) + bt)).
      { unfold lp. replace (ap / eta) with (exp (- (dot d wt (pt s) + bt))); [apply ln_exp|].
        rewrite <- (UP s I), (dual_alpha_p _ _ _ _ _ _ _ _ H s I). field. lra. }
      lra.
    - rewrite (dual_margin_m _ _ _ _ _ _ _ _ H s I).
      assert (L : lm = dot d wt (pt s) + bt).
      { unfold lm. replace (am / eta) with (exp (dot d wt (pt s) + bt)); [apply ln_exp|].
        rewrite <- (UM s I), (dual_alpha_m _ _ _ _ _ _ _ _ H s I). field. lra. }
      lra. }
  destruct (class_terms_pos _ _ _ _ _ _ _ _ H) as [PA PM].
  pose proof (limit_is_residual_bias _ _ _ _ _ _ _ _ H) as L.
  rewrite <- (exp_ln (delta _ _)) by (apply delta_pos; assumption).
  replace (ln (delta (A_plus d wt Sp) (A_minus d wt Sm))) with ((lp - lm) / 2) by lra.
  rewrite <- (sqrt_square (exp ((lp - lm) / 2))) by (left; apply exp_pos).
  f_equal. rewrite <- exp_half. unfold lp, lm, Rminus. rewrite exp_plus, exp_Ropp.
  rewrite !exp_ln by (apply Rdiv_lt_0_compat; assumption).
  apply (Rmult_eq_reg_r (INR (length Sp) * am)); [|nra].
  replace (ap / eta * / (am / eta) * (INR (length Sp) * am)) with (INR (length Sp) * ap) by (field; lra).
  replace (INR (length Sm) / INR (length Sp) * (INR (length Sp) * am)) with (INR (length Sm) * am)
    by (field; lra). lra.
Qed.

(** logistic/4.5-rate/corrected [shift]: K what = what with K = sum alpha (x, 1)(x, 1)^T, and no bias
    component.  WRONG: the eigenvalue 4/gamma^2, which is that of the bias alone. *)
Lemma shift_eigenvector d eta gamma Sp Sm what wt bt : dual d eta gamma Sp Sm what wt bt ->
  (forall j, (j < d)%nat -> lsum (fun s => al s * dot d what (pt s) * pt s j) Sp
    + lsum (fun s => al s * dot d what (pt s) * pt s j) Sm = what j)
  /\ lsum (fun s => al s * dot d what (pt s)) Sp + lsum (fun s => al s * dot d what (pt s)) Sm = 0.
Proof.
  intros H. split.
  - intros j J. rewrite (dual_weights _ _ _ _ _ _ _ _ H j J).
    rewrite (lsum_ext _ (fun s => al s * pt s j) Sp).
    2: { intros s S. rewrite (dual_margin_p _ _ _ _ _ _ _ _ H s S). ring. }
    rewrite (lsum_ext _ (fun s => -1 * (al s * pt s j)) Sm).
    2: { intros s S. rewrite (dual_margin_m _ _ _ _ _ _ _ _ H s S). ring. }
    rewrite lsum_scal. ring.
  - rewrite (lsum_ext _ al Sp).
    2: { intros s S. rewrite (dual_margin_p _ _ _ _ _ _ _ _ H s S). ring. }
    rewrite (lsum_ext _ (fun s => -1 * al s) Sm).
    2: { intros s S. rewrite (dual_margin_m _ _ _ _ _ _ _ _ H s S). ring. }
    rewrite lsum_scal. pose proof (dual_bias _ _ _ _ _ _ _ _ H). lra.
Qed.

(** ** Training and test at epsilon = 0 *)

(** docs/logistic-claims.md, 4.7: where w is parallel to w_star and support vectors of both classes
    are in the training set, full training accuracy implies full test accuracy on the band, so
    T_tr(0) >= T_te(0).
    WRONG: with support vectors of one class only: a bias towards that class breaks the other
    class's test points first. *)
Lemma train_implies_test (gamma c b : R) (py y z : R) : 0 < c ->
  0 < c * (gamma / 2) + b -> 0 < - (c * - (gamma / 2) + b) ->
  (y = 1 \/ y = -1) -> z = y * py -> gamma / 2 <= py -> 0 < y * (c * z + b).
Proof.
  intros C P M [Y|Y] Z B; subst y z; nra.
Qed.

(** ** logistic/4.6-upper, 4.6-lower, 4.7-train-upper, 4.7-train-lower *)

(** Under Assumption 4.4 with B >= |w_tilde| and b = -log delta exactly the crossing is at
    t_star exp (|log delta|/q) ([weights_law], [crossing_time]), and the printed bounds hold.
    WRONG: for the logistic loss from zero, where b is near log (n_plus/n_minus), twice as far
    ([Scalar.quasi_steady_logistic]): the first premise, b = -log delta, fails, and so do the bounds
    (G2: 7093 > 5980). *)
Theorem printed_bounds_with_exact_bias d eta gamma Sp Sm what wt bt B L q :
  dual d eta gamma Sp Sm what wt bt -> sqrt (dot d wt wt) <= B ->
  exp (L / q - gamma * B / 2) <= t_star d gamma what wt * exp (L / q) <= exp (gamma * B / 2 + L / q).
Proof.
  intros H HB. pose proof (dual_gamma _ _ _ _ _ _ _ _ H) as G.
  pose proof (cauchy_unit d wt (w_star gamma what) (w_star_unit _ _ _ _ _ _ _ _ H)) as C.
  apply Rabs_le_between in C. unfold t_star. rewrite <- exp_plus. split; apply exp_le; nra.
Qed.

(** logistic/4.6-lower and 4.6-upper [vacuous]: upper over lower is exp (gamma B), and with
    B >= |w_tilde| at least the square of t_star.  WRONG: a constant as gamma -> 0
    ([gammaB_not_vanishing]). *)
Lemma printed_bounds_gap d eta gamma Sp Sm what wt bt B L q :
  dual d eta gamma Sp Sm what wt bt -> sqrt (dot d wt wt) <= B ->
  exp (gamma * B / 2 + L / q) / exp (L / q - gamma * B / 2) = exp (gamma * B)
  /\ t_star d gamma what wt ^ 2 <= exp (gamma * B).
Proof.
  intros H HB. destruct (gammaB_lower _ _ _ _ _ _ _ _ B H HB) as [_ U]. split.
  - pose proof (exp_pos (L / q - gamma * B / 2)).
    replace (gamma * B / 2 + L / q) with (gamma * B + (L / q - gamma * B / 2)) by lra.
    rewrite exp_plus. field. lra.
  - assert (TS : 0 < t_star d gamma what wt) by apply exp_pos.
    set (ts := t_star d gamma what wt) in *.
    replace (ts ^ 2) with (exp (ln ts + ln ts)) by (rewrite exp_plus, exp_ln by exact TS; ring).
    apply exp_le. lra.
Qed.
