package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"eclosion/handlers"
	"eclosion/handlers/jobs"
	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/progress"
	"eclosion/models/selection"
)

// machineClock is the machine's own time.
type machineClock struct{}

func (machineClock) Now() time.Time { return time.Now() }

// movedClock ticks on from another moment: demonstrations on a chosen day.
type movedClock struct {
	started time.Time
	from    time.Time
}

// clockFrom starts at 09:00 of a date and ticks on.
func clockFrom(d models.Date) models.Clock {
	return movedClock{started: time.Now(), from: d.At(9, 0)}
}

func (c movedClock) Now() time.Time { return c.from.Add(time.Since(c.started)) }

// stopTime is how long requests may take to finish after SIGTERM.
const stopTime = 20 * time.Second

type serveCommand struct{}

// Run serves until the context ends.
func (serveCommand) Run(s *session) error {
	d, err := openReady(s.ctx, s.settings.Database, machineClock{})
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	listener, err := net.Listen("tcp", s.settings.Addr)
	if err != nil {
		return fmt.Errorf("cannot serve on %s: %w", s.settings.Addr, err)
	}
	base := baseURL(s.settings, listener.Addr())
	fmt.Fprintf(s.stdout, "Éclosion écoute sur %s\n", base)
	if err := offerFirstAccount(s, d, base); err != nil {
		return err
	}
	app := &handlers.App{DB: d, Clock: d.Clock(), BaseURL: base, Metrics: s.settings.Metrics, Scanner: scannerOf(s.settings)}
	return serve(s, app, listener)
}

// openReady opens a database whose schema this program can work with. An empty one
// is laid out; one that is behind or newer is refused with what helps.
func openReady(ctx context.Context, url string, clock models.Clock) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{URL: url, Clock: clock, Create: true})
	if err != nil {
		return nil, err
	}
	state, err := d.State(ctx)
	if err == nil && state == db.Empty {
		err = layOut(ctx, d)
	} else if err == nil {
		err = mustBeCurrent(ctx, d)
	}
	if err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// layOut makes the schema of an empty database and the couveuse's first data.
func layOut(ctx context.Context, d *db.DB) error {
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	return found(ctx, d)
}

// found lays the couveuse's first data where there is none.
func found(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, access.Operator("eclosion"), func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := plan.Found(tx); err != nil {
			return err
		}
		if err := form.Found(tx); err != nil {
			return err
		}
		if err := selection.Found(tx); err != nil {
			return err
		}
		if err := progress.Found(tx); err != nil {
			return err
		}
		return documents.Found(tx)
	})
}

// offerFirstAccount prints the one-time link by which the first administrator enters.
func offerFirstAccount(s *session, d *db.DB, base string) error {
	var token string
	err := d.Write(s.ctx, access.Operator("eclosion"), func(tx *db.Tx) (err error) {
		token, err = accounts.FirstAdminLink(tx)
		return err
	})
	if models.IsCode(err, "account.not_first") {
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "Premier compte (lien à usage unique) : %s/lien/%s\n", base, token)
	return nil
}

func baseURL(st settings, addr net.Addr) string {
	if st.BaseURL == "" {
		st.Addr = addr.String()
	}
	return publicURL(st)
}

// publicURL is how people reach the product.
func publicURL(st settings) string {
	if st.BaseURL != "" {
		return strings.TrimRight(st.BaseURL, "/")
	}
	return "http://" + st.Addr
}

// serve answers requests until the context ends, then lets those under way finish.
func serve(s *session, app *handlers.App, listener net.Listener) error {
	app.Machine = machineClock{}
	app.Version = version()
	app.Log = slog.New(slog.NewTextHandler(s.stderr, nil))
	app.Sessions = web.NewSessions(accounts.SessionStore{DB: app.DB, Clock: app.Machine}, strings.HasPrefix(app.BaseURL, "https://"))
	mails, err := startMailer(s, app)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(s.ctx)
	wait, digests, campaigns, imports := lookAfterDocuments(ctx, app), writeDigests(ctx, app), askEnterprises(ctx, app), takeImports(ctx, app)
	defer func() { stop(); wait(); digests(); campaigns(); imports() }()
	server := app.Server()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-s.ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), stopTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("some requests did not finish in time: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	select {
	case <-mails:
	case <-ctx.Done():
		return errors.New("a mail was still being sent: an administrator finds it among those whose fate is not known")
	}
	return nil
}

// startMailer sends mails beside the server, until the context ends; the channel closes when the mail under
// way is finished. Without a mail server they wait; a demonstration prints them instead.
func startMailer(s *session, app *handlers.App) (done <-chan struct{}, err error) {
	finished := make(chan struct{})
	mailer := &jobs.Mailer{DB: app.DB, BaseURL: app.BaseURL, Log: app.Log}
	server, err := s.settings.mailServer()
	switch {
	case err == nil && server != nil:
		mailer.Server = *server
	case err == nil && app.Demo:
		mailer.Print, app.Printed = s.stdout, true
		fmt.Fprintln(s.stdout, "Les e-mails s'impriment ici ; ECLOSION_SMTP les enverrait.")
	default:
		close(finished)
		return finished, err
	}
	app.Mail = true
	go func() {
		defer close(finished)
		mailer.Run(s.ctx)
	}()
	return finished, nil
}
