//! `Permissions-Policy`.

mod permission;
#[cfg(test)]
mod tests;

pub use permission::Permission;

use std::fmt;
use std::str::FromStr;

use crate::Issue;
use crate::nearest::nearest;

/// Which features of the browser a page and its frames may use: [`Permissions-Policy`][spec], not
/// yet checked.
///
/// Start from [`PermissionsPolicy::minimal`] and [`set`](Self::set) what the application needs, or
/// parse what a header would say.
///
/// ```
/// use seaworthy_headers::{Config, Permission, PermissionsPolicy};
///
/// let mut permissions = PermissionsPolicy::minimal();
/// permissions.set("geolocation", [Permission::Own]);
/// permissions.set("fullscreen", [Permission::Own, Permission::origin("https://maps.example")]);
/// # assert!(permissions.to_string().contains("geolocation=(self), "));
///
/// let mut config = Config::default();
/// config.permissions_policy = Some(permissions);
/// assert!(config.build().is_ok());
///
/// config.permissions_policy = "camera=(), geolocation=(self)".parse().ok();
/// assert!(config.build().is_ok());
/// ```
///
/// [spec]: https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field
#[non_exhaustive]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PermissionsPolicy {
    /// The features in the order in which they are sent, each with who may use it: nobody, where
    /// the list is empty.
    ///
    /// Which features there are differs between browsers and versions, so that any well-formed name
    /// will do; one that is almost that of a common feature is refused.
    pub features: Vec<(String, Vec<Permission>)>,
}

impl PermissionsPolicy {
    /// Nobody may use what browsers ask people about, and few pages have a use for: camera,
    /// microphone, screen capture, location, payment and USB.
    #[must_use]
    pub fn minimal() -> Self {
        let features = MINIMAL.map(|feature| (feature.to_owned(), Vec::new()));
        Self {
            features: features.into(),
        }
    }

    /// Says who may use a feature: in its old place if it was there, else at the end.
    pub fn set(&mut self, feature: &str, who: impl IntoIterator<Item = Permission>) -> &mut Self {
        let who = who.into_iter().collect();
        let mut present = self.features.iter_mut();
        match present.find(|(name, _)| name == feature) {
            Some((_, old)) => *old = who,
            None => self.features.push((feature.to_owned(), who)),
        }
        self
    }

    /// Finds everything that browsers would skip, and with it, some of them, the whole header.
    pub(crate) fn check(&self, issues: &mut Vec<Issue>) {
        if self.features.is_empty() {
            issues.push(Issue::NoPermissions);
        }
        for (index, (feature, who)) in self.features.iter().enumerate() {
            let is_twice = self
                .features
                .iter()
                .take(index)
                .any(|(name, _)| name == feature);
            if !is_feature(feature) || !who.iter().all(Permission::is_right) {
                let entry = entry(feature, who);
                issues.push(Issue::InvalidPermission { entry });
            } else if is_twice {
                let feature = feature.clone();
                issues.push(Issue::DuplicatePermission { feature });
            } else if let Some(suggestion) = slip(feature) {
                let feature = feature.clone();
                issues.push(Issue::UnknownPermission {
                    feature,
                    suggestion,
                });
            }
        }
    }
}

impl fmt::Display for PermissionsPolicy {
    /// Writes the header's value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (feature, who)) in self.features.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", entry(feature, who))?;
        }
        Ok(())
    }
}

fn entry(feature: &str, who: &[Permission]) -> String {
    if *who == [Permission::All] {
        return format!("{feature}=*");
    }
    let who: Vec<String> = who.iter().map(ToString::to_string).collect();
    format!("{feature}=({})", who.join(" "))
}

/// Reads what the header says: features and their lists, separated by commas.
impl FromStr for PermissionsPolicy {
    type Err = PermissionsPolicyError;

    fn from_str(text: &str) -> Result<Self, PermissionsPolicyError> {
        let mut features = Vec::new();
        let mut entries = Vec::new();
        for entry in text.split(',').map(str::trim) {
            let halves = entry.split_once('=');
            let parsed = halves.and_then(|(feature, who)| Some((feature, permissions(who)?)));
            match parsed {
                Some((feature, who)) if is_feature(feature) => {
                    features.push((feature.to_owned(), who));
                }
                _ => entries.push(entry.to_owned()),
            }
        }
        if entries.is_empty() {
            Ok(Self { features })
        } else {
            Err(PermissionsPolicyError { entries })
        }
    }
}

/// Who is meant by `()`, `self`, `*`, or a list in parentheses.
fn permissions(text: &str) -> Option<Vec<Permission>> {
    let inner = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let items = inner
        .unwrap_or(text)
        .split(' ')
        .filter(|item| !item.is_empty());
    let items: Option<Vec<_>> = items.map(Permission::parse).collect();
    items.filter(|items| inner.is_some() || items.len() == 1)
}

/// Why a text is no [`PermissionsPolicy`]: every entry that browsers would skip.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PermissionsPolicyError {
    /// Never empty.
    entries: Vec<String>,
}

impl PermissionsPolicyError {
    /// The entries as they were written.
    #[must_use]
    pub fn entries(&self) -> &[String] {
        &self.entries
    }
}

impl fmt::Display for PermissionsPolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, entry) in self.entries.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            let entry = entry.clone();
            write!(f, "{separator}{}", Issue::InvalidPermission { entry })?;
        }
        Ok(())
    }
}

impl std::error::Error for PermissionsPolicyError {}

fn is_feature(text: &str) -> bool {
    let letters_and_more = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(letters_and_more)
}

/// The feature that was meant by one that is none, but almost.
fn slip(feature: &str) -> Option<&'static str> {
    if KNOWN.contains(&feature) {
        return None;
    }
    nearest(feature, KNOWN)
}

const MINIMAL: [&str; 6] = [
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "payment",
    "usb",
];

/// The features that browsers [know][list].
///
/// [list]: https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md
const KNOWN: [&str; 47] = [
    "accelerometer",
    "ambient-light-sensor",
    "attribution-reporting",
    "autoplay",
    "battery",
    "bluetooth",
    "browsing-topics",
    "camera",
    "captured-surface-control",
    "clipboard-read",
    "clipboard-write",
    "compute-pressure",
    "cross-origin-isolated",
    "deferred-fetch",
    "digital-credentials-get",
    "display-capture",
    "encrypted-media",
    "execution-while-not-rendered",
    "execution-while-out-of-viewport",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "sync-xhr",
    "unload",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
    "interest-cohort",
];
