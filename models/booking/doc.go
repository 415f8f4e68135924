// Package booking is the pillar of appointments: the slots that coaches publish, what of them is free, and who
// takes them; a coach's week; and the personal calendar that other programs subscribe to. A slot is computed and never
// stored; one that is taken is a planned meeting of package coaching. Mails are put there, where meetings change.
package booking
