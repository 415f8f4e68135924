package mail

import (
	"bytes"
	"context"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"eclosion/models"
	"eclosion/models/outbox"
)

var sessionFacts = map[string]any{
	"session": "abc", "token": "jeton", "state": "confirmed", "rank": 3.0, "programmes": "Job'In", "site": "Liège", "place": "rue de la Coquille 1", "remote": "yes",
	"online": "https://reunion.test/x", "partner": "Cepegra", "notes": "Apportez\nEND:VEVENT", "sequence": 4.0, "minutes": 90.0, "reason": "Salle inondée",
	"starts_at": float64(models.InstantOf(models.Date("2026-12-03").At(18, 0))), "was_at": float64(models.InstantOf(models.Date("2026-12-01").At(18, 0))),
	"stamp": float64(models.InstantOf(models.Date("2026-11-23").At(9, 0))), "house": "Couveuse", "house_email": "bonjour@couveuse.test",
}

// Each letter says what, when and where, leads to what one can do, and carries the entry that a calendar needs.
func TestSessionLetters(t *testing.T) {
	const own, all = "http://test/inscriptions/jeton", "http://test/seances"
	for _, c := range []struct {
		kind           outbox.Kind
		state          string
		says           []string
		button, method string
	}{
		{outbox.SessionConfirmed, "confirmed", []string{"Vous avez une place", "En ligne : https://reunion.test/x", "Bon à savoir", "Cepegra"}, own, "PUBLISH"},
		{outbox.SessionWaiting, "waiting", []string{"au rang 3 de la liste"}, own, ""},
		{outbox.SessionPromoted, "confirmed", []string{"elle est à vous"}, own, "PUBLISH"},
		{outbox.SessionMoved, "confirmed", []string{"prévue le mardi 1er décembre 2026 à 18:00 change", "Votre place est gardée"}, own, "PUBLISH"},
		{outbox.SessionMoved, "waiting", []string{"Vous restez sur la liste d'attente"}, own, ""},
		{outbox.SessionCancelled, "confirmed", []string{"n'aura pas lieu"}, all, "CANCEL"},
		{outbox.SessionCancelled, "waiting", []string{"n'aura pas lieu"}, all, ""},
		{outbox.SessionLeft, "cancelled", []string{"vous ne viendrez pas"}, all, "CANCEL"},
		{outbox.SessionReminder, "confirmed", []string{"C'est demain"}, own, ""},
	} {
		facts := map[string]any{}
		for k, v := range sessionFacts {
			facts[k] = v
		}
		facts["state"] = c.state
		l, err := Compose(context.Background(), c.kind, facts, "http://test/")
		if err != nil {
			t.Fatal(err)
		}
		text := plainly(strings.Join(append(append([]string{}, l.Paragraphs...), l.After...), "\n"))
		for _, want := range append(c.says, "jeudi 3 décembre 2026 à 18:00", "rue de la Coquille 1", "1 h 30") {
			if !strings.Contains(text, want) {
				t.Errorf("%s (%s) does not say %q: %s", c.kind, c.state, want, text)
			}
		}
		for _, private := range []string{"Job'In", "Liège", "Cepegra", "3"} {
			if strings.Contains(plainly(l.Subject), private) {
				t.Errorf("%s: the subject tells %q", c.kind, private)
			}
		}
		if l.Button == nil || l.Button.Href != c.button {
			t.Errorf("%s (%s) leads to %+v", c.kind, c.state, l.Button)
		}
		if (l.Quote == "Salle inondée") != (c.kind == outbox.SessionCancelled) {
			t.Errorf("%s quotes %q", c.kind, l.Quote)
		}
		checkEntry(t, c.kind, l.Calendar, c.method)
	}
}

func checkEntry(t *testing.T, kind outbox.Kind, file []byte, method string) {
	t.Helper()
	if method == "" {
		if file != nil {
			t.Errorf("%s carries an entry", kind)
		}
		return
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(file))
	if err != nil || len(cal.Events()) != 1 {
		t.Fatal(kind, err)
	}
	e := cal.Events()[0]
	if e.Id() != "seance-abc@eclosion" || e.GetProperty(ics.ComponentPropertySequence).Value != "4" || !strings.Contains(string(file), "METHOD:"+method+"\r\n") {
		t.Errorf("%s:\n%s", kind, file)
	}
	if start, err := e.GetStartAt(); err != nil || models.InstantOf(start) != models.InstantOf(models.Date("2026-12-03").At(18, 0)) {
		t.Errorf("%s starts at %v", kind, start)
	}
}

// plainly turns the spaces and apostrophes of French typography into typed ones.
func plainly(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(s)
}
