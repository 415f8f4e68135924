package gallery

import (
	"strings"

	"eclosion/views/layout"
	"eclosion/views/ui"
)

// words are the texts put into components; the empty value shows the empty state.
type words struct{ name, line, text string }

var plainWords = words{
	name: "Nour El Amrani",
	line: "Valider le plan financier avec le comptable",
	text: "Étude de marché relue ensemble ; trois fournisseurs restent à comparer.\nLe prix de vente couvre les charges à partir de 14 commandes par semaine.",
}

var hostileWords = words{name: Hostile, line: Hostile, text: strings.Repeat(Hostile+"\n", 3)}

func user(name string) *layout.User {
	return &layout.User{Name: name, RoleLabel: "Accompagnatrice", Key: "a1", Links: []ui.Link{
		{Href: "/compte", Label: "Mon compte"},
	}}
}

func frame(title string, u *layout.User) layout.Frame {
	f := layout.Frame{Title: title, User: u, Banner: "Démonstration du 23/11/2026 : toutes les données sont inventées."}
	if u == nil {
		f.Width = layout.Narrow
		return f
	}
	f.Search = layout.Search{Action: "/projets"}
	f.Nav = []layout.NavItem{
		{Href: "/", Label: "Aujourd’hui"},
		{Href: "/candidatures", Label: "Candidatures", Count: "12"},
		{Href: "/projets", Label: "Projets", Current: true},
		{Href: "/cohortes", Label: "Cohortes"},
	}
	f.Notices = []layout.Notice{{Tone: ui.Good, Text: "Rencontre enregistrée."}}
	if title == Hostile {
		f.Notices = []layout.Notice{{Tone: ui.Stop, Text: Hostile}, {Text: Hostile}}
		f.Banner = Hostile
	}
	return f
}

func notFound(about string) layout.Failure {
	return layout.Failure{
		Status: 404, Title: "Cette page n’existe pas",
		What: "Nous n’avons rien trouvé pour « " + about + " ».",
		Do:   "Vérifiez l’adresse, ou reprenez depuis la liste de vos projets.",
		Links: []ui.Link{
			{Href: "/projets", Label: "Voir les projets"}, {Href: "/", Label: "Retour à l’accueil"},
		},
		Reference: "7f3a-91",
	}
}

func refusedForm(text string) ui.Form {
	names := []string{"titre", "email", "date", "heure", "duree", "montant", "resume", "genre", "lieu", "presents"}
	values := map[string][]string{"accord": {"oui"}}
	for _, n := range names {
		values[n] = []string{text}
	}
	values["date"], values["heure"] = []string{"2026-11-23"}, []string{"14:30"}
	values["genre"], values["lieu"] = []string{"coaching"}, []string{"site"}
	values["presents"], values["duree"], values["montant"] = []string{"1", "2"}, []string{"90"}, []string{"1250,50"}
	return ui.Form{Key: "k2", Version: "7", Values: values, Problems: []ui.Problem{
		{Field: "titre", Text: "Écrivez l’objet de la rencontre."},
		{Field: "montant", Text: "Le montant dépasse le solde disponible de 1 000,00 €."},
		{Field: "lieu", Text: "Choisissez où la rencontre a eu lieu."},
		{Field: "", Text: "Cette rencontre a déjà été enregistrée par une autre personne."},
	}}
}

type row struct{ ref, title, holder, phase, label, clock, meeting, amount string }

var fullRows = []row{
	{"JI-2026-0042", "Atelier de reliure et de papier marbré", "Nour El Amrani", "test", "Période de test", "il reste 12 jours", "20/11/2026", "2 500,00 €"},
	{"JI-2026-0043", "Épicerie fine ambulante du pays de Herve", "Þórunn Ægisdóttir", "coaching", "Accompagnement", "il reste 41 jours", "18/11/2026", "0,00 €"},
	{"JI-2026-0051", "Mobilier d’école en bois récupéré", "Иван Петров", "accepted", "Accepté", "convention à signer", "—", "0,00 €"},
	{"JI-2026-0052", "Traduction juridique néerlandais-arabe", "محمد العربي", "review", "À l’examen", "comité du 02/12/2026", "—", "0,00 €"},
	{"JI-2026-0007", "Savonnerie des Ardennes", "Lê Thị Hồng", "launched", "Lancé", "depuis le 01/09/2026", "28/08/2026", "5 000,00 €"},
	{"JI-2025-0311", "Application de covoiturage scolaire", "Chloé Van den Broeck", "exited", "Sorti", "emploi trouvé", "02/06/2026", "0,00 €"},
	{"JI-2025-0287", "Boulangerie coopérative", "Αλέξανδρος Παπαδόπουλος", "followed_up", "Suivi", "3e année", "14/10/2026", "4 200,00 €"},
	{"JI-2026-0060", "Ferme florale", "Inès Lambert", "waitlisted", "En attente", "12e place", "—", "0,00 €"},
	{"JI-2026-0061", "Cordonnerie mobile", "Tom Peeters", "submitted", "Déposé", "reçu le 21/11/2026", "—", "0,00 €"},
	{"JI-2026-0062", "Projet sans titre", "Zoé Marchal", "draft", "Brouillon", "—", "—", "0,00 €"},
	{"JI-2026-0029", "Import de vélos cargo", "Sam Okafor", "declined", "Refusé", "—", "—", "0,00 €"},
}

var hostileRow = row{Hostile, Hostile, Hostile, "nonsense", Hostile, Hostile, Hostile, Hostile}

type dossierPage struct {
	head    ui.Dossier
	tabs    []ui.Link
	steps   []ui.Step
	entries []ui.Entry
	summary []ui.SummaryRow
}

var emptyDossier = dossierPage{
	head:    ui.Dossier{Reference: "JI-2026-0062", Title: "Projet sans titre", Phase: "draft", PhaseLabel: "Brouillon"},
	summary: []ui.SummaryRow{{Term: "Idée du projet", Href: "/projets/JI-2026-0062/idee", Missing: true}, {Term: "Téléphone"}},
}

var fullDossier = dossierPage{
	head: ui.Dossier{
		Reference: "JI-2026-0042", Title: "Atelier de reliure et de papier marbré", Href: "/projets/JI-2026-0042",
		Holders: []string{"Nour El Amrani", "Chloé Van den Broeck"},
		Phase:   "test", PhaseLabel: "Période de test", Clock: "il reste 12 jours", ClockTone: ui.Wait,
		Suspended: "Suspendu depuis le 3 mars",
		Coaches:   []string{"Amélie Dubois", "Karim Haddad"},
		Facts: []ui.Fact{
			{Term: "Site", Value: "Liège"}, {Term: "Programme", Value: "Job’In Design"},
			{Term: "Cohorte", Value: "JI-LIEGE-2026-2", Href: "/cohortes/JI-LIEGE-2026-2"},
		},
	},
	tabs: []ui.Link{
		{Href: "/projets/JI-2026-0042", Label: "Vue d’ensemble", Current: true},
		{Href: "/projets/JI-2026-0042/rencontres", Label: "Rencontres", Count: "14"},
		{Href: "/projets/JI-2026-0042/plan", Label: "Plan d’affaires"},
		{Href: "/projets/JI-2026-0042/bourse", Label: "Bourse"},
	},
	steps: []ui.Step{
		{Phase: "accepted", Label: "Accepté", Note: "12/01/2026", State: ui.Behind},
		{Phase: "coaching", Label: "Accompagnement", Note: "02/02 au 30/06/2026", State: ui.Behind},
		{Phase: "test", Label: "Période de test", Note: "il reste 12 jours", State: ui.Here},
		{Phase: "launched", Label: "Lancement", State: ui.Ahead},
		{Phase: "followed_up", Label: "Suivi", State: ui.Ahead},
	},
	entries: []ui.Entry{
		{At: "2026-11-20T10:00", When: "20/11/2026", Kind: "Rencontre, 1 h 30", Title: "Point sur l’étude de marché", Href: "/projets/JI-2026-0042/rencontres/3", By: "Amélie Dubois", Body: plainWords.text, Shared: true},
		{At: "2026-11-20", When: "20/11/2026", Kind: "Note", Title: "Charge familiale", By: "Amélie Dubois", Body: "À revoir avec Karim avant la prochaine échéance.", Internal: true},
		{At: "2026-07-01", When: "01/07/2026", Kind: "Changement de phase", Title: "Entrée en période de test", By: "Luc Renard", Phase: "test"},
		{At: "2026-06-12", When: "12/06/2026", Kind: "Bourse", Title: "Demande refusée : pièce manquante", By: "Luc Renard", Tone: ui.Stop},
		{At: "2026-05-03", When: "03/05/2026", Kind: "Plan d’affaires", Title: "Section « Marché » validée", By: "Amélie Dubois", Tone: ui.Good},
		{At: "2026-02-02", When: "02/02/2026", Kind: "Document", Title: "Convention d’accompagnement signée", By: "Luc Renard"},
	},
	summary: []ui.SummaryRow{
		{Term: "Nom", Value: "Nour El Amrani", Href: "/candidature/identite"},
		{Term: "Idée du projet", Value: plainWords.text, Href: "/candidature/projet"},
		{Term: "Téléphone", Href: "/candidature/identite"},
		{Term: "Motivation", Href: "/candidature/motivation", Missing: true},
		{Term: "Référence", Value: "JI-2026-0042"},
	},
}

func hostileDossier() dossierPage {
	h := Hostile
	return dossierPage{
		head: ui.Dossier{Reference: h, Title: h, Href: "javascript:alert(1)", Holders: []string{h, h}, Phase: h,
			PhaseLabel: h, Clock: h, ClockTone: ui.Stop, Suspended: h, Coaches: []string{h}, Facts: []ui.Fact{{Term: h, Value: h, Href: h}}},
		tabs:    []ui.Link{{Href: h, Label: h, Count: h, Current: true}},
		steps:   []ui.Step{{Phase: h, Label: h, Note: h, State: ui.Here}, {Phase: "test", Label: h, Note: h, State: ui.Ahead}},
		entries: []ui.Entry{{At: h, When: h, Kind: h, Title: h, Href: h, By: h, Body: h, Internal: true}, {At: h, When: h, Kind: h, Title: h, Shared: true, Body: h}},
		summary: []ui.SummaryRow{{Term: h, Value: h, Href: h}},
	}
}
