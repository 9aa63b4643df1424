"""Names of rows, and secrets sent to people."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from consultation.core.keys import ALPHABET, new_key, new_token, token_hash


@given(st.integers(1, 40))
def test_a_key_has_its_length_and_no_letter_that_is_taken_for_another(length: int) -> None:
    key = new_key(length)
    assert len(key) == length
    assert set(key) <= set(ALPHABET)
    assert not set("01ilou") & set(key)


def test_keys_do_not_repeat_and_use_every_letter() -> None:
    keys = [new_key() for _key in range(2_000)]
    assert len(set(keys)) == len(keys)
    assert set("".join(keys)) == set(ALPHABET)


def test_a_token_is_of_256_bits_and_only_its_hash_is_kept() -> None:
    token = new_token()
    assert len(token) >= 43
    assert new_token() != token
    assert token_hash(token) == hashlib.sha256(token.encode()).hexdigest()
