// LogisticTheory
