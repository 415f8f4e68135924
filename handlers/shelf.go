package handlers

import (
	"context"

	"eclosion/models/access"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// shelf lists what stands beside the years on the page of reports, one entry a line: each shows to whom its action is open.
var shelf = []struct {
	href        string
	action      access.Action
	label, lead func(context.Context) string
}{
	{"/suivi", access.CampaignManage, func(ctx context.Context) string { return wording.T(ctx, "Suivi des entreprises") },
		func(ctx context.Context) string {
			return wording.T(ctx, "Les questions à 6, 12, 36 et 60 mois, qui y a répondu, et la survie.")
		}},
	{"/fse", access.ParticipantReport, func(ctx context.Context) string { return wording.T(ctx, "Indicateurs du Fonds social européen plus") },
		func(ctx context.Context) string {
			return wording.T(ctx, "Qui entre, qui sort, ce que deviennent les personnes, par genre ; et les données qui manquent.")
		}},
	{"/papiers", access.PaperRegister, func(ctx context.Context) string { return wording.T(ctx, "Registre des papiers") },
		func(ctx context.Context) string {
			return wording.T(ctx, "Conventions, avenants, lettres et rapports émis, avec leurs signatures.")
		}},
	{"/personnes/doublons", access.PersonMerge, func(ctx context.Context) string { return wording.T(ctx, "Doublons possibles") }, func(ctx context.Context) string {
		return wording.T(ctx, "Les personnes qui ont peut-être deux fiches, à comparer et à fusionner.")
	}},
	{"/donnees", access.HouseExport, func(ctx context.Context) string { return wording.T(ctx, "Emporter les données") }, func(ctx context.Context) string {
		return wording.T(ctx, "Toute la couveuse dans une archive, documents et papiers compris.")
	}},
}

// shelfFor is what of the shelf the actor may open.
func shelfFor(ctx context.Context, actor access.Actor) (list []ui.Task) {
	for _, x := range shelf {
		if access.Can(actor, x.action) {
			list = append(list, ui.Task{Label: x.label(ctx), Href: x.href, Hint: x.lead(ctx)})
		}
	}
	return list
}
