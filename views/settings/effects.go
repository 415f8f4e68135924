package settings

import (
	"context"

	"eclosion/models/programme"
	"eclosion/views/wording"
)

// effects are the words of what a change touches, by its code; every code that the models give has some.
var effects = map[string]func(ctx context.Context, n int, count string) string{
	"terms.keep": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s parcours en cours garde ses conditions", "%s parcours en cours gardent leurs conditions", n, count)
	},
	"terms.files": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s candidature entrera sous ces conditions, si elle aboutit", "%s candidatures entreront sous ces conditions, si elles aboutissent", n, count)
	},
	"terms.cohorts": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s cohorte est concernée", "%s cohortes sont concernées", n, count)
	},
	"terms.files_elsewhere": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s candidature entrera sous d'autres conditions, si elle aboutit", "%s candidatures entreront sous d'autres conditions, si elles aboutissent", n, count)
	},
	"terms.cohorts_elsewhere": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s cohorte est concernée", "%s cohortes sont concernées", n, count)
	},
	"house.running": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s parcours en cours continue", "%s parcours en cours continuent", n, count)
	},
	"house.waiting": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s candidature déposée suit son cours", "%s candidatures déposées suivent leur cours", n, count)
	},
	"house.drafts": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s brouillon n'est pas encore déposé", "%s brouillons ne sont pas encore déposés", n, count)
	},
	"house.cohorts_closed": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s cohorte ne prend plus de nouvelles candidatures", "%s cohortes ne prennent plus de nouvelles candidatures", n, count)
	},
	"house.cohorts_opened": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s cohorte prend à nouveau des candidatures", "%s cohortes prennent à nouveau des candidatures", n, count)
	},
	"house.cohorts_not_offered": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s cohorte continue sur un site qui ne propose pas ce programme", "%s cohortes continuent sur un site qui ne propose pas ce programme", n, count)
	},
	"house.accounts": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s compte a un rôle sur ce site et le garde", "%s comptes ont un rôle sur ce site et le gardent", n, count)
	},
	"plan.added": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s point s'ajoute", "%s points s'ajoutent", n, count)
	},
	"plan.removed": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s point disparaît", "%s points disparaissent", n, count)
	},
	"plan.rewritten": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s point est réécrit", "%s points sont réécrits", n, count)
	},
	"plan.moved": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s point change de place", "%s points changent de place", n, count)
	},
	"plan.keep": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s parcours en cours garde sa version et ce qui y est validé", "%s parcours en cours gardent leur version et ce qui y est validé", n, count)
	},
	"plan.enter": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s candidature prendra cette version, si elle aboutit", "%s candidatures prendront cette version, si elles aboutissent", n, count)
	},
	"form.added": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s question s'ajoute", "%s questions s'ajoutent", n, count)
	},
	"form.removed": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s question disparaît", "%s questions disparaissent", n, count)
	},
	"form.rewritten": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s question est réécrite", "%s questions sont réécrites", n, count)
	},
	"form.moved": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s question change de place", "%s questions changent de place", n, count)
	},
	"form.drafts": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s brouillon garde ses questions et ses réponses", "%s brouillons gardent leurs questions et leurs réponses", n, count)
	},
	"grid.keep": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s comité déjà ouvert garde sa grille et ses notes", "%s comités déjà ouverts gardent leur grille et leurs notes", n, count)
	},
	"grid.take": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s comité en préparation prendra la nouvelle grille", "%s comités en préparation prendront la nouvelle grille", n, count)
	},
	"letter.keep": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s lettre déjà émise garde ses mots", "%s lettres déjà émises gardent leurs mots", n, count)
	},
	"paper.keep": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s document déjà émis garde ses mots", "%s documents déjà émis gardent leurs mots", n, count)
	},
	"report.running": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s parcours en cours est concerné pour son prochain rapport", "%s parcours en cours sont concernés pour leur prochain rapport", n, count)
	},
	"report.open": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s rapport en préparation suit ce réglage", "%s rapports en préparation suivent ce réglage", n, count)
	},
	"report.keep": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s rapport remis ou émis reste tel quel", "%s rapports remis ou émis restent tels quels", n, count)
	},
	"fund.people": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s participant·e garde ses données d'entrée", "%s participant·es gardent leurs données d'entrée", n, count)
	},
	"fund.results": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s situation après la sortie est recomptée dans les tableaux", "%s situations après la sortie sont recomptées dans les tableaux", n, count)
	},
	"form.others": func(ctx context.Context, n int, count string) string {
		return wording.N(ctx, "%s candidature déposée garde ses questions et ses réponses", "%s candidatures déposées gardent leurs questions et leurs réponses", n, count)
	},
}

// effectText says one effect; a code without words stands for itself, which a test finds.
func effectText(ctx context.Context, e programme.Effect) string {
	if say, ok := effects[e.Code]; ok {
		return say(ctx, e.Count, wording.Count(e.Count))
	}
	return e.Code
}
