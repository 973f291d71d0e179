//! Hostile input out of plain bytes 恶意输入: the same bytes are the same input, so that what was found once is found again.

/// Bytes that are used up from the front. When there are none left, everything is the first choice.
pub struct Input<'a>(&'a [u8]);

/// What a text may be made of, beside bytes as they come: what the house listens for, and what others have broken with.
const PIECES: &[&str] = &[
    "查进度",
    "催办",
    "撤诉",
    "补充",
    "谁看过",
    "时限说明",
    "确认",
    "是",
    "不是",
    "第二个",
    "新的",
    "未解决",
    "满意",
    "待办",
    "签收",
    "退单\n理由：不归我们\n依据：职责清单\n建议单位：水务局",
    "办结",
    "天数：5",
    "取消",
    "帮助",
    "/start",
    "/new",
    "20260302-000001",
    "20260302-000002",
    "２０２６０３０２－０００００１",
    "20269999-999999",
    "ABCD2345",
    "查询码ZZZZZZZZ",
    "路灯坏了",
    "楼下烧烤摊半夜还在吵",
    "着火了",
    "有人要跳楼",
    "城东区解放路11号",
    "昨天晚上八点",
    "电话13800001111",
    "我叫周启明",
    "你们都是废物",
    "不要告诉别人是我",
    "物业",
    "工资三个月没发",
    "大前天",
    "上周三下午2点半",
    "2月30日",
    "9999年99月99日",
    "1970-01-01",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "&amp;#x27;",
    "\"'`",
    "](http://x.example)",
    "*_~`|[]()",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# #}",
    "${x}",
    "%s%n",
    "\\u0000",
    "..//..//",
    "' OR 1=1 --",
    "\u{0}",
    "\u{7f}",
    "\u{1b}[31m",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{fffd}",
    "\u{e000}",
    "\u{10ffff}",
    "👨‍👩‍👧",
    "🇨🇳",
    "👍🏽",
    "e\u{301}\u{301}\u{301}",
    "ﷺ",
    "①⑴Ⅻ",
    "ＡＢＣ１２３",
    "ß",
    "İ",
    "ſ",
    "K",
    "㍿",
    "\r\n",
    "\u{2028}",
    "\t",
    "：",
    "，",
    "。",
    "|",
    ":",
    "-",
    " ",
    "一二三四五六七八九十百千万亿",
    "0000000000000000",
    "99999999999999999999",
];

impl<'a> Input<'a> {
    /// All of the bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().map_or((0, self.0), |(first, rest)| (*first, rest));
        self.0 = rest;
        first
    }

    /// Whether it comes to pass, once in so many times.
    pub fn once_in(&mut self, times: u8) -> bool {
        self.byte().is_multiple_of(times)
    }

    /// A number below `most`, which is at least 1.
    pub fn below(&mut self, most: usize) -> usize {
        let wide = usize::from(self.byte()) + if most > 256 { usize::from(self.byte()) << 8 } else { 0 };
        wide % most
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// At most so many bytes as they come.
    pub fn bytes(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A text of a few pieces, now and then a long one.
    pub fn text(&mut self) -> String {
        let pieces = self.below(7);
        (0..=pieces).map(|_| self.piece()).collect()
    }

    fn piece(&mut self) -> String {
        match self.byte() % 8 {
            0..=4 => self.pick(PIECES).to_owned(),
            5 | 6 => {
                let most = self.below(48);
                String::from_utf8_lossy(self.bytes(most)).into_owned()
            }
            _ => {
                let piece = self.pick(PIECES);
                piece.repeat(1 + self.below(256))
            }
        }
    }
}
