use zxcvbn::feedback;

/// What makes a password easy to guess.
///
/// The code is for programs, such as a catalogue of translations; the message is for people.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Warning {
    /// `common`: it is one of those that very many people have.
    Common,
    /// `common_name`: it has a frequent name in it.
    CommonName,
    /// `date`: it has a date in it.
    Date,
    /// `keyboard_pattern`: its keys lie side by side.
    KeyboardPattern,
    /// `name`: it is a name.
    Name,
    /// `repeated_character`: it repeats a character.
    RepeatedCharacter,
    /// `repeated_part`: it repeats a part of itself.
    RepeatedPart,
    /// `sequence`: its characters follow each other as in the alphabet.
    Sequence,
    /// `similar_to_common`: it is nearly one of those that very many people have.
    SimilarToCommon,
    /// `straight_row`: its keys are a row of the keyboard.
    StraightRow,
    /// `top_10`: it is one of the ten that most people have.
    Top10,
    /// `top_100`: it is one of the hundred that most people have.
    Top100,
    /// `user_data`: it is made of what is known of the user.
    UserData,
    /// `word`: it is a single word.
    Word,
    /// `year`: it has a year in it.
    Year,
}

impl Warning {
    /// The stable name of the warning.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.texts().0
    }

    /// The warning as an English sentence.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Common => ("common", "Very many people use it."),
            Self::CommonName => ("common_name", "Frequent names are easy to guess."),
            Self::Date => ("date", "Dates are easy to guess."),
            Self::KeyboardPattern => (
                "keyboard_pattern",
                "Short ways across the keyboard are easy to guess.",
            ),
            Self::Name => ("name", "A name by itself is easy to guess."),
            Self::RepeatedCharacter => (
                "repeated_character",
                "Repeated characters, as in “aaa”, are easy to guess.",
            ),
            Self::RepeatedPart => (
                "repeated_part",
                "Repeated parts, as in “abcabc”, are hardly harder to guess than one of them.",
            ),
            Self::Sequence => (
                "sequence",
                "Sequences such as “abc” and “6543” are easy to guess.",
            ),
            Self::SimilarToCommon => (
                "similar_to_common",
                "It is similar to one that very many people use.",
            ),
            Self::StraightRow => ("straight_row", "Rows of keys are easy to guess."),
            Self::Top10 => ("top_10", "It is one of the ten most used passwords."),
            Self::Top100 => ("top_100", "It is one of the hundred most used passwords."),
            Self::UserData => ("user_data", "It is made of what is known of you."),
            Self::Word => ("word", "A word by itself is easy to guess."),
            Self::Year => ("year", "Recent years are easy to guess."),
        }
    }
}

impl From<feedback::Warning> for Warning {
    fn from(warning: feedback::Warning) -> Self {
        use feedback::Warning as Theirs;
        match warning {
            Theirs::StraightRowsOfKeysAreEasyToGuess => Self::StraightRow,
            Theirs::ShortKeyboardPatternsAreEasyToGuess => Self::KeyboardPattern,
            Theirs::RepeatsLikeAaaAreEasyToGuess => Self::RepeatedCharacter,
            Theirs::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Self::RepeatedPart,
            Theirs::ThisIsATop10Password => Self::Top10,
            Theirs::ThisIsATop100Password => Self::Top100,
            Theirs::ThisIsACommonPassword => Self::Common,
            Theirs::ThisIsSimilarToACommonlyUsedPassword => Self::SimilarToCommon,
            Theirs::SequencesLikeAbcAreEasyToGuess => Self::Sequence,
            Theirs::RecentYearsAreEasyToGuess => Self::Year,
            Theirs::AWordByItselfIsEasyToGuess => Self::Word,
            Theirs::DatesAreOftenEasyToGuess => Self::Date,
            Theirs::NamesAndSurnamesByThemselvesAreEasyToGuess => Self::Name,
            Theirs::CommonNamesAndSurnamesAreEasyToGuess => Self::CommonName,
        }
    }
}

/// What would make a password harder to guess.
///
/// The code is for programs, such as a catalogue of translations; the message is for people.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Suggestion {
    /// `add_words`: more words, and rare ones.
    AddWords,
    /// `avoid_capitals`: capitals add little.
    AvoidCapitals,
    /// `avoid_common_phrases`: several words that are not a saying.
    AvoidCommonPhrases,
    /// `avoid_dates`: no dates of one's own.
    AvoidDates,
    /// `avoid_repeats`: nothing twice.
    AvoidRepeats,
    /// `avoid_reversed_words`: words read backwards add little.
    AvoidReversedWords,
    /// `avoid_sequences`: no alphabet, no counting.
    AvoidSequences,
    /// `avoid_substitutions`: symbols in the place of letters add little.
    AvoidSubstitutions,
    /// `avoid_user_data`: nothing that is known of the user.
    AvoidUserData,
    /// `avoid_years`: no years, above all none of one's own.
    AvoidYears,
    /// `longer_keyboard_pattern`: longer ways across the keyboard, with more turns.
    LongerKeyboardPattern,
    /// `symbols_not_needed`: symbols, digits and capitals are not what counts.
    SymbolsNotNeeded,
}

impl Suggestion {
    /// The stable name of the suggestion.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.texts().0
    }

    /// The suggestion as an English sentence.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::AddWords => ("add_words", "Add a word or two, and rather rare ones."),
            Self::AvoidCapitals => ("avoid_capitals", "Capital letters hardly help."),
            Self::AvoidCommonPhrases => (
                "avoid_common_phrases",
                "Use several words that are no common phrase.",
            ),
            Self::AvoidDates => ("avoid_dates", "Avoid dates that have to do with you."),
            Self::AvoidRepeats => ("avoid_repeats", "Avoid repeated words and characters."),
            Self::AvoidReversedWords => {
                ("avoid_reversed_words", "Words read backwards hardly help.")
            }
            Self::AvoidSequences => ("avoid_sequences", "Avoid sequences."),
            Self::AvoidSubstitutions => (
                "avoid_substitutions",
                "Symbols in the place of letters, such as “@” for “a”, hardly help.",
            ),
            Self::AvoidUserData => (
                "avoid_user_data",
                "Avoid names and addresses that have to do with you.",
            ),
            Self::AvoidYears => ("avoid_years", "Avoid years, above all those of your life."),
            Self::LongerKeyboardPattern => (
                "longer_keyboard_pattern",
                "Take a longer way across the keyboard, with more turns.",
            ),
            Self::SymbolsNotNeeded => (
                "symbols_not_needed",
                "Symbols, digits and capital letters are not needed.",
            ),
        }
    }
}

impl From<feedback::Suggestion> for Suggestion {
    fn from(suggestion: feedback::Suggestion) -> Self {
        use feedback::Suggestion as Theirs;
        match suggestion {
            Theirs::UseAFewWordsAvoidCommonPhrases => Self::AvoidCommonPhrases,
            Theirs::NoNeedForSymbolsDigitsOrUppercaseLetters => Self::SymbolsNotNeeded,
            Theirs::AddAnotherWordOrTwo => Self::AddWords,
            Theirs::CapitalizationDoesntHelpVeryMuch
            | Theirs::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => Self::AvoidCapitals,
            Theirs::ReversedWordsArentMuchHarderToGuess => Self::AvoidReversedWords,
            Theirs::PredictableSubstitutionsDontHelpVeryMuch => Self::AvoidSubstitutions,
            Theirs::UseALongerKeyboardPatternWithMoreTurns => Self::LongerKeyboardPattern,
            Theirs::AvoidRepeatedWordsAndCharacters => Self::AvoidRepeats,
            Theirs::AvoidSequences => Self::AvoidSequences,
            Theirs::AvoidRecentYears | Theirs::AvoidYearsThatAreAssociatedWithYou => {
                Self::AvoidYears
            }
            Theirs::AvoidDatesAndYearsThatAreAssociatedWithYou => Self::AvoidDates,
        }
    }
}
