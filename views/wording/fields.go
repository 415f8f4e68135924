package wording

import (
	"context"
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"eclosion/models"
)

// Field tells what is wrong with one answer. With the field's label the sentence
// stands alone, for the summary on top of a form ("Nom : ce champ est
// obligatoire."); with none it goes under the field.
//
// Codes are validator's tags and ours. The fact "param" is the tag's parameter
// (text or int). The fact "kind" says what min, max and len count: "number" a
// value, "list" choices, anything else characters.
func Field(ctx context.Context, label string, p models.FieldProblem) string {
	text := fieldSentence(ctx, p)
	if label == "" {
		return text
	}
	return label + NoBreak + ": " + LowerFirst(text)
}

// LowerFirst puts a label into a sentence; what begins with two capitals stays.
func LowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); size == 0 || unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// Capital writes a text as it begins a sentence.
func Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func fieldSentence(ctx context.Context, p models.FieldProblem) string {
	f := facts(p.Facts)
	if say, ok := fieldFaults[p.Code]; ok {
		return say(ctx, f)
	}
	if text, ok := boundSentence(ctx, p.Code, f); ok {
		return text
	}
	return T(ctx, "Cette réponse ne peut pas être prise telle quelle : vérifiez-la.")
}

// param is the parameter of a tag as a number; a parameter that is none gives 0.
func (f facts) param() int {
	switch v := f["param"].(type) {
	case int:
		return v
	case string:
		n, _ := strconv.Atoi(v)
		return n
	case nil:
		return 0
	default:
		n, _ := strconv.Atoi(fmt.Sprint(v))
		return n
	}
}

// boundSentence speaks of the tags that compare with a number.
func boundSentence(ctx context.Context, code string, f facts) (string, bool) {
	n, count := f.param(), Count(f.param())
	switch kind := f.text("kind"); {
	case code == "gte" || code == "min" && kind == "number":
		return T(ctx, "Indiquez au moins %s.", count), true
	case code == "lte" || code == "max" && kind == "number":
		return T(ctx, "Indiquez au plus %s.", count), true
	case code == "gt":
		return T(ctx, "Indiquez plus que %s.", count), true
	case code == "lt":
		return T(ctx, "Indiquez moins que %s.", count), true
	case code == "min" && kind == "list":
		return N(ctx, "Choisissez au moins %s réponse.", "Choisissez au moins %s réponses.", n, count), true
	case code == "max" && kind == "list":
		return N(ctx, "Choisissez au plus %s réponse.", "Choisissez au plus %s réponses.", n, count), true
	case code == "min":
		return N(ctx, "C'est trop court : écrivez au moins %s caractère.", "C'est trop court : écrivez au moins %s caractères.", n, count), true
	case code == "max":
		return N(ctx, "C'est trop long : écrivez au plus %s caractère.", "C'est trop long : écrivez au plus %s caractères.", n, count), true
	case code == "len":
		return N(ctx, "Il faut exactement %s caractère.", "Il faut exactement %s caractères.", n, count), true
	}
	return "", false
}

func fixed(say func(context.Context) string) sentence {
	return func(ctx context.Context, _ facts) string { return say(ctx) }
}

var fieldFaults = map[string]sentence{
	"required": fixed(func(ctx context.Context) string { return T(ctx, "Ce champ est obligatoire.") }),
	"email": fixed(func(ctx context.Context) string {
		return T(ctx, "Indiquez une adresse e-mail complète, comme nom@exemple.be.")
	}),
	"staff_account": fixed(func(ctx context.Context) string {
		return T(ctx, "L'autre compte est celui d'un membre de l'équipe : c'est lui qui doit rester.")
	}),
	"oneof":    fixed(func(ctx context.Context) string { return T(ctx, "Choisissez une des réponses proposées.") }),
	"accepted": fixed(func(ctx context.Context) string { return T(ctx, "Cochez cette case pour continuer.") }),
	"eqfield":  fixed(func(ctx context.Context) string { return T(ctx, "Les deux saisies doivent être les mêmes.") }),
	"unique":   fixed(func(ctx context.Context) string { return T(ctx, "C'est déjà utilisé : choisissez autre chose.") }),
	"person_unknown": func(ctx context.Context, f facts) string {
		return T(ctx, "Aucun dossier que vous accompagnez ne répond à « %s ». Vérifiez le nom, ou tapez la référence.", f.text("text"))
	},
	"person_several": func(ctx context.Context, f facts) string {
		return T(ctx, "Plusieurs dossiers répondent à « %s » : choisissez le bon.", f.text("text"))
	},
	"options_few": fixed(func(ctx context.Context) string {
		return T(ctx, "Proposez au moins deux réponses, une par ligne.")
	}),
	"options_twice": func(ctx context.Context, f facts) string {
		return T(ctx, "La réponse « %s » est proposée deux fois.", f.text("label"))
	},
	"too_long": func(ctx context.Context, f facts) string {
		return T(ctx, "C'est trop long : votre texte a %s caractères (%s). Écrivez au plus %s caractères.", Count(f.number("count")),
			N(ctx, "%s mot", "%s mots", f.number("words"), Count(f.number("words"))), Count(f.param()))
	},
	"period_long": func(ctx context.Context, f facts) string {
		return T(ctx, "Choisissez une période de %s ans au plus.", Count(f.number("years")))
	},
	"session_order": func(ctx context.Context, f facts) string {
		return T(ctx, "La séance doit finir après %s, l'heure à laquelle elle commence.", f.text("time"))
	},
	"session_long": func(ctx context.Context, f facts) string {
		return T(ctx, "Une séance dure au plus %s.", Duration(f.param()))
	},
	"uuid": fixed(func(ctx context.Context) string {
		return T(ctx, "Ce formulaire est incomplet : rechargez la page, puis envoyez-le à nouveau.")
	}),
	"number":  fixed(wholeNumber),
	"numeric": fixed(wholeNumber),
	"whole":   fixed(wholeNumber),
	"utf8": fixed(func(ctx context.Context) string {
		return T(ctx, "Ce texte contient des caractères illisibles : retapez-le.")
	}),
	"password_short": func(ctx context.Context, f facts) string {
		return T(ctx, "Choisissez un mot de passe d'au moins %s caractères. Une phrase convient très bien.", Count(f.param()))
	},
	"password_long": func(ctx context.Context, f facts) string {
		return T(ctx, "Choisissez un mot de passe d'au plus %s caractères.", Count(f.param()))
	},
	"password_wrong": fixed(func(ctx context.Context) string {
		return T(ctx, "Ce n'est pas votre mot de passe actuel.")
	}),
	"code": fixed(func(ctx context.Context) string {
		return T(ctx, "Écrivez 2 à 12 lettres majuscules ou chiffres, sans accent ni espace.")
	}),
	"category_code": fixed(func(ctx context.Context) string {
		return T(ctx, "Écrivez 2 à 30 lettres minuscules, chiffres ou traits bas, sans accent ni espace.")
	}),
	"programme_site": fixed(func(ctx context.Context) string {
		return T(ctx, "Ce programme n'est pas proposé sur ce site : choisissez un autre site.")
	}),
	"intake_closed": fixed(func(ctx context.Context) string {
		return T(ctx, "Cette cohorte n'accepte pas de candidatures aujourd'hui : choisissez-en une autre dans la liste.")
	}),
	"rank_taken": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette place de la liste d'attente est déjà donnée : indiquez %s ou un autre nombre libre.", Count(f.number("count")))
	},
	"view_taken": fixed(func(ctx context.Context) string {
		return T(ctx, "Une autre de vos vues porte déjà ce nom : choisissez-en un autre.")
	}),
	"cursor": fixed(func(ctx context.Context) string {
		return T(ctx, "Cette suite de liste n'existe pas : repartez du début de la liste.")
	}),
	"url": fixed(func(ctx context.Context) string {
		return T(ctx, "Indiquez une adresse complète, comme https://exemple.be.")
	}),
	"phone": fixed(func(ctx context.Context) string {
		return T(ctx, "Indiquez un numéro de téléphone, comme 0470 12 34 56 ou +32 470 12 34 56.")
	}),
	"postcode": fixed(func(ctx context.Context) string {
		return T(ctx, "Indiquez un code postal de quatre chiffres, comme 4000.")
	}),
	"enterprise_number": fixed(func(ctx context.Context) string {
		return T(ctx, "Ce numéro d'entreprise n'est pas valable : vérifiez ses dix chiffres, comme dans 0403.019.261.")
	}),
	"words": func(ctx context.Context, f facts) string {
		return T(ctx, "Expliquez en quelques mots : au moins %s, pour qui le lira plus tard.", Count(f.param()))
	},

	"date": fixed(func(ctx context.Context) string {
		return T(ctx, "Indiquez une date qui existe : jour, mois et année, comme 14/03/2027.")
	}),
	"time": fixed(func(ctx context.Context) string { return T(ctx, "Indiquez une heure, comme 14:30.") }),
	"time_order": fixed(func(ctx context.Context) string {
		return T(ctx, "La fin doit venir après le début.")
	}),
	"slot_short": fixed(func(ctx context.Context) string {
		return T(ctx, "Aucun créneau ne tient entre le début et la fin : allongez la plage, ou raccourcissez le créneau.")
	}),
	"time_past": fixed(func(ctx context.Context) string {
		return T(ctx, "Cette heure est passée : indiquez une heure à venir.")
	}),
	"slots_short": func(ctx context.Context, f facts) string {
		return N(ctx, "Il y a place pour %s créneau jusque-là : indiquez une heure plus tardive, ou des entretiens plus courts.",
			"Il y a place pour %s créneaux jusque-là : indiquez une heure plus tardive, ou moins de créneaux.", f.number("count"), Count(f.number("count")))
	},
	"slots_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Cela ferait %s créneaux : publiez-en au plus %s à la fois.", Count(f.number("count")), Count(f.number("limit")))
	},
	"future": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette date est dans le futur : indiquez aujourd'hui ou un jour passé.")
	},
	"past": fixed(func(ctx context.Context) string {
		return T(ctx, "Cette date est passée : indiquez aujourd'hui ou un jour à venir.")
	}),
	"other_coach": fixed(func(ctx context.Context) string { return T(ctx, "C'est la même personne : choisissez-en une autre.") }),
	"coach_gone": func(ctx context.Context, f facts) string {
		return T(ctx, "Le compte de %s n'est plus actif : choisissez une autre personne.", f.text("name"))
	},
	"coach_elsewhere": func(ctx context.Context, f facts) string {
		refs, _ := f["refs"].([]string)
		return T(ctx, "%s n'accompagne pas sur le site de ces dossiers : %s.", f.text("name"), listed(ctx, refs, 5))
	},
	"not_before": func(ctx context.Context, f facts) string {
		return T(ctx, "Indiquez le %s ou un jour plus tardif.", f.long("date"))
	},
	"not_after": func(ctx context.Context, f facts) string {
		return T(ctx, "Indiquez le %s ou un jour plus tôt.", f.long("date"))
	},
	"unchanged": fixed(func(ctx context.Context) string {
		return T(ctx, "C'est ce qui est déjà enregistré : indiquez ce qui est exact.")
	}),
	"before_mark": func(ctx context.Context, f facts) string {
		return T(ctx, "Indiquez le %s (%s) ou un jour plus tardif.", f.long("date"), markLabel(ctx, f.text("mark")))
	},
	"after_mark": func(ctx context.Context, f facts) string {
		return T(ctx, "Indiquez le %s (%s) ou un jour plus tôt.", f.long("date"), markLabel(ctx, f.text("mark")))
	},
	"before_phase": func(ctx context.Context, f facts) string {
		return T(ctx, "L'étape actuelle a commencé le %s : indiquez ce jour ou un jour plus tardif.", f.long("date"))
	},
	"before_history": func(ctx context.Context, f facts) string {
		return T(ctx, "Un changement est déjà enregistré au %s : indiquez ce jour ou un jour plus tardif.", f.long("date"))
	},
	"before_suspension": func(ctx context.Context, f facts) string {
		return T(ctx, "La suspension a commencé le %s : indiquez ce jour ou un jour plus tardif.", f.long("date"))
	},
	"overlap": func(ctx context.Context, f facts) string {
		return T(ctx, "Une suspension précédente va jusqu'au %s : indiquez ce jour ou un jour plus tardif.", f.long("date"))
	},
	"status_short": func(ctx context.Context, f facts) string {
		return T(ctx, "Le statut provisoire dure au moins %s : indiquez le %s ou un jour plus tardif.", Months(ctx, f.number("months")), f.long("date"))
	},
	"status_long": func(ctx context.Context, f facts) string {
		return T(ctx, "Le statut provisoire dure au plus %s : indiquez le %s ou un jour plus tôt.", Months(ctx, f.number("months")), f.long("date"))
	},

	"percent":  fixed(func(ctx context.Context) string { return T(ctx, "Indiquez un pourcentage, comme 21 ou 7,5.") }),
	"money":    fixed(func(ctx context.Context) string { return T(ctx, "Indiquez un montant en euros, comme 1 250,00.") }),
	"positive": fixed(func(ctx context.Context) string { return T(ctx, "Indiquez un montant plus grand que zéro.") }),
	"money_max": func(ctx context.Context, f facts) string {
		return T(ctx, "Indiquez au plus %s.", f.money("max"))
	},
	"placeholder_unknown": func(ctx context.Context, f facts) string {
		return T(ctx, "Aucune lettre ne connaît %s (ligne %s). Les mots entre accolades que vous pouvez employer sont : %s.", f.text("list"), Count(f.number("line")), f.text("known"))
	},
	"placeholder_missing": func(ctx context.Context, f facts) string {
		return T(ctx, "Il manque %s : la personne doit le lire dans sa lettre.", f.text("list"))
	},
	"line_amount": func(ctx context.Context, f facts) string {
		return T(ctx, "Ligne %s : indiquez un montant plus grand que zéro.", Count(f.number("line")))
	},
}

func wholeNumber(ctx context.Context) string { return T(ctx, "Indiquez un nombre, en chiffres.") }
