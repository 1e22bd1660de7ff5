use std::error::Error;
use std::fmt;

use tracing::Event;
use tracing::field::{Field, Visit};

use crate::encoded::{Encoded, key_bit};
use crate::escape::Escape;
use crate::form::Form;
use crate::layout::Layout;
use crate::pieces::Pieces;
use crate::plan::{Plan, Planned, Role};
use crate::redaction::REDACTED;
use crate::special::Special;
use crate::value;

/// Writes the fields of an event or a span as a [`Plan`] has them.
pub(crate) struct Fields<'a> {
    pub(crate) out: &'a mut Encoded,
    pub(crate) roots: &'a mut Encoded,
    pub(crate) plan: &'a Plan,
    pub(crate) layout: &'a Layout,
    which: Which,
    /// What has to come before the first field.
    before: Option<&'a Pieces>,
    /// Whether a field may be appended as it is: nothing has to come before it.
    is_open: bool,
    /// Where the section of the fields begins, once it has.
    pub(crate) section: Option<usize>,
}

/// Which fields are written in one pass over them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Which {
    All,
    Message,
    Others,
}

impl Which {
    fn includes(self, role: Role) -> bool {
        match self {
            Self::All => role != Role::Skipped,
            Self::Message => role == Role::Message,
            Self::Others => role != Role::Skipped && role != Role::Message,
        }
    }
}

impl<'a> Fields<'a> {
    /// The fields of a span, or those of an event after these pieces.
    pub(crate) fn new(
        out: &'a mut Encoded,
        roots: &'a mut Encoded,
        plan: &'a Plan,
        layout: &'a Layout,
        before: Option<&'a Pieces>,
    ) -> Self {
        Self {
            out,
            roots,
            plan,
            layout,
            which: Which::All,
            before,
            is_open: before.is_none(),
            section: None,
        }
    }

    /// Writes the fields of an event, its message first.
    pub(crate) fn record(&mut self, event: &Event<'_>) {
        if self.plan.message_is_late {
            self.which = Which::Message;
            event.record(self);
            self.which = Which::Others;
            self.is_open = self.before.is_none();
        }
        event.record(self);
        self.begin();
    }

    /// Appends what has to come before the first field, unless it is there.
    fn begin(&mut self) {
        if let Some(pieces) = self.before {
            self.begin_with(pieces, &pieces.no_message);
        }
    }

    #[inline]
    fn begin_with(&mut self, pieces: &Pieces, before: &[u8]) {
        self.before = None;
        self.is_open = self.which != Which::Message;
        let bytes = &mut self.out.bytes;
        if !before.is_empty() {
            bytes.extend_from_slice(before);
        }
        if self.layout.section().is_some() {
            self.section = Some(bytes.len());
            bytes.extend_from_slice(&pieces.first);
        }
    }

    /// Writes a field, its value by `write`; gives back its plan if the value was written.
    #[inline]
    fn field(
        &mut self,
        field: &Field,
        write: impl FnOnce(&mut Vec<u8>, Form, Escape),
    ) -> Option<&'a Planned> {
        let planned = self.plan.field(field.index())?;
        if !(self.is_open && planned.is_plain) {
            return self.unusual(planned, write);
        }
        // Most fields of most schemas.
        let bytes = &mut self.out.bytes;
        let start = bytes.len();
        planned.key.append_to(bytes);
        let key_end = bytes.len();
        write(bytes, Form::Json(self.layout.non_finite), Escape::Quoted);
        let entered = self.out.enter(start, key_end, planned.bit, false);
        entered.then_some(planned)
    }

    /// Writes a field that is the first, or redacted, or stands elsewhere, or has something after
    /// it; or does not, where it is the message or is skipped.
    #[inline(never)]
    fn unusual(
        &mut self,
        planned: &'a Planned,
        write: impl FnOnce(&mut Vec<u8>, Form, Escape),
    ) -> Option<&'a Planned> {
        if !self.which.includes(planned.role) {
            return None;
        }
        if planned.role == Role::Message {
            self.message(write);
            return Some(planned);
        }
        self.begin();
        let layout = self.layout;
        let (out, form) = self.place_of(planned);
        let bytes = &mut out.bytes;
        let start = bytes.len();
        planned.key.append_to(bytes);
        let key_end = bytes.len();
        if planned.role == Role::Redacted {
            form.str(bytes, REDACTED, Escape::Quoted);
        } else {
            write(bytes, form, Escape::Quoted);
        }
        if planned.special.is_none() {
            bytes.extend_from_slice(layout.field_end);
        }
        let entered = out.enter(start, key_end, planned.bit, false);
        (entered && planned.role != Role::Redacted).then_some(planned)
    }

    fn message(&mut self, write: impl FnOnce(&mut Vec<u8>, Form, Escape)) {
        let Some(pieces) = self.before else {
            return;
        };
        let bytes = &mut self.out.bytes;
        bytes.extend_from_slice(&pieces.message);
        write(bytes, Form::PLAIN, self.layout.message());
        self.begin_with(pieces, &pieces.after_message);
    }

    /// Where a field goes, and how its value is written there.
    fn place_of(&mut self, planned: &Planned) -> (&mut Encoded, Form) {
        match planned.special {
            Some(_) => (self.roots, Form::PLAIN),
            None => (self.out, self.layout.form),
        }
    }

    /// Writes what caused the error in a field, unless the callsite has that name itself.
    fn sources(&mut self, planned: &Planned, error: &dyn Error) {
        let mut key = Vec::new();
        match planned.special {
            Some(_) => Layout::root_key(&mut key, "error.sources"),
            None => self.layout.key(&mut key, &planned.name, ".sources"),
        }
        if self.plan.has(&key) {
            return;
        }
        let layout = self.layout;
        let (out, form) = self.place_of(planned);
        let start = out.bytes.len();
        out.bytes.extend_from_slice(&key);
        form.sources(&mut out.bytes, error);
        if planned.special.is_none() {
            out.bytes.extend_from_slice(layout.field_end);
        }
        out.enter(start, start + key.len(), key_bit(&key), true);
    }

    /// How the schema wants the value of a field at the root.
    #[inline]
    fn special(&self, field: &Field) -> Option<Special> {
        self.plan.field(field.index())?.special
    }
}

impl Visit for Fields<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        let special = self.special(field);
        self.field(field, |out, form, _| match special {
            Some(Special::Flag) => form.int(out, u8::from(value)),
            _ => form.bool(out, value),
        });
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.field(field, |out, form, _| form.int(out, value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.field(field, |out, form, _| form.wide_int(out, value));
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.field(field, |out, form, _| form.wide_int(out, value));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.field(field, |out, form, _| form.wide_int(out, value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.field(field, |out, form, _| form.float(out, value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let layout = self.layout;
        let special = self.special(field);
        if special.is_none() && !layout.redaction.looks_into(value) {
            self.field(field, |out, form, how| form.str(out, value, how));
            return;
        }
        let value = layout.text_of(value, special);
        self.field(field, |out, form, how| form.str(out, &value, how));
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.field(field, |out, form, _| form.bytes(out, value));
    }

    fn record_error(&mut self, field: &Field, error: &(dyn Error + 'static)) {
        let written = self.field(field, |out, form, how| form.error(out, error, how));
        if let Some(planned) = written.filter(|_| value::source_of(error).is_some()) {
            self.sources(planned, error);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.field(field, |out, form, how| form.debug(out, value, how));
    }
}
