package rule_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"chatqc/pipeline/rule"
)

// example writes a chat as an example of a rule file; a text without a speaker is the
// agent's.
func example(said string) string {
	if !strings.Contains(said, ": ") {
		said = "客服: " + said
	}
	var lines []string
	for _, line := range strings.Split(said, "\n") {
		speaker, text, _ := strings.Cut(line, ": ")
		if speaker != "资料" {
			text = strconv.Quote(text)
		}
		lines = append(lines, speaker+": "+text)
	}
	return "[" + strings.Join(lines, ", ") + "]"
}

// operator loads a rule that must find one chat and not another.
func operator(t *testing.T, yaml, hit, miss string) *rule.Set {
	t.Helper()
	h, m := example(hit), example(miss)
	set, err := rule.Load(files(map[string]string{"evasion/x.yaml": fmt.Sprintf(
		"title: 试\n%s\nseverity: minor\npoints: 1\nwhy: 试\ninstead: 试\n"+
			"hits: [%s, %s, %s]\nmisses: [%s, %s, %s]\n", yaml, h, h, h, m, m, m)}))
	if err != nil {
		t.Errorf("%s: %v", yaml, err)
	}
	return set
}

func TestContexts(t *testing.T) {
	tests := []struct{ context, word, holds, not string }{
		{"negated", "最低价", "我们不能说是最低价", "我们就是最低价"},
		{"negated", "最低价", "这不是最低价哦", "不错的，这就是最低价"},
		{"negated", "返现", "好评返现是没有这种说法的", "优惠不了了，好评可以返现"},
		{"negated", "不掉色", "没有谁敢说不掉色", "不用担心，不掉色"},
		{"negated", "最便宜", "最便宜不敢说", "别家没有这个价，我们最便宜"},
		{"negated", "保证", "这个谁也无法向您保证", "不满意就退，我保证"},
		{"quoted", "最低价", "“全网最低价”是别人写的", "“好物”在这里，我们最低价"},
		{"quoted", "最低价", "您说的最低价我没看到", "我说的就是最低价"},
		{"question", "最便宜", "您要最便宜的吗", "这是最便宜的哦"},
		{"question", "最便宜", "您要最便宜的那款?", "最便宜的就是它!"},
		{"question", "最便宜", "是不是要最便宜的呢", "什么都有，最便宜"},
		{"condition", "不知道", "如果不知道就看说明", "我不知道"},
		{"condition", "不知道", "不知道的话看说明", "真的不知道"},
		{"customer", "不知道", "您不知道怎么选可以问我", "给您说实话，不知道"},
		{"customer", "不知道", "不知道您平时穿几码", "这个不知道哦亲"},
		{"customer", "不知道", "客户不知道怎么装", "您这个订单我不知道"},
		{"order", "最", "最晚明天发", "最薄的"},
		{"own_range", "最薄", "本店这几款里最薄的是它", "我们家最薄"},
		{"own_range", "最薄", "这三款中最薄的是中间那款", "三款都是最薄的"},
		{"grade", "顶级", "您是顶级会员", "这是顶级享受"},
		{"other_party", "不知道", "快递几点送不知道", "尺码我不知道"},
		{"sight", "不清楚", "图片拍得不清楚", "材质不清楚"},
		{"open_future", "不知道", "双十一什么价现在不知道", "重量不知道"},
	}
	for _, tt := range tests {
		yaml := fmt.Sprintf("any: [%s]\nunless: {context: [%s]}", tt.word, tt.context)
		operator(t, yaml, tt.not, tt.holds)
	}
}

func TestRescues(t *testing.T) {
	tests := []struct{ rescue, holds, not string }{
		{"promise", "不知道，我去问仓库，10分钟内回复您", "不知道，晚上冷"},
		{"promise", "不知道，今天下班前给您查到", "不知道呢，您今天拍吧"},
		{"step", "不知道呢，帮您问一下", "不知道呢，帮不了"},
		{"step", "不知道哦，我去核实", "不知道哦，亲"},
		{"answer", "不知道准不准，30cm吧", "不知道呀"},
		{"yes_no", "客户: 能洗吗\n客服: 不知道您信不信，可以的", "客户: 你好\n客服: 不知道，可以的"},
		{"alternative", "不知道，建议看第三屏", "不知道，就这样"},
		{"reason", "不知道，因为没到货", "不知道，没到货"},
	}
	for _, tt := range tests {
		yaml := fmt.Sprintf("any: [不知道]\nunless: {rescue: {of: [%s]}}", tt.rescue)
		operator(t, yaml, tt.not, tt.holds)
	}
}
