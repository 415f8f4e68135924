package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
)

// An administrator prepares the next questions, sees them as a candidate will, and publishes; what was begun
// before keeps its questions.
func TestTheQuestionsOfAProgrammeAreEdited(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		early := k.as(k.candidate("zoe"))
		first := early.starts(cohort)
		b := k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
		b.get("/reglages/programmes/JI").wants(http.StatusOK).has("Questions de la candidature", "Version 1", "Publiée")
		for range 2 {
			if to := b.post("/reglages/programmes/JI/formulaire", nil).wants(http.StatusSeeOther).location(); to != "/reglages/programmes/JI/formulaire/2" {
				t.Errorf("to %s", to)
			}
		}
		draft := "/reglages/programmes/JI/formulaire/2"
		b.get(draft).wants(http.StatusOK).has("1 brouillon et 0 candidature déposée gardent leur version", "question de base, toujours posée",
			"Seulement si vous avez répondu « Bénéficiaire du CPAS » à « Quelle est votre situation aujourd'hui ? ».")

		fresh := draft + "/questions/nouvelle?partie=marche"
		page := b.get(fresh).wants(http.StatusOK)
		b.post(fresh, sent(page, form("question_label", "Où vendrez-vous ?", "question_kind", "one", "question_options", "Au marché"))).
			wants(http.StatusUnprocessableEntity).has("Proposez au moins deux réponses", "Réponses proposées")
		b.post(fresh, sent(page, form("question_label", "Où <b>vendrez</b>-vous ?", "question_kind", "one", "question_options", "Au marché\r\nEn ligne\r\n", "question_required", "oui"))).
			wants(http.StatusSeeOther)
		id := func(code string) string {
			return strconv.Itoa(k.count(`SELECT q.id FROM form_questions q JOIN form_versions v ON v.id = q.form_id WHERE v.number = 2 AND q.code = ?`, code))
		}
		question := draft + "/questions/" + id("q_ou_b_vendrez_b_vous")
		b.get(question).wants(http.StatusOK).has("Au marché En ligne")
		b.get(draft).has("Où <b>vendrez</b>-vous ?").lacks("<b>vendrez")
		b.post(question, sent(b.get(question), form("question_label", "Où vendrez-vous ?", "question_options", "Sur un marché\nEn ligne", "question_required", "oui"))).wants(http.StatusSeeOther)

		b.get(question + "/condition").wants(http.StatusOK).has("La question est posée à tout le monde")
		page = b.get(question + "/condition?si=project_stage").wants(http.StatusOK).has("C'est une idée")
		b.post(question+"/condition", sent(page, form("condition_code", "project_stage"))).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire")
		b.post(question+"/condition", sent(page, form("condition_code", "project_stage", "condition_values", "selling"))).wants(http.StatusSeeOther)
		b.get(draft).has("Seulement si vous avez répondu « J'ai déjà vendu quelque chose » à « Où en est votre projet ? ».")

		version := func() string { return b.get(draft).wants(200).value("version") }
		b.post(draft+"/ordre", form("version", version(), "question", id("market_result"), "sens", "monter")).wants(http.StatusUnprocessableEntity).
			has("« À combien de personnes, et qu'en avez-vous appris ? » dépend de « Avez-vous déjà montré")
		b.post(draft+"/ordre", form("version", version(), "question", id("competitors"), "sens", "monter")).wants(http.StatusSeeOther)
		b.post(draft+"/questions/"+id("project_stage"), form("version", version(), "action", "supprimer")).wants(http.StatusUnprocessableEntity).has("changez d'abord sa condition")
		b.post(draft+"/questions/"+id("consent"), form("version", version(), "action", "supprimer")).wants(http.StatusUnprocessableEntity).has("question de base")
		b.post(draft+"/questions/"+id("consent")+"/condition", form("version", version())).wants(http.StatusUnprocessableEntity)

		// The preview is what a candidate meets: what depends on another topic is not there, unless all is shown.
		b.get(draft+"/apercu?partie=marche").wants(http.StatusOK).has("Aperçu : rien n'est enregistré", "À combien de personnes").lacks("Où vendrez-vous ?")
		b.get(draft+"/apercu?partie=marche&tout=oui").wants(http.StatusOK).has("Où vendrez-vous ?", "Seulement si vous avez répondu « J'ai déjà vendu quelque chose »")
		for _, path := range []string{"/apercu", "/apercu?partie=design", "/apercu?partie=documents", "/questions/nouvelle?partie=programme", "/questions/nouvelle", "/questions/99999", "/questions/x/condition"} {
			b.get(draft + path).wants(http.StatusNotFound)
		}
		b.post(draft+"/publier", form("version", "1")).wants(http.StatusConflict)
		b.post(draft+"/publier", form("version", version())).wants(http.StatusSeeOther)
		b.post(draft+"/publier", form("version", "99")).wants(http.StatusUnprocessableEntity).has("elle ne change plus")
		b.get(draft).lacks("Publier cette version", "Ajouter une question")

		late := k.as(k.candidate("ali"))
		second := late.starts(cohort)
		late.get("/candidatures/" + second + "/marche").wants(http.StatusOK).lacks("Où vendrez-vous ?")
		path := "/candidatures/" + second + "/projet"
		late.post(path, sent(late.get(path), form("project_stage", "selling"))).wants(http.StatusSeeOther)
		market := late.get("/candidatures/"+second+"/marche").wants(http.StatusOK).has("Où vendrez-vous ?", "Sur un marché")
		late.post("/candidatures/"+second+"/marche", sent(market, form("q_ou_b_vendrez_b_vous", "au_marche"))).wants(http.StatusSeeOther)
		late.get("/candidatures/"+second+"/verifier").has("Où vendrez-vous ?", "Sur un marché")
		path = "/candidatures/" + first + "/projet"
		early.post(path, sent(early.get(path), form("project_stage", "selling"))).wants(http.StatusSeeOther)
		early.get("/candidatures/" + first + "/marche").lacks("Où vendrez-vous ?")

		b.post("/reglages/programmes/JI/formulaire", nil).wants(http.StatusSeeOther)
		third := "/reglages/programmes/JI/formulaire/3"
		if !strings.Contains(b.get(third).text(), "2 brouillons et 0 candidature déposée gardent leur version") {
			t.Error("what a publication leaves alone is not said")
		}
		b.post(third+"/abandonner", form("version", b.get(third).value("version"))).wants(http.StatusSeeOther)
		b.get(third).wants(http.StatusNotFound)
	})
}
