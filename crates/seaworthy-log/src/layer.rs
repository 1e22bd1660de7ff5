use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_log::NormalizeEvent;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::bridge;
use crate::encoded::Encoded;
use crate::fields::{Fields, Which};
use crate::output::Fixed;
use crate::plan::{LINE_CUT, Plan};
use crate::queue::Queue;
use crate::scratch::Scratch;
use crate::sink::{Note, Sink};
use crate::span::{LayerId, SpanData, SpanFields};
use crate::stream::Destination;
use crate::style::Style;
use crate::text::{short, write_str};
use crate::timestamp::Clock;
use crate::value;

/// Writes one line for each event; made by [`Config::build`](crate::Config::build).
///
/// Each line is written with one call, by whichever thread the event is on. An event never fails
/// and never panics, whatever its values and its output do; a line that could not be written is
/// counted. A clone writes to the same output and has the same count.
///
/// ```
/// use std::io::{self, Write};
/// use std::sync::mpsc::{Sender, channel};
///
/// use seaworthy_log::Config;
/// use tracing_subscriber::layer::SubscriberExt;
///
/// /// Sends each line over a channel.
/// struct Lines(Sender<String>);
///
/// impl Write for Lines {
///     fn write(&mut self, line: &[u8]) -> io::Result<usize> {
///         let _ = self.0.send(String::from_utf8_lossy(line).into_owned());
///         Ok(line.len())
///     }
///
///     fn flush(&mut self) -> io::Result<()> {
///         Ok(())
///     }
/// }
///
/// let (sender, lines) = channel();
/// let layer = Config::default().build()?.layer.with_writer(Lines(sender));
/// let subscriber = tracing_subscriber::registry().with(layer);
/// tracing::subscriber::with_default(subscriber, || {
///     tracing::info!(lot = 7, "closed");
/// });
/// assert!(lines.recv()?.ends_with("\"message\":\"closed\",\"lot\":7}\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct LogLayer {
    id: LayerId,
    style: Style,
    queue: Option<Queue>,
    sink: Arc<Sink>,
}

impl LogLayer {
    pub(crate) fn new(style: Style, writer: Box<dyn Destination>, queue: Option<&Queue>) -> Self {
        let queued = queue.map(|queue| (queue, note(style)));
        Self {
            id: next_id(),
            style,
            queue: queue.cloned(),
            sink: Arc::new(Sink::new(writer, queued)),
        }
    }

    /// Writes to this writer instead, without colour; through a queue if there is one.
    ///
    /// It is given whole lines, without a queue one at a time, and is not flushed.
    #[must_use]
    pub fn with_writer<W: Write + Send + 'static>(self, writer: W) -> Self {
        let style = match self.style {
            Style::Json => Style::Json,
            Style::Plain | Style::Coloured => Style::Plain,
        };
        Self::new(style, Box::new(Fixed(writer)), self.queue.as_ref())
    }

    /// Waits until every line written so far has left the process, but not longer than this.
    pub fn flush(&self, deadline: Duration) {
        self.sink.flush(deadline);
    }

    /// How many lines could not be written, or not wholly, or were dropped by a full queue.
    #[must_use]
    pub fn lost_lines(&self) -> u64 {
        self.sink.lost()
    }

    pub(crate) const fn style(&self) -> Style {
        self.style
    }

    /// As [`flush`](Self::flush); from then on events write their lines themselves.
    pub(crate) fn close(&self, deadline: Duration) {
        self.sink.close(deadline);
    }

    pub(crate) fn reopen(&self) -> io::Result<()> {
        self.sink.reopen()
    }

    #[cfg(all(unix, feature = "sighup"))]
    pub(crate) fn reopen_on_hangup(&self) -> io::Result<()> {
        self.sink.reopen_on_hangup()
    }

    /// Encodes the line of an event, and tells its level.
    fn write_event(
        &self,
        event: &Event<'_>,
        span: Option<&SpanFields>,
        scratch: &mut Scratch,
    ) -> Level {
        let plan = Plan::of(event.metadata(), self.style);
        let line = &mut scratch.line;
        line.bytes.extend_from_slice(&plan.start);
        let clock = &mut scratch.clock;
        clock.write(&mut line.bytes, SystemTime::now(), self.style.digits());

        // An event of the `log` crate has its target in a field.
        let of_log = if plan.is_log {
            event.normalized_metadata()
        } else {
            None
        };
        match of_log {
            None => line.bytes.extend_from_slice(&plan.head),
            Some(ref metadata) => {
                let (level, target) = (*metadata.level(), metadata.target());
                self.style.head(&mut line.bytes, level, short(target));
            }
        }

        let passes: &[Which] = if plan.message_is_late {
            &[Which::Message, Which::Others]
        } else {
            &[Which::All]
        };
        for &which in passes {
            event.record(&mut self.fields(line, &plan, which));
        }
        if let Some(pairs) = of_log.as_ref().and_then(|_| bridge::pairs()) {
            line.inherit(&pairs);
        }
        if let Some(span) = span {
            span.append_to(line);
        }
        if line.cut {
            self.style.key(&mut line.bytes, LINE_CUT, "");
            value::write_bool(&mut line.bytes, true);
        }
        self.style.end(&mut line.bytes);
        *of_log.as_ref().unwrap_or(event.metadata()).level()
    }

    fn fields<'a>(&self, out: &'a mut Encoded, plan: &'a Plan, which: Which) -> Fields<'a> {
        Fields {
            out,
            plan,
            style: self.style,
            which,
        }
    }

    /// Encodes the fields that `record` hands over.
    fn encoded(
        &self,
        metadata: &'static Metadata<'static>,
        record: impl FnOnce(&mut Fields<'_>),
    ) -> Encoded {
        let plan = Plan::of(metadata, self.style);
        let mut encoded = Encoded::default();
        record(&mut self.fields(&mut encoded, &plan, Which::All));
        encoded
    }

    /// The fields of a span as this layer writes them.
    fn fields_of<S>(&self, span: &SpanRef<'_, S>) -> Option<Arc<SpanFields>>
    where
        S: for<'a> LookupSpan<'a>,
    {
        let extensions = span.extensions();
        extensions.get::<SpanData>()?.of(self.id).map(Arc::clone)
    }
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let parent = span.parent().and_then(|parent| self.fields_of(&parent));
        let metadata = attributes.metadata();
        let fields = if metadata.fields().is_empty() {
            // Nothing can ever be recorded: the parent's fields are all it has.
            let Some(parent) = parent else { return };
            parent
        } else {
            let own = self.encoded(metadata, |fields| attributes.record(fields));
            Arc::new(SpanFields::new(own, parent))
        };
        let mut extensions = span.extensions_mut();
        match extensions.get_mut::<SpanData>() {
            Some(data) => data.add(self.id, fields),
            None => extensions.insert(SpanData::new(self.id, fields)),
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let Some(fields) = self.fields_of(&span) else {
            return;
        };
        if values.is_empty() {
            return;
        }
        // No lock is held while the values' own code runs.
        let later = self.encoded(span.metadata(), |fields| values.record(fields));
        fields.record(&later);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let span = context.event_span(event);
        let span = span.and_then(|span| self.fields_of(&span));
        let mut scratch = Scratch::take();
        let level = self.write_event(event, span.as_deref(), &mut scratch);
        self.sink.write(level, &scratch.line.bytes);
        scratch.keep();
    }
}

/// Makes the line that says how many lines a full queue has dropped.
fn note(style: Style) -> Note {
    Box::new(move |dropped| {
        let mut line = Vec::new();
        style.start(&mut line, Level::WARN);
        Clock::default().write(&mut line, SystemTime::now(), style.digits());
        style.head(&mut line, Level::WARN, "seaworthy_log");
        style.message_key(&mut line);
        write_str(&mut line, "dropped log lines", style.message());
        style.key(&mut line, "dropped", "");
        value::write_int(&mut line, dropped);
        style.end(&mut line);
        line
    })
}

fn next_id() -> LayerId {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
