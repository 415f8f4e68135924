package form

import "slices"

// The first definitions, as a couveuse finds them on its first day; an administrator makes the next version.
var jobin = []Question{
	{Topic: Situation, Code: "forem_registered", Kind: YesNo, Required: true, Label: "Êtes-vous inscrit·e comme demandeur·euse d'emploi au Forem ou chez Actiris ?"},
	{Topic: Situation, Code: "cpas_name", Kind: Line, Required: true, Label: "Quel CPAS vous aide ?", Condition: Condition{"situation", []string{"cpas"}}},
	{Topic: Situation, Code: "cpas_informed", Kind: YesNo, Required: true, Label: "Votre assistant·e social·e connaît-il ou elle votre projet ?",
		Help: "Son accord écrit sera demandé avant le début de l'accompagnement.", Condition: Condition{"situation", []string{"cpas"}}},
	{Topic: Situation, Code: "health_fund_name", Kind: Line, Required: true, Label: "Quelle est votre mutuelle ?", Condition: Condition{"situation", []string{"health_fund"}}},
	{Topic: Situation, Code: "health_fund_doctor", Kind: YesNo, Required: true, Label: "Avez-vous parlé de votre projet au médecin-conseil ?",
		Help: "Son accord écrit sera demandé avant le début de l'accompagnement.", Condition: Condition{"situation", []string{"health_fund"}}},
	{Topic: Situation, Code: "notice_ends_on", Kind: Date, Required: true, Label: "Quand votre préavis se termine-t-il ?", Condition: Condition{"situation", []string{"on_notice"}}},
	{Topic: Situation, Code: "self_employment", Kind: One, Required: true, Label: "Où en est votre activité d'indépendant·e ?",
		Options:   []Option{{"main", "En activité, à titre principal"}, {"side", "En activité, à titre complémentaire"}, {"stopped", "Arrêtée ou en veille"}},
		Condition: Condition{"own_vat", []string{Yes}}},
	{Topic: Situation, Code: "self_employment_until", Kind: Date, Label: "Depuis quand est-elle arrêtée ou en veille ?", Condition: Condition{"self_employment", []string{"stopped"}}},

	{Topic: Project, Code: "project_stage", Kind: One, Required: true, Label: "Où en est votre projet ?",
		Options: []Option{{"idea", "C'est une idée"}, {"study", "Je l'étudie : marché, prix, règles"}, {"trial", "J'ai fait de premiers essais"}, {"selling", "J'ai déjà vendu quelque chose"}}},

	{Topic: Skills, Code: "training", Kind: Text, MaxLength: 2000, Label: "Quelles formations avez-vous suivies ?"},
	{Topic: Skills, Code: "skills_missing", Kind: Text, MaxLength: 2000, Label: "Que devez-vous encore apprendre ?", Help: "Gestion, vente, technique : dites ce qui vous inquiète."},

	{Topic: Market, Code: "market_tested", Kind: YesNo, Required: true, Label: "Avez-vous déjà montré votre produit ou votre service à des personnes qui pourraient l'acheter ?"},
	{Topic: Market, Code: "market_result", Kind: Text, MaxLength: 2000, Required: true, Label: "À combien de personnes, et qu'en avez-vous appris ?", Condition: Condition{"market_tested", []string{Yes}}},
	{Topic: Market, Code: "competitors", Kind: Text, MaxLength: 2000, Label: "Qui propose déjà quelque chose de proche ?"},

	{Topic: Money, Code: "funds_needed", Kind: Amount, Required: true, Label: "De combien avez-vous besoin pour commencer ?", Help: "Matériel, stock, site, dépôts. Une estimation suffit ; 0 si vous n'avez besoin de rien."},
	{Topic: Money, Code: "funds_sources", Kind: Several, Label: "D'où viendra cet argent ?",
		Options: []Option{{"savings", "Mon épargne"}, {"family", "Ma famille ou des amis"}, {"loan", "Un prêt"}, {"grant", "Une aide ou une bourse"}, {"crowd", "Un financement participatif"}, {"unknown", "Je ne sais pas encore"}}},
	{Topic: Money, Code: "funds_loan", Kind: Amount, Label: "Quel montant voulez-vous emprunter ?", Condition: Condition{"funds_sources", []string{"loan"}}},
	{Topic: Money, Code: "income_needed", Kind: Amount, Label: "Quel revenu par mois l'activité doit-elle vous apporter ?"},
	{Topic: Money, Code: "household", Kind: Number, Label: "Combien de personnes vivent de ce revenu ?", Help: "Vous compris."},
}

var jobinDesign = []Question{
	{Topic: Design, Code: "discipline", Kind: One, Required: true, Label: "Quelle est votre discipline ?",
		Options: []Option{{"graphic", "Graphisme et communication visuelle"}, {"object", "Objet et mobilier"}, {"fashion", "Mode et textile"}, {"interior", "Espace et intérieur"},
			{"digital", "Numérique et interaction"}, {"craft", "Métiers d'art"}, {"other", "Autre"}}},
	{Topic: Design, Code: "discipline_other", Kind: Line, Required: true, Label: "Laquelle ?", Condition: Condition{"discipline", []string{"other"}}},
	{Topic: Design, Code: "portfolio", Kind: Line, MaxLength: 300, Label: "Où voir votre portfolio ?", Help: "Une adresse, ou « en pièce jointe »."},
	{Topic: Design, Code: "works", Kind: Text, MaxLength: 2000, Required: true, Label: "Décrivez trois réalisations qui vous ressemblent"},
	{Topic: Design, Code: "partners", Kind: Several, Label: "Avec qui travaillez-vous déjà ?",
		Options: []Option{{"workshop", "Un atelier ou un fabricant"}, {"publisher", "Un éditeur"}, {"gallery", "Une galerie ou une boutique"}, {"agency", "Une agence"}, {"none", "Personne pour l'instant"}}},
	{Topic: Design, Code: "partners_detail", Kind: Text, MaxLength: 2000, Label: "Qui sont-ils, et qu'attendez-vous d'eux ?",
		Condition: Condition{"partners", []string{"workshop", "publisher", "gallery", "agency"}}},
}

// compose puts questions behind the locked ones of their topics, in the order of the form; one
// with a condition stands right after what it depends on.
func compose(more []Question) []Question {
	var list []Question
	for _, t := range AskedTopics() {
		for _, q := range slices.Concat(locked, more) {
			if q.Topic == t {
				list = slices.Insert(list, place(list, q), q)
			}
		}
	}
	return list
}

func place(list []Question, q Question) int {
	at := len(list)
	if q.Condition.Code == "" {
		return at
	}
	for n, before := range list {
		if before.Topic == q.Topic && (before.Code == q.Condition.Code || before.Condition.Code == q.Condition.Code) {
			at = n + 1
		}
	}
	return at
}
