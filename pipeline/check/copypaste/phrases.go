package copypaste

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"
)

// phraseLists are the building blocks of messages that carry no content of their
// own, by kind. They are pieces, not sentences: a shop's macro is told by being made
// of nothing else. A word that answers questions as often as it pads belongs in none.
var phraseLists = [nothing + 1]string{
	greeting: `
		您好 你好 哈喽 哈啰 嗨 hello hi 在的 在呢 在哦 在哈 在呀 我在 欢迎 欢迎光临 欢迎您 来到
		进店 官方旗舰店 旗舰店 专卖店 专营店 自营店 官方店 本店 上午好 早上好 中午好 下午好
		晚上好 早安 有什么可以帮 有什么能帮 有什么可以为您 有什么能为您 有什么需要 有什么问题
		有什么疑问 有什么吩咐 有何吩咐 有啥可以帮 有什么可以 有什么 可以帮您 可以帮到您
		可以帮助您 可以帮助到您 能帮您 能帮到您 帮助到您 帮到您 帮助您 需要帮助 什么帮助 效劳
		吩咐 请讲 请说 处理或解决 解决的 解答的 很高兴为您服务 高兴为您服务 竭诚为您服务
		为您服务 为您解答 很高兴 高兴 竭诚 乐意 诚挚 真诚 客服 号客服 专员 客服专员 服务专员
		工号 店小二 小二 顾问 导购 我是 想咨询 要咨询 咨询的是 想了解 要了解 前来咨询 前来 咨询
		咨询什么 之前的问题 其他的问题 遇到什么问题 遇到了什么问题 什么问题 出现什么问题 描述
		描述一下 描述下 简单描述 具体描述 说一下 怎么称呼 如何称呼 随时为您 一直都在 一直在 等您
		等候您 相遇 遇见 服务质量 提升服务 会被记录 被记录 全程记录`,
	hold: `
		稍等 稍等一下 稍等下 稍等片刻 稍候 稍后 稍微等 等一下 等下 等一等 等等 等会 等一会 等待
		等待一下 等待下 等候 耐心 耐心等待 片刻 一会 一会儿 一小会 几分钟 分钟 不要着急 别着急
		不着急 莫着急 着急 不要走开 不要离开 别走开 请勿离开 喝杯水 喝口水 喝水 休息 休息一下
		歇歇 尽快回复 给您回复 回复您 回复 回复消息 回复稍慢 回复较慢 回复慢 回复不及时 没有及时
		逐一 一一 马上回来 马上回复 尽快处理 加急处理 快马加鞭 处理中 处理进度 进度 查询
		查询一下 查询下 查询中 查一下 查下 查看 查看一下 查看下 查查 查到后 核实 核实一下 核实下
		核实中 核对 核对一下 确认一下 确认下 确认中 确认 看一下 看下 看看 去看 去查 去问 问一下
		问下 跟进 跟进一下 登记一下 反馈一下 排队 排队中 咨询量 咨询量大 咨询人数 咨询的人
		咨询的客户 人数较多 人数多 人较多 人太多 人有点多 多位客户 多位顾客 多位 一对多 一对一
		同时接待 同时沟通 同时回复 同时在线 接待 忙 繁忙 高峰期 火爆 提供 提供一下 提供下
		提供给我 发一下 发下 发给我 发我 发过来 告知 告诉我 报一下 复制 复制一下 复制给我 订单号
		订单编号 单号 订单号码 截图 截个图 拍照 拍个照 发图 是这个商品吗 是这个订单吗 是这款吗
		是这个吗 这个商品吗 这个订单吗 哪个订单 哪一个订单 哪个商品 选择一下`,
	closing: `
		感谢 感谢您 谢谢 谢谢您 多谢 谢谢亲 祝 祝您 祝福 祝愿 生活愉快 购物愉快 心情愉快
		工作顺利 愉快 身体健康 健康 阖家 家人 全家 平安 开心 每天开心 天天开心 幸福 幸福快乐
		快乐 美满 顺心 事事顺心 顺利 如意 万事如意 新年快乐 节日快乐 中秋快乐 国庆快乐 元旦快乐
		春节快乐 元宵节快乐 圣诞快乐 周末愉快 假期愉快 前程似锦 再见 拜拜 晚安 好梦 不客气
		别客气 太客气 您客气 客气 应该的 应该做的 我应该做的 应该做 分内 分内之事 分内的事 荣幸
		期待 期待您 再次 下次 再次光临 下次光临 光临 惠顾 回购 还有其他 还有其它 今后 还有什么
		还有别的 还可以帮到您 还能帮到您 可以帮到您的 可以帮您的 可以帮到 其他问题 其它问题
		别的问题 其他需要 其他疑问 其他的 其他 如果没有 没有其他 没有别的 没有问题的话 评价
		评价一下 评价下 做出评价 做个评价 给个评价 评分 打分 打个分 五星 五星好评 好评 满意
		满意度 非常满意 赏个 打赏 小表情 表情栏 表情 对我的服务 我的服务 本次服务 对我 服务满意
		奖励 支持与理解 支持和理解 理解与支持 理解和支持 您的支持 对我们的支持 您的理解 您的配合
		配合 您的信任 信任 您的光临 您的来访 您的咨询 您的肯定 肯定 赞美 认可 鼓励 动力 加油
		最大的动力 追求 坚持 宗旨 有问题随时 有需要随时 有疑问随时 随时来问 疑问 随时都在
		随时联系 随时咨询 随时来 随时找 再来咨询 来咨询 有问题再 联系我 找我 再来 再来找
		联系我们 联系客服 召唤 打扰 不打扰 关注 收藏 关注店铺 系统提示 会话 本次会话 结束
		自动结束 自动关闭 断开 中断 切断 长时间 还没有收到 没有收到您的 未收到您的 没有等到
		您的回复 您的消息 善解人意 通情达理 宽容 包容 体贴 亲和力 注意保暖 多喝水 注意身体 添衣
		保重 天冷 天凉 天热 降温 防暑`,
	acknowledgement: `
		好的 好滴 好嘞 好哒 好呀 好 嗯 嗯嗯 恩 恩恩 是的 是滴 对的 可以的 可以哦 收到 明白
		明白您 意思 您的意思 了解 知道了 知道的 没问题 没关系 没事 没事的 没有 没有的 有的 不用
		不用谢 不会 行 行的 ok okay 是这样的 抱歉 很抱歉 不好意思 对不起 理解您的心情 理解您
		心情 感受 添麻烦 添麻烦了 不便 不愉快 见谅 谅解 体谅 包涵 海涵 原谅 理解一下 多多理解
		理解下 请理解 歉意 致歉 道歉 深表 带来 造成 造成的 耽误 耽误您 耽误您使用 耽误您的使用
		耽误时间 您的时间 宝贵的时间 久等 让您久等 让您久等了 久等了 怠慢 慢待 遗憾 放心 请放心
		安心 不用担心 别担心`,
	label: `
		姓名 收件人 收货人 联系人 电话 手机号 联系电话 服务电话 热线 电话号码 地址 收货地址
		寄回地址 退货地址 邮编 快递单号 物流单号 运单号 配送员 快递员 单号是 商品编号 编号 金额
		型号 日期 链接 网址 验证码 账号 订单金额 下单时间`,
	nothing: `
		亲 亲亲 亲爱的 亲爱哒 亲爱滴 亲们 尊敬的 尊敬 客户 顾客 客官 小主 您 你 我 他 我们 咱们
		咱 本人 您这边 我这边 这边 这里 那边 小妹 妹子 妹纸 小编 呢 哦 哈 啊 呀 哟 吧 吗 么 嘛
		的 了 噢 呐 嘞 咯 喔 哒 滴 啦 呦 唷 诶 哎 额 呃 嘻 嘿 那 就 都 也 为 给 帮 帮您 帮忙 把
		让 让您 对 对您 和 与 及 以及 跟 同 是 是不是 是否 还是 还 还请 再 先 已 已经 在 正 正在
		有 有没有 要 想 会 能 能否 可 可以 需 需要 请 请您 请问 请您的 麻烦 麻烦您 烦请 辛苦
		辛苦您 辛苦了 劳烦 方便 一下 下 一个 个 这个 马上 立即 立刻 尽快 现在 目前 之前 刚刚 很
		太 非常 十分 真的 真是 实在 确实 特别 比较 万分 多 更 更好 更快 好吗 可以吗 行吗 的话
		如果 如 若 为了 因为 由于 所以 但是 不过 只要 问题 您的问题 情况 处理 解决 服务 反馈
		一直 会一直 时候 遇到 像 这样 这么 做 到 从 上 中 里 后 等 位 一 两 三 天 之 支持 建议
		信息 内容 此前 永远 奥 点击 点一下 点个 下方 右下角 左下角 上方 旁边 对话框 聊天框
		输入框 加号 按钮`,
}

// afterName and beforeName are phrases beside which the name of a shop or of an agent
// stands, which no list can know.
const (
	afterName = `官方旗舰店 旗舰店 专卖店 专营店 自营店 官方店 客服 很高兴为您服务 高兴为您服务
		竭诚为您服务 为您服务`
	beforeName = `我是 客服 专员 客服专员 服务专员 顾问 导购`
)

// maskTokens are the tokens of masked data in brackets, such as [手机号].
var maskTokens = map[string]bool{
	"手机号": true, "固定电话": true, "身份证号": true, "银行卡号": true, "邮箱": true, "地址": true,
	"收件人": true, "订单号": true, "快递单号": true, "微信号": true, "qq号": true, "支付宝账号": true,
}

// A phrase of one of the lists.
type phrase struct {
	head, mask uint64 // its first 8 bytes, and which of them there are: refutes most
	text       string
	runes      int32
	kind       int16
	// A name stands before it, or behind it.
	afterName, beforeName bool
}

// phrases are in order of their first rune, the longest first, which is how they are
// tried. phrasesFrom holds, for each first rune, where its phrases begin and end.
var phrases, phrasesFrom = indexPhrases()

// firstRunes is the number of runes that may begin a phrase: Latin and common Han.
const firstRunes = 0xA000

func indexPhrases() ([]phrase, *[firstRunes + 1]uint16) {
	var all []phrase
	for kind, list := range phraseLists {
		for _, text := range strings.Fields(list) {
			all = append(all, newPhrase(text, kind))
		}
	}
	slices.SortStableFunc(all, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(a.first(), b.first()), cmp.Compare(len(b.text), len(a.text)))
	})
	from := new([firstRunes + 1]uint16)
	at := 0
	for first := range from {
		for at < len(all) && int(all[at].first()) < first {
			at++
		}
		from[first] = uint16(at)
	}
	return all, from
}

func newPhrase(text string, kind int) phrase {
	p := phrase{
		head: head([]byte(text)), text: text, kind: int16(kind),
		runes:      int32(utf8.RuneCountInString(text)),
		afterName:  slices.Contains(strings.Fields(afterName), text),
		beforeName: slices.Contains(strings.Fields(beforeName), text),
	}
	for i := range min(len(text), 8) {
		p.mask |= 0xFF << (8 * i)
	}
	return p
}

func (p *phrase) first() rune {
	r, _ := utf8.DecodeRuneInString(p.text)
	return r
}

// head returns the first 8 bytes of s as a number, the missing ones as 0.
func head(s []byte) uint64 {
	if len(s) >= 8 {
		return binary.LittleEndian.Uint64(s)
	}
	var padded [8]byte
	copy(padded[:], s)
	return binary.LittleEndian.Uint64(padded[:])
}

// longestPhrase returns the longest phrase at the beginning of s, whose first rune is
// given, or nil.
func longestPhrase(s []byte, first rune) *phrase {
	list := phrases[phrasesFrom[first]:phrasesFrom[first+1]]
	if len(list) == 0 {
		return nil
	}
	start := head(s)
	for i := range list {
		p := &list[i]
		if (start^p.head)&p.mask != 0 {
			continue
		}
		if len(p.text) <= 8 || len(s) >= len(p.text) && string(s[:len(p.text)]) == p.text {
			return p
		}
	}
	return nil
}
