use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};

use super::*;
use crate::output::Fixed;

/// A writer that does what the script says, then accepts everything.
#[derive(Clone, Default)]
struct Scripted {
    script: Arc<Mutex<VecDeque<Step>>>,
    written: Arc<Mutex<Vec<u8>>>,
    calls: Arc<AtomicU64>,
}

enum Step {
    Accept(usize),
    Fail(ErrorKind),
    Panic,
}

impl Write for Scripted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let step = self.script.lock().unwrap().pop_front();
        let accepted = match step {
            None => bytes.len(),
            Some(Step::Accept(most)) => most.min(bytes.len()),
            Some(Step::Fail(kind)) => return Err(kind.into()),
            Some(Step::Panic) => panic!("writer"),
        };
        self.written.lock().unwrap().extend(&bytes[..accepted]);
        Ok(accepted)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What two lines become under this script: the text, the lines lost, the calls.
fn written(script: Vec<Step>) -> (String, u64, u64) {
    let writer = Scripted {
        script: Arc::new(Mutex::new(script.into())),
        ..Scripted::default()
    };
    let sink = Sink::new(Box::new(Fixed(writer.clone())), None);
    sink.write(Level::INFO, b"first line\n");
    sink.write(Level::INFO, b"second\n");
    let text = String::from_utf8(writer.written.lock().unwrap().clone()).unwrap();
    (text, sink.lost(), writer.calls.load(Ordering::Relaxed))
}

#[test]
fn a_line_is_one_call_of_the_writer() {
    assert_eq!(written(vec![]), ("first line\nsecond\n".to_owned(), 0, 2));
}

#[test]
fn a_line_is_completed_after_an_interruption_or_a_short_write() {
    for script in [
        vec![Step::Fail(ErrorKind::Interrupted)],
        vec![
            Step::Accept(4),
            Step::Fail(ErrorKind::Interrupted),
            Step::Accept(1),
        ],
    ] {
        let (text, lost, _) = written(script);
        assert_eq!((text.as_str(), lost), ("first line\nsecond\n", 0));
    }
}

#[test]
fn a_line_that_cannot_be_written_is_counted_and_the_next_one_is_whole() {
    for kind in [
        ErrorKind::WouldBlock,
        ErrorKind::BrokenPipe,
        ErrorKind::StorageFull,
    ] {
        let (text, lost, _) = written(vec![Step::Fail(kind)]);
        assert_eq!((text.as_str(), lost), ("second\n", 1));
    }
    let (text, lost, _) = written(vec![Step::Accept(0)]);
    assert_eq!((text.as_str(), lost), ("second\n", 1));
}

#[test]
fn a_torn_line_does_not_tear_the_next_one() {
    let (text, lost, _) = written(vec![Step::Accept(5), Step::Fail(ErrorKind::BrokenPipe)]);
    assert_eq!((text.as_str(), lost), ("first\nsecond\n", 1));
}

#[test]
fn a_torn_line_is_ended_as_soon_as_that_is_possible() {
    let broken = || Step::Fail(ErrorKind::BrokenPipe);
    let writer = Scripted {
        script: Arc::new(Mutex::new(vec![Step::Accept(1), broken(), broken()].into())),
        ..Scripted::default()
    };
    let sink = Sink::new(Box::new(Fixed(writer.clone())), None);
    for line in ["one\n", "two\n", "three\n", "four\n"] {
        sink.write(Level::INFO, line.as_bytes());
    }
    assert_eq!(*writer.written.lock().unwrap(), b"o\nthree\nfour\n");
    assert_eq!(sink.lost(), 2);
}

#[test]
fn a_writer_that_panics_loses_its_line_only() {
    let (text, lost, _) = written(vec![Step::Panic]);
    assert_eq!((text.as_str(), lost), ("second\n", 1));
}

#[test]
fn a_writer_that_writes_to_its_own_sink_loses_the_inner_line_and_does_not_wait() {
    #[derive(Clone, Default)]
    struct Recursive(Arc<Mutex<Option<Arc<Sink>>>>);
    impl Write for Recursive {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0
                .lock()
                .unwrap()
                .as_ref()
                .unwrap()
                .write(Level::INFO, b"inner\n");
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let writer = Recursive::default();
    let sink = Arc::new(Sink::new(Box::new(Fixed(writer.clone())), None));
    *writer.0.lock().unwrap() = Some(Arc::clone(&sink));
    sink.write(Level::INFO, b"outer\n");
    assert_eq!(sink.lost(), 1);
    *writer.0.lock().unwrap() = None;
}
