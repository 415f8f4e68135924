package intake

import (
	"strings"
	"unicode"

	"eclosion/models"
	"eclosion/models/programme"
)

// column is one thing that a file says of a dossier, by the name of its header.
type column string

// The columns. Their order is that of the published file.
const (
	colRef          column = "N° dossier"
	colLastName     column = "Nom"
	colFirstName    column = "Prénom"
	colBirth        column = "Date de naissance"
	colGender       column = "Sexe"
	colEmail        column = "E-mail"
	colPhone        column = "Téléphone"
	colPostcode     column = "Code postal"
	colMunicipality column = "Commune"
	colSite         column = "Antenne"
	colProgramme    column = "Programme"
	colSituation    column = "Statut à l'entrée"
	colSchooling    column = "Diplôme"
	colTitle        column = "Projet"
	colSector       column = "Secteur"
	colEntered      column = "Date d'entrée"
	colTest         column = "Début de la période de test"
	colLeft         column = "Date de sortie"
	colStudy        column = "Étude du projet terminée"
	colExit         column = "Motif de sortie"
	colEnterprise   column = "Nom de l'entreprise"
	colNumber       column = "N° d'entreprise"
	colCreated      column = "Date de création"
	colSurvival     column = "Active après 3 ans"
	colGrant        column = "Bourse accordée"
	colMeetings     column = "Nombre d'entretiens"
	colHours        column = "Heures d'entretien"
)

// columns lists them. A file must have those on which figures rest: without one
// of them a year would be printed too small, and nobody would see it. The others may be left out.
var columns = []struct {
	name   column
	needed bool
	also   []string // other headers for the same thing
}{
	{colRef, true, []string{"Numéro de dossier", "No dossier", "Dossier"}},
	{colLastName, true, []string{"Nom de famille"}},
	{colFirstName, true, nil},
	{colBirth, true, []string{"Né(e) le", "Naissance"}},
	{colGender, false, []string{"Genre"}},
	{colEmail, false, []string{"Courriel", "Mail", "Adresse e-mail"}},
	{colPhone, false, []string{"Tél.", "GSM"}},
	{colPostcode, false, []string{"CP"}},
	{colMunicipality, false, []string{"Localité"}},
	{colSite, true, []string{"Site"}},
	{colProgramme, true, nil},
	{colSituation, true, []string{"Statut"}},
	{colSchooling, true, []string{"Niveau d'études"}},
	{colTitle, false, []string{"Intitulé du projet"}},
	{colSector, false, nil},
	{colEntered, true, nil},
	{colTest, true, []string{"Début du test"}},
	{colLeft, true, nil},
	{colStudy, true, []string{"Étude terminée"}},
	{colExit, true, nil},
	{colEnterprise, true, []string{"Entreprise"}},
	{colNumber, true, []string{"Numéro d'entreprise", "BCE"}},
	{colCreated, true, nil},
	{colSurvival, true, []string{"Active après trois ans"}},
	{colGrant, true, []string{"Bourse"}},
	{colMeetings, false, []string{"Entretiens"}},
	{colHours, false, nil},
}

// The words of a file and what they mean here, spelled as plain gives them.
var (
	situations = map[string]string{
		"chomeurcompletindemnise": "full_benefits", "chomeusecompleteindemnisee": "full_benefits", "cci": "full_benefits",
		"chomeurpartiel": "partial_benefits", "chomeusepartielle": "partial_benefits", "chomeurpartiellementindemnise": "partial_benefits",
		"allocationspartielles":  "partial_benefits",
		"revenudintegrationcpas": "cpas", "revenudintegration": "cpas", "cpas": "cpas", "ris": "cpas",
		"mutuelle": "health_fund", "sansallocation": "no_benefits", "sansallocations": "no_benefits",
		"enpreavis": "on_notice", "preavis": "on_notice", "autre": "other",
	}
	schoolings = map[string]string{
		"primaireousansdiplome": "none", "primaire": "none", "sansdiplome": "none",
		"cesisecondaireinferieur": "lower_secondary", "cesi": "lower_secondary", "secondaireinferieur": "lower_secondary",
		"cesssecondairesuperieur": "upper_secondary", "cess": "upper_secondary", "secondairesuperieur": "upper_secondary",
		"enseignementsuperieur": "tertiary", "superieur": "tertiary", "bachelier": "tertiary", "master": "tertiary",
	}
	genders = map[string]string{"f": "F", "femme": "F", "feminin": "F", "h": "M", "m": "M", "homme": "M", "masculin": "M", "x": "X", "autre": "X"}
	answers = map[string]string{"oui": "yes", "o": "yes", "vrai": "yes", "true": "yes", "1": "yes",
		"non": "no", "n": "no", "faux": "no", "false": "no", "0": "no", "inconnu": "unknown", "inconnue": "unknown", "nesaitpas": "unknown"}
	exits = map[string]programme.ExitReason{
		"abandonduprojet": programme.GaveUp, "abandon": programme.GaveUp, "sansnouvelles": programme.NoNews, "sansnouvelle": programme.NoNews,
		"demenagement": programme.MovedAway, "emploisalarie": programme.JobFound, "emploitrouve": programme.JobFound, "emploi": programme.JobFound,
		"formation": programme.Training, "exclusion": programme.Excluded, "autre": programme.OtherExit, "autremotif": programme.OtherExit,
	}
	creations = map[string]bool{"creationdentreprise": true, "creationdelentreprise": true, "creation": true}
)

// plain is how words are compared: lower case, no accents, letters and digits alone.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 'º' || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, models.Fold(s))
}

// decimals are the columns whose numbers have decimals, and a notation of their own.
var decimals = []column{colGrant, colHours}

// dated are the columns that hold days.
var dated = []column{colBirth, colEntered, colTest, colLeft, colCreated}

// valued are the columns that every row must fill.
var valued = []column{colRef, colLastName, colFirstName, colSite, colProgramme, colEntered}

// headerNames finds a column by every header it may have.
func headerNames() map[string]column {
	names := map[string]column{}
	for _, c := range columns {
		names[plain(string(c.name))] = c.name
		for _, other := range c.also {
			names[plain(other)] = c.name
		}
	}
	return names
}

func knownHeaders(cells []string) (n int) {
	names := headerNames()
	for _, c := range cells {
		if names[plain(c)] != "" {
			n++
		}
	}
	return n
}
