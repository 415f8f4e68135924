package jobs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"eclosion/models"
	"eclosion/views/mail"
)

// fate is what became of a mail that was offered to a server.
type fate uint8

const (
	delivered fate = iota
	later          // it is known not to have arrived; another time it may
	never          // the server refuses it for good
	unknown        // it was handed over whole, and the answer is missing
)

// parcel is one mail as it is handed over.
type parcel struct {
	key, to string
	at      time.Time
	paper   mail.Paper
}

// line is an open connection to a server.
type line struct {
	server Server
	client *gomail.Client
	conn   *smtp.Client
}

// dial opens a connection, encrypted and signed in as the server's address says.
func (s Server) dial(ctx context.Context) (*line, error) {
	config := s.TLS.Clone()
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	config.ServerName = s.Host
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithTLSConfig(config), gomail.WithoutNoop(), gomail.WithoutRset()}
	auth := gomail.SMTPAuthAutoDiscover
	switch s.Security {
	case Implicit:
		options = append(options, gomail.WithSSL(), gomail.WithTLSPolicy(gomail.NoTLS))
	case Plain: // a password then goes to this very machine, see readSecurity
		options, auth = append(options, gomail.WithTLSPolicy(gomail.NoTLS)), gomail.SMTPAuthPlainNoEnc
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, err
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	return &line{s, client, conn}, nil
}

// close says goodbye; what the server answers no longer matters.
func (l *line) close() { _ = l.client.CloseWithSMTPClient(l.conn) }

// send offers one mail. broken tells that the connection, or the server for every mail alike, is of no
// use for the next one.
func (l *line) send(p parcel) (f fate, broken bool, why string) {
	m, err := l.server.message(p)
	if err != nil {
		return never, false, err.Error()
	}
	err = l.client.SendWithSMTPClient(l.conn, m)
	if err == nil || m.IsDelivered() {
		return delivered, err != nil, ""
	}
	why, _, _ = strings.Cut(err.Error(), ", affected ") // who it was for stands in the message already
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return later, true, why
	}
	f, broken, why = judge(failed.Reason, failed.ErrorCode(), why)
	if !broken {
		broken = l.conn.Reset() != nil
	}
	return f, broken, why
}

// judge reads what a server answered, and at which point: only when the whole mail had been handed over
// and no answer came can it have arrived.
func judge(at gomail.SendErrReason, code int, text string) (f fate, broken bool, why string) {
	ofThisMail := at == gomail.ErrSMTPRcptTo || at == gomail.ErrSMTPData || at == gomail.ErrSMTPDataClose
	switch {
	case at == gomail.ErrSMTPDataClose && code == 0:
		return unknown, true, text
	case at == gomail.ErrGetSender, at == gomail.ErrGetRcpts, at == gomail.ErrNoUnencoded:
		return never, false, text
	case ofThisMail && code >= 500:
		return never, false, text
	case ofThisMail && code >= 400 && code != 421:
		return later, false, text
	}
	// A sender that is refused, a service that closes, a connection that broke: nothing was handed over.
	return later, true, text
}

// message writes a mail with its headers. What the library refuses in an address is never sent.
func (s Server) message(p parcel) (*gomail.Msg, error) {
	if _, err := models.ParseEmail(p.to); err != nil {
		return nil, errors.New("not an address")
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&s.From)
	if err := m.To(p.to); err != nil {
		return nil, errors.New("not an address")
	}
	m.Subject(p.paper.Subject)
	m.SetDateWithValue(p.at)
	m.SetMessageIDWithValue(s.messageID(p.key))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if p.paper.Prefer != "" {
		m.SetGenHeader("List-Unsubscribe", "<"+p.paper.Prefer+">")
	}
	m.SetBodyString(gomail.TypeTextPlain, p.paper.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, p.paper.HTML)
	if len(p.paper.Calendar) > 0 {
		method := "PUBLISH"
		for _, other := range []string{"CANCEL", "REQUEST"} {
			if bytes.Contains(p.paper.Calendar, []byte("\r\nMETHOD:"+other+"\r\n")) {
				method = other
			}
		}
		err := m.AttachReader("rendez-vous.ics", bytes.NewReader(p.paper.Calendar),
			gomail.WithFileContentType(gomail.ContentType("text/calendar; charset=utf-8; method="+method)))
		if err != nil {
			return nil, fmt.Errorf("attach: %w", err)
		}
	}
	return m, nil
}

// messageID is the same whenever the same message is offered: a server, or its reader's, that sees it
// twice can tell.
func (s Server) messageID(key string) string {
	sum := sha256.Sum256([]byte(key))
	_, domain, _ := strings.Cut(s.From.Address, "@")
	return hex.EncodeToString(sum[:16]) + "@" + domain
}
