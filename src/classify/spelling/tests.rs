use std::collections::BTreeSet;
use super::*;
#[test]
fn show() {
    let city = crate::city::City::load(&crate::city::Sources::new(None, None), "national").unwrap_or_else(|p| panic!("{p:?}"));
    let speller = Speller::parse("data/spellings.toml", include_str!("../../../data/spellings.toml")).unwrap_or_else(|p| panic!("{p:#?}"));
    for e in speller.examples() {
        let plain = normalise(&e.text);
        let mended = speller.mend(&plain);
        let c = crate::classify::Classifier::classify;
        let bare = crate::classify::Classifier::new(vec![], "");
        let _ = bare;
        let a = c(&*BARE, &e.text, &city.directory, None);
        let b = c(&city.classifier, &e.text, &city.directory, None);
        let f = |c: &crate::domain::complaint::Classification| format!("{} {:.2}", c.intent.as_ref().map_or("-", |i| i.as_str()), c.probability);
        println!("ROW\t{}\t{}\t{}\t{}\t{:?}", e.text, mended, f(&a), f(&b), e.kind);
    }
}
use std::sync::LazyLock;
static BARE: LazyLock<crate::classify::Classifier> = LazyLock::new(|| {
    let city = crate::city::City::load(&crate::city::Sources::new(None, None), "national").unwrap_or_else(|p| panic!("{p:?}"));
    let c = std::sync::Arc::try_unwrap(city.classifier).ok().expect("alone");
    c.with_spellings(Default::default())
});
