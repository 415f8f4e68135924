package sheet

import (
	"context"

	"eclosion/models/campaign"
	"eclosion/models/notice"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// Papers is the register of issued papers.
func Papers(ctx context.Context, each Each[notice.Entry]) List {
	return List{wording.T(ctx, "Papiers"), []Column{
		{Head: wording.T(ctx, "Numéro")}, {Head: wording.T(ctx, "Genre")}, {Head: wording.T(ctx, "Titre")}, {Head: wording.T(ctx, "Référence")}, {wording.T(ctx, "Émis le"), Moment},
		{Head: wording.T(ctx, "Émis par")}, {wording.T(ctx, "Signatures"), Count}, {wording.T(ctx, "Signatures attendues"), Count}, {Head: wording.T(ctx, "Remplacé par")}, {Head: "SHA-256"},
	}, of(each, func(e notice.Entry) []any {
		return []any{e.Number, wording.PaperKindLabel(ctx, e.Kind), e.Title, e.SubjectRef, e.IssuedAt, e.IssuedBy, e.Signed, e.Asked, e.ReplacedBy, e.SHA256}
	})}
}

// Piloted is one thing that a figure of the pilot counts, with its dossier.
type Piloted struct {
	pilot.Item
	Dossier programme.Row
}

// Pilot is the list behind a figure of the pilot.
func Pilot(ctx context.Context, name string, each Each[Piloted]) List {
	return List{name, []Column{
		{Head: wording.T(ctx, "Référence")}, {Head: wording.T(ctx, "Projet")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Étape")}, {Head: wording.T(ctx, "Site")},
		{Head: wording.T(ctx, "Cohorte")}, {Head: wording.T(ctx, "Accompagnement")}, {wording.T(ctx, "Date"), Days}, {Head: wording.T(ctx, "Objet")}, {wording.T(ctx, "Durée (heures)"), Hours}, {wording.T(ctx, "Reste à payer"), Money},
	}, of(each, func(p Piloted) []any {
		var what []string
		if p.Title != "" {
			what = append(what, p.Title)
		}
		for _, b := range p.Blocks {
			label, _ := wording.PilotFigure(ctx, "blocked."+string(b.Reason))
			what = append(what, label)
		}
		r := p.Dossier
		cells := []any{r.Ref, r.Title, r.Holder, wording.PhaseLabel(ctx, r.Phase), r.SiteName, r.CohortRef, coaches(r.Coaches), p.On, what, nil, nil}
		if p.Minutes > 0 {
			cells[9] = p.Minutes
		}
		if p.Amount > 0 {
			cells[10] = p.Amount
		}
		return cells
	})}
}

// Questions is a list of the questions that were asked of enterprises.
func Questions(ctx context.Context, each Each[campaign.Question]) List {
	return List{wording.T(ctx, "Questions"), []Column{
		{Head: wording.T(ctx, "Entreprise")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Référence")}, {Head: wording.T(ctx, "Site")}, {wording.T(ctx, "Mois après la création"), Count},
		{wording.T(ctx, "Échéance"), Days}, {Head: wording.T(ctx, "État")}, {wording.T(ctx, "Réglée le"), Moment}, {Head: wording.T(ctx, "Téléphone")}, {Head: wording.T(ctx, "Adresse e-mail")},
	}, of(each, func(q campaign.Question) []any {
		return []any{q.Enterprise, q.Holder, q.Ref, q.SiteName, q.Months, q.DueOn, wording.StandingLabel(ctx, q.Standing()), q.SettledAt, q.Phone, q.Email}
	})}
}

// Lives is a list of enterprises, with what was seen of them last.
func Lives(ctx context.Context, list []reporting.Life) List {
	return List{wording.T(ctx, "Entreprises"), []Column{
		{Head: wording.T(ctx, "Entreprise")}, {Head: wording.T(ctx, "Porteur ou porteuse")}, {Head: wording.T(ctx, "Référence")}, {Head: wording.T(ctx, "Site")}, {Head: wording.T(ctx, "Programme")},
		{wording.T(ctx, "Créée le"), Days}, {wording.T(ctx, "Mois suivis"), Count}, {Head: wording.T(ctx, "Fermée")},
	}, of(Slice(list), func(l reporting.Life) []any {
		closed := wording.T(ctx, "Non")
		if l.Closed {
			closed = wording.T(ctx, "Oui")
		}
		return []any{l.Name, l.Holder, l.Ref, l.SiteName, l.ProgrammeName, l.CreatedOn, l.Until, closed}
	})}
}
