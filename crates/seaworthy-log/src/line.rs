//! The line of an event, from its first byte to its last.

use std::sync::Arc;
use std::time::SystemTime;

use tracing::{Event, Level};
use tracing_log::NormalizeEvent;

use crate::bridge;
use crate::encoded::Encoded;
use crate::escape::Escape;
use crate::fields::Fields;
use crate::form::Form;
use crate::layout::{Kind, Layout};
use crate::pieces::Origin;
use crate::scratch::Scratch;
use crate::sink::Note;
use crate::span::SpanFields;
use crate::spans::Spans;
use crate::text::write_str;
use crate::timestamp::Clock;

impl Layout {
    /// Encodes the line of an event, and tells its level.
    pub(crate) fn write_event(
        &self,
        event: &Event<'_>,
        span: Option<&SpanFields>,
        scratch: &mut Scratch,
    ) -> Level {
        let layout = self;
        let plan = scratch.recent.plan(event.metadata(), layout);
        // An event of the `log` crate has its target in a field.
        let of_log = if plan.is_log {
            event.normalized_metadata()
        } else {
            None
        };
        let normalized = of_log
            .as_ref()
            .map(|metadata| layout.pieces(&Origin::from(metadata)));
        let pieces = normalized.as_ref().unwrap_or(&plan.pieces);

        let line = &mut scratch.line;
        line.bytes.extend_from_slice(&pieces.start);
        let clock = &mut scratch.clock;
        clock.write(&mut line.bytes, SystemTime::now(), layout.time);

        let mut fields = Fields::new(line, &mut scratch.roots, plan, layout, Some(pieces));
        fields.record(event);
        let section = fields.section;

        if let Some(pairs) = of_log.as_ref().and_then(|_| bridge::pairs()) {
            line.inherit(&pairs.fields);
            scratch.roots.inherit(&pairs.roots);
        }
        if let Some(span) = span {
            self.write_spans(span, line, &mut scratch.roots, &mut scratch.spans);
        }
        line.inherit(&layout.defaults);
        if let (Some(start), Some((open, left, right))) = (section, layout.brackets()) {
            match line.bytes.get_mut(start) {
                Some(comma) => {
                    *comma = left;
                    line.bytes.push(right);
                }
                // There is no field.
                None => line.bytes.truncate(start - open.len()),
            }
        }
        if line.fits(scratch.roots.bytes.len()) {
            line.bytes.extend_from_slice(&scratch.roots.bytes);
        }
        if line.cut || scratch.roots.cut {
            layout.cut(&mut line.bytes);
        }
        layout.end(&mut line.bytes);
        *of_log.as_ref().unwrap_or(event.metadata()).level()
    }

    /// Writes the fields of the span that an event is in, and of those around it.
    fn write_spans(
        &self,
        span: &SpanFields,
        line: &mut Encoded,
        roots: &mut Encoded,
        spare: &mut Encoded,
    ) {
        let spans = match self.kind {
            Kind::Json => self.spans,
            Kind::Plain | Kind::Coloured => Spans::Flat,
        };
        spare.clear();
        match spans {
            Spans::Flat => return span.append_to(Some(line), roots),
            Spans::Off => return span.append_to(None, roots),
            Spans::Nested => {
                span.append_to(Some(spare), roots);
                let fields = std::mem::take(&mut spare.bytes);
                span_object(&mut spare.bytes, span.name(), &fields);
            }
            Spans::List => {
                span.append_to(None, roots);
                span.each(&mut |name, fields| {
                    let before = if spare.bytes.is_empty() { b'[' } else { b',' };
                    spare.bytes.push(before);
                    span_object(&mut spare.bytes, name, &fields.bytes);
                    spare.cut |= fields.cut;
                });
                spare.bytes.push(b']');
            }
        }
        line.cut |= spare.cut;
        let key = spans.key().unwrap_or_default();
        if line.fits(spare.bytes.len() + key.len()) {
            Self::root_key(&mut line.bytes, key);
            line.bytes.extend_from_slice(&spare.bytes);
        }
    }
}

/// Appends the object of a span, whose fields each begin with a comma.
fn span_object(out: &mut Vec<u8>, name: &str, fields: &[u8]) {
    out.extend_from_slice(b"{\"name\":");
    Form::PLAIN.str(out, name, Escape::Quoted);
    out.extend_from_slice(fields);
    out.push(b'}');
}

/// Makes the line that says how many lines a full queue has dropped.
pub(crate) fn note(layout: Arc<Layout>) -> Note {
    Box::new(move |dropped| {
        let pieces = layout.pieces(&Origin {
            level: Level::WARN,
            target: "seaworthy_log",
            file: None,
            line: None,
            module: None,
        });
        let mut line = pieces.start;
        Clock::default().write(&mut line, SystemTime::now(), layout.time);
        line.extend_from_slice(&pieces.message);
        write_str(&mut line, "dropped log lines", layout.message());
        line.extend_from_slice(&pieces.after_message);
        let start = line.len();
        line.extend_from_slice(&pieces.first);
        layout.key(&mut line, "dropped", "");
        layout.form.int(&mut line, dropped);
        line.extend_from_slice(layout.field_end);
        if let (Some((_, left, right)), Some(comma)) = (layout.brackets(), line.get_mut(start)) {
            *comma = left;
            line.push(right);
        }
        layout.end(&mut line);
        line
    })
}
