"""Better vectors from a folder of the operator's: a tiny model that the test makes itself."""

from pathlib import Path

import numpy as np
import pytest

from consultation.core.settings import Settings, SettingsError
from consultation.synthesis.suggesting import Suggester
from consultation.synthesis.suggesting.vectors import embedder

WORDS = ("ombre", "arbre", "feuillage", "soleil", "chien", "laisse", "museau", "aboie", "parc")
TREES = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine words: four point one way, four another, one in between."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    known = {"[UNK]": 0, **{word: i + 1 for i, word in enumerate(WORDS)}}
    tokenizer = Tokenizer(models.WordLevel(known, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    rows = [[0.0, 0.0]]
    rows += [[1.0, 0.0] if i in TREES else [0.0, 1.0] for i in range(8)]
    rows += [[0.7, 0.7]]
    path = tmp_path_factory.mktemp("vectors")
    StaticModel(np.array(rows, dtype=np.float32), tokenizer).save_pretrained(str(path))
    return path


def test_texts_that_share_no_word_are_near_by_what_they_mean(folder: Path) -> None:
    embed = embedder(folder)
    assert embed is not None
    shade, leaves, dog, nothing = embed(["Ombre", "feuillage", "museau", "xyz"])
    assert shade @ leaves > 0.99
    assert abs(shade @ dog) < 0.01
    assert not nothing.any()


def test_a_theme_is_suggested_for_words_that_nobody_coded_yet(folder: Path) -> None:
    examples = [
        ("de l’ombre au parc", ["Arbres"]), ("un arbre au parc", ["Arbres"]),
        ("un chien au parc", ["Chiens"]), ("la laisse au parc", ["Chiens"]),
        ("arbre et ombre", ["Arbres"]), ("chien en laisse", ["Chiens"]),
    ]  # fmt: skip
    suggester = Suggester.learn(examples, embedder(folder))
    assert suggester is not None
    leaves, dog = suggester.suggest(["le feuillage au parc", "il aboie au parc"], most=1)
    assert leaves[0].theme == "Arbres"
    assert dog[0].theme == "Chiens"


def test_without_a_folder_words_alone_are_compared() -> None:
    assert embedder(None) is None


def test_nothing_is_fetched_and_a_folder_without_a_model_is_refused_at_start(
    tmp_path: Path, folder: Path
) -> None:
    environ = {"CONSULTATION_VAR": str(tmp_path)}
    assert Settings.from_env(environ).vectors is None
    kept = Settings.from_env({**environ, "CONSULTATION_VECTORS": str(folder)}).vectors
    assert kept == folder.resolve()
    for wrong in (str(tmp_path), "minishlab/potion-base-8M"):
        with pytest.raises(SettingsError):
            Settings.from_env({**environ, "CONSULTATION_VECTORS": wrong})
