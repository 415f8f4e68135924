package handlers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"eclosion/handlers"
	"eclosion/models/db"
)

// canary is the text of a private note, in letters that no encoding changes.
const canary = "CANARIQ7X4"

// TestPrivateNotesReachNoHolder walks every page and paper of the product as the
// holder, with every id that exists, and looks for a note's text; then for what
// would tell that there is a note, or who else was at a meeting.
func TestPrivateNotesReachNoHolder(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		to := b.post(s.list(), meetingValues("private_note", canary, "meeting_summary", "Le résumé partagé", "holders", s.other.Ref,
			"action_1_title", "Action du coach", "action_1_owner", s.amelie.PublicID, "action_2_title", "À faire par Zoé",
			"coaches", s.amelie.PublicID)).wants(http.StatusSeeOther).location()
		s.write(func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE persons SET last_name = 'CANARIAUTRE' WHERE id = ?", s.other.PersonID)
			return err
		})
		b.post(to, meetingValues("private_note", canary+" corrigé", "version", "1", "holders", s.other.Ref)).wants(http.StatusSeeOther)
		b.get(to).wants(http.StatusOK).has(canary, "CANARIAUTRE") // the walk below can see it where it is

		z, seen := s.as(s.zoe), 0
		for _, path := range s.everyPage(to) {
			r := z.get(path)
			if r.status >= 500 {
				t.Errorf("%s answers %d", path, r.status)
			}
			text := r.body
			if strings.HasPrefix(r.header.Get("Content-Type"), "application/pdf") {
				text = pdfText(t, []byte(r.body))
				if !strings.Contains(text, s.p.Ref) {
					t.Errorf("%s: its own reference cannot be read, so a note could not either", path)
				}
			}
			for _, secret := range []string{canary, "Note privée", "note privée", "private_note", s.other.Ref, "CANARIAUTRE"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s shows the holder %q", path, secret)
				}
			}
			if r.status == http.StatusOK {
				seen++
			}
		}
		if seen < 4 {
			t.Errorf("only %d pages opened: the walk is broken", seen)
		}
	})
}

// everyPage gives every address that GET answers, with each id of the database in
// the place of each parameter.
func (s *coached) everyPage(meeting string) []string {
	s.t.Helper()
	ids := []string{"1", "2", meeting[strings.LastIndex(meeting, "/")+1:], fmt.Sprint(s.count("SELECT MAX(id) FROM actions"))}
	values := map[string][]string{":ref": {s.p.Ref, s.p.CohortRef}, ":token": {"x"}}
	var list []string
	for _, path := range handlers.Paths(http.MethodGet) {
		filled := []string{""}
		for _, part := range strings.Split(strings.TrimPrefix(path, "/"), "/") {
			choices := []string{part}
			if name, suffix, _ := strings.Cut(part, "."); strings.HasPrefix(part, ":") {
				choices = values[name]
				if choices == nil {
					choices = ids
				}
				if suffix != "" {
					choices = []string{choices[0] + "." + suffix}
				}
			}
			var longer []string
			for _, start := range filled {
				for _, choice := range choices {
					longer = append(longer, start+"/"+choice)
				}
			}
			filled = longer
		}
		list = append(list, filled...)
	}
	return list
}

// pdfText reads a paper as a person would.
func pdfText(t *testing.T, paper []byte) string {
	t.Helper()
	extract := exec.Command("pdftotext", "-", "-")
	extract.Stdin = bytes.NewReader(paper)
	out, err := extract.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}
