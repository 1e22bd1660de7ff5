//! What an operator reads, who has to find out why a page does not work.

use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use http::{HeaderMap, HeaderName};
use seaworthy_policy::Excerpt;

use crate::hint::hint;
use crate::state::State;
use crate::{CorsDecision, CorsRefusal};

/// Tells of a preflight, and of one that is refused at a level that production logs.
pub(crate) fn of_preflight(
    decision: CorsDecision,
    state: &State,
    request: &HeaderMap,
    debug: bool,
) {
    let Some(reason) = decision.refusal() else {
        tracing::debug!(origin = ?excerpt(request, &ORIGIN), "CORS preflight granted");
        return;
    };
    let hint = hint_of(reason, state, request, debug);
    tracing::info!(
        %reason,
        hint,
        origin = ?excerpt(request, &ORIGIN),
        requested_method = ?excerpt(request, &ACCESS_CONTROL_REQUEST_METHOD),
        requested_headers = ?excerpt(request, &ACCESS_CONTROL_REQUEST_HEADERS),
        "CORS preflight refused"
    );
}

/// Whether anybody wants to hear of ordinary requests. Asked here, where the events have their
/// target.
#[inline]
pub(crate) fn is_heard() -> bool {
    tracing::enabled!(tracing::Level::DEBUG)
}

/// Tells of a request that is none, and went on to the application whatever was decided.
#[cold]
pub(crate) fn of_request(decision: CorsDecision, state: &State, request: &HeaderMap, debug: bool) {
    let origin = excerpt(request, &ORIGIN);
    match decision {
        CorsDecision::NoOrigin => {}
        CorsDecision::Granted => tracing::debug!(?origin, "CORS response granted"),
        CorsDecision::GrantedWithCredentials => {
            tracing::debug!(?origin, "CORS response granted, with credentials");
        }
        CorsDecision::Refused(reason) if debug => {
            let hint = hint_of(reason, state, request, debug);
            tracing::info!(%reason, hint, ?origin, "CORS response withheld");
        }
        CorsDecision::Refused(reason) => {
            tracing::debug!(%reason, ?origin, "CORS response withheld");
        }
    }
}

fn hint_of(reason: CorsRefusal, state: &State, request: &HeaderMap, debug: bool) -> Option<String> {
    // It costs a look at each entry, which is for development.
    if debug {
        hint(reason, state, request)
    } else {
        None
    }
}

fn excerpt<'a>(request: &'a HeaderMap, name: &HeaderName) -> Option<Excerpt<'a>> {
    request.get(name).map(|value| Excerpt(value.as_bytes()))
}
