"""Rules about training and programmes."""
