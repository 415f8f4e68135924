// Package web is the toolbox of the handlers: who asks, what the form says, how a
// page or a redirect leaves. It knows HTTP and nothing of the trade.
package web

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"eclosion/models/access"
)

const actorKey = "eclosion.actor"

// SetActor puts the actor of a request where Actor finds it.
func SetActor(c echo.Context, a access.Actor) { c.Set(actorKey, a) }

// Actor is who asks; the zero actor when nobody is signed in.
func Actor(c echo.Context) access.Actor {
	a, _ := c.Get(actorKey).(access.Actor)
	return a
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page whole or not at all: a page that fails half-way must not leave.
func Render(c echo.Context, status int, page templ.Component) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() < 1<<20 {
			buffers.Put(buffer)
		}
	}()
	buffer.Reset()
	if err := page.Render(c.Request().Context(), buffer); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return sendPage(c, status, buffer.Bytes())
}

// SeeOther answers a form that has done its work: the browser fetches the next
// page, and going back or refreshing repeats nothing. notice is shown once on that page.
func SeeOther(c echo.Context, path, notice string) error {
	if notice != "" {
		setNotice(c, notice)
	}
	return c.Redirect(http.StatusSeeOther, path)
}

const noticeCookie = "avis"

func setNotice(c echo.Context, text string) {
	c.SetCookie(&http.Cookie{Name: noticeCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(text)), Path: "/",
		MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// TakeNotice gives the notice left by the request before, once.
func TakeNotice(c echo.Context) string {
	cookie, err := c.Cookie(noticeCookie)
	if err != nil || cookie.Value == "" {
		return ""
	}
	c.SetCookie(&http.Cookie{Name: noticeCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(text) > 500 {
		return ""
	}
	return string(text)
}

// NewKey makes the idempotency key of a creating form.
func NewKey() string { return uuid.NewString() }

// LocalPath gives the path to return to after signing in, if it is one of ours.
func LocalPath(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n") {
		return "/"
	}
	return s
}

// PDF sends a document for the browser to show or keep.
func PDF(c echo.Context, name string, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `inline; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, "application/pdf", body)
}
