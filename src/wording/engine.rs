//! The template engine 模板引擎, set to be strict: what is not there may not be written, and neither may what no reader should
//! see, such as an empty value or a list. Values are inserted as they are and never read as templates.

use std::collections::BTreeMap;

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use super::lines;
use crate::domain::message::shorten;

/// What a template is rendered with.
pub(super) use minijinja::Value as Sample;

/// Tables of words by their names: `hotline_name` → `119` → 火警救援.
pub(super) type Tables = BTreeMap<String, BTreeMap<String, String>>;

/// The engine with its templates.
pub(super) struct Engine {
    environment: Environment<'static>,
}

/// Why a template cannot be read or rendered.
#[derive(Debug)]
pub(super) struct Fault {
    /// The template in which it happened: the one asked for, or a part of it.
    pub(super) template: Option<String>,
    /// The line of that template, from 1.
    pub(super) line: Option<usize>,
    /// What is wrong, in Chinese.
    pub(super) what: String,
}

impl Engine {
    pub(super) fn new(tables: &Tables) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_keep_trailing_newline(true);
        environment.set_formatter(write_readable);
        environment.set_debug(false);
        environment.add_filter("shorten", |text: String, most: usize| shorten(&text, most));
        for (name, words) in tables {
            environment.add_global(name.clone(), Value::from_serialize(words));
        }
        Self { environment }
    }

    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        self.environment.add_template_owned(name.to_owned(), lines::swallow_tag_lines(text)).map_err(|error| Fault::of(&error))
    }

    pub(super) fn render(&self, name: &str, variables: &impl Serialize) -> Result<String, Fault> {
        self.environment.get_template(name).and_then(|template| template.render(variables)).map_err(|error| Fault::of(&error))
    }

    /// Whether the template is the same words for everybody.
    pub(super) fn mentions_nothing(&self, name: &str) -> bool {
        self.environment.get_template(name).is_ok_and(|template| !template.source().contains('{'))
    }

    /// The variables that the template names anywhere, also where no sample leads, and that none of the samples has.
    pub(super) fn unknown_variables(&self, name: &str, samples: &[&Sample]) -> Vec<String> {
        let Ok(template) = self.environment.get_template(name) else { return Vec::new() };
        let global = Value::from_iter(self.environment.globals());
        let known = |path: &str| samples.iter().copied().chain([&global]).any(|root| has(root, path));
        let mut unknown: Vec<String> = template.undeclared_variables(true).into_iter().filter(|path| !known(path)).collect();
        unknown.sort();
        unknown
    }
}

fn has(root: &Value, path: &str) -> bool {
    let found = path.split('.').try_fold(root.clone(), |at, name| at.get_attr(name).ok().filter(|value| !value.is_undefined()));
    found.is_some()
}

/// Writes text and numbers only.
fn write_readable(out: &mut Output<'_>, _: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        return Ok(out.write_str(text)?);
    }
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Undefined => Ok(write!(out, "{value}")?),
        ValueKind::None => Err(unreadable("这个变量有时是空的，请放进 {% if 变量 %}…{% endif %} 里")),
        ValueKind::Bool => Err(unreadable("这个变量只有“是”和“否”，请用 {% if 变量 %}…{% else %}…{% endif %} 写成话")),
        _ => Err(unreadable("这个变量有好几项，请用 {% for … in 变量 %}…{% endfor %} 一项一项写")),
    }
}

fn unreadable(what: &'static str) -> Error {
    Error::new(ErrorKind::WriteFailure, what)
}

impl Fault {
    /// The innermost cause: an error in an included part is the part's.
    fn of(error: &Error) -> Self {
        let mut innermost = error;
        while let Some(inner) = std::error::Error::source(innermost).and_then(|source| source.downcast_ref::<Error>()) {
            innermost = inner;
        }
        Self { template: innermost.name().map(str::to_owned), line: innermost.line(), what: in_chinese(innermost) }
    }
}

fn in_chinese(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => "用到了没有的变量，或表里没有的词".to_owned(),
        ErrorKind::WriteFailure => detail.to_owned(),
        ErrorKind::SyntaxError => format!("模板写法不对（{detail}），请检查 {{{{ }}}} 和 {{% %}} 是否成对"),
        ErrorKind::UnknownFilter => format!("没有这个过滤器（{detail}），请检查 | 后面的名字"),
        ErrorKind::UnknownTest => format!("没有这个判断（{detail}），请检查 is 后面的名字"),
        ErrorKind::UnknownFunction => format!("没有这个函数（{detail}），请检查括号前面的名字"),
        ErrorKind::TemplateNotFound => format!("没有这个公用段落（{detail}），请检查 include 后面的名字"),
        _ => format!("渲染不了（{detail}），请改写这一行"),
    }
}
