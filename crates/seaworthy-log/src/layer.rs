use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::config::Config;
use crate::fields::Fields;
use crate::layout::Layout;
use crate::line::note;
use crate::output::Fixed;
use crate::plan::Plan;
use crate::scratch::Scratch;
use crate::sink::Sink;
use crate::span::{Recorded, SpanData, SpanFields};
use crate::spans::Spans;
use crate::stream::Destination;

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
    layout: Arc<Layout>,
    config: Arc<Config>,
    sink: Arc<Sink>,
}

impl LogLayer {
    pub(crate) fn new(config: Arc<Config>, layout: Layout, writer: Box<dyn Destination>) -> Self {
        let layout = Arc::new(layout);
        let queue = config.queue.as_ref();
        let queue = queue.map(|queue| (queue, note(Arc::clone(&layout))));
        let sink = Arc::new(Sink::new(writer, queue));
        Self {
            layout,
            config,
            sink,
        }
    }

    /// Writes to this writer instead, without colour; through a queue if there is one.
    ///
    /// It is given whole lines, without a queue one at a time, and is not flushed.
    #[must_use]
    pub fn with_writer<W: Write + Send + 'static>(self, writer: W) -> Self {
        let layout = self.layout.without_colour(&self.config);
        Self::new(self.config, layout, Box::new(Fixed(writer)))
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

    pub(crate) const fn layout(&self) -> &Arc<Layout> {
        &self.layout
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

    /// Encodes the fields that `record` hands over.
    fn recorded(
        &self,
        metadata: &'static Metadata<'static>,
        record: impl FnOnce(&mut Fields<'_>),
    ) -> Recorded {
        let plan = Plan::of(metadata, &self.layout);
        let mut recorded = Recorded::default();
        let (fields, roots) = (&mut recorded.fields, &mut recorded.roots);
        record(&mut Fields::new(fields, roots, &plan, &self.layout, None));
        recorded
    }

    /// The fields of a span as this layer writes them.
    fn fields_of<S>(&self, span: &SpanRef<'_, S>) -> Option<Arc<SpanFields>>
    where
        S: for<'a> LookupSpan<'a>,
    {
        let extensions = span.extensions();
        extensions
            .get::<SpanData>()?
            .of(self.layout.id)
            .map(Arc::clone)
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
        let nameless = matches!(self.layout.spans, Spans::Flat | Spans::Off);
        let fields = if metadata.fields().is_empty() && nameless {
            // Nothing can ever be recorded: the parent's fields are all it has.
            let Some(parent) = parent else { return };
            parent
        } else {
            let own = self.recorded(metadata, |fields| attributes.record(fields));
            Arc::new(SpanFields::new(own, metadata.name(), parent))
        };
        let mut extensions = span.extensions_mut();
        match extensions.get_mut::<SpanData>() {
            Some(data) => data.add(self.layout.id, fields),
            None => extensions.insert(SpanData::new(self.layout.id, fields)),
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
        let later = self.recorded(span.metadata(), |fields| values.record(fields));
        fields.record(&later);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let span = context.event_span(event);
        let span = span.and_then(|span| self.fields_of(&span));
        let mut scratch = Scratch::take();
        let level = self
            .layout
            .write_event(event, span.as_deref(), &mut scratch);
        self.sink.write(level, &scratch.line.bytes);
        scratch.keep();
    }
}
