"""The emulated methods, one module per family; each lists its own in METHODS."""
