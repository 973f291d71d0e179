//! Sample cases for the proof of templates 样例: of each kind one with everything, and one with nothing that can be left out.

use super::facts::{
    Addressee, AnswerFacts, CaseFacts, Fact, Facts, LetterFacts, OutcomeFacts, PaperFacts, ProposalFacts, Record, Step, Task,
};
use crate::domain::paper::PaperKind;

/// The samples of a kind.
pub(super) fn of(kind: PaperKind) -> Vec<Facts> {
    let whole = Facts {
        city: "安澜市".to_owned(),
        paper: PaperFacts { by: text("派单员 周敏"), code: text("7KQ2ZM"), ..bare_paper(kind) },
        case: case(),
        to: Addressee {
            unit: text("安澜市城市管理和综合执法局"), copies: text("安澜市市场监督管理局"), person: text("李强")
        },
        task: Some(Task {
            co_units: text("安澜市市场监督管理局"),
            instruction: text("请先到现场。"),
            by_ruling: true,
            from: text("安澜市城市管理和综合执法局"),
            redo: text("夜里还是有味道"),
            ..bare_task()
        }),
        proposal: Some(ProposalFacts {
            co_units: text("安澜市市场监督管理局"), instruction: text("请先到现场。"), ..bare_proposal()
        }),
        answer: Some(AnswerFacts { handler: text("李强"), rest: text("3月5日前换装净化器。"), ..bare_answer() }),
        outcome: Some(OutcomeFacts {
            solved: text("未解决"),
            satisfaction: text("不满意"),
            reason: text("夜里还是有味道"),
            ..bare_outcome()
        }),
        letter: Some(LetterFacts {
            answer_by: text("2026年3月4日17时30分"),
            limit: text("办理"),
            due: text("2026年2月27日17时30分"),
            overdue: text("1天2小时"),
            times: 2,
            ..bare_letter()
        }),
        record: Record { yellow: 1, red: 1, urged: 2, returns: 1, redos: 1, extensions: 1, letters: 1 },
        steps: steps(),
    };
    let bare = Facts {
        paper: bare_paper(kind),
        case: bare_case(),
        to: Addressee { copies: None, person: None, ..whole.to.clone() },
        task: Some(bare_task()),
        proposal: Some(bare_proposal()),
        answer: Some(bare_answer()),
        outcome: Some(bare_outcome()),
        letter: Some(bare_letter()),
        record: Record::default(),
        ..whole.clone()
    };
    [whole, bare].map(|facts| only_of(kind, facts)).into()
}

/// Without what papers of this kind do not have.
fn only_of(kind: PaperKind, mut facts: Facts) -> Facts {
    use PaperKind::{Admonition, Approval, Bulletin, Feedback, Inquiry, Mandate, Registration, Supervision, Transfer, Urging};
    facts.task = facts.task.filter(|_| matches!(kind, Mandate | Transfer));
    facts.proposal = facts.proposal.filter(|_| kind == Approval);
    facts.answer = facts.answer.filter(|_| kind == Feedback);
    facts.outcome = facts.outcome.filter(|_| kind == Feedback);
    facts.letter = facts.letter.filter(|_| matches!(kind, Admonition | Urging | Inquiry | Supervision | Bulletin));
    if matches!(kind, Registration | Approval | Feedback) {
        facts.to = Addressee::default();
    }
    facts
}

fn text(words: &str) -> Option<String> {
    Some(words.to_owned())
}

fn bare_paper(kind: PaperKind) -> PaperFacts {
    PaperFacts {
        kind: kind.label().to_owned(),
        year: 2026,
        serial: "15号".to_owned(),
        date: "2026年2月13日".to_owned(),
        time: "2026年2月13日16时50分".to_owned(),
        by: None,
        code: None,
    }
}

fn case() -> CaseFacts {
    CaseFacts {
        name: text("王某"),
        phone: text("138****5678"),
        place: text("河沿路18号"),
        when: text("2月12日晚"),
        about: text("鲜锅烤鱼店"),
        wish: text("改道排烟管"),
        others: vec![Fact { name: "车牌".to_owned(), value: "安A12345".to_owned() }],
        evidence: text("照片2份、语音1份"),
        risks: text("群体性风险"),
        confidential: true,
        confirmed: true,
        complex: true,
        citizens: 3,
        unit: text("安澜市城市管理和综合执法局"),
        ..bare_case()
    }
}

fn bare_case() -> CaseFacts {
    CaseFacts {
        number: "20260213-000007".to_owned(),
        received: "2026年2月13日16时50分".to_owned(),
        channel: "网页".to_owned(),
        kind: "投诉".to_owned(),
        category: "城乡建设".to_owned(),
        intent: "油烟扰民".to_owned(),
        urgency: "一般".to_owned(),
        text: "楼下新开的烤鱼店排烟管正对我家窗户，晚饭时间没法开窗。".to_owned(),
        citizens: 1,
        state: "办理中".to_owned(),
        ..CaseFacts::default()
    }
}

fn bare_task() -> Task {
    Task {
        unit: "安澜市城市管理和综合执法局".to_owned(),
        acknowledge: "2026年2月14日10时".to_owned(),
        handle: "2026年2月27日17时30分".to_owned(),
        span: "5个工作日".to_owned(),
        ..Task::default()
    }
}

fn bare_proposal() -> ProposalFacts {
    ProposalFacts {
        unit: "安澜市城市管理和综合执法局".to_owned(), until: "2026年2月13日17时30分".to_owned(), ..ProposalFacts::default()
    }
}

fn bare_answer() -> AnswerFacts {
    AnswerFacts {
        unit: "安澜市城市管理和综合执法局".to_owned(),
        at: "2026年2月26日10时".to_owned(),
        contact: "2月14日上午电话联系。".to_owned(),
        result: "现场检测油烟超标，已责令当天改道排烟管。".to_owned(),
        basis: "大气污染防治法".to_owned(),
        ..AnswerFacts::default()
    }
}

fn bare_outcome() -> OutcomeFacts {
    OutcomeFacts { words: "未答复（计为沉默，不计满意）".to_owned(), asked: 3, ..OutcomeFacts::default() }
}

fn bare_letter() -> LetterFacts {
    LetterFacts { words: "请说明至今没有办理完毕的原因。".to_owned(), times: 1, ..LetterFacts::default() }
}

fn steps() -> Vec<Step> {
    let step = |at: &str, what: &str, by: &str| Step { at: at.to_owned(), what: what.to_owned(), by: by.to_owned() };
    vec![step("2026年2月13日16时50分", "接收", "诉求人"), step("2026年2月13日17时", "派单", "派单员")]
}
