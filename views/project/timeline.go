package project

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/correspondence"
	"eclosion/models/documents"
	"eclosion/models/journey"
	"eclosion/models/outbox"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/timeline"
	"eclosion/views/mail"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Story is a page of what happened on a dossier, as its reader may know it.
type Story struct {
	Ref      string
	Filter   timeline.Filter
	Kinds    []timeline.Kind // what the reader may ask for
	Internal bool            // the reader also sees what the holder does not
	Entries  []timeline.Entry
	Next     string
}

// address gives the same dossier with another filter, from the first page of its timeline.
func (s Story) address(kind timeline.Kind, view timeline.View, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"genre": string(kind), "vue": string(view), "apres": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	path := "/projets/" + s.Ref
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path + "#histoire"
}

func (s Story) views(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Href: s.address(s.Filter.Kind, timeline.All, ""), Label: wording.T(ctx, "Tout"), Current: s.Filter.View == timeline.All},
		{Href: s.address(s.Filter.Kind, timeline.Shared, ""), Label: wording.T(ctx, "Partagé"), Current: s.Filter.View == timeline.Shared},
		{Href: s.address(s.Filter.Kind, timeline.Internal, ""), Label: wording.T(ctx, "Interne"), Current: s.Filter.View == timeline.Internal},
	}
}

func (s Story) kinds(ctx context.Context) []ui.Link {
	list := []ui.Link{{Href: s.address("", s.Filter.View, ""), Label: wording.T(ctx, "Tous les genres"), Current: s.Filter.Kind == ""}}
	for _, k := range s.Kinds {
		list = append(list, ui.Link{Href: s.address(k, s.Filter.View, ""), Label: storyLabel(ctx, k), Current: s.Filter.Kind == k})
	}
	return list
}

func (s Story) filtered() bool { return s.Filter.Kind != "" || s.Filter.View != timeline.All }

func storyLabel(ctx context.Context, k timeline.Kind) string {
	switch k {
	case timeline.Meeting:
		return wording.T(ctx, "Rencontres")
	case timeline.Step:
		return wording.T(ctx, "Étapes et décisions")
	case timeline.Document:
		return wording.T(ctx, "Documents")
	case timeline.Message:
		return wording.T(ctx, "Messages")
	case timeline.Mail:
		return wording.T(ctx, "E-mails")
	case timeline.Plan:
		return wording.T(ctx, "Plan d'affaires")
	case timeline.Grant:
		return wording.T(ctx, "Bourse")
	case timeline.Paper:
		return wording.T(ctx, "Papiers émis")
	case timeline.Team:
		return wording.T(ctx, "Accompagnement")
	case timeline.Action:
		return wording.T(ctx, "Actions faites")
	case timeline.Note:
		return wording.T(ctx, "Notes privées")
	case timeline.Register:
		return wording.T(ctx, "Registre")
	}
	return string(k)
}

// oneLabel names the kind of one entry.
func oneLabel(ctx context.Context, e timeline.Entry) string {
	switch e.Kind {
	case timeline.Meeting:
		return wording.T(ctx, "Rencontre")
	case timeline.Step:
		if e.Code != e.From {
			return wording.T(ctx, "Étape")
		}
		return wording.T(ctx, "Décision")
	case timeline.Document:
		return wording.T(ctx, "Document")
	case timeline.Message:
		return wording.T(ctx, "Message")
	case timeline.Mail:
		return wording.T(ctx, "E-mail")
	case timeline.Paper:
		return wording.T(ctx, "Papier émis")
	case timeline.Action:
		return wording.T(ctx, "Action faite")
	case timeline.Note:
		return wording.T(ctx, "Note privée")
	}
	return storyLabel(ctx, e.Kind)
}

// entries words the page's entries.
func (s Story) entries(ctx context.Context) []ui.Entry {
	list := make([]ui.Entry, len(s.Entries))
	for i, e := range s.Entries {
		list[i] = s.entry(ctx, e)
	}
	return list
}

// bodyRunes bounds what a timeline shows of a long text: the text itself is one click away.
const bodyRunes = 400

func (s Story) entry(ctx context.Context, e timeline.Entry) ui.Entry {
	out := ui.Entry{At: string(e.On), When: wording.Date(e.On), Kind: oneLabel(ctx, e), Title: e.Name, By: e.By, Body: clipped(e.Body),
		Internal: e.Internal, Shared: s.Internal && !e.Internal}
	path := "/projets/" + s.Ref
	switch e.Kind {
	case timeline.Step:
		stepEntry(ctx, e, &out)
	case timeline.Meeting:
		out.Title, out.Tone = meetingTitle(ctx, e), meetingTone(coaching.State(e.Code))
		out.Href = path + "/rencontres/" + e.Address
	case timeline.Note:
		out.Title, out.Href = wording.MeetingKindLabel(ctx, coaching.Kind(e.From)), path+"/rencontres/"+e.Address
	case timeline.Document:
		out.Href = path + "/documents"
		switch documents.Review(e.Code) {
		case documents.Accepted:
			out.Tone = ui.Good
		case documents.Refused:
			out.Tone = ui.Stop
		}
	case timeline.Message:
		out.Title, out.Href = wording.T(ctx, "Message de la couveuse"), path+"/messages#m-"+e.Address
		if correspondence.Side(e.Code) == correspondence.Holder {
			out.Title = wording.T(ctx, "Message du porteur ou de la porteuse")
		}
	case timeline.Mail:
		out.Title = mail.Subject(ctx, outbox.Kind(e.Name))
		if e.Code != string(outbox.Sent) {
			out.Tone = ui.Wait
		}
	case timeline.Plan:
		out.Href = path + "/plan"
		planEntry(ctx, e, &out)
	case timeline.Grant:
		out.Href, out.Title = path+"/bourse", grantTitle(ctx, e)
	case timeline.Paper:
		out.Title, out.Href, out.Tone = wording.T(ctx, "%s, %s", wording.PaperKindLabel(ctx, e.Code), e.Address), "/papiers/"+e.Address+".pdf", ui.Good
	case timeline.Team:
		out.Title = wording.T(ctx, "%s accompagne le dossier", e.Name)
		if e.Code == "to" {
			out.Title = wording.T(ctx, "%s n'accompagne plus le dossier", e.Name)
		}
	case timeline.Action:
		out.Tone = ui.Good
	case timeline.Register:
		out.Title = wording.AuditLabel(ctx, e.Code)
		if e.Name != "" {
			out.Title += " " + e.Name
		}
	}
	return out
}

func clipped(s string) string {
	if r := []rune(s); len(r) > bodyRunes {
		return string(r[:bodyRunes]) + "…"
	}
	return s
}

// stepEntry reads a row of the dossier's history.
func stepEntry(ctx context.Context, e timeline.Entry, out *ui.Entry) {
	c := journey.Change{Change: programme.Change{FromPhase: programme.Phase(e.From), ToPhase: programme.Phase(e.Code), EffectiveOn: e.On, Reason: e.Body, ActorName: e.By, At: e.At}}
	_ = json.Unmarshal([]byte(e.Name), &c.Detail) // facts that cannot be read leave the title as it is
	out.Title, out.Body = ChangeTitle(ctx, c), clipped(ChangeNote(ctx, c))
	if c.Moves() {
		out.Phase = string(c.ToPhase)
	} else {
		out.Tone = changeTone(c)
	}
}

func planEntry(ctx context.Context, e timeline.Entry, out *ui.Entry) {
	said := wording.PlanEventLabel(ctx, plan.EventKind(e.Code))
	if e.From == "section" {
		said = wording.SectionEventLabel(ctx, plan.SectionEventKind(e.Code))
	}
	out.Title = wording.T(ctx, "%s : %s", e.Name, said)
	if slices.Contains([]string{string(plan.WasValidated), string(plan.SectionWasValidated)}, e.Code) {
		out.Tone = ui.Good
	}
}

func grantTitle(ctx context.Context, e timeline.Entry) string {
	amount := wording.Money(models.Cents(e.Amount))
	switch e.Code {
	case "asked":
		return wording.T(ctx, "Demande %s : %s", e.Name, amount)
	case "awarded":
		return wording.T(ctx, "Octroi sur %s : %s", e.Name, amount)
	case "refused":
		return wording.T(ctx, "Demande %s refusée", e.Name)
	case "withdrawn":
		return wording.T(ctx, "Demande %s retirée", e.Name)
	case "paid":
		return wording.T(ctx, "Paiement sur %s : %s", e.Name, amount)
	case "proof":
		return wording.T(ctx, "Justificatif sur %s : %s", e.Name, amount)
	case "reduced":
		return wording.T(ctx, "Réduction sur %s : %s", e.Name, amount)
	}
	return wording.T(ctx, "Récupération sur %s : %s", e.Name, amount)
}

func meetingTone(state coaching.State) ui.Tone {
	switch state {
	case coaching.Absent:
		return ui.Stop
	case coaching.Held:
		return ui.Plain
	}
	return ui.Wait
}

func meetingTitle(ctx context.Context, e timeline.Entry) string {
	title := wording.MeetingKindLabel(ctx, coaching.Kind(e.From))
	switch coaching.State(e.Code) {
	case coaching.Planned:
		return wording.T(ctx, "%s : prévue", title)
	case coaching.Absent:
		return wording.T(ctx, "%s : absence", title)
	case coaching.Excused:
		return wording.T(ctx, "%s : excusé", title)
	case coaching.Cancelled:
		return wording.T(ctx, "%s : annulée", title)
	}
	return wording.T(ctx, "%s, %s", title, wording.Duration(int(e.Amount)))
}
