package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// answersOf are the forms of an application, by the page that takes them.
var answersOf = []struct {
	page   string
	values url.Values
}{
	{"identite", form("first_name", "Zoë", "last_name", "D'Hondt", "birth_on", "1990-02-28", "gender", "F", "email", "zoe@exemple.be",
		"phone", "+32 470 12 34 56", "street", "Rue Haute 1", "postcode", "4000", "municipality", "Liège")},
	{"situation", form("situation", "full_benefits", "jobseeker_since", "2025-03-01", "benefits_end_on", "2027-02-28", "schooling", "upper_secondary", "forem_registered", "oui")},
	{"projet", form("project_title", "Épicerie en vrac", "sector", "Commerce", "project_description", "Du vrac, en ville.", "motivation", "Depuis longtemps.", "project_stage", "trial")},
	{"competences", form("experience", "Vendeuse dix ans.")},
	{"marche", form("market_tested", "non", "clients", "")},
	{"budget", form("funds_needed", "3 500", "funds_sources", "savings")},
	{"accord", form("consent", "oui", "keep_months", "12")},
}

// sent gives values with the hidden fields of the page they are typed into.
func sent(page reply, values url.Values) url.Values {
	v := url.Values{}
	for name, list := range values {
		v[name] = list
	}
	for _, hidden := range []string{"cle", "version"} {
		if strings.Contains(page.body, `name="`+hidden+`"`) {
			v.Set(hidden, page.value(hidden))
		}
	}
	return v
}

// starts begins an application in a cohort and gives its reference.
func (b *browser) starts(c programme.Cohort) string {
	b.k.t.Helper()
	page := b.get("/candidatures/nouvelle").wants(http.StatusOK).has(c.ProgrammeName)
	to := b.post("/candidatures", sent(page, form("cohort", c.Ref))).wants(http.StatusSeeOther).location()
	return strings.TrimPrefix(to, "/candidatures/")
}

// answers fills every page of an application.
func (b *browser) answers(ref string) {
	b.k.t.Helper()
	for _, a := range answersOf {
		path := "/candidatures/" + ref + "/" + a.page
		b.post(path, sent(b.get(path).wants(http.StatusOK), a.values)).wants(http.StatusSeeOther)
	}
}

// submits hands a whole application in.
func (b *browser) submits(ref string) {
	b.k.t.Helper()
	page := b.get("/candidatures/" + ref + "/verifier").wants(http.StatusOK)
	b.post("/candidatures/"+ref+"/depot", sent(page, nil)).wants(http.StatusSeeOther)
}

func (k *kit) candidate(name string) accounts.Account {
	k.t.Helper()
	return k.account(name, access.Grant{Role: access.Candidate})
}

func (k *kit) manager(name, site string) accounts.Account {
	k.t.Helper()
	return k.account(name, access.Grant{Role: access.Manager, SiteID: k.siteID(site)})
}

func (k *kit) phase(ref string) string {
	k.t.Helper()
	for _, p := range programme.AllPhases() {
		if k.count(`SELECT count(*) FROM projects WHERE ref = ? AND phase = ?`, ref, p) == 1 {
			return string(p)
		}
	}
	return ""
}

func TestAnApplicationFromTheFirstPageToTheDecision(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe, boss := k.as(k.candidate("zoe")), k.as(k.manager("boss", "LIEGE"))
		zoe.get("/candidatures").wants(http.StatusOK).has("Vous n'avez pas encore de candidature")
		ref := zoe.starts(cohort)
		own := "/candidatures/" + ref
		zoe.get(own).wants(http.StatusOK).has("1 partie sur 8", "À faire", "En cours", "Il manque 6 réponses", "Pas encore possible", "Relire mes réponses")
		boss.get(own).wants(http.StatusNotFound)

		page := zoe.get(own + "/verifier").wants(http.StatusOK)
		refused := zoe.post(own+"/depot", sent(page, nil)).wants(http.StatusUnprocessableEntity)
		refused.has("Votre candidature ne peut pas encore être déposée", "Motivation : à compléter")
		if !strings.Contains(refused.body, `href="`+own+`/projet?retour=verifier#f-motivation"`) {
			t.Error("what is missing does not lead to its field")
		}
		if k.phase(ref) != "draft" {
			t.Errorf("phase %s", k.phase(ref))
		}

		zoe.answers(ref)
		zoe.get(own+"/verifier").wants(http.StatusOK).has("Épicerie en vrac", "28 février 1990", "+32 470 12 34 56").lacks("À compléter")
		page = zoe.get(own + "/verifier")
		for range 2 { // the second click changes nothing
			zoe.post(own+"/depot", sent(page, nil)).wants(http.StatusSeeOther)
		}
		zoe.get(own+"/confirmation").wants(http.StatusOK).has("Sa référence est "+ref, "comité")
		zoe.get(own).wants(http.StatusOK).has("Votre candidature est déposée", "Candidature déposée")
		zoe.get(own + "/projet").wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'application.submit'`); n != 1 || k.phase(ref) != "submitted" {
			t.Errorf("%d submissions, phase %s", n, k.phase(ref))
		}

		boss.get("/candidatures").wants(http.StatusOK).has("Épicerie en vrac", "Zoë D'Hondt")
		read := boss.get(own).wants(http.StatusOK).has("Vendeuse dix ans.", "zoe@exemple.be", "Rendre à compléter")
		version := read.value("version")
		boss.post(own+"/retour", form("version", version, "completion_note", "")).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire")
		boss.post(own+"/retour", form("version", version, "completion_note", "Qui sont vos clients ?")).wants(http.StatusSeeOther)
		zoe.get(own).wants(http.StatusOK).has("La couveuse vous demande de compléter", "Qui sont vos clients ?")
		zoe.submits(ref)
		boss.post(own+"/examen", sent(boss.get(own), nil)).wants(http.StatusSeeOther)

		decide := sent(boss.get(own).has("Décider"), form("outcome", "accepted", "decided_on", "2026-11-23", "reasons", "Projet mûr et bien pensé."))
		for range 2 {
			boss.post(own+"/decision", decide).wants(http.StatusSeeOther)
		}
		zoe.get(own).wants(http.StatusOK).has("Votre candidature est acceptée", "Projet mûr et bien pensé.")
		if n := k.count(`SELECT count(*) FROM decisions WHERE outcome = 'accepted'`); n != 1 || k.phase(ref) != "accepted" {
			t.Errorf("%d decisions, phase %s", n, k.phase(ref))
		}
		if n := k.count(`SELECT count(*) FROM phase_changes c JOIN projects p ON p.id = c.project_id WHERE p.ref = ?`, ref); n != 6 {
			t.Errorf("%d rows of history", n) // draft, submitted, draft, submitted, review, accepted
		}
	})
}

func TestMalformedAnswersAreShownAgain(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe := k.as(k.candidate("zoe"))
		own := "/candidatures/" + zoe.starts(cohort)
		words := strings.TrimSpace(strings.Repeat("parole ", 5000))
		for _, c := range []struct {
			page, field, typed, says string
		}{
			{"identite", "birth_on", "30/02/1990", "Indiquez une date qui existe"},
			{"identite", "birth_on", "2031-01-01", "Cette date est dans le futur"},
			{"identite", "phone", "demain", "Indiquez un numéro de téléphone"},
			{"identite", "postcode", "75001", "code postal de quatre chiffres"},
			{"identite", "email", "zoe@@exemple", "Indiquez une adresse e-mail complète"},
			{"budget", "funds_needed", "beaucoup", "Indiquez un montant en euros"},
			{"situation", "jobseeker_since", "hier", "Indiquez une date qui existe"},
			{"projet", "project_description", words, "votre texte a 34 999 caractères (5 000 mots). Écrivez au plus 4 000 caractères"},
			{"competences", "experience", words, "votre texte a 34 999 caractères (5 000 mots). Écrivez au plus 4 000 caractères"},
		} {
			page := zoe.get(own + "/" + c.page)
			r := zoe.post(own+"/"+c.page, sent(page, form("situation", "cpas", c.field, c.typed))).wants(http.StatusUnprocessableEntity).has(c.says)
			if !strings.Contains(r.body, c.typed) {
				t.Errorf("%s: what was typed is lost", c.field)
			}
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'application.save'`); n != 0 {
			t.Errorf("%d answers were saved", n)
		}
		version := zoe.get(own + "/projet").value("version")
		zoe.post(own+"/projet", form("version", version, "project_title", "ab\xff")).wants(http.StatusBadRequest).has("ne peut pas être lu")
		zoe.post(own+"/projet", form("version", version, "project_title", "a\x00b")).wants(http.StatusBadRequest)
		zoe.post(own+"/projet", form("version", version, "project_description", strings.Repeat("x", 2<<20))).wants(http.StatusRequestEntityTooLarge)
		for _, path := range []string{"/candidatures/%ff", "/candidatures/%00", "/candidatures?q=%ff", "/candidatures?q=%00", "/candidatures/%ff/projet"} {
			zoe.get(path).wants(http.StatusNotFound)
		}
		zoe.post("/candidatures", form("cohort", "JI-NULLE-PART-1", "cle", "k")).wants(http.StatusUnprocessableEntity).has("choisissez-en une autre")
	})
}

func TestTwoWindowsOnOneAnswer(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe := k.as(k.candidate("zoe"))
		path := "/candidatures/" + zoe.starts(cohort) + "/projet"
		page := zoe.get(path)
		zoe.post(path, sent(page, form("motivation", "Le premier texte."))).wants(http.StatusSeeOther)
		told := zoe.post(path, sent(page, form("motivation", "Le second texte, bien plus long."))).wants(http.StatusConflict)
		told.has("Le second texte, bien plus long.", "Ce qui est enregistré aujourd'hui", "Le premier texte.")
		if k.count(`SELECT count(*) FROM applications WHERE motivation = 'Le premier texte.'`) != 1 {
			t.Error("the first text was overwritten unseen")
		}
		zoe.post(path, sent(told, form("motivation", "Le second texte, bien plus long."))).wants(http.StatusSeeOther)
		if k.count(`SELECT count(*) FROM applications WHERE motivation = 'Le second texte, bien plus long.'`) != 1 {
			t.Error("the second text cannot be saved knowingly")
		}
	})
}

func TestOthersDoNotReachAnApplication(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe, ali := k.as(k.candidate("zoe")), k.as(k.candidate("ali"))
		ref := zoe.starts(cohort)
		zoe.answers(ref)
		zoe.submits(ref)
		own := "/candidatures/" + ref
		coach := access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")}
		far := access.Grant{Role: access.Coach, SiteID: k.siteID("NAMUR")}
		for _, c := range []struct {
			who   *browser
			reads int
			posts int
		}{
			{ali, http.StatusNotFound, http.StatusForbidden},
			{k.as(k.account("coach", coach)), http.StatusOK, http.StatusForbidden},
			{k.as(k.account("far", far)), http.StatusNotFound, http.StatusForbidden},
			{k.as(k.account("jury", access.Grant{Role: access.Jury})), http.StatusNotFound, http.StatusForbidden},
			{k.as(k.account("admin", access.Grant{Role: access.Administrator})), http.StatusForbidden, http.StatusForbidden},
			{k.as(k.manager("boss", "NAMUR")), http.StatusNotFound, http.StatusNotFound},
			{k.visitor(), http.StatusSeeOther, http.StatusSeeOther},
		} {
			c.who.get(own).wants(c.reads)
			for _, verb := range []string{"/examen", "/retour", "/decision"} {
				c.who.post(own+verb, form("version", "1", "completion_note", "x")).wants(c.posts)
			}
		}
		for _, page := range []string{"/identite", "/verifier", "/confirmation"} {
			ali.get(own + page).wants(http.StatusNotFound)
		}
		ali.post(own+"/projet", form("version", "1", "motivation", "x")).wants(http.StatusNotFound)
		ali.post(own+"/retrait", form("version", "1")).wants(http.StatusNotFound)
		if k.phase(ref) != "submitted" {
			t.Errorf("phase %s", k.phase(ref))
		}
	})
}

func TestHostileAnswersAreShownAsText(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe := k.as(k.candidate("zoe"))
		ref := zoe.starts(cohort)
		own := "/candidatures/" + ref
		zoe.answers(ref)
		hostile := `<script>alert("1")</script> <b onclick=x> مرحبا بالعالم 🥚 'quote' & &amp;`
		zoe.post(own+"/projet", sent(zoe.get(own+"/projet"), form("project_title", hostile, "sector", "Design", "project_description", hostile, "motivation", hostile))).wants(http.StatusSeeOther)
		zoe.submits(ref)
		boss := k.as(k.manager("boss", "LIEGE"))
		for _, r := range []reply{zoe.get(own), zoe.get("/candidatures"), boss.get(own), boss.get("/candidatures"), boss.get("/candidatures?q=" + url.QueryEscape(`<script>"`))} {
			r.wants(http.StatusOK).lacks(`<script>alert`, `<b onclick`)
		}
		boss.get(own).has(hostile)
	})
}

func TestTheListNarrowsByItsAddress(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege, namur := k.cohort("LIEGE"), k.cohort("NAMUR")
		for range 52 {
			k.dossier(liege, 0, programme.Submitted)
		}
		other := k.dossier(namur, 0, programme.Review)
		boss := k.as(k.account("boss", access.Grant{Role: access.Manager}))
		local := k.as(k.manager("local", "LIEGE"))
		all := boss.get("/candidatures").wants(http.StatusOK).has("À traiter 53", "Déposé 52", other.Ref, "Page suivante")
		_, rest, _ := strings.Cut(all.body, `rel="next" href="`)
		next, _, _ := strings.Cut(rest, `"`)
		boss.get(strings.ReplaceAll(next, "&amp;", "&")).wants(http.StatusOK).has("3 candidatures sur cette page", "Retour au début").lacks(other.Ref)
		boss.get("/candidatures?phase=review").wants(http.StatusOK).has(other.Ref, "1 candidature sur cette page")
		boss.get("/candidatures?site=NAMUR").wants(http.StatusOK).has(other.Ref, "À traiter 1")
		boss.get("/candidatures?cohorte=" + liege.Ref).wants(http.StatusOK).has("À traiter 52").lacks(other.Ref)
		boss.get("/candidatures?q="+other.Ref).wants(http.StatusOK).has(other.Ref, "1 candidature sur cette page")
		boss.get("/candidatures?q=introuvable").wants(http.StatusOK).has("Aucune candidature ne répond à ces critères")
		boss.get("/candidatures?phase=declined").wants(http.StatusOK).has("Aucune candidature à cette étape")
		local.get("/candidatures").wants(http.StatusOK).has("À traiter 52").lacks(other.Ref)
		for _, bad := range []string{"phase=perdu", "site=PARIS", "cohorte=X", "apres=abc", "q=" + strings.Repeat("x", 300)} {
			boss.get("/candidatures?" + bad).wants(http.StatusUnprocessableEntity)
		}
	})
}

func TestDecisionIsRefusedWithItsText(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE cohorts SET capacity = 1 WHERE id = ?`, cohort.ID)
			return err
		})
		k.dossier(cohort, 0, programme.Accepted)
		p := k.dossier(cohort, 0, programme.Review)
		boss := k.as(k.manager("boss", "LIEGE"))
		own := "/candidatures/" + p.Ref
		page := boss.get(own).wants(http.StatusOK)
		try := func(pairs ...string) reply {
			return boss.post(own+"/decision", sent(page, form(append(pairs, "reasons", "Un long texte réfléchi.")...)))
		}
		try("outcome", "accepted", "decided_on", "2026-11-23").wants(http.StatusUnprocessableEntity).
			has("a 1 place et 1 dossier accepté", "Un long texte réfléchi.")
		try("outcome", "declined", "decided_on", "2026-11-23").wants(http.StatusUnprocessableEntity).has("Et maintenant : Ce champ est obligatoire")
		try("outcome", "declined", "decided_on", "2026-11-24", "next_step", "x").wants(http.StatusUnprocessableEntity).has("Cette date est dans le futur")
		try("outcome", "waitlisted", "decided_on", "2026-11-23", "rank", "premier").wants(http.StatusUnprocessableEntity).has("Indiquez un nombre")
		try("outcome", "accepted", "decided_on", "2026-11-23", "committee", "CM-X").wants(http.StatusUnprocessableEntity)
		if n := k.count(`SELECT count(*) FROM decisions`); n != 0 || k.phase(p.Ref) != "review" {
			t.Errorf("%d decisions, phase %s", n, k.phase(p.Ref))
		}
		old := sent(page, form("outcome", "declined", "decided_on", "2026-11-23", "reasons", "Un long texte réfléchi.", "next_step", "Revenir en mars."))
		boss.post(own+"/decision", sent(page, form("outcome", "waitlisted", "decided_on", "2026-11-23", "reasons", "Complet."))).wants(http.StatusSeeOther)
		old.Set("cle", "another window")
		boss.post(own+"/decision", old).wants(http.StatusConflict).has("Un long texte réfléchi.", "En liste d'attente")
		if n := k.count(`SELECT count(*) FROM decisions`); n != 1 {
			t.Errorf("%d decisions", n)
		}
	})
}

func TestAWithdrawnApplicationIsClosed(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe := k.as(k.candidate("zoe"))
		ref := zoe.starts(cohort)
		own := "/candidatures/" + ref
		version := zoe.get(own).value("version")
		zoe.post(own+"/retrait", form("version", "99")).wants(http.StatusConflict)
		for range 2 {
			zoe.post(own+"/retrait", form("version", version, "withdraw_reason", "J'ai trouvé un emploi.")).wants(http.StatusSeeOther)
		}
		zoe.get(own).wants(http.StatusOK).has("Cette candidature est retirée", "J'ai trouvé un emploi.")
		if n := k.count(`SELECT count(*) FROM phase_changes WHERE to_phase = 'withdrawn'`); n != 1 {
			t.Errorf("withdrawn %d times", n)
		}
		if again := zoe.starts(cohort); again == ref {
			t.Error("the withdrawn dossier was opened again")
		}
	})
}

func TestAnInvitedCandidateGetsOneLink(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		boss := k.as(k.manager("boss", "LIEGE"))
		page := boss.get("/candidatures/inviter").wants(http.StatusOK)
		values := sent(page, form("name", "Zoë D'Hondt", "email", "zoe@exemple.be"))
		shown := boss.post("/candidatures/inviter", values).wants(http.StatusOK).has("Invitation prête pour Zoë D'Hondt")
		_, rest, found := strings.Cut(shown.text(), "http://test/lien/")
		if !found {
			t.Fatal("no link is shown")
		}
		k.visitor().get("/lien/" + strings.Fields(rest)[0]).wants(http.StatusOK).has("zoe@exemple.be")
		boss.post("/candidatures/inviter", values).wants(http.StatusSeeOther)
		again := boss.post("/candidatures/inviter", form("name", "Zoë", "email", "zoe@exemple.be", "cle", "other")).wants(http.StatusUnprocessableEntity)
		if again.has("C'est déjà utilisé").value("email") != "zoe@exemple.be" {
			t.Error("the address typed is lost")
		}
		boss.post("/candidatures/inviter", form("name", "", "email", "x", "cle", "third")).wants(http.StatusUnprocessableEntity)
		if n := k.count(`SELECT count(*) FROM accounts WHERE email = 'zoe@exemple.be' AND state = 'invited'`); n != 1 {
			t.Errorf("%d accounts", n)
		}
		k.as(k.candidate("ali")).get("/candidatures/inviter").wants(http.StatusForbidden)
		k.as(k.account("admin", access.Grant{Role: access.Administrator})).get("/candidatures/inviter").wants(http.StatusOK)
	})
}

func TestCommitteePages(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe := k.as(k.candidate("zoe"))
		ref := zoe.starts(cohort)
		zoe.answers(ref)
		zoe.submits(ref)
		boss, juror := k.as(k.manager("boss", "LIEGE")), k.account("Jeanne", access.Grant{Role: access.Jury})
		jury := k.as(juror)
		boss.post("/candidatures/"+ref+"/examen", sent(boss.get("/candidatures/"+ref), nil)).wants(http.StatusSeeOther)

		page := boss.get("/comites/nouveau?cohorte=" + cohort.Ref).wants(http.StatusOK).has("Jeanne")
		boss.post("/comites", sent(page, form("cohort", cohort.Ref, "held_on", "demain"))).wants(http.StatusUnprocessableEntity).has("Indiquez une date")
		made := sent(page, form("cohort", cohort.Ref, "held_on", "2026-12-02", "place", "Salle <b>1</b>", "members", juror.PublicID))
		path := boss.post("/comites", made).wants(http.StatusSeeOther).location()
		if again := boss.post("/comites", made).wants(http.StatusSeeOther).location(); again != path || path != "/comites/CM-"+cohort.Ref+"-1" {
			t.Errorf("%s, again %s", path, again)
		}
		file := path + "/dossiers/" + ref
		jury.get(path).wants(http.StatusNotFound)
		jury.get("/comites").wants(http.StatusOK).has("Aucun comité ouvert")
		boss.post(path+"/ouverture", sent(boss.get(path).lacks("<b>1</b>"), nil)).wants(http.StatusSeeOther)
		boss.post(path+"/ouverture", form("version", "1")).wants(http.StatusConflict)

		jury.get("/comites").wants(http.StatusOK).has("CM-" + cohort.Ref + "-1")
		jury.get(path).wants(http.StatusOK).has("Épicerie en vrac", "0 avis rendu sur 1").lacks("Modifier", "Clore")
		judged := jury.get(file).wants(http.StatusOK).has("Vendeuse dix ans.", "Liège").lacks("zoe@exemple.be", "470 12 34 56", "1990", "Rue Haute")
		jury.get("/candidatures/"+ref).wants(http.StatusOK).has("Donner mon avis").lacks("zoe@exemple.be", "470 12 34 56", "1990", "Rue Haute")
		jury.get("/candidatures").wants(http.StatusOK).has(ref)
		scored := func(pairs ...string) url.Values {
			v := marks("_ 4 4 4 4 4 4")
			for i := 0; i < len(pairs); i += 2 {
				v.Set(pairs[i], pairs[i+1])
			}
			return v
		}
		jury.post(file, sent(judged, scored("recommendation", "maybe", "comment", "Prix à revoir."))).wants(http.StatusSeeOther)
		jury.post(file, sent(judged, scored("recommendation", "maybe", "comment", "Prix à revoir."))).wants(http.StatusSeeOther)
		jury.post(file, sent(judged, scored("recommendation", "no", "comment", "Mon autre fenêtre."))).wants(http.StatusConflict).has("Mon autre fenêtre.")
		jury.post(file, sent(jury.get(file), scored("comment", "Sans choix."))).wants(http.StatusUnprocessableEntity)
		if n := k.count(`SELECT count(*) FROM opinions WHERE recommendation = 'maybe' AND version = 1`); n != 1 {
			t.Errorf("%d opinions", n)
		}
		boss.get("/candidatures/"+ref).wants(http.StatusOK).has("Jeanne", "Réservé", "Prix à revoir.", "Favorables : 0, réservés : 1, défavorables : 0")
		boss.get(file).wants(http.StatusSeeOther)
		zoe.get("/candidatures/"+ref).lacks("Prix à revoir.", "Jeanne")
		jury.post(path+"/cloture", form("version", "2")).wants(http.StatusForbidden)
		zoe.get(path).wants(http.StatusForbidden)

		boss.post(path+"/cloture", sent(boss.get(path), nil)).wants(http.StatusSeeOther)
		for _, gone := range []string{path, file, "/candidatures/" + ref} {
			jury.get(gone).wants(http.StatusNotFound)
		}
		jury.post(file, form("version", strconv.Itoa(1), "recommendation", "yes")).wants(http.StatusNotFound)
		edit := boss.get(path + "/modifier").wants(http.StatusOK)
		boss.post(path+"/modifier", sent(edit, form("held_on", "2026-12-09", "place", "Autre salle", "members", juror.PublicID))).wants(http.StatusSeeOther)
		boss.post(path+"/modifier", sent(edit, form("held_on", "2026-12-10", "place", "Perdue ?"))).wants(http.StatusConflict).has("Modifier")
		boss.get(path).has("9 décembre 2026", "Autre salle")
	})
}
