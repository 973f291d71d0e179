//! At what rates simulated people do what 行为比例.

use clap::Args;

/// How citizens, dispatchers, units and supervisors behave. Each is a share from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Args)]
pub struct Rates {
    /// 市民：回答一次性追问
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.answer)]
    pub answer: f64,
    /// 市民：对摘要按“确认”或回“对的”
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.confirm)]
    pub confirm: f64,
    /// 市民：对摘要先更正再确认（其余的沉默）
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.correct)]
    pub correct: f64,
    /// 市民：对摘要按“不提交”
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.discard)]
    pub discard: f64,
    /// 市民：沉默被登记之后才回答
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.late_answer)]
    pub late_answer: f64,
    /// 市民：登记以后补充
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.supplement)]
    pub supplement: f64,
    /// 市民：登记以后催办
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.urge)]
    pub urge: f64,
    /// 市民：接到超期告知后催办
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.urge_overdue)]
    pub urge_overdue: f64,
    /// 市民：查进度
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.ask)]
    pub ask: f64,
    /// 市民：撤诉
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.withdraw)]
    pub withdraw: f64,
    /// 市民：回应每一次回访提问（其余的沉默）
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.respond)]
    pub respond: f64,
    /// 市民：回访时说已解决
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.solved)]
    pub solved: f64,
    /// 市民：已解决的说满意
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.satisfied)]
    pub satisfied: f64,
    /// 派单员：按第一个备选单位派
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.first)]
    pub first: f64,
    /// 派单员：不按备选，写单位名称派
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.by_name)]
    pub by_name: f64,
    /// 派单员：不予受理
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.decline)]
    pub decline: f64,
    /// 派单员：同意退单并改派
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.take_back)]
    pub take_back: f64,
    /// 派单员：审核时退回重办
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.fault)]
    pub fault: f64,
    /// 派单员：人工回访打通电话
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.reached)]
    pub reached: f64,
    /// 承办单位：忘记一件，直到被提醒
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.forget)]
    pub forget: f64,
    /// 承办单位：办得慢，若无人催会超期
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.slow)]
    pub slow: f64,
    /// 承办单位：退单
    #[arg(long = "return", value_name = "RATE", value_parser = share, default_value_t = USUAL.give_back)]
    pub give_back: f64,
    /// 承办单位：向下转派
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.transfer)]
    pub transfer: f64,
    /// 承办单位：申请延期
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.extend)]
    pub extend: f64,
    /// 承办单位：办结前记录进展或联系诉求人
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.progress)]
    pub progress: f64,
    /// 忘了的经办人被“提醒”唤起
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.wake_reminder)]
    pub wake_reminder: f64,
    /// 忘了的经办人被“催办”唤起
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.wake_urging)]
    pub wake_urging: f64,
    /// 忘了的经办人被“黄牌”唤起
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.wake_yellow)]
    pub wake_yellow: f64,
    /// 督办员：同意延期
    #[arg(long, value_name = "RATE", value_parser = share, default_value_t = USUAL.grant)]
    pub grant: f64,
}

/// A middling city.
const USUAL: Rates = Rates {
    answer: 0.75,
    confirm: 0.78,
    correct: 0.06,
    discard: 0.01,
    late_answer: 0.3,
    supplement: 0.06,
    urge: 0.06,
    urge_overdue: 0.5,
    ask: 0.12,
    withdraw: 0.015,
    respond: 0.5,
    solved: 0.85,
    satisfied: 0.85,
    first: 0.7,
    by_name: 0.1,
    decline: 0.01,
    take_back: 0.75,
    fault: 0.06,
    reached: 0.6,
    forget: 0.07,
    slow: 0.05,
    give_back: 0.06,
    transfer: 0.05,
    extend: 0.04,
    progress: 0.35,
    wake_reminder: 0.5,
    wake_urging: 0.7,
    wake_yellow: 0.9,
    grant: 0.8,
};

impl Default for Rates {
    fn default() -> Self {
        USUAL
    }
}

fn share(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
    rate.ok_or_else(|| format!("“{text}”不是比例，请写 0 到 1 之间的小数，例如 0.25"))
}
