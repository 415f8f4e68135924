package cli

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"eclosion/models/db"
)

func TestMailSettings(t *testing.T) {
	here := database(filepath.Join(t.TempDir(), "x.db"))
	operate(t, append(here, "ECLOSION_SMTP=smtp://u:geheim@mail.test?starttls=never", "ECLOSION_ADDR=x"), "check").
		wants(t, statusUsage, "ECLOSION_SMTP: ", "ECLOSION_MAIL_FROM: ", `"x"`)
	a := operate(t, append(here, "ECLOSION_SMTP=smtp://u:geheim@mail.test:x", "ECLOSION_MAIL_FROM=nobody"), "check")
	a.wants(t, statusUsage, "ECLOSION_SMTP: ", `ECLOSION_MAIL_FROM: "nobody"`)
	if strings.Contains(a.stderr, "geheim") {
		t.Errorf("it tells the password: %s", a.stderr)
	}
	operate(t, append(here, "ECLOSION_SMTP=smtp://u:geheim@mail.test", "ECLOSION_MAIL_FROM=Couveuse <bonjour@couveuse.test>"), "version").wants(t, statusOK)
	operate(t, append(here, "ECLOSION_MAIL_FROM=bonjour@couveuse.test"), "version").wants(t, statusOK)
}

// slowPost is a mail server that holds its answer back until it is told to give it.
type slowPost struct {
	address string
	taken   chan string // to whom a mail is, once it was read whole
	answer  chan struct{}
}

func openSlowPost(t *testing.T) *slowPost {
	t.Helper()
	p := &slowPost{taken: make(chan string, 9), answer: make(chan struct{})}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &slowVisit{post: p}, nil }))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return p
}

type slowVisit struct {
	post *slowPost
	to   string
}

func (v *slowVisit) Mail(string, *smtp.MailOptions) error      { return nil }
func (v *slowVisit) Rcpt(to string, _ *smtp.RcptOptions) error { v.to = to; return nil }
func (v *slowVisit) Reset()                                    {}
func (v *slowVisit) Logout() error                             { return nil }
func (v *slowVisit) Data(r io.Reader) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	v.post.taken <- v.to
	<-v.post.answer
	return nil
}

// mailing starts the program on a database, asks it for a link, and waits until the mail was handed over.
func mailing(t *testing.T, at string, post *slowPost) *program {
	t.Helper()
	p := start(t, append(database(at), "ECLOSION_SMTP=smtp://"+post.address, "ECLOSION_MAIL_FROM=bonjour@couveuse.test"))
	res, err := http.PostForm(p.base+"/inscription", url.Values{"email": {"zoe@test.be"}})
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	select {
	case to := <-post.taken:
		if to != "zoe@test.be" {
			t.Fatalf("a mail to %s", to)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("no mail: %s", p.output)
	}
	return p
}

func mailState(t *testing.T, at string) (state string) {
	t.Helper()
	look(t, at, func(_ *db.DB, tx *db.Tx) error {
		_, err := tx.Get([]any{&state}, `SELECT state FROM outbox WHERE recipient = 'zoe@test.be'`)
		return err
	})
	return state
}

// Asked to stop, the program waits for the server's answer to the mail under way, and notes it.
func TestStoppingFinishesTheMail(t *testing.T) {
	post, at := openSlowPost(t), filepath.Join(t.TempDir(), "e.db")
	p := mailing(t, at, post)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	close(post.answer)
	if status := p.ended(t); status != 0 {
		t.Errorf("stopped with status %d: %s", status, p.output)
	}
	if got := mailState(t, at); got != "sent" {
		t.Errorf("the mail is %s", got)
	}
}

// Killed between the handing over and the answer, the program does not send the mail again when it is back.
func TestKilledWhileSending(t *testing.T) {
	post, at := openSlowPost(t), filepath.Join(t.TempDir(), "e.db")
	p := mailing(t, at, post)
	if err := p.Process.Signal(os.Kill); err != nil {
		t.Fatal(err)
	}
	p.ended(t)
	close(post.answer)
	p = start(t, append(database(at), "ECLOSION_SMTP=smtp://"+post.address, "ECLOSION_MAIL_FROM=bonjour@couveuse.test"))
	select {
	case to := <-post.taken:
		t.Errorf("a second mail to %s", to)
	case <-time.After(3 * time.Second):
	}
	if got := mailState(t, at); got != "sending" {
		t.Errorf("the mail is %s", got)
	}
	if status := p.stop(t); status != 0 {
		t.Errorf("stopped with status %d: %s", status, p.output)
	}
}
