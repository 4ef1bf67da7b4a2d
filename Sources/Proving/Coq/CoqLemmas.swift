/// Lemmas and tactics on which translated proofs rest; `coqc` proves them in every file.
enum CoqLemmas {
  /// What the names of lemmas and tactics begin with; no variable's identifier does.
  static let prefix = "g_"

  /// The text, to be read in `R_scope`.
  static let text = #"""
    (* Lemmas of grokcert, which every file proves for itself. *)
    (* From differences to comparisons and back. *)
    Lemma g_le a b : 0 <= b - a -> a <= b. Proof. lra. Qed.
    Lemma g_lt a b : 0 < b - a -> a < b. Proof. lra. Qed.
    Lemma g_ge a b : 0 <= a - b -> a >= b. Proof. lra. Qed.
    Lemma g_gt a b : 0 < a - b -> a > b. Proof. lra. Qed.
    Lemma g_eq a b : a - b = 0 -> a = b. Proof. lra. Qed.
    Lemma g_from_le a b : a <= b -> 0 <= b - a. Proof. lra. Qed.
    Lemma g_from_lt a b : a < b -> 0 < b - a. Proof. lra. Qed.
    Lemma g_from_ge a b : a >= b -> 0 <= a - b. Proof. lra. Qed.
    Lemma g_from_gt a b : a > b -> 0 < a - b. Proof. lra. Qed.
    Lemma g_from_eq a b : a = b -> a - b = 0. Proof. lra. Qed.
    Lemma g_both a : 0 <= a -> 0 <= - a -> a = 0. Proof. lra. Qed.
    Lemma g_nonzero a : 0 < a -> a <> 0. Proof. lra. Qed.
    Lemma g_nonzero_neg a : 0 < - a -> a <> 0. Proof. lra. Qed.
    Lemma g_strict a : 0 <= a -> a <> 0 -> 0 < a. Proof. lra. Qed.
    (* Signs. *)
    Lemma g_sub a b : 0 <= a -> 0 <= - b -> 0 <= a - b. Proof. lra. Qed.
    Lemma g_sub_l a b : 0 < a -> 0 <= - b -> 0 < a - b. Proof. lra. Qed.
    Lemma g_sub_r a b : 0 <= a -> 0 < - b -> 0 < a - b. Proof. lra. Qed.
    Lemma g_mul_neg a b : 0 <= - a -> 0 <= - b -> 0 <= a * b. Proof. nra. Qed.
    Lemma g_mul_neg_lt a b : 0 < - a -> 0 < - b -> 0 < a * b. Proof. nra. Qed.
    Lemma g_zero a b : b = 0 -> 0 <= a * b. Proof. intros ->; lra. Qed.
    Lemma g_opp a : 0 <= a -> 0 <= - - a. Proof. lra. Qed.
    Lemma g_opp_lt a : 0 < a -> 0 < - - a. Proof. lra. Qed.
    Lemma g_opp_add a b : 0 <= - a -> 0 <= - b -> 0 <= - (a + b). Proof. lra. Qed.
    Lemma g_opp_add_l a b : 0 < - a -> 0 <= - b -> 0 < - (a + b). Proof. lra. Qed.
    Lemma g_opp_add_r a b : 0 <= - a -> 0 < - b -> 0 < - (a + b). Proof. lra. Qed.
    Lemma g_opp_sub a b : 0 <= b - a -> 0 <= - (a - b). Proof. lra. Qed.
    Lemma g_opp_sub_lt a b : 0 < b - a -> 0 < - (a - b). Proof. lra. Qed.
    Lemma g_opp_mul_l a b : 0 <= - a -> 0 <= b -> 0 <= - (a * b). Proof. nra. Qed.
    Lemma g_opp_mul_l_lt a b : 0 < - a -> 0 < b -> 0 < - (a * b). Proof. nra. Qed.
    Lemma g_opp_mul_r a b : 0 <= a -> 0 <= - b -> 0 <= - (a * b). Proof. nra. Qed.
    Lemma g_opp_mul_r_lt a b : 0 < a -> 0 < - b -> 0 < - (a * b). Proof. nra. Qed.
    Lemma g_inv a : 0 < a -> 0 <= / a. Proof. intro; left; apply Rinv_0_lt_compat; assumption. Qed.
    Lemma g_div a b : 0 <= a -> 0 < b -> 0 <= a / b.
    Proof. intros; apply Rmult_le_pos; [assumption | apply g_inv; assumption]. Qed.
    Lemma g_div_lt a b : 0 < a -> 0 < b -> 0 < a / b.
    Proof. intros; apply Rmult_lt_0_compat; [assumption | apply Rinv_0_lt_compat; assumption]. Qed.
    Lemma g_div_neg a b : 0 <= - a -> 0 < - b -> 0 <= a / b.
    Proof.
      intros; replace (a / b) with ((- a) / (- b)) by (field; lra); apply g_div; assumption.
    Qed.
    Lemma g_div_neg_lt a b : 0 < - a -> 0 < - b -> 0 < a / b.
    Proof.
      intros; replace (a / b) with ((- a) / (- b)) by (field; lra); apply g_div_lt; assumption.
    Qed.
    Lemma g_opp_div a b : 0 <= - a -> 0 < b -> 0 <= - (a / b).
    Proof.
      intros; replace (- (a / b)) with ((- a) / b) by (field; lra);
      apply g_div; assumption.
    Qed.
    Lemma g_opp_div_lt a b : 0 < - a -> 0 < b -> 0 < - (a / b).
    Proof.
      intros; replace (- (a / b)) with ((- a) / b) by (field; lra);
      apply g_div_lt; assumption.
    Qed.
    Lemma g_opp_div_neg a b : 0 <= a -> 0 < - b -> 0 <= - (a / b).
    Proof.
      intros; replace (- (a / b)) with (a / (- b)) by (field; lra);
      apply g_div; assumption.
    Qed.
    Lemma g_opp_div_neg_lt a b : 0 < a -> 0 < - b -> 0 < - (a / b).
    Proof.
      intros; replace (- (a / b)) with (a / (- b)) by (field; lra);
      apply g_div_lt; assumption.
    Qed.
    Lemma g_even a n : 0 <= a ^ (2 * n).
    Proof. rewrite pow_mult; apply pow_le; apply pow2_ge_0. Qed.
    Lemma g_even_lt a n : a <> 0 -> 0 < a ^ (2 * n).
    Proof.
      intro; rewrite pow_mult; apply pow_lt; destruct (Rdichotomy _ _ H); nra.
    Qed.
    Lemma g_ln a : 0 <= a - 1 -> 0 <= ln a.
    Proof.
      intro; rewrite <- ln_1; destruct (Req_dec a 1) as [-> | ];
        [lra | left; apply ln_increasing; lra].
    Qed.
    Lemma g_ln_lt a : 0 < a - 1 -> 0 < ln a.
    Proof. intro; rewrite <- ln_1; apply ln_increasing; lra. Qed.
    Lemma g_opp_ln a : 0 < a -> 0 <= 1 - a -> 0 <= - ln a.
    Proof.
      intros; rewrite <- Ropp_0; apply Ropp_le_contravar; rewrite <- ln_1;
      destruct (Req_dec a 1) as [-> | ]; [lra | left; apply ln_increasing; lra].
    Qed.
    Lemma g_opp_ln_lt a : 0 < a -> 0 < 1 - a -> 0 < - ln a.
    Proof. intros; assert (ln a < ln 1) by (apply ln_increasing; lra); rewrite ln_1 in *; lra. Qed.
    Lemma g_ln1p a : 0 <= a -> 0 <= ln (1 + a).
    Proof. intro; apply g_ln; lra. Qed.
    Lemma g_ln1p_lt a : 0 < a -> 0 < ln (1 + a).
    Proof. intro; apply g_ln_lt; lra. Qed.
    Lemma g_quotient a b : 0 < b -> 0 <= a - b -> 0 <= a / b - 1.
    Proof.
      intros; replace (a / b - 1) with ((a - b) / b) by (field; lra); apply g_div; assumption.
    Qed.
    Lemma g_quotient_lt a b : 0 < b -> 0 < a - b -> 0 < a / b - 1.
    Proof.
      intros; replace (a / b - 1) with ((a - b) / b) by (field; lra); apply g_div_lt; assumption.
    Qed.
    Lemma g_expm1 a : 0 <= a -> 0 <= exp a - 1.
    Proof. intro; pose proof (exp_ineq1_le a); lra. Qed.
    Lemma g_expm1_lt a : 0 < a -> 0 < exp a - 1.
    Proof. intro; pose proof (exp_ineq1 a); lra. Qed.
    (* Increasing functions. *)
    Lemma g_inv_ln u v : 0 < v -> 0 <= u - v -> 0 <= ln u - ln v.
    Proof.
      intros; destruct (Req_dec u v) as [-> | ];
        [lra | assert (ln v < ln u) by (apply ln_increasing; lra); lra].
    Qed.
    Lemma g_inv_ln_lt u v : 0 < v -> 0 < u - v -> 0 < ln u - ln v.
    Proof. intros; assert (ln v < ln u) by (apply ln_increasing; lra); lra. Qed.
    Lemma g_inv_exp u v : 0 <= u - v -> 0 <= exp u - exp v.
    Proof.
      intros; destruct (Req_dec u v) as [-> | ];
        [lra | assert (exp v < exp u) by (apply exp_increasing; lra); lra].
    Qed.
    Lemma g_inv_exp_lt u v : 0 < u - v -> 0 < exp u - exp v.
    Proof. intros; assert (exp v < exp u) by (apply exp_increasing; lra); lra. Qed.
    Lemma g_inv_sqrt u v : 0 <= u - v -> 0 <= sqrt u - sqrt v.
    Proof. intros; assert (sqrt v <= sqrt u) by (apply sqrt_le_1_alt; lra); lra. Qed.
    Lemma g_inv_sqrt_lt u v : 0 <= v -> 0 < u - v -> 0 < sqrt u - sqrt v.
    Proof. intros; assert (sqrt v < sqrt u) by (apply sqrt_lt_1_alt; lra); lra. Qed.
    Lemma g_sqrt_l u v : 0 <= u - v ^ 2 -> 0 <= sqrt u - v.
    Proof.
      intros; assert (sqrt (v ^ 2) <= sqrt u) by (apply sqrt_le_1_alt; lra).
      rewrite <- Rsqr_pow2, sqrt_Rsqr_abs in H0; pose proof (Rle_abs v); lra.
    Qed.
    Lemma g_sqrt_l_lt u v : 0 < u - v ^ 2 -> 0 < sqrt u - v.
    Proof.
      intros; assert (sqrt (v ^ 2) < sqrt u)
        by (apply sqrt_lt_1_alt; pose proof (pow2_ge_0 v); lra).
      rewrite <- Rsqr_pow2, sqrt_Rsqr_abs in H0; pose proof (Rle_abs v); lra.
    Qed.
    Lemma g_sqrt_r u v : 0 <= u -> 0 <= u ^ 2 - v -> 0 <= u - sqrt v.
    Proof.
      intros; assert (sqrt v <= sqrt (u ^ 2)) by (apply sqrt_le_1_alt; lra).
      rewrite sqrt_pow2 in H1; lra.
    Qed.
    Lemma g_sqrt_r_lt u v : 0 <= v -> 0 <= u -> 0 < u ^ 2 - v -> 0 < u - sqrt v.
    Proof.
      intros; assert (sqrt v < sqrt (u ^ 2)) by (apply sqrt_lt_1_alt; lra).
      rewrite sqrt_pow2 in H2; lra.
    Qed.
    Lemma g_ln_l u v : 0 <= u - exp v -> 0 <= ln u - v.
    Proof. intro; rewrite <- (ln_exp v) at 1; apply g_inv_ln; [apply exp_pos | assumption]. Qed.
    Lemma g_ln_l_lt u v : 0 < u - exp v -> 0 < ln u - v.
    Proof. intro; rewrite <- (ln_exp v) at 1; apply g_inv_ln_lt; [apply exp_pos | assumption]. Qed.
    Lemma g_ln_r u v : 0 < v -> 0 <= exp u - v -> 0 <= u - ln v.
    Proof. intros; rewrite <- (ln_exp u) at 1; apply g_inv_ln; assumption. Qed.
    Lemma g_ln_r_lt u v : 0 < v -> 0 < exp u - v -> 0 < u - ln v.
    Proof. intros; rewrite <- (ln_exp u) at 1; apply g_inv_ln_lt; assumption. Qed.
    (* Completing the square. *)
    Lemma g_quadratic a b c y :
      0 <= a -> 0 <= c -> 0 <= 4 * (a * c) - b ^ 2 -> 0 <= a * y ^ 2 + b * y + c.
    Proof.
      intros Ha Hc Hd; destruct (Req_dec a 0) as [-> | Hn].
      - assert (b = 0) as -> by nra; lra.
      - assert (E : a * y ^ 2 + b * y + c =
          ((2 * (a * y) + b) ^ 2 + (4 * (a * c) - b ^ 2)) / (4 * a)) by (field; lra).
        rewrite E; apply g_div; [pose proof (pow2_ge_0 (2 * (a * y) + b)); lra | lra].
    Qed.
    Lemma g_quadratic_lt a b c y :
      0 < a -> 0 < 4 * (a * c) - b ^ 2 -> 0 < a * y ^ 2 + b * y + c.
    Proof.
      intros Ha Hd.
      assert (E : a * y ^ 2 + b * y + c =
        ((2 * (a * y) + b) ^ 2 + (4 * (a * c) - b ^ 2)) / (4 * a)) by (field; lra).
      rewrite E; apply g_div_lt; [pose proof (pow2_ge_0 (2 * (a * y) + b)); lra | lra].
    Qed.
    (* A factor of what is known to have a sign. *)
    Lemma g_factor e m s q : e = m * s / q -> 0 < m -> 0 < q -> 0 <= e -> 0 <= s.
    Proof.
      intros -> Hm Hq He; destruct (Rle_or_lt 0 s) as [ | Hs]; [assumption | exfalso].
      assert (0 < - (m * s / q))
        by (apply g_opp_div_lt; [apply g_opp_mul_r_lt; lra | assumption]); lra.
    Qed.
    Lemma g_factor_lt e m s q : e = m * s / q -> 0 <= m -> 0 < q -> 0 < e -> 0 < s.
    Proof.
      intros -> Hm Hq He; destruct (Rle_or_lt s 0) as [Hs | ]; [exfalso | assumption].
      assert (0 <= - (m * s / q)) by (apply g_opp_div; [apply g_opp_mul_r; lra | assumption]); lra.
    Qed.
    Lemma g_factor_eq e m s q : e = m * s / q -> 0 < m -> 0 < q -> e = 0 -> s = 0.
    Proof.
      intros E Hm Hq He; replace s with (e * q / m) by (rewrite E; field; lra).
      rewrite He; unfold Rdiv; ring.
    Qed.
    (* Squares of a root. *)
    Ltac g_root H :=
      match type of H with ?s * ?s = ?u =>
        try (replace (s ^ 2) with u by (transitivity (s * s); [symmetry; exact H | ring]));
        try (replace (s ^ 3) with (u * s) by (transitivity (s * s * s); [rewrite H | ]; ring));
        try (replace (s ^ 4) with (u ^ 2)
          by (transitivity ((s * s) ^ 2); [rewrite H | ]; ring))
      end.
    (* What divides is not zero. *)
    Ltac g_nz :=
      repeat match goal with
      | |- _ /\ _ => split
      | |- _ * _ <> 0 => apply Rmult_integral_contrapositive_currified
      | |- _ ^ _ <> 0 => apply pow_nonzero
      | |- / _ <> 0 => apply Rinv_neq_0_compat
      end;
      try solve [assumption | lra | apply Rgt_not_eq; apply exp_pos |
      match goal with
      | D : ?e <> 0 |- ?a <> 0 =>
        solve [intro Z; apply D; rewrite <- Z; ring
          | intro Z; apply D; rewrite <- Ropp_0, <- Z; ring]
      end].
    """#
}
