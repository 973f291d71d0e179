//! The proof of the templates 文书模板校验: each is filled in with sample cases, and may name nothing that they do not have.

use minijinja::Value;

use super::Papers;
use super::book::Fails;
use super::samples;
use super::template::{Block, Read, Template, Words};
use crate::domain::paper::PaperKind;
use crate::domain::problem::Problem;

/// Every fault of the templates.
pub(super) fn prove(papers: &Papers) -> Vec<Problem> {
    let mut problems: Vec<Problem> = papers.templates.iter().flat_map(|(kind, read)| one(papers, *kind, read)).collect();
    // A fault of the office's file is met with every kind.
    problems.sort();
    problems.dedup();
    problems
}

fn one(papers: &Papers, kind: PaperKind, read: &Read<Template>) -> Vec<Problem> {
    let samples = samples::of(kind);
    let variables: Result<Vec<Value>, Fails<'_>> = samples.iter().map(|facts| papers.variables(&read.form, facts)).collect();
    if let Ok(variables) = &variables {
        let unknown: Vec<Problem> = read.form.block.iter().flat_map(|block| unknown(papers, read, block, variables)).collect();
        if !unknown.is_empty() {
            return unknown;
        }
    }
    samples.iter().filter_map(|facts| papers.page(kind, facts).err()).collect()
}

/// What the block names that there is not, also where no sample leads.
fn unknown(papers: &Papers, read: &Read<Template>, block: &Block, facts: &[Value]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut look = |words: Option<&Words>, facts: &[Value], is_expression: bool| {
        let Some(words) = words else { return };
        let text = if is_expression { format!("{{{{ {} }}}}", words.get_ref()) } else { words.get_ref().clone() };
        for path in papers.engine.unknown(&text, facts) {
            let line = text.lines().position(|line| line.contains(&path)).map_or(1, |at| at + 1);
            problems.push(read.problem(words, line, format!("没有变量“{path}”；可用的变量见本文件开头的说明")));
        }
    };
    look(block.text.as_ref(), facts, false);
    look(block.right.as_ref(), facts, false);
    look(block.when.as_ref(), facts, true);
    for row in &block.row {
        look(row.each.as_ref(), facts, true);
        let rounds: Vec<Value> = facts.iter().filter_map(|facts| papers.rounds(row, facts).ok()).flatten().collect();
        look(row.when.as_ref(), &rounds, true);
        for cell in row.cells.iter().filter(|_| !rounds.is_empty()) {
            [&cell.label, &cell.text, &cell.sign].into_iter().for_each(|words| look(words.as_ref(), &rounds, false));
        }
    }
    problems
}
