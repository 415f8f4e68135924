package sitting

import (
	"context"
	"fmt"
	"strconv"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Path is the address of a committee.
func Path(ref string) string { return "/comites/" + ref }

// AgendaPage is the address of the agenda, DayPath that of the decisions, MinutesPath and PackPath
// those of the papers.
func AgendaPath(ref string) string  { return Path(ref) + "/ordre-du-jour" }
func DayPath(ref string) string     { return Path(ref) + "/seance" }
func MinutesPath(ref string) string { return Path(ref) + "/proces-verbal" }
func PackPath(ref string) string    { return Path(ref) + "/dossier-complet" }

// filePath leads to one file on the page of the decisions.
func filePath(ref, project string) string { return DayPath(ref) + "/" + project }

// Agenda is the page of the agenda.
type Agenda struct {
	Sitting *sitting.Sitting
	Items   []sitting.Item
	Plan    ui.Form // starts_at, minutes_each
	Order   ui.Form // only its problems and version
}

// Day is the page on which a manager enters what the committee decides.
type Day struct {
	Sitting    *sitting.Sitting
	Items      []sitting.Item
	Attendance []sitting.Attendee
	Room       selection.Room
	Pending    int // letters to issue
	Today      models.Date
	Presences  ui.Form
	Forms      map[string]ui.Form // by the reference of the file
	Letters    ui.Form
	Minutes    string // the number of the latest that was issued; "" for none
}

// problems is what was refused, on top of the page.
func (d Day) problems() ui.Form {
	if len(d.Presences.Problems) > 0 {
		return d.Presences
	}
	for _, i := range d.Items {
		if f := d.Forms[i.Ref]; len(f.Problems) > 0 {
			return f
		}
	}
	return d.Letters
}

// form of one file.
func (d Day) form(i sitting.Item) ui.Form { return d.Forms[i.Ref] }

// opened is the file whose form stands open: the one that was refused, else the first without an answer.
func (d Day) opened() string {
	for _, i := range d.Items {
		if len(d.Forms[i.Ref].Problems) > 0 {
			return i.Ref
		}
	}
	for _, i := range d.Items {
		if d.asks(i) {
			return i.Ref
		}
	}
	return ""
}

// asks reports whether a file waits for an answer, or was refused one.
func (d Day) asks(i sitting.Item) bool {
	return selection.Awaits(i.Phase) && !(i.Decided() && i.Phase == programme.Waitlisted)
}

// open reports whether the form of a decision is shown.
func (d Day) open(i sitting.Item) bool {
	return !i.Conflict && (selection.Awaits(i.Phase) || len(d.Forms[i.Ref].Problems) > 0)
}

func (d Day) left() (n int) {
	for _, i := range d.Items {
		if d.asks(i) {
			n++
		}
	}
	return n
}

// room says how full the cohort is, in figures that stay in sight.
func (d Day) room(ctx context.Context) []ui.Fact {
	waiting := 0
	for _, i := range d.Items {
		if i.Phase == programme.Waitlisted {
			waiting++
		}
	}
	free, unlimited := sitting.Free(d.Room)
	places := wording.T(ctx, "non limitées")
	if !unlimited {
		places = wording.T(ctx, "%s sur %s", wording.Count(free), wording.Count(d.Room.Capacity))
	}
	return []ui.Fact{
		{Term: wording.T(ctx, "Places libres"), Value: places}, {Term: wording.T(ctx, "Acceptés"), Value: wording.Count(d.Room.Taken)},
		{Term: wording.T(ctx, "En liste d'attente"), Value: wording.Count(waiting)}, {Term: wording.T(ctx, "À décider"), Value: wording.Count(d.left())},
	}
}

func (d Day) full() bool {
	free, unlimited := sitting.Free(d.Room)
	return !unlimited && free == 0
}

// name is the file in one line.
func itemTitle(ctx context.Context, i sitting.Item) string {
	title := strconv.Itoa(i.Place) + ". " + shownTitle(ctx, i)
	if i.At != "" {
		return i.At + " · " + title
	}
	return title
}

// shownTitle names a file; one on which the reader declared a conflict of interest has no name for them.
func shownTitle(ctx context.Context, i sitting.Item) string {
	if i.Conflict {
		return wording.T(ctx, "Conflit d'intérêts déclaré")
	}
	return projectTitle(ctx, i.Title)
}

// who is who brings it and its reference; a blind committee has no names.
func itemWho(i sitting.Item) string {
	if i.Holder == "" {
		return i.Ref
	}
	return i.Holder + " · " + i.Ref
}

// tally sums up what the members think, and how far they lie apart.
func tally(ctx context.Context, i sitting.Item) string {
	text := wording.T(ctx, "Favorables : %s, réservés : %s, défavorables : %s", strconv.Itoa(i.Yes), strconv.Itoa(i.Maybe), strconv.Itoa(i.No))
	r := i.Ranked
	if r == nil || !r.Scored {
		return text
	}
	text += " · " + wording.T(ctx, "moyenne %s sur 5, de %s à %s", points(r.Score), points(r.Low), points(r.High))
	if r.Disagreement {
		text += " · " + wording.T(ctx, "avis partagés")
	}
	return text
}

// points writes hundredths of a mark: 3,67.
func points(p selection.Points) string { return fmt.Sprintf("%d,%02d", int(p)/100, int(p)%100) }

func decided(ctx context.Context, d *selection.Decision) string {
	text := wording.T(ctx, "Décidé le %s par %s", wording.LongDate(d.DecidedOn), d.DecidedBy)
	if d.Rank > 0 {
		text += " · " + wording.T(ctx, "place %s sur la liste", strconv.Itoa(d.Rank))
	}
	return text
}

func outcomes(ctx context.Context, i sitting.Item, full bool) []ui.Option {
	var list []ui.Option
	for _, o := range selection.Outcomes() {
		if o == selection.Waitlisted && i.Phase == programme.Waitlisted {
			continue
		}
		option := ui.Option{Value: string(o), Label: wording.OutcomeLabel(ctx, o)}
		if o == selection.Accepted && full {
			option.Hint = wording.T(ctx, "La cohorte est complète.")
		}
		list = append(list, option)
	}
	return list
}

func presences(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, p := range sitting.Presences() {
		list = append(list, ui.Option{Value: string(p), Label: wording.PresenceLabel(ctx, p)})
	}
	return list
}

// PresenceField names the radios of a member.
func PresenceField(publicID string) string { return "presence-" + publicID }

func crumbs(ctx context.Context, ref, last string) []ui.Link {
	return []ui.Link{{Href: "/comites", Label: wording.T(ctx, "Comités")}, {Href: Path(ref), Label: ref}, {Label: last}}
}

// Tabs are the pages of a committee's day.
func Tabs(ctx context.Context, s *sitting.Sitting, at string) []ui.Link {
	list := []ui.Link{{Href: Path(s.Ref), Label: wording.T(ctx, "Le comité")}, {Href: AgendaPath(s.Ref), Label: wording.T(ctx, "Ordre du jour")},
		{Href: PackPath(s.Ref), Label: wording.T(ctx, "Dossier complet")}}
	if s.Managed {
		list = append(list, ui.Link{Href: DayPath(s.Ref), Label: wording.T(ctx, "Séance du comité")}, ui.Link{Href: MinutesPath(s.Ref), Label: wording.T(ctx, "Procès-verbal")})
	}
	for i := range list {
		list[i].Current = list[i].Href == at
	}
	return list
}
