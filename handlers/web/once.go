package web

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

const onceCookie = "une-fois"

// ShowOnce keeps a secret for the very next page of the same browser: a one-time
// link that stands nowhere else in clear. It lives a minute, under the path that
// shows it.
func ShowOnce(c echo.Context, path, secret string, secure bool) {
	c.SetCookie(&http.Cookie{Name: onceCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(secret)), Path: path,
		MaxAge: 60, HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode})
}

// TakeOnce gives the secret left by the request before and forgets it; "" for none.
// What does not begin as expected was not put there by ShowOnce.
func TakeOnce(c echo.Context, path, prefix string) string {
	cookie, err := c.Cookie(onceCookie)
	if err != nil || cookie.Value == "" {
		return ""
	}
	c.SetCookie(&http.Cookie{Name: onceCookie, Path: path, MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	secret, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(secret) > 500 || !strings.HasPrefix(string(secret), prefix) {
		return ""
	}
	return string(secret)
}
