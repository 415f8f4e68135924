package pilot

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/notice"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/sitting"
	"eclosion/models/trial"
)

// Everybody's facts are read with a dozen questions, however many dossiers there are: one over the dossiers, and one for each kind
// of record that few of them have.
type gathering struct {
	tx    *db.Tx
	where string // over projects p
	args  []any
	list  []Facts
	at    map[int64]int
	terms map[int64]programme.Terms
}

// gather reads the facts of the dossiers of a filter that wait for a next step, within the actor's reach; and of those that
// were declined of late, whose letter may be missing.
func gather(tx *db.Tx, f programme.Filter) ([]Facts, error) {
	f.Running = false
	where, args := f.Where(tx, access.PilotRead)
	g := &gathering{tx: tx, where: where + ` AND (` + inRunning + ` OR p.phase = 'declined' AND p.phase_started_on >= ?)`, at: map[int64]int{}}
	g.args = append(slices.Clone(args), tx.Today().AddDays(-sitting.UnsentDays))
	for _, step := range []func() error{g.loadTerms, g.dossiers, g.clocks, g.status, g.lifts, g.letters, g.pieces, g.files, g.requests, g.papers, g.rights, g.plans} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("pilot: %w", err)
		}
	}
	return slices.DeleteFunc(g.list, func(x Facts) bool { return x.Phase == programme.Declined && x.UnletteredOn == "" }), nil
}

const inRunning = `p.phase IN ('submitted', 'review', 'waitlisted', 'accepted', 'coaching', 'test')`

func (g *gathering) loadTerms() error {
	list, err := programme.EveryTerms(g.tx)
	g.terms = list
	return err
}

func (g *gathering) dossiers() error {
	return g.tx.Each(func(rows *sql.Rows) error {
		var f Facts
		var terms int64
		err := rows.Scan(&f.ID, &f.Phase, &f.StartedOn, &f.SuspendedOn, &f.LastMeetingOn, &f.NextMeetingAt, &terms, &f.HasCoach, &f.HasAgreement)
		if f.Terms = g.terms[terms]; f.Phase.IsClocked() {
			clock := f.Terms.ClockOf(f.Phase, f.StartedOn, 0, nil)
			f.Clock = &clock
		}
		g.at[f.ID] = len(g.list)
		g.list = append(g.list, f)
		return err
	}, `SELECT p.id, p.phase, p.phase_started_on, p.suspended_on, p.last_meeting_on, p.next_meeting_at, COALESCE(p.terms_id, 0),
		EXISTS (SELECT 1 FROM project_coaches k WHERE k.project_id = p.id AND k.to_on IS NULL),
		EXISTS (SELECT 1 FROM agreements a WHERE a.project_id = p.id AND a.kind = 'coaching' AND a.ended_on IS NULL)
		FROM projects p WHERE `+g.where, g.args...)
}

// of gives the facts of a dossier; nil for one that was not asked for.
func (g *gathering) of(id int64) *Facts {
	i, known := g.at[id]
	if !known {
		return nil
	}
	return &g.list[i]
}

// clocks moves the clocks by the suspensions and extensions of the phase.
func (g *gathering) clocks() error {
	err := g.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var phase programme.Phase
		var s programme.Suspension
		err := rows.Scan(&id, &phase, &s.From, &s.To)
		if f := g.of(id); f != nil && f.Clock != nil && f.Phase == phase {
			f.Clock.Suspensions = append(f.Clock.Suspensions, s)
		}
		return err
	}, `SELECT x.project_id, x.phase, x.from_on, x.to_on FROM suspensions x JOIN projects p ON p.id = x.project_id WHERE `+g.where+` ORDER BY x.from_on, x.id`, g.args...)
	if err != nil {
		return err
	}
	return g.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var phase programme.Phase
		var months int
		err := rows.Scan(&id, &phase, &months)
		if f := g.of(id); f != nil && f.Clock != nil && f.Phase == phase {
			f.Clock.ExtensionMonths += months
		}
		return err
	}, `SELECT x.project_id, x.phase, x.months FROM extensions x JOIN projects p ON p.id = x.project_id WHERE `+g.where, g.args...)
}

// status reads when the provisional statuses end of those who are in test.
func (g *gathering) status() error {
	return g.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var ends models.Date
		err := rows.Scan(&id, &ends)
		if f := g.of(id); f != nil && f.Clock != nil && ends != "" {
			f.StatusEndsOn = programme.StatusAgreement{EndsOn: ends}.LastDay(*f.Clock, g.tx.Today())
		}
		return err
	}, `SELECT x.project_id, x.ends_on FROM agreements x JOIN projects p ON p.id = x.project_id
		WHERE x.kind = 'status' AND x.ended_on IS NULL AND p.phase = 'test' AND `+g.where, g.args...)
}

func (g *gathering) lifts() error {
	return g.tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		if f := g.of(id); f != nil {
			f.Lifted = true
		}
		return err
	}, `SELECT x.project_id FROM derogations x JOIN projects p ON p.id = x.project_id WHERE x.rule = ? AND `+g.where,
		append([]any{programme.MandatoryMissing}, g.args...)...)
}

// fill puts the days that a pillar tells of its dossiers where they belong.
func (g *gathering) fill(days map[int64]models.Date, err error, into func(*Facts) *models.Date) error {
	for id, on := range days {
		if f := g.of(id); f != nil {
			*into(f) = on
		}
	}
	return err
}

func (g *gathering) letters() error {
	days, err := sitting.Unlettered(g.tx, g.where, g.args...)
	return g.fill(days, err, func(f *Facts) *models.Date { return &f.UnletteredOn })
}

func (g *gathering) pieces() error {
	days, err := documents.AskedSince(g.tx, g.where, g.args...)
	return g.fill(days, err, func(f *Facts) *models.Date { return &f.PieceDueOn })
}

func (g *gathering) files() error {
	infected, unseen, err := documents.Unsound(g.tx, g.where, g.args...)
	if err := g.fill(infected, err, func(f *Facts) *models.Date { return &f.InfectedOn }); err != nil {
		return err
	}
	return g.fill(unseen, nil, func(f *Facts) *models.Date { return &f.UnseenOn })
}

func (g *gathering) requests() error {
	days, err := trial.AskedSince(g.tx, g.where, g.args...)
	return g.fill(days, err, func(f *Facts) *models.Date { return &f.GrantAskedOn })
}

func (g *gathering) papers() error {
	days, err := notice.UnsignedSince(g.tx, g.where, g.args...)
	return g.fill(days, err, func(f *Facts) *models.Date { return &f.UnsignedOn })
}

// rights reads until when the holders of accompanied dossiers have benefits, where that is near.
func (g *gathering) rights() error {
	return g.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var on models.Date
		err := rows.Scan(&id, &on)
		if f := g.of(id); f != nil {
			f.RightsEndOn = on
		}
		return err
	}, `SELECT a.project_id, a.benefits_end_on FROM applications a JOIN projects p ON p.id = a.project_id
		WHERE a.benefits_end_on <= ? AND p.phase IN ('accepted', 'coaching', 'test') AND `+g.where, append([]any{g.tx.Today().AddDays(horizons[len(horizons)-1])}, g.args...)...)
}

// planChunk bounds how many plans are asked about at once.
const planChunk = 5000

// plans counts what is missing of the plans that hold a test up.
func (g *gathering) plans() error {
	var ids []int64
	for _, f := range g.list {
		if f.testDue(g.tx.Today()) {
			ids = append(ids, f.ID)
		}
	}
	for chunk := range slices.Chunk(ids, planChunk) {
		progress, err := plan.ProgressOf(g.tx, chunk...)
		if err != nil {
			return err
		}
		for id, p := range progress {
			g.of(id).Missing = p.MandatoryMissing
		}
	}
	return nil
}
