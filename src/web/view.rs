//! What a browser is looking at: the whole state of the page, carried in its address and nowhere else.

use axum::extract::Query;
use axum::http::Uri;
use serde::Deserialize;

use crate::domain::ids::{CaseNumber, StaffId};

/// What the workspace shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Tab {
    /// 消息
    #[default]
    Chat,
    /// 在办工单
    Cases,
    /// 一件工单
    Case,
}

impl Tab {
    /// The name in addresses and templates.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Cases => "cases",
            Self::Case => "case",
        }
    }
}

/// The state of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct View {
    /// The citizen on the left; none when empty.
    pub citizen: String,
    /// The person on the right.
    pub staff: Option<StaffId>,
    /// What the workspace shows.
    pub tab: Tab,
    /// The case that it shows.
    pub case: Option<CaseNumber>,
    /// The list's filter by state.
    pub state: String,
    /// The list's filter by unit.
    pub unit: String,
    /// The list's filter by what stands out; no filter when empty.
    pub only: String,
    /// The list's filter by text.
    pub q: String,
}

impl View {
    /// The view of a query, as a form carries it; the empty page when it is not ours.
    pub(super) fn parse(query: &str) -> Self {
        let uri = format!("/?{query}").parse::<Uri>().ok();
        uri.and_then(|uri| Query::try_from_uri(&uri).ok()).map_or_else(Self::default, |Query(view)| view)
    }

    /// The same page with this citizen.
    pub(super) fn with_citizen(&self, name: &str) -> Self {
        Self { citizen: name.to_owned(), ..self.clone() }
    }

    /// The same page with this person at work.
    pub(super) fn with_staff(&self, id: StaffId) -> Self {
        let tab = if self.tab == Tab::Cases { Tab::Cases } else { Tab::Chat };
        Self { citizen: self.citizen.clone(), staff: Some(id), tab, ..Self::default() }
    }

    /// The same page with this tab.
    pub(super) fn with_tab(&self, tab: Tab) -> Self {
        Self { tab, ..self.clone() }
    }

    /// The same list, with this filter by what stands out.
    pub(super) fn with_only(&self, only: &str) -> Self {
        Self { only: only.to_owned(), ..self.with_tab(Tab::Cases) }
    }

    /// The same page with this case.
    pub(super) fn with_case(&self, number: CaseNumber) -> Self {
        Self { tab: Tab::Case, case: Some(number), ..self.clone() }
    }

    /// The query of the address.
    pub(super) fn query(&self) -> String {
        let tab = if self.tab == Tab::Chat { "" } else { self.tab.name() };
        let staff = self.staff.map(|id| id.to_string()).unwrap_or_default();
        let case = self.case.map(|number| number.to_string()).unwrap_or_default();
        let fields = [
            ("citizen", self.citizen.as_str()),
            ("staff", &staff),
            ("tab", tab),
            ("case", &case),
            ("state", &self.state),
            ("unit", &self.unit),
            ("only", &self.only),
            ("q", &self.q),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// The address of the page.
    pub(super) fn href(&self) -> String {
        match (self.tab, self.case) {
            (Tab::Case, Some(number)) => {
                let rest = Self { case: None, tab: Tab::Chat, ..self.clone() };
                format!("/case/{number}?{}", rest.query())
            }
            _ => format!("/?{}", self.query()),
        }
    }
}

/// Percent-encodes everything that is not plainly a letter or digit.
pub(super) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_survives_its_address() {
        let view = View {
            citizen: "老周 & <友>".to_owned(),
            staff: Some(StaffId(7)),
            tab: Tab::Cases,
            case: "20260213-000001".parse().ok(),
            state: "办理中".to_owned(),
            unit: String::new(),
            only: "红牌".to_owned(),
            q: "噪声?#".to_owned(),
        };
        assert_eq!(View::parse(&view.query()), view);
        assert_eq!(View::parse("staff=x"), View::default());
    }
}
