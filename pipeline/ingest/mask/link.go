package mask

// hosts end the name of a host, and what follows them is a path.
var hosts = [...]string{".com/", ".cn/", ".net/", ".tb/", ".hk/"}

// hostLimit is the greatest length of a host's name.
const hostLimit = 253

// link returns the end of the web address at i, or 0. A token inside of it, put there
// earlier, is part of it.
func (m *Masker) link(i int) int {
	v := &m.view
	if v.hasAny(i, []string{"http://", "https://", "www."}) == 0 {
		host := m.host(i)
		domain := false
		for _, name := range &hosts {
			domain = domain || v.has(host+1-len(name), name)
		}
		if !domain {
			return 0
		}
		i = host
	}
	for i < len(v.bytes) && (v.bytes[i] > ' ' && v.bytes[i] < 0x7F && v.bytes[i] != ',' ||
		v.bytes[i] == gone) {
		i++
	}
	return i
}

// host returns the end of the run of bytes of a host's name at i.
func (m *Masker) host(i int) int {
	if r := &m.runs; i >= r.host {
		r.host = m.view.span(i, hostLimit, isHostByte)
	}
	return m.runs.host
}

func isHostByte(c byte) bool { return isAlnum(c) || c == '-' || c == '.' }

// query masks what is personal in the query of the web address from i to end. The
// address itself stays, and so do the numbers of items, some of which look like
// phones: a number is taken for one only where its key is none of an item's.
func (m *Masker) query(i, end int) {
	v := &m.view
	for i < end && v.bytes[i] != '?' {
		i++
	}
	for i < end {
		if !isAlnum(v.bytes[i]) || isMailByte(v.at(i-1)) {
			i++
			continue
		}
		if stop := m.mail(i); stop > 0 {
			i = stop
			continue
		}
		stop := v.digits(i)
		b := v.bytes[i:stop]
		switch {
		case len(b) == 17 && v.at(stop) == 'x' && identity(v.bytes[i:stop+1]):
			stop++
			m.add(i, stop, identityToken)
		case isLetter(v.at(stop)):
		case len(b) == 18 && identity(b):
			m.add(i, stop, identityToken)
		case isMobile(b) && !v.itemKey(i),
			len(b) == 13 && b[0] == '8' && b[1] == '6' && isMobile(b[2:]) && !v.itemKey(i):
			m.add(i, stop, mobileToken)
		}
		i = max(stop, i+1)
	}
}

// itemKey reports whether a key of an item, such as itemId=, ends at i.
func (v *view) itemKey(i int) bool {
	for _, key := range [...]string{"id=", "sku=", "item=", "goods=", "spm="} {
		if v.has(i-len(key), key) {
			return true
		}
	}
	return false
}
