package wording

import (
	"context"
	"strconv"

	"eclosion/models"
)

// importRefusals speak to whoever hands in a file of earlier years: what keeps it
// out, and (import.warn_...) what of it breaks a rule of today and is taken all the same.
var importRefusals = joined(importFileRefusals, importRowRefusals, importWarnings)

var importFileRefusals = map[string]sentence{
	"import.too_large": func(ctx context.Context, f facts) string {
		return T(ctx, "Le fichier dépasse %s Mio. Partagez-le en plusieurs fichiers.", Count(f.number("limit")))
	},
	"import.too_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Le fichier dépasse %s lignes ou %s colonnes. Partagez-le en plusieurs fichiers.", Count(f.number("rows")), Count(f.number("columns")))
	},
	"import.empty": func(ctx context.Context, _ facts) string { return T(ctx, "Le fichier ne contient aucun dossier.") },
	"import.not_a_table": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce n'est pas un tableau lisible. Enregistrez-le depuis votre tableur en XLSX ou en CSV (UTF-8).")
	},
	"import.workbook": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce classeur est illisible : il est abîmé, protégé ou trop grand. Ouvrez-le dans votre tableur et enregistrez-le à nouveau en XLSX ou en CSV.")
	},
	"import.header_twice": func(ctx context.Context, f facts) string {
		return T(ctx, "La colonne « %s » figure deux fois. Gardez-en une.", f.text("column"))
	},
	"import.headers_missing": func(ctx context.Context, f facts) string {
		items, _ := f["items"].([]string)
		return N(ctx, "Il manque une colonne : %s. Ajoutez-la, au besoin vide.", "Il manque des colonnes : %s. Ajoutez-les, au besoin vides.",
			len(items), listed(ctx, items, 30))
	},
	"import.open_already": func(ctx context.Context, f facts) string {
		if f.text("by") == "" || f.moment("at") == 0 {
			return T(ctx, "Ce fichier est déjà en cours d'import. Terminez cet import ou abandonnez-le.")
		}
		return T(ctx, "Ce fichier est déjà en cours d'import, déposé par %s le %s. Terminez cet import ou abandonnez-le.", f.text("by"), Moment(f.moment("at")))
	},
	"import.not_now": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'import n'en est plus là. Rechargez la page pour voir où il en est.")
	},
	"import.no_header": func(ctx context.Context, _ facts) string {
		return T(ctx, "Aucun nom de colonne n'est reconnu. Indiquez ce que contient chaque colonne.")
	},
	"import.old_workbook": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce classeur est d'un ancien format (XLS) ou protégé par un mot de passe. Enregistrez-le en XLSX ou en CSV, sans mot de passe.")
	},
	"import.too_many_sheets": func(ctx context.Context, f facts) string {
		return T(ctx, "Le classeur a plus de %s feuilles. Enregistrez à part celle qui contient les dossiers.", Count(f.number("limit")))
	},
	"import.unclosed": func(ctx context.Context, f facts) string {
		return T(ctx, "Un guillemet droit ouvert à la ligne %s, ou peu avant, ne se ferme pas.", strconv.Itoa(f.number("line")))
	},
	"import.two_readings": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s peut se lire %s ou %s, et aucune autre cellule de la colonne ne tranche. Indiquez comment la colonne écrit ses décimales.",
			f.text("column"), f.text("value"), f.text("name"), f.text("other"))
	},
	"import.mapping_unknown": func(ctx context.Context, f facts) string {
		items, _ := f["items"].([]string)
		return N(ctx, "La correspondance cite un nom inconnu : %s.", "La correspondance cite des noms inconnus : %s.", len(items), listed(ctx, items, 30))
	},
	"import.refused": func(ctx context.Context, f facts) string {
		n := f.number("count")
		return N(ctx, "%s ligne est refusée et rien du fichier n'est repris. Corrigez-la, puis reprenez le fichier.",
			"%s lignes sont refusées et rien du fichier n'est repris. Corrigez-les, puis reprenez le fichier.", n, Count(n))
	},
}

var importRowRefusals = map[string]sentence{
	"import.cells": func(ctx context.Context, f facts) string {
		return T(ctx, "La ligne a %s cellules, et l'en-tête %s.", Count(f.number("count")), Count(f.number("wanted")))
	},
	"import.quotes": func(ctx context.Context, _ facts) string {
		return T(ctx, "Un guillemet droit est mal placé : dans une cellule entre guillemets, il se double.")
	},
	"import.mixed_encoding": func(ctx context.Context, _ facts) string {
		return T(ctx, "La ligne n'est pas écrite dans le même codage que les autres : ses accents sont illisibles.")
	},
	"import.merged": func(ctx context.Context, _ facts) string {
		return T(ctx, "La ligne contient des cellules fusionnées. Défusionnez-les et remplissez chacune.")
	},
	"import.cell_error": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » affiche une erreur de calcul (%s).", f.text("column"), f.text("value"))
	},
	"import.formula_empty": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » contient une formule sans résultat. Remplacez-la par sa valeur.", f.text("column"))
	},
	"import.missing_value": func(ctx context.Context, f facts) string { return T(ctx, "« %s » est vide.", f.text("column")) },
	"import.not_text": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » contient des caractères illisibles.", f.text("column"))
	},
	"import.too_long": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » dépasse %s caractères.", f.text("column"), Count(f.number("limit")))
	},
	"import.not_a_date": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s n'est pas une date (jj/mm/aaaa).", f.text("column"), f.text("value"))
	},
	"import.short_year": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s a une année à deux chiffres. Écrivez-en quatre.", f.text("column"), f.text("value"))
	},
	"import.in_future": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s est dans le futur.", f.text("column"), f.text("value"))
	},
	"import.date_order": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » (%s) précède « %s » (%s).", f.text("column"), f.day("date"), f.text("other"), f.day("since"))
	},
	"import.unknown_value": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : « %s » n'est pas une valeur connue.", f.text("column"), f.text("value"))
	},
	"import.not_a_number": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s n'est pas un nombre positif.", f.text("column"), f.text("value"))
	},
	"import.not_an_amount": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s n'est pas un montant.", f.text("column"), f.text("value"))
	},
	"import.enterprise_number": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » : %s n'est pas un numéro d'entreprise valable.", f.text("column"), f.text("value"))
	},
	"import.twice_in_file": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s figure déjà à la ligne %s.", f.text("value"), Count(f.number("line")))
	},
	"import.exit_incomplete": func(ctx context.Context, _ facts) string {
		return T(ctx, "Une sortie demande une date et un motif : l'un des deux manque.")
	},
	"import.enterprise_without_creation": func(ctx context.Context, _ facts) string {
		return T(ctx, "Une entreprise est indiquée, mais le motif de sortie n'est pas « création d'entreprise ».")
	},
	"import.over_cap": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette personne a déjà reçu %s ; avec %s, le plafond de %s serait dépassé.", f.money("awarded"), f.money("amount"), f.money("cap"))
	},
}

var importWarnings = map[string]sentence{
	"import.warn_column": func(ctx context.Context, f facts) string {
		return T(ctx, "La colonne « %s » est inconnue : elle n'est pas lue.", f.text("column"))
	},
	"import.warn_formula": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » est une formule : son dernier résultat (%s) est repris.", f.text("column"), f.text("value"))
	},
	"import.warn_fills": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier est déjà repris et sera complété : %s.", f.columns(ctx))
	},
	"import.warn_differs": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s est déjà repris et diffère du fichier (%s) : il reste tel qu'il est.", f.text("number"), f.columns(ctx))
	},
	"import.warn_person": func(ctx context.Context, f facts) string {
		return T(ctx, "%s est déjà une personne connue, avec d'autres données (%s) : elles restent telles quelles.", f.text("name"), f.columns(ctx))
	},
	"import.warn_not_offered": func(ctx context.Context, f facts) string {
		return T(ctx, "Le programme %s n'est pas proposé à l'antenne de %s aujourd'hui.", f.text("name"), f.text("value"))
	},
	"import.warn_no_birth": func(ctx context.Context, _ facts) string { return T(ctx, "La date de naissance manque.") },
	"import.warn_age": func(ctx context.Context, f facts) string {
		return T(ctx, "La personne aurait %s ans à son entrée.", Count(f.number("number")))
	},
	"import.warn_postcode": func(ctx context.Context, f facts) string {
		return T(ctx, "Le code postal %s n'est pas belge.", f.text("value"))
	},
	"import.warn_email": func(ctx context.Context, f facts) string {
		return T(ctx, "L'adresse e-mail %s n'en est pas une.", f.text("value"))
	},
	"import.warn_no_number": func(ctx context.Context, _ facts) string { return T(ctx, "L'entreprise n'a pas de numéro.") },
	"import.warn_created_before": func(ctx context.Context, f facts) string {
		return T(ctx, "L'entreprise est créée le %s, avant l'entrée du %s.", f.day("date"), f.day("since"))
	},
	"import.warn_grant_without_test": func(ctx context.Context, f facts) string {
		return T(ctx, "Une bourse de %s est accordée sans période de test.", f.money("amount"))
	},
	"import.warn_over_cap": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette personne reçoit %s en tout, plus que le plafond de %s.", f.money("total"), f.money("cap"))
	},
	"import.warn_hours_alone": func(ctx context.Context, _ facts) string {
		return T(ctx, "Des heures d'entretien sont indiquées sans aucun entretien.")
	},
	"import.warn_too_early": func(ctx context.Context, f facts) string {
		return T(ctx, "L'entreprise, créée le %s, n'a pas encore trois ans.", f.day("date"))
	},
	"import.warn_coaching_short": func(ctx context.Context, f facts) string {
		return T(ctx, "L'accompagnement, du %s au %s, dure moins de %s.", f.day("since"), f.day("on"), Months(ctx, f.number("months")))
	},
	"import.warn_coaching_long": func(ctx context.Context, f facts) string {
		return T(ctx, "L'accompagnement, du %s au %s, dure plus de %s.", f.day("since"), f.day("on"), Months(ctx, f.number("months")))
	},
	"import.warn_test_short": func(ctx context.Context, f facts) string {
		return T(ctx, "Le test, du %s au %s, dure moins de %s.", f.day("since"), f.day("on"), Months(ctx, f.number("months")))
	},
	"import.warn_test_long": func(ctx context.Context, f facts) string {
		return T(ctx, "Le test, du %s au %s, dure plus de %s.", f.day("since"), f.day("on"), Months(ctx, f.number("months")))
	},
	"import.warn_still_open": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier, entré le %s, est encore ouvert après %s.", f.day("since"), Months(ctx, f.number("months")))
	},
}

// day writes a date in digits, as a spreadsheet shows it.
func (f facts) day(key string) string { d, _ := f[key].(models.Date); return Date(d) }

func (f facts) columns(ctx context.Context) string {
	items, _ := f["items"].([]string)
	return listed(ctx, items, 30)
}
