"""Rules about the ways back: what people think, and how they can say so."""
