package wording

import (
	"context"
	"strings"

	"eclosion/models/programme"
)

// documentRefusals are the sentences of what a file is refused for, and of the pieces of a dossier.
var documentRefusals = map[string]sentence{
	"document.empty": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier est vide. Ouvrez-le pour vérifier son contenu, puis envoyez-le à nouveau.")
	},
	"document.too_large": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce fichier dépasse %s. Réduisez-le, par exemple en enregistrant le PDF en qualité plus basse, ou envoyez-le en plusieurs fichiers.", Bytes(ctx, f.number("limit")))
	},
	"document.type": documentType,
	"document.incomplete": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier est incomplet : la fin manque. L'envoi a peut-être été coupé. Envoyez-le à nouveau.")
	},
	"document.damaged": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier ne peut pas être lu. Enregistrez-le à nouveau, de préférence en PDF, puis envoyez-le.")
	},
	"document.polyglot": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier en contient un autre d'un autre type : il est refusé par sécurité. Enregistrez-le à nouveau en PDF, puis envoyez-le.")
	},
	"document.bomb": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier occupe beaucoup trop de place une fois ouvert : il est refusé par sécurité. Enregistrez-le en PDF, puis envoyez-le.")
	},
	"document.macro": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier contient un programme (des macros) : il est refusé par sécurité. Enregistrez-le sans macros ou en PDF, puis envoyez-le.")
	},
	"document.image_large": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette image a plus de %s millions de points. Réduisez-la, ou prenez la photo avec une définition plus basse.", Count(f.number("limit")))
	},
	"document.dossier_full": func(ctx context.Context, f facts) string {
		return T(ctx, "Un dossier contient au plus %s de documents : celui-ci en contient déjà %s, et ce fichier fait %s. Réduisez-le, ou retirez d'abord un document qui ne sert plus.",
			Bytes(ctx, f.number("limit")), Bytes(ctx, f.number("held")), Bytes(ctx, f.number("size")))
	},
	"document.too_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Un dossier contient au plus %s documents. Rassemblez plusieurs pages dans un seul PDF.", Count(f.number("limit")))
	},
	"document.refused_before": func(ctx context.Context, f facts) string {
		return T(ctx, "La couveuse a déjà refusé ce même fichier : « %s ». Envoyez un autre fichier.", strings.TrimRight(f.text("reason"), ". "))
	},
	"document.known": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce fichier est déjà dans le dossier (%s) : il n'y a rien à remettre.", f.text("name"))
	},
	"document.closed": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce dossier est à l'étape « %s » : il ne prend plus de documents.", PhaseLabel(ctx, f.phase("phase")))
	},
	"document.submitted": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce dossier est à l'étape « %s » : ses documents ne se retirent plus. Vous pouvez encore en ajouter.", PhaseLabel(ctx, f.phase("phase")))
	},
	"document.not_yours": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce document a été ajouté par quelqu'un d'autre : seule cette personne peut le retirer.")
	},
	"document.accepted": func(ctx context.Context, _ facts) string {
		return T(ctx, "La couveuse a accepté ce document : il reste au dossier. Vous pouvez en ajouter un autre.")
	},
	"document.gone": func(ctx context.Context, f facts) string {
		return T(ctx, "Le contenu de ce document (%s) n'est plus là. Demandez-le à nouveau.", f.text("name"))
	},
	"document.infected": func(ctx context.Context, f facts) string {
		return T(ctx, "L'antivirus a reconnu un virus dans ce document (%s) : son contenu est supprimé. Un autre fichier, sain, doit être envoyé.", f.text("name"))
	},
	"document.unscanned": func(ctx context.Context, f facts) string {
		return T(ctx, "L'antivirus n'a pas encore vérifié ce document (%s). Il pourra être ouvert ensuite : réessayez dans quelques minutes.", f.text("name"))
	},
	"document.asked": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette pièce (%s) est déjà demandée pour le %s. Annulez d'abord cette demande pour en faire une autre.", f.text("name"), f.long("date"))
	},
	"document.pieces_missing": func(ctx context.Context, f facts) string {
		items, _ := f["items"].([]string)
		n := f.number("count")
		return N(ctx, "%s pièce obligatoire manque : %s. Ajoutez-la dans « Documents », puis déposez votre candidature.",
			"%s pièces obligatoires manquent : %s. Ajoutez-les dans « Documents », puis déposez votre candidature.", n, Count(n), listed(ctx, items, 10))
	},
	"document.busy": func(ctx context.Context, _ facts) string {
		return T(ctx, "Beaucoup de fichiers arrivent en même temps. Rien n'a été enregistré : réessayez dans une minute.")
	},
	"document.cut": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'envoi a été coupé avant la fin de ce fichier. Ce qui était déjà au dossier y reste : choisissez ce fichier à nouveau.")
	},
	"document.request_large": func(ctx context.Context, f facts) string {
		return T(ctx, "Un envoi fait au plus %s en tout. Envoyez les fichiers en plusieurs fois.", Bytes(ctx, f.number("limit")))
	},
	"document.too_many_at_once": func(ctx context.Context, f facts) string {
		return T(ctx, "Un envoi contient au plus %s fichiers. Envoyez les suivants ensuite.", Count(f.number("limit")))
	},
	"category.gate": func(ctx context.Context, f facts) string {
		return T(ctx, "Une condition d'entrée attend cette pièce (%s) : désactivez d'abord la condition, ou donnez-lui une autre pièce.", f.text("name"))
	},
}

// documentType says what a file is instead of what is taken, where that helps.
func documentType(ctx context.Context, f facts) string {
	taken := T(ctx, "Les types acceptés sont PDF, JPEG, PNG, DOCX, ODT et XLSX.")
	switch kind := f.text("type"); kind {
	case ".heic", ".heif", ".heics":
		return T(ctx, "C'est une photo au format HEIC, que beaucoup d'ordinateurs n'ouvrent pas. Enregistrez-la en JPEG, puis envoyez-la.") + " " + taken
	case ".doc", ".xls", ".ppt":
		return T(ctx, "C'est un fichier d'un ancien format de bureautique. Enregistrez-le en PDF, puis envoyez-le.") + " " + taken
	case "":
		return T(ctx, "Le type de ce fichier n'est pas reconnu d'après son contenu.") + " " + taken
	default:
		return T(ctx, "D'après son contenu, ce fichier est de type « %s ».", strings.TrimPrefix(kind, ".")) + " " + taken
	}
}

// gateRefusals are the sentences of the gates of entry: which rule, the facts, what would lift it.
var gateRefusals = map[string]sentence{
	"gate.cpas": func(ctx context.Context, f facts) string {
		return T(ctx, "Une personne qui dépend du CPAS entre avec l'accord de son assistant·e social·e.") + " " + evidence(ctx, f)
	},
	"gate.health_fund": func(ctx context.Context, f facts) string {
		return T(ctx, "Une personne en incapacité de travail entre avec l'accord du médecin-conseil de sa mutuelle.") + " " + evidence(ctx, f)
	},
	"gate.on_notice": func(ctx context.Context, f facts) string {
		return T(ctx, "Une personne en préavis n'a accès qu'au diagnostic : l'accompagnement commence quand le préavis est fini.") + " " + evidence(ctx, f)
	},
	"gate.own_vat": func(ctx context.Context, f facts) string {
		return T(ctx, "Un numéro d'entreprise à son nom doit être suspendu pendant la période de test.") + " " + evidence(ctx, f)
	},
}

// evidence says which document is waited for, and from whom.
func evidence(ctx context.Context, f facts) string {
	given, _ := f["given"].(bool)
	if given {
		return T(ctx, "Le document est là (%s), et la couveuse doit encore l'accepter.", f.text("evidence"))
	}
	return T(ctx, "Il manque ce document : %s. Ajoutez-le dans « Documents ».", f.text("evidence"))
}

// StepLabel names the step at which a gate acts.
func StepLabel(ctx context.Context, s programme.Step) string {
	switch s {
	case programme.AtSubmission:
		return T(ctx, "Dès le dépôt de la candidature")
	case programme.AtAcceptance:
		return T(ctx, "Dès l'acceptation par le comité")
	case programme.AtCoaching:
		return T(ctx, "Dès le début de l'accompagnement")
	case programme.AtTest:
		return T(ctx, "Dès le début de la période de test")
	}
	return string(s)
}

// EntryGateLabel names a gate of entry by whom it concerns.
func EntryGateLabel(ctx context.Context, g programme.Gate) string {
	switch g {
	case programme.CPASGate:
		return T(ctx, "Bénéficiaire du CPAS")
	case programme.HealthFundGate:
		return T(ctx, "En incapacité de travail (mutuelle)")
	case programme.OnNoticeGate:
		return T(ctx, "En préavis")
	case programme.OwnVATGate:
		return T(ctx, "Numéro d'entreprise à son nom")
	}
	return string(g)
}

// documentLabels name the fields of the forms of documents.
var documentLabels = labels{
	"category":        func(ctx context.Context) string { return T(ctx, "Pièce") },
	"files":           func(ctx context.Context) string { return T(ctx, "Fichiers") },
	"verdict":         func(ctx context.Context) string { return T(ctx, "Verdict") },
	"document_reason": func(ctx context.Context) string { return T(ctx, "Raison") },
	"piece_note":      func(ctx context.Context) string { return T(ctx, "Précision") },
	"piece_due_on":    func(ctx context.Context) string { return T(ctx, "À donner pour le") },
	"piece_label":     func(ctx context.Context) string { return T(ctx, "Nom de la pièce") },
	"piece_hint":      func(ctx context.Context) string { return T(ctx, "Explication") },
	"piece_need":      func(ctx context.Context) string { return T(ctx, "Demandée") },
	"gate_mode":       func(ctx context.Context) string { return T(ctx, "Effet") },
	"gate_step":       func(ctx context.Context) string { return T(ctx, "À partir de") },
}
