package export

import (
	"slices"
	"strings"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// scope is how much of the couveuse an actor takes along.
type scope struct {
	whole   bool // every site, and what belongs to no dossier
	all     bool // what was never sent, too: for the operator alone
	sites   []int64
	visible string // a condition over projects p
	args    []any
}

func scopeOf(tx *db.Tx) (s scope) {
	s.all = tx.Actor().IsOperator()
	s.sites, s.whole = access.SitesFor(tx.Actor(), access.HouseExport)
	s.whole = s.whole || s.all
	s.visible, s.args = programme.Visible(tx, access.HouseExport)
	return s
}

// left are the tables that no archive holds, and why.
var left = map[string]string{
	"sessions": "secrets", "account_links": "secrets", "follow_links": "secrets", "form_keys": "secrets of forms", "calendar_feeds": "secrets",
	"search_texts": "computed", "project_counts": "computed", "sequences": "of the product", "goose_db_version": "of the product",
	"document_contents": "as files", "meeting_drafts": "not said yet", "opinion_drafts": "not said yet", "outbox": "letters that left, with links that open doors",
	"import_pieces": "files under way", "saved_views": "of one reader alone", "day_snoozes": "of one reader alone", "mail_refusals": "of one reader alone",
}

// common are the tables that say how the couveuse works and name nobody.
var common = []string{
	"couveuse", "sites", "programmes", "programme_sites", "programme_gates", "terms", "plan_templates", "plan_sections", "plan_items",
	"form_versions", "form_questions", "form_options", "criteria", "document_categories", "letter_texts", "notice_texts", "progress_indicators",
	"progress_cadences", "participant_rules", "participant_indicators",
}

// through says of a table without a dossier of its own whose rows of another it belongs to: column, table, that table's column.
var through = map[string][3]string{
	"persons":                 {"id", "projects", "person_id"},
	"grant_holders":           {"person_id", "projects", "person_id"},
	"erasure_requests":        {"person_id", "projects", "person_id"},
	"person_merges":           {"kept_id", "projects", "person_id"},
	"grant_lines":             {"request_id", "grant_requests", "id"},
	"grant_awards":            {"request_id", "grant_requests", "id"},
	"grant_proofs":            {"request_id", "grant_requests", "id"},
	"grant_recoveries":        {"request_id", "grant_requests", "id"},
	"grant_reductions":        {"request_id", "grant_requests", "id"},
	"grant_tranches":          {"request_id", "grant_requests", "id"},
	"grant_payments":          {"tranche_id", "grant_tranches", "id"},
	"enterprise_checks":       {"enterprise_id", "enterprises", "id"},
	"meetings":                {"id", "meeting_projects", "meeting_id"},
	"meeting_coaches":         {"meeting_id", "meeting_projects", "meeting_id"},
	"meeting_documents":       {"document_id", "documents", "id"},
	"meeting_notes":           {"meeting_id", "meeting_projects", "meeting_id"},
	"progress_values":         {"report_id", "progress_reports", "id"},
	"progress_meetings":       {"report_id", "progress_reports", "id"},
	"decision_letters":        {"decision_id", "decisions", "id"},
	"coach_handovers":         {"id", "coach_handover_projects", "handover_id"},
	"coach_covers":            {"id", "coach_cover_projects", "cover_id"},
	"committees":              {"cohort_id", "cohorts", "id"},
	"committee_criteria":      {"committee_id", "committees", "id"},
	"committee_members":       {"committee_id", "committees", "id"},
	"interview_slots":         {"committee_id", "committees", "id"},
	"sittings":                {"committee_id", "committees", "id"},
	"sitting_attendance":      {"committee_id", "committees", "id"},
	"info_session_programmes": {"session_id", "info_sessions", "id"},
	"info_registrations":      {"session_id", "info_sessions", "id"},
	"workshop_programmes":     {"workshop_id", "workshops", "id"},
	"workshop_sessions":       {"workshop_id", "workshops", "id"},
	"workshop_leaders":        {"session_id", "workshop_sessions", "id"},
}

// ofSites are the tables that name their site.
var ofSites = []string{"cohorts", "info_sessions", "workshops"}

// houseOnly are the tables that only who reads every site takes along: they belong to no site.
var houseOnly = []string{"imports", "absences", "slot_extras", "slot_patterns", "slot_settings",
	"activity_comments", "activity_comment_versions", "import_rows", "import_mappings", "import_decisions"}

// of gives the condition over rows t of a table; taken is false for one that stays out.
func (s scope) of(tx *db.Tx, table string) (condition string, args []any, taken bool) {
	if left[table] != "" {
		return "", nil, false
	}
	switch {
	case s.all || slices.Contains(common, table):
		return "TRUE", nil, true
	case table == "projects":
		return s.projects("t.id")
	case table == "accounts" || table == "account_roles":
		return s.accounts(table)
	case table == "issued_papers" || table == "audit_entries" || table == "erasures":
		return s.besides(table)
	case slices.Contains(ofSites, table):
		return s.site("t.site_id")
	case slices.Contains(houseOnly, table):
		return "TRUE", nil, s.whole
	}
	if up, known := through[table]; known {
		inner, args, taken := s.of(tx, up[1])
		return "t." + up[0] + " IN (SELECT t." + up[2] + " FROM " + up[1] + " t WHERE " + inner + ")", args, taken
	}
	if has, err := hasProject(tx, table); err != nil || !has {
		return "TRUE", nil, s.all // nobody has thought of it yet
	}
	return s.projects("t.project_id")
}

func (s scope) projects(column string) (string, []any, bool) {
	return column + ` IN (SELECT p.id FROM projects p WHERE ` + s.visible + `)`, s.args, true
}

func (s scope) site(column string) (string, []any, bool) {
	if s.whole {
		return "TRUE", nil, true
	}
	in, args := db.In(s.sites)
	return column + " IN " + in, args, true
}

// accounts are those of the dossiers' holders, and of whoever works for the couveuse.
func (s scope) accounts(table string) (string, []any, bool) {
	column := "t.id"
	if table == "account_roles" {
		column = "t.account_id"
	}
	return column + ` IN (SELECT a.id FROM accounts a WHERE a.person_id IN (SELECT p.person_id FROM projects p WHERE ` + s.visible + `)
		OR EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id AND r.role <> 'candidate'))`, s.args, true
}

// besides are the tables with rows of dossiers and rows of none.
func (s scope) besides(table string) (string, []any, bool) {
	condition, args, _ := s.projects("t.project_id")
	switch {
	case table == "issued_papers":
		site, more, _ := s.site("c.site_id")
		condition += ` OR t.project_id IS NULL AND t.cohort_id IN (SELECT c.id FROM cohorts c WHERE ` + site + `)`
		args = append(slices.Clone(args), more...)
		if s.whole {
			condition += ` OR t.project_id IS NULL AND t.cohort_id IS NULL`
		}
	case table == "audit_entries" && s.whole:
		condition += ` OR t.project_id IS NULL`
	}
	return "(" + condition + ")", args, true
}

func hasProject(tx *db.Tx, table string) (bool, error) {
	query := `SELECT count(*) FROM pragma_table_info(?) WHERE name = 'project_id'`
	if tx.Engine() == db.Postgres {
		query = `SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? AND column_name = 'project_id'`
	}
	n, err := tx.Count(query, table)
	return n > 0, err
}

// secrets are columns that open doors, or are bytes that stand as files of their own.
var secrets = []string{"password_hash", "stamp", "form_key", "token", "token_hash", "secret_hash", "secret", "issued_papers.pdf", "bytes"}

func isSecret(table, column string) bool {
	return slices.ContainsFunc(secrets, func(s string) bool { return column == s || table+"."+column == s })
}

// files names tables in the trade's words; one without a name of its own keeps that of its table.
var files = map[string]string{
	"projects": "dossiers", "persons": "personnes", "applications": "candidatures", "application_answers": "candidatures-reponses", "cohorts": "cohortes",
	"phase_changes": "etapes", "meetings": "rencontres", "meeting_projects": "rencontres-dossiers", "meeting_coaches": "rencontres-accompagnement",
	"meeting_notes": "rencontres-notes-internes", "actions": "actions", "agreements": "conventions", "suspensions": "suspensions", "extensions": "prolongations",
	"derogations": "derogations", "grant_requests": "bourses-demandes", "grant_lines": "bourses-postes", "grant_awards": "bourses-octrois",
	"grant_tranches": "bourses-tranches", "grant_payments": "bourses-paiements", "grant_proofs": "bourses-justificatifs", "grant_reductions": "bourses-reductions",
	"grant_recoveries": "bourses-recuperations", "grant_holders": "bourses-plafonds", "enterprises": "entreprises", "enterprise_checks": "entreprises-suivi",
	"documents": "documents", "messages": "messages", "decisions": "decisions", "committees": "comites", "committee_files": "comites-dossiers",
	"opinions": "avis", "accounts": "comptes", "account_roles": "comptes-roles", "project_coaches": "accompagnement", "issued_papers": "papiers-emis",
	"workshops": "ateliers", "workshop_sessions": "ateliers-seances", "workshop_enrolments": "ateliers-inscriptions", "workshop_attendance": "ateliers-presences",
	"info_sessions": "seances", "info_registrations": "seances-inscriptions", "sites": "sites", "programmes": "programmes", "terms": "conditions",
	"audit_entries": "journal", "person_merges": "fusions", "corrections": "corrections",
}

// FileOf names the file of a table.
func FileOf(table string) string {
	if name := files[table]; name != "" {
		return name
	}
	return strings.ReplaceAll(table, "_", "-")
}

// Left says why a table is in no archive; "" for one that is.
func Left(table string) string { return left[table] }

// ThoughtOf reports whether it was decided who takes a table along; of others only the operator does.
func ThoughtOf(tx *db.Tx, table string) bool {
	s := scope{whole: true, visible: "TRUE"}
	_, _, taken := s.of(tx, table)
	return taken
}
