use std::borrow::Cow;
use std::fmt;

/// What is known of the user whose password is to be, so that it is not made of that.
///
/// Each attribute has a name, by which [`Config::user_attributes`](crate::Config::user_attributes)
/// chooses it; a verbose name, which error messages show; and a value. An empty value is none. Of a
/// value over [4096 bytes](crate::Candidate::MAX_BYTES) only that much is compared.
///
/// ```
/// use seaworthy_password::UserAttributes;
///
/// let user = UserAttributes::new()
///     .username("jane")
///     .email("jane@example.com")
///     .attribute("farm", "name of the farm", "Les Trois Chênes");
/// # let _ = user;
/// ```
#[derive(Clone, Default)]
pub struct UserAttributes<'a> {
    attributes: Vec<Attribute<'a>>,
}

#[derive(Clone)]
pub(crate) struct Attribute<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) verbose_name: Cow<'a, str>,
    pub(crate) value: &'a str,
}

impl<'a> UserAttributes<'a> {
    /// Nothing is known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attributes: Vec::new(),
        }
    }

    /// Adds the name by which the user signs in.
    #[must_use]
    pub fn username(self, value: &'a str) -> Self {
        self.attribute("username", "username", value)
    }

    /// Adds the first name.
    #[must_use]
    pub fn first_name(self, value: &'a str) -> Self {
        self.attribute("first_name", "first name", value)
    }

    /// Adds the last name.
    #[must_use]
    pub fn last_name(self, value: &'a str) -> Self {
        self.attribute("last_name", "last name", value)
    }

    /// Adds the email address.
    #[must_use]
    pub fn email(self, value: &'a str) -> Self {
        self.attribute("email", "email address", value)
    }

    /// Adds an attribute by name, verbose name and value; replaces the one of that name.
    #[must_use]
    pub fn attribute(
        mut self,
        name: impl Into<Cow<'a, str>>,
        verbose_name: impl Into<Cow<'a, str>>,
        value: &'a str,
    ) -> Self {
        let attribute = Attribute {
            name: name.into(),
            verbose_name: verbose_name.into(),
            value,
        };
        self.attributes.retain(|other| other.name != attribute.name);
        self.attributes.push(attribute);
        self
    }

    /// The value of the attribute of this name, for a validator of the host's own.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.named(name).map(|attribute| attribute.value)
    }

    /// All of them, in the order in which they were added.
    #[cfg(feature = "strength")]
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Attribute<'a>> {
        self.attributes.iter()
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Attribute<'a>> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }
}

/// The names alone: the values are somebody's personal data.
impl fmt::Debug for UserAttributes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.attributes.iter().map(|attribute| &attribute.name);
        f.debug_set().entries(names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_given_twice_has_its_last_value() {
        let user = UserAttributes::new()
            .username("old")
            .email("a@b.c")
            .username("new");
        assert_eq!(user.get("username"), Some("new"));
        assert_eq!(user.named("email").unwrap().verbose_name, "email address");
        assert_eq!(user.get("last_name"), None);
    }

    #[test]
    fn what_is_printed_does_not_hold_the_values() {
        let user = UserAttributes::new()
            .username("jane")
            .attribute("farm", "the farm", "Oaks");
        assert_eq!(format!("{user:?}"), r#"{"username", "farm"}"#);
    }
}
