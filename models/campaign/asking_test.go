package campaign_test

import (
	"fmt"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Whoever works on a dossier or keeps its site enters what the phone told; nobody else. "Unreachable" waits for the last reminder.
func TestAnswerByPhone(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		h.tick()
		q := h.question(h.link(id))
		said := campaign.Answer{State: journey.Unknown, ObservedOn: "2026-11-23"}
		if err := h.byPhone(h.remote, q.PublicID, q.Version, said); !models.IsKind(err, models.NotFound) {
			t.Errorf("another site's manager: %v", err)
		}
		if err := h.byPhone(h.coach, q.PublicID, q.Version, said); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a coach who does not work on it: %v", err)
		}
		if err := h.byPhone(h.manager, "rien", 1, said); !models.IsCode(err, "follow_question.not_found") {
			t.Errorf("a question that is not open: %v", err)
		}
		h.as(operator, func(tx *db.Tx) error {
			p, err := programme.LoadByID(tx, id, access.ProjectRead)
			if err != nil {
				return err
			}
			return programme.AssignCoach(tx, p, h.coach.ID, "2026-05-01")
		})
		if err := h.byPhone(h.coach, q.PublicID, q.Version, said); !models.IsCode(err, "follow.too_soon") {
			t.Errorf("before the reminders: %v", err)
		}
		for _, on := range []models.Date{"2026-12-07", "2026-12-21"} {
			h.clock.Set(on)
			h.tick()
		}
		if err := h.byPhone(h.coach, q.PublicID, q.Version, said); !models.IsCode(err, "follow.too_soon") {
			t.Errorf("on the day of the last reminder: %v", err)
		}
		h.clock.Set("2026-12-22")
		if err := h.byPhone(h.coach, q.PublicID, q.Version, said); err != nil {
			t.Fatal(err)
		}
		if n := h.count(`SELECT count(*) FROM follow_questions WHERE state = 'unknown' AND source = 'phone'`) + h.count(`SELECT count(*) FROM enterprise_checks WHERE state = 'unknown' AND source = 'phone' AND observed_by = ?`, h.coach.ID); n != 2 {
			t.Errorf("%d traces", n)
		}
		for name, on := range map[string]models.Date{"tomorrow": "2026-12-23", "before it began": "2026-05-22", "never": ""} {
			if err := h.byPhone(h.coach, q.PublicID, q.Version+1, campaign.Answer{State: journey.Alive, ObservedOn: on}); err == nil {
				t.Errorf("a call %s was kept", name)
			}
		}
	})
}

// Who is closed is asked nothing more, and asked again when that was wrong; who refuses is not asked, written to, nor reminded any more.
func TestWhatEndsAsking(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		h.tick()
		token := h.link(id)
		follow := func(c journey.Check) {
			h.as(operator, func(tx *db.Tx) error {
				p, err := programme.LoadByID(tx, id, access.FollowUp)
				if err != nil {
					return err
				}
				return journey.FollowUp(tx, p.Ref, p.Version, c)
			})
		}
		// Somebody notes on the dossier, under another month, that it is closed.
		follow(journey.Check{MonthsAfter: 12, ObservedOn: "2026-11-23", State: journey.Closed})
		if q := h.question(token); q.State != campaign.Moot {
			t.Errorf("of a closed enterprise: %s", q.State)
		}
		follow(journey.Check{MonthsAfter: 12, ObservedOn: "2026-11-23", State: journey.Alive})
		if q := h.question(token); q.State != campaign.Open {
			t.Errorf("that was not closed: %s", q.State)
		}
		// And under the same month: that answers the question, and says by whom.
		follow(journey.Check{MonthsAfter: 6, ObservedOn: "2026-11-23", State: journey.Alive})
		if q := h.question(token); q.Standing() != "house" || q.Said == nil {
			t.Errorf("after a look: %s", q.Standing())
		}
		other := h.launched("Refuses", "x@x.be", "2026-05-23")
		h.tick()
		refusal := h.link(other)
		for range 2 {
			h.as(campaign.ByForm(), func(tx *db.Tx) error { return campaign.Decline(tx, refusal) })
		}
		h.clock.Set("2027-06-01")
		h.tick()
		if n := h.count(`SELECT count(*) FROM outbox WHERE project_id = ?`, other); n != 1 {
			t.Errorf("%d mails to who refused", n)
		}
		if n := h.count(`SELECT count(*) FROM follow_questions WHERE project_id = ?`, other) + 10*h.count(`SELECT count(*) FROM follow_questions WHERE project_id = ? AND state = 'declined'`, other) +
			100*h.count(`SELECT count(*) FROM audit_entries WHERE action = 'campaign.decline'`); n != 111 {
			t.Errorf("traces of a refusal: %d", n)
		}
	})
}

// Every number of the campaigns counts its list, filters narrow both, and nobody counts another site's.
func TestCampaignsCountTheirLists(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var ids []int64
		for i := range 6 {
			ids = append(ids, h.launched(fmt.Sprint("E", i), "x@x.be", models.Date("2026-04-20").AddDays(i*8)))
		}
		h.launched("Young", "x@x.be", "2025-11-10")
		h.tick()
		for i, state := range []journey.EnterpriseState{journey.Alive, journey.Sold} {
			token := h.link(ids[i])
			if err := h.answer(token, 1, campaign.Answer{State: state}); err != nil {
				t.Fatal(err)
			}
		}
		q := h.question(h.link(ids[2]))
		if err := h.byPhone(h.manager, q.PublicID, q.Version, campaign.Answer{State: journey.Alive, ObservedOn: "2026-11-23"}); err != nil {
			t.Fatal(err)
		}
		h.as(campaign.ByForm(), func(tx *db.Tx) error { return campaign.Decline(tx, h.linkIn(tx, ids[3])) })
		numbers := 0
		h.as(h.manager.Actor(), func(tx *db.Tx) error {
			for _, f := range []campaign.Filter{{}, {Months: 12}, {Months: 6}, {SiteID: h.cohort.SiteID}, {CohortID: h.cohort.ID, ProgrammeID: h.cohort.ProgrammeID}, {Year: 2025}, {SiteID: 9999}} {
				list, err := campaign.Campaigns(tx, f)
				if err != nil {
					return err
				}
				for _, c := range list {
					sum := 0
					for _, standing := range append([]string{"asked"}, campaign.Standings()...) {
						f.Month, f.Standing = c.Month, standing
						n, err := campaign.Count(tx, f)
						if err != nil {
							return err
						}
						listed, _, err := campaign.List(tx, f, "")
						if err != nil {
							return err
						}
						if n != c.Count(standing) || len(listed) != n {
							t.Errorf("%+v: shown %d, counted %d, listed %d", f, c.Count(standing), n, len(listed))
						}
						if standing != "asked" {
							sum += n
						}
						numbers += n
					}
					if sum != c.Asked {
						t.Errorf("%s: the parts make %d of %d", c.Month, sum, c.Asked)
					}
				}
				f.Month, f.Standing = "", ""
			}
			return nil
		})
		if numbers < 40 {
			t.Errorf("%d counted in all", numbers)
		}
		h.as(h.remote.Actor(), func(tx *db.Tx) error {
			list, err := campaign.Campaigns(tx, campaign.Filter{})
			years, _ := campaign.Years(tx)
			refs, _ := campaign.Cohorts(tx)
			n, _ := campaign.Count(tx, campaign.Filter{SiteID: h.cohort.SiteID})
			if len(list)+len(years)+len(refs)+n != 0 {
				t.Errorf("another site's manager sees %v, %v, %v, %d", list, years, refs, n)
			}
			return err
		})
		h.as(h.manager.Actor(), func(tx *db.Tx) error {
			years, err := campaign.Years(tx)
			refs, _ := campaign.Cohorts(tx)
			if fmt.Sprint(years, refs) != "[2026 2025] ["+h.cohort.Ref+"]" {
				t.Errorf("choices: %v %v", years, refs)
			}
			return err
		})
	})
}

func (h *house) linkIn(tx *db.Tx, project int64) string {
	var id int64
	if _, err := tx.Get([]any{&id}, `SELECT id FROM follow_questions WHERE project_id = ?`, project); err != nil {
		h.t.Fatal(err)
	}
	c := outbox.Claimed{Kind: outbox.FollowQuestion, Facts: map[string]any{"question": float64(id)}}
	if _, err := campaign.Fill(tx, &c); err != nil {
		h.t.Fatal(err)
	}
	return c.Facts["link"].(string)
}

// A long list goes on from where it stopped, without losing or repeating anybody.
func TestListsGoOn(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for i := range 55 {
			h.launched(fmt.Sprint("E", i), "", models.Date("2026-05-01").AddDays(i/10))
		}
		h.tick()
		seen := map[string]bool{}
		h.as(h.manager.Actor(), func(tx *db.Tx) error {
			after, pages := "", 0
			for {
				list, more, err := campaign.List(tx, campaign.Filter{}, after)
				if err != nil {
					return err
				}
				for _, q := range list {
					seen[q.PublicID] = true
				}
				if pages++; !more {
					if pages != 2 || len(list) != 5 {
						t.Errorf("%d pages, %d on the last", pages, len(list))
					}
					break
				}
				after = list[len(list)-1].PublicID
			}
			if _, _, err := campaign.List(tx, campaign.Filter{}, "rien"); !models.IsKind(err, models.Invalid) {
				t.Errorf("a place that does not exist: %v", err)
			}
			return nil
		})
		if len(seen) != 55 {
			t.Errorf("%d seen", len(seen))
		}
	})
}

// A mail that leaves on another day brings its own link; all end together.
func TestLinksEndTogether(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.launched("Due", "due@x.be", "2026-05-23")
		h.tick()
		first := h.link(id)
		h.clock.Add(20 * 24 * time.Hour)
		second := h.link(id)
		if first == second || h.question(first).ID != h.question(second).ID {
			t.Error("two mails, two links, one question")
		}
		if n := h.count(`SELECT count(DISTINCT expires_at) FROM follow_links`); n != 1 {
			t.Errorf("%d ends", n)
		}
	})
}
