//! Who is hidden in the texts, and where.

/// What sort of identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Name,
    Phone,
    /// A card, a messenger's name, an e-mail.
    Tag,
    Account,
    Home,
}

/// One identity in one place.
#[derive(Clone, Debug)]
pub struct Planted {
    pub kind: Kind,
    /// As it reads without separators.
    pub words: String,
    /// Where it was written.
    pub place: &'static str,
    pub confidential: bool,
}

impl Planted {
    /// As [`folded`](super::ears::folded) leaves it.
    pub fn folded(&self) -> String {
        super::ears::folded(&self.words)
    }
}

/// A citizen of the test. Their numbers end in a digit of their own.
#[derive(Clone, Copy, Debug)]
pub struct Citizen {
    pub account: &'static str,
    pub name: &'static str,
    pub family: &'static str,
    pub own: char,
    pub confidential: bool,
}

pub const OPEN: Citizen = Citizen { account: "web:acct-qian-77", name: "钱宝珠", family: "韩铁山", own: '1', confidential: false };
pub const KEPT: Citizen = Citizen { account: "web:窦望岳", name: "窦望岳", family: "沈素琴", own: '2', confidential: true };
pub const GONE: Citizen = Citizen { account: "web:acct-yan-99", name: "严小满", family: "董长河", own: '3', confidential: false };

impl Citizen {
    /// The mobile that was written in the `n`-th place.
    pub fn phone(&self, n: u32) -> String {
        format!("1390000{}{n:02}{}", self.own, self.own)
    }

    pub fn identity_card(&self) -> String {
        format!("4403061988061{}001X", self.own)
    }

    pub fn bank_card(&self) -> String {
        format!("622202400001234567{}", self.own)
    }

    pub fn messenger(&self) -> String {
        format!("canary_bird_{}", self.own)
    }

    pub fn mail(&self) -> String {
        format!("canary{}@bird.example.cn", self.own)
    }

    pub fn room(&self) -> String {
        format!("7栋3单元160{}室", self.own)
    }
}

/// The places with a mobile of their own, by number.
pub const PLACES: [&str; 18] = [
    "首次诉求",
    "补充",
    "催办",
    "回访原因",
    "证据说明",
    "派单意见",
    "审核意见",
    "经办人答复",
    "撤诉原因",
    "联系后的回复",
    "驳回退单",
    "协办事项",
    "协办意见",
    "申请理由",
    "恢复理由",
    "查询函",
    "回函",
    "挂账措施",
];

/// Which places this citizen's case comes through.
pub fn places(citizen: &Citizen) -> Vec<usize> {
    match citizen.own {
        '3' => vec![0, 8],
        _ => vec![0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17],
    }
}

/// Everything that was planted.
pub fn plants() -> Vec<Planted> {
    [OPEN, KEPT, GONE].iter().flat_map(of).collect()
}

fn of(citizen: &Citizen) -> Vec<Planted> {
    let plant = |kind, words: &str, place| Planted { kind, words: words.to_owned(), place, confidential: citizen.confidential };
    let mut all = vec![plant(Kind::Name, citizen.name, "姓名"), plant(Kind::Account, citizen.account.trim_start_matches("web:"), "账号")];
    if citizen.own != '3' {
        all.push(plant(Kind::Name, citizen.family, "家人姓名"));
        all.push(plant(Kind::Tag, &citizen.identity_card(), "身份证"));
        all.push(plant(Kind::Tag, &citizen.bank_card(), "银行卡"));
        all.push(plant(Kind::Tag, &citizen.messenger(), "微信"));
        all.push(plant(Kind::Tag, &citizen.mail(), "邮箱"));
        all.push(plant(Kind::Home, &citizen.room(), "住址"));
    }
    // An account that is a name is one wherever it is read, and seen by whoever may see the name.
    all.retain(|planted| planted.kind != Kind::Account || planted.words != citizen.name);
    all.extend(places(citizen).into_iter().map(|n| plant(Kind::Phone, &citizen.phone(n as u32), PLACES[n])));
    all
}
