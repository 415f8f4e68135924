package jobs

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Server is the SMTP server that takes our mails.
type Server struct {
	Host           string
	Port           int
	User, Password string
	Security       Security
	From           netmail.Address
	Timeout        time.Duration // of a connection, and of one mail
	TLS            *tls.Config   // nil for the machine's own roots
}

// Security says how the way to the server is closed to others.
type Security string

// The ways.
const (
	StartTLS Security = "starttls" // begins in clear, goes on only when it is encrypted
	Implicit Security = "implicit" // encrypted from the first byte
	Plain    Security = "plain"    // in clear: to a server on this machine, or on a network that is trusted
)

// sendTimeout bounds one mail; it is well under the outbox's lease.
const sendTimeout = time.Minute

var ports = map[Security]int{StartTLS: 587, Implicit: 465, Plain: 25}

// ParseServer reads an address (smtp://user:password@host:587, smtps://host) and a sender
// ("Couveuse <bonjour@couveuse.example>"). It tells every fault, and never quotes the password.
func ParseServer(address, from string) (Server, error) {
	s := Server{Timeout: sendTimeout}
	var faults []error
	if err := s.readAddress(address); err != nil {
		faults = append(faults, fmt.Errorf("SMTP: %w", err))
	}
	sender, err := netmail.ParseAddress(from)
	switch {
	case from == "":
		faults = append(faults, errors.New("MAIL_FROM: mails need a sender: Couveuse <bonjour@couveuse.example>"))
	case err != nil || strings.ContainsAny(from, "\r\n"):
		faults = append(faults, fmt.Errorf("MAIL_FROM: %q is not an address such as Couveuse <bonjour@couveuse.example>", from))
	default:
		s.From = *sender
	}
	return s, errors.Join(faults...)
}

func (s *Server) readAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.Fragment != "" {
		// What was written may hold the password.
		return errors.New("write smtp://user:password@host:587 or smtps://user:password@host, special characters as %XX")
	}
	s.Host = u.Hostname()
	if u.User != nil {
		password, given := u.User.Password()
		if s.User, s.Password = u.User.Username(), password; s.User == "" || !given || password == "" {
			return errors.New("a user needs a password, and a password a user")
		}
	}
	if err := s.readSecurity(u); err != nil {
		return err
	}
	s.Port = ports[s.Security]
	if text := u.Port(); text != "" {
		if s.Port, err = strconv.Atoi(text); err != nil || s.Port < 1 || s.Port > 65535 {
			return fmt.Errorf("%q is not a port", text)
		}
	}
	return nil
}

// readSecurity: STARTTLS is a must, except towards this very machine or when the operator says so.
func (s *Server) readSecurity(u *url.URL) error {
	wish := u.Query().Get("starttls")
	for name := range u.Query() {
		if name != "starttls" {
			return fmt.Errorf("unknown option %q", name)
		}
	}
	if !slices.Contains([]string{"", "required", "never"}, wish) {
		return errors.New("starttls is required or never")
	}
	switch {
	case u.Scheme == "smtps" && wish != "":
		return errors.New("smtps is encrypted from the start: it has no starttls")
	case u.Scheme == "smtps":
		s.Security = Implicit
	case wish == "never" || wish == "" && isLoopback(s.Host):
		s.Security = Plain
	default:
		s.Security = StartTLS
	}
	if s.Security == Plain && s.User != "" && !isLoopback(s.Host) {
		return errors.New("a password does not travel in clear: leave starttls=never out, or the user")
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
