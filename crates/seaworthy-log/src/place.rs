//! Where in the code an event is.

use crate::escape::Escape;
use crate::form::Form;
use crate::member;
use crate::pieces::Origin;
use crate::text::short;

/// A place in the code, as far as it is known.
pub(crate) struct Place<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    module: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub(crate) fn of(origin: &Origin<'a>) -> Self {
        Self {
            file: origin.file.map(short),
            line: origin.line,
            module: origin.module.map(short),
        }
    }

    /// Appends it in the form of a schema; `root` appends a name at the root of the line.
    pub(crate) fn write(
        &self,
        out: &mut Vec<u8>,
        form: member::Place,
        root: impl Fn(&mut Vec<u8>, &str),
    ) {
        use member::Place as P;

        let text = |out: &mut Vec<u8>, text: &str| Form::PLAIN.str(out, text, Escape::Quoted);
        if let P::Flat([file, line, module]) = form {
            for (name, value) in [(file, self.file), (module, self.module)] {
                if let Some(value) = value {
                    root(out, name);
                    text(out, value);
                }
            }
            if let Some(number) = self.line {
                root(out, line);
                Form::PLAIN.int(out, number);
            }
            return;
        }
        let (Some(file), Some(line)) = (self.file, self.line) else {
            return;
        };
        let (name, before, between, after) = match form {
            P::Ecs => ("log.origin", "{\"file\":{\"name\":", ",\"line\":", "}}"),
            P::Gcp => (
                "logging.googleapis.com/sourceLocation",
                "{\"file\":",
                ",\"line\":\"",
                "\"}",
            ),
            P::Bunyan | P::Flat(_) => ("src", "{\"file\":", ",\"line\":", "}"),
        };
        root(out, name);
        out.extend_from_slice(before.as_bytes());
        text(out, file);
        out.extend_from_slice(between.as_bytes());
        Form::PLAIN.int(out, line);
        out.extend_from_slice(after.as_bytes());
    }
}
