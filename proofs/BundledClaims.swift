/// The claim files of proofs/claims, compiled into the binary so that an installed grokcert needs no
/// files beside it.
///
/// A test holds this list against the folder.
public enum BundledClaims {
  /// One claim file.
  public struct File: Sendable {
    /// The path below proofs/claims.
    public let name: String
    /// The content, UTF-8.
    public let bytes: [UInt8]
  }

  /// Every bundled claim file.
  public static let files: [File] = [
    File(name: "logistic/log-3.4-grokking.yaml", bytes: PackageResources.log_3_4_grokking_yaml),
    File(name: "logistic/log-4.1-drift.yaml", bytes: PackageResources.log_4_1_drift_yaml),
    File(name: "logistic/log-4.2-residual.yaml", bytes: PackageResources.log_4_2_residual_yaml),
    File(name: "logistic/log-4.3-svm.yaml", bytes: PackageResources.log_4_3_svm_yaml),
    File(
      name: "logistic/log-4.5-bias-corrected.yaml",
      bytes: PackageResources.log_4_5_bias_corrected_yaml),
    File(name: "logistic/log-4.5-bias.yaml", bytes: PackageResources.log_4_5_bias_yaml),
    File(
      name: "logistic/log-4.5-flow-corrected.yaml",
      bytes: PackageResources.log_4_5_flow_corrected_yaml),
    File(name: "logistic/log-4.5-flow.yaml", bytes: PackageResources.log_4_5_flow_yaml),
    File(name: "logistic/log-4.5-limit.yaml", bytes: PackageResources.log_4_5_limit_yaml),
    File(
      name: "logistic/log-4.5-rate-corrected.yaml",
      bytes: PackageResources.log_4_5_rate_corrected_yaml),
    File(name: "logistic/log-4.5-rate.yaml", bytes: PackageResources.log_4_5_rate_yaml),
    File(
      name: "logistic/log-4.6-estimate-corrected.yaml",
      bytes: PackageResources.log_4_6_estimate_corrected_yaml),
    File(
      name: "logistic/log-4.6-estimate-support-law.yaml",
      bytes: PackageResources.log_4_6_estimate_support_law_yaml),
    File(name: "logistic/log-4.6-estimate.yaml", bytes: PackageResources.log_4_6_estimate_yaml),
    File(name: "logistic/log-4.6-lower.yaml", bytes: PackageResources.log_4_6_lower_yaml),
    File(name: "logistic/log-4.6-upper.yaml", bytes: PackageResources.log_4_6_upper_yaml),
    File(
      name: "logistic/log-4.7-train-lower.yaml",
      bytes: PackageResources.log_4_7_train_lower_yaml),
    File(
      name: "logistic/log-4.7-train-upper.yaml",
      bytes: PackageResources.log_4_7_train_upper_yaml),
    File(name: "logistic/log-phase-1.yaml", bytes: PackageResources.log_phase_1_yaml),
    File(name: "logistic/log-phase-2.yaml", bytes: PackageResources.log_phase_2_yaml),
    File(name: "logistic/log-phase-3.yaml", bytes: PackageResources.log_phase_3_yaml),
    File(
      name: "ridge/eq-8-plateau-a-priori.yaml",
      bytes: PackageResources.eq_8_plateau_a_priori_yaml),
    File(name: "ridge/eq-8-t1-a-priori.yaml", bytes: PackageResources.eq_8_t1_a_priori_yaml),
    File(name: "ridge/eq-8-t1.yaml", bytes: PackageResources.eq_8_t1_yaml),
    File(name: "ridge/eq-8-t2-a-priori.yaml", bytes: PackageResources.eq_8_t2_a_priori_yaml),
    File(name: "ridge/eq-8-t2.yaml", bytes: PackageResources.eq_8_t2_yaml),
    File(name: "ridge/thm-4.1-norm.yaml", bytes: PackageResources.thm_4_1_norm_yaml),
    File(name: "ridge/thm-4.1-population.yaml", bytes: PackageResources.thm_4_1_population_yaml),
    File(name: "ridge/thm-4.1-train.yaml", bytes: PackageResources.thm_4_1_train_yaml),
    File(
      name: "ridge/thm-4.2-final-sharp-fast.yaml",
      bytes: PackageResources.thm_4_2_final_sharp_fast_yaml),
    File(name: "ridge/thm-4.2-final-sharp.yaml", bytes: PackageResources.thm_4_2_final_sharp_yaml),
    File(name: "ridge/thm-4.2-final.yaml", bytes: PackageResources.thm_4_2_final_yaml),
    File(
      name: "ridge/thm-4.2-t1-sharp-lower.yaml",
      bytes: PackageResources.thm_4_2_t1_sharp_lower_yaml),
    File(name: "ridge/thm-4.2-t1-sharp.yaml", bytes: PackageResources.thm_4_2_t1_sharp_yaml),
    File(name: "ridge/thm-4.2-t1.yaml", bytes: PackageResources.thm_4_2_t1_yaml),
    File(
      name: "ridge/thm-4.2-t2-corrected.yaml",
      bytes: PackageResources.thm_4_2_t2_corrected_yaml),
    File(name: "ridge/thm-4.2-t2-sharp.yaml", bytes: PackageResources.thm_4_2_t2_sharp_yaml),
    File(name: "ridge/thm-4.2-t2-trace.yaml", bytes: PackageResources.thm_4_2_t2_trace_yaml),
    File(name: "ridge/thm-4.2-t2-upper.yaml", bytes: PackageResources.thm_4_2_t2_upper_yaml),
    File(name: "ridge/thm-4.2-t2.yaml", bytes: PackageResources.thm_4_2_t2_yaml),
    File(name: "ridge/thm-4.4-floor.yaml", bytes: PackageResources.thm_4_4_floor_yaml),
    File(name: "ridge/thm-4.4.yaml", bytes: PackageResources.thm_4_4_yaml),
    File(name: "ridge/thm-4.5-appendix.yaml", bytes: PackageResources.thm_4_5_appendix_yaml),
    File(name: "ridge/thm-4.5.yaml", bytes: PackageResources.thm_4_5_yaml),
    File(name: "ridge/thm-4.6.yaml", bytes: PackageResources.thm_4_6_yaml),
  ]
}
