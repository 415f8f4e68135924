package coaching

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// MinutesDays is how long a holder is asked to read the minutes of a meeting; they can still do it later.
const MinutesDays = 60

// MaxRemark is the longest remark on minutes, in characters.
const MaxRemark = 4000

// Minutes are what is written of a meeting for one of its dossiers: what its holder may read, and nobody else's
// name among the holders. A private note has no place in it.
type Minutes struct {
	Couveuse programme.Couveuse
	Project  *programme.Project
	Today    models.Date

	ID       int64
	PublicID string
	State    State
	HeldOn   models.Date
	StartsAt models.Instant
	Minutes  int
	Kind     Kind
	Medium   Medium
	Place    string
	Summary  string
	Coaches  []Coach
	Actions  []Action
	Next     *NextPlanned // the meeting of the dossier that follows; nil for none

	Reading  Reading
	Readings []Mark // every time that it was read, oldest first
}

// NextPlanned is the meeting that follows.
type NextPlanned struct {
	StartsAt models.Instant
	Medium   Medium
	Place    string
}

// Mark says that the holder has read the minutes, with what remark, and whether they still say the same.
type Mark struct {
	Who, Remark string
	At          models.Instant
	Current     bool
}

// ReadState says how minutes stand to their holder.
type ReadState string

// The states.
const (
	NotReady    ReadState = ""        // the meeting is not held, or has no summary
	Unread      ReadState = "unread"  // asked to be read
	Read        ReadState = "read"    // read as they stand
	ReadChanged ReadState = "changed" // read, and changed since
)

// Reading is how minutes stand to the holder of one dossier.
type Reading struct {
	State   ReadState
	At      models.Instant // of the last time they were read
	Remarks int            // how many remarks were left, in all
	Digest  string         // of what they say now
}

// Ready reports whether there is something to read: the meeting was held and has a summary.
func (m Meeting) Ready() bool { return m.State == Held && m.Summary != "" }

// Ready reports whether the minutes are more than a draft.
func (m Minutes) Ready() bool { return m.Reading.State != NotReady }

// digest fingerprints what minutes say to one holder. Not the meeting's version: that also moves with the private
// note, of which a holder must not learn. Whether an action was done since is not part of the minutes.
func digest(m Meeting, coaches []int64, actions []Action) string {
	type action struct {
		Title string
		Owner Owner
		Coach int64
		Due   models.Date
	}
	said := struct {
		State    State
		StartsAt models.Instant
		Minutes  int
		Kind     Kind
		Medium   Medium
		Place    string
		Summary  string
		Coaches  []int64
		Actions  []action
	}{m.State, m.StartsAt, m.Minutes, m.Kind, m.Medium, m.Place, m.Summary, slices.Sorted(slices.Values(coaches)), nil}
	for _, a := range actions {
		said.Actions = append(said.Actions, action{a.Title, a.Owner, a.CoachID, a.DueOn})
	}
	text, err := json.Marshal(said)
	if err != nil {
		panic(err) // plain fields always have a text
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// standing says how minutes with that digest stand, given every time they were read, oldest first.
func standing(m Meeting, digest string, marks []mark) Reading {
	r := Reading{Digest: digest}
	for _, k := range marks {
		r.At = k.At
		if k.Remark != "" {
			r.Remarks++
		}
	}
	switch {
	case !m.Ready():
		return r
	case len(marks) == 0:
		r.State = Unread
	case marks[len(marks)-1].digest == digest:
		r.State = Read
	default:
		r.State = ReadChanged
	}
	return r
}

// MinutesOf gives the minutes of a meeting for one of its dossiers.
func MinutesOf(tx *db.Tx, ref, publicID string) (Minutes, error) {
	p, err := programme.Load(tx, ref, access.MeetingRead)
	if err != nil {
		return Minutes{}, err
	}
	m, err := meetingOf(tx, p, publicID)
	if err != nil {
		return Minutes{}, err
	}
	out := Minutes{Project: p, Today: tx.Today(), ID: m.ID, PublicID: m.PublicID, State: m.State, HeldOn: m.HeldOn, StartsAt: m.StartsAt, Minutes: m.Minutes,
		Kind: m.Kind, Medium: m.Medium, Place: m.Place, Summary: m.Summary, Coaches: m.Coaches}
	if out.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return out, err
	}
	if out.Actions, err = actions(tx, p, `a.meeting_id = ?`, m.ID); err != nil {
		return out, err
	}
	if out.Next, err = followingMeeting(tx, p, m); err != nil {
		return out, err
	}
	marks, err := marksOf(tx, []int64{m.ID})
	if err != nil {
		return out, err
	}
	own := marks[at{p.ID, m.ID}]
	out.Reading = standing(m, digest(m, m.coachIDs(), out.Actions), own)
	for _, k := range own {
		k.Current = k.digest == out.Reading.Digest
		out.Readings = append(out.Readings, k.Mark)
	}
	return out, nil
}

// Readings tells, meeting by meeting, how the minutes stand to the holder of a loaded dossier.
func Readings(tx *db.Tx, p *programme.Project, list []Meeting) (map[int64]Reading, error) {
	pairs := make([]pair, len(list))
	for i, m := range list {
		pairs[i] = pair{p.ID, m}
	}
	found, err := readings(tx, pairs)
	byMeeting := map[int64]Reading{}
	for k, r := range found {
		byMeeting[k.meeting] = r
	}
	return byMeeting, err
}

// ReadingsAt tells how the minutes of one meeting stand to each of the holders whom the reader may
// see, by dossier.
func ReadingsAt(tx *db.Tx, m Meeting) (map[int64]Reading, error) {
	pairs := make([]pair, len(m.Holders))
	for i, h := range m.Holders {
		pairs[i] = pair{h.ProjectID, m}
	}
	found, err := readings(tx, pairs)
	byProject := map[int64]Reading{}
	for k, r := range found {
		byProject[k.project] = r
	}
	return byProject, err
}

// MinutesLine is a meeting whose minutes its holder is asked to read.
type MinutesLine struct {
	Ref     string
	Meeting Meeting
	Reading Reading
}

// MinutesToRead lists the minutes of the last MinutesDays that the actor, as a holder, has not read as they stand, the latest first.
func MinutesToRead(tx *db.Tx) ([]MinutesLine, error) {
	all, projects, err := recentMinutes(tx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	pairs := make([]pair, len(all))
	for i, l := range all {
		pairs[i] = pair{projects[i], l.Meeting}
	}
	found, err := readings(tx, pairs)
	if err != nil {
		return nil, err
	}
	var list []MinutesLine
	for i, l := range all {
		if l.Reading = found[at{projects[i], l.Meeting.ID}]; l.Reading.State != Read {
			list = append(list, l)
		}
	}
	return list, nil
}

// ReadMinutes notes that the holder has read the minutes as they stood when the page was made (seen, a Reading's
// digest), with a remark or none, and tells a remark to the coaches. The same again changes nothing. When they
// changed meanwhile it is a conflict. Field: "remark"; refusal: "minutes.not_ready".
func ReadMinutes(tx *db.Tx, ref, publicID, seen, remark string) error {
	p, err := programme.Load(tx, ref, access.MinutesSign)
	if err != nil {
		return err
	}
	m, err := meetingOf(tx, p, publicID)
	if err != nil {
		return err
	}
	found, err := readings(tx, []pair{{p.ID, m}})
	if err != nil {
		return err
	}
	now := found[at{p.ID, m.ID}]
	if now.State == NotReady {
		return models.Refuse("minutes.not_ready", nil)
	}
	var list problems
	remark = strings.TrimSpace(remark)
	list.text("remark", remark, MaxRemark)
	if problem := models.Fields(list...); problem != nil {
		return problem
	}
	if seen != now.Digest {
		return models.Stale("minutes", nil)
	}
	if now.State == Read && remark == "" {
		return nil
	}
	again, err := remarkedSo(tx, p.ID, m.ID, now.Digest, remark)
	if err != nil || again {
		return err
	}
	id, err := insertReading(tx, p.ID, m.ID, now.Digest, remark)
	if err != nil {
		return err
	}
	if remark != "" {
		if err := tellRemark(tx, p, m, id); err != nil {
			return err
		}
	}
	return tx.Audit("minutes.read", "meeting", m.ID, p.ID, models.Facts{"remark": remark != ""})
}

// TellMinutes tells the holders of a meeting by mail that its minutes are there to be read: when they become ready, and
// when they change; once a day at most. was is the meeting as it stood, nil for a new one. Old meetings,
// written down late, are not told.
func TellMinutes(tx *db.Tx, m Meeting, was *Meeting, projectIDs []int64, changed bool) error {
	if !m.Ready() || was != nil && was.Ready() && !changed || m.HeldOn < tx.Today().AddDays(-MinutesDays) {
		return nil
	}
	marks, err := marksOf(tx, []int64{m.ID})
	if err != nil {
		return err
	}
	holders, err := heldBy(tx, projectIDs)
	if err != nil {
		return err
	}
	for _, p := range holders {
		key := fmt.Sprintf("minutes/%d/%d/%s", m.ID, p.ID, tx.Today())
		again := len(marks[at{p.ID, m.ID}]) > 0
		if err := programme.Tell(tx, &p, outbox.MinutesReady, key, models.Facts{"id": m.PublicID, "on": m.HeldOn, "again": again}); err != nil {
			return err
		}
	}
	return nil
}
