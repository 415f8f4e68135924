package demo

// Given and family names of invented people. The alphabets are those of the
// people whom a Walloon couveuse meets.
var (
	womenNames = []string{"Zoë", "Chloé", "Inès", "Nour", "Fatima-Zahra", "Aïcha", "Małgorzata", "Łucja", "İpek", "Ayşe", "Thị Hồng", "Mỹ Linh",
		"Ελένη", "Олена", "Надія", "Svetlana", "Marie-Ange", "Béatrice", "Françoise", "Élodie", "Maëlle", "Gwenaëlle", "Ana Lúcia", "Conceição",
		"Grâce", "Divine", "Solange", "Yasmina", "Saïda", "Leïla", "Mégane", "Noémie", "Anaïs", "Eléa", "Ingrid", "Åsa", "Dóra", "Žofia"}
	menNames = []string{"Łukasz", "Søren", "Jean-Noël", "François-Xavier", "Loïc", "Gaël", "Mehmet", "Çağlar", "Văn Đức", "Quốc Anh", "Γεώργιος", "Νίκος",
		"Дмитро", "Тарас", "Ahmed", "Youssef", "Bilal", "Karim", "Olivier", "Grégory", "Cédric", "Raphaël", "João", "Gonçalo", "Emmanuel", "Dieudonné",
		"Christian", "Blaise", "Tadeusz", "Wojciech", "Ștefan", "Răzvan", "Björn", "Jürgen", "Óscar", "Iñaki", "Matthéo", "Sacha"}
	anyNames    = []string{"Camille", "Charlie", "Sacha", "Alix", "Noa", "Andréa"}
	familyNames = []string{"D'Hondt", "Wiśniewski", "Şahin", "Yılmaz", "Nguyễn", "Trần", "Παπαδοπούλου", "Шевченко", "Коваленко", "El Amrani", "Ben Saïd",
		"Van den Broeck", "Vandenbossche", "Lefèbvre", "Thonnard", "Piérard", "Wautelet", "Fortemps", "Maréchal", "Hannotte", "Delvaux", "Crèvecœur",
		"Mukendi", "Kabongo", "Ilunga", "Tshibangu", "Da Conceição", "Gonçalves", "Müller", "Bußmann", "Őri", "Žižková", "Ionescu-Țepeș", "O'Sullivan",
		"Haddad", "Benchekroun", "Çelik", "Øvergård", "Dąbrowska", "Lambiotte", "Noël", "Gérard-Lejeune", "Peeters", "Janssens", "Colson", "Renard",
		"Michaux", "Bodart", "Stassart", "Warnotte"}
)

// municipalities by site code: postcode and name.
var municipalities = map[string][][2]string{
	"LIEGE":       {{"4000", "Liège"}, {"4020", "Liège"}, {"4100", "Seraing"}, {"4040", "Herstal"}, {"4420", "Saint-Nicolas"}, {"4500", "Huy"}},
	"NAMUR":       {{"5000", "Namur"}, {"5100", "Jambes"}, {"5002", "Saint-Servais"}, {"5300", "Andenne"}, {"5030", "Gembloux"}},
	"VERVIERS":    {{"4800", "Verviers"}, {"4820", "Dison"}, {"4900", "Spa"}, {"4700", "Eupen"}},
	"NIVELLES":    {{"1400", "Nivelles"}, {"1420", "Braine-l'Alleud"}, {"1480", "Tubize"}, {"1300", "Wavre"}},
	"SAMBREVILLE": {{"5060", "Sambreville"}, {"5070", "Fosses-la-Ville"}},
	"BASSESAMBRE": {{"5190", "Jemeppe-sur-Sambre"}, {"6220", "Fleurus"}, {"6200", "Châtelet"}},
	"MSG":         {{"1435", "Mont-Saint-Guibert"}, {"1348", "Louvain-la-Neuve"}, {"1340", "Ottignies"}},
}

var streets = []string{"rue des Guillemins", "rue Saint-Gilles", "chaussée de Dinant", "place du Marché", "avenue des Tilleuls", "rue de l'Église",
	"quai de la Batte", "rue du Pont-d'Île", "clos des Mésanges", "rue Haute"}

// idea is a project that somebody could bring.
type idea struct{ title, sector, description, clients, business string }

var ideas = []idea{
	{"Épicerie en vrac", "Commerce", "Une épicerie de quartier où l'on vient avec ses bocaux : céréales, légumineuses, huiles et produits d'entretien de producteurs de la région.", "Les ménages du quartier et deux cantines d'école.", "Vrac"},
	{"Réparation de vélos à domicile", "Mobilité", "Un atelier mobile, en vélo-cargo, qui entretient et répare les vélos devant la maison ou le bureau.", "Des navetteurs et trois entreprises qui offrent l'entretien à leur personnel.", "Atelier"},
	{"Toilettage canin à domicile", "Services aux personnes", "Le toilettage des chiens chez leurs maîtres, au calme, avec une camionnette équipée.", "Des personnes âgées et des familles sans voiture.", "Toilettage"},
	{"Traiteur « Saveurs d'œufs & Cie »", "Alimentation", "Des repas froids et des buffets faits d'œufs et de légumes de saison, livrés dans des plats consignés.", "Associations, communes et fêtes de famille.", "Saveurs"},
	{"Couture et retouches", "Mode", "Des retouches en deux jours et des vêtements transformés plutôt que jetés.", "Trois magasins du centre et des particuliers.", "Couture"},
	{"Conseil énergétique", "Conseil", "Des visites de maisons anciennes et un plan de rénovation en trois étapes que chacun peut payer.", "Des propriétaires bailleurs et une régie de quartier.", "Conseil"},
	{"Création de sites web accessibles", "Numérique", "Des sites sobres que tout le monde peut lire, pour des associations et de petites entreprises.", "Cinq associations ont promis une commande.", "Studio"},
	{"Menuiserie d'intérieur", "Construction", "Des rangements sur mesure en bois local, posés proprement et à la date dite.", "Des architectes et des particuliers.", "Menuiserie"},
	{"Boulangerie artisanale", "Alimentation", "Du pain au levain de farines de la région, cuit trois fois par semaine et vendu sur deux marchés.", "Deux marchés et un groupe d'achat.", "Boulangerie"},
	{"Jardins nourriciers", "Environnement", "La conception et l'entretien de potagers pour des particuliers, des écoles et des maisons de repos.", "Une maison de repos et douze familles.", "Jardins"},
	{"Soins énergétiques et massage", "Bien-être", "Un cabinet de massage près de la gare, avec des rendez-vous le soir.", "Des employés du quartier de la gare.", "Cabinet"},
	{"Photographie d'entreprise", "Création", "Des portraits et des reportages d'ateliers, livrés en trois jours.", "Des PME de la région et une fédération.", "Images"},
}

var designIdeas = []idea{
	{"Mobilier en carton", "Design", "Des meubles légers et solides pour salons et expositions, découpés à plat et montés sans colle.", "Deux musées et une agence d'événements.", "Plis"},
	{"Bijoux contemporains", "Design", "Des bijoux en laiton recyclé et en verre de la région, en petites séries numérotées.", "Trois galeries et un site de vente.", "Bijoux"},
	{"Graphisme et identité visuelle", "Design", "Des identités visuelles pour des lieux culturels et de petites marques de bouche.", "Un festival et deux brasseries.", "Signes"},
	{"Luminaires d'osier", "Design", "Des luminaires tressés par des vanniers de la région, pensés pour être réparés.", "Une architecte d'intérieur et une boutique.", "Luminaires"},
	{"Signalétique de sentiers", "Design", "Des panneaux et des cartes pour les communes, lisibles par tous et fabriqués sans plastique.", "Deux communes et un parc naturel.", "Sentiers"},
}

var motivations = []string{
	"Je fais ce métier depuis des années pour d'autres. Je veux travailler à mon compte, dans ma région, et vérifier mes prix avant de me lancer.",
	"Après dix-huit mois de recherche d'emploi, j'ai testé l'idée auprès de voisins et d'amis : on me redemande, et j'ai besoin d'un cadre pour continuer.",
	"J'ai suivi une formation l'an dernier et mon stage m'a donné confiance. Il me manque la gestion, le juridique et un premier équipement.",
	"Mon idée est prête sur papier. Je cherche un regard critique, et une période de test qui ne me fasse pas perdre mes droits.",
}

var experiences = []string{
	"Six ans comme employé·e dans le secteur, puis deux ans d'intérim.", "Formation qualifiante terminée en juin ; deux stages.",
	"Pas d'expérience salariée dans le métier, mais dix ans de pratique bénévole.", "Bachelier dans une autre discipline ; apprentissage en autodidacte.", "",
}

var summaries = []string{
	"Nous avons relu le tableau des prix. Le coût de revient oublie les déplacements : à reprendre avant la prochaine rencontre.",
	"Point sur les clients rencontrés : quatre entretiens sur six sont faits, deux sont encourageants. Le besoin est confirmé pour les communes.",
	"Travail sur le plan financier : le seuil de rentabilité est à 38 prestations par mois. Discussion sur la part qui peut être confiée à des tiers.",
	"Visite du local. La surface convient ; le bail demande une garantie de trois mois, à négocier.",
	"Choix de la forme juridique : personne physique pour le test, à revoir ensuite. Les assurances utiles sont listées.",
	"Préparation de la présentation au comité : le texte est clair, la partie marché doit tenir en deux pages.",
	"Bilan du mois : trois commandes livrées, une facture en retard. Nous avons écrit ensemble le rappel.",
	"Le dossier d'aide est complet. Envoi prévu cette semaine ; réponse attendue sous trente jours.",
	"Échange sur la fatigue de ces dernières semaines et sur l'organisation du travail à la maison. Deux demi-journées sont bloquées pour la prospection.",
	"Première rencontre : parcours, idée, attentes. Le diagnostic relève un bon savoir-faire et peu de pratique de la vente.",
}

var privateNotes = []string{
	"Situation familiale tendue ; en tenir compte pour le rythme.", "Risque de surestimation du marché : demander des preuves.",
	"Très autonome. Peut aller plus vite que le calendrier.", "À surveiller : dettes anciennes évoquées à demi-mot.", "Hésite à continuer ; reprendre contact dans dix jours.",
}

var actionTitles = []string{"Appeler trois clients possibles", "Revoir le tableau des prix", "Demander un devis d'assurance", "Relire le plan financier", "Écrire à la commune",
	"Prendre rendez-vous au guichet d'entreprises", "Préparer la fiche produit", "Photographier le prototype", "Comparer deux banques", "Compléter le point « concurrents »"}

var places = []string{"Bureau 2", "Salle du premier étage", "Chez le porteur ou la porteuse", "Au marché"}

var budgetLines = []string{"Outillage", "Matériel informatique", "Enseigne et vitrine", "Stock de départ", "Formation courte", "Dépôt de marque", "Véhicule : location de trois mois", "Photographies et site"}

var declineReasons = []string{
	"Le besoin n'est pas encore montré : aucun client n'a été rencontré.", "L'activité demande des autorisations qui ne peuvent pas être obtenues pendant un test.",
	"Le projet est trop proche d'une activité salariée existante pour être testé sous le statut provisoire.",
}
