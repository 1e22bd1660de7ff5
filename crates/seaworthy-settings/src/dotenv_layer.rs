//! `.env` files.

use std::path::Path;

use crate::layer::{Layer, Raw};
use crate::sources::File;
use crate::{Issue, Location, Source, dotenv, explain, text_file};

/// The variables of a file; none, if it is missing and may be.
pub(crate) fn read(file: &File, issues: &mut Vec<Issue>) -> Option<Layer> {
    let text = text_file::read(file, issues)?;
    let parsed = dotenv::parse(&text);
    let is_suspect = !parsed.faults.is_empty();
    let faults = parsed.faults.into_iter().map(|fault| {
        let location = location(&file.path, fault.line, fault.column);
        explain::of_syntax(&location, fault.kind.to_string())
    });
    issues.extend(explain::at_most(faults.collect(), &file.path));
    let variables = parsed.variables.into_iter().map(|variable| {
        let source = Source::Dotenv(location(&file.path, variable.line, variable.column));
        let bytes = variable.value.as_bytes().to_vec();
        (variable.name.to_owned(), Raw::of_bytes(bytes, source))
    });
    let layer = Layer::of_variables(variables);
    Some(Layer {
        is_suspect,
        // A name may be a piece of a value then.
        has_slips: layer.has_slips && !is_suspect,
        dotenv: Some(file.path.clone()),
        ..layer
    })
}

fn location(path: &Path, line: usize, column: usize) -> Location {
    Location {
        path: path.to_owned(),
        line,
        column,
    }
}
