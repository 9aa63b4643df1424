"""The demo's texts and voices."""
