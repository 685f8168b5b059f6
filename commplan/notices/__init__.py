"""Telling a team what changed since the last audit, and nothing where nothing did."""
