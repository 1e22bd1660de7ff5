//! What may stand behind `default =` and `debug =`.

use std::fmt::Display;

use crate::{FromSetting, Invalid};

/// What a default of a setting may be written as.
///
/// - A value of the field's type: `default = 8000`, `default = Duration::from_secs(30)`.
/// - Text, which is read as if the variable held it: `default = "127.0.0.1:8000"`.
/// - A value whose making may fail: `debug = SecretKey::generate()`.
/// - For a list, an array of these: `default = ["localhost", "127.0.0.1"]`.
///
/// A default that fails is an error of that variable when it is used. Bounds, behind
/// `min =` and `max =`, are written in the same ways.
///
/// ```
/// use std::time::Duration;
/// use seaworthy_settings::{IntoDefault, Invalid};
///
/// # fn main() -> Result<(), Invalid> {
/// let timeout: Duration = "1m30s".into_default()?;
/// assert_eq!(timeout, Duration::from_secs(90));
///
/// let hosts: Vec<String> = ["localhost", "127.0.0.1"].into_default()?;
/// assert_eq!(hosts.len(), 2);
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a setting of type `{T}`",
    label = "expected `{T}`, text that is read as one, or a `Result` of one"
)]
pub trait IntoDefault<T> {
    /// Makes the value.
    ///
    /// # Errors
    ///
    /// Why there is none.
    fn into_default(self) -> Result<T, Invalid>;
}

impl<T> IntoDefault<T> for T {
    fn into_default(self) -> Result<T, Invalid> {
        Ok(self)
    }
}

impl<T, E: Display> IntoDefault<T> for Result<T, E> {
    fn into_default(self) -> Result<T, Invalid> {
        self.map_err(|error| Invalid::new(error.to_string()))
    }
}

impl<T: FromSetting> IntoDefault<T> for &str {
    fn into_default(self) -> Result<T, Invalid> {
        T::from_setting(self)
    }
}

impl<T, I: IntoDefault<T>, const N: usize> IntoDefault<Vec<T>> for [I; N] {
    fn into_default(self) -> Result<Vec<T>, Invalid> {
        self.into_iter().map(I::into_default).collect()
    }
}
