"""What exports read: the corpus row by row, its state, and the requests."""
