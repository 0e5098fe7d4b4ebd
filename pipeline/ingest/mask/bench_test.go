package mask

import (
	"strings"
	"testing"
)

func BenchmarkText(b *testing.B) {
	for _, bm := range []struct{ name, text string }{
		{"short", "亲，有现货的，今天就能发出"},
		{"plain", "亲，这款是纯棉的，可以机洗，您放心拍就好了哦"},
		{"price", "亲，这款到手价199.00，满300减50，今天下单明天就能发出呢"},
		{"near", "请问送到市区要几天，15号能收到吗"},
		{"phone", "好的，麻烦您打13812345678这个电话，谢谢"},
		{"block", "王小红，13812345678，浙江省杭州市西湖区文三路90号"},
		{"full", "王小红，13812345678，浙江省杭州市西湖区文三路90号，订单号256789123456，快递SF1234567890123，" +
			"邮箱abc@163.com，QQ 123456789，加微信abc123456"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			m := New()
			b.ReportAllocs()
			b.SetBytes(int64(len(bm.text)))
			for b.Loop() {
				m.Text(bm.text)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/message")
		})
	}
}

// BenchmarkTalk is the mean over texts that stay as they are, every one of which was
// written to look like something.
func BenchmarkTalk(b *testing.B) {
	m := New()
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range talk {
			m.Text(s)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(talk)), "ns/message")
}

// hostile are texts whose repetition would take quadratic time if anything were read to
// the end of its run again and again.
var hostile = []string{
	"7", "138 ", "1-", "a", "a1", "A-", "广东省", "订单号：", "@a", "a@a@a@", "a@b-", "1**", "1x", "12号3栋",
	"vx", "vx-", "qq12345-", "微", "微微微1", "微信a-", "号路区", "省市区县镇路", "一", "十单元", "大", "大李庄村",
	"收货人：王", "收件人", "地址", "地址：李庄村", "www.", "http://a?1", "a.com/", "86", "+86", "0755-",
	"(0531)", "SF1", "SF123456789012", "13812345678，", "李四，13812345678，文三路9号3栋2单元", "[手机号", "[手机号]1",
	"＠１", "1\u200b", "\xe5", "\n", " ", "。1",
}

// The guard is the time limit of the test itself: any of these that was quadratic took
// minutes.
func TestHostileTextTakesLinearTime(t *testing.T) {
	m := New()
	for _, s := range hostile {
		m.Text(strings.Repeat(s, 1<<17/len(s)))
		m.Identifier(strings.Repeat(s, 1<<17/len(s)))
	}
	for _, s := range []string{"7", "号路区", "微微微", "a@a@a@", "1-", "138 "} {
		m.Text(strings.Repeat(s, 1<<20/len(s)))
	}
	m.Text("http://a.com/?" + strings.Repeat("7-", 1<<17))
	m.Text("138" + strings.Repeat("x", 1<<17) + "1")
	m.Text(strings.Repeat("1-", 1<<17) + "@a")
	m.Text(strings.Repeat("大", 1<<17) + "号1栋")
}

func BenchmarkHostileText(b *testing.B) {
	m := New()
	for _, s := range hostile {
		b.Run(s, func(b *testing.B) {
			text := strings.Repeat(s, 1<<20/len(s))
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				m.Text(text)
			}
		})
	}
}
