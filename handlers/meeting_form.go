package handlers

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/coaching"
)

// actionRows is how many rows of actions the form of a meeting starts with.
const actionRows = 3

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
	AddRow       string   `form:"ajouter"`
}

// draft reads the form into what the trade takes; what cannot be read comes back
// as one problem of all its fields.
func (f meetingForm) draft(c echo.Context) (coaching.Draft, error) {
	var wrong formFaults
	d := coaching.Draft{Key: web.Key(c), State: coaching.State(f.State), Kind: coaching.Kind(f.Kind), Medium: coaching.Medium(f.Medium),
		Place: f.Place, Summary: f.Summary, Note: f.Note, Holders: f.Holders, Coaches: f.Coaches}
	d.HeldOn = wrong.date("meeting_on", f.HeldOn)
	d.Time = wrong.time("starts_at", f.StartsAt)
	if f.MinutesOther != "" {
		d.Minutes = wrong.number("minutes_other", f.MinutesOther)
	} else {
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

// postedRows is how many rows of actions the form had, and one more if it asks.
func postedRows(c echo.Context) int {
	rows := actionRows
	for row := actionRows + 1; row <= coaching.MaxActions; row++ {
		if _, sent := web.Posted(c)[coaching.ActionField(row, "title")]; sent {
			rows = row
		}
	}
	if c.FormValue("ajouter") != "" {
		rows++
	}
	return min(rows, coaching.MaxActions)
}
