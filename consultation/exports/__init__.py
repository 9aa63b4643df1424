"""What leaves the instance as files: the corpus of a consultation, in several formats."""
