// Package export gathers what leaves the product as lists and archives: read-only, and never more than its reader may read.
package export
