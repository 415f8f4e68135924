package workshop

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Own is one dossier of a holder as it stands to a workshop.
type Own struct {
	Ref, Title string
	Enrolment  *Enrolment      // nil when it never was on it
	Refusal    *models.Problem // why it cannot be put on it; nil when it can
}

// on reports whether the dossier has a place, or waits for one.
func (o Own) on() bool { return o.Enrolment != nil && o.Enrolment.State != Left }

// OnIt gives the dossier by which a holder is on a workshop; nil when none is.
func OnIt(own []Own) *Own {
	i := slices.IndexFunc(own, Own.on)
	if i < 0 {
		return nil
	}
	return &own[i]
}

// Mine is a workshop as a holder may read it: where sessions are held on line is told to those who have a place, what was done to
// those who came, and of the others nothing.
type Mine struct {
	Workshop Workshop
	Own      []Own
	Marks    map[int64]Mark // of the holder, by session
	Minutes  int            // that the holder came
}

// On gives the enrolment by which the holder is on it; nil when none is.
func (m Mine) On() *Enrolment {
	if own := OnIt(m.Own); own != nil {
		return own.Enrolment
	}
	return nil
}

// LoadMine gives a workshop to a holder for whom it is, or who was on it; for everybody else it is missing.
func LoadMine(tx *db.Tx, publicID string) (*Mine, error) {
	w, own, err := loadOwn(tx, publicID)
	if err != nil {
		return nil, err
	}
	list := []Mine{{Workshop: *w, Own: own}}
	return &list[0], tell(tx, list)
}

// tell completes what holders read of workshops, and takes out what they may not.
func tell(tx *db.Tx, list []Mine) error {
	marks, err := ownMarks(tx)
	if err != nil {
		return err
	}
	for i := range list {
		m := &list[i]
		m.Marks = map[int64]Mark{}
		on := m.On()
		placed := on != nil && on.State == Enrolled
		for j := range m.Workshop.Sessions {
			s := &m.Workshop.Sessions[j]
			if !placed {
				s.OnlineURL = ""
			}
			mark, marked := marks[s.ID]
			if !s.Closed() || mark != Present {
				s.Summary = ""
			}
			if !s.Closed() || !marked {
				continue
			}
			m.Marks[s.ID] = mark
			if mark == Present {
				m.Minutes += s.HeldMinutes
			}
		}
	}
	return nil
}

func loadOwn(tx *db.Tx, publicID string) (*Workshop, []Own, error) {
	w, err := load(tx, publicID)
	if err != nil {
		return nil, nil, err
	}
	own, err := ownOn(tx, w)
	if err == nil && len(own) == 0 {
		err = models.Missing("workshop")
	}
	return w, own, err
}

// Enrol puts the actor's own dossier on a workshop, for all its sessions: on a place while there is one, else at the end of the
// waiting list. Done twice, it is done once; once the workshop is over or called off, it is refused to everybody.
func Enrol(tx *db.Tx, publicID, ref string) error {
	w, own, err := loadOwn(tx, publicID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(own, func(o Own) bool { return o.Ref == ref })
	if i < 0 {
		return models.Missing("workshop")
	}
	if problem := w.running(tx.Now()); problem != nil {
		return problem
	}
	if on := OnIt(own); on != nil {
		return nil // one place a person
	}
	if problem := w.Closed(tx.Now()); problem != nil {
		return problem
	}
	if own[i].Refusal != nil {
		return own[i].Refusal
	}
	return put(tx, w, ref, own[i].Enrolment, access.WorkshopEnrol)
}

// EnrolFor puts a dossier of the site on a workshop, for who keeps it: also after enrolment was closed, up to the end of the
// last session.
func EnrolFor(tx *db.Tx, publicID, ref string) error {
	w, err := LoadManaged(tx, publicID)
	if err != nil {
		return err
	}
	p, err := dossierFor(tx, w, ref)
	if err != nil {
		return err
	}
	if problem := w.running(tx.Now()); problem != nil {
		return problem
	}
	e, err := enrolmentOf(tx, w, p.ID)
	if err != nil || e != nil && e.State != Left {
		return err
	}
	return put(tx, w, ref, e, access.WorkshopManage)
}

// dossierFor loads a dossier that staff puts on a workshop; one of another site is none.
func dossierFor(tx *db.Tx, w *Workshop, ref string) (*programme.Project, error) {
	p, err := programme.Load(tx, ref, access.WorkshopManage)
	switch {
	case models.IsKind(err, models.NotFound), err == nil && p.SiteID != w.SiteID:
		return nil, models.Fields(models.FieldProblem{Field: "dossier", Code: "oneof"})
	case err != nil:
		return nil, err
	}
	if problem := w.checkDossier(p); problem != nil {
		return nil, problem
	}
	return p, nil
}

// put enrols a dossier that may be; was is its enrolment of before, given up, or nil.
func put(tx *db.Tx, w *Workshop, ref string, was *Enrolment, as access.Action) error {
	p, err := programme.Load(tx, ref, as)
	if err != nil {
		return err
	}
	state, order, err := takePlace(tx, w)
	if err != nil {
		return err
	}
	if was != nil {
		err = storeBack(tx, was, state, order)
	} else {
		err = insertEnrolment(tx, w, p.ID, state, order)
	}
	if err != nil {
		return err
	}
	e, err := enrolmentOf(tx, w, p.ID)
	if err != nil {
		return err
	}
	if err := tx.Audit("workshop.enrol", "workshop", w.ID, p.ID, models.Facts{"title": w.Title, "state": e.State}); err != nil {
		return err
	}
	if err := tellState(tx, *w, *e); err != nil {
		return err
	}
	return remind(tx, *w, *e)
}

// Leave gives up the actor's place on a workshop, or its rank. Done twice, it is done once.
func Leave(tx *db.Tx, publicID string) error {
	w, own, err := loadOwn(tx, publicID)
	if err != nil {
		return err
	}
	on := OnIt(own)
	if on == nil {
		return nil
	}
	return leave(tx, w, on.Enrolment)
}

// Withdraw takes a dossier off a workshop whose holder said that they do not come.
func Withdraw(tx *db.Tx, publicID, ref string) error {
	w, err := LoadManaged(tx, publicID)
	if err != nil {
		return err
	}
	list, err := Enrolments(tx, w)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.Ref == ref {
			return leave(tx, w, &e)
		}
	}
	return models.Missing("workshop_enrolment")
}

func leave(tx *db.Tx, w *Workshop, e *Enrolment) error {
	if e.State == Left {
		return nil
	}
	if problem := w.running(tx.Now()); problem != nil {
		return problem
	}
	was := *e
	if err := storeLeft(tx, w, e); err != nil {
		return err
	}
	if err := tx.Audit("workshop.leave", "workshop", w.ID, e.ProjectID, models.Facts{"title": w.Title, "state": was.State}); err != nil {
		return err
	}
	if err := forgetReminders(tx, *w, was); err != nil {
		return err
	}
	if err := tellLeft(tx, *w, was, *e); err != nil {
		return err
	}
	return promote(tx, w)
}

// promote gives free places to who waits, the first first, and tells them.
func promote(tx *db.Tx, w *Workshop) error {
	if !w.promotes(tx.Now()) {
		return nil
	}
	for w.Left() > 0 {
		e, err := firstWaiting(tx, w)
		if err != nil || e == nil {
			return err
		}
		if err := storePromoted(tx, w, e); err != nil {
			return err
		}
		if err := tx.Audit("workshop.promote", "workshop", w.ID, e.ProjectID, models.Facts{"title": w.Title}); err != nil {
			return err
		}
		if err := tellPromoted(tx, *w, *e); err != nil {
			return err
		}
		if err := remind(tx, *w, *e); err != nil {
			return err
		}
	}
	return nil
}
