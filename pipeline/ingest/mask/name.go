package mask

// surnames are the first characters of names in a recipient's block.
const surnames = "" +
	"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜" +
	"叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶" +
	"黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申" +
	"欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴" +
	"蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席" +
	"卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟" +
	"邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强" +
	"帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍" +
	"辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉" +
	"冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"

// names looks for the name of a recipient: behind 收件人: and the like, and, where a
// phone number and an address stand in the text, in a field of its own next to them.
func (m *Masker) names() {
	v := &m.view
	known := len(m.found)
	for i := 0; i < len(v.bytes); {
		n := 0
		r, size := v.rune(i)
		if r == '收' || r == '联' || r == '姓' {
			n = v.hasAny(i, []string{"收货人", "收件人", "联系人", "姓名"})
		}
		if n == 0 {
			i += size
			continue
		}
		i += n
		i += v.hasAny(i, []string{"姓名"})
		for v.at(i) == ' ' {
			i++
		}
		if v.at(i) != ':' {
			continue
		}
		for i++; v.at(i) == ' '; i++ {
		}
		if end := m.name(i); end > i {
			m.add(i, end, nameToken)
			i = end
		}
	}
	if known == len(m.found) && m.shipment() {
		m.fields(known)
	}
	m.blot()
}

// shipment reports whether both a phone number and an address were found.
func (m *Masker) shipment() bool {
	phone, address := false, false
	for _, f := range m.found {
		phone = phone || f.token == mobileToken || f.token == landlineToken
		address = address || f.token == addressToken
	}
	return phone && address
}

// fields looks for a name as the whole field before or behind one of the first n spans.
func (m *Masker) fields(n int) {
	v := &m.view
	for f := range n {
		begin, end := m.found[f].end, m.found[f].begin
		for isSeparator(v.at(begin)) {
			begin++
		}
		if stop := m.name(begin); stop > begin {
			m.add(begin, stop, nameToken)
			return
		}
		for isSeparator(v.at(end - 1)) {
			end--
		}
		if m.nameBefore(end) {
			return
		}
	}
}

// nameBefore notes a name that ends at end and begins a field.
func (m *Masker) nameBefore(end int) bool {
	v := &m.view
	begin := end
	for range 3 {
		r, size := v.before(begin)
		if !isHan(r) {
			break
		}
		begin -= size
		if c := v.at(begin - 1); c < 0x80 && m.name(begin) == end {
			m.add(begin, end, nameToken)
			return true
		}
	}
	return false
}

// isSeparator reports whether c stands between the fields of a recipient's block.
func isSeparator(c byte) bool {
	return c == ' ' || c == ',' || c == ';' || c == ':' || c == '\n' || c == '\t' || c == '/'
}

// noNames begin like a name and stand where one may stand.
var noNames = [...]string{
	"谢谢", "麻烦", "马上", "方便", "安排", "常用", "全部", "全国", "时间", "中午", "周末",
	"周一", "周二", "周三", "周四", "周五", "周六", "周日", "当天", "信息", "支付", "经常",
	"万一", "元旦", "成功", "查收", "查一", "游客", "白天", "单位", "公司", "门口", "门卫",
	"楼下", "楼上", "包装", "和之", "国庆", "明天", "封好", "权威", "巧", "安全", "边上",
	"计划", "索要", "顾客",
}

// longestName is how many characters a name with its title may have.
const longestName = 6

// name returns the end of the personal name that begins at i and fills its field, or i.
func (m *Masker) name(i int) int {
	v := &m.view
	end, length := i, 0
	for length <= longestName && end < len(v.bytes) {
		r, n := v.rune(end)
		if !isHan(r) || v.hasAny(end, []string{"电话", "手机", "联系", "地址", "收"}) > 0 {
			break
		}
		if length == 0 && !m.class.is(r, surnameClass) {
			return i
		}
		end += n
		length++
	}
	if title := []string{"先生", "女士", "小姐"}; length > 2 && length <= longestName &&
		v.hasAny(end-len(title[0]), title) > 0 {
		return end
	}
	if length < 2 || length > 4 || v.hasAny(i, noNames[:]) > 0 {
		return i
	}
	return end
}
