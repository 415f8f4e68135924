package notice_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/notice"
	"eclosion/models/reporting"
)

func TestCheckSignOff(t *testing.T) {
	for _, test := range []struct {
		s    notice.SignOff
		want string
	}{
		{notice.SignOff{Side: notice.House, Name: "Marc", Role: "Directeur", On: "2026-11-20"}, ""},
		{notice.SignOff{Side: notice.House, Name: "Marc", Role: "Directeur", On: "2026-11-25"}, ""},
		{notice.SignOff{Side: notice.House, Name: "Marc", On: "2026-11-20"}, "house_role:required"},
		{notice.SignOff{Side: notice.Holder, Name: "Zoé", On: "2026-11-20"}, ""},
		{notice.SignOff{Side: notice.Holder, Name: "Zoé", On: "2026-11-19"}, "holder_on:not_before"},
		{notice.SignOff{Side: notice.Holder, Name: "Zoé", On: "2026-11-26"}, "holder_on:future"},
		{notice.SignOff{Side: notice.Holder, On: "2026-13-26"}, "holder_name:required holder_on:date"},
		{notice.SignOff{Side: notice.Holder, Name: strings.Repeat("é", 120)}, "holder_on:required"},
		{notice.SignOff{Side: notice.Holder, Name: strings.Repeat("é", 121), Role: strings.Repeat("é", 121), On: "2026-11-20"}, "holder_name:max holder_role:max"},
	} {
		var got []string
		for _, f := range notice.CheckSignOff(test.s, "2026-11-20", "2026-11-25") {
			got = append(got, f.Field+":"+f.Code)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%+v: %v, want %s", test.s, got, test.want)
		}
	}
}

func TestSigning(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		number := tw.mustIssue("coaching")
		house := notice.SignOff{Side: notice.House, Name: " Marc ", Role: "Directeur", On: "2026-11-23"}
		zoe := notice.SignOff{Side: notice.Holder, Name: "Zoé", On: "2026-11-23"}
		nobody := notice.SignOff{Side: notice.Holder}
		renamed := house
		renamed.Name = "Marc Dupont"
		for _, test := range []struct {
			who     string
			version int
			list    []notice.SignOff
			want    string
		}{
			{"coach", 0, []notice.SignOff{house}, "access.denied"}, {"holder", 0, []notice.SignOff{house}, "access.denied"}, {"elsewhere", 0, []notice.SignOff{house}, "paper.not_found"},
			{"manager", 0, []notice.SignOff{nobody}, "form.invalid house_name:required"}, {"manager", 1, []notice.SignOff{house}, "signature.stale"},
			{"manager", 0, []notice.SignOff{house, nobody}, ""}, {"manager", 0, []notice.SignOff{house, zoe}, "signature.stale"}, {"manager", 1, []notice.SignOff{house, zoe}, ""},
			{"manager", 2, []notice.SignOff{house, zoe}, ""}, {"manager", 2, []notice.SignOff{renamed, nobody}, "form.invalid holder_name:required holder_on:required"}, {"chief", 2, []notice.SignOff{renamed, zoe}, ""},
		} {
			err := tw.try(test.who, func(tx *db.Tx) error { return notice.Sign(tx, number, test.version, test.list) })
			if got := code(err); got != test.want {
				t.Errorf("%+v: %q", test, got)
			}
		}
		tw.must("holder", func(tx *db.Tx) error {
			p, err := notice.Load(tx, number)
			if p.Signed() != 2 || p.Held(notice.House).Name != "Marc Dupont" || p.Held(notice.Holder).Name != "Zoé" || len(p.SignOffs) != 3 || p.SignOffs[0].Name != "Marc" || p.SignOffs[2].By != "chief" {
				t.Errorf("%+v", p.SignOffs)
			}
			return err
		})
		tw.holds(map[string]int{`SELECT count(*) FROM audit_entries WHERE action = 'paper.sign'`: 3, `SELECT count(*) FROM paper_signoffs WHERE project_id IS NOT NULL`: 3})
		for _, statement := range []string{`UPDATE paper_signoffs SET name = 'x'`, `DELETE FROM paper_signoffs`, `UPDATE notices SET content = '{}'`, `DELETE FROM notices`} {
			if err := tw.try("operator", func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err == nil {
				t.Errorf("history was edited: %s", statement)
			}
		}
		if _, err := tw.issue("manager", "coaching", "autrement"); err != nil {
			t.Fatal(err)
		}
		err := tw.try("manager", func(tx *db.Tx) error { return notice.Sign(tx, number, 3, []notice.SignOff{zoe}) })
		if code(err) != "notice.replaced" {
			t.Errorf("a replaced paper: %v", err)
		}
	})
}

func file(t *testing.T, text string) documents.File {
	t.Helper()
	f, err := documents.Check("signé.pdf", []byte("%PDF-1.4\n% "+text+"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSignedCopies(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		number := tw.mustIssue("coaching")
		one, two := file(t, "un"), file(t, "deux")
		for _, test := range []struct {
			who   string
			f     documents.File
			seen  documents.Scan
			known bool
			want  string
		}{
			{"coach", one, documents.Clean, false, "access.denied"}, {"elsewhere", one, documents.Clean, false, "paper.not_found"}, {"manager", one, documents.Infected, false, "document.infected"},
			{"manager", one, documents.Clean, false, ""}, {"chief", one, documents.Clean, true, ""}, {"manager", two, documents.Unscanned, false, ""}, {"manager", one, documents.Clean, false, ""},
		} {
			var known bool
			err := tw.try(test.who, func(tx *db.Tx) (err error) { known, err = notice.Attach(tx, number, test.f, test.seen); return err })
			if code(err) != test.want || known != test.known {
				t.Errorf("%s: %v %v, want %q %v", test.who, err, known, test.want, test.known)
			}
		}
		tw.must("holder", func(tx *db.Tx) error {
			s, content, err := notice.Copy(tx, number, 2)
			if string(content) != string(two.Content()) || s.Seen != documents.Unscanned || s.Name != "signé.pdf" {
				t.Errorf("copy %+v", s)
			}
			return err
		})
		for who, n := range map[string]int{"holder": 4, "other": 1} {
			if err := tw.try(who, func(tx *db.Tx) error { _, _, err := notice.Copy(tx, number, n); return err }); !models.IsKind(err, models.NotFound) {
				t.Errorf("%s copy %d: %v", who, n, err)
			}
		}
		tw.holds(map[string]int{`SELECT count(*) FROM paper_scans`: 3, `SELECT count(*) FROM audit_entries WHERE action = 'paper.scan'`: 3})
		tw.must("operator", func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO paper_scans (paper_id, number, name, media_type, size, sha256, bytes, scan, added_at) SELECT paper_id, number + 20, name, media_type, size, sha256, bytes, scan, added_at FROM paper_scans`)
			for range 3 {
				if err == nil {
					_, err = tx.Exec(`INSERT INTO paper_scans (paper_id, number, name, media_type, size, sha256, bytes, scan, added_at)
						SELECT paper_id, number + (SELECT MAX(number) FROM paper_scans), name, media_type, size, sha256, bytes, scan, added_at FROM paper_scans`)
				}
			}
			return err
		})
		if err := tw.try("manager", func(tx *db.Tx) error { return notice.MayAttach(tx, number) }); code(err) != "notice.many_scans" {
			t.Errorf("too many: %v", err)
		}
	})
}

func TestTheRegisterIsWhatTheDoorsAllow(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.mustIssue("coaching")
		home := tw.ref
		tw.ref = tw.far
		if _, err := tw.issue("elsewhere", "coaching", ""); err != nil {
			t.Fatal(err)
		}
		tw.ref = home
		for _, who := range []string{"chief", "manager"} { // a year's paper is of no site
			tw.must(who, func(tx *db.Tx) error {
				number, err := reporting.NextNumber(tx, reporting.KindYear)
				if err != nil {
					return err
				}
				return reporting.Issue(tx, reporting.Issued{Number: number, Kind: reporting.KindYear, SubjectRef: "2026", Title: "Année", PDF: []byte(number)})
			})
		}
		tw.must("manager", func(tx *db.Tx) error {
			return reporting.Issue(tx, reporting.Issued{Number: "RC-2026-0001", Kind: reporting.KindCohort, SubjectRef: tw.cohort.Ref, Title: "Cohorte", PDF: []byte("c")})
		})
		all := []string{"CA-2026-0001", "CA-2026-0002", "RA-2026-0001", "RA-2026-0002", "RC-2026-0001"}
		want := map[string]string{"chief": strings.Join(all, " "), "manager": "CA-2026-0001 RA-2026-0002 RC-2026-0001", "elsewhere": "CA-2026-0002"}
		for who, numbers := range want {
			got := tw.register(who, notice.Filter{})
			slices.Sort(got)
			if strings.Join(got, " ") != numbers {
				t.Errorf("%s: %v, want %s", who, got, numbers)
			}
			for _, n := range all { // the list and the door agree
				err := tw.try(who, func(tx *db.Tx) error { _, err := notice.Load(tx, n); return err })
				if listed := slices.Contains(got, n); listed != (err == nil) {
					t.Errorf("%s, %s: listed %v, opened %v", who, n, listed, err)
				}
				sum := ""
				tw.must("operator", func(tx *db.Tx) error {
					_, err := tx.Get([]any{&sum}, `SELECT sha256 FROM issued_papers WHERE number = ?`, n)
					return err
				})
				tw.must(who, func(tx *db.Tx) error {
					e, _, found, err := notice.ByHash(tx, sum)
					if found != slices.Contains(got, n) || found && e.Number != n {
						t.Errorf("%s: %s by its hash: %v %s", who, n, found, e.Number)
					}
					return err
				})
			}
		}
		for _, who := range []string{"coach", "holder", "admin"} {
			err := tw.try(who, func(tx *db.Tx) error { _, _, err := notice.Register(tx, notice.Filter{}); return err })
			err2 := tw.try(who, func(tx *db.Tx) error { _, _, _, err := notice.ByHash(tx, ""); return err })
			if code(err) != "access.denied" || code(err2) != "access.denied" {
				t.Errorf("%s: %v, %v", who, err, err2)
			}
		}
	})
}

func (tw *town) register(who string, f notice.Filter) (numbers []string) {
	tw.t.Helper()
	tw.must(who, func(tx *db.Tx) error {
		for {
			list, next, err := notice.Register(tx, f)
			for _, e := range list {
				numbers = append(numbers, e.Number)
			}
			if f.Before = next; err != nil || next == 0 {
				return err
			}
		}
	})
	return numbers
}

func TestFiltersOfTheRegister(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.mustIssue("coaching")
		if _, err := tw.issue("manager", "coaching", "autre"); err != nil {
			t.Fatal(err)
		}
		tw.must("manager", func(tx *db.Tx) error {
			zoe := notice.SignOff{Side: notice.Holder, Name: "Zoé", On: tx.Today()}
			return notice.Sign(tx, "CA-2026-0002", 0, []notice.SignOff{zoe})
		})
		tw.clock.Set("2027-01-01")
		id := int64(tw.count(`SELECT id FROM projects WHERE ref = ?`, tw.ref))
		tw.must("operator", func(tx *db.Tx) error {
			days, err := notice.UnsignedSince(tx, `p.ref = ?`, tw.ref)
			none, err2 := notice.UnsignedSince(tx, `p.ref = ?`, tw.far)
			if len(days) != 1 || days[id] != "2026-11-23" || len(none) != 0 {
				t.Errorf("unsigned since %v, %v", days, none)
			}
			return errors.Join(err, err2)
		})
		tw.coaching()
		tw.ask(award)
		letter := tw.mustIssue("award-1")
		tw.must("manager", func(tx *db.Tx) error {
			return notice.Sign(tx, letter, 0, []notice.SignOff{{Side: notice.House, Name: "Marc", Role: "Directeur", On: tx.Today()}, {Side: notice.Holder, Name: "n'y signe pas", On: tx.Today()}})
		})
		tw.must("manager", func(tx *db.Tx) error {
			return notice.Sign(tx, "CA-2026-0002", 1, []notice.SignOff{{Side: notice.House, Name: "Marc", Role: "Directeur", On: tx.Today()}, {Side: notice.Holder, Name: "Zoé", On: "2026-11-23"}})
		})
		tw.must("operator", func(tx *db.Tx) error {
			days, err := notice.UnsignedSince(tx, `p.ref = ?`, tw.ref) // the paper that was replaced waits for nobody
			if len(days) != 0 {
				t.Errorf("signed, and unsigned since %v", days)
			}
			return err
		})
		for f, want := range map[notice.Filter]string{
			{}: "LB-2027-0001 CA-2026-0002 CA-2026-0001", {Kind: "grant"}: "LB-2027-0001", {Year: 2026}: "CA-2026-0002 CA-2026-0001", {Year: 2027}: "LB-2027-0001", {Subject: tw.ref}: "LB-2027-0001 CA-2026-0002 CA-2026-0001",
			{Subject: tw.far}: "", {SiteID: tw.cohort.SiteID}: "LB-2027-0001 CA-2026-0002 CA-2026-0001", {SiteID: tw.cohort.SiteID + 1}: "", {Signed: "oui"}: "LB-2027-0001 CA-2026-0002", {Signed: "non"}: "",
		} {
			if got := strings.Join(tw.register("chief", f), " "); got != want {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
		tw.must("manager", func(tx *db.Tx) error {
			list, _, err := notice.Register(tx, notice.Filter{})
			if e := list[2]; e.ReplacedBy != "CA-2026-0002" || e.Asked != 2 || list[1].Signed != 2 || list[0].Asked != 1 || list[0].Signed != 1 {
				t.Errorf("%+v", list)
			}
			return err
		})
	})
}

func TestPagesOfTheRegister(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		const papers = 2*notice.PageSize + 3
		tw.must("operator", func(tx *db.Tx) error {
			for i := range papers {
				content := fmt.Sprint(i)
				if _, err := tx.Exec(`INSERT INTO issued_papers (number, kind, subject_ref, cohort_id, title, sha256, pdf, issued_at) VALUES (?, 'cohort', ?, ?, 'x', ?, ?, 1)`,
					fmt.Sprintf("RC-2026-%04d", i+1), tw.cohort.Ref, tw.cohort.ID, fmt.Sprintf("%x", sha256.Sum256([]byte(content))), []byte(content)); err != nil {
					return err
				}
			}
			return nil
		})
		got := tw.register("manager", notice.Filter{})
		slices.Sort(got)
		if n := len(slices.Compact(got)); n != papers {
			t.Errorf("%d papers on all pages, want %d", n, papers)
		}
	})
}
