"""Finding contents: what is written of them, who may find them, and the engine that does."""
