"""What is read for the synthesis."""
