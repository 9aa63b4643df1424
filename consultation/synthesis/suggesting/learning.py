"""Learning themes from coded texts, and suggesting three for others."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from consultation.synthesis.suggesting.vectors import Embed
from consultation.synthesis.suggesting.words import stems, words

Theme = TypeVar("Theme", bound=Hashable)
MOST = 3
FEWEST_EXAMPLES = 2
"""A theme that one text alone has is not suggested yet: one text is an anecdote."""
SMOOTHING = 0.3
AT_ONCE = 2_000
EVIDENCE_WORDS = 8


@dataclass(frozen=True)
class Suggestion(Generic[Theme]):
    """A theme to be ticked. `score` orders the suggestions of one text; it is no probability."""

    theme: Theme
    score: float


class Meaning:
    """The same themes learnt from vectors: a linear model over centred static embeddings."""

    def __init__(self, embed: Embed, middle: Any, model: Any) -> None:
        self._embed = embed
        self._middle = middle
        self._model = model

    @classmethod
    def learn(cls, embed: Embed, texts: Sequence[str], labels: Sequence[int]) -> "Meaning":
        """Learn from texts and the places of their themes."""
        from sklearn.linear_model import RidgeClassifier
        from threadpoolctl import threadpool_limits

        rows = embed(texts)
        middle = rows.mean(axis=0)
        with threadpool_limits(limits=1):
            model = RidgeClassifier(class_weight="balanced").fit(rows - middle, labels)
        return cls(embed, middle, model)

    def scores(self, texts: Sequence[str]) -> Any:
        """A row for each text, a column for each theme."""
        found = self._model.decision_function(self._embed(texts) - self._middle)
        return np.stack([-found, found], axis=1) if found.ndim == 1 else found


def standard(scores: Any) -> Any:
    """Each row with mean 0 and deviation 1, so that two of them can be added."""
    spread = scores.std(axis=1, keepdims=True)
    return (scores - scores.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)


class Suggester(Generic[Theme]):
    """What was learnt from coded texts. Learn again as people code: it takes a second or so."""

    def __init__(
        self, themes: list[Theme], vectors: Any, model: Any, meaning: "Meaning | None" = None
    ) -> None:
        self._meaning = meaning
        self._themes = themes
        self._vectors = vectors
        self._model = model
        self._place = {theme: i for i, theme in enumerate(themes)}
        weights = model.feature_log_prob_
        self._gains = (weights - weights.mean(axis=0)) * vectors.idf_
        """What each word says for each theme, against what it says for all."""

    @property
    def themes(self) -> Sequence[Theme]:
        """Those that can be suggested."""
        return self._themes

    @classmethod
    def learn(
        cls, examples: Iterable[tuple[str, Iterable[Theme]]], embed: Embed | None = None
    ) -> "Suggester[Theme] | None":
        """Learn from (text, its themes). None while fewer than two themes have two texts each.

        Stems and pairs of stems, weighted by TF-IDF (Salton and Buckley, Information Processing &
        Management 24, 1988), then complement naive Bayes, a linear model that bears themes of
        very different sizes (Rennie et al., ICML 2003). A text with several themes is an example
        of each. With `embed`, what the texts mean weighs as much as their words.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import ComplementNB

        pairs = [(text, theme) for text, themes in examples for theme in themes]
        counts: dict[Theme, int] = {}
        for _text, theme in pairs:
            counts[theme] = counts.get(theme, 0) + 1
        themes = [theme for theme, count in counts.items() if count >= FEWEST_EXAMPLES]
        place = {theme: i for i, theme in enumerate(themes)}
        known = [(text, place[theme]) for text, theme in pairs if theme in place]
        if len(themes) < 2 or not any(stems(text) for text, _theme in known):
            return None
        vectors = TfidfVectorizer(
            tokenizer=stems, token_pattern=None, lowercase=False, ngram_range=(1, 2),
            sublinear_tf=True, dtype=np.float32,
        )  # fmt: skip
        matrix = vectors.fit_transform([text for text, _theme in known])
        labels = [theme for _text, theme in known]
        model = ComplementNB(alpha=SMOOTHING).fit(matrix, labels)
        meaning = Meaning.learn(embed, [text for text, _theme in known], labels) if embed else None
        return cls(themes, vectors, model, meaning)

    def suggest(self, texts: Sequence[str], most: int = MOST) -> list[list[Suggestion[Theme]]]:
        """For each text at most `most` themes, the likeliest first; none for one without a word."""
        found: list[list[Suggestion[Theme]]] = []
        for start in range(0, len(texts), AT_ONCE):
            found += self._some(texts[start : start + AT_ONCE], most)
        return found

    def _some(self, texts: Sequence[str], most: int) -> list[list[Suggestion[Theme]]]:
        matrix = self._vectors.transform(texts)
        scores = self._model.predict_joint_log_proba(matrix)
        if self._meaning is not None:
            scores = standard(scores) + standard(self._meaning.scores(texts))
        count = min(most, len(self._themes))
        best = np.argsort(-scores, axis=1, kind="stable")[:, :count]
        is_known = np.diff(matrix.indptr) > 0
        return [
            [Suggestion(self._themes[j], float(scores[i, j])) for j in best[i]]
            if is_known[i]
            else []
            for i in range(len(texts))
        ]

    def evidence(self, text: str, theme: Theme) -> tuple[int, int] | None:
        """The few words of `text` that speak most for `theme`, as [start, end); None for none.

        The run of at most eight words that count whose weights for the theme, against their mean
        over all themes, add up to most.
        """
        found = list(words(text))
        vocabulary = self._vectors.vocabulary_
        gains = self._gains[self._place[theme]]
        values = [
            float(gains[vocabulary[stem]]) if stem in vocabulary else 0.0
            for stem, _start, _end in found
        ]
        best, where = 0.0, None
        for first in range(len(found)):
            total = 0.0
            for last in range(first, min(first + EVIDENCE_WORDS, len(found))):
                total += values[last]
                if total > best:
                    best, where = total, (found[first][1], found[last][2])
        return where
