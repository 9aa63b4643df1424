"""What the organiser is told of a file: why it was refused, what was not kept."""

from consultation.core.i18n import _
from consultation.documents.parsing.blocks import BlockKind, Finding, FindingCode, RefusalCode


def refusal_message(code: RefusalCode) -> str:
    """Why the file was not read, and what to do."""
    return {
        RefusalCode.TOO_LARGE: _(
            "Ce fichier est trop lourd : 20 Mo au plus, 5 Mo pour du texte seul. "
            "Réduisez les images, ou coupez le document en plusieurs parties."
        ),
        RefusalCode.TOO_LARGE_UNPACKED: _(
            "Une fois ouvert, ce fichier dépasse 200 Mo. Réduisez les images, puis recommencez."
        ),
        RefusalCode.TOO_MANY_MEMBERS: _(
            "Ce fichier contient plus de 5 000 pièces. Enregistrez-le de nouveau depuis votre "
            "traitement de texte, puis recommencez."
        ),
        RefusalCode.TOO_MANY_BLOCKS: _(
            "Ce texte compte plus de 20 000 paragraphes. Coupez-le en plusieurs documents."
        ),
        RefusalCode.TOO_SLOW: _(
            "La lecture de ce fichier dure plus de 10 secondes. Enregistrez-le en Markdown ou en "
            "ODT, ou coupez-le en plusieurs parties."
        ),
        RefusalCode.TOO_MUCH_MEMORY: _(
            "Ce fichier demande trop de mémoire. Réduisez les images, ou coupez-le."
        ),
        RefusalCode.ENCRYPTED: _(
            "Ce fichier est protégé par un mot de passe. Retirez la protection, puis recommencez."
        ),
        RefusalCode.TRUNCATED: _(
            "Ce fichier est incomplet ou abîmé. Ouvrez-le dans votre traitement de texte, "
            "enregistrez-le de nouveau, puis recommencez."
        ),
        RefusalCode.MISLABELLED: _(
            "Ce fichier n’est pas du format que son nom annonce. Enregistrez-le en DOCX, ODT, "
            "Markdown, HTML ou PDF, puis recommencez."
        ),
        RefusalCode.UNKNOWN_FORMAT: _(
            "Ce format n’est pas reconnu. Enregistrez le texte en DOCX, ODT, Markdown, HTML ou PDF."
        ),
        RefusalCode.DECLARES_ENTITIES: _(
            "Ce fichier contient des déclarations que nous refusons par sécurité (DTD). "
            "Enregistrez-le de nouveau depuis votre traitement de texte."
        ),
        RefusalCode.UNSAFE_NAMES: _(
            "Ce fichier contient des pièces dont le nom mène hors de lui : nous le refusons par "
            "sécurité. Enregistrez-le de nouveau depuis votre traitement de texte."
        ),
        RefusalCode.EMPTY: _(
            "Ce fichier ne contient aucun texte que nous sachions lire. Si c’est un document "
            "numérisé, passez-le d’abord par une reconnaissance de caractères."
        ),
        RefusalCode.SAME_TEXT: _(
            "Ce fichier dit, mot pour mot, le texte déjà publié : rien n’a été "
            "changé. Corrigez-le, puis recommencez."
        ),
        RefusalCode.OTHER_DRAFT: _(
            "Une autre version suivante de ce texte est déjà en préparation : terminez-la, ou "
            "abandonnez-la, puis recommencez."
        ),
        RefusalCode.UNREADABLE: _(
            "Ce fichier n’a pas pu être lu. Enregistrez-le de nouveau, ou choisissez un autre "
            "format."
        ),
    }[code]


def finding_message(finding: Finding) -> str:
    """What one line of the report says; its place and count are shown beside it."""
    return {
        FindingCode.IMAGE_WITHOUT_ALTERNATIVE: _("Image sans texte de remplacement : décrivez-la."),
        FindingCode.IMAGE_MISSING: _("Image absente du fichier : son texte la remplace."),
        FindingCode.IMAGE_UNREADABLE: _(
            "Image illisible, trop grande ou d’un format inconnu : enregistrez-la en PNG."
        ),
        FindingCode.IMAGE_REMOTE: _("Image d’un autre site : elle n’est pas chargée."),
        FindingCode.TEXT_BOX: _("Zone de texte : recopiez-la à sa place si elle compte."),
        FindingCode.EQUATION: _("Équation : écrivez-la en toutes lettres."),
        FindingCode.MERGED_CELLS: _("Cellules fusionnées : vérifiez le tableau."),
        FindingCode.EMBEDDED_OBJECT: _("Objet incorporé : il n’est pas repris."),
        FindingCode.PDF_IS_A_DRAFT: _(
            "Un PDF ne dit pas où sont les paragraphes : c’est un brouillon, à corriger."
        ),
        FindingCode.UNKNOWN_MARKUP: _("Mise en forme inconnue : seul le texte est repris."),
        FindingCode.AUTOMATIC_NUMBER: _(
            "Titres numérotés par le traitement de texte : leurs numéros ne sont pas repris."
        ),
        FindingCode.HEADING_LEVEL: _("Titre au-delà du niveau 6 : il est ramené au niveau 6."),
        FindingCode.HEADING_LONG: _(
            "Titre trop long : il est repris comme un paragraphe. Raccourcissez-le pour qu’il "
            "nomme une section."
        ),
        FindingCode.LINK_DROPPED: _("Lien vers un autre fichier : ses mots restent, sans le lien."),
        FindingCode.TRACKED_DELETION: _("Suppression suivie : le texte supprimé n’est pas repris."),
        FindingCode.COMMENT: _("Commentaire : il n’est pas repris."),
        FindingCode.HIDDEN_TEXT: _("Texte masqué : il n’est pas repris."),
        FindingCode.METADATA: _("Propriétés du fichier : elles ne sont pas publiées."),
        FindingCode.AUTHOR: _("Noms des auteurs du fichier : ils ne sont pas publiés."),
        FindingCode.MACRO: _("Macro : elle n’est ni reprise ni exécutée."),
        FindingCode.EXTERNAL_LINK: _("Contenu lié à un autre fichier : il n’est pas chargé."),
        FindingCode.SCRIPT: _("Programme dans la page : il n’est pas repris."),
        FindingCode.TABLE_OF_CONTENTS: _("Table des matières : le site en fait une."),
        FindingCode.PAGE_FURNITURE: _("Menus, en-têtes et pieds de page : ils ne sont pas repris."),
    }[finding.code]


def kind_label(kind: BlockKind) -> str:
    """The name of a kind of block."""
    return {
        BlockKind.HEADING: _("titre"),
        BlockKind.PARAGRAPH: _("paragraphe"),
        BlockKind.LIST: _("liste"),
        BlockKind.ITEM: _("élément de liste"),
        BlockKind.TABLE: _("tableau"),
        BlockKind.QUOTATION: _("citation"),
        BlockKind.IMAGE: _("image"),
        BlockKind.NOTE: _("note"),
    }[kind]
