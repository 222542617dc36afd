"""Floor 2: what the databases keep."""
