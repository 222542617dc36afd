"""Floor 3: what people do, one function per verb, the person first."""
