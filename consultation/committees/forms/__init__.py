"""The forms of committees."""
