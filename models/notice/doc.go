// Package notice makes the papers that bind couveuse and holder: agreements, amendments, letters of the grant.
// It gathers what the journey, its terms and its grant say, and keeps each paper once for each cause.
// It also keeps the register of everything that was issued: who signed it, and its signed copies.
//
// No sentence of a notice stands here: views word it from the programme's texts, this package keeps it.
package notice
