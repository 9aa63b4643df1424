"""Work of the texts: reading an uploaded file."""


def read_next_import() -> bool:
    """Read one uploaded file into a draft version."""
    return False
