"""The forms of the organiser's side, and of somebody's declaration."""
