package jobs

import (
	"strings"
	"testing"

	gomail "github.com/wneessen/go-mail"
)

func TestParseServer(t *testing.T) {
	const from = "Couveuse <bonjour@couveuse.test>"
	for address, want := range map[string]Server{
		"smtp://u:p%40ss%3A%2F@mail.test:2525":                {Host: "mail.test", Port: 2525, User: "u", Password: "p@ss:/", Security: StartTLS},
		"smtp://mail.test":                                    {Host: "mail.test", Port: 587, Security: StartTLS},
		"smtp://mail.test/?starttls=never":                    {Host: "mail.test", Port: 25, Security: Plain},
		"smtps://u%40couveuse.test:p@mail.test":               {Host: "mail.test", Port: 465, User: "u@couveuse.test", Password: "p", Security: Implicit},
		"smtp://127.0.0.1:1025":                               {Host: "127.0.0.1", Port: 1025, Security: Plain},
		"smtp://u:p@localhost":                                {Host: "localhost", Port: 25, User: "u", Password: "p", Security: Plain},
		"smtp://[::1]:1025":                                   {Host: "::1", Port: 1025, Security: Plain},
		"smtp://127.0.0.1:1025?starttls=required":             {Host: "127.0.0.1", Port: 1025, Security: StartTLS},
		"smtp://127.example.com":                              {Host: "127.example.com", Port: 587, Security: StartTLS},
		"smtp://localhost.example.com:587?starttls=required&": {Host: "localhost.example.com", Port: 587, Security: StartTLS},
	} {
		got, err := ParseServer(address, from)
		want.Timeout, want.From = got.Timeout, got.From
		if err != nil || got != want || got.From.Address != "bonjour@couveuse.test" || got.From.Name != "Couveuse" || got.Timeout <= 0 {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	for _, address := range []string{"", "mail.test", "mail.test:25", "http://mail.test", "smtp://", "smtp://:25", "smtp://u@mail.test", "smtp://u:@mail.test", "smtp://:geheim@mail.test",
		"smtp://mail.test:0", "smtp://mail.test:70000", "smtp://mail.test:x", "smtp://mail.test/geheim", "smtp://mail.test#geheim", "smtp://mail.test?tls=no", "smtp://mail.test?starttls=maybe",
		"smtp://u:geheim@mail.test?starttls=never", "smtps://mail.test?starttls=never", "smtps://mail.test?starttls=required", "smtp://u:geheim%@mail.test", "smtp://u:ge heim@mail.test:x"} {
		_, err := ParseServer(address, from)
		if err == nil || !strings.HasPrefix(err.Error(), "SMTP: ") || strings.Contains(err.Error(), "geheim") || strings.Contains(err.Error(), "ge heim") {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, wrong := range []string{"", "Couveuse", "a@", "a@b.be, c@d.be", "a@b.be\r\nBcc: c@d.be"} {
		if _, err := ParseServer("smtp://mail.test", wrong); err == nil || !strings.HasPrefix(err.Error(), "MAIL_FROM: ") {
			t.Errorf("from %q: %v", wrong, err)
		}
	}
	if _, err := ParseServer("x", ""); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("not every fault is told: %v", err)
	}
}

func TestJudge(t *testing.T) {
	for _, test := range []struct {
		at     gomail.SendErrReason
		code   int
		want   fate
		broken bool
	}{
		{gomail.ErrSMTPMailFrom, 550, later, true},
		{gomail.ErrSMTPMailFrom, 451, later, true},
		{gomail.ErrSMTPMailFrom, 0, later, true},
		{gomail.ErrSMTPRcptTo, 550, never, false},
		{gomail.ErrSMTPRcptTo, 450, later, false},
		{gomail.ErrSMTPRcptTo, 421, later, true},
		{gomail.ErrSMTPRcptTo, 0, later, true},
		{gomail.ErrSMTPData, 554, never, false},
		{gomail.ErrSMTPData, 451, later, false},
		{gomail.ErrSMTPData, 0, later, true},
		{gomail.ErrWriteContent, 0, later, true},
		{gomail.ErrSMTPDataClose, 554, never, false},
		{gomail.ErrSMTPDataClose, 500, never, false},
		{gomail.ErrSMTPDataClose, 400, later, false},
		{gomail.ErrSMTPDataClose, 452, later, false},
		{gomail.ErrSMTPDataClose, 421, later, true},
		{gomail.ErrSMTPDataClose, 0, unknown, true},
		{gomail.ErrConnCheck, 0, later, true},
		{gomail.ErrAmbiguous, 0, later, true},
		{gomail.ErrGetRcpts, 0, never, false},
		{gomail.ErrNoUnencoded, 0, never, false},
	} {
		if f, broken, why := judge(test.at, test.code, "why"); f != test.want || broken != test.broken || why != "why" {
			t.Errorf("%s, %d: %s, broken %v; want %s, %v", test.at, test.code, f, broken, test.want, test.broken)
		}
	}
}
