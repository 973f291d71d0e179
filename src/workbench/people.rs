//! Naming a colleague 点名: by name, with the unit before it where two have the same name.

use crate::domain::department::Directory;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Staff;

/// The one colleague who is meant; `who` says what they must be.
pub(super) fn named<'a>(
    written: &str,
    colleagues: &'a [Staff],
    fits: impl Fn(&Staff) -> bool,
    who: &str,
    directory: &Directory,
) -> Result<&'a Staff, Refusal> {
    let written = written.trim();
    let of_name = |is: &dyn Fn(&str) -> bool| -> Vec<&'a Staff> {
        colleagues.iter().filter(|staff| !staff.name.is_empty() && is(&staff.name) && fits(staff)).collect()
    };
    let exact = of_name(&|name| name == written);
    let found = if exact.is_empty() { of_name(&|name| written.contains(name)) } else { exact };
    let of_unit = |staff: &&&Staff| {
        let unit = staff.department.as_ref().and_then(|unit| directory.get(unit));
        unit.is_some_and(|unit| [&unit.name, &unit.short].into_iter().chain(&unit.aliases).any(|name| written.contains(name.as_str())))
    };
    let nearer: Vec<&Staff> = found.iter().filter(of_unit).copied().collect();
    let name: String = written.chars().take(12).collect();
    match (found.as_slice(), nearer.as_slice()) {
        ([one], _) | (_, [one]) => Ok(one),
        ([], _) => Err(Refusal::NotThatPerson { need: format!("{who}里没有叫“{name}”的") }),
        _ => Err(Refusal::NotThatPerson { need: format!("叫“{name}”的不止一位，请在姓名前写上单位") }),
    }
}
