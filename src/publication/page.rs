//! The page of an edition 公示页: readable on a phone, a wall and paper; without scripts, and without anything from elsewhere.

use std::fmt::Write;

use super::files::{dictionary, label, percent, shown};
use crate::domain::publication::{Edition, Line, Shown};

/// The style, for the page and for the file that stands alone.
pub const STYLE: &str = include_str!("page/public.css");

/// Where the style of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// In the page itself: a file that is passed on.
    Within,
    /// Beside it: our own server lets pages have no style of their own.
    Beside,
}

/// The list of editions, newest first.
pub fn index(city: &str, editions: &[Edition]) -> String {
    let mut body = format!(
        "<h1>{}政务热线公示</h1><p class=\"lead\">每月的受理、办理和评价情况。公布后不改动；有更正的，另出新版并说明。</p>",
        escaped(city)
    );
    if editions.is_empty() {
        body.push_str("<p class=\"none\">还没有公示。每季度第一个周一（遇节假日顺延）是统一公开日。</p>");
    }
    body.push_str("<ul class=\"editions\">");
    for edition in editions {
        let name = format!("{}-{}", edition.period, edition.number);
        put(
            &mut body,
            format_args!(
                "<li><a href=\"/public/{name}\">{}</a><span>{}　{} 公布</span></li>",
                edition.period.words(),
                nth(edition),
                edition.at.format("%Y-%m-%d"),
            ),
        );
    }
    body.push_str("</ul>");
    page("公示", &body, Style::Beside)
}

/// One edition. `newer` is the number of the edition that corrects it, where there is one.
pub fn edition(edition: &Edition, newer: Option<u32>, style: Style) -> String {
    let name = format!("{}-{}", edition.period, edition.number);
    let mut body = String::new();
    if style == Style::Beside {
        body.push_str("<p class=\"back\"><a href=\"/public\">全部公示</a></p>");
    }
    put(&mut body, format_args!("<h1>{}政务热线{}公示</h1>", escaped(&edition.city), edition.period.words()));
    put(&mut body, format_args!("<p class=\"lead\">{}　{} 公布</p>", nth(edition), edition.at.format("%Y年%-m月%-d日")));
    if let Some(newer) = newer {
        let link = if style == Style::Beside {
            format!("<a href=\"/public/{}-{newer}\">第{newer}版</a>", edition.period)
        } else {
            format!("第{newer}版")
        };
        put(&mut body, format_args!("<p class=\"note\">这一版已经更正，见{link}。</p>"));
    }
    if let Some(why) = &edition.correction {
        put(&mut body, format_args!("<p class=\"note\">更正说明：{}</p>", escaped(why)));
    }
    totals(&mut body, edition);
    units(&mut body, edition);
    lines(&mut body, "受理渠道", "渠道", &edition.channels, edition);
    lines(&mut body, "诉求事项", "事项", &edition.matters, edition);
    examples(&mut body, edition);
    explained(&mut body, edition);
    if style == Style::Beside {
        put(
            &mut body,
            format_args!(
                "<p class=\"files\">下载：<a href=\"/public/{name}.csv\">CSV</a><a href=\"/public/{name}.json\">JSON</a><a href=\"/public/dictionary.csv\">数据字典</a></p>"
            ),
        );
    }
    page(&format!("{}公示", edition.period.words()), &body, style)
}

fn nth(edition: &Edition) -> String {
    if edition.number == 1 { "第1版".to_owned() } else { format!("第{}版（更正）", edition.number) }
}

fn totals(body: &mut String, edition: &Edition) {
    body.push_str("<h2>总体情况</h2><div class=\"tiles\">");
    for total in &edition.totals {
        put(
            body,
            format_args!("<div class=\"tile\"><b>{}</b><span>{}</span></div>", shown(total.count, edition.least), escaped(&total.name)),
        );
    }
    body.push_str("</div><div class=\"tiles\">");
    for rate in &edition.rates {
        put(body, format_args!("<div class=\"tile rate\"><b>{}</b><span>{}</span></div>", percent(rate.percent), label(&rate.name)));
    }
    body.push_str("</div>");
}

fn units(body: &mut String, edition: &Edition) {
    body.push_str("<h2>各单位办理情况</h2>");
    if edition.units.is_empty() {
        body.push_str("<p class=\"none\">件数太少，本月不公布。</p>");
        return;
    }
    body.push_str("<div class=\"wide\"><table><thead><tr><th>单位</th><th>派单</th>");
    for rate in edition.units.first().map_or(&[][..], |unit| &unit.rates) {
        put(body, format_args!("<th>{}</th>", label(&rate.name)));
    }
    body.push_str("<th>排名档</th></tr></thead><tbody>");
    for unit in &edition.units {
        put(body, format_args!("<tr><th>{}</th><td>{}</td>", escaped(&unit.unit), shown(unit.dispatched, edition.least)));
        unit.rates.iter().for_each(|rate| put(body, format_args!("<td>{}</td>", percent(rate.percent))));
        put(body, format_args!("<td>{}</td></tr>", unit.band.as_deref().map_or("—".to_owned(), escaped)));
    }
    body.push_str("</tbody></table></div>");
}

fn lines(body: &mut String, title: &str, head: &str, lines: &[Line], edition: &Edition) {
    put(body, format_args!("<h2>{title}</h2>"));
    if lines.is_empty() {
        body.push_str("<p class=\"none\">件数太少，本月不公布。</p>");
        return;
    }
    let exact = |count: Shown| if let Shown::Exact(number) = count { number } else { 0 };
    let most = lines.iter().map(|line| exact(line.count)).max().unwrap_or(0).max(1);
    put(body, format_args!("<table class=\"bars\"><thead><tr><th>{head}</th><th>收件</th><th class=\"bar\"></th></tr></thead><tbody>"));
    for line in lines {
        let count = exact(line.count);
        put(
            body,
            format_args!(
                "<tr><th>{}</th><td>{}</td><td class=\"bar\"><meter min=\"0\" max=\"{most}\" value=\"{count}\"></meter></td></tr>",
                escaped(&line.name),
                shown(line.count, edition.least),
            ),
        );
    }
    body.push_str("</tbody></table>");
}

fn examples(body: &mut String, edition: &Edition) {
    if edition.examples.is_empty() {
        return;
    }
    body.push_str("<h2>典型案例</h2>");
    for example in &edition.examples {
        put(
            body,
            format_args!("<article><h3>{}</h3><p>{}</p></article>", escaped(&example.title), escaped(&example.text).replace('\n', "<br>")),
        );
    }
}

fn explained(body: &mut String, edition: &Edition) {
    body.push_str("<h2>数据说明</h2><dl>");
    for field in dictionary(edition.least).iter().filter(|field| field.table != "edition" && field.table != "examples") {
        put(
            body,
            format_args!(
                "<dt>{}<small>{} · {}</small></dt><dd>{}</dd>",
                escaped(&field.meaning),
                field.table,
                escaped(&field.field),
                escaped(&field.formula)
            ),
        );
    }
    body.push_str("</dl>");
}

fn page(title: &str, body: &str, style: Style) -> String {
    let style = match style {
        Style::Within => format!("<style>{STYLE}</style>"),
        Style::Beside => "<link rel=\"stylesheet\" href=\"/public.css\">".to_owned(),
    };
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title>{style}</head><body><main>{body}</main></body></html>\n",
        escaped(title)
    )
}

fn put(body: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = body.write_fmt(words);
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
