use std::borrow::Cow;

use crate::Param;

/// A sentence with the code and the parameters by which a catalogue translates it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Sentence {
    pub(crate) code: &'static str,
    pub(crate) text: Cow<'static, str>,
    pub(crate) params: Vec<(&'static str, Param)>,
}

impl Sentence {
    pub(crate) fn new(code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            text: text.into(),
            params: Vec::new(),
        }
    }

    /// One that a catalogue has the words of; until then the code stands for them.
    pub(crate) fn known(code: &'static str, param: Option<(&'static str, Param)>) -> Self {
        Self {
            params: param.into_iter().collect(),
            ..Self::new(code, code)
        }
    }

    /// The text in another language, or as it is where there is none.
    pub(crate) fn or(&self, translated: Option<String>) -> Cow<'_, str> {
        translated.map_or(Cow::Borrowed(&self.text), Cow::Owned)
    }

    pub(crate) fn param(&self, name: &str) -> Option<&Param> {
        Param::named(name, &self.params)
    }

    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.param(name).and_then(Param::number)
    }
}
