package pilot

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/views/wording"
)

// stepLabel names the step from a phase to another.
func stepLabel(ctx context.Context, from, to programme.Phase) string {
	if to == programme.Draft {
		return wording.T(ctx, "Rendre à compléter")
	}
	return wording.PhaseLabel(ctx, to)
}

// boardPath is the board with the filters that a step came from.
func boardPath(kept string) string {
	if kept == "" {
		return "/pilotage"
	}
	return "/pilotage?" + kept
}

func windowText(ctx context.Context, i pilot.Intake, today models.Date) string {
	switch {
	case today < i.IntakeOpensOn:
		return wording.T(ctx, "S'ouvrent le %s", wording.Date(i.IntakeOpensOn))
	case today > i.IntakeClosesOn:
		return wording.T(ctx, "Closes depuis le %s", wording.Date(i.IntakeClosesOn))
	}
	return wording.T(ctx, "Ouvertes jusqu'au %s", wording.Date(i.IntakeClosesOn))
}

func capacityText(ctx context.Context, i pilot.Intake) string {
	if i.Capacity == 0 {
		return wording.T(ctx, "Sans limite")
	}
	return wording.Count(i.Capacity)
}

func leftText(ctx context.Context, i pilot.Intake) string {
	places, unlimited := i.Left()
	if unlimited {
		return wording.T(ctx, "Sans limite")
	}
	return wording.Count(places)
}

// unpaid sums the tranches of all stretches.
func (e Ends) unpaid() (c pilot.Count) {
	for _, f := range e.Tranches {
		c.N += f.Count.N
		c.Amount += f.Count.Amount
	}
	return c
}

func (l List) definition(ctx context.Context) string {
	_, definition := wording.PilotFigure(ctx, l.Code)
	return definition
}

func (l List) row(ctx context.Context, i pilot.Item) (r programme.Row, to, label string) {
	to, label = l.opens(ctx, i)
	return l.Page.Rows[i.ProjectID], to, label
}

// subject is what the lines of the list are.
func (l List) subject(ctx context.Context) string {
	switch l.Page.Kind {
	case pilot.Meetings:
		return wording.T(ctx, "Rencontre")
	case pilot.Actions:
		return wording.T(ctx, "Action")
	case pilot.Tranches:
		return wording.T(ctx, "Tranche")
	case pilot.Reports:
		return wording.T(ctx, "Rapport")
	}
	return wording.T(ctx, "Projet")
}

func (l List) moreLabel(ctx context.Context) string {
	switch {
	case l.Page.Kind == pilot.Meetings:
		return wording.T(ctx, "Durée")
	case l.Page.Kind == pilot.Tranches:
		return wording.T(ctx, "Reste à payer")
	case strings.HasPrefix(l.Code, "blocked"), l.Code == "coach.silent":
		return wording.T(ctx, "Ce qui bloque")
	}
	return wording.T(ctx, "Site")
}

func (l List) more(ctx context.Context, i pilot.Item) string {
	switch {
	case l.Page.Kind == pilot.Meetings:
		return wording.Duration(i.Minutes)
	case l.Page.Kind == pilot.Tranches:
		return wording.Money(i.Amount)
	case len(i.Blocks) > 0:
		var list []string
		for n, b := range i.Blocks {
			text := wording.BlockText(ctx, b, l.Today)
			if n > 0 {
				text = wording.LowerFirst(text)
			}
			list = append(list, text)
		}
		return strings.Join(list, " ; ")
	}
	return l.Page.Rows[i.ProjectID].SiteName
}
