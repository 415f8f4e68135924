package demo

import (
	"context"
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/progress"
)

// papers shows progress reports in each state, and minutes that were read. The reports go through their verbs, as
// coach@demo.test and manager@demo.test; that of candidate@demo.test is about months past, so that it can be issued.
func (v *inventor) papers(ctx context.Context, d *db.DB) error {
	var coach, manager accounts.Account
	err := d.Write(ctx, operator, func(tx *db.Tx) (err error) {
		if err = progress.Found(tx); err != nil {
			return err
		}
		if coach, err = accounts.ByEmail(tx, Coach); err != nil {
			return err
		}
		if manager, err = accounts.ByEmail(tx, Manager); err != nil {
			return err
		}
		return v.readings(tx)
	})
	if err != nil {
		return err
	}
	var returned told
	if err := d.Write(ctx, coach.Actor(), func(tx *db.Tx) error { returned, err = v.reports(tx); return err }); err != nil {
		return err
	}
	if returned.ref == "" {
		return nil
	}
	return d.Write(ctx, manager.Actor(), func(tx *db.Tx) error {
		r, err := progress.Load(tx, returned.ref, returned.report)
		if err != nil {
			return err
		}
		return progress.Return(tx, returned.ref, returned.report, r.Version, "La synthèse ne dit rien du financement : où en est la demande de crédit, et que reste-t-il à couvrir ?")
	})
}

var syntheses = []string{
	"La période a été consacrée à l'étude de marché et au prix.\n\n- douze entretiens avec des clients possibles, notés et relus ;\n- trois fournisseurs comparés, un retenu ;\n- le prix de vente couvre les charges à partir de **14 commandes par semaine**.\n\nLe plan financier reste à faire : c'est l'objet du prochain mois.",
	"Le projet avance au rythme prévu. Les premières ventes confirment l'intérêt du quartier.\n\n1. Le local est trouvé, le bail est en négociation.\n2. L'assurance est choisie.\n3. La communication démarre en janvier.",
	"Peu de rencontres ce mois-ci, pour raisons familiales. Le travail reprend la semaine prochaine avec un calendrier revu.",
}

// reports writes the reports of the coach who acts: one about months past and one of each state on the way. It gives the one that
// a manager is to return.
func (v *inventor) reports(tx *db.Tx) (returned told, err error) {
	list, err := v.reported(tx)
	if err != nil || len(list) == 0 {
		return returned, err
	}
	for i := range list {
		d := &list[i]
		to := v.today
		if i == 0 {
			to = v.today.AddDays(-v.today.Day()).AddMonths(-1)
		}
		from := max(d.began, to.AddMonths(-3))
		if from > to {
			continue
		}
		if err := v.report(tx, d, models.Period{From: from, To: to}, syntheses[i%len(syntheses)], i != 2); err != nil {
			return returned, err
		}
		if i == 3 {
			returned = *d
		}
	}
	return returned, nil
}

// reported finds the dossiers that the coach who acts writes on: that of candidate@demo.test, and three more.
func (v *inventor) reported(tx *db.Tx) (list []told, err error) {
	working, args := programme.WorksOn(tx, "p.id", tx.Actor().AccountID)
	err = tx.Each(func(rows *sql.Rows) error {
		var d told
		err := rows.Scan(&d.id, &d.ref, &d.began)
		list = append(list, d)
		return err
	}, `SELECT p.id, p.ref, p.entered_on FROM projects p WHERE p.phase IN ('coaching', 'test') AND p.suspended_on IS NULL AND p.entered_on IS NOT NULL AND `+working+`
		ORDER BY CASE WHEN p.person_id = ? THEN 0 ELSE 1 END, p.id LIMIT 4`, append(args, v.candidate)...)
	return list, err
}

func (v *inventor) report(tx *db.Tx, d *told, period models.Period, synthesis string, submit bool) error {
	id, err := progress.Create(tx, d.ref, "", period, false)
	if err != nil {
		return fmt.Errorf("report on %s: %w", d.ref, err)
	}
	d.report = v.publicID() // drawn from the seed, as everything here
	if _, err := tx.Exec(`UPDATE progress_reports SET public_id = ?, asked_at = ?, paragraph = ?, paragraph_at = ? WHERE public_id = ?`, d.report, tx.Now(),
		"J'ai parlé de mon projet à douze clients possibles, et huit sont prêts à commander. Ce qui me freine : la trésorerie des trois premiers mois.", tx.Now(), id); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO progress_values (report_id, indicator_id, side, amount) SELECT r.id, i.id, 'holder', CASE i.unit WHEN 'money' THEN 324050 WHEN 'hours' THEN 12650 ELSE 1200 END
		FROM progress_reports r JOIN projects p ON p.id = r.project_id JOIN progress_indicators i ON i.programme_id = p.programme_id WHERE r.public_id = ?`, d.report); err != nil {
		return err
	}
	w := progress.Words{Synthesis: synthesis, NextSteps: "Poursuivre l'accompagnement, et présenter le plan financier au prochain comité."}
	if !submit {
		_, err := progress.Save(tx, d.ref, d.report, 1, w, false)
		return err
	}
	return progress.Submit(tx, d.ref, d.report, 1, w)
}

// readings say that candidate@demo.test has read the minutes of their meetings but the last: one with a remark,
// one of which the text changed since.
func (v *inventor) readings(tx *db.Tx) error {
	star, err := v.dossierOf(tx, `p.person_id = ? AND p.phase = 'test'`, v.candidate)
	if err != nil || star.id == 0 {
		return err
	}
	p, err := programme.LoadByID(tx, star.id, access.MeetingRead)
	if err != nil {
		return err
	}
	list, _, err := coaching.MeetingsOf(tx, p, "")
	if err != nil {
		return err
	}
	found, err := coaching.Readings(tx, p, list)
	if err != nil {
		return err
	}
	n := 0
	for _, m := range list {
		r := found[m.ID]
		if r.State != coaching.Unread {
			continue
		}
		n++
		remark := ""
		switch n {
		case 1:
			continue
		case 2:
			r.Digest = "une version précédente"
		case 3:
			remark = "Le rendez-vous à la banque est le jeudi, pas le vendredi."
		}
		if _, err := tx.Exec(`INSERT INTO minutes_readings (meeting_id, project_id, account_id, digest, remark, at) VALUES (?, ?, ?, ?, ?, ?)`,
			m.ID, star.id, star.account, r.Digest, remark, min(m.EndsAt()+90*60_000, tx.Now())); err != nil {
			return err
		}
	}
	return nil
}

// Reported begins a further report about the dossier of candidate@demo.test once the one of months past is issued, and asks
// them for their paragraph. The actor is coach@demo.test.
func Reported(tx *db.Tx) error {
	var ref string
	var last models.Date
	found, err := tx.Get([]any{&ref, &last}, `SELECT p.ref, r.to_on FROM progress_reports r JOIN projects p ON p.id = r.project_id
		JOIN accounts a ON a.person_id = p.person_id WHERE r.state = 'issued' AND a.email = 'candidate@demo.test' ORDER BY r.id DESC LIMIT 1`)
	if err != nil || !found || last >= tx.Today() {
		return err
	}
	_, err = progress.Create(tx, ref, "", models.Period{From: last.AddDays(1), To: tx.Today()}, true)
	return err
}
