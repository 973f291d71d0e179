//! Intake 受理对话: one step of a citizen's conversation. Pure: a message, what is remembered, and the citizen's cases
//! become words to say and things to do.

use crate::classify::Classifier;
use crate::classify::learned::Writing;
use crate::domain::action::{Action, Plain, Verb};
use crate::domain::appraisal::Sealed;
use crate::domain::case::{Case, Complaint};
use crate::domain::command::Command;
use crate::domain::complaint::{Classification, Evidence, Risk, Slot, Slots};
use crate::domain::conduct::Conduct;
use crate::domain::conversation::{Conversation, Say, Talk, Want};
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, ChatRef, Moment, UserRef};
use crate::domain::inbound::Body;
use crate::domain::message::Message;
use crate::domain::notice;
use crate::domain::profile::Profile;

pub mod abuse;
mod answers;
mod apart;
mod back;
mod choice;
mod codes;
pub mod conflict;
mod evidence;
mod existing;
mod followup;
mod grounds;
mod group;
mod heard;
mod manners;
mod matter;
mod press;
mod questions;
pub mod recurrence;
mod several;
pub mod slots;
mod whereabouts;
mod words;

pub use codes::gives_code;
pub use grounds::grounds;
pub use heard::Heard;
pub use manners::Limitation;

use abuse::AbuseFinder;
use slots::SlotFinder;
use whereabouts::Whereabouts;

/// What a step may look at.
pub struct Ctx<'a> {
    /// Understands texts.
    pub classifier: &'a Classifier,
    /// Finds facts in them.
    pub finder: &'a SlotFinder,
    /// Finds abuse in them.
    pub abuse: &'a AbuseFinder,
    /// The departments.
    pub directory: &'a Directory,
    /// The rules.
    pub profile: &'a Profile,
    /// The only reading of the clock.
    pub now: Moment,
    /// What was read already.
    pub heard: Heard,
}

/// The citizen who writes.
#[derive(Clone, Copy)]
pub struct Citizen<'a> {
    /// Their account.
    pub user: &'a UserRef,
    /// Where they write.
    pub chat: &'a ChatRef,
    /// What the bot remembers.
    pub conversation: &'a Conversation,
    /// Their latest cases, newest first, closed ones too.
    pub cases: &'a [Case],
    /// The case whose number stands in their message: their own, or one whose query code stands there too. Any other is no case to
    /// them, so that nothing which is said can tell whether there is one.
    pub named: Option<&'a Case>,
}

impl<'a> Citizen<'a> {
    fn open(&self) -> impl Iterator<Item = &'a Case> + use<'a> {
        self.cases.iter().filter(|case| !case.state.is_closed())
    }

    fn own(&self, number: CaseNumber) -> Option<&'a Case> {
        self.cases.iter().chain(self.named).find(|case| case.number == number && case.citizen() == self.user)
    }
}

/// What comes of a step.
#[derive(Debug, Default)]
pub struct Turn {
    /// What is talked about now.
    pub talk: Talk,
    /// When the house takes the word.
    pub due: Option<Moment>,
    /// What to say, in order, before anything is done.
    pub says: Vec<Say>,
    /// What to do.
    pub act: Option<Act>,
    /// What to say, in order, after it is done.
    pub afterwards: Vec<Say>,
    /// What is remembered of how they behave, where it changes.
    pub conduct: Option<Conduct>,
    /// They were just limited: supervisors hear of it.
    pub limited: Option<Limitation>,
    /// Nothing is said on purpose.
    pub quiet: bool,
}

/// Something to do.
#[derive(Debug)]
pub enum Act {
    /// Open a case.
    Open(Box<Opening>),
    /// Give a command about an existing one.
    Do(Box<Order>),
    /// Explain how the limits of an existing one are counted.
    Explain(CaseNumber),
    /// Tell who saw it.
    WhoSaw(CaseNumber),
    /// Give them its papers.
    Papers(CaseNumber),
    /// 民主评议 of the first of these that was not appraised yet, with what was answered so far.
    Appraise(Vec<CaseNumber>, Sealed),
}

/// A command about an existing case.
#[derive(Debug)]
pub struct Order {
    /// Which.
    pub number: CaseNumber,
    /// What.
    pub command: Command,
    /// What to say when it is done, where the notices do not say it already.
    pub then: Vec<Say>,
}

/// A case to open.
#[derive(Debug)]
pub struct Opening {
    /// What the citizen brought.
    pub complaint: Complaint,
    /// When their first word arrived.
    pub arrived: Moment,
    /// What was needed and is not known.
    pub missing: Vec<Slot>,
    /// So much is missing that a person must look before it is dispatched.
    pub incomplete: bool,
    /// How it came about.
    pub how: How,
    /// 复发: the archived case that came back.
    pub recurs: Option<CaseNumber>,
}

/// How a case came to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// They confirmed the summary.
    Confirmed,
    /// An emergency waits for nobody's confirmation.
    Emergency,
    /// They fell silent.
    Silent,
    /// They went on to another matter: this one is kept as it stands.
    SetAside,
}

impl Turn {
    fn say(message: Message) -> Self {
        Self::default().and(message, Vec::new())
    }

    fn ask(message: Message, buttons: Vec<Vec<Action>>) -> Self {
        Self::default().and(message, buttons)
    }

    fn and(mut self, message: Message, buttons: Vec<Vec<Action>>) -> Self {
        self.says.push(Say { message, buttons });
        self
    }

    fn with(self, talk: Talk) -> Self {
        Self { talk, ..self }
    }

    /// Says this before everything else.
    fn first(&mut self, message: Message) {
        self.says.insert(0, Say { message, buttons: Vec::new() });
    }

    /// Says this before everything else, if there is something to say.
    fn told(mut self, message: Option<Message>) -> Self {
        message.into_iter().for_each(|message| self.first(message));
        self
    }

    fn opens(&self) -> bool {
        matches!(self.act, Some(Act::Open(_)))
    }

    fn keeping(self, conversation: &Conversation) -> Self {
        Self { talk: conversation.talk.clone(), due: conversation.due, ..self }
    }

    fn order(number: CaseNumber, command: Command) -> Self {
        Self { act: Some(Act::Do(Box::new(Order { number, command, then: Vec::new() }))), ..Self::default() }
    }

    fn order_then(number: CaseNumber, command: Command, message: Message, buttons: Vec<Vec<Action>>) -> Self {
        let then = vec![Say { message, buttons }];
        Self { act: Some(Act::Do(Box::new(Order { number, command, then }))), ..Self::default() }
    }

    fn who_saw(number: CaseNumber) -> Self {
        Self { act: Some(Act::WhoSaw(number)), ..Self::default() }
    }

    fn papers(number: CaseNumber) -> Self {
        Self { act: Some(Act::Papers(number)), ..Self::default() }
    }

    fn appraise(numbers: Vec<CaseNumber>, sealed: Sealed) -> Self {
        Self { act: Some(Act::Appraise(numbers, sealed)), ..Self::default() }
    }

    fn silence() -> Self {
        Self::default()
    }
}

/// One step: never without an answer, whatever came.
pub fn step(body: &Body, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    manners::guarded(body, citizen, ctx, || taken(body, citizen, ctx))
}

fn taken(body: &Body, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    match body {
        Body::Text(text) => evidence::not_lost(words::read(text, citizen, ctx), citizen),
        Body::Press(data) => evidence::not_lost(press::pressed(data, citizen, ctx), citizen),
        Body::Evidence { album, .. } => evidence::came(body.pieces(), album.as_deref(), citizen, ctx),
        Body::Pieces(pieces) => evidence::came(pieces, None, citizen, ctx),
        Body::Contact(phone) => apart::contact(phone, citizen, ctx),
        Body::Start(_) => Turn::say(Message::Welcome).keeping(citizen.conversation),
        Body::Unsupported(what) => Turn::say(Message::Unsupported { what: what.clone() }).keeping(citizen.conversation),
        Body::MovedTo(_) => Turn::silence().keeping(citizen.conversation),
    }
}

/// What a text is and what stands in it: the classification, made with the place that was found, and the facts. Whoever
/// asks to stay unnamed does so as a fact and as a risk alike, whichever of the two heard it.
pub fn understand(text: &str, known: Slots, ctx: &Ctx<'_>) -> (Classification, Slots) {
    understand_writing(&Writing::text(text), known, ctx)
}

/// As [`understand`], for a text or a letter with its subject.
pub fn understand_writing(writing: &Writing<'_>, known: Slots, ctx: &Ctx<'_>) -> (Classification, Slots) {
    understood(writing, known, &[], ctx)
}

/// As [`understand`], with what was sent beside the text: a map point says where, as far as words do not.
pub fn understand_with(text: &str, known: Slots, evidence: &[Evidence], ctx: &Ctx<'_>) -> (Classification, Slots) {
    understood(&Writing::text(text), known, evidence, ctx)
}

fn understood(writing: &Writing<'_>, known: Slots, evidence: &[Evidence], ctx: &Ctx<'_>) -> (Classification, Slots) {
    let found = ctx.find(writing.whole());
    let whereabouts = Whereabouts::of(&found, &known, evidence, ctx);
    let mut classification = ctx.classify_writing(writing, whereabouts.words().as_deref());
    whereabouts.settle(&mut classification, writing.whole(), ctx);
    let mut slots = found.slots.clone();
    slots.extend(known);
    if let (false, Some((_, words))) = (slots.contains_key(&Slot::Place), whereabouts::spot(evidence, ctx)) {
        slots.insert(Slot::Place, words);
    }
    if classification.risks.contains(&Risk::Confidential) {
        slots.entry(Slot::Confidential).or_insert_with(|| Risk::Confidential.label().to_owned());
    } else if slots.contains_key(&Slot::Confidential) {
        // The last of the risks, so that their order stays.
        classification.risks.push(Risk::Confidential);
    }
    (classification, slots)
}

/// The citizen has been silent for as long as the profile allows: what they wrote is registered as it stands, so that no
/// complaint is lost with its citizen waiting (RULEBOOK §2).
pub fn silent(citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let draft = match &citizen.conversation.talk {
        Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft } => Some((**draft).clone()),
        Talk::Recurring { number, text, evidence } => apart::unanswered(*number, text, evidence, citizen, ctx),
        _ => None,
    };
    let Some(draft) = draft else { return Turn { talk: citizen.conversation.talk.clone(), ..Turn::default() } };
    let mut conduct = citizen.conversation.conduct.clone();
    conduct.opened(ctx.now);
    Turn { conduct: Some(conduct), ..matter::open(draft, How::Silent, citizen, ctx) }
}

/// Which pieces of evidence go on with a complaint that is being written.
fn gathered(conversation: &Conversation) -> Vec<Evidence> {
    match &conversation.talk {
        Talk::Gathering { evidence } | Talk::Recurring { evidence, .. } | Talk::Choosing { want: Want::Supplement { evidence, .. } } => {
            evidence.clone()
        }
        _ => Vec::new(),
    }
}

/// The buttons under a summary.
fn confirm_buttons() -> Vec<Vec<Action>> {
    vec![vec![Action::Plain(Plain::Confirm), Action::Plain(Plain::Correct), Action::Plain(Plain::Discard)]]
}

fn on(case: &Case, verb: Verb) -> Action {
    Action::Case(case.number, verb)
}

fn under(message: &Message, case: &Case) -> Vec<Vec<Action>> {
    notice::for_citizen(message, case)
}

/// The first case number in a text, `YYYYMMDD-NNNNNN`, also with a full-width or missing dash.
pub fn named_number(text: &str) -> Option<CaseNumber> {
    // Nearly every text has no digit at all, and this looks at every message.
    let starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
    starts.map(|(start, _)| &text[start..]).find_map(|from| {
        let day = from.get(..8)?;
        let rest = from[8..].strip_prefix(['-', '－', '—', ' ']).unwrap_or(&from[8..]);
        let serial: String = rest.chars().take(6).collect();
        format!("{day}-{serial}").parse().ok()
    })
}
