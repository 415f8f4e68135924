package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

// The day of a coach: a line is ticked, put off, taken back, and returns by itself; at the end nothing is left.
func TestTheDayIsEmptied(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.coachTown()
		karim, lea := k.as(tw.karim), k.as(tw.lea)
		karim.get("/").has("Tout est fait").lacks("À faire aujourd'hui (")
		k.write(func(tx *db.Tx) error {
			for title, due := range map[string]string{"Relire": "2026-11-20", "Appeler": "2026-11-23"} {
				if err := coaching.AddAction(tx, tw.first.Ref, "", coaching.ActionDraft{Title: title}); err != nil {
					return err
				}
				if _, err := tx.Exec(`UPDATE actions SET owner = 'coach', coach_id = ?, due_on = ? WHERE title = ?`, tw.karim.ID, due, title); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`UPDATE projects SET phase_ends_on = '2027-01-15' WHERE id = ?`, tw.second.ID)
			return err
		})
		page := karim.get("/").has("À faire aujourd'hui (3)", "En retard de 3 jours", "Pour aujourd'hui", "Le 15/01/2027", "Préparer le rapport")
		if late, soon := strings.Index(page.body, "Relire"), strings.Index(page.body, "Appeler"); late > soon {
			t.Error("what is late stands below")
		}
		ending := "ending/" + tw.second.Ref + "/2027-01-15"
		for _, wrong := range [][2]string{{"", ""}, {"", "2026-11-23"}, {"", "2027-03-01"}, {"demain", ""}} {
			karim.post("/jour/plus-tard", form("ligne", ending, "jour", wrong[0], "snooze_until", wrong[1])).wants(http.StatusUnprocessableEntity).has("Mettre de côté")
		}
		lea.post("/jour/plus-tard", form("ligne", ending, "jour", "2026-11-30")).wants(http.StatusSeeOther)
		karim.post("/jour/plus-tard", form("ligne", ending, "jour", "2026-11-30")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM day_snoozes WHERE account_id = ? AND until_on = '2026-11-30'`, tw.karim.ID); n != 1 || k.count(`SELECT count(*) FROM day_snoozes`) != 1 {
			t.Errorf("%d lines put off", n)
		}
		karim.get("/").has("Mis de côté jusqu'au 30 novembre 2026.", "À faire aujourd'hui (2)", "Rappels mis de côté (1)", "Revient le 30/11/2026").lacks("Préparer le rapport")
		lea.post("/jour/reprendre", form("ligne", ending)).wants(http.StatusSeeOther)
		karim.get("/").has("Rappels mis de côté (1)")
		karim.post("/jour/reprendre", form("ligne", ending)).wants(http.StatusSeeOther)
		karim.get("/").has("Préparer le rapport").lacks("Rappels mis de côté")
		karim.post("/jour/plus-tard", form("ligne", ending, "snooze_until", "2027-01-31")).wants(http.StatusSeeOther)
		for _, title := range []string{"Relire", "Appeler"} {
			id := k.count(`SELECT id FROM actions WHERE title = ?`, title)
			karim.post("/projets/"+tw.first.Ref+"/actions/"+strconv.Itoa(id)+"/fait", form("suite", "/")).wants(http.StatusSeeOther)
		}
		karim.get("/").has("Tout est fait", "reviendra le jour choisi").lacks("À faire aujourd'hui (")
		k.clock.Set("2026-12-16") // thirty days before its end it presses more than when it was put off
		karim.get("/").has("À faire aujourd'hui (1)", "Dans 30 jours")
		karim.post("/jour/plus-tard", form("ligne", ending, "jour", "2026-12-17")).wants(http.StatusSeeOther)
		karim.get("/").lacks("Dans 30 jours")
		k.clock.Set("2026-12-17")
		karim.get("/").has("Dans 29 jours")
		k.as(k.account("Gil", access.Grant{Role: access.Manager})).post("/jour/plus-tard", form("ligne", ending)).wants(http.StatusForbidden)
	})
}

// At forty dossiers a list is cut, and says so; the page asks no more of the database than at one.
func TestALongDayIsCut(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.coachTown()
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO actions (project_id, title, owner, coach_id, due_on, created_at)
				SELECT ?, 'Action ' || CAST(x.n AS TEXT), 'coach', ?, '2026-11-20', 1 FROM (SELECT a.id * 10 + b.id AS n FROM (SELECT id FROM sites LIMIT 4) a, (SELECT id FROM sites LIMIT 5) b) x`, tw.first.ID, tw.karim.ID)
			return err
		})
		karim := k.as(tw.karim)
		short, whole := karim.get("/").has("À faire aujourd'hui (20)", "Voir encore 15 lignes"), karim.get("/?tout=mine").lacks("Voir encore")
		if a, b := strings.Count(short.body, "day-line"), strings.Count(whole.body, "day-line"); a != 5 || b != 20 {
			t.Errorf("%d and %d lines", a, b)
		}
	})
}
