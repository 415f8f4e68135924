package settings

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// MailsView is a page of the messages in one state.
type MailsView struct {
	State  outbox.State
	Rows   []outbox.Row
	More   bool
	Paged  bool // not the first page
	Counts map[outbox.State]int
	Leaves bool // mails leave
	Form   ui.Form
}

// MailStates are the states that have a list, those that ask for a decision first.
func MailStates() []outbox.State {
	return []outbox.State{outbox.Unsure, outbox.Dead, outbox.Waiting, outbox.Sending, outbox.Sent}
}

func mailStateLabel(ctx context.Context, s outbox.State) string {
	switch s {
	case outbox.Waiting:
		return wording.T(ctx, "En attente")
	case outbox.Sending:
		return wording.T(ctx, "En cours")
	case outbox.Sent:
		return wording.T(ctx, "Envoyés")
	case outbox.Dead:
		return wording.T(ctx, "Échoués")
	}
	return wording.T(ctx, "À vérifier")
}

// mailStateLead says what the state means and what to do about it.
func mailStateLead(ctx context.Context, s outbox.State) string {
	switch s {
	case outbox.Waiting:
		return wording.T(ctx, "Ils partent à leur tour. Un envoi manqué est tenté à nouveau, de plus en plus rarement, pendant trois jours.")
	case outbox.Sending:
		return wording.T(ctx, "Ils sont remis au serveur en ce moment même.")
	case outbox.Sent:
		return wording.T(ctx, "Le serveur les a pris. Leur contenu n'est plus gardé.")
	case outbox.Dead:
		return wording.T(ctx, "Le serveur les refuse, ou trois jours d'essais n'ont rien donné. Corrigez l'adresse auprès de la personne, ou prévenez-la autrement.")
	}
	return wording.T(ctx, "Le serveur les a reçus, mais sa réponse s'est perdue : ils sont peut-être arrivés. Ils ne repartent pas d'eux-mêmes. Renvoyez-les au risque d'un double, ou classez-les.")
}

func (v MailsView) tabs(ctx context.Context) []ui.Link {
	var tabs []ui.Link
	for _, s := range MailStates() {
		tab := ui.Link{Href: mailsPath(s, 0), Label: mailStateLabel(ctx, s), Current: s == v.State}
		if s != outbox.Sent {
			tab.Count = wording.Count(v.Counts[s])
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

func (v MailsView) page() ui.Page {
	var p ui.Page
	if v.Paged {
		p.First = mailsPath(v.State, 0)
	}
	if v.More {
		p.Next = mailsPath(v.State, v.Rows[len(v.Rows)-1].ID)
	}
	return p
}

func mailsPath(s outbox.State, after int64) string {
	q := url.Values{"etat": {string(s)}}
	if after != 0 {
		q.Set("apres", strconv.FormatInt(after, 10))
	}
	return "/reglages/courriels?" + q.Encode()
}

// mailWhen is the moment that counts in a state.
func mailWhen(r outbox.Row) string {
	switch r.State {
	case outbox.Sent:
		return wording.Moment(r.SentAt)
	case outbox.Waiting:
		return wording.Moment(r.NextAt)
	}
	return wording.Moment(r.TriedAt)
}

func mailWhenLabel(ctx context.Context, s outbox.State) string {
	switch s {
	case outbox.Sent:
		return wording.T(ctx, "Envoyé")
	case outbox.Waiting:
		return wording.T(ctx, "Prochain essai")
	}
	return wording.T(ctx, "Dernier essai")
}

// mailWhy is what is known of the last try: what the server said, as it said it.
func mailWhy(ctx context.Context, r outbox.Row) string {
	if r.Why == outbox.Interrupted {
		return wording.T(ctx, "L'envoi a été interrompu.")
	}
	return r.Why
}

// PreferencesView is what one wants to be told by mail.
type PreferencesView struct {
	Email  string
	Form   ui.Form
	Leaves bool
	Groups []outbox.Group // those that the reader is asked about
}

// MailGroupsField names the boxes of the preferences.
const MailGroupsField = "mail_groups"

func (v PreferencesView) options(ctx context.Context) []ui.Option {
	all := []ui.Option{
		{Value: string(outbox.Following), Label: wording.T(ctx, "Rappels de mon dossier"), Hint: wording.T(ctx, "Une pièce est encore attendue, une échéance approche.")},
		{Value: string(outbox.Appointments), Label: wording.T(ctx, "Rendez-vous et séances"), Hint: wording.T(ctx, "Confirmations avec le rendez-vous pour votre agenda, et rappels.")},
		{Value: string(outbox.Messages), Label: wording.T(ctx, "Messages"), Hint: wording.T(ctx, "Quelqu'un vous a écrit sur votre dossier.")},
		{Value: string(outbox.Digest), Label: wording.T(ctx, "Ma semaine"), Hint: wording.T(ctx, "Le lundi matin, ce qui vous attend, s'il y a quelque chose.")},
	}
	return slices.DeleteFunc(all, func(o ui.Option) bool { return !slices.Contains(v.Groups, outbox.Group(o.Value)) })
}
