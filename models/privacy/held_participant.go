package privacy

import (
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

// HeldParticipant is what the European Social Fund asks of the person, with its corrections. Who corrected it is left out.
type HeldParticipant struct {
	FrozenAt    Moment            `json:"frozen_at"`
	Entry       map[string]string `json:"entry"`
	Exit        map[string]string `json:"exit"`
	Later       map[string]string `json:"later"`
	Corrections []HeldCorrection  `json:"corrections"`
}

// HeldCorrection is one answer that was changed.
type HeldCorrection struct {
	Part   string `json:"part"`
	Field  string `json:"field"`
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
	At     Moment `json:"at"`
}

// addParticipant takes what was asked for the European Social Fund; nothing when nothing was.
func addParticipant(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	r, err := participant.Of(tx, p)
	if err != nil || r.Version == 0 && r.Exit == nil && r.Later == nil {
		return err
	}
	h := &HeldParticipant{FrozenAt: Moment(r.FrozenAt), Entry: map[string]string{}}
	for _, name := range participant.Fields() {
		h.Entry[name] = r.Entry.Value(name)
	}
	h.Exit, h.Later = heldResult(r.Exit), heldResult(r.Later)
	for _, c := range r.History {
		h.Corrections = append(h.Corrections, HeldCorrection{string(c.Part), c.Field, c.From, c.To, c.Reason, Moment(c.At)})
	}
	d.Participant = h
	return nil
}

func heldResult(x *participant.Result) map[string]string {
	if x == nil {
		return nil
	}
	list := map[string]string{"observed_on": string(x.ObservedOn)}
	for _, name := range x.Moment.Asked() {
		list[name] = x.Value(name)
	}
	return list
}
