"""What people are told, and how they stop being told."""
