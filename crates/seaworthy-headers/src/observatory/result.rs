use super::Test;

/// What one test found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TestResult {
    pub(super) test: Test,
    pub(super) outcome: &'static Outcome,
}

impl TestResult {
    /// The test.
    #[must_use]
    pub const fn test(&self) -> Test {
        self.test
    }

    /// The name that the scanner gives the result, such as `csp-implemented-with-no-unsafe`.
    #[must_use]
    pub const fn result(&self) -> &'static str {
        self.outcome.result
    }

    /// The points that it adds, or takes off if it is negative.
    #[must_use]
    pub const fn modifier(&self) -> i16 {
        self.outcome.modifier
    }

    /// Whether the scanner counts the test as passed.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.outcome.passed
    }

    /// What to do for more points; `None` if the test has no more to give.
    #[must_use]
    pub const fn remedy(&self) -> Option<&'static str> {
        self.outcome.remedy
    }
}

/// One of the results that a test can have.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Outcome {
    pub(super) result: &'static str,
    pub(super) modifier: i16,
    pub(super) passed: bool,
    remedy: Option<&'static str>,
}

impl Outcome {
    /// A test that is passed, with all the points there are.
    pub(super) const fn best(result: &'static str, modifier: i16) -> Self {
        Self {
            result,
            modifier,
            passed: true,
            remedy: None,
        }
    }

    /// A test that is passed, with less points than there are.
    pub(super) const fn passed(result: &'static str, modifier: i16, remedy: &'static str) -> Self {
        Self {
            result,
            modifier,
            passed: true,
            remedy: Some(remedy),
        }
    }

    /// A test that is failed.
    pub(super) const fn failed(result: &'static str, modifier: i16, remedy: &'static str) -> Self {
        Self {
            result,
            modifier,
            passed: false,
            remedy: Some(remedy),
        }
    }
}
