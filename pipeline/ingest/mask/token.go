package mask

// The tokens that stand in a masked text, without their brackets.
const (
	mobileToken   = "手机号"
	landlineToken = "固定电话"
	identityToken = "身份证号"
	cardToken     = "银行卡号"
	mailToken     = "邮箱"
	addressToken  = "地址"
	nameToken     = "收件人"
	orderToken    = "订单号"
	parcelToken   = "快递单号"
	wechatToken   = "微信号"
	qqToken       = "QQ号"
	alipayToken   = "支付宝账号"
)

var tokens = [...]string{
	mobileToken, landlineToken, identityToken, cardToken, mailToken, addressToken,
	nameToken, orderToken, parcelToken, wechatToken, qqToken, alipayToken,
}

// tokenAt returns the length of the token with its brackets that s begins with, or 0.
func tokenAt(s string) int {
	for _, t := range &tokens {
		n := len(t)
		if len(s) >= n+2 && s[0] == '[' && s[n+1] == ']' && s[1:n+1] == t {
			return n + 2
		}
	}
	return 0
}
