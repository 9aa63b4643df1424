"""Use cases of committees, one file a subject.

Rows are locked in one order: committee, then ballot, then the opinion and what is in it, then the
ballot's voters and papers; committee, then thread, then message, then what is noted of its readers.
"""
