"""What is read of answers, and of what they are about."""
