package intake

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"eclosion/models/intake"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Names of form fields.
const (
	FileField    = "fichier"
	ReplaceField = "remplace"
	skipField    = "ecarter"
	SamePerson   = "meme"
	OtherPerson  = "autre"
)

// base is the address of the imports.
const base = "/reglages/imports"

// History is where a file is handed in, and those that were.
type History struct {
	Form        ui.Form
	List        []intake.Delivery
	More, Paged bool
}

func (h History) page() ui.Page {
	p := ui.Page{}
	if h.Paged {
		p.First = base
	}
	if h.More {
		p.Next = base + "?avant=" + strconv.FormatInt(h.List[len(h.List)-1].ID, 10)
	}
	return p
}

func path(i intake.Delivery) string { return base + "/" + strconv.FormatInt(i.ID, 10) }

// One is one file that was handed in.
type One struct {
	intake.Delivery
	Form        ui.Form
	Done, Total int
}

func (v One) form() ui.Form {
	if v.Form.Version == "" {
		v.Form.Version = strconv.Itoa(v.Version)
	}
	return v.Form
}

func crumbs(ctx context.Context, f layout.Frame, i *intake.Delivery) []ui.Link {
	list := []ui.Link{{Href: "/reglages", Label: wording.T(ctx, "Réglages")}, {Href: base, Label: wording.T(ctx, "Imports")}}
	if i != nil {
		list = append(list, ui.Link{Href: path(*i), Label: i.FileName})
	}
	return append(list, ui.Link{Label: f.Title})
}

// stateTag says where a file stands, in a word.
func stateTag(ctx context.Context, i intake.Delivery) (ui.Tone, string) {
	switch i.State {
	case intake.Waiting:
		return ui.Wait, wording.T(ctx, "En vérification")
	case intake.Asking:
		return ui.Wait, wording.T(ctx, "Colonnes à préciser")
	case intake.Ready:
		return ui.Wait, wording.T(ctx, "À confirmer")
	case intake.Applying:
		return ui.Wait, wording.T(ctx, "En cours de reprise")
	case intake.Done:
		return ui.Good, wording.T(ctx, "Repris")
	case intake.Turned:
		return ui.Stop, wording.T(ctx, "Refusé")
	}
	return ui.Plain, wording.T(ctx, "Abandonné")
}

// Kinds of lists of rows, as their address names them.
var kinds = []struct {
	name    string
	outcome intake.Outcome
}{{"crees", intake.Created}, {"completes", intake.Updated}, {"inchanges", intake.Unchanged}, {"refuses", intake.Refused}, {"avertis", ""}}

// OutcomeOf tells which rows a list holds; "" for those with a warning.
func OutcomeOf(kind string) (intake.Outcome, bool) {
	for _, k := range kinds {
		if k.name == kind {
			return k.outcome, true
		}
	}
	return "", false
}

// KindLabel names a list of rows.
func KindLabel(ctx context.Context, kind string) string {
	switch kind {
	case "crees":
		return wording.T(ctx, "Dossiers à créer")
	case "completes":
		return wording.T(ctx, "Dossiers à compléter")
	case "inchanges":
		return wording.T(ctx, "Dossiers inchangés")
	case "refuses":
		return wording.T(ctx, "Lignes refusées")
	}
	return wording.T(ctx, "Lignes avec un avertissement")
}

func (v One) count(kind string) int {
	return map[string]int{"crees": v.Projects, "completes": v.Updated, "inchanges": v.Unchanged, "refuses": v.Refused, "avertis": v.Warnings}[kind]
}

// figures count what would come of the file; each opens on its rows while they are kept.
func (v One) figures(ctx context.Context) []ui.Figure {
	var list []ui.Figure
	for _, k := range kinds {
		f := ui.Figure{Value: wording.Count(v.count(k.name)), Label: KindLabel(ctx, k.name)}
		if v.State == intake.Done && k.outcome != "" {
			f.Label = doneLabel(ctx, k.outcome)
		}
		if k.outcome == "" {
			f.Label = wording.T(ctx, "Avertissements")
		}
		if k.outcome == intake.Refused && v.Refused > 0 {
			f.Tone = ui.Stop
		}
		if v.count(k.name) > 0 && (v.State == intake.Ready || v.State == intake.Done && k.outcome == intake.Refused && len(v.Columns.List) > 0) {
			f.Href = path(v.Delivery) + "/lignes?issue=" + k.name
		}
		list = append(list, f)
	}
	return list
}

func doneLabel(ctx context.Context, o intake.Outcome) string {
	switch o {
	case intake.Created:
		return wording.T(ctx, "Dossiers créés")
	case intake.Updated:
		return wording.T(ctx, "Dossiers complétés")
	case intake.Unchanged:
		return wording.T(ctx, "Dossiers inchangés")
	}
	return wording.T(ctx, "Lignes laissées de côté")
}

func (v One) facts(ctx context.Context) []ui.Fact {
	list := []ui.Fact{
		{Term: wording.T(ctx, "Déposé par"), Value: byWhom(ctx, v.Delivery)},
		{Term: wording.T(ctx, "Déposé le"), Value: wording.Moment(v.At)},
	}
	if v.Ended != 0 {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Terminé le"), Value: wording.Moment(v.Ended)})
	}
	if v.Rows > 0 {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Lignes"), Value: wording.Count(v.Rows)})
	}
	return append(list,
		ui.Fact{Term: wording.T(ctx, "Personnes nouvelles"), Value: wording.Count(v.People)},
		ui.Fact{Term: wording.T(ctx, "Bourses"), Value: wording.Count(v.Grants)},
		ui.Fact{Term: wording.T(ctx, "Entreprises"), Value: wording.Count(v.Enterprises)})
}

func byWhom(ctx context.Context, i intake.Delivery) string {
	if i.By == "" {
		return wording.T(ctx, "la ligne de commande")
	}
	return i.By
}

func (v One) progressText(ctx context.Context) string {
	if v.Total == 0 {
		return ""
	}
	return wording.T(ctx, "%s lignes sur %s", wording.Count(v.Done), wording.Count(v.Total))
}

// Rows are rows of a file with one outcome.
type Rows struct {
	intake.Delivery
	Kind        string
	List        []intake.Told
	More, Paged bool
}

func (v Rows) page() ui.Page {
	p := ui.Page{}
	if v.Paged {
		p.First = path(v.Delivery) + "/lignes?issue=" + v.Kind
	}
	if v.More {
		p.Next = path(v.Delivery) + "/lignes?issue=" + v.Kind + "&apres=" + strconv.Itoa(v.List[len(v.List)-1].Row)
	}
	return p
}

// says is all that is to be said of a row.
func says(ctx context.Context, t intake.Told) []string {
	var list []string
	for _, p := range slices.Concat(t.Problems, t.Warnings) {
		list = append(list, Sentence(ctx, p))
	}
	return list
}

// Doubts are the rows whose person may be known.
type Doubts struct {
	intake.Delivery
	Form        ui.Form
	List        []intake.Told
	More, Paged bool
}

func (v Doubts) page() ui.Page {
	p := ui.Page{}
	if v.Paged {
		p.First = path(v.Delivery) + "/doublons"
	}
	if v.More {
		p.Next = path(v.Delivery) + "/doublons?apres=" + strconv.Itoa(v.List[len(v.List)-1].Row)
	}
	return p
}

func doubtName(row, n int) string { return fmt.Sprintf("personne-%d-%d", row, n) }

// DoubtOf reads the name of a field: which row, and which of its doubts.
func DoubtOf(name string) (row, doubt int, ok bool) {
	rest, found := strings.CutPrefix(name, "personne-")
	first, second, two := strings.Cut(rest, "-")
	row, err := strconv.Atoi(first)
	doubt, also := strconv.Atoi(second)
	return row, doubt, found && two && err == nil && also == nil
}

func doubtForm(v Doubts, row, n int, d intake.Doubt) ui.Form {
	value := OtherPerson
	if d.Same {
		value = SamePerson
	}
	return ui.Form{Values: url.Values{doubtName(row, n): {value}}}
}

func sameOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: OtherPerson, Label: wording.T(ctx, "Autre personne")}, {Value: SamePerson, Label: wording.T(ctx, "Même personne")}}
}
