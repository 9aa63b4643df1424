"""What people say about a text, how it is voted on, edited, withdrawn, and proved received."""
