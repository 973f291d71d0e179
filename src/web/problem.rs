//! What went wrong, in words that say what to do: a page for people, JSON for the page's own script.

use std::panic::AssertUnwindSafe;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt as _;
use minijinja::context;
use serde_json::json;

use super::{House, pages};
use crate::metrics::Trouble;

/// Why a request was not answered as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The `Host` is not this machine.
    ForeignHost,
    /// Another site tried to act here.
    CrossSite,
    /// There is no such page.
    NoPage,
    /// There is no such case, or not for this person; the two are never told apart.
    NoCase,
    /// There is no such file, or not for this person.
    NoFile,
    /// This browser may not act as that person.
    NotYou,
    /// Only the administrator may see this.
    NotAdministrator,
    /// Citizens write on the page only when it is for trying out.
    NoDemo,
    /// No name, one that is too long, or one of a member of staff.
    BadName,
    /// A request that our own pages do not make.
    BadRequest,
    /// Nothing was written.
    Empty,
    /// More than a message may have.
    TooLong,
    /// More than a request may have.
    TooLarge,
    /// Files that were not taken, some or all of a form.
    Files {
        /// How many were taken and how many not.
        what: String,
        /// Which not, why, and what to do.
        advice: String,
        /// Whether anything was taken.
        status: StatusCode,
    },
    /// Not a point on the earth.
    NoPlace,
    /// An invitation that is unknown, used or expired.
    Invite,
    /// Too many invitations that there are not.
    TooManyTries,
    /// The house cannot keep anything now: what was written is not taken.
    NotTaken,
    /// An address of the dashboard that says something that cannot be: what, and what to do.
    BadView {
        /// What is wrong.
        what: String,
        /// What to do.
        advice: String,
    },
    /// The dashboard is for staff.
    NoBoard,
    /// The house itself failed.
    Trouble,
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::ForeignHost | Self::CrossSite | Self::NotYou | Self::NotAdministrator | Self::NoDemo | Self::NoBoard => {
                StatusCode::FORBIDDEN
            }
            Self::NoPage | Self::NoCase | Self::NoFile | Self::Invite => StatusCode::NOT_FOUND,
            Self::BadName | Self::BadRequest | Self::Empty | Self::NoPlace | Self::BadView { .. } => StatusCode::BAD_REQUEST,
            Self::Files { status, .. } => *status,
            Self::TooLong | Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
            Self::NotTaken => StatusCode::SERVICE_UNAVAILABLE,
            Self::Trouble => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, and what to do.
    fn words(&self) -> (&str, &str) {
        match self {
            Self::BadView { what, advice } | Self::Files { what, advice, .. } => (what, advice),
            Self::NoBoard => (
                "指标看板只给工作人员看",
                "请用管理员的邀请链接在这个浏览器里加入一次，再从工作台打开。承办单位的人看本单位，派单、督办、监察和管理员看全市。",
            ),
            Self::ForeignHost => ("本页面只供本机使用", "请在运行本程序的电脑上打开启动时显示的地址，例如 http://127.0.0.1:12345。"),
            Self::CrossSite => ("这个请求来自别的网站，没有执行", "如果确实是您要办的，请回到本页面重新操作。"),
            Self::NoPage => ("没有这个页面", "网址可能不完整。请回到首页重新进入。"),
            Self::NoCase => ("没有可以查看的这件工单", "请核对工单号（形如 20260213-000001）；只能查看本单位经办的工单。"),
            Self::NoFile => ("没有可以查看的这个文件", "请从对话或工单里打开附件。"),
            Self::NotYou => ("不能以这个身份操作", "请在工作台选择自己的身份；正式工作人员请先打开管理员发来的邀请链接。"),
            Self::NotAdministrator => (
                "运行状态只给管理员看",
                "请用管理员的邀请链接在这个浏览器里加入一次（yousu staff invite --role administrator），或在本机运行 yousu status。",
            ),
            Self::NoDemo => ("这里没有开放市民试用", "市民请通过公布的渠道反映诉求；工作人员请使用邀请链接进入工作台。"),
            Self::BadName => ("这个名字不能用", "请填写1至20个字的名字，不要以@开头。"),
            Self::BadRequest => ("这个请求不完整，没有执行", "请刷新页面后再试一次。"),
            Self::Empty => ("还没有写内容", "请写下要说的话，再点“发送”。"),
            Self::TooLong => ("这条消息太长了", "一条消息最多10000字，请分成几条发送。"),
            Self::TooLarge => ("这一次发的文件太大，都没有收下", "每个文件不超过20MB，每次不超过30个。请压缩、截取或分几次再发。"),
            Self::NoPlace => ("没有得到有效的位置", "请允许浏览器使用位置，或填写正确的纬度（-90到90）和经度（-180到180）。"),
            Self::Invite => ("邀请链接无效", "它可能已经用过或过期。请联系管理员重新发一个。"),
            Self::TooManyTries => ("邀请链接连着错了太多次", "请过15分钟再打开；链接请从管理员发来的消息里完整复制。"),
            Self::NotTaken => (
                "现在收不下，这一条没有收下",
                "系统眼下存不下新的内容，已经收下的不受影响。请把您写的留好，过一会儿再发；遇到危险请先拨打110、119、120，事情急的请直接打12345。",
            ),
            Self::Trouble => ("系统出了点问题", "已经收下的内容不会丢失。请稍后刷新页面再试，并看看刚才发的在不在对话里。"),
        }
    }
}

impl From<anyhow::Error> for Problem {
    /// Logged here, once; the person learns only that it was not their fault.
    fn from(error: anyhow::Error) -> Self {
        tracing::error!("the page failed: {error:#}");
        Self::Trouble
    }
}

impl Problem {
    /// Something that was written could not be kept.
    pub(super) fn not_taken(error: impl Into<anyhow::Error>) -> Self {
        tracing::error!("what was written on the page was not taken: {:#}", error.into());
        Self::NotTaken
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Where no route leads.
pub(super) async fn no_page() -> Problem {
    Problem::NoPage
}

/// Puts a problem into the form that was asked for.
pub(super) async fn show(State(house): State<House>, request: Request, next: Next) -> Response {
    let wants_json = wants_json(request.headers());
    // A panic hurts this request alone, and whoever made it gets an answer.
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| Problem::Trouble.into_response());
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    if matches!(problem, Problem::Trouble | Problem::NotTaken) {
        house.desk().metrics().trouble(Trouble::Page);
    }
    let (what, advice) = problem.words();
    if wants_json {
        return (problem.status(), Json(json!({ "problem": what, "advice": advice }))).into_response();
    }
    let city = &house.desk().city().name;
    match pages::render("problem.html", context! { city, what, advice }) {
        Ok(page) => (problem.status(), page).into_response(),
        Err(_) => (problem.status(), format!("{what}。{advice}")).into_response(),
    }
}

/// Whether the page's own script asks.
pub(super) fn wants_json(headers: &axum::http::HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"))
}
