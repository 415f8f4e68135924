package handlers

import (
	"eclosion/models/access"
	"eclosion/views/door"
)

// mailRoutes are registration and sign-in by e-mail, mail preferences, and what could not be sent.
func (a *App) mailRoutes() []route {
	return []route{
		{get, "/inscription", access.Public, a.askPage(door.Register)},
		{post, "/inscription", access.Public, a.ask(door.Register)},
		{get, "/inscription/envoi", access.Public, a.asked(door.Register)},
		{get, "/connexion/lien", access.Public, a.askPage(door.ByLink)},
		{post, "/connexion/lien", access.Public, a.ask(door.ByLink)},
		{get, "/connexion/lien/envoi", access.Public, a.asked(door.ByLink)},
		{get, "/compte/courriels", access.SignedIn, a.mailPreferences},
		{post, "/compte/courriels", access.SignedIn, a.saveMailPreferences},
		{get, "/reglages/courriels", access.MailManage, a.mails},
		{post, "/reglages/courriels/:id", access.MailManage, a.decideMail},
	}
}
