"""Floor 5: how it is seen. Pyramid lives here and in app.py only."""
