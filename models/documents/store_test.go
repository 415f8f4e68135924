package documents_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

func TestAddAndOpen(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		content := pdf("cv de Zoë", 0)
		d := tw.add("zoe", "cv", content)
		if d.Label != "Curriculum vitae" || d.MediaType != documents.PDF || d.Size != len(content) || d.AddedByName != "zoe" ||
			d.Review != documents.New || d.Scan != documents.Unscanned || d.AddedAt.IsZero() || !d.Counts() {
			t.Errorf("stored as %+v", d)
		}
		tw.wants("what is missing", tw.missing(), "[forem]")
		tw.wants("what is missing, with what a gate needs", tw.missing("accord_cpas", "cv"), "[forem]")
		tw.must("zoe", func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.ref, access.DocumentRead)
			if err != nil {
				return err
			}
			got, stored, err := documents.Open(tx, p, d.PublicID)
			if !bytes.Equal(stored, content) || got.PublicID != d.PublicID {
				t.Errorf("opened %d bytes of %s", len(stored), got.PublicID)
			}
			return err
		})
		tw.wants("audit", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'document.add' AND project_id = ?`, tw.id), 1)
		for _, c := range []struct {
			code string
			want bool
		}{{"cv", true}, {"forem", false}} {
			tw.must("zoe", func(tx *db.Tx) error {
				has, err := documents.Has(tx, tw.id, c.code)
				tw.wants("has "+c.code, has, c.want)
				return err
			})
		}
	})
}

// Who may not see the dossier finds none; who may only read it adds nothing.
func TestWhoAdds(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		f := checked(t, "a.pdf", pdf("a", 0))
		for name, want := range map[string]string{"ali": "project.not_found", "manager": "project.not_found", "jury": "project.not_found", "admin": "project.not_found"} {
			tw.refuses(name, want, tw.adding("cv", f))
		}
		tw.refuses("zoe", "category:oneof", tw.adding("sans_nom", f))
		tw.phase(programme.Submitted)
		tw.refuses("coach", "access.denied", tw.adding("cv", f)) // reads the site's dossiers, and coaches not this one
		tw.refuses("far", "project.not_found", tw.adding("cv", f))
		tw.must("manager", tw.adding("cv", f))
		for _, closed := range []programme.Phase{programme.Declined, programme.Withdrawn, programme.Exited} {
			tw.phase(closed)
			tw.refuses("zoe", "document.closed", tw.adding("forem", f))
		}
		tw.phase(programme.Test)
		tw.must("zoe", tw.adding("forem", f))
	})
}

func TestTheSameFileIsStoredOnce(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		content := pdf("une fois", 5000)
		first := tw.add("zoe", "cv", content)
		tw.must("zoe", func(tx *db.Tx) error {
			again, err := documents.Add(tx, tw.ref, "cv", checked(t, "autre nom.pdf", content), documents.Unscanned)
			if !again.Known || again.PublicID != first.PublicID {
				t.Errorf("the same file again gave %+v", again)
			}
			return err
		})
		other := tw.add("zoe", "forem", content) // one scan with both pieces
		if other.PublicID == first.PublicID {
			t.Error("one document stands for two pieces")
		}
		tw.wants("contents", tw.count(`SELECT count(*) FROM document_contents`), 1)
		tw.wants("documents", tw.count(`SELECT count(*) FROM documents`), 2)
		tw.wants("kept total", tw.count(`SELECT bytes FROM document_totals`), len(content))
		tw.wants("kept files", tw.count(`SELECT files FROM document_totals`), 2)
		tw.wants("traces", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'document.add'`), 2)
	})
}

func TestRemoveAndPutBack(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		content := pdf("à retirer", 0)
		d := tw.add("zoe", "cv", content)
		remove := func(tx *db.Tx) error { _, err := documents.Remove(tx, tw.ref, d.PublicID); return err }
		back := func(tx *db.Tx) error { _, err := documents.PutBack(tx, tw.ref, d.PublicID); return err }
		tw.refuses("ali", "project.not_found", remove)
		tw.must("zoe", remove)
		tw.wants("missing once removed", tw.missing(), "[cv forem]")
		tw.must("zoe", func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.ref, access.DocumentRead)
			if err != nil {
				return err
			}
			_, _, err = documents.Open(tx, p, d.PublicID)
			tw.wants("opening a removed one", code(err), "document.not_found")
			return nil
		})
		tw.must("zoe", remove) // twice is once
		tw.must("zoe", back)
		tw.must("zoe", back)
		tw.wants("missing once put back", tw.missing(), "[forem]")
		tw.must("zoe", remove)
		tw.wants("given again after a removal", tw.add("zoe", "cv", content).PublicID, d.PublicID)
		tw.wants("traces", tw.count(`SELECT count(*) FROM audit_entries WHERE action IN ('document.remove', 'document.restore')`), 4)
		tw.must("zoe", remove)
		tw.must("zoe", func(tx *db.Tx) error { return documents.Purge(tx, tw.id) })
		tw.wants("contents after a purge", tw.count(`SELECT count(*) FROM document_contents`), 0)
		tw.wants("total after a purge", tw.count(`SELECT bytes + files FROM document_totals`), 0)
	})
}

func TestCheckRemove(t *testing.T) {
	mine := documents.Document{AddedBy: 7, Review: documents.New}
	accepted, refused := mine, mine
	accepted.Review, refused.Review = documents.Accepted, documents.Refused
	for _, c := range []struct {
		d     documents.Document
		who   int64
		phase programme.Phase
		want  string
	}{
		{mine, 7, programme.Draft, ""}, {refused, 7, programme.Draft, ""},
		{mine, 8, programme.Draft, "document.not_yours"}, {accepted, 7, programme.Draft, "document.accepted"},
		{mine, 7, programme.Submitted, "document.submitted"}, {mine, 7, programme.Test, "document.submitted"},
	} {
		got := ""
		if p := documents.CheckRemove(c.d, c.who, c.phase); p != nil {
			got = p.Code
		}
		if got != c.want {
			t.Errorf("%s by %d in %s: %q, want %q", c.d.Review, c.who, c.phase, got, c.want)
		}
	}
}

// However many uploads arrive at once, a dossier never holds more than its room.
func TestRoomUnderRace(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		const each = 9 << 20 // five fit, six do not
		var files []documents.File
		for i := range 8 {
			files = append(files, checked(t, "x.pdf", pdf(fmt.Sprintf("%d%s", i, strings.Repeat("-", 2000)), each)))
		}
		var wg sync.WaitGroup
		answers := make([]error, len(files))
		for i, f := range files {
			wg.Go(func() { answers[i] = tw.db.Write(context.Background(), tw.actors["zoe"], tw.adding("autre", f)) })
		}
		wg.Wait()
		stored, full := 0, 0
		for _, err := range answers {
			switch code(err) {
			case "":
				stored++
			case "document.dossier_full":
				full++
			default:
				t.Error(err)
			}
		}
		if stored != 5 || full != 3 {
			t.Errorf("%d stored, %d refused", stored, full)
		}
		tw.wants("contents", tw.count(`SELECT count(*) FROM document_contents`), 5)
		if n := tw.count(`SELECT bytes FROM document_totals`); n > documents.MaxTotal || n != tw.count(`SELECT SUM(length(bytes)) FROM document_contents`) {
			t.Errorf("the total says %d", n)
		}
	})
}

// What was removed gives way when there is no room.
func TestRemovedDocumentsGiveWay(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		const each = 9 << 20
		var first documents.Document
		for i := range 5 {
			d := tw.add("zoe", "autre", pdf(fmt.Sprint("plein ", i, strings.Repeat("-", 2000)), each))
			if i == 0 {
				first = d
			}
		}
		f := checked(t, "x.pdf", pdf("de trop"+strings.Repeat("-", 2000), each))
		tw.refuses("zoe", "document.dossier_full", tw.adding("autre", f))
		tw.must("zoe", func(tx *db.Tx) error { _, err := documents.Remove(tx, tw.ref, first.PublicID); return err })
		tw.must("zoe", tw.adding("autre", f))
		tw.wants("contents", tw.count(`SELECT count(*) FROM document_contents`), 5)
		tw.refuses("zoe", "document.not_found", func(tx *db.Tx) error { _, err := documents.PutBack(tx, tw.ref, first.PublicID); return err })
	})
}

func TestAtMostSoManyFiles(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		for i := range documents.MaxFiles {
			tw.add("zoe", "autre", pdf(fmt.Sprint("n° ", i), 0))
		}
		tw.refuses("zoe", "document.too_many", tw.adding("autre", checked(t, "x.pdf", pdf("un de trop", 0))))
	})
}

func TestEraseAll(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.add("zoe", "cv", pdf("à effacer", 0))
		var other int64
		tw.as(operator, func(tx *db.Tx) error {
			ref, id, err := tw.open(tx, "ali")
			other = id
			if err == nil {
				_, err = documents.Add(tx, ref, "cv", checked(t, "a.pdf", pdf("à garder", 0)), documents.Unscanned)
			}
			return err
		})
		tw.must("zoe", func(tx *db.Tx) error { return documents.EraseAll(tx, tw.id) })
		for _, table := range []string{"documents", "document_contents", "document_totals", "document_requests"} {
			tw.wants(table, tw.count(`SELECT count(*) FROM `+table+` WHERE project_id = ?`, tw.id), 0)
		}
		tw.wants("the other dossier's bytes", tw.count(`SELECT count(*) FROM document_contents WHERE project_id = ?`, other), 1)
	})
}
