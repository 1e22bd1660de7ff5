use std::fmt;

use super::exchange::Visit;
use super::result::Outcome;
use super::{
    Exchange, Grade, Test, TestResult, content_type_options, cookies, cors,
    cross_origin_resource_policy, csp, frame_options, hsts, redirection, referrer_policy,
    subresource_integrity,
};

/// The points of a site, and where they come from.
///
/// It displays as a table, with the remedy beside each test that could give more points.
///
/// ```
/// use seaworthy_headers::Config;
///
/// let table = Config::default().observatory()?.to_string();
/// assert!(table.starts_with("135 points, A+\n"), "{table}");
/// assert!(table.contains("   +5  cookies "), "{table}");
/// # Ok::<(), seaworthy_headers::ConfigError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Score {
    points: u16,
    results: [TestResult; 10],
}

impl Score {
    /// Scores what a visitor sees of a site.
    #[must_use]
    pub fn of(exchange: &Exchange<'_>) -> Self {
        let visit = Visit::of(exchange);
        let results = Test::ALL.map(|test| TestResult {
            test,
            outcome: outcome(test, &visit),
        });
        let modifiers = results.iter().map(TestResult::modifier);
        let penalties: i16 = modifiers.clone().filter(|modifier| *modifier < 0).sum();
        let counted = if START + penalties >= ENOUGH_FOR_BONUS {
            modifiers.sum()
        } else {
            penalties
        };
        Self {
            points: u16::try_from(START + counted).unwrap_or(0),
            results,
        }
    }

    /// The points: 100 and the sum of the modifiers, never below 0.
    ///
    /// Positive modifiers are left out if the negative ones leave less than 90.
    #[must_use]
    pub const fn points(&self) -> u16 {
        self.points
    }

    /// The grade for these points.
    #[must_use]
    pub const fn grade(&self) -> Grade {
        Grade::of(self.points)
    }

    /// What each test found, in the order of [`Test::ALL`].
    #[must_use]
    pub const fn results(&self) -> &[TestResult] {
        &self.results
    }

    /// What this test found.
    #[must_use]
    pub fn result(&self, test: Test) -> TestResult {
        let found = self.results.iter().find(|result| result.test == test);
        // Every test has its result; the first one stands in for none at all.
        let [first, ..] = &self.results;
        *found.unwrap_or(first)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} points, {}", self.points, self.grade())?;
        for result in &self.results {
            let (modifier, test) = (result.modifier(), result.test);
            write!(f, "{modifier:>+5}  {test:<29}  {}", result.result())?;
            if let Some(remedy) = result.remedy() {
                write!(f, ": {remedy}")?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

fn outcome(test: Test, visit: &Visit<'_>) -> &'static Outcome {
    match test {
        Test::ContentSecurityPolicy => csp::outcome(visit),
        Test::Cookies => cookies::outcome(visit),
        Test::CrossOriginResourcePolicy => cross_origin_resource_policy::outcome(visit),
        Test::CrossOriginResourceSharing => cors::outcome(visit),
        Test::Redirection => redirection::outcome(visit),
        Test::ReferrerPolicy => referrer_policy::outcome(visit),
        Test::StrictTransportSecurity => hsts::outcome(visit),
        Test::SubresourceIntegrity => subresource_integrity::outcome(visit),
        Test::XContentTypeOptions => content_type_options::outcome(visit),
        Test::XFrameOptions => frame_options::outcome(visit),
    }
}

/// The points before any test.
const START: i16 = 100;
/// The points that must be left for bonuses to count.
const ENOUGH_FOR_BONUS: i16 = 90;
