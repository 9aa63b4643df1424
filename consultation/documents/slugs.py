"""A text's place in the address of its consultation."""

TAKEN_BY_PAGES = frozenset(
    {
        "a-propos", "avis", "charte", "comite", "contribuer", "contributions", "flux", "importer",
        "imports", "journal", "lexique", "ma-declaration", "recherche", "registre", "reponses",
        "suivre", "synthese", "textes", "transparence", "votes",
    }
)  # fmt: skip
"""Words kept for a consultation's other pages, those to come included."""
