//! What a request's cookies say.

use http::HeaderValue;

use super::CsrfTokenRefusal;
use super::id::Id;

/// The cookies that are looked for.
#[derive(Debug)]
pub(crate) struct Names {
    /// The name of the CSRF cookie.
    pub(crate) csrf: Box<str>,
    /// The name of the cookie that is the session.
    pub(crate) session: Option<Box<str>>,
}

/// What a request brought: its number, and the session that its tokens are bound to.
pub(crate) struct Brought {
    pub(crate) id: Result<Id, CsrfTokenRefusal>,
    session: Vec<u8>,
}

impl Names {
    /// Reads the lines of a request's `Cookie` header. HTTP/2 may split it.
    pub(crate) fn read(&self, lines: &[HeaderValue]) -> Brought {
        let mut csrf = None;
        let mut several = false;
        let mut session = Vec::new();
        let cookies = lines
            .iter()
            .flat_map(|line| line.as_bytes().split(|&byte| byte == b';'));
        for cookie in cookies {
            // Nothing is trimmed within: a name that only looks like one of these after some
            // trimming has escaped the rules that browsers have for its prefix.
            let cookie = cookie.trim_ascii();
            let Some(equals) = cookie.iter().position(|&byte| byte == b'=') else {
                continue;
            };
            let (name, value) = cookie.split_at(equals);
            let value = value.strip_prefix(b"=").unwrap_or(value);
            if name == self.csrf.as_bytes() {
                several |= csrf.is_some();
                csrf = Some(value);
            } else if self
                .session
                .as_ref()
                .is_some_and(|session| name == session.as_bytes())
            {
                // All of that name count, for nobody knows which one the application takes.
                add(&mut session, value);
            }
        }
        let id = match csrf {
            _ if several => Err(CsrfTokenRefusal::SeveralCookies),
            Some(value) => Id::parse(value).ok_or(CsrfTokenRefusal::MalformedCookie),
            None => Err(CsrfTokenRefusal::NoCookie),
        };
        Brought { id, session }
    }
}

impl Brought {
    /// What is signed for the tokens of this number in this session.
    pub(crate) fn message(&self, id: Id) -> Vec<u8> {
        let mut message = Vec::with_capacity(24 + self.session.len());
        add(&mut message, id.as_bytes());
        message.extend_from_slice(&self.session);
        message
    }
}

/// Adds a text after its length, so that no two lists of texts become the same message.
fn add(message: &mut Vec<u8>, text: &[u8]) {
    message.extend_from_slice(&(text.len() as u64).to_be_bytes());
    message.extend_from_slice(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "AAAAAAAAAAAAAAAAAAAAAA";

    fn read(session: Option<&str>, lines: &[&str]) -> Brought {
        let names = Names {
            csrf: "csrf".into(),
            session: session.map(Into::into),
        };
        let lines: Vec<_> = lines.iter().map(|line| line.parse().unwrap()).collect();
        names.read(&lines)
    }

    fn id(lines: &[&str]) -> Result<String, CsrfTokenRefusal> {
        read(None, lines).id.map(|id| id.to_string())
    }

    #[test]
    fn the_number_is_found_among_other_cookies() {
        for lines in [
            &["csrf=AAAAAAAAAAAAAAAAAAAAAA"][..],
            &["a=1; csrf=AAAAAAAAAAAAAAAAAAAAAA; b=2"],
            &["a=1;csrf=AAAAAAAAAAAAAAAAAAAAAA;b"],
            &["a=1", " csrf=AAAAAAAAAAAAAAAAAAAAAA "],
            &["xcsrf=1; csrf=AAAAAAAAAAAAAAAAAAAAAA; CSRF=2; =csrf"],
        ] {
            assert_eq!(id(lines).as_deref(), Ok(A), "{lines:?}");
        }
        for (lines, reason) in [
            (&[][..], CsrfTokenRefusal::NoCookie),
            (&["a=1; CSRF=2"], CsrfTokenRefusal::NoCookie),
            (
                &["a=csrf=AAAAAAAAAAAAAAAAAAAAAA"],
                CsrfTokenRefusal::NoCookie,
            ),
            (&["csrf"], CsrfTokenRefusal::NoCookie),
            (
                &["csrf =AAAAAAAAAAAAAAAAAAAAAA"],
                CsrfTokenRefusal::NoCookie,
            ),
            (
                &["csrf= AAAAAAAAAAAAAAAAAAAAAA"],
                CsrfTokenRefusal::MalformedCookie,
            ),
            (&["csrf="], CsrfTokenRefusal::MalformedCookie),
            (&["csrf=badvalue"], CsrfTokenRefusal::MalformedCookie),
            (
                &["csrf=AAAAAAAAAAAAAAAAAAAAAA=="],
                CsrfTokenRefusal::MalformedCookie,
            ),
            (
                &["csrf=AAAAAAAAAAAAAAAAAAAAAA; csrf=AAAAAAAAAAAAAAAAAAAAAA"],
                CsrfTokenRefusal::SeveralCookies,
            ),
            (&["csrf=1", "csrf=2"], CsrfTokenRefusal::SeveralCookies),
        ] {
            assert_eq!(id(lines), Err(reason), "{lines:?}");
        }
    }

    #[test]
    fn each_session_has_messages_of_its_own() {
        let number = Id::parse(A.as_bytes()).unwrap();
        let message = |lines: &[&str]| read(Some("sid"), lines).message(number);
        let all = [
            message(&[]),
            message(&["sid="]),
            message(&["sid=1"]),
            message(&["sid=2"]),
            message(&["sid=12"]),
            message(&["sid=1; sid=2"]),
            message(&["sid=2; sid=1"]),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all.iter().skip(index + 1).any(|other| one == other));
        }
        assert_eq!(message(&["SID=1; other=2"]), message(&[]));
        assert_eq!(message(&["sid=1; sid=2"]), message(&["sid=1", "sid=2"]));
        assert_eq!(read(None, &["sid=1"]).message(number), message(&[]));
    }
}
