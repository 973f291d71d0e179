//! Everything the bot says 话术, as data: the variant names the template of `data/templates/`, its fields are what the
//! template may mention. The sentences themselves belong to the city.

use serde::Serialize;

use super::ids::{CaseNumber, QueryCode};
use super::outbound::Brief;
use super::refusal::Refusal;

mod appraised;
mod asking;
mod came;
mod card;
mod drafting;
mod explained;
mod hot;
mod ledger;
mod line;
mod manners;
mod merging;
mod presence;
mod report;
mod reviewed;
mod samples;
mod seen;
mod standstill;

pub use appraised::{Appraisal, AppraisalResults, AppraisedUnit};
pub use asking::Asking;
pub use came::Came;
pub use card::{AnswerWords, Card, DueWords, answer_of, count_evidence, unit_words, when};
pub use drafting::Drafting;
pub use explained::{ClockWords, DaysWords, LegWords, LimitWords, Scope, clock_words, limit_words};
pub use hot::HotSpot;
pub use ledger::{Ledger, PersonCards, UnitCards};
pub use line::{CaseLine, shorten};
pub use manners::Manners;
pub use merging::Merging;
pub use presence::Presence;
pub use report::{Change, Need, RateChange, Report, Told};
pub use reviewed::MonthReviewed;
pub use samples::samples;
pub use seen::SeenBy;
pub use standstill::Standstill;

/// Something to say to a person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "message")]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Message {
    // To citizens, while they complain.
    /// The first word, and the answer to 帮助.
    Welcome,
    /// Nothing could be made of it: a sign, an emoji, a greeting.
    NotUnderstood,
    /// A sticker, a poll: nothing the house can keep.
    Unsupported { what: String },
    /// 110, 119, 120 or 122 first; for somebody in `despair` also who listens.
    Emergency { hotline: String, despair: bool },
    /// Making a draft of what they say, until it is registered.
    Drafting(Drafting),
    /// 劝导、警告、限制, and as much as one person may write and register.
    Manners(Manners),
    /// The case exists.
    Registered {
        number: CaseNumber,
        query_code: QueryCode,
        /// It was accepted at once; otherwise a dispatcher decides.
        accepted: bool,
        /// To whom it went, when it went by itself.
        unit: Option<String>,
        /// Until when they answer.
        due: Option<String>,
        /// It was registered because the citizen fell silent.
        silent: bool,
        /// The hotline, when it is an emergency.
        hotline: Option<String>,
        /// What was asked for and not given.
        missing: Vec<&'static str>,
    },

    // To citizens, about their cases.
    /// 查进度
    Progress {
        card: Box<Card>,
        /// What happened, oldest first.
        steps: Vec<(String, &'static str)>,
        /// The answer, once there is one.
        answer: Option<AnswerWords>,
    },
    /// 时限说明, of the limits that were promised to them.
    PromiseExplained { number: CaseNumber, clock: ClockWords, limits: Vec<LimitWords> },
    /// They have no case.
    NoCase,
    /// Which of several is meant, and what is to be done with it.
    WhichCase { want: &'static str, cases: Vec<CaseLine> },
    /// What they wrote, shortened here, may belong to a case or be a new matter.
    SupplementOrNew { text: String, cases: Vec<CaseLine>, came: Option<Came> },
    /// 补充 was added, with the facts found in it and the evidence that came with it.
    Supplemented { number: CaseNumber, facts: Vec<(&'static str, String)>, came: Option<Came>, confidential: bool },
    /// The same matter as a running case: it was added there, and this is how far it is.
    SameMatter { card: Box<Card>, facts: Vec<(&'static str, String)>, evidence: Vec<(&'static str, usize)> },
    /// The same matter as a case that was archived then: has it come back, or is it another?
    RecurrenceAsk { number: CaseNumber, intent: String, closed: String },
    /// 不予受理, asked why: the ground and the right way to go again.
    DeclinedWhy { number: CaseNumber, ground: &'static str, way: String },
    /// 确认 of what was added late.
    SupplementConfirmed { number: CaseNumber },
    /// 催办 was passed on.
    Urged { card: Box<Card> },
    /// 撤诉 asks once more.
    WithdrawAsk { number: CaseNumber },
    /// 已撤诉
    Withdrawn { number: CaseNumber },
    /// 受理 by a person, and waiting for dispatch.
    Accepted { number: CaseNumber },
    /// 并案: it goes on together with the same matter of others, and keeps its number.
    Merged { number: CaseNumber },
    /// 已派单
    Dispatched {
        number: CaseNumber,
        unit: String,
        /// Until when they answer.
        due: String,
    },
    /// 不予受理
    Declined {
        number: CaseNumber,
        ground: &'static str,
        /// The right way to go.
        way: String,
    },
    /// The unit says something through the bot.
    Contact { number: CaseNumber, unit: String, note: String },
    /// 有进展
    Progressed { number: CaseNumber, unit: String, note: String },
    /// 延期, and why.
    Extended { number: CaseNumber, unit: String, reason: String, due: String },
    /// Overdue: said before they ask.
    Overdue { number: CaseNumber, unit: String },
    /// The answer, with the first question.
    Answered { number: CaseNumber, unit: String, answer: AnswerWords },
    /// The first question again.
    AskSolved { number: CaseNumber, attempt: u32 },
    /// The second question, after this answer to the first.
    AskSatisfied { number: CaseNumber, solved: bool },
    /// Why not? After this answer to the first question.
    AskReason { number: CaseNumber, solved: bool },
    /// Thanks; the case is closed, `solved` as they said.
    Closed { number: CaseNumber, solved: bool },
    /// Thanks: one of many citizens has answered both questions, and others have not.
    Thanked { number: CaseNumber },
    /// Many were asked, and this one never answered; the case is closed.
    ClosedUnanswered { number: CaseNumber },
    /// An answer to a follow-up that is over since `closed`: what can be done still.
    ClosedAlready { number: CaseNumber, closed: String },
    /// 复发: what is about to be registered goes back to whoever had it.
    RecurBegun {
        /// The archived case.
        number: CaseNumber,
        /// Who had it.
        unit: Option<String>,
    },
    /// 重办
    Reopened { number: CaseNumber, unit: String, due: String },
    /// What stops the case, sets its end anew, or ends it above the unit's head.
    Standstill(Standstill),
    /// 民主评议
    Appraisal(Appraisal),
    /// 谁看过: by unit and role, never by name.
    WhoSaw { number: CaseNumber, views: Vec<SeenBy> },
    /// 文书: those that come with it, and how many earlier ones do not.
    Papers { number: CaseNumber, papers: Vec<String>, earlier: usize },

    // To staff.
    /// 入职: they have joined.
    Joined { name: String, role: &'static str, unit: Option<String> },
    /// The group is the department's now.
    GroupBound { unit: String },
    /// 在岗: away, back, and the two posts of a desk.
    Presence(Presence),
    /// 台账
    Ledger(Ledger),
    /// 日报、周报、月报
    Report(Report),
    /// 效能月评月析: the draft of what the public will be shown.
    MonthReviewed(Box<MonthReviewed>),
    /// 公示: what came out by itself.
    EditionsOut {
        /// Of which months.
        months: Vec<String>,
    },
    /// 评议结果 of a quarter.
    AppraisalResults(Box<AppraisalResults>),
    /// What one can do here.
    StaffHelp { role: &'static str },
    /// 待办
    Todo {
        /// The cases, most pressing first.
        cases: Vec<CaseLine>,
        /// How many more there are.
        more: usize,
    },
    /// One case, whole.
    Shown {
        card: Box<Card>,
        /// What happened, oldest first.
        steps: Vec<(String, &'static str)>,
        /// The answer, once there is one.
        answer: Option<AnswerWords>,
    },
    /// A citizen was limited for abuse; who they are, nobody is told.
    CitizenLimited { code: String, kind: &'static str, strikes: u32, until: String },
    /// 解除限制 was done.
    LimitationLifted { code: String },
    /// 时限说明
    Explained {
        number: CaseNumber,
        state: &'static str,
        /// The citizen's clock.
        clock: ClockWords,
        limits: Vec<LimitWords>,
    },
    /// A case to accept or decline.
    ToAccept { card: Box<Card> },
    /// A case to dispatch, with the best three.
    ToDispatch {
        card: Box<Card>,
        /// The words that decided.
        because: Vec<String>,
        /// The best three: unit and percent.
        candidates: Vec<(String, u32)>,
    },
    /// 并案建议: a new case is like one that runs already, of somebody else's.
    MergeProposed {
        card: Box<Card>,
        /// The case that it is like.
        mother: CaseLine,
        /// How many were merged into that one.
        merged: usize,
        /// What is alike, in words.
        alike: Vec<String>,
        /// More that are like it and run by themselves.
        others: Vec<CaseNumber>,
        /// How many of these are not listed.
        more: usize,
    },
    /// 热点预警: something rises against its own usual level.
    HotSpot(Box<HotSpot>),
    /// 并案: many citizens on one case.
    Merging(Merging),
    /// A return to review.
    ReturnToReview {
        card: Box<Card>,
        unit: String,
        reason: String,
        basis: String,
        /// Whose it is, in their view.
        suggested: Option<String>,
    },
    /// A case for the unit.
    Task {
        card: Box<Card>,
        /// Until when to acknowledge.
        acknowledge: String,
        /// Until when to answer.
        handle: String,
        /// A word from the dispatcher.
        instruction: Option<String>,
        /// 裁定: may not be returned.
        by_ruling: bool,
        /// Why the citizen is not content, when it is a redo.
        redo: Option<String>,
    },
    /// A case went to a unit where nobody has joined yet; the dispatchers answer for it.
    NobodyThere { card: Box<Card>, unit: String },
    /// The unit's return was accepted: the case went elsewhere.
    ReturnTaken { number: CaseNumber, unit: String },
    /// The case was withdrawn by its citizen.
    TaskWithdrawn { number: CaseNumber, reason: String },
    /// The citizen added something.
    TaskSupplemented {
        card: Box<Card>,
        text: String,
        /// What came with it.
        evidence: Vec<(&'static str, usize)>,
    },
    /// Something happened to the case that its reader has to know 工单动态.
    News {
        /// The event's name.
        what: &'static str,
        card: Box<Card>,
        /// What the event says, by name.
        details: Vec<(&'static str, String)>,
    },
    /// The case was taken back from the unit; nothing of it is said any more.
    TaskTaken { number: CaseNumber, why: &'static str },
    /// The citizen urges, or somebody at work; `what` says who.
    TaskUrged { card: Box<Card>, what: &'static str, note: String },
    /// An extension to rule on.
    ExtensionToRule { card: Box<Card>, unit: String, workdays: u32, reason: String },
    /// The extension was ruled on: the new end when it is granted, why not when it is refused.
    ExtensionRuled { number: CaseNumber, due: Option<String>, reason: Option<String> },
    /// An answer to read.
    ToReview { card: Box<Card>, unit: String, answer: AnswerWords },
    /// The answer came back.
    ReviewFailed { card: Box<Card>, remark: String },
    /// The citizen said whether they are content.
    FollowedUp { number: CaseNumber, words: String },
    /// Nobody answered the bot: please call.
    ToCall { card: Box<Card> },
    /// 风险: a new case that a supervisor wants to know of at once.
    RiskSeen { card: Box<Card> },
    /// Still unsolved after the last redo.
    StillUnsolved { card: Box<Card>, words: String },
    /// A rung of the ladder.
    Rung {
        /// 提醒, 催办, 黄牌…, or the profile's own name of it.
        rung: String,
        limit: &'static str,
        /// When that limit ends, and how far away it is.
        due: DueWords,
        card: Box<Card>,
        /// It comes late, because the program was away.
        late: bool,
    },
    /// Several notices in one message 汇总: those that waited for the morning 晨报, or more than a chat can take one by one.
    Digest {
        /// Some waited for the end of quiet hours.
        held: bool,
        /// Some come late, because the program was away.
        late: bool,
        /// How many there are of each sort, in the order in which they came.
        counts: Vec<(String, usize)>,
        lines: Vec<Brief>,
        /// How many follow in the next message.
        more: usize,
    },
    /// Words or a choice are needed for what they want to do.
    Asking(Asking),
    /// It is done.
    Done {
        command: String,
        number: CaseNumber,
        /// Where it stands now.
        state: &'static str,
        /// Who holds it now.
        holder: String,
    },
    /// 查阅码, under whatever shows staff a case.
    TraceMark { code: String },
    /// 查阅记录, for auditors.
    Views {
        number: CaseNumber,
        /// The latest views, oldest first.
        views: Vec<String>,
        /// How many came before them.
        earlier: usize,
    },
    /// A year's calendar is not there, and limits reach into it: for supervisors and administrators.
    CalendarMissing {
        year: i32,
        /// The last year that is there.
        known: i32,
    },
    /// A message could not be handled and is kept aside 搁置: for supervisors and administrators.
    MessageAside {
        at: String,
        /// By which way it came.
        door: &'static str,
        why: &'static str,
        /// How many wait, this one among them.
        waiting: usize,
    },
    /// The rules forbid it.
    Refused {
        /// What they forbid, and what to do instead.
        refusal: Refusal,
    },
    /// A message could not be handled and is kept aside 搁置: for whoever wrote it.
    SetAside,
    /// The house itself failed; nothing is lost.
    Trouble,
}
