package documents_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

// town is a couveuse with its usual categories, a dossier in draft of one candidate, and an account of each role.
type town struct {
	t      *testing.T
	db     *db.DB
	clock  *dbtest.Clock
	actors map[string]access.Actor
	cohort programme.Cohort
	ref    string
	id     int64
}

var operator = access.Operator("test")

func build(t *testing.T, d *db.DB, clock *dbtest.Clock) *town {
	t.Helper()
	tw := &town{t: t, db: d, clock: clock}
	tw.as(operator, func(tx *db.Tx) error {
		tw.actors = map[string]access.Actor{}
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := documents.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		p, err := programme.ProgrammeByCode(tx, "JI")
		if err != nil {
			return err
		}
		if tw.cohort, err = programme.NewCohort(tx, programme.Cohort{ProgrammeID: p.ID, SiteID: sites[0].ID,
			IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"}); err != nil {
			return err
		}
		if tw.cohort, err = programme.CohortByID(tx, tw.cohort.ID); err != nil {
			return err
		}
		for name, grant := range map[string]access.Grant{"zoe": {Role: access.Candidate}, "ali": {Role: access.Candidate}, "jury": {Role: access.Jury},
			"coach": {Role: access.Coach, SiteID: sites[0].ID}, "manager": {Role: access.Manager, SiteID: sites[0].ID},
			"far": {Role: access.Manager, SiteID: sites[1].ID}, "admin": {Role: access.Administrator}} {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
			if err != nil {
				return err
			}
			tw.actors[name] = a.Actor()
		}
		tw.ref, tw.id, err = tw.open(tx, "zoe")
		return err
	})
	return tw
}

// open makes a dossier in draft with an empty application.
func (tw *town) open(tx *db.Tx, name string) (ref string, id int64, err error) {
	ref, id, err = programme.Open(tx, programme.NewProject{Cohort: tw.cohort, PersonID: tw.actors[name].PersonID, Holder: name})
	if err == nil {
		_, err = tx.Exec(`INSERT INTO applications (project_id, updated_at) VALUES (?, ?)`, id, tx.Now())
	}
	return ref, id, err
}

func (tw *town) as(actor access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(context.Background(), actor, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) try(name string, fn func(*db.Tx) error) error {
	return tw.db.Write(context.Background(), tw.actors[name], fn)
}

// refuses checks the codes with which a verb answers, and that it leaves no trace.
func (tw *town) refuses(name, codes string, fn func(*db.Tx) error) {
	tw.t.Helper()
	const traces = `SELECT (SELECT count(*) FROM audit_entries) * 1000 + (SELECT count(*) FROM outbox)`
	before := tw.count(traces)
	if got := code(tw.try(name, fn)); got != codes {
		tw.t.Errorf("%s got %q, want %q", name, got, codes)
	}
	if tw.count(traces) != before {
		tw.t.Errorf("a refusal (%s) left a trace", codes)
	}
}

func (tw *town) must(name string, fn func(*db.Tx) error) {
	tw.t.Helper()
	tw.as(tw.actors[name], fn)
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	return n
}

func (tw *town) wants(what string, got, want any) {
	tw.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		tw.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// phase puts the dossier in a phase without asking rules.
func (tw *town) phase(p programme.Phase) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = ? WHERE id = ?`, p, tx.Now(), tw.id)
		return err
	})
}

// answers sets what the gates ask.
func (tw *town) answers(situation string, vat bool) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE applications SET situation = ?, own_vat = ? WHERE project_id = ?`, situation, vat, tw.id)
		return err
	})
}

// pdf makes a small PDF, or one of at least so many bytes, that differs by its text.
func pdf(text string, size int) []byte {
	filler := strings.Repeat("% "+text+"\n", 1+max(0, size)/(len(text)+3))
	return []byte("%PDF-1.4\n" + filler + "1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
}

func checked(t *testing.T, name string, data []byte) documents.File {
	t.Helper()
	f, err := documents.Check(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// photo is a JPEG of that size, red in its upper left corner.
func photo(w, h int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.White)
		}
	}
	for y := range h / 4 {
		for x := range w / 4 {
			m.Set(x, y, color.RGBA{R: 255, A: 255})
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, m, nil)
	return out.Bytes()
}

// add gives a document to the dossier.
func (tw *town) add(name, category string, data []byte) documents.Document {
	tw.t.Helper()
	var added documents.Added
	f := checked(tw.t, "x.pdf", data)
	tw.must(name, func(tx *db.Tx) (err error) {
		added, err = documents.Add(tx, tw.ref, category, f, documents.Unscanned)
		return err
	})
	return added.Document
}

func (tw *town) adding(category string, f documents.File) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := documents.Add(tx, tw.ref, category, f, documents.Unscanned)
		return err
	}
}

// look gives the dossier's pieces, by category.
func (tw *town) look() map[string]documents.Piece {
	tw.t.Helper()
	list := map[string]documents.Piece{}
	tw.as(operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, tw.ref, access.DocumentRead)
		if err != nil {
			return err
		}
		pieces, err := documents.Pieces(tx, p)
		for _, piece := range pieces {
			list[piece.Category.Code] = piece
		}
		return err
	})
	return list
}

// missing names the categories that are still to be given.
func (tw *town) missing(also ...string) (codes []string) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, tw.ref, access.DocumentRead)
		if err != nil {
			return err
		}
		codes = nil
		pieces, err := documents.Missing(tx, p, also)
		for _, piece := range pieces {
			codes = append(codes, piece.Category.Code)
		}
		return err
	})
	return codes
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) { fn(t, build(t, d, clock)) })
}

func code(err error) string {
	if err == nil {
		return ""
	}
	p, ok := models.ProblemOf(err)
	if !ok {
		return err.Error()
	}
	var list []string
	if p.Code != "form.invalid" {
		list = p.Codes()
	}
	for _, f := range p.Fields {
		list = append(list, f.Field+":"+f.Code)
	}
	return strings.Join(list, " ")
}
