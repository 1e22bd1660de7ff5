//! The file that shows what an `.env` file may hold.

use super::written;
use crate::{Field, dotenv};

/// One block of lines for each field, with a blank line between two of them.
pub(crate) fn of(fields: &[Field]) -> String {
    let blocks: Vec<_> = fields.iter().map(block).collect();
    blocks.join("\n")
}

fn block(field: &Field) -> String {
    let mut block = String::new();
    comment(&mut block, field.doc);
    comment(&mut block, &format!("expected: {}", field.expected));
    comment(&mut block, &without_it(field));
    let name = &field.variable;
    if field.required {
        block.push_str(&format!("{name}=\n"));
    } else {
        let default = written::default(field).filter(|text| is_quotable(text));
        let default = default.map(dotenv::quote).unwrap_or_default();
        block.push_str(&format!("#{name}={default}\n"));
    }
    block
}

/// What is used if the line is left as it is.
fn without_it(field: &Field) -> String {
    if field.secret {
        let text = match (&field.default, &field.debug_default) {
            (Some(_), _) => "optional, as it has a default",
            (None, None) if field.required => "required",
            (None, Some(_)) if field.required => {
                "required; in development there is a default, if this line is left out"
            }
            (None, _) => "optional",
        };
        return text.to_owned();
    }
    match (&field.default, &field.debug_default) {
        (Some(default), None) => format!("default: {}", shown(default)),
        (Some(default), Some(debug)) => {
            let (default, debug) = (shown(default), shown(debug));
            format!("default: {default}; in development: {debug}")
        }
        (None, Some(debug)) if field.required => {
            let debug = shown(debug);
            format!("required; in development, if this line is left out: {debug}")
        }
        (None, Some(debug)) => format!("optional; in development: {}", shown(debug)),
        (None, None) if field.required => "required".to_owned(),
        (None, None) => "optional".to_owned(),
    }
}

fn shown(default: &str) -> &str {
    if default.is_empty() {
        "nothing"
    } else {
        default
    }
}

/// Writes lines that each begin with `#` and space, which no setting that is commented out does.
fn comment(block: &mut String, text: &str) {
    for line in text.lines() {
        block.push('#');
        if !line.is_empty() {
            block.push(' ');
        }
        for character in line.chars() {
            if is_control(character) {
                block.extend(character.escape_debug());
            } else {
                block.push(character);
            }
        }
        block.push('\n');
    }
}

/// Whether a `.env` file can hold the value.
fn is_quotable(text: &str) -> bool {
    !text
        .chars()
        .any(|c| is_control(c) && c != '\n' && c != '\r')
}

/// What a `.env` file cannot hold in a line.
fn is_control(character: char) -> bool {
    character.is_control() && character != '\t'
}

#[cfg(test)]
mod tests {
    use super::super::tests::{field, optional, set};
    use super::*;

    #[test]
    fn a_file_says_what_is_needed_and_sets_only_that_to_nothing() {
        let fields = [
            Field {
                doc: "The key.\n\nOf the\tcookies.",
                secret: true,
                debug_default: Some("hunter2".to_owned()),
                ..field("SECRET_KEY", "secret_key")
            },
            Field {
                debug_default: Some("9000".to_owned()),
                ..optional("PORT", "port", "8000")
            },
            Field {
                required: false,
                ..field("SSL_HOST", "ssl_host")
            },
            optional("HOSTS", "hosts", ""),
            optional("TIMEOUT", "timeout", "Duration::from_secs(60)"),
            Field {
                debug_default: Some("sqlite::memory:".to_owned()),
                ..field("DATABASE_URL", "database_url")
            },
            Field {
                secret: true,
                ..optional("TOKEN", "token", "hunter2")
            },
        ];
        let file = of(&fields);
        assert_eq!(
            file,
            "# The key.\n#\n# Of the\tcookies.\n# expected: text\n\
             # required; in development there is a default, if this line is left out\n\
             SECRET_KEY=\n\n\
             # expected: text\n# default: 8000; in development: 9000\n#PORT=8000\n\n\
             # expected: text\n# optional\n#SSL_HOST=\n\n\
             # expected: text\n# default: nothing\n#HOSTS=\n\n\
             # expected: text\n# default: Duration::from_secs(60)\n#TIMEOUT=\n\n\
             # expected: text\n\
             # required; in development, if this line is left out: sqlite::memory:\n\
             DATABASE_URL=\n\n\
             # expected: text\n# optional, as it has a default\n#TOKEN=\n"
        );
        let nothing = ["SECRET_KEY", "DATABASE_URL"].map(|name| (name.to_owned(), String::new()));
        assert_eq!(set(&file, None), nothing);
    }
}
