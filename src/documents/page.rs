//! A template filled in 成稿: what stands on the paper from top to bottom, in words, before it becomes a file.

/// A paper, filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What the file says that it is.
    pub title: String,
    /// 发文机关
    pub office: String,
    /// What stands small at the foot of every page: the case, and the 查阅码.
    pub foot: String,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A block with its words, a line each.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// 红头
    Head(String),
    /// 发文字号
    Number(String),
    /// 标题
    Title(Vec<String>),
    /// Left and right under the title.
    Caption(String, String),
    /// 主送机关
    To(String),
    /// 正文
    Text(Vec<String>),
    /// 小标题
    Heading(String),
    /// 表格
    Table(Table),
    /// 署名: the office, what stands where the seal goes, the date.
    Sign {
        /// 发文机关
        office: String,
        /// 印章处
        seal: String,
        /// 成文日期
        date: String,
    },
    /// 承办人、审核、签发
    Signatures(Vec<String>),
    /// 抄送
    Copies(Vec<String>),
    /// Small print.
    Note(Vec<String>),
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The columns' widths, as parts of the whole.
    pub widths: Vec<u32>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// At least so many millimetres high.
    pub height: u32,
    /// From left to right.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its words.
    pub lines: Vec<String>,
    /// Over so many columns.
    pub span: u32,
    /// It is a name.
    pub is_label: bool,
    /// What stands at the bottom to the right, where one signs.
    pub sign: Option<String>,
}

impl Page {
    /// Every word on it, a line each, in the order of the page.
    pub fn lines(&self) -> Vec<&str> {
        let mut all = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Head(text) | Block::Number(text) | Block::To(text) | Block::Heading(text) => all.push(text.as_str()),
                Block::Title(lines) | Block::Text(lines) | Block::Signatures(lines) | Block::Copies(lines) | Block::Note(lines) => {
                    all.extend(lines.iter().map(String::as_str));
                }
                Block::Caption(left, right) => all.extend([left.as_str(), right]),
                Block::Sign { office, seal, date } => all.extend([office.as_str(), seal, date]),
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        all.extend(cell.lines.iter().chain(&cell.sign).map(String::as_str));
                    }
                }
            }
        }
        all.push(&self.foot);
        all.retain(|line| !line.is_empty());
        all
    }
}
