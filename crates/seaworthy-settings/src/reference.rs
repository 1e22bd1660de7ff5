//! Documents that are made from the fields, and so never fall behind them.

mod env_example;
mod json_schema;
mod markdown;
mod pattern;
#[cfg(test)]
mod tests;
mod value_schema;
mod written;

use crate::Fields;

/// Documents of the settings. None of them shows the default of a secret.
impl Fields {
    /// Writes a `.env.example`: a file to copy to `.env` and to fill in.
    ///
    /// What must be set stands in it with no value. Everything else is commented out, with its
    /// default if that is text: one that the program computes is named in a comment above. Former
    /// names are left out.
    ///
    /// ```
    /// use seaworthy_settings::{SecretKey, Settings};
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     /// The key that signs cookies.
    ///     secret_key: SecretKey,
    ///     /// What visitors are greeted with.
    ///     #[settings(default = "Hello, world!", debug = "Hi!")]
    ///     greeting: String,
    /// }
    ///
    /// assert_eq!(
    ///     App::fields().env_example(),
    ///     "# The key that signs cookies.\n\
    ///      ## expected: a key of 32 random bytes, such as `openssl rand -base64 32` prints\n\
    ///      ## required\n\
    ///      SECRET_KEY=\n\
    ///      \n\
    ///      ## What visitors are greeted with.\n\
    ///      ## expected: text\n\
    ///      ## default: Hello, world!; in development: Hi!\n\
    ///      #GREETING='Hello, world!'\n"
    /// );
    /// ```
    #[must_use]
    pub fn env_example(&self) -> String {
        env_example::of(self)
    }

    /// Writes a Markdown table with one row for each setting, for a README.
    ///
    /// It is a table of [GitHub Flavored Markdown][gfm]. Of the Markdown in doc comments, code
    /// between single backticks is kept; everything else is shown as it was typed.
    ///
    /// [gfm]: https://github.github.com/gfm/#tables-extension-
    ///
    /// ```
    /// use seaworthy_settings::Settings;
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     /// The port, such as `80`.
    ///     #[settings(debug = 8000)]
    ///     port: u16,
    /// }
    ///
    /// assert_eq!(
    ///     App::fields().markdown(),
    ///     "| variable | what it is | expected | default | in development |\n\
    ///      |---|---|---|---|---|\n\
    ///      | `PORT` | The port, such as `80`. | a whole number from 0 to 65535 \
    ///      | **required** | `8000` |\n"
    /// );
    /// ```
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::of(self)
    }

    /// Writes a JSON Schema of the settings as a TOML file, by which editors complete and check
    /// such a file.
    ///
    /// It is written in [draft 2020-12][draft]. It refuses no value that can be loaded, but for
    /// other names of a word by `alias`. A value that it takes may still be refused, as types and
    /// validators ask for more than a schema can say.
    ///
    /// Of the keys it knows one form: small letters, nested in tables, with `_file` behind the name
    /// of a setting for the path of a file. `HSTS_SECONDS` and `hsts-seconds` are read, too, but an
    /// editor should not offer them.
    ///
    /// No key is `required`: what a file leaves out may stand in the environment.
    ///
    /// [draft]: https://json-schema.org/draft/2020-12
    ///
    /// ```
    /// use seaworthy_settings::Settings;
    ///
    /// #[derive(Settings)]
    /// struct App {
    ///     /// The port.
    ///     #[settings(default = 8000)]
    ///     port: u16,
    /// }
    ///
    /// let schema: serde_json::Value = serde_json::from_str(&App::fields().json_schema())?;
    /// let port = &schema["properties"]["port"];
    /// assert_eq!(port["default"], 8000);
    /// assert_eq!(port["anyOf"][0]["maximum"], 65535);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn json_schema(&self) -> String {
        format!("{:#}", json_schema::of(self))
    }
}
