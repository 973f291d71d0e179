//! One way of writing 文本归一: what a person typed, in the form that keywords and patterns are written in.
//!
//! In this order, character by character: full-width ASCII becomes ASCII, ASCII becomes lower case, the commonest
//! traditional characters become simplified; invisible characters and control characters go; white space stays only
//! where it separates (one space between two ASCII words, one line break between two lines); repeated punctuation and
//! drawn-out characters (！！！！, 啊啊啊啊) become one. Digits and ASCII letters are never merged: 11000 stays 11000.
//!
//! The result is never longer than the text, in bytes or in characters, and normalising twice changes nothing.

use std::sync::LazyLock;

/// Traditional characters that stand in ordinary complaints. People paste from phones set to traditional writing; the
/// table holds what an address, a quarrel or a bill needs and leaves rare characters alone, because one traditional
/// character may stand for several simplified ones and a wrong guess is worse than none.
const TRADITIONAL: &str = "臺灣萬與專業東絲兩嚴個豐臨為麗舉義烏樂習鄉書買亂爭雲產親億僅從倉們價眾優會傷倫偉側偵債傾償兒黨蘭關興養\
獸內岡冊寫軍農馮沖決況凍淨涼減鳳憑凱擊劃劉則剛創刪別製劑勸辦務動勵勁勞勢區醫華協單賣盧衛卻廠廳歷厲壓廁縣參雙發變\
疊號嘆後嚇嗎聽啟吳員響啞問喪喬噴嚐團園圍國圖圓聖場壞塊堅壇壩墳墜墊壘牆壯聲殼處備複夠頭夾奪奮獎婦媽孫學寧寶實審\
憲宮寬賓對導將爾塵嘗層屬歲豈島嶺幣帥師帳帶幫幹廣慶庫應廟廢開異棄張彌彎彈強歸當錄徹徑態憐總戀懇惡惱愛憤懷懶擔據\
擠揮損換搖擺攤搶護報擬擁攔擇掛揀撐擾攜敗敵數斷無舊時曠曬曉暫術機殺雜權條來楊極構槍檢樓標樣樹橋歡歐殘毀畢氣漢湯\
溝沒淚潑潔測濟渾濃塗濤潤漲滅滯滿漁濕灘災燈點煉爛煩燒熱煙營狀獨獄環現瑪電畫療瘋癢監盤盜蓋碼磚礎確禮禍種積稱穩窮竊\
競筆築簡簽籃籌糧糾紅約級紀純紙線練組細終經綁結給絡絕統繼續維綠網緊縮編緣縫繳罷羅職聯腦腳臉艱藝節蘆蒼蘇莊獲藥蟲補\
裝裏見觀規視覺觸計訂認討讓訓議記講許論設訪證評識訴診詐話該詳語誤說請諸讀課誰調談謝謊貝負財責貨質販購貼貴貸費賀\
資賊賴賠賬賞賢賺贈贏趕車軌轉輪軟輕載較輛輸轄轟邊達遷過運還這進遠違連遲適選遺鄰鄭釋裡鐵鈔鋼鑰鐘錢鍋鎖鎮門閃閉\
間鬧聞閱闊隊陽陰階際陸陳險隨隱難霧靜頂項順須顧頓預領頻題額顏風飛飯飲館馬駕駛驗騎騙驚騷魚鮮鳥雞鴨鳴麥黃齊齡龍龜";

/// What each character of [`TRADITIONAL`] becomes, in the same order.
const SIMPLIFIED: &str = "台湾万与专业东丝两严个丰临为丽举义乌乐习乡书买乱争云产亲亿仅从仓们价众优会伤伦伟侧侦债倾偿儿党兰关兴养\
兽内冈册写军农冯冲决况冻净凉减凤凭凯击划刘则刚创删别制剂劝办务动励劲劳势区医华协单卖卢卫却厂厅历厉压厕县参双发变\
叠号叹后吓吗听启吴员响哑问丧乔喷尝团园围国图圆圣场坏块坚坛坝坟坠垫垒墙壮声壳处备复够头夹夺奋奖妇妈孙学宁宝实审\
宪宫宽宾对导将尔尘尝层属岁岂岛岭币帅师帐带帮干广庆库应庙废开异弃张弥弯弹强归当录彻径态怜总恋恳恶恼爱愤怀懒担据\
挤挥损换摇摆摊抢护报拟拥拦择挂拣撑扰携败敌数断无旧时旷晒晓暂术机杀杂权条来杨极构枪检楼标样树桥欢欧残毁毕气汉汤\
沟没泪泼洁测济浑浓涂涛润涨灭滞满渔湿滩灾灯点炼烂烦烧热烟营状独狱环现玛电画疗疯痒监盘盗盖码砖础确礼祸种积称稳穷窃\
竞笔筑简签篮筹粮纠红约级纪纯纸线练组细终经绑结给络绝统继续维绿网紧缩编缘缝缴罢罗职联脑脚脸艰艺节芦苍苏庄获药虫补\
装里见观规视觉触计订认讨让训议记讲许论设访证评识诉诊诈话该详语误说请诸读课谁调谈谢谎贝负财责货质贩购贴贵贷费贺\
资贼赖赔账赏贤赚赠赢赶车轨转轮软轻载较辆输辖轰边达迁过运还这进远违连迟适选遗邻郑释里铁钞钢钥钟钱锅锁镇门闪闭\
间闹闻阅阔队阳阴阶际陆陈险随隐难雾静顶项顺须顾顿预领频题额颜风飞饭饮馆马驾驶验骑骗惊骚鱼鲜鸟鸡鸭鸣麦黄齐龄龙龟";

/// The block of common ideographs 中日韩统一表意文字, which both sides of the table lie in.
const FIRST_IDEOGRAPH: u32 = 0x4E00;
const LAST_IDEOGRAPH: u32 = 0x9FFF;

/// The table by ideograph, so that a text costs one look per character.
static SIMPLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (FIRST_IDEOGRAPH..=LAST_IDEOGRAPH).filter_map(char::from_u32).collect();
    for (from, to) in TRADITIONAL.chars().zip(SIMPLIFIED.chars()) {
        table[(from as u32 - FIRST_IDEOGRAPH) as usize] = to;
    }
    table
});

/// The one way of writing `text`; see the module for what changes.
pub fn normalise(text: &str) -> String {
    let mut out = Writer { text: String::with_capacity(text.len()), last: None, run: 0, gap: Gap::None };
    for c in text.chars().map(unify) {
        // Nearly every character is an ideograph that differs from the one before: it stays, and nothing else need be asked.
        if matches!(c, '\u{4E00}'..='\u{9FFF}') && out.gap == Gap::None && out.last != Some(c) { out.keep(c) } else { out.take(c) }
    }
    out.text
}

/// White space that was seen and is not yet written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

struct Writer {
    text: String,
    last: Option<char>,
    run: usize,
    gap: Gap,
}

impl Writer {
    fn take(&mut self, c: char) {
        if c.is_whitespace() {
            let gap = if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') { Gap::Line } else { Gap::Space };
            self.gap = self.gap.max(gap);
        } else if !is_invisible(c) {
            self.separate(c);
            self.write(c);
        }
    }

    fn keep(&mut self, c: char) {
        (self.last, self.run) = (Some(c), 1);
        self.text.push(c);
    }

    fn separate(&mut self, next: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        match (gap, self.last) {
            (Gap::Line, Some(_)) => self.write('\n'),
            (Gap::Space, Some(last)) if last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() => self.write(' '),
            _ => {}
        }
    }

    fn write(&mut self, c: char) {
        self.run = if self.last == Some(c) { self.run + 1 } else { 1 };
        self.last = Some(c);
        let drawn_out = if c.is_alphanumeric() { 3 } else { 2 };
        if c.is_ascii_alphanumeric() || self.run < drawn_out {
            self.text.push(c);
        } else if self.run == drawn_out {
            // The run is now known to be one character drawn out: what was written of it beyond the first goes again.
            let first = self.text.len() - (drawn_out - 2) * c.len_utf8();
            self.text.truncate(first);
        }
    }
}

fn unify(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).map_or(c, |c| c.to_ascii_lowercase()),
        '\u{4E00}'..='\u{9FFF}' => SIMPLE[(c as u32 - FIRST_IDEOGRAPH) as usize],
        _ => c.to_ascii_lowercase(),
    }
}

/// Characters that nobody sees: zero-width and direction marks, variation selectors, controls.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_way_of_writing() {
        for (typed, wanted) in [
            ("", ""),
            ("ＥＴＣ扣了１００元", "etc扣了100元"),
            ("臺灣路水電沒有了", "台湾路水电没有了"),
            ("太吵了！！！！！", "太吵了!"),
            ("啊啊啊啊吵死了", "啊吵死了"),
            ("天天停水，妈妈很急", "天天停水,妈妈很急"),
            ("多扣11000块，www.a.cn", "多扣11000块,www.a.cn"),
            ("着 火　了", "着火了"),
            ("please help me", "please help me"),
            ("停\u{200b}水\u{feff}了", "停水了"),
            ("一行\r\n\r\n 二行\n", "一行\n二行"),
            ("急急急！ ！！", "急!"),
            ("……。。。", "…。"),
            ("👍️👍️👍️好", "👍好"),
        ] {
            assert_eq!(normalise(typed), wanted, "{typed:?}");
        }
    }

    #[test]
    fn the_two_tables_match() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        for (from, to) in TRADITIONAL.chars().zip(SIMPLIFIED.chars()) {
            assert_ne!(from, to);
            assert_eq!(unify(from), to, "{from} twice in the table");
            assert_eq!(unify(to), to, "{to} must not change again");
        }
    }

    proptest! {
        #[test]
        fn never_longer_and_stable(text in "(\\PC|[\u{200b}\n \t！!啊aA臺1１.。]){0,60}") {
            let once = normalise(&text);
            prop_assert!(once.len() <= text.len() && once.chars().count() <= text.chars().count());
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
