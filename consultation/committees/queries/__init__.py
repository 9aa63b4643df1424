"""What is read of committees."""
