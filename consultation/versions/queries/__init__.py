"""What is read of versions and of what becomes of paragraphs."""
