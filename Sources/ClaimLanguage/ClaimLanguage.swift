// ClaimLanguage
