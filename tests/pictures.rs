//! Papers and LibreOffice 文书成像: another program than the one that wrote them opens every kind, and finds every word on them.

#[path = "common/mod.rs"]
mod common;
#[path = "common/papers.rs"]
mod papers;

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use yousu::domain::paper::PaperKind;
use yousu::domain::privacy::Reader;
use yousu::domain::staff::Role;

/// Runs a program; one that is not there is told with the package that has it.
fn run(program: &str, package: &str, args: &[&OsStr]) -> String {
    let output = Command::new(program).args(args).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; please install the Debian package {package}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn as_pdf(folder: &Path, names: &[String]) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut args: Vec<&OsStr> = vec![profile.as_ref(), "--headless".as_ref(), "--convert-to".as_ref(), "pdf".as_ref()];
    args.extend([OsStr::new("--outdir"), folder.as_os_str()]);
    let files: Vec<_> = names.iter().map(|name| folder.join(name)).collect();
    args.extend(files.iter().map(|file| file.as_os_str()));
    run("soffice", "libreoffice-writer-nogui", &args);
}

/// The words of a file as poppler reads them, page by page, without blanks.
fn pages(pdf: &Path) -> Vec<String> {
    let said = run("pdftotext", "poppler-utils", &["-raw".as_ref(), pdf.as_os_str(), "-".as_ref()]);
    said.trim_end_matches('\u{c}').split('\u{c}').map(bare).collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many pages papers of this kind have: with a short complaint at most so many, with a long one at least.
fn bounds(kind: PaperKind) -> (usize, usize) {
    match kind {
        PaperKind::Registration | PaperKind::Approval | PaperKind::Feedback => (1, 4),
        PaperKind::Mandate | PaperKind::Transfer => (2, 5),
        _ => (2, 1),
    }
}

#[test]
fn every_kind_opens_elsewhere_with_every_word_on_it() {
    // Whoever wants to look at them names a folder that stays.
    let (kept, temporary) = (std::env::var_os("YOUSU_PICTURES"), tempfile::tempdir().expect("a folder"));
    let folder = kept.as_deref().map_or(temporary.path(), Path::new);
    let city = papers::city();
    let reader = Reader::Staff(Role::Supervisor);
    let mut all = Vec::new();
    for kind in PaperKind::ALL {
        for (is_long, text) in [(false, papers::short()), (true, papers::long())] {
            let bench = papers::life(kind, &text);
            let name = format!("{}-{}", kind.name(), if is_long { "long" } else { "short" });
            std::fs::write(folder.join(format!("{name}.docx")), papers::made(&city, kind, &bench, reader)).expect("written");
            all.push((kind, is_long, name, papers::page(&city, kind, &bench, reader)));
        }
    }
    as_pdf(folder, &all.iter().map(|(_, _, name, _)| format!("{name}.docx")).collect::<Vec<_>>());
    for (kind, is_long, name, page) in all {
        let pages = pages(&folder.join(format!("{name}.pdf")));
        let (most, least) = bounds(kind);
        let fits = if is_long { pages.len() >= least } else { pages.len() <= most };
        assert!(fits, "{name}: {} pages", pages.len());
        let mut words = String::new();
        for (n, said) in (1..).zip(&pages) {
            let (foot, number) = (bare(&page.foot), format!("—{n}—"));
            assert!(said.contains(&foot) && said.contains(&number), "{name}: the foot of page {n}: {said}");
            words.push_str(&said.replacen(&foot, "", 1).replacen(&number, "", 1));
        }
        for line in page.lines().into_iter().filter(|line| *line != page.foot) {
            assert!(words.contains(&bare(line)), "{name}: “{line}” is not in\n{words}");
        }
        let marks = [kind.label(), "302-1号", "安澜市12345热线管理办公室", "查阅码7KQ2ZM"];
        let said = pages.concat();
        marks.into_iter().for_each(|mark| assert!(said.contains(mark) || is_letter_of_dispatch(kind, mark), "{name}: {mark}"));
    }
}

/// Letters of dispatch are called by what they are about: 关于转办……的函.
fn is_letter_of_dispatch(kind: PaperKind, mark: &str) -> bool {
    mark == kind.label() && matches!(kind, PaperKind::Mandate | PaperKind::Transfer | PaperKind::Inquiry)
}
