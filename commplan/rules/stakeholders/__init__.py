"""Rules about people, groups and parties outside."""
