package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func (a *App) accountList(c echo.Context) error {
	var list []accounts.Account
	var sites []programme.Site
	err := a.read(c, func(tx *db.Tx) (err error) {
		if list, err = accounts.List(tx); err != nil {
			return err
		}
		sites, err = programme.Sites(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Comptes"), func(f layout.Frame) templ.Component {
		return settings.Accounts(f, list, sites)
	})
}

type accountForm struct {
	Name          string   `form:"name" validate:"required,max=120"`
	Email         string   `form:"email" validate:"max=254"`
	Candidate     []string `form:"role_candidate" validate:"max=200"`
	Coach         []string `form:"role_coach" validate:"max=200"`
	Jury          []string `form:"role_jury" validate:"max=200"`
	Manager       []string `form:"role_manager" validate:"max=200"`
	Administrator []string `form:"role_administrator" validate:"max=200"`
}

// grants reads the boxes: a role on all sites, or on those of the couveuse that were ticked.
func (f accountForm) grants(sites []programme.Site) ([]access.Grant, error) {
	var list []access.Grant
	for _, group := range []struct {
		role    access.Role
		chosen  []string
		onSites bool
	}{{access.Candidate, f.Candidate, false}, {access.Coach, f.Coach, true}, {access.Jury, f.Jury, true},
		{access.Manager, f.Manager, true}, {access.Administrator, f.Administrator, false}} {
		var some []access.Grant
		for _, text := range group.chosen {
			id, err := strconv.ParseInt(text, 10, 64)
			known := id == access.AllSites || group.onSites && slices.ContainsFunc(sites, func(s programme.Site) bool { return s.ID == id })
			if err != nil || !known {
				return nil, models.Fields(models.FieldProblem{Field: settings.RoleField(group.role), Code: "oneof"})
			}
			some = append(some, access.Grant{Role: group.role, SiteID: id})
		}
		if all := (access.Grant{Role: group.role, SiteID: access.AllSites}); slices.Contains(some, all) {
			some = []access.Grant{all}
		}
		list = append(list, some...)
	}
	return list, nil
}

// draft reads the form within the transaction that uses it.
func (f accountForm) draft(tx *db.Tx) (accounts.Draft, error) {
	sites, err := programme.Sites(tx)
	if err != nil {
		return accounts.Draft{}, err
	}
	grants, err := f.grants(sites)
	return accounts.Draft{Name: f.Name, Email: f.Email, Grants: grants}, err
}

// rolesFirst leads the problem of all roles together to the first of their boxes.
func rolesFirst(c echo.Context, form ui.Form) ui.Form {
	for i := range form.Problems {
		if form.Problems[i].Field == "role" {
			form.Problems[i].Field = settings.RoleField(access.Candidate)
			form.Problems[i].Text = wording.T(c.Request().Context(), "Choisissez au moins un rôle.")
		}
	}
	return form
}

func (a *App) accountInviteForm(c echo.Context) error {
	return a.showAccountInvite(c, http.StatusOK, filled(0))
}

func (a *App) showAccountInvite(c echo.Context, status int, form ui.Form) error {
	var sites []programme.Site
	err := a.read(c, func(tx *db.Tx) (err error) { sites, err = programme.Sites(tx); return err })
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Inviter une personne"), func(f layout.Frame) templ.Component {
		return settings.Invite(f, rolesFirst(c, form), sites)
	})
}

func (a *App) inviteAccount(c echo.Context) error {
	var f accountForm
	if err := web.Bind(c, &f); err != nil {
		return a.saved(c, err, "", a.showAccountInvite)
	}
	token := ""
	location, err := a.once(c, func(tx *db.Tx) (string, error) {
		d, err := f.draft(tx)
		if err != nil {
			return "", err
		}
		account, fresh, err := accounts.Invite(tx, d)
		token = fresh
		return "/comptes/" + account.PublicID, err
	})
	if err != nil {
		return a.saved(c, err, "", a.showAccountInvite)
	}
	return a.giveLink(c, location, token)
}

// giveLink leads to the account's page. The link of a new token goes by mail; where no mail leaves, the
// page shows it once.
func (a *App) giveLink(c echo.Context, location, token string) error {
	if token != "" && a.posts() {
		return web.SeeOther(c, location, wording.T(c.Request().Context(), "Le lien part par e-mail."))
	}
	if token != "" {
		web.ShowOnce(c, location, a.BaseURL+"/lien/"+token, strings.HasPrefix(a.BaseURL, "https://"))
	}
	return c.Redirect(http.StatusSeeOther, location)
}

func (a *App) accountPage(c echo.Context) error {
	return a.showAccount(c, http.StatusOK, ui.Form{})
}

func (a *App) showAccount(c echo.Context, status int, form ui.Form) error {
	v := settings.AccountView{Form: rolesFirst(c, form)}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if v.Account, err = accounts.ByPublicID(tx, c.Param("id")); err != nil {
			return err
		}
		v.Sites, err = programme.Sites(tx)
		return err
	})
	if err != nil {
		return err
	}
	if _, sent := form.Values["name"]; !sent { // opened, or an action beside the form was refused
		v.Form = filled(v.Account.Version, "name", v.Account.Name)
		v.Form.Problems = form.Problems
		for _, g := range v.Account.Grants {
			field := settings.RoleField(g.Role)
			v.Form.Values[field] = append(v.Form.Values[field], strconv.FormatInt(g.SiteID, 10))
		}
	}
	v.Link = web.TakeOnce(c, "/comptes/"+v.Account.PublicID, a.BaseURL+"/lien/")
	return a.page(c, status, v.Account.Name, func(f layout.Frame) templ.Component { return settings.Account(f, v) })
}

func (a *App) saveAccount(c echo.Context) error {
	var f accountForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			d, err := f.draft(tx)
			if err != nil {
				return err
			}
			return accounts.Change(tx, c.Param("id"), d, web.Version(c))
		})
	}
	return a.saved(c, err, "/comptes/"+c.Param("id"), a.showAccount)
}

func (a *App) newInvitation(c echo.Context) error { return a.newLink(c, accounts.NewInvitation) }
func (a *App) newReset(c echo.Context) error      { return a.newLink(c, accounts.NewReset) }

func (a *App) newLink(c echo.Context, verb func(*db.Tx, string) (string, error)) error {
	var token string
	err := a.write(c, func(tx *db.Tx) (err error) { token, err = verb(tx, c.Param("id")); return err })
	if err != nil {
		return a.saved(c, err, "", a.showAccount)
	}
	return a.giveLink(c, "/comptes/"+c.Param("id"), token)
}

func (a *App) endSessionsOf(c echo.Context) error {
	return a.treat(c, func(tx *db.Tx) error { return accounts.SignOutEverywhere(tx, c.Param("id")) })
}

func (a *App) disableAccount(c echo.Context) error {
	return a.treat(c, func(tx *db.Tx) error { return accounts.SetState(tx, c.Param("id"), accounts.Disabled) })
}

func (a *App) enableAccount(c echo.Context) error {
	return a.treat(c, func(tx *db.Tx) error { return accounts.SetState(tx, c.Param("id"), accounts.Active) })
}

// treat does something to an account from its page.
func (a *App) treat(c echo.Context, verb func(*db.Tx) error) error {
	return a.saved(c, a.write(c, verb), "/comptes/"+c.Param("id"), a.showAccount)
}
