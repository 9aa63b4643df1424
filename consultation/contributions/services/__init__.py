"""Use cases of those who speak, one file a subject.

Rows are locked in one order, so that two acts never wait for each other: contribution, thread,
document, consultation, participant, category, discussion, page.
"""
