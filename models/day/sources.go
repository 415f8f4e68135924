package day

import (
	"fmt"
	"strconv"

	"eclosion/models"
	"eclosion/models/campaign"
	"eclosion/models/coaching"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/journey"
	"eclosion/models/logbook"
	"eclosion/models/participant"
	"eclosion/models/plan"
	"eclosion/models/progress"
)

// sources are where the lines of a day come from. Each is asked once, bounds each of its kinds by most, and alone tells of them.
var sources = []func(tx *db.Tx, accountID int64) ([]Line, error){
	ofCoaching,
	ofMessages,
	ofSections,
	ofClaims,
	ofDocuments,
	ofPieces,
	ofEndings,
	ofStatus,
	ofRights,
	ofFund,
	ofReports,
	ofReportsDue,
	ofDrafts,
	ofQuestions,
}

// ofCoaching tells of meetings, actions and silence.
func ofCoaching(tx *db.Tx, accountID int64) (list []Line, err error) {
	t, err := coaching.TodayOf(tx, accountID)
	if err != nil {
		return nil, err
	}
	today := tx.Today()
	for _, m := range t.Planned {
		list = append(list, ofMeeting(Meeting, m))
	}
	for _, m := range t.Unwritten {
		list = append(list, ofMeeting(Unwritten, m))
	}
	for _, a := range t.Mine {
		list = append(list, ofAction(Mine, a, today))
	}
	for _, a := range t.Theirs {
		list = append(list, ofAction(Theirs, a, today))
	}
	for _, s := range t.Silent {
		list = append(list, Line{Kind: Silent, Key: "silent/" + s.Ref + "/" + string(s.Since), Urgency: Soon, Ref: s.Ref, Holder: s.Holder, Title: s.Title, Phase: s.Phase, On: s.Since, Days: s.Days})
	}
	return list, nil
}

func ofMeeting(kind Kind, m coaching.TodayMeeting) Line {
	return Line{Kind: kind, Key: string(kind) + "/" + m.PublicID, Urgency: Soon, Ref: m.Ref, Holder: m.Holder, At: m.StartsAt, On: m.StartsAt.Date(),
		Count: m.Others, PublicID: m.PublicID, Held: m.State == coaching.Held, Of: string(m.Kind)}
}

func ofAction(kind Kind, a coaching.TodayAction, today models.Date) Line {
	return Line{Kind: kind, Key: fmt.Sprintf("action/%d/%s", a.ID, a.DueOn), Urgency: byDue(a.DueOn, today), Ref: a.Ref, Holder: a.Holder, Text: a.Title, On: a.DueOn, ActionID: a.ID}
}

func ofMessages(tx *db.Tx, _ int64) (list []Line, err error) {
	waiting, err := correspondence.WaitingForHouse(tx, most)
	for _, w := range waiting {
		list = append(list, Line{Kind: Message, Key: "message/" + w.Ref + "/" + strconv.FormatInt(int64(w.LastAt), 10), Urgency: Soon, Ref: w.Ref, Holder: w.Holder, Title: w.Title, Phase: w.Phase, At: w.LastAt, On: w.LastAt.Date(), Count: w.Unread})
	}
	return list, err
}

func ofSections(tx *db.Tx, _ int64) (list []Line, err error) {
	handed, err := plan.Waiting(tx, most)
	for _, h := range handed {
		list = append(list, Line{Kind: Section, Key: fmt.Sprintf("section/%s/%d/%d", h.Ref, h.Place, h.At), Urgency: Soon, Ref: h.Ref, Holder: h.Holder, Title: h.Title, Text: h.Section, Place: h.Place, At: h.At, On: h.At.Date()})
	}
	return list, err
}

func ofClaims(tx *db.Tx, accountID int64) ([]Line, error) {
	claimed, err := journey.Claimed(tx, accountID)
	return fromLines(claimed, err, func(l journey.Line) Line {
		return Line{Kind: Claim, Key: fmt.Sprintf("claim/%s/%d", l.Ref, l.Count), Urgency: Soon}
	})
}

func ofEndings(tx *db.Tx, accountID int64) ([]Line, error) {
	ending, err := journey.EndingFor(tx, accountID)
	return fromLines(ending, err, func(l journey.Line) Line {
		return Line{Kind: Ending, Key: "ending/" + l.Ref + "/" + string(l.On), Urgency: byEnd(l.On, tx.Today())}
	})
}

func ofStatus(tx *db.Tx, accountID int64) ([]Line, error) {
	ends, err := journey.StatusEndingFor(tx, accountID, tx.Today().AddDays(-recently), tx.Today().AddDays(expiresSoon))
	return fromLines(ends, err, func(l journey.Line) Line {
		return Line{Kind: Status, Key: "status/" + l.Ref + "/" + string(l.On), Urgency: byEnd(l.On, tx.Today())}
	})
}

func ofRights(tx *db.Tx, accountID int64) ([]Line, error) {
	ends, err := journey.RightsEndingFor(tx, accountID, tx.Today().AddDays(-recently), tx.Today().AddDays(expiresSoon))
	return fromLines(ends, err, func(l journey.Line) Line {
		return Line{Kind: Rights, Key: "rights/" + l.Ref + "/" + string(l.On), Urgency: byEnd(l.On, tx.Today())}
	})
}

// ofFund tells what the European Social Fund asks of people and nobody has: Of says on which occasion.
func ofFund(tx *db.Tx, accountID int64) (list []Line, err error) {
	due, err := participant.DueFor(tx, accountID, most)
	for _, d := range due {
		l := Line{Kind: Fund, Key: "fund/" + string(d.Part) + "/" + d.Ref, Urgency: Soon, Ref: d.Ref, Holder: d.Holder, Phase: d.Phase, On: d.On, Count: d.Missing, Of: string(d.Part)}
		if d.Part == participant.EntryPart {
			l.Urgency = Later
		} else if d.On < tx.Today() {
			l.Urgency = Late
		}
		list = append(list, l)
	}
	return list, err
}

// ofReports tells of progress reports that were returned, or begun.
func ofReports(tx *db.Tx, _ int64) (list []Line, err error) {
	waiting, err := progress.Waiting(tx)
	for _, r := range waiting {
		l := Line{Kind: Report, Key: fmt.Sprintf("report/%s/%s/%s", r.PublicID, r.State, r.On), Urgency: Later, Ref: r.Ref, Holder: r.Holder, Title: r.Title, On: r.On, PublicID: r.PublicID, Returned: r.State == progress.Returned}
		if l.Returned {
			l.Urgency = Soon
		}
		list = append(list, l)
	}
	return list, err
}

func ofReportsDue(tx *db.Tx, _ int64) (list []Line, err error) {
	due, err := progress.Due(tx)
	for _, r := range due {
		list = append(list, Line{Kind: ReportDue, Key: "reportdue/" + r.Ref + "/" + string(r.On), Urgency: byDue(r.On, tx.Today()), Ref: r.Ref, Holder: r.Holder, Title: r.Title, On: r.On})
	}
	return list, err
}

func ofDrafts(tx *db.Tx, _ int64) (list []Line, err error) {
	drafts, err := logbook.Drafts(tx)
	for _, d := range drafts {
		list = append(list, Line{Kind: Draft, Key: fmt.Sprintf("draft/%s/%d", d.Key, d.Version), Urgency: Soon, Ref: d.Ref, Holder: d.Holder, At: d.UpdatedAt, On: d.UpdatedAt.Date()})
	}
	return list, err
}

// ofQuestions tells of enterprises that are to be called.
func ofQuestions(tx *db.Tx, accountID int64) (list []Line, err error) {
	asked, err := campaign.ToCall(tx, accountID, most)
	for _, q := range asked {
		list = append(list, Line{Kind: ToCall, Key: "tocall/" + q.PublicID, Urgency: Soon, Ref: q.Ref, Holder: q.Holder, Text: q.Enterprise, On: q.DueOn, Count: q.Months, PublicID: q.PublicID})
	}
	return list, err
}

// fromLines takes over what the journey tells of a dossier.
func fromLines(found []journey.Line, err error, line func(journey.Line) Line) (list []Line, _ error) {
	for _, f := range found {
		l := line(f)
		l.Ref, l.Holder, l.Title, l.Phase, l.On, l.Count = f.Ref, f.Holder, f.Title, f.Phase, f.On, f.Count
		list = append(list, l)
	}
	return list, err
}

func ofDocuments(tx *db.Tx, accountID int64) (list []Line, err error) {
	arrived, err := documents.Arrived(tx, accountID, most)
	for _, d := range arrived {
		list = append(list, Line{Kind: Document, Key: fmt.Sprintf("document/%s/%d", d.Ref, d.At), Urgency: Soon, Ref: d.Ref, Holder: d.Holder, Title: d.Title, At: d.At, On: d.At.Date(), Count: d.Count})
	}
	return list, err
}

func ofPieces(tx *db.Tx, accountID int64) (list []Line, err error) {
	asked, err := documents.Awaited(tx, accountID, most)
	for _, r := range asked {
		list = append(list, Line{Kind: Piece, Key: fmt.Sprintf("piece/%d", r.ID), Urgency: byDue(r.DueOn, tx.Today()), Ref: r.Ref, Holder: r.Holder, Text: r.Label, On: r.DueOn})
	}
	return list, err
}
