"""Themes suggested for what is not coded yet, learnt from what people coded: never a decision.

A calculation of its own, no database. `Suggester.learn(examples)` learns; `suggest(texts)` gives
three themes at most for each, to be ticked by a person; `evidence` shows why. `propose(texts)`
gathers what nobody coded yet into readable groups with their distinctive words, to accept, rename
or throw away. Machine themes are not fit to be published; machine suggestions are useful.
"""

from consultation.synthesis.suggesting.learning import Suggester, Suggestion
from consultation.synthesis.suggesting.proposing import Proposal, propose

__all__ = ["Proposal", "Suggester", "Suggestion", "propose"]
