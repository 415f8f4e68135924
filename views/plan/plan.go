// Package plan shows the business-plan checklist of a project to its holder, its
// coaches and whoever may only read it.
package plan

import (
	"context"
	"hash/fnv"
	"strconv"

	"eclosion/models/plan"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Mode says what the reader does with the checklist.
type Mode uint8

// The modes.
const (
	Read  Mode = iota // look
	Claim             // the holder: say what is ready
	Judge             // a coach: validate, comment, set aside
)

// Page is all that the page shows.
type Page struct {
	Ref    string
	List   plan.Checklist
	Mode   Mode
	Gated  bool // the project is before its test, and the terms look at mandatory items
	Form   ui.Form
	Events []plan.Event // newest first

	Texts         map[int64]plan.Text // by section
	SectionEvents []plan.SectionEvent // newest first
	Writes        bool                // the reader may write texts
	PrintKey      string              // makes one print of two presses
}

// SeenPrefix begins the name of the hidden field that every item of a form has.
const SeenPrefix = "vu-"

// SeenField names the field that carries the version and the mark of an item.
func SeenField(item int64) string { return SeenPrefix + strconv.FormatInt(item, 10) }

// ReadyField names the holder's box of an item.
func ReadyField(item int64) string { return "pret-" + strconv.FormatInt(item, 10) }

// DoneField names the coach's box of an item.
func DoneField(item int64) string { return "valide-" + strconv.FormatInt(item, 10) }

// CommentField names the coach's comment on an item.
func CommentField(item int64) string { return "commentaire-" + strconv.FormatInt(item, 10) }

// ReasonField names why an item does not apply.
func ReasonField(item int64) string { return "sansobjet-" + strconv.FormatInt(item, 10) }

// Yes is what a ticked box sends.
const Yes = "oui"

// Mark is a short fingerprint of what a form shows of an item: compared with what
// comes back, it tells the items that the person has touched from the others.
func Mark(checked bool, texts ...string) string {
	h := fnv.New32a()
	for _, t := range append(texts, strconv.FormatBool(checked)) {
		_, _ = h.Write([]byte(t)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

func (p Page) state(part plan.Part) plan.SectionState { return plan.StateOf(part, p.Texts[part.ID]) }

// openWord says what the link of a section does.
func (p Page) openWord(ctx context.Context, part plan.Part) string {
	switch {
	case !p.Writes:
		return wording.T(ctx, "Lire la partie")
	case p.Texts[part.ID].Filled():
		return wording.T(ctx, "Continuer la partie")
	}
	return wording.T(ctx, "Écrire la partie")
}

func (p Page) action() string {
	if p.Mode == Claim {
		return "/projets/" + p.Ref + "/plan/annonces"
	}
	return "/projets/" + p.Ref + "/plan/validations"
}

// progressText says the progress in figures.
func progressText(ctx context.Context, p plan.Progress) string {
	if p.Applicable == 0 {
		return wording.T(ctx, "Sans objet")
	}
	return wording.T(ctx, "%s sur %s", wording.Count(p.Validated), wording.Count(p.Applicable))
}

// PercentText writes the share of a progress; a dash when nothing applies.
func PercentText(ctx context.Context, p plan.Progress) string {
	if p.Applicable == 0 {
		return "—"
	}
	return wording.T(ctx, "%s %%", strconv.Itoa(p.Percent()))
}

func figures(ctx context.Context, p plan.Progress) []ui.Figure {
	return []ui.Figure{
		{Label: wording.T(ctx, "Progression"), Value: PercentText(ctx, p), Note: wording.T(ctx, "des points qui s'appliquent")},
		{Label: wording.T(ctx, "Validés"), Value: wording.Count(p.Validated), Note: wording.T(ctx, "sur %s", wording.Count(p.Applicable))},
		{Label: wording.T(ctx, "Annoncés prêts"), Value: wording.Count(p.Claimed), Note: wording.T(ctx, "à valider"), Tone: toneIf(p.Claimed > 0, ui.Wait)},
		{Label: wording.T(ctx, "Obligatoires manquants"), Value: wording.Count(p.MandatoryMissing), Note: wording.T(ctx, "pour la période de test"),
			Tone: toneIf(p.MandatoryMissing > 0, ui.Wait)},
	}
}

func toneIf(yes bool, t ui.Tone) ui.Tone {
	if yes {
		return t
	}
	return ui.Plain
}

// stateText says where an item stands, with its date.
func stateText(ctx context.Context, s plan.State) (string, ui.Tone) {
	switch s.Stage() {
	case plan.Done:
		return wording.T(ctx, "Validé le %s", wording.Date(s.ValidatedOn)), ui.Good
	case plan.WaitsForCoach:
		return wording.T(ctx, "Annoncé prêt le %s", wording.Date(s.ClaimedOn)), ui.Wait
	case plan.OutOfScope:
		return wording.T(ctx, "Sans objet"), ui.Plain
	}
	return wording.T(ctx, "À faire"), ui.Plain
}

func itemID(item int64) string { return "point-" + strconv.FormatInt(item, 10) }

// PartAnchor is the id of a section on the page.
func PartAnchor(section int64) string { return "partie-" + strconv.FormatInt(section, 10) }

// waiting gives the items that a coach can validate now.
func waiting(c plan.Checklist) []plan.Line {
	var list []plan.Line
	for _, p := range c.Parts {
		for _, l := range p.Lines {
			if l.State.Stage() == plan.WaitsForCoach {
				list = append(list, l)
			}
		}
	}
	return list
}

func (p Page) claimable(l plan.Line) bool {
	stage := l.State.Stage()
	return p.Mode == Claim && (stage == plan.Open || stage == plan.WaitsForCoach)
}

// openDetails keeps the comment in sight when there is one, or something wrong.
func (p Page) openDetails(l plan.Line) bool {
	return p.Form.Value(CommentField(l.Item.ID)) != "" || p.Form.Value(ReasonField(l.Item.ID)) != ""
}

func timeline(ctx context.Context, events []plan.Event) []ui.Entry {
	list := make([]ui.Entry, len(events))
	for i, e := range events {
		list[i] = ui.Entry{At: string(e.On), When: wording.Moment(e.At), Kind: wording.PlanEventLabel(ctx, e.Kind), Title: e.ItemTitle, By: e.ActorName, Body: e.Comment}
		if e.Kind == plan.WasValidated {
			list[i].Tone = ui.Good
		}
	}
	return list
}
