//! What of a line is known before the event: decided once for each callsite, not for each event.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use tracing::Metadata;

use crate::encoded::key_bit;
use crate::redaction::is_sensitive;
use crate::style::Style;

/// How the lines of one callsite look: the names, escaped, and what becomes of each field.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What comes before the timestamp.
    pub(crate) start: Box<[u8]>,
    /// What comes between the timestamp and the message.
    pub(crate) head: Box<[u8]>,
    /// Whether the callsite stands for all of those of the `log` crate.
    pub(crate) is_log: bool,
    /// Whether the message is not the first field, so that it must be fetched first.
    pub(crate) message_is_late: bool,
    fields: Box<[Planned]>,
}

/// What becomes of a field.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) role: Role,
    /// Its name on the line.
    pub(crate) name: Box<str>,
    /// What comes before its value.
    pub(crate) key: Box<[u8]>,
    /// The [bit](key_bit) of the key.
    pub(crate) bit: u64,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// The message of an event.
    Message,
    /// Its name is written, its value is not.
    Redacted,
    /// It is not written: a later field has its name, or it is not the author's.
    Skipped,
    /// It is written as it is.
    Value,
}

impl Plan {
    /// The plan for a callsite; made when a thread meets it for the first time.
    pub(crate) fn of(metadata: &'static Metadata<'static>, style: Style) -> Rc<Self> {
        thread_local! {
            static PLANS: RefCell<Plans> = RefCell::new(Plans::default());
        }
        // Metadata lives forever, so its address is its name forever.
        let callsite = (std::ptr::from_ref(metadata).addr(), style);
        let known = PLANS.try_with(|plans| {
            let mut plans = plans.try_borrow_mut().ok()?;
            let plan = plans
                .entry(callsite)
                .or_insert_with(|| Rc::new(Self::new(metadata, style)));
            Some(Rc::clone(plan))
        });
        // Nothing is remembered by a thread that is ending.
        let known = known.ok().flatten();
        known.unwrap_or_else(|| Rc::new(Self::new(metadata, style)))
    }

    fn new(metadata: &Metadata<'_>, style: Style) -> Self {
        let (mut start, mut head) = (Vec::new(), Vec::new());
        style.start(&mut start, *metadata.level());
        style.head(&mut head, *metadata.level(), metadata.target());

        let is_log = metadata.name() == "log event"
            && metadata.fields().iter().any(|f| f.name() == "log.target");
        let mut fields: Vec<Planned> = metadata
            .fields()
            .iter()
            .map(|field| Planned::new(field.name(), metadata.is_event(), is_log, style))
            .collect();
        for at in 0..fields.len() {
            let (earlier, later) = fields.split_at_mut(at + 1);
            let Some(field) = earlier.last_mut() else {
                continue;
            };
            if later.iter().any(|later| later.key == field.key) {
                field.role = Role::Skipped;
            }
        }
        let message = fields.iter().position(|f| f.role == Role::Message);
        Self {
            start: start.into(),
            head: head.into(),
            is_log,
            message_is_late: message.is_some_and(|at| at > 0),
            fields: fields.into(),
        }
    }

    pub(crate) fn field(&self, index: usize) -> Option<&Planned> {
        self.fields.get(index)
    }

    /// Whether a field of the callsite has this key.
    pub(crate) fn has(&self, key: &[u8]) -> bool {
        self.fields.iter().any(|field| *field.key == *key)
    }
}

impl Planned {
    /// The plan for a pair of a record, which no callsite knows.
    pub(crate) fn of_pair(name: &str, style: Style) -> Self {
        Self::new(name, false, false, style)
    }

    pub(crate) fn is_redacted(&self) -> bool {
        self.role == Role::Redacted
    }

    fn new(name: &str, in_event: bool, is_log: bool, style: Style) -> Self {
        // `r#type` is the name `type` in Rust, and some versions of `tracing` leave the mark.
        let name = name.strip_prefix("r#").unwrap_or(name);
        let role = match name {
            "message" if in_event => Role::Message,
            _ if is_log && name.starts_with("log.") => Role::Skipped,
            _ if is_sensitive(name) => Role::Redacted,
            _ => Role::Value,
        };
        let reserved = role != Role::Message && RESERVED.contains(&name);
        let name = [if reserved { "fields." } else { "" }, name].concat();
        let mut key = Vec::new();
        if role == Role::Message {
            style.message_key(&mut key);
        } else {
            style.key(&mut key, &name, "");
        }
        Self {
            role,
            name: name.into(),
            bit: key_bit(&key),
            key: key.into(),
        }
    }
}

type Plans = HashMap<(usize, Style), Rc<Plan>, BuildHasherDefault<AddressHasher>>;

/// A hasher for addresses, which need no protection from who chooses them.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(byte.into());
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }

    fn write_isize(&mut self, number: isize) {
        self.write_usize(number.unsigned_abs());
    }

    fn finish(&self) -> u64 {
        // The upper bits are the good ones, and the table looks at the lower ones.
        self.0.rotate_left(26)
    }
}

/// The names that are not left to fields: theirs is `fields.` before it.
const RESERVED: [&str; 5] = ["level", LINE_CUT, "message", "target", "timestamp"];

/// The key that says that fields were left out, as the line would be too long.
pub(crate) const LINE_CUT: &str = "log.cut";
