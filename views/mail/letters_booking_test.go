package mail

import (
	"context"
	"strings"
	"testing"

	"github.com/emersion/go-ical"

	"eclosion/models"
	"eclosion/models/outbox"
)

// Each letter says what and when, leads to what one can do, and carries the entry that takes the last one's place.
func TestBookingLetters(t *testing.T) {
	facts := func(side string, more map[string]any) map[string]any {
		f := map[string]any{"side": side, "meeting": "abc", "sequence": 3.0, "stamp": float64(models.InstantOf(models.Date("2026-11-23").At(9, 0))),
			"starts_at": float64(models.InstantOf(models.Date("2026-12-01").At(9, 30))), "minutes": 60.0, "kind": "coaching", "medium": "in_person", "place": "Bureau <3>; \\",
			"coaches": "Amélie Peeters", "to": "zoe@x.be", "house": "Job'In", "house_email": "bonjour@couveuse.be", "ref": "JI-2026-0042", "topic": "Mes prix", "booked": "yes",
			"until": float64(models.InstantOf(models.Date("2026-11-30").At(9, 30))), "word": "Je suis malade."}
		if side == "coach" {
			f["holder"] = "Zoë D'Hondt"
		}
		for k, v := range more {
			f[k] = v
		}
		return f
	}
	was := map[string]any{"was_at": float64(models.InstantOf(models.Date("2026-11-30").At(9, 0)))}
	for _, c := range []struct {
		kind   outbox.Kind
		side   string
		more   map[string]any
		method string
		says   []string
	}{
		{outbox.BookingPlanned, "holder", nil, "REQUEST", []string{"Vous avez rendez-vous avec Amélie Peeters", "mardi 1er décembre 2026 à 09:30, pendant 1 h", "Bureau <3>", "Mes prix", "http://test/rendez-vous/abc", "jusqu’au 30/11/2026 à 09:30"}},
		{outbox.BookingPlanned, "coach", nil, "REQUEST", []string{"Zoë D'Hondt (JI-2026-0042) a pris un rendez-vous", "Mes prix", "http://test/agenda/rencontres/abc"}},
		{outbox.BookingPlanned, "holder", map[string]any{"booked": ""}, "REQUEST", []string{"Prévenez la couveuse"}},
		{outbox.BookingMoved, "holder", was, "REQUEST", []string{"Votre rendez-vous du lundi 30 novembre 2026 à 09:00", "mardi 1er décembre 2026 à 09:30", "Je suis malade."}},
		{outbox.BookingMoved, "coach", was, "REQUEST", []string{"Zoë D'Hondt (JI-2026-0042)"}},
		{outbox.BookingCancelled, "holder", nil, "CANCEL", []string{"Le rendez-vous du mardi 1er décembre 2026 à 09:30, pour le dossier JI-2026-0042, est annulé", "Je suis malade.", "http://test/rendez-vous"}},
		{outbox.BookingCancelled, "coach", map[string]any{"by": "holder"}, "CANCEL", []string{"avec Zoë D'Hondt", "qui l’annule", "http://test/agenda?semaine=2026-12-01"}},
		{outbox.BookingReminder, "holder", nil, "REQUEST", []string{"demain avec Amélie Peeters"}},
	} {
		l, err := Compose(context.Background(), c.kind, facts(c.side, c.more), "http://test/")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(append(append([]string{l.Button.Href, l.Quote}, l.Paragraphs...), l.After...), "\n"))
		for _, says := range c.says {
			if !strings.Contains(text, says) {
				t.Errorf("%s to the %s does not say %q:\n%s", c.kind, c.side, says, text)
			}
		}
		for _, personal := range []string{"Zoë", "Amélie", "JI-2026", "Mes prix", "malade"} {
			if strings.Contains(l.Subject, personal) {
				t.Errorf("%s: the subject tells %q: %s", c.kind, personal, l.Subject)
			}
		}
		if c.side == "holder" && strings.Contains(text, "Zoë D'Hondt") {
			t.Errorf("%s names the holder to themselves as somebody else", c.kind)
		}
		invited(t, c.method, l.Calendar)
	}
}

func invited(t *testing.T, method string, file []byte) {
	t.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(string(file))).Decode()
	if err != nil || len(cal.Events()) != 1 {
		t.Fatalf("%v: %s", err, file)
	}
	e := cal.Events()[0]
	start, err := e.DateTimeStart(models.Brussels)
	get := func(name string) string { return e.Props.Get(name).Value }
	status := map[string]string{"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method]
	if err != nil || models.InstantOf(start) != models.InstantOf(models.Date("2026-12-01").At(9, 30)) || cal.Props.Get("METHOD").Value != method || get("UID") != "rencontre-abc@eclosion" ||
		get("SEQUENCE") != "3" || get("STATUS") != status || get("ATTENDEE") != "mailto:zoe@x.be" || get("ORGANIZER") != "mailto:bonjour@couveuse.be" ||
		e.Props.Get("ATTENDEE").Params.Get("PARTSTAT") != "ACCEPTED" {
		t.Errorf("the entry, at %v, %v:\n%s", start, err, file)
	}
}
