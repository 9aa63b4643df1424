"""Use cases of those who code, write and answer, one file a subject.

Rows are locked in one order, so that two acts never wait for each other: codebook, theme, reading,
coding, synthesis, statement.
"""
