"""Consultation: a text put to the public, paragraph by paragraph, every contribution traced."""
