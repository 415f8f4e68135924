package mail

import (
	"context"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/outbox"
)

func TestInterviewLetters(t *testing.T) {
	at := models.InstantOf(models.Date("2026-12-01").At(9, 30))
	facts := map[string]any{"ref": "JI-2026-0042", "held_on": "2026-12-02", "starts_at": float64(at), "minutes": float64(30), "place": "Salle <1>",
		"uid": "u1@eclosion", "sequence": float64(2), "until": float64(at - 24*3600*1000)}
	for kind, want := range map[outbox.Kind][]string{
		outbox.InterviewOpen:      {"Le comité du 2 décembre 2026", "JI-2026-0042", "http://test/candidatures/JI-2026-0042/entretien"},
		outbox.InterviewBooked:    {"est fixé", "mardi 1er décembre 2026 à 09:30, pendant 30 min", "Salle <1>", "jusqu’au 30/11/2026 à 09:30", "SEQUENCE:2", "METHOD:PUBLISH", "DTSTART:20261201T083000Z", "UID:u1@eclosion"},
		outbox.InterviewMoved:     {"a changé de moment", "mardi 1er décembre 2026 à 09:30", "SEQUENCE:2", "METHOD:PUBLISH", "UID:u1@eclosion"},
		outbox.InterviewCancelled: {"est annulé", "mardi 1er décembre 2026 à 09:30", "METHOD:CANCEL", "SEQUENCE:2", "UID:u1@eclosion", "http://test/candidatures/JI-2026-0042"},
	} {
		l, err := Compose(context.Background(), kind, facts, "http://test/")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(append(append([]string{l.Button.Href, string(l.Calendar)}, l.Paragraphs...), l.After...), "\n"))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", kind, w, text)
			}
		}
		if strings.Contains(l.Subject, "JI-") || strings.ContainsAny(l.Subject, "0123456789") {
			t.Errorf("%s: the subject tells too much: %s", kind, l.Subject)
		}
	}
}
