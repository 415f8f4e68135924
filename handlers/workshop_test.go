package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/programme"
)

// group is a couveuse with a coach who keeps a workshop in Liège, and two holders there.
type group struct {
	*kit
	coach      accounts.Account
	zoe, sam   accounts.Account
	zoes, sams *programme.Project
	path       string // of the workshop
	session    string // of its session, ten days later from 9:30 to 12:00
}

func eachGroup(t *testing.T, fn func(t *testing.T, g *group)) {
	t.Helper()
	eachKit(t, func(t *testing.T, k *kit) {
		g := &group{kit: k}
		c := k.cohort("LIEGE")
		g.coach = k.account("Amelie", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		g.zoe, g.sam = k.account("Zoe", access.Grant{Role: access.Candidate}), k.account("Sam", access.Grant{Role: access.Candidate})
		g.zoes, g.sams = k.dossier(c, g.zoe.PersonID, programme.Coaching), k.dossier(c, g.sam.PersonID, programme.Test)
		b := k.as(g.coach)
		to := b.post("/ateliers", g.workshop()).wants(http.StatusSeeOther).location()
		g.path = strings.TrimSuffix(to, "/seances/nouvelle")
		b.post(g.path+"/seances", g.sessionValues()).wants(http.StatusSeeOther)
		g.session = g.path + "/seances/" + regexp.MustCompile(`/seances/([a-z0-9]{10})"`).FindStringSubmatch(b.get(g.path).body)[1]
		fn(t, g)
	})
}

func (g *group) workshop(more ...string) url.Values {
	return form(append([]string{"site", fmt.Sprint(g.siteID("LIEGE")), "workshop_title", "Fixer ses prix", "workshop_description", "**Marges**", "places", "1", "open", "oui", "cle", ""}, more...)...)
}

func (g *group) sessionValues(more ...string) url.Values {
	v := form("session_on", "2026-12-03", "session_from", "09:30", "session_to", "12:00", "place", "rue de la Coquille 1", "online_url", "https://reunion.test/x",
		"leaders", g.coach.PublicID, "speaker", "", "cle", "")
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

// on puts the clock on the session's day, so many hours after nine.
func (g *group) on(hours int) {
	g.clock.Set("2026-12-03")
	g.clock.Add(time.Duration(hours) * time.Hour)
}

// The whole way: a holder enrols, another waits, one leaves, the coach marks with taps and closes, the hours stand in the dossier.
func TestWorkshopFromEnrolmentToHours(t *testing.T) {
	eachGroup(t, func(t *testing.T, g *group) {
		z, s, c := g.as(g.zoe), g.as(g.sam), g.as(g.coach)
		z.get("/ateliers").wants(http.StatusOK).has("Ateliers ouverts", "Fixer ses prix", "Il reste 1 place", "avec Amelie").lacks("reunion.test", "Mes ateliers")
		z.get(g.path).wants(http.StatusOK).has("M'inscrire", "jeudi 3 décembre 2026, 09:30 à 12:00 (2 h 30)").lacks("reunion.test", "**", g.sams.Ref)
		r := z.post(g.path+"/inscription", form("dossier", g.zoes.Ref)).wants(http.StatusSeeOther)
		z.get(r.location()).wants(http.StatusOK).has("Vous avez une place", "Rejoindre la séance en ligne", "Me désinscrire")
		z.get("/ateliers").has("Mes ateliers", "Inscrit·e")
		s.post(g.path+"/inscription", form("dossier", g.sams.Ref)).wants(http.StatusSeeOther)
		s.get(g.path).has("rang 1 de la liste d'attente").lacks("reunion.test", g.zoes.Ref, "Zoe")
		for _, b := range []*browser{z, c} {
			calendar := b.get(g.path + "/agenda.ics").wants(http.StatusOK)
			cal, err := ics.ParseCalendar(strings.NewReader(calendar.body))
			if err != nil || len(cal.Events()) != 1 || !strings.Contains(calendar.body, "reunion.test") {
				t.Errorf("%v: %s", err, calendar.body)
			}
		}
		s.get(g.path + "/agenda.ics").wants(http.StatusOK).lacks("reunion.test")
		c.get(g.path).wants(http.StatusOK).has("1 sur 1", "Attente, rang 1", "À venir")
		c.get(g.session).wants(http.StatusOK).has("Les présences se cochent à partir du jour de la séance", g.zoes.Ref).lacks(g.sams.Ref, `name="coche"`)
		c.post(g.session+"/presences", form("coche", g.zoes.Ref+" present", "version", "1")).wants(http.StatusUnprocessableEntity)

		g.on(4)
		page := c.get(g.session).wants(http.StatusOK).has("0 sur 1 présent·e·s", "1 à cocher")
		r = c.post(g.session+"/presences", form("coche", g.zoes.Ref+" present", "version", page.value("version"))).wants(http.StatusSeeOther)
		if r.location() != g.session+"#p-"+g.zoes.Ref {
			t.Errorf("to %s", r.location())
		}
		c.get(g.session+"?qui="+g.sams.Ref).has("Ajouter, présent·e", g.sams.Ref)
		c.post(g.session+"/presences", form("venu", g.sams.Ref, "version", page.value("version"))).wants(http.StatusSeeOther)
		page = c.get(g.session).has("2 sur 2 présent·e·s", "sans place")
		closing := form("minutes", "180", "workshop_summary", "Seuil atteint", "version", page.value("version"))
		c.post(g.session+"/cloture", closing).wants(http.StatusSeeOther)
		c.post(g.session+"/cloture", closing).wants(http.StatusSeeOther) // a second click
		if n := g.count(`SELECT count(*) FROM meetings`)*10 + g.count(`SELECT count(*) FROM meeting_projects`); n != 12 {
			t.Errorf("meetings and dossiers: %d", n)
		}
		c.get(g.path).has("2 personnes venues", "Heures dans les dossiers", "6 h")
		c.get("/ateliers").wants(http.StatusOK).has("Fixer ses prix", "Terminé") // of today
		c.get("/ateliers?passes=1").wants(http.StatusOK).lacks("Fixer ses prix")
		z.get("/ateliers").has("Suivies en atelier", "3 h")
		z.get(g.path).has("3 h comptées dans votre dossier", "Seuil atteint").lacks(g.sams.Ref, "Sam")
		list := z.get("/projets/"+g.zoes.Ref+"/rencontres").wants(http.StatusOK).has("Atelier", "3 h", "Fixer ses prix").lacks(g.sams.Ref)
		meeting := regexp.MustCompile(`/rencontres/[a-z0-9-]{8,}`).FindString(list.body)
		z.get("/projets/"+g.zoes.Ref+meeting).wants(http.StatusOK).has("Atelier", "Seuil atteint", "Amelie").lacks(g.sams.Ref, "Sam")
		c.get("/projets/" + g.zoes.Ref + meeting).wants(http.StatusOK).has("Sam").lacks("/modifier")

		// From the page of before the closing nothing is corrected; from the one of now it is, and the dossier with it.
		c.post(g.session+"/presences", form("coche", g.zoes.Ref+" absent", "version", page.value("version"))).wants(http.StatusConflict).has("Une autre modification a été enregistrée")
		page = c.get(g.session).has("Clôturée le")
		c.post(g.session+"/presences", form("coche", g.zoes.Ref+" absent", "version", page.value("version"))).wants(http.StatusSeeOther)
		z.get("/projets/" + g.zoes.Ref + meeting).wants(http.StatusNotFound)
		s.get("/projets/" + g.sams.Ref + meeting).wants(http.StatusOK)
		z.get("/ateliers").lacks("Suivies en atelier")
	})
}

func TestWorkshopFormsComeBack(t *testing.T) {
	eachGroup(t, func(t *testing.T, g *group) {
		c := g.as(g.coach)
		long := strings.Repeat("é", 100_000)
		c.post("/ateliers", g.workshop("workshop_title", "", "places", "")).wants(http.StatusSeeOther) // the first of two values counts
		bad := g.workshop()
		bad.Set("places", "0")
		bad.Set("workshop_title", "")
		bad.Set("workshop_description", long)
		c.post("/ateliers", bad).wants(http.StatusUnprocessableEntity).has("Il y a un problème", "Places : Indiquez au moins 1.", "Titre de l'atelier : Ce champ est obligatoire.", "C'est trop long", long)
		bad.Set("places", "beaucoup")
		c.post("/ateliers", bad).wants(http.StatusUnprocessableEntity).has("Places : Indiquez un nombre").hasValue("places", "beaucoup")
		c.post(g.path+"/seances", g.sessionValues("session_to", "09:00", "place", "gardé")).wants(http.StatusUnprocessableEntity).
			has("La séance doit finir après 09:30").hasValue("place", "gardé")
		c.post(g.path+"/seances", g.sessionValues("session_from", "08:00", "session_to", "21:00")).wants(http.StatusUnprocessableEntity).has("Une séance dure au plus 12 h")
		// What its leader has at the same time is said.
		r := c.post(g.path+"/seances", g.sessionValues("session_to", "10:00")).wants(http.StatusSeeOther)
		c.get(r.location()).has("Attention, autre chose est prévu au même moment : Amelie, le jeudi 3 décembre 2026 à 09:30")

		edit := c.get(g.path + "/modifier").wants(http.StatusOK)
		values := g.workshop()
		values.Set("version", edit.value("version"))
		values.Set("workshop_title", "<script>alert(1)</script> \u202eשלום 🐣")
		c.post(g.path+"/modifier", values).wants(http.StatusSeeOther)
		c.get(g.path).wants(http.StatusOK).has("<script>alert(1)</script>").lacks("<script>alert")
		values.Set("workshop_title", "Le mien")
		c.post(g.path+"/modifier", values).wants(http.StatusConflict).hasValue("workshop_title", "Le mien")
		values.Set("version", "2")
		values.Set("open", "")
		c.post(g.path+"/modifier", values).wants(http.StatusSeeOther)
		z := g.as(g.zoe)
		z.get(g.path).has("Les inscriptions à cet atelier sont fermées").lacks(`action="` + g.path + `/inscription"`)
		z.post(g.path+"/inscription", form("dossier", g.zoes.Ref)).wants(http.StatusUnprocessableEntity).has("sont fermées")

		move := c.get(g.session + "/modifier").wants(http.StatusOK)
		moved := g.sessionValues("version", move.value("version"), "session_on", "2026-12-08")
		c.post(g.session+"/modifier", moved).wants(http.StatusSeeOther)
		c.post(g.session+"/modifier", moved).wants(http.StatusConflict)
		c.post(g.session+"/annulation", form("version", "2", "cancel_reason", long)).wants(http.StatusUnprocessableEntity).has("C'est trop long", long)
		c.post(g.session+"/annulation", form("version", "2", "cancel_reason", "Panne")).wants(http.StatusSeeOther)
		c.get(g.path).has("Annulée", "Panne")
		c.post(g.path+"/annulation", form("version", "3", "cancel_reason", "Trop peu d'inscriptions")).wants(http.StatusSeeOther)
		z.get(g.path).wants(http.StatusOK).has("Cet atelier est annulé", "Trop peu d'inscriptions")
		z.post(g.path+"/inscription", form("dossier", g.zoes.Ref)).wants(http.StatusUnprocessableEntity).has("Cet atelier est annulé")
		c.post(g.session+"/presences", form("coche", "x present")).wants(http.StatusNotFound)
		if to := c.get(g.path + "/seances/nouvelle").wants(http.StatusSeeOther).location(); to != g.path {
			t.Errorf("a session to add to what is called off leads to %q", to)
		}
	})
}

// The staff puts people on a workshop, and takes them off; the list and the sheet name them, with the reference of their dossier.
func TestStaffEnrols(t *testing.T) {
	eachGroup(t, func(t *testing.T, g *group) {
		c := g.as(g.coach)
		elsewhere := g.dossier(g.cohort("NAMUR"), 0, programme.Coaching)
		c.get(g.path+"?qui="+g.zoes.Ref).wants(http.StatusOK).has("Inscrire", g.zoes.Ref)
		c.get(g.path + "?qui=personne").has("Aucun dossier accompagné du site ne correspond")
		c.post(g.path+"/inscriptions", form("dossier", elsewhere.Ref)).wants(http.StatusUnprocessableEntity).has("Dossier : Choisissez")
		c.post(g.path+"/inscriptions", form("dossier", g.zoes.Ref)).wants(http.StatusSeeOther)
		c.get(g.path + "?qui=zoe").has("Déjà sur la liste")
		c.post(g.path+"/inscriptions", form("dossier", g.zoes.Ref)).wants(http.StatusSeeOther)
		c.get(g.path).has("était déjà sur la liste : rien ne change").lacks("C'est noté")
		g.as(g.zoe).post(g.path+"/inscription", form("dossier", g.zoes.Ref)).wants(http.StatusSeeOther)
		if n := g.count(`SELECT count(*) FROM outbox WHERE kind = 'workshop_enrolled' AND account_id = ?`, g.zoe.ID); n != 1 {
			t.Errorf("%d confirmations", n)
		}
		c.get(g.session+"/feuille").wants(http.StatusOK).has("Feuille de présence", g.zoes.Ref, "Pas coché")
		paper := c.get(g.session + "/presences.pdf").wants(http.StatusOK)
		text := pdfText(t, []byte(paper.body))
		for _, want := range []string{"Fixer ses prix", g.zoes.Ref, "Amelie", "Signature"} {
			if !strings.Contains(text, want) {
				t.Errorf("the sheet lacks %q: %s", want, text)
			}
		}
		c.post(g.path+"/inscriptions/"+g.zoes.Ref+"/retrait", nil).wants(http.StatusSeeOther)
		c.get(g.path).has("Désinscrit·e", "0 sur 1")
		c.post(g.path+"/inscriptions/"+g.sams.Ref+"/retrait", nil).wants(http.StatusNotFound)
	})
}

// hasValue checks that a field comes back with what was typed.
func (r reply) hasValue(name, want string) reply {
	r.k.t.Helper()
	if got := r.value(name); got != want {
		r.k.t.Errorf("%s: the field %s holds %q, want %q", r.what, name, got, want)
	}
	return r
}
