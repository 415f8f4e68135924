package handlers_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/infosession"
)

// announce makes a session of Job'In in Liège on 3 December 2026 at 18:00 and gives its address id.
func (k *kit) announce(places int, edit func(*infosession.Draft)) (id string) {
	k.t.Helper()
	d := infosession.Draft{SiteID: k.siteID("LIEGE"), ProgrammeIDs: []int64{int64(k.count(`SELECT id FROM programmes WHERE code = 'JI'`))},
		HeldOn: "2026-12-03", Time: "18:00", Minutes: 90, Place: "rue de la Coquille 1", Places: places, ClosesOn: "2026-12-02"}
	if edit != nil {
		edit(&d)
	}
	k.write(func(tx *db.Tx) (err error) { id, err = infosession.Create(tx, "", d); return err })
	return id
}

func guest(email string) url.Values {
	return form("first_name", "Zoë", "last_name", "D'Hondt", "email", email, "heard", "forem")
}

// token gives the private link of an address, as its mail does.
func (k *kit) token(email string) (token string) {
	k.t.Helper()
	k.write(func(tx *db.Tx) error {
		_, err := tx.Get([]any{&token}, `SELECT token FROM info_registrations WHERE email = ?`, email)
		return err
	})
	return token
}

func (k *kit) mails(kind string) int {
	return k.count(`SELECT count(*) FROM outbox WHERE kind = ? AND state <> 'dropped'`, "infosession_"+kind)
}

func TestRegisterSeeAndLeave(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		id := k.announce(1, func(d *infosession.Draft) { d.OnlineURL, d.Partner = "https://reunion.test/secret", "Cepegra" })
		b := k.visitor()
		b.get("/seances").wants(http.StatusOK).has("jeudi 3 décembre 2026 à 18:00, 1 h 30", "Il reste 1 place", "avec Cepegra").lacks("reunion.test")
		b.get("/seances/"+id).wants(http.StatusOK).has("M'inscrire", "Il reste 1 place").lacks("reunion.test")
		r := b.post("/seances/"+id, guest("zoe@x.be")).wants(http.StatusSeeOther)
		if r.location() != "/seances/"+id+"/merci" || r.header.Get("Set-Cookie") != "" {
			t.Errorf("to %q with %q", r.location(), r.header.Get("Set-Cookie"))
		}
		b.get(r.location()).wants(http.StatusOK).has("Merci, c'est noté", "Un e-mail part à l'adresse").lacks("reunion.test", "zoe@x.be", "Zoë")
		if n := k.mails("confirmed") + 10*k.mails("reminder"); n != 11 {
			t.Errorf("%d mails", n)
		}
		b.post("/seances/"+id, guest("ali@x.be")).wants(http.StatusSeeOther)
		b.get("/seances/"+id).has("Complet : liste d'attente", "M'inscrire sur la liste d'attente")

		own := "/inscriptions/" + k.token("zoe@x.be")
		for range 3 { // scanners of mail follow links
			b.get(own).wants(http.StatusOK).has("Votre place est réservée", "Zoë D'Hondt", "Rejoindre la réunion en ligne").lacks(`content="index`)
		}
		b.get("/inscriptions/" + k.token("ali@x.be")).has("Vous êtes au rang 1 de la liste d'attente").lacks("reunion.test")
		b.get("/inscriptions/" + k.token("ali@x.be") + "/agenda.ics").wants(http.StatusNotFound)
		b.get(own + "/annulation").wants(http.StatusMethodNotAllowed)
		for range 2 {
			if to := b.post(own+"/annulation", nil).wants(http.StatusSeeOther).location(); to != own {
				t.Errorf("to %q", to)
			}
		}
		b.get(own).has("Votre inscription est annulée").lacks("reunion.test", "/annulation")
		b.get("/inscriptions/"+k.token("ali@x.be")).has("Votre place est réservée", "Rejoindre la réunion en ligne")
		if n := k.mails("left") + 10*k.mails("promoted") + 100*k.mails("reminder"); n != 111 {
			t.Errorf("%d mails", n)
		}
		b.post("/inscriptions/rien/annulation", nil).wants(http.StatusNotFound)
		k.clock.Set("2027-02-01")
		b.get(own).wants(http.StatusNotFound)
	})
}

// Whoever registers, for the first time or again, on a place or on the list, gets the same answer to the byte.
func TestRegistrationsTellNothing(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		id := k.announce(1, nil)
		var answers []string
		for _, email := range []string{"zoe@x.be", "zoe@x.be", "ZOE@X.be", "ali@x.be", "ali@x.be"} {
			b := k.visitor()
			r := b.post("/seances/"+id, guest(email)).wants(http.StatusSeeOther)
			r.header.Del("Date")
			answers = append(answers, fmt.Sprint(r.header, r.body, b.get(r.location()).body))
		}
		for i, a := range answers {
			if a != answers[0] {
				t.Errorf("answer %d differs:\n%s\n%s", i, a, answers[0])
			}
		}
		if n := k.count(`SELECT count(*) FROM info_registrations`); n != 2 {
			t.Errorf("%d registrations", n)
		}
	})
}

func TestRegistrationsAreChecked(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		id := k.announce(9, nil)
		b := k.visitor()
		hostile := "<script>alert(1)</script>\u202e"
		b.post("/seances/"+id, form("first_name", hostile, "last_name", "", "email", "pas une adresse", "phone", "douze", "heard", "rêve")).
			wants(http.StatusUnprocessableEntity).
			has("Nom de famille : Ce champ est obligatoire.", "Adresse e-mail :", "Téléphone :", "Comment avez-vous entendu parler de cette séance ?", "Il y a un problème").
			lacks("<script>alert").has("M'inscrire")
		b.post("/seances/"+id, form("first_name", strings.Repeat("é", 5000), "last_name", "B", "email", "a@b.be")).wants(http.StatusUnprocessableEntity).has("au plus 80 caractères")
		b.post("/seances/"+id, form("first_name", "A\x00", "last_name", "B", "email", "a@b.be")).wants(http.StatusBadRequest)
		b.post("/seances/rien", guest("a@b.be")).wants(http.StatusNotFound)
		if n := k.count(`SELECT count(*) FROM info_registrations`); n != 0 {
			t.Errorf("%d registrations", n)
		}
		k.clock.Set("2026-12-03")
		b.post("/seances/"+id, guest("a@b.be")).wants(http.StatusUnprocessableEntity).has("Les inscriptions à cette séance se sont terminées le 2 décembre 2026")
		b.get("/seances/" + id).wants(http.StatusOK).has("On ne peut plus s'inscrire").lacks(`name="email"`)
		k.clock.Set("2026-12-04")
		b.post("/seances/"+id, guest("a@b.be")).wants(http.StatusUnprocessableEntity).has("a commencé ou est passée")
		b.get("/seances").has("Aucune séance n'est annoncée")
	})
}

// One address is tried five times in ten minutes, one place sixty.
func TestRegistrationsAreLimited(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		id := k.announce(900, nil)
		b := k.visitor()
		for range 5 {
			b.post("/seances/"+id, guest("zoe@x.be")).wants(http.StatusSeeOther)
		}
		b.post("/seances/"+id, guest("Zoe@x.be")).wants(http.StatusTooManyRequests).has("Patientez dix minutes")
		for i := range 55 {
			b.post("/seances/"+id, guest(fmt.Sprintf("p%d@x.be", i))).wants(http.StatusSeeOther)
		}
		b.post("/seances/"+id, guest("one-more@x.be")).wants(http.StatusTooManyRequests)
		if n := k.count(`SELECT count(*) FROM info_registrations`); n != 56 {
			t.Errorf("%d registrations", n)
		}
	})
}

func TestCalendarFiles(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		id := k.announce(5, func(d *infosession.Draft) {
			d.OnlineURL, d.Notes = "https://reunion.test/secret", "Ligne\nSTATUS:CANCELLED"
		})
		b := k.visitor()
		b.post("/seances/"+id, guest("zoe@x.be")).wants(http.StatusSeeOther)
		read := func(path string) *ics.VEvent {
			r := b.get(path).wants(http.StatusOK)
			if kind := r.header.Get("Content-Type"); kind != "text/calendar; charset=utf-8; method=PUBLISH" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %s, %s", path, kind, r.header.Get("Content-Disposition"))
			}
			cal, err := ics.ParseCalendar(strings.NewReader(r.body))
			if err != nil || len(cal.Events()) != 1 {
				t.Fatal(path, err)
			}
			return cal.Events()[0]
		}
		public, own := read("/seances/"+id+"/agenda.ics"), read("/inscriptions/"+k.token("zoe@x.be")+"/agenda.ics")
		for _, e := range []*ics.VEvent{public, own} {
			start, err := e.GetStartAt()
			end, err2 := e.GetEndAt()
			if err != nil || err2 != nil || models.InstantOf(start) != models.InstantOf(models.Date("2026-12-03").At(18, 0)) || end.Sub(start).Minutes() != 90 {
				t.Errorf("from %v to %v, %v", start, end, err)
			}
			if e.Id() != "seance-"+id+"@eclosion" || e.GetProperty(ics.ComponentPropertyUrl).Value != "http://test/seances/"+id {
				t.Errorf("%s, %v", e.Id(), e.GetProperty(ics.ComponentPropertyUrl))
			}
			if e.GetProperty(ics.ComponentPropertyStatus).Value != "CONFIRMED" {
				t.Error("a note cancelled it")
			}
		}
		if text := public.Serialize(&ics.SerializationConfiguration{MaxLength: 75, NewLine: "\n"}); strings.Contains(text, "secret") {
			t.Error("the public entry holds the link")
		}
		if !strings.Contains(own.GetProperty(ics.ComponentPropertyDescription).Value, "https://reunion.test/secret") {
			t.Error("one's own entry lacks the link")
		}
	})
}

func TestHoldSessions(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.announce(5, func(d *infosession.Draft) { d.SiteID = k.siteID("NAMUR") })
		coach := k.as(k.account("Cyril", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")}))
		coach.get("/seances/gerer").wants(http.StatusOK).has("Aucune séance n'est annoncée", "Séances")
		page := coach.get("/seances/gerer/nouvelle").wants(http.StatusOK).has("Liège").lacks("Namur")
		values := form("cle", page.value("cle"), "site", fmt.Sprint(k.siteID("LIEGE")), "session_programmes", "1", "session_programmes", "2", "session_on", "2026-12-03",
			"session_time", "18:00", "minutes", "90", "place", "rue de la <i>Coquille</i> 1", "partner", "Cepegra", "places", "2", "closes_on", "", "notes", "À lire\r\nici")
		wrong := form("cle", page.value("cle"), "site", fmt.Sprint(k.siteID("NAMUR")), "minutes", "beaucoup", "notes", "gardé")
		coach.post("/seances/gerer", wrong).wants(http.StatusUnprocessableEntity).has("Indiquez un nombre", "gardé")
		wrong.Set("minutes", "90")
		wrong.Set("places", "5")
		coach.post("/seances/gerer", wrong).wants(http.StatusUnprocessableEntity).has("Site :", "Date :", "Lieu :", "Programmes :", "gardé")
		to := coach.post("/seances/gerer", values).wants(http.StatusSeeOther).location()
		if again := coach.post("/seances/gerer", values).wants(http.StatusSeeOther).location(); again != to || k.count(`SELECT count(*) FROM info_sessions`) != 2 {
			t.Errorf("sent twice: %q and %q", to, again)
		}
		id := strings.TrimPrefix(to, "/seances/gerer/")
		coach.get(to).wants(http.StatusOK).has("Séance d'information Job'In, Job'In Design", "rue de la <i>Coquille</i> 1", "Personne n'est encore inscrit", "Pour Cepegra", "0 personne inscrite").lacks("<i>")
		visitor := k.visitor()
		for _, email := range []string{"zoe@x.be", "ali@x.be", "eve@x.be"} {
			visitor.post("/seances/"+id, guest(email)).wants(http.StatusSeeOther)
		}
		coach.get("/seances/gerer").has("2 sur 2, 1 en attente", "Complet : liste d'attente")
		coach.get(to).has("zoe@x.be", "Place réservée", "Attente, rang 1", "Par le Forem ou Actiris", "3 personnes inscrites").lacks("Qui est venu ?")

		// The page that was open before somebody changed the session is told so, with its text kept.
		edit := coach.get(to + "/modifier").wants(http.StatusOK).has("À lire ici")
		values.Set("version", edit.value("version"))
		values.Set("session_time", "19:30")
		values.Set("places", "1")
		coach.post(to+"/modifier", values).wants(http.StatusUnprocessableEntity).has("2 personnes ont déjà une place")
		values.Set("places", "3")
		coach.post(to+"/modifier", values).wants(http.StatusSeeOther)
		coach.post(to+"/modifier", values).wants(http.StatusConflict).has("Une autre modification a été enregistrée", "À lire ici")
		if n := k.mails("moved") + 10*k.mails("promoted") + 100*k.mails("reminder"); n != 313 {
			t.Errorf("%d mails", n)
		}
		n := k.count(`SELECT id FROM info_registrations WHERE email = 'zoe@x.be'`)
		coach.post(fmt.Sprintf("%s/inscriptions/%d/annulation", to, n), nil).wants(http.StatusSeeOther)
		coach.post(to+"/inscriptions/999/annulation", nil).wants(http.StatusNotFound)
		if s := k.count(`SELECT confirmed FROM info_sessions WHERE public_id = ?`, id); s != 2 || k.mails("left") != 1 {
			t.Errorf("%d confirmed", s)
		}

		coach.post(to+"/annulation", form("version", "1", "cancel_reason", "Trop tard")).wants(http.StatusConflict).has("Trop tard")
		coach.post(to+"/annulation", form("version", coach.get(to).value("version"), "cancel_reason", "Salle <b>inondée</b>")).wants(http.StatusSeeOther)
		if n := k.mails("cancelled") + 10*k.mails("reminder"); n != 2 {
			t.Errorf("%d mails", n)
		}
		coach.get(to).has("Annulée", "Salle <b>inondée</b>").lacks("<b>", "/annulation", "/modifier")
		visitor.get("/seances/"+id).has("Annulée", "est annulée").lacks(`name="email"`)
		visitor.get("/inscriptions/"+k.token("ali@x.be")).has("La séance est annulée", "Salle <b>inondée</b>").lacks("<b>", "/annulation")
		if back := coach.get(to + "/modifier").wants(http.StatusSeeOther).location(); back != to {
			t.Errorf("the form of a cancelled session leads to %q", back)
		}
		values.Set("version", fmt.Sprint(k.count(`SELECT version FROM info_sessions WHERE public_id = ?`, id)))
		coach.post(to+"/modifier", values).wants(http.StatusUnprocessableEntity).has("est annulée")
	})
}

func TestAttendanceOnPageAndPaper(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		id := k.announce(2, func(d *infosession.Draft) { d.Partner = "Cepegra" })
		b := k.visitor()
		for i, name := range []string{"=HYPERLINK(1)", "Łukasz 🐣 \u202e<i>", "Zoë"} {
			b.post("/seances/"+id, form("first_name", name, "last_name", "+D'Hondt", "email", fmt.Sprintf("p%d@x.be", i), "phone", "+32 470 12 34 56")).wants(http.StatusSeeOther)
		}
		b.post("/inscriptions/"+k.token("p1@x.be")+"/annulation", nil).wants(http.StatusSeeOther)
		boss := k.as(k.account("Marc", access.Grant{Role: access.Manager}))
		own := "/seances/gerer/" + id
		page := boss.get(own).wants(http.StatusOK).lacks("Qui est venu ?")
		first := k.count(`SELECT id FROM info_registrations WHERE email = 'p0@x.be'`)
		boss.post(own+"/presences", form("version", page.value("version"), "venu", fmt.Sprint(first))).wants(http.StatusUnprocessableEntity).has("à partir du jour de la séance")

		k.clock.Set("2026-12-03")
		page = boss.get(own).has("Qui est venu ?")
		boss.post(own+"/presences", form("version", page.value("version"), "venu", fmt.Sprint(first), "venu", "999", "venu", "x")).wants(http.StatusSeeOther)
		boss.post(own+"/presences", form("version", page.value("version"))).wants(http.StatusConflict)
		after := boss.get(own).has("2 personnes inscrites, 1 venue.", "Personnes venues")
		if n := strings.Count(after.body, " checked") - strings.Count(after.body, "data-single-keys checked"); n != 1 {
			t.Errorf("%d ticked", n)
		}
		invite := fmt.Sprintf("/candidatures/inviter?seance=%s&inscription=%d", id, first)
		if n := strings.Count(after.body, "/candidatures/inviter?"); n != 1 {
			t.Errorf("%d invitations", n)
		}
		if r := boss.get(invite).wants(http.StatusOK); r.value("email") != "p0@x.be" || r.value("name") != "=HYPERLINK(1) +D'Hondt" {
			t.Errorf("invites %q", r.value("name"))
		}
		boss.get("/candidatures/inviter?seance=" + id + "&inscription=999").wants(http.StatusNotFound)
		k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")})).get(invite).wants(http.StatusNotFound)

		r := boss.get(own + "/inscriptions.csv").wants(http.StatusOK)
		reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(r.body, "\uFEFF")))
		reader.Comma = ';'
		rows, err := reader.ReadAll()
		if err != nil || len(rows) != 4 || rows[1][1] != "'=HYPERLINK(1)" || rows[1][0] != "'+D'Hondt" || rows[1][3] != "'+32 470 12 34 56" || rows[1][6] != "oui" || rows[2][6] != "non" || rows[3][4] != "Annulée" {
			t.Errorf("%q, %v", rows, err)
		}
		paper := boss.get(own + "/presences.pdf").wants(http.StatusOK)
		if !bytes.HasPrefix([]byte(paper.body), []byte("%PDF-")) || paper.body != boss.get(own+"/presences.pdf").body {
			t.Error("the sheet is no PDF, or another each time")
		}
	})
}

func TestSessionFilters(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.announce(5, nil)
		k.announce(5, func(d *infosession.Draft) { d.SiteID, d.HeldOn, d.ClosesOn = k.siteID("NAMUR"), "2026-12-10", "" })
		b := k.visitor()
		b.get("/seances").has("3 décembre 2026 à 18:00", "10 décembre 2026 à 18:00").lacks("Tout afficher")
		b.get("/seances?site=NAMUR").has("10 décembre 2026 à 18:00", "Tout afficher").lacks("jeudi 3")
		b.get("/seances?programme=JID").has("Aucune séance n'est annoncée", "Voir tous les sites et programmes")
		b.get("/seances?site=" + url.QueryEscape("<script>'--")).wants(http.StatusOK).lacks("<script>'")
		b.get("/seances?site=%ff").wants(http.StatusNotFound)
		b.get("/programmes/JI").has("jeudi 3 décembre 2026 à 18:00", "jeudi 10 décembre 2026 à 18:00")
		b.get("/programmes/JID").has("Aucune séance n'est annoncée")
	})
}
