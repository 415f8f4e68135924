// Package selection is the pillar of the way in: applications (written, submitted,
// withdrawn, returned, reviewed), committees with the opinions of their members, and
// decisions. It ends where an application is accepted: coaching starts elsewhere.
// It knows the hub programme and no other pillar.
package selection
