//! What the request log writes, and what it does to requests and responses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod captured;

use std::convert::Infallible;
use std::future::{Ready, pending, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use captured::{lines, objects, verbose};
use http::{HeaderName, Request, Response, StatusCode};
use seaworthy_log::{Config, RequestId, RequestLog};
use serde_json::{Map, Value};
use tower::layer::Layer;
use tower::{Service, ServiceExt, service_fn};

/// A body without any property that a body might have.
struct Body;

fn request(uri: &str) -> Request<Body> {
    Request::builder()
        .method("PUT")
        .uri(uri)
        .body(Body)
        .unwrap()
}

fn answer(status: u16) -> Response<Body> {
    let mut response = Response::new(Body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("not ready"),
    }
}

fn only(lines: Vec<Map<String, Value>>) -> Map<String, Value> {
    let [line] = <[_; 1]>::try_from(lines).expect("one line");
    assert_eq!(line["target"], "seaworthy_log::request");
    assert_eq!(line["method"], "PUT");
    assert!(line["latency_ms"].as_f64().unwrap() >= 0.0);
    assert!(line.contains_key("request_id"));
    line
}

#[test]
fn a_request_is_one_event_whose_level_is_that_of_its_status() {
    for (status, level, message) in [
        (200, "INFO", "OK: /x"),
        (304, "INFO", "Not Modified: /x"),
        (404, "WARN", "Not Found: /x"),
        (499, "WARN", "Unknown Status Code: /x"),
        (500, "ERROR", "Internal Server Error: /x"),
        (999, "ERROR", "Unknown Status Code: /x"),
    ] {
        let line = only(objects(|| {
            let inner = service_fn(|_: Request<Body>| ready(Ok::<_, Infallible>(answer(status))));
            let service = RequestLog::new().layer(inner);
            now(service.oneshot(request("/x?token=hunter2"))).unwrap();
        }));
        assert_eq!(line["level"], level, "{status}");
        assert_eq!(line["message"], message);
        assert_eq!(line["path"], "/x");
        assert_eq!(line["status"], status);
    }
}

#[test]
fn the_id_is_the_same_for_client_handler_and_events() {
    for (sent, kept) in [
        (Some("from-client.1"), true),
        (Some("a b"), false),
        (None, false),
    ] {
        let lines = objects(|| {
            let inner = service_fn(async |request: Request<Body>| {
                tracing::info!(handler = true);
                let mut response = answer(200);
                let id = RequestId::of(request.extensions()).unwrap().clone();
                response.extensions_mut().insert(id);
                response
                    .headers_mut()
                    .insert("x-request-id", "inner".parse().unwrap());
                Ok::<_, Infallible>(response)
            });
            let mut request = request("/");
            if let Some(id) = sent {
                request
                    .headers_mut()
                    .insert("x-request-id", id.parse().unwrap());
            }
            let response = now(RequestLog::new().layer(inner).oneshot(request)).unwrap();
            let id = RequestId::of(response.extensions()).unwrap();
            assert_eq!(response.headers()["x-request-id"], id.as_str());
            assert_eq!(Some(id.as_str()) == sent, kept);
            tracing::info!(id = id.as_str());
        });
        let [handler, request, after] = <[_; 3]>::try_from(lines).unwrap();
        assert_eq!(handler["request_id"], after["id"]);
        assert_eq!(request["request_id"], after["id"]);
        assert!(!after.contains_key("request_id"));
    }
}

#[test]
fn events_belong_to_the_trace_of_their_request() {
    let (trace, span) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    for (sent, sampled) in [
        (Some(format!("00-{trace}-{span}-01")), Some(true)),
        (Some(format!("00-{trace}-{span}-00")), Some(false)),
        (Some(format!("00-{trace}-{span}")), None),
        (None, None),
    ] {
        let lines = objects(|| {
            let inner = service_fn(async |_: Request<Body>| {
                tracing::info!("in the handler");
                Ok::<_, Infallible>(answer(200))
            });
            let mut request = request("/");
            if let Some(sent) = &sent {
                let headers = request.headers_mut();
                headers.insert("traceparent", sent.parse().unwrap());
            }
            now(RequestLog::new().layer(inner).oneshot(request)).unwrap();
        });
        for line in <[_; 2]>::try_from(lines).unwrap() {
            let field = |name: &str| line.get(name).cloned();
            assert_eq!(field("trace_sampled"), sampled.map(Value::from), "{sent:?}");
            assert_eq!(field("trace_id"), sampled.map(|_| Value::from(trace)));
            assert_eq!(field("span_id"), sampled.map(|_| Value::from(span)));
        }
    }
}

#[test]
fn what_a_client_sent_in_place_of_an_id_goes_no_further() {
    for (sent, passed) in [
        (&["good"][..], Some("good")),
        (&["a b"], None),
        (&["one", "two"], None),
        (&["same", "same"], None),
    ] {
        let lines = objects(|| {
            let inner = service_fn(async |request: Request<Body>| {
                let mut ids = request.headers().get_all("x-request-id").iter();
                let id = RequestId::of(request.extensions()).unwrap();
                assert_eq!(ids.next().unwrap(), id.as_str());
                assert_eq!(ids.next(), None);
                Ok::<_, Infallible>(answer(200))
            });
            let mut request = request("/");
            for id in sent {
                request
                    .headers_mut()
                    .append("x-request-id", id.parse().unwrap());
            }
            now(RequestLog::new().layer(inner).oneshot(request)).unwrap();
        });
        let id = only(lines)["request_id"].as_str().unwrap().to_owned();
        assert!(passed.is_none_or(|passed| passed == id), "{id}");
        assert!(passed.is_some() || !sent.contains(&&*id), "{id}");
    }
}

#[test]
fn the_id_is_there_where_only_errors_are_written() {
    let mut config = Config::default();
    config.level = "ERROR".to_owned();
    let lines = lines(&config, || {
        let inner = service_fn(|_: Request<Body>| {
            tracing::error!("in the handler");
            ready(Ok::<_, Infallible>(answer(200)))
        });
        now(RequestLog::new().layer(inner).oneshot(request("/"))).unwrap();
    });
    assert_eq!(lines.len(), 1);
    assert!(captured::object(&lines[0]).contains_key("request_id"));
}

#[test]
fn the_id_is_there_where_requests_are_not_written() {
    let mut config = Config::default();
    config.levels = vec!["seaworthy_log::request=off".to_owned()];
    let lines = lines(&config, || {
        let inner = service_fn(|_: Request<Body>| {
            tracing::info!("in the handler");
            ready(Ok::<_, Infallible>(answer(200)))
        });
        now(RequestLog::new().layer(inner).oneshot(request("/"))).unwrap();
    });
    assert_eq!(lines.len(), 1);
    assert!(captured::object(&lines[0]).contains_key("request_id"));
}

#[test]
fn the_id_is_there_when_a_handler_is_dropped() {
    struct Told(&'static str);
    impl Drop for Told {
        fn drop(&mut self) {
            tracing::info!(dropped = self.0);
        }
    }
    for (polls, dropped) in [(0, "before the first poll"), (1, "while waiting")] {
        let lines = objects(|| {
            let inner = service_fn(|_: Request<Body>| {
                let told = Told(dropped);
                async move {
                    let _told = told;
                    pending::<Result<Response<Body>, ()>>().await
                }
            });
            let mut future = Box::pin(RequestLog::new().layer(inner).call(request("/slow")));
            for _ in 0..polls {
                let _ = future
                    .as_mut()
                    .poll(&mut Context::from_waker(Waker::noop()));
            }
        });
        let [handler, request] = <[_; 2]>::try_from(lines).unwrap();
        assert_eq!(handler["dropped"], dropped);
        assert_eq!(request["message"], "Cancelled: /slow");
        assert_eq!(handler.get("request_id"), request.get("request_id"));
    }
}

#[test]
fn a_request_that_is_left_before_its_answer_is_a_warning() {
    for polls in [0, 1] {
        let line = only(objects(|| {
            let inner = service_fn(|_: Request<Body>| pending::<Result<Response<Body>, ()>>());
            let mut future = Box::pin(RequestLog::new().layer(inner).call(request("/slow")));
            for _ in 0..polls {
                let polled = future
                    .as_mut()
                    .poll(&mut Context::from_waker(Waker::noop()));
                assert!(polled.is_pending());
            }
        }));
        assert_eq!(
            (&line["level"], &line["message"]),
            (&"WARN".into(), &"Cancelled: /slow".into())
        );
        assert!(!line.contains_key("status"));
    }
}

#[test]
fn an_error_of_the_inner_service_is_an_error_and_passes_through() {
    let line = only(objects(|| {
        let inner = service_fn(|_: Request<Body>| ready(Err::<Response<Body>, _>("broken")));
        let result = now(RequestLog::new().layer(inner).oneshot(request("/x")));
        assert_eq!(result.err(), Some("broken"));
    }));
    assert_eq!(
        (&line["level"], &line["message"]),
        (&"ERROR".into(), &"Failed: /x".into())
    );
    assert!(!line.contains_key("status"));
}

#[test]
fn a_panic_of_the_inner_service_is_an_error_and_passes_through() {
    let in_call = |_: Request<Body>| -> Ready<Result<Response<Body>, ()>> { panic!("call") };
    let in_poll =
        |_: Request<Body>| poll_fn(|_| -> Poll<Result<Response<Body>, ()>> { panic!("poll") });
    let lines = objects(|| {
        let logged = RequestLog::new().layer(service_fn(in_call));
        catch_unwind(AssertUnwindSafe(|| {
            now(logged.oneshot(request("/x"))).is_ok()
        }))
        .unwrap_err();
        let logged = RequestLog::new().layer(service_fn(in_poll));
        catch_unwind(AssertUnwindSafe(|| {
            now(logged.oneshot(request("/x"))).is_ok()
        }))
        .unwrap_err();
    });
    let [one, two] = <[_; 2]>::try_from(lines).unwrap();
    for line in [one, two] {
        let line = only(vec![line]);
        assert_eq!(
            (&line["level"], &line["message"]),
            (&"ERROR".into(), &"Panicked: /x".into())
        );
    }
}

#[test]
fn of_a_long_path_the_beginning_is_written() {
    let line = only(objects(|| {
        let inner = service_fn(|_: Request<Body>| ready(Ok::<_, Infallible>(answer(200))));
        let uri = format!("/{}", "é".repeat(3000));
        now(RequestLog::new().layer(inner).oneshot(request(&uri))).unwrap();
    }));
    let path = line["path"].as_str().unwrap();
    assert_eq!(path, format!("/{}", "é".repeat(1023)));
}

#[test]
fn a_path_cannot_forge_a_line() {
    let lines = lines(&verbose(), || {
        let inner = service_fn(|_: Request<Body>| ready(Ok::<_, Infallible>(answer(404))));
        let uri = "/x%0aERROR\u{202e}%22";
        now(RequestLog::new().layer(inner).oneshot(request(uri))).unwrap();
    });
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].contains(r"Not Found: /x%0aERROR\u202e%22"),
        "{lines:?}"
    );
}

#[test]
fn a_response_without_room_for_the_id_is_passed_on() {
    let line = only(objects(|| {
        let inner = service_fn(|_: Request<Body>| {
            let mut response = answer(200);
            let headers = response.headers_mut();
            headers.insert("x-request-id", "inner".parse().unwrap());
            // The map has an end, well below this.
            for number in 0..100_000 {
                let name: HeaderName = format!("x-{number}").parse().unwrap();
                if headers.try_insert(name, number.into()).is_err() {
                    break;
                }
            }
            ready(Ok::<_, Infallible>(response))
        });
        let response = now(RequestLog::new().layer(inner).oneshot(request("/x"))).unwrap();
        assert!(!response.headers().contains_key("x-request-id"));
    }));
    assert_eq!(line["status"], 200);
}

#[test]
fn a_future_polled_after_it_was_ready_has_no_second_event() {
    let line = only(objects(|| {
        let inner = service_fn(|_: Request<Body>| {
            let mut left = Some(answer(200));
            poll_fn(move |_| {
                left.take()
                    .map_or(Poll::Pending, |it| Poll::Ready(Ok::<_, ()>(it)))
            })
        });
        let mut future = pin!(RequestLog::new().layer(inner).call(request("/x")));
        assert!(now(future.as_mut()).is_ok());
        let again = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        assert!(again.is_pending());
    }));
    assert_eq!(line["status"], 200);
}

#[tokio::test]
async fn the_service_that_was_ready_is_the_one_that_is_called() {
    /// Is ready once for each call, as services with a limit are; a clone is not.
    struct Reserved(bool);
    impl Clone for Reserved {
        fn clone(&self) -> Self {
            Self(false)
        }
    }
    impl Service<Request<Body>> for Reserved {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = Ready<Result<Response<Body>, Infallible>>;
        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            self.0 = true;
            Poll::Ready(Ok(()))
        }
        fn call(&mut self, _: Request<Body>) -> Self::Future {
            assert!(std::mem::take(&mut self.0), "not ready");
            ready(Ok(answer(200)))
        }
    }
    let mut service = RequestLog::new().layer(Reserved(false));
    for _ in 0..2 {
        service
            .ready()
            .await
            .unwrap()
            .call(request("/"))
            .await
            .unwrap();
    }
}
