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

#[test]
fn every_kind_opens_elsewhere_with_every_word_on_it() {
    // Whoever wants to look at them names a folder that stays.
    let (kept, temporary) = (std::env::var_os("YOUSU_PICTURES"), tempfile::tempdir().expect("a folder"));
    let folder = kept.as_deref().map_or(temporary.path(), Path::new);
    let city = papers::city();
    let mut all = Vec::new();
    for kind in PaperKind::ALL {
        for (length, text) in [("short", papers::short()), ("long", papers::long())] {
            let bench = papers::life(kind, &text);
            let name = format!("{}-{length}", kind.name());
            let bytes = papers::made(&city, kind, &bench, Reader::Staff(Role::Supervisor));
            std::fs::write(folder.join(format!("{name}.docx")), bytes).expect("written");
            all.push((kind, name));
        }
    }
    as_pdf(folder, &all.iter().map(|(_, name)| format!("{name}.docx")).collect::<Vec<_>>());
    for (kind, name) in all {
        let pdf = folder.join(format!("{name}.pdf"));
        let said = run("pdftotext", "poppler-utils", &["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]);
        println!("{kind:?} {name}: {} pages", said.matches('\u{c}').count());
    }
}
