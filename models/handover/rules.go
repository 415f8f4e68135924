package handover

import (
	"unicode/utf8"

	"eclosion/models"
)

// Limits of what is asked.
const (
	MaxDossiers  = 500
	MaxNote      = 20_000 // characters
	MaxCoverDays = 366    // a longer absence is a handover
)

// checkTransfer checks the typed parts of a handover that need no record.
func checkTransfer(t Transfer) []models.FieldProblem {
	return append(checkDossiers(t.Refs), append(checkTarget(t.From, t.To), checkNote(t.Note)...)...)
}

// checkCover checks the typed parts of a cover that need no record. It begins today or later: nobody did a day's work in
// the past by being named for it.
func checkCover(d CoverDraft, today models.Date) []models.FieldProblem {
	list := append(checkDossiers(d.Refs), checkTarget(d.Absent, d.By)...)
	wrong := func(field, code string, date models.Date) {
		list = append(list, models.FieldProblem{Field: field, Code: code, Facts: models.Facts{"date": date}})
	}
	first := d.From // of a first day that is refused nothing follows for the last
	switch {
	case d.From == "":
		wrong("cover_from", "required", "")
		first = today
	case d.From < today:
		wrong("cover_from", "not_before", today)
		first = today
	}
	switch {
	case d.To == "":
		wrong("cover_to", "required", "")
	case d.To < first:
		wrong("cover_to", "not_before", first)
	case d.From == first && d.From.DaysUntil(d.To) >= MaxCoverDays:
		wrong("cover_to", "not_after", d.From.AddDays(MaxCoverDays-1))
	}
	return append(list, checkNote(d.Note)...)
}

// checkShorter checks the new last day of a cover: today at the earliest, before the old one.
func checkShorter(c Cover, to, today models.Date) *models.Problem {
	first := max(today, c.FromOn)
	switch {
	case to == "":
		return models.Fields(models.FieldProblem{Field: "cover_to", Code: "required"})
	case to < first:
		return models.Fields(models.FieldProblem{Field: "cover_to", Code: "not_before", Facts: models.Facts{"date": first}})
	case to >= c.ToOn:
		return models.Fields(models.FieldProblem{Field: "cover_to", Code: "not_after", Facts: models.Facts{"date": c.ToOn.AddDays(-1)}})
	}
	return nil
}

func checkDossiers(refs []string) []models.FieldProblem {
	switch {
	case len(refs) == 0:
		return []models.FieldProblem{{Field: "handover_refs", Code: "required"}}
	case len(refs) > MaxDossiers:
		return []models.FieldProblem{{Field: "handover_refs", Code: "max", Facts: models.Facts{"param": MaxDossiers, "kind": "list"}}}
	}
	return nil
}

func checkTarget(from, to string) []models.FieldProblem {
	switch to {
	case "":
		return []models.FieldProblem{{Field: "handover_to", Code: "required"}}
	case from:
		return []models.FieldProblem{{Field: "handover_to", Code: "other_coach"}}
	}
	return nil
}

func checkNote(note string) []models.FieldProblem {
	if utf8.RuneCountInString(note) > MaxNote {
		return []models.FieldProblem{{Field: "handover_note", Code: "max", Facts: models.Facts{"param": MaxNote, "kind": "text"}}}
	}
	return nil
}
