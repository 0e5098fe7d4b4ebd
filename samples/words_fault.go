package samples

import "chatqc/pipeline/chat"

// The shops that a fault suits.
const (
	wearShop = 1 << iota
	foodShop
	homeShop
	anyShop = wearShop | foodShop | homeShop
)

// A stage says when in the customer's story a fault suits.
type stage int

const (
	anyStage stage = iota
	beforeSale
	afterSale
)

// A fault is one way to answer badly: what customers ask, and the answers that a rule
// finds. Each answer is found as it stands, with nothing but 亲 before it.
type fault struct {
	kind  string // the identifier of the shipped rule
	stage stage
	shops int
	topic
}

// A vice is a set of faults of one dimension.
type vice struct {
	dimension chat.Dimension
	faults    []fault
}

// evasive is how a question is left standing. Nothing helpful may follow such an answer,
// so these faults end a session.
var evasive = vice{chat.Evasive, []fault{
	{"evasion/dont-know", beforeSale, anyShop, topic{
		[]string{
			"这批和上批一样吗", "跟去年那款有什么不同", "这个系列还会出新的吗", "{色}后面还会补货吗",
		},
		[]string{"这个我不知道哦", "这个不清楚呢亲", "我也不知道呢", "不太清楚哦", "这个我不太了解的"},
	}},
	{"evasion/dont-know", afterSale, anyShop, topic{
		[]string{"是哪个仓发的", "退件到哪了", "为什么分了两个包裹", "这单怎么多了个赠品"},
		[]string{"这个不清楚呢亲", "没听说过呢", "不了解哦亲", "我这边不晓得的"},
	}},
	{"evasion/look-yourself", beforeSale, anyShop, topic{
		[]string{"参数是多少", "重量是多少", "包装里都有什么", "{码}具体多大"},
		[]string{"您自己看详情吧", "详情页有的哦", "页面都写了的亲", "麻烦看下宝贝详情"},
	}},
	{"evasion/just-wait", afterSale, anyShop, topic{
		[]string{"怎么还没发货", "什么时候能退款", "到底多久能到", "还没更新物流啊"},
		[]string{"您耐心等待哦", "再等等吧", "等通知吧亲", "您慢慢等吧"},
	}},
	{"evasion/no-way", afterSale, anyShop, topic{
		[]string{"能给我换个颜色吗", "可以提前一天发吗", "差价能退吗"},
		[]string{"没办法哦", "这个没办法的亲", "处理不了呢亲", "我们也无能为力呢"},
	}},
	{"evasion/push-away", afterSale, anyShop, topic{
		[]string{"快递把箱子压坏了", "物流一直不动啊", "快递员态度很差"},
		[]string{"您自己联系快递吧", "那您去问快递吧"},
	}},
	{"evasion/not-our-business", afterSale, anyShop, topic{
		[]string{"快递把箱子压坏了", "物流一直不动啊", "快递员态度很差"},
		[]string{"这个不归我们管", "我只负责售前的哦"},
	}},
	{"evasion/rules-are-rules", afterSale, anyShop, topic{
		[]string{"为什么不能用券", "怎么就不能换呢", "凭什么不给退"},
		[]string{"规定就是这样的", "系统就是这样设置的", "这是平台规定的哦亲"},
	}},
	{"evasion/maybe", beforeSale, anyShop, topic{
		[]string{"{日}能到吗", "下次活动会更便宜吗", "{色}会再上架吗"},
		[]string{"应该吧", "应该会吧亲", "可能吧", "估计会吧"},
	}},
	{"evasion/uncertain", beforeSale, anyShop, topic{
		[]string{"{色}和图片差得多吗", "月底会有活动吗", "这个价会不会变"},
		[]string{"不好说哦", "这个不一定呢", "不确定哈"},
	}},
}}

// claims is what no agent may say of goods and prices.
var claims = vice{chat.BannedClaim, []fault{
	{"claims/best-quality", beforeSale, anyShop, topic{
		[]string{"质量怎么样", "好不好啊", "东西可以吗"},
		[]string{
			"我们家质量最好，放心拍", "我们的{简}品质全网最好",
		},
	}},
	{"claims/top-grade", beforeSale, anyShop, topic{
		[]string{"材料怎么样", "做工可以吗"},
		[]string{"用的都是顶级材料", "这是国家级的品质"},
	}},
	{"claims/lowest-price", beforeSale, anyShop, topic{
		[]string{"能便宜点吗", "还能优惠不", "别家才卖{券后}"},
		[]string{"我们是全网最低价", "已经是最低价了亲", "价格真的最低了哦", "全网最便宜的了"},
	}},
	{"claims/loss-sale", beforeSale, anyShop, topic{
		[]string{"能便宜点吗", "再少一点我就拍", "怎么卖这么便宜"},
		[]string{"都是亏本卖给您的", "这个价真的不赚钱了亲"},
	}},
	{"claims/rank-first", beforeSale, anyShop, topic{
		[]string{"卖得好吗", "你们家靠谱吗", "是大牌子吗"},
		[]string{"我们全国第一", "我们是全网销量第一的店", "这可是类目冠军款", "我们家是行业第一品牌"},
	}},
	{"promise/guarantee", beforeSale, anyShop, topic{
		[]string{"会坏吗", "会不会有问题", "能保证吗"},
		[]string{"绝对没问题的", "百分百满意", "保证不会坏", "绝对放心，我打包票"},
	}},
	{"claims/belittle", beforeSale, anyShop, topic{
		[]string{"和别家比呢", "隔壁店便宜{厘}块"},
		[]string{"别家的都是假货", "别家质量差得很", "市面上那些都是垃圾"},
	}},
	{"claims/false-scarcity", beforeSale, anyShop, topic{
		[]string{"我过两天再拍行吗", "货多吗", "不急吧"},
		[]string{"手慢无哦", "就剩最后一件了"},
	}},
	{"claims/price-rise", beforeSale, anyShop, topic{
		[]string{"我过两天再拍行吗", "这个价到什么时候"},
		[]string{"明天就恢复原价了亲"},
	}},
	{"claims/forever", beforeSale, wearShop | homeShop, topic{
		[]string{"能用几年啊", "用久了会怎样", "耐用吗"},
		[]string{"买一个用一辈子", "永不变形的", "用十年都没事，永不褪色"},
	}},
	{"claims/health-effect", beforeSale, foodShop, topic{
		[]string{"天天吃有什么好处", "适合气色不好的人吗", "泡着喝有什么用"},
		[]string{"天天喝可以排毒养颜", "吃这个能补血的", "泡着喝能祛湿的亲"},
	}},
}}

// baits is what leads customers off the platform or buys their praise.
var baits = vice{chat.BannedClaim, []fault{
	{"redline/social-account", beforeSale, anyShop, topic{
		[]string{"有没有老客优惠", "多买能便宜吗", "怎么联系你方便"},
		[]string{
			"加我微信吧，给您便宜{厘}元", "您加一下店长微信，vx：shop{克}",
			"加v：lucky{克} 给您走优惠", "私下联系我更便宜哦",
		},
	}},
	{"redline/threat", afterSale, anyShop, topic{
		[]string{"你们这服务不行啊，我要投诉", "再这样我找平台投诉了"},
		[]string{"那你投诉吧", "投诉也没用"},
	}},
	{"redline/cash-for-praise", afterSale, anyShop, topic{
		[]string{"收到了，挺好的", "东西到了", "已经确认收货了"},
		[]string{
			"好评返现5元哦", "五星好评截图发我，返{件}元红包", "晒图领红包{件}块",
			"给个五星好评送您小礼物",
		},
	}},
	{"redline/change-refund-reason", afterSale, anyShop, topic{
		[]string{"申请退款要选什么原因", "退货原因怎么填", "收到有破损想退"},
		[]string{"退款原因您选不想要了就行", "原因麻烦选七天无理由"},
	}},
	{"redline/off-platform-payment", beforeSale, anyShop, topic{
		[]string{"付款总是失败", "能不能少几块钱", "怎么付款划算"},
		[]string{"您直接转账给我们财务就行", "扫一下这个收款码付钱，便宜{厘}元"},
	}},
}}

// prying asks for what no order needs, or tells of other customers.
var prying = vice{chat.Privacy, []fault{
	{"privacy/ask-secret", afterSale, anyShop, topic{
		[]string{"退款退到哪里", "要我提供什么吗", "怎么证明是我本人买的"},
		[]string{
			"麻烦发一下身份证正反面", "验证码发我一下，这边来操作", "把您的银行卡号发过来就行",
		},
	}},
	{"privacy/other-customers", beforeSale, anyShop, topic{
		[]string{"{城}有人买过吗", "别人用着怎么样", "有没有真实的反馈"},
		[]string{"上一个客户姓林，也住您那边", "给您看下其他买家的聊天截图"},
	}},
}}

// rude is what customers are never told.
var rude = vice{chat.Service, []fault{
	{"courtesy/impatience", anyStage, anyShop, topic{
		[]string{"怎么这么久才回", "再问一下可以吗", "你说清楚点"},
		[]string{"别再问了", "烦不烦啊"},
	}},
	{"courtesy/already-told", anyStage, anyShop, topic{
		[]string{"怎么这么久才回", "再问一下可以吗", "你说清楚点"},
		[]string{"我都说了多少遍了"},
	}},
	{"courtesy/scold", anyStage, anyShop, topic{
		[]string{"怎么这么久才回", "再问一下可以吗", "你说清楚点"},
		[]string{"你看不懂吗"},
	}},
	{"courtesy/hang-up", beforeSale, anyShop, topic{
		[]string{"那我不买了", "那我去别家看看"},
		[]string{"爱买不买", "随便你"},
	}},
	{"courtesy/blame", afterSale, anyShop, topic{
		[]string{"收到发现拍错了", "颜色和想的不一样"},
		[]string{"是您自己没看清啊", "谁让你不看详情的", "这是您自己的问题"},
	}},
}}

// beside is what customers ask, at each stage, when the next answer will be an old one.
var beside = [...][]string{
	beforeSale: {
		"不是，我问的是另外一件事，{色二}有吗", "那{码二}呢，一样吗", "我是说送的赠品是什么",
		"还有一个问题，包装能拆吗", "那和{色二}有什么区别", "能不能说具体点", "那如果是送人呢",
		"是吗，可我朋友那个不是这样的", "那两个一起买呢", "我这边是{城}，也一样吗",
	},
	afterSale: {
		"我问的不是这个，赠品怎么没有", "那另外一件呢", "能不能说具体点", "还有一个问题，包装要留着吗",
		"那最后由谁来处理", "如果那天我不在家呢", "不是，我是说运费", "那我今天要做什么吗",
	},
}
