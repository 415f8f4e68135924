package sheet

import (
	"context"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/export"
	"eclosion/models/trial"
	"eclosion/views/wording"
)

// Meetings is the list of meetings, a line a dossier.
func Meetings(ctx context.Context, each Each[export.Meeting]) List {
	return List{wording.T(ctx, "Rencontres"), []Column{
		{Head: wording.T(ctx, "Dossier")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Programme")}, {Head: wording.T(ctx, "Site")}, {Head: wording.T(ctx, "Cohorte")},
		{wording.T(ctx, "Date et heure"), Moment}, {wording.T(ctx, "Durée (heures)"), Hours}, {Head: wording.T(ctx, "État")}, {Head: wording.T(ctx, "Type")}, {Head: wording.T(ctx, "Moyen")},
		{Head: wording.T(ctx, "Accompagnement")}, {Head: wording.T(ctx, "Lieu")}, {wording.T(ctx, "Dossiers réunis"), Count}, {Head: wording.T(ctx, "Compte rendu")},
	}, of(each, func(m export.Meeting) []any {
		return []any{m.Ref, m.Holder, m.ProgrammeName, m.SiteName, m.CohortRef, m.StartsAt, m.Minutes, wording.MeetingStateLabel(ctx, coaching.State(m.State)),
			wording.MeetingKindLabel(ctx, coaching.Kind(m.Kind)), wording.MediumLabel(ctx, coaching.Medium(m.Medium)), m.Coaches, m.Place, m.Dossiers, m.Summary}
	})}
}

// Actions is the list of what a holder has to do.
func Actions(ctx context.Context, each Each[export.Action]) List {
	return List{wording.T(ctx, "Actions"), []Column{
		{Head: wording.T(ctx, "Action")}, {wording.T(ctx, "Échéance"), Days}, {wording.T(ctx, "Fait le"), Days}, {Head: wording.T(ctx, "Cochée par")},
	}, of(each, func(a export.Action) []any { return []any{a.Title, a.DueOn, a.DoneOn, a.DoneBy} })}
}

// Grants is the list of requests with their tranches. What is of a request stands on each of its lines.
func Grants(ctx context.Context, each Each[export.Grant]) List {
	return List{wording.T(ctx, "Bourses"), []Column{
		{Head: wording.T(ctx, "Dossier")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Site")}, {Head: wording.T(ctx, "Cohorte")},
		{Head: wording.T(ctx, "Demande")}, {Head: wording.T(ctx, "Objet")}, {Head: wording.T(ctx, "État")}, {wording.T(ctx, "Demandée le"), Days}, {wording.T(ctx, "Décidée le"), Days},
		{wording.T(ctx, "Demandé"), Money}, {wording.T(ctx, "Octroyé"), Money}, {wording.T(ctx, "Réduit de"), Money}, {wording.T(ctx, "Justifié"), Money}, {wording.T(ctx, "Récupéré"), Money},
		{wording.T(ctx, "Tranche"), Count}, {wording.T(ctx, "Montant de la tranche"), Money}, {Head: wording.T(ctx, "Condition")}, {wording.T(ctx, "Échéance"), Days},
		{wording.T(ctx, "Payé"), Money}, {wording.T(ctx, "Payé le"), Days},
	}, of(each, func(g export.Grant) []any {
		row := []any{g.Ref, g.Holder, g.SiteName, g.CohortRef, g.RequestRef, g.Purpose, wording.GrantStateLabel(ctx, trial.State(g.State)), g.AskedOn, g.DecidedOn,
			g.Asked, g.Awarded, g.Reduced, g.Proven, g.Recovered}
		if g.Position == 0 {
			return append(row, nil, nil, nil, nil, nil, nil)
		}
		return append(row, g.Position, g.Amount, g.Condition, g.DueOn, g.Paid, g.PaidOn)
	})}
}

// Accounts is the list of accounts.
func Accounts(ctx context.Context, list []accounts.Account) List {
	return List{wording.T(ctx, "Comptes"), []Column{
		{Head: wording.T(ctx, "Nom")}, {Head: wording.T(ctx, "Adresse e-mail")}, {Head: wording.T(ctx, "Rôles")}, {Head: wording.T(ctx, "État")},
		{wording.T(ctx, "Créé le"), Days}, {wording.T(ctx, "Dernière connexion"), Moment},
	}, of(Slice(list), func(a accounts.Account) []any {
		var roles []string
		seen := map[access.Role]bool{}
		for _, g := range a.Grants {
			if !seen[g.Role] {
				roles = append(roles, wording.RoleLabel(ctx, g.Role))
			}
			seen[g.Role] = true
		}
		return []any{a.Name, a.Email, roles, accountState(ctx, a.State), a.CreatedAt.Date(), a.SignedInAt}
	})}
}

func accountState(ctx context.Context, s accounts.State) string {
	switch s {
	case accounts.Active:
		return wording.T(ctx, "actif")
	case accounts.Invited:
		return wording.T(ctx, "invité")
	}
	return wording.T(ctx, "désactivé")
}
