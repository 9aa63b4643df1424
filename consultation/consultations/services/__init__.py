"""Use cases of the organiser's side, one file a subject."""
