"""Forms of the synthesis."""
