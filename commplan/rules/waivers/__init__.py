"""Rules about waivers and inline ignores."""
