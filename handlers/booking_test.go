package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// office is a coach who offers Mondays from 9:00 to 12:00, with the dossiers of Odette and Sam, on Monday 23 November 2026.
type office struct {
	*kit
	coach, holder, sam accounts.Account
	project, other     *programme.Project
	asCoach, asHolder  *browser
}

func (k *kit) office() *office {
	k.t.Helper()
	o := &office{kit: k}
	c := k.cohort("LIEGE")
	o.coach = k.account("Cyril", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
	o.holder, o.sam = k.account("Odette", access.Grant{Role: access.Candidate}), k.account("Sam", access.Grant{Role: access.Candidate})
	o.project, o.other = k.dossier(c, o.holder.PersonID, programme.Coaching), k.dossier(c, o.sam.PersonID, programme.Coaching)
	k.coach(o.project, o.coach)
	k.coach(o.other, o.coach)
	o.asCoach, o.asHolder = k.as(o.coach), k.as(o.holder)
	o.asCoach.post("/agenda/creneaux/nouveau", plage()).wants(http.StatusSeeOther)
	k.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE couveuse SET phone = '04 123 45 67', email = 'bonjour@couveuse.test'`)
		return err
	})
	return o
}

func plage() url.Values {
	return form("slot_weekday", "1", "slot_from", "09:00", "slot_until", "12:00", "slot_minutes", "60", "slot_pause", "0", "slot_valid_from", "2026-11-01",
		"slot_kind", "coaching", "slot_medium", "in_person", "slot_place", "Bureau 3", "slot_horizon", "8", "slot_notice", "24")
}

func slotAt(d models.Date, hour int) string {
	return fmt.Sprint(int64(models.InstantOf(d.At(hour, 0))))
}

func (o *office) slot(p *programme.Project, start string) url.Values {
	return form("dossier", p.Ref, "avec", o.coach.PublicID, "debut", start)
}

// book books through the page and gives the appointment's address.
func (o *office) book(hour int) string {
	o.t.Helper()
	return o.asHolder.post("/rendez-vous", o.slot(o.project, slotAt("2026-11-30", hour))).wants(http.StatusSeeOther).location()
}

// lost asks for a slot that is none, and reads the sentence where that leads.
func (b *browser) lost(path, leads string) {
	b.k.t.Helper()
	if leads != "" {
		if to := b.get(path).wants(http.StatusSeeOther).location(); to != leads {
			b.k.t.Errorf("%s leads to %q", path, to)
		}
		path = leads
	}
	b.get(path).wants(http.StatusOK).has("Ce créneau n'existe pas, ou plus.")
}

func TestHolderBooksMovesAndCancels(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		b := o.asHolder
		b.get("/rendez-vous").wants(http.StatusOK).has("Semaine du 23 novembre 2026", "Rien de libre cette semaine.", "Premier créneau libre : lundi 30 novembre 2026 à 09:00")
		b.get("/rendez-vous?semaine=2026-12-02").wants(http.StatusOK).has("Semaine du 30 novembre 2026", "Avec Cyril", "lundi 30 novembre 2026", "09:00 à 10:00", "11:00 à 12:00", "Bureau 3")
		b.get("/rendez-vous?semaine=2026-12-25").has("Férié : Noël")
		b.get("/rendez-vous?semaine=hier").wants(http.StatusOK).has("Semaine du 23 novembre 2026")

		choice := "/rendez-vous/nouveau?" + o.slot(o.project, slotAt("2026-11-30", 10)).Encode()
		r := b.get(choice).wants(http.StatusOK).has("lundi 30 novembre 2026 , 10:00 à 11:00", "Avec Cyril")
		sent := o.slot(o.project, slotAt("2026-11-30", 10))
		sent.Set("cle", r.value("cle"))
		sent.Set("topic", "Mes prix <script>alert(1)</script> \u202e")
		at := b.post("/rendez-vous", sent).wants(http.StatusSeeOther).location()
		if again := b.post("/rendez-vous", sent).wants(http.StatusSeeOther).location(); again != at {
			t.Errorf("sent again: %q, then %q", at, again)
		}
		b.get(at).wants(http.StatusOK).has("lundi 30 novembre 2026, 10:00 à 11:00", "Mes prix", "Vous pouvez le déplacer ou l'annuler jusqu'au 29/11/2026 à 10:00").lacks("<script>alert")
		b.get("/").has("Prochaine rencontre", "lundi 30 novembre 2026, 10:00 à 11:00")
		if to := b.get(choice).wants(http.StatusSeeOther).location(); to != "/rendez-vous" {
			t.Errorf("a slot that is taken leads to %q", to)
		}
		o.asCoach.get("/agenda?semaine=2026-11-30").has("10:00 à 11:00", "Odette", "Réservé en ligne", "Mes prix", "Libre : Accompagnement, Bureau 3").lacks("<script>alert")
		o.asCoach.get("/projets/" + o.project.Ref + "/rencontres").has("30/11/2026")
		file := b.get(at + "/agenda.ics").wants(http.StatusOK)
		if !strings.Contains(file.body, "DTSTART:20261130T090000Z") || !strings.HasPrefix(file.header.Get("Content-Type"), "text/calendar") {
			t.Errorf("the file: %s", file.body)
		}

		b.get(at+"/deplacer?debut="+slotAt("2026-12-07", 9)).wants(http.StatusOK).has("Actuellement : lundi 30 novembre 2026 à 10:00", "lundi 7 décembre 2026 , 09:00 à 10:00")
		b.lost(at+"/deplacer?debut=abc", at)
		b.post(at+"/deplacer", form("debut", slotAt("2026-12-07", 8))).wants(http.StatusUnprocessableEntity).has("n'est plus libre")
		b.post(at+"/deplacer", form("debut", slotAt("2026-12-07", 9))).wants(http.StatusSeeOther)
		b.get(at).has("lundi 7 décembre 2026, 09:00 à 10:00")
		b.post(at+"/annulation", nil).wants(http.StatusSeeOther)
		if to := b.post(at+"/annulation", nil).wants(http.StatusSeeOther).location(); !strings.HasPrefix(to, "/projets/"+o.project.Ref+"/rencontres/") {
			t.Errorf("cancelled twice leads to %q", to)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM meetings WHERE state = 'cancelled' AND sequence = 2`:                                        1,
			`SELECT count(*) FROM outbox WHERE kind IN ('booking_planned', 'booking_moved', 'booking_cancelled')`:             6,
			`SELECT count(*) FROM audit_entries WHERE action IN ('meeting.book', 'meeting.change') AND actor_name = 'Odette'`: 3,
		} {
			if n := k.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
	})
}

// What cannot be booked says why, and keeps what was typed.
func TestBookingIsRefused(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		b := o.asHolder
		o.book(9)
		sent := o.slot(o.project, slotAt("2026-11-30", 9))
		sent.Set("topic", "Mon plan financier")
		b.post("/rendez-vous", sent).wants(http.StatusUnprocessableEntity).has("Le créneau du lundi 30 novembre 2026 à 09:00 n'est plus libre", "Mon plan financier")
		sent = o.slot(o.project, slotAt("2026-11-30", 11))
		sent.Set("topic", strings.Repeat("é", 100_000))
		b.post("/rendez-vous", sent).wants(http.StatusUnprocessableEntity).has("C'est trop long", strings.Repeat("é", 600))
		b.post("/rendez-vous", o.slot(o.other, slotAt("2026-11-30", 11))).wants(http.StatusNotFound)
		for _, start := range []string{"demain", "", "0", "9223372036854775807", "-62135596800000"} {
			b.lost("/rendez-vous/nouveau?"+o.slot(o.project, start).Encode(), "/rendez-vous")
			b.post("/rendez-vous", o.slot(o.project, start)).wants(http.StatusSeeOther)
			b.lost("/rendez-vous", "")
		}
		stranger := o.slot(o.project, slotAt("2026-11-30", 11))
		stranger.Set("avec", k.account("Nele", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")}).PublicID)
		b.lost("/rendez-vous/nouveau?"+stranger.Encode(), "/rendez-vous")
		o.book(10)
		b.get("/rendez-vous?semaine=2026-11-30").has("Pas de nouveau rendez-vous pour l'instant", "Vous avez déjà 2 rendez-vous à venir").lacks("/rendez-vous/nouveau")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET suspended_on = '2026-11-20'`)
			return err
		})
		b.get("/rendez-vous").has("est suspendu depuis le 20 novembre 2026")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET suspended_on = NULL, phase = 'exited'`)
			return err
		})
		b.get("/rendez-vous").has("Pas encore de rendez-vous")
		b.post("/rendez-vous", o.slot(o.project, slotAt("2026-11-30", 11))).wants(http.StatusUnprocessableEntity).has("est à l'étape")
		k.clock.Set("2026-11-30") // 9:00
		b.get("/").wants(http.StatusOK)
		at := strings.TrimPrefix(b.get("/rendez-vous").wants(http.StatusOK).body, "")
		_, at, _ = strings.Cut(at, `href="/rendez-vous/`)
		at, _, _ = strings.Cut(at, `"`)
		b.post("/rendez-vous/"+at+"/annulation", nil).wants(http.StatusUnprocessableEntity).has("Téléphonez à Cyril au 04 123 45 67", "Il est trop tard")
	})
}

// Two tabs, and two people: one slot, one meeting.
func TestTwoBrowsersTakeOneSlot(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		browsers := []*browser{o.asHolder, k.as(o.holder), k.as(o.sam)}
		projects := []*programme.Project{o.project, o.project, o.other}
		var wg sync.WaitGroup
		status := make([]int, len(browsers))
		for i, b := range browsers {
			wg.Go(func() { status[i] = b.post("/rendez-vous", o.slot(projects[i], slotAt("2026-11-30", 9))).status })
		}
		wg.Wait()
		got := map[int]int{}
		for _, s := range status {
			got[s]++
		}
		if got[http.StatusSeeOther] != 1 || got[http.StatusUnprocessableEntity] != 2 || k.count(`SELECT count(*) FROM meetings`) != 1 {
			t.Errorf("answers: %v", got)
		}
	})
}

func TestCoachMovesAndCancels(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		id := strings.TrimPrefix(o.book(9), "/rendez-vous/")
		page := "/agenda/rencontres/" + id
		b := o.asCoach
		version := b.get(page).wants(http.StatusOK).has("Odette", "Déplacer et prévenir", "Annuler et prévenir").value("version")
		move := func(pairs ...string) url.Values {
			v := form("move_on", "2026-12-01", "move_at", "15:00", "slot_minutes", "45", "slot_medium", "video", "slot_place", "https://reunion.test", "word", "Je suis en formation.", "version", version)
			for i := 0; i+1 < len(pairs); i += 2 {
				v.Set(pairs[i], pairs[i+1])
			}
			return v
		}
		for name, c := range map[string]struct{ field, value, says string }{
			"a day that is past":    {"move_on", "2026-11-22", "Nouvelle date"},
			"no day":                {"move_on", "", "Nouvelle date"},
			"thirty hours":          {"slot_minutes", "1800", "Durée"},
			"a negative length":     {"slot_minutes", "-30", "Durée"},
			"an hour that is none":  {"move_at", "25:00", "Nouvelle heure"},
			"a word without an end": {"word", strings.Repeat("x", 100_000), "Un mot pour la personne"},
		} {
			r := b.post(page+"/deplacement", move(c.field, c.value)).wants(http.StatusUnprocessableEntity).has(c.says, "Il y a un problème")
			if c.field != "word" {
				r.has("Je suis en formation.")
			}
			_ = name
		}
		b.post(page+"/deplacement", move()).wants(http.StatusSeeOther)
		b.post(page+"/deplacement", move("move_at", "16:00")).wants(http.StatusConflict).has("Je suis en formation.")
		o.asHolder.get("/rendez-vous").has("mardi 1er décembre 2026, 15:00 à 15:45", "https://reunion.test")
		version = b.get(page).value("version")
		b.post(page+"/annulation", form("word", "Je suis malade.", "version", version)).wants(http.StatusSeeOther)
		b.get(page).wants(http.StatusNotFound)
		if to := o.asHolder.get("/rendez-vous/" + id).wants(http.StatusSeeOther).location(); !strings.Contains(to, "/rencontres/"+id) {
			t.Errorf("the holder is led to %q", to)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM outbox WHERE kind = 'booking_moved' AND facts LIKE '%Je suis en formation.%'`:                               2,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_cancelled' AND facts LIKE '%Je suis malade.%' AND facts LIKE '%"by":"house"%'`: 2,
			`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change' AND actor_name = 'Cyril'`:                                     2,
			`SELECT count(*) FROM meetings WHERE reason = 'Je suis malade.'`:                                                                  1,
		} {
			if n := k.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
	})
}

// An absence over what is planned cancels nothing, and lists it; a changed pattern moves nothing.
func TestAbsenceAndPatternLeaveWhatIsBooked(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		at := o.book(9)
		b := o.asCoach
		r := b.post("/agenda/absences", form("absence_from", "2026-11-30", "absence_to", "2026-12-04", "absence_reason", "Formation interne secrète", "cle", "k1")).wants(http.StatusSeeOther)
		if again := b.post("/agenda/absences", form("absence_from", "2026-11-30", "absence_to", "2026-12-04", "absence_reason", "Formation interne secrète", "cle", "k1")).location(); again != r.location() {
			t.Errorf("sent again: %q", again)
		}
		if other := b.post("/agenda/absences", form("absence_from", "2027-02-01", "absence_to", "2027-02-02", "absence_reason", "Autre chose", "cle", "k1")).location(); other == r.location() {
			t.Error("another absence under the same key was dropped")
		}
		b.get(r.location()).has("1 rendez-vous est prévu pendant cette absence", "lundi 30 novembre 2026 à 09:00", "Odette", "Rien n'est annulé sans vous", "Formation interne secrète")
		b.get("/agenda?semaine=2026-11-30").has("Pendant votre absence", "Du 30 novembre 2026 au 4 décembre 2026").lacks("Libre :")
		o.asHolder.get(at).wants(http.StatusOK).has("lundi 30 novembre 2026, 09:00 à 10:00").lacks("Formation interne secrète")
		o.asHolder.get("/rendez-vous?semaine=2026-11-30").has("Rien de libre cette semaine.").lacks("Formation interne secrète")
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind IN ('booking_cancelled', 'booking_moved')`); n != 0 {
			t.Errorf("%d mails by themselves", n)
		}
		b.post(r.location()+"/retrait", nil).wants(http.StatusSeeOther)
		b.post(r.location()+"/retrait", nil).wants(http.StatusNotFound)

		var id string
		k.write(func(tx *db.Tx) error { _, err := tx.Get([]any{&id}, `SELECT public_id FROM slot_patterns`); return err })
		change := plage()
		change.Set("slot_from", "13:00")
		change.Set("slot_until", "17:00")
		change.Set("version", b.get("/agenda/creneaux/"+id).wants(http.StatusOK).value("version"))
		b.post("/agenda/creneaux/"+id, change).wants(http.StatusSeeOther)
		b.post("/agenda/creneaux/"+id, change).wants(http.StatusConflict)
		o.asHolder.get(at).has("lundi 30 novembre 2026, 09:00 à 10:00")
		o.asHolder.get("/rendez-vous?semaine=2026-11-30").has("13:00 à 14:00").lacks("10:00 à 11:00")
		b.post("/agenda/creneaux/"+id+"/retrait", nil).wants(http.StatusSeeOther)
		o.asHolder.get(at).wants(http.StatusOK)
		o.asHolder.get("/rendez-vous").has("ne propose pas de créneaux")
	})
}

func TestSlotsAreChecked(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.office().asCoach
		for says, change := range map[string][2]string{
			"Jour de la semaine":     {"slot_weekday", "8"},
			"Début":                  {"slot_from", "24:00"},
			"Aucun créneau ne tient": {"slot_until", "09:59"},
			"Indiquez au moins 10":   {"slot_minutes", "9"},
			"Indiquez au plus 240":   {"slot_minutes", "99999"},
			"Indiquez au plus 120":   {"slot_pause", "121"},
			"Moyen":                  {"slot_medium", "mail"},
			"Sujet":                  {"slot_kind", "fête"},
			"Lieu ou lien":           {"slot_place", strings.Repeat("é", 201)},
			"Jusqu'au":               {"slot_valid_to", "2026-10-31"},
			"Indiquez au plus 26":    {"slot_horizon", "99999999999999999999"},
			"Indiquez au plus 336":   {"slot_notice", "337"},
			"Indiquez au moins 1":    {"slot_horizon", "-5"},
			"Indiquez au moins 0":    {"slot_notice", "-1"},
			"Indiquez un nombre":     {"slot_pause", "1.5"},
		} {
			v := plage()
			v.Set(change[0], change[1])
			b.post("/agenda/creneaux/nouveau", v).wants(http.StatusUnprocessableEntity).has(says)
		}
		extra := func(day, from string) url.Values {
			return form("slot_day", day, "slot_from", from, "slot_minutes", "30", "slot_kind", "legal", "slot_medium", "phone")
		}
		b.post("/agenda/supplements", extra("2026-11-22", "10:00")).wants(http.StatusUnprocessableEntity)
		b.post("/agenda/supplements", extra("2026-11-23", "08:59")).wants(http.StatusUnprocessableEntity).has("Début")
		b.post("/agenda/supplements", extra("2026-11-24", "17:00")).wants(http.StatusSeeOther)
		b.post("/agenda/supplements", extra("2026-11-24", "17:00")).wants(http.StatusUnprocessableEntity)
		b.get("/agenda/creneaux").has("mardi 24 novembre 2026 à 17:00")
		for _, c := range [][]string{
			{"absence_from", "2026-12-02", "absence_to", "2026-12-01"}, {"absence_from", "2026-11-20"}, {"absence_from", "x"}, {},
			{"absence_from", "2026-12-02", "absence_start", "12:00", "absence_end", "12:00"}, {"absence_from", "2026-12-02", "absence_to", "2027-12-04"},
			{"absence_from", "2026-12-02", "absence_reason", strings.Repeat("x", 201)},
		} {
			b.post("/agenda/absences", form(c...)).wants(http.StatusUnprocessableEntity)
		}
		for _, c := range [][]string{{"337", "2", ""}, {"24", "0", ""}, {"24", "11", ""}, {"24", "2", "douze"}} {
			b.post("/agenda/creneaux/reglages", form("slot_change_hours", c[0], "slot_max_upcoming", c[1], "slot_phone", c[2], "version", "1")).wants(http.StatusUnprocessableEntity)
		}
		settings := form("slot_change_hours", "48", "slot_max_upcoming", "3", "slot_phone", "0470 11 22 33", "version", "1")
		b.post("/agenda/creneaux/reglages", settings).wants(http.StatusSeeOther)
		b.post("/agenda/creneaux/reglages", settings).wants(http.StatusConflict)
		if n := k.count(`SELECT count(*) FROM slot_settings WHERE change_hours = 48 AND max_upcoming = 3 AND phone = '0470 11 22 33'`) +
			k.count(`SELECT count(*) FROM slot_patterns`) + k.count(`SELECT count(*) FROM absences`); n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}

// Who covers for a coach is offered while the cover lasts, and reaches nobody else's agenda.
func TestAnotherCoachsAgenda(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		o := k.office()
		id := strings.TrimPrefix(o.book(9), "/rendez-vous/")
		colleague := k.account("Katia", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		b := k.as(colleague)
		b.get("/agenda/rencontres/" + id).wants(http.StatusNotFound)
		b.post("/agenda/rencontres/"+id+"/annulation", form("version", "1")).wants(http.StatusNotFound)
		// At the meeting, but not of the dossier: seen, not changed.
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) SELECT id, ?, starts_at FROM meetings`, colleague.ID)
			return err
		})
		b.get("/agenda?semaine=2026-11-30").has("Odette").lacks("/agenda/rencontres/")
		b.get("/agenda/rencontres/" + id).wants(http.StatusForbidden)
		b.post("/agenda/rencontres/"+id+"/annulation", form("version", "1")).wants(http.StatusForbidden)
		k.as(o.sam).get("/rendez-vous/" + id).wants(http.StatusNotFound)
		k.as(o.sam).post("/rendez-vous/"+id+"/annulation", nil).wants(http.StatusNotFound)

		b.post("/agenda/creneaux/nouveau", plage()).wants(http.StatusSeeOther)
		if free := o.asHolder.get("/rendez-vous?semaine=2026-12-07"); strings.Contains(free.text(), "Avec Katia") {
			t.Error("a coach of others is offered")
		}
		k.write(func(tx *db.Tx) error {
			var cover int64
			if _, err := tx.Get([]any{&cover}, `INSERT INTO coach_covers (public_id, absent_id, by_id, from_on, to_on, created_at) VALUES ('c1', ?, ?, '2026-11-23', '2026-11-23', 1) RETURNING id`,
				o.coach.ID, colleague.ID); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) VALUES (?, ?)`, cover, o.project.ID)
			return err
		})
		o.asHolder.get("/rendez-vous?semaine=2026-12-07").has("Avec Cyril", "Avec Katia")
		k.clock.Set("2026-11-24")
		if free := o.asHolder.get("/rendez-vous?semaine=2026-12-07"); strings.Contains(free.text(), "Avec Katia") {
			t.Error("offered after the cover")
		}
	})
}
