// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: strict Swift 6 and no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "grokcert",
  products: [
    .executable(name: "grokcert", targets: ["grokcert"]),
    .library(
      name: "GrokCert",
      targets: [
        "Reporting", "Certification", "RidgeTheory", "LogisticTheory", "Proving", "ClaimLanguage",
        "Documents", "Enclosures",
      ]),
    // The interval arithmetic alone.
    .library(name: "Enclosures", targets: ["Enclosures"]),
    // What the package in Fuzzing feeds with inputs; for nothing else.
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CMPFR", pkgConfig: "mpfr",
      providers: [.apt(["libmpfr-dev", "libgmp-dev"]), .brew(["mpfr", "gmp"])]),
    .target(name: "MPFRShims", dependencies: ["CMPFR"]),
    .target(name: "Enclosures", dependencies: ["CMPFR", "MPFRShims"], swiftSettings: strict),
    .target(
      name: "Documents",
      dependencies: [
        "Enclosures", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: strict),
    .target(
      name: "ClaimLanguage", dependencies: ["Enclosures", "Documents"], swiftSettings: strict),
    .target(
      name: "Proving", dependencies: ["ClaimLanguage", "Documents", "Enclosures"],
      swiftSettings: strict),
    .target(name: "RidgeTheory", dependencies: ["Enclosures", "Documents"], swiftSettings: strict),
    .target(name: "LogisticKernels"),
    .target(
      name: "LogisticTheory", dependencies: ["Enclosures", "Documents", "LogisticKernels"],
      swiftSettings: strict),
    .target(
      name: "BundledClaims", path: "proofs",
      exclude: ["README.md", "checker", "coq", "inequalities"],
      sources: ["BundledClaims.swift"], resources: [.embedInCode("claims")],
      swiftSettings: strict),
    .target(
      name: "Certification",
      dependencies: [
        "Enclosures", "Documents", "ClaimLanguage", "Proving", "RidgeTheory", "LogisticTheory",
        "BundledClaims",
      ],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: ["Certification", "ClaimLanguage", "Documents", "Enclosures", "Proving"],
      swiftSettings: strict),
    .executableTarget(
      name: "grokcert",
      dependencies: [
        "Certification", "Reporting", "ClaimLanguage", "Documents", "Enclosures", "Proving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .testTarget(
      name: "EnclosuresTests", dependencies: ["Enclosures"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents", "Enclosures"], swiftSettings: strict),
    .testTarget(
      name: "ClaimLanguageTests",
      dependencies: ["ClaimLanguage", "BundledClaims", "Documents", "Enclosures"],
      swiftSettings: strict),
    .testTarget(
      name: "ProvingTests", dependencies: ["Proving", "ClaimLanguage", "Documents", "Enclosures"],
      swiftSettings: strict),
    .target(
      name: "GoldenCases", dependencies: ["RidgeTheory", "Documents", "Enclosures"],
      path: "Tests/GoldenCases", resources: [.embedInCode("Fixtures/ridge-golden.json")],
      swiftSettings: strict),
    .testTarget(
      name: "RidgeTheoryTests",
      dependencies: ["GoldenCases", "RidgeTheory", "Documents", "Enclosures"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "LogisticTheoryTests",
      dependencies: [
        "LogisticTheory", "LogisticKernels", "ClaimLanguage", "Documents", "Enclosures",
      ],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "CertificationTests",
      dependencies: [
        "Certification", "ClaimLanguage", "Proving", "RidgeTheory", "LogisticTheory", "Documents",
        "Enclosures", "BundledClaims", "GoldenCases",
      ], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Reporting", "Certification", "ClaimLanguage", "Documents", "Enclosures", "Proving",
      ],
      swiftSettings: strict),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Certification", "Reporting", "ClaimLanguage", "Proving", "RidgeTheory", "LogisticTheory",
        "Documents", "Enclosures",
      ], path: "Tests/FuzzTargets", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets"], resources: [.copy("Corpus")],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["grokcert", "Enclosures"], swiftSettings: strict),
  ]
)
