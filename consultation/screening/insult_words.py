"""The list of insults that an instance begins with; its administrators make it theirs."""

FRENCH = """\
# Une expression par ligne. Un mot seul est trouvé aussi au pluriel en -s.
# Accents et capitales ne comptent pas. Ce qui suit un dièse est un commentaire.

# Injures
abruti
abrutie
andouille
bâtard
bouffon
con
conne
connard
connasse
crétin
crétine
débile
demeuré
dégénéré
enculé
enfoiré
fumier
gogol
imbécile
ordure humaine
pauvre type
pourriture
pute
putain de
raclure
sac à merde
salaud
salope
salopard
sous-merde
tête de con
tocard
trou du cul
vermine

# Injures adressées
casse-toi
fdp
ferme-la
ferme ta gueule
fils de pute
nique ta mère
ntm
ta gueule
va crever
va te faire foutre
va te faire voir

# Injures visant un groupe de personnes
bicot
bougnoule
bamboula
feuj
gouine
mongolien
nègre
négresse
pédé
sale arabe
sale juif
sale juive
sale noir
sale race
tafiole
tapette
travelo
youpin
youpine
"""
