"""What is read of contributions."""
