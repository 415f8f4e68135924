// Package layout holds the frame around every page: head, navigation, notices,
// footer, and the page that says what went wrong. It takes ready words; who may
// see which entry is decided before.
package layout

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"eclosion/views/ui"
	"eclosion/views/wording"
)

// User is who is signed in. Key is opaque and differs for each account: the
// browser keeps unsaved text apart by it.
type User struct {
	Name, RoleLabel, Key string
	// Links are the entries of the person's own menu (password, sessions).
	Links []ui.Link
}

// NavItem is an entry of the main navigation.
type NavItem = ui.Link

// Notice says once what has just been done ("Rencontre enregistrée.").
type Notice struct {
	Tone ui.Tone
	Text string
}

// Width of a page's content.
type Width string

// The widths.
const (
	Normal Width = ""       // lists and dossiers
	Wide   Width = "wide"   // boards and wide tables
	Narrow Width = "narrow" // one form, one text
)

// Search is the search box of the header; no Action, no box.
type Search struct{ Action, Name, Value string }

// Frame is all that a page's surroundings need to know.
type Frame struct {
	Title   string
	User    *User
	Nav     []NavItem
	Search  Search
	Log     string // where one logs a meeting; "" for who does not
	Notices []Notice
	Banner  string // "Démonstration : les données sont inventées.", "" for none
	Width   Width
	Sheet   Sheet // where the list on the page can be taken along from

	// Of pages for visitors: what a search engine may say of them, whether it may list them, and who answers.
	Description string
	Indexed     bool
	House       House
}

// Sheet is where the list on a page can be taken along from: Path with an end, then Query ("?phase=test"). No Path, no list.
type Sheet struct{ Path, Query string }

// Failure is what an error page says.
type Failure struct {
	Status int    // 404
	Title  string // what is the matter: "Cette page n'existe pas"
	What   string // what happened
	Do     string // what the reader can do
	Links  []ui.Link
	// Reference helps the operator to find the case in the log; "" for none.
	Reference string
	Typed     []ui.Text // what the reader wrote that is not stored, to copy it
}

func (f Frame) main() string {
	switch f.Width {
	case Wide:
		return "main main-wide"
	case Narrow:
		return "main main-narrow"
	}
	return "main"
}

// top keeps the header's edges in line with the content's.
func (f Frame) top() string {
	if f.Width == Wide {
		return "top top-wide"
	}
	return "top"
}

func (f Frame) searchName() string {
	if f.Search.Name == "" {
		return "q"
	}
	return f.Search.Name
}

// initial is the letter on the button of the person's menu.
func (u User) initial() string {
	for _, r := range u.Name {
		return string(r)
	}
	return "·"
}

func noticeClass(t ui.Tone) string {
	if t == ui.Plain {
		return "notice"
	}
	return "notice tone-" + string(t)
}

func current(is bool) string {
	if is {
		return "page"
	}
	return "false"
}

// account marks a page of a signed-in person for the script that keeps unsaved text.
func account(f Frame) templ.OrderedAttributes {
	if f.User == nil {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("data-account", f.User.Key)}
}

// suggests tells the palette where to ask, for those who may search.
func suggests(f Frame) templ.OrderedAttributes {
	if f.Search.Action == "" {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("data-suggest", f.Search.Action+"/suggestions")}
}

// shortcut is a line of the help: keys, and what they do. static/js/keys.js and app.js answer them.
type shortcut struct {
	keys    []string
	between string
	does    string
}

func withControl(ctx context.Context) []shortcut {
	control := wording.T(ctx, "Ctrl")
	return []shortcut{
		{[]string{control, "K"}, " + ", wording.T(ctx, "Aller à une page, un dossier, une action")},
		{[]string{control, wording.T(ctx, "Entrée")}, " + ", wording.T(ctx, "Envoyer le formulaire")},
		{[]string{wording.T(ctx, "Échap")}, "", wording.T(ctx, "Fermer un menu ou cette aide")},
	}
}

// searchesAt is where the palette's form leads without its script: those who may not search stay at home.
func searchesAt(f Frame) string {
	if f.Search.Action == "" {
		return "/"
	}
	return f.Search.Action
}

// alone are the keys that can be switched off, as far as they lead anywhere for the reader.
func alone(ctx context.Context, f Frame) []shortcut {
	list := []shortcut{
		{[]string{"?"}, "", wording.T(ctx, "Afficher cette aide")},
		{[]string{"j", "k"}, " ", wording.T(ctx, "Ligne suivante, ligne précédente d'une liste")},
		{[]string{"o", wording.T(ctx, "Entrée")}, " ", wording.T(ctx, "Ouvrir la ligne")},
		{[]string{"g", "a"}, " ", wording.T(ctx, "Accueil")},
	}
	add := func(leads bool, keys []string, does string) {
		if leads {
			list = append(list, shortcut{keys, " ", does})
		}
	}
	inMenu := func(href string) bool {
		return slices.ContainsFunc(f.Nav, func(n NavItem) bool { return n.Href == href })
	}
	add(f.Search.Action != "", []string{"/"}, wording.T(ctx, "Aller à la recherche"))
	add(f.Search.Action != "", []string{"g", "r"}, wording.T(ctx, "Recherche"))
	add(f.Log != "", []string{"n"}, wording.T(ctx, "Consigner une rencontre"))
	add(inMenu("/projets"), []string{"g", "d"}, wording.T(ctx, "Dossiers"))
	add(inMenu("/candidatures"), []string{"g", "c"}, wording.T(ctx, "Candidatures"))
	add(inMenu("/cohortes"), []string{"g", "o"}, wording.T(ctx, "Cohortes"))
	return list
}
