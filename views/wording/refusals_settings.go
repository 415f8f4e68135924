package wording

import "context"

// settingsRefusals are the sentences of that area's rules.
var settingsRefusals = map[string]sentence{
	"terms.used": func(ctx context.Context, f facts) string {
		n := f.number("count")
		return N(ctx, "%s parcours a commencé sous les conditions du %s : elles ne peuvent plus être retirées. Ajoutez de nouvelles conditions, à partir d'une autre date.",
			"%s parcours ont commencé sous les conditions du %s : elles ne peuvent plus être retirées. Ajoutez de nouvelles conditions, à partir d'une autre date.", n, Count(n), f.long("date"))
	},
	"terms.only": func(ctx context.Context, _ facts) string {
		return T(ctx, "Un programme a toujours des conditions : ajoutez-en d'autres avant de retirer celles-ci.")
	},
	"template.not_draft": func(ctx context.Context, f facts) string {
		return T(ctx, "La version %s du plan d'affaires type est publiée : elle ne change plus. Préparez une nouvelle version.", Count(f.number("number")))
	},
	"template.empty": func(ctx context.Context, f facts) string {
		if section := f.text("section"); section != "" {
			return T(ctx, "La partie « %s » n'a aucun point : ajoutez-en un ou supprimez-la, puis publiez.", section)
		}
		return T(ctx, "Cette version n'a aucune partie : ajoutez-en une, puis publiez.")
	},
}

// settingsLabels name the fields of that area's forms.
var settingsLabels = labels{
	"code":                      func(ctx context.Context) string { return T(ctx, "Code") },
	"address":                   func(ctx context.Context) string { return T(ctx, "Adresse") },
	"summary":                   func(ctx context.Context) string { return T(ctx, "Pour qui") },
	"enterprise_number":         func(ctx context.Context) string { return T(ctx, "Numéro d'entreprise") },
	"phone":                     func(ctx context.Context) string { return T(ctx, "Téléphone") },
	"site":                      func(ctx context.Context) string { return T(ctx, "Site") },
	"programme":                 func(ctx context.Context) string { return T(ctx, "Programme") },
	"valid_from":                func(ctx context.Context) string { return T(ctx, "À partir du") },
	"coaching_min_months":       func(ctx context.Context) string { return T(ctx, "Accompagnement, au moins") },
	"coaching_max_months":       func(ctx context.Context) string { return T(ctx, "Accompagnement, au plus") },
	"coaching_extension_months": func(ctx context.Context) string { return T(ctx, "Accompagnement, prolongations") },
	"test_min_months":           func(ctx context.Context) string { return T(ctx, "Test, au moins") },
	"test_max_months":           func(ctx context.Context) string { return T(ctx, "Test, au plus") },
	"test_extension_months":     func(ctx context.Context) string { return T(ctx, "Test, prolongations") },
	"total_max_months":          func(ctx context.Context) string { return T(ctx, "En tout, au plus") },
	"grant_cap":                 func(ctx context.Context) string { return T(ctx, "Plafond de la bourse") },
	"plan_gate":                 func(ctx context.Context) string { return T(ctx, "Points obligatoires") },
	"silent_days":               func(ctx context.Context) string { return T(ctx, "Dossier silencieux") },
	"title":                     func(ctx context.Context) string { return T(ctx, "Titre") },
	"expectation":               func(ctx context.Context) string { return T(ctx, "Ce qui est attendu") },
	"evidence":                  func(ctx context.Context) string { return T(ctx, "Preuve") },
	"role":                      roles,
	"role_candidate":            roles,
	"role_coach":                roles,
	"role_jury":                 roles,
	"role_manager":              roles,
	"role_administrator":        roles,
	"current_password":          func(ctx context.Context) string { return T(ctx, "Mot de passe actuel") },
	"new_password":              func(ctx context.Context) string { return T(ctx, "Nouveau mot de passe") },
	"cohort_name":               func(ctx context.Context) string { return T(ctx, "Nom") },
	"intake_opens_on":           func(ctx context.Context) string { return T(ctx, "Premier jour des candidatures") },
	"intake_closes_on":          func(ctx context.Context) string { return T(ctx, "Dernier jour des candidatures") },
	"cohort_starts_on":          func(ctx context.Context) string { return T(ctx, "Début de la cohorte") },
	"capacity":                  func(ctx context.Context) string { return T(ctx, "Places") },
}

func roles(ctx context.Context) string { return T(ctx, "Rôles") }
