//! The records of the `log` crate, with the key-value pairs that they carry.

use std::cell::Cell;
use std::sync::Arc;

use log::kv::{self, Key, Value, VisitSource, VisitValue};
use log::{Log, Metadata, Record};
use tracing_log::LogTracer;

use crate::encoded::{Encoded, key_bit};
use crate::escape::Escape;
use crate::form::Form;
use crate::layer::LogLayer;
use crate::layout::Layout;
use crate::plan::Planned;
use crate::redaction::REDACTED;
use crate::span::Recorded;
use crate::special::Special;
use crate::text::guarded;

/// Makes an event of each record, and holds its pairs ready for the layer that writes it.
///
/// An event has the fields that its callsite names, and one callsite stands for all records. So the
/// pairs go another way, past the event.
#[derive(Debug)]
pub(crate) struct Bridge {
    events: LogTracer,
    layout: Arc<Layout>,
}

thread_local! {
    static PAIRS: Cell<Option<Recorded>> = const { Cell::new(None) };
}

impl Bridge {
    pub(crate) fn to(layer: &LogLayer) -> Self {
        Self {
            events: LogTracer::new(),
            layout: Arc::clone(layer.layout()),
        }
    }
}

/// The pairs of the record that is being written on this thread.
pub(crate) fn pairs() -> Option<Recorded> {
    PAIRS.try_with(Cell::take).ok().flatten()
}

impl Log for Bridge {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.events.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if record.key_values().count() > 0 && self.enabled(record.metadata()) {
            let mut pairs = Pairs {
                recorded: Recorded::default(),
                layout: &self.layout,
            };
            // A source that fails has given what it could.
            let _ = guarded(|| record.key_values().visit(&mut pairs));
            let _ = PAIRS.try_with(|held| held.set(Some(pairs.recorded)));
        }
        self.events.log(record);
        // Where no layer took them, the next record must not.
        drop(pairs());
    }

    fn flush(&self) {}
}

/// Encodes pairs as a layer writes its fields.
struct Pairs<'a> {
    recorded: Recorded,
    layout: &'a Layout,
}

impl<'kvs> VisitSource<'kvs> for Pairs<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), kv::Error> {
        let layout = self.layout;
        let planned = Planned::of_pair(key.as_str(), layout);
        let (all, form, end) = match planned.special {
            Some(_) => (&mut self.recorded.roots, Form::PLAIN, &b""[..]),
            None => (&mut self.recorded.fields, layout.form, layout.field_end),
        };
        let mut one = Encoded::default();
        planned.key.append_to(&mut one.bytes);
        let key_end = one.bytes.len();
        if planned.is_redacted() {
            form.str(&mut one.bytes, REDACTED, Escape::Quoted);
        } else {
            value.visit(Writing {
                out: &mut one.bytes,
                form,
                layout,
                special: planned.special,
            })?;
        }
        one.bytes.extend_from_slice(end);
        one.enter(0, key_end, key_bit(&planned.key), false);
        all.replace(&one);
        Ok(())
    }
}

/// Appends one value.
struct Writing<'a> {
    out: &'a mut Vec<u8>,
    form: Form,
    layout: &'a Layout,
    special: Option<Special>,
}

impl<'v> VisitValue<'v> for Writing<'_> {
    fn visit_any(&mut self, value: Value<'_>) -> Result<(), kv::Error> {
        self.form
            .debug(self.out, &format_args!("{value}"), Escape::Quoted);
        Ok(())
    }

    fn visit_null(&mut self) -> Result<(), kv::Error> {
        // What has types has one for nothing.
        let nothing = if self.form == Form::Otlp {
            "{}"
        } else {
            "null"
        };
        self.out.extend_from_slice(nothing.as_bytes());
        Ok(())
    }

    fn visit_u64(&mut self, value: u64) -> Result<(), kv::Error> {
        self.form.wide_int(self.out, value);
        Ok(())
    }

    fn visit_i64(&mut self, value: i64) -> Result<(), kv::Error> {
        self.form.int(self.out, value);
        Ok(())
    }

    fn visit_u128(&mut self, value: u128) -> Result<(), kv::Error> {
        self.form.wide_int(self.out, value);
        Ok(())
    }

    fn visit_i128(&mut self, value: i128) -> Result<(), kv::Error> {
        self.form.wide_int(self.out, value);
        Ok(())
    }

    fn visit_f64(&mut self, value: f64) -> Result<(), kv::Error> {
        self.form.float(self.out, value);
        Ok(())
    }

    fn visit_bool(&mut self, value: bool) -> Result<(), kv::Error> {
        match self.special {
            Some(Special::Flag) => self.form.int(self.out, u8::from(value)),
            _ => self.form.bool(self.out, value),
        }
        Ok(())
    }

    fn visit_str(&mut self, value: &str) -> Result<(), kv::Error> {
        let value = self.layout.text_of(value, self.special);
        self.form.str(self.out, &value, Escape::Quoted);
        Ok(())
    }
}
