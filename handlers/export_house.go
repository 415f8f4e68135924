package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/export"
	"eclosion/views/layout"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// houseTime is how long the whole couveuse may take to be written and to be sent.
const houseTime = 30 * time.Minute

// housePage says what the archive of the couveuse holds, and makes it.
func (a *App) housePage(c echo.Context) error {
	_, all := access.SitesFor(web.Actor(c), access.HouseExport)
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Emporter les données"), func(f layout.Frame) templ.Component {
		return report.House(f, all)
	})
}

// sendHouse writes everything that the manager may read into a file of its own, one at a time for everybody, and sends it
// when it is whole.
func (a *App) sendHouse(c echo.Context) error {
	done, err := a.archives.take(c.Request().Context(), time.Second)
	if err != nil {
		return &models.Problem{Kind: models.TooMany, Code: "export.busy"}
	}
	defer done()
	rc, until := http.NewResponseController(c.Response()), a.Machine.Now().Add(houseTime)
	if err := errors.Join(rc.SetReadDeadline(until), rc.SetWriteDeadline(until)); err != nil {
		a.Log.Warn("an archive keeps the server's time limits", "error", err.Error())
	}
	spool, err := newSpool()
	if err != nil {
		return err
	}
	defer spool.drop()
	var m export.Manifest
	err = a.read(c, func(tx *db.Tx) (err error) {
		m, err = export.WriteHouse(tx, spool)
		return err
	})
	if err != nil {
		return err
	}
	if err := a.write(c, func(tx *db.Tx) error { return export.HouseTaken(tx, m) }); err != nil {
		return err
	}
	return spool.send(c, "couveuse-"+string(a.today())+".zip", "application/zip")
}
