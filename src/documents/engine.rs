//! The words of templates 模板中的话: filled in strictly, so that a misspelt name is found by `yousu check` and never printed.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

/// Fills in words. It keeps nothing between one paper and the next.
pub(super) struct Engine(Environment<'static>);

/// Why words cannot be filled in.
#[derive(Debug)]
pub(super) struct Fault {
    /// The line of the words, from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
}

impl Engine {
    pub fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_formatter(write_readable);
        environment.set_debug(false);
        Self(environment)
    }

    /// The words with the facts in them.
    pub fn fill(&self, words: &str, facts: &Value) -> Result<String, Fault> {
        let filled = self.0.render_str(words, facts);
        filled.map(|text| text.trim().to_owned()).map_err(|error| Fault::of(&error))
    }

    /// Whether this is so.
    pub fn holds(&self, condition: &str, facts: &Value) -> Result<bool, Fault> {
        let value = self.0.compile_expression(condition).and_then(|expression| expression.eval(facts));
        value.map(|value| value.is_true()).map_err(|error| Fault::of(&error))
    }

    /// The facts once for each of these, with it as `item`.
    pub fn each(&self, list: &str, facts: &Value) -> Result<Vec<Value>, Fault> {
        let items = self.0.compile_expression(list).and_then(|expression| expression.eval(facts)).map_err(|error| Fault::of(&error))?;
        let items = items.try_iter().map_err(|error| Fault::of(&error))?;
        Ok(items.map(|item| minijinja::context! { item, ..facts.clone() }).collect())
    }

    /// What the words name that none of these facts has, also where none of them leads.
    pub fn unknown(&self, words: &str, facts: &[Value]) -> Vec<String> {
        let Ok(template) = self.0.template_from_str(words) else { return Vec::new() };
        let known = |path: &str| facts.iter().any(|facts| has(facts, path));
        let mut unknown: Vec<String> = template.undeclared_variables(true).into_iter().filter(|path| !known(path)).collect();
        unknown.sort();
        unknown
    }
}

fn has(root: &Value, path: &str) -> bool {
    path.split('.').try_fold(root.clone(), |at, name| at.get_attr(name).ok().filter(|value| !value.is_undefined())).is_some()
}

/// Writes text and numbers only.
fn write_readable(out: &mut Output<'_>, _: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    let unreadable = |what: &'static str| Err(Error::new(ErrorKind::WriteFailure, what));
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Undefined => Ok(write!(out, "{value}")?),
        ValueKind::None => unreadable("这个变量有时是空的，请放进 {% if 变量 %}…{% endif %} 里"),
        ValueKind::Bool => unreadable("这个变量只有“是”和“否”，请用 {% if 变量 %}…{% else %}…{% endif %} 写成话"),
        _ => unreadable("这个变量有好几项，请用 {% for … in 变量 %}…{% endfor %} 一项一项写，或用 each"),
    }
}

impl Fault {
    fn of(error: &Error) -> Self {
        let detail = error.detail().unwrap_or_default();
        let what = match error.kind() {
            ErrorKind::UndefinedError => "用到了没有的变量".to_owned(),
            ErrorKind::WriteFailure => detail.to_owned(),
            ErrorKind::SyntaxError => format!("写法不对（{detail}），请检查 {{{{ }}}} 和 {{% %}} 是否成对"),
            _ => format!("填写不了（{detail}），请改写这一行"),
        };
        Self { line: error.line().unwrap_or(1), what }
    }
}
