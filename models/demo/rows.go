package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// sheet gathers rows of one table for a bulk insert.
type sheet struct {
	table   string
	columns []string
	rows    [][]any
}

func (s *sheet) add(values ...any) { s.rows = append(s.rows, values) }

// sheets are the tables that a dossier fills, in the order of their references.
type sheets struct {
	persons, projects, applications, answers, coaches, changes, decisions, agreements, pauses, extensions, waivers,
	enterprises, checks, meetings, attended, attending, notes, actions, states, events,
	holders, requests, lines, awards, tranches, payments *sheet
}

func newSheets() *sheets {
	t := func(table string, columns ...string) *sheet { return &sheet{table: table, columns: columns} }
	return &sheets{
		persons: t("persons", "id", "last_name", "first_name", "birth_on", "gender", "email", "phone", "street", "postcode", "municipality", "sort_key", "phone_key", "created_at"),
		projects: t("projects", "id", "ref", "programme_id", "site_id", "cohort_id", "person_id", "terms_id", "template_id", "title", "sector", "phase",
			"phase_started_on", "phase_ends_on", "suspended_on", "submitted_at", "exit_reason", "study_completed", "entered_on", "left_on",
			"last_meeting_on", "next_meeting_at", "search", "created_at", "updated_at"),
		applications: t("applications", "project_id", "situation", "jobseeker_since", "benefits_end_on", "schooling", "own_vat", "description", "clients",
			"motivation", "experience", "consent_at", "keep_months", "form_id", "updated_at"),
		answers:     t("application_answers", "project_id", "code", "value"),
		coaches:     t("project_coaches", "project_id", "account_id", "from_on"),
		changes:     t("phase_changes", "id", "project_id", "seq", "from_phase", "to_phase", "effective_on", "reason", "detail", "actor_id", "actor_name", "at"),
		decisions:   t("decisions", "project_id", "committee_id", "outcome", "reasons", "next_step", "list_rank", "decided_on", "decided_by", "created_at"),
		agreements:  t("agreements", "project_id", "kind", "number", "signed_on", "starts_on", "ends_on", "ended_on", "created_by", "created_at"),
		pauses:      t("suspensions", "project_id", "phase", "from_on", "to_on", "reason", "created_by", "created_at"),
		extensions:  t("extensions", "project_id", "phase", "months", "reason", "decided_on", "decided_by", "created_at"),
		waivers:     t("derogations", "project_id", "rule", "reason", "decided_on", "decided_by", "created_at"),
		enterprises: t("enterprises", "id", "project_id", "name", "number", "legal_form", "created_on", "jobs", "created_at"),
		checks:      t("enterprise_checks", "enterprise_id", "months_after", "observed_on", "state", "jobs", "observed_by", "created_at"),
		meetings:    t("meetings", "id", "public_id", "state", "held_on", "starts_at", "minutes", "kind", "medium", "place", "summary", "created_by", "created_at", "updated_at"),
		attended:    t("meeting_projects", "project_id", "meeting_id"),
		attending:   t("meeting_coaches", "meeting_id", "account_id", "starts_at"),
		notes:       t("meeting_notes", "meeting_id", "body", "author_id", "updated_at"),
		actions:     t("actions", "project_id", "meeting_id", "title", "owner", "coach_id", "due_on", "done_on", "done_by", "created_by", "created_at"),
		states:      t("plan_states", "project_id", "item_id", "claimed_on", "claimed_by", "validated_on", "validated_by", "not_applicable", "comment", "updated_at"),
		events:      t("plan_events", "project_id", "item_id", "event", "on_date", "actor_id", "actor_name", "at"),
		holders:     t("grant_holders", "person_id", "cap"),
		requests:    t("grant_requests", "id", "ref", "project_id", "person_id", "number", "purpose", "asked_on", "state", "decided_on", "decided_by", "decision_reason", "created_by", "created_at"),
		lines:       t("grant_lines", "request_id", "position", "label", "amount"),
		awards:      t("grant_awards", "request_id", "person_id", "amount", "awarded_on", "awarded_by", "created_at"),
		tranches:    t("grant_tranches", "id", "request_id", "position", "amount", "condition", "due_on", "settled"),
		payments:    t("grant_payments", "tranche_id", "amount", "paid_on", "reference", "paid_by", "created_at"),
	}
}

func (s *sheets) write(tx *db.Tx) error {
	for _, t := range []*sheet{s.persons, s.projects, s.applications, s.answers, s.coaches, s.changes, s.decisions, s.agreements, s.pauses, s.extensions, s.waivers,
		s.enterprises, s.checks, s.meetings, s.attended, s.attending, s.notes, s.actions, s.states, s.events,
		s.holders, s.requests, s.lines, s.awards, s.tranches, s.payments} {
		if err := tx.Bulk(t.table, t.columns, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// writeChunk invents and writes the next dossiers in one transaction.
func (v *inventor) writeChunk(tx *db.Tx) error {
	s := newSheets()
	for range min(chunk, v.size.Projects-v.done) {
		v.dossier(s, v.done)
		v.done++
	}
	if err := s.write(tx); err != nil {
		return err
	}
	if v.progress != nil {
		v.progress(v.done, v.size.Projects)
	}
	return nil
}

// holderOf is who brings a dossier.
type holder struct {
	id          int64
	first, last string
}

// dossier invents one dossier whole.
func (v *inventor) dossier(s *sheets, n int) {
	c, story, star := v.next1(n)
	h := v.holder(s, c, star, story.created)
	v.next.project++
	d := &dossier{story: story, cohort: c, holder: h, id: v.next.project, ref: v.ref(c.ProgrammeCode, story.created.Year()), coach: v.coachOf(c, star)}
	list := ideas
	if c.ProgrammeCode == "JID" {
		list = designIdeas
	}
	d.idea = pick(v, list)
	v.history(s, d)
	v.application(s, d)
	v.papersSigned(s, d)
	if story.coached() {
		v.meetings(s, d)
		v.checklist(s, d)
		v.grant(s, d)
	}
	v.outcome(s, d)
	v.projectRow(s, d)
}

// dossier is what the parts of one invention share.
type dossier struct {
	story
	cohort  *cohort
	holder  holder
	id      int64
	ref     string
	coach   staff
	idea    idea
	lastMet models.Date
	nextMet models.Instant
}

// next1 chooses a cohort and tells a story: for the small demonstration again and
// again until it is the one that is wanted.
func (v *inventor) next1(n int) (*cohort, story, bool) {
	if n >= len(v.fates) {
		c := &v.cohorts[len(v.cohorts)-1-n%max(1, len(v.cohorts)-3)]
		return c, v.tell(c), false
	}
	f := v.fates[n]
	c := &v.cohorts[f.cohort]
	for range 20_000 {
		waiting := c.waiting
		if s := v.tell(c); s.fits(f, v.today) {
			return c, s, f.star
		}
		c.waiting = waiting
	}
	panic(fmt.Sprintf("demo: no story ends in %s on %s", f.phase, v.today))
}

func (v *inventor) ref(code string, year int) string {
	series := fmt.Sprintf("%s-%d", code, year)
	v.numbers[series]++
	return fmt.Sprintf("%s-%04d", series, v.numbers[series])
}

func (v *inventor) coachOf(c *cohort, star bool) staff {
	if star {
		return v.star
	}
	if list := v.coaches[c.SiteID]; len(list) > 0 {
		return pick(v, list)
	}
	return v.star
}

func (v *inventor) holder(s *sheets, c *cohort, star bool, created models.Date) holder {
	place := pick(v, municipalities[v.siteCode(c.SiteID)])
	street := fmt.Sprintf("%s %d", pick(v, streets), v.between(1, 180))
	phone := fmt.Sprintf("04%d %02d %02d %02d", v.between(70, 99), v.r.IntN(100), v.r.IntN(100), v.r.IntN(100))
	if star {
		return holder{v.candidate, "Nour", "El Amrani"}
	}
	v.next.person++
	h := holder{id: v.next.person, last: pick(v, familyNames)}
	gender := "X"
	switch n := v.between(1, 100); {
	case n <= 52:
		gender, h.first = "F", pick(v, womenNames)
	case n <= 98:
		gender, h.first = "M", pick(v, menNames)
	default:
		h.first = pick(v, anyNames)
	}
	birth := created.AddMonths(-12 * v.between(19, 61)).AddDays(-v.r.IntN(360))
	email := fmt.Sprintf("porteur%d@exemple.test", h.id)
	p := programme.Person{FirstName: h.first, LastName: h.last}
	s.persons.add(h.id, h.last, h.first, birth, gender, email, phone, street, place[0], place[1], models.Fold(p.LastName+" "+p.FirstName), programme.PhoneKey(phone), v.at(created))
	return h
}

func (v *inventor) siteCode(id int64) string {
	for _, s := range v.sites {
		if s.ID == id {
			return s.Code
		}
	}
	return "LIEGE"
}

// history writes what happened to the dossier in order: each phase, and within it
// what left the phase as it was.
func (v *inventor) history(s *sheets, d *dossier) {
	seq := 0
	add := func(c change, actor any, name, facts string) {
		seq++
		v.next.change++
		s.changes.add(v.next.change, d.id, seq, c.from, c.to, c.on, c.reason, facts, actor, name, v.at(c.on))
	}
	for _, c := range d.changes {
		if c.to == programme.Draft || c.to == programme.Submitted || c.to == programme.Withdrawn {
			add(c, nil, programme.FullName(d.holder.first, d.holder.last), "{}")
		} else {
			add(c, v.chief.id, v.chief.name, "{}")
		}
		for _, b := range d.besides(c.to) {
			add(b.change, v.chief.id, v.chief.name, detail(b.facts))
		}
	}
}

// beside is a row of history that leaves the phase as it is.
type beside struct {
	change
	facts models.Facts
}

// besides gathers what happened during a phase, by day.
func (d *dossier) besides(phase programme.Phase) []beside {
	var list []beside
	add := func(kind string, on models.Date, reason string, facts models.Facts) {
		if facts == nil {
			facts = models.Facts{}
		}
		facts["kind"] = kind
		list = append(list, beside{change{phase, phase, on, reason}, facts})
	}
	for _, a := range d.agreements {
		if a.kind == "coaching" && phase == programme.Accepted || a.kind == "status" && phase == programme.Coaching {
			add(journey.KindAgreement, a.signedOn, "", models.Facts{"agreement": a.kind, "number": d.number(a), "signed_on": a.signedOn, "starts_on": a.starts})
		}
	}
	for _, p := range d.pauses {
		if p.phase != phase {
			continue
		}
		add(journey.KindSuspend, p.from, p.reason, nil)
		if p.to != "" {
			add(journey.KindResume, p.to, "", models.Facts{"since": p.from, "days": p.from.DaysUntil(p.to)})
		}
	}
	for _, e := range d.extensions {
		if e.phase == phase {
			add(journey.KindExtend, e.on, extensionReason, models.Facts{"months": e.months})
		}
	}
	for _, w := range d.waivers {
		if phase == programme.Coaching {
			add(journey.KindDerogate, w.on, w.reason, models.Facts{"rule": w.rule})
		}
	}
	slices.SortStableFunc(list, func(a, b beside) int { return cmp.Compare(a.on, b.on) })
	return list
}

// number is the number of an agreement.
func (d *dossier) number(a signed) string {
	return map[string]string{"coaching": "CA-", "status": "SP-"}[a.kind] + d.ref
}

const extensionReason = "Le marché visé est saisonnier ; deux clients attendus."

func (v *inventor) application(s *sheets, d *dossier) {
	situation := "full_benefits"
	switch n := v.between(1, 100); {
	case n > 92:
		situation = "health_fund"
	case n > 84:
		situation = "cpas"
	case n > 76:
		situation = "no_benefits"
	case n > 68:
		situation = "partial_benefits"
	}
	schooling := pick(v, []string{"none", "lower_secondary", "lower_secondary", "upper_secondary", "upper_secondary", "upper_secondary", "tertiary", "tertiary"})
	since := d.created.AddMonths(-v.between(1, 40))
	var ends any
	if v.chance(60) {
		ends = d.created.AddMonths(v.between(4, 30))
	}
	description, clients, motivation, experience := d.idea.description, d.idea.clients, pick(v, motivations), pick(v, experiences)
	var consent any
	if d.submitted != "" {
		consent = v.at(d.submitted)
		if experience == "" {
			experience = experiences[0]
		}
	} else if v.chance(60) { // a draft that has hardly begun
		clients, motivation, experience = "", "", ""
	}
	ownVAT, keep := v.chance(3), 0
	if consent != nil {
		keep = []int{0, 12, 24}[d.id%3]
	}
	s.applications.add(d.id, situation, since, ends, schooling, ownVAT, description, clients, motivation, experience, consent, keep,
		v.answers(s, d, situation, ownVAT), v.at(d.created))
	for _, x := range d.decisions {
		var rank any
		if x.rank > 0 {
			rank = x.rank
		}
		s.decisions.add(d.id, v.satOn(d, x.on), x.outcome, x.reasons, x.nextStep, rank, x.on, v.chief.id, v.at(x.on))
	}
}

// papersSigned writes agreements, pauses, extensions and derogations.
func (v *inventor) papersSigned(s *sheets, d *dossier) {
	for _, a := range d.agreements {
		s.agreements.add(d.id, a.kind, d.number(a), a.signedOn, a.starts, a.ends, a.ended, v.chief.id, v.at(a.signedOn))
	}
	for _, p := range d.pauses {
		s.pauses.add(d.id, p.phase, p.from, p.to, p.reason, v.chief.id, v.at(p.from))
	}
	for _, e := range d.extensions {
		s.extensions.add(d.id, e.phase, e.months, extensionReason, e.on, v.chief.id, v.at(e.on))
	}
	for _, w := range d.waivers {
		s.waivers.add(d.id, w.rule, w.reason, w.on, v.chief.id, v.at(w.on))
	}
	if d.coached() {
		s.coaches.add(d.id, d.coach.id, d.entered)
	}
}

// outcome writes the enterprise and what was seen of it.
func (v *inventor) outcome(s *sheets, d *dossier) {
	if d.enterpriseOn == "" {
		return
	}
	v.next.enterprise++
	form := pick(v, []string{"personne physique", "personne physique", "personne physique", "SRL", "SC"})
	s.enterprises.add(v.next.enterprise, d.id, d.idea.business+" "+d.holder.last, v.enterpriseNumber(), form, d.enterpriseOn, paidJobs(v.next.enterprise, form), v.at(d.enterpriseOn))
	for _, c := range d.checks {
		s.checks.add(v.next.enterprise, c.months, c.on, c.state, laterJobs(v.next.enterprise, c), v.chief.id, v.at(c.on))
	}
}

// paidJobs is how many an enterprise employed when it began; of some it is not known.
func paidJobs(enterprise int64, form string) any {
	switch {
	case enterprise%5 == 3:
		return nil
	case form != "personne physique":
		return enterprise % 3
	}
	return enterprise % 7 / 6
}

// laterJobs is how many it employed when it was looked at.
func laterJobs(enterprise int64, c seen) any {
	if c.state != "alive" || enterprise%4 == 2 {
		return nil
	}
	return enterprise%3 + int64(c.months/36)
}

// enterpriseNumber draws a number whose check digits are right.
func (v *inventor) enterpriseNumber() string {
	base := 9_000_000 + v.r.IntN(900_000)
	return fmt.Sprintf("0%07d%02d", base, 97-base%97)
}

func (v *inventor) projectRow(s *sheets, d *dossier) {
	var terms, tpl, submitted any
	if d.coached() {
		terms, tpl = v.terms[d.cohort.ProgrammeID].ID, db.Nullable(v.templates[d.cohort.ProgrammeID].id)
	}
	if d.submitted != "" {
		submitted = v.at(d.submitted)
	}
	title := d.idea.title
	updated := v.at(max(d.phaseStart, d.lastMet))
	if updated > v.now {
		updated = v.now
	}
	s.projects.add(d.id, d.ref, d.cohort.ProgrammeID, d.cohort.SiteID, d.cohort.ID, d.holder.id, terms, tpl, title, d.idea.sector, d.phase,
		d.phaseStart, d.endsOn, d.suspended, submitted, d.exit, nullableBool(d.studied), d.entered, d.left,
		d.lastMet, d.nextMet, programme.SearchText(d.ref, programme.FullName(d.holder.first, d.holder.last), title), v.at(d.created), updated)
}

func nullableBool(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

// detail writes facts as history keeps them.
func detail(f models.Facts) string {
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // facts are strings and numbers
	}
	return string(text)
}
