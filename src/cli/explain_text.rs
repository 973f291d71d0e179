//! `yousu explain-text` 研判依据: everything that is seen in a text while it is understood.

use std::io::{self, Read};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::told::tell;
use crate::city::City;
use crate::classify::learned::Writing;
use crate::clock::Clock;
use crate::domain::grounds::{Grounds, Section, sections};
use crate::intake::grounds;
use crate::letters::LONGEST;
use crate::table::{Table, heading};

/// What can be asked of an explanation.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 诉求原话；不写就从标准输入读
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
}

/// Understands the text and tells how.
pub(super) fn run(options: &Options, city: &City) -> Result<ExitCode> {
    let text = match &options.text {
        Some(text) => text.clone(),
        None => {
            let mut bytes = Vec::new();
            let most = u64::try_from(LONGEST)?;
            io::stdin().take(most + 1).read_to_end(&mut bytes).context("标准输入没有读完")?;
            if bytes.len() > LONGEST {
                bail!("这段话超过 {} MB，不像一件诉求；请只给出一件", LONGEST >> 20);
            }
            String::from_utf8(bytes).context("标准输入不是 UTF-8 文本")?
        }
    };
    if text.trim().is_empty() {
        bail!("没有诉求可研判：请写在命令后面，或从标准输入给出");
    }
    let ctx = city.intake(Clock::System.now());
    let grounds = grounds(&Writing::text(text.trim()), &ctx);
    tell(&grounds, options.json, || tables(&grounds, city))?;
    Ok(ExitCode::SUCCESS)
}

fn tables(grounds: &Grounds, city: &City) -> String {
    let mut out = String::new();
    for Section { title, note, heads, rows } in sections(grounds, &city.directory) {
        heading(&mut out, title);
        if !note.is_empty() {
            out.push_str(&format!("  {note}\n"));
        }
        let mut table = Table::aligned(heads.iter().map(|head| !head.number).collect());
        table.cells(heads.iter().map(|head| head.title.to_owned()).collect());
        rows.into_iter().for_each(|row| table.cells(row.iter().map(|cell| cell.replace('\n', " ")).collect()));
        table.write(&mut out);
    }
    out
}
