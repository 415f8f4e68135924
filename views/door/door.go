// Package door holds the pages by which people enter: sign-in, registration and one-time links.
package door

import (
	"context"
	"net/url"

	"eclosion/models/accounts"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// LinkTitle names what a one-time link is for.
func LinkTitle(ctx context.Context, kind accounts.LinkKind) string {
	switch kind {
	case accounts.FirstAdmin:
		return wording.T(ctx, "Créer le premier compte")
	case accounts.Reset:
		return wording.T(ctx, "Choisir un nouveau mot de passe")
	case accounts.SignInLink:
		return wording.T(ctx, "Entrer avec votre lien")
	case accounts.Registration:
		return wording.T(ctx, "Créer votre compte")
	}
	return wording.T(ctx, "Choisir votre mot de passe")
}

func linkLead(ctx context.Context, link accounts.Link) string {
	switch link.Kind {
	case accounts.FirstAdmin:
		return wording.T(ctx, "Cette personne administrera les programmes, les sites et les comptes. Le lien ne sert qu'une fois.")
	case accounts.Registration:
		return wording.T(ctx, "Pour l'adresse %s. Le lien ne sert qu'une fois.", link.Email)
	}
	return wording.T(ctx, "Pour le compte %s. Le lien ne sert qu'une fois.", link.Email)
}

// Asking is a page that asks for an e-mail address and promises a link to it.
type Asking struct {
	Action, Done string // where the form goes, and where it leads
	Form         ui.Form
	Back         string // where the person was going
	Waits        bool   // no mail leaves for now
	Couveuse     programme.Couveuse
}

// The two pages that ask. They do the same; who comes to register and is known gets a sign-in link.
var (
	Register = Asking{Action: "/inscription", Done: "/inscription/envoi"}
	ByLink   = Asking{Action: "/connexion/lien", Done: "/connexion/lien/envoi"}
)

func (a Asking) registers() bool { return a.Action == Register.Action }

// Title names the page.
func (a Asking) Title(ctx context.Context) string {
	if a.registers() {
		return wording.T(ctx, "Créer un compte")
	}
	return wording.T(ctx, "Recevoir un lien de connexion")
}

func (a Asking) lead(ctx context.Context) string {
	if a.registers() {
		return wording.T(ctx, "Donnez votre adresse e-mail : vous recevez un lien pour continuer. Aucun mot de passe n'est nécessaire.")
	}
	return wording.T(ctx, "Donnez votre adresse e-mail : le lien permet d'entrer sans mot de passe, et d'en choisir un autre si vous l'avez oublié.")
}

// withBack carries along where the person was going.
func withBack(path, back string) string {
	if back == "" || back == "/" {
		return path
	}
	return path + "?suite=" + url.QueryEscape(back)
}
