(* From vectors to modes: gradient descent on the ridge objective, written with the samples' feature vectors, follows
   RidgeModes.coord along every eigenvector of Phi^T Phi / n, and its losses and norms are those of RidgeModes.
   That an orthonormal eigenbasis exists (the spectral theorem) is a hypothesis, [eigenbasis]. *)

From Coq Require Import Reals List Lra.
From GrokCert Require Import RidgeModes.
Import ListNotations.
Open Scope R_scope.

Section Vectors.

(* A vector is a function of an index in [idx], which lists the m coordinates. *)
Context {I : Type} (idx : list I).
Definition vector := I -> R.
Definition inner (x y : vector) : R := sum (fun i => x i * y i) idx.
Definition minus (x y : vector) : vector := fun i => x i - y i.

Lemma inner_ext x y z : (forall i, In i idx -> y i = z i) -> inner x y = inner x z.
Proof. intros H. apply rm_sum_ext; intros i J. now rewrite H. Qed.

Lemma inner_sym x y : inner x y = inner y x.
Proof. apply rm_sum_ext; intros; ring. Qed.

Lemma inner_lin x y z a b : inner x (fun i => a * y i + b * z i) = a * inner x y + b * inner x z.
Proof. unfold inner. induction idx as [|i l IH]; cbn [sum]; [ring|rewrite IH; ring]. Qed.

Lemma inner_sum x (c : vector -> R) Phi :
  inner x (fun i => sum (fun p => c p * p i) Phi) = sum (fun p => c p * inner p x) Phi.
Proof.
  induction Phi as [|p l IH]; cbn [sum].
  - unfold inner. induction idx as [|i k IH]; cbn [sum]; [ring|rewrite IH; ring].
  - rewrite <- IH, (inner_sym p x).
    rewrite (inner_ext _ _ (fun i => c p * p i + 1 * sum (fun p => c p * p i) l)) by (intros; ring).
    rewrite inner_lin. ring.
Qed.

Lemma inner_minus x y z : inner x (minus y z) = inner x y - inner x z.
Proof.
  unfold minus. rewrite (inner_ext _ _ (fun i => 1 * y i + (-1) * z i)) by (intros; ring). rewrite inner_lin. ring.
Qed.

(* Phi: the samples' feature vectors; n = their number. gram x = Phi^T Phi x / n. *)
Variables (n : R) (Phi : list vector).
Definition gram (x : vector) : vector := fun i => / n * sum (fun p => inner p x * p i) Phi.

Lemma inner_gram x y : inner x (gram y) = / n * sum (fun p => inner p x * inner p y) Phi.
Proof.
  unfold gram. rewrite (inner_ext _ _ (fun i => / n * sum (fun p => inner p y * p i) Phi + 0 * 0)) by (intros; ring).
  rewrite (inner_lin x (fun i => sum (fun p => inner p y * p i) Phi) (fun _ => 0)).
  rewrite (inner_sum x (fun p => inner p y)). rewrite (rm_sum_ext _ (fun p => inner p x * inner p y)); [ring|].
  intros; ring.
Qed.

Lemma gram_symmetric x y : inner x (gram y) = inner (gram x) y.
Proof. rewrite (inner_sym (gram x)), !inner_gram. f_equal. apply rm_sum_ext; intros; ring. Qed.

(* theta(t+1) = theta - (eta/n) Phi^T Phi (theta - teacher) - eta lambda theta. *)
Variables (eta lambda : R) (theta0 theta_star : vector).
Fixpoint theta (t : nat) : vector :=
  match t with
  | O => theta0
  | S t => fun i => theta t i - eta * gram (minus (theta t) theta_star) i - eta * lambda * theta t i
  end.

(* L_n(theta) = |Phi (theta - teacher)|^2 / (2 n). *)
Definition sample_loss (x : vector) : R := / (2 * n) * sum (fun p => inner p (minus x theta_star) ^ 2) Phi.

(* V: eigenvectors with their positive eigenvalues; W: a basis of the null space. Completeness as Parseval's identity. *)
Record eigenbasis (V : list (vector * R)) (W : list vector) : Prop := {
  eigen_row : forall v a, In (v, a) V -> 0 < a /\ inner v v = 1 /\ forall i, In i idx -> gram v i = a * v i;
  eigen_null : forall v, In v W -> inner v v = 1 /\ forall i, In i idx -> gram v i = 0;
  parseval : forall x y, inner x y =
    sum (fun e => inner (fst e) x * inner (fst e) y) V + sum (fun v => inner v x * inner v y) W
}.

Variables (V : list (vector * R)) (W : list vector).
Hypothesis basis : eigenbasis V W.

Definition mode_of (e : vector * R) : mode := Mode (snd e) (inner (fst e) theta0) (inner (fst e) theta_star).
Definition run_of : run :=
  Run eta lambda (map mode_of V) (map (fun v => (inner v theta0, inner v theta_star)) W).

Lemma eigen_inner v a x : (forall i, In i idx -> gram v i = a * v i) -> inner v (gram x) = a * inner v x.
Proof.
  intros H. rewrite gram_symmetric, inner_sym.
  rewrite (inner_ext _ _ (fun i => a * v i + 0 * v i)) by (intros; rewrite H by assumption; ring).
  rewrite inner_lin, (inner_sym x v). ring.
Qed.

(* Along an eigenvector, gradient descent is RidgeModes.coord. Serves every claim.
   WRONG without the factor 1/n in [gram]: the eigenvalues are then n mu. *)
Theorem theta_coord v a t : (forall i, In i idx -> gram v i = a * v i) ->
  inner v (theta t) = coord run_of (mode_of (v, a)) t.
Proof.
  intros H. induction t as [|t IH]; [reflexivity|].
  cbn [theta coord]. rewrite <- IH. cbn [run_of mode_of RidgeModes.eta RidgeModes.lambda mu teacher fst snd].
  rewrite (inner_ext _ _ (fun i => 1 * (1 * theta t i + (- eta) * gram (minus (theta t) theta_star) i)
    + (- (eta * lambda)) * theta t i)) by (intros; ring).
  rewrite (inner_lin v (fun i => 1 * theta t i + (- eta) * gram (minus (theta t) theta_star) i)), inner_lin.
  rewrite (eigen_inner v a) by assumption. rewrite inner_minus. ring.
Qed.

Lemma run_positive : positive run_of.
Proof.
  intros m J. cbn [run_of row] in J. apply in_map_iff in J. destruct J as [[v a] [<- J]].
  apply (eigen_row _ _ basis v a J).
Qed.

Lemma null_coord v t : In v W ->
  inner v (theta t) = coord run_of (Mode 0 (inner v theta0) (inner v theta_star)) t.
Proof.
  intros J. apply (theta_coord v 0). intros i K. rewrite (proj2 (eigen_null _ _ basis v J)) by assumption. ring.
Qed.

(* Sums of a function of a coordinate and its mode over all modes. *)
Lemma sum_modes (f : mode -> R) : sum f (modes run_of) =
  sum (fun e => f (mode_of e)) V + sum (fun v => f (Mode 0 (inner v theta0) (inner v theta_star))) W.
Proof. unfold modes, perp. cbn [run_of row null]. now rewrite rm_sum_app, !rm_sum_map. Qed.

(* The norms of RidgeModes are those of the vectors.
   WRONG for a basis of the row space alone: the null space's part is then missing. *)
Theorem norm2_theta t : norm2 run_of t = inner (theta t) (theta t).
Proof.
  unfold norm2. rewrite sum_modes, (parseval _ _ basis). f_equal; apply rm_sum_ext.
  - intros [v a] J. rewrite <- theta_coord by apply (eigen_row _ _ basis v a J). simpl fst. ring.
  - intros v J. rewrite <- null_coord by assumption. ring.
Qed.

Theorem dist2_theta t :
  dist2 run_of t = inner (minus (theta t) theta_star) (minus (theta t) theta_star).
Proof.
  unfold dist2. rewrite sum_modes, (parseval _ _ basis). f_equal; apply rm_sum_ext.
  - intros [v a] J. rewrite <- theta_coord by apply (eigen_row _ _ basis v a J). simpl fst. rewrite inner_minus.
    cbn [mode_of teacher fst]. ring.
  - intros v J. rewrite <- null_coord by assumption. rewrite inner_minus. cbn [teacher]. ring.
Qed.

Theorem start2_theta : start2 run_of = inner theta0 theta0.
Proof. exact (norm2_theta 0). Qed.

Theorem teacher2_theta : teacher2 run_of = inner theta_star theta_star.
Proof.
  unfold teacher2. rewrite sum_modes, (parseval _ _ basis).
  f_equal; apply rm_sum_ext; intros; cbn [mode_of teacher]; ring.
Qed.

(* |Phi x|^2 / n = sum of mu <v, x>^2. *)
Lemma sample_square x :
  / n * sum (fun p => inner p x ^ 2) Phi = sum (fun e => snd e * inner (fst e) x ^ 2) V.
Proof.
  transitivity (inner x (gram x)).
  - rewrite inner_gram. f_equal. apply rm_sum_ext; intros; ring.
  - rewrite (parseval _ _ basis). rewrite (rm_sum_ext _ (fun _ => 0 * 0) W), rm_sum_scal.
    + rewrite Rmult_0_l, Rplus_0_r. apply rm_sum_ext. intros [v a] J. cbn [fst snd].
      rewrite (eigen_inner v a) by apply (eigen_row _ _ basis v a J). ring.
    + intros v J. rewrite (eigen_inner v 0); [ring|].
      intros i K. rewrite (proj2 (eigen_null _ _ basis v J)) by assumption. ring.
Qed.

(* The training loss of RidgeModes is |Phi (theta - teacher)|^2 / (2 n).
   WRONG without the 1/2 in either. *)
Theorem train_loss_theta t : n <> 0 -> train_loss run_of t = sample_loss (theta t).
Proof.
  intros N. unfold train_loss, sample_loss.
  replace (/ (2 * n)) with (1 / 2 * / n) by (field; assumption).
  rewrite Rmult_assoc, sample_square. f_equal. cbn [run_of row]. rewrite rm_sum_map. apply rm_sum_ext.
  intros [v a] J. rewrite <- theta_coord by apply (eigen_row _ _ basis v a J).
  rewrite inner_minus. reflexivity.
Qed.

Lemma sum_add {A} (f g : A -> R) l : sum (fun a => f a + g a) l = sum f l + sum g l.
Proof. induction l as [|a l IH]; cbn [sum]; [ring|rewrite IH; ring]. Qed.

Lemma sum_swap {A B} (f : A -> B -> R) l k :
  sum (fun a => sum (fun b => f a b) k) l = sum (fun b => sum (fun a => f a b) l) k.
Proof.
  induction l as [|a l IH]; cbn [sum].
  - induction k as [|b k IH]; cbn [sum]; [reflexivity|rewrite <- IH; ring].
  - rewrite IH. clear IH. induction k as [|b k IH]; cbn [sum]; [ring|rewrite <- IH; ring].
Qed.

(* L = |Phi|_F^2 / n is the trace. *)
Theorem trace_theta : trace run_of = / n * sum (fun p => inner p p) Phi.
Proof.
  rewrite (rm_sum_ext _ (fun p => sum (fun e => inner (fst e) p ^ 2) V + sum (fun v => inner v p ^ 2) W)).
  2: { intros p _. rewrite (parseval _ _ basis). f_equal; apply rm_sum_ext; intros; ring. }
  assert (A : forall v, / n * sum (fun p => inner v p ^ 2) Phi = inner v (gram v)).
  { intros v. rewrite inner_gram. f_equal. apply rm_sum_ext; intros p _. rewrite (inner_sym v p). ring. }
  rewrite sum_add, Rmult_plus_distr_l.
  rewrite (sum_swap (fun p e => inner (fst e) p ^ 2)), (sum_swap (fun p v => inner v p ^ 2)), <- !rm_sum_scal.
  rewrite (rm_sum_ext _ (fun _ => 0 * 0) W), (rm_sum_scal 0 (fun _ => 0) W), Rmult_0_l, Rplus_0_r.
  - unfold trace. cbn [run_of row]. rewrite rm_sum_map. apply rm_sum_ext. intros [v a] J. cbn [fst mode_of mu snd].
    destruct (eigen_row _ _ basis v a J) as [_ [E H]]. rewrite A, (eigen_inner v a), E by assumption. ring.
  - intros v J. destruct (eigen_null _ _ basis v J) as [_ H]. rewrite A, (eigen_inner v 0); [ring|].
    intros i K. rewrite H by assumption. ring.
Qed.

(* Features of norm at most b, n of them: L <= b^2, the hypothesis of RidgeModes.thm_4_2_t1. *)
Theorem trace_le b : n = INR (length Phi) -> 0 < n -> (forall p, In p Phi -> inner p p <= b ^ 2) ->
  trace run_of <= b ^ 2.
Proof.
  intros E N H. rewrite trace_theta.
  assert (K : sum (fun p => inner p p) Phi <= INR (length Phi) * b ^ 2).
  { clear E N basis. clear - H. induction Phi as [|p l IH]; [simpl; lra|].
    cbn [sum]. change (length (p :: l)) with (S (length l)). rewrite S_INR.
    assert (inner p p <= b ^ 2) by (apply H; now left).
    assert (sum (fun p => inner p p) l <= INR (length l) * b ^ 2) by (apply IH; intros; apply H; now right). lra. }
  rewrite <- E in K. apply Rmult_le_reg_l with n; [assumption|]. rewrite <- Rmult_assoc, Rinv_r by lra. lra.
Qed.

(* A population loss (theta - teacher)^T Sigma (theta - teacher), Sigma's eigenvalues at least sigma_min. *)
Theorem population_theta (Q : vector -> R) sigma_min :
  (forall x, sigma_min * inner x x <= Q x) ->
  population_ge run_of sigma_min (fun t => Q (minus (theta t) theta_star)).
Proof. intros H t. rewrite dist2_theta. apply H. Qed.

(* The null space's quantities of RidgeModes. *)
Lemma perp_start2_theta : perp_start2 run_of = sum (fun v => inner v theta0 ^ 2) W.
Proof. unfold perp_start2, perp. cbn [run_of null]. now rewrite !rm_sum_map. Qed.

(* ridge/4.2-t1, eq (6), for gradient descent itself: RidgeModes.thm_4_2_t1 in vectors.
   WRONG as there. *)
Theorem thm_4_2_t1_theta (lambda_min_plus b eps : R) :
  n = INR (length Phi) -> 0 < n -> (forall p, In p Phi -> inner p p <= b ^ 2) ->
  0 < lambda_min_plus -> (forall v a, In (v, a) V -> lambda_min_plus / n <= a) ->
  0 <= lambda -> 0 < eta -> eta * (lambda + b ^ 2) < 1 ->
  0 < eps -> 2 * lambda * inner theta_star theta_star <= eps ->
  inner theta_star theta_star <= inner theta0 theta0 ->
  forall t, eps <= sample_loss (theta t) ->
  INR t <= n * ln (6 * b ^ 2 * inner theta0 theta0 / eps) / (2 * eta * lambda_min_plus).
Proof.
  intros En Hn Hb Hlm Hge Hl He H1 Heps Hs HE t Ht.
  rewrite <- start2_theta in *. rewrite <- teacher2_theta, <- rm_T_sqr in *.
  rewrite <- train_loss_theta in Ht by lra.
  apply (thm_4_2_t1 run_of n lambda_min_plus b eps); try assumption.
  - exact run_positive.
  - intros m J. cbn [run_of row] in J. apply in_map_iff in J. destruct J as [[v a] [<- J]]. now apply (Hge v a).
  - now apply trace_le.
Qed.

End Vectors.
