package journey_test

import (
	"context"
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// house is a couveuse with one accepted dossier, its people, and a plan template
// of two mandatory items and one that is not.
type house struct {
	t                          *testing.T
	d                          *db.DB
	clock                      *dbtest.Clock
	manager, coach, other, own accounts.Account
	ref                        string
	id                         int64
	items                      []int64
}

func build(t *testing.T, d *db.DB, clock *dbtest.Clock) *house {
	t.Helper()
	h := &house{t: t, d: d, clock: clock}
	h.write(func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
			IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		for name, to := range map[string]struct {
			account *accounts.Account
			grant   access.Grant
		}{"Manon": {&h.manager, access.Grant{Role: access.Manager, SiteID: sites[0].ID}}, "Karim": {&h.coach, access.Grant{Role: access.Coach, SiteID: sites[0].ID}},
			"Namur": {&h.other, access.Grant{Role: access.Coach, SiteID: sites[1].ID}}, "Zoe": {&h.own, access.Grant{Role: access.Candidate}}} {
			if *to.account, err = accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{to.grant}}, "x"); err != nil {
				return err
			}
		}
		h.items = nil
		if err := h.template(tx, programmes[0].ID); err != nil {
			return err
		}
		h.ref, h.id, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: h.own.PersonID, Holder: "Zoé", Title: "Épicerie"})
		return err
	})
	h.through(programme.Submitted, programme.Review, programme.Accepted)
	return h
}

func (h *house) template(tx *db.Tx, programmeID int64) error {
	var template, section int64
	if _, err := tx.Get([]any{&template}, `SELECT id FROM plan_templates WHERE programme_id = ? AND state = 'published'`, programmeID); err != nil {
		return err
	}
	if template != 0 { // the first data may bring one already: this test wants its own
		if _, err := tx.Exec(`UPDATE plan_templates SET state = 'retired' WHERE id = ?`, template); err != nil {
			return err
		}
	}
	if _, err := tx.Get([]any{&template}, `INSERT INTO plan_templates (programme_id, number, state) VALUES (?, 99, 'published') RETURNING id`, programmeID); err != nil {
		return err
	}
	if _, err := tx.Get([]any{&section}, `INSERT INTO plan_sections (template_id, position, title) VALUES (?, 1, 'Marché') RETURNING id`, template); err != nil {
		return err
	}
	for i, title := range []string{"Clients", "Prix", "Personas"} {
		var id int64
		if _, err := tx.Get([]any{&id}, `INSERT INTO plan_items (section_id, template_id, position, title, mandatory) VALUES (?, ?, ?, ?, ?) RETURNING id`,
			section, template, i, title, i < 2); err != nil {
			return err
		}
		h.items = append(h.items, id)
	}
	return nil
}

func (h *house) write(fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.d.Write(ctx, operator, fn); err != nil {
		h.t.Fatal(err)
	}
}

// through moves the dossier without asking rules that are not the journey's.
func (h *house) through(phases ...programme.Phase) {
	h.t.Helper()
	h.write(func(tx *db.Tx) error {
		p, err := programme.Load(tx, h.ref, access.ProjectRead)
		if err != nil {
			return err
		}
		for _, to := range phases {
			if err := programme.Move(tx, p, to, tx.Today(), "", nil); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *house) project() *programme.Project { return h.state().Project }

func (h *house) state() (s *journey.State) {
	h.t.Helper()
	err := h.d.Read(ctx, operator, func(tx *db.Tx) (err error) {
		s, err = journey.Load(tx, h.ref, access.ProjectRead)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

type verb func(tx *db.Tx, version int) error

// do runs a verb as the manager who has just looked at the dossier.
func (h *house) do(v verb) error {
	h.t.Helper()
	version := h.project().Version
	return h.d.Write(ctx, h.manager.Actor(), func(tx *db.Tx) error { return v(tx, version) })
}

func (h *house) must(v verb) {
	h.t.Helper()
	if err := h.do(v); err != nil {
		h.t.Fatal(err)
	}
}

// refuses checks that a verb answers exactly these codes and changes nothing.
func (h *house) refuses(v verb, codes ...string) {
	h.t.Helper()
	before := h.project()
	err := h.do(v)
	p, ok := models.ProblemOf(err)
	if !ok {
		h.t.Fatalf("got %v, want a refusal %v", err, codes)
	}
	got := p.Codes()
	if p.Code == "form.invalid" {
		got = nil
		for _, f := range p.Fields {
			got = append(got, f.Field+":"+f.Code)
		}
	}
	if !slices.Equal(got, codes) {
		h.t.Errorf("refused with %v, want %v", got, codes)
	}
	if after := h.project(); after.Version != before.Version || after.Phase != before.Phase {
		h.t.Errorf("a refusal changed the dossier: %s v%d, was %s v%d", after.Phase, after.Version, before.Phase, before.Version)
	}
}

func (h *house) agree(kind journey.AgreementKind, number string, signed, starts, ends models.Date) verb {
	return func(tx *db.Tx, v int) error {
		return journey.RecordAgreement(tx, h.ref, v, journey.AgreementDraft{Kind: kind, Number: number, SignedOn: signed, StartsOn: starts, EndsOn: ends})
	}
}

func (h *house) startCoaching(on models.Date, coaches ...string) verb {
	return func(tx *db.Tx, v int) error { return journey.StartCoaching(tx, h.ref, v, on, coaches) }
}

func (h *house) startTest(on models.Date) verb {
	return func(tx *db.Tx, v int) error { _, err := journey.StartTest(tx, h.ref, v, on); return err }
}

func (h *house) suspend(from models.Date) verb {
	return func(tx *db.Tx, v int) error { return journey.Suspend(tx, h.ref, v, from, "maladie") }
}

func (h *house) resume(on models.Date) verb {
	return func(tx *db.Tx, v int) error { return journey.Resume(tx, h.ref, v, on) }
}

func (h *house) extend(months int) verb {
	return func(tx *db.Tx, v int) error { return journey.Extend(tx, h.ref, v, months, "stock en retard") }
}

func (h *house) derogate(rule string) verb {
	return func(tx *db.Tx, v int) error {
		return journey.Derogate(tx, h.ref, v, rule, "le local est libre dès lundi")
	}
}

func (h *house) launch(l programme.Launch) verb {
	return func(tx *db.Tx, v int) error { return journey.Launch(tx, h.ref, v, l) }
}

func (h *house) exit(d journey.ExitDraft) verb {
	return func(tx *db.Tx, v int) error { return journey.Exit(tx, h.ref, v, d) }
}

func (h *house) followUp(c journey.Check) verb {
	return func(tx *db.Tx, v int) error { return journey.FollowUp(tx, h.ref, v, c) }
}

func (h *house) validate(items ...int64) {
	h.t.Helper()
	h.write(func(tx *db.Tx) error {
		for _, id := range items {
			if _, err := tx.Exec(`INSERT INTO plan_states (project_id, item_id, validated_on, updated_at) VALUES (?, ?, ?, ?)`, h.id, id, tx.Today(), tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *house) coaching(on models.Date) {
	h.t.Helper()
	h.clock.Set(on)
	h.must(h.agree(journey.CoachingAgreement, "CA-1", on, on, ""))
	h.must(h.startCoaching(on, h.coach.PublicID))
}

func (h *house) wants(what string, got, want any) {
	h.t.Helper()
	if got != want {
		h.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func each(t *testing.T, fn func(h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) { fn(build(t, d, clock)) })
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	err := h.d.Read(ctx, operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// history writes the changes shortly: "coaching>test" for a move, "test=extend" for the rest.
func (h *house) history() (list []string) {
	h.t.Helper()
	err := h.d.Read(ctx, operator, func(tx *db.Tx) error {
		changes, err := journey.Changes(tx, h.id)
		for _, c := range changes {
			if c.Moves() {
				list = append(list, string(c.FromPhase)+">"+string(c.ToPhase))
			} else {
				list = append(list, string(c.ToPhase)+"="+c.Kind())
			}
			if c.ActorName == "" || c.At == 0 {
				h.t.Errorf("%s: nobody or no time", list[len(list)-1])
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}
