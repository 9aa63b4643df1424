"""The forms of those who speak."""
