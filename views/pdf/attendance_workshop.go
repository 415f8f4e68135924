package pdf

import (
	"context"
	"io"

	"eclosion/models/programme"
	"eclosion/models/workshop"
	"eclosion/views/wording"
)

// spareWorkshopLines are for who comes without a place.
const spareWorkshopLines = 4

// WriteWorkshopSheet lays out the sheet on which people sign who come to a session of a workshop: those with a place and those noted without
// one, then free lines. It is the same file as long as the list is.
func WriteWorkshopSheet(ctx context.Context, out io.Writer, house programme.Couveuse, w workshop.Workshop, s workshop.Session, list []workshop.Place) error {
	meta := Meta{House: house.Name, HouseLine: house.Address, Title: wording.T(ctx, "Feuille de présence"), Subtitle: wording.T(ctx, "Atelier : %s", w.Title),
		Date: wording.LongDate(s.HeldOn), Created: s.HeldOn.Start(), Plain: true}
	return Write(ctx, out, meta, func(d *Doc) {
		d.Definitions(workshopFacts(ctx, w, s)...)
		d.Table(workshopTable(ctx, s, list))
		d.Note(wording.T(ctx, "Cette feuille contient des données personnelles : elle reste à la couveuse, avec les preuves de l'accompagnement."))
	})
}

func workshopFacts(ctx context.Context, w workshop.Workshop, s workshop.Session) []Def {
	defs := []Def{
		{wording.T(ctx, "Quand"), wording.T(ctx, "%s, de %s à %s (%s)", wording.DayDate(s.HeldOn), wording.Clock(s.StartsAt.Time()), wording.Clock(s.EndsAt().Time()), wording.Duration(s.Minutes))},
		{wording.T(ctx, "Site"), w.SiteName},
	}
	if n := w.Number(s); n > 0 && len(w.Live()) > 1 {
		defs = append(defs, Def{wording.T(ctx, "Séance"), wording.T(ctx, "%s sur %s", wording.Count(n), wording.Count(len(w.Live())))})
	}
	if s.Place != "" {
		defs = append(defs, Def{wording.T(ctx, "Lieu"), s.Place})
	}
	return defs
}

func workshopTable(ctx context.Context, s workshop.Session, list []workshop.Place) Table {
	t := Table{Ruled: true, RowHeight: 10, Columns: []Column{{Title: wording.T(ctx, "N°"), Width: 0.6, Align: Right}, {Title: wording.T(ctx, "Nom et prénom"), Width: 3.4},
		{Title: wording.T(ctx, "Dossier"), Width: 1.8}, {Title: wording.T(ctx, "Signature"), Width: 3.6}}}
	n := 0
	row := func(name, ref string) {
		n++
		t.Rows = append(t.Rows, Texts(wording.Count(n), name, ref, ""))
	}
	for _, p := range list {
		row(programme.FullName(p.LastName, p.FirstName), p.Ref)
	}
	t.Rows = append(t.Rows, Row{Group: wording.T(ctx, "Sans inscription")})
	for range spareWorkshopLines {
		row("", "")
	}
	t.Rows = append(t.Rows, Row{Group: wording.T(ctx, "Animation")})
	for _, l := range s.Leaders {
		t.Rows = append(t.Rows, Texts("", l.Name, "", ""))
	}
	if s.Speaker != "" {
		t.Rows = append(t.Rows, Texts("", s.Speaker, "", ""))
	}
	return t
}
