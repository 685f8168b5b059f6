"""Rules about response-time promises."""
