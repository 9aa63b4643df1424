"""What is read of moderation."""
