package calendar_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"eclosion/models"
	"eclosion/views/calendar"
)

func at(d models.Date, hour, minute int) models.Instant { return models.InstantOf(d.At(hour, minute)) }

func session() calendar.Event {
	return calendar.Event{UID: "session-12@eclosion.test", Sequence: 3, Stamp: at("2026-11-23", 9, 0),
		Start: at("2026-12-03", 18, 0), End: at("2026-12-03", 19, 30), Summary: "Séance d’information, Job’In",
		Location: "rue de la Coquille 1; 4000 Liège", Description: "Première ligne\nDeuxième ligne", URL: "https://eclosion.test/seances/12",
		OrganizerName: "Couveuse « Éclosion »", OrganizerEmail: "bonjour@couveuse.test"}
}

// content is the file as RFC 5545 reads it, written apart from the library: unfolded lines.
func content(t *testing.T, file []byte) []string {
	t.Helper()
	if !utf8.Valid(file) {
		t.Fatal("not UTF-8")
	}
	text := string(file)
	if !strings.HasSuffix(text, "\r\n") {
		t.Fatal("the last line has no end")
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if strings.ContainsAny(l, "\r\n") {
			t.Errorf("a bare CR or LF in %q", l)
		}
		if len(l) > 75 {
			t.Errorf("a line of %d bytes: %q", len(l), l)
		}
		if !utf8.ValidString(l) {
			t.Errorf("a letter was cut: %q", l)
		}
		if rest, folded := strings.CutPrefix(l, " "); folded {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, l)
		}
	}
	return lines
}

func unescaped(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\,`, `,`, `\;`, `;`, `\n`, "\n").Replace(s)
}

func has(t *testing.T, lines []string, want string) {
	t.Helper()
	if !slices.Contains(lines, want) {
		t.Errorf("no line %q in:\n%s", want, strings.Join(lines, "\n"))
	}
}

func TestEvent(t *testing.T) {
	lines := content(t, session().ICS())
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Eclosion//Agenda//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
		"BEGIN:VEVENT", "UID:session-12@eclosion.test", "DTSTAMP:20261123T080000Z", "DTSTART:20261203T170000Z", "DTEND:20261203T183000Z",
		"SEQUENCE:3", `SUMMARY:Séance d’information\, Job’In`, `LOCATION:rue de la Coquille 1\; 4000 Liège`,
		`DESCRIPTION:Première ligne\nDeuxième ligne`, "URL:https://eclosion.test/seances/12",
		"ORGANIZER;CN=Couveuse « Éclosion »:mailto:bonjour@couveuse.test", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if got := session().Type(); got != "text/calendar; charset=utf-8; method=PUBLISH" {
		t.Error(got)
	}
	if !bytes.Equal(session().ICS(), session().ICS()) {
		t.Error("the same event gives other bytes")
	}
}

func TestCancelledEvent(t *testing.T) {
	e := session()
	e.Cancelled, e.Sequence = true, 4
	lines := content(t, e.ICS())
	for _, want := range []string{"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:4", "UID:session-12@eclosion.test"} {
		has(t, lines, want)
	}
	if got := e.Type(); got != "text/calendar; charset=utf-8; method=CANCEL" {
		t.Error(got)
	}
}

// What is missing is left out, not written empty; what would be wrong, too.
func TestLeanEvent(t *testing.T) {
	e := calendar.Event{UID: "x@y", Start: at("2026-12-03", 18, 0), End: at("2026-12-03", 18, 0), Summary: "Rendez-vous",
		URL: "javascript:alert(1)", OrganizerName: "Personne", OrganizerEmail: "pas une adresse"}
	text := strings.Join(content(t, e.ICS()), "\n")
	for _, not := range []string{"DTEND", "LOCATION", "DESCRIPTION", "URL", "ORGANIZER"} {
		if strings.Contains(text, not) {
			t.Errorf("holds %s:\n%s", not, text)
		}
	}
	if !strings.Contains(text, "DTSTAMP:20261203T170000Z") {
		t.Errorf("no stamp:\n%s", text)
	}
}

// On 25 October 2026 the clock shows 02:30 twice, on 28 March 2027 never: in UTC each moment is one.
func TestSummerTime(t *testing.T) {
	for _, c := range []struct {
		name       string
		start, end models.Instant
		from, to   string
	}{
		{"the day summer time ends", at("2026-10-25", 1, 0), at("2026-10-25", 4, 0), "DTSTART:20261024T230000Z", "DTEND:20261025T030000Z"},
		{"the day it begins", at("2027-03-28", 1, 0), at("2027-03-28", 4, 0), "DTSTART:20270328T000000Z", "DTEND:20270328T020000Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := session()
			e.Start, e.End = c.start, c.end
			lines := content(t, e.ICS())
			has(t, lines, c.from)
			has(t, lines, c.to)
		})
	}
}

// Nothing that a person types adds a line, or leaves its property.
func TestHostileText(t *testing.T) {
	for name, text := range map[string]string{
		"line feed":       "Salle 1\nATTENDEE:mailto:x@y.z",
		"crlf":            "Salle 1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:autre",
		"carriage return": "Salle 1\rSTATUS:CANCELLED",
		"separators":      "a\u2028STATUS:CANCELLED\u2029b\u0085METHOD:CANCEL",
		"controls":        "a\x00b\x07c\x1b[31m\v\fd",
		"escapes":         `déjà \n échappé \, et \\ puis ;,:"`,
		"broken":          "é\xff\xc3(",
		"right to left":   "\u202eשלום\u202c مرحبا",
		"emoji":           strings.Repeat("👩🏽‍🎨🐣", 400),
		"no spaces":       strings.Repeat("é", 5000),
		"long":            strings.Repeat("séance d'information, à Liège ; ", 5000/31),
		"spaces":          "a" + strings.Repeat(" ", 500) + "b",
		"folded":          "x\r\n y",
	} {
		t.Run(name, func(t *testing.T) {
			e := session()
			e.UID, e.Summary, e.Location, e.Description, e.OrganizerName = text, text, text, text, text
			e.URL = "https://eclosion.test/" + text
			lines := content(t, e.ICS())
			tokens := map[string]int{}
			for _, l := range lines {
				token, _, _ := strings.Cut(l, ":")
				token, _, _ = strings.Cut(token, ";")
				tokens[token]++
			}
			for _, once := range []string{"METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "LOCATION", "DESCRIPTION", "ORGANIZER", "STATUS"} {
				if tokens[once] != 1 {
					t.Errorf("%d times %s", tokens[once], once)
				}
			}
			delete(tokens, "URL") // left out when the text breaks it
			if len(tokens) != 16 || tokens["ATTENDEE"] != 0 || tokens["BEGIN"] != 2 || tokens["END"] != 2 {
				t.Errorf("other lines: %v", tokens)
			}
			sameReading(t, e, lines)
		})
	}
}

// sameReading holds the library's reading against ours: one event, the same summary.
func sameReading(t *testing.T, e calendar.Event, lines []string) {
	t.Helper()
	cal, err := ics.ParseCalendar(bytes.NewReader(e.ICS()))
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	if start, err := events[0].GetStartAt(); err != nil || models.InstantOf(start) != e.Start {
		t.Errorf("starts at %v, %v", start, err)
	}
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "SUMMARY:") })
	ours := unescaped(strings.TrimPrefix(lines[i], "SUMMARY:"))
	if theirs := events[0].GetProperty(ics.ComponentPropertySummary).Value; theirs != ours {
		t.Errorf("the library reads %q, we read %q", theirs, ours)
	}
	if strings.ContainsAny(ours, "\n\r") {
		t.Errorf("a summary of several lines: %q", ours)
	}
}

// An invitation needs whom it is for and from whom; without either it is a plain entry.
func TestInvitation(t *testing.T) {
	e := session()
	e.Attendee, e.LastModified = "zoe@x.be", at("2026-11-23", 9, 0)
	lines := content(t, e.ICS())
	for _, want := range []string{"METHOD:REQUEST", "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=false:mailto:zoe@x.be", "LAST-MODIFIED:20261123T080000Z"} {
		has(t, lines, want)
	}
	e.OrganizerEmail = ""
	has(t, content(t, e.ICS()), "METHOD:PUBLISH")
	e = session()
	e.Attendee = "pas une adresse\r\nX:y"
	has(t, content(t, e.ICS()), "METHOD:PUBLISH")
}

func TestFeed(t *testing.T) {
	off := session()
	off.UID, off.Cancelled = "session-13@eclosion.test", true
	f := calendar.Feed{Name: "Mes rendez-vous,\r\nX:y", Events: []calendar.Event{session(), off}}
	lines := content(t, f.ICS())
	for _, want := range []string{"METHOD:PUBLISH", "X-WR-TIMEZONE:Europe/Brussels", "X-PUBLISHED-TTL:PT1H", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "UID:session-12@eclosion.test", "UID:session-13@eclosion.test", "STATUS:CANCELLED"} {
		has(t, lines, want)
	}
	if strings.Contains(strings.Join(lines, "\n"), "\nX:y") {
		t.Error("a name adds a line")
	}
	if !bytes.Equal(f.ICS(), f.ICS()) {
		t.Error("the same feed gives other bytes")
	}
	content(t, calendar.Feed{}.ICS())
}
