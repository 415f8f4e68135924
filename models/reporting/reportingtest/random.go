package reportingtest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Random lays out a cohort of journeys as chance has them: phases, days on which months and leap
// years bite, pauses that touch and overlap, extensions, meetings of several, grants that are reduced, paid in part and
// taken back. The same seed gives the same town.
func Random(t testing.TB, d *db.DB, seed uint64, size int) Town {
	t.Helper()
	var tw Town
	err := d.Write(t.Context(), access.Operator("test"), func(tx *db.Tx) error {
		r := chance{rand.New(rand.NewPCG(seed, 7)), builder{tx: tx, o: Options{Size: size, Names: Names}, tw: Town{Accounts: map[string]accounts.Account{}}}}
		for _, step := range []func() error{r.house, r.template, r.journeys, r.meet, r.plan, r.fund} {
			if err := step(); err != nil {
				return err
			}
		}
		tw = r.tw
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tw
}

type chance struct {
	*rand.Rand
	builder
}

// edges are days on which counting months and days goes wrong first.
var edges = []models.Date{"2023-08-31", "2023-11-30", "2024-01-31", "2024-02-28", "2024-02-29", "2024-12-31", "2025-02-28", "2025-05-31", "2025-08-30", "2025-10-26", "2026-03-29", "2026-03-31"}

func (c *chance) one(in int) bool { return c.IntN(in) == 0 }

func (c *chance) exec(query string, args ...any) error {
	_, err := c.tx.Exec(query, args...)
	return err
}

func (c *chance) journeys() error {
	for i := range c.o.Size {
		if err := c.journey(i); err != nil {
			return fmt.Errorf("journey %d: %w", i, err)
		}
	}
	return nil
}

// open opens a dossier of somebody, who is new or came back with another project.
func (c *chance) open(i int) (ref string, id, personID int64, err error) {
	name := c.o.Names[i%len(c.o.Names)]
	person := programme.Person{FirstName: name[0], LastName: name[1], Gender: []string{"F", "M", "M", "X", ""}[c.IntN(5)]}
	if !c.one(6) {
		person.BirthOn = edges[c.IntN(len(edges))].AddMonths(-12 * (17 + c.IntN(45)))
	}
	if i > 3 && c.one(9) { // somebody who came back with another project
		personID = c.projects[c.IntN(len(c.projects))].person
	} else {
		p, err := programme.InsertPerson(c.tx, person)
		if err != nil {
			return "", 0, 0, err
		}
		personID = p.ID
	}
	ref, id, err = programme.Open(c.tx, programme.NewProject{Cohort: c.tw.Cohort, PersonID: personID, Holder: person.FullName(), Title: titles[i%len(titles)]})
	return ref, id, personID, err
}

func (c *chance) journey(i int) error {
	ref, id, personID, err := c.open(i)
	if err != nil {
		return err
	}
	r := row{id: id, person: personID, ref: ref, phase: phases[c.IntN(len(phases))]}
	entered := edges[c.IntN(len(edges))].AddDays(c.IntN(3) - 1)
	change := func(to programme.Phase, on models.Date) error {
		return programme.RecordChange(c.tx, programme.Change{ProjectID: id, FromPhase: programme.Draft, ToPhase: to, EffectiveOn: on}, nil)
	}
	var submitted, enteredOn, leftOn, exit, study, template any
	started, coached, tested := entered.AddDays(-40), false, models.Date("")
	if r.phase != programme.Draft {
		submitted = models.InstantOf(entered.AddDays(-60).At(9, 30))
	}
	accepted := !r.phase.IsApplication()
	switch r.phase {
	case programme.Coaching, programme.Test, programme.Launched, programme.FollowedUp:
		coached = true
	case programme.Exited:
		coached = !c.one(4) // some leave before they begin
	}
	if coached {
		enteredOn, template, r.entered, started = entered, c.tw.Template, entered, entered
		if r.phase == programme.Test || r.phase != programme.Coaching && c.one(2) {
			tested = entered.AddMonths(2 + c.IntN(6)).AddDays(c.IntN(3) - 1)
			started = tested
		}
	}
	if r.phase == programme.Launched || r.phase == programme.FollowedUp || r.phase == programme.Exited {
		left := max(entered, tested).AddMonths(c.IntN(15)).AddDays(c.IntN(40))
		leftOn, started = left, left
		if !c.one(3) {
			study = c.one(2)
		}
	}
	if r.phase == programme.Exited && !c.one(5) {
		exit = string(programme.AllExitReasons()[c.IntN(len(programme.AllExitReasons()))])
	}
	if exit == nil {
		exit = ""
	}
	since := any(nil)
	if c.one(2) {
		since = entered.AddMonths(-c.IntN(30))
	}
	if err := c.exec(`INSERT INTO applications (project_id, situation, schooling, jobseeker_since, updated_at) VALUES (?, ?, ?, ?, 1)`, id,
		[]string{"full_benefits", "cpas", "full_benefits", "", "health_fund"}[c.IntN(5)], []string{"lower_secondary", "tertiary", "tertiary", "none", ""}[c.IntN(5)], since); err != nil {
		return err
	}
	carried := c.IntN(3) / 2 * 3
	if err := c.exec(`UPDATE projects SET phase = ?, phase_started_on = ?, submitted_at = ?, entered_on = ?, left_on = ?, exit_reason = ?, study_completed = ?,
		template_id = ?, carried_meetings = ?, carried_minutes = ? WHERE id = ?`, r.phase, started, submitted, enteredOn, leftOn, exit, study, template, carried, 70*carried, id); err != nil {
		return err
	}
	if accepted {
		if err := change(programme.Accepted, entered.AddDays(-20)); err != nil {
			return err
		}
	}
	if tested != "" {
		if err := change(programme.Test, tested); err != nil {
			return err
		}
	}
	c.projects, c.tw.Refs = append(c.projects, r), append(c.tw.Refs, ref)
	if coached {
		return c.pauses(r, tested)
	}
	return nil
}

// pauses suspends and extends the phases: pauses may touch, overlap, or be open still.
func (c *chance) pauses(r row, tested models.Date) error {
	for _, x := range []struct {
		phase programme.Phase
		from  models.Date
	}{{programme.Coaching, r.entered}, {programme.Test, tested}} {
		if x.from == "" {
			continue
		}
		for range c.IntN(3) {
			from := x.from.AddDays(c.IntN(80))
			to := any(from.AddDays(1 + c.IntN(45)))
			if r.phase == x.phase && c.one(4) {
				to = nil
			}
			if err := c.exec(`INSERT INTO suspensions (project_id, phase, from_on, to_on, reason, created_at) VALUES (?, ?, ?, ?, 'Maladie', 1)`, r.id, x.phase, from, to); err != nil {
				return err
			}
			if to == nil {
				break // one pause is open at a time
			}
		}
		if c.one(3) {
			if err := c.exec(`INSERT INTO extensions (project_id, phase, months, reason, decided_on, created_at) VALUES (?, ?, ?, 'Étude', ?, 1)`, r.id, x.phase, 1+c.IntN(3), x.from.AddDays(60)); err != nil {
				return err
			}
		}
	}
	return nil
}

// meet holds meetings of one to three dossiers, and some that did not take place.
func (c *chance) meet() error {
	kinds := []string{"diagnostic", "coaching", "financial", "legal"}
	for i, r := range c.projects {
		if r.entered == "" {
			continue
		}
		for k := range c.IntN(5) {
			on := r.entered.AddDays(c.IntN(260))
			var id int64
			if _, err := c.tx.Get([]any{&id}, `INSERT INTO meetings (public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_at, updated_at)
				VALUES (?, ?, ?, ?, ?, ?, 'office', '', 1, 1) RETURNING id`, fmt.Sprintf("h%d-%d", i, k), []string{"held", "held", "held", "absent", "planned"}[c.IntN(5)],
				on, models.InstantOf(on.At(14, 0)), 15+5*c.IntN(30), kinds[c.IntN(len(kinds))]); err != nil {
				return err
			}
			there := map[int64]bool{r.id: true}
			for range c.IntN(3) {
				if x := c.projects[c.IntN(len(c.projects))]; x.entered != "" {
					there[x.id] = true
				}
			}
			for project := range there {
				if err := c.exec(`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, ?)`, project, id); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *chance) plan() error {
	for _, r := range c.projects {
		if r.entered == "" {
			continue
		}
		for _, item := range c.tw.Items {
			var claimed, validated any
			excused := ""
			switch c.IntN(6) {
			case 0:
				excused = "Sans objet"
			case 1:
				claimed = r.entered.AddDays(9)
			case 2:
				claimed, validated = r.entered.AddDays(9), r.entered.AddDays(12)
			default:
				continue
			}
			if err := c.exec(`INSERT INTO plan_states (project_id, item_id, claimed_on, validated_on, not_applicable, updated_at) VALUES (?, ?, ?, ?, ?, 1)`, r.id, item, claimed, validated, excused); err != nil {
				return err
			}
		}
	}
	return nil
}

// fund asks for grants, awards some, reduces, pays and takes back parts.
func (c *chance) fund() error {
	awarded := map[int64]models.Cents{}
	for _, r := range c.projects {
		if r.entered == "" || c.one(4) {
			continue
		}
		state := []string{"awarded", "awarded", "submitted", "refused", "withdrawn"}[c.IntN(5)]
		asked := models.Cents(10_000 * (1 + c.IntN(20)))
		if state == "awarded" && awarded[r.person]+asked > 500_000 {
			state = "refused"
		}
		var request int64
		if _, err := c.tx.Get([]any{&request}, `INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, created_at) VALUES (?, ?, ?, 1, 'Outillage', ?, ?, 1) RETURNING id`,
			"B-"+r.ref, r.id, r.person, r.entered.AddDays(30), state); err != nil {
			return err
		}
		for position, part := range []models.Cents{asked / 4, asked - asked/4} {
			if err := c.exec(`INSERT INTO grant_lines (request_id, position, label, amount) VALUES (?, ?, 'Poste', ?)`, request, position+1, part); err != nil {
				return err
			}
		}
		if state != "awarded" {
			continue
		}
		awarded[r.person] += asked
		if err := c.award(r, request, asked); err != nil {
			return err
		}
	}
	return nil
}

func (c *chance) award(r row, request int64, amount models.Cents) error {
	if err := c.exec(`INSERT INTO grant_holders (person_id, cap) VALUES (?, 500000) ON CONFLICT (person_id) DO NOTHING`, r.person); err != nil {
		return err
	}
	if err := c.exec(`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, created_at) VALUES (?, ?, ?, ?, 1)`, request, r.person, amount, r.entered.AddDays(60)); err != nil {
		return err
	}
	if c.one(3) {
		if err := c.exec(`INSERT INTO grant_reductions (request_id, person_id, amount, reason, reduced_on, created_at) VALUES (?, ?, ?, 'Moins cher', ?, 1)`, request, r.person, amount/5, r.entered.AddDays(90)); err != nil {
			return err
		}
	}
	for k := range 2 {
		var tranche int64
		if _, err := c.tx.Get([]any{&tranche}, `INSERT INTO grant_tranches (request_id, position, amount, due_on) VALUES (?, ?, ?, ?) RETURNING id`, request, k+1, amount*2/5, r.entered.AddDays(100+100*k)); err != nil {
			return err
		}
		if c.one(2) {
			if err := c.exec(`INSERT INTO grant_payments (tranche_id, amount, paid_on, created_at) VALUES (?, ?, ?, 1)`, tranche, amount/5, r.entered.AddDays(110+100*k)); err != nil {
				return err
			}
		}
	}
	if c.one(2) {
		return c.exec(`INSERT INTO grant_recoveries (request_id, amount, reason, recovered_on, created_at) VALUES (?, ?, 'Non justifié', ?, 1)`, request, amount/10, r.entered.AddDays(250))
	}
	return nil
}
