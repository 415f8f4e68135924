// Package day gathers what needs a coach today, line by line from every pillar, puts lines off until a day, and writes the
// digest of the week. It changes nothing but what was put off: a line goes when its matter is done.
package day
