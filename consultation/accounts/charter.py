"""The participation charter: numbered rules under a version that each account accepted."""

from consultation.core.i18n import _

CHARTER_VERSION = 1
CHARTER_DATE = "2026-11-24"


def rules() -> list[tuple[str, str]]:
    """The rules in force: a title, and what it asks. Rule n is at index n - 1."""
    return [
        (
            _("Parlez du texte"),
            _("Une contribution porte sur le passage qu’elle commente, ou sur le texte entier."),
        ),
        (
            _("Critiquez les idées"),
            _("Toutes les opinions ont leur place, y compris vives. Elles visent des idées."),
        ),
        (
            _("N’attaquez personne"),
            _("Ni injure, ni menace, ni accusation contre une personne nommée ou reconnaissable."),
        ),
        (
            _("Respectez l’égale dignité"),
            _("Les propos racistes, sexistes, homophobes ou haineux sont interdits par la loi."),
        ),
        (
            _("Ne racontez pas la santé d’une personne reconnaissable"),
            _("Ni la vôtre, ni celle d’un proche : décrivez la situation, sans nom, lieu ni date."),
        ),
        (
            _("Ne donnez pas de coordonnées"),
            _("Ni téléphone, ni adresse, ni numéro de sécurité sociale, les vôtres compris."),
        ),
        (
            _("Ne faites pas de publicité"),
            _("Un lien vers une source est utile. Une réclame ne l’est pas."),
        ),
        (
            _("Dites à quel titre vous parlez"),
            _("Choisissez votre catégorie avec franchise. Une organisation parle sous son nom."),
        ),
        (
            _("Une personne, un compte"),
            _("Plusieurs comptes ne font pas plusieurs avis. Les textes identiques sont groupés."),
        ),
    ]
