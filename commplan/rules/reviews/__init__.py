"""Rules about reviews and what was approved."""
