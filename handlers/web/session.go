package web

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// sessionLife is how long somebody stays signed in without closing the browser.
const sessionLife = 7 * 24 * time.Hour

// Sessions signs browsers in and out.
type Sessions struct{ manager *scs.SessionManager }

// NewSessions keeps sessions in a store, under the hash of their token. secure
// marks the cookie for HTTPS only.
func NewSessions(store scs.CtxStore, secure bool) *Sessions {
	m := scs.New()
	m.Store = store
	m.Lifetime = sessionLife
	m.HashTokenInStore = true
	m.Cookie.Name = "eclosion"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.Cookie.Secure = secure
	return &Sessions{m}
}

// Load reads the request's session and writes it back if it changed.
func (s *Sessions) Load(next http.Handler) http.Handler { return s.manager.LoadAndSave(next) }

// SignIn starts a new session for an account at its stamp; the token changes, so
// that a token planted before is worth nothing.
func (s *Sessions) SignIn(ctx context.Context, accountID int64, stamp int) error {
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Put(ctx, "account", accountID)
	s.manager.Put(ctx, "stamp", stamp)
	s.manager.Remove(ctx, "linked")
	return nil
}

// SignInByLink starts a new session as SignIn does, and remembers when: who has just come by a
// link that was mailed to them may choose a password without knowing the present one.
func (s *Sessions) SignInByLink(ctx context.Context, accountID int64, stamp int, at time.Time) error {
	if err := s.SignIn(ctx, accountID, stamp); err != nil {
		return err
	}
	s.manager.Put(ctx, "linked", at.Unix())
	return nil
}

// LinkedAt gives the moment when the session began by a link; the zero time when it did not.
func (s *Sessions) LinkedAt(ctx context.Context) time.Time {
	at := s.manager.GetInt64(ctx, "linked")
	if at == 0 {
		return time.Time{}
	}
	return time.Unix(at, 0)
}

// SignOut ends the session.
func (s *Sessions) SignOut(ctx context.Context) error { return s.manager.Destroy(ctx) }

// Account gives the account of the session and the stamp at which it signed in; 0 for none.
func (s *Sessions) Account(ctx context.Context) (accountID int64, stamp int) {
	return s.manager.GetInt64(ctx, "account"), s.manager.GetInt(ctx, "stamp")
}
