//! Jobs, and who does them.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use http::{Request, Response};
use serde::Serialize;
use tower_service::Service;

/// One job, and all who do it.
#[derive(Debug)]
pub struct Scenario {
    /// The crate that is measured, without its prefix.
    pub block: &'static str,
    /// What is done.
    pub name: &'static str,
    /// Who does it; the first is what the others are measured over.
    pub contenders: Vec<Contender>,
}

/// In which part somebody does a job.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::exhaustive_enums, reason = "the scorecard has these columns")]
pub enum Role {
    /// Does nothing of it: what the job costs without the job.
    Bare,
    /// The crate of this project.
    Ours,
    /// The library that most people use for it.
    Peer,
    /// The same observable result, written by hand for this one purpose.
    Floor,
}

/// Somebody who does a job, any number of times.
pub struct Contender {
    /// In which part.
    pub role: Role,
    /// Under which name it appears.
    pub name: &'static str,
    prepare: Box<dyn Fn(usize) -> Box<dyn FnOnce()>>,
}

impl Contender {
    /// A contender whose inputs are made outside of what is measured: `prepare` gets a number of
    /// times and returns what does the job that often.
    pub fn new(
        role: Role,
        name: &'static str,
        prepare: impl Fn(usize) -> Box<dyn FnOnce()> + 'static,
    ) -> Self {
        Self {
            role,
            name,
            prepare: Box::new(prepare),
        }
    }

    /// Makes ready for doing the job so many times; calling what is returned does it.
    #[must_use]
    pub fn prepare(&self, times: usize) -> Box<dyn FnOnce()> {
        (self.prepare)(times)
    }
}

impl fmt::Debug for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contender")
            .field("role", &self.role)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A job without inputs of its own, done as often as asked.
pub fn repeated(role: Role, name: &'static str, job: impl Fn() + 'static) -> Contender {
    let job = Rc::new(job);
    Contender::new(role, name, move |times| {
        let job = Rc::clone(&job);
        Box::new(move || (0..times).for_each(|_| job()))
    })
}

/// A service that answers requests made by `request`, each at once.
///
/// # Panics
///
/// The job panics where the service has to wait: that would not be measured.
pub fn service<S, B, R>(
    role: Role,
    name: &'static str,
    service: S,
    request: impl Fn() -> Request<B> + 'static,
) -> Contender
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone + 'static,
    B: 'static,
{
    Contender::new(role, name, move |times| {
        let mut service = service.clone();
        let requests: Vec<_> = (0..times).map(|_| request()).collect();
        Box::new(move || answer_all(&mut service, requests))
    })
}

/// The same service asked by two threads at the same time, by each half as often.
///
/// # Panics
///
/// The job panics where the service has to wait: that would not be measured.
pub fn on_two_threads<S, B, R>(
    role: Role,
    name: &'static str,
    service: S,
    request: impl Fn() -> Request<B> + 'static,
) -> Contender
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    B: Send + 'static,
{
    Contender::new(role, name, move |times| {
        let half = |times| {
            let requests: Vec<_> = (0..times).map(|_| request()).collect();
            (service.clone(), requests)
        };
        let halves = [half(times / 2), half(times - times / 2)];
        Box::new(move || {
            std::thread::scope(|scope| {
                for (mut service, requests) in halves {
                    scope.spawn(move || answer_all(&mut service, requests));
                }
            });
        })
    })
}

fn answer_all<S, B, R>(service: &mut S, requests: Vec<Request<B>>)
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible>,
{
    let cx = &mut Context::from_waker(Waker::noop());
    for request in requests {
        let _ = black_box(service.poll_ready(cx));
        let answer = pin!(service.call(black_box(request))).poll(cx);
        assert!(answer.is_ready(), "a scenario's service answers at once");
        let _: Poll<_> = black_box(answer);
    }
}
