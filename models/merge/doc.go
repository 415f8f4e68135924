// Package merge makes two records of one person one, shows beforehand what that moves, and takes them apart again while
// everything that happened since can be told apart. How records are found that may be one person's stands here as well.
package merge
