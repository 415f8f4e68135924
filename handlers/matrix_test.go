package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"eclosion/handlers"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// The matrix of who may go where is written by hand, not derived from the policy:
// that is what makes it a check. The columns are
//
//	A anonymous          O the holder            S another holder
//	C the coach          K a coach of the site   X a coach of another site
//	J a juror with the file   M the site's manager   E another site's manager   D the administrator
//
// and the cells: y lets in, 3 is 403, 4 is 404, s asks to sign in.
var matrix = slices.Concat([]matrixRow{
	//                                                A O S C K X J M E D
	{"GET /" /*                                   */, "s y y y y y y y y y"},
	{"GET /connexion" /*                          */, "y y y y y y y y y y"},
	{"GET /compte" /*                             */, "s y y y y y y y y y"},
	{"POST /compte" /*                            */, "s y y y y y y y y y"},
	{"POST /compte/mot-de-passe" /*               */, "s y y y y y y y y y"},

	{"GET /candidatures" /*                       */, "s y y y y y y y y 3"},
	{"GET /candidatures/nouvelle" /*              */, "s y y 3 3 3 3 3 3 3"},
	{"POST /candidatures" /*                      */, "s y y 3 3 3 3 3 3 3"},
	{"GET /candidatures/inviter" /*               */, "s 3 3 3 3 3 3 y y y"},
	{"POST /candidatures/inviter" /*              */, "s 3 3 3 3 3 3 y y y"},
	{"GET /candidatures/FILE" /*                  */, "s y 4 y y 4 y y 4 3"},
	{"GET /candidatures/FILE/verifier" /*         */, "s y 4 3 3 3 3 3 3 3"},
	{"GET /candidatures/FILE/confirmation" /*     */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /candidatures/FILE/depot" /*           */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /candidatures/FILE/examen" /*          */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /candidatures/FILE/retour" /*          */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /candidatures/FILE/decision" /*        */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /candidatures/DRAFT" /*                 */, "s y 4 4 4 4 4 4 4 3"},

	{"GET /comites" /*                            */, "s 3 3 3 3 3 y y y 3"},
	{"GET /comites/nouveau" /*                    */, "s 3 3 3 3 3 3 y y 3"},
	{"POST /comites" /*                           */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /comites/COMMITTEE" /*                  */, "s 3 3 3 3 3 y y 4 3"},
	{"GET /comites/COMMITTEE/modifier" /*         */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/modifier" /*        */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/ouverture" /*       */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/dossiers" /*        */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /comites/COMMITTEE/dossiers/FILE" /*    */, "s 3 3 3 3 3 y y 4 3"},
	{"POST /comites/COMMITTEE/dossiers/FILE" /*   */, "s 3 3 3 3 3 y 3 3 3"},

	{"GET /projets" /*                            */, "s y y y y y 3 y y 3"},
	{"GET /projets/REF" /*                        */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/historique" /*             */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/convention" /*            */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/statut" /*                */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/statut/fin" /*            */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/accompagnement" /*        */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/test" /*                  */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/suspension" /*            */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/reprise" /*               */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/prolongation" /*          */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/derogation" /*            */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/lancement" /*             */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/sortie" /*                */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/suivi" /*                 */, "s 3 3 y 3 4 3 y 4 3"},
	{"POST /projets/REF/equipe" /*                */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/equipe/fin" /*            */, "s 3 3 3 3 3 3 y 4 3"},

	{"GET /projets/REF/rencontres" /*             */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/rencontres" /*            */, "s 3 3 y 3 4 3 3 3 3"},
	{"GET /projets/REF/rencontres/nouvelle" /*    */, "s 3 3 y 3 4 3 3 3 3"},
	{"GET /projets/REF/rencontres/MEETING" /*     */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/rencontres/MEETING" /*    */, "s 3 3 y 3 4 3 3 3 3"},
	{"GET /projets/REF/rencontres/MEETING/modifier", "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/actions" /*               */, "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/actions/ACTION" /*        */, "s 3 3 y 3 4 3 3 3 3"},
	{"GET /projets/REF/actions/ACTION/modifier" /**/, "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/actions/ACTION/fait" /*   */, "s y 4 y 3 4 3 3 3 3"},

	{"GET /projets/REF/plan" /*                   */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/plan/annonces" /*         */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/plan/validations" /*      */, "s 3 3 y 3 4 3 3 3 3"},
	{"GET /projets/REF/plan.pdf" /*               */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/progression" /*            */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/progression.pdf" /*        */, "s y 4 y y 4 3 y 4 3"},

	{"GET /projets/REF/bourse" /*                 */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/bourse/nouvelle-demande" /**/, "s y 4 y 3 4 3 3 3 3"},
	{"POST /projets/REF/bourse/nouvelle-demande", "s y 4 y 3 4 3 3 3 3"},
	{"GET /projets/REF/bourse/1/decision" /*      */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/bourse/1/octroi" /*       */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/bourse/1/refus" /*        */, "s 3 3 3 3 3 3 y 4 3"},
}, mailMatrix, publicMatrix, formMatrix, documentMatrix, followMatrix, selectionMatrix, sittingMatrix, meetingMatrix,
	minutesMatrix, planMatrix, progressMatrix, dayMatrix, handoverMatrix, bookingMatrix, workshopMatrix, searchMatrix,
	cohortMatrix, reportMatrix, pilotMatrix, participantMatrix, campaignMatrix, importMatrix, exportMatrix, personMatrix, noticeMatrix)

type matrixRow struct{ route, cells string }

// besides are routes that have tests of their own, because what they do cannot be
// done ten times in a row or needs records that the matrix has not.
var besides = map[string]string{
	"POST /connexion":                             "door_test.go",
	"POST /deconnexion":                           "door_test.go",
	"GET /lien/:token":                            "door_test.go",
	"POST /lien/:token":                           "door_test.go",
	"POST /compte/sessions":                       "ends the sessions that the matrix uses",
	"POST /candidatures/:ref/retrait":             "ends the application that the matrix uses",
	"POST /comites/:ref/cloture":                  "closes the committee that the matrix uses",
	"POST /comites/:ref/dossiers/:projet/conflit": "closes the file that the matrix uses",
	"GET /candidatures/:ref/entretien.ics":        "committee_test.go",
	"GET /annees/:annee/personnes":                "report tests",
	"POST /annees/:annee/commentaire":             "report tests",
	"POST /annees/:annee/commentaire/brouillon":   "report tests",
	"POST /papiers":                               "report tests",
	"GET /papiers/:file":                          "report tests",
	"POST /projets/:ref/bourse/:number/retrait":   "grant tests",
	"GET /candidatures/:ref/lettres/:number":      "letter_test.go",
	"POST /vues":                                  "pilot_test.go",
	"POST /vues/:id/nom":                          "pilot_test.go",
	"POST /vues/:id/defaut":                       "pilot_test.go",
	"POST /vues/:id/suppression":                  "pilot_test.go",
	"POST /vues/:id/reprise":                      "pilot_test.go",
}

const columns = "AOSCKXJMED"

func TestWhoMayGoWhere(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		m := k.matrixTown()
		for _, row := range matrix {
			method, path, _ := strings.Cut(m.names.Replace(row.route), " ")
			cells := strings.Fields(row.cells)
			if len(cells) != len(columns) {
				t.Fatalf("%s has %d cells", row.route, len(cells))
			}
			for i, want := range cells {
				b := m.browsers[i]
				var r reply
				if method == http.MethodGet {
					r = b.get(path)
				} else {
					r = b.post(path, form("cle", "", "version", "0"))
				}
				if got := cellOf(r); got != want {
					t.Errorf("%s as %c: %s (%d to %q), want %s", row.route, columns[i], got, r.status, r.location(), want)
				}
			}
		}
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			for _, path := range handlers.Paths(method) {
				m.administratorsOnly(t, method, path)
			}
		}
	})
}

func cellOf(r reply) string {
	switch {
	case r.status == http.StatusForbidden:
		return "3"
	case r.status == http.StatusNotFound:
		return "4"
	case r.status == http.StatusSeeOther && strings.HasPrefix(r.location(), "/connexion"):
		return "s"
	case r.status >= 500:
		return "5"
	}
	return "y"
}

// A route that nobody wrote into the matrix is a route that nobody thought through.
func TestMatrixNamesEveryRoute(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, path := range handlers.Paths(method) {
			route := method + " " + path
			_, apart := besides[route]
			named := apart || settings(path) || slices.ContainsFunc(matrix, func(row matrixRow) bool { return matches(route, row.route) })
			if !named {
				t.Errorf("%s is not in the matrix", route)
			}
		}
	}
}

// settings are the pages of the administrator: one rule for all of them.
func settings(path string) bool {
	return strings.HasPrefix(path, "/reglages") || path == "/comptes" || strings.HasPrefix(path, "/comptes/")
}

// matches compares a route's pattern with a row's path, part by part. The topics of an
// application and the records of a grant stand for each other: one row speaks for all.
func matches(pattern, row string) bool {
	row, _, _ = strings.Cut(row, "?")
	a, b := strings.Split(pattern, "/"), strings.Split(row, "/")
	if strings.Contains(pattern, "/candidatures/:ref/") && len(a) == 4 && len(b) == 4 && strings.Contains(row, "/candidatures/FILE/depot") && !strings.Contains(pattern, "/depot") {
		return true
	}
	if strings.Contains(pattern, "/bourse/:number/") && strings.HasPrefix(row, strings.Fields(pattern)[0]+" /projets/REF/bourse/1/") {
		return true
	}
	return len(a) == len(b) && samePath(a, b)
}

func samePath(pattern, row []string) bool {
	for i := range pattern {
		if pattern[i] != row[i] && !strings.HasPrefix(pattern[i], ":") {
			return false
		}
	}
	return true
}

// matrixTown is a couveuse with one of everything that the matrix names.
type matrixTown struct {
	names    *strings.Replacer
	browsers []*browser
}

func (k *kit) matrixTown() matrixTown {
	liege, namur := k.siteID("LIEGE"), k.siteID("NAMUR")
	cohort := k.cohort("LIEGE")
	holder := k.account("Odette", access.Grant{Role: access.Candidate})
	coach := k.account("Cyril", access.Grant{Role: access.Coach, SiteID: liege})
	juror := k.account("Jeanne", access.Grant{Role: access.Jury})
	project := k.dossier(cohort, holder.PersonID, programme.Coaching)
	file := k.dossier(cohort, holder.PersonID, programme.Review)
	draft := k.dossier(cohort, holder.PersonID, programme.Draft)
	k.coach(project, coach)
	k.matrixWorkshop(liege, project)
	k.write(func(tx *db.Tx) error {
		statements := []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO applications (project_id, updated_at) SELECT id, 1 FROM projects WHERE cohort_id = ?`, []any{cohort.ID}},
			{`INSERT INTO committees (ref, cohort_id, held_on, state, created_at) VALUES ('CM-1', ?, ?, 'open', 1)`, []any{cohort.ID, tx.Today()}},
			{`INSERT INTO committee_members (committee_id, account_id) SELECT id, ? FROM committees`, []any{juror.ID}},
			{`INSERT INTO committee_files (committee_id, project_id) SELECT id, ? FROM committees`, []any{file.ID}},
			{`INSERT INTO interview_slots (public_id, committee_id, starts_at, minutes) SELECT 's1', id, ?, 30 FROM committees`, []any{tx.Now() + 864_000_000}},
			{`INSERT INTO meetings (public_id, state, held_on, starts_at, minutes, kind, medium, created_by, created_at, updated_at)
				VALUES ('m1', 'held', ?, ?, 60, 'coaching', 'phone', ?, 1, 1)`, []any{tx.Today(), tx.Now(), coach.ID}},
			{`INSERT INTO meeting_projects (project_id, meeting_id) SELECT ?, id FROM meetings`, []any{project.ID}},
			{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) SELECT id, ?, ? FROM meetings`, []any{coach.ID, tx.Now()}},
			{`INSERT INTO actions (id, project_id, title, owner, created_at) VALUES (900, ?, 'Appeler', 'holder', 1)`, []any{project.ID}},
			{`INSERT INTO grant_requests (id, ref, project_id, person_id, number, purpose, asked_on, state, created_at)
				VALUES (900, 'B1', ?, ?, 1, 'Outils', ?, 'submitted', 1)`, []any{project.ID, holder.PersonID, tx.Today()}},
			{`INSERT INTO grant_lines (request_id, position, label, amount) VALUES (900, 1, 'Outils', 100000)`, nil},
			{`INSERT INTO info_sessions (id, public_id, site_id, held_on, starts_at, minutes, place, places, closes_on, confirmed, created_at, updated_at)
				VALUES (900, 'session1', ?, ?, ?, 60, 'Liège', 9, ?, 1, 1, 1)`, []any{liege, tx.Today().AddDays(9), models.InstantOf(tx.Today().AddDays(9).At(18, 0)), tx.Today().AddDays(9)}},
			{`INSERT INTO info_session_programmes (session_id, programme_id) SELECT 900, programme_id FROM cohorts WHERE id = ?`, []any{cohort.ID}},
			{`INSERT INTO info_registrations (id, session_id, state, came_order, token, first_name, last_name, email, created_at, updated_at)
				VALUES (900, 900, 'confirmed', 1, 'jeton1', 'Zoë', 'D''Hondt', 'zoe@x.be', 1, 1)`, nil},
			{`INSERT INTO progress_reports (public_id, project_id, state, from_on, to_on, asked_at, created_by, created_at, updated_at)
				VALUES ('r1', ?, 'draft', ?, ?, 1, ?, 1, 1)`, []any{project.ID, tx.Today(), tx.Today(), coach.ID}},
			{`INSERT INTO enterprises (id, project_id, name, created_on, created_at) VALUES (900, ?, 'Chez Zoë', '2026-05-01', 1)`, []any{project.ID}},
			{`INSERT INTO follow_questions (id, public_id, enterprise_id, project_id, months, due_on, due_month, created_at) VALUES (900, 'question1', 900, ?, 6, '2026-11-01', '2026-11', ?)`, []any{project.ID, tx.Now()}},
			{`INSERT INTO follow_links (token_hash, question_id, created_at, expires_at) VALUES (?, 900, 1, ?)`, []any{sha("nouvelles1"), tx.Now() + 864_000_000}},
			{`INSERT INTO erasure_requests (public_id, person_id, state, asked_at) VALUES ('ask-1', ?, 'asked', 1)`, []any{holder.PersonID}},
		}
		for _, s := range statements {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return err
			}
		}
		return nil
	})
	k.matrixDocuments(file, project)
	k.matrixPlan(project, holder)
	k.matrixHandover(coach, project)
	k.matrixPaper(project)
	m := matrixTown{names: strings.NewReplacer("REF", project.Ref, "FILE", file.Ref, "DRAFT", draft.Ref, "COMMITTEE", "CM-1",
		"COHORT", cohort.Ref, "SESSION", "session1", "TOKEN", "jeton1", "MEETING", "m1", "ACTION", "900",
		"COACH", coach.PublicID, "COVER", "cover1", "REPORT", "r1", "NEWS", "nouvelles1", "QUESTION", "question1",
		"PAPER", "CA-2025-0099")}
	m.browsers = []*browser{k.visitor(), k.as(holder),
		k.as(k.account("Sam", access.Grant{Role: access.Candidate})), k.as(coach),
		k.as(k.account("Katia", access.Grant{Role: access.Coach, SiteID: liege})), k.as(k.account("Xavier", access.Grant{Role: access.Coach, SiteID: namur})),
		k.as(juror), k.as(k.account("Marc", access.Grant{Role: access.Manager, SiteID: liege})),
		k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: namur})), k.as(k.account("Diane", access.Grant{Role: access.Administrator}))}
	return m
}

// administratorsOnly checks that settings and accounts are closed to all others.
func (m matrixTown) administratorsOnly(t *testing.T, method, path string) {
	t.Helper()
	if !settings(path) {
		return
	}
	for i, b := range m.browsers[:len(columns)-1] {
		want := "3"
		if columns[i] == 'A' {
			want = "s"
		}
		r := b.get(path)
		if method == http.MethodPost {
			r = b.post(path, nil)
		}
		if got := cellOf(r); got != want {
			t.Errorf("%s %s as %c: %s, want %s", method, path, columns[i], got, want)
		}
	}
}
