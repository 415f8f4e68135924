package handlers

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"

	"eclosion/models/db"
)

// addHealth adds what watches the product: alive, ready, figures.
func (a *App) addHealth(e *echo.Echo) {
	alive := func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }
	e.GET("/healthz", alive)
	e.HEAD("/healthz", alive)
	e.GET("/readyz", a.ready)
	e.HEAD("/readyz", a.ready)
	figures := echoprometheus.NewHandler()
	e.GET("/metrics", func(c echo.Context) error {
		if !a.mayReadMetrics(c) {
			return echo.ErrNotFound
		}
		return figures(c)
	})
}

// ready answers 200 when the database is reachable and its schema is this program's.
func (a *App) ready(c echo.Context) error {
	ctx := c.Request().Context()
	if err := a.DB.Ping(ctx); err != nil {
		return c.String(http.StatusServiceUnavailable, "database unreachable\n")
	}
	state, err := a.DB.State(ctx)
	if err != nil || state != db.Current {
		return c.String(http.StatusServiceUnavailable, "schema not current\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// mayReadMetrics lets loopback in, and whoever bears the token.
func (a *App) mayReadMetrics(c echo.Context) bool {
	token, given := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
	if given {
		return a.Metrics != "" && subtle.ConstantTimeCompare([]byte(token), []byte(a.Metrics)) == 1
	}
	// Behind a proxy everybody comes from loopback: then only the token opens.
	if c.Request().Header.Get("X-Forwarded-For") != "" || c.Request().Header.Get("Forwarded") != "" {
		return false
	}
	host, _, err := net.SplitHostPort(c.Request().RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}
