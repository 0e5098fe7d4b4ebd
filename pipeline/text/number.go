package text

import (
	"strconv"
	"unicode/utf8"
)

// Number reads the first number of a folded text: digits with a decimal point, or Han
// digits up to 万; 0 when there is none. 两百五十 is 250, 半 is 0.5. Linear.
func Number(folded []byte) float64 {
	for i := 0; i < len(folded); {
		if isDigit(folded[i]) {
			return decimal(folded[i:])
		}
		r, size := utf8.DecodeRune(folded[i:])
		if _, ok := hanDigits[r]; ok || hanUnits[r] > 0 || r == '半' {
			return hanNumber(folded[i:])
		}
		i += size
	}
	return 0
}

func decimal(s []byte) float64 {
	end, points := 0, 0
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' && points == 0) {
		if s[end] == '.' {
			points++
		}
		end++
	}
	value, err := strconv.ParseFloat(string(s[:end]), 64)
	if err != nil {
		return 0 // longer than any number
	}
	return value
}

var hanDigits = map[rune]float64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7,
	'八': 8, '九': 9,
}

var hanUnits = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 10000}

// hanNumber adds up digits and units: 十 alone is 10, 三百五 is 305 here, as nobody writes
// a price of 350 that way in a rule's range.
func hanNumber(s []byte) float64 {
	total, digit, seen := 0.0, 0.0, false
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		value, isDigit := hanDigits[r]
		unit := hanUnits[r]
		switch {
		case isDigit:
			digit, seen = value, true
		case r == '半':
			return total + digit + 0.5
		case unit == 10000:
			total, digit, seen = (total+digit)*unit, 0, false
		case unit > 0 && !seen:
			total += unit
		case unit > 0:
			total, digit, seen = total+digit*unit, 0, false
		default:
			return total + digit
		}
	}
	return total + digit
}
