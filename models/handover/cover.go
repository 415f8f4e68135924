package handover

import (
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// CoverDraft is what a temporary cover is asked with.
type CoverDraft struct {
	Key        string
	Absent, By string      // public ids: who is away, who stands in
	From, To   models.Date // both included
	Refs       []string
	Note       string // for who stands in; never for a holder
}

// Cover is a coach who stands in for another.
type Cover struct {
	ID                 int64
	PublicID           string
	AbsentID, ByID     int64
	AbsentName, ByName string
	FromOn, ToOn       models.Date // both included
	EndedAt            models.Instant
	Note               string
	Version            int
	Dossiers           []Dossier // those that the actor may see
	MayChange          bool      // the actor may give away all of them
}

// Over reports whether it holds no more, nor ever will.
func (c Cover) Over(on models.Date) bool { return c.EndedAt != 0 || c.ToOn < on }

// Arrange makes a coach stand in for another on some of their dossiers, between two days. From the first to the last they
// work on them as if they were their own. Refusals: "cover.overlap" when a dossier is covered on one of these days
// already, "cover.absent" when who stands in is away then, "cover.stands_in" when who is away stands in for somebody
// then. Fields: "handover_refs", "handover_to", "cover_from", "cover_to", "handover_note".
func Arrange(tx *db.Tx, d CoverDraft) (name string, err error) {
	before, err := tx.Once(d.Key)
	if err != nil || before != "" {
		return "", err
	}
	d.Refs, d.Note = sorted(d.Refs), strings.TrimSpace(d.Note)
	absent, err := lockedAccount(tx, d.Absent)
	if err != nil {
		return "", err
	}
	dossiers, err := open(tx, absent, d.Refs)
	if err != nil {
		return "", err
	}
	by, fields, err := taker(tx, d.By, dossiers)
	if err != nil {
		return "", err
	}
	if problem := models.Fields(append(checkCover(d, tx.Today()), fields...)...); problem != nil {
		return "", problem
	}
	if err := stillCoach(tx, absent, dossiers); err != nil {
		return "", err
	}
	if err := clashes(tx, d, absent, by, dossiers); err != nil {
		return "", err
	}
	c := Cover{AbsentID: absent.ID, ByID: by.ID, AbsentName: absent.Name, ByName: by.Name, FromOn: d.From, ToOn: d.To, Note: d.Note}
	if err := insertCover(tx, &c, ids(dossiers)); err != nil {
		return "", err
	}
	if err := c.announceAll(tx, dossiers, "cover.arrange", journey.KindCover, outbox.CoachCover); err != nil {
		return "", err
	}
	return by.Name, tx.Done(d.Key, "/passation")
}

func (c Cover) announceAll(tx *db.Tx, dossiers []*programme.Project, what, kind string, mail outbox.Kind) error {
	for _, p := range dossiers {
		if err := c.announce(tx, p, what, kind, mail); err != nil {
			return err
		}
	}
	return nil
}

// announce writes down a cover on one dossier, and tells its holder.
func (c Cover) announce(tx *db.Tx, p *programme.Project, what, kind string, mail outbox.Kind) error {
	if err := tx.Audit(what, "cover", c.ID, p.ID, models.Facts{"coaches": []any{c.AbsentID, c.ByID}, "from": c.FromOn, "to": c.ToOn}); err != nil {
		return err
	}
	if err := told(tx, p, kind, models.Facts{"absent": c.AbsentName, "by": c.ByName, "from": c.FromOn, "to": c.ToOn}); err != nil {
		return err
	}
	if err := programme.Touch(tx, p); err != nil {
		return err
	}
	return programme.Tell(tx, p, mail, fmt.Sprintf("cover/%d/%d/%d", c.ID, c.Version, p.ID), models.Facts{"coach": c.ByName, "was": c.AbsentName, "from": c.FromOn, "to": c.ToOn})
}

// clashes refuses a cover that would leave a dossier with two who stand in, or with nobody.
func clashes(tx *db.Tx, d CoverDraft, absent, by accounts.Account, dossiers []*programme.Project) error {
	c, found, err := coverAmid(tx, d.From, d.To, `v.absent_id = ?`, by.ID)
	if err != nil {
		return err
	}
	if found {
		return models.Refuse("cover.absent", c.facts())
	}
	if c, found, err = coverAmid(tx, d.From, d.To, `v.by_id = ?`, absent.ID); err != nil {
		return err
	}
	if found {
		return models.Refuse("cover.stands_in", c.facts())
	}
	in, args := db.In(ids(dossiers))
	c, found, err = coverAmid(tx, d.From, d.To, `v.absent_id = ? AND x.project_id IN `+in, append([]any{absent.ID}, args...)...)
	if err != nil || !found {
		return err
	}
	return models.Refuse("cover.overlap", c.facts())
}

// facts tell of a cover that stands in the way, and of the dossier by which it was found.
func (c Cover) facts() models.Facts {
	return models.Facts{"absent": c.AbsentName, "by": c.ByName, "first": c.FromOn, "until": c.ToOn, "ref": c.Dossiers[0].Ref}
}

// Shorten gives a cover an earlier last day. Field: "cover_to".
func Shorten(tx *db.Tx, publicID string, to models.Date, version int) error {
	c, dossiers, err := openCover(tx, publicID, version)
	if err != nil {
		return err
	}
	if problem := checkShorter(c, to, tx.Today()); problem != nil {
		return problem
	}
	c.ToOn = to
	if err := updateCover(tx, &c); err != nil {
		return err
	}
	return c.announceAll(tx, dossiers, "cover.shorten", journey.KindCover, outbox.CoachCover)
}

// End ends a cover at once: who was away is back, or was never gone.
func End(tx *db.Tx, publicID string, version int) error {
	c, dossiers, err := openCover(tx, publicID, version)
	if err != nil {
		return err
	}
	c.EndedAt = tx.Now()
	if err := updateCover(tx, &c); err != nil {
		return err
	}
	return c.announceAll(tx, dossiers, "cover.end", journey.KindCoverEnded, outbox.CoachBack)
}

// CoverToChange gives a cover to who may change it: who is away, and a manager of the sites of all its dossiers. Who else
// may know of it is denied, for others it does not exist.
func CoverToChange(tx *db.Tx, publicID string) (Cover, error) {
	c, err := CoverOf(tx, publicID)
	if err == nil && !c.MayChange {
		err = models.Denied(string(access.DossierHandover))
	}
	return c, err
}

// openCover gives a cover that can still be changed, with its dossiers locked.
func openCover(tx *db.Tx, publicID string, version int) (Cover, []*programme.Project, error) {
	c, err := CoverToChange(tx, publicID)
	if err != nil {
		return c, nil, err
	}
	if c.Over(tx.Today()) {
		return c, nil, models.Refuse("cover.over", models.Facts{"by": c.ByName})
	}
	if version != c.Version {
		return c, nil, models.Stale("cover", nil)
	}
	refs, err := coverRefs(tx, c.ID)
	if err != nil {
		return c, nil, err
	}
	var dossiers []*programme.Project
	for _, ref := range refs {
		p, err := programme.Load(tx, ref, access.ProjectRead)
		if err != nil {
			return c, nil, err
		}
		dossiers = append(dossiers, p)
	}
	return c, dossiers, nil
}
