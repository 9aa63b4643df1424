"""Why an institution's template is not taken, and what to do."""

from consultation.core.i18n import _, _n
from consultation.publishing.template import Fault, TemplateError

MOST_NAMED = 10


def refusal(error: TemplateError) -> str:
    """A sentence that names what is wrong."""
    named = ", ".join(f"{{{{ {name} }}}}" for name in error.names[:MOST_NAMED])
    if error.fault is Fault.UNKNOWN:
        return _n(
            "Le modèle contient un repère inconnu : %(names)s. La liste des repères est plus bas.",
            "Le modèle contient des repères inconnus : %(names)s. La liste des repères est plus "
            "bas.",
            len(error.names),
            names=named,
        )
    if error.fault is Fault.MISPLACED:
        return _n(
            "Le repère %(names)s se place seul dans un paragraphe, hors des en-têtes et des pieds "
            "de page.",
            "Les repères %(names)s se placent seuls dans un paragraphe, hors des en-têtes et des "
            "pieds de page.",
            len(error.names),
            names=named,
        )
    return {
        Fault.TOO_LARGE: _("Le modèle dépasse 10 Mo, ou grossit trop une fois ouvert."),
        Fault.NOT_DOCX: _("Ce fichier ne s’ouvre pas comme un DOCX. Enregistrez-le de nouveau."),
        Fault.ACTIVE: _(
            "Le modèle contient des macros, des objets ou des liens vers d’autres fichiers. "
            "Enregistrez-le en DOCX sans eux."
        ),
    }.get(error.fault, _("Le modèle ne contient aucun repère, tel que {{ synthese }}."))
