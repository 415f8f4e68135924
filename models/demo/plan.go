package demo

import (
	"encoding/json"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/finance"
)

// written is a version of a section's text, so many days ago.
type written struct {
	days int
	body string
}

// remark is a remark on a section and the answer to it.
type remark struct {
	days           int
	body, answer   string
	version        int
	done, byHolder bool
}

// chapter is what a dossier shows of one section.
type chapter struct {
	title    string // of the section
	versions []written
	handed   int    // the version that was handed in; 0 for none
	returned string // why it was asked again
	remarks  []remark
}

// plan shows a business plan at work: candidate@demo.test has sections written in several versions, remarks and
// figures; another dossier of coach@demo.test has a section that waits for an answer.
func (v *inventor) plan(tx *db.Tx) error {
	star, err := v.dossierOf(tx, `p.person_id = ? AND p.phase = 'test'`, v.candidate)
	if err != nil {
		return err
	}
	for _, c := range starChapters {
		if err := v.chapter(tx, star, c); err != nil {
			return err
		}
	}
	if err := v.figures(tx, star); err != nil {
		return err
	}
	other, err := v.dossierOf(tx, `p.phase = 'coaching' AND p.template_id IS NOT NULL AND EXISTS (SELECT 1 FROM project_coaches k WHERE k.project_id = p.id AND k.to_on IS NULL AND k.account_id = ?)
		AND EXISTS (SELECT 1 FROM plan_sections s JOIN plan_items i ON i.section_id = s.id LEFT JOIN plan_states x ON x.item_id = i.id AND x.project_id = p.id
			WHERE s.template_id = p.template_id AND s.title = 'Marché' AND x.validated_on IS NULL AND COALESCE(x.not_applicable, '') = '')`, v.star.id)
	if err != nil {
		return err
	}
	return v.chapter(tx, other, chapter{title: "Marché", handed: 1, versions: []written{{3, "## Qui achète\n\n- Des ménages du quartier, surtout le samedi ;\n- deux restaurants qui cherchent un fournisseur proche.\n\nJ'ai interrogé 34 personnes au marché : 21 achèteraient une fois par mois."}}})
}

var starChapters = []chapter{
	{title: "Personne et équipe", handed: 2, versions: []written{
		{62, "J'ai travaillé douze ans dans la vente et j'ai suivi une formation en gestion.\n\nMon projet est né d'une demande de mes voisins."},
		{48, "J'ai travaillé douze ans dans la vente, dont quatre comme responsable d'un magasin, et j'ai suivi une formation en gestion de 120 heures.\n\nMon projet est né d'une demande de mes voisins.\n\n## Ce qu'il me reste à apprendre\n\n- tenir une comptabilité simplifiée ;\n- répondre à un appel d'offres."}},
		remarks: []remark{{days: 55, version: 1, done: true, body: "Très clair. Pouvez-vous dire ce que vous avez fait comme responsable, et la durée de la formation ?", answer: "Oui, je complète."}}},
	{title: "Offre et besoin", handed: 1, returned: "Les prix sont là, mais pas le coût de revient. **Ajoutez le calcul pour une pièce**, main-d'œuvre comprise, et comparez avec deux concurrents.", versions: []written{
		{30, "## Le besoin\n\nLes gens du quartier cherchent une offre locale, à un prix connu d'avance.\n\n## L'offre\n\n1. une formule de base ;\n2. une formule complète, avec le suivi ;\n3. un bon cadeau.\n\nLe prix va de 25 à 80 euros."},
		{2, "## Le besoin\n\nLes gens du quartier cherchent une offre locale, à un prix connu d'avance. J'en ai parlé avec 18 personnes, 11 achèteraient tout de suite.\n\n## L'offre\n\n1. une formule de base, à 25 euros ;\n2. une formule complète, avec le suivi, à 80 euros ;\n3. un bon cadeau.\n\n## Le coût de revient\n\nPour la formule de base : 6 euros de matières, une demi-heure de travail."}},
		remarks: []remark{{days: 9, version: 1, body: "Le bon cadeau me semble une bonne idée pour décembre. Combien pensez-vous en vendre ?"}, {days: 2, version: 2, byHolder: true, body: "Est-ce que je dois compter mon temps dans le coût de revient ?"}}},
	{title: "Marché", versions: []written{{12, "Je vise trois groupes :\n\n- les familles du quartier ;\n- les entreprises de moins de dix personnes ;\n- les personnes de passage, en été.\n\nJe dois encore chercher les chiffres de la commune."}}},
}

func (v *inventor) chapter(tx *db.Tx, d told, c chapter) error {
	if d.id == 0 {
		return nil
	}
	var section, account int64
	var holder string
	found, err := tx.Get([]any{&section, &account, &holder}, `SELECT s.id, COALESCE(a.id, 0), h.first_name || ' ' || h.last_name FROM projects p JOIN plan_sections s ON s.template_id = p.template_id
		JOIN persons h ON h.id = p.person_id LEFT JOIN accounts a ON a.person_id = h.id WHERE p.id = ? AND s.title = ? ORDER BY a.id`, d.id, c.title)
	if err != nil || !found {
		return err
	}
	author := access.Actor{AccountID: account, Name: holder}
	coach := access.Actor{AccountID: v.star.id, Name: v.star.name}
	last := c.versions[len(c.versions)-1]
	turn, step, turned := "", 0, any(nil)
	if c.handed > 0 {
		turn, step, turned = "submitted", 1, v.at(v.today.AddDays(-c.versions[c.handed-1].days))+3_600_000
	}
	if c.returned != "" {
		turn, step, turned = "returned", 2, v.at(v.today.AddDays(-c.versions[c.handed-1].days+5))
	}
	if _, err := tx.Exec(`INSERT INTO plan_texts (project_id, section_id, body, turn, reason, submitted, turned_at, step, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.id, section, last.body, turn, c.returned, c.handed, turned, step, v.at(v.today.AddDays(-last.days)), len(c.versions)); err != nil {
		return err
	}
	event := func(kind string, number, days int, comment string, by access.Actor) error {
		on := v.today.AddDays(-days)
		_, err := tx.Exec(`INSERT INTO plan_section_events (project_id, section_id, event, number, comment, on_date, actor_id, actor_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			d.id, section, kind, number, comment, on, db.Nullable(by.AccountID), by.Name, v.at(on))
		return err
	}
	for i, w := range c.versions {
		at := v.at(v.today.AddDays(-w.days))
		if _, err := tx.Exec(`INSERT INTO plan_text_versions (project_id, section_id, number, body, author_id, author_name, begun_at, at, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			d.id, section, i+1, w.body, db.Nullable(account), holder, at, at, true); err != nil {
			return err
		}
		if i+1 == c.handed {
			if err := event("submitted", i+1, w.days, "", author); err != nil {
				return err
			}
		}
	}
	if c.returned != "" {
		if err := event("returned", c.handed, c.versions[c.handed-1].days-5, c.returned, coach); err != nil {
			return err
		}
	}
	for _, r := range c.remarks {
		by, side := coach, "house"
		if r.byHolder {
			by, side = author, "holder"
		}
		if err := v.remark(tx, d, section, r, by, side, author); err != nil {
			return err
		}
		if err := event("commented", r.version, r.days, r.body, by); err != nil {
			return err
		}
	}
	return nil
}

func (v *inventor) remark(tx *db.Tx, d told, section int64, r remark, by access.Actor, side string, holder access.Actor) error {
	at := v.at(v.today.AddDays(-r.days))
	resolved, resolvedBy := any(nil), ""
	if r.done {
		resolved, resolvedBy = at+172_800_000, v.star.name
	}
	var id int64
	const insert = `INSERT INTO plan_comments (public_id, project_id, section_id, thread_id, side, body, number, author_id, author_name, at, resolved_at, resolved_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`
	if _, err := tx.Get([]any{&id}, insert, v.publicID(), d.id, section, nil, side, r.body, r.version, db.Nullable(by.AccountID), by.Name, at, resolved, resolvedBy); err != nil {
		return err
	}
	if r.answer == "" {
		return nil
	}
	_, err := tx.Get([]any{&id}, insert, v.publicID(), d.id, section, id, "holder", r.answer, r.version, db.Nullable(holder.AccountID), holder.Name, at+86_400_000, nil, "")
	return err
}

// figures are a small business that covers its charges in the second year, and runs short of cash for a while.
func (v *inventor) figures(tx *db.Tx, d told) error {
	if d.id == 0 {
		return nil
	}
	in := finance.New(v.today)
	in.Opening, in.Reserve, in.PayDays = 1200_00, 1500_00, 30
	in.Season = [12]int{3, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 3}
	in.Sales = []finance.Sale{
		{Label: "Formule de base", Price: 25_00, Quantity: [3]int64{480, 640, 720}, VAT: 2100, CostUnit: 6_00, CostVAT: 2100},
		{Label: "Formule complète", Price: 80_00, Quantity: [3]int64{260, 380, 430}, VAT: 2100, CostUnit: 14_50, CostRate: 300, CostVAT: 2100, Days: 30}}
	in.Fixed = []finance.Cost{{Label: "Loyer de l’atelier", Amount: [3]models.Cents{4800_00, 4896_00, 4993_92}}, {Label: "Assurances", Amount: [3]models.Cents{640_00, 640_00, 660_00}},
		{Label: "Téléphone et internet", Amount: [3]models.Cents{540_00, 540_00, 540_00}, VAT: 2100}, {Label: "Comptable", Amount: [3]models.Cents{1200_00, 1350_00, 1400_00}, VAT: 2100}}
	in.Investments = []finance.Investment{{Label: "Matériel de l’atelier", Amount: 5400_00, Month: 1, Years: 5, VAT: 2100}, {Label: "Site internet", Amount: 1500_00, Month: 2, Years: 3, VAT: 2100}}
	in.Resources = []finance.Resource{{Kind: finance.Own, Label: "Épargne", Amount: 3000_00, Month: 1}, {Kind: finance.Grant, Label: "Bourse de la couveuse", Amount: 2500_00, Month: 2},
		{Kind: finance.Loan, Label: "Microcrédit", Amount: 4000_00, Month: 1, Rate: 550, Months: 36}}
	in.Remuneration = [3]models.Cents{10_800_00, 15_000_00, 18_000_00}
	in.Contributions = [3]models.Cents{3560_00, 3900_00, 4600_00}
	first := in
	first.Sales = append([]finance.Sale(nil), in.Sales...)
	first.Sales[1].Quantity[0] = 200
	for n, x := range []finance.Inputs{first, in} {
		text, err := json.Marshal(x)
		if err != nil {
			return err
		}
		at := v.at(v.today.AddDays(-20 + 14*n))
		if n == 0 {
			_, err = tx.Exec(`INSERT INTO finance_plans (project_id, inputs, updated_at, updated_name, version) SELECT ?, ?, ?, name, 1 FROM accounts WHERE id = ?`, d.id, string(text), at, d.account)
		} else {
			_, err = tx.Exec(`UPDATE finance_plans SET inputs = ?, updated_at = ?, version = 2 WHERE project_id = ?`, string(text), at, d.id)
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO finance_versions (project_id, number, inputs, author_id, author_name, at) SELECT ?, ?, ?, id, name, ? FROM accounts WHERE id = ?`, d.id, n+1, string(text), at, d.account); err != nil {
			return err
		}
	}
	return nil
}
