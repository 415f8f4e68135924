package sitting

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/selection"
)

// Placeholders are the words in braces that a letter's text may hold, as they are typed.
func Placeholders() []string {
	return []string{"prenom", "nom", "projet", "reference", "programme", "cohorte", "debut", "site", "adresse_site", "date_decision",
		"raisons", "suite", "conditions", "rang", "couveuse", "contact", "email", "telephone"}
}

// needed are the placeholders that a text must hold: a refusal says why and what next, a
// waiting list says which place, and no condition is kept from who must meet it.
var needed = map[selection.Outcome][]string{
	selection.Accepted:   {"conditions"},
	selection.Declined:   {"raisons", "suite"},
	selection.Waitlisted: {"raisons", "rang"},
}

var placeholder = regexp.MustCompile(`\{[^{}\n]{0,60}\}`)

// Fill puts values in the places of a letter's text; see [FillFrom].
func Fill(body string, values map[string]string) (text string, unknown []string) {
	return FillFrom(Placeholders(), body, values)
}

// FillFrom puts values in the places of a text, once: what a value holds is not looked at
// again. A paragraph whose placeholders are all empty is left out. unknown are the placeholders that are
// not in known, as they are typed, without repeats.
func FillFrom(known []string, body string, values map[string]string) (text string, unknown []string) {
	var kept []string
	for _, paragraph := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		places, filled := 0, 0
		paragraph = placeholder.ReplaceAllStringFunc(strings.Trim(paragraph, "\n"), func(place string) string {
			name := place[1 : len(place)-1]
			if !slices.Contains(known, name) {
				if !slices.Contains(unknown, place) {
					unknown = append(unknown, place)
				}
				return place
			}
			places++
			if values[name] != "" {
				filled++
			}
			return values[name]
		})
		if strings.TrimSpace(paragraph) != "" && (places == 0 || filled > 0) {
			kept = append(kept, paragraph)
		}
	}
	return strings.Join(kept, "\n\n"), unknown
}

// MostLetter bounds a letter's text, in characters.
const MostLetter = 8000

// CheckText says what is wrong with the text of a letter: too long, a placeholder that
// no letter has, or one missing that this outcome needs. Field: "letter_body".
func CheckText(o selection.Outcome, body string) *models.Problem {
	return CheckPlaces(body, Placeholders(), needed[o], MostLetter)
}

// CheckPlaces says the same of a text that may hold the known placeholders, must hold the
// needed ones, and is at most so many characters long. Where an unknown one stands is said by its line. Field: "letter_body".
func CheckPlaces(body string, known, needed []string, most int) *models.Problem {
	fields := tooLong("letter_body", body, most)
	if _, unknown := FillFrom(known, body, nil); len(unknown) > 0 && len(fields) == 0 {
		fields = append(fields, models.FieldProblem{Field: "letter_body", Code: "placeholder_unknown",
			Facts: models.Facts{"list": strings.Join(unknown, ", "), "line": lineOf(body, unknown[0]), "known": "{" + strings.Join(known, "}, {") + "}"}})
	}
	var missing []string
	for _, name := range needed {
		if !strings.Contains(body, "{"+name+"}") {
			missing = append(missing, "{"+name+"}")
		}
	}
	if len(missing) > 0 {
		fields = append(fields, models.FieldProblem{Field: "letter_body", Code: "placeholder_missing",
			Facts: models.Facts{"list": strings.Join(missing, ", ")}})
	}
	return models.Fields(fields...)
}

// lineOf counts the line on which something stands first, from 1.
func lineOf(body, what string) int { return strings.Count(body[:strings.Index(body, what)], "\n") + 1 }

// Text is the text of a programme's letters for one outcome. An empty body stands for the
// product's own text.
type Text struct {
	ID        int64 // 0 while the programme has none of its own
	Number    int   // of the version; 0 likewise
	Body      string
	WrittenBy string
	CreatedAt models.Instant
}

// SaveText gives a programme a new version of a letter's text; "" goes back to the product's own. number
// is that of the version which the form shows. Letters made before keep their words.
func SaveText(tx *db.Tx, code string, o selection.Outcome, number int, body string) error {
	if !access.Can(tx.Actor(), access.SettingsManage) {
		return models.Denied(string(access.SettingsManage))
	}
	p, err := programme.ProgrammeByCode(tx, code)
	if err != nil {
		return err
	}
	if !slices.Contains(selection.Outcomes(), o) {
		return models.Missing("letter")
	}
	if body != "" {
		if problem := CheckText(o, body); problem != nil {
			return problem
		}
	}
	now, err := TextOf(tx, p.ID, o)
	if err != nil {
		return err
	}
	if now.Number != number {
		return models.Stale("letter", models.Facts{"ref": p.Code})
	}
	if now.Body == body {
		return nil
	}
	id, err := insertText(tx, p.ID, o, number+1, body)
	if err != nil {
		return err
	}
	return tx.Audit("letter.text", "letter_text", id, 0, models.Facts{"programme": p.Code, "outcome": o, "number": number + 1})
}

// Subject is what a letter is about: all that its words may need.
type Subject struct {
	Decision selection.Decision
	Project  *programme.Project
	Person   programme.Person
	Cohort   programme.Cohort
	Site     programme.Site
	Couveuse programme.Couveuse
	Text     Text
	Today    models.Date
}

// Letter is a letter that was issued.
type Letter struct {
	Number, SHA256 string
	Outcome        selection.Outcome
	DecidedOn      models.Date
	IssuedAt       models.Instant
	Body           string // its words
}

// SubjectOf gathers what the letter of a dossier's latest decision needs, for who may decide on it.
// Without a decision there is nothing to tell ("letter.no_decision"); a letter
// that exists is refused ("letter.issued").
func SubjectOf(tx *db.Tx, projectRef string) (s Subject, err error) {
	if s.Project, err = programme.Load(tx, projectRef, access.ApplicationDecide); err != nil {
		return s, err
	}
	decisions, err := selection.Decisions(tx, s.Project)
	if err != nil {
		return s, err
	}
	if len(decisions) == 0 {
		return s, models.Refuse("letter.no_decision", models.Facts{"ref": projectRef})
	}
	s.Decision = decisions[0]
	number, err := letterNumber(tx, s.Decision.ID)
	if err != nil {
		return s, err
	}
	if number != "" {
		return s, models.Refuse("letter.issued", models.Facts{"ref": projectRef, "number": number})
	}
	return s, addSurroundings(tx, &s)
}

func addSurroundings(tx *db.Tx, s *Subject) (err error) {
	if s.Person, err = programme.LoadPerson(tx, s.Project.PersonID); err != nil {
		return err
	}
	if s.Cohort, err = programme.CohortByID(tx, s.Project.CohortID); err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sites, func(x programme.Site) bool { return x.ID == s.Project.SiteID })
	if i < 0 {
		return errors.New("the site of " + s.Project.Ref + " is gone")
	}
	s.Site = sites[i]
	if s.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return err
	}
	s.Today = tx.Today()
	s.Text, err = TextOf(tx, s.Project.ProgrammeID, s.Decision.Outcome)
	return err
}

// Issue keeps the letter of a decision, laid out with the number that it would get, and tells the
// candidate that a decision can be read. A decision has one letter, however many people
// click at once: a second is refused ("letter.issued"). It is a conflict ("paper.stale") when the number
// was taken meanwhile, and a refusal ("letter.superseded") when a later decision followed.
func Issue(tx *db.Tx, s Subject, number, title, body string, pdf []byte) error {
	now, err := SubjectOf(tx, s.Project.Ref)
	if err != nil {
		return err
	}
	if now.Decision.ID != s.Decision.ID {
		return models.Refuse("letter.superseded", models.Facts{"ref": s.Project.Ref})
	}
	paper := reporting.Issued{Number: number, Kind: reporting.KindLetter, SubjectRef: s.Project.Ref, Title: title, PDF: pdf}
	if err := reporting.Issue(tx, paper); err != nil {
		return err
	}
	written, err := insertLetter(tx, s, number, body)
	if err != nil {
		return err
	}
	if !written {
		return models.Refuse("letter.issued", models.Facts{"ref": s.Project.Ref})
	}
	if err := tx.Audit("letter.issue", "decision", s.Decision.ID, s.Project.ID, models.Facts{"number": number, "outcome": s.Decision.Outcome}); err != nil {
		return err
	}
	return programme.Tell(tx, now.Project, outbox.DecisionLetter, "letter/"+number, models.Facts{"number": number})
}

// PendingLetters lists the dossiers of a committee whose latest decision, taken in its name, has
// no letter yet, by reference. Only who manages the committee may ask.
func PendingLetters(tx *db.Tx, ref string) ([]string, error) {
	s, err := manage(tx, ref)
	if err != nil {
		return nil, err
	}
	return pendingLetters(tx, s.ID)
}

// Letters lists the letters of a dossier to who may read its papers, the latest first.
func Letters(tx *db.Tx, projectRef string) ([]Letter, error) {
	p, err := programme.Load(tx, projectRef, access.PaperRead)
	if err != nil {
		return nil, err
	}
	return lettersOf(tx, p.ID)
}

// LetterByNumber gives one letter of a dossier with its words.
func LetterByNumber(tx *db.Tx, projectRef, number string) (*programme.Project, Letter, error) {
	p, err := programme.Load(tx, projectRef, access.PaperRead)
	if err != nil {
		return nil, Letter{}, err
	}
	list, err := lettersOf(tx, p.ID)
	if err != nil {
		return nil, Letter{}, err
	}
	i := slices.IndexFunc(list, func(l Letter) bool { return l.Number == number })
	if i < 0 {
		return nil, Letter{}, models.Missing("letter")
	}
	return p, list[i], nil
}
