package documents_test

import (
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

func (tw *town) gates(at programme.Step) (stops, warns string) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, tw.ref, access.DocumentRead)
		if err != nil {
			return err
		}
		s, w, err := documents.CheckGates(tx, p, at)
		stops, warns = problem(s), problem(w)
		return err
	})
	return stops, warns
}

func problem(p *models.Problem) string {
	if p == nil {
		return ""
	}
	return code(p)
}

func TestGatesOfADossier(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		wants := func(what string, at programme.Step, stops, warns string) {
			t.Helper()
			s, w := tw.gates(at)
			tw.wants(what+" at "+string(at), [2]string{s, w}, [2]string{stops, warns})
		}
		wants("an empty application", programme.AtTest, "", "")
		tw.answers("cpas", true)
		wants("nothing given", programme.AtSubmission, "gate.cpas", "")
		wants("nothing given", programme.AtTest, "gate.cpas gate.own_vat", "")
		tw.wants("pieces asked by gates", tw.missing(), "[cv forem accord_cpas suspension_tva]")
		consent := tw.add("zoe", "accord_cpas", pdf("accord", 0))
		wants("consent given", programme.AtSubmission, "", "")
		wants("consent given", programme.AtAcceptance, "gate.cpas", "")
		tw.phase(programme.Review)
		tw.must("manager", tw.judge("manager", consent, 1, documents.Verdict{Review: documents.Accepted}))
		wants("consent accepted", programme.AtAcceptance, "", "")
		tw.must("manager", tw.judge("manager", consent, 2, documents.Verdict{Review: documents.Refused, Reason: "Périmé."}))
		wants("consent refused", programme.AtSubmission, "gate.cpas", "")
		wants("consent refused", programme.AtAcceptance, "gate.cpas", "")
		tw.must("admin", func(tx *db.Tx) error {
			return programme.SetGate(tx, "JI", programme.GateRule{Gate: programme.CPASGate, Mode: programme.GateWarn, Step: programme.AtAcceptance, Category: "autre", Version: 1})
		})
		wants("only warned", programme.AtAcceptance, "", "gate.cpas")
		wants("not yet", programme.AtSubmission, "", "")
		tw.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM applications WHERE project_id = ?`, tw.id)
			return err
		})
		wants("a dossier of earlier years", programme.AtTest, "", "")
	})
}

func TestBlockSubmission(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		blocks := func() (codes []string) {
			tw.as(operator, func(tx *db.Tx) error {
				p, err := programme.Load(tx, tw.ref, access.DocumentRead)
				if err != nil {
					return err
				}
				codes = nil
				reasons, err := documents.BlockSubmission(tx, p)
				for _, r := range reasons {
					codes = append(codes, r.Code)
				}
				return err
			})
			return codes
		}
		tw.answers("health_fund", false)
		tw.wants("nothing given", blocks(), "[document.pieces_missing gate.health_fund]")
		tw.add("zoe", "cv", pdf("cv", 0))
		tw.wants("one of two", blocks(), "[document.pieces_missing gate.health_fund]")
		tw.add("zoe", "forem", pdf("forem", 0))
		tw.wants("both", blocks(), "[gate.health_fund]")
		tw.add("zoe", "accord_mutuelle", pdf("accord", 0))
		tw.wants("all", blocks(), "[]")
	})
}

func TestCategoriesAreSet(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		add := func(c documents.Category) func(*db.Tx) error {
			return func(tx *db.Tx) error { return documents.AddCategory(tx, "JI", c) }
		}
		change := func(c documents.Category) func(*db.Tx) error {
			return func(tx *db.Tx) error { return documents.ChangeCategory(tx, "JI", c) }
		}
		good := documents.Category{Code: "diplome", Label: "Diplôme", Need: documents.Optional}
		tw.refuses("manager", "access.denied", add(good))
		tw.refuses("admin", "code:category_code piece_label:required piece_need:oneof", add(documents.Category{Code: "É"}))
		tw.refuses("admin", "code:unique", add(documents.Category{Code: "cv", Label: "CV", Need: documents.Optional}))
		tw.must("admin", add(good))
		got := tw.look()["diplome"]
		tw.wants("added", got.Category.Label+" "+string(got.Category.Need), "Diplôme optional")

		good.Label, good.Need, good.Active, good.Version = "Diplôme ou certificat", documents.Required, true, 1
		tw.refuses("manager", "access.denied", change(good))
		tw.must("admin", change(good))
		tw.refuses("admin", "category.stale", change(good))
		tw.wants("missing", tw.missing(), "[cv forem diplome]")
		good.Active, good.Version = false, 2
		tw.must("admin", change(good))
		tw.wants("missing once closed", tw.missing(), "[cv forem]")
		tw.refuses("zoe", "category:oneof", tw.adding("diplome", checked(t, "a.pdf", pdf("a", 0))))
		tw.refuses("admin", "category.gate", change(documents.Category{Code: "accord_cpas", Label: "x", Need: documents.ByGate, Version: 1}))
		tw.refuses("admin", "category.not_found", change(documents.Category{Code: "rien", Label: "x", Need: documents.Optional}))

		order := func() (codes string) {
			tw.as(operator, func(tx *db.Tx) error {
				list, err := documents.Categories(tx, tw.cohort.ProgrammeID)
				codes = list[0].Code + " " + list[1].Code + " " + list[2].Code
				return err
			})
			return codes
		}
		move := func(code string, up bool) func(*db.Tx) error {
			return func(tx *db.Tx) error { return documents.MoveCategory(tx, "JI", code, up) }
		}
		tw.refuses("manager", "access.denied", move("cv", false))
		tw.must("admin", move("cv", false))
		tw.wants("order", order(), "forem cv identite")
		tw.must("admin", move("identite", true))
		tw.wants("order", order(), "forem identite cv")
		tw.refuses("admin", "", move("forem", true)) // the first stays the first
		tw.refuses("admin", "category.not_found", move("rien", true))
	})
}

func TestUsualCategories(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.must("admin", func(tx *db.Tx) error { return documents.Lay(tx, "JI") }) // has some already
		for programmeCode, want := range map[string]string{"JI": "[cv forem]", "JID": "[cv portfolio forem]"} {
			var required []string
			tw.as(operator, func(tx *db.Tx) error {
				p, err := programme.ProgrammeByCode(tx, programmeCode)
				if err != nil {
					return err
				}
				required = nil
				list, err := documents.Categories(tx, p.ID)
				for _, c := range list {
					if c.Need == documents.Required {
						required = append(required, c.Code)
					}
				}
				return err
			})
			tw.wants("required by "+programmeCode, required, want)
		}
		tw.refuses("manager", "access.denied", func(tx *db.Tx) error { return documents.Lay(tx, "JI") })
		tw.must("admin", func(tx *db.Tx) error {
			if _, err := programme.AddProgramme(tx, programme.Programme{Code: "NEW", Name: "Nouveau"}, nil); err != nil {
				return err
			}
			return documents.Lay(tx, "NEW")
		})
		tw.wants("gates of a new programme", tw.count(`SELECT count(*) FROM programme_gates g JOIN programmes p ON p.id = g.programme_id WHERE p.code = 'NEW'`), 4)
	})
}

// A dossier that moves to another programme keeps its documents under the same names.
func TestAnotherProgramme(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.add("zoe", "cv", pdf("cv", 0))
		tw.must("admin", func(tx *db.Tx) error {
			return documents.AddCategory(tx, "JI", documents.Category{Code: "seulement_ji", Label: "De Job'In", Need: documents.Optional})
		})
		tw.add("zoe", "seulement_ji", pdf("x", 0))
		tw.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET programme_id = (SELECT id FROM programmes WHERE code = 'JID') WHERE id = ?`, tw.id)
			return err
		})
		tw.wants("missing", tw.missing(), "[portfolio forem]")
		tw.wants("label of a category that the programme has not", tw.look()["seulement_ji"].Documents[0].Label, "De Job'In")
	})
}
