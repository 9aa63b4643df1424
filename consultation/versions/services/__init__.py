"""Writing the next version of a text, and publishing it without losing a contribution."""
