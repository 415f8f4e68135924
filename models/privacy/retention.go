package privacy

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/infosession"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

const (
	// AppealMonths is how long a closed file is kept whatever its person agreed to: the time to ask for
	// reasons, to complain or to correct a mistake. It is the shortest delay; a consent can only lengthen it.
	AppealMonths = 3
	// MostMonths is the longest that a consent can keep a file that was declined or withdrawn.
	MostMonths = 24
	// DraftMonths is how long a file that nobody submits and nobody touches is kept.
	DraftMonths = 12
	// NoticeDays is how long before the day its person is told.
	NoticeDays = 30
)

// File is a dossier that has a day from which it may no longer be kept as it is. It names no person.
type File struct {
	ID    int64
	Ref   string
	Phase programme.Phase
	Since models.Date // when it was closed; for a draft, when it was last touched
	Keep  int         // months that its person agreed to
	DueOn models.Date

	personID int64
}

// Anonymisable reports whether a dossier in that phase can be anonymised at all: it came to
// nothing before it was accepted.
func Anonymisable(p programme.Phase) bool {
	return slices.Contains([]programme.Phase{programme.Draft, programme.Declined, programme.Withdrawn}, p)
}

// DueOn is the first day on which a file is anonymised: since is the day it was declined or
// withdrawn, or last touched for a draft; keep is in months, as its person agreed. ok is false for a
// phase in which a file is not anonymised.
func DueOn(phase programme.Phase, since models.Date, keep int) (day models.Date, ok bool) {
	switch {
	case !Anonymisable(phase):
		return "", false
	case phase == programme.Draft:
		return since.AddMonths(DraftMonths), true
	}
	return since.AddMonths(min(max(keep, AppealMonths), MostMonths)), true
}

// Due lists the files whose day has come, the longest overdue first. Nothing is changed: this is
// the dry run.
func Due(tx *db.Tx) ([]File, error) { return dueBy(tx, tx.Today()) }

func dueBy(tx *db.Tx, day models.Date) ([]File, error) {
	if !access.Can(tx.Actor(), access.RetentionManage) {
		return nil, models.Denied(string(access.RetentionManage))
	}
	list, err := closed(tx, `p.phase_started_on <= ?`, day.AddMonths(-AppealMonths))
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(f File) bool { return f.DueOn > day })
	slices.SortStableFunc(list, func(a, b File) int {
		switch {
		case a.DueOn < b.DueOn:
			return -1
		case a.DueOn > b.DueOn:
			return 1
		}
		return 0
	})
	return list, nil
}

// closed reads the files that can be anonymised and were not, by reference number.
func closed(tx *db.Tx, condition string, args ...any) ([]File, error) {
	var list []File
	err := tx.Each(func(rows *sql.Rows) error {
		var f File
		var touched, answered models.Instant
		if err := rows.Scan(&f.ID, &f.personID, &f.Ref, &f.Phase, &f.Since, &touched, &answered, &f.Keep); err != nil {
			return err
		}
		if f.Phase == programme.Draft {
			f.Since = max(touched, answered).Date()
		}
		f.DueOn, _ = DueOn(f.Phase, f.Since, f.Keep)
		list = append(list, f)
		return nil
	}, `SELECT p.id, p.person_id, p.ref, p.phase, p.phase_started_on, p.updated_at, COALESCE(a.updated_at, 0), COALESCE(a.keep_months, 0)
		FROM projects p LEFT JOIN applications a ON a.project_id = p.id
		WHERE p.phase IN ('draft', 'declined', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.project_id = p.id)
		AND `+condition+` ORDER BY p.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("list what is closed: %w", err)
	}
	return list, nil
}

// AnonymiseDue anonymises one file whose day has come; a file that is not due is refused
// ("retention.not_due"). One that was anonymised already is left as it is.
func AnonymiseDue(tx *db.Tx, ref string) error {
	if !access.Can(tx.Actor(), access.RetentionManage) {
		return models.Denied(string(access.RetentionManage))
	}
	d, err := lockDossier(tx, ref)
	if err != nil || d.erased {
		return err
	}
	list, err := closed(tx, `p.id = ?`, d.id)
	if err != nil {
		return err
	}
	if len(list) == 0 || list[0].DueOn > tx.Today() {
		return models.Refuse("retention.not_due", models.Facts{"ref": ref})
	}
	return anonymise(tx, d, Retention)
}

// Warn tells the people whose file is due within NoticeDays, once each, and tells how many
// letters it wrote. Whoever gave no address is not told.
func Warn(tx *db.Tx) (int, error) {
	list, err := dueBy(tx, tx.Today().AddDays(NoticeDays))
	if err != nil {
		return 0, err
	}
	count := func() (int, error) { return tx.Count(`SELECT count(*) FROM outbox WHERE kind = ?`, outbox.DataDue) }
	before, err := count()
	if err != nil {
		return 0, err
	}
	for _, f := range list {
		if f.DueOn <= tx.Today() {
			continue
		}
		p := &programme.Project{ID: f.ID, Ref: f.Ref, PersonID: f.personID}
		// The day stands in the key: a draft that is taken up again and left again has another.
		key := fmt.Sprintf("retention/%d/%s", f.ID, f.DueOn)
		if err := programme.Tell(tx, p, outbox.DataDue, key, models.Facts{"date": f.DueOn}); err != nil {
			return 0, err
		}
	}
	after, err := count()
	return after - before, err
}

// SessionMonths is how long a registration for an information session keeps its name.
const SessionMonths = 12

// Sweep empties the letters that told somebody of their erasure, once they have left: they are the last place
// in which the address stands. And it forgets who came to information sessions of long ago; n is how many.
func Sweep(tx *db.Tx) (n int, err error) {
	if !access.Can(tx.Actor(), access.RetentionManage) {
		return 0, models.Denied(string(access.RetentionManage))
	}
	_, err = tx.Exec(`UPDATE outbox SET recipient = '-', name = '', facts = '{}', last_error = ''
		WHERE kind = ? AND account_id IS NULL AND state IN ('sent', 'dead', 'unsure', 'dropped') AND recipient <> '-'`, outbox.ErasureDone)
	if err != nil {
		return 0, err
	}
	return infosession.Erase(tx, tx.Today().AddMonths(-SessionMonths))
}
