package documents

import (
	"fmt"
	"regexp"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// The codes that gates of entry name in the usual categories.
const (
	cpasConsent   = "accord_cpas"
	healthConsent = "accord_mutuelle"
	noticeEnded   = "fin_preavis"
	vatSuspended  = "suspension_tva"
)

// usual are the categories of a programme on its first day; design is what Job'In Design asks besides. All
// of it is data that an administrator changes afterwards.
var (
	usual = []Category{
		{Code: "cv", Label: "Curriculum vitae", Need: Required, Hint: "Vos études, vos emplois, ce que vous savez faire. Une ou deux pages suffisent."},
		{Code: "forem", Label: "Preuve d'inscription au Forem", Need: Required, Hint: "L'attestation d'inscription comme demandeur·euse d'emploi, de moins de trois mois."},
		{Code: "identite", Label: "Carte d'identité", Need: Optional, Hint: "Les deux faces. Vous pouvez cacher la photo et le numéro national."},
		{Code: cpasConsent, Label: "Accord de l'assistant·e social·e du CPAS", Need: ByGate, Hint: "Une lettre ou un e-mail imprimé de la personne qui vous suit au CPAS."},
		{Code: healthConsent, Label: "Accord du médecin-conseil de la mutuelle", Need: ByGate, Hint: "L'autorisation d'exercer une activité pendant l'incapacité de travail."},
		{Code: noticeEnded, Label: "Preuve de la fin du préavis", Need: ByGate, Hint: "Le formulaire C4, dès que vous l'avez."},
		{Code: vatSuspended, Label: "Preuve de la suspension du numéro d'entreprise", Need: ByGate, Hint: "L'extrait de la Banque-Carrefour des Entreprises, ou la confirmation du guichet d'entreprises."},
		{Code: "autre", Label: "Autre document", Need: Optional, Hint: "Devis, photos, lettres de clients : ce qui aide à comprendre votre projet."},
	}
	design = []Category{
		{Code: "portfolio", Label: "Portfolio", Need: Required, Hint: "Cinq à dix réalisations, en un seul PDF."},
	}
	usualGates = []programme.GateRule{
		{Gate: programme.CPASGate, Mode: programme.GateBlock, Step: programme.AtSubmission, Category: cpasConsent},
		{Gate: programme.HealthFundGate, Mode: programme.GateBlock, Step: programme.AtSubmission, Category: healthConsent},
		{Gate: programme.OnNoticeGate, Mode: programme.GateBlock, Step: programme.AtCoaching, Category: noticeEnded},
		{Gate: programme.OwnVATGate, Mode: programme.GateBlock, Step: programme.AtTest, Category: vatSuspended},
	}
)

// Found lays the usual categories and gates of every programme that has none.
func Found(tx *db.Tx) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	for _, p := range programmes {
		if err := lay(tx, p); err != nil {
			return fmt.Errorf("first categories of %s: %w", p.Code, err)
		}
	}
	return nil
}

// Lay gives a programme without categories the usual ones, with the usual gates.
func Lay(tx *db.Tx, code string) error {
	p, err := settable(tx, code)
	if err != nil {
		return err
	}
	if err := lay(tx, p); err != nil {
		return err
	}
	return tx.Audit("category.lay", "programme", p.ID, 0, nil)
}

func lay(tx *db.Tx, p programme.Programme) error {
	has, err := Categories(tx, p.ID)
	if err != nil || len(has) > 0 {
		return err
	}
	list := usual
	if p.Code == "JID" {
		list = slices.Insert(slices.Clone(usual), 1, design...)
	}
	for i, c := range list {
		if _, err := tx.Exec(`INSERT INTO document_categories (programme_id, code, label, hint, need, position) VALUES (?, ?, ?, ?, ?, ?)`,
			p.ID, c.Code, c.Label, c.Hint, c.Need, i+1); err != nil {
			return err
		}
	}
	for _, g := range usualGates {
		if _, err := tx.Exec(`INSERT INTO programme_gates (programme_id, gate, mode, step, category) VALUES (?, ?, ?, ?, ?)`,
			p.ID, g.Gate, g.Mode, g.Step, g.Category); err != nil {
			return err
		}
	}
	return nil
}

// settable gives a programme to who may set it.
func settable(tx *db.Tx, code string) (programme.Programme, error) {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return programme.Programme{}, models.Denied(string(access.SettingsManage))
	}
	return programme.ProgrammeByCode(tx, code)
}

var codeForm = regexp.MustCompile(`^[a-z0-9_]{2,30}$`)

// Limits of a category's words.
const (
	maxLabel = 80
	maxHint  = 300
)

// faults says what is wrong with a category as typed. Fields: "piece_label", "piece_hint", "piece_need".
func (c Category) faults() models.Faults {
	var f models.Faults
	if c.Label == "" {
		f.Field("piece_label", "required", nil)
	}
	f.Length("piece_label", c.Label, maxLabel)
	f.Length("piece_hint", c.Hint, maxHint)
	if !slices.Contains(Needs(), c.Need) {
		f.Field("piece_need", "oneof", nil)
	}
	return f
}

// AddCategory adds a category at the end of a programme's list. The code stays for good: documents
// bear it. Fields: "code" and those of ChangeCategory.
func AddCategory(tx *db.Tx, programmeCode string, c Category) error {
	p, err := settable(tx, programmeCode)
	if err != nil {
		return err
	}
	has, err := Categories(tx, p.ID)
	if err != nil {
		return err
	}
	var f models.Faults
	last := 0
	for _, x := range has {
		last = max(last, x.Position)
		if x.Code == c.Code {
			f.Field("code", "unique", nil)
		}
	}
	if !codeForm.MatchString(c.Code) {
		f.Field("code", "category_code", nil)
	}
	if problem := models.Fields(append(f, c.faults()...)...); problem != nil {
		return problem
	}
	_, err = tx.Get([]any{&c.ID}, `INSERT INTO document_categories (programme_id, code, label, hint, need, position) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		p.ID, c.Code, c.Label, c.Hint, c.Need, last+1)
	if db.IsUnique(err) {
		return models.Fields(models.FieldProblem{Field: "code", Code: "unique"})
	}
	if err != nil {
		return err
	}
	return tx.Audit("category.create", "document_category", c.ID, 0, models.Facts{"programme": p.Code, "code": c.Code})
}

// CategoryByCode gives one category of a programme.
func CategoryByCode(tx *db.Tx, programmeCode, code string) (c Category, err error) {
	p, err := settable(tx, programmeCode)
	if err != nil {
		return c, err
	}
	list, err := Categories(tx, p.ID)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(list, func(c Category) bool { return c.Code == code })
	if i < 0 {
		return c, models.Missing("category")
	}
	return list[i], nil
}

// ChangeCategory writes the words of a category, when it is asked for, and whether it is open. One that a
// gate waits for stays open ("category.gate"). Fields: "piece_label", "piece_hint", "piece_need".
func ChangeCategory(tx *db.Tx, programmeCode string, c Category) error {
	old, err := CategoryByCode(tx, programmeCode, c.Code)
	if err != nil {
		return err
	}
	if problem := models.Fields(c.faults()...); problem != nil {
		return problem
	}
	if !c.Active {
		used, err := tx.Count(`SELECT count(*) FROM programme_gates g JOIN document_categories c ON c.programme_id = g.programme_id AND c.code = g.category
			WHERE c.id = ? AND g.mode <> 'off'`, old.ID)
		if err != nil {
			return err
		}
		if used > 0 {
			return models.Refuse("category.gate", models.Facts{"name": old.Label})
		}
	}
	n, err := tx.Exec(`UPDATE document_categories SET label = ?, hint = ?, need = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?`,
		c.Label, c.Hint, c.Need, c.Active, old.ID, c.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("category", nil)
	}
	return tx.Audit("category.change", "document_category", old.ID, 0, models.Facts{"programme": programmeCode, "code": c.Code, "need": c.Need, "active": c.Active})
}

// MoveCategory puts a category one place up or down.
func MoveCategory(tx *db.Tx, programmeCode, code string, up bool) error {
	p, err := settable(tx, programmeCode)
	if err != nil {
		return err
	}
	list, err := Categories(tx, p.ID)
	if err != nil {
		return err
	}
	from := slices.IndexFunc(list, func(c Category) bool { return c.Code == code })
	if from < 0 {
		return models.Missing("category")
	}
	to := from + 1
	if up {
		to = from - 1
	}
	if to < 0 || to >= len(list) {
		return nil
	}
	list[from], list[to] = list[to], list[from]
	for i, c := range list {
		if c.Position == i+1 {
			continue
		}
		if _, err := tx.Exec(`UPDATE document_categories SET position = ? WHERE id = ?`, i+1, c.ID); err != nil {
			return err
		}
	}
	return tx.Audit("category.move", "document_category", list[to].ID, 0, models.Facts{"programme": p.Code, "code": code})
}
