//! Who may talk to the page at all: this machine only, and no page of another site behind its browser's back.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// Refuses a foreign `Host` (a name that somebody pointed at this machine) and writes that come from another site.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let Some(host) = text(headers, &header::HOST).filter(|host| is_local(host)) else {
        return Problem::ForeignHost.into_response();
    };
    if request.method() != Method::GET && request.method() != Method::HEAD && is_cross_site(headers, host) {
        return Problem::CrossSite.into_response();
    }
    next.run(request).await
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Browsers send one of these headers with every write; whoever sends neither is no browser and cannot be misused by a page.
fn is_cross_site(headers: &HeaderMap, host: &str) -> bool {
    let foreign_fetch = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    let foreign_origin = headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes() != format!("http://{host}").as_bytes());
    foreign_fetch || foreign_origin
}

const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Tells browsers to run nothing but our own files and to keep the page to itself. A handler may have set a stricter policy.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: with that, browsers send `Origin: null` with the page's own forms.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_local() {
        for host in ["127.0.0.1:12345", "localhost", "LOCALHOST:1", "[::1]:12345", "127.8.8.8"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com", "127.0.0.1.example.com:12345", "192.168.1.4", "[2001:db8::1]:80"] {
            assert!(!is_local(host), "{host}");
        }
    }
}
