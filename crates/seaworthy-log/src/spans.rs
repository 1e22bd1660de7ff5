/// How the fields of spans stand on a JSON line.
///
/// The schemas that keep fields in a section of their own, `ecs` and `otel`, know them flat only.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Spans {
    /// Beside the event's own fields, which win over them; an inner span wins over an outer.
    #[default]
    Flat,
    /// In an object `span`, with the `name` of the innermost; an inner span wins over an outer.
    Nested,
    /// In an array `spans` of objects, each with its `name`, the outermost first.
    List,
    /// Not at all.
    Off,
}

impl Spans {
    /// The key that they stand under.
    pub(crate) const fn key(self) -> Option<&'static str> {
        match self {
            Self::Nested => Some("span"),
            Self::List => Some("spans"),
            Self::Flat | Self::Off => None,
        }
    }
}
