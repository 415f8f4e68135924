package demo

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// meetings writes what coach and holder did together, and what comes next.
func (v *inventor) meetings(s *sheets, d *dossier) {
	last := v.today
	if d.left != "" {
		last = d.left
	}
	days := max(1, d.entered.DaysUntil(last))
	step := max(4, 2*days/max(2, 2*v.size.Meetings-v.r.IntN(v.size.Meetings+1)))
	if d.left == "" && !d.fitsSilence(v) {
		last = last.AddDays(-45) // a silent file, that somebody should notice
	}
	for on := d.entered.AddDays(v.between(0, 6)); on < last; on = on.AddDays(v.between(max(1, step-2), step+3)) {
		v.held(s, d, on)
	}
	star := d.holder.id == v.candidate
	if d.left == "" && d.suspended == "" && (star || v.chance(60)) {
		v.planned(s, d)
	}
	if star { // so that who opens the demonstration as its candidate has something to tick
		s.actions.add(d.id, v.next.meeting, "Demander un devis d'assurance", "holder", nil, v.today.AddDays(6), nil, nil, d.coach.id, v.at(d.lastMet))
	}
}

// fitsSilence says whether the dossier still meets its coach: most do.
func (d *dossier) fitsSilence(v *inventor) bool { return v.chance(85) || d.holder.id == v.candidate }

func (v *inventor) held(s *sheets, d *dossier, on models.Date) {
	v.next.meeting++
	id, at := v.next.meeting, v.at(on)
	kind, summary := "coaching", pick(v, summaries)
	switch {
	case d.lastMet == "":
		kind, summary = "diagnostic", summaries[len(summaries)-1]
	case v.chance(12):
		kind = "financial"
	case v.chance(8):
		kind = "legal"
	case v.chance(6):
		kind = "visit"
	}
	state := "held"
	if v.chance(4) {
		state, summary = "excused", ""
	}
	medium, place := pick(v, []string{"in_person", "in_person", "in_person", "phone", "video"}), ""
	if medium == "in_person" {
		place = pick(v, places)
	}
	minutes := pick(v, []int{30, 45, 60, 60, 60, 75, 90})
	s.meetings.add(id, v.publicID(), state, on, at, minutes, kind, medium, place, summary, d.coach.id, at, at)
	s.attended.add(d.id, id)
	s.attending.add(id, d.coach.id, at)
	if v.chance(18) {
		s.notes.add(id, pick(v, privateNotes), d.coach.id, at)
	}
	if state == "held" {
		d.lastMet = on
	}
	for range v.between(0, 1) {
		v.action(s, d, id, on)
	}
}

func (v *inventor) action(s *sheets, d *dossier, meeting int64, on models.Date) {
	due := on.AddDays(v.between(7, 28))
	var done, by any
	if due < v.today && v.chance(85) || v.chance(20) {
		if day := on.AddDays(v.between(1, 24)); day <= v.today {
			done, by = day, d.coach.id
		}
	}
	owner, coach := "holder", any(nil)
	if v.chance(25) {
		owner, coach = "coach", d.coach.id
	}
	s.actions.add(d.id, meeting, pick(v, actionTitles), owner, coach, due, done, by, d.coach.id, v.at(on))
}

func (v *inventor) planned(s *sheets, d *dossier) {
	v.next.meeting++
	first := 0
	if d.holder.id == v.candidate {
		first = 2 // an appointment to come, whatever the hour
	}
	on := v.today.AddDays(v.between(first, 18))
	if d.coach == v.star && first == 0 && v.todays < 2 { // coach@demo.test has a day
		v.todays++
		on = v.today
	}
	at := v.at(on)
	s.meetings.add(v.next.meeting, v.publicID(), "planned", on, at, 60, "coaching", "in_person", pick(v, places), "", d.coach.id, v.now, v.now)
	s.attended.add(d.id, v.next.meeting)
	s.attending.add(v.next.meeting, d.coach.id, at)
	if at >= v.now {
		d.nextMet = at
	}
}

// checklist writes the state of the business plan: whole for those who went to the
// test, in part for those who are on the way.
func (v *inventor) checklist(s *sheets, d *dossier) {
	if v.size.Brief && d.left != "" {
		return
	}
	tested := len(d.agreements) > 1
	share := 15 + v.between(0, 60)
	for _, i := range v.templates[d.cohort.ProgrammeID].items {
		validated := v.chance(share)
		if tested {
			validated = i.mandatory || v.chance(75)
		}
		on := v.laterThan(d.entered, 10, 80, d)
		switch {
		case validated:
			s.states.add(d.id, i.id, on, nil, on, d.coach.id, "", "", v.at(on))
			s.events.add(d.id, i.id, "validated", on, d.coach.id, d.coach.name, v.at(on))
		case v.chance(25):
			s.states.add(d.id, i.id, on, nil, nil, nil, "", pick(v, []string{"", "", "Ajouter une source.", "Chiffres à mettre à jour."}), v.at(on))
			s.events.add(d.id, i.id, "claimed", on, nil, programme.FullName(d.holder.first, d.holder.last), v.at(on))
		case !i.mandatory && v.chance(12):
			s.states.add(d.id, i.id, nil, nil, nil, nil, "Sans objet pour cette activité.", "", v.at(on))
			s.events.add(d.id, i.id, "not_applicable", on, d.coach.id, d.coach.name, v.at(on))
		}
	}
}

// laterThan is a day some days after another, within the journey and not to come.
func (v *inventor) laterThan(d models.Date, low, high int, of *dossier) models.Date {
	on := d.AddDays(v.between(low, high))
	if of.left != "" {
		on = min(on, of.left)
	}
	return max(min(on, v.today), d)
}

// grant writes what was asked, awarded and paid: to about two thirds of those who tested.
func (v *inventor) grant(s *sheets, d *dossier) {
	star := d.holder.id == v.candidate
	if len(d.agreements) < 2 || !star && v.chance(35) {
		return
	}
	left := models.Cents(v.terms[d.cohort.ProgrammeID].GrantCap)
	s.holders.add(d.holder.id, left)
	asked := d.agreements[1].starts
	requests := v.between(1, 2)
	if star { // so that a manager always has one to decide
		requests = 2
	}
	for number := range requests {
		asked = v.laterThan(asked, 8, 40, d)
		if number == 1 && d.phase == programme.Test {
			asked = max(asked, v.today.AddDays(-v.between(1, 6))) // waits for its decision
		}
		left -= v.request(s, d, number+1, asked, left)
	}
}

// request writes one request and gives what was awarded of it.
func (v *inventor) request(s *sheets, d *dossier, number int, on models.Date, left models.Cents) models.Cents {
	v.next.request++
	id := v.next.request
	var total models.Cents
	lines := v.between(1, 3)
	for i := range lines {
		amount := models.Cents(v.between(30, 120)) * 1_000
		total += amount
		s.lines.add(id, i+1, pick(v, budgetLines), amount)
	}
	state, reason := "awarded", "Dépense utile au test, devis joints."
	decided := v.laterThan(on, 4, 15, d)
	switch {
	case decided >= v.today.AddDays(-3):
		state, reason = "submitted", ""
	case v.chance(12) && d.holder.id != v.candidate || left < 30_000:
		state, reason = "refused", "La dépense peut attendre le lancement."
	}
	var decidedOn, by any
	if state != "submitted" {
		decidedOn, by = decided, v.chief.id
	}
	s.requests.add(id, fmt.Sprintf("%s-B%d", d.ref, number), d.id, d.holder.id, number, "Premiers équipements du test", on, state, decidedOn, by, reason, db.Nullable(d.coach.id), v.at(on))
	if state != "awarded" {
		return 0
	}
	amount := min(total, left)
	s.awards.add(id, d.holder.id, amount, decided, v.chief.id, v.at(decided))
	first := amount * 6 / 10
	for i, part := range []models.Cents{first, amount - first} {
		v.next.tranche++
		due := decided.AddDays(10 + 60*i)
		paid := v.laterThan(due, 0, 12, d)
		settled := due < v.today && paid >= decided && v.chance(85)
		s.tranches.add(v.next.tranche, id, i+1, part, []string{"à la signature", "sur justificatifs"}[i], due, settled)
		if settled {
			s.payments.add(v.next.tranche, part, paid, fmt.Sprintf("%s-B%d/%d", d.ref, number, i+1), v.chief.id, v.at(paid))
		}
	}
	return amount
}
