package jobs_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"eclosion/handlers/jobs"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/outbox"
)

// A demonstration without a mail server shows each mail once, with its link.
func TestMailsArePrintedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var out bytes.Buffer
		m := &jobs.Mailer{DB: d, BaseURL: "http://test", Print: &out}
		put(t, d, message("a"), message("b"))
		for round, want := range []int{2, 0} {
			if sent, err := m.Round(context.Background()); err != nil || sent != want {
				t.Fatalf("round %d: %d, %v", round, sent, err)
			}
		}
		for _, to := range []string{"a@test.be", "b@test.be"} {
			if n := strings.Count(out.String(), "--- "+to+": "); n != 1 {
				t.Errorf("%s is printed %d times: %s", to, n, out.String())
			}
		}
		invitation := message("c")
		invitation.Kind = outbox.Invitation
		put(t, d, invitation)
		if sent, err := m.Round(context.Background()); err != nil || sent != 0 || strings.Contains(out.String(), "c@test.be") {
			t.Errorf("an invitation whose link stands on a page was printed: %d, %v", sent, err)
		}
		if got := row(t, d, "a"); !strings.HasPrefix(got, "sent") {
			t.Errorf("a is %s", got)
		}
	})
}
