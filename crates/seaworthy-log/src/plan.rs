//! What of a line is known before the event: decided once for each callsite, not for each event.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use tracing::Metadata;

use crate::encoded::key_bit;
use crate::key::Key;
use crate::layout::Layout;
use crate::pieces::{Origin, Pieces};
use crate::span::LayerId;
use crate::special::Special;

/// How the lines of one callsite look: the names, escaped, and what becomes of each field.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) pieces: Pieces,
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
    /// Its name in the code.
    pub(crate) name: Box<str>,
    /// How it is written, if the schema has a place for it at the root of the line.
    pub(crate) special: Option<Special>,
    /// Whether its value is written as JSON has it, beside those of other fields.
    pub(crate) is_plain: bool,
    /// What comes before its value.
    pub(crate) key: Key,
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
    pub(crate) fn of(metadata: &'static Metadata<'static>, layout: &Layout) -> Rc<Self> {
        thread_local! {
            static PLANS: RefCell<Plans> = RefCell::new(Plans::default());
        }
        // Metadata lives forever, so its address is its name forever.
        let callsite = (std::ptr::from_ref(metadata).addr(), layout.id);
        let known = PLANS.try_with(|plans| {
            let mut plans = plans.try_borrow_mut().ok()?;
            let plan = plans
                .entry(callsite)
                .or_insert_with(|| Rc::new(Self::new(metadata, layout)));
            Some(Rc::clone(plan))
        });
        // Nothing is remembered by a thread that is ending.
        let known = known.ok().flatten();
        known.unwrap_or_else(|| Rc::new(Self::new(metadata, layout)))
    }

    fn new(metadata: &Metadata<'_>, layout: &Layout) -> Self {
        let is_log = metadata.name() == "log event"
            && metadata.fields().iter().any(|f| f.name() == "log.target");
        let mut fields: Vec<Planned> = metadata
            .fields()
            .iter()
            .map(|field| Planned::new(field.name(), metadata.is_event(), is_log, layout))
            .collect();
        for at in 0..fields.len() {
            let (earlier, later) = fields.split_at_mut(at + 1);
            let Some(field) = earlier.last_mut() else {
                continue;
            };
            if later.iter().any(|later| later.key == field.key) {
                field.role = Role::Skipped;
                field.is_plain = false;
            }
        }
        let message = fields.iter().position(|f| f.role == Role::Message);
        Self {
            pieces: layout.pieces(&Origin::from(metadata)),
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
    pub(crate) fn of_pair(name: &str, layout: &Layout) -> Self {
        Self::new(name, true, false, layout)
    }

    pub(crate) fn is_redacted(&self) -> bool {
        self.role == Role::Redacted
    }

    fn new(name: &str, in_event: bool, is_log: bool, layout: &Layout) -> Self {
        // `r#type` is the name `type` in Rust, and some versions of `tracing` leave the mark.
        let name = name.strip_prefix("r#").unwrap_or(name);
        let role = match name {
            "message" if in_event => Role::Message,
            _ if is_log && name.starts_with("log.") => Role::Skipped,
            _ if layout.redaction.hides(name) => Role::Redacted,
            _ => Role::Value,
        };
        let (written, special) = layout.field_name(name, in_event);
        let mut key = Vec::new();
        match special {
            Some(_) => Layout::root_key(&mut key, &written),
            None => layout.key(&mut key, &written, ""),
        }
        Self {
            role,
            name: written.into(),
            special,
            is_plain: role == Role::Value && special.is_none() && layout.section().is_none(),
            bit: key_bit(&key),
            key: key.into(),
        }
    }
}

/// The plans that a thread has used lately, each in the one place where it may be.
#[derive(Debug)]
pub(crate) struct Recent {
    first: Place,
    others: [Place; 63],
}

type Place = Option<(usize, LayerId, Rc<Plan>)>;

impl Default for Recent {
    fn default() -> Self {
        Self {
            first: None,
            others: [const { None }; 63],
        }
    }
}

impl Recent {
    /// As [`Plan::of`], without a search where it is here.
    #[inline]
    pub(crate) fn plan(&mut self, metadata: &'static Metadata<'static>, layout: &Layout) -> &Plan {
        let (address, id) = (std::ptr::from_ref(metadata).addr(), layout.id);
        // Metadata is large and aligned: the lower bits tell nothing.
        let place = ((address >> 3) ^ (address >> 9) ^ id as usize) % (self.others.len() + 1);
        let place = self.others.get_mut(place).unwrap_or(&mut self.first);
        if !matches!(place, Some((of, by, _)) if *of == address && *by == id) {
            *place = None;
        }
        let (_, _, plan) = place.get_or_insert_with(|| (address, id, Plan::of(metadata, layout)));
        plan
    }
}

type Plans = HashMap<(usize, LayerId), Rc<Plan>, BuildHasherDefault<AddressHasher>>;

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

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }

    fn finish(&self) -> u64 {
        // The upper bits are the good ones, and the table looks at the lower ones.
        self.0.rotate_left(26)
    }
}

/// The key that says that fields were left out, as the line would be too long.
pub(crate) const LINE_CUT: &str = "log.cut";
