package selection

import (
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Recommendation is what a member advises on a file.
type Recommendation string

// The recommendations.
const (
	Yes   Recommendation = "yes"
	Maybe Recommendation = "maybe"
	No    Recommendation = "no"
)

// Recommendations lists the recommendations as forms offer them.
func Recommendations() []Recommendation { return []Recommendation{Yes, Maybe, No} }

// Mark is what a member gives a file on one criterion: "0" to "5", NotApplicable, or "" for nothing yet.
type Mark string

// NotApplicable says that a criterion does not concern the file: it is left out of the mean.
const NotApplicable Mark = "na"

// Marks lists the marks as forms offer them.
func Marks() []Mark { return []Mark{"0", "1", "2", "3", "4", "5", NotApplicable} }

// points gives the mark as a number; counts is false for one that does not enter the mean.
func (m Mark) points() (n int, counts bool) {
	n, err := strconv.Atoi(string(m))
	return n, err == nil
}

// Score is a mark on the criterion of that position, with its comment.
type Score struct {
	Position int
	Mark     Mark
	Comment  string
}

// Opinion is what a member gave on a file: a recommendation, an overall comment, and a score on each criterion.
// Opinions from before there were criteria have no scores.
type Opinion struct {
	CommitteeRef   string
	AccountID      int64
	Name           string
	Recommendation Recommendation
	Comment        string
	Scores         []Score // in the grid's order
	Mean           Points  // weighted, over what applies
	Scored         bool    // false: nothing applies, and Mean says nothing
	UpdatedAt      models.Instant
	Version        int // 0: not given yet
}

// OpinionDraft is an opinion as it was typed.
type OpinionDraft struct {
	Recommendation Recommendation
	Comment        string
	Scores         []Score
}

// Own is a member's work on one file: the opinion that they gave, and what they write now.
type Own struct {
	Given   Opinion
	Draft   OpinionDraft   // what the form shows: the draft, or what was given
	SavedAt models.Instant // of the draft; 0 when there is none
	Version int            // of the form; 0 for a first opinion
}

// Drafting reports whether something is written that was not given.
func (o Own) Drafting() bool { return !o.SavedAt.IsZero() }

// Awaits reports whether a file in that phase waits for a decision, so that
// members may still give an opinion on it.
func Awaits(phase programme.Phase) bool {
	return phase == programme.Review || phase == programme.Waitlisted
}

// ScoreField and NoteField name the fields of a criterion in the form of an opinion.
func ScoreField(position int) string { return "score-" + strconv.Itoa(position) }

// NoteField names the comment on a criterion.
func NoteField(position int) string { return "note-" + strconv.Itoa(position) }

// CheckOpinion says what is wrong with an opinion on that grid. To be given it needs a
// recommendation and a mark on every criterion; a draft only must not be malformed.
// Fields: those of the form, in its order.
func CheckOpinion(grid []Criterion, d OpinionDraft, give bool) *models.Problem {
	var f faults
	marks := map[int]Score{}
	for _, s := range d.Scores {
		marks[s.Position] = s
	}
	for _, c := range grid {
		s := marks[c.Position]
		switch {
		case s.Mark == "" && give:
			f.field(ScoreField(c.Position), "required", nil)
		case s.Mark != "" && !slices.Contains(Marks(), s.Mark):
			f.field(ScoreField(c.Position), "oneof", nil)
		}
		f.length(NoteField(c.Position), s.Comment, MaxText)
		delete(marks, c.Position)
	}
	if len(marks) > 0 {
		f.field("score", "oneof", nil) // on no criterion of the grid: the form is not ours
	}
	switch {
	case d.Recommendation == "" && give:
		f.field("recommendation", "required", nil)
	case d.Recommendation != "" && !slices.Contains(Recommendations(), d.Recommendation):
		f.field("recommendation", "oneof", nil)
	}
	f.length("comment", d.Comment, MaxText)
	return models.Fields(f...)
}

// same reports whether two opinions say the same; scores stand in the grid's order.
func (d OpinionDraft) same(o OpinionDraft) bool {
	return d.Recommendation == o.Recommendation && d.Comment == o.Comment && slices.Equal(d.Scores, o.Scores)
}

// inOrder gives the scores one a criterion, in the grid's order.
func inOrder(grid []Criterion, scores []Score) []Score {
	var list []Score
	for _, c := range grid {
		i := slices.IndexFunc(scores, func(s Score) bool { return s.Position == c.Position })
		if i < 0 {
			list = append(list, Score{Position: c.Position})
		} else {
			list = append(list, scores[i])
		}
	}
	return list
}

// desk is what a verb on an opinion works with.
type desk struct {
	committee *Committee
	project   *programme.Project
	grid      []Criterion
	own       Own
}

// seat loads a file for a member who may write an opinion on it now.
func seat(tx *db.Tx, committeeRef, projectRef string) (d desk, err error) {
	c, a, err := LoadFile(tx, committeeRef, projectRef)
	if err != nil {
		return d, err
	}
	if !c.Seated {
		return d, models.Denied(string(access.OpinionGive))
	}
	d.committee, d.project = c, a.Project
	if d.grid, err = Criteria(tx, c); err != nil {
		return d, err
	}
	d.own, err = ownOn(tx, c, a.Project.ID, d.grid)
	return d, err
}

// decided refuses to write on what was decided.
func (d desk) decided() error {
	if !Awaits(d.project.Phase) {
		return models.Refuse("opinion.decided", models.Facts{"phase": d.project.Phase})
	}
	return nil
}

// SaveDraft keeps what the actor writes on a file, for nobody but themselves, and gives the form's next
// version. It may be incomplete. version is that of the form, 0 for a first opinion.
func SaveDraft(tx *db.Tx, committeeRef, projectRef string, version int, d OpinionDraft) (next int, err error) {
	on, err := seat(tx, committeeRef, projectRef)
	if err != nil {
		return 0, err
	}
	if problem := CheckOpinion(on.grid, d, false); problem != nil {
		return 0, problem
	}
	if err := on.decided(); err != nil {
		return 0, err
	}
	d.Scores = inOrder(on.grid, d.Scores)
	if d.same(on.own.Draft) {
		return on.own.Version, nil // sent twice, or nothing written yet
	}
	if version != on.own.Version {
		return 0, models.Stale("opinion", models.Facts{"ref": on.project.Ref})
	}
	return version + 1, storeDraft(tx, on, version+1, d)
}

// GiveOpinion gives the actor's opinion on a file of an open committee on which it sits, or gives it anew:
// from then on it counts, and others read it. version is that of the form, 0 for a first opinion.
func GiveOpinion(tx *db.Tx, committeeRef, projectRef string, version int, d OpinionDraft) error {
	on, err := seat(tx, committeeRef, projectRef)
	if err != nil {
		return err
	}
	if problem := CheckOpinion(on.grid, d, true); problem != nil {
		return problem
	}
	if err := on.decided(); err != nil {
		return err
	}
	d.Scores = inOrder(on.grid, d.Scores)
	before := on.own.Given
	if before.Version > 0 && !on.own.Drafting() && d.same(on.own.Draft) {
		return nil // sent twice
	}
	if version != on.own.Version {
		return models.Stale("opinion", models.Facts{"ref": on.project.Ref})
	}
	if err := storeOpinion(tx, on, version+1, d); err != nil {
		return err
	}
	if err := dropDraft(tx, on.project.ID, tx.Actor().AccountID, on.committee.ID); err != nil {
		return err
	}
	facts := models.Facts{"recommendation": d.Recommendation, "scores": marksOf(d.Scores)}
	action := "opinion.give"
	if before.Version > 0 {
		action = "opinion.change"
		facts["before"], facts["scores_before"] = before.Recommendation, marksOf(before.Scores)
	}
	return tx.Audit(action, "committee", on.committee.ID, on.project.ID, facts)
}

// marksOf writes marks in one line, in the grid's order: "4 3 na 5".
func marksOf(scores []Score) string {
	list := make([]string, len(scores))
	for i, s := range scores {
		list[i] = string(s.Mark)
	}
	return strings.Join(list, " ")
}
