"""The work between the command line and the engine: files, cache, processes, the whole run."""
