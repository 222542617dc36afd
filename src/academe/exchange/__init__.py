"""Floor 4: one module per outside format; knows no request."""
