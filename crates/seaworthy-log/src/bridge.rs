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
    static PAIRS: Cell<Option<Encoded>> = const { Cell::new(None) };
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
pub(crate) fn pairs() -> Option<Encoded> {
    PAIRS.try_with(Cell::take).ok().flatten()
}

impl Log for Bridge {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.events.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if record.key_values().count() > 0 && self.enabled(record.metadata()) {
            let mut pairs = Pairs {
                encoded: Encoded::default(),
                layout: &self.layout,
            };
            // A source that fails has given what it could.
            let _ = guarded(|| record.key_values().visit(&mut pairs));
            let _ = PAIRS.try_with(|held| held.set(Some(pairs.encoded)));
        }
        self.events.log(record);
        // Where no layer took them, the next record must not.
        drop(pairs());
    }

    fn flush(&self) {}
}

/// Encodes pairs as a layer writes its fields.
struct Pairs<'a> {
    encoded: Encoded,
    layout: &'a Layout,
}

impl<'kvs> VisitSource<'kvs> for Pairs<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), kv::Error> {
        let planned = Planned::of_pair(key.as_str(), self.layout);
        let mut one = Encoded::default();
        planned.key.append_to(&mut one.bytes);
        let key_end = one.bytes.len();
        if planned.is_redacted() {
            self.layout
                .form
                .str(&mut one.bytes, REDACTED, Escape::Quoted);
        } else {
            value.visit(Writing(&mut one.bytes, self.layout.form))?;
        }
        one.bytes.extend_from_slice(self.layout.field_end);
        one.enter(0, key_end, key_bit(&planned.key), false);
        self.encoded.replace(&one);
        Ok(())
    }
}

/// Appends one value.
struct Writing<'a>(&'a mut Vec<u8>, Form);

impl<'v> VisitValue<'v> for Writing<'_> {
    fn visit_any(&mut self, value: Value<'_>) -> Result<(), kv::Error> {
        self.1
            .debug(self.0, &format_args!("{value}"), Escape::Quoted);
        Ok(())
    }

    fn visit_null(&mut self) -> Result<(), kv::Error> {
        // What has types has one for nothing.
        let nothing = if self.1 == Form::Otlp { "{}" } else { "null" };
        self.0.extend_from_slice(nothing.as_bytes());
        Ok(())
    }

    fn visit_u64(&mut self, value: u64) -> Result<(), kv::Error> {
        self.1.wide_int(self.0, value);
        Ok(())
    }

    fn visit_i64(&mut self, value: i64) -> Result<(), kv::Error> {
        self.1.int(self.0, value);
        Ok(())
    }

    fn visit_u128(&mut self, value: u128) -> Result<(), kv::Error> {
        self.1.wide_int(self.0, value);
        Ok(())
    }

    fn visit_i128(&mut self, value: i128) -> Result<(), kv::Error> {
        self.1.wide_int(self.0, value);
        Ok(())
    }

    fn visit_f64(&mut self, value: f64) -> Result<(), kv::Error> {
        self.1.float(self.0, value);
        Ok(())
    }

    fn visit_bool(&mut self, value: bool) -> Result<(), kv::Error> {
        self.1.bool(self.0, value);
        Ok(())
    }

    fn visit_str(&mut self, value: &str) -> Result<(), kv::Error> {
        self.1.str(self.0, value, Escape::Quoted);
        Ok(())
    }
}
