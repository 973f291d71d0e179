//! Whether a page is well-formed and needs nothing from elsewhere.

/// Elements without an end.
const VOID: &[&str] = &["meta", "input", "br", "link", "img", "hr"];

/// Every element ends where it should.
pub fn assert_well_formed(page: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some((_, from)) = rest.split_once('<') {
        let (tag, after) = from.split_once('>').expect("every tag ends");
        rest = after;
        if tag.starts_with('!') {
            continue;
        }
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        assert!(!name.is_empty(), "a bare < before {}", &tag.chars().take(20).collect::<String>());
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "what ends is what was begun last");
        } else if name == "style" {
            rest = rest.split_once("</style>").expect("a style ends").1;
        } else if !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "never ended: {open:?}");
}

/// Nothing is fetched and nothing is run.
pub fn assert_on_its_own(page: &str) {
    for foreign in ["http://", "https://", "src=", "<script", "<link", "@import", "url(", "onclick"] {
        let found = page
            .find(foreign)
            .filter(|_| foreign != "http://" || page.matches(foreign).count() != page.matches("http://www.w3.org/2000/svg").count());
        assert_eq!(found, None, "{foreign} in the page");
    }
}
