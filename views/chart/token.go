package chart

// Token names a colour of the product's palette; the page recolours it through
// its stylesheet (class "c-<token>" fills, "s-<token>" strokes), paper and a
// page without stylesheet use Hex.
type Token string

// The palette.
const (
	None        Token = ""
	Paper       Token = "paper"
	Sheet       Token = "sheet"
	Ink         Token = "ink"
	Ink2        Token = "ink-2"
	Rule        Token = "rule"
	Wash        Token = "wash"
	Accent      Token = "accent"
	AccentWash  Token = "accent-wash"
	Amber       Token = "amber"
	AmberWash   Token = "amber-wash"
	Red         Token = "red"
	RedWash     Token = "red-wash"
	Draft       Token = "draft"
	Submitted   Token = "submitted"
	Review      Token = "review"
	Waitlisted  Token = "waitlisted"
	Accepted    Token = "accepted"
	Coaching    Token = "coaching"
	Test        Token = "test"
	Launched    Token = "launched"
	Exited      Token = "exited"
	Declined    Token = "declined"
	FollowedUp  Token = "followed-up"
	unknownHues Token = Draft
)

var hex = map[Token]uint32{
	Paper: 0xFBF8F1, Sheet: 0xFFFFFF, Ink: 0x1D1B16, Ink2: 0x5B564B, Rule: 0xDDD6C6, Wash: 0xF3EEE2,
	Accent: 0x1F5D43, AccentWash: 0xE4EEE7, Amber: 0x8A5000, AmberWash: 0xFBEFD6, Red: 0xA4262C, RedWash: 0xFAE6E4,
	Draft: 0x6B665C, Submitted: 0x2C5F8A, Review: 0x4B4E99, Waitlisted: 0x8A5A00, Accepted: 0x1C6B72,
	Coaching: 0x2F6B3A, Test: 0x6E3F87, Launched: 0x7A5B00, Exited: 0x6F4A3A, Declined: 0x6B5A50, FollowedUp: 0x44566C,
}

// RGB gives the light value of the token; an unknown token is ink, so that
// nothing is drawn invisible.
func (t Token) RGB() (r, g, b int) {
	v, ok := hex[t]
	if !ok {
		v = hex[Ink]
	}
	return int(v >> 16), int(v >> 8 & 0xFF), int(v & 0xFF)
}

// Hex gives the light value as #RRGGBB.
func (t Token) Hex() string {
	const digits = "0123456789ABCDEF"
	r, g, b := t.RGB()
	out := []byte("#000000")
	for i, v := range [3]int{r, g, b} {
		out[1+2*i], out[2+2*i] = digits[v>>4], digits[v&15]
	}
	return string(out)
}

// PhaseToken gives the hue of a phase ("under_review" and "review" are one).
func PhaseToken(phase string) Token {
	switch phase {
	case "submitted":
		return Submitted
	case "review", "under_review":
		return Review
	case "waitlisted":
		return Waitlisted
	case "accepted":
		return Accepted
	case "coaching":
		return Coaching
	case "test":
		return Test
	case "launched":
		return Launched
	case "exit", "exited":
		return Exited
	case "declined", "withdrawn":
		return Declined
	case "followed_up":
		return FollowedUp
	}
	return unknownHues
}
