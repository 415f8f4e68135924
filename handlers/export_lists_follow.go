package handlers

import (
	"github.com/labstack/echo/v4"

	"eclosion/models/access"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/notice"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/sheet"
	"eclosion/views/wording"
)

// layRegister goes through the register page by page, as it is read.
func layRegister(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	f, err := registerFilter(c.QueryParams())
	return sheetFile{"papiers-" + string(tx.Today()), sheet.Papers(c.Request().Context(), func(each func(notice.Entry) error) error {
		for f.Before = 0; ; {
			list, next, err := notice.Register(tx, f)
			if err == nil {
				err = sheet.Slice(list)(each)
			}
			if err != nil || next == 0 {
				return err
			}
			f.Before = next
		}
	})}, err
}

func (a *App) layPilot(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	code := c.QueryParam("chiffre")
	_, f, err := a.around(c, tx)
	if err != nil {
		return s, err
	}
	if _, err = pilot.Of(tx, code, f, ""); err != nil { // no such figure
		return s, err
	}
	name, _ := wording.PilotFigure(c.Request().Context(), code)
	return sheetFile{"pilotage-" + code, sheet.Pilot(c.Request().Context(), sheetName(name), func(each func(sheet.Piloted) error) error {
		return pilot.Each(tx, code, f, func(i pilot.Item, p programme.Row) error { return each(sheet.Piloted{Item: i, Dossier: p}) })
	})}, nil
}

// sheetName cuts a title to what a workbook takes as the name of a sheet.
func sheetName(title string) string {
	list := []rune{}
	for _, r := range title {
		if len(list) < 31 && r != ':' && r != '/' && r != '\\' && r != '?' && r != '*' && r != '[' && r != ']' {
			list = append(list, r)
		}
	}
	return string(list)
}

func layQuestions(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	scope, err := readFollow(c, tx)
	return sheetFile{"suivi-questions-" + string(tx.Today()), sheet.Questions(c.Request().Context(), func(each func(campaign.Question) error) error {
		for after := ""; ; {
			list, more, err := campaign.List(tx, scope.questions, after)
			if err == nil {
				err = sheet.Slice(list)(each)
			}
			if err != nil || !more {
				return err
			}
			after = list[len(list)-1].PublicID
		}
	})}, err
}

func layLives(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	scope, err := readFollow(c, tx)
	if err != nil {
		return s, err
	}
	all, err := reporting.LoadSurvival(tx, access.CampaignManage, scope.lives)
	if err != nil {
		return s, err
	}
	figure, list, err := all.People(c.QueryParam("chiffre"))
	return sheetFile{"suivi-" + figure.Code, sheet.Lives(c.Request().Context(), list)}, err
}
