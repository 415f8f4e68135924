package form

import "slices"

// locked are the questions whose answers rules and reports read. They stand in every definition; a
// test holds them against the fields of an application.
var locked = []Question{
	{Topic: Identity, Code: "first_name", Kind: Line, Required: true, Label: "Prénom"},
	{Topic: Identity, Code: "last_name", Kind: Line, Required: true, Label: "Nom de famille"},
	{Topic: Identity, Code: "birth_on", Kind: Date, Required: true, Label: "Date de naissance"},
	{Topic: Identity, Code: "gender", Kind: One, Options: values("F", "M", "X"), Label: "Genre", Help: "Pour les statistiques que la couveuse doit rendre."},
	{Topic: Identity, Code: "email", Kind: Email, Required: true, Label: "Adresse e-mail"},
	{Topic: Identity, Code: "phone", Kind: Phone, Required: true, Label: "Téléphone",
		Help: "Par exemple 0470 12 34 56, ou +33 6 12 34 56 78 pour un autre pays."},
	{Topic: Identity, Code: "street", Kind: Line, Required: true, Label: "Rue et numéro"},
	{Topic: Identity, Code: "postcode", Kind: Postcode, Required: true, Label: "Code postal"},
	{Topic: Identity, Code: "municipality", Kind: Line, Required: true, Label: "Commune"},

	{Topic: Situation, Code: "situation", Kind: One, Required: true, Label: "Quelle est votre situation aujourd'hui ?",
		Options: values("full_benefits", "partial_benefits", "cpas", "health_fund", "no_benefits", "on_notice", "other")},
	{Topic: Situation, Code: "jobseeker_since", Kind: Date, Required: true, Label: "Depuis quand ?",
		Help:      "Le premier jour de cette situation. Si vous ne savez plus le jour exact, indiquez le premier du mois.",
		Condition: Condition{"situation", []string{"full_benefits", "partial_benefits", "cpas", "health_fund", "no_benefits"}}},
	{Topic: Situation, Code: "benefits_end_on", Kind: Date, Label: "Quand vos droits se terminent-ils ?",
		Help: "La date de fin de vos allocations, si vous la connaissez. L'accompagnement n'arrête pas ce délai."},
	{Topic: Situation, Code: "schooling", Kind: One, Required: true, Label: "Quel est votre plus haut niveau d'études terminé ?",
		Options: values("none", "lower_secondary", "upper_secondary", "tertiary")},
	{Topic: Situation, Code: "own_vat", Kind: Tick, Label: "J'ai déjà un numéro d'entreprise à mon nom", Help: "Même si l'activité est arrêtée ou en veille."},

	{Topic: Project, Code: "project_title", Kind: Line, Required: true, Label: "Nom du projet",
		Help: "Quelques mots qui disent ce que c'est, comme « Boulangerie au levain »."},
	{Topic: Project, Code: "sector", Kind: One, Required: true, Label: "Secteur",
		Options: values("Alimentation", "Bien-être", "Commerce", "Conseil", "Construction", "Création", "Design",
			"Environnement", "Mobilité", "Mode", "Numérique", "Services aux personnes", "Autre")},
	{Topic: Project, Code: "project_description", Kind: Text, Required: true, Label: "Décrivez votre projet",
		Help: "Que voulez-vous vendre ou proposer, à qui, comment ?"},
	{Topic: Project, Code: "motivation", Kind: Text, Required: true, Label: "Pourquoi ce projet, et pourquoi maintenant ?"},

	{Topic: Skills, Code: "experience", Kind: Text, Required: true, Label: "Quelle expérience avez-vous pour ce projet ?",
		Help: "Études, emplois, essais, ce que vous savez faire."},

	{Topic: Market, Code: "clients", Kind: Text, Label: "Avez-vous déjà des clients ou des contacts ?"},

	{Topic: Consent, Code: "consent", Kind: Tick, Required: true,
		Label: "J'accepte que mes réponses servent à examiner ma candidature, et je confirme qu'elles sont exactes"},
	{Topic: Consent, Code: "keep_months", Kind: One, Required: true, Options: values("0", "12", "24"),
		Label: "Si votre candidature n'est pas retenue, combien de temps pouvons-nous garder votre dossier ?",
		Help:  "Le garder permet de le reprendre si vous revenez. Sans votre accord, il est anonymisé après la décision."},
}

func values(list ...string) []Option {
	options := make([]Option, len(list))
	for i, v := range list {
		options[i].Value = v
	}
	return options
}

func isLocked(code string) bool {
	return slices.ContainsFunc(locked, func(q Question) bool { return q.Code == code })
}

// Reworded reports whether a locked question has other words than the product gives it.
func (q Question) Reworded() bool {
	i := slices.IndexFunc(locked, func(own Question) bool { return own.Code == q.Code })
	return i >= 0 && locked[i].Label != q.Label
}

// LockedValues gives the possible answers of a locked question.
func LockedValues(code string) []string {
	for _, q := range locked {
		if q.Code == code {
			return q.Values()
		}
	}
	return nil
}

// Base is what every programme asks: the locked questions alone.
func Base() Definition { return Definition{State: Retired, Questions: slices.Clone(locked)} }
