//! Where the matters of the load are.

/// Where it is, as the answer to the question for it.
pub fn place(number: usize) -> String {
    const STREETS: [&str; 8] = ["解放路", "人民路", "建设街", "文化巷", "和平路", "东风路", "新华街", "中山路"];
    format!("城东区{}{}号", STREETS[number % STREETS.len()], 1 + number / STREETS.len() % 900)
}
