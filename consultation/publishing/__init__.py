"""A document as data, and what writes it as PDF, DOCX, ODT or HTML.

It knows no feature: a synthesis, an opinion, a session make a `Document` of `blocks`, and
`writers.write` makes the file. The same document of the same day gives the same bytes.
"""
