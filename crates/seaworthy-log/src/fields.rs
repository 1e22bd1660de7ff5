use std::error::Error;
use std::fmt;

use tracing::field::{Field, Visit};

use crate::encoded::{Encoded, key_bit};
use crate::escape::Escape;
use crate::plan::{Plan, Planned, Role};
use crate::style::Style;
use crate::text::write_str;
use crate::value;

/// Writes the fields of an event or a span as a [`Plan`] has them.
pub(crate) struct Fields<'a> {
    pub(crate) out: &'a mut Encoded,
    pub(crate) plan: &'a Plan,
    pub(crate) style: Style,
    pub(crate) which: Which,
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
    /// Writes a field, its value by `write`; gives back its plan if the value was written.
    fn field(
        &mut self,
        field: &Field,
        write: impl FnOnce(&mut Vec<u8>, Escape),
    ) -> Option<&'a Planned> {
        let plan = self.plan;
        let planned = plan
            .field(field.index())
            .filter(|planned| self.which.includes(planned.role))?;
        let bytes = &mut self.out.bytes;
        let start = bytes.len();
        bytes.extend_from_slice(&planned.key);
        let key_end = bytes.len();
        match planned.role {
            Role::Message => write(bytes, self.style.message()),
            Role::Redacted => value::write_redacted(bytes),
            Role::Skipped | Role::Value => write(bytes, Escape::Quoted),
        }
        let entered = self.out.enter(start, key_end, planned.bit, false);
        (entered && planned.role != Role::Redacted).then_some(planned)
    }

    /// Writes what caused the error in a field, unless the callsite has that name itself.
    fn sources(&mut self, planned: &Planned, error: &dyn Error) {
        let bytes = &mut self.out.bytes;
        let start = bytes.len();
        self.style.key(bytes, &planned.name, ".sources");
        let key_end = bytes.len();
        let key = bytes.get(start..).unwrap_or_default();
        if self.plan.has(key) {
            bytes.truncate(start);
            return;
        }
        let bit = key_bit(key);
        value::write_sources(bytes, error);
        self.out.enter(start, key_end, bit, true);
    }
}

impl Visit for Fields<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.field(field, |out, _| value::write_bool(out, value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.field(field, |out, _| value::write_int(out, value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.field(field, |out, _| value::write_int(out, value));
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.field(field, |out, _| value::write_wide_int(out, value));
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.field(field, |out, _| value::write_wide_int(out, value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.field(field, |out, _| value::write_float(out, value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.field(field, |out, how| write_str(out, value, how));
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.field(field, |out, _| value::write_bytes(out, value));
    }

    fn record_error(&mut self, field: &Field, error: &(dyn Error + 'static)) {
        let written = self.field(field, |out, how| value::write_error(out, error, how));
        if let Some(planned) = written.filter(|_| value::source_of(error).is_some()) {
            self.sources(planned, error);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.field(field, |out, how| value::write_debug(out, value, how));
    }
}
