package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/logbook"
	views "eclosion/views/coaching"
)

// meetingForm is what the form of a meeting sends; its rows of actions are read apart.
type meetingForm struct {
	State        string   `form:"meeting_state"`
	HeldOn       string   `form:"meeting_on"`
	StartsAt     string   `form:"starts_at"`
	Minutes      string   `form:"minutes"`
	MinutesOther string   `form:"minutes_other"`
	Kind         string   `form:"meeting_kind"`
	Medium       string   `form:"medium"`
	Place        string   `form:"place"`
	Summary      string   `form:"meeting_summary"`
	Note         string   `form:"private_note"`
	Holders      []string `form:"holders"`
	Coaches      []string `form:"coaches"`
	NextOn       string   `form:"next_on"`
	NextAt       string   `form:"next_at"`
	NextPlace    string   `form:"next_place"`
	Who          string   `form:"qui"`
	Items        []string `form:"points"`
	Done         []string `form:"faites"`
	Category     string   `form:"category"`
	Dossier      string   `form:"dossier"`
	Add          string   `form:"ajouter"`
	Start        string   `form:"demarrer"`
	Another      string   `form:"encore"`
}

// draft reads the form into what the trade takes; what cannot be read comes back
// as one problem of all its fields.
func (f meetingForm) draft(c echo.Context) (coaching.Draft, error) {
	var wrong formFaults
	d := coaching.Draft{Key: web.Key(c), State: coaching.State(f.State), Kind: coaching.Kind(f.Kind), Medium: coaching.Medium(f.Medium),
		Place: f.Place, Summary: f.Summary, Note: f.Note, Holders: f.Holders, Coaches: f.Coaches}
	d.HeldOn = wrong.date("meeting_on", f.HeldOn)
	d.Time = wrong.time("starts_at", f.StartsAt)
	switch {
	case f.MinutesOther != "":
		d.Minutes = wrong.number("minutes_other", f.MinutesOther)
	case f.Minutes != views.Timer:
		d.Minutes = wrong.number("minutes", f.Minutes)
	}
	for row := 1; row <= coaching.MaxActions; row++ {
		part := func(name string) string { return strings.TrimSpace(c.FormValue(coaching.ActionField(row, name))) }
		a := coaching.ActionDraft{Row: row, Title: part("title"), Coach: part("owner")}
		if due := part("due"); due != "" {
			a.DueOn = wrong.date(coaching.ActionField(row, "due"), due)
		}
		if a.Title != "" || a.DueOn != "" {
			d.Actions = append(d.Actions, a)
		}
	}
	if f.NextOn != "" || f.NextAt != "" || f.NextPlace != "" {
		d.Next = &coaching.NextDraft{On: wrong.date("next_on", f.NextOn), Time: wrong.time("next_at", f.NextAt), Place: f.NextPlace}
	}
	if problem := models.Fields(wrong...); problem != nil {
		return d, problem
	}
	return d, nil
}

// entry is the whole of what the form says.
func (f meetingForm) entry(c echo.Context, files []logbook.File) (logbook.Entry, error) {
	d, err := f.draft(c)
	e := logbook.Entry{Meeting: d, Timed: f.Minutes == views.Timer && f.MinutesOther == "", Files: files, Category: f.Category}
	if err != nil {
		return e, err
	}
	for _, v := range f.Items {
		id, version, _ := strings.Cut(v, ".")
		item, err1 := strconv.ParseInt(id, 10, 64)
		seen, err2 := strconv.ParseInt(version, 10, 32)
		if err1 != nil || err2 != nil {
			return e, models.Missing("plan_item")
		}
		e.Validated = append(e.Validated, logbook.Tick{ItemID: item, Version: int(seen)})
	}
	for _, v := range f.Done {
		id, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return e, models.Missing("action")
		}
		e.Done = append(e.Done, id)
	}
	return e, nil
}

// formFaults gathers what cannot be read in a form.
type formFaults []models.FieldProblem

func (l *formFaults) addField(field, code string, facts models.Facts) {
	*l = append(*l, models.FieldProblem{Field: field, Code: code, Facts: facts})
}

func (l *formFaults) date(field, s string) models.Date {
	d, err := models.ParseDate(s)
	switch {
	case s == "":
		l.addField(field, "required", nil)
	case err != nil:
		l.addField(field, "date", nil)
	}
	return d
}

func (l *formFaults) time(field, s string) coaching.TimeOfDay {
	t, err := coaching.ParseTimeOfDay(s)
	switch {
	case s == "":
		l.addField(field, "required", nil)
	case err != nil:
		l.addField(field, "time", nil)
	}
	return t
}

func (l *formFaults) number(field, s string) int {
	n, err := strconv.Atoi(s)
	switch {
	case s == "":
		l.addField(field, "required", nil)
	case err != nil:
		l.addField(field, "number", nil)
	}
	return n
}

// actionRows is how many rows of actions a form shows: those that it had or that are written on, three at least, and one more
// when it asks.
func actionRows(values map[string][]string) int {
	rows := 3
	for row := rows + 1; row <= coaching.MaxActions; row++ {
		if len(values[coaching.ActionField(row, "title")]) > 0 || len(values[coaching.ActionField(row, "due")]) > 0 {
			rows = row
		}
	}
	if slices.Contains(values["ajouter"], "action") {
		rows++
	}
	return min(rows, coaching.MaxActions)
}
