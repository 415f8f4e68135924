package jobs

import (
	"context"
	"io"
	"log/slog"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/campaign"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/views/mail"
)

// Mailer sends what the outbox holds. Several may work on one database: each message goes to one of them.
type Mailer struct {
	DB      *db.DB
	Server  Server
	BaseURL string // how people reach the product, for the links
	Log     *slog.Logger
	// Print takes the mails instead of the server, as text: a demonstration shows what it would have sent. Invitations
	// and resets are left out: their link stands on the page of who made it, and a second one would end it.
	Print io.Writer

	pausedUntil models.Instant
	isDown      bool // the server did not answer; told once in the log
	sweptAt     models.Instant
}

const (
	// poll is how often a worker looks: one read of an index.
	poll = 2 * time.Second
	// pause is how long a server that does not answer is left alone.
	pause = time.Minute
	// sweepEvery is how often a worker looks for what another one left behind.
	sweepEvery = time.Minute
)

var worker = access.Operator("courrier")

// Run sends until the context ends; a mail under way is finished first.
func (m *Mailer) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if _, err := m.Round(ctx); err != nil && ctx.Err() == nil {
			m.Log.Error("mail", "error", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(poll):
		}
	}
}

// Round sends what is due now and tells how many mails the server took. The clock of the database
// decides what is due, and for how long a server that does not answer is left alone.
func (m *Mailer) Round(ctx context.Context) (sent int, err error) {
	now := models.InstantOf(m.DB.Clock().Now())
	if err := m.sweep(ctx, now); err != nil {
		return 0, err
	}
	if now < m.pausedUntil {
		return 0, nil
	}
	due := false
	if err := m.DB.Read(ctx, worker, func(tx *db.Tx) (err error) { due, err = outbox.Due(tx); return err }); err != nil || !due {
		return 0, err
	}
	line, err := m.open(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return 0, nil
		}
		return 0, m.unreachable(ctx, err.Error())
	}
	m.isDown = false
	defer line.close()
	for ctx.Err() == nil {
		done, err := m.one(ctx, line, &sent)
		if err != nil || done {
			return sent, err
		}
	}
	return sent, nil
}

// sweep finds what was being sent by a program that is gone.
func (m *Mailer) sweep(ctx context.Context, now models.Instant) error {
	if m.sweptAt != 0 && now-m.sweptAt < models.Instant(sweepEvery.Milliseconds()) {
		return nil
	}
	m.sweptAt = now
	return m.DB.Write(ctx, worker, func(tx *db.Tx) error {
		n, err := outbox.Abandoned(tx)
		if n > 0 {
			m.Log.Warn("mails whose sending was interrupted: an administrator decides", "count", n)
		}
		return err
	})
}

// unreachable counts a try for the message that is due first, and leaves the server alone for a while.
func (m *Mailer) unreachable(ctx context.Context, why string) error {
	m.rest(why)
	return m.DB.Write(ctx, worker, func(tx *db.Tx) error {
		c, found, err := outbox.Claim(tx)
		if err != nil || !found {
			return err
		}
		return outbox.Fail(tx, c, why)
	})
}

func (m *Mailer) rest(why string) {
	m.pausedUntil = models.InstantOf(m.DB.Clock().Now()) + models.Instant(pause.Milliseconds())
	if !m.isDown {
		m.Log.Warn("the mail server takes nothing for now", "error", why)
	}
	m.isDown = true
}

// one takes the next message, offers it and writes down what became of it; done when nothing is left or the
// connection is of no more use.
func (m *Mailer) one(ctx context.Context, l carrier, sent *int) (done bool, err error) {
	job, found, err := m.take(ctx)
	if err != nil || !found {
		return !found, err
	}
	if job.skipped {
		return false, nil
	}
	// From here on the mail is finished, whatever happens around: between the handing over and the note
	// of it lies the only moment in which its fate can be lost.
	f, broken, why := never, false, job.fault
	if job.fault == "" {
		f, broken, why = l.send(job.parcel)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	err = m.DB.Write(ctx, worker, func(tx *db.Tx) error { return settle(tx, job.claimed, f, why) })
	if broken {
		m.rest(why)
	}
	switch f {
	case delivered:
		*sent++
	case never, unknown:
		m.Log.Warn("mail not delivered", "message", job.claimed.ID, "kind", job.claimed.Kind, "fate", f.String(), "error", why)
	}
	return broken, err
}

// settleTimeout bounds the writing down of a fate.
const settleTimeout = 15 * time.Second

func settle(tx *db.Tx, c outbox.Claimed, f fate, why string) error {
	switch f {
	case delivered:
		return outbox.Deliver(tx, c)
	case later:
		return outbox.Fail(tx, c, why)
	case unknown:
		return outbox.Doubt(tx, c, why)
	}
	return outbox.Kill(tx, c, why)
}

func (f fate) String() string { return [...]string{"delivered", "later", "never", "unknown"}[f] }

// job is a message that was taken, written out.
type job struct {
	claimed outbox.Claimed
	parcel  parcel
	skipped bool   // it is of no use any more
	fault   string // it cannot be written
}

// take claims the message that is due first and writes it out. Its link, if it brings one, is made in the
// same transaction: it exists nowhere but in the mail.
func (m *Mailer) take(ctx context.Context) (j job, found bool, err error) {
	var couveuse programme.Couveuse
	err = m.DB.Write(ctx, worker, func(tx *db.Tx) (err error) {
		j = job{}
		if j.claimed, found, err = outbox.Claim(tx); err != nil || !found {
			return err
		}
		if m.Print != nil && (j.claimed.Kind == outbox.Invitation || j.claimed.Kind == outbox.PasswordReset) {
			j.skipped = true
			return outbox.Skip(tx, j.claimed, "shown")
		}
		drop, err := accounts.Fill(tx, &j.claimed)
		if err == nil && drop == "" {
			drop, err = campaign.Fill(tx, &j.claimed)
		}
		if err != nil {
			return err
		}
		if j.skipped = drop != ""; j.skipped {
			return outbox.Skip(tx, j.claimed, drop)
		}
		couveuse, err = programme.LoadCouveuse(tx)
		return err
	})
	if err != nil || !found || j.skipped {
		return j, found, err
	}
	c := j.claimed
	speak := context.WithoutCancel(ctx)
	letter, err := mail.Compose(speak, c.Kind, c.Facts, m.BaseURL)
	if err == nil {
		j.parcel = parcel{key: c.Key, to: c.To, at: m.DB.Clock().Now()}
		j.parcel.paper, err = mail.Lay(speak, letter, mail.Around{Couveuse: couveuse, Name: c.Name,
			Account: c.AccountID != 0, Group: c.Kind.Group(), Base: m.BaseURL})
	}
	if err != nil {
		j.fault = err.Error()
	}
	return j, true, nil
}
