// Package door holds the pages by which people enter: sign-in and one-time links.
package door

import (
	"context"

	"eclosion/models/accounts"
	"eclosion/views/wording"
)

// LinkTitle names what a one-time link is for.
func LinkTitle(ctx context.Context, kind accounts.LinkKind) string {
	switch kind {
	case accounts.FirstAdmin:
		return wording.T(ctx, "Créer le premier compte")
	case accounts.Reset:
		return wording.T(ctx, "Choisir un nouveau mot de passe")
	}
	return wording.T(ctx, "Choisir votre mot de passe")
}

func linkLead(ctx context.Context, link accounts.Link) string {
	if link.Kind == accounts.FirstAdmin {
		return wording.T(ctx, "Cette personne administrera les programmes, les sites et les comptes. Le lien ne sert qu'une fois.")
	}
	return wording.T(ctx, "Pour le compte %s. Le lien ne sert qu'une fois.", link.Email)
}
