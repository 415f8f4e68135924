package upkeep

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// checkStorage asks the engine itself.
func checkStorage(tx *db.Tx, r *Result) error {
	if tx.Engine() == db.SQLite {
		return soundFile(tx, func(subject, text string) { r.add("integrity", subject, text) })
	}
	// PostgreSQL holds its constraints at every write, as long as nobody switched them off.
	return tx.Each(func(rows *sql.Rows) error {
		var subject, text string
		err := rows.Scan(&subject, &text)
		r.add("integrity", subject, text)
		return err
	}, `SELECT c.conrelid::regclass::text, 'constraint ' || c.conname || ' is not validated' FROM pg_constraint c
			JOIN pg_namespace n ON n.oid = c.connamespace WHERE NOT c.convalidated AND n.nspname = current_schema()
		UNION ALL SELECT t.tgrelid::regclass::text, 'trigger ' || t.tgname || ' is disabled' FROM pg_trigger t
			JOIN pg_class k ON k.oid = t.tgrelid JOIN pg_namespace n ON n.oid = k.relnamespace
			WHERE t.tgenabled IN ('D', 'R') AND n.nspname = current_schema()
		UNION ALL SELECT i.indrelid::regclass::text, 'index ' || i.indexrelid::regclass::text || ' is not valid' FROM pg_index i
			JOIN pg_class k ON k.oid = i.indrelid JOIN pg_namespace n ON n.oid = k.relnamespace
			WHERE NOT i.indisvalid AND n.nspname = current_schema()`)
}

// soundFile asks SQLite for the soundness of its file and for references that lead nowhere.
func soundFile(tx *db.Tx, say func(subject, text string)) error {
	err := tx.Each(func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		if text != "ok" {
			say("file", text)
		}
		return err
	}, `PRAGMA integrity_check`)
	if err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var table, parent string
		var row, key sql.NullInt64
		err := rows.Scan(&table, &row, &parent, &key)
		say(table, fmt.Sprintf("row %d refers to a row of %s that is not there", row.Int64, parent))
		return err
	}, `PRAGMA foreign_key_check`)
}

func countRows(tx *db.Tx, r *Result) (err error) {
	for _, c := range []struct {
		n     *int
		query string
	}{
		{&r.Projects, `SELECT count(*) FROM projects`}, {&r.Persons, `SELECT count(*) FROM persons`}, {&r.Meetings, `SELECT count(*) FROM meetings`},
		{&r.Changes, `SELECT count(*) FROM phase_changes`}, {&r.Grants, `SELECT count(*) FROM grant_awards`},
	} {
		if *c.n, err = tx.Count(c.query); err != nil {
			return err
		}
	}
	return nil
}

// ask puts the questions that one statement answers: each row is a finding.
func ask(tx *db.Tx, r *Result) error {
	for _, q := range questions {
		var args []any
		for range strings.Count(q.query, "?") {
			args = append(args, tx.Now()) // the present moment is all that a question may need
		}
		err := tx.Each(func(rows *sql.Rows) error {
			var subject, text string
			err := rows.Scan(&subject, &text)
			r.add(q.check, subject, text)
			return err
		}, q.query, args...)
		if err != nil {
			return fmt.Errorf("%s: %w", q.check, err)
		}
	}
	return nil
}

func checkHistories(tx *db.Tx, r *Result) error {
	h := historian{result: r}
	err := tx.Each(func(rows *sql.Rows) error {
		var c change
		err := rows.Scan(&c.ref, &c.phase, &c.startedOn, &c.enteredOn, &c.left, &c.seq, &c.from, &c.to, &c.effectiveOn, &c.detail)
		h.next(c)
		return err
	}, `SELECT p.ref, p.phase, CAST(p.phase_started_on AS TEXT), COALESCE(CAST(p.entered_on AS TEXT), ''), COALESCE(CAST(p.left_on AS TEXT), ''),
		c.seq, c.from_phase, c.to_phase, CAST(`+programme.StepDay+` AS TEXT), c.detail
		FROM phase_changes c JOIN projects p ON p.id = c.project_id ORDER BY c.project_id, c.seq`)
	h.close()
	return err
}

// checkClocks recomputes the end of each running phase and its open suspension.
func checkClocks(tx *db.Tx, r *Result) error {
	pauses, err := allPauses(tx)
	if err != nil {
		return err
	}
	terms, err := allTerms(tx)
	if err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var p programme.Project
		var months int
		err := rows.Scan(&p.ID, &p.Ref, &p.Phase, &p.PhaseStartedOn, &p.PhaseEndsOn, &p.SuspendedOn, &p.TermsID, &months)
		if err != nil {
			return err
		}
		var ends, suspended models.Date
		if p.Phase.IsClocked() {
			t, known := terms[p.TermsID]
			if !known {
				r.add("clock", p.Ref, "is accompanied without terms")
				return nil
			}
			clock := t.ClockOf(p.Phase, p.PhaseStartedOn, months, pauses[pausesKey{p.ID, p.Phase}])
			ends = journey.PlannedEnd(clock, tx.Today())
			if open, ok := clock.OpenSuspension(); ok {
				suspended = open.From
			}
		}
		if p.PhaseEndsOn != ends {
			r.add("clock", p.Ref, fmt.Sprintf("phase_ends_on is %q, its clock says %q", p.PhaseEndsOn, ends))
		}
		if p.SuspendedOn != suspended {
			r.add("clock", p.Ref, fmt.Sprintf("suspended_on is %q, its suspensions say %q", p.SuspendedOn, suspended))
		}
		return nil
	}, `SELECT p.id, p.ref, p.phase, p.phase_started_on, p.phase_ends_on, p.suspended_on, COALESCE(p.terms_id, 0), COALESCE(x.months, 0)
		FROM projects p LEFT JOIN (SELECT project_id, phase, CAST(SUM(months) AS BIGINT) AS months FROM extensions GROUP BY project_id, phase) x
			ON x.project_id = p.id AND x.phase = p.phase
		WHERE p.phase IN ('coaching', 'test') OR p.phase_ends_on IS NOT NULL OR p.suspended_on IS NOT NULL`)
}

type pausesKey struct {
	project int64
	phase   programme.Phase
}

func allPauses(tx *db.Tx) (map[pausesKey][]programme.Suspension, error) {
	pauses := map[pausesKey][]programme.Suspension{}
	err := tx.Each(func(rows *sql.Rows) error {
		var k pausesKey
		var s programme.Suspension
		err := rows.Scan(&k.project, &k.phase, &s.From, &s.To)
		pauses[k] = append(pauses[k], s)
		return err
	}, `SELECT project_id, phase, from_on, to_on FROM suspensions ORDER BY project_id, from_on, id`)
	return pauses, err
}

func allTerms(tx *db.Tx) (map[int64]programme.Terms, error) {
	programmes, err := programme.Programmes(tx)
	terms := map[int64]programme.Terms{}
	for _, p := range programmes {
		list, err := programme.AllTerms(tx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			terms[t.ID] = t
		}
	}
	return terms, err
}

// checkSearch recomputes what lists search and sort by.
func checkSearch(tx *db.Tx, r *Result) error {
	return tx.Each(func(rows *sql.Rows) error {
		var ref, title, search, first, last, sortKey string
		err := rows.Scan(&ref, &title, &search, &first, &last, &sortKey)
		if want := programme.SearchText(ref, programme.FullName(first, last), title); search != want {
			r.add("search", ref, fmt.Sprintf("is found by %q, should be by %q", search, want))
		}
		if want := models.Fold(last + " " + first); sortKey != want {
			r.add("search", ref, fmt.Sprintf("the holder is sorted by %q, should be by %q", sortKey, want))
		}
		return err
	}, `SELECT p.ref, p.title, p.search, h.first_name, h.last_name, h.sort_key FROM projects p JOIN persons h ON h.id = p.person_id ORDER BY p.id`)
}

// checkNumbers holds every series against the references that were given from it.
func checkNumbers(tx *db.Tx, r *Result) error {
	last := map[string]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var name string
		var n int
		err := rows.Scan(&name, &n)
		last[name] = n
		return err
	}, `SELECT name, last FROM sequences`)
	if err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var prefix, ref string
		err := rows.Scan(&prefix, &ref)
		i := strings.LastIndex(ref, "-")
		n, bad := strconv.Atoi(ref[i+1:])
		switch {
		case i < 0 || bad != nil:
			r.add("number", ref, "is no reference of a series")
		case n > last[prefix+ref[:i]]:
			r.add("number", ref, fmt.Sprintf("the series %s stands at %d and would give it again", prefix+ref[:i], last[prefix+ref[:i]]))
		}
		return err
	}, `SELECT '', ref FROM projects UNION ALL SELECT '', ref FROM cohorts UNION ALL SELECT '', ref FROM committees
		UNION ALL SELECT 'paper-', number FROM issued_papers`)
}

// checkGaps looks for numbers of papers that were given and that no paper bears: none is ever taken out.
func checkGaps(tx *db.Tx, r *Result) error {
	return tx.Each(func(rows *sql.Rows) error {
		var series string
		var last, papers int
		if err := rows.Scan(&series, &last, &papers); err != nil {
			return err
		}
		if last != papers {
			r.add("number", series, fmt.Sprintf("%d numbers were given, %d papers bear one", last, papers))
		}
		return nil
	}, `SELECT s.name, s.last, (SELECT count(*) FROM issued_papers p WHERE 'paper-' || p.number LIKE s.name || '-%') FROM sequences s WHERE s.name LIKE 'paper-%' ORDER BY s.name`)
}

// checkCopies holds every signed copy against its sum. Those of a dossier that was erased have lost their bytes.
func checkCopies(tx *db.Tx, r *Result) error {
	return tx.Each(func(rows *sql.Rows) error {
		var number, want string
		var size int
		var content sql.RawBytes
		if err := rows.Scan(&number, &want, &size, &content); err != nil {
			return err
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != want || len(content) != size {
			r.add("signature", number, "a signed copy has other bytes than those that were kept")
		}
		return nil
	}, `SELECT p.number, z.sha256, z.size, z.bytes FROM paper_scans z JOIN issued_papers p ON p.id = z.paper_id
		WHERE NOT EXISTS (SELECT 1 FROM erasures e WHERE e.project_id = z.project_id) ORDER BY z.id`)
}

// checkPapers holds every issued paper against its sum. Those of a dossier that was erased have lost their bytes.
func checkPapers(tx *db.Tx, r *Result) error {
	return tx.Each(func(rows *sql.Rows) error {
		var number, want string
		var content sql.RawBytes
		if err := rows.Scan(&number, &want, &content); err != nil {
			return err
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != want {
			r.add("paper", number, "its bytes are not those that were issued")
		}
		return nil
	}, `SELECT number, sha256, pdf FROM issued_papers p WHERE NOT EXISTS (SELECT 1 FROM erasures e WHERE e.project_id = p.project_id) ORDER BY id`)
}
