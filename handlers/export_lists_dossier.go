package handlers

import (
	"github.com/labstack/echo/v4"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/export"
	"eclosion/models/programme"
	"eclosion/views/sheet"
)

func layMeetings(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	ref := c.Param("ref")
	_, err = programme.Load(tx, ref, access.MeetingRead)
	return sheetFile{ref + "-rencontres", sheet.Meetings(c.Request().Context(), func(each func(export.Meeting) error) error {
		return export.Meetings(tx, ref, each)
	})}, err
}

func layActions(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	ref := c.Param("ref")
	_, err = programme.Load(tx, ref, access.MeetingRead)
	return sheetFile{ref + "-actions", sheet.Actions(c.Request().Context(), func(each func(export.Action) error) error {
		return export.Actions(tx, ref, each)
	})}, err
}

func layGrants(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	ref := c.Param("ref")
	_, err = programme.Load(tx, ref, access.GrantRead)
	return sheetFile{ref + "-bourses", sheet.Grants(c.Request().Context(), func(each func(export.Grant) error) error {
		return export.Grants(tx, ref, each)
	})}, err
}

func layAccounts(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	list, err := accounts.List(tx)
	return sheetFile{"comptes-" + string(tx.Today()), sheet.Accounts(c.Request().Context(), list)}, err
}
