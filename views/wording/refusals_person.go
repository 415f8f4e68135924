package wording

import "context"

// personRefusals are the sentences of merges.
var personRefusals = map[string]sentence{
	"merge.same": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ces deux dossiers sont déjà ceux d'une seule et même fiche.")
	},
	"merge.merged": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'une des deux fiches a déjà été fusionnée avec une autre.")
	},
	"merge.erased": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'identité de cette personne a été effacée : il n'y a plus rien à comparer.")
	},
	"merge.erasure_asked": func(ctx context.Context, _ facts) string {
		return T(ctx, "Une demande d'effacement attend une décision pour l'une des deux fiches. Décidez-la d'abord.")
	},
	"merge.own": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'une des deux fiches est la vôtre : demandez à une autre personne responsable de les fusionner.")
	},
	"merge.staff": func(ctx context.Context, _ facts) string {
		return T(ctx, "Les deux comptes sont ceux de membres de l'équipe : l'administration doit d'abord retirer ses rôles à l'un des deux.")
	},
	"merge.elsewhere": func(ctx context.Context, _ facts) string {
		return T(ctx, "Un dossier de l'une des deux fiches relève d'un autre site que les vôtres. Qui est responsable de tous ces sites peut les fusionner.")
	},
	"merge.over_cap": func(ctx context.Context, f facts) string {
		return T(ctx, "Ensemble, les bourses octroyées font %s : le plafond d'une personne est de %s. Réduisez d'abord un octroi de %s.", f.money("sum"), f.money("cap"), f.money("over"))
	},
	"person.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'une des deux fiches a été modifiée entre-temps. Comparez à nouveau, puis fusionnez.")
	},
	"merge.undone": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette fusion a déjà été défaite.")
	},
	"merge.later": func(ctx context.Context, _ facts) string {
		return T(ctx, "La fiche a été fusionnée avec une autre depuis : défaites d'abord la fusion la plus récente.")
	},
	"merge.new_dossier": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s a été ouvert depuis la fusion : on ne peut plus dire de laquelle des deux fiches il relève.", f.text("ref"))
	},
	"merge.identity": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'identité de la fiche a été modifiée depuis la fusion : on ne peut plus dire de laquelle des deux il s'agit.")
	},
	"merge.account": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'un des comptes a changé depuis la fusion : on ne peut plus dire de laquelle des deux fiches il relève.")
	},
}

var personLabels = labels{
	"merge_account":    func(ctx context.Context) string { return T(ctx, "Le compte qui reste") },
	"correction_fact":  func(ctx context.Context) string { return T(ctx, "Fait à corriger") },
	"correction_value": func(ctx context.Context) string { return T(ctx, "Ce qui est exact") },
	"merge_reason":     func(ctx context.Context) string { return T(ctx, "Pourquoi c'est la même personne") },
}
