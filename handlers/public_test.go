package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

// Whoever is not signed in is sent to the sign-in page, which leads to what visitors may read.
func TestVisitorsFindTheirWay(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.visitor()
		if to := b.get("/").wants(http.StatusSeeOther).location(); to != "/connexion" {
			t.Errorf("the home leads to %q", to)
		}
		door := b.get("/connexion").wants(http.StatusOK)
		for _, path := range []string{"/programmes", "/seances", "/conditions"} {
			if !strings.Contains(door.body, `href="`+path+`"`) {
				t.Errorf("the sign-in page does not lead to %s", path)
			}
			page := b.get(path).wants(http.StatusOK)
			for _, other := range []string{"/programmes", "/seances", "/conditions", "/connexion", "/inscription?suite=/candidatures/nouvelle"} {
				if !strings.Contains(page.body, `href="`+other+`"`) {
					t.Errorf("%s does not lead to %s", path, other)
				}
			}
			page.lacks("Déconnexion", "noindex")
			if !strings.Contains(page.body, `<meta name="description" content="`) || !strings.Contains(page.body, `<html lang="fr"`) {
				t.Errorf("%s tells search engines nothing", path)
			}
		}
		door.has("Se connecter")
		if !strings.Contains(door.body, `content="noindex"`) {
			t.Error("the sign-in page may be listed")
		}
		robots := b.get("/robots.txt").wants(http.StatusOK)
		for _, line := range []string{"User-agent: *", "Allow: /programmes", "Allow: /seances", "Allow: /conditions", "Disallow: /seances/gerer", "Disallow: /\n"} {
			if !strings.Contains(robots.body, line) {
				t.Errorf("robots.txt lacks %q", line)
			}
		}
		// Who is signed in keeps their own frame.
		k.as(k.account("Marc", access.Grant{Role: access.Manager})).get("/programmes").has("À faire").lacks("visit-top")
	})
}

func TestProgrammePages(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.write(func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE sites SET address = 'rue de la Coquille 1' WHERE code = 'LIEGE'`); err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE sites SET active = FALSE WHERE code = 'NAMUR'`); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE programmes SET description = ? WHERE code = 'JI'`, "Un <b>premier</b> texte\nsur deux lignes\n\n- un point\n- un autre\nÀ la fin.")
			return err
		})
		open := k.cohort("LIEGE") // 2026-10-01 to 2027-01-31
		k.write(func(tx *db.Tx) error {
			for _, c := range []programme.Cohort{{IntakeOpensOn: "2027-03-01", IntakeClosesOn: "2027-04-30", StartsOn: "2027-06-01", Capacity: 12},
				{IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-11-22", StartsOn: "2026-12-01", Capacity: 777}} {
				c.ProgrammeID, c.SiteID = open.ProgrammeID, open.SiteID
				if _, err := programme.NewCohort(tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		b := k.visitor()
		b.get("/programmes").has("Job'In", "Job'In Design", "3 à 6 mois", "4 à 9 mois", "6 à 12 mois", "au plus 5 000,00 €").lacks("Namur")
		page := b.get("/programmes/JI").wants(http.StatusOK).has("Un <b>premier</b> texte sur deux lignes", "un point", "À la fin.",
			"Candidatures ouvertes", "Candidatures jusqu'au 31 janvier 2027. Début le 1er février 2027.",
			"Bientôt", "Candidatures du 1er mars 2027 au 30 avril 2027. Début le 1er juin 2027.", "12 places", "rue de la Coquille 1",
			"Aucune séance n'est annoncée", "Vous candidatez en ligne", "Commencer ma candidature").lacks("<b>", "777", "Namur")
		if !strings.Contains(page.body, `href="/inscription?suite=/candidatures/nouvelle"`) {
			t.Error("an application does not begin with an account")
		}
		if n := strings.Count(page.body, "<li>un point</li>"); n != 1 {
			t.Errorf("%d points", n)
		}
		k.as(k.account("Zoe", access.Grant{Role: access.Candidate})).get("/programmes/JI").has("Commencer ma candidature").lacks("/inscription?suite")
		k.as(k.account("Marc", access.Grant{Role: access.Manager})).get("/programmes/JI").lacks("Commencer ma candidature")

		// Terms that are not valid yet change nothing yet; a closed programme is gone.
		k.write(func(tx *db.Tx) error {
			terms := programme.DefaultTerms("2026-11-24")
			terms.ProgrammeID, terms.CoachingMinMonths = open.ProgrammeID, 5
			_, err := programme.InsertTerms(tx, terms)
			return err
		})
		b.get("/programmes/JI").has("3 à 6 mois")
		k.clock.Set("2026-11-24")
		b.get("/programmes/JI").has("5 à 6 mois")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE programmes SET active = FALSE WHERE code = 'JI'`)
			return err
		})
		for _, path := range []string{"/programmes/JI", "/programmes/JI/conditions", "/programmes/NUL", "/programmes/ji"} {
			b.get(path).wants(http.StatusNotFound)
		}
		b.post("/programmes/JI/conditions", nil).wants(http.StatusNotFound)
		if to := b.get("/conditions").wants(http.StatusSeeOther).location(); to != "/programmes/JID/conditions" {
			t.Errorf("with one programme the self-check is at %q", to)
		}
	})
}

// An administrator writes what visitors read, and reads it back as it was typed.
func TestProgrammeDescription(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		admin := k.admin()
		page := admin.get("/reglages/programmes/JI/modifier")
		values := form("version", page.value("version"), "name", "Job'In", "summary", "Pour tous", "programme_description", "Un texte\r\n\r\n- un point", "active", "oui",
			"site", "1")
		admin.post("/reglages/programmes/JI/modifier", values).wants(http.StatusSeeOther)
		k.visitor().get("/programmes/JI").has("Un texte", "un point")
		values.Set("version", admin.get("/reglages/programmes/JI/modifier").has("Un texte").value("version"))
		values.Set("programme_description", strings.Repeat("é", 5001))
		admin.post("/reglages/programmes/JI/modifier", values).wants(http.StatusUnprocessableEntity).has("Présentation pour le public")
	})
}

// The self-check answers and forgets: no table changes, no cookie is set, no answer stands in an address, and nothing may keep the page.
func TestTheSelfCheckKeepsNothing(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.gates()
		before := k.rows()
		b := k.visitor()
		r := b.get("/programmes/JI/conditions").wants(http.StatusOK)
		if strings.Contains(r.body, `method="get"`) || r.header.Get("Set-Cookie") != "" {
			t.Error("the form sends its answers in the address, or leaves a cookie")
		}
		answers := form("check_adult", "oui", "check_residence", "wallonia", "check_seeker", "oui", "check_income", "cpas", "check_income", "benefits",
			"check_number", "active", "check_stage", "idea")
		r = b.post("/programmes/JI/conditions", answers).wants(http.StatusOK)
		r.has("Oui, avec une démarche", "L'accord de votre CPAS", "C'est indispensable.", "Votre numéro d'entreprise", "Vos allocations de chômage", "Commencer ma candidature")
		if r.header.Get("Set-Cookie") != "" || !strings.Contains(r.header.Get("Cache-Control"), "no-store") || r.location() != "" {
			t.Errorf("it leaves traces: %v", r.header)
		}
		if !strings.Contains(r.body, "noindex") {
			t.Error("an answer may be listed")
		}
		if after := k.rows(); after != before {
			t.Errorf("the database was\n%s\nand is\n%s", before, after)
		}
		if text := k.log.String(); text != "" {
			t.Errorf("logged: %s", text)
		}
	})
}

// gates sets the usual gates and documents of the programmes.
func (k *kit) gates() {
	k.t.Helper()
	if k.count(`SELECT count(*) FROM programme_gates`) == 0 {
		k.write(documents.Found)
	}
}

// rows counts the rows of every table.
func (k *kit) rows() string {
	k.t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_fts%' ORDER BY name`
	if k.db.Engine() == db.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`
	}
	var tables []string
	k.write(func(tx *db.Tx) error { tables = nil; return tx.Find(&tables, query) })
	var lines []string
	for _, table := range tables {
		lines = append(lines, table+" "+strings.Repeat("|", k.count(`SELECT count(*) FROM `+table)))
	}
	return strings.Join(lines, "\n")
}

func TestTheSelfCheckExplains(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.gates()
		b := k.visitor()
		answers := func(pairs ...string) reply {
			v := form("check_adult", "oui", "check_residence", "wallonia", "check_seeker", "oui", "check_number", "none", "check_stage", "idea")
			for i := 0; i+1 < len(pairs); i += 2 {
				v[pairs[i]] = append(v[pairs[i]][:0:0], strings.Fields(pairs[i+1])...)
			}
			return b.post("/programmes/JI/conditions", v)
		}
		answers().wants(http.StatusOK).has("Oui, vous pouvez candidater", "Vous les avez.", "Vous y habitez.", "Commencer ma candidature").lacks("CPAS")
		answers("check_adult", "non").has("Pas encore", "Vous pourrez candidater dès votre anniversaire").lacks("Commencer ma candidature")
		answers("check_seeker", "non").has("Pas encore", "L'inscription au Forem ou chez Actiris est gratuite")
		answers("check_seeker", "non", "check_income", "on_notice").has("Oui, avec une démarche", "dès la fin de votre contrat", "Pendant votre préavis")
		answers("check_residence", "brussels").has("Oui, avec une démarche", "Appelez-nous avant de candidater")
		answers("check_income", "health_fund").has("Le médecin-conseil de votre mutuelle")
		answers("check_number", "suspended").has("gardez-en la preuve")
		answers("check_stage", "running").has("Pas encore", "d'autres aides conviennent mieux")
		b.post("/programmes/JI/conditions", form("check_adult", "oui", "check_income", "cpas")).wants(http.StatusUnprocessableEntity).
			has("Il y a un problème", "Où habitez-vous ? Ce champ est obligatoire.").lacks("Pas encore")
		if r := answers("check_stage", "<script>"); r.status != http.StatusUnprocessableEntity || strings.Contains(r.body, "<script>") {
			t.Errorf("a script was answered %d", r.status)
		}
		answers("check_income", "cpas autre").wants(http.StatusUnprocessableEntity)

		// A gate that is off is asked of nobody, and stands between nobody and the programme.
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE programme_gates SET mode = 'off' WHERE gate = 'cpas'`)
			return err
		})
		b.get("/programmes/JI/conditions").has("indemnités de ma mutuelle").lacks("CPAS")
		answers("check_income", "cpas").wants(http.StatusOK).has("Oui, vous pouvez candidater").lacks("CPAS")
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE programme_gates SET mode = 'warn' WHERE gate = 'health_fund'`)
			return err
		})
		answers("check_income", "health_fund").has("C'est conseillé.").lacks("C’est indispensable.")
	})
}

// Everything that a person may type is shown as text.
func TestHostileDescriptions(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		hostile := "<script>alert(1)</script> \" ' & \u202e שלום 🐣\n- <img src=x onerror=alert(1)>\n\n" + strings.Repeat("mot ", 1200)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE programmes SET name = ?, summary = ?, description = ? WHERE code = 'JI'`, hostile[:60], hostile, hostile)
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE couveuse SET name = ?, address = ?, email = ?, phone = ?`, hostile, hostile, `"><script>x`, `"><script>x`)
			return err
		})
		for _, path := range []string{"/programmes", "/programmes/JI", "/programmes/JI/conditions", "/conditions", "/seances"} {
			r := k.visitor().get(path).wants(http.StatusOK)
			doc, err := html.Parse(strings.NewReader(r.body))
			if err != nil {
				t.Fatal(err)
			}
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				if n.Data == "img" || n.Data == "script" && len(n.Attr) == 0 {
					t.Errorf("%s: a typed %s became an element", path, n.Data)
				}
			}
		}
	})
}
