"""Rules about the audit itself."""
