"""Campaigns: near-identical contributions, grouped to be read together and never hidden for it.

`words` makes a text comparable, `sketches` finds which texts may resemble one another, `grouping`
decides who belongs together, `own_words` says what each member adds of its own. These four are
pure; the rest keeps their findings in the database as contributions arrive.
"""
