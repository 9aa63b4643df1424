"""The words that `health` looks for, folded: no capitals, no accents, « œ » as « o »."""

from consultation.screening.words import listed


def _both(text: str) -> frozenset[str]:
    """Each word, and its plural."""
    words = text.split()
    return frozenset(words) | {f"{word}s" for word in words}


DISEASES = _both(
    "maladie cancer tumeur leucemie lymphome melanome metastase sarcome diabete asthme "
    "epilepsie alzheimer parkinson sclerose autisme schizophrenie bipolarite depression "
    "anorexie boulimie anxiete demence psychose phobie toc tdah dyslexie dyspraxie trisomie "
    "mucoviscidose hemophilie drepanocytose myopathie fibromyalgie endometriose lupus "
    "polyarthrite arthrose arthrite goutte osteoporose hernie sciatique lombalgie lyme crohn "
    "coliaque eczema psoriasis zona glaucome cataracte surdite cecite hypertension "
    "hypotension infarctus avc avcs embolie phlebite thrombose anevrisme arythmie cirrhose "
    "hepatite pancreatite nephropathie pneumonie bronchite bronchiolite tuberculose covid "
    "grippe rougeole coqueluche varicelle meningite herpes syphilis chlamydia vih sida hiv "
    "mst ist migraine alcoolisme addiction toxicomanie obesite malformation handicap "
    "avortement ivg infertilite sterilite menopause grossesse septicemie anemie thyroide "
    "hypothyroidie hyperthyroidie allergie cholesterol insomnie apnee burnout fracture "
    "paralysie paraplegie hemiplegie tetraplegie amputation deuil trouble delire "
    "hallucination incontinence crise symptome pathologie infection kyste polype fibrome "
    "cardiopathie"
) | {"abces", "dcd", "bpco", "tspt"}
"""What one has."""

CONDITIONS = _both(
    "diabetique asthmatique epileptique autiste schizophrene bipolaire depressif depressive "
    "anorexique boulimique dement demente psychotique phobique dyslexique trisomique "
    "hemophile myopathe cancereux cancereuse tuberculeux hypertendu hypertendue insuffisant "
    "cardiaque alcoolique toxicomane heroinomane cocainomane drogue droguee seropositif "
    "seropositive sideen sourd sourde aveugle malvoyant malvoyante malentendant muet muette "
    "paraplegique tetraplegique hemiplegique paralyse paralysee ampute amputee handicape "
    "handicapee invalide malade enceinte sterile infertile obese allergique greffe greffee "
    "dialyse dialysee hospitalise hospitalisee interne internee opere operee contamine "
    "contaminee suicidaire stomise stomisee migraineux migraineuse insomniaque vaccine "
    "vaccinee impuissant trisomie intube intubee ampute chimio cirrhotique parkinsonien "
    "parkinsonienne soigne soignee traite traitee suivi suivie diagnostique diagnostiquee "
    "atteint atteinte gueri guerie remission"
) - {"dialyses", "internes", "suivis", "traites"}
"""What one is."""

WEAK = listed(
    "soigne soignee soignes soignees traite traitee traitees suivi suivie suivies atteint "
    "atteints atteinte atteintes gueri guerie gueris gueries interne internee maladie "
    "maladies trouble troubles crise crises infection infections symptome symptomes handicap "
    "handicaps cardiaque cardiaques greffe greffes deuil pathologie pathologies"
)
"""Words that say something of health only beside another."""

DRUGS = _both(
    "insuline lithium morphine levothyrox ritaline prozac valium xanax lexomil seroplex "
    "tramadol methadone subutex doliprane cortisone anticoagulant antidepresseur anxiolytique "
    "neuroleptique antipsychotique antibiotique antiretroviral chimiotherapie chimio "
    "radiotherapie immunotherapie metformine ramipril statine kardegic xarelto eliquis "
    "ventoline depakine lyrica humira keytruda prep pilule sterilet tritherapie "
    "hormonotherapie immunosuppresseur betabloquant opioide somnifere perfusion dialyse "
    "pacemaker stent prothese"
)
"""What one takes, or carries."""

CARE = _both(
    "operation mastectomie hysterectomie ablation greffe transplantation biopsie coloscopie "
    "accouchement cesarienne hospitalisation reanimation internement cure desintoxication "
    "sevrage psychotherapie traitement ordonnance glycemie tentative fausse fausses overdose"
)
"""What one went through."""

CARE_ACTS = listed(
    "diagnostique detecte decouvert prescrit opere operee enleve ampute greffe hospitalise "
    "hospitalisee interne internee implante pose transplante vaccine soigne dialyse mis mise"
)
"""« On m’a … »."""

PAIRS = {
    ("fausse", "couche"), ("fausses", "couches"), ("burn", "out"), ("crise", "cardiaque"),
    ("crise", "asthme"), ("crises", "asthme"), ("crises", "epilepsie"), ("tentative", "suicide"),
    ("perd", "memoire"), ("perdu", "memoire"), ("en", "psychiatrie"),
    ("hopital", "psychiatrique"), ("arret", "maladie"), ("trouble", "bipolaire"),
    ("tension", "arterielle"), ("accident", "vasculaire"), ("maladie", "rare"),
}  # fmt: skip
"""Two words that mean it together, a « la » or a « de » between them or not."""

KIN = _both(
    "fils fille pere mere mari femme epouse epoux conjoint conjointe compagnon compagne frere "
    "sour soeur oncle tante cousin cousine neveu niece papi mamie maman papa voisin voisine "
    "collegue ami amie copain copine patron patronne chef gardien gardienne concierge bebe "
    "enfant ex belle beau grand filleul filleule locataire nounou coloc petit petite aine "
    "ainee cadet cadette jumeau jumelle garcon gamin gamine gosse boulanger boulangere "
    "instituteur institutrice professeur professeure directeur directrice maire facteur "
    "postier banquier banquiere proprietaire patient patiente eleve client cliente beaupere "
    "bellemere"
) - {"patients", "patientes", "eleves", "clients", "clientes", "grands", "beaux", "belles"}
"""Somebody whom those around would know."""
ALONE = frozenset({"maman", "papa", "mamie", "papi", "papy", "mamy"})
OWNERS = listed("mon ma mes notre nos son sa ses leur ton ta votre")
ARTICLES = listed("le la un une l du au")
NEIGHBOURS = listed(
    "voisin voisine collegue concierge gardien gardienne maire facteur boulanger boulangere "
    "patron patronne directeur directrice instituteur institutrice professeur fille fils "
    "femme mari banquier proprietaire"
)
"""Known with « le » or « la » too, once a place or somebody says which."""
TITLES = listed("m mr mme mlle monsieur madame mademoiselle")

FIRST = listed("je j")
LINKS = listed(
    "suis etais serai ai avais aurai eu ete fus souffre souffrais prends prenais vis vivais "
    "vivant fais faisais fait porte portais sors subi contracte attrape developpe declare "
    "perds soigne bois consomme suivais deviens devenu devenue reste"
)
"""Verbs that put a person and a state together."""
OTHERS_LINKS = listed(
    "est etait a avait eu ete souffre souffrait prend prenait vit vivait fait porte subit "
    "subi mort morte decede decedee sous perd suit attend devenu devenue avec sort"
)
BREAKS = listed(
    "patients patientes malades personnes gens femmes hommes enfants medecin medecins "
    "infirmier infirmiere aide aides soignant soignants soignante chercheur chercheuse "
    "cherche cherchent cardiologue neurologue radiologue radiologie psychiatre chirurgien "
    "pharmacien pharmacienne dieteticienne ingenieur technicien technicienne etudiant "
    "etudiante travaille travaillait etudie etudiais these recherche recherches association "
    "associations service institut cohorte registre pense pensais crois croit dit disait "
    "trouve lu lis vu vois entendu ecrit appris question avis peur confiance favorable "
    "favorables opposee oppose contre convaincu convaincue demande demandons propose voudrais "
    "aimerais souhaite prefere accompagne dirige concois vends vend vente base bases donnees "
    "paragraphe articles article plan depistage referentiel vote participe inquiete sait "
    "savoir oublie utilise logiciel logiciels president presidente ministre editeur editeurs "
    "benevole animateur veut devenir preparent apprendre formee forme si pourquoi recois dont"
)
"""Words after which one speaks of others, or of ideas."""
