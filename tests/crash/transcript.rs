//! The transcript 笔录: what was written, pressed and told, for whoever asks how a drill went wrong.

use std::fs;
use std::path::PathBuf;

use tokio::time::Instant;

use crate::rounds::Drill;

/// Leaves the folder with the store and the log, and writes down beside them what was said, in the order of time.
pub fn keep(drill: &mut Drill) -> PathBuf {
    let mut lines = drill.server.look(|world| {
        let said = world.history.iter().map(|(at, update)| (*at, format!("> {update}")));
        let told = world.sent.iter().map(|sent| (sent.at, format!("< {} {:?} {:?}", sent.chat, sent.text, sent.buttons)));
        said.chain(told).collect::<Vec<(Instant, String)>>()
    });
    lines.sort_by_key(|(at, _)| *at);
    let begun = lines.first().map(|(at, _)| *at);
    let line = |(at, what): &(Instant, String)| format!("{:9.3} {what}\n", begun.map_or(0.0, |begun| (*at - begun).as_secs_f64()));
    let folder = drill.house.kept().to_owned();
    let answered = drill.server.look(|world| format!("{:#?}", world.answered));
    fs::write(folder.join("transcript"), lines.iter().map(line).collect::<String>()).expect("written");
    fs::write(folder.join("answered"), answered).expect("written");
    folder
}
