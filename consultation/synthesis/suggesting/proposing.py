"""Groups of texts that use the same words, for people to read, name or throw away."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.synthesis.suggesting.words import stems, words

DISTINCTIVE_WORDS = 6
FEWEST_TEXTS = 5
TEXTS_A_GROUP = 25
MOST_GROUPS = 40
AXES = 50
SHOWN_TEXTS = 5
COMMON = 0.2
"""A word that more than this share of the texts holds tells no group from another, where there are
more than five; of fewer, each may be what so many texts speak of."""


@dataclass(frozen=True)
class Proposal:
    """Texts by their places in what was given, the ones nearest to the middle first."""

    words: Sequence[str]
    """What the group says and the others do not, in the form that its texts use most."""
    texts: Sequence[int]

    @property
    def examples(self) -> Sequence[int]:
        """A few to read first."""
        return self.texts[:SHOWN_TEXTS]


def propose(texts: Sequence[str], seed: int = 1) -> list[Proposal]:
    """Groups of five texts at least, largest first; what fits in none is left out.

    TF-IDF of stems, brought to 50 dimensions (latent semantic analysis, Deerwester et al., JASIS
    41, 1990), then k-means with a group for about 25 texts, 40 at most. The distinctive words are
    those of the class-based TF-IDF: a word's share in the group by the logarithm of how rare it is
    in all.
    """
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize
    from threadpoolctl import threadpool_limits

    spoken = [i for i, text in enumerate(texts) if stems(text)]
    if len(spoken) < 2 * FEWEST_TEXTS:
        return []
    count = max(2, min(MOST_GROUPS, len(spoken) // TEXTS_A_GROUP))
    vectors = TfidfVectorizer(
        tokenizer=stems, token_pattern=None, lowercase=False, sublinear_tf=True, min_df=2,
        max_df=max(COMMON, 1 / count), dtype=np.float32,
    )  # fmt: skip
    try:
        matrix = vectors.fit_transform([texts[i] for i in spoken])
    except ValueError:  # no word stands in two texts and not in all
        return []
    with threadpool_limits(limits=1):
        if matrix.shape[1] > AXES + 1:
            matrix = TruncatedSVD(AXES, random_state=seed).fit_transform(matrix)
        else:
            matrix = matrix.toarray()
        places = normalize(matrix)
        found = MiniBatchKMeans(count, n_init=3, random_state=seed).fit(places)
    nearness = (places * found.cluster_centers_[found.labels_]).sum(axis=1)
    groups = _members(spoken, found.labels_, nearness)
    named = _distinctive(texts, groups)
    made = [Proposal(each, group) for group, each in zip(groups, named, strict=True) if each]
    return sorted(made, key=lambda proposal: -len(proposal.texts))


def _members(
    spoken: Sequence[int], labels: npt.NDArray[np.int32], nearness: npt.NDArray[np.float64]
) -> list[list[int]]:
    """The texts of each group that is large enough, the nearest to its centre first."""
    groups = []
    for label in range(int(labels.max()) + 1):
        rows = np.flatnonzero((labels == label) & (nearness > 0))
        rows = rows[np.argsort(-nearness[rows], kind="stable")]
        if len(rows) >= FEWEST_TEXTS:
            groups.append([spoken[int(row)] for row in rows])
    return groups


def _distinctive(texts: Sequence[str], groups: Sequence[Sequence[int]]) -> list[list[str]]:
    forms: dict[str, Counter[str]] = {}
    counts: list[Counter[str]] = []
    for group in groups:
        own: Counter[str] = Counter()
        for i in group:
            for stem, start, end in words(texts[i]):
                own[stem] += 1
                forms.setdefault(stem, Counter())[texts[i][start:end].lower()] += 1
        counts.append(own)
    everywhere: Counter[str] = Counter()
    for own in counts:
        everywhere.update(own)
    mean = sum(everywhere.values()) / max(1, len(groups))
    named = []
    for own in counts:
        size = sum(own.values())
        weight = {
            stem: count / size * np.log1p(mean / everywhere[stem])
            for stem, count in own.items()
            if count > 1 and len(stem) > 1
        }
        best = sorted(weight, key=lambda stem: (-weight[stem], stem))[:DISTINCTIVE_WORDS]
        named.append([forms[stem].most_common(1)[0][0] for stem in best])
    return named
