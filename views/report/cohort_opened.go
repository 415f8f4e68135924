package report

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// OpenedList is a number of a report, opened on its dossiers.
type OpenedList struct {
	Definition string
	Narrowed   string // by which period; "" for none
	Note       string
	Table      Table
}

// Opened sets the dossiers behind a number in lines, and adds them up below when the number is a sum.
func Opened(ctx context.Context, o reporting.Opened, period models.Period, names bool) OpenedList {
	v := OpenedList{Definition: wording.FigureDefinition(ctx, o.Code)}
	if period != (models.Period{}) {
		v.Narrowed = wording.T(ctx, "Période du rapport : %s. Elle limite ce qui s'est passé, pas les situations à ce jour.", periodText(ctx, period))
	}
	t := Table{Caption: OpenedTitle(ctx, o), Columns: []Column{{Title: wording.T(ctx, "Dossier")}}}
	if names {
		t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Porteur ou porteuse")}, Column{Title: wording.T(ctx, "Projet")})
	}
	t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Phase")}, Column{Title: wording.T(ctx, "Entrée")}, Column{Title: wording.T(ctx, "Sortie")})
	lead := len(t.Columns)
	switch o.Unit {
	case reporting.InMeetings, reporting.InMinutes:
		t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Rencontres"), Num: true}, Column{Title: wording.T(ctx, "Durée"), Num: true})
	case reporting.InCents:
		t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Montant"), Num: true})
	case reporting.InItems:
		t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Points"), Num: true})
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		cells := []Cell{{Text: l.Ref, Head: true, Href: "/projets/" + l.Ref}}
		if names {
			cells = append(cells, Cell{Text: l.Holder()}, Cell{Text: title(ctx, l.Title)})
		}
		cells = append(cells, Cell{Text: wording.PhaseLabel(ctx, l.Phase), Phase: string(l.Phase)}, Cell{Text: wording.Date(l.EnteredOn)}, Cell{Text: wording.Date(l.LeftOn)})
		t.Rows = append(t.Rows, Row{Cells: append(cells, parts(o.Unit, l.Amount, l.HeldHere, l.MinutesHere)...)})
	}
	if o.Unit != reporting.InDossiers && len(t.Rows) > 0 {
		t.Foot = []Cell{{Text: wording.T(ctx, "Total")}}
		for len(t.Foot) < lead {
			t.Foot = append(t.Foot, Cell{})
		}
		held, minutes := o.HeldHere()-o.Shared.HeldHere, o.MinutesHere()-o.Shared.MinutesHere
		t.Foot = append(t.Foot, parts(o.Unit, o.Value, held, minutes)...)
		if o.Shared.HeldHere > 0 {
			v.Note = wording.N(ctx, "Une rencontre à plusieurs projets est comptée à chacun et une seule fois dans le total : %s présence de plus dans la liste, soit %s.",
				"Une rencontre à plusieurs projets est comptée à chacun et une seule fois dans le total : %s présences de plus dans la liste, soit %s.",
				o.Shared.HeldHere, wording.Count(o.Shared.HeldHere), wording.Duration(o.Shared.MinutesHere))
		}
	}
	v.Table = t
	return v
}

// parts are the cells of a dossier's part in a number.
func parts(unit reporting.Unit, amount, held, minutes int) []Cell {
	switch unit {
	case reporting.InMeetings, reporting.InMinutes:
		return []Cell{{Text: wording.Count(held)}, {Text: wording.Duration(minutes)}}
	case reporting.InCents:
		return []Cell{{Text: wording.Money(models.Cents(amount))}}
	case reporting.InItems:
		return []Cell{{Text: wording.Count(amount)}}
	}
	return nil
}

// OpenedTitle names the number that was opened.
func OpenedTitle(ctx context.Context, o reporting.Opened) string {
	head, rest, _ := strings.Cut(o.Code, ".")
	switch head {
	case "meetings", "minutes":
		what := wording.EventLabel(ctx, head)
		if kind, ok := strings.CutPrefix(rest, "kind."); ok {
			return wording.T(ctx, "%s : %s", what, meetingKind(ctx, kind))
		}
		if rest == "carried" {
			return wording.T(ctx, "%s : %s", what, wording.T(ctx, "reprises d'avant"))
		}
		return what
	case "month":
		month, event, _ := strings.Cut(rest, ".")
		return wording.T(ctx, "%s : %s", wording.EventLabel(ctx, event), wording.Month(models.Date(month+"-01")))
	case "money":
		return wording.AmountLabel(ctx, o.Code)
	case "section":
		what := map[string]string{"items": wording.T(ctx, "Points qui s'appliquent"), "validated": wording.T(ctx, "Points validés"), "claimed": wording.T(ctx, "Points annoncés, à valider")}[rest[strings.LastIndex(rest, ".")+1:]]
		if o.Section == "" {
			return what
		}
		return wording.T(ctx, "%s : %s", what, o.Section)
	case "kind":
		return wording.T(ctx, "Rencontres : %s", meetingKind(ctx, rest))
	}
	return wording.FigureLabel(ctx, o.Code)
}
