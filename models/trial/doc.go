// Package trial is the pillar of the test period: provisional-status agreements
// and grants (requests, awards, tranches, payments, recoveries). Its rules are pure;
// its records live in store files. It knows the hub programme and no other pillar.
package trial
