package jobs_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	netmail "net/mail"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"eclosion/handlers/jobs"
)

// office is a real SMTP server in this process, that can be told to misbehave.
type office struct {
	t      *testing.T
	server *smtp.Server
	port   int
	roots  *x509.CertPool

	mu      sync.Mutex
	letters []letter
	dials   int
	// What it answers; nil is yes. cut closes the connection without a word.
	onMail, onRcpt func(address string) error
	onData         func(l letter) error // after the whole mail was read
	open           bool                 // signs in whoever comes
}

type letter struct {
	to   string
	raw  []byte
	tls  bool
	user string
}

var errCut = errors.New("cut the line")

func refusal(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: text}
}

// newOffice opens a server: with a certificate it speaks TLS, from the start or after STARTTLS.
func newOffice(t *testing.T, security jobs.Security) *office {
	t.Helper()
	o := &office{t: t, open: true}
	o.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.dials++
		return &visit{office: o, conn: c}, nil
	}))
	o.server.Domain, o.server.AllowInsecureAuth, o.server.ReadTimeout = "office.test", security == jobs.Plain, 10*time.Second
	o.server.ErrorLog = quiet{}
	if security != jobs.Plain {
		o.server.TLSConfig, o.roots = certificate(t)
	}
	o.listen(security, "127.0.0.1:0")
	t.Cleanup(func() { _ = o.server.Close() })
	return o
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (o *office) listen(security jobs.Security, address string) {
	o.t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		o.t.Fatal(err)
	}
	o.port = listener.Addr().(*net.TCPAddr).Port
	if security == jobs.Implicit {
		listener = tls.NewListener(listener, o.server.TLSConfig)
	}
	go func() { _ = o.server.Serve(listener) }()
}

// at is how a mailer reaches the office.
func (o *office) at(security jobs.Security) jobs.Server {
	s := jobs.Server{Host: "127.0.0.1", Port: o.port, Security: security, Timeout: 3 * time.Second,
		From: netmail.Address{Name: "Couveuse d'été", Address: "bonjour@couveuse.test"}}
	if security != jobs.Plain {
		s.TLS = &tls.Config{RootCAs: o.roots}
	}
	return s
}

// got gives the mails that were taken, and how often each of them was.
func (o *office) got() (letters []letter, times map[string]int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	times = map[string]int{}
	for _, l := range o.letters {
		times[l.to]++
	}
	return append([]letter(nil), o.letters...), times
}

func (o *office) set(change func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change()
}

// visit is one connection.
type visit struct {
	office *office
	conn   *smtp.Conn
	user   string
	to     string
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "postier" || password != "p@ss:mot/dé" {
			return refusal(535, "wrong")
		}
		v.user = user
		return nil
	}), nil
}

func (v *visit) answer(fn func(string) error, address string) error {
	if fn == nil {
		return nil
	}
	err := fn(address)
	if errors.Is(err, errCut) {
		_ = v.conn.Conn().Close()
	}
	return err
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.office.mu.Lock()
	fn, open := v.office.onMail, v.office.open
	v.office.mu.Unlock()
	if !open && v.user == "" {
		return refusal(530, "sign in")
	}
	return v.answer(fn, from)
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.office.mu.Lock()
	fn := v.office.onRcpt
	v.office.mu.Unlock()
	v.to = to
	return v.answer(fn, to)
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, encrypted := v.conn.TLSConnectionState()
	l := letter{to: v.to, raw: raw, tls: encrypted, user: v.user}
	v.office.mu.Lock()
	fn := v.office.onData
	v.office.mu.Unlock()
	if fn != nil {
		if err := v.answer(func(string) error { return fn(l) }, ""); err != nil && !errors.Is(err, errCut) {
			return err
		} else if err != nil {
			v.keep(l) // it has the mail, whatever the other side believes
			return err
		}
	}
	v.keep(l)
	return nil
}

func (v *visit) keep(l letter) {
	v.office.mu.Lock()
	defer v.office.mu.Unlock()
	v.office.letters = append(v.office.letters, l)
}

func (v *visit) Reset()        { v.to = "" }
func (v *visit) Logout() error { return nil }

// message reads a mail as a mail program would.
func (l letter) message(t *testing.T) *netmail.Message {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(l.raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// certificate makes one for this machine's own address, and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

// free gives an address on which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return "127.0.0.1:" + strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}
