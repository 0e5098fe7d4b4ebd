package mask

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// changes are texts and what is left of them.
var changes = []struct{ name, text, want string }{
	{"mobile", "我的手机13812345678", "我的手机[手机号]"},
	{"mobile alone", "19912345678", "[手机号]"},
	{"mobile between words", "打13812345678这个吧", "打[手机号]这个吧"},
	{"mobile with spaces", "138 1234 5678", "[手机号]"},
	{"mobile with hyphens", "138-1234-5678找我", "[手机号]找我"},
	{"mobile with long dashes", "138—1234—5678", "[手机号]"},
	{"mobile with points", "138.1234.5678", "[手机号]"},
	{"mobile 3 and 8", "138 12345678", "[手机号]"},
	{"mobile digit by digit", "1 3 8 1 2 3 4 5 6 7 8", "[手机号]"},
	{"mobile in odd groups after a word", "电话 1381 234 5678", "电话 [手机号]"},
	{"mobile with +86", "+8613812345678", "[手机号]"},
	{"mobile with +86 and a space", "+86 138 1234 5678", "[手机号]"},
	{"mobile with 86", "8613812345678", "[手机号]"},
	{"mobile with 0086", "0086 13812345678", "[手机号]"},
	{"mobile in full width", "电话１３８１２３４５６７８谢谢", "电话[手机号]谢谢"},
	{"mobile with zero width", "138\u200b1234\u200b5678", "[手机号]"},
	{"mobile in keys", "1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "[手机号]"},
	{"mobile behind letters", "tel13812345678", "tel[手机号]"},
	{"two mobiles", "13812345678或13912345678", "[手机号]或[手机号]"},
	{"two mobiles with a comma", "13812345678，13912345678", "[手机号]，[手机号]"},
	{"mobile behind a count", "2 13812345678", "2 [手机号]"},
	{"mobile with a star", "尾号138****1234的", "尾号[手机号]的"},
	{"mobile with wide stars", "138＊＊＊＊1234", "[手机号]"},
	{"mobile with crosses", "138xxxx1234", "[手机号]"},
	{"landline", "010-88886666", "[固定电话]"},
	{"landline with a space", "0755 26861234", "[固定电话]"},
	{"landline in three", "010-8888-6666", "[固定电话]"},
	{"landline with an extension", "0571-88886666-801", "[固定电话]"},
	{"landline without a hyphen", "电话：075526861234", "电话：[固定电话]"},
	{"landline without area code", "座机 88886666", "座机 [固定电话]"},
	{"identity card", "身份证11010119900307899X", "身份证[身份证号]"},
	{"identity card in small", "11010119900307899x", "[身份证号]"},
	{"identity card in groups", "110101 19900307 899X", "[身份证号]"},
	{"identity card of 15", "证件130503670401001", "证件[身份证号]"},
	{"identity card that was mistyped", "身份证号110101199003078990", "身份证号[身份证号]"},
	{"identity card with stars", "110101********899X", "[身份证号]"},
	{"bank card", "6222021234567890128", "[银行卡号]"},
	{"bank card in groups", "6222 0212 3456 7890 128", "[银行卡号]"},
	{"credit card", "4111111111111111", "[银行卡号]"},
	{"bank card by its word", "卡号6222021234567890123", "卡号[银行卡号]"},
	{"bank card with stars", "6222****1234", "[银行卡号]"},
	{"mail", "发我邮箱zhang.san@example.com吧", "发我邮箱[邮箱]吧"},
	{"mail of a number", "12345678@qq.com", "[邮箱]"},
	{"mail in full width", "ａｂｃ＠１６３．ｃｏｍ", "[邮箱]"},
	{"mail before a full stop", "abc@163.com.", "[邮箱]."},
	{"order", "订单号：256789123456", "订单号：[订单号]"},
	{"order that looks like a phone", "订单号13812345678", "订单号[订单号]"},
	{"order without a word", "3012345678901234567", "[订单号]"},
	{"order of a date", "231116-123456789012345", "[订单号]"},
	{"order of letters", "订单编号是E2023111600123", "订单编号是[订单号]"},
	{"orders in a list", "订单号 256789123456，256789123457", "订单号 [订单号]，[订单号]"},
	{"phone of an order", "订单电话13812345678", "订单电话[手机号]"},
	{"order and phone", "订单256789123456 手机13812345678", "订单[订单号] 手机[手机号]"},
	{"parcel of SF", "SF1234567890123", "[快递单号]"},
	{"parcel of YT in small", "yt1234567890123到哪了", "[快递单号]到哪了"},
	{"parcel of JD", "JDVA12345678901", "[快递单号]"},
	{"parcel of mail", "EA123456789CN", "[快递单号]"},
	{"parcel by its word", "单号：773123456789012", "单号：[快递单号]"},
	{"parcel by its carrier", "中通的 731234567890", "中通的 [快递单号]"},
	{"parcel not phone", "快递单号是138123456789", "快递单号是[快递单号]"},
	{"courier's phone", "快递员13812345678", "快递员[手机号]"},
	{"wechat", "加微信abc123456", "加微信[微信号]"},
	{"wechat with a colon", "微信号：zhang_san88", "微信号：[微信号]"},
	{"wechat of letters", "微信号: zhangsan", "微信号: [微信号]"},
	{"wechat that is a phone", "微信13812345678", "微信[微信号]"},
	{"wechat vx", "vx：abc123456", "vx：[微信号]"},
	{"wechat VX glued", "加VX12345678", "加VX[微信号]"},
	{"wechat by a letter", "+v abc12345", "+v [微信号]"},
	{"wechat in disguise", "薇信 abc_12345", "薇信 [微信号]"},
	{"qq", "QQ 123456789", "QQ [QQ号]"},
	{"qq glued", "qq123456789", "qq[QQ号]"},
	{"qq in Han", "扣扣：12345678", "扣扣：[QQ号]"},
	{"qq group", "QQ群：123456789", "QQ群：[QQ号]"},
	{"alipay of a phone", "支付宝账号：13812345678", "支付宝账号：[支付宝账号]"},
	{"alipay of a mail", "支付宝是abc@163.com", "支付宝是[支付宝账号]"},
	{"address", "广东省深圳市南山区科技路12号", "[地址]"},
	{"address in a sentence", "请送到广东省深圳市南山区科技路12号谢谢", "请送到[地址]谢谢"},
	{"address with spaces", "江苏省 南京市 鼓楼区 中山北路 200号3栋502室",
		"[地址]"},
	{"address without 省", "深圳南山区科技园南路8号", "[地址]"},
	{"address of a county", "我在太康县城关镇李庄村12号", "我在[地址]"},
	{"address without a number", "河南省周口市太康县城关镇李庄村", "[地址]"},
	{"address in an estate", "幸福小区3栋2单元501室", "[地址]"},
	{"address in Han digits", "朝阳区幸福小区三号楼二单元501", "[地址]"},
	{"rooms alone", "3栋2单元", "[地址]"},
	{"address by its word", "收货地址：浙江省杭州市余杭区梦想小镇",
		"收货地址：[地址]梦想小镇"},
	{"recipient", "收货人：张三", "收货人：[收件人]"},
	{"recipient with a title", "收件人: 欧阳先生 电话13812345678",
		"收件人: [收件人] 电话[手机号]"},
	{"recipient before a phone", "姓名：李小明电话：13812345678", "姓名：[收件人]电话：[手机号]"},
	{"recipient's block", "王小红，13812345678，浙江省杭州市西湖区文三路90号",
		"[收件人]，[手机号]，[地址]"},
	{"recipient's block backwards", "浙江省杭州市西湖区文三路90号 王小红 13812345678",
		"[地址] [收件人] [手机号]"},
	{"behind a token", "[手机号]13812345678", "[手机号][手机号]"},
}

// stays are texts that must not change.
var stays = []string{
	"", "在吗", "亲，有什么可以帮您的", "不知道哦", "2026-11-16", "2026.11.16 10:20:30",
	"20261116103000", "11月16号发货", "199.00", "199.00元，到手价169.00", "170/92A", "1920*1080",
	"165 170 175 180", "尺码 160/84A 165/88A", "原价1399-1599元", "12345678901",
	"100012043978", "6901234567892", "66666666666666666666", "2333333333333333333",
	"https://item.jd.com/13812345678.html", "item.jd.com/13812345678.html",
	"http://t.cn/abc?id=110101199003078990", "400-123-4567", "95338", "打12315投诉",
	"广东省发货", "广东省深圳市发货的", "上海市松江区仓库3号发", "送到北京市朝阳区可以吗",
	"我知道了，5号到", "1号店", "市区可以送，5号前", "小区门口", "这条路怎么走", "地铁1号线",
	"iPhone 15 Pro Max 256GB", "i7-12700H 3200MHz", "型号KF-35GW/NhGc1B", "微信支付", "加微信领券",
	"微信支付100000元", "QQ音乐会员", "支付宝 wechat pay", "微信 iphone版", "姓名：请填写",
	"收货人：亲", "改一下收件人和地址", "#E-s12#E-s34#E-s56", "6+128 8+256 12+512",
	"满300减50，满500减100", "买2送1 3件8折", "[手机号]", "收货人：[收件人] [手机号] [地址]",
	"订单号：[订单号]", "加微信[微信号]", "13812345", "1.38e10", "138123456789", "@客服小美",
	"3楼有卖吗", "12号线", "50000毫安", "容量10000mAh 功率22.5W", "V领 100000件", "要v领的",
	"第3单元讲什么", "2个5号电池和3个7号电池",
	"1380-1399-2599", "0.00", "00:00-23:59", "abc@def", "邮编518000",
}

func TestText(t *testing.T) {
	m := New()
	for _, tt := range changes {
		t.Run(tt.name, func(t *testing.T) {
			if got := m.Text(tt.text); got != tt.want {
				t.Errorf("Text(%q) = %q; want %q", tt.text, got, tt.want)
			}
		})
	}
	for _, s := range stays {
		if got := m.Text(s); got != s {
			t.Errorf("Text(%q) = %q; want it unchanged", s, got)
		}
	}
}

func TestTextWithoutAllocations(t *testing.T) {
	m := New()
	for _, s := range stays {
		m.Text(s)
	}
	got := testing.AllocsPerRun(10, func() {
		for _, s := range stays {
			m.Text(s)
		}
	})
	if got != 0 {
		t.Errorf("%v allocations for texts without personal data; want 0", got)
	}
}

func TestIdentifier(t *testing.T) {
	m := New()
	tests := []struct{ name, id, want string }{
		{"plain", "jd_4a5b6c", "jd_4a5b6c"},
		{"empty", "", ""},
		{"long number", "2200123456789", "2200123456789"},
		{"order as session", "3012345678901234567", "3012345678901234567"},
		{"date and groups", "20261116-138-1234-5678", "20261116-138-1234-5678"},
		{"mobile", "13812345678", "手机号-"},
		{"mobile in a nickname", "小美13812345678", "手机号-"},
		{"mobile in full width", "１３８１２３４５６７８", "手机号-"},
		{"mail", "abc@163.com", "邮箱-"},
		{"identity card", "11010119900307899X", "身份证号-"},
		{"pseudonym", "手机号-138123456789", "手机号-138123456789"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := m.Identifier(tt.id)
			if !strings.HasSuffix(tt.want, "-") {
				if got != tt.want {
					t.Errorf("Identifier(%q) = %q; want %q", tt.id, got, tt.want)
				}
				return
			}
			if !strings.HasPrefix(got, tt.want) || len(got) != len(tt.want)+12 {
				t.Errorf("Identifier(%q) = %q; want %s and 12 digits", tt.id, got, tt.want)
			}
			if again := New().Identifier(tt.id); again != got {
				t.Errorf("Identifier(%q) = %q, then %q", tt.id, got, again)
			}
			if again := m.Identifier(got); again != got {
				t.Errorf("Identifier(%q) = %q; want it unchanged", got, again)
			}
		})
	}
	if got, want := m.Identifier("13812345678"), "手机号-"; got == m.Identifier("13812345679") {
		t.Errorf("two phones are both %q; want two pseudonyms, each %s…", got, want)
	}
}

// pieces are what a generated text is made of.
func pieces() *rapid.Generator[string] {
	parts := []string{" ", "-", "，", "。", "：", "*", "****", "@", ".", "138", "1234", "5678", "86",
		"12号", "3栋", "路", "市", "省", "微信", "QQ", "vx", "订单号", "单号", "电话", "地址", "收货人",
		"[", "]", "手机号", "[手机号]", "[订单号]", "广东", "深圳市", "南山区", "张三", "x", "SF", "abc",
		"\xff", "\u200b", "１３８", "＠", "com", "0755", "http://", "支付宝", "室", "单元"}
	for _, c := range changes {
		parts = append(parts, c.text)
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 12).Draw(t, "parts"), "")
	})
}

func TestTextIsIdempotent(t *testing.T) {
	m := New()
	rapid.Check(t, func(t *rapid.T) {
		s := pieces().Draw(t, "text")
		checkMasked(t, m, s)
	})
}

type failer interface{ Fatalf(string, ...any) }

func checkMasked(t failer, m *Masker, s string) {
	got := m.Text(s)
	if again := m.Text(got); again != got {
		t.Fatalf("Text(%q) = %q, and again %q", s, got, again)
	}
	if utf8.ValidString(s) && !utf8.ValidString(got) {
		t.Fatalf("Text(%q) = %q; want valid UTF-8", s, got)
	}
	if a, b := digitsOf(s), digitsOf(got); b > a {
		t.Fatalf("Text(%q) = %q has %d digits; want at most %d", s, got, b, a)
	}
}

func digitsOf(s string) int {
	n := 0
	for i := range len(s) {
		n += b2i(isDigit(s[i]))
	}
	return n
}

func FuzzText(f *testing.F) {
	for _, c := range changes {
		f.Add(c.text)
	}
	for _, s := range stays {
		f.Add(s)
	}
	m := New()
	f.Fuzz(func(t *testing.T, s string) { checkMasked(t, m, s) })
}

func FuzzIdentifier(f *testing.F) {
	f.Add("小美13812345678")
	f.Add("abc@163.com")
	m := New()
	f.Fuzz(func(t *testing.T, s string) {
		got := m.Identifier(s)
		if again := m.Identifier(got); again != got {
			t.Fatalf("Identifier(%q) = %q, and again %q", s, got, again)
		}
	})
}
