//! How the lines of one layer look: what surrounds the values.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::config::Config;
use crate::encoded::{Encoded, key_bit};
use crate::escape::{Escape, escape};
use crate::form::Form;
use crate::format::Format;
use crate::non_finite::NonFinite;
use crate::plan::LINE_CUT;
use crate::redaction::Redaction;
use crate::schema::{Schema, Section};
use crate::span::LayerId;
use crate::spans::Spans;
use crate::special::Special;
use crate::timestamp::Timestamp;

/// Everything that is decided before the first event.
#[derive(Debug)]
pub(crate) struct Layout {
    /// No two layouts have the same: what is remembered of one is not taken for another's.
    pub(crate) id: LayerId,
    pub(crate) kind: Kind,
    pub(crate) time: Timestamp,
    /// What comes after the value of a field.
    pub(crate) field_end: &'static [u8],
    pub(crate) form: Form,
    pub(crate) non_finite: NonFinite,
    pub(crate) spans: Spans,
    pub(crate) redaction: Redaction,
    /// What a line has where neither its event nor a span has it.
    pub(crate) defaults: Encoded,
    pub(crate) project: Option<Box<str>>,
    pub(crate) schema: Schema,
    pub(crate) service: Option<Box<str>>,
    pub(crate) host: Option<Box<str>>,
    pub(crate) place: bool,
    pub(crate) thread: bool,
    /// The static fields.
    pub(crate) statics: Vec<u8>,
    renames: BTreeMap<String, String>,
    /// The names at the root that are not left to fields.
    reserved: Vec<String>,
}

/// What reads a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Json,
    /// A person, without colour.
    Plain,
    /// A person, with a coloured level.
    Coloured,
}

impl Layout {
    pub(crate) fn of(config: &Config, kind: Kind) -> Self {
        let json = kind == Kind::Json;
        let schema = config.schema;
        let renames = if json {
            config.renames.clone()
        } else {
            BTreeMap::new()
        };
        let own = |name: &str| renames.get(name).map_or(name, |name| name).to_owned();
        let mut reserved: Vec<String> = ["timestamp", "level", "target", "message"]
            .map(str::to_owned)
            .into();
        if json {
            let names = schema.members().iter().flat_map(|member| member.names());
            reserved = names.map(own).collect();
            reserved.extend(config.static_fields.keys().cloned());
            reserved.extend(config.spans.key().map(str::to_owned));
        }
        reserved.push(LINE_CUT.to_owned());
        let mut layout = Self {
            id: next_id(),
            kind,
            field_end: match schema.section().filter(|_| json) {
                Some(Section::Attributes) => b"}",
                _ => b"",
            },
            time: match kind {
                Kind::Json => config.timestamp.unwrap_or(schema.timestamp()),
                Kind::Plain | Kind::Coloured => config.timestamp.unwrap_or(Timestamp::Millis),
            },
            form: match schema.section().filter(|_| json) {
                None => Form::Json(config.non_finite),
                Some(Section::Labels) => Form::Texts(config.non_finite),
                Some(Section::Attributes) => Form::Otlp,
            },
            non_finite: config.non_finite,
            spans: config.spans,
            redaction: Redaction::of(config),
            defaults: Encoded::default(),
            project: config.project.as_deref().map(Into::into),
            schema,
            service: config.service.as_deref().map(Into::into),
            host: config.host.as_deref().map(Into::into),
            place: config.place,
            thread: config.thread,
            statics: Vec::new(),
            renames,
            reserved,
        };
        if json {
            for (name, value) in &config.static_fields {
                Self::root_key(&mut layout.statics, name);
                value.write(&mut layout.statics, Form::Json(config.non_finite));
            }
        }
        for (name, value) in &config.default_fields {
            let mut one = Encoded::default();
            layout.key(&mut one.bytes, name, "");
            let key_end = one.bytes.len();
            value.write(&mut one.bytes, layout.form);
            one.bytes.extend_from_slice(layout.field_end);
            let bit = key_bit(one.bytes.get(..key_end).unwrap_or_default());
            one.enter(0, key_end, bit, false);
            layout.defaults.replace(&one);
        }
        layout
    }

    /// The same without colour, for an output that is no terminal.
    pub(crate) fn without_colour(&self, config: &Config) -> Self {
        let kind = match self.kind {
            Kind::Json => Kind::Json,
            Kind::Plain | Kind::Coloured => Kind::Plain,
        };
        Self::of(config, kind)
    }

    /// How a message stands on a line.
    pub(crate) fn message(&self) -> Escape {
        match self.kind {
            Kind::Json => Escape::Quoted,
            Kind::Plain | Kind::Coloured => Escape::Bare,
        }
    }

    /// The name of a field on a line, and how it stands there if the schema has a place for it.
    pub(crate) fn field_name(&self, name: &str, in_event: bool) -> (String, Option<Special>) {
        if self.kind == Kind::Json {
            if let Some((known, special)) = self.schema.special(name) {
                return (self.own(known).to_owned(), Some(special));
            }
        }
        let name = self.own(name);
        // In a section, and in the object of a span, are other names.
        let nested = self.section().is_some() || (!in_event && self.spans != Spans::Flat);
        let taken = match nested {
            true => !in_event && name == "name",
            false => self.reserved.iter().any(|reserved| reserved == name),
        };
        let prefix = if taken { "fields." } else { "" };
        ([prefix, name].concat(), None)
    }

    /// A text as it may be shown, and as the schema has it at the root.
    pub(crate) fn text_of<'a>(&self, text: &'a str, special: Option<Special>) -> Cow<'a, str> {
        let text = self.redaction.shown(text);
        match special {
            Some(special) => special.of(&text, self.project.as_deref()),
            None => text,
        }
    }

    fn own<'a>(&'a self, name: &'a str) -> &'a str {
        self.renames.get(name).map_or(name, |name| name)
    }

    pub(crate) fn section(&self) -> Option<Section> {
        self.schema.section().filter(|_| self.kind == Kind::Json)
    }

    /// Appends what comes before the value of a member of the schema.
    pub(crate) fn root(&self, out: &mut Vec<u8>, name: &str) {
        Self::root_key(out, self.own(name));
    }

    /// Appends what comes before the value of something at the root.
    pub(crate) fn root_key(out: &mut Vec<u8>, name: &str) {
        out.extend_from_slice(b",\"");
        escape(out, name, Escape::Quoted);
        out.extend_from_slice(b"\":");
    }

    /// Appends what comes before the value of a field; its name is given in two parts.
    pub(crate) fn key(&self, out: &mut Vec<u8>, name: &str, suffix: &str) {
        let is_word = |c: char| c.is_alphanumeric() || "_.-".contains(c);
        let (before, after): (&str, &str) = match (self.kind, self.section()) {
            (Kind::Json, Some(Section::Attributes)) => (",{\"key\":\"", "\",\"value\":"),
            (Kind::Json, _) => (",\"", "\":"),
            _ if !name.is_empty() && name.chars().all(is_word) => (" ", "="),
            _ => (" \"", "\"="),
        };
        out.extend_from_slice(before.as_bytes());
        escape(out, name, Escape::Quoted);
        escape(out, suffix, Escape::Quoted);
        out.extend_from_slice(after.as_bytes());
    }

    /// What comes before all fields, and the brackets around them.
    pub(crate) fn brackets(&self) -> Option<(&'static [u8], u8, u8)> {
        match self.section()? {
            Section::Attributes => Some((b",\"attributes\":", b'[', b']')),
            Section::Labels => Some((b",\"labels\":", b'{', b'}')),
        }
    }

    /// Appends that something was left out.
    pub(crate) fn cut(&self, out: &mut Vec<u8>) {
        match self.kind {
            Kind::Json => Self::root_key(out, LINE_CUT),
            Kind::Plain | Kind::Coloured => self.key(out, LINE_CUT, ""),
        }
        Form::PLAIN.bool(out, true);
    }

    /// Appends the end of the line.
    pub(crate) fn end(&self, out: &mut Vec<u8>) {
        match self.kind {
            Kind::Json => out.extend_from_slice(b"}\n"),
            Kind::Plain | Kind::Coloured => out.push(b'\n'),
        }
    }
}

impl Layout {
    pub(crate) fn kind_of(config: &Config) -> Kind {
        match config.format {
            Format::Json => Kind::Json,
            Format::Simple if config.color && config.output.is_terminal() => Kind::Coloured,
            Format::Simple => Kind::Plain,
        }
    }
}

fn next_id() -> LayerId {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
