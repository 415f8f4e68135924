package pdf

import (
	"context"
	"io"

	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/wording"
)

// WriteAttendance lays out the sheet on which people sign who come to an information session: those with a place, then
// who waits, then lines for who comes without having registered. It is the same file as long as the list is.
func WriteAttendance(ctx context.Context, w io.Writer, house programme.Couveuse, s infosession.Session, list []infosession.Registration) error {
	meta := Meta{House: house.Name, HouseLine: house.Address, Title: wording.T(ctx, "Feuille de présence"),
		Subtitle: wording.T(ctx, "Séance d'information %s", s.Names()), Date: wording.LongDate(s.HeldOn), Created: s.HeldOn.Start(), Plain: true}
	return Write(ctx, w, meta, func(d *Doc) {
		defs := []Def{{wording.T(ctx, "Quand"), wording.When(ctx, s.StartsAt) + ", " + wording.Duration(s.Minutes)}, {wording.T(ctx, "Site"), s.SiteName}}
		if s.Place != "" {
			defs = append(defs, Def{wording.T(ctx, "Lieu"), s.Place})
		}
		if s.Partner != "" {
			defs = append(defs, Def{wording.T(ctx, "Avec"), s.Partner})
		}
		d.Definitions(defs...)
		d.Table(attendance(ctx, list))
		d.Note(wording.T(ctx, "Cette feuille contient des données personnelles : elle reste à la couveuse, qui la détruit avec les inscriptions."))
	})
}

// spareLines are for who comes without having registered.
const spareLines = 5

func attendance(ctx context.Context, list []infosession.Registration) Table {
	t := Table{Ruled: true, RowHeight: 10, Columns: []Column{{Title: wording.T(ctx, "N°"), Width: 0.6, Align: Right}, {Title: wording.T(ctx, "Nom et prénom"), Width: 4},
		{Title: wording.T(ctx, "Signature"), Width: 4}}}
	row := func(n int, name string) { t.Rows = append(t.Rows, Texts(wording.Count(n), name, "")) }
	group := func(title string) { t.Rows = append(t.Rows, Row{Group: title}) }
	n, waiting := 0, false
	for _, r := range list {
		if r.State == infosession.Left {
			continue
		}
		if r.State == infosession.Waiting && !waiting {
			waiting = true
			group(wording.T(ctx, "Liste d'attente"))
		}
		n++
		row(n, programme.FullName(r.LastName, r.FirstName))
	}
	group(wording.T(ctx, "Sans inscription"))
	for range spareLines {
		n++
		row(n, "")
	}
	return t
}
