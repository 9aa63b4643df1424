"""What may be done with answers.

Rows are locked in this order: consultation, batch, answer (by id), milestone, telling.
"""
