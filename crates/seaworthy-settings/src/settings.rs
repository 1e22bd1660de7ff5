//! A struct that is read from the environment.

use crate::field::Visitor;
use crate::{Fields, LoadError, Loaded, Sources, reader};

/// A struct whose fields are variables of the environment; derive it.
///
/// The field `allowed_hosts` is the variable `ALLOWED_HOSTS`, its type says how the text is read
/// ([`FromSetting`](crate::FromSetting)), its doc comment documents both. All fields are read, and
/// everything that is wrong is reported at once.
///
/// The value of a variable `X` may also stand in a file of at most 1 MiB, whose path is the value
/// of `X_FILE`. One line break at its end is not part of the value. To set both is an error.
///
/// # Production and development
///
/// The variable `DEBUG` is the one switch between the two, whether or not a field declares it: off
/// unless set. A default behind `default =` always holds, one behind `debug =` only while `DEBUG`
/// is on, and then before the other. A field without a default for the case must be set.
///
/// # Attributes of a field
///
/// What the variable is called:
///
/// - `env = "NAME"`: another name than the field's.
/// - `alias = "NAME"`: a former name, which still counts; there may be several.
/// - `nested`: a struct of settings whose names follow the field's: `session_cookie` and its field
///   `name` are `SESSION_COOKIE_NAME`.
/// - `flatten`: a struct of settings whose names stay as they are.
///
/// What is used if it is not set:
///
/// - `default = expr`: a value, or text that is read as one, as
///   [`IntoDefault`](crate::IntoDefault) says.
/// - `debug = expr`: what is used instead while `DEBUG` is on.
///
/// How its text is read, if not by [`FromSetting`](crate::FromSetting):
///
/// - `from_str`: by the type's [`FromStr`](std::str::FromStr); by that of `T` for a `Vec<T>` or an
///   `Option<T>`, so that a list may be of any such type.
/// - `deserialize`: by the type's `serde::Deserialize`.
///
/// What must hold of a value that is given, while defaults are not asked:
///
/// - `min = expr`, `max = expr`: the least and the greatest value, written as a default is:
///   `min = 1024`, `max = "5m"`.
/// - `length = 1..=64`, `1..` or `..=64`: how many characters a text has, items a list, entries a
///   map.
/// - `validate = path`: what else, by a function `fn(&T, &Context<'_>) -> Result<(), Invalid>`.
///
/// For an `Option<T>`, bounds are those of the `T` within. Types named `Vec` and `Option` are taken
/// for those of the standard library.
///
/// What is shown of it:
///
/// - `secret`: no message or report shows the value, whatever its type, nor an error that may hold
///   it; the struct's own `Debug` shows what its type does, so that a [`Secret`](crate::Secret) is
///   better. A type that hides its value needs no `secret`.
/// - `expected = "…"`: what error messages expect, in other words than the type's.
///
/// On the struct, `#[settings(crate = path)]` says where this crate is, if not at
/// `::seaworthy_settings`.
///
/// ```
/// use std::net::SocketAddr;
/// use seaworthy_settings::{Context, Invalid, RedisUrl, Settings, Sources};
///
/// /// What my service reads from its environment.
/// #[derive(Debug, Settings)]
/// struct App {
///     /// How long browsers keep to HTTPS, in seconds.
///     #[settings(default = 31_536_000, debug = 0)]
///     secure_hsts_seconds: u64,
///     /// The hosts that the service answers for.
///     #[settings(debug = ["localhost"], validate = no_wildcard)]
///     allowed_hosts: Vec<String>,
///     #[settings(nested)]
///     session_cookie: Cookie,
///     #[settings(env = "BIND", default = "127.0.0.1:8000")]
///     address: SocketAddr,
///     /// Where the cache is, if there is one.
///     redis_url: Option<RedisUrl>,
/// }
///
/// #[derive(Debug, Settings)]
/// struct Cookie {
///     #[settings(default = "__Host-sessionid", debug = "sessionid")]
///     name: String,
/// }
///
/// fn no_wildcard(hosts: &[String], _: &Context<'_>) -> Result<(), Invalid> {
///     let bad = hosts.iter().filter(|host| host.contains('*'));
///     let reasons = bad.map(|host| format!("`{host}` allows every host"));
///     Invalid::all(reasons).map_or(Ok(()), Err)
/// }
///
/// let sources = Sources::pairs([
///     ("APP_ALLOWED_HOSTS", "www.example.com"),
///     ("APP_SESSION_COOKIE_NAME", "sid"),
/// ]);
/// let app = App::load(&sources.prefix("APP"))?.settings;
/// assert_eq!(app.allowed_hosts, ["www.example.com"]);
/// assert_eq!(app.session_cookie.name, "sid");
/// assert_eq!(app.secure_hsts_seconds, 31_536_000);
/// # Ok::<(), seaworthy_settings::LoadError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of settings",
    label = "`#[derive(Settings)]` is missing"
)]
pub trait Settings: Sized {
    /// The settings of this struct and of those within, in the order of the fields, for a table.
    ///
    /// ```
    /// use seaworthy_settings::Settings;
    ///
    /// #[derive(Settings)]
    /// struct Server {
    ///     /// The port.
    ///     #[settings(default = 8000)]
    ///     port: u16,
    /// }
    ///
    /// let fields = Server::fields();
    /// assert_eq!(fields[0].variable, "PORT");
    /// assert_eq!(fields[0].doc, "The port.");
    /// assert_eq!(fields[0].default.as_deref(), Some("8000"));
    /// ```
    #[must_use]
    fn fields() -> Fields {
        Fields::of::<Self>()
    }

    /// Reads the settings, with a report of where each one came from.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    fn load(sources: &Sources) -> Result<Loaded<Self>, LoadError> {
        reader::load(sources)
    }

    /// Reads the settings from the environment of the process.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    fn from_env() -> Result<Self, LoadError> {
        Self::load(&Sources::environment()).map(|loaded| loaded.settings)
    }

    /// Goes through all fields; `None` if one has no value. Written by the derive.
    #[doc(hidden)]
    fn visit<V: Visitor>(visitor: &mut V) -> Option<Self>;
}
