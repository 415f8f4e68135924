// Package reportingtest lays out a cohort whose every figure is known, for the
// tests and benchmarks of reports, pages and papers. It writes rows directly: a
// report must hold whatever way the rows came in.
package reportingtest

import (
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Town is what Build laid out.
type Town struct {
	Cohort, Empty programme.Cohort
	Refs          []string
	Accounts      map[string]accounts.Account // coach, manager, elsewhere, admin, candidate
	Template      int64
	Items         []int64
}

// Names are people's names as they are; a test may give its own.
var Names = [][2]string{{"Zoë", "D'Hondt"}, {"Łukasz", "Wiśniewski"}, {"İpek", "Şahin"}, {"Nguyễn Thị", "Hồng"},
	{"Γεώργιος", "Παπαδόπουλος"}, {"Олена", "Шевченко"}, {"Marie-Ève", "Lefèbvre"}, {"Jean", "de la Croix"}}

var titles = []string{"Savonnerie L'Écume", "Épicerie en vrac", "Atelier de reliure", "Toilettage canin à domicile", "Traiteur du terroir",
	"Vélos de Sainte-Marguerite", "Studio d'illustration", "Boulangerie au levain"}

// Options change what Build lays out; the zero value is 40 ordinary dossiers.
type Options struct {
	Size  int
	Names [][2]string
}

// Build lays out a cohort of dossiers in every phase on Liège, an empty one on
// Namur, and the accounts that look at them.
func Build(t testing.TB, d *db.DB, o Options) Town {
	t.Helper()
	if o.Size == 0 {
		o.Size = 40
	}
	if o.Names == nil {
		o.Names = Names
	}
	var tw Town
	err := d.Write(t.Context(), access.Operator("test"), func(tx *db.Tx) error {
		b := builder{tx: tx, o: o, tw: Town{Accounts: map[string]accounts.Account{}}}
		for _, step := range []func() error{b.house, b.template, b.dossiers, b.meetings, b.plans, b.grants} {
			if err := step(); err != nil {
				return err
			}
		}
		tw = b.tw
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tw
}

type builder struct {
	tx       *db.Tx
	o        Options
	tw       Town
	projects []row
}

type row struct {
	id, person int64
	ref        string
	phase      programme.Phase
	entered    models.Date
}

func (b *builder) house() error {
	if _, err := programme.Found(b.tx); err != nil {
		return err
	}
	sites, err := programme.Sites(b.tx)
	if err != nil {
		return err
	}
	programmes, err := programme.Programmes(b.tx)
	if err != nil {
		return err
	}
	for i, to := range []*programme.Cohort{&b.tw.Cohort, &b.tw.Empty} {
		c, err := programme.NewCohort(b.tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[i].ID, Name: "Printemps 2026",
			IntakeOpensOn: "2026-01-05", IntakeClosesOn: "2026-02-27", StartsOn: "2026-03-16", Capacity: 24})
		if err != nil {
			return err
		}
		if *to, err = programme.CohortByID(b.tx, c.ID); err != nil {
			return err
		}
	}
	for name, grant := range map[string]access.Grant{"coach": {Role: access.Coach, SiteID: sites[0].ID}, "manager": {Role: access.Manager, SiteID: sites[0].ID},
		"elsewhere": {Role: access.Manager, SiteID: sites[1].ID}, "admin": {Role: access.Administrator}, "candidate": {Role: access.Candidate}} {
		a, err := accounts.CreateActive(b.tx, accounts.Draft{Email: name + "@exemple.test", Name: "Compte " + name, Grants: []access.Grant{grant}}, "x")
		if err != nil {
			return err
		}
		b.tw.Accounts[name] = a
	}
	return nil
}

// template lays nine sections of four items, the first two mandatory.
func (b *builder) template() error {
	if _, err := b.tx.Exec(`UPDATE plan_templates SET state = 'retired' WHERE programme_id = ?`, b.tw.Cohort.ProgrammeID); err != nil {
		return err
	}
	_, err := b.tx.Get([]any{&b.tw.Template}, `INSERT INTO plan_templates (programme_id, number, state, published_at) VALUES (?, 9, 'published', ?) RETURNING id`,
		b.tw.Cohort.ProgrammeID, b.tx.Now())
	if err != nil {
		return err
	}
	for s, title := range []string{"Personne et équipe", "Offre et besoin", "Marché", "Vision et modèle", "Politique commerciale",
		"Production et livraison", "Administration et droit", "Plan financier", "Lancement"} {
		var section int64
		if _, err := b.tx.Get([]any{&section}, `INSERT INTO plan_sections (template_id, position, title) VALUES (?, ?, ?) RETURNING id`, b.tw.Template, s+1, title); err != nil {
			return err
		}
		for i := range 4 {
			var item int64
			_, err := b.tx.Get([]any{&item}, `INSERT INTO plan_items (section_id, template_id, position, title, expectation, evidence, mandatory)
				VALUES (?, ?, ?, ?, 'Décrit en quelques lignes, avec ses sources.', 'Document joint au dossier', ?) RETURNING id`,
				section, b.tw.Template, i+1, fmt.Sprintf("%s, point %d", title, i+1), i < 2)
			if err != nil {
				return err
			}
			b.tw.Items = append(b.tw.Items, item)
		}
	}
	return nil
}

// phases is the mix of a cohort, repeated.
var phases = []programme.Phase{programme.Coaching, programme.Test, programme.Launched, programme.Exited, programme.Coaching, programme.Submitted,
	programme.Test, programme.Declined, programme.FollowedUp, programme.Exited, programme.Accepted, programme.Waitlisted, programme.Coaching,
	programme.Draft, programme.Withdrawn, programme.Review}

func (b *builder) dossiers() error {
	for i := range b.o.Size {
		if err := b.dossier(i); err != nil {
			return fmt.Errorf("dossier %d: %w", i, err)
		}
	}
	_, err := b.tx.Exec(`UPDATE accounts SET person_id = ? WHERE id = ?`, b.projects[0].person, b.tw.Accounts["candidate"].ID)
	return err
}

func (b *builder) dossier(i int) error {
	name := b.o.Names[i%len(b.o.Names)]
	person := programme.Person{FirstName: name[0], LastName: name[1], Gender: []string{"F", "M", "F", "X", ""}[i%5]}
	if i%6 != 5 {
		person.BirthOn = models.NewDate(1965+i%40, 5, 12)
	}
	p, err := programme.InsertPerson(b.tx, person)
	if err != nil {
		return err
	}
	title := titles[i%len(titles)]
	ref, id, err := programme.Open(b.tx, programme.NewProject{Cohort: b.tw.Cohort, PersonID: p.ID, Holder: person.FullName(), Title: title})
	if err != nil {
		return err
	}
	r := row{id: id, person: p.ID, ref: ref, phase: phases[i%len(phases)]}
	entered := models.Date("2026-03-16").AddDays(i % 40)
	var enteredOn, leftOn, started models.Date = "", "", entered
	exit, template := "", any(nil)
	entry := func() { enteredOn, template, r.entered = entered, b.tw.Template, entered }
	changes := [][2]programme.Phase{}
	step := func(to programme.Phase) { changes = append(changes, [2]programme.Phase{programme.Draft, to}) }
	if r.phase != programme.Draft {
		step(programme.Submitted)
	}
	switch r.phase {
	case programme.Coaching:
		entry()
	case programme.Test, programme.Launched, programme.FollowedUp, programme.Exited:
		entry()
		if i%3 != 0 || r.phase == programme.Test {
			step(programme.Test)
			started = entered.AddMonths(3 + i%3)
		}
	}
	study := any(nil)
	switch r.phase {
	case programme.Launched, programme.FollowedUp, programme.Exited:
		leftOn = entered.AddMonths(4 + i%4)
		started = leftOn
		if i%4 != 0 {
			study = i%3 != 0
		}
	}
	if r.phase == programme.Exited {
		exit = string([]programme.ExitReason{programme.JobFound, programme.GaveUp, programme.Training, programme.GaveUp, ""}[i/4%5])
	}
	submitted := any(nil)
	if r.phase != programme.Draft {
		submitted = models.InstantOf(models.Date("2026-01-12").AddDays(i%45).At(10, 0))
	}
	_, err = b.tx.Exec(`UPDATE projects SET phase = ?, phase_started_on = ?, submitted_at = ?, entered_on = ?, left_on = ?, exit_reason = ?,
		study_completed = ?, template_id = ?, carried_meetings = ?, carried_minutes = ? WHERE id = ?`,
		r.phase, started, submitted, enteredOn, leftOn, exit, study, template, i%11/10*4, i%11/10*250, id)
	if err != nil {
		return err
	}
	if r.phase == programme.Accepted || !r.phase.IsApplication() {
		step(programme.Accepted)
	}
	for _, c := range changes {
		on := map[programme.Phase]models.Date{programme.Submitted: models.Date("2026-01-12").AddDays(i % 45), programme.Accepted: "2026-03-06",
			programme.Test: entered.AddMonths(3 + i%3)}[c[1]]
		if err := programme.RecordChange(b.tx, programme.Change{ProjectID: id, FromPhase: c[0], ToPhase: c[1], EffectiveOn: on}, nil); err != nil {
			return err
		}
	}
	return b.besides(i, r, leftOn)
}

// besides writes application, coach, suspension, extension and enterprise.
func (b *builder) besides(i int, r row, leftOn models.Date) error {
	since := any(nil)
	if i%7 != 6 {
		since = models.Date("2026-03-01").AddMonths(-i * 3 % 40)
	}
	if _, err := b.tx.Exec(`INSERT INTO applications (project_id, situation, schooling, jobseeker_since, updated_at) VALUES (?, ?, ?, ?, ?)`, r.id,
		[]string{"full_benefits", "cpas", "full_benefits", "", "health_fund"}[i%5], []string{"lower_secondary", "upper_secondary", "tertiary", "none", ""}[i%5], since, b.tx.Now()); err != nil {
		return err
	}
	if r.phase.IsJourney() && i%5 != 2 {
		if _, err := b.tx.Exec(`INSERT INTO project_coaches (project_id, account_id, from_on) VALUES (?, ?, ?)`, r.id, b.tw.Accounts["coach"].ID, "2026-03-16"); err != nil {
			return err
		}
	}
	if r.entered != "" && i%8 == 1 {
		if _, err := b.tx.Exec(`INSERT INTO suspensions (project_id, phase, from_on, to_on, reason, created_at) VALUES (?, 'coaching', ?, ?, 'Maladie', 1)`,
			r.id, r.entered.AddDays(20), r.entered.AddDays(38)); err != nil {
			return err
		}
	}
	if r.phase == programme.Coaching && i%12 == 0 {
		if _, err := b.tx.Exec(`INSERT INTO extensions (project_id, phase, months, reason, decided_on, created_at) VALUES (?, 'coaching', 3, 'Étude de marché', ?, 1)`,
			r.id, r.entered.AddMonths(5)); err != nil {
			return err
		}
	}
	b.tw.Refs = append(b.tw.Refs, r.ref)
	b.projects = append(b.projects, r)
	if r.phase != programme.Launched && r.phase != programme.FollowedUp || i%10 == 8 {
		return nil
	}
	_, err := b.tx.Exec(`INSERT INTO enterprises (project_id, name, number, legal_form, created_on, created_at) VALUES (?, ?, '0403019261', 'SRL', ?, 1)`,
		r.id, titles[i%len(titles)], leftOn)
	return err
}

// meetings logs up to six meetings a journey; one in nine has two projects.
func (b *builder) meetings() error {
	kinds := []string{"diagnostic", "coaching", "coaching", "financial", "legal", "coaching"}
	var previous row
	for i, r := range b.projects {
		if r.entered == "" || i%13 == 4 {
			continue
		}
		for k := range 1 + i%6 {
			on := r.entered.AddDays(10 + 25*k)
			state := "held"
			if k == 3 {
				state = "absent"
			}
			var id int64
			_, err := b.tx.Get([]any{&id}, `INSERT INTO meetings (public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_at, updated_at)
				VALUES (?, ?, ?, ?, ?, ?, 'office', ?, 1, 1) RETURNING id`, fmt.Sprintf("m%d-%d", i, k), state, on, models.InstantOf(on.At(14, 0)), 45+15*k, kinds[k],
				"Nous avons revu le prix de revient et les trois premiers clients. À faire : demander deux devis.")
			if err != nil {
				return err
			}
			attend := []row{r}
			if (i+k)%9 == 0 && previous.id != 0 {
				attend = append(attend, previous)
			}
			for _, p := range attend {
				if _, err := b.tx.Exec(`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, ?)`, p.id, id); err != nil {
					return err
				}
			}
			if _, err := b.tx.Exec(`INSERT INTO meeting_notes (meeting_id, body, updated_at) VALUES (?, 'NOTE PRIVÉE : ne jamais imprimer', 1)`, id); err != nil {
				return err
			}
			if _, err := b.tx.Exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (?, ?, ?)`, id, b.tw.Accounts["coach"].ID, models.InstantOf(on.At(14, 0))); err != nil {
				return err
			}
			if _, err := b.tx.Exec(`UPDATE projects SET last_meeting_on = ? WHERE id = ?`, on, r.id); err != nil {
				return err
			}
		}
		for k, title := range []string{"Demander deux devis", "Prendre rendez-vous au guichet d'entreprises", "Chiffrer le stock de départ"} {
			done := any(nil)
			if (i+k)%3 == 0 {
				done = r.entered.AddDays(28)
			}
			if _, err := b.tx.Exec(`INSERT INTO actions (project_id, title, owner, coach_id, due_on, done_on, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, r.id, title,
				[]string{"holder", "coach"}[k%2], b.tw.Accounts["coach"].ID, r.entered.AddDays(30+k), done, models.InstantOf(r.entered.AddDays(10).At(15, 0))); err != nil {
				return err
			}
		}
		previous = r
	}
	return nil
}

// plans validates more items the older the journey; some do not apply.
func (b *builder) plans() error {
	for i, r := range b.projects {
		if r.entered == "" {
			continue
		}
		for k, item := range b.tw.Items {
			on := r.entered.AddDays(5 + 4*k)
			claimed, validated, excused := any(nil), any(nil), ""
			event := ""
			switch {
			case k%12 == 7 && i%2 == 0:
				excused, event = "Sans objet pour ce projet", "not_applicable"
			case k < i%37:
				claimed, validated, event = on, on.AddDays(3), "validated"
			case k < i%37+4:
				claimed, event = on, "claimed"
			default:
				continue
			}
			if _, err := b.tx.Exec(`INSERT INTO plan_states (project_id, item_id, claimed_on, validated_on, validated_by, not_applicable, updated_at) VALUES (?, ?, ?, ?, ?, ?, 1)`,
				r.id, item, claimed, validated, b.tw.Accounts["coach"].ID, excused); err != nil {
				return err
			}
			if i%2 == 0 {
				if _, err := b.tx.Exec(`INSERT INTO plan_events (project_id, item_id, event, on_date, actor_name, at) VALUES (?, ?, ?, ?, 'Compte coach', 1)`,
					r.id, item, event, on.AddDays(3)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// grants asks for one in two journeys, awards most, pays part of them.
func (b *builder) grants() error {
	for i, r := range b.projects {
		if r.entered == "" || i%2 == 1 && i%5 != 0 {
			continue
		}
		asked := models.Cents(150_000 + 50_000*(i%8))
		state := []string{"awarded", "awarded", "submitted", "refused"}[i/2%4]
		var request int64
		_, err := b.tx.Get([]any{&request}, `INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, created_at) VALUES (?, ?, ?, 1, ?, ?, ?, 1) RETURNING id`,
			"B-"+r.ref, r.id, r.person, "Premier outillage", r.entered.AddMonths(1), state)
		if err != nil {
			return err
		}
		if _, err := b.tx.Exec(`INSERT INTO grant_lines (request_id, position, label, amount) VALUES (?, 1, 'Matériel', ?)`, request, asked); err != nil {
			return err
		}
		if state != "awarded" {
			continue
		}
		if err := b.award(i, r, request, asked); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) award(i int, r row, request int64, amount models.Cents) error {
	if _, err := b.tx.Exec(`INSERT INTO grant_holders (person_id, cap) VALUES (?, 500000)`, r.person); err != nil {
		return err
	}
	if _, err := b.tx.Exec(`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, created_at) VALUES (?, ?, ?, ?, 1)`,
		request, r.person, amount, r.entered.AddMonths(2)); err != nil {
		return err
	}
	for k := range 2 {
		var tranche int64
		_, err := b.tx.Get([]any{&tranche}, `INSERT INTO grant_tranches (request_id, position, amount, due_on) VALUES (?, ?, ?, ?) RETURNING id`,
			request, k+1, amount/2, r.entered.AddMonths(3+4*k))
		if err != nil {
			return err
		}
		if k == 0 || i%3 == 0 {
			if _, err := b.tx.Exec(`INSERT INTO grant_payments (tranche_id, amount, paid_on, created_at) VALUES (?, ?, ?, 1)`, tranche, amount/2, r.entered.AddMonths(3+k)); err != nil {
				return err
			}
		}
	}
	return nil
}
