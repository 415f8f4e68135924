package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"eclosion/handlers"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// panel is an open committee of Liège with a file of Zoé and one of Ali, before three members.
type panel struct {
	*kit
	path     string
	refs     []string
	zoe, ali *browser
	boss     *browser
	jury     []*browser
	members  []accounts.Account
	cohort   programme.Cohort
}

func (k *kit) panel(more ...string) *panel {
	k.t.Helper()
	p := &panel{kit: k, cohort: k.cohort("LIEGE"), boss: k.as(k.manager("boss", "LIEGE"))}
	p.zoe, p.ali = k.as(k.candidate("zoe")), k.as(k.candidate("ali"))
	for _, b := range []*browser{p.zoe, p.ali} {
		ref := b.starts(p.cohort)
		b.answers(ref)
		b.submits(ref)
		p.refs = append(p.refs, ref)
		p.boss.post("/candidatures/"+ref+"/examen", sent(p.boss.get("/candidatures/"+ref), nil)).wants(http.StatusSeeOther)
	}
	values := form(append([]string{"cohort", p.cohort.Ref, "held_on", "2026-12-02", "book_hours", "24"}, more...)...)
	for _, name := range []string{"Jeanne", "Jules", "Justine"} {
		a := k.account(name, access.Grant{Role: access.Jury})
		p.members, p.jury = append(p.members, a), append(p.jury, k.as(a))
		values.Add("members", a.PublicID)
	}
	p.path = p.boss.post("/comites", sent(p.boss.get("/comites/nouveau"), values)).wants(http.StatusSeeOther).location()
	p.boss.post(p.path+"/ouverture", sent(p.boss.get(p.path), nil)).wants(http.StatusSeeOther)
	return p
}

func (p *panel) file(n int) string { return p.path + "/dossiers/" + p.refs[n] }

// marks is an opinion as its form sends it: "yes 4 4 na 3 3 3" by the grid's order, "_" for none.
func marks(text string) url.Values {
	parts := strings.Fields(text)
	v := url.Values{}
	if parts[0] != "_" {
		v.Set("recommendation", parts[0])
	}
	for i, m := range parts[1:] {
		if m != "_" {
			v.Set(fmt.Sprintf("score-%d", i+1), m)
		}
	}
	return v
}

func (p *panel) gives(juror, file int, text string) reply {
	p.t.Helper()
	b := p.jury[juror]
	return b.post(p.file(file), sent(b.get(p.file(file)).wants(http.StatusOK), marks(text))).wants(http.StatusSeeOther)
}

func TestMembersScoreFiles(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p := k.panel("peers", "oui")
		jeanne, file := p.jury[0], p.file(0)
		page := jeanne.get(file).wants(http.StatusOK).has("La personne et sa motivation", "(poids 3)", "Sans objet", "0 avis rendu sur 2", "Dossier suivant",
			"Vous lirez les avis des autres membres quand vous aurez rendu le vôtre.")

		unfinished := sent(page, marks("_ 4 _ na"))
		unfinished.Set("note-1", "  Une <b>note</b>\r\nsur deux lignes ")
		jeanne.post(file, unfinished).wants(http.StatusUnprocessableEntity).has("Compétences et expérience : Ce champ est obligatoire", "Que recommandez-vous", "Une <b>note</b>").
			lacks("<b>note</b>")
		unfinished.Set("action", "brouillon")
		to := jeanne.post(file, unfinished).wants(http.StatusSeeOther).location()
		page = jeanne.get(to).wants(http.StatusOK).has("Enregistré sur "+p.refs[0], "pas encore rendu", "Une <b>note</b> sur deux lignes")
		if !strings.Contains(page.body, `name="score-1" value="4" checked`) || strings.Contains(page.body, `name="score-2" value="0" checked`) {
			t.Error("the marks of the draft are not in the form")
		}
		jeanne.get(p.path).wants(http.StatusOK).has("Commencé, à rendre", "0 avis rendu sur 2")
		p.boss.get(p.path).has("0 avis rendu sur 2").lacks("sur deux lignes")
		p.boss.get(p.path + "/classement").wants(http.StatusOK).lacks("sur deux lignes")

		before := marks("_ 5")
		before.Set("version", "0") // of the page before
		kept := jeanne.post(file+"/brouillon", before).wants(http.StatusConflict)
		if !strings.Contains(kept.body, `"said":"Une autre modification`) {
			t.Errorf("%s", kept.body)
		}
		for _, c := range []struct {
			text   string
			status int
			body   string
		}{{"_ 4 1", http.StatusOK, `"version":"2","saved":"Enregistré à 09:00, pas encore rendu"`}, {"_ 4 9", http.StatusUnprocessableEntity, "Choisissez une des réponses"}} {
			if r := jeanne.post(file+"/brouillon", sent(page, marks(c.text))).wants(c.status); !strings.Contains(r.body, c.body) {
				t.Errorf("%s: %s", c.text, r.body)
			}
		}
		page = jeanne.get(file)

		given := sent(page, marks("yes 4 3 na 5 4 4"))
		given.Set("note-1", "Une note")
		if to := jeanne.post(file, given).wants(http.StatusSeeOther).location(); to != p.file(1) {
			t.Errorf("after an opinion one goes to %q", to)
		}
		jeanne.post(file, sent(page, marks("no 0 0 0 0 0 0"))).wants(http.StatusConflict)
		p.jury[1].get(file).wants(http.StatusOK).lacks("Jeanne", "Une note", "4,00")
		p.gives(1, 0, "no 1 1 1 1 1 1")
		p.jury[1].get(file).wants(http.StatusOK).has("Avis des autres membres", "Jeanne", "4,00 / 5", "Une note")
		jeanne.get(file).has("1 avis rendu sur 2", "Jules", "1,00 / 5")
		p.jury[2].get(file).wants(http.StatusOK).lacks("Jeanne", "Jules")
		for _, path := range []string{p.path, "/candidatures/" + p.refs[0], "/candidatures", "/"} {
			p.jury[2].get(path).wants(http.StatusOK).lacks("Jeanne", "Une note", "4,00")
		}
		p.boss.get(p.path).has("Jeanne", "1 avis rendu sur 2", "0 avis rendu sur 2")
		p.boss.get(p.path+"/classement").wants(http.StatusOK).has("2,50 / 5", "de 1,00 à 4,00", "À discuter", "1 dossier partage les membres", "2 sur 3", "Jeanne", "Une note", "Sans note")
		p.boss.get("/candidatures/"+p.refs[0]).has("Favorables : 1, réservés : 0, défavorables : 1", "Moyenne : 4,00 / 5")
		jeanne.get(p.path + "/classement").wants(http.StatusForbidden)
		p.zoe.get("/candidatures/"+p.refs[0]).lacks("4,00", "Jeanne", "Une note")
		if n := k.count(`SELECT count(*) FROM opinion_scores WHERE score IS NULL`); n != 1 {
			t.Errorf("%d marks that do not apply", n)
		}
		jeanne.post(file, sent(jeanne.get(file), form("recommendation", "yes", "score-1", "4", "score-7", "4"))).wants(http.StatusUnprocessableEntity)
	})
}

func TestMembersStepBack(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p := k.panel()
		jeanne, file := p.jury[0], p.file(0)
		p.gives(0, 0, "yes 5 5 5 5 5 5")
		p.gives(1, 0, "maybe 3 3 3 3 3 3")
		long := strings.Repeat("x", 4001)
		jeanne.post(file+"/conflit", form("conflict_reason", long)).wants(http.StatusUnprocessableEntity).has("C'est trop long")
		for range 2 { // sent twice
			to := jeanne.post(file+"/conflit", form("conflict_reason", "Ma <i>cousine</i>.")).wants(http.StatusSeeOther).location()
			jeanne.get(to).wants(http.StatusOK).has("Conflit d'intérêts déclaré", p.refs[0])
		}
		for _, path := range []string{file, "/candidatures/" + p.refs[0]} {
			jeanne.get(path).wants(http.StatusNotFound)
		}
		jeanne.get("/candidatures").wants(http.StatusOK).lacks(p.refs[0])
		jeanne.post(file, marks("yes 5 5 5 5 5 5")).wants(http.StatusNotFound)
		for _, path := range []string{p.path + "/ordre-du-jour", p.path + "/dossier-complet", p.path + "/entretiens"} {
			jeanne.get(path).wants(http.StatusOK)
		}
		jeanne.get(p.file(1)).wants(http.StatusOK).has("0 avis rendu sur 1").lacks("/dossiers/" + p.refs[0])
		p.boss.get(p.path+"/classement").has("3,00 / 5", "1 sur 2", "Conflit d'intérêts, sans avis : Jeanne").lacks("5,00")
		p.boss.get(p.path+"/conflits").wants(http.StatusOK).has("Jeanne", p.refs[0], "Ma <i>cousine</i>.", "n'est pas compté").lacks("<i>cousine</i>")
		member := p.members[0].PublicID
		p.boss.post(p.path+"/conflits/levee", form("file", p.refs[0], "member", member)).wants(http.StatusSeeOther)
		jeanne.get(file).wants(http.StatusOK)
		p.boss.get(p.path+"/classement").has("4,00 / 5", "2 sur 3")

		p.boss.post(p.path+"/conflits", form("file", "", "member", "")).wants(http.StatusUnprocessableEntity).has("Choisissez une des réponses")
		p.boss.post(p.path+"/conflits", form("file", p.refs[1], "member", member)).wants(http.StatusSeeOther)
		jeanne.get(p.file(1)).wants(http.StatusNotFound)
	})
}

// Where a committee judges blind, nothing that a member can open says who applies.
func TestBlindMembersMeetNoName(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p := k.panel("blind", "oui", "peers", "oui")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE persons SET first_name = 'Canariprenom', last_name = 'Canarinom', email = 'canari@oiseau.be', phone = '+32470999888',
				street = 'Canarirue 1', municipality = 'Canariville', postcode = '4999', birth_on = ? WHERE id IN (SELECT person_id FROM projects)`, "1971-02-03")
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE projects SET search = ? WHERE person_id IS NOT NULL`, "canariprenom canarinom epicerie")
			return err
		})
		canaries := []string{"anariprenom", "anarinom", "canari@", "470 99 98 88", "470999888", "anarirue", "anariville", "4999", "1971", "03/02/1971"}
		p.boss.get("/candidatures/" + p.refs[0]).wants(http.StatusOK).has("Canariprenom Canarinom") // they are there to be found
		p.boss.post(p.path+"/entretiens", form("day", "2026-12-01", "from", "09:00", "count", "2", "minutes", "30")).wants(http.StatusSeeOther)
		slot := p.zoe.get("/candidatures/" + p.refs[0] + "/entretien").wants(http.StatusOK)
		p.zoe.post("/candidatures/"+p.refs[0]+"/entretien", form("slot", slot.value("slot"))).wants(http.StatusSeeOther)
		p.gives(1, 0, "maybe 3 3 3 3 3 3")
		jeanne := p.jury[0]
		opened := 0
		replace := strings.NewReplacer(":projet", p.refs[0], "/candidatures/:ref", "/candidatures/"+p.refs[0], "/projets/:ref", "/projets/"+p.refs[0],
			"/comites/:ref", p.path, "/cohortes/:ref", "/cohortes/"+p.cohort.Ref, ":code", "JI", ":annee", "2026", ":number", "1", ":id", "1")
		visit := func(path string) reply {
			t.Helper()
			r := jeanne.get(path)
			if r.status == http.StatusOK {
				opened++
			}
			if r.status >= 500 {
				t.Errorf("%s answers %d", path, r.status)
			}
			if strings.HasPrefix(r.header.Get("Content-Type"), "application/pdf") {
				r.body = pdfText(t, []byte(r.body))
			}
			return r.lacks(canaries...)
		}
		for _, path := range handlers.Paths(http.MethodGet) {
			visit(replace.Replace(path))
		}
		for _, search := range []string{"?q=canari", "?q=Canarinom", "?phase=review&q=canariprenom"} {
			if r := jeanne.get("/candidatures" + search).wants(http.StatusOK); strings.Contains(r.body, p.refs[0]) {
				t.Errorf("%s finds the file", search)
			}
		}
		visit("/candidatures?q="+p.refs[0]).has(p.refs[0], "Identité masquée")
		visit(p.file(0)).has("Ce comité juge à l'aveugle", "Identité masquée", "Épicerie en vrac")
		visit(p.path+"/entretiens").has(p.refs[0], "9:00")
		p.gives(0, 0, "yes 4 4 4 4 4 4")
		visit(p.file(0)).has("Avis des autres membres", "Jules")
		if opened < 10 {
			t.Errorf("only %d pages were opened", opened)
		}
	})
}

func TestInterviewsOnScreen(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p := k.panel()
		own := "/candidatures/" + p.refs[0] + "/entretien"
		p.zoe.get(own).wants(http.StatusOK).has("Aucun créneau libre pour l'instant")
		p.zoe.get(own + ".ics").wants(http.StatusNotFound)
		page := p.boss.get(p.path + "/entretiens").wants(http.StatusOK).has("Publiez-en ci-dessous")
		p.boss.post(p.path+"/entretiens", sent(page, form("day", "2026-12-01", "from", "9h", "minutes", "30", "place", "Rue <b>"))).
			wants(http.StatusUnprocessableEntity).has("Indiquez une heure").lacks("Rue <b>")
		slots := sent(page, form("day", "2026-12-01", "from", "09:00", "until", "10:30", "minutes", "30", "place", "Salle <b>1</b>"))
		for range 2 {
			p.boss.post(p.path+"/entretiens", slots).wants(http.StatusSeeOther)
		}
		p.boss.get(p.path+"/entretiens").has("09:00–09:30", "10:00–10:30", "Libre", "Salle <b>1</b>").lacks("<b>1</b>", "10:30–11:00")
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'interview_open'`); n != 2 {
			t.Errorf("%d told that slots are open", n)
		}
		p.zoe.get("/candidatures/"+p.refs[0]).has("À vous de jouer", "Choisir l'heure de l'entretien")
		choose := p.zoe.get(own).wants(http.StatusOK).has("mardi 1er décembre 2026 à 09:00", "30 min, Salle <b>1</b>")
		first := choose.value("slot")
		p.zoe.post(own, nil).wants(http.StatusUnprocessableEntity)
		p.zoe.post(own, form("slot", first)).wants(http.StatusSeeOther)
		p.ali.post("/candidatures/"+p.refs[1]+"/entretien", form("slot", first)).wants(http.StatusUnprocessableEntity).has("vient d'être pris par quelqu'un d'autre")
		p.zoe.get("/candidatures/"+p.refs[0]).has("Votre entretien a lieu le mardi 1er décembre 2026, à 09:00", "Voir l'entretien")
		ics := p.zoe.get(own + ".ics").wants(http.StatusOK)
		for _, want := range []string{"BEGIN:VCALENDAR", "DTSTART:20261201T080000Z", "DTEND:20261201T083000Z", "SEQUENCE:0", p.refs[0]} {
			if !strings.Contains(ics.body, want) {
				t.Errorf("the calendar file lacks %q: %s", want, ics.body)
			}
		}
		if ics.header.Get("Content-Disposition") != `attachment; filename="entretien-`+p.refs[0]+`.ics"` || !strings.HasPrefix(ics.header.Get("Content-Type"), "text/calendar") {
			t.Errorf("%v", ics.header)
		}
		p.ali.get(own).wants(http.StatusNotFound)
		p.ali.get(own + ".ics").wants(http.StatusNotFound)
		p.boss.get(own + ".ics").wants(http.StatusForbidden)
		p.boss.get(p.path + "/entretiens").has("D'Hondt, " + p.refs[0])
		p.jury[0].get(p.path+"/entretiens").wants(http.StatusOK).has(p.refs[0], "09:00–09:30").lacks("Attribuer", "Publier")
		p.zoe.get(own).has("Déplacer mon entretien", "jusqu'au 30/11/2026 à 09:00")
		p.zoe.post(own+"/annulation", nil).wants(http.StatusSeeOther)
		p.zoe.get("/candidatures/"+p.refs[0]).has("Choisissez l'heure de votre entretien au plus tard le 30 novembre 2026", "Choisir l'heure de l'entretien")

		act := p.path + "/entretiens/" + first
		p.boss.post(act+"/attribution", form("file", "")).wants(http.StatusUnprocessableEntity).has("Choisissez une des réponses proposées")
		p.boss.post(act+"/attribution", form("file", p.refs[1])).wants(http.StatusSeeOther)
		p.boss.post(act+"/retrait", nil).wants(http.StatusUnprocessableEntity).has("Libérez-le d'abord")
		p.boss.post(act+"/liberation", nil).wants(http.StatusSeeOther)
		p.boss.post(act+"/retrait", nil).wants(http.StatusSeeOther)
		p.boss.post(act+"/retrait", nil).wants(http.StatusNotFound)
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind IN ('interview_booked', 'interview_cancelled')`); n != 4 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestCriteriaAreEdited(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		admin := k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
		const path = "/reglages/programmes/JI/criteres"
		admin.get("/reglages/programmes/JI").has("Critères du comité")
		admin.get(path).wants(http.StatusOK).has("La personne et sa motivation", "Poids 3, soit 23 % de la moyenne", "Descendre")
		page := admin.get(path + "/nouveau").wants(http.StatusOK)
		admin.post(path+"/nouveau", sent(page, form("criterion_label", "", "weight", "11"))).wants(http.StatusUnprocessableEntity).has("Critère : Ce champ est obligatoire", "Indiquez au plus 10")
		fresh := sent(page, form("criterion_label", "Impact <u>local</u>", "weight", "2", "active", "oui", "meaning", "Emplois ?"))
		for range 2 {
			admin.post(path+"/nouveau", fresh).wants(http.StatusSeeOther)
		}
		admin.get(path).has("Impact <u>local</u>").lacks("<u>local</u>")
		id := k.count(`SELECT MAX(id) FROM criteria`)
		one := fmt.Sprintf("%s/%d", path, k.count(`SELECT MAX(id) FROM criteria WHERE label LIKE 'Impact%'`))
		if id == 0 || k.count(`SELECT count(*) FROM criteria WHERE label LIKE 'Impact%'`) != 1 {
			t.Error("the criterion was added twice, or not")
		}
		edit := admin.get(one).wants(http.StatusOK)
		admin.post(one, sent(edit, form("criterion_label", "Impact local", "weight", "1"))).wants(http.StatusSeeOther)
		admin.post(one, sent(edit, form("criterion_label", "Perdu ?", "weight", "1"))).wants(http.StatusConflict).has("Votre texte est gardé")
		admin.get(path).has("Mis de côté")
		first := fmt.Sprint(k.count(`SELECT id FROM criteria WHERE position = 1 AND label LIKE 'La personne%' ORDER BY id LIMIT 1`))
		admin.post(path+"/ordre", form("critere", first, "sens", "descendre")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT position FROM criteria WHERE id = ` + first); n != 2 {
			t.Errorf("moved to place %d", n)
		}
		admin.post(path+"/ordre", form("critere", first, "sens", "tourner")).wants(http.StatusUnprocessableEntity)
		admin.get("/reglages/programmes/JI/criteres/999999").wants(http.StatusNotFound)
		admin.get("/reglages/programmes/NON/criteres").wants(http.StatusNotFound)
	})
}
