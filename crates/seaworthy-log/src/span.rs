//! The fields of spans, encoded when they are recorded and copied for each event.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use crate::encoded::Encoded;

/// The fields of a span as one layer writes them, and the spans around it.
///
/// The way outwards is here and not in the registry: an event looks up its own span there, and
/// follows it without further look-ups.
#[derive(Debug)]
pub(crate) struct SpanFields {
    recorded: RwLock<Recorded>,
    name: &'static str,
    parent: Option<Arc<Self>>,
}

/// What a span or an event has.
#[derive(Debug, Default)]
pub(crate) struct Recorded {
    pub(crate) fields: Encoded,
    /// The fields that stand at the root of the line wherever the others are.
    pub(crate) roots: Encoded,
}

impl SpanFields {
    pub(crate) const fn new(
        recorded: Recorded,
        name: &'static str,
        parent: Option<Arc<Self>>,
    ) -> Self {
        Self {
            recorded: RwLock::new(recorded),
            name,
            parent,
        }
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    /// Adds fields recorded later, each in place of the one of its name.
    pub(crate) fn record(&self, later: &Recorded) {
        let mut recorded = self
            .recorded
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        recorded.fields.replace(&later.fields);
        recorded.roots.replace(&later.roots);
    }

    /// Appends its fields to a line, and those of the spans around it; of one kind only, if need
    /// be.
    pub(crate) fn append_to(&self, mut fields: Option<&mut Encoded>, roots: &mut Encoded) {
        let mut next = Some(self);
        while let Some(span) = next {
            let recorded = span.recorded();
            if let Some(fields) = fields.as_deref_mut() {
                fields.inherit(&recorded.fields);
            }
            roots.inherit(&recorded.roots);
            next = span.parent.as_deref();
        }
    }

    /// Does something with the own fields of each span, the outermost first.
    pub(crate) fn each(&self, act: &mut dyn FnMut(&'static str, &Encoded)) {
        let mut spans = vec![self];
        let mut next = self.parent.as_deref();
        while let Some(span) = next {
            spans.push(span);
            next = span.parent.as_deref();
        }
        for span in spans.into_iter().rev() {
            act(span.name, &span.recorded().fields);
        }
    }

    fn recorded(&self) -> RwLockReadGuard<'_, Recorded> {
        self.recorded.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a layer is known by: two layers may write the same span differently.
pub(crate) type LayerId = u64;

/// The fields of one span for each layer, in the extensions of the span.
#[derive(Debug)]
pub(crate) struct SpanData {
    first: (LayerId, Arc<SpanFields>),
    others: Vec<(LayerId, Arc<SpanFields>)>,
}

impl SpanData {
    pub(crate) const fn new(layer: LayerId, fields: Arc<SpanFields>) -> Self {
        Self {
            first: (layer, fields),
            others: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, layer: LayerId, fields: Arc<SpanFields>) {
        if self.of(layer).is_none() {
            self.others.push((layer, fields));
        }
    }

    pub(crate) fn of(&self, layer: LayerId) -> Option<&Arc<SpanFields>> {
        std::iter::once(&self.first)
            .chain(&self.others)
            .find(|(id, _)| *id == layer)
            .map(|(_, fields)| fields)
    }
}
