package sitting

import (
	"context"

	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// slugs are the outcomes as addresses name them.
var slugs = map[selection.Outcome]string{selection.Accepted: "acceptation", selection.Waitlisted: "attente", selection.Declined: "refus"}

// OutcomeOf reads an outcome of an address.
func OutcomeOf(slug string) (o selection.Outcome, ok bool) {
	for o, s := range slugs {
		if s == slug {
			return o, true
		}
	}
	return "", false
}

// TextsPath is where the texts of a programme's letters are set.
func TextsPath(code string) string { return "/reglages/programmes/" + code + "/lettres" }

// Slug names an outcome in addresses.
func Slug(o selection.Outcome) string { return slugs[o] }

// TextPath is where the text of that name is edited.
func TextPath(code, slug string) string { return TextsPath(code) + "/" + slug }

// LetterPath is the page of a letter.
func LetterPath(ref, number string) string { return "/candidatures/" + ref + "/lettres/" + number }

// PaperPath is the PDF of an issued paper.
func PaperPath(number string) string { return "/papiers/" + number + ".pdf" }

// Texts is the list of a programme's letters: of decisions, and of all else that it issues.
type Texts struct {
	Programme          programme.Programme
	Decisions, Notices []TextRow
}

// TextRow is one of them.
type TextRow struct {
	Slug, Label string
	Text        sitting.Text
}

func (r TextRow) state(ctx context.Context) string {
	if r.Text.Body == "" {
		return wording.T(ctx, "Texte d'origine")
	}
	return wording.T(ctx, "Version %s, du %s", wording.Count(r.Text.Number), wording.LongDate(r.Text.CreatedAt.Date()))
}

// EditText is the form of one text, with the letter that it makes.
type EditText struct {
	Programme programme.Programme
	TextRow
	Most    int // characters
	Places  []ui.SummaryRow
	Legal   bool // it binds: a practitioner confirms the product's own text
	Form    ui.Form
	Preview report.Paper
}

// Places explain what may stand in braces.
func Places(ctx context.Context) []ui.SummaryRow {
	words := map[string]string{
		"prenom": wording.T(ctx, "prénom"), "nom": wording.T(ctx, "nom de famille"), "projet": wording.T(ctx, "nom du projet"),
		"reference": wording.T(ctx, "référence du dossier"), "programme": wording.T(ctx, "programme"), "cohorte": wording.T(ctx, "cohorte"),
		"debut": wording.T(ctx, "début de la cohorte"), "site": wording.T(ctx, "site"), "adresse_site": wording.T(ctx, "adresse du site"),
		"date_decision": wording.T(ctx, "date de la décision"), "raisons": wording.T(ctx, "raisons de la décision"),
		"suite": wording.T(ctx, "ce que la personne peut faire"), "conditions": wording.T(ctx, "conditions d'une acceptation"),
		"rang": wording.T(ctx, "place donnée sur la liste d'attente"), "couveuse": wording.T(ctx, "nom de la couveuse"),
		"contact": wording.T(ctx, "adresse e-mail et téléphone de la couveuse"), "email": wording.T(ctx, "adresse e-mail de la couveuse"),
		"telephone": wording.T(ctx, "téléphone de la couveuse"),
	}
	var rows []ui.SummaryRow
	for _, name := range sitting.Placeholders() {
		rows = append(rows, ui.SummaryRow{Term: "{" + name + "}", Value: words[name]})
	}
	return rows
}

// LetterView is a letter as its page shows it.
type LetterView struct {
	Ref    string
	Title  string // of the project
	Letter sitting.Letter
}

func (v LetterView) blocks() report.Paper { return report.Paper{Blocks: report.Words(v.Letter.Body)} }

// Desk is what a dossier's page says of its letters: those issued, and for who may the form
// that issues the next.
type Desk struct {
	Ref     string
	Letters []sitting.Letter
	Pending bool // the latest decision has no letter, and the reader may make it
	Form    ui.Form
}

func (d Desk) lead(ctx context.Context) string {
	return wording.T(ctx, "La lettre reprend la décision, ses raisons et la suite. Elle reçoit un numéro, ne change plus, et la personne est prévenue par e-mail.")
}

func letterLabel(ctx context.Context, l sitting.Letter) string {
	return wording.T(ctx, "Lettre %s, décision du %s", l.Number, wording.LongDate(l.DecidedOn))
}
