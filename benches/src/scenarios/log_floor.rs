//! Lines of JSON written by hand for the one event that they are of: the same bytes, into a buffer
//! that is reused.

use std::cell::RefCell;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) const INTS: [i32; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
pub(super) const STRINGS: [&str; 10] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

const MESSAGE: &str = "Test logging, but use a somewhat realistic message length.";

pub(super) fn message() {
    line(black_box(MESSAGE), |_| {});
}

pub(super) fn five_fields() {
    line(black_box("Answered"), |line| {
        line.extend_from_slice(b",\"method\":");
        text(line, black_box("GET"));
        line.extend_from_slice(b",\"status\":");
        int(line, black_box(200_u64));
        line.extend_from_slice(b",\"delta\":");
        int(line, black_box(-7_i64));
        line.extend_from_slice(b",\"latency_ms\":");
        float(line, black_box(1.25));
        line.extend_from_slice(b",\"cached\":true");
    });
}

pub(super) fn ten_fields() {
    line(black_box(MESSAGE), |line| {
        line.extend_from_slice(b",\"int\":");
        int(line, black_box(7_i64));
        line.extend_from_slice(b",\"count\":");
        int(line, black_box(12_u64));
        line.extend_from_slice(b",\"ratio\":");
        float(line, black_box(-2.25));
        line.extend_from_slice(b",\"open\":true,\"string\":");
        text(line, black_box("four!"));
        line.extend_from_slice(b",\"user\":");
        text(line, black_box("Ann"));
        line.extend_from_slice(b",\"path\":");
        text(line, black_box("/api/lots"));
        line.extend_from_slice(b",\"method\":");
        text(line, black_box("GET"));
        line.extend_from_slice(b",\"escaped\":");
        text(line, black_box("a \"quoted\" text\n"));
        line.extend_from_slice(b",\"wide\":");
        int(line, black_box(-1_234_567_890_123_i64));
    });
}

pub(super) fn in_three_spans() {
    line(black_box(MESSAGE), |line| {
        // What the spans say is written once for all their events.
        line.extend_from_slice(black_box(
            b",\"campaign_id\":3,\"open\":true,\"file\":\"lots.csv\",\"rows\":12,\
            \"request_id\":\"0191-7c3a\",\"peer\":7",
        ));
    });
}

fn line(message: &str, fields: impl FnOnce(&mut Vec<u8>)) {
    thread_local! {
        static LINE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    LINE.with_borrow_mut(|line| {
        line.clear();
        line.extend_from_slice(b"{\"timestamp\":\"2026-11-22T18:43:13.");
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let mut micros = now.subsec_micros();
        let mut digits = [b'0'; 6];
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + u8::try_from(micros % 10).unwrap_or_default();
            micros /= 10;
        }
        line.extend_from_slice(&digits);
        line.extend_from_slice(b"Z\",\"level\":\"INFO\",\"target\":\"seaworthy_benches::log\",");
        line.extend_from_slice(b"\"message\":");
        text(line, message);
        fields(line);
        line.extend_from_slice(b"}\n");
        let _ = io::sink().write_all(black_box(line));
    });
}

fn text(line: &mut Vec<u8>, text: &str) {
    line.push(b'"');
    escaped(line, text);
    line.push(b'"');
}

fn escaped(line: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|&byte| byte < b' ' || b"\"\\".contains(&byte))
    {
        let (clean, tail) = rest.split_at(at);
        line.extend_from_slice(clean);
        match tail[0] {
            b'\n' => line.extend_from_slice(b"\\n"),
            byte @ 0..b' ' => line.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            byte => line.extend_from_slice(&[b'\\', byte]),
        }
        rest = &tail[1..];
    }
    line.extend_from_slice(rest);
}

fn int<I: itoa::Integer>(line: &mut Vec<u8>, number: I) {
    line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

fn float(line: &mut Vec<u8>, number: f64) {
    line.extend_from_slice(zmij::Buffer::new().format(number).as_bytes());
}
