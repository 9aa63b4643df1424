"""Better vectors, where the operator has put a model: static embeddings, read from a folder alone.

The optional extra `semantic` (model2vec, MIT). Nothing is ever downloaded: without the folder, or
without the extra, words alone are compared. One thread.
"""

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Embed = Callable[[Sequence[str]], Any]
"""A row of numbers for each text, of length 1; zeros for a text without a known word."""
LONGEST = 512
"""Pieces of words of a text that count."""


def embedder(folder: Path | None) -> Embed | None:
    """The vectors of the model in `folder`; None without one."""
    return None if folder is None else _loaded(folder)


@cache
def _loaded(folder: Path) -> Embed:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(str(folder), normalize=True, force_download=False)

    def embed(texts: Sequence[str]) -> Any:
        rows = model.encode(list(texts), max_length=LONGEST, use_multiprocessing=False)
        return np.nan_to_num(np.asarray(rows, dtype=np.float32))

    return embed
