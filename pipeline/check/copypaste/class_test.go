package copypaste

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chatqc/pipeline/text"
)

func classify(raw string) Class { return Classify([]byte(text.Fold(raw))) }

// Sentences of one's own making for each class.
var examples = map[Class][]string{
	Greeting: {
		"您好，欢迎光临木槿家居旗舰店，我是客服小禾", "哈喽亲，在的哦，想咨询什么呢？", "晚上好，很高兴为您服务～",
		"亲亲在呢，有什么需要帮助的吗", "您好呀，请问怎么称呼您呢", "Hi，工号018为您服务[微笑]",
		"您方便把遇到的问题简单描述一下吗", "亲，请问您是想了解之前的问题吗", "早上好，有什么可以帮到您 #E-s12",
		"欢迎来到小店，您请讲", "您的咨询会被记录，以便提升服务质量",
	},
	Hold: {
		"亲，请稍等，正在为您查询", "您别着急，我这就帮您核实一下", "好的，稍等3-5分钟哦", "请您提供一下订单号，我帮您查",
		"麻烦亲发一下订单编号呢", "这边咨询人数较多，回复慢了请您耐心等待", "我去问一下，一会儿回复您", "您看是这个订单吗？",
		"亲喝杯水休息一下，马上帮您查看", "请不要离开，正在处理中", "辛苦您截图发给我看看", "建议您先耐心等待一下呢",
	},
	Closing: {
		"感谢您的支持，祝您生活愉快，再见！", "请问还有别的可以帮到您的吗？", "不客气，这是我应该做的～",
		"麻烦您点击下方给个五星好评哦", "如果没有其他问题，就不打扰您了，晚安", "祝您新年快乐，万事如意[玫瑰][玫瑰]",
		"您的满意是我最大的动力，辛苦给个评价", "有问题随时联系我哦", "系统提示：长时间没有收到您的回复，本次会话自动结束",
		"您真是善解人意，期待再次为您服务", "亲，天冷了注意保暖，多喝水哦",
	},
	Acknowledgement: {
		"好的好的，知道了哦", "非常抱歉，给您带来不便了", "嗯嗯，是的呢，没问题", "实在不好意思，让您久等了",
		"您放心，没关系的", "对不起亲，耽误您宝贵的时间了", "理解您的心情，请您见谅", "可以的可以的，没事哈", "OK，收到啦，明白了",
	},
	Data: {
		"http://item.example.com/10086.html", "您看下 https://shop.example.com/a?b=1 这个哦", "[手机号] [地址]",
		"单号：SF1234567890123", "收件人：[收件人]，电话：[手机号]", "2026-11-18 10:30", "13800-13800-13800",
		"[订单号]，[快递单号]", "订单编号 202611160001", "退货地址：[地址] [收件人]", "[支付宝账号] [QQ号]",
	},
	Content: {
		"这款是羊毛的，建议干洗，不要机洗", "今天下单，明天下午四点前发出", "满199减20，和店铺券不能同时用", "预计3-5天送到",
		"身高165、体重52公斤穿M码正好", "退款原路退回，信用卡要七个工作日", "好的亲，您的订单已经改成顺丰了",
		"您好，这款没有黑色了，只剩藏青", "您可以在订单详情页申请售后，选择七天无理由", "支持7天无理由退换，运费险也有",
		"iPhone15和16的壳不通用哦", "请您稍等，仓库说明天上午才有货，要到周四发", "谢谢亲，赠品是一条同色腰带",
		"亲，先打开页面 https://shop.example.com/help 再点右上角的售后，选择商品后提交换货申请就行",
		"亲亲，两件一共是238元，已经是活动价", "您好，电子发票在签收后二十四小时内开好", "加我微信[微信号]，给您返现",
	},
}

func TestClassify(t *testing.T) {
	for class, texts := range examples {
		if len(texts) < 8 {
			t.Errorf("%d examples of %s; want at least 8", len(texts), class)
		}
		for _, raw := range texts {
			if got := classify(raw); got != class {
				t.Errorf("Classify(%q) = %s; want %s", raw, got, class)
			}
		}
	}
}

func TestClassifyAtTheEdges(t *testing.T) {
	tests := []struct {
		name, raw string
		want      Class
	}{
		{"nothing", "", Data},
		{"marks and emoticons only", "。。！[微笑]#E-s12😊", Data},
		{"fillers only agree", "亲的呢哦哈", Acknowledgement},
		{"a quarter outside is a macro", "请稍等一下红", Hold},
		{"more than a quarter is content", "请稍等一下红色", Content},
		{"emoticons are no data", "好的[微笑][玫瑰][微笑]", Acknowledgement},
		{"Taobao's emoticons are no words", "您好/:^_^ 在的/:O=O", Greeting},
		{"a Latin word is matched whole", "hi亲", Greeting},
		{"not its beginning", "hidden", Content},
		{"a price is part of its sentence", "满199减20", Content},
		{"a label without a figure is a word", "您的收货地址", Content},
		{"an unclosed bracket", "[好的", Acknowledgement},
		{"a sentence in brackets", "[请您稍等一下]", Hold},
		{"other scripts", "Привет", Content},
		{"a cut character", "好的\xe4\xbd", Acknowledgement},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := classify(tt.raw); got != tt.want {
				t.Errorf("Classify(%q) = %s; want %s", tt.raw, got, tt.want)
			}
		})
	}
}

// A mask token is one figure to the fingerprint; what is none there is none here.
func TestMaskTokensAreThoseOfTheFingerprint(t *testing.T) {
	for token := range maskTokens {
		var decoded text.Text
		decoded.Set("[" + token + "]")
		if _, runes := decoded.Fingerprint(); runes != 1 {
			t.Errorf("[%s] counts %d in the fingerprint; want 1", token, runes)
		}
	}
}

func TestPhraseListsHoldFoldedPhrasesOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range phrases {
		if seen[p.text] {
			t.Errorf("%s is listed twice", p.text)
		}
		seen[p.text] = true
		if text.Fold(p.text) != p.text || p.first() >= firstRunes {
			t.Errorf("%s is not as folding leaves it", p.text)
		}
		if p.runes > 10 {
			t.Errorf("%s is a sentence, want pieces", p.text)
		}
		if got := longestPhrase([]byte(p.text), p.first()); got == nil || got.text != p.text {
			t.Errorf("%s is not found", p.text)
		}
		if got := longestPhrase([]byte(p.text+"亲亲亲"), p.first()); got == nil || len(got.text) < len(p.text) {
			t.Errorf("%s is not found in a longer text", p.text)
		}
	}
}

func TestClassifyTakesAnyBytes(t *testing.T) {
	known := map[Class]bool{Greeting: true, Hold: true, Closing: true, Acknowledgement: true, Data: true, Content: true}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom([]string{"请稍等", "[", "]", "/:", "http", "亲", "手机号", "12", "\xe4", "\xff", "hi", "羊毛"}),
			rapid.String())).Draw(t, "parts")
		folded := text.Fold(strings.Join(parts, ""))
		if class := Classify([]byte(folded)); !known[class] {
			t.Fatalf("Classify(%q) = %q", folded, class)
		}
	})
}

func FuzzClassify(f *testing.F) {
	for _, texts := range examples {
		for _, raw := range texts {
			f.Add([]byte(raw))
		}
	}
	f.Add([]byte("\xe4"))
	f.Fuzz(func(t *testing.T, folded []byte) {
		if Classify(folded) == "" {
			t.Fatalf("Classify(%q) is no class", folded)
		}
	})
}

func TestClassifyAllocatesNothing(t *testing.T) {
	folded := []byte(text.Fold("亲，请稍等[微笑]，电话[手机号]，https://a.example.com/1 今天发"))
	if n := testing.AllocsPerRun(100, func() { Classify(folded) }); n != 0 {
		t.Errorf("%v allocations; want none", n)
	}
}

func BenchmarkClassify(b *testing.B) {
	var folded [][]byte
	bytes, runes := 0, 0
	for _, class := range []Class{Greeting, Hold, Closing, Acknowledgement, Data, Content} {
		for _, raw := range examples[class] {
			folded = append(folded, []byte(text.Fold(raw)))
			bytes += len(raw)
			runes += utf8.RuneCountInString(raw)
		}
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range folded {
			Classify(s)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(folded)), "ns/message")
	b.ReportMetric(float64(bytes)/float64(len(folded)), "bytes/message")
}
