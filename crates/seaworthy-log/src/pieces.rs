//! What the lines of one callsite have in common.

use tracing::{Level, Metadata};

use crate::escape::{Escape, escape};
use crate::form::Form;
use crate::layout::{Kind, Layout};
use crate::member::{Member, of_level};
use crate::place::Place;
use crate::schema::Section;
use crate::text::short;

/// What of a line depends on nothing but its callsite.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// What comes before the time.
    pub(crate) start: Vec<u8>,
    /// What comes between the time and the message.
    pub(crate) message: Vec<u8>,
    /// What comes between the message and the fields.
    pub(crate) after_message: Vec<u8>,
    /// What comes between the time and the fields where there is no message.
    pub(crate) no_message: Vec<u8>,
    /// What comes first among the fields.
    pub(crate) first: Vec<u8>,
}

/// Where an event comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) level: Level,
    pub(crate) target: &'a str,
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<u32>,
    pub(crate) module: Option<&'a str>,
}

impl<'a> From<&Metadata<'a>> for Origin<'a> {
    fn from(metadata: &Metadata<'a>) -> Self {
        Self {
            level: *metadata.level(),
            target: metadata.target(),
            file: metadata.file(),
            line: metadata.line(),
            module: metadata.module_path(),
        }
    }
}

impl Layout {
    /// What the lines of a callsite have in common.
    pub(crate) fn pieces(&self, origin: &Origin<'_>) -> Pieces {
        match self.kind {
            Kind::Json => self.json_pieces(origin),
            Kind::Plain | Kind::Coloured => self.text_pieces(origin),
        }
    }

    fn text_pieces(&self, origin: &Origin<'_>) -> Pieces {
        let level = origin.level;
        let padded = of_level(["ERROR", "WARN ", "INFO ", "DEBUG", "TRACE"], level);
        let start = match self.kind {
            Kind::Coloured => format!("\x1b[{}m{padded}\x1b[0m ", colour(level)),
            Kind::Json | Kind::Plain => format!("{padded} "),
        };
        let mut head = vec![b' '];
        escape(&mut head, short(origin.target), Escape::Bare);
        if let Some((file, line)) = origin.file.zip(origin.line).filter(|_| self.place) {
            head.push(b' ');
            escape(&mut head, short(file), Escape::Bare);
            head.extend_from_slice(format!(":{line}").as_bytes());
        }
        if let Some(thread) = self.thread_name() {
            head.push(b' ');
            escape(&mut head, &thread, Escape::Bare);
        }
        Pieces {
            start: start.into_bytes(),
            message: [&head, &b" "[..]].concat(),
            no_message: head,
            ..Pieces::default()
        }
    }

    fn json_pieces(&self, origin: &Origin<'_>) -> Pieces {
        let mut pieces = Pieces::default();
        let mut out = Vec::new();
        for member in self.schema.members() {
            match *member {
                Member::Time(name) => {
                    self.root(&mut out, name);
                    out.extend_from_slice(self.time.quote().as_bytes());
                    pieces.start = std::mem::replace(&mut out, self.time.quote().into());
                }
                Member::Message(name) | Member::Body(name) => {
                    pieces.no_message.clone_from(&out);
                    self.root(&mut out, name);
                    if matches!(member, Member::Body(_)) {
                        out.extend_from_slice(b"{\"stringValue\":");
                        pieces.after_message.push(b'}');
                    }
                    pieces.message = std::mem::take(&mut out);
                }
                member => self.member(&mut out, member, origin),
            }
        }
        out.extend_from_slice(&self.statics);
        if let Some((open, _, _)) = self.brackets() {
            out.extend_from_slice(open);
        }
        pieces.no_message.extend_from_slice(&out);
        pieces.after_message.append(&mut out);
        if self.section() == Some(Section::Attributes) {
            self.attributes(&mut pieces.first, origin);
        }
        // The first member opens the line.
        if let Some(first) = pieces.start.first_mut() {
            *first = b'{';
        }
        pieces
    }

    fn member(&self, out: &mut Vec<u8>, member: Member, origin: &Origin<'_>) {
        match member {
            // They have been seen to: what stands there is another thing for each event.
            Member::Time(_) | Member::Message(_) | Member::Body(_) => {}
            Member::Constant(name, value) => {
                self.root(out, name);
                out.extend_from_slice(value.as_bytes());
            }
            Member::DottedLogger(name) => {
                self.text(out, name, &short(origin.target).replace("::", "."));
            }
            Member::Logger(name) => self.text(out, name, short(origin.target)),
            Member::Host(name) => {
                let host = self.host.as_deref().map_or_else(host, str::to_owned);
                self.text(out, name, &host);
            }
            Member::Level(name, names) => self.text(out, name, names.of(origin.level)),
            Member::Number(name, numbers) => {
                self.root(out, name);
                Form::PLAIN.int(out, of_level(numbers, origin.level));
            }
            Member::Place(place) if self.place => {
                Place::of(origin).write(out, place, |out, name| self.root(out, name));
            }
            Member::Place(_) => {}
            Member::Process(name) => {
                self.root(out, name);
                Form::PLAIN.int(out, std::process::id());
            }
            Member::Service(name) => {
                if let Some(service) = &self.service {
                    self.text(out, name, service);
                }
            }
            Member::Thread(name) => {
                if let Some(thread) = self.thread_name() {
                    self.text(out, name, &thread);
                }
            }
        }
    }

    /// What of the origin OTLP has among the attributes.
    fn attributes(&self, out: &mut Vec<u8>, origin: &Origin<'_>) {
        let mut say = |name: &str, value: &str| {
            self.key(out, name, "");
            Form::Otlp.str(out, value, Escape::Quoted);
            out.extend_from_slice(self.field_end);
        };
        say("target", short(origin.target));
        if let Some(service) = &self.service {
            say("service.name", service);
        }
        if let Some(thread) = self.thread_name() {
            say("thread.name", &thread);
        }
        if !self.place {
            return;
        }
        if let Some(file) = origin.file {
            say("code.file.path", short(file));
        }
        if let Some(line) = origin.line {
            self.key(out, "code.line.number", "");
            Form::Otlp.int(out, line);
            out.extend_from_slice(self.field_end);
        }
    }

    fn thread_name(&self) -> Option<String> {
        self.thread.then(|| {
            let thread = std::thread::current();
            let numbered = || format!("{:?}", thread.id());
            thread
                .name()
                .map_or_else(numbered, |name| short(name).to_owned())
        })
    }

    fn text(&self, out: &mut Vec<u8>, name: &str, value: &str) {
        self.root(out, name);
        Form::PLAIN.str(out, value, Escape::Quoted);
    }
}

/// The number by which a terminal knows the colour of a level.
fn colour(level: Level) -> u8 {
    of_level([31, 33, 32, 34, 35], level)
}

/// The name of this machine, where the kernel tells it in a file.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match name.trim() {
        "" => "localhost".to_owned(),
        name => name.to_owned(),
    }
}
