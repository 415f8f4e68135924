package notice

import (
	"context"
	"net/url"
	"strconv"

	"eclosion/models"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// PapersPath is where a dossier shows its papers.
func PapersPath(ref string) string { return "/projets/" + ref + "/papiers" }

// DraftPath is where a notice is drafted; with ending ".pdf" its paper.
func DraftPath(ref, ending string, c notice.Cause, w notice.Wish) string {
	q := url.Values{"pour": {c.String()}}
	if w.StartsOn != "" {
		q.Set("starts_on", string(w.StartsOn))
	}
	if w.EndsOn != "" {
		q.Set("ends_on", string(w.EndsOn))
	}
	return PapersPath(ref) + "/projet" + ending + "?" + q.Encode()
}

// PaperPath is the page of an issued paper; with ending ".pdf" the paper.
func PaperPath(number, ending string) string { return "/papiers/" + number + ending }

// Papers are the papers of a dossier: what was issued, and for who may what can be.
type Papers struct {
	Project *programme.Project
	Issued  []notice.Entry
	Options []notice.Option
}

func (p Papers) optionLabel(ctx context.Context, o notice.Option) string {
	label := wording.Capital(wording.NoticeLabel(ctx, string(o.Cause.Kind)))
	switch {
	case o.Ref != "":
		return wording.T(ctx, "%s : %s, demande %s", label, wording.Money(o.Amount), o.Ref)
	case o.On != "":
		return wording.T(ctx, "%s, du %s", label, wording.LongDate(o.On))
	}
	return label
}

// refusal is the sentence of what stands in the way.
func refusal(ctx context.Context, p *models.Problem) string {
	_, sentences := wording.Problem(ctx, p)
	return sentences[0]
}

// Draft is a notice that was not issued.
type Draft struct {
	Project *programme.Project
	Subject notice.Subject
	Wish    notice.Wish
	Content notice.Content
	Days    ui.Form // starts_on, ends_on
	Form    ui.Form
}

func (d Draft) paper(ctx context.Context) report.Paper {
	return onScreen(Paper(ctx, d.Content, d.Subject.Cause.Kind.Paper()))
}

func (d Draft) dated() bool {
	k := d.Subject.Cause.Kind
	return k == notice.Coaching || k == notice.Status
}

// same reports whether the notice that stands says these words already.
func (d Draft) same() bool {
	return d.Subject.Standing != nil && d.Subject.Standing.Content.Body == d.Content.Body
}

// Shown is an issued paper on its page.
type Shown struct {
	notice.Paper
	Own        bool // its holder reads it
	ProjectRef string
	Today      models.Date
	Form, Scan ui.Form
	Staff      bool // may read the register
}

func (s Shown) sides() []notice.Side { return notice.Sides(s.Kind) }

func (s Shown) blocks(ctx context.Context) report.Paper {
	return onScreen(Paper(ctx, s.Notice.Content, s.Kind))
}

// onScreen leaves out the boxes to sign in, which only paper has, with their heading.
func onScreen(p report.Paper) report.Paper {
	last := len(p.Blocks) - 1
	if _, boxes := p.Blocks[last].(report.Signatures); boxes {
		last--
	}
	if _, heads := p.Blocks[last].(report.Heading); heads {
		last--
	}
	p.Blocks = p.Blocks[:last+1]
	return p
}

func sideLabel(ctx context.Context, side notice.Side) string {
	if side == notice.House {
		return wording.T(ctx, "Pour la couveuse")
	}
	return wording.T(ctx, "Le porteur ou la porteuse de projet")
}

// NewForm fills the form of the signatures with those that hold.
func (s Shown) NewForm(key string) ui.Form {
	f := ui.Form{Key: key, Version: strconv.Itoa(s.Version()), Values: map[string][]string{}}
	for _, side := range s.sides() {
		if held := s.Held(side); held != nil {
			name := string(side)
			f.Values[name+"_name"], f.Values[name+"_role"], f.Values[name+"_on"] = []string{held.Name}, []string{held.Role}, []string{string(held.On)}
		}
	}
	return f
}

func (s Shown) facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Term: wording.T(ctx, "Numéro"), Value: s.Number}, {Term: wording.T(ctx, "Genre"), Value: wording.PaperKindLabel(ctx, s.Kind)}, {Term: wording.T(ctx, "Objet"), Value: s.SubjectRef},
		{Term: wording.T(ctx, "Émis le"), Value: wording.Moment(s.IssuedAt)}}
	if s.IssuedBy != "" {
		facts = append(facts, ui.Fact{Term: wording.T(ctx, "Émis par"), Value: s.IssuedBy})
	}
	return facts
}

func signLine(ctx context.Context, s notice.SignOff) string {
	who := s.Name
	if s.Role != "" {
		who = wording.T(ctx, "%s, %s", s.Name, s.Role)
	}
	return wording.T(ctx, "%s : signé le %s par %s", sideLabel(ctx, s.Side), wording.LongDate(s.On), who)
}

func signState(ctx context.Context, signed, asked int, replaced string) (ui.Tone, string) {
	switch {
	case replaced != "":
		return ui.Plain, wording.T(ctx, "Remplacé par %s", replaced)
	case signed >= asked:
		return ui.Good, wording.T(ctx, "Signé")
	case signed > 0:
		return ui.Wait, wording.T(ctx, "Signé à moitié")
	}
	return ui.Wait, wording.T(ctx, "À signer")
}

func scanLine(ctx context.Context, s notice.Scan) string {
	line := wording.T(ctx, "%s, reçue le %s", wording.Bytes(ctx, s.Size), wording.Moment(s.At))
	if s.By != "" {
		line = wording.T(ctx, "%s, ajoutée par %s", line, s.By)
	}
	return line
}

// MostPDF bounds what is held against the register, in bytes: no paper comes near.
const MostPDF = 32 << 20

// Register is a page of the register.
type Register struct {
	Entries []notice.Entry
	Sites   []programme.Site
	Query   url.Values
	Filter  notice.Filter
	Next    int64
	Years   []int
}

func (r Register) form() ui.Form { return ui.Form{Values: r.Query} }

func (r Register) pager(ctx context.Context) ui.Page {
	var p ui.Page
	address := func(after int64) string {
		q := url.Values{}
		for name, values := range r.Query {
			if name != "apres" {
				q[name] = values
			}
		}
		if after != 0 {
			q.Set("apres", strconv.FormatInt(after, 10))
		}
		if len(q) == 0 {
			return "/papiers"
		}
		return "/papiers?" + q.Encode()
	}
	if r.Filter.Before != 0 {
		p.First = address(0)
	}
	if r.Next != 0 {
		p.Next = address(r.Next)
	}
	return p
}

func (r Register) kinds(ctx context.Context) (list []ui.Option) {
	for _, k := range wording.PaperKinds() {
		list = append(list, ui.Option{Value: k, Label: wording.PaperKindLabel(ctx, k)})
	}
	return list
}

func (r Register) sites() (list []ui.Option) {
	for _, s := range r.Sites {
		list = append(list, ui.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name})
	}
	return list
}

func (r Register) years() (list []ui.Option) {
	for _, y := range r.Years {
		list = append(list, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return list
}

func signedOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "non", Label: wording.T(ctx, "À signer")}, {Value: "oui", Label: wording.T(ctx, "Signés")}}
}

// subjectHref is the page of what a paper is about.
func subjectHref(e reporting.Issued) string {
	switch {
	case e.ProjectID != 0:
		return PapersPath(e.SubjectRef)
	case e.CohortID != 0:
		return "/cohortes/" + e.SubjectRef
	case e.Kind == reporting.KindMinutes:
		return "/comites/" + e.SubjectRef
	}
	return ""
}

// Verdict is what the register says of a file.
type Verdict struct {
	Name, SHA256 string
	Found        bool
	Entry        notice.Entry
	Copy         int // the number of the signed copy; 0 for the paper itself
}

func titleOf(ctx context.Context, e notice.Entry) string {
	if e.Title == "" {
		return wording.PaperKindLabel(ctx, e.Kind)
	}
	return e.Title
}

func (v *Verdict) title(ctx context.Context) string {
	on := wording.LongDate(v.Entry.IssuedAt.Date())
	if v.Copy > 0 {
		return wording.T(ctx, "C'est une copie signée de %s, émis le %s.", v.Entry.Number, on)
	}
	return wording.T(ctx, "C'est bien %s, émis le %s.", v.Entry.Number, on)
}
