// RidgeTheory
