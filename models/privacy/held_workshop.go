package privacy

import (
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/workshop"
)

// HeldWorkshop is a workshop that the person enrolled on or came to. Of who else was there it says nothing.
type HeldWorkshop struct {
	Title    string                `json:"title"`
	Site     string                `json:"site"`
	Ref      string                `json:"ref"`   // of the dossier that enrolled; "" for who came without a place
	State    string                `json:"state"` // enrolled, waiting, left, ""
	Sessions []HeldWorkshopSession `json:"sessions"`
}

// HeldWorkshopSession is a session of it, and whether the person came: "" when it was not closed.
type HeldWorkshopSession struct {
	On       models.Date `json:"on"`
	StartsAt Moment      `json:"starts_at"`
	Minutes  int         `json:"minutes"`
	Place    string      `json:"place"`
	Mark     string      `json:"mark"`
	Summary  string      `json:"summary"`
}

func workshopsOf(tx *db.Tx) ([]HeldWorkshop, error) {
	list := []HeldWorkshop{}
	mine, err := workshop.History(tx)
	for _, m := range mine {
		held := HeldWorkshop{Title: m.Workshop.Title, Site: m.Workshop.SiteName}
		for _, o := range m.Own {
			held.Ref, held.State = o.Ref, string(o.Enrolment.State)
		}
		for _, s := range m.Workshop.Live() {
			held.Sessions = append(held.Sessions, HeldWorkshopSession{s.HeldOn, Moment(s.StartsAt), s.Took(), s.Place, string(m.Marks[s.ID]), s.Summary})
		}
		list = append(list, held)
	}
	return list, err
}
