package mask

// identity reports whether 18 characters are an ID card number: region, birthday
// and the check character of GB 11643. A false check character is forgiven where it
// is an x: no other number has 17 digits with a birthday in them and an x.
func identity(id []byte) bool {
	return identityShape(id) && (id[17] == 'x' || checked(id))
}

// identityShape reports whether 17 digits and another or an x have a region and a
// birthday where an ID card has them.
func identityShape(id []byte) bool {
	for _, c := range id[:17] {
		if !isDigit(c) {
			return false
		}
	}
	return (isDigit(id[17]) || id[17] == 'x') && id[0] >= '1' && id[0] <= '8' &&
		day(id[6:14])
}

// checked reports whether the check character of an ID card number is right.
func checked(id []byte) bool {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(id[i]-'0')
	}
	return id[17] == "10x98765432"[sum%11]
}

// century reports whether a year begins with 18, 19 or 20.
func century(two []byte) bool {
	return two[0] == '1' && two[1] >= '8' || two[0] == '2' && two[1] == '0'
}

// oldIdentity reports whether 15 digits may be an ID card number of before 1999.
func oldIdentity(id []byte) bool {
	return id[0] >= '1' && id[0] <= '6' && id[1] <= '6' && birthday(id[6:12])
}

// day reports whether eight digits are a year, a month and a day.
func day(d []byte) bool { return century(d) && birthday(d[2:]) }

// birthday reports whether six digits are the end of a year, a month and a day.
func birthday(d []byte) bool {
	days := [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	month, day := two(d[2:]), two(d[4:])
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month]
}

func two(d []byte) int { return int(d[0]-'0')*10 + int(d[1]-'0') }

// bankCard reports whether 16 to 19 digits are the number of a card in use: Luhn's sum, and the
// beginning of a network that issues cards of that length.
func bankCard(card []byte) bool {
	if !luhn(card) {
		return false
	}
	switch head, length := two(card), len(card); {
	case head == 62, head == 60:
		return true
	case head >= 40 && head <= 49, head >= 51 && head <= 55, head == 35:
		return length == 16
	case head == 95 && card[2] == '5':
		return length == 19
	}
	return false
}

// luhn reports whether digits pass Luhn's check.
func luhn(digits []byte) bool {
	sum := 0
	for i, c := range digits {
		d := int(c - '0')
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// varied reports whether digits are more than two kinds: 66666 and 2333333 are laughter.
func varied(digits []byte) bool {
	var kinds, n uint16
	for _, c := range digits {
		kinds |= 1 << (c - '0')
	}
	for ; kinds > 0; kinds &= kinds - 1 {
		n++
	}
	return n > 2
}
