use std::fmt;

/// The grade of a score; a better one is greater.
///
/// ```
/// use seaworthy_headers::observatory::Grade;
///
/// assert!(Grade::APlus > Grade::A && Grade::A > Grade::AMinus);
/// assert_eq!(Grade::APlus.to_string(), "A+");
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Grade {
    /// Below 25 points.
    F,
    /// From 25 points.
    DMinus,
    /// From 30 points.
    D,
    /// From 40 points.
    DPlus,
    /// From 45 points.
    CMinus,
    /// From 50 points.
    C,
    /// From 60 points.
    CPlus,
    /// From 65 points.
    BMinus,
    /// From 70 points.
    B,
    /// From 80 points.
    BPlus,
    /// From 85 points.
    AMinus,
    /// From 90 points.
    A,
    /// From 100 points.
    APlus,
}

impl Grade {
    pub(super) const fn of(points: u16) -> Self {
        match points {
            0..25 => Self::F,
            25..30 => Self::DMinus,
            30..40 => Self::D,
            40..45 => Self::DPlus,
            45..50 => Self::CMinus,
            50..60 => Self::C,
            60..65 => Self::CPlus,
            65..70 => Self::BMinus,
            70..80 => Self::B,
            80..85 => Self::BPlus,
            85..90 => Self::AMinus,
            90..100 => Self::A,
            100.. => Self::APlus,
        }
    }

    /// The grade as it is written, such as `A+`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::F => "F",
            Self::DMinus => "D-",
            Self::D => "D",
            Self::DPlus => "D+",
            Self::CMinus => "C-",
            Self::C => "C",
            Self::CPlus => "C+",
            Self::BMinus => "B-",
            Self::B => "B",
            Self::BPlus => "B+",
            Self::AMinus => "A-",
            Self::A => "A",
            Self::APlus => "A+",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
