"""Putting people who stand close together into groups, and choosing how many groups there are."""

from dataclasses import dataclass

import numpy as np

from consultation.synthesis.groups.projecting import project
from consultation.synthesis.groups.votes import Labels, Matrix

BASES = 100
MOST_GROUPS = 5
AXES = MOST_GROUPS - 1
SMALLEST_GROUP = 2
"""One person is not a group (polis-community/red-dwarf, pull request 119)."""
REASSIGNMENTS = 10
STARTS = 6


@dataclass(frozen=True)
class Division:
    """`labels[i]` is the group of row i, from 0; `silhouette` in [-1, 1] says how well apart."""

    labels: Labels
    count: int
    silhouette: float


def divide(votes: Matrix, seed: int) -> Division | None:
    """The best division of the rows of `votes` into 2 to 5 groups; None where there is none.

    People are first gathered into at most 100 small clusters, which are then grouped, each weighing
    its number of people (`clusters.clj` 55-65). With B of them, k goes up to min(5, 2 + B // 12);
    the k with the highest mean silhouette over them wins (`conversation.clj` 271-276 and 430-442,
    `clusters.clj` 339-375). Polis does this on two axes; k groups span k - 1, and two axes lay five
    groups over one another, so k is chosen on four. The k chosen, people are grouped on k - 1 axes
    (two at least), then placed by their votes (`_by_votes`).
    """
    places = project(votes, AXES)
    if not places.any():
        return None
    count, silhouette = _how_many(places, seed)
    if count == 0:
        return None
    axes = max(2, count - 1)
    bases, weights, base_of = _gathered(places[:, :axes], seed)
    labels = _by_votes(votes, _grouped(bases, weights, count, seed)[base_of], count)
    if np.bincount(labels, minlength=count).min() < SMALLEST_GROUP:
        return None
    return Division(labels, count, silhouette)


def _how_many(places: Matrix, seed: int) -> tuple[int, float]:
    from sklearn.metrics import silhouette_score

    bases, weights, base_of = _gathered(places, seed)
    best = (0, -1.0)
    for count in range(2, min(MOST_GROUPS, 2 + len(bases) // 12) + 1):
        if count >= len(bases):
            break
        found = _grouped(bases, weights, count, seed)
        sizes = np.bincount(found[base_of], minlength=count)
        if sizes.min() < SMALLEST_GROUP:
            continue
        apart = float(silhouette_score(bases, found))
        if apart > best[1]:
            best = (count, apart)
    return best


def _gathered(places: Matrix, seed: int) -> tuple[Matrix, Matrix, Labels]:
    """At most 100 small clusters: their centres, how many people each holds, and whose is whose."""
    from sklearn.cluster import KMeans

    distinct, same = np.unique(places, axis=0, return_inverse=True)
    same = same.reshape(-1)
    if len(distinct) <= BASES:
        return distinct, np.bincount(same).astype(np.float64), same.astype(np.int64)
    found = KMeans(BASES, n_init=1, max_iter=20, random_state=seed).fit(places)
    used, labels = np.unique(found.labels_, return_inverse=True)
    labels = labels.reshape(-1).astype(np.int64)
    return found.cluster_centers_[used], np.bincount(labels).astype(np.float64), labels


def _grouped(bases: Matrix, weights: Matrix, count: int, seed: int) -> Labels:
    from sklearn.cluster import KMeans

    found = KMeans(count, n_init=STARTS, random_state=seed).fit(bases, sample_weight=weights)
    return np.asarray(found.labels_, dtype=np.int64)


def _by_votes(votes: Matrix, labels: Labels, count: int) -> Labels:
    """Each person in the group whose votes make theirs most likely, until nobody moves.

    Not in Polis: with few votes a person's place on the axes is blurred, while the votes themselves
    still tell. Classification by naive Bayes over agree, disagree, pass, each group's shares drawn
    towards everybody's by two votes; repeated, it is the classification EM of Celeux and Govaert
    (Computational Statistics & Data Analysis 14, 1992).
    """
    kinds = [(votes == value).astype(np.float64) for value in (1, -1, 0)]
    overall = np.array([kind.sum(axis=0) + 1 for kind in kinds])
    overall /= overall.sum(axis=0)
    for _round in range(REASSIGNMENTS):
        member = np.eye(count)[labels]
        given = [member.T @ kind for kind in kinds]
        total = np.sum(given, axis=0) + 2
        likely = np.log((member.sum(axis=0) + 1) / (len(labels) + count))
        likely = likely + sum(
            kind @ np.log((each + 2 * share) / total).T
            for kind, each, share in zip(kinds, given, overall, strict=True)
        )
        moved = likely.argmax(axis=1)
        if (moved == labels).all():
            break
        labels = moved
    return labels
