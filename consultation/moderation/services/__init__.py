"""Use cases of those who moderate.

Rows are locked in the order of `contributions.services`: what is judged first, its author's
participation after the consultation. The journal's lock comes last; so an act on many contributions
is one transaction for each.
"""
