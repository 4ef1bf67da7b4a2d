(* Realizable ridge regression in the eigenbasis of Phi^T Phi / n: the deterministic cores of the claims ridge/* and of
   Theorems 4.1, 4.2, 4.4, 4.5 and 4.6 of Xu, Vardi, Safran (arXiv 2601.19791). Probability and spectra of random matrices
   are not treated: an event of a claim is a hypothesis here. RidgeEigenbasis.v derives this model from vectors.

   A coordinate is a [mode]: eigenvalue, start, teacher. Coordinates on the null space of Phi have eigenvalue 0.
   Gradient descent is the recursion [coord]; everything else is proved from it.

   [t1 = max {t : L_n(t) >= eps} <= bound] reads: for every t, L_n(t) >= eps -> INR t <= bound.
   [bound <= t2 = min {t : L(t) <= c}] reads: for every t, L(t) <= c -> bound <= INR t. *)

From Coq Require Import Reals List Lra Psatz ZArith.
Import ListNotations.
Open Scope R_scope.

(* ---------------------------------------------------------------- finite sums *)

Fixpoint sum {A : Type} (f : A -> R) (l : list A) : R :=
  match l with
  | [] => 0
  | a :: l => f a + sum f l
  end.

Lemma rm_sum_ext {A} (f g : A -> R) l :
  (forall a, In a l -> f a = g a) -> sum f l = sum g l.
Proof.
  induction l as [|a l IH]; simpl; intros H; [reflexivity|].
  rewrite H by now left. rewrite IH; [reflexivity|]. intros; apply H; now right.
Qed.

Lemma rm_sum_le {A} (f g : A -> R) l :
  (forall a, In a l -> f a <= g a) -> sum f l <= sum g l.
Proof.
  induction l as [|a l IH]; simpl; intros H; [lra|].
  apply Rplus_le_compat; [apply H; now left|]. apply IH; intros; apply H; now right.
Qed.

Lemma rm_sum_nonneg {A} (f : A -> R) l :
  (forall a, In a l -> 0 <= f a) -> 0 <= sum f l.
Proof.
  induction l as [|a l IH]; simpl; intros H; [lra|].
  apply Rplus_le_le_0_compat; [apply H; now left|]. apply IH; intros; apply H; now right.
Qed.

Lemma rm_sum_app {A} (f : A -> R) l k : sum f (l ++ k) = sum f l + sum f k.
Proof. induction l as [|a l IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma rm_sum_scal {A} s (f : A -> R) l : sum (fun a => s * f a) l = s * sum f l.
Proof. induction l as [|a l IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma rm_sum_map {A B} (f : B -> R) (g : A -> B) l : sum f (map g l) = sum (fun a => f (g a)) l.
Proof. induction l as [|a l IH]; simpl; [reflexivity|now rewrite IH]. Qed.

Lemma rm_sum_repeat {A} (f : A -> R) a k : sum f (repeat a k) = INR k * f a.
Proof.
  induction k as [|k IH]; [simpl; ring|].
  rewrite S_INR. cbn [repeat sum]. rewrite IH. ring.
Qed.

Lemma rm_sum_member {A} (f : A -> R) l a :
  (forall b, In b l -> 0 <= f b) -> In a l -> f a <= sum f l.
Proof.
  induction l as [|b l IH]; simpl; intros H I; [easy|].
  assert (0 <= f b) by (apply H; now left).
  assert (0 <= sum f l) by (apply rm_sum_nonneg; intros; apply H; now right).
  destruct I as [->|I]; [lra|].
  assert (f a <= sum f l) by (apply IH; [intros; apply H; now right|assumption]). lra.
Qed.

Lemma rm_sum_sqr_nonneg {A} (f : A -> R) l : 0 <= sum (fun a => f a ^ 2) l.
Proof. apply rm_sum_nonneg; intros; apply pow2_ge_0. Qed.

(* Minkowski's inequality with weights p >= 0. *)
Lemma rm_cauchy {A} (p f g : A -> R) l :
  (forall a, In a l -> 0 <= p a) ->
  (sum (fun a => p a * (f a * g a)) l) ^ 2 <=
  sum (fun a => p a * f a ^ 2) l * sum (fun a => p a * g a ^ 2) l.
Proof.
  intros Hp.
  set (F := sum (fun a => p a * f a ^ 2) l). set (G := sum (fun a => p a * g a ^ 2) l).
  set (H := sum (fun a => p a * (f a * g a)) l).
  assert (Q : forall s t, 0 <= s ^ 2 * F + 2 * s * t * H + t ^ 2 * G).
  { intros s t.
    replace (s ^ 2 * F + 2 * s * t * H + t ^ 2 * G) with (sum (fun a => p a * (s * f a + t * g a) ^ 2) l).
    - apply rm_sum_nonneg; intros a I. apply Rmult_le_pos; [now apply Hp|apply pow2_ge_0].
    - unfold F, G, H. clear. induction l as [|a l IH]; cbn [sum]; [ring|rewrite IH; ring]. }
  assert (0 <= G) by (generalize (Q 0 1); lra).
  destruct (Req_dec G 0) as [E|E].
  - assert (H = 0).
    { destruct (Req_dec H 0) as [|N]; [assumption|exfalso].
      generalize (Q 1 (- (F + 1) / (2 * H))). rewrite E.
      replace (1 ^ 2 * F + 2 * 1 * (- (F + 1) / (2 * H)) * H + (- (F + 1) / (2 * H)) ^ 2 * 0) with (-1)
        by (field; assumption). lra. }
    rewrite H1, E. lra.
  - assert (0 < G) by lra.
    generalize (Q G (- H)). intros q.
    assert (0 <= G * (F * G - H ^ 2)) by nra.
    assert (0 <= F * G - H ^ 2); [|lra].
    apply Rmult_le_reg_l with G; [assumption|lra].
Qed.

Definition norm {A : Type} (p f : A -> R) (l : list A) : R := sqrt (sum (fun a => p a * f a ^ 2) l).

Lemma rm_norm_sqr {A} (p f : A -> R) l :
  (forall a, In a l -> 0 <= p a) -> norm p f l ^ 2 = sum (fun a => p a * f a ^ 2) l.
Proof.
  intros Hp. unfold norm. rewrite <- Rsqr_pow2. apply Rsqr_sqrt.
  apply rm_sum_nonneg; intros a I. apply Rmult_le_pos; [now apply Hp|apply pow2_ge_0].
Qed.

Lemma rm_le_of_sqr x y : 0 <= y -> x ^ 2 <= y ^ 2 -> x <= y.
Proof. intros Hy H. apply Rsqr_incr_0_var; [rewrite !Rsqr_pow2|]; assumption. Qed.

Lemma rm_triangle {A} (p f g h : A -> R) l :
  (forall a, In a l -> 0 <= p a) ->
  (forall a, In a l -> h a = f a + g a) ->
  norm p h l <= norm p f l + norm p g l.
Proof.
  intros Hp E.
  assert (F0 : 0 <= norm p f l) by apply sqrt_pos.
  assert (G0 : 0 <= norm p g l) by apply sqrt_pos.
  apply rm_le_of_sqr; [lra|].
  generalize (rm_cauchy p f g l Hp). rewrite <- !rm_norm_sqr by assumption. intros C.
  assert (X : sum (fun a => p a * (f a * g a)) l <= norm p f l * norm p g l).
  { apply rm_le_of_sqr; [now apply Rmult_le_pos|]. rewrite Rpow_mult_distr. exact C. }
  rewrite (rm_norm_sqr p h) by assumption.
  replace (sum (fun a => p a * h a ^ 2) l) with
    (sum (fun a => p a * f a ^ 2) l + 2 * sum (fun a => p a * (f a * g a)) l + sum (fun a => p a * g a ^ 2) l).
  - rewrite <- !rm_norm_sqr by assumption. nra.
  - clear - E. induction l as [|a l IH]; cbn [sum]; [ring|].
    rewrite (E a) by now left. rewrite <- IH; [ring|]. intros; apply E; now right.
Qed.

(* |f| <= r |g| mode by mode gives norm f <= r norm g. *)
Lemma rm_norm_scale {A} (p f g : A -> R) l r :
  0 <= r -> (forall a, In a l -> 0 <= p a) ->
  (forall a, In a l -> f a ^ 2 <= r ^ 2 * g a ^ 2) ->
  norm p f l <= r * norm p g l.
Proof.
  intros Hr Hp H. apply rm_le_of_sqr; [apply Rmult_le_pos; [assumption|apply sqrt_pos]|].
  rewrite Rpow_mult_distr, !rm_norm_sqr, <- rm_sum_scal by assumption.
  apply rm_sum_le; intros a I. generalize (Hp a I) (H a I); nra.
Qed.

Lemma rm_norm_scale_ge {A} (p f g : A -> R) l r :
  0 <= r -> (forall a, In a l -> 0 <= p a) ->
  (forall a, In a l -> r ^ 2 * g a ^ 2 <= f a ^ 2) ->
  r * norm p g l <= norm p f l.
Proof.
  intros Hr Hp H. apply rm_le_of_sqr; [apply sqrt_pos|].
  rewrite Rpow_mult_distr, !rm_norm_sqr, <- rm_sum_scal by assumption.
  apply rm_sum_le; intros a I. generalize (Hp a I) (H a I); nra.
Qed.

(* ---------------------------------------------------------------- scalar lemmas *)

Lemma rm_pow_sqr x t : (x ^ t) ^ 2 = (x ^ 2) ^ t.
Proof. rewrite <- !pow_mult. now rewrite Nat.mul_comm. Qed.

Lemma rm_pow_double x t : x ^ (2 * t) = (x ^ t) ^ 2.
Proof. rewrite pow_mult. symmetry. apply rm_pow_sqr. Qed.

Lemma rm_pow_le x y t : x ^ 2 <= y ^ 2 -> (x ^ t) ^ 2 <= (y ^ t) ^ 2.
Proof. intros H. rewrite !rm_pow_sqr. apply pow_incr. split; [apply pow2_ge_0|assumption]. Qed.

Lemma rm_div_nonneg x y : 0 <= x -> 0 < y -> 0 <= x / y.
Proof. intros Hx Hy. apply Rmult_le_pos; [assumption|left; now apply Rinv_0_lt_compat]. Qed.

Lemma rm_ln_le x : x < 1 -> ln (1 - x) <= - x.
Proof.
  intros H. rewrite <- (ln_exp (- x)). destruct (Req_dec (1 - x) (exp (- x))) as [->|N]; [lra|].
  left. apply ln_increasing; [lra|]. generalize (exp_ineq1_le (- x)). lra.
Qed.

Lemma rm_ln_mono x y : 0 < x -> x <= y -> ln x <= ln y.
Proof. intros H [L| ->]; [left; now apply ln_increasing|lra]. Qed.

Lemma rm_ln_neg r : 0 < r < 1 -> 0 < - ln r.
Proof. intros [H K]. generalize (ln_increasing r 1 H K). rewrite ln_1. lra. Qed.

(* exp (s y) <= 1 - s + s exp y for 0 <= s <= 1: convexity. *)
Lemma rm_exp_convex s y : 0 <= s <= 1 -> exp (s * y) <= 1 - s + s * exp y.
Proof.
  intros Hs. set (z := s * y).
  assert (T : forall v, exp z * (1 + (v - z)) <= exp v).
  { intros v. replace (exp v) with (exp z * exp (v - z)) by (rewrite <- exp_plus; f_equal; ring).
    apply Rmult_le_compat_l; [left; apply exp_pos|apply exp_ineq1_le]. }
  generalize (T 0) (T y). rewrite exp_0. intros T0 T1.
  assert (exp z = (1 - s) * (exp z * (1 + (0 - z))) + s * (exp z * (1 + (y - z)))).
  { unfold z at 3 5. ring_simplify. unfold z. ring. }
  nra.
Qed.

(* x^i / i! *)
Fixpoint rm_term (x : R) (i : nat) : R :=
  match i with
  | O => 1
  | S j => rm_term x j * (x / INR (S j))
  end.

Lemma rm_term_fact x i : rm_term x i = / INR (fact i) * x ^ i.
Proof.
  induction i as [|i IH]; cbn [rm_term pow]; [simpl; field|].
  rewrite IH, fact_simpl, mult_INR. field. split; [apply INR_fact_neq_0|now apply not_0_INR].
Qed.

Lemma rm_exp_taylor x k : 0 <= x -> sum_f_R0 (rm_term x) k <= exp x.
Proof.
  intros Hx. apply sum_incr.
  - unfold exp. destruct (exist_exp x) as [l H]. intros e He. destruct (H e He) as [N HN]. exists N. intros j Hj.
    rewrite (sum_eq (rm_term x) (fun i => / INR (fact i) * x ^ i)) by (intros; apply rm_term_fact).
    now apply HN.
  - intros i. rewrite rm_term_fact.
    apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, INR_fact_lt_0|now apply pow_le].
Qed.

(* If k a >= -ln (1 - a) then k x >= -ln (1 - x) below a. *)
Lemma rm_ln_chord k a x : 0 < a < 1 -> exp (- (k * a)) <= 1 - a -> 0 <= x <= a -> - (k * x) <= ln (1 - x).
Proof.
  intros Ha E Hx.
  rewrite <- (ln_exp (- (k * x))). apply rm_ln_mono; [apply exp_pos|].
  replace (- (k * x)) with (x / a * - (k * a)) by (field; lra).
  assert (0 <= x / a <= 1).
  { split; [apply rm_div_nonneg; lra|]. apply Rmult_le_reg_r with a; [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  eapply Rle_trans; [apply rm_exp_convex; assumption|].
  replace (1 - x) with (1 - x / a + x / a * (1 - a)) by (field; lra).
  apply Rplus_le_compat_l, Rmult_le_compat_l; [lra|assumption].
Qed.

Lemma rm_exp_neg_le y v : 0 < v -> / v <= exp y -> exp (- y) <= v.
Proof.
  intros Hv H. rewrite exp_Ropp. rewrite <- (Rinv_inv v).
  apply Rinv_le_contravar; [now apply Rinv_0_lt_compat|assumption].
Qed.

(* ln (1 - x) >= -2 x up to 0.7968. The root of ln (1 - x) = -2 x is 0.796812...: 0.7969 is WRONG. *)
Lemma rm_ln_two x : 0 <= x <= 7968 / 10000 -> - (2 * x) <= ln (1 - x).
Proof.
  apply rm_ln_chord; [lra|]. apply rm_exp_neg_le; [lra|].
  eapply Rle_trans; [|apply (rm_exp_taylor (2 * (7968 / 10000)) 10); lra].
  cbn [sum_f_R0 rm_term]. rewrite !INR_IZR_INZ. cbn [Z.of_nat Pos.of_succ_nat Pos.succ]. lra.
Qed.

(* ln (1 - x) >= -1.01 x up to 0.01. *)
Lemma rm_ln_101 x : 0 <= x <= 1 / 100 -> - (101 / 100 * x) <= ln (1 - x).
Proof.
  apply rm_ln_chord; [lra|]. apply rm_exp_neg_le; [lra|].
  eapply Rle_trans; [|apply (rm_exp_taylor (101 / 100 * (1 / 100)) 2); lra].
  cbn [sum_f_R0 rm_term]. rewrite !INR_IZR_INZ. cbn [Z.of_nat Pos.of_succ_nat Pos.succ]. lra.
Qed.

Lemma rm_pow_exp r t : 0 < r -> r ^ t = exp (INR t * ln r).
Proof. intros H. rewrite <- Rpower_pow by assumption. reflexivity. Qed.

(* Times: q <= r^t p is t <= ln (p/q) / (-ln r), and the three others. *)
Lemma rm_time_iff r p q t : 0 < r < 1 -> 0 < p -> 0 < q ->
  (q <= r ^ t * p <-> INR t <= ln (p / q) / - ln r).
Proof.
  intros Hr Hp Hq. generalize (rm_ln_neg r Hr). intros N.
  assert (E : ln (p / q) = ln p - ln q) by (unfold Rdiv; rewrite ln_mult, ln_Rinv by (auto using Rinv_0_lt_compat); ring).
  assert (F : ln (r ^ t * p) = INR t * ln r + ln p).
  { rewrite ln_mult by (try apply pow_lt; lra). rewrite rm_pow_exp, ln_exp by lra. reflexivity. }
  assert (P : 0 < r ^ t * p) by (apply Rmult_lt_0_compat; [apply pow_lt|]; lra).
  rewrite E. split; intros H.
  - apply Rmult_le_reg_r with (- ln r); [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    generalize (rm_ln_mono _ _ Hq H). rewrite F. lra.
  - apply Rmult_le_compat_r with (r := - ln r) in H; [|lra].
    unfold Rdiv in H. rewrite Rmult_assoc, Rinv_l in H by lra.
    destruct (Rle_or_lt q (r ^ t * p)) as [|L]; [assumption|exfalso].
    generalize (ln_increasing _ _ P L). rewrite F. lra.
Qed.

Lemma rm_time_iff_ge r p q t : 0 < r < 1 -> 0 < p -> 0 < q ->
  (r ^ t * p <= q <-> ln (p / q) / - ln r <= INR t).
Proof.
  intros Hr Hp Hq. generalize (rm_ln_neg r Hr). intros N.
  assert (E : ln (p / q) = ln p - ln q) by (unfold Rdiv; rewrite ln_mult, ln_Rinv by (auto using Rinv_0_lt_compat); ring).
  assert (F : ln (r ^ t * p) = INR t * ln r + ln p).
  { rewrite ln_mult by (try apply pow_lt; lra). rewrite rm_pow_exp, ln_exp by lra. reflexivity. }
  assert (P : 0 < r ^ t * p) by (apply Rmult_lt_0_compat; [apply pow_lt|]; lra).
  rewrite E. split; intros H.
  - apply Rmult_le_reg_r with (- ln r); [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    generalize (rm_ln_mono _ _ P H). rewrite F. lra.
  - apply Rmult_le_compat_r with (r := - ln r) in H; [|lra].
    unfold Rdiv in H. rewrite Rmult_assoc, Rinv_l in H by lra.
    destruct (Rle_or_lt (r ^ t * p) q) as [|L]; [assumption|exfalso].
    generalize (ln_increasing _ _ Hq L). rewrite F. lra.
Qed.

(* ---------------------------------------------------------------- the model *)

Record mode := Mode { mu : R; start : R; teacher : R }.

(* Step size, weight decay, coordinates on the row space of Phi, (start, teacher) pairs on its null space. *)
Record run := Run { eta : R; lambda : R; row : list mode; null : list (R * R) }.

Definition perp (P : run) : list mode := map (fun a => Mode 0 (fst a) (snd a)) (null P).
Definition modes (P : run) : list mode := row P ++ perp P.

(* Gradient descent with weight decay on one coordinate. *)
Fixpoint coord (P : run) (m : mode) (t : nat) : R :=
  match t with
  | O => start m
  | S t => coord P m t - eta P * mu m * (coord P m t - teacher m) - eta P * lambda P * coord P m t
  end.

(* L_n(t), |theta(t)|^2, |theta(t) - teacher|^2. *)
Definition train_loss (P : run) (t : nat) : R :=
  1 / 2 * sum (fun m => mu m * (coord P m t - teacher m) ^ 2) (row P).
Definition norm2 (P : run) (t : nat) : R := sum (fun m => coord P m t ^ 2) (modes P).
Definition dist2 (P : run) (t : nat) : R := sum (fun m => (coord P m t - teacher m) ^ 2) (modes P).

(* L = |Phi|_F^2 / n, |theta(0)|^2, |teacher|^2, T. *)
Definition trace (P : run) : R := sum mu (row P).
Definition start2 (P : run) : R := sum (fun m => start m ^ 2) (modes P).
Definition teacher2 (P : run) : R := sum (fun m => teacher m ^ 2) (modes P).
Definition T (P : run) : R := sqrt (teacher2 P).

(* The null space: A^2 = |theta(0)_perp|^2, B = <theta(0)_perp, teacher_perp>, C^2 = |teacher_perp|^2. *)
Definition perp_start2 (P : run) : R := sum (fun m => start m ^ 2) (perp P).
Definition perp_inner (P : run) : R := sum (fun m => start m * teacher m) (perp P).
Definition perp_teacher2 (P : run) : R := sum (fun m => teacher m ^ 2) (perp P).

(* The regularized minimizer theta*_lambda and its training loss. *)
Definition minimizer (P : run) (m : mode) : R := mu m / (mu m + lambda P) * teacher m.
Definition final_train_loss (P : run) : R :=
  1 / 2 * sum (fun m => mu m * (minimizer P m - teacher m) ^ 2) (row P).

Definition positive (P : run) : Prop := forall m, In m (row P) -> 0 < mu m.
Definition zero_teacher (P : run) : Prop := forall m, In m (modes P) -> teacher m = 0.
(* The smallest positive eigenvalue; bounds of the spectrum. *)
Definition is_mu_min (P : run) (a : R) : Prop :=
  (exists m, In m (row P) /\ mu m = a) /\ forall m, In m (row P) -> a <= mu m.
Definition mu_ge (P : run) (a : R) : Prop := forall m, In m (row P) -> a <= mu m.
Definition mu_le (P : run) (a : R) : Prop := forall m, In m (row P) -> mu m <= a.

(* All that the lower bounds need of the population loss (theta - teacher)^T Sigma (theta - teacher): sigma_min is a
   lower bound of Sigma's eigenvalues. See [quadratic_population] below for the quadratic form itself. *)
Definition population_ge (P : run) (sigma_min : R) (pop : nat -> R) : Prop :=
  forall t, sigma_min * dist2 P t <= pop t.

(* ---------------------------------------------------------------- the closed form *)

Definition rate (P : run) (m : mode) : R := 1 - eta P * (mu m + lambda P).
Definition u (P : run) (m : mode) : R := start m - mu m / (mu m + lambda P) * teacher m.
Definition w (P : run) (m : mode) : R := - (lambda P / (mu m + lambda P)) * teacher m.

(* Serves every claim (the first line of ridge.md's "Closed form").
   WRONG: with rate 1 - eta mu - lambda (decay not multiplied by eta) the induction step fails; with w of the opposite
   sign the base case fails, as u + w is no longer start - teacher. *)
Theorem closed_form (P : run) (m : mode) (t : nat) :
  mu m + lambda P <> 0 ->
  coord P m t - teacher m = rate P m ^ t * u P m + w P m.
Proof.
  intros N. unfold rate, u, w. induction t as [|t IH]; simpl.
  - field; assumption.
  - replace (coord P m t) with (coord P m t - teacher m + teacher m) by ring. rewrite IH. field; assumption.
Qed.

Lemma rm_coord_zero P m t : teacher m = 0 -> coord P m t = rate P m ^ t * start m.
Proof.
  intros Z. unfold rate. induction t as [|t IH]; simpl; [ring|]. rewrite IH, Z. ring.
Qed.

Lemma rm_coord_perp P m t : mu m = 0 -> coord P m t = (1 - eta P * lambda P) ^ t * start m.
Proof. intros Z. induction t as [|t IH]; simpl; [ring|]. rewrite IH, Z. ring. Qed.

(* [minimizer] minimizes 1/2 mu (x - teacher)^2 + lambda/2 x^2, and is the fixed point of the recursion. *)
Lemma minimizer_minimizes P m x : 0 <= mu m -> 0 <= lambda P -> mu m + lambda P <> 0 ->
  mu m * (minimizer P m - teacher m) ^ 2 + lambda P * minimizer P m ^ 2 <=
  mu m * (x - teacher m) ^ 2 + lambda P * x ^ 2.
Proof.
  intros H1 H2 N. set (y := minimizer P m).
  assert (E : (mu m + lambda P) * y = mu m * teacher m) by (unfold y, minimizer; field; assumption).
  assert (mu m * (x - teacher m) ^ 2 + lambda P * x ^ 2 - (mu m * (y - teacher m) ^ 2 + lambda P * y ^ 2)
    = (mu m + lambda P) * (x - y) ^ 2 + 2 * (x - y) * ((mu m + lambda P) * y - mu m * teacher m)) by ring.
  rewrite E in H. assert (0 <= (mu m + lambda P) * (x - y) ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). lra.
Qed.

Lemma minimizer_fixed P m : mu m + lambda P <> 0 ->
  minimizer P m - eta P * mu m * (minimizer P m - teacher m) - eta P * lambda P * minimizer P m = minimizer P m.
Proof. intros N. unfold minimizer. field; assumption. Qed.

Lemma rm_final P : positive P -> 0 <= lambda P ->
  final_train_loss P = 1 / 2 * sum (fun m => mu m * w P m ^ 2) (row P).
Proof.
  intros Hp Hl. unfold final_train_loss. f_equal. apply rm_sum_ext; intros m I.
  generalize (Hp m I); intros. unfold minimizer, w. field; lra.
Qed.

(* ---------------------------------------------------------------- Theorem 4.1: zero teacher *)

(* Step "slowest" of ridge/4.1-train, "rates" of ridge/4.2-t1/sharp.
   WRONG with eta (mu_min + mu + 2 lambda) <= 3: the factor 2 - eta (mu + mu_min + 2 lambda) may be negative;
   see [slowest_rate_wrong]. *)
Theorem slowest_rate (eta lambda mu_min mu : R) :
  0 <= eta -> mu_min <= mu -> eta * (mu_min + mu + 2 * lambda) <= 2 ->
  (1 - eta * (mu + lambda)) ^ 2 <= (1 - eta * (mu_min + lambda)) ^ 2.
Proof.
  intros He Hm H.
  assert (0 <= eta * (mu - mu_min) * (2 - eta * (mu + mu_min + 2 * lambda))).
  { apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra]. }
  replace ((1 - eta * (mu_min + lambda)) ^ 2) with
    ((1 - eta * (mu + lambda)) ^ 2 + eta * (mu - mu_min) * (2 - eta * (mu + mu_min + 2 * lambda))) by ring.
  lra.
Qed.

Lemma slowest_rate_wrong : exists eta lambda mu_min mu : R,
  0 <= eta /\ 0 <= lambda /\ 0 < mu_min <= mu /\ eta * (mu_min + mu + 2 * lambda) <= 3 /\
  (1 - eta * (mu_min + lambda)) ^ 2 < (1 - eta * (mu + lambda)) ^ 2.
Proof. exists 1, 0, 1, 2. lra. Qed.

Lemma rm_row_in P m : In m (row P) -> In m (modes P).
Proof. intros I. apply in_or_app. now left. Qed.

Lemma rm_mu_le_trace P m : positive P -> In m (row P) -> mu m <= trace P.
Proof. intros Hp I. apply (rm_sum_member mu); [intros b J; left; now apply Hp|assumption]. Qed.

Lemma rm_weighted_le_trace P f : positive P ->
  sum (fun m => mu m * f m ^ 2) (row P) <= trace P * sum (fun m => f m ^ 2) (row P).
Proof.
  intros Hp. rewrite <- rm_sum_scal. apply rm_sum_le; intros m I.
  apply Rmult_le_compat_r; [apply pow2_ge_0|now apply rm_mu_le_trace].
Qed.

Lemma rm_row_le_modes P f : sum (fun m => f m ^ 2) (row P) <= sum (fun m => f m ^ 2) (modes P).
Proof. unfold modes. rewrite rm_sum_app. generalize (rm_sum_sqr_nonneg f (perp P)). lra. Qed.

(* Two modes have mu_min + mu_i <= L; a single mode is its own slowest. *)
Lemma rm_slowest_mode P a : positive P -> is_mu_min P a -> 0 <= eta P ->
  eta P * (trace P + 2 * lambda P) <= 2 ->
  forall m, In m (row P) -> rate P m ^ 2 <= (1 - eta P * (a + lambda P)) ^ 2.
Proof.
  intros Hp [[m0 [I0 E0]] Ha] He H m I.
  destruct (in_split _ _ I0) as [l1 [l2 E]].
  assert (J : In m (l1 ++ l2) \/ m = m0).
  { rewrite E in I. apply in_app_or in I. destruct I as [I|[I|I]]; [left|right|left]; auto using in_or_app. }
  destruct J as [J| ->]; [|unfold rate; rewrite E0; lra].
  apply slowest_rate; [assumption|now apply Ha|].
  assert (a + mu m <= trace P).
  { unfold trace. rewrite E, rm_sum_app. cbn [sum]. rewrite E0.
    assert (mu m <= sum mu (l1 ++ l2)).
    { apply (rm_sum_member mu); [|assumption]. intros b K. left. apply Hp. rewrite E.
      apply in_or_app. apply in_app_or in K. destruct K; [now left|right; now right]. }
    rewrite rm_sum_app in H0. lra. }
  assert (eta P * (a + mu m + 2 * lambda P) <= eta P * (trace P + 2 * lambda P)); [|lra].
  apply Rmult_le_compat_l; lra.
Qed.

(* ridge/4.1-train, Theorem 4.1 (i). Rank 1 included: there 1 - eta mu_min - eta lambda can be negative.
   WRONG with eta (L + 2 lambda) <= 3: [slowest_rate] does not apply; see [thm_4_1_train_wrong]. *)
Theorem thm_4_1_train (P : run) (mu_min : R) :
  positive P -> zero_teacher P -> is_mu_min P mu_min ->
  0 < eta P -> eta P * (trace P + 2 * lambda P) <= 2 ->
  forall t, train_loss P t <= trace P / 2 * (1 - eta P * mu_min - eta P * lambda P) ^ (2 * t) * start2 P.
Proof.
  intros Hp Hz Hm He H t. unfold train_loss.
  replace (1 - eta P * mu_min - eta P * lambda P) with (1 - eta P * (mu_min + lambda P)) by ring.
  rewrite rm_pow_double. set (r := (1 - eta P * (mu_min + lambda P)) ^ t).
  assert (sum (fun m => mu m * (coord P m t - teacher m) ^ 2) (row P) <=
    r ^ 2 * sum (fun m => mu m * start m ^ 2) (row P)).
  { rewrite <- rm_sum_scal. apply rm_sum_le; intros m I.
    rewrite rm_coord_zero by now apply Hz, rm_row_in. rewrite (Hz m) by now apply rm_row_in.
    assert (B : (rate P m ^ t) ^ 2 <= r ^ 2) by (apply rm_pow_le; apply rm_slowest_mode; auto; lra).
    replace (mu m * (rate P m ^ t * start m - 0) ^ 2) with ((rate P m ^ t) ^ 2 * (mu m * start m ^ 2)) by ring.
    apply Rmult_le_compat_r; [|assumption].
    apply Rmult_le_pos; [left; now apply Hp|apply pow2_ge_0]. }
  generalize (rm_weighted_le_trace P start Hp) (rm_row_le_modes P start). fold (start2 P). intros K1 K2.
  assert (0 <= trace P) by (apply rm_sum_nonneg; intros; left; now apply Hp).
  assert (sum (fun m => mu m * start m ^ 2) (row P) <= trace P * start2 P) by nra.
  assert (r ^ 2 * sum (fun m => mu m * start m ^ 2) (row P) <= r ^ 2 * (trace P * start2 P))
    by (apply Rmult_le_compat_l; [apply pow2_ge_0|assumption]).
  lra.
Qed.

Lemma thm_4_1_train_wrong : exists (P : run) (mu_min : R) (t : nat),
  positive P /\ zero_teacher P /\ is_mu_min P mu_min /\ 0 < eta P /\ 0 <= lambda P /\
  eta P * (trace P + 2 * lambda P) <= 3 /\
  trace P / 2 * (1 - eta P * mu_min - eta P * lambda P) ^ (2 * t) * start2 P < train_loss P t.
Proof.
  exists (Run 1 0 [Mode 1 0 0; Mode 2 1 0] [(0, 0)]), 1, 1%nat.
  unfold positive, zero_teacher, is_mu_min, trace, start2, train_loss, modes, perp. simpl.
  repeat split; intros; try lra.
  - destruct H as [<-|[<-|[]]]; simpl; lra.
  - destruct H as [<-|[<-|[<-|[]]]]; reflexivity.
  - exists (Mode 1 0 0). split; [now left|reflexivity].
  - destruct H as [<-|[<-|[]]]; simpl; lra.
Qed.

(* The null space alone bounds every population loss from below. *)
Lemma rm_perp_mu P m : In m (perp P) -> mu m = 0.
Proof. unfold perp. rewrite in_map_iff. now intros [a [<- _]]. Qed.

Lemma rm_perp_in P m : In m (perp P) -> In m (modes P).
Proof. intros I. apply in_or_app. now right. Qed.

Lemma rm_dist_perp P t :
  sum (fun m => ((1 - eta P * lambda P) ^ t * start m - teacher m) ^ 2) (perp P) <= dist2 P t.
Proof.
  unfold dist2, modes. rewrite rm_sum_app.
  generalize (rm_sum_sqr_nonneg (fun m => coord P m t - teacher m) (row P)). intros H.
  assert (sum (fun m => ((1 - eta P * lambda P) ^ t * start m - teacher m) ^ 2) (perp P)
    = sum (fun m => (coord P m t - teacher m) ^ 2) (perp P)); [|lra].
  apply rm_sum_ext; intros m I. now rewrite rm_coord_perp by now apply rm_perp_mu in I.
Qed.

(* ridge/4.1-population, Theorem 4.1 (ii). The step-size hypothesis of the theorem is not needed.
   WRONG without 0 <= sigma_min (the last step multiplies by it), or with start2 in place of the perpendicular start:
   a start in the row space has population loss 0 in the limit of a fast mode; see [thm_4_1_population_wrong]. *)
Theorem thm_4_1_population (P : run) (m n nu2 sigma_min : R) (pop : nat -> R) :
  zero_teacher P -> 0 <= sigma_min -> population_ge P sigma_min pop ->
  (m - n) * nu2 / 2 <= perp_start2 P ->
  forall t, sigma_min * (1 - eta P * lambda P) ^ (2 * t) * (m - n) * nu2 / 2 <= pop t.
Proof.
  intros Hz Hs Hpop HE t. eapply Rle_trans; [|apply Hpop].
  set (q := (1 - eta P * lambda P) ^ t). rewrite rm_pow_double. fold q.
  replace (sigma_min * q ^ 2 * (m - n) * nu2 / 2) with (sigma_min * (q ^ 2 * ((m - n) * nu2 / 2))) by field.
  apply Rmult_le_compat_l; [assumption|].
  eapply Rle_trans; [|apply rm_dist_perp]. fold q.
  rewrite (rm_sum_ext _ (fun a => q ^ 2 * start a ^ 2)).
  - rewrite rm_sum_scal. apply Rmult_le_compat_l; [apply pow2_ge_0|assumption].
  - intros a I. rewrite (Hz a) by now apply rm_perp_in. ring.
Qed.

Lemma thm_4_1_population_wrong : exists (P : run) (t : nat),
  positive P /\ zero_teacher P /\ 0 < eta P /\ 0 < lambda P /\ eta P * (trace P + 2 * lambda P) <= 2 /\
  1 * dist2 P t < 1 * (1 - eta P * lambda P) ^ (2 * t) * start2 P.
Proof.
  exists (Run (1/2) 1 [Mode 1 1 0] [(0, 0)]), 1%nat.
  unfold positive, zero_teacher, dist2, trace, start2, modes, perp. simpl.
  repeat split; intros; try lra.
  - destruct H as [<-|[]]; simpl; lra.
  - destruct H as [<-|[<-|[]]]; reflexivity.
Qed.

(* ridge/4.1-norm, Theorem 4.1 (iii), squared.
   WRONG with eta (L + 2 lambda) <= 3: q^2 - rate^2 = eta mu (2 - eta (mu + 2 lambda)) may be negative; one mode with
   mu = 1, lambda = 1/2, eta = 3/2: rate = -5/4, q = 1/4. *)
Theorem thm_4_1_norm (P : run) :
  positive P -> zero_teacher P -> 0 < eta P -> eta P * (trace P + 2 * lambda P) <= 2 ->
  forall t, norm2 P t <= (1 - eta P * lambda P) ^ (2 * t) * start2 P.
Proof.
  intros Hp Hz He H t. unfold norm2, start2. rewrite <- rm_sum_scal. apply rm_sum_le; intros m I.
  rewrite rm_coord_zero by now apply Hz. rewrite rm_pow_double, Rpow_mult_distr.
  apply Rmult_le_compat_r; [apply pow2_ge_0|]. apply rm_pow_le.
  assert (0 <= trace P) by (apply rm_sum_nonneg; intros; left; now apply Hp).
  assert (M : 0 <= mu m <= trace P).
  { apply in_app_or in I. destruct I as [I|I].
    - split; [left; now apply Hp|now apply rm_mu_le_trace].
    - rewrite (rm_perp_mu P m I). lra. }
  replace ((1 - eta P * lambda P) ^ 2) with ((1 - eta P * (0 + lambda P)) ^ 2) by ring.
  apply slowest_rate; [lra|lra|].
  assert (eta P * (0 + mu m + 2 * lambda P) <= eta P * (trace P + 2 * lambda P)); [|lra].
  apply Rmult_le_compat_l; lra.
Qed.

Lemma thm_4_1_norm_wrong : exists (P : run) (t : nat),
  positive P /\ zero_teacher P /\ 0 < eta P /\ eta P * (trace P + 2 * lambda P) <= 3 /\
  (1 - eta P * lambda P) ^ (2 * t) * start2 P < norm2 P t.
Proof.
  exists (Run (3/2) (1/2) [Mode 1 1 0] []), 1%nat.
  unfold positive, zero_teacher, norm2, trace, start2, modes, perp. simpl.
  repeat split; intros; try lra.
  - destruct H as [<-|[]]; simpl; lra.
  - destruct H as [<-|[]]; reflexivity.
Qed.

(* ---------------------------------------------------------------- the training loss with a teacher *)

Definition tnorm (P : run) (f : mode -> R) : R := norm (fun m => 1 / 2 * mu m) f (row P).
(* s = T sqrt (lambda / 8), the training floor's root. *)
Definition floor_root (P : run) : R := T P * sqrt (lambda P / 8).

Lemma rm_half_pos P : positive P -> forall m, In m (row P) -> 0 <= 1 / 2 * mu m.
Proof. intros Hp m I. generalize (Hp m I). lra. Qed.

Lemma rm_tnorm_sqr P f : positive P -> tnorm P f ^ 2 = 1 / 2 * sum (fun m => mu m * f m ^ 2) (row P).
Proof.
  intros Hp. unfold tnorm. rewrite rm_norm_sqr by now apply rm_half_pos.
  rewrite <- rm_sum_scal. apply rm_sum_ext; intros; ring.
Qed.

Lemma rm_tnorm_root P f : positive P -> tnorm P f = sqrt (1 / 2 * sum (fun m => mu m * f m ^ 2) (row P)).
Proof.
  intros Hp. rewrite <- rm_tnorm_sqr by assumption.
  rewrite <- Rsqr_pow2, sqrt_Rsqr; [reflexivity|apply sqrt_pos].
Qed.

Lemma rm_T_sqr P : T P ^ 2 = teacher2 P.
Proof. unfold T. rewrite <- Rsqr_pow2. apply Rsqr_sqrt, rm_sum_sqr_nonneg. Qed.

Lemma rm_T_pos P : 0 <= T P.
Proof. apply sqrt_pos. Qed.

(* ridge/4.4/floor; step "floor" of 4.4, 4.2-t1 and the sharp claims.
   WRONG with lambda T^2 / 16: AM-GM, 4 mu lambda <= (mu + lambda)^2, is an equality at mu = lambda;
   see [training_floor_wrong]. *)
Theorem training_floor (P : run) :
  positive P -> 0 <= lambda P -> final_train_loss P <= lambda P * T P ^ 2 / 8.
Proof.
  intros Hp Hl. rewrite rm_T_sqr. rewrite rm_final by assumption.
  assert (sum (fun m => mu m * w P m ^ 2) (row P) <= lambda P / 4 * sum (fun m => teacher m ^ 2) (row P)).
  { rewrite <- rm_sum_scal. apply rm_sum_le; intros m I. generalize (Hp m I). intros M. unfold w.
    replace (mu m * (- (lambda P / (mu m + lambda P)) * teacher m) ^ 2) with
      (mu m * lambda P / (mu m + lambda P) ^ 2 * (lambda P * teacher m ^ 2)) by (field; lra).
    replace (lambda P / 4 * teacher m ^ 2) with (1 / 4 * (lambda P * teacher m ^ 2)) by field.
    apply Rmult_le_compat_r; [apply Rmult_le_pos; [assumption|apply pow2_ge_0]|].
    assert (0 < (mu m + lambda P) ^ 2) by (apply pow_lt; lra).
    apply Rmult_le_reg_r with ((mu m + lambda P) ^ 2); [assumption|].
    unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
    generalize (pow2_ge_0 (mu m - lambda P)). lra. }
  generalize (rm_row_le_modes P teacher). fold (teacher2 P). intros K.
  assert (lambda P / 4 * sum (fun m => teacher m ^ 2) (row P) <= lambda P / 4 * teacher2 P)
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

Lemma training_floor_wrong : exists P : run,
  positive P /\ 0 <= lambda P /\ lambda P * T P ^ 2 / 16 < final_train_loss P.
Proof.
  exists (Run 1 1 [Mode 1 0 1] []). rewrite rm_T_sqr.
  unfold positive, teacher2, final_train_loss, minimizer, modes, perp. simpl.
  repeat split; intros; try lra. destruct H as [<-|[]]; simpl; lra.
Qed.

Lemma rm_floor_root P : positive P -> 0 <= lambda P -> tnorm P (w P) <= floor_root P.
Proof.
  intros Hp Hl. unfold floor_root.
  assert (0 <= T P * sqrt (lambda P / 8)) by (apply Rmult_le_pos; [apply rm_T_pos|apply sqrt_pos]).
  apply rm_le_of_sqr; [assumption|].
  rewrite rm_tnorm_sqr, <- rm_final by assumption.
  eapply Rle_trans; [now apply training_floor|].
  rewrite Rpow_mult_distr. rewrite <- (Rsqr_pow2 (sqrt _)), Rsqr_sqrt by lra. lra.
Qed.

Lemma rm_train_root P t : positive P -> sqrt (train_loss P t) = tnorm P (fun m => coord P m t - teacher m).
Proof. intros Hp. now rewrite rm_tnorm_root. Qed.

Lemma rm_closed_row P m t : positive P -> 0 <= lambda P -> In m (row P) ->
  coord P m t - teacher m = rate P m ^ t * u P m + w P m.
Proof. intros Hp Hl I. apply closed_form. generalize (Hp m I). lra. Qed.

Lemma rm_train_nonneg P t : positive P -> 0 <= train_loss P t.
Proof.
  intros Hp. unfold train_loss. rewrite <- (rm_tnorm_sqr P (fun m => coord P m t - teacher m)) by assumption.
  apply pow2_ge_0.
Qed.

(* Step "triangle", from above and from below. *)
Lemma rm_train_upper P r t : positive P -> 0 <= lambda P -> 0 <= r ->
  (forall m, In m (row P) -> rate P m ^ 2 <= r ^ 2) ->
  sqrt (train_loss P t) <= r ^ t * tnorm P (u P) + floor_root P.
Proof.
  intros Hp Hl Hr H. rewrite rm_train_root by assumption.
  eapply Rle_trans; [apply (rm_triangle _ (fun m => rate P m ^ t * u P m) (w P))|].
  - now apply rm_half_pos.
  - intros m I. now apply rm_closed_row.
  - apply Rplus_le_compat; [|now apply rm_floor_root].
    apply rm_norm_scale; [now apply pow_le|now apply rm_half_pos|].
    intros m I. rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|]. apply rm_pow_le. now apply H.
Qed.

Lemma rm_u_start P : positive P -> 0 <= lambda P ->
  tnorm P (u P) <= sqrt (train_loss P 0) + floor_root P.
Proof.
  intros Hp Hl. rewrite rm_train_root by assumption.
  eapply Rle_trans; [apply (rm_triangle _ (fun m => coord P m 0 - teacher m) (fun m => - w P m))|].
  - now apply rm_half_pos.
  - intros m I. rewrite rm_closed_row by assumption. simpl. ring.
  - apply Rplus_le_compat; [apply Rle_refl|]. eapply Rle_trans; [|now apply rm_floor_root].
    unfold tnorm, norm. rewrite (rm_sum_ext _ (fun m => 1 / 2 * mu m * w P m ^ 2)); [apply Rle_refl|].
    intros; ring.
Qed.

Lemma rm_train_lower P r t : positive P -> 0 <= lambda P -> 0 <= r ->
  (forall m, In m (row P) -> r ^ 2 <= rate P m ^ 2) ->
  r ^ t * (sqrt (train_loss P 0) - floor_root P) - floor_root P <= sqrt (train_loss P t).
Proof.
  intros Hp Hl Hr H.
  assert (A : sqrt (train_loss P 0) - floor_root P <= tnorm P (u P)).
  { rewrite rm_train_root by assumption. generalize (rm_floor_root P Hp Hl). intros F.
    assert (tnorm P (fun m => coord P m 0 - teacher m) <= tnorm P (u P) + tnorm P (w P)); [|lra].
    apply rm_triangle; [now apply rm_half_pos|]. intros m I. rewrite rm_closed_row by assumption. simpl. ring. }
  assert (B : tnorm P (fun m => rate P m ^ t * u P m) <= sqrt (train_loss P t) + floor_root P).
  { rewrite rm_train_root by assumption.
    eapply Rle_trans; [apply (rm_triangle _ (fun m => coord P m t - teacher m) (fun m => - w P m))|].
    - now apply rm_half_pos.
    - intros m I. rewrite rm_closed_row by assumption. ring.
    - apply Rplus_le_compat; [apply Rle_refl|]. eapply Rle_trans; [|now apply rm_floor_root].
      unfold tnorm, norm. rewrite (rm_sum_ext _ (fun m => 1 / 2 * mu m * w P m ^ 2)); [apply Rle_refl|].
      intros; ring. }
  assert (C : r ^ t * tnorm P (u P) <= tnorm P (fun m => rate P m ^ t * u P m)).
  { apply rm_norm_scale_ge; [now apply pow_le|now apply rm_half_pos|].
    intros m I. rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|].
    apply rm_pow_le. now apply H. }
  assert (r ^ t * (sqrt (train_loss P 0) - floor_root P) <= r ^ t * tnorm P (u P))
    by (apply Rmult_le_compat_l; [now apply pow_le|assumption]).
  lra.
Qed.

(* Step "rates". *)
Lemma rm_rates P a b : positive P -> mu_ge P a -> mu_le P b -> 0 < eta P ->
  eta P * (a + b + 2 * lambda P) <= 2 ->
  forall m, In m (row P) -> rate P m ^ 2 <= (1 - eta P * (a + lambda P)) ^ 2.
Proof.
  intros Hp Ha Hb He H m I. apply slowest_rate; [lra|now apply Ha|].
  assert (eta P * (a + mu m + 2 * lambda P) <= eta P * (a + b + 2 * lambda P)); [|lra].
  apply Rmult_le_compat_l; [lra|]. generalize (Hb m I). lra.
Qed.

Lemma rm_sqrt_sqr x : 0 <= x -> sqrt x ^ 2 = x.
Proof. intros H. rewrite <- Rsqr_pow2. now apply Rsqr_sqrt. Qed.

Lemma rm_sqrt_sqr_id x : 0 <= x -> sqrt (x ^ 2) = x.
Proof. intros H. rewrite <- Rsqr_pow2. now apply sqrt_Rsqr. Qed.

(* ridge/4.2-t1/sharp: t1 <= ln ((sqrt L_n(0) + s) / (sqrt eps - s)) / (-ln (1 - eta (mu_min + lambda))).
   [a] is a positive lower bound and [b] an upper bound of the spectrum; the claim takes mu_min and mu_max.
   The claim's hypothesis eta (mu_min + lambda) < 1 is only needed for the logarithm's sign.
   WRONG with s = 0 in the denominator: L_n tends to the floor s^2 > 0, so 0 < sqrt eps - s is where the proof uses it;
   see [t1_sandwich_upper_wrong], a fixed point of the recursion that never leaves the floor. *)
Theorem t1_sandwich_upper (P : run) (mu_min mu_max eps : R) :
  positive P -> 0 <= lambda P -> 0 < mu_min -> mu_ge P mu_min -> mu_le P mu_max ->
  0 < eta P -> eta P * (mu_min + mu_max + 2 * lambda P) <= 2 -> eta P * (mu_min + lambda P) < 1 ->
  0 < eps -> lambda P * T P ^ 2 < 8 * eps ->
  forall t, eps <= train_loss P t ->
  INR t <= ln ((sqrt (train_loss P 0) + T P * sqrt (lambda P / 8)) / (sqrt eps - T P * sqrt (lambda P / 8)))
           / - ln (1 - eta P * (mu_min + lambda P)).
Proof.
  intros Hp Hl Ha Hge Hle He H1 H2 Heps Hs t Ht.
  fold (floor_root P).
  set (r := 1 - eta P * (mu_min + lambda P)) in *.
  assert (R : 0 < r < 1).
  { unfold r. assert (0 < eta P * (mu_min + lambda P)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (S0 : 0 <= floor_root P) by (apply Rmult_le_pos; [apply rm_T_pos|apply sqrt_pos]).
  assert (S : floor_root P < sqrt eps).
  { apply Rsqr_incrst_0; [|assumption|apply sqrt_pos]. rewrite Rsqr_sqrt by lra.
    unfold floor_root. rewrite Rsqr_mult, Rsqr_sqrt, Rsqr_pow2 by lra. lra. }
  assert (U : sqrt (train_loss P t) <= r ^ t * tnorm P (u P) + floor_root P).
  { apply rm_train_upper; [assumption|assumption|lra|]. now apply (rm_rates P mu_min mu_max). }
  generalize (rm_u_start P Hp Hl). intros V.
  assert (W : sqrt eps <= sqrt (train_loss P t)) by now apply sqrt_le_1_alt.
  assert (X : 0 <= sqrt (train_loss P 0)) by apply sqrt_pos.
  assert (r ^ t * tnorm P (u P) <= r ^ t * (sqrt (train_loss P 0) + floor_root P))
    by (apply Rmult_le_compat_l; [apply pow_le; lra|assumption]).
  assert (K : sqrt eps - floor_root P <= r ^ t * (sqrt (train_loss P 0) + floor_root P)) by lra.
  assert (0 < r ^ t) by (apply pow_lt; lra).
  destruct (Rle_or_lt (sqrt (train_loss P 0) + floor_root P) 0) as [Z|Z]; [nra|].
  apply rm_time_iff; [assumption|assumption|lra|assumption].
Qed.

Lemma rm_fixed_coord P m t : start m = minimizer P m -> mu m + lambda P <> 0 -> coord P m t = minimizer P m.
Proof.
  intros E N. induction t as [|t IH]; [exact E|]. cbn [coord]. rewrite IH. now apply minimizer_fixed.
Qed.

Lemma t1_sandwich_upper_wrong : exists (P : run) (mu_min mu_max eps : R),
  positive P /\ 0 <= lambda P /\ 0 < mu_min /\ mu_ge P mu_min /\ mu_le P mu_max /\
  0 < eta P /\ eta P * (mu_min + mu_max + 2 * lambda P) <= 2 /\ eta P * (mu_min + lambda P) < 1 /\
  0 < eps /\ forall t, eps <= train_loss P t.
Proof.
  exists (Run (1/4) 1 [Mode 1 (1/2) 1] []), 1, 1, (1/8).
  unfold positive, mu_ge, mu_le. cbn [row lambda eta].
  repeat split; intros; try lra; try (destruct H as [<-|[]]; simpl; lra).
  unfold train_loss. cbn [row sum mu teacher]. rewrite rm_fixed_coord; unfold minimizer; simpl; lra.
Qed.

(* ridge/4.2-t1/sharp-lower, before rounding: up to the bound the loss is at least eps, and the bound is not negative.
   [mu_max] is any upper bound of the spectrum.
   WRONG with eta (mu_max + lambda) < 2: r = 1 - eta (mu_max + lambda) may be negative and has no logarithm, and
   r^2 <= rate^2 fails: with rates 0 and -1/2 the first mode is gone at t = 1. *)
Theorem t1_sandwich_lower (P : run) (mu_max eps : R) :
  positive P -> 0 <= lambda P -> mu_le P mu_max ->
  0 < eta P -> eta P * (mu_max + lambda P) < 1 ->
  0 < eps -> sqrt eps + 2 * (T P * sqrt (lambda P / 8)) <= sqrt (train_loss P 0) ->
  let bound := ln ((sqrt (train_loss P 0) - T P * sqrt (lambda P / 8)) / (sqrt eps + T P * sqrt (lambda P / 8)))
               / - ln (1 - eta P * (mu_max + lambda P)) in
  0 <= bound /\ forall t, INR t <= bound -> eps <= train_loss P t.
Proof.
  intros Hp Hl Hle He H1 Heps Hs.
  fold (floor_root P) in *.
  set (r := 1 - eta P * (mu_max + lambda P)) in *. intros bound.
  assert (S0 : 0 <= floor_root P) by (apply Rmult_le_pos; [apply rm_T_pos|apply sqrt_pos]).
  assert (E0 : 0 < sqrt eps) by now apply sqrt_lt_R0.
  assert (M : 0 < mu_max).
  { destruct (row P) as [|m l] eqn:E.
    - exfalso. unfold train_loss in Hs. rewrite E in Hs. cbn [sum] in Hs. rewrite Rmult_0_r, sqrt_0 in Hs. lra.
    - assert (I : In m (row P)) by (rewrite E; now left). generalize (Hp m I) (Hle m I). lra. }
  assert (R : 0 < r < 1).
  { unfold r. assert (0 < eta P * (mu_max + lambda P)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (J : forall t, INR t <= bound <->
    sqrt eps + floor_root P <= r ^ t * (sqrt (train_loss P 0) - floor_root P)).
  { intros t. symmetry. apply rm_time_iff; [assumption|lra|lra]. }
  split.
  - apply (J 0%nat). simpl. lra.
  - intros t Ht. apply J in Ht.
    assert (L : r ^ t * (sqrt (train_loss P 0) - floor_root P) - floor_root P <= sqrt (train_loss P t)).
    { apply rm_train_lower; [assumption|assumption|lra|]. intros m I. unfold r, rate.
      generalize (Hp m I) (Hle m I). intros M1 M2. apply pow_incr. split; [fold r; lra|].
      assert (eta P * (mu m + lambda P) <= eta P * (mu_max + lambda P)) by (apply Rmult_le_compat_l; lra). lra. }
    apply Rnot_lt_le. intros N.
    assert (sqrt (train_loss P t) < sqrt eps) by (apply sqrt_lt_1_alt; split; [now apply rm_train_nonneg|assumption]).
    lra.
Qed.

Lemma rm_floor x : 0 <= x -> exists t : nat, INR t <= x < INR t + 1.
Proof.
  intros H. destruct (archimed x) as [A B].
  assert (Z : (0 <= up x - 1)%Z).
  { apply Z.lt_succ_r. replace (Z.succ (up x - 1)) with (up x) by ring. apply lt_IZR. lra. }
  exists (Z.to_nat (up x - 1)). rewrite INR_IZR_INZ, Z2Nat.id, minus_IZR by assumption. lra.
Qed.

(* ridge/4.2-t1/sharp-lower as stated: some t above bound - 1, that is the floor of the bound, has loss at least eps. *)
Theorem t1_sandwich_lower_floor (P : run) (mu_max eps : R) :
  positive P -> 0 <= lambda P -> mu_le P mu_max ->
  0 < eta P -> eta P * (mu_max + lambda P) < 1 ->
  0 < eps -> sqrt eps + 2 * (T P * sqrt (lambda P / 8)) <= sqrt (train_loss P 0) ->
  let bound := ln ((sqrt (train_loss P 0) - T P * sqrt (lambda P / 8)) / (sqrt eps + T P * sqrt (lambda P / 8)))
               / - ln (1 - eta P * (mu_max + lambda P)) in
  exists t, INR t <= bound < INR t + 1 /\ eps <= train_loss P t.
Proof.
  intros. destruct (t1_sandwich_lower P mu_max eps) as [B K]; try assumption.
  destruct (rm_floor _ B) as [t Ht]. exists t. split; [exact Ht|]. apply K, Ht.
Qed.

(* |u| <= |theta(0)| + T on the row space. *)
Lemma rm_u_norm P : positive P -> 0 <= lambda P ->
  norm (fun _ => 1) (u P) (row P) <= sqrt (start2 P) + T P.
Proof.
  intros Hp Hl.
  assert (N : forall f, norm (fun _ => 1) f (row P) <= sqrt (sum (fun m => f m ^ 2) (modes P))).
  { intros f. unfold norm. apply sqrt_le_1_alt. eapply Rle_trans; [|apply rm_row_le_modes].
    apply rm_sum_le; intros. lra. }
  eapply Rle_trans; [apply (rm_triangle _ start (fun m => - (mu m / (mu m + lambda P)) * teacher m))|].
  - intros; lra.
  - intros m I. unfold u. ring.
  - apply Rplus_le_compat; [apply N|].
    eapply Rle_trans; [|apply (N teacher)].
    rewrite <- (Rmult_1_l (norm _ teacher _)). apply rm_norm_scale; [lra|intros; lra|].
    intros m I. generalize (Hp m I). intros M.
    assert (0 <= mu m / (mu m + lambda P) <= 1).
    { split; [apply rm_div_nonneg; lra|]. apply Rmult_le_reg_r with (mu m + lambda P); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|]. nra.
Qed.

(* Sharper than the theorem: at its time the loss is at most 3/4 eps. *)
Lemma rm_thm_4_4 (P : run) (mu_min mu_max eps : R) :
  positive P -> 0 <= lambda P -> 0 < mu_min -> mu_ge P mu_min -> mu_le P mu_max ->
  0 < eta P -> eta P * (mu_min + mu_max + 2 * lambda P) <= 2 -> eta P * (mu_min + lambda P) < 1 ->
  0 < eps -> 3 * lambda P * T P ^ 2 <= 2 * eps -> T P ^ 2 <= start2 P ->
  forall t, 3 / 4 * eps < train_loss P t ->
  0 < trace P * start2 P /\
  INR t < ln (eps / (6 * trace P * start2 P)) / (2 * ln (1 - eta P * mu_min - eta P * lambda P)).
Proof.
  intros Hp Hl Ha Hge Hle He H1 H2 Heps Hs HE t Ht.
  replace (1 - eta P * mu_min - eta P * lambda P) with (1 - eta P * (mu_min + lambda P)) by ring.
  set (r := 1 - eta P * (mu_min + lambda P)) in *.
  assert (R : 0 < r < 1).
  { unfold r. assert (0 < eta P * (mu_min + lambda P)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (L0 : 0 <= trace P) by (apply rm_sum_nonneg; intros; left; now apply Hp).
  assert (N0 : 0 <= start2 P) by apply rm_sum_sqr_nonneg.
  assert (S0 : 0 <= floor_root P) by (apply Rmult_le_pos; [apply rm_T_pos|apply sqrt_pos]).
  assert (S2 : floor_root P ^ 2 <= eps / 12).
  { unfold floor_root. rewrite Rpow_mult_distr, (rm_sqrt_sqr (lambda P / 8)) by lra. lra. }
  assert (U : sqrt (train_loss P t) <= r ^ t * tnorm P (u P) + floor_root P).
  { apply rm_train_upper; [assumption|assumption|lra|]. now apply (rm_rates P mu_min mu_max). }
  assert (V0 : 0 <= tnorm P (u P)) by apply sqrt_pos.
  assert (V : tnorm P (u P) ^ 2 <= 2 * (trace P * start2 P)).
  { rewrite rm_tnorm_sqr by assumption.
    generalize (rm_weighted_le_trace P (u P) Hp) (rm_u_norm P Hp Hl). intros W1 W2.
    assert (W3 : T P <= sqrt (start2 P)) by (apply rm_le_of_sqr; [apply sqrt_pos|rewrite rm_sqrt_sqr; assumption]).
    assert (W4 : norm (fun _ => 1) (u P) (row P) ^ 2 <= (2 * sqrt (start2 P)) ^ 2).
    { apply pow_incr. split; [apply sqrt_pos|lra]. }
    rewrite rm_norm_sqr in W4 by (intros; lra).
    rewrite (rm_sum_ext _ (fun m => u P m ^ 2)) in W4 by (intros; ring).
    rewrite Rpow_mult_distr, rm_sqrt_sqr in W4 by assumption.
    assert (trace P * sum (fun m => u P m ^ 2) (row P) <= trace P * (2 ^ 2 * start2 P))
      by (apply Rmult_le_compat_l; assumption).
    lra. }
  assert (X0 : 0 < r ^ t) by (apply pow_lt; lra).
  set (h := sqrt (eps / 12)).
  assert (h2 : h ^ 2 = eps / 12) by (apply rm_sqrt_sqr; lra).
  assert (h0 : 0 <= h) by apply sqrt_pos.
  assert (B : 2 * h < r ^ t * tnorm P (u P)).
  { apply Rnot_le_lt. intros N.
    assert (F1 : floor_root P <= h) by (apply rm_le_of_sqr; lra).
    assert (Q : sqrt (train_loss P t) <= 3 * h) by lra.
    assert (F2 : sqrt (train_loss P t) ^ 2 <= (3 * h) ^ 2) by (apply pow_incr; split; [apply sqrt_pos|assumption]).
    rewrite rm_sqrt_sqr in F2 by now apply rm_train_nonneg. rewrite Rpow_mult_distr, h2 in F2. lra. }
  assert (C : eps / 3 < (r ^ t) ^ 2 * (2 * (trace P * start2 P))).
  { assert (F : (2 * h) ^ 2 < (r ^ t * tnorm P (u P)) ^ 2).
    { rewrite <- !Rsqr_pow2. apply Rsqr_incrst_1; [assumption|lra|]. apply Rmult_le_pos; lra. }
    rewrite !Rpow_mult_distr, h2 in F.
    assert ((r ^ t) ^ 2 * tnorm P (u P) ^ 2 <= (r ^ t) ^ 2 * (2 * (trace P * start2 P)))
      by (apply Rmult_le_compat_l; [apply pow2_ge_0|assumption]).
    lra. }
  assert (Y : 0 < trace P * start2 P).
  { destruct (Rmult_le_pos _ _ L0 N0) as [|Z]; [assumption|]. rewrite <- Z in C. lra. }
  split; [assumption|].
  apply Rnot_le_lt. intros N.
  assert (K : ln (6 * trace P * start2 P / eps) / - ln r <= INR (2 * t)).
  { rewrite mult_INR. change (INR 2) with 2.
    replace (6 * trace P * start2 P / eps) with (/ (eps / (6 * trace P * start2 P))) by (field; nra).
    rewrite ln_Rinv by (apply Rdiv_lt_0_compat; lra).
    generalize (rm_ln_neg r R). intros G.
    replace (- ln (eps / (6 * trace P * start2 P)) / - ln r) with
      (2 * (ln (eps / (6 * trace P * start2 P)) / (2 * ln r))) by (field; lra).
    lra. }
  apply rm_time_iff_ge in K; [|assumption|lra|assumption].
  rewrite rm_pow_double in K. lra.
Qed.

(* ridge/4.4, Theorem 4.4, in the claim's contrapositive form, under weaker hypotheses: eta (mu_min + mu_max + 2 lambda)
   <= 2 in place of eta (lambda + mu_max) < 1, and without the second decay condition 6 lambda^2 T^2 <= L eps.
   [mu_min], [mu_max]: bounds of the spectrum.
   WRONG without the event T^2 <= |theta(0)|^2: |u| <= 2 |theta(0)| fails; see [thm_4_4_wrong], where the teacher alone
   makes the first loss large and the stated time is negative. *)
Theorem thm_4_4 (P : run) (mu_min mu_max eps : R) :
  positive P -> 0 <= lambda P -> 0 < mu_min -> mu_ge P mu_min -> mu_le P mu_max ->
  0 < eta P -> eta P * (mu_min + mu_max + 2 * lambda P) <= 2 -> eta P * (mu_min + lambda P) < 1 ->
  0 < eps -> 3 * lambda P * T P ^ 2 <= 2 * eps ->
  T P ^ 2 <= start2 P ->
  forall t, eps < train_loss P t ->
  INR t < ln (eps / (6 * trace P * start2 P)) / (2 * ln (1 - eta P * mu_min - eta P * lambda P)).
Proof.
  intros. apply (rm_thm_4_4 P mu_min mu_max eps); try assumption. lra.
Qed.

Lemma thm_4_4_wrong : exists (P : run) (mu_min mu_max eps : R) (t : nat),
  positive P /\ 0 <= lambda P /\ 0 < mu_min /\ mu_ge P mu_min /\ mu_le P mu_max /\
  0 < eta P /\ eta P * (lambda P + mu_max) < 1 /\
  0 < eps /\ 3 * lambda P * T P ^ 2 <= 2 * eps /\ 6 * lambda P ^ 2 * T P ^ 2 <= trace P * eps /\
  eps < train_loss P t /\
  ln (eps / (6 * trace P * start2 P)) / (2 * ln (1 - eta P * mu_min - eta P * lambda P)) < INR t.
Proof.
  exists (Run (1/2) 0 [Mode 1 (1/10) 1] []), 1, 1, (1/10), 0%nat.
  rewrite rm_T_sqr.
  unfold positive, mu_ge, mu_le, teacher2, trace, start2, train_loss, modes, perp. simpl.
  repeat split; intros; try lra; try (destruct H as [<-|[]]; simpl; lra).
  replace (1 - 1 / 2 * 1 - 1 / 2 * 0) with (1 / 2) by lra.
  assert (N : 0 < - ln (1 / 2)) by (apply rm_ln_neg; lra).
  match goal with |- ln ?x / _ < 0 => assert (G : 0 < ln x) end.
  { rewrite <- ln_1 at 1. apply ln_increasing; [lra|].
    match goal with |- 1 < ?x => replace x with (5 / 3) by field end. lra. }
  apply Ropp_lt_cancel. rewrite Ropp_0.
  match goal with |- 0 < - (?x / ?y) => replace (- (x / y)) with (x / - y) by (field; lra) end.
  apply Rdiv_lt_0_compat; lra.
Qed.

(* ridge/4.2-t1, eq (6), under weaker hypotheses: the second decay condition is not used.
   [trace P <= b^2] and [mu_le] follow from max |phi(x_i)| <= b: L is the mean of |phi(x_i)|^2.
   WRONG without the event: as for Theorem 4.4. WRONG with 4 eta lambda_min_plus in the denominator: the proof needs an
   upper bound of ln (1 - x), and -x is one while -2 x is not; a single mode at small eta takes about
   ln (mu |theta(0)|^2 / (2 eps)) / (2 eta mu), which is more for large |theta(0)|. *)
Theorem thm_4_2_t1 (P : run) (n lambda_min_plus b eps : R) :
  positive P -> 0 <= lambda P -> 0 < n -> 0 < lambda_min_plus -> mu_ge P (lambda_min_plus / n) ->
  trace P <= b ^ 2 ->
  0 < eta P -> eta P * (lambda P + b ^ 2) < 1 ->
  0 < eps -> 2 * lambda P * T P ^ 2 <= eps ->
  T P ^ 2 <= start2 P ->
  forall t, eps <= train_loss P t ->
  INR t <= n * ln (6 * b ^ 2 * start2 P / eps) / (2 * eta P * lambda_min_plus).
Proof.
  intros Hp Hl Hn Hlm Hge Hb He H1 Heps Hs HE t Ht.
  set (a := lambda_min_plus / n) in *.
  assert (A0 : 0 < a) by (apply Rdiv_lt_0_compat; assumption).
  assert (Hle : mu_le P (trace P)) by (intros m I; now apply rm_mu_le_trace).
  assert (AT : a <= trace P).
  { destruct (row P) as [|m l] eqn:E.
    - unfold train_loss in Ht. rewrite E in Ht. simpl in Ht. lra.
    - assert (I : In m (row P)) by (rewrite E; now left). generalize (Hge m I) (Hle m I). lra. }
  assert (E1 : eta P * (trace P + lambda P) < 1).
  { assert (eta P * (trace P + lambda P) <= eta P * (lambda P + b ^ 2)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (E2 : eta P * (a + lambda P) <= eta P * (trace P + lambda P)) by (apply Rmult_le_compat_l; lra).
  generalize (pow2_ge_0 (T P)). intros T0.
  destruct (rm_thm_4_4 P a (trace P) eps Hp Hl A0 Hge Hle He ltac:(lra) ltac:(lra) Heps ltac:(nra) HE t ltac:(lra))
    as [Y N].
  replace (1 - eta P * a - eta P * lambda P) with (1 - eta P * (a + lambda P)) in N by ring.
  set (r := 1 - eta P * (a + lambda P)) in *.
  assert (R : 0 < r < 1).
  { unfold r. assert (0 < eta P * (a + lambda P)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (G : eta P * a <= - ln r).
  { generalize (rm_ln_le (eta P * (a + lambda P))). fold r. intros K.
    assert (0 <= eta P * lambda P) by (apply Rmult_le_pos; lra). lra. }
  assert (EA : 0 < eta P * a) by (apply Rmult_lt_0_compat; lra).
  set (Z := ln (6 * trace P * start2 P / eps)).
  assert (M : INR t * (2 * - ln r) < Z).
  { apply Rmult_lt_compat_r with (r := 2 * - ln r) in N; [|lra].
    eapply Rlt_le_trans; [exact N|]. right. unfold Z.
    replace (6 * trace P * start2 P / eps) with (/ (eps / (6 * trace P * start2 P))) by (field; nra).
    rewrite ln_Rinv by (apply Rdiv_lt_0_compat; lra). field. lra. }
  assert (Z <= ln (6 * b ^ 2 * start2 P / eps)).
  { assert (0 <= start2 P) by apply rm_sum_sqr_nonneg. apply rm_ln_mono; [apply Rdiv_lt_0_compat; lra|].
    unfold Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|]. nra. }
  assert (INR t * (2 * (eta P * a)) <= INR t * (2 * - ln r)) by (apply Rmult_le_compat_l; [apply pos_INR|lra]).
  apply Rmult_le_reg_r with (2 * (eta P * a)); [lra|].
  replace (n * ln (6 * b ^ 2 * start2 P / eps) / (2 * eta P * lambda_min_plus) * (2 * (eta P * a))) with
    (ln (6 * b ^ 2 * start2 P / eps)) by (unfold a; field; lra).
  lra.
Qed.

(* ridge/8-t1, eq (8). The two size events enter with the constant 6 * 3/2 * 3/2 = 13.5 <= 14.
   WRONG with 13 in place of 14: the last step needs 13.5. *)
Theorem eq_8_t1 (P : run) (n m nu2 lambda_min_plus mu_max eps : R) :
  positive P -> 0 <= lambda P -> 0 < n -> 0 < lambda_min_plus -> mu_ge P (lambda_min_plus / n) -> mu_le P mu_max ->
  0 < eta P -> eta P * (lambda P + mu_max) < 1 ->
  0 < eps -> 3 * lambda P * T P ^ 2 <= 2 * eps ->
  T P ^ 2 <= start2 P -> start2 P <= 3 * m * nu2 / 2 -> trace P <= 3 / 2 ->
  forall t, eps <= train_loss P t ->
  INR t <= n * ln (14 * m * nu2 / eps) / (2 * eta P * lambda_min_plus).
Proof.
  intros Hp Hl Hn Hlm Hge Hle He H1 Heps Hs HE HS HL t Ht.
  set (a := lambda_min_plus / n) in *.
  assert (A0 : 0 < a) by (apply Rdiv_lt_0_compat; assumption).
  assert (AT : a <= mu_max).
  { destruct (row P) as [|k l] eqn:E.
    - unfold train_loss in Ht. rewrite E in Ht. simpl in Ht. lra.
    - assert (I : In k (row P)) by (rewrite E; now left). generalize (Hge k I) (Hle k I). lra. }
  assert (E2 : eta P * (a + lambda P) <= eta P * (lambda P + mu_max)) by (apply Rmult_le_compat_l; lra).
  destruct (rm_thm_4_4 P a mu_max eps Hp Hl A0 Hge Hle He ltac:(lra) ltac:(lra) Heps Hs HE t ltac:(lra)) as [Y N].
  replace (1 - eta P * a - eta P * lambda P) with (1 - eta P * (a + lambda P)) in N by ring.
  set (r := 1 - eta P * (a + lambda P)) in *.
  assert (R : 0 < r < 1).
  { unfold r. assert (0 < eta P * (a + lambda P)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (G : eta P * a <= - ln r).
  { generalize (rm_ln_le (eta P * (a + lambda P))). fold r. intros K.
    assert (0 <= eta P * lambda P) by (apply Rmult_le_pos; lra). lra. }
  assert (EA : 0 < eta P * a) by (apply Rmult_lt_0_compat; lra).
  set (Z := ln (6 * trace P * start2 P / eps)).
  assert (M : INR t * (2 * - ln r) < Z).
  { apply Rmult_lt_compat_r with (r := 2 * - ln r) in N; [|lra].
    eapply Rlt_le_trans; [exact N|]. right. unfold Z.
    replace (6 * trace P * start2 P / eps) with (/ (eps / (6 * trace P * start2 P))) by (field; nra).
    rewrite ln_Rinv by (apply Rdiv_lt_0_compat; lra). field. lra. }
  assert (Z <= ln (14 * m * nu2 / eps)).
  { assert (0 <= start2 P) by apply rm_sum_sqr_nonneg. apply rm_ln_mono; [apply Rdiv_lt_0_compat; lra|].
    unfold Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|]. nra. }
  assert (INR t * (2 * (eta P * a)) <= INR t * (2 * - ln r)) by (apply Rmult_le_compat_l; [apply pos_INR|lra]).
  apply Rmult_le_reg_r with (2 * (eta P * a)); [lra|].
  replace (n * ln (14 * m * nu2 / eps) / (2 * eta P * lambda_min_plus) * (2 * (eta P * a))) with
    (ln (14 * m * nu2 / eps)) by (unfold a; field; lra).
  lra.
Qed.

(* ---------------------------------------------------------------- the population loss stays large *)

Lemma rm_norm_one {A} f (l : list A) : norm (fun _ => 1) f l = sqrt (sum (fun a => f a ^ 2) l).
Proof. unfold norm. f_equal. apply rm_sum_ext; intros; ring. Qed.

(* |q^t theta(0)_perp - teacher_perp| >= q^t A - T. *)
Lemma rm_perp_triangle P t : 0 <= 1 - eta P * lambda P ->
  (1 - eta P * lambda P) ^ t * sqrt (perp_start2 P) - T P <= sqrt (dist2 P t).
Proof.
  intros Hq. set (q := 1 - eta P * lambda P) in *.
  assert (A : norm (fun _ => 1) (fun m => q ^ t * start m) (perp P) <=
    norm (fun _ => 1) (fun m => q ^ t * start m - teacher m) (perp P) + norm (fun _ => 1) teacher (perp P)).
  { apply rm_triangle; intros; [lra|ring]. }
  assert (B : q ^ t * norm (fun _ => 1) start (perp P) <= norm (fun _ => 1) (fun m => q ^ t * start m) (perp P)).
  { apply rm_norm_scale_ge; [now apply pow_le|intros; lra|]. intros. rewrite Rpow_mult_distr. lra. }
  rewrite !rm_norm_one in *. fold (perp_start2 P) in B.
  assert (C : sqrt (sum (fun m => (q ^ t * start m - teacher m) ^ 2) (perp P)) <= sqrt (dist2 P t))
    by (apply sqrt_le_1_alt; apply rm_dist_perp).
  assert (D : sqrt (sum (fun m => teacher m ^ 2) (perp P)) <= T P).
  { apply sqrt_le_1_alt. unfold teacher2, modes. rewrite rm_sum_app.
    generalize (rm_sum_sqr_nonneg teacher (row P)). lra. }
  lra.
Qed.

Lemma rm_population_root P sigma_min pop c t : population_ge P sigma_min pop -> 0 < sigma_min ->
  pop t <= c -> sqrt (dist2 P t) <= sqrt (c / sigma_min).
Proof.
  intros Hpop Hs H. apply sqrt_le_1_alt. apply Rmult_le_reg_l with sigma_min; [assumption|].
  replace (sigma_min * (c / sigma_min)) with c by (field; lra). generalize (Hpop t). lra.
Qed.

Lemma rm_population_root_lt P sigma_min pop c t : population_ge P sigma_min pop -> 0 < sigma_min ->
  pop t < c -> sqrt (dist2 P t) < sqrt (c / sigma_min).
Proof.
  intros Hpop Hs H. apply sqrt_lt_1_alt. split; [apply rm_sum_sqr_nonneg|].
  apply Rmult_lt_reg_l with sigma_min; [assumption|].
  replace (sigma_min * (c / sigma_min)) with c by (field; lra). generalize (Hpop t). lra.
Qed.

(* X = K / d^2 and -2 ln q in place of sqrt K / d and -ln q. *)
Lemma rm_half_time K d q : 0 < K -> 0 < d -> 0 < q < 1 ->
  ln (K / d ^ 2) / (-2 * ln q) = ln (sqrt K / d) / - ln q.
Proof.
  intros HK Hd Hq. generalize (rm_ln_neg q Hq). intros N.
  assert (0 < sqrt K) by now apply sqrt_lt_R0.
  replace (K / d ^ 2) with (sqrt K / d * (sqrt K / d)).
  - rewrite ln_mult by (apply Rdiv_lt_0_compat; assumption). field. lra.
  - rewrite <- (rm_sqrt_sqr K) at 3 by lra. field. lra.
Qed.

Lemma rm_q P : 0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 -> 0 < 1 - eta P * lambda P < 1.
Proof. intros Hl He H. assert (0 < eta P * lambda P) by now apply Rmult_lt_0_compat. lra. Qed.

(* ridge/4.5 and ridge/4.5/appendix, Theorem 4.5, in the claims' contrapositive form. The two width hypotheses are not
   needed: they only make the bound positive. [0 < (m - n) * nu2] follows from either of them with c > 0, sigma_min > 0.
   WRONG without T in X: the start may equal the teacher on the null space; see [thm_4_5_wrong]. *)
Theorem thm_4_5 (P : run) (m n nu2 sigma_min c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 ->
  0 < sigma_min -> population_ge P sigma_min pop -> 0 < c ->
  0 < (m - n) * nu2 -> (m - n) * nu2 / 2 <= perp_start2 P ->
  forall t, pop t < c ->
  ln ((m - n) * nu2 / 2 / (sqrt (c / sigma_min) + T P) ^ 2) / (-2 * ln (1 - eta P * lambda P)) < INR t.
Proof.
  intros Hl He H1 Hs Hpop Hc HK HE t Ht. generalize (rm_q P Hl He H1). intros Hq.
  set (K := (m - n) * nu2 / 2) in *. assert (K0 : 0 < K) by (unfold K; lra).
  assert (D : 0 < sqrt (c / sigma_min)) by (apply sqrt_lt_R0; apply Rdiv_lt_0_compat; assumption).
  generalize (rm_T_pos P). intros T0.
  rewrite rm_half_time by lra.
  generalize (rm_perp_triangle P t ltac:(lra)) (rm_population_root_lt P _ _ _ _ Hpop Hs Ht). intros A B.
  assert (C : sqrt K <= sqrt (perp_start2 P)) by now apply sqrt_le_1_alt.
  apply (Rmult_le_compat_l ((1 - eta P * lambda P) ^ t)) in C; [|apply pow_le; lra].
  assert (0 < sqrt K) by now apply sqrt_lt_R0.
  apply Rnot_le_lt. intros N. apply rm_time_iff in N; lra.
Qed.

(* The same for pop t <= c. *)
Lemma rm_thm_4_5_le (P : run) (m n nu2 sigma_min c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 ->
  0 < sigma_min -> population_ge P sigma_min pop -> 0 < c ->
  0 < (m - n) * nu2 -> (m - n) * nu2 / 2 <= perp_start2 P ->
  forall t, pop t <= c ->
  ln ((m - n) * nu2 / 2 / (sqrt (c / sigma_min) + T P) ^ 2) / (-2 * ln (1 - eta P * lambda P)) <= INR t.
Proof.
  intros Hl He H1 Hs Hpop Hc HK HE t Ht. generalize (rm_q P Hl He H1). intros Hq.
  set (K := (m - n) * nu2 / 2) in *. assert (K0 : 0 < K) by (unfold K; lra).
  assert (D : 0 < sqrt (c / sigma_min)) by (apply sqrt_lt_R0; apply Rdiv_lt_0_compat; assumption).
  generalize (rm_T_pos P). intros T0.
  rewrite rm_half_time by lra.
  generalize (rm_perp_triangle P t ltac:(lra)) (rm_population_root P _ _ _ _ Hpop Hs Ht). intros A B.
  assert (C : sqrt K <= sqrt (perp_start2 P)) by now apply sqrt_le_1_alt.
  apply (Rmult_le_compat_l ((1 - eta P * lambda P) ^ t)) in C; [|apply pow_le; lra].
  assert (0 < sqrt K) by now apply sqrt_lt_R0.
  apply rm_time_iff_ge; lra.
Qed.

Lemma thm_4_5_wrong : exists (P : run) (m n nu2 sigma_min c : R) (t : nat),
  0 < lambda P /\ 0 < eta P /\ eta P * lambda P < 1 /\ 0 < sigma_min /\ 0 < c /\
  0 < (m - n) * nu2 /\ (m - n) * nu2 / 2 <= perp_start2 P /\
  sigma_min * dist2 P t < c /\
  INR t < ln ((m - n) * nu2 / 2 / sqrt (c / sigma_min) ^ 2) / (-2 * ln (1 - eta P * lambda P)).
Proof.
  exists (Run 1 (1/2) [] [(1, 1)]), 2, 1, 2, 1, (1/10), 0%nat.
  unfold perp_start2, dist2, modes, perp. cbn [row null map app sum eta lambda coord start teacher fst snd].
  repeat split; try lra.
  rewrite rm_sqrt_sqr by lra. simpl INR.
  assert (N : 0 < - ln (1 - 1 * (1 / 2))) by (apply rm_ln_neg; lra).
  apply Rdiv_lt_0_compat; [|lra]. rewrite <- ln_1 at 1. apply ln_increasing; lra.
Qed.

(* ridge/4.2-t2/corrected, eq (7) with eta lambda <= 0.7968. Neither the width hypotheses, nor c >= eps, nor the bound on
   the features is needed: where X <= 1 the bound is not positive.
   WRONG without eta lambda <= 0.7968: ln (1 - x) >= -2 x fails beyond 0.79681213...; see [eq_7_false]. *)
Theorem eq_7_corrected (P : run) (m n nu2 sigma_min c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P <= 7968 / 10000 ->
  0 < sigma_min -> population_ge P sigma_min pop -> 0 < c ->
  0 < (m - n) * nu2 -> (m - n) * nu2 / 2 <= perp_start2 P ->
  forall t, pop t <= c ->
  ln ((m - n) * nu2 / 2 / (sqrt (c / sigma_min) + T P) ^ 2) / (4 * eta P * lambda P) <= INR t.
Proof.
  intros Hl He H1 Hs Hpop Hc HK HE t Ht.
  generalize (rm_thm_4_5_le P m n nu2 sigma_min c pop Hl He ltac:(lra) Hs Hpop Hc HK HE t Ht).
  generalize (rm_q P Hl He ltac:(lra)). intros Hq. generalize (rm_ln_neg _ Hq). intros N.
  set (Y := ln ((m - n) * nu2 / 2 / (sqrt (c / sigma_min) + T P) ^ 2)). intros B.
  assert (0 < eta P * lambda P) by now apply Rmult_lt_0_compat.
  generalize (rm_ln_two (eta P * lambda P) ltac:(lra)). intros G.
  apply Rmult_le_reg_r with (4 * eta P * lambda P); [lra|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
  apply Rmult_le_compat_r with (r := -2 * ln (1 - eta P * lambda P)) in B; [|lra].
  unfold Rdiv in B. rewrite Rmult_assoc, Rinv_l in B by lra.
  assert (INR t * (-2 * ln (1 - eta P * lambda P)) <= INR t * (4 * (eta P * lambda P)))
    by (apply Rmult_le_compat_l; [apply pos_INR|lra]).
  lra.
Qed.

(* ridge/4.2-t2: eq (7) as stated is false. The instance is golden case G8 (examples/ridge-eq7-counterexample.yaml):
   n = 4 samples with features e_1, ..., e_4 in dimension m = 40, zero teacher, a start of ones, Sigma = I / 40,
   eta = 0.0099, lambda = 100, eps = c = 1e-7, b = 1. Every hypothesis of the claim and its event hold, the loss is at
   most c at t = 2, and eq (7) claims t2 >= 3.86...
   The i-th number of [scale] is the norm of the i-th sample's feature vector, a multiple of the i-th basis vector, so
   that mu_i = scale_i^2 / n. *)
Theorem eq_7_false : exists (P : run) (m n nu2 sigma_min b eps c : R) (scale : list R),
  (* the spectrum is that of the features, one sample a mode, and their norms are at most b *)
  positive P /\ INR (length (row P)) = n /\ INR (length (modes P)) = m /\
  map mu (row P) = map (fun a => a ^ 2 / n) scale /\ Forall (fun a => Rabs a <= b) scale /\ trace P <= b ^ 2 /\
  (* the claim's hypotheses *)
  n < m /\ zero_teacher P /\ 0 < lambda P /\ 0 < eta P /\ eta P * (lambda P + b ^ 2) < 1 /\
  0 < sigma_min /\ 0 < nu2 /\ 0 < eps /\ eps <= c /\
  8 * T P ^ 2 <= (m - n) * nu2 /\ 8 * c <= (m - n) * nu2 * sigma_min /\
  (* its event *)
  (m - n) * nu2 / 2 <= perp_start2 P /\
  (* and its conclusion fails at t = 2 for the isotropic population loss *)
  sigma_min * dist2 P 2 <= c /\
  INR 2 < ln ((m - n) * nu2 / 2 / (sqrt (c / sigma_min) + T P) ^ 2) / (4 * eta P * lambda P).
Proof.
  exists (Run (99/10000) 100 (repeat (Mode (1/4) 1 0) 4) (repeat (1, 0) 36)),
    40, 4, 1, (1/40), 1, (1/10000000), (1/10000000), (repeat 1 4).
  set (P := Run _ _ _ _).
  assert (EM : modes P = repeat (Mode (1/4) 1 0) 4 ++ repeat (Mode 0 1 0) 36) by reflexivity.
  assert (EP : perp P = repeat (Mode 0 1 0) 36) by reflexivity.
  assert (ET : T P = 0).
  { unfold T. rewrite <- sqrt_0. f_equal. unfold teacher2. rewrite EM, rm_sum_app, !rm_sum_repeat. simpl teacher. ring. }
  assert (E4 : INR 4 = 4) by (simpl; lra). assert (E36 : INR 36 = 36) by (rewrite INR_IZR_INZ; reflexivity).
  rewrite ET.
  repeat split; try lra.
  - intros a I. apply repeat_spec in I. subst a. simpl. lra.
  - rewrite INR_IZR_INZ. reflexivity.
  - rewrite INR_IZR_INZ. reflexivity.
  - simpl. repeat f_equal; lra.
  - simpl. repeat constructor; rewrite Rabs_R1; lra.
  - unfold trace. cbn [P row]. rewrite rm_sum_repeat. simpl mu. lra.
  - intros a I. rewrite EM in I. apply in_app_or in I. destruct I as [I|I]; apply repeat_spec in I; now subst a.
  - simpl. lra.
  - simpl. lra.
  - simpl. lra.
  - unfold perp_start2. rewrite EP, rm_sum_repeat. simpl start. lra.
  - unfold dist2. rewrite EM, rm_sum_app, !rm_sum_repeat, E4, E36. cbn [P coord eta lambda mu start teacher]. lra.
  - replace (sqrt (1 / 10000000 / (1 / 40)) + 0) with (sqrt (1 / 10000000 / (1 / 40))) by ring.
    rewrite rm_sqrt_sqr by lra. cbn [P eta lambda].
    replace (4 * (99 / 10000) * 100) with (99 / 25) by field.
    apply Rmult_lt_reg_r with (99 / 25); [lra|].
    unfold Rdiv at 2. rewrite Rmult_assoc, Rinv_l by lra.
    apply Rlt_le_trans with (INR 8); [simpl; lra|].
    rewrite <- (ln_exp (INR 8)), Rmult_1_r. apply rm_ln_mono; [apply exp_pos|].
    replace (INR 8) with (INR 8 * ln (exp 1)) by (rewrite ln_exp; ring).
    rewrite <- rm_pow_exp by apply exp_pos.
    apply Rle_trans with (3 ^ 8); [apply pow_incr; split; [left; apply exp_pos|apply exp_le_3]|lra].
Qed.

(* ridge/8-t2, eq (8), with c = eps and Sigma = I / m (any Sigma whose eigenvalues are at least 1/m).
   WRONG with 2 eta lambda in the denominator: the last step needs ln (1 - x) >= -1.01 x, and ln (1 - x) >= -x is
   false. *)
Theorem eq_8_t2 (P : run) (m n nu2 eps : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P <= 1 / 100 ->
  0 < m -> population_ge P (1 / m) pop -> 0 < eps -> T P ^ 2 <= m * eps ->
  0 < (m - n) * nu2 -> (m - n) * nu2 / 2 <= perp_start2 P ->
  forall t, pop t <= eps ->
  ln ((m - n) * nu2 / (8 * m * eps)) / (202 / 100 * eta P * lambda P) <= INR t.
Proof.
  intros Hl He H1 Hm Hpop Hc HT HK HE t Ht.
  assert (I0 : 0 < 1 / m) by (apply Rdiv_lt_0_compat; lra).
  generalize (rm_thm_4_5_le P m n nu2 (1 / m) eps pop Hl He ltac:(lra) I0 Hpop Hc HK HE t Ht).
  generalize (rm_q P Hl He ltac:(lra)). intros Hq. generalize (rm_ln_neg _ Hq). intros N.
  replace (eps / (1 / m)) with (m * eps) by (field; lra).
  assert (ME : 0 < m * eps) by now apply Rmult_lt_0_compat.
  assert (TS : T P <= sqrt (m * eps)) by (apply rm_le_of_sqr; [apply sqrt_pos|rewrite rm_sqrt_sqr; lra]).
  assert (S0 : 0 < sqrt (m * eps)) by now apply sqrt_lt_R0.
  generalize (rm_T_pos P). intros T0.
  set (d := sqrt (m * eps) + T P) in *.
  assert (D : d ^ 2 <= 4 * (m * eps)).
  { replace (4 * (m * eps)) with ((2 * sqrt (m * eps)) ^ 2) by (rewrite Rpow_mult_distr, rm_sqrt_sqr; lra).
    apply pow_incr. unfold d. lra. }
  assert (D0 : 0 < d ^ 2) by (apply pow_lt; unfold d; lra).
  assert (L : ln ((m - n) * nu2 / (8 * m * eps)) <= ln ((m - n) * nu2 / 2 / d ^ 2)).
  { apply rm_ln_mono; [apply Rdiv_lt_0_compat; lra|].
    replace ((m - n) * nu2 / (8 * m * eps)) with ((m - n) * nu2 / 2 * / (4 * (m * eps))) by (field; lra).
    apply Rmult_le_compat_l; [lra|]. now apply Rinv_le_contravar. }
  set (Y := ln ((m - n) * nu2 / 2 / d ^ 2)) in *. intros B.
  assert (0 < eta P * lambda P) by now apply Rmult_lt_0_compat.
  generalize (rm_ln_101 (eta P * lambda P) ltac:(lra)). intros G.
  apply Rmult_le_reg_r with (202 / 100 * eta P * lambda P); [lra|].
  unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
  apply Rmult_le_compat_r with (r := -2 * ln (1 - eta P * lambda P)) in B; [|lra].
  unfold Rdiv in B. rewrite Rmult_assoc, Rinv_l in B by lra.
  assert (INR t * (-2 * ln (1 - eta P * lambda P)) <= INR t * (202 / 100 * (eta P * lambda P)))
    by (apply Rmult_le_compat_l; [apply pos_INR|lra]).
  lra.
Qed.

(* ---------------------------------------------------------------- t2 from the perpendicular part *)

(* |q^t theta(0)_perp - teacher_perp|^2 = A^2 x^2 - 2 B x + C^2 at x = q^t. *)
Lemma rm_quadratic P t :
  perp_start2 P * ((1 - eta P * lambda P) ^ t) ^ 2 - 2 * perp_inner P * (1 - eta P * lambda P) ^ t + perp_teacher2 P
  <= dist2 P t.
Proof.
  eapply Rle_trans; [|apply rm_dist_perp]. right.
  set (x := (1 - eta P * lambda P) ^ t). unfold perp_start2, perp_inner, perp_teacher2. clear.
  induction (perp P) as [|m l IH]; cbn [sum]; [ring|rewrite <- IH; ring].
Qed.

(* ridge/4.2-t2/sharp. With D as in the claim and q_star = (B + sqrt D) / A^2: if the loss is at most c at t, then D >= 0
   and q_star > 0 (otherwise t2 is infinite, [t2_sharp_never]), and t >= ln (min (1, q_star)) / ln (1 - eta lambda).
   WRONG with the smaller root B - sqrt D: x = q^t falls from 1 and meets the larger root first; start (2), teacher (1),
   c = 1/4: the roots are 3/4 and 1/4; see [t2_sharp_wrong]. *)
Theorem t2_sharp (P : run) (sigma_min c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 ->
  0 < sigma_min -> population_ge P sigma_min pop -> 0 < perp_start2 P ->
  let D := perp_inner P ^ 2 - perp_start2 P * (perp_teacher2 P - c / sigma_min) in
  forall t, pop t <= c ->
  0 <= D /\ 0 < perp_inner P + sqrt D /\
  ln (Rmin 1 ((perp_inner P + sqrt D) / perp_start2 P)) / ln (1 - eta P * lambda P) <= INR t.
Proof.
  intros Hl He H1 Hs Hpop HA D t Ht. generalize (rm_q P Hl He H1). intros Hq.
  assert (F : dist2 P t <= c / sigma_min).
  { apply Rmult_le_reg_l with sigma_min; [assumption|].
    replace (sigma_min * (c / sigma_min)) with c by (field; lra). generalize (Hpop t). lra. }
  generalize (rm_quadratic P t). intros Q.
  set (x := (1 - eta P * lambda P) ^ t) in *.
  assert (X : 0 < x) by (apply pow_lt; lra).
  set (A := perp_start2 P) in *. set (B := perp_inner P) in *.
  assert (E : (A * x - B) ^ 2 <= D) by (unfold D; fold A; nra).
  assert (D0 : 0 <= D) by (generalize (pow2_ge_0 (A * x - B)); lra).
  assert (G : A * x - B <= sqrt D) by (apply rm_le_of_sqr; [apply sqrt_pos|rewrite rm_sqrt_sqr; assumption]).
  assert (0 < A * x) by now apply Rmult_lt_0_compat.
  split; [assumption|]. split; [lra|].
  set (y := (B + sqrt D) / A).
  assert (Y : x <= y).
  { apply Rmult_le_reg_l with A; [assumption|]. unfold y.
    replace (A * ((B + sqrt D) / A)) with (B + sqrt D) by (field; lra). lra. }
  assert (X1 : x <= 1 ^ t) by (apply pow_incr; lra). rewrite pow1 in X1.
  assert (M : x <= Rmin 1 y) by now apply Rmin_glb.
  generalize (rm_ln_neg _ Hq). intros N.
  assert (Z : ln x <= ln (Rmin 1 y)) by now apply rm_ln_mono.
  unfold x in Z. rewrite rm_pow_exp, ln_exp in Z by lra.
  apply Rmult_le_reg_r with (- ln (1 - eta P * lambda P)); [assumption|].
  replace (ln (Rmin 1 y) / ln (1 - eta P * lambda P) * - ln (1 - eta P * lambda P)) with (- ln (Rmin 1 y))
    by (field; lra).
  lra.
Qed.

(* The claim's second part: t2 = inf. *)
Theorem t2_sharp_never (P : run) (sigma_min c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 ->
  0 < sigma_min -> population_ge P sigma_min pop -> 0 < perp_start2 P ->
  let D := perp_inner P ^ 2 - perp_start2 P * (perp_teacher2 P - c / sigma_min) in
  D < 0 \/ perp_inner P + sqrt D <= 0 ->
  forall t, c < pop t.
Proof.
  intros Hl He H1 Hs Hpop HA D HD t. apply Rnot_le_lt. intros N.
  destruct (t2_sharp P sigma_min c pop Hl He H1 Hs Hpop HA t N) as [K1 [K2 _]]. fold D in K1, K2. lra.
Qed.

(* ---------------------------------------------------------------- t2 from above, for a general Sigma *)

(* Sigma = S^T S, S a list of rows: (theta - teacher)^T Sigma (theta - teacher) = |S (theta - teacher)|^2. A vector is a
   function of the modes, in their order. *)
Fixpoint dot (s : list R) (f : mode -> R) (l : list mode) : R :=
  match s, l with
  | a :: s, m :: l => a * f m + dot s f l
  | _, _ => 0
  end.

Definition quadratic (S : list (list R)) (f : mode -> R) (l : list mode) : R := sum (fun s => dot s f l ^ 2) S.
Definition population_loss (S : list (list R)) (P : run) (t : nat) : R :=
  quadratic S (fun m => coord P m t - teacher m) (modes P).

Lemma quadratic_population S P sigma_min :
  (forall f, sigma_min * sum (fun m => f m ^ 2) (modes P) <= quadratic S f (modes P)) ->
  population_ge P sigma_min (population_loss S P).
Proof. intros H t. apply H. Qed.

(* L(theta*_lambda); |Sigma^(1/2) theta(0)_perp|^2; |u|^2 on the row space. The minimizer is 0 on the null space. *)
Definition final_error (S : list (list R)) (P : run) : R := quadratic S (fun m => minimizer P m - teacher m) (modes P).
Definition on_perp (f : mode -> R) (m : mode) : R := if Req_EM_T (mu m) 0 then f m else 0.
Definition on_row (f : mode -> R) (m : mode) : R := if Req_EM_T (mu m) 0 then 0 else f m.
Definition start_sigma_perp2 (S : list (list R)) (P : run) : R := quadratic S (on_perp start) (modes P).
Definition u_norm2 (P : run) : R := sum (fun m => u P m ^ 2) (row P).

Lemma rm_dot_add s f g h l : (forall m, In m l -> h m = f m + g m) -> dot s h l = dot s f l + dot s g l.
Proof.
  revert s. induction l as [|m l IH]; intros [|a s] E; simpl; try ring.
  rewrite (E m) by now left. rewrite IH; [ring|]. intros; apply E; now right.
Qed.

Lemma rm_dot_scal s k f l : dot s (fun m => k * f m) l = k * dot s f l.
Proof. revert s. induction l as [|m l IH]; intros [|a s]; simpl; try ring. rewrite IH. ring. Qed.

Lemma rm_dot_ext s f g l : (forall m, In m l -> f m = g m) -> dot s f l = dot s g l.
Proof.
  revert s. induction l as [|m l IH]; intros [|a s] E; simpl; try reflexivity.
  rewrite (E m) by now left. rewrite IH; [reflexivity|]. intros; apply E; now right.
Qed.

Lemma rm_quadratic_triangle S f g h l : (forall m, In m l -> h m = f m + g m) ->
  sqrt (quadratic S h l) <= sqrt (quadratic S f l) + sqrt (quadratic S g l).
Proof.
  intros E. unfold quadratic. rewrite <- !rm_norm_one. apply rm_triangle; [intros; lra|].
  intros s _. now apply rm_dot_add.
Qed.

(* Step "triangle" of ridge/4.2-t2/upper. *)
Lemma rm_population_upper S P sigma_max r t :
  positive P -> 0 < lambda P -> 0 <= 1 - eta P * lambda P -> 0 <= sigma_max -> 0 <= r ->
  (forall f, quadratic S f (modes P) <= sigma_max * sum (fun m => f m ^ 2) (modes P)) ->
  (forall m, In m (row P) -> Rabs (rate P m) <= r) ->
  sqrt (population_loss S P t) <= sqrt (final_error S P)
    + (1 - eta P * lambda P) ^ t * sqrt (start_sigma_perp2 S P) + r ^ t * sqrt (sigma_max * u_norm2 P).
Proof.
  intros Hp Hl Hq Hsm Hr HS Hrate. unfold population_loss.
  assert (M : forall m, In m (modes P) -> 0 <= mu m).
  { intros m I. apply in_app_or in I. destruct I as [I|I]; [left; now apply Hp|rewrite (rm_perp_mu P m I); lra]. }
  set (q := 1 - eta P * lambda P) in *.
  eapply Rle_trans.
  { apply (rm_quadratic_triangle S (fun m => minimizer P m - teacher m + q ^ t * on_perp start m)
      (on_row (fun m => rate P m ^ t * u P m))).
    intros m I. rewrite closed_form by (generalize (M m I); lra). generalize (M m I). intros M0.
    unfold on_perp, on_row, minimizer, w, rate, u.
    destruct (Req_EM_T (mu m) 0) as [Z|Z]; [rewrite Z; fold q|].
    - replace (1 - eta P * (0 + lambda P)) with q by (unfold q; ring). field; lra.
    - field; lra. }
  apply Rplus_le_compat.
  - eapply Rle_trans.
    { apply (rm_quadratic_triangle S (fun m => minimizer P m - teacher m) (fun m => q ^ t * on_perp start m)).
      intros; reflexivity. }
    apply Rplus_le_compat; [apply Rle_refl|].
    unfold start_sigma_perp2, quadratic.
    rewrite (rm_sum_ext _ (fun s => (q ^ t) ^ 2 * dot s (on_perp start) (modes P) ^ 2))
      by (intros; rewrite rm_dot_scal; ring).
    rewrite rm_sum_scal, sqrt_mult_alt, rm_sqrt_sqr_id by (try apply pow2_ge_0; now apply pow_le). lra.
  - replace (r ^ t * sqrt (sigma_max * u_norm2 P)) with (sqrt ((r ^ t) ^ 2 * (sigma_max * u_norm2 P)))
      by (rewrite sqrt_mult_alt, rm_sqrt_sqr_id by (try apply pow2_ge_0; now apply pow_le); reflexivity).
    apply sqrt_le_1_alt. eapply Rle_trans; [apply HS|].
    replace ((r ^ t) ^ 2 * (sigma_max * u_norm2 P)) with (sigma_max * ((r ^ t) ^ 2 * u_norm2 P)) by ring.
    apply Rmult_le_compat_l; [assumption|]. unfold modes. rewrite rm_sum_app.
    assert (Z : sum (fun m => on_row (fun m0 => rate P m0 ^ t * u P m0) m ^ 2) (perp P) = 0).
    { rewrite (rm_sum_ext _ (fun _ => 0 * 0)), rm_sum_scal; [ring|].
      intros m I. unfold on_row. rewrite (rm_perp_mu P m I). destruct (Req_EM_T 0 0); [ring|easy]. }
    rewrite Z, Rplus_0_r. unfold u_norm2. rewrite <- rm_sum_scal. apply rm_sum_le; intros m I.
    unfold on_row. generalize (Hp m I). intros. destruct (Req_EM_T (mu m) 0); [lra|].
    rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|]. apply rm_pow_le.
    rewrite <- !Rsqr_pow2. apply Rsqr_le_abs_1. rewrite (Rabs_pos_eq r) by assumption. now apply Hrate.
Qed.

(* ridge/4.2-t2/upper: from the stated time on the loss is at most c; t2 is at most the first integer there, which is the
   claim's ceiling. The claim's rho_max is the largest |rate|; any bound of it serves.
   WRONG with tau >= ln (U/g) / (-ln r) in place of 1 + 2U/g: then U r^tau may be g, and the denominator g - U r^tau is
   0. (With 1 + U/g it is still positive, and the proof goes through.) *)
Theorem t2_upper (S : list (list R)) (P : run) (sigma_max r c : R) :
  positive P -> 0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 ->
  0 <= sigma_max -> (forall f, quadratic S f (modes P) <= sigma_max * sum (fun m => f m ^ 2) (modes P)) ->
  0 < r < 1 -> (forall m, In m (row P) -> Rabs (rate P m) <= r) ->
  final_error S P < c ->
  let start_root := sqrt (start_sigma_perp2 S P) in
  let U := sqrt (sigma_max * u_norm2 P) in
  let g := sqrt c - sqrt (final_error S P) in
  let tau := Rmax (ln (Rmax 1 (start_root / g)) / - ln (1 - eta P * lambda P)) (ln (1 + 2 * U / g) / - ln r) in
  forall t, tau <= INR t ->
  ln (Rmax 1 (start_root / (g - U * Rpower r tau))) / - ln (1 - eta P * lambda P) <= INR t ->
  population_loss S P t <= c.
Proof.
  intros Hp Hl He H1 Hsm HS Hr Hrate Hf start_root U g tau t H2 H3.
  generalize (rm_q P Hl He H1). intros Hq. generalize (rm_ln_neg _ Hq) (rm_ln_neg _ Hr). intros N M.
  assert (F0 : 0 <= final_error S P) by apply rm_sum_sqr_nonneg.
  assert (g0 : 0 < g) by (unfold g; generalize (sqrt_lt_1_alt _ _ (conj F0 Hf)); lra).
  assert (S0 : 0 <= start_root) by apply sqrt_pos.
  assert (U0 : 0 <= U) by apply sqrt_pos.
  assert (UG : 0 <= 2 * U / g) by (apply rm_div_nonneg; lra).
  assert (R1 : Rpower r tau <= / (1 + 2 * U / g)).
  { unfold Rpower. rewrite <- (exp_ln (1 + 2 * U / g)) by lra. rewrite <- exp_Ropp.
    assert (K : tau * ln r <= - ln (1 + 2 * U / g)).
    { generalize (Rmax_r (ln (Rmax 1 (start_root / g)) / - ln (1 - eta P * lambda P)) (ln (1 + 2 * U / g) / - ln r)).
      fold tau. intros K. apply Rmult_le_compat_r with (r := - ln r) in K; [|lra].
      unfold Rdiv in K at 1. rewrite Rmult_assoc, Rinv_l in K by lra. lra. }
    destruct K as [K|K]; [left; now apply exp_increasing|right; now rewrite K]. }
  assert (R2 : U * Rpower r tau < g).
  { apply Rle_lt_trans with (U * / (1 + 2 * U / g)); [now apply Rmult_le_compat_l|].
    apply Rmult_lt_reg_r with (1 + 2 * U / g); [lra|]. rewrite Rmult_assoc, Rinv_l by lra.
    replace (g * (1 + 2 * U / g)) with (g + 2 * U) by (field; lra). lra. }
  assert (R3 : r ^ t <= Rpower r tau).
  { rewrite rm_pow_exp by lra. unfold Rpower.
    assert (K : INR t * ln r <= tau * ln r) by nra.
    destruct K as [K|K]; [left; now apply exp_increasing|right; now rewrite K]. }
  set (h := g - U * Rpower r tau) in *. assert (h0 : 0 < h) by (unfold h; lra).
  assert (Q : (1 - eta P * lambda P) ^ t * start_root <= h).
  { set (k := Rmax 1 (start_root / h)) in *.
    assert (k1 : 1 <= k) by apply Rmax_l. assert (k2 : start_root / h <= k) by apply Rmax_r.
    assert (X : (1 - eta P * lambda P) ^ t * k <= 1).
    { apply rm_time_iff_ge; [assumption|lra|lra|]. replace (k / 1) with k by field. assumption. }
    assert (Y : start_root <= k * h).
    { replace start_root with (start_root / h * h) by (field; lra). apply Rmult_le_compat_r; lra. }
    assert (0 < (1 - eta P * lambda P) ^ t) by (apply pow_lt; lra).
    apply Rle_trans with ((1 - eta P * lambda P) ^ t * (k * h)); [apply Rmult_le_compat_l; lra|].
    rewrite <- Rmult_assoc. replace h with (1 * h) at 2 by ring. apply Rmult_le_compat_r; lra. }
  generalize (rm_population_upper S P sigma_max r t Hp Hl ltac:(lra) Hsm ltac:(lra) HS Hrate).
  fold start_root U. intros W.
  assert (V : r ^ t * U <= U * Rpower r tau) by (rewrite Rmult_comm; now apply Rmult_le_compat_l).
  assert (Z : sqrt (population_loss S P t) <= sqrt c) by (unfold h, g in *; lra).
  apply sqrt_le_0; [apply rm_sum_sqr_nonneg|lra|assumption].
Qed.

Lemma rm_ceil x : 0 <= x -> exists t : nat, x <= INR t < x + 1.
Proof.
  intros H. destruct (rm_floor x H) as [t [A B]]. destruct (Req_dec (INR t) x) as [E|E].
  - exists t. lra.
  - exists (S t). rewrite S_INR. lra.
Qed.

(* ridge/4.2-t2/upper as stated: some t below bound + 1, that is at most the ceiling of the bound, has loss at most c. *)
Theorem t2_upper_ceiling (S : list (list R)) (P : run) (sigma_max r c : R) :
  positive P -> 0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 ->
  0 <= sigma_max -> (forall f, quadratic S f (modes P) <= sigma_max * sum (fun m => f m ^ 2) (modes P)) ->
  0 < r < 1 -> (forall m, In m (row P) -> Rabs (rate P m) <= r) ->
  final_error S P < c ->
  let start_root := sqrt (start_sigma_perp2 S P) in
  let U := sqrt (sigma_max * u_norm2 P) in
  let g := sqrt c - sqrt (final_error S P) in
  let tau := Rmax (ln (Rmax 1 (start_root / g)) / - ln (1 - eta P * lambda P)) (ln (1 + 2 * U / g) / - ln r) in
  exists t,
    INR t < Rmax tau (ln (Rmax 1 (start_root / (g - U * Rpower r tau))) / - ln (1 - eta P * lambda P)) + 1 /\
    population_loss S P t <= c.
Proof.
  intros Hp Hl He H1 Hsm HS Hr Hrate Hf start_root U g tau.
  set (v := ln (Rmax 1 (start_root / (g - U * Rpower r tau))) / - ln (1 - eta P * lambda P)).
  assert (B : 0 <= Rmax tau v).
  { apply Rle_trans with v; [|apply Rmax_r]. generalize (rm_ln_neg _ (rm_q P Hl He H1)). intros N.
    apply rm_div_nonneg; [|assumption]. rewrite <- ln_1 at 1. apply rm_ln_mono; [lra|apply Rmax_l]. }
  destruct (rm_ceil _ B) as [t [A C]]. exists t. split; [assumption|].
  generalize (Rmax_l tau v) (Rmax_r tau v). intros.
  apply (t2_upper S P sigma_max r c); try assumption; fold start_root U g tau; [lra|fold v; lra].
Qed.

Lemma t2_sharp_wrong : exists (P : run) (sigma_min c : R) (t : nat),
  0 < lambda P /\ 0 < eta P /\ eta P * lambda P < 1 /\ 0 < sigma_min /\ 0 < perp_start2 P /\
  sigma_min * dist2 P t <= c /\
  let D := perp_inner P ^ 2 - perp_start2 P * (perp_teacher2 P - c / sigma_min) in
  0 < perp_inner P - sqrt D /\
  INR t < ln (Rmin 1 ((perp_inner P - sqrt D) / perp_start2 P)) / ln (1 - eta P * lambda P).
Proof.
  exists (Run 1 (1/4) [] [(2, 1)]), 1, (1/4), 1%nat.
  unfold perp_start2, perp_inner, perp_teacher2, dist2, modes, perp.
  cbn [row null map app sum eta lambda coord start teacher mu fst snd].
  assert (E : sqrt ((2 * 1 + 0) ^ 2 - (2 ^ 2 + 0) * (1 ^ 2 + 0 - 1 / 4 / 1)) = 1).
  { match goal with |- sqrt ?x = _ => replace x with 1 by field end. apply sqrt_1. }
  rewrite E. repeat split; try lra.
  replace ((2 * 1 + 0 - 1) / (2 ^ 2 + 0)) with (1 / 4) by field. rewrite Rmin_right by lra.
  replace (1 - 1 * (1 / 4)) with (3 / 4) by field. simpl INR.
  assert (N : 0 < - ln (3 / 4)) by (apply rm_ln_neg; lra).
  assert (ln (1 / 4) < ln (3 / 4)) by (apply ln_increasing; lra).
  apply Rmult_lt_reg_r with (- ln (3 / 4)); [assumption|].
  replace (ln (1 / 4) / ln (3 / 4) * - ln (3 / 4)) with (- ln (1 / 4)) by (field; lra). lra.
Qed.

(* ---------------------------------------------------------------- eventual generalization *)

Lemma rm_dot_bound s f l : dot s f l ^ 2 <= sum (fun a => a ^ 2) s * sum (fun m => f m ^ 2) l.
Proof.
  revert s. induction l as [|m l IH]; intros [|a s]; cbn [dot sum]; try lra.
  generalize (IH s) (rm_sum_sqr_nonneg (fun a : R => a) s) (rm_sum_sqr_nonneg f l). cbv beta.
  set (d := dot s f l). set (A := sum (fun a => a ^ 2) s). set (F := sum (fun m => f m ^ 2) l). intros H A0 F0.
  assert (2 * (a * f m * d) <= a ^ 2 * F + f m ^ 2 * A).
  { generalize (pow2_ge_0 a) (pow2_ge_0 (f m)). intros a0 f0.
    apply rm_le_of_sqr; [apply Rplus_le_le_0_compat; now apply Rmult_le_pos|].
    assert (a ^ 2 * f m ^ 2 * d ^ 2 <= a ^ 2 * f m ^ 2 * (A * F)).
    { apply Rmult_le_compat_l; [now apply Rmult_le_pos|assumption]. }
    generalize (pow2_ge_0 (a ^ 2 * F - f m ^ 2 * A)).
    replace ((2 * (a * f m * d)) ^ 2) with (4 * (a ^ 2 * f m ^ 2 * d ^ 2)) by ring.
    replace ((a ^ 2 * F + f m ^ 2 * A) ^ 2) with
      ((a ^ 2 * F - f m ^ 2 * A) ^ 2 + 4 * (a ^ 2 * f m ^ 2 * (A * F))) by ring.
    lra. }
  replace ((a * f m + d) ^ 2) with (a ^ 2 * f m ^ 2 + 2 * (a * f m * d) + d ^ 2) by ring. lra.
Qed.

(* Every Sigma = S^T S has a largest eigenvalue: sigma_max <= |S|_F^2. *)
Lemma quadratic_bounded S l : exists sigma_max, 0 <= sigma_max /\
  forall f, quadratic S f l <= sigma_max * sum (fun m => f m ^ 2) l.
Proof.
  exists (sum (fun s => sum (fun a => a ^ 2) s) S). split.
  - apply rm_sum_nonneg; intros s _. apply (rm_sum_sqr_nonneg (fun a : R => a)).
  - intros f. unfold quadratic. rewrite Rmult_comm, <- rm_sum_scal. apply rm_sum_le; intros s _.
    rewrite Rmult_comm. apply rm_dot_bound.
Qed.

Definition mean_square (P : run) (f : mode -> R) : R := sum (fun m => mu m * f m ^ 2) (modes P).

Lemma rm_shrink a l : 0 <= a -> 0 < l -> 0 <= a / (a + l) <= 1.
Proof.
  intros. split; [apply rm_div_nonneg; lra|]. apply Rmult_le_reg_r with (a + l); [lra|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma rm_mu_nonneg P m : positive P -> In m (modes P) -> 0 <= mu m.
Proof.
  intros Hp I. apply in_app_or in I. destruct I as [I|I]; [left; now apply Hp|rewrite (rm_perp_mu P m I); lra].
Qed.

Lemma rm_mean_square_final P : positive P ->
  mean_square P (fun m => minimizer P m - teacher m) = 2 * final_train_loss P.
Proof.
  intros Hp. unfold mean_square, final_train_loss, modes. rewrite rm_sum_app.
  rewrite (rm_sum_ext _ (fun _ => 0 * 0) (perp P)), rm_sum_scal; [lra|].
  intros m I. rewrite (rm_perp_mu P m I). ring.
Qed.

(* ridge/4.6, Theorem 4.6, given its event: uniform convergence over predictors of norm at most T.
   WRONG without the factor 2: the training loss has a 1/2, the empirical mean of the squared error has none. *)
Theorem thm_4_6 (S : list (list R)) (P : run) (eps : R) :
  positive P -> 0 < lambda P ->
  (forall f, sum (fun m => f m ^ 2) (modes P) <= T P ^ 2 ->
    quadratic S (fun m => f m - teacher m) (modes P) <= mean_square P (fun m => f m - teacher m) + eps) ->
  final_error S P <= 2 * final_train_loss P + eps.
Proof.
  intros Hp Hl HE. rewrite <- rm_mean_square_final by assumption. apply HE.
  rewrite rm_T_sqr. apply rm_sum_le; intros m I. generalize (rm_mu_nonneg P m Hp I). intros M.
  unfold minimizer. rewrite Rpow_mult_distr. generalize (rm_shrink (mu m) (lambda P) M Hl). intros.
  rewrite <- (Rmult_1_l (teacher m ^ 2)) at 2. apply Rmult_le_compat_r; [apply pow2_ge_0|]. nra.
Qed.

(* L(t) tends to L(theta*_lambda): below any c above it, it stays from some time on. *)
Lemma rm_eventually S P c : positive P -> 0 < lambda P -> 0 < eta P -> eta P * (lambda P + trace P) < 1 ->
  final_error S P < c -> exists t0 : nat, forall t, (t0 <= t)%nat -> population_loss S P t <= c.
Proof.
  intros Hp Hl He H1 Hf. destruct (quadratic_bounded S (modes P)) as [sm [Hsm HS]].
  assert (L0 : 0 <= trace P) by (apply rm_sum_nonneg; intros; left; now apply Hp).
  assert (EL : 0 <= eta P * trace P) by (apply Rmult_le_pos; lra).
  generalize (rm_q P Hl He ltac:(lra)). intros Hq.
  assert (Hrate : forall m, In m (row P) -> Rabs (rate P m) <= 1 - eta P * lambda P).
  { intros m I. unfold rate. generalize (Hp m I) (rm_mu_le_trace P m Hp I). intros M1 M2.
    assert (0 <= eta P * mu m) by (apply Rmult_le_pos; lra).
    assert (eta P * mu m <= eta P * trace P) by (apply Rmult_le_compat_l; lra).
    rewrite Rabs_pos_eq; lra. }
  generalize (t2_upper S P sm (1 - eta P * lambda P) c Hp Hl He ltac:(lra) Hsm HS Hq Hrate Hf).
  cbv zeta.
  match goal with |- (forall t, ?a <= _ -> ?b <= _ -> _) -> _ => set (x := a); set (y := b) end.
  intros H. assert (B : 0 <= Rmax 0 (Rmax x y)) by apply Rmax_l.
  destruct (rm_ceil _ B) as [t0 [K _]]. exists t0. intros t Ht. apply le_INR in Ht.
  generalize (Rmax_r 0 (Rmax x y)) (Rmax_l x y) (Rmax_r x y). intros.
  apply H; [lra|change (y <= INR t); lra].
Qed.

(* ridge/4.2-final, eq (5), given its event: Theorem 4.6's at eps/4. The second decay condition is not used.
   WRONG with 2 lambda T^2 <= 6 eps: 2 final_train_loss <= lambda T^2 / 4 is then only 3/4 eps, and the sum is eps, which
   the limit may equal without the loss ever being at most eps. *)
Theorem thm_4_2_final (S : list (list R)) (P : run) (b eps : R) :
  positive P -> 0 < lambda P -> trace P <= b ^ 2 ->
  0 < eta P -> eta P * (lambda P + b ^ 2) < 1 -> 0 < eps -> 2 * lambda P * T P ^ 2 <= eps ->
  (forall f, sum (fun m => f m ^ 2) (modes P) <= T P ^ 2 ->
    quadratic S (fun m => f m - teacher m) (modes P) <= mean_square P (fun m => f m - teacher m) + eps / 4) ->
  exists t0 : nat, forall t, (t0 <= t)%nat -> population_loss S P t <= eps.
Proof.
  intros Hp Hl Hb He H1 Heps Hs HE. apply rm_eventually; try assumption.
  - assert (eta P * (lambda P + trace P) <= eta P * (lambda P + b ^ 2)) by (apply Rmult_le_compat_l; lra). lra.
  - generalize (thm_4_6 S P (eps / 4) Hp Hl HE) (training_floor P Hp (Rlt_le _ _ Hl)). lra.
Qed.

(* The teacher's shrinkage error, weighted: step "error" of 4.2-final/sharp (k = 1) and /sharp-fast (k = 2). *)
Lemma rm_final_sharp S P k eps : positive P -> 0 < lambda P -> 0 < eps ->
  k * (lambda P * T P ^ 2) <= 2 * eps ->
  (forall f, T P ^ 2 * quadratic S f (modes P) <=
    sum (fun m => (k * T P ^ 2 * mu m + eps) * f m ^ 2) (modes P)) ->
  final_error S P <= eps.
Proof.
  intros Hp Hl Heps Hk HE. unfold final_error.
  set (f := fun m => minimizer P m - teacher m).
  generalize (pow2_ge_0 (T P)). intros [T0|T0].
  - apply Rmult_le_reg_l with (T P ^ 2); [assumption|]. eapply Rle_trans; [apply HE|].
    replace (T P ^ 2 * eps) with (sum (fun m => eps * teacher m ^ 2) (modes P))
      by (rewrite rm_sum_scal, rm_T_sqr; unfold teacher2; ring).
    apply rm_sum_le; intros m I. generalize (rm_mu_nonneg P m Hp I). intros M.
    assert (N : 0 < (mu m + lambda P) ^ 2) by (apply pow_lt; lra).
    replace ((k * T P ^ 2 * mu m + eps) * f m ^ 2) with
      ((k * T P ^ 2 * mu m + eps) * lambda P ^ 2 / (mu m + lambda P) ^ 2 * teacher m ^ 2)
      by (unfold f, minimizer; field; lra).
    apply Rmult_le_compat_r; [apply pow2_ge_0|].
    apply Rmult_le_reg_r with ((mu m + lambda P) ^ 2); [assumption|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    assert (k * (lambda P * T P ^ 2) * (mu m * lambda P) <= 2 * eps * (mu m * lambda P))
      by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|assumption]).
    assert (0 <= eps * mu m ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
    replace ((k * T P ^ 2 * mu m + eps) * lambda P ^ 2 * 1) with
      (k * (lambda P * T P ^ 2) * (mu m * lambda P) + eps * lambda P ^ 2) by ring.
    replace (eps * (mu m + lambda P) ^ 2) with
      (eps * mu m ^ 2 + 2 * eps * (mu m * lambda P) + eps * lambda P ^ 2) by ring.
    lra.
  - assert (Z : forall m, In m (modes P) -> f m = 0 * 0).
    { intros m I. rewrite rm_T_sqr in T0. unfold f, minimizer.
      assert (teacher m ^ 2 <= teacher2 P).
      { apply (rm_sum_member (fun m => teacher m ^ 2)); [intros; apply pow2_ge_0|assumption]. }
      generalize (pow2_ge_0 (teacher m)). intros.
      assert (E : teacher m = 0).
      { destruct (Req_dec (teacher m) 0) as [|N]; [assumption|]. generalize (pow_nonzero _ 2 N). lra. }
      rewrite E. ring. }
    unfold quadratic. rewrite (rm_sum_ext _ (fun _ => 0 * 0)), rm_sum_scal; [lra|].
    intros s _. rewrite (rm_dot_ext s f (fun m => 0 * 0) _ Z), rm_dot_scal. ring.
Qed.

(* ridge/4.2-final/sharp, given its event Sigma <= Phi^T Phi / n + (eps/T^2) I, here multiplied by T^2.
   WRONG with lambda T^2 <= 3 eps: (T^2 mu + eps) lambda^2 <= eps (mu + lambda)^2 fails at small mu > 0. *)
Theorem thm_4_2_final_sharp (S : list (list R)) (P : run) (eps : R) :
  positive P -> 0 < lambda P -> 0 < eps -> lambda P * T P ^ 2 <= 2 * eps ->
  (forall f, T P ^ 2 * quadratic S f (modes P) <= sum (fun m => (T P ^ 2 * mu m + eps) * f m ^ 2) (modes P)) ->
  final_error S P <= eps.
Proof.
  intros Hp Hl Heps Hs HE. apply (rm_final_sharp S P 1 eps); try assumption; [lra|].
  intros f. rewrite (rm_sum_ext _ (fun m => (T P ^ 2 * mu m + eps) * f m ^ 2)); [apply HE|]. intros; ring.
Qed.

(* ridge/4.2-final/sharp-fast, given its event Sigma + kappa I <= 2 (Phi^T Phi / n + kappa I), kappa = eps/T^2, here as
   T^2 Sigma <= 2 T^2 Phi^T Phi / n + eps I.
   WRONG with lambda T^2 <= 2 eps: (2 T^2 mu + eps) lambda^2 <= eps (mu + lambda)^2 fails at small mu > 0. *)
Theorem thm_4_2_final_sharp_fast (S : list (list R)) (P : run) (eps : R) :
  positive P -> 0 < lambda P -> 0 < eps -> lambda P * T P ^ 2 <= eps ->
  (forall f, T P ^ 2 * quadratic S f (modes P) <= sum (fun m => (2 * T P ^ 2 * mu m + eps) * f m ^ 2) (modes P)) ->
  final_error S P <= eps.
Proof. intros Hp Hl Heps Hs HE. apply (rm_final_sharp S P 2 eps); try assumption. lra. Qed.

(* ---------------------------------------------------------------- times from the parameters alone *)

(* The deterministic halves of docs/ridge-a-priori.md. There mu_lo, mu_hi, M, l, a_lo, a_hi, C_lo2, U are expressions in
   n, m, nu, T, delta; the hypotheses below are the claims' hypotheses and events. *)

(* ridge/8-t1/a-priori, section 3: M bounds sqrt L_n(0).
   WRONG with mu_hi for mu_lo: |rate| <= r fails for the slow modes. *)
Theorem t1_a_priori (P : run) (mu_lo mu_hi M eps : R) :
  positive P -> 0 <= lambda P -> 0 < mu_lo -> mu_lo < mu_hi -> mu_ge P mu_lo -> mu_le P mu_hi ->
  0 < eta P -> eta P * (mu_lo + mu_hi + 2 * lambda P) <= 2 ->
  0 < eps -> lambda P * T P ^ 2 < 8 * eps -> sqrt (train_loss P 0) <= M ->
  forall t, eps <= train_loss P t ->
  INR t <= ln ((M + T P * sqrt (lambda P / 8)) / (sqrt eps - T P * sqrt (lambda P / 8)))
           / - ln (1 - eta P * (mu_lo + lambda P)).
Proof.
  intros Hp Hl Ha Hlt Hge Hle He H1 Heps Hs HM t Ht.
  assert (X : 0 < eta P * (mu_hi - mu_lo)) by (apply Rmult_lt_0_compat; lra).
  assert (H2 : eta P * (mu_lo + lambda P) < 1) by lra.
  generalize (t1_sandwich_upper P mu_lo mu_hi eps Hp Hl Ha Hge Hle He H1 H2 Heps Hs t Ht).
  fold (floor_root P).
  assert (R : 0 < 1 - eta P * (mu_lo + lambda P) < 1).
  { assert (0 < eta P * (mu_lo + lambda P)) by (apply Rmult_lt_0_compat; lra). lra. }
  generalize (rm_ln_neg _ R). intros N K. eapply Rle_trans; [exact K|].
  assert (S0 : 0 <= floor_root P) by (apply Rmult_le_pos; [apply rm_T_pos|apply sqrt_pos]).
  assert (S : floor_root P < sqrt eps).
  { apply Rsqr_incrst_0; [|assumption|apply sqrt_pos]. rewrite Rsqr_sqrt by lra.
    unfold floor_root. rewrite Rsqr_mult, Rsqr_sqrt, Rsqr_pow2 by lra. lra. }
  assert (X0 : 0 <= sqrt (train_loss P 0)) by apply sqrt_pos.
  apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
  destruct (Rle_lt_or_eq_dec 0 (sqrt (train_loss P 0) + floor_root P) ltac:(lra)) as [Z|Z].
  - apply rm_ln_mono; [apply Rdiv_lt_0_compat; lra|].
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|lra].
  - exfalso. (* a zero start at the floor 0 has no loss at all *)
    generalize (rm_train_upper P (1 - eta P * (mu_lo + lambda P)) t Hp Hl ltac:(lra)
      (rm_rates P mu_lo mu_hi Hp Hge Hle He H1)) (rm_u_start P Hp Hl).
    rewrite <- Z. intros Q1 Q2.
    assert (0 <= tnorm P (u P)) by apply sqrt_pos.
    assert (E : tnorm P (u P) = 0) by lra. rewrite E in Q1.
    assert (W : sqrt eps <= sqrt (train_loss P t)) by now apply sqrt_le_1_alt. lra.
Qed.

Lemma rm_dist_split P t : dist2 P t =
  sum (fun m => (coord P m t - teacher m) ^ 2) (row P) +
  (perp_start2 P * ((1 - eta P * lambda P) ^ t) ^ 2 - 2 * perp_inner P * (1 - eta P * lambda P) ^ t + perp_teacher2 P).
Proof.
  unfold dist2, modes. rewrite rm_sum_app. f_equal.
  rewrite (rm_sum_ext _ (fun m => ((1 - eta P * lambda P) ^ t * start m - teacher m) ^ 2)).
  - set (x := (1 - eta P * lambda P) ^ t). unfold perp_start2, perp_inner, perp_teacher2. clear.
    induction (perp P) as [|m l IH]; cbn [sum]; [ring|rewrite IH; ring].
  - intros m I. now rewrite rm_coord_perp by now apply rm_perp_mu in I.
Qed.

(* q_hi, q_lo and tau of docs/ridge-a-priori.md, section 4; cm is c m. *)
Definition q_hi (T l nu a_lo C_lo2 cm : R) : R := (T * l + sqrt (T ^ 2 * l ^ 2 + a_lo * (cm - C_lo2))) / (nu * a_lo).
Definition q_lo (T l nu a_hi cm : R) : R := (sqrt (T ^ 2 * l ^ 2 + a_hi * (99 / 100 * cm - T ^ 2)) - T * l) / (nu * a_hi).

Lemma rm_inner_bound P nu l : 0 <= nu -> 0 <= l -> perp_inner P ^ 2 <= l ^ 2 * nu ^ 2 * perp_teacher2 P ->
  perp_teacher2 P <= T P ^ 2 -> Rabs (perp_inner P) <= nu * l * T P.
Proof.
  intros Hn Hl H HC. generalize (rm_T_pos P). intros T0.
  assert (0 <= nu * l) by now apply Rmult_le_pos.
  apply rm_le_of_sqr; [now apply Rmult_le_pos|]. rewrite pow2_abs.
  assert (l ^ 2 * nu ^ 2 * perp_teacher2 P <= l ^ 2 * nu ^ 2 * T P ^ 2)
    by (apply Rmult_le_compat_l; [apply Rmult_le_pos; apply pow2_ge_0|assumption]).
  replace ((nu * l * T P) ^ 2) with (l ^ 2 * nu ^ 2 * T P ^ 2) by ring. lra.
Qed.

Lemma rm_perp_teacher_le P : perp_teacher2 P <= T P ^ 2.
Proof.
  rewrite rm_T_sqr. unfold perp_teacher2, teacher2, modes. rewrite rm_sum_app.
  generalize (rm_sum_sqr_nonneg teacher (row P)). lra.
Qed.

(* Step "below", for the perpendicular part alone. *)
Lemma rm_below P l nu a_lo C_lo2 cm t :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 -> 0 < nu -> 0 <= l -> 0 < a_lo ->
  nu ^ 2 * a_lo <= perp_start2 P -> perp_inner P ^ 2 <= l ^ 2 * nu ^ 2 * perp_teacher2 P -> C_lo2 <= perp_teacher2 P ->
  perp_start2 P * ((1 - eta P * lambda P) ^ t) ^ 2 - 2 * perp_inner P * (1 - eta P * lambda P) ^ t + perp_teacher2 P
    <= cm ->
  ln (q_hi (T P) l nu a_lo C_lo2 cm) / ln (1 - eta P * lambda P) <= INR t.
Proof.
  intros Hl He H1 Hn Hl0 Ha HA HB HC H. generalize (rm_q P Hl He H1). intros Hq.
  set (y := (1 - eta P * lambda P) ^ t) in *. assert (Y : 0 < y) by (apply pow_lt; lra).
  generalize (rm_inner_bound P nu l (Rlt_le _ _ Hn) Hl0 HB (rm_perp_teacher_le P)). intros B.
  assert (B' : perp_inner P <= nu * l * T P) by (generalize (Rle_abs (perp_inner P)); lra).
  assert (Q : nu ^ 2 * a_lo * y ^ 2 - 2 * (nu * l * T P) * y + C_lo2 <= cm).
  { assert (nu ^ 2 * a_lo * y ^ 2 <= perp_start2 P * y ^ 2) by (apply Rmult_le_compat_r; [apply pow2_ge_0|assumption]).
    assert (perp_inner P * y <= nu * l * T P * y) by (apply Rmult_le_compat_r; lra). lra. }
  set (D := T P ^ 2 * l ^ 2 + a_lo * (cm - C_lo2)).
  assert (E : (nu * a_lo * y - T P * l) ^ 2 <= D).
  { assert (a_lo * (nu ^ 2 * a_lo * y ^ 2 - 2 * (nu * l * T P) * y + C_lo2) <= a_lo * cm)
      by (apply Rmult_le_compat_l; lra).
    unfold D. lra. }
  assert (D0 : 0 <= D) by (generalize (pow2_ge_0 (nu * a_lo * y - T P * l)); lra).
  assert (G : nu * a_lo * y - T P * l <= sqrt D) by (apply rm_le_of_sqr; [apply sqrt_pos|rewrite rm_sqrt_sqr; lra]).
  assert (NA : 0 < nu * a_lo) by now apply Rmult_lt_0_compat.
  assert (K : y <= q_hi (T P) l nu a_lo C_lo2 cm).
  { unfold q_hi. fold D. apply Rmult_le_reg_l with (nu * a_lo); [assumption|].
    replace (nu * a_lo * ((T P * l + sqrt D) / (nu * a_lo))) with (T P * l + sqrt D) by (field; lra). lra. }
  generalize (rm_ln_neg _ Hq) (rm_ln_mono _ _ Y K). intros N Z.
  unfold y in Z. rewrite rm_pow_exp, ln_exp in Z by lra.
  apply Rmult_le_reg_r with (- ln (1 - eta P * lambda P)); [assumption|].
  match goal with |- ?a / ?b * - ?b <= _ => replace (a / b * - b) with (- a) by (field; lra) end. lra.
Qed.

(* ridge/8-t2/a-priori, lower side, for any population loss with sigma_min >= 1/m.
   WRONG with C_lo2 replaced by T^2: the event only gives C^2 >= C_lo2, and the teacher may lie in the row space. *)
Theorem t2_a_priori_lower (P : run) (m l nu a_lo C_lo2 c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 -> 0 < m -> population_ge P (1 / m) pop ->
  0 < nu -> 0 <= l -> 0 < a_lo ->
  nu ^ 2 * a_lo <= perp_start2 P -> perp_inner P ^ 2 <= l ^ 2 * nu ^ 2 * perp_teacher2 P -> C_lo2 <= perp_teacher2 P ->
  forall t, pop t <= c ->
  ln (q_hi (T P) l nu a_lo C_lo2 (c * m)) / ln (1 - eta P * lambda P) <= INR t.
Proof.
  intros Hl He H1 Hm Hpop Hn Hl0 Ha HA HB HC t Ht.
  apply (rm_below P l nu a_lo C_lo2 (c * m)); try assumption.
  eapply Rle_trans; [apply rm_quadratic|]. apply Rmult_le_reg_l with (1 / m); [apply Rdiv_lt_0_compat; lra|].
  replace (1 / m * (c * m)) with c by (field; lra). generalize (Hpop t). lra.
Qed.

(* ridge/8-t2/a-priori, upper side, for Sigma = I / m: the loss is at most c from the stated time on.
   WRONG without row-space-spent: the row space may still hold more than the threshold. *)
Theorem t2_a_priori_upper (P : run) (m l nu a_lo a_hi C_lo2 U mu_lo mu_hi c : R) :
  positive P -> 0 < lambda P -> 0 < eta P -> 0 < m -> 0 < nu -> 0 <= l -> 0 < a_lo -> 0 < a_hi ->
  0 < mu_lo -> mu_lo < mu_hi -> mu_ge P mu_lo -> mu_le P mu_hi -> eta P * (mu_lo + mu_hi + 2 * lambda P) <= 2 ->
  100 * T P ^ 2 < 99 * (c * m) ->
  nu ^ 2 * a_lo <= perp_start2 P -> perp_start2 P <= nu ^ 2 * a_hi ->
  perp_inner P ^ 2 <= l ^ 2 * nu ^ 2 * perp_teacher2 P -> C_lo2 <= perp_teacher2 P -> sqrt (u_norm2 P) <= U ->
  let tau := ln (q_hi (T P) l nu a_lo C_lo2 (c * m)) / ln (1 - eta P * lambda P) in
  Rpower (1 - eta P * (mu_lo + lambda P)) tau * U + lambda P * T P / (mu_lo + lambda P) <= sqrt (c * m) / 10 ->
  forall t, ln (Rmin 1 (q_lo (T P) l nu a_hi (c * m))) / ln (1 - eta P * lambda P) <= INR t ->
  1 / m * dist2 P t <= c.
Proof.
  intros Hp Hl He Hm Hn Hl0 Ha Hah Hlo Hlt Hge Hle H1 Hc HA HA' HB HC HU tau Hspent t Ht.
  assert (X : 0 < eta P * (mu_hi - mu_lo)) by (apply Rmult_lt_0_compat; lra).
  assert (X2 : 0 < eta P * mu_lo) by (apply Rmult_lt_0_compat; lra).
  assert (X3 : 0 < eta P * lambda P) by (apply Rmult_lt_0_compat; lra).
  generalize (rm_q P Hl He ltac:(lra)). intros Hq.
  set (cm := c * m) in *. set (r := 1 - eta P * (mu_lo + lambda P)) in *. assert (R : 0 < r < 1) by (unfold r; lra).
  set (y := (1 - eta P * lambda P) ^ t). assert (Y : 0 < y) by (apply pow_lt; lra).
  generalize (rm_T_pos P) (pow2_ge_0 (T P)) (rm_ln_neg _ Hq) (rm_ln_neg _ R). intros T0 T2 N NR.
  (* y <= q_lo *)
  set (D := T P ^ 2 * l ^ 2 + a_hi * (99 / 100 * cm - T P ^ 2)).
  assert (AD : 0 < a_hi * (99 / 100 * cm - T P ^ 2)) by (apply Rmult_lt_0_compat; lra).
  assert (TL : 0 <= T P * l) by now apply Rmult_le_pos.
  assert (DT : T P * l < sqrt D).
  { apply Rsqr_incrst_0; [|assumption|apply sqrt_pos]. rewrite Rsqr_sqrt, Rsqr_pow2, Rpow_mult_distr; unfold D; try lra.
    generalize (pow2_ge_0 (T P * l)). rewrite Rpow_mult_distr. lra. }
  assert (D0 : 0 <= D).
  { generalize (pow2_ge_0 (T P * l)). rewrite Rpow_mult_distr. unfold D. lra. }
  assert (NA : 0 < nu * a_hi) by now apply Rmult_lt_0_compat.
  set (ql := q_lo (T P) l nu a_hi cm) in *.
  assert (QL : 0 < ql) by (unfold ql, q_lo; fold D; apply Rdiv_lt_0_compat; lra).
  assert (Yq : y <= ql).
  { apply Rle_trans with (Rmin 1 ql); [|apply Rmin_r].
    assert (M0 : 0 < Rmin 1 ql) by (apply Rmin_glb_lt; lra).
    rewrite <- (Rmult_1_r y). apply rm_time_iff_ge; [assumption|lra|assumption|].
    replace (1 / Rmin 1 ql) with (/ Rmin 1 ql) by (field; lra). rewrite ln_Rinv by assumption.
    replace (- ln (Rmin 1 ql) / - ln (1 - eta P * lambda P)) with (ln (Rmin 1 ql) / ln (1 - eta P * lambda P))
      by (field; lra).
    assumption. }
  assert (G : nu * a_hi * y + T P * l <= sqrt D).
  { assert (nu * a_hi * y <= nu * a_hi * ql) by (apply Rmult_le_compat_l; lra).
    assert (nu * a_hi * ql = sqrt D - T P * l) by (unfold ql, q_lo; fold D; field; lra). lra. }
  assert (E : (nu * a_hi * y + T P * l) ^ 2 <= D).
  { rewrite <- (rm_sqrt_sqr D) by assumption. apply pow_incr. split; [|assumption].
    assert (0 < nu * a_hi * y) by now apply Rmult_lt_0_compat. lra. }
  assert (F : nu ^ 2 * a_hi * y ^ 2 + 2 * (nu * l * T P) * y + T P ^ 2 <= 99 / 100 * cm).
  { apply Rmult_le_reg_l with a_hi; [assumption|]. unfold D in E.
    replace ((nu * a_hi * y + T P * l) ^ 2) with
      (a_hi * (nu ^ 2 * a_hi * y ^ 2 + 2 * (nu * l * T P) * y) + T P ^ 2 * l ^ 2) in E by ring. lra. }
  generalize (rm_inner_bound P nu l (Rlt_le _ _ Hn) Hl0 HB (rm_perp_teacher_le P)) (rm_perp_teacher_le P). intros B C.
  assert (B' : - perp_inner P <= nu * l * T P).
  { generalize (Rle_abs (- perp_inner P)). rewrite Rabs_Ropp. lra. }
  assert (V : perp_start2 P * y ^ 2 - 2 * perp_inner P * y + perp_teacher2 P <= 99 / 100 * cm).
  { assert (perp_start2 P * y ^ 2 <= nu ^ 2 * a_hi * y ^ 2) by (apply Rmult_le_compat_r; [apply pow2_ge_0|assumption]).
    assert (- perp_inner P * y <= nu * l * T P * y) by (apply Rmult_le_compat_r; lra). lra. }
  assert (cm0 : 0 < cm) by lra.
  assert (Htau : tau <= INR t).
  { apply (rm_below P l nu a_lo C_lo2 cm); try assumption; [lra|]. fold y. lra. }
  (* the row space *)
  assert (W : sqrt (sum (fun m => (coord P m t - teacher m) ^ 2) (row P)) <= sqrt cm / 10).
  { rewrite <- rm_norm_one. eapply Rle_trans; [apply (rm_triangle _ (fun m => rate P m ^ t * u P m) (w P))|].
    - intros; lra.
    - intros k I. apply rm_closed_row; auto; lra.
    - assert (W1 : norm (fun _ => 1) (fun m => rate P m ^ t * u P m) (row P) <= r ^ t * norm (fun _ => 1) (u P) (row P)).
      { apply rm_norm_scale; [apply pow_le; lra|intros; lra|]. intros k I.
        rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|]. apply rm_pow_le.
        now apply (rm_rates P mu_lo mu_hi). }
      rewrite (rm_norm_one (u P)) in W1. fold (u_norm2 P) in W1.
      assert (W2 : norm (fun _ => 1) (w P) (row P) <= lambda P / (mu_lo + lambda P) * norm (fun _ => 1) teacher (row P)).
      { apply rm_norm_scale; [apply rm_div_nonneg; lra|intros; lra|]. intros k I. unfold w.
        generalize (Hge k I). intros K. rewrite Rpow_mult_distr. apply Rmult_le_compat_r; [apply pow2_ge_0|].
        replace ((- (lambda P / (mu k + lambda P))) ^ 2) with ((lambda P / (mu k + lambda P)) ^ 2) by ring.
        apply pow_incr. split; [apply rm_div_nonneg; lra|].
        apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
      assert (W3 : norm (fun _ => 1) teacher (row P) <= T P).
      { rewrite rm_norm_one. apply sqrt_le_1_alt. apply rm_row_le_modes. }
      assert (W4 : lambda P / (mu_lo + lambda P) * norm (fun _ => 1) teacher (row P)
        <= lambda P * T P / (mu_lo + lambda P)).
      { replace (lambda P * T P / (mu_lo + lambda P)) with (lambda P / (mu_lo + lambda P) * T P) by (field; lra).
        apply Rmult_le_compat_l; [apply rm_div_nonneg; lra|assumption]. }
      assert (W5 : r ^ t <= Rpower r tau).
      { rewrite rm_pow_exp by lra. unfold Rpower.
        assert (K : INR t * ln r <= tau * ln r) by nra.
        destruct K as [K|K]; [left; now apply exp_increasing|right; now rewrite K]. }
      assert (W6 : r ^ t * sqrt (u_norm2 P) <= Rpower r tau * U).
      { apply Rmult_le_compat; [apply pow_le; lra|apply sqrt_pos|assumption|assumption]. }
      lra. }
  set (Z := sum (fun m => (coord P m t - teacher m) ^ 2) (row P)) in *.
  assert (Z0 : 0 <= Z) by apply rm_sum_sqr_nonneg.
  assert (Z1 : Z <= cm / 100).
  { rewrite <- (rm_sqrt_sqr Z), <- (rm_sqrt_sqr cm) by lra.
    assert (sqrt Z ^ 2 <= (sqrt cm / 10) ^ 2) by (apply pow_incr; split; [apply sqrt_pos|assumption]). lra. }
  rewrite rm_dist_split. fold y Z.
  apply Rmult_le_reg_l with m; [assumption|]. unfold cm in *.
  match goal with |- m * (1 / m * ?a) <= _ => replace (m * (1 / m * a)) with a by (field; lra) end. lra.
Qed.

(* t1 and t2 as extremal times. *)
Definition is_t1 (P : run) (eps : R) (t1 : nat) : Prop :=
  eps <= train_loss P t1 /\ forall t, eps <= train_loss P t -> (t <= t1)%nat.
Definition is_t2 (pop : nat -> R) (c : R) (t2 : nat) : Prop := pop t2 <= c /\ forall t, pop t <= c -> (t2 <= t)%nat.

(* ridge/8-plateau/a-priori, section 5. [t2 - t1 <= ceil x] is [t2 - t1 < x + 1]. The event "first-loss" only makes t1
   exist, which is assumed here.
   WRONG with t1's bound subtracted on the right too: that needs a lower bound of t1, and here only t1 >= 0 is known. *)
Theorem plateau_a_priori (P : run) (m l nu a_lo a_hi C_lo2 U mu_lo mu_hi M eps c : R) (t1 t2 : nat) :
  positive P -> 0 < lambda P -> 0 < eta P -> 0 < m -> 0 < nu -> 0 <= l -> 0 < a_lo -> 0 < a_hi ->
  0 < mu_lo -> mu_lo < mu_hi -> mu_ge P mu_lo -> mu_le P mu_hi -> eta P * (mu_lo + mu_hi + 2 * lambda P) <= 2 ->
  100 * T P ^ 2 < 99 * (c * m) -> 0 < eps -> lambda P * T P ^ 2 < 8 * eps ->
  nu ^ 2 * a_lo <= perp_start2 P -> perp_start2 P <= nu ^ 2 * a_hi ->
  perp_inner P ^ 2 <= l ^ 2 * nu ^ 2 * perp_teacher2 P -> C_lo2 <= perp_teacher2 P -> sqrt (u_norm2 P) <= U ->
  sqrt (train_loss P 0) <= M ->
  let tau := ln (q_hi (T P) l nu a_lo C_lo2 (c * m)) / ln (1 - eta P * lambda P) in
  Rpower (1 - eta P * (mu_lo + lambda P)) tau * U + lambda P * T P / (mu_lo + lambda P) <= sqrt (c * m) / 10 ->
  is_t1 P eps t1 -> is_t2 (fun t => 1 / m * dist2 P t) c t2 ->
  tau - ln ((M + T P * sqrt (lambda P / 8)) / (sqrt eps - T P * sqrt (lambda P / 8)))
        / - ln (1 - eta P * (mu_lo + lambda P)) <= INR t2 - INR t1 /\
  INR t2 - INR t1 < ln (Rmin 1 (q_lo (T P) l nu a_hi (c * m))) / ln (1 - eta P * lambda P) + 1.
Proof.
  intros Hp Hl He Hm Hn Hl0 Ha Hah Hlo Hlt Hge Hle H1 Hc Heps Hs HA HA' HB HC HU HM tau Hspent [K1 K2] [K3 K4].
  assert (X : 0 < eta P * (mu_hi - mu_lo)) by (apply Rmult_lt_0_compat; lra).
  assert (X2 : 0 < eta P * mu_lo) by (apply Rmult_lt_0_compat; lra).
  assert (X3 : 0 < eta P * lambda P) by (apply Rmult_lt_0_compat; lra).
  split.
  - assert (tau <= INR t2).
    { apply (t2_a_priori_lower P m l nu a_lo C_lo2 c (fun t => 1 / m * dist2 P t)); auto; [lra|].
      intros t. apply Rle_refl. }
    generalize (t1_a_priori P mu_lo mu_hi M eps Hp ltac:(lra) Hlo Hlt Hge Hle He H1 Heps Hs HM t1 K1). lra.
  - set (v := ln (Rmin 1 (q_lo (T P) l nu a_hi (c * m))) / ln (1 - eta P * lambda P)).
    assert (Z : 0 <= Rmax 0 v) by apply Rmax_l.
    destruct (rm_ceil _ Z) as [t [Y1 Y2]]. generalize (Rmax_r 0 v). intros Y3.
    assert (K5 : 1 / m * dist2 P t <= c).
    { apply (t2_a_priori_upper P m l nu a_lo a_hi C_lo2 U mu_lo mu_hi c); auto. fold v. lra. }
    apply K4, le_INR in K5. generalize (pos_INR t1). intros.
    destruct (Rle_or_lt 0 v) as [Y4|Y4]; [rewrite Rmax_right in Y2 by assumption; lra|].
    (* v < 0 cannot be: the argument of the logarithm is at most 1 *)
    exfalso. unfold v in Y4. generalize (rm_ln_neg _ (rm_q P Hl He ltac:(lra))). intros N.
    assert (L : ln (Rmin 1 (q_lo (T P) l nu a_hi (c * m))) <= 0).
    { destruct (Rle_or_lt (Rmin 1 (q_lo (T P) l nu a_hi (c * m))) 0) as [V|V].
      - unfold ln. destruct (Rlt_dec _ _); [exfalso; lra|apply Rle_refl].
      - rewrite <- ln_1. apply rm_ln_mono; [assumption|apply Rmin_l]. }
    assert (0 <= ln (Rmin 1 (q_lo (T P) l nu a_hi (c * m))) / ln (1 - eta P * lambda P)); [|lra].
    match goal with |- 0 <= ?a / ?b => replace (a / b) with (- a / - b) by (field; lra) end.
    apply rm_div_nonneg; lra.
Qed.

(* The claims' expressions are as the hypotheses above ask: width-margin makes a_lo positive, spectrum-margin makes mu_lo
   positive and below mu_hi; a_lo <= a_hi is not needed. *)
Lemma a_lo_pos k x : 0 <= x -> 4 * x < k -> 0 < k - 2 * sqrt (k * x).
Proof.
  intros Hx Hk. assert (K : 0 <= k * x) by (apply Rmult_le_pos; lra).
  assert (2 * sqrt (k * x) < k); [|lra].
  apply Rsqr_incrst_0; [|generalize (sqrt_pos (k * x)); lra|lra].
  rewrite Rsqr_mult, Rsqr_sqrt, !Rsqr_pow2 by assumption.
  assert (0 < k * (k - 4 * x)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Lemma mu_lo_hi n m l : 0 < n -> 0 < m -> 0 <= l -> sqrt n + l < sqrt m ->
  let lo := (1 - sqrt (n / m) - l / sqrt m) ^ 2 / n in
  let hi := (1 + sqrt (n / m) + l / sqrt m) ^ 2 / n in
  0 < lo < hi.
Proof.
  intros Hn Hm Hl H lo hi. assert (M : 0 < sqrt m) by now apply sqrt_lt_R0.
  assert (N : 0 < sqrt n) by now apply sqrt_lt_R0.
  assert (E : sqrt (n / m) = sqrt n / sqrt m) by now apply sqrt_div_alt.
  set (d := (sqrt n + l) / sqrt m).
  assert (D : 0 < d < 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_lt_reg_r with (sqrt m); [assumption|].
    unfold d, Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (L : lo = (1 - d) ^ 2 / n) by (unfold lo, d; rewrite E; field; lra).
  assert (G : hi = (1 + d) ^ 2 / n) by (unfold hi, d; rewrite E; field; lra).
  rewrite L, G. split; [apply Rdiv_lt_0_compat; [apply pow_lt|]; lra|].
  apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat|]. nra.
Qed.

(* ridge/4.2-t2/trace, step "time", given its event: [tr], [fro] are trace and Frobenius norm of P Sigma P, and x may
   depend on H and delta, as in the claim.
   WRONG without [t <= H] being implied by [t < bound]: the event says nothing beyond H, and fro >= 0 is what keeps the
   bound below H. *)
Theorem t2_trace (P : run) (nu2 tr fro x c : R) (pop : nat -> R) :
  0 < lambda P -> 0 < eta P -> eta P * lambda P < 1 -> 0 < nu2 -> 0 <= fro -> 0 < c ->
  let H := ln (Rmax 1 (nu2 * tr / c)) / (-2 * ln (1 - eta P * lambda P)) in
  (forall t, INR t <= H ->
    nu2 * (1 - eta P * lambda P) ^ (2 * t) * (tr - 2 * fro * sqrt x) <= pop t) ->
  forall t, pop t <= c ->
  ln (Rmax 1 (nu2 / c * (tr - 2 * fro * sqrt x))) / (-2 * ln (1 - eta P * lambda P)) <= INR t.
Proof.
  intros Hl He H1 Hn Hf Hc H HE t Ht. generalize (rm_q P Hl He H1). intros Hq.
  set (q := 1 - eta P * lambda P) in *. generalize (rm_ln_neg q Hq). intros N.
  set (Y := tr - 2 * fro * sqrt x) in *.
  assert (YT : Y <= tr).
  { assert (0 <= 2 * fro * sqrt x) by (apply Rmult_le_pos; [lra|apply sqrt_pos]). unfold Y; lra. }
  assert (NC : 0 < nu2 / c) by now apply Rdiv_lt_0_compat.
  apply Rnot_lt_le. intros B.
  assert (I2 : 0 < / (-2 * ln q)) by (apply Rinv_0_lt_compat; lra).
  destruct (Rle_or_lt (nu2 / c * Y) 1) as [L|L].
  - rewrite Rmax_left, ln_1 in B by assumption. unfold Rdiv in B. rewrite Rmult_0_l in B.
    generalize (pos_INR t). lra.
  - rewrite Rmax_right in B by lra.
    assert (K : INR t <= H).
    { apply Rlt_le. eapply Rlt_le_trans; [exact B|]. unfold H. apply Rmult_le_compat_r; [lra|].
      apply rm_ln_mono; [lra|]. eapply Rle_trans; [|apply Rmax_r].
      replace (nu2 * tr / c) with (nu2 / c * tr) by (field; lra). apply Rmult_le_compat_l; lra. }
    generalize (HE t K). intros E.
    assert (F : q ^ (2 * t) * (nu2 / c * Y) <= 1).
    { apply Rmult_le_reg_r with c; [assumption|].
      replace (q ^ (2 * t) * (nu2 / c * Y) * c) with (nu2 * q ^ (2 * t) * Y) by (field; lra). lra. }
    apply rm_time_iff_ge in F; [|assumption|lra|lra].
    rewrite mult_INR in F. change (INR 2) with 2 in F.
    replace (nu2 / c * Y / 1) with (nu2 / c * Y) in F by (field; lra).
    replace (ln (nu2 / c * Y) / (-2 * ln q)) with (ln (nu2 / c * Y) / - ln q / 2) in B by (field; lra). lra.
Qed.
