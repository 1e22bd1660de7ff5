/// How a number stands on a line that JSON has no number for.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum NonFinite {
    /// `null`.
    #[default]
    Null,
    /// `"NaN"`, `"+Inf"` or `"-Inf"`.
    Text,
}
