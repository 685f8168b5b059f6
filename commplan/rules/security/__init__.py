"""Rules about security and confidentiality."""
