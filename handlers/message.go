package handlers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/privacy"
	"eclosion/models/programme"
	"eclosion/views/dossier"
	"eclosion/views/follow"
	"eclosion/views/home"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// messages is the thread of a dossier. Reading it is what marks it as read, for the side that reads.
func (a *App) messages(c echo.Context) error {
	return a.showMessages(c, http.StatusOK, ui.Form{Key: web.NewKey()})
}

func (a *App) showMessages(c echo.Context, status int, form ui.Form) error {
	ctx := c.Request().Context()
	m := follow.Messages{Form: form, ActorID: web.Actor(c).AccountID, Now: a.now()}
	if m.Form.Key == "" { // another form of the page came back
		m.Form.Key = web.NewKey()
	}
	before, _ := strconv.ParseInt(c.QueryParam("avant"), 10, 64) // anything else is the newest page
	var head dossier.Head
	err := a.read(c, func(tx *db.Tx) (err error) {
		if m.Thread, err = correspondence.Page(tx, c.Param("ref"), before); err != nil {
			return err
		}
		if p := m.Thread.Project; !p.Phase.IsApplication() {
			head, err = a.dossierHead(c, tx, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	if m.Thread.Closed != nil {
		_, sentences := wording.Problem(ctx, m.Thread.Closed)
		m.Refused = sentences[0]
	}
	if err := a.markRead(c, m.Thread); err != nil {
		return err
	}
	return a.page(c, status, wording.T(ctx, "Messages du dossier %s", m.Thread.Project.Ref), func(f layout.Frame) templ.Component {
		if m.Thread.Project.Phase.IsApplication() {
			return follow.MessagesPage(f, m)
		}
		return follow.MessagesTab(f, head, m)
	})
}

// markRead notes what the page shows as read; not for a browser that only fetches ahead.
func (a *App) markRead(c echo.Context, t *correspondence.Thread) error {
	h := c.Request().Header
	if t.Unread == 0 || h.Get("Sec-Purpose") != "" || h.Get("Purpose") != "" {
		return nil
	}
	return a.write(c, func(tx *db.Tx) error { return correspondence.MarkRead(tx, t.Project.Ref, t.Last) })
}

type messageForm struct {
	Message string `form:"message"`
}

func (a *App) writeMessage(c echo.Context) error {
	var f messageForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return correspondence.Write(tx, c.Param("ref"), web.Key(c), f.Message) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMessages(c, status, form) })
	}
	return web.SeeOther(c, c.Request().URL.Path, wording.T(c.Request().Context(), "Message envoyé."))
}

func (a *App) withdrawMessage(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return correspondence.Withdraw(tx, c.Param("ref"), c.Param("id")) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMessages(c, status, form) })
	}
	path := c.Request().URL.Path
	return web.SeeOther(c, path[:len(path)-len("/"+c.Param("id")+"/retrait")], wording.T(c.Request().Context(), "Message retiré."))
}

// unreadOf counts what the actor's side has to read in each dossier of a list. A juror reads none of it.
func unreadOf(tx *db.Tx, rows []programme.Row) (map[int64]int, error) {
	if !access.Can(tx.Actor(), access.MessageRead) {
		return nil, nil
	}
	side, ids := correspondence.House, make([]int64, len(rows))
	if isOnlyCandidate(tx.Actor()) {
		side = correspondence.Holder
	}
	for i, r := range rows {
		ids[i] = r.ID
	}
	return correspondence.Unread(tx, side, ids)
}

// messageDesk leads from a file's page to its messages; nil for who does not read them.
func messageDesk(tx *db.Tx, p *programme.Project) (templ.Component, error) {
	if !p.May(tx.Actor(), access.MessageRead) {
		return nil, nil
	}
	unread, talks, err := correspondence.Standing(tx, p)
	return follow.Desk(p.Ref, unread, talks), err
}

// messagesBlock lists the threads that wait for the couveuse among the dossiers that the actor answers for.
func messagesBlock(ctx context.Context, tx *db.Tx) (home.Block, error) {
	list, err := correspondence.WaitingForHouse(tx, messagesShown)
	return block(wording.T(ctx, "Messages à lire"), list, func(w correspondence.Waiting) ui.Task { return follow.WaitingTask(ctx, w, true) }), err
}

// messagesShown bounds the messages on the home.
const messagesShown = 30

// erasuresBlock lists the requests for erasure on which the actor decides.
func erasuresBlock(ctx context.Context, tx *db.Tx) (home.Block, error) {
	list, err := privacy.Asks(tx, true)
	return block(wording.T(ctx, "Demandes d'effacement"), list, func(a privacy.Ask) ui.Task { return follow.AskTask(ctx, a, tx.Today()) }), err
}
