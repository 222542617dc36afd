"""Floor 2: what the district wrote, read from its files into frozen dataclasses."""
