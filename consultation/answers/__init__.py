"""What the institution answers: to a theme, a statement, a paragraph, a campaign, a contribution.

An answer has an outcome, reasons and milestones; published, it reaches everybody whom it concerns,
and can be corrected only by a new version beside the old one.
"""
