use std::borrow::Cow;

/// How a field that a schema has a place for is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Special {
    /// The last 64 bits of a hexadecimal number, in decimal.
    Decimal,
    /// 1 for true and 0 for false.
    Flag,
    /// A trace below its project.
    GcpTrace,
    /// As it is.
    Text,
}

impl Special {
    /// The text of such a field, as the schema wants it.
    pub(crate) fn of<'a>(self, text: &Cow<'a, str>, project: Option<&str>) -> Cow<'a, str> {
        match (self, project) {
            (Self::Decimal, _) => {
                let digits = text
                    .get(text.len().saturating_sub(16)..)
                    .unwrap_or_default();
                match u64::from_str_radix(digits, 16) {
                    Ok(number) => number.to_string().into(),
                    Err(_) => text.clone(),
                }
            }
            (Self::GcpTrace, Some(project)) => format!("projects/{project}/traces/{text}").into(),
            _ => text.clone(),
        }
    }
}
