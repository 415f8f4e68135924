package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/search"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// town has two sites with a dossier each, what was written on them, and who may read it.
type town struct {
	t                                      *testing.T
	db                                     *db.DB
	zoe, sam                               *programme.Project // of Liège and of Namur
	holder, coach, elsewhere, chief, admin access.Actor
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := &town{t: t, db: d}
		tw.found()
		tw.write()
		fn(t, tw)
	})
}

func (tw *town) as(a access.Actor, fn func(tx *db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(ctx, a, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) found() {
	tw.as(operator, func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		code := map[string]int64{}
		for _, s := range sites {
			code[s.Code] = s.ID
		}
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		account := func(name string, grants ...access.Grant) access.Actor {
			a, failed := accounts.CreateActive(tx, accounts.Draft{Email: models.Fold(name) + "@test.be", Name: name, Grants: grants}, "x")
			if failed != nil {
				err = failed
			}
			return a.Actor()
		}
		tw.holder = account("Zoe", access.Grant{Role: access.Candidate})
		tw.coach = account("Carl", access.Grant{Role: access.Coach, SiteID: code["LIEGE"]})
		tw.elsewhere = account("Xavier", access.Grant{Role: access.Coach, SiteID: code["NAMUR"]})
		tw.chief = account("Marc", access.Grant{Role: access.Manager})
		tw.admin = account("Diane", access.Grant{Role: access.Administrator})
		if err != nil {
			return err
		}
		open := func(site string, person int64, name, title string) (*programme.Project, error) {
			c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: code[site], Name: "Cohorte d’été",
				IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2027-01-31", StartsOn: "2027-02-01"})
			if err != nil {
				return nil, err
			}
			if c, err = programme.CohortByID(tx, c.ID); err != nil {
				return nil, err
			}
			ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: name, Title: title})
			if err != nil {
				return nil, err
			}
			if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', submitted_at = 1 WHERE id = ?`, id); err != nil {
				return nil, err
			}
			return programme.Load(tx, ref, access.ProjectRead)
		}
		if _, err := tx.Exec(`UPDATE persons SET last_name = 'D’Hondt', first_name = 'Zoë', email = 'zoe@exemple.be', phone = '0470 12 34 56',
			phone_key = '470123456', municipality = 'Liège' WHERE id = ?`, tw.holder.PersonID); err != nil {
			return err
		}
		if tw.zoe, err = open("LIEGE", tw.holder.PersonID, "Zoë D’Hondt", "Épicerie en vrac"); err != nil {
			return err
		}
		sam, err := programme.InsertPerson(tx, programme.Person{FirstName: "Sam", LastName: "Épicier"})
		if err != nil {
			return err
		}
		tw.sam, err = open("NAMUR", sam.ID, "Sam Épicier", "Café littéraire")
		return err
	})
	tw.as(tw.chief, func(tx *db.Tx) error {
		if err := programme.AssignCoach(tx, tw.zoe, tw.coach.AccountID, tx.Today()); err != nil {
			return err
		}
		return programme.AssignCoach(tx, tw.sam, tw.elsewhere.AccountID, tx.Today())
	})
}

// write lays one text of each kind.
func (tw *town) write() {
	tw.meeting("m1", "Étude du marché : les clients trouvent l’épicerie <script>trop</script> chère.", "canari-note financement fragile", tw.zoe)
	tw.meeting("m2", "Atelier facturation, tous ensemble", "", tw.zoe, tw.sam)
	tw.as(operator, func(tx *db.Tx) error {
		for _, s := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO actions (project_id, title, owner, created_at) VALUES (?, 'Demander trois devis', 'holder', 1)`, []any{tw.zoe.ID}},
			{`INSERT INTO actions (project_id, title, owner, coach_id, created_at) VALUES (?, 'Appeler canari-action devis', 'coach', ?, 1)`, []any{tw.zoe.ID, tw.coach.AccountID}},
			{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan) VALUES ('d1', ?, 'cv', 'Curriculum vitæ.pdf', 'application/pdf', 1, ?, 1, 'clean')`, []any{tw.zoe.ID, strings.Repeat("a", 64)}},
			{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan, removed_at) VALUES ('d2', ?, 'cv', 'Curriculum retiré.pdf', 'application/pdf', 1, ?, 1, 'clean', 2)`, []any{tw.zoe.ID, strings.Repeat("b", 64)}},
			{`INSERT INTO messages (public_id, project_id, side, body, at) VALUES ('g1', ?, 'house', 'Bonjour, le rendez-vous est déplacé.', 1)`, []any{tw.zoe.ID}},
			{`INSERT INTO applications (project_id, description, motivation, updated_at) VALUES (?, 'Vendre sans emballage', 'Travailler près de chez moi', 1)`, []any{tw.zoe.ID}},
			{`INSERT INTO plan_templates (id, programme_id, number, state) SELECT 900, MIN(id), 9, 'retired' FROM programmes`, nil},
			{`INSERT INTO plan_sections (id, template_id, position, title) VALUES (900, 900, 1, 'Le marché visé')`, nil},
			{`INSERT INTO plan_texts (project_id, section_id, body, updated_at) VALUES (?, 900, 'Trois grossistes locaux', 1)`, []any{tw.zoe.ID}},
			{`INSERT INTO plan_comments (public_id, project_id, section_id, side, body, author_name, at) VALUES ('pc1', ?, 900, 'house', 'Chiffrer les grossistes', 'Carl', 1)`, []any{tw.zoe.ID}},
			{`INSERT INTO enterprises (project_id, name, number, created_on, created_at) VALUES (?, 'Les Bocaux', '0403019261', '2026-01-01', 1)`, []any{tw.zoe.ID}},
		} {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return fmt.Errorf("%s: %w", s.sql, err)
			}
		}
		return nil
	})
}

func (tw *town) meeting(publicID, summary, note string, at ...*programme.Project) {
	tw.as(operator, func(tx *db.Tx) error {
		var id int64
		if _, err := tx.Get([]any{&id}, `INSERT INTO meetings (public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_at, updated_at)
			VALUES (?, 'held', ?, ?, 60, 'coaching', 'onsite', ?, 1, 1) RETURNING id`, publicID, tx.Today(), tx.Now(), summary); err != nil {
			return err
		}
		for _, p := range at {
			if _, err := tx.Exec(`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, ?)`, p.ID, id); err != nil {
				return err
			}
		}
		if note == "" {
			return nil
		}
		_, err := tx.Exec(`INSERT INTO meeting_notes (meeting_id, body, updated_at) VALUES (?, ?, 1)`, id, note)
		return err
	})
}

// finds gives what the actor finds: "kind reference" for each hit, in order.
func (tw *town) finds(a access.Actor, text string) (list []string) {
	tw.t.Helper()
	for _, h := range tw.hits(a, text) {
		name := h.Ref
		if h.Kind == search.Cohort {
			name = h.Address
		}
		list = append(list, string(h.Kind)+" "+strings.NewReplacer(tw.zoe.Ref, "zoe", tw.sam.Ref, "sam").Replace(name))
	}
	return list
}

func (tw *town) hits(a access.Actor, text string) (hits []search.Hit) {
	tw.t.Helper()
	err := tw.db.Read(ctx, a, func(tx *db.Tx) error {
		groups, err := search.Find(tx, search.Parse(text), "", "", 20)
		for _, g := range groups {
			hits = append(hits, g.Hits...)
		}
		return err
	})
	if err != nil {
		tw.t.Fatalf("%q: %v", text, err)
	}
	return hits
}
