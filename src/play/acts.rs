//! What people do in a play 动作: write, press, send; and what happens to the program.

use std::sync::Arc;

use anyhow::{Context, Error, Result, bail};

use super::script::{Person, Piece, PieceKind, Trick};
use super::stage::{Stage, user};
use crate::domain::command::Command;
use crate::domain::complaint::{Evidence, EvidenceKind};
use crate::domain::ids::{ChatRef, InboundId};
use crate::domain::inbound::{Body, Inbound};
use crate::domain::staff::Actor;

/// The map point of a location that names no coordinates.
const SOMEWHERE: &str = "30.1234,114.5678";

impl Stage<'_> {
    /// Somebody writes. `/start` with a code is what a channel makes of a deep link.
    pub(super) async fn says(&mut self, who: &Person, text: &str, source: &str) -> Result<()> {
        let body = match text.strip_prefix("/start") {
            Some(code) if code.is_empty() || code.starts_with(' ') => Body::Start(code.trim().to_owned()),
            _ => Body::Text(text.to_owned()),
        };
        self.turn(who, vec![body], source).await
    }

    /// Somebody presses a button.
    pub(super) async fn presses(&mut self, who: &Person, label: &str, source: &str) -> Result<()> {
        let own = user(&self.known(who)?).private_chat();
        let is_citizen = |chat: &ChatRef| chat.local().starts_with("citizen");
        let button = self.mailbox.button(label, |chat| *chat == own);
        // Staff see their colleagues' messages, as in a group.
        let colleagues = || who.role.and_then(|_| self.mailbox.button(label, |chat| !is_citizen(chat)));
        match button.or_else(colleagues) {
            Some(button) => self.turn(who, vec![Body::Press(button.data)], source).await,
            None => bail!("{who} 没有收到过含“{label}”的按钮。{}", self.buttons_of(&own)),
        }
    }

    fn buttons_of(&self, chat: &ChatRef) -> String {
        let mut labels: Vec<String> = Vec::new();
        for button in self.mailbox.to(chat, 0).into_iter().rev().flat_map(|sent| sent.outbound.buttons).flatten() {
            if !labels.contains(&button.label) {
                labels.push(button.label);
            }
        }
        if labels.is_empty() {
            "还没有收到任何按钮。".to_owned()
        } else {
            format!("收到过的按钮：{}。", labels.join("、"))
        }
    }

    /// Somebody sends something that is no text.
    pub(super) async fn sends(&mut self, who: &Person, pieces: &[Piece], source: &str) -> Result<()> {
        let album = (pieces.len() > 1).then(|| format!("album-{}", self.messages));
        let bodies = pieces.iter().enumerate().map(|(i, piece)| self.body(piece, self.messages + i, album.clone()));
        let bodies = bodies.collect();
        self.turn(who, bodies, source).await
    }

    fn body(&self, piece: &Piece, number: usize, album: Option<String>) -> Body {
        let caption = piece.caption.clone();
        match piece.kind {
            PieceKind::Contact => Body::Contact(caption.unwrap_or_default()),
            PieceKind::Sticker => Body::Unsupported("贴纸".to_owned()),
            PieceKind::Evidence(EvidenceKind::Location) => {
                let point = caption.clone().filter(|words| words.chars().all(|c| c.is_ascii_digit() || ".,- ".contains(c)));
                let caption = caption.filter(|_| point.is_none());
                let source = format!("geo:{}", point.as_deref().unwrap_or(SOMEWHERE));
                Body::Evidence { evidence: Evidence { kind: EvidenceKind::Location, source, caption }, album }
            }
            PieceKind::Evidence(kind) => Body::Evidence { evidence: Evidence { kind, source: format!("play:{number}"), caption }, album },
        }
    }

    /// Something happens to the program, or to the channel.
    pub(super) async fn trick(&mut self, trick: &Trick, source: &str) -> Result<()> {
        self.note(source);
        match trick {
            Trick::Away if self.waiting.is_some() => bail!("程序已经停着了。"),
            Trick::Back if self.waiting.is_none() => bail!("程序没有停，先写 system ! away。"),
            Trick::Away => self.waiting = Some(Vec::new()),
            Trick::Restart | Trick::Back => {
                self.start()?;
                // A message that waited is read before a reminder that waited: it may have made it pointless.
                for inbound in self.waiting.take().unwrap_or_default() {
                    self.desk.receive(inbound).await?;
                }
            }
            Trick::Again => {
                let again = self.last.clone().context("还没有人发过消息。")?;
                self.deliver(again).await?;
            }
            Trick::Profile(name) => {
                self.city = Arc::new(self.city.under(name).map_err(Error::msg)?);
                self.start()?;
            }
            Trick::Migrate(name) => self.migrate(name).await?,
        }
        self.settle().await
    }

    /// Every open case goes over to the profile of this name.
    async fn migrate(&mut self, name: &str) -> Result<()> {
        let to = self.city.under(name).map_err(Error::msg)?.profile;
        for number in self.store.open_cases()? {
            let command = Command::MigrateProfile { to: Box::new(to.clone()) };
            if let Err(refusal) = self.desk.execute(number, command, &Actor::at_the_machine()).await? {
                bail!("{number}：{}", self.city.wording.refusal(&refusal));
            }
        }
        Ok(())
    }

    /// One turn of one person: everything that they send is delivered, and answered before anybody else has a turn.
    async fn turn(&mut self, who: &Person, bodies: Vec<Body>, source: &str) -> Result<()> {
        self.note(source);
        let who = self.known(who)?;
        let user = user(&who);
        self.turns.insert(user.private_chat(), self.mailbox.count());
        for body in bodies {
            self.messages += 1;
            let inbound = Inbound {
                id: InboundId(format!("play:{}", self.messages)),
                chat: user.private_chat(),
                user: user.clone(),
                display: who.name.clone(),
                is_group: false,
                body,
            };
            self.last = Some(inbound.clone());
            self.deliver(inbound).await?;
        }
        self.settle().await
    }

    async fn deliver(&mut self, inbound: Inbound) -> Result<()> {
        match &mut self.waiting {
            Some(waiting) => waiting.push(inbound),
            None => {
                self.desk.receive(inbound).await?;
            }
        }
        Ok(())
    }
}
