package handlers

// Paths lists the addresses of a method, so that a test can walk all of them,
// also those that come later.
func Paths(method string) []string {
	var list []string
	for _, r := range (&App{}).routes() {
		if r.method == method {
			list = append(list, r.path)
		}
	}
	return list
}
