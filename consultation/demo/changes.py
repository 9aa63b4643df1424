"""What a text of the demo became after its consultation. Data alone, no database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedChange:
    """Words of a text's Markdown that a later version replaces, and why."""

    old: str
    new: str
    why: str = ""


@dataclass(frozen=True)
class LaterVersion:
    """What a text became; `published_in` counts days from today."""

    published_in: int
    change_log: str
    changes: tuple[PlannedChange, ...]
    removal: str
    """Why what was removed is gone."""
    rewording_reason: str
    """The answer to proposed rewordings that were not taken."""


CHILD_RECORD_LATER = LaterVersion(
    published_in=-178,
    change_log=(
        "Le droit de masquer des soins commence à treize ans. Le bilan de l’essai est "
        "rendu public. L’expérience est ouverte à six départements, dont deux "
        "d’outre-mer."
    ),
    changes=(
        PlannedChange(
            "À partir de quinze ans, il peut masquer à ses parents les soins pour "
            "lesquels la loi lui garantit le secret.",
            "À partir de treize ans, il peut masquer à ses parents les soins pour "
            "lesquels la loi lui garantit le secret.",
            "L’âge de quinze ans a été jugé trop tardif par les collégiens et les "
            "médecins scolaires qui ont contribué.",
        ),
        PlannedChange(
            "dans trois départements, pendant un an, à des familles volontaires. Le bilan portera",
            "dans six départements, dont deux d’outre-mer, pendant un an, à des "
            "familles volontaires. Le bilan sera rendu public\u202f; il portera",
            "Plusieurs contributions demandaient que l’essai ne se limite pas à "
            "l’Hexagone, et que chacun puisse en lire le bilan.",
        ),
        PlannedChange(
            " Les équipes de protection de l’enfance ont participé à la rédaction de cette règle.",
            "\n\nLes équipes de protection de l’enfance ont participé à la rédaction "
            "de cette règle. Elles la reliront avec les logiciels, avant la "
            "généralisation.",
        ),
        PlannedChange(
            "Le tableau suivant résume les droits proposés. Il est soumis à vos "
            "remarques, ligne par ligne.\n\n",
            "",
        ),
    ),
    removal="La phrase invitait à commenter le tableau\u00a0; ce n’est plus le moment.",
    rewording_reason=("L’idée a été lue\u00a0; les mots retenus sont ceux de la nouvelle version."),
)
