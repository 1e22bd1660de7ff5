//! What the derive promises: it needs no import, and takes nothing from its surroundings.
#![allow(clippy::unwrap_used, reason = "tests")]

/// A crate that re-exports this one, as the facade does.
mod facade {
    pub(crate) use seaworthy_settings as settings;
}

/// Names that a careless derive would have meant.
mod hostile {
    #![allow(dead_code, reason = "they are here to be in the way")]

    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) struct Visitor;
    pub(super) struct Leaf;
    pub(super) trait Settings {}
    pub(super) trait FromSetting {}
    pub(super) trait IntoDefault {}
    pub(super) mod core {}
    pub(super) mod std {}

    const VISITOR: u16 = 7;

    const fn value() -> u16 {
        1
    }

    #[derive(Clone, Copy, Debug, Eq, PartialEq, seaworthy_settings::FromSetting)]
    pub(super) enum Word {
        #[deprecated]
        One,
        Other,
    }

    #[derive(seaworthy_settings::Settings)]
    pub(super) struct Surrounded {
        #[settings(default = VISITOR)]
        pub(super) visitor: u16,
        #[settings(default = [])]
        pub(super) field_0: ::std::vec::Vec<u16>,
        #[settings(default = Self::NAME, length = 1..=9, validate = Self::check)]
        pub(super) r#type: ::std::string::String,
        #[settings(alias = "OPTIONAL", min = value(), max = 9)]
        pub(super) option: ::std::option::Option<u16>,
        #[settings(default = Word::Other)]
        pub(super) word: Word,
        #[deprecated]
        #[settings(default = 1)]
        pub(super) former: u16,
    }

    macro_rules! surrounded_by_a_macro {
        ($name:ident: $ty:ty = $default:expr, $least:expr) => {
            #[derive(seaworthy_settings::Settings)]
            pub(super) struct Surroundings {
                #[settings(from_str, default = $default, length = $least..)]
                pub(super) $name: $ty,
            }
        };
    }

    surrounded_by_a_macro!(hosts: ::std::vec::Vec<::core::net::IpAddr> = ["::1"], 1);

    impl Surrounded {
        const NAME: &'static str = "name";

        #[allow(clippy::unnecessary_wraps, reason = "a validator may fail")]
        fn check(
            _: &str,
            _: &seaworthy_settings::Context<'_>,
        ) -> ::std::result::Result<(), seaworthy_settings::Invalid> {
            ::std::result::Result::Ok(())
        }
    }
}

mod without_this_crate {
    use super::facade;

    #[derive(Debug, facade::settings::Settings)]
    #[settings(crate = facade::settings)]
    pub(super) struct Renamed {
        #[settings(from_str, default = "7")]
        pub(super) number: std::num::NonZeroU8,
        #[settings(from_str, secret, expected = "anything but zero")]
        pub(super) hidden: std::num::NonZeroU8,
        #[settings(default = [Choice::Only], length = ..=9)]
        pub(super) choices: Vec<Choice>,
    }

    #[derive(Debug, Eq, PartialEq, facade::settings::FromSetting)]
    #[setting(crate = facade::settings)]
    pub(super) enum Choice {
        Only,
    }

    #[derive(Debug, facade::settings::Settings)]
    #[settings(crate = facade::settings)]
    pub(super) struct Empty {}
}

use seaworthy_settings::{Settings, Sources};

#[test]
fn names_around_the_struct_do_not_disturb_it() {
    let sources = Sources::pairs([("FIELD_0", "1,2"), ("TYPE", "given")]);
    let settings = hostile::Surrounded::load(&sources).unwrap().settings;
    assert_eq!(settings.visitor, 7);
    assert_eq!(settings.field_0, [1, 2]);
    assert_eq!(settings.r#type, "given");
    assert_eq!(settings.option, None);
    assert_eq!(settings.word, hostile::Word::Other);
    let settings = hostile::Surrounded::load(&Sources::pairs([("OPTION", "0")]));
    assert!(settings.is_err());
    let settings = hostile::Surroundings::load(&Sources::pairs([("HOSTS", "::1")]));
    assert_eq!(settings.unwrap().settings.hosts.len(), 1);
    let error = hostile::Surroundings::load(&Sources::pairs([("HOSTS", "")])).err();
    assert!(error.unwrap().to_string().contains("HOSTS: it is empty"));
}

#[test]
fn the_crate_may_be_somewhere_else() {
    assert!(without_this_crate::Empty::fields().is_empty());
    let settings = without_this_crate::Renamed::load(&Sources::pairs([("HIDDEN", "3")]));
    let settings = settings.unwrap().settings;
    assert_eq!((settings.number.get(), settings.hidden.get()), (7, 3));
    assert_eq!(settings.choices, [without_this_crate::Choice::Only]);
}

#[test]
fn what_a_foreign_type_says_is_shown_unless_it_is_secret() {
    let sources = Sources::pairs([("NUMBER", "x7"), ("HIDDEN", "x7")]);
    let error = without_this_crate::Renamed::load(&sources).unwrap_err();
    let [number, hidden] = error.issues() else {
        unreachable!("both are wrong")
    };
    assert_eq!(number.kind().to_string(), "invalid digit found in string");
    assert_eq!(number.expected(), "a NonZero");
    assert_eq!(hidden.kind().to_string(), "it is not what is expected");
    assert_eq!(hidden.expected(), "anything but zero");
    assert!(!hidden.to_string().contains("x7"));
}
