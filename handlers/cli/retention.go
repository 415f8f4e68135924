package cli

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/privacy"
)

type retentionCommand struct {
	Apply bool `help:"Anonymise what is listed, tell the people whose files come next, and forget old registrations for information sessions."`
}

var retentionOperator = access.Operator("eclosion retention")

// Run lists the files whose delay has passed. It prints references and days, never a name: what it prints
// ends up in logs and mails. With --apply each file is anonymised by itself.
func (c retentionCommand) Run(s *session) error {
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	var due []privacy.File
	err = d.Read(s.ctx, retentionOperator, func(tx *db.Tx) (err error) { due, err = privacy.Due(tx); return err })
	if err != nil {
		return err
	}
	for _, f := range due {
		fmt.Fprintf(s.stdout, "%s\t%s\tsince %s\tdue %s\n", f.Ref, f.Phase, f.Since, f.DueOn)
	}
	if !c.Apply {
		_, err = fmt.Fprintf(s.stdout, "%d to anonymise; nothing was changed (--apply does it)\n", len(due))
		return err
	}
	return c.apply(s, d, due)
}

func (retentionCommand) apply(s *session, d *db.DB, due []privacy.File) error {
	done := 0
	for _, f := range due {
		err := d.Write(s.ctx, retentionOperator, func(tx *db.Tx) error { return privacy.AnonymiseDue(tx, f.Ref) })
		if models.IsCode(err, "retention.not_due") { // taken up again since it was listed
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w (%d anonymised before it)", f.Ref, err, done)
		}
		done++
	}
	told, forgotten := 0, 0
	err := d.Write(s.ctx, retentionOperator, func(tx *db.Tx) (err error) {
		if told, err = privacy.Warn(tx); err != nil {
			return err
		}
		forgotten, err = privacy.Sweep(tx)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%d anonymised, %d people told that theirs is next, %d registrations forgotten\n", done, told, forgotten)
	return err
}
