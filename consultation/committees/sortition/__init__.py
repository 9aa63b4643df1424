"""The drawing of lots: pure, seeded, and re-run by whoever holds its record.

Nothing here knows of a database or of the words of a page.
"""
