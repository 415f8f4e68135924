package wording

import (
	"context"

	"eclosion/models/documents"
	"eclosion/models/programme"
)

// KindOfFile names a kind of file.
func KindOfFile(ctx context.Context, mediaType string) string {
	switch mediaType {
	case documents.PDF:
		return T(ctx, "PDF")
	case documents.JPEG, documents.PNG:
		return T(ctx, "image")
	case documents.DOCX, documents.ODT:
		return T(ctx, "texte")
	case documents.XLSX:
		return T(ctx, "tableau")
	}
	return mediaType
}

// NeedLabel says of whom a category is asked.
func NeedLabel(ctx context.Context, n documents.Need) string {
	switch n {
	case documents.Required:
		return T(ctx, "De tout le monde, pour déposer")
	case documents.ByGate:
		return T(ctx, "Selon une condition d'entrée")
	case documents.Optional:
		return T(ctx, "De personne : facultative")
	}
	return string(n)
}

// GateModeLabel says what a gate of entry does while its evidence is not there.
func GateModeLabel(ctx context.Context, m programme.GateMode) string {
	switch m {
	case programme.GateBlock:
		return T(ctx, "Bloque")
	case programme.GateWarn:
		return T(ctx, "Avertit sans bloquer")
	case programme.GateOff:
		return T(ctx, "Ne dit rien")
	}
	return string(m)
}
