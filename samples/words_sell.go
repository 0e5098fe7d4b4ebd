package samples

// bargains are doubts about the price. Good sellers answer with sums that add up.
var bargains = topic{
	[]string{"有点贵", "能便宜点吗", "{价}有点小贵啊", "有优惠吗", "还能再少点不", "超预算了"},
	[]string{
		"{件}件一起拍满{满}减{减}，到手{到手}元", "现在满{满}减{减}，{件}件算下来{到手}元",
		"店铺首页领券减{券}，券后{券后}元", "您领这张券立减{券}，券后{券后}元，今天{时}点前有效",
	},
}

// fears are doubts about what happens when it does not fit.
var fears = topic{
	[]string{"怕不合适", "万一不喜欢怎么办", "没买过你家的", "第一次买有点犹豫", "怕踩雷"},
	[]string{
		"支持7天无理由，还送运费险，不合适免费退", "不合适可以换，{快递}上门取件，您不用跑",
		"送运费险的，收到不满意包退", "质量问题包换，先用后付也支持",
	},
}

// delays are how customers put off buying.
var delays = topic{
	[]string{"我再看看", "我考虑一下", "先加购了", "再对比对比", "等发工资吧"},
	[]string{
		"后台显示{色}{码}只剩{余}件了，喜欢的话可以拍下，{时}点前付款今天发",
		"满减活动到{月}月{末}号24点截止，喜欢的话可以先拍下",
		"今天{时}点前付款今天就能发，{日}能到{城}", "库存还剩{余}件，需要的话我给您留一件到今晚",
	},
}

// choices are asked for advice; a good seller gives it with a reason.
var choices = topic{
	[]string{"选哪个好呢", "有点纠结", "{色}还是{色二}", "你觉得哪个好"},
	[]string{
		"推荐{色}，因为{近}天里{单}位客人选了它", "更推荐{色二}，因为这款送人也合适",
		"您是自己留着还是送人呢，送人的话建议选{色二}，更体面",
	},
}

// selling and plain answer the same doubts, well and lamely; entry i of both has the same
// questions.
var (
	selling = []topic{bargains, fears, delays, choices}
	plain   = []topic{
		{bargains.asks, []string{
			"价格是统一的，改不了价哦", "目前就是这个价", "现在没有别的活动了", "已经是活动的价格了呢",
		}},
		{fears.asks, []string{"这款买的人不少", "不急的，慢慢看", "有具体担心的地方可以问我"}},
		{delays.asks, []string{"好的，慢慢选", "嗯嗯，有问题再找我", "好的，不着急"}},
		{choices.asks, []string{"两个卖得差不多", "两款都有现货", "颜色不一样而已"}},
	}
)

// hints end an answer of excellent sellers, by shop.
var hints = [...][]string{
	{
		"您身高体重多少呢，我帮您看尺码", "通勤穿不起皱，下班直接去约会也合适",
		"搭配同系列的打底衫更显瘦，两件还能用满减", "您平时穿什么码呢，我对着尺寸表给您推荐",
		"建议您选{色}，更显白，上班穿很合适",
	},
	{
		"您是自己吃还是送人呢，送人有礼盒", "早餐配牛奶吃很方便", "再带一份刚好满{满}减{减}，更划算",
		"推荐先拍{码}，因为口味自己吃过才知道", "办公室放一袋很方便，下午饿了就能吃",
	},
	{
		"家里几个人用呢，我看看{码}够不够", "宿舍用很方便，收起来只有一本书大",
		"搭配同款杯刷一起拍更划算，省{厘}元", "推荐{码}的，因为台面小也刚好放得下",
		"预算大概多少呢，我给您挑一款合适的",
	},
}
