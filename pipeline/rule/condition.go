package rule

// A condition is a compiled expression over facts.
type condition struct{}

func (m *Matcher) holds(c *compiled, at int, p place) bool { return true }

func factTable() string { return "" }
