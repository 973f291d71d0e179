//! The report in words 报告: what a supervisor reads.

use std::fmt::Write;

use super::figures::Report;
use super::steps::Spread;
use crate::table::{Table, heading};

/// How many units are listed.
pub(super) const MOST_UNITS: usize = 10;

/// How many broken rules are listed before the rest is only counted.
const MOST_BROKEN: usize = 20;

impl Report {
    /// The figures, without what they cost: the same seed and file give the same text.
    pub fn figures(&self) -> String {
        let mut out = String::new();
        let moment = |moment: &crate::domain::ids::Moment| moment.format("%Y-%m-%d %H:%M").to_string();
        let _ = writeln!(
            out,
            "排演：{} 起 {} 个工作日的来信，办到 {}；规则 {}，种子 {}",
            moment(&self.from),
            self.days,
            moment(&self.to),
            self.profile,
            self.seed
        );
        self.write_intake(&mut out);
        self.write_dispatch(&mut out);
        self.write_handling(&mut out);
        self.write_end(&mut out);
        self.write_steps(&mut out);
        self.write_units(&mut out);
        self.write_categories(&mut out);
        self.write_messages(&mut out);
        self.write_broken(&mut out);
        out
    }

    fn write_intake(&self, out: &mut String) {
        let is = &self.intake;
        heading(out, "受理");
        let mut table = Table::default();
        table.row(["来信诉求".to_owned(), is.complaints.to_string(), format!("另有 {} 行读不懂，已跳过", is.bad_lines)]);
        table.row(["登记工单".to_owned(), is.cases.to_string(), share(is.cases, is.complaints)]);
        table.row(["  诉求人确认".to_owned(), is.confirmed.to_string(), share(is.confirmed, is.cases)]);
        table.row(["  沉默登记".to_owned(), is.silent.to_string(), share(is.silent, is.cases)]);
        table.row(["  突发".to_owned(), is.emergencies.to_string(), share(is.emergencies, is.cases)]);
        table.row(["  紧急".to_owned(), is.urgent.to_string(), share(is.urgent, is.cases)]);
        table.row(["一次性追问".to_owned(), is.asked.to_string(), share(is.asked, is.complaints)]);
        table.row(["  当时回答".to_owned(), is.answered.to_string(), share(is.answered, is.asked)]);
        for (name, facts) in &is.facts {
            let lost = format!("未认出 {}", facts.not_found);
            table.row([format!("  答了{name}"), facts.told.to_string(), lost]);
        }
        table.row(["重说一遍才受理".to_owned(), (is.began_again - is.unformed.len().min(is.began_again)).to_string(), String::new()]);
        table.row(["诉求人不提交".to_owned(), is.discarded.to_string(), String::new()]);
        table.row(["未形成诉求".to_owned(), is.unformed.len().to_string(), lines(&is.unformed)]);
        table.write(out);
    }

    fn write_dispatch(&self, out: &mut String) {
        let is = &self.dispatch;
        heading(out, "派单");
        let cases = self.intake.cases;
        let mut table = Table::default();
        table.row(["系统直接派出".to_owned(), is.by_itself.to_string(), share(is.by_itself, cases)]);
        table.row(["交派单员派".to_owned(), is.to_person.to_string(), share(is.to_person, cases)]);
        table.row(["交派单员定受理".to_owned(), is.to_accept.to_string(), share(is.to_accept, cases)]);
        if is.known_unit > 0 {
            table.row(["首派与原单位一致".to_owned(), is.agreed.to_string(), of(is.agreed, is.known_unit)]);
            table.row(["  其中系统直接派".to_owned(), is.agreed_by_itself.to_string(), of(is.agreed_by_itself, is.known_by_itself)]);
        }
        table.write(out);
    }

    fn write_handling(&self, out: &mut String) {
        let is = &self.handling;
        heading(out, "办理");
        let mut table = Table::default();
        let cases = self.intake.cases;
        table.row(["退单".to_owned(), is.returned.to_string(), format!("驳回 {}，裁定 {}", is.returns_refused, is.ruled)]);
        table.row(["转派".to_owned(), is.transferred.to_string(), String::new()]);
        table.row(["申请延期".to_owned(), is.extensions_asked.to_string(), format!("同意 {}", is.extensions_granted)]);
        table.row(["超期工单".to_owned(), is.overdue.to_string(), share(is.overdue, cases)]);
        table.row(["超期办结（次）".to_owned(), is.late_answers.to_string(), String::new()]);
        table.row(["阶梯：提醒".to_owned(), is.reminders.to_string(), String::new()]);
        table.row(["阶梯：催办".to_owned(), is.urgings.to_string(), String::new()]);
        table.row(["阶梯：黄牌".to_owned(), is.yellow_cards.to_string(), String::new()]);
        table.row(["诉求人催办".to_owned(), is.urged.to_string(), String::new()]);
        table.row(["诉求人补充".to_owned(), is.supplements.to_string(), String::new()]);
        table.row(["审核退回".to_owned(), is.faults.to_string(), String::new()]);
        table.row(["重办".to_owned(), is.redone.to_string(), share(is.redone, cases)]);
        table.write(out);
    }

    fn write_end(&self, out: &mut String) {
        let is = &self.end;
        heading(out, "结果");
        let closed = is.solved + is.unsolved + is.silent;
        let mut table = Table::default();
        table.row(["归档".to_owned(), closed.to_string(), share(closed, self.intake.cases)]);
        table.row(["  已解决".to_owned(), is.solved.to_string(), share(is.solved, closed)]);
        table.row(["  未解决".to_owned(), is.unsolved.to_string(), share(is.unsolved, closed)]);
        table.row(["  沉默（不计满意）".to_owned(), is.silent.to_string(), share(is.silent, closed)]);
        let [satisfied, fair, dissatisfied] = is.satisfaction;
        table.row([
            "  满意／基本满意／不满意".to_owned(),
            format!("{satisfied}/{fair}/{dissatisfied}"),
            share(satisfied, satisfied + fair + dissatisfied),
        ]);
        table.row(["不予受理".to_owned(), is.declined.to_string(), String::new()]);
        table.row(["撤诉".to_owned(), is.withdrawn.to_string(), String::new()]);
        table.row(["未结".to_owned(), is.open.values().sum::<usize>().to_string(), String::new()]);
        for (why, count) in &is.open {
            table.row([format!("  {why}"), count.to_string(), String::new()]);
        }
        table.write(out);
    }

    fn write_steps(&self, out: &mut String) {
        heading(out, "各环节用时（小时）");
        let mut table = Table::headed(["环节", "次数", "工作时间中位", "九成以内", "自然时间中位", "九成以内"]);
        let hours =
            |spread: Option<Spread>, of: fn(Spread) -> f64| spread.map_or_else(|| "–".to_owned(), |spread| format!("{:.1}", of(spread)));
        for line in &self.steps {
            table.row([
                line.step.to_owned(),
                line.count.to_string(),
                hours(line.working, |spread| spread.median),
                hours(line.working, |spread| spread.p90),
                hours(line.natural, |spread| spread.median),
                hours(line.natural, |spread| spread.p90),
            ]);
        }
        table.write(out);
    }

    fn write_units(&self, out: &mut String) {
        heading(out, "承办单位（前十）");
        let mut table = Table::headed(["单位", "派来", "退单", "办结", "超期办结", "催办", "黄牌", "重办"]);
        for line in self.units.iter().take(MOST_UNITS) {
            let counts = [line.received, line.returned, line.answered, line.late, line.urgings, line.yellow_cards, line.redone];
            let [a, b, c, d, e, f, g] = counts.map(|count| count.to_string());
            table.row([line.unit.clone(), a, b, c, d, e, f, g]);
        }
        table.write(out);
    }

    fn write_categories(&self, out: &mut String) {
        heading(out, "诉求分类");
        let mut table = Table::headed(["分类", "工单", "直接派出", "超期", "已解决", "未解决", "沉默"]);
        for line in &self.categories {
            let counts = [line.cases, line.by_itself, line.overdue, line.solved, line.unsolved, line.silent];
            let [a, b, c, d, e, f] = counts.map(|count| count.to_string());
            table.row([line.category.clone(), a, b, c, d, e, f]);
        }
        table.write(out);
    }

    fn write_messages(&self, out: &mut String) {
        let is = &self.messages;
        heading(out, "消息");
        let mut table = Table::default();
        table.row(["收到", &is.taken_in.to_string()]);
        table.row(["发给诉求人", &is.to_citizens.to_string()]);
        table.row(["发给工作人员", &is.to_staff.to_string()]);
        table.row(["  其中加急", &is.urgent.to_string()]);
        table.row(["到期处理", &is.fired.to_string()]);
        table.row(["工作人员被规则拒绝", &is.refused.to_string()]);
        table.row(["表单需要再问一遍", &is.asked_again.to_string()]);
        table.write(out);
    }

    fn write_broken(&self, out: &mut String) {
        heading(out, "核对");
        if self.broken.is_empty() {
            out.push_str("  事件重放、持有人与日期、阶梯次数、有问必答、发件箱、件数：全部相符\n");
            return;
        }
        for broken in self.broken.iter().take(MOST_BROKEN) {
            let _ = writeln!(out, "  ✗ {broken}");
        }
        let _ = writeln!(out, "  共 {} 处不符", self.broken.len());
    }

    /// What it cost, which differs from run to run.
    pub fn cost_lines(&self) -> String {
        let is = &self.cost;
        let mut out = String::from("\n【代价】\n");
        let mut table = Table::default();
        table.row(["用时".to_owned(), format!("{:.1} 秒", is.seconds)]);
        table.row(["  收信".to_owned(), format!("{:.1} 秒，每秒 {:.0} 条", is.receiving, is.taken_in_per_second)]);
        table.row(["  到期处理".to_owned(), format!("{:.1} 秒", is.firing)]);
        table.row(["  发信".to_owned(), format!("{:.1} 秒", is.sending)]);
        let memory = is.peak_memory.map_or_else(|| "系统未提供".to_owned(), |memory| format!("{memory:.0} MiB"));
        table.row(["内存峰值".to_owned(), memory]);
        table.row(["存储占用".to_owned(), format!("{:.1} MiB", is.store)]);
        table.write(&mut out);
        out
    }
}

/// A share in percent.
#[allow(clippy::cast_precision_loss)] // counts of cases
fn share(part: usize, whole: usize) -> String {
    if whole == 0 { String::new() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}

fn of(part: usize, whole: usize) -> String {
    format!("{} / {whole}", share(part, whole)).trim().to_owned()
}

fn lines(lines: &[usize]) -> String {
    const MOST: usize = 8;
    if lines.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = lines.iter().take(MOST).map(ToString::to_string).collect();
    let more = if lines.len() > MOST { " 等" } else { "" };
    format!("第 {} 行{more}", shown.join("、"))
}
