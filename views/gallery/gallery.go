// Package gallery shows every component and the page frame with nothing, with
// much, and with what nobody should ever type. Tests check its pages, and people
// look at them when the style sheet changes.
package gallery

import (
	"github.com/a-h/templ"

	"eclosion/views/layout"
	"eclosion/views/ui"
)

// Page is one page of the gallery.
type Page struct {
	Name      string
	Component templ.Component
}

// Hostile is text that breaks careless pages: markup, quotes, a very long word,
// right-to-left and combining characters, a value that looks like an address.
const Hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)> & ` +
	`Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch-Llanfairpwllgwyngyllgogerychwyrndrobwll ` +
	`مرحبا بالعالم Z̷̢͎a̸l̵g̶o̷ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🥚 </textarea></title> javascript:alert(1)`

// Pages gives every page of the gallery.
func Pages() []Page {
	return []Page{
		{"signin", signIn(frame("Connexion", nil), ui.Form{})},
		{"signin-refused", signIn(frame("Connexion", nil), ui.Form{
			Values:   map[string][]string{"email": {"amina@example.test"}},
			Problems: []ui.Problem{{Field: "", Text: "L’adresse ou le mot de passe ne correspond pas."}},
		})},
		{"error", layout.ErrorPage(frame("Page introuvable", user("Amélie Dubois")), notFound("JI-2026-0042"))},
		{"error-bare", layout.ErrorPage(frame("Page introuvable", nil), notFound("JI-2026-0042"))},
		{"error-hostile", layout.ErrorPage(frame(Hostile, user(Hostile)), notFound(Hostile))},
		{"form-empty", form(frame("Nouvelle rencontre", user("Amélie Dubois")), ui.Form{Key: "k1"}, words{})},
		{"form-full", form(frame("Nouvelle rencontre", user("Amélie Dubois")), refusedForm("Point sur l’étude de marché."), plainWords)},
		{"form-hostile", form(frame(Hostile, user(Hostile)), refusedForm(Hostile), hostileWords)},
		{"list-empty", list(frame("Projets", user("Amélie Dubois")), nil, words{})},
		{"list-full", list(frame("Projets", user("Amélie Dubois")), fullRows, plainWords)},
		{"list-hostile", list(frame(Hostile, user(Hostile)), []row{hostileRow}, hostileWords)},
		{"dossier-empty", dossier(frame("Dossier", user("Amélie Dubois")), emptyDossier, words{})},
		{"dossier-full", dossier(frame("Dossier", user("Amélie Dubois")), fullDossier, plainWords)},
		{"dossier-hostile", dossier(frame(Hostile, user(Hostile)), hostileDossier(), hostileWords)},
		{"home-empty", home(frame("À faire aujourd’hui", user("Amélie Dubois")), words{})},
		{"home-full", home(frame("À faire aujourd’hui", user("Amélie Dubois")), plainWords)},
		{"home-hostile", home(frame(Hostile, user(Hostile)), hostileWords)},
	}
}
