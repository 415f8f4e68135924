package committee

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Ranking is the files of a committee in the order of what its members gave.
type Ranking struct {
	Committee *selection.Committee
	Grid      []selection.Criterion
	Files     []selection.Ranked
}

// ConflictsView is the conflicts of interest on a committee.
type ConflictsView struct {
	Committee *selection.Committee
	Rows      []ConflictRow
	Members   []selection.Member
	Files     []selection.File
	Form      ui.Form
}

// ConflictRow is a conflict with the reference of its file.
type ConflictRow struct {
	selection.Conflict
	Ref string
}

// Interviews is the interview slots of a committee.
type Interviews struct {
	Committee *selection.Committee
	Slots     []selection.Slot
	Files     []selection.File // that can be given a slot
	Today     models.Date
	Now       models.Instant
	Publish   ui.Form
	Act       ui.Form // only its problems, after a refused act on one slot
}

// Stored is the opinion's form as it is kept: the marks and comments by field.
func (p FilePage) Stored() map[string][]string {
	d := p.Own.Draft
	values := map[string][]string{"recommendation": {string(d.Recommendation)}, "comment": {d.Comment}}
	for _, s := range d.Scores {
		values[selection.ScoreField(s.Position)] = []string{string(s.Mark)}
		values[selection.NoteField(s.Position)] = []string{s.Comment}
	}
	return values
}

// autosave says where the script saves the opinion while it is written.
func (p FilePage) autosave() templ.OrderedAttributes {
	if p.Stale {
		return nil
	}
	return candidature.AutosaveAt(FilePath(p.Committee.Ref, p.App.Project.Ref) + "/brouillon")
}

// Named gives the problems of a form of marks the names of their criteria.
func (p FilePage) Named(ctx context.Context, form ui.Form) ui.Form {
	for i, problem := range form.Problems {
		for _, k := range p.Grid {
			switch problem.Field {
			case selection.ScoreField(k.Position):
				form.Problems[i].Label = k.Label
			case selection.NoteField(k.Position):
				form.Problems[i].Label = wording.T(ctx, "Commentaire sur « %s »", k.Label)
			}
		}
	}
	return form
}

// standing says what of the opinion is kept where.
func (p FilePage) standing(ctx context.Context) string {
	switch given := p.Own.Given; {
	case given.Version > 0 && p.Own.Drafting():
		return wording.T(ctx, "Votre avis du %s compte. Ce que vous avez écrit depuis (%s) comptera quand vous le rendrez.", wording.Moment(given.UpdatedAt), wording.Moment(p.Own.SavedAt))
	case given.Version > 0:
		return wording.T(ctx, "Rendu le %s. Vous pouvez le changer jusqu'à la décision.", wording.Moment(given.UpdatedAt))
	case p.Own.Drafting():
		return wording.T(ctx, "Enregistré le %s, pas encore rendu : personne d'autre ne le lit.", wording.Moment(p.Own.SavedAt))
	}
	return wording.T(ctx, "Tant que vous ne le rendez pas, personne d'autre ne le lit.")
}

// markID is the id of a mark; the first bears the field's own, so that the error summary leads to it.
func (p FilePage) markID(k selection.Criterion, n int) string {
	id := p.Form.ID(selection.ScoreField(k.Position))
	if n == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(n)
}

// describe ties a criterion's problem and meaning to its marks for assistive technology.
func (p FilePage) describe(k selection.Criterion) templ.Attributes {
	var ids []string
	id := p.Form.ID(selection.ScoreField(k.Position))
	if p.Form.Problem(selection.ScoreField(k.Position)) != "" {
		ids = append(ids, id+"-error")
	}
	if k.Meaning != "" {
		ids = append(ids, id+"-hint")
	}
	if ids == nil {
		return nil
	}
	return templ.Attributes{"aria-describedby": strings.Join(ids, " ")}
}

func labelOf(grid []selection.Criterion, position int) string {
	for _, k := range grid {
		if k.Position == position {
			return wording.Typeset(k.Label)
		}
	}
	return strconv.Itoa(position)
}

func (r Ranking) disagreements() (n int) {
	for _, x := range r.Files {
		if x.Disagreement {
			n++
		}
	}
	return n
}

func rankText(ctx context.Context, x selection.Ranked) string {
	switch {
	case x.Rank == 0:
		return "—"
	case x.Tied:
		return wording.T(ctx, "%s ex æquo", strconv.Itoa(x.Rank))
	}
	return strconv.Itoa(x.Rank)
}

func scoreText(ctx context.Context, x selection.Ranked) string {
	if !x.Scored {
		return wording.T(ctx, "Sans note")
	}
	return wording.Points(ctx, x.Score)
}

func spreadText(ctx context.Context, x selection.Ranked) string {
	return wording.T(ctx, "de %s à %s", wording.Mean(x.Low), wording.Mean(x.High))
}

func meanText(ctx context.Context, m selection.CriterionMean) string {
	if m.Marks == 0 {
		return wording.T(ctx, "Sans note")
	}
	return wording.Points(ctx, m.Mean)
}

// at places hundredths of a mark on the scale of the drawing, width a range of them.
func at(p selection.Points) string { return strconv.FormatFloat(2+float64(p)/5, 'f', 1, 64) }

func width(low, high selection.Points) string {
	return strconv.FormatFloat(max(float64(high-low)/5, 1), 'f', 1, 64)
}

func joined(names []string) string { return strings.Join(names, ", ") }

func fileOptions(ctx context.Context, files []selection.File) []ui.Option {
	var list []ui.Option
	for _, f := range files {
		if f.Conflict {
			continue
		}
		list = append(list, ui.Option{Value: f.Ref, Label: wording.T(ctx, "%s : %s", f.Ref, title(ctx, f.Title))})
	}
	return list
}

// day is the slots of one day.
type day struct {
	date  models.Date
	slots []selection.Slot
}

func (p Interviews) days() []day {
	var list []day
	for _, s := range p.Slots {
		d := s.StartsAt.Date()
		if len(list) == 0 || list[len(list)-1].date != d {
			list = append(list, day{date: d})
		}
		list[len(list)-1].slots = append(list[len(list)-1].slots, s)
	}
	return list
}

// open says whether the reader changes slots now.
func (p Interviews) open() bool { return p.Committee.Managed && p.Committee.State == selection.Open }

func (p Interviews) ahead(s selection.Slot) bool { return s.StartsAt > p.Now }

func (p Interviews) path(s selection.Slot, act string) string {
	return Path(p.Committee.Ref) + "/entretiens/" + s.PublicID + "/" + act
}

func (p Interviews) fileHref(ref string) string {
	if p.Committee.Seated {
		return FilePath(p.Committee.Ref, ref)
	}
	return dossierHref(ref)
}

func (p Interviews) whose(ctx context.Context, s selection.Slot) string {
	switch {
	case s.Conflict:
		return wording.T(ctx, "%s, conflit d'intérêts déclaré", s.Ref)
	case s.Holder == "":
		return s.Ref
	}
	return wording.T(ctx, "%s, %s", s.Holder, s.Ref)
}

func (p Interviews) lead(ctx context.Context) string {
	if !p.Committee.Managed {
		return wording.T(ctx, "Les rencontres du comité avec les candidates et candidats.")
	}
	return wording.N(ctx, "Chaque créneau est pris par un seul dossier. Les candidates et candidats le prennent, le déplacent ou l'annulent jusqu'à %s heure avant.",
		"Chaque créneau est pris par un seul dossier. Les candidates et candidats le prennent, le déplacent ou l'annulent jusqu'à %s heures avant.", p.Committee.BookHours, strconv.Itoa(p.Committee.BookHours))
}

func (p Interviews) none(ctx context.Context) string {
	switch {
	case p.open():
		return wording.T(ctx, "Publiez-en ci-dessous si le comité rencontre les candidates et candidats.")
	case p.Committee.Managed:
		return wording.T(ctx, "Ouvrez le comité pour en publier.")
	}
	return wording.T(ctx, "La couveuse les publie si le comité rencontre les candidates et candidats.")
}

func timeRange(s selection.Slot) string {
	end := s.StartsAt + models.Instant(s.Minutes)*60_000
	return wording.Clock(s.StartsAt.Time()) + "–" + wording.Clock(end.Time())
}
