use std::future::{Future, pending, ready};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use seaworthy_password::{
    BreachConfig, Breached, OnUnknown, Outcome, Prefix, RangeSource, Unknown,
};

use crate::candidate;

/// A source that answers, fails, says nonsense or says nothing.
#[derive(Clone, Copy)]
enum Answer {
    Page(&'static str),
    Failure,
    Silence,
    TooMuch,
}

struct Source {
    answer: Answer,
    asked: AtomicUsize,
}

impl RangeSource for &Source {
    type Error = &'static str;

    async fn range(&self, prefix: Prefix) -> Result<Vec<u8>, Self::Error> {
        assert_eq!(prefix.as_str().len(), 5);
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.answer {
            Answer::Page(page) => Ok(page.into()),
            Answer::Failure => Err("no route to host"),
            Answer::Silence => pending().await,
            Answer::TooMuch => Ok(vec![b'0'; 300 * 1024]),
        }
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send {
        assert!(time <= Duration::from_secs(1));
        ready(())
    }
}

fn source(answer: Answer) -> Source {
    Source {
        answer,
        asked: AtomicUsize::new(0),
    }
}

/// What a future gives that waits for nothing.
fn now<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

const PAGE: &str = "0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n\
                    1E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179\r\n";
const PADDING: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8:0\r\n";

fn ask(answer: Answer) -> Outcome {
    let source = source(answer);
    now(Breached::new(&source, BreachConfig::default()).check(&candidate("password")))
}

#[test]
fn each_answer_has_its_outcome() {
    for (answer, outcome) in [
        (Answer::Page(PAGE), Outcome::Breached(52_256_179)),
        (Answer::Page(PADDING), Outcome::Clean),
        (
            Answer::Page("0018A45C4D1DEF81644B54AB7F969B88D65:9"),
            Outcome::Clean,
        ),
        (Answer::Page(""), Outcome::Unknown(Unknown::Malformed)),
        (
            Answer::Page("<html>502</html>"),
            Outcome::Unknown(Unknown::Malformed),
        ),
        (Answer::Failure, Outcome::Unknown(Unknown::Unreachable)),
        (Answer::Silence, Outcome::Unknown(Unknown::Deadline)),
        (Answer::TooMuch, Outcome::Unknown(Unknown::TooLarge)),
    ] {
        assert_eq!(ask(answer), outcome);
    }
}

#[test]
fn an_outage_keeps_nobody_out_unless_told() {
    for answer in [
        Answer::Failure,
        Answer::Silence,
        Answer::Page("?"),
        Answer::TooMuch,
    ] {
        let source = source(answer);
        let mut config = BreachConfig::default();
        let breached = Breached::new(&source, config.clone());
        assert_eq!(now(breached.validate(&candidate("password"))), Ok(()));
        config.on_unknown = OnUnknown::Refuse;
        let breached = Breached::new(&source, config);
        let error = now(breached.validate(&candidate("password"))).unwrap_err();
        assert_eq!(error.code(), "password_not_checked");
        assert_eq!(error.params()[0].0, "reason");
    }
}

#[test]
fn a_page_is_asked_for_once() {
    let source = source(Answer::Page(PAGE));
    let breached = Breached::new(&source, BreachConfig::default());
    for _ in 0..10 {
        assert!(now(breached.validate(&candidate("password"))).is_err());
    }
    assert_eq!(source.asked.load(Ordering::Relaxed), 1);
    let _ = now(breached.check(&candidate("another")));
    assert_eq!(source.asked.load(Ordering::Relaxed), 2);
}

#[test]
fn a_source_that_keeps_failing_is_left_alone() {
    let source = source(Answer::Silence);
    let breached = Breached::new(&source, BreachConfig::default());
    for attempt in 0..10 {
        let reason = if attempt < 3 {
            Unknown::Deadline
        } else {
            Unknown::CircuitOpen
        };
        let password = format!("password {attempt}");
        let outcome = now(breached.check(&candidate(&password)));
        assert_eq!(outcome, Outcome::Unknown(reason), "{attempt}");
    }
    assert_eq!(source.asked.load(Ordering::Relaxed), 3);
}

#[test]
fn a_source_that_answers_now_and_then_is_asked_every_time() {
    /// It answers every third question.
    struct Shaky(AtomicUsize);
    impl RangeSource for Shaky {
        type Error = ();

        async fn range(&self, _prefix: Prefix) -> Result<Vec<u8>, ()> {
            let question = self.0.fetch_add(1, Ordering::Relaxed);
            if question % 3 == 2 {
                Ok(PAGE.into())
            } else {
                Err(())
            }
        }

        async fn sleep(&self, _time: Duration) {}
    }
    let breached = Breached::new(Shaky(AtomicUsize::new(0)), BreachConfig::default());
    for question in 0..30 {
        let outcome = now(breached.check(&candidate(&format!("password {question}"))));
        let expected = match question % 3 {
            2 => Outcome::Clean,
            _ => Outcome::Unknown(Unknown::Unreachable),
        };
        assert_eq!(outcome, expected, "{question}");
    }
}

#[test]
fn what_was_seen_seldom_is_clean_if_so_configured() {
    let source = source(Answer::Page(PAGE));
    let mut config = BreachConfig::default();
    for (min_count, outcome) in [
        (52_256_179, Outcome::Breached(52_256_179)),
        (52_256_180, Outcome::Clean),
    ] {
        config.min_count = min_count.try_into().unwrap();
        let breached = Breached::new(&source, config.clone());
        assert_eq!(now(breached.check(&candidate("password"))), outcome);
    }
}

#[test]
fn the_future_goes_between_threads_and_outlives_the_password() {
    fn sent<T: Send>(future: T) -> T {
        future
    }
    let source = source(Answer::Page(PAGE));
    let breached = Breached::new(&source, BreachConfig::default());
    let future = {
        let password = "password".to_owned();
        sent(breached.check(&candidate(&password)))
    };
    assert_eq!(now(future), Outcome::Breached(52_256_179));
}

#[test]
fn nothing_printed_holds_the_password_its_hash_or_its_prefix() {
    struct Listening;
    impl RangeSource for Listening {
        type Error = ();

        async fn range(&self, prefix: Prefix) -> Result<Vec<u8>, ()> {
            assert_eq!(prefix.to_string(), "5BAA6");
            assert!(!format!("{prefix:?}").contains("5BAA6"));
            Ok(PAGE.into())
        }

        async fn sleep(&self, _time: Duration) {}
    }
    let breached = Breached::new(Listening, BreachConfig::default());
    let error = now(breached.validate(&candidate("password"))).unwrap_err();
    let shown = format!("{breached:?} {error:?}").to_uppercase();
    for secret in ["5BAA6", "1E4C9B9"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn another_source_is_asked_only_if_the_first_does_not_know() {
    assert_eq!(
        ask(Answer::Failure).or_ask(|| Outcome::Breached(7)),
        Outcome::Breached(7)
    );
    assert_eq!(
        ask(Answer::Page(PADDING)).or_ask(|| Outcome::Breached(7)),
        Outcome::Clean
    );
}
