// Certification
