"""The codebook as files hold it."""

from consultation.exports.writers.codebook import Code
from consultation.synthesis.queries.codebook import tree_of
from consultation.synthesis.wording import ThemeWords


def codes_of(consultation_id: int) -> list[Code]:
    """Every theme, retired ones included, since codings keep them."""
    return [
        Code(
            each.key,
            ThemeWords(each.name, each.definition, each.example, each.colour, each.is_out_of_scope),
            "" if each is branch.theme else branch.theme.key,
            each.retired_at is not None,
        )
        for branch in tree_of(consultation_id, with_retired=True)
        for each in (branch.theme, *branch.under)
    ]
