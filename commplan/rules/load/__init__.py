"""Rules about load on people."""
