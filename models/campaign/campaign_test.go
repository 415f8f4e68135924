package campaign_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/journey"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// house is a couveuse on Monday 23 November 2026 at 9:00, with a manager and a coach in Liège, and another manager in Namur.
type house struct {
	t                      *testing.T
	d                      *db.DB
	clock                  *dbtest.Clock
	manager, coach, remote accounts.Account
	cohort                 programme.Cohort
}

func eachHouse(t *testing.T, fn func(t *testing.T, h *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		h := &house{t: t, d: d, clock: clock}
		h.as(operator, func(tx *db.Tx) error {
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
			c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
			if err != nil {
				return err
			}
			if h.cohort, err = programme.CohortByID(tx, c.ID); err != nil {
				return err
			}
			for name, to := range map[string]*accounts.Account{"manager": &h.manager, "coach": &h.coach, "remote": &h.remote} {
				g := access.Grant{Role: access.Manager, SiteID: sites[0].ID}
				switch name {
				case "coach":
					g.Role = access.Coach
				case "remote":
					g.SiteID = sites[1].ID
				}
				if *to, err = accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{g}}, "x"); err != nil {
					return err
				}
			}
			return nil
		})
		fn(t, h)
	})
}

func (h *house) try(a access.Actor, fn func(*db.Tx) error) error { return h.d.Write(ctx, a, fn) }

func (h *house) as(a access.Actor, fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.try(a, fn); err != nil {
		h.t.Fatal(err)
	}
}

// launched makes a dossier whose enterprise was created on a day, and gives its id.
func (h *house) launched(name, email string, on models.Date) (id int64) {
	h.t.Helper()
	h.as(operator, func(tx *db.Tx) error {
		person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: name, Email: email, Phone: "0470 12 34 56"})
		if err != nil {
			return err
		}
		_, id, err = programme.Open(tx, programme.NewProject{Cohort: h.cohort, PersonID: person.ID, Holder: name, Title: "Épicerie"})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE projects SET phase = 'launched', phase_started_on = ?, submitted_at = 1, entered_on = ?, left_on = ? WHERE id = ?`, on, on.AddMonths(-5), on, id); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO enterprises (project_id, name, created_on, created_at) VALUES (?, ?, ?, 1)`, id, "Chez "+name, on)
		return err
	})
	return id
}

// tick lets the clock work, as two servers at once would.
func (h *house) tick() {
	h.t.Helper()
	for range 2 {
		for _, step := range []func(*db.Tx) (bool, error){campaign.OpenDue, campaign.Remind} {
			h.as(access.Operator("suivi"), func(tx *db.Tx) error { _, err := step(tx); return err })
		}
	}
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.as(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

// link lets the newest mail of a dossier leave, and gives the token that it carries.
func (h *house) link(project int64) (token string) {
	h.t.Helper()
	h.as(operator, func(tx *db.Tx) error {
		c := outbox.Claimed{Kind: outbox.FollowQuestion, Facts: map[string]any{}}
		var id int64
		if _, err := tx.Get([]any{&id}, `SELECT id FROM follow_questions WHERE project_id = ? ORDER BY months DESC`, project); err != nil {
			return err
		}
		c.Facts["question"] = float64(id) // as it comes back from JSON
		drop, err := campaign.Fill(tx, &c)
		if drop != "" {
			h.t.Errorf("the mail was dropped: %s", drop)
		}
		token, _ = c.Facts["link"].(string)
		return err
	})
	return token
}

func (h *house) question(token string) *campaign.Question {
	h.t.Helper()
	var q *campaign.Question
	h.as(campaign.ByForm(), func(tx *db.Tx) (err error) { q, err = campaign.ByToken(tx, token); return err })
	return q
}

func (h *house) answer(token string, version int, a campaign.Answer) error {
	return h.try(campaign.ByForm(), func(tx *db.Tx) error { return campaign.AnswerByLink(tx, token, version, a) })
}

func (h *house) byPhone(who accounts.Account, id string, version int, a campaign.Answer) error {
	return h.try(who.Actor(), func(tx *db.Tx) error { return campaign.AnswerByPhone(tx, id, version, a) })
}

var alive = campaign.Answer{State: journey.Alive}

// The clock asks each enterprise once a month that is due, makes up for missed days, and leaves alone who is closed, erased, told of already,
// refuses, or was due long ago.
func TestQuestionsOpenWhenDue(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		due := h.launched("Due", "due@x.be", "2026-05-23")
		for name, on := range map[string]models.Date{"Tomorrow": "2026-05-24", "Old": "2026-05-22", "Year": "2025-11-23", "Long ago": "2025-05-23", "Never": "2010-01-01"} {
			h.launched(name, "x@x.be", on)
		}
		nobody := h.launched("Mute", "", "2026-05-20")
		h.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE persons SET phone = '' WHERE last_name = 'Mute'`)
			return err
		})
		closed := h.launched("Closed", "x@x.be", "2025-11-20")
		told := h.launched("Told", "x@x.be", "2026-05-21")
		refuses := h.launched("Refuses", "x@x.be", "2026-05-21")
		h.as(operator, func(tx *db.Tx) error {
			for _, x := range []struct {
				id     int64
				months int
				state  string
			}{{closed, 6, "closed"}, {told, 6, "alive"}} {
				if _, err := tx.Exec(`INSERT INTO enterprise_checks (enterprise_id, months_after, observed_on, state, created_at) SELECT id, ?, '2026-11-20', ?, 1 FROM enterprises WHERE project_id = ?`, x.months, x.state, x.id); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`UPDATE enterprises SET asks_ended_on = '2026-11-01' WHERE project_id = ?`, refuses)
			return err
		})
		h.tick()
		var got []string
		h.as(h.manager.Actor(), func(tx *db.Tx) error {
			list, _, err := campaign.List(tx, campaign.Filter{}, "")
			for _, q := range list {
				got = append(got, fmt.Sprintf("%s %d %s %s", q.Enterprise, q.Months, q.DueOn, q.MailedOn))
			}
			return err
		})
		want := "Chez Year 12 2026-11-23 2026-11-23, Chez Due 6 2026-11-23 2026-11-23, Chez Old 6 2026-11-22 2026-11-23, Chez Mute 6 2026-11-20 "
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("asked:\n%s\nwant\n%s", s, want)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE kind = 'follow_question'`); n != 3 {
			t.Errorf("%d mails for three addresses", n)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE facts LIKE '%link%' OR facts LIKE '%token%'`); n != 0 {
			t.Error("a mail that waits holds its link")
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'campaign.open' AND project_id IN (?, ?)`, due, nobody); n != 2 {
			t.Errorf("%d openings are told", n)
		}
		h.clock.Set("2026-11-24") // the day after: one more
		h.tick()
		if n := h.count(`SELECT count(*) FROM follow_questions`); n != 5 {
			t.Errorf("%d questions the day after", n)
		}
	})
}

// Two reminders, after 14 and 28 days, once each; none to who answered; a month in which the server was off brings one, not two.
func TestReminders(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		answered := h.launched("Prompt", "prompt@x.be", "2026-05-23")
		h.tick()
		token := h.link(answered)
		if err := h.answer(token, h.question(token).Version, alive); err != nil {
			t.Fatal(err)
		}
		h.as(operator, func(tx *db.Tx) error { // who answered before the mail left gets none
			var q int64
			if _, err := tx.Get([]any{&q}, `SELECT id FROM follow_questions WHERE project_id = ?`, answered); err != nil {
				return err
			}
			c := outbox.Claimed{Kind: outbox.FollowQuestion, Facts: map[string]any{"question": float64(q)}}
			if drop, err := campaign.Fill(tx, &c); drop != "stale" || err != nil {
				t.Errorf("answered, and dropped as %q: %v", drop, err)
			}
			return nil
		})
		for _, step := range []struct {
			on   models.Date
			want int
		}{{"2026-12-06", 1}, {"2026-12-07", 2}, {"2026-12-20", 2}, {"2027-01-30", 3}, {"2027-02-20", 3}, {"2027-05-01", 3}} {
			h.clock.Set(step.on)
			h.tick()
			if n := h.count(`SELECT count(*) FROM outbox WHERE project_id = ?`, id); n != step.want {
				t.Errorf("%s: %d mails, want %d", step.on, n, step.want)
			}
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE project_id = ?`, answered); n != 1 {
			t.Errorf("%d mails to who answered", n)
		}
		h.as(operator, func(tx *db.Tx) error { // a mail that leaves late is dropped once it is of no use
			for project, want := range map[int64]string{answered: "stale", id: "stale"} {
				var q int64
				if _, err := tx.Get([]any{&q}, `SELECT id FROM follow_questions WHERE project_id = ?`, project); err != nil {
					return err
				}
				c := outbox.Claimed{Kind: outbox.FollowQuestion, Facts: map[string]any{"question": float64(q)}}
				if drop, err := campaign.Fill(tx, &c); drop != want || err != nil || c.Facts["link"] != nil {
					t.Errorf("dropped as %q: %v", drop, err)
				}
			}
			return nil
		})
	})
}

// An answer by the link is a look at the enterprise: the dossier moves on, its history, the audit and the question say the same; it can be
// corrected until the link ends, and both looks stay.
func TestAnswerByLink(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		h.tick()
		token := h.link(id)
		if h.count(`SELECT count(*) FROM follow_links WHERE token_hash = ?`, token) != 0 || h.count(`SELECT count(*) FROM follow_links WHERE length(token_hash) = 64`) != 1 {
			t.Error("the link is kept as it is")
		}
		q := h.question(token)
		jobs := 2
		first := campaign.Answer{State: journey.Alive, Jobs: &jobs, Turnover: "25_50", Situation: "main", Comment: "Ça va", ClosedOn: "2026-10-01", CloseReason: "income"}
		if err := h.answer(token, q.Version, first); err != nil {
			t.Fatal(err)
		}
		if n := h.count(`SELECT count(*) FROM enterprise_checks WHERE state = 'alive' AND jobs = 2 AND turnover = '25_50' AND situation = 'main' AND note = 'Ça va'
			AND source = 'form' AND observed_on = '2026-11-23' AND months_after = 6 AND closed_on IS NULL AND close_reason = '' AND observed_by IS NULL`); n != 1 {
			t.Errorf("%d looks", n)
		}
		if n := h.count(`SELECT count(*) FROM projects WHERE id = ? AND phase = 'followed_up'`, id) + h.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'followed_up' AND reason = 'Ça va'`, id) +
			h.count(`SELECT count(*) FROM audit_entries WHERE action = 'campaign.answer' AND project_id = ? AND actor_id IS NULL AND detail NOT LIKE '%Ça va%'`, id); n != 3 {
			t.Errorf("dossier, history and audit: %d of 3", n)
		}
		// The same form sent twice at once is one answer.
		if err := h.answer(token, q.Version, first); err != nil || h.count(`SELECT count(*) FROM enterprise_checks`) != 1 {
			t.Errorf("twice: %v", err)
		}
		q = h.question(token)
		if q.Said == nil || q.Said.State != journey.Alive || q.Standing() != "form" || q.Source != journey.FromForm {
			t.Fatalf("the question says %+v", q)
		}
		h.clock.Set("2027-02-20") // the last day
		second := campaign.Answer{State: journey.Closed, ClosedOn: "2026-12-31", CloseReason: "job", Jobs: &jobs, Turnover: "none"}
		if err := h.answer(token, q.Version, second); err != nil {
			t.Fatal(err)
		}
		if n := h.count(`SELECT count(*) FROM enterprise_checks k WHERE state = 'closed' AND closed_on = '2026-12-31' AND close_reason = 'job' AND jobs IS NULL AND turnover = ''
			AND corrects_id = (SELECT MIN(id) FROM enterprise_checks)`); n != 1 || h.count(`SELECT count(*) FROM enterprise_checks`) != 2 {
			t.Errorf("%d corrections", n)
		}
		if n := h.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND detail LIKE '%"corrects":true%'`, id); n != 1 {
			t.Errorf("%d corrections in the history", n)
		}
		h.clock.Set("2027-02-21")
		if err := h.answer(token, 9, second); !models.IsCode(err, "follow_link.not_found") {
			t.Errorf("after its end: %v", err)
		}
		if err := h.answer("jamais", 1, second); !models.IsCode(err, "follow_link.not_found") {
			t.Errorf("a link that was never given: %v", err)
		}
	})
}

// What cannot be is refused, field by field, and nothing is written.
func TestAnswersAreChecked(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		h.tick()
		token := h.link(id)
		many, few := 10001, -1
		for name, c := range map[string]struct {
			a     campaign.Answer
			field string
		}{
			"nothing":         {campaign.Answer{}, "state"},
			"no such state":   {campaign.Answer{State: "mort"}, "state"},
			"unknown by form": {campaign.Answer{State: journey.Unknown}, "state"},
			"tomorrow":        {campaign.Answer{State: journey.Closed, ClosedOn: "2026-11-24"}, "closed_on"},
			"before it began": {campaign.Answer{State: journey.Closed, ClosedOn: "2026-05-22"}, "closed_on"},
			"no day":          {campaign.Answer{State: journey.Closed, ClosedOn: "2026-02-30"}, "closed_on"},
			"no such reason":  {campaign.Answer{State: journey.Closed, CloseReason: "ennui"}, "close_reason"},
			"no such band":    {campaign.Answer{State: journey.Alive, Turnover: "un million"}, "turnover"},
			"no such work":    {campaign.Answer{State: journey.Alive, Situation: "roi"}, "situation"},
			"too many jobs":   {campaign.Answer{State: journey.Alive, Jobs: &many}, "jobs"},
			"too few jobs":    {campaign.Answer{State: journey.Alive, Jobs: &few}, "jobs"},
			"a novel":         {campaign.Answer{State: journey.Alive, Comment: strings.Repeat("é", 100000)}, "comment"},
			"a little long":   {campaign.Answer{State: journey.Alive, Comment: strings.Repeat("é", 1001)}, "comment"},
		} {
			err := h.answer(token, 1, c.a)
			p, ok := models.ProblemOf(err)
			if !ok || len(p.Fields) != 1 || p.Fields[0].Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.count(`SELECT count(*) FROM enterprise_checks`) + h.count(`SELECT count(*) FROM audit_entries WHERE action = 'campaign.answer'`); n != 0 {
			t.Errorf("%d traces of refused answers", n)
		}
		if err := h.answer(token, 1, campaign.Answer{State: journey.Alive, Comment: strings.Repeat("é", 1000)}); err != nil {
			t.Errorf("a thousand characters: %v", err)
		}
	})
}

// The form and the phone at once: one look; the other is told what is there, and may correct it.
func TestFormAndPhoneAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		h.tick()
		token := h.link(id)
		q := h.question(token)
		answers := []func() error{
			func() error { return h.answer(token, q.Version, campaign.Answer{State: journey.Sold}) },
			func() error {
				return h.byPhone(h.manager, q.PublicID, q.Version, campaign.Answer{State: journey.Closed, ObservedOn: "2026-11-23"})
			},
		}
		errs := make([]error, len(answers))
		var wait sync.WaitGroup
		for i, send := range answers {
			wait.Go(func() { errs[i] = send() })
		}
		wait.Wait()
		refused := 0
		for _, err := range errs {
			if models.IsCode(err, "follow.answered") && models.IsKind(err, models.Conflict) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		if n := h.count(`SELECT count(*) FROM enterprise_checks`); refused != 1 || n != 1 {
			t.Fatalf("%d refused, %d looks", refused, n)
		}
		q = h.question(token)
		for i, err := range errs {
			if err == nil {
				continue
			}
			send := []func() error{
				func() error { return h.answer(token, q.Version, campaign.Answer{State: journey.Sold}) },
				func() error {
					return h.byPhone(h.manager, q.PublicID, q.Version, campaign.Answer{State: journey.Closed, ObservedOn: "2026-11-23"})
				},
			}[i]
			if err := send(); err != nil {
				t.Error(err)
			}
		}
		if n := h.count(`SELECT count(*) FROM enterprise_checks WHERE corrects_id IS NOT NULL`); n != 1 {
			t.Errorf("%d corrections", n)
		}
	})
}
