package mask

import "strings"

// A subject is what a word in front of a number says the number is.
type subject uint8

const (
	noSubject subject = iota
	phoneSubject
	orderSubject
	parcelSubject
	cardSubject
	identitySubject
	wechatSubject
	qqSubject
	alipaySubject
	addressSubject
)

// A keyword is the last word that announced a number, and where it ends.
type keyword struct {
	subject subject
	end     int
}

// reach is how many bytes behind its end a keyword still counts: eight Han
// characters.
const reach = 24

// near returns the subject that still counts at i.
func (k keyword) near(i int) subject {
	if i-k.end > reach {
		return noSubject
	}
	return k.subject
}

type announcement struct {
	word    string
	subject subject
}

// announcements are in order: of two that begin alike the longer comes first.
var announcements = [...]announcement{
	{"订单编号", orderSubject}, {"订单号", orderSubject}, {"订单", orderSubject},
	{"退款单号", orderSubject}, {"退款编号", orderSubject}, {"售后单号", orderSubject},
	{"售后编号", orderSubject}, {"交易单号", orderSubject}, {"交易号", orderSubject},
	{"支付单号", orderSubject}, {"流水号", orderSubject},
	{"快递单号", parcelSubject}, {"运单", parcelSubject}, {"单号", parcelSubject},
	{"快递", parcelSubject}, {"物流", parcelSubject}, {"包裹", parcelSubject},
	{"顺丰", parcelSubject}, {"圆通", parcelSubject}, {"中通", parcelSubject},
	{"申通", parcelSubject}, {"韵达", parcelSubject}, {"极兔", parcelSubject},
	{"邮政", parcelSubject}, {"百世", parcelSubject}, {"德邦", parcelSubject},
	{"电话", phoneSubject}, {"手机", phoneSubject}, {"座机", phoneSubject},
	{"联系", phoneSubject}, {"热线", phoneSubject}, {"固话", phoneSubject},
	{"致电", phoneSubject}, {"拨打", phoneSubject}, {"传真", phoneSubject},
	{"银行卡", cardSubject}, {"卡号", cardSubject}, {"银行账", cardSubject},
	{"身份证", identitySubject}, {"证件号", identitySubject},
	{"微信", wechatSubject}, {"薇信", wechatSubject}, {"威信", wechatSubject},
	{"徽信", wechatSubject}, {"加微信", wechatSubject}, {"加微", wechatSubject},
	{"加薇信", wechatSubject}, {"加薇", wechatSubject}, {"绿泡泡", wechatSubject},
	{"扣扣", qqSubject}, {"加扣", qqSubject}, {"企鹅号", qqSubject},
	{"支付宝", alipaySubject}, {"地址", addressSubject},
}

// announce reads a word of Han characters at i that announces a number and returns its
// length, or 0.
func (m *Masker) announce(i int, r rune) int {
	if !m.class.is(r, announceClass) {
		return 0
	}
	for a := range announcements {
		if w := &announcements[a]; m.view.has(i, w.word) {
			m.word = keyword{w.subject, i + len(w.word)}
			return len(w.word)
		}
	}
	return 0
}

// gap are the characters that may stand between a word and the number it announces.
const gap = "号码是为我的你您账帐户群加一下就个这填写同" + gapMarks

const gapMarks = ":= 【(（-~>,"

// adjacent reports whether nothing but gap stands between the keyword and i.
func (m *Masker) adjacent(i int) bool {
	at := m.word.end
	if m.word.subject == noSubject || i-at > reach {
		return false
	}
	for at < i {
		r, n := m.view.rune(at)
		if !m.class.is(r, gapClass) && !strings.ContainsRune(gapMarks, r) {
			return false
		}
		at += n
	}
	return true
}

// announced reports whether the number at i follows the keyword at once, or after a
// colon.
func (m *Masker) announced(i int) bool {
	if m.word.near(i) == noSubject {
		return false
	}
	at := i
	for m.view.at(at-1) == ' ' {
		at--
	}
	return m.view.at(at-1) == ':' || m.adjacent(i)
}
