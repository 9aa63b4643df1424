"""The demo: original French texts, fictitious people and what they say, made from a seed.

Nothing here touches the database. The persons, figures and measures are invented.
"""
