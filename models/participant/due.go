package participant

import (
	"cmp"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Due is something to ask of the person of a dossier.
type Due struct {
	Ref, Holder string
	Phase       programme.Phase
	Part        Moment      // EntryPart, Exit, Later
	Missing     int         // answers of the entry
	On          models.Date // last day on which an answer counts; of an entry the day of entry
}

// recalled is for how many days after its window an answer is still asked for.
const recalled = 14

// DueFor lists what the account has to ask of the dossiers that it works on: the first to be late first.
func DueFor(tx *db.Tx, accountID int64, most int) ([]Due, error) {
	rules, err := LoadRules(tx)
	if err != nil {
		return nil, err
	}
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	today := tx.Today()
	long := today.AddMonths(-rules.LaterMonths).AddDays(-rules.LaterDays - recalled - 4) // months end on different days: dueOf is exact
	rows, err := rowsOf(tx, rules, working+` AND p.entered_on IS NOT NULL AND (p.phase IN ('coaching', 'test') OR p.left_on >= ?)`, append(worker, long)...)
	if err != nil {
		return nil, err
	}
	var list []Due
	for i := range rows {
		list = append(list, dueOf(&rows[i], today)...)
	}
	slices.SortStableFunc(list, func(a, b Due) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Ref, b.Ref)) })
	return list[:min(len(list), most)], nil
}

// dueOf says what is to be asked of somebody today.
func dueOf(r *Row, today models.Date) (list []Due) {
	d := Due{Ref: r.Ref, Holder: r.Holder(), Phase: r.Phase}
	if r.LeftOn == "" {
		if n := len(r.Entry.Missing()); n > 0 && r.Recorded { // who entered elsewhere is on the list of what is missing
			d.Part, d.Missing, d.On = EntryPart, n, r.EnteredOn
			list = append(list, d)
		}
		return list
	}
	for _, m := range []Moment{Exit, Later} {
		if w := r.Rules.Window(m, r.LeftOn); r.Result(m) == nil && w.From <= today && today <= w.To.AddDays(recalled) {
			d.Part, d.On = m, w.To
			list = append(list, d)
		}
	}
	return list
}

// DueOf says what is to be asked of the person of one dossier.
func DueOf(r *Record, today models.Date) []Due {
	row := Row{Ref: r.Project.Ref, First: r.Project.HolderFirstName, Last: r.Project.HolderLastName, Phase: r.Project.Phase, EnteredOn: r.Project.EnteredOn,
		LeftOn: r.Project.LeftOn, Recorded: r.Version > 0, Entry: r.Entry, Rules: r.Rules, Exit: r.Exit, Later: r.Later}
	if row.EnteredOn == "" {
		return nil
	}
	return dueOf(&row, today)
}
