"""Rules about escalation paths."""
