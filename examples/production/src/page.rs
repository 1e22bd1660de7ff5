//! `GET /`: the lots of each campaign, and how the service is.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use seaworthy::Settings;
use seaworthy::headers::Nonce;
use seaworthy::health::Health;
use sqlx::SqlitePool;

use crate::harvest::{self, Campaign};
use crate::{script, session};

#[derive(Template)]
#[template(path = "index.html")]
struct Index {
    nonce: Nonce,
    integrity: &'static str,
    campaigns: Vec<Campaign>,
    health: Vec<Check>,
}

struct Check {
    name: String,
    outcome: &'static str,
    ok: bool,
}

/// Shows the page.
pub(crate) async fn index(
    State(pool): State<SqlitePool>,
    State(health): State<Health>,
    State(settings): State<Arc<Settings>>,
    Extension(nonce): Extension<Nonce>,
    headers: HeaderMap,
) -> Response {
    let health = health
        .readiness()
        .await
        .checks()
        .iter()
        .map(|check| Check {
            name: check.name().to_owned(),
            outcome: check.outcome().as_str(),
            ok: check.outcome().is_ok(),
        })
        .collect();
    let campaigns = match harvest::campaigns(&pool).await {
        Ok(campaigns) => campaigns,
        Err(error) => return failed(&error),
    };
    let page = match (Index {
        nonce,
        integrity: &script::INTEGRITY,
        campaigns,
        health,
    })
    .render()
    {
        Ok(page) => page,
        Err(error) => return failed(&error),
    };
    let mut response = Html(page).into_response();
    if let Some(cookie) = session::cookie_for(&headers, &settings.session_cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Tells the log why, and the visitor only that.
fn failed(error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "The page cannot be shown");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong. Please try again.\n",
    )
        .into_response()
}
