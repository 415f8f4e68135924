package pilot

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// ListName names a list of the staff, as its address does.
type ListName string

// The lists whose filters can be kept.
const (
	PilotList        ListName = "pilotage"
	ProjectList      ListName = "projets"
	ApplicationsList ListName = "candidatures"
)

// known are the filters that each list has. A view keeps these and nothing else: it can lead nowhere but to its list.
var known = map[ListName][]string{
	PilotList:        {"bloques", "coach", "cohorte", "phase", "programme", "site", "vue"},
	ProjectList:      {"coach", "cohorte", "miens", "phase", "programme", "q", "site", "suspendus", "tri"},
	ApplicationsList: {"cohorte", "phase", "q", "site"},
}

// Lists lists them, in the order of pages.
func Lists() []ListName { return []ListName{PilotList, ProjectList, ApplicationsList} }

// opens is what who sees a list may do.
var opens = map[ListName]access.Action{PilotList: access.PilotRead, ProjectList: access.ProjectList, ApplicationsList: access.ApplicationList}

const (
	nameMax   = 60 // characters
	filterMax = 200
	viewsMost = 20 // of one person for one list
)

// View is the filters of a list under a name, for one person alone.
type View struct {
	ID       int64
	PublicID string
	List     ListName
	Name     string
	Filters  string // as an address writes them, in order
	Default  bool   // the list opens with it
	Version  int
}

// Href is where the view opens.
func (v View) Href() string { return "/" + string(v.List) + "?" + v.Filters }

// Filters keeps of an address what its list knows: one value each, in order, without the place of a page. "" for none.
func Filters(list ListName, query url.Values) string {
	kept := url.Values{}
	for _, name := range known[list] {
		if v := query.Get(name); v != "" && len(v) <= filterMax && utf8.ValidString(v) {
			kept.Set(name, v)
		}
	}
	return kept.Encode()
}

// checkName says what is wrong with the name of a view.
func checkName(name string) *models.FieldProblem {
	switch {
	case name == "":
		return &models.FieldProblem{Field: "view_name", Code: "required"}
	case utf8.RuneCountInString(name) > nameMax:
		return &models.FieldProblem{Field: "view_name", Code: "max", Facts: models.Facts{"param": nameMax, "kind": "text"}}
	}
	return nil
}

// SaveView keeps the filters of a list under a name. Fields: "view_name".
func SaveView(tx *db.Tx, list ListName, name string, query url.Values) (v View, err error) {
	action, isList := opens[list]
	if !isList {
		return v, models.Missing("list")
	}
	if !access.Can(tx.Actor(), action) || !access.Can(tx.Actor(), access.ViewSave) {
		return v, models.Denied(string(access.ViewSave))
	}
	v = View{List: list, Name: strings.Join(strings.Fields(name), " "), Filters: Filters(list, query), Version: 1}
	if fault := checkName(v.Name); fault != nil {
		return v, models.Fields(*fault)
	}
	if v.Filters == "" {
		return v, models.Refuse("view.nothing", nil)
	}
	all, err := Views(tx, list)
	if err != nil {
		return v, err
	}
	if len(all) >= viewsMost {
		return v, models.Refuse("view.too_many", models.Facts{"limit": viewsMost})
	}
	if slices.ContainsFunc(all, func(o View) bool { return models.Fold(o.Name) == models.Fold(v.Name) }) {
		return v, nameTaken()
	}
	return v, insertView(tx, &v)
}

func nameTaken() error {
	return models.Fields(models.FieldProblem{Field: "view_name", Code: "view_taken"})
}

// RenameView gives a view of the actor another name. Fields: "view_name".
func RenameView(tx *db.Tx, publicID string, version int, name string) (v View, err error) {
	if v, err = ownView(tx, publicID, version); err != nil {
		return v, err
	}
	name = strings.Join(strings.Fields(name), " ")
	if fault := checkName(name); fault != nil {
		return v, models.Fields(*fault)
	}
	all, err := Views(tx, v.List)
	if err != nil {
		return v, err
	}
	if slices.ContainsFunc(all, func(o View) bool { return o.ID != v.ID && models.Fold(o.Name) == models.Fold(name) }) {
		return v, nameTaken()
	}
	v.Name = name
	return v, changeView(tx, v, `name = ?`, name)
}

// PreferView makes a view the one that its list opens with, or takes that back.
func PreferView(tx *db.Tx, publicID string, version int, on bool) (v View, err error) {
	if v, err = ownView(tx, publicID, version); err != nil {
		return v, err
	}
	if v.Default == on {
		return v, nil
	}
	if on {
		if err := dropDefault(tx, v.List); err != nil {
			return v, err
		}
	}
	v.Default = on
	return v, changeView(tx, v, `is_default = ?`, on)
}

// DropView deletes a view; [RestoreView] takes that back until it is swept away by the next one that is dropped.
func DropView(tx *db.Tx, publicID string, version int) (v View, err error) {
	if v, err = ownView(tx, publicID, version); err != nil {
		return v, err
	}
	if err := sweepViews(tx); err != nil {
		return v, err
	}
	return v, changeView(tx, v, `is_default = ?, dropped_at = ?`, false, tx.Now())
}

// RestoreView takes back a view that was deleted last. Fields: "view_name", when the name was given to another one meanwhile.
func RestoreView(tx *db.Tx, publicID string) (v View, err error) {
	if v, err = Dropped(tx, publicID); err != nil {
		return v, err
	}
	all, err := Views(tx, v.List)
	if err != nil {
		return v, err
	}
	if len(all) >= viewsMost {
		return v, models.Refuse("view.too_many", models.Facts{"limit": viewsMost})
	}
	if slices.ContainsFunc(all, func(o View) bool { return models.Fold(o.Name) == models.Fold(v.Name) }) {
		return v, nameTaken()
	}
	return v, changeView(tx, v, `dropped_at = NULL`)
}
