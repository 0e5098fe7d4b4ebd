package rule_test

import (
	"maps"
	"strings"
	"testing"

	"chatqc/pipeline/rule"
)

// shared is a pack with a collection that holds another one, of another pack.
var shared = map[string]string{
	"evasion/words/unknown.yaml": "title: 不知道\nwords: [不知道, 不清楚, $other/vague]\n",
	"other/pack.yaml":            packYAML,
	"other/words/vague.yaml":     "title: 含糊\nwords: [说不准, 不好说]\n",
}

func withShared(rules map[string]string) map[string]string {
	all := maps.Clone(shared)
	maps.Copy(all, rules)
	return all
}

func TestCollectionsStandForTheirWords(t *testing.T) {
	tests := []struct{ name, rule string }{
		{"in a list", `any: [$unknown, 不晓得]
hits: [客服: 不清楚, 客服: 不好说, 客服: 不晓得]
misses: [客服: 好, 客服: 在, 客服: 知道]`},
		{"in a guard", `any: [第一]
unless: {after: [$unknown]}
hits: [客服: 第一, 客服: 销量第一, 客服: 第一名]
misses: [客服: 第一说不准, 客服: 第一不知道, 客服: 好]`},
		{"in a pattern", `any: [$evasion/unknown]
regex: ['(真|确实){$unknown}']
hits: [客服: 真不知道, 客服: 确实说不准, 客服: 真不清楚]
misses: [客服: 不知道, 客服: 真说, 客服: 不好说]`},
		{"kinds of figures", `any: [内, 省]
regex: ['{duration}内(回复|发货)', '省{amount}']
hits: [客服: 10分钟内回复, 客服: 三天内发货, 客服: 省30.5元]
misses: [客服: 境内发货, 客服: 一省, 客服: 内部]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rule.Load(files(withShared(map[string]string{"evasion/x.yaml": ruleOf(tt.rule + "\n")})))
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLoadRefusesCollections(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"an unknown one", "evasion/x.yaml", change("[不知道, 不清楚]", "[$unknwon]"),
			`evasion/x.yaml:2:7: got the collection $evasion/unknwon, which is not there, did you mean $evasion/unknown?`},
		{"an unknown one in a pattern", "evasion/x.yaml", change("unless:", "regex: ['{$nothing}']\nunless:"),
			"got the collection $evasion/nothing, which is not there"},
		{"an unknown slot", "evasion/x.yaml", change("unless:", "regex: ['不知道{digit}']\nunless:"),
			"got the slot {digit}, want {$collection} or one of [amount duration measure number percent range]"},
		{"a circle", "other/words/vague.yaml", "title: 含糊\nwords: [说不准, $evasion/unknown]\n",
			"got a circle of collections: evasion/unknown → other/vague → evasion/unknown"},
		{"one without words", "other/words/vague.yaml", "title: 含糊\n", "other/words/vague.yaml:1:1: got no words"},
		{"an unknown key", "other/words/vague.yaml", "title: 含糊\nword: [说不准]\n", `unknown key "word", did you mean "words"?`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rule.Load(files(withShared(map[string]string{"evasion/x.yaml": good, tt.file: tt.data})))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
		})
	}
}
