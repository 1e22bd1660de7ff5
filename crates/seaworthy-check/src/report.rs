use std::cmp::Reverse;

use crate::{
    Baseline, CheckReport, Date, Exit, Finding, GithubReport, HtmlReport, JsonReport, JunitReport,
    Level, MarkdownReport, SarifReport, Silence, Silenced, Summary, TextReport,
};

/// What the checks found, and what became of each.
///
/// It is the same in every run that finds the same: nothing in it depends on the clock, the machine
/// or the order in which a check lists its findings. The forms in which it is told
/// ([`text`](Self::text), [`json`](Self::json), [`sarif`](Self::sarif), [`github`](Self::github))
/// are displayed without a line feed at the end.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    checks: Vec<CheckReport>,
    /// Sorted, the gravest first.
    findings: Vec<Finding>,
    silenced: Vec<Silenced>,
    /// What a baseline lists.
    known: Vec<Finding>,
}

impl Report {
    /// The checks that were selected, in the order in which they were added.
    #[must_use]
    pub fn checks(&self) -> &[CheckReport] {
        &self.checks
    }

    /// Everything found, the gravest first; what is equally grave is sorted by id and object.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings of this level and of graver ones.
    #[must_use]
    pub fn at_or_over(&self, level: Level) -> &[Finding] {
        let end = self
            .findings
            .partition_point(|finding| finding.level >= level);
        self.findings.split_at(end).0
    }

    /// How many findings there are of each level.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(&self.findings)
    }

    /// How the program should end if it fails at this level: [`Exit::Clean`] or [`Exit::Findings`].
    ///
    /// A check that crashed or hung is a critical finding. One that was skipped is a warning where
    /// the deployment checks run, and else none.
    #[must_use]
    pub fn exit_code(&self, fail_level: Level) -> Exit {
        if self.at_or_over(fail_level).is_empty() {
            Exit::Clean
        } else {
            Exit::Findings
        }
    }

    /// The report for people.
    #[must_use]
    pub const fn text(&self) -> TextReport<'_> {
        TextReport::new(self)
    }

    /// The report for programs.
    #[must_use]
    pub const fn json(&self) -> JsonReport<'_> {
        JsonReport::new(self)
    }

    /// The report for services that show the results of analyses, such as GitHub code scanning.
    #[must_use]
    pub const fn sarif(&self) -> SarifReport<'_> {
        SarifReport::new(self)
    }

    /// The report for the log of a GitHub Actions job, which turns it into annotations.
    #[must_use]
    pub const fn github(&self) -> GithubReport<'_> {
        GithubReport::new(self)
    }

    /// The report as Markdown, for the summary of a job.
    #[must_use]
    pub const fn markdown(&self) -> MarkdownReport<'_> {
        MarkdownReport::new(self)
    }

    /// The report as JUnit's XML, for services that show tests.
    #[must_use]
    pub const fn junit(&self) -> JunitReport<'_> {
        JunitReport::new(self)
    }

    /// The report as a page to keep.
    #[must_use]
    pub const fn html(&self) -> HtmlReport<'_> {
        HtmlReport::new(self)
    }

    /// What was found and silenced, in the order of the findings.
    #[must_use]
    pub fn silenced(&self) -> &[Silenced] {
        &self.silenced
    }

    /// What was found and is in the baseline, in the order of the findings.
    #[must_use]
    pub fn known(&self) -> &[Finding] {
        &self.known
    }

    /// Takes what a baseline lists out of the findings: it fails nothing, and is told as known.
    ///
    /// What it lists and nobody found is told, too, as a finding that is good to know.
    #[must_use]
    pub fn against(mut self, baseline: &Baseline) -> Self {
        let silenced = self.silenced.iter().map(|silenced| &silenced.finding);
        let gone = baseline.gone(self.findings.iter().chain(&self.known).chain(silenced));
        let (known, found) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition(|finding| baseline.has(finding));
        self.findings = found;
        self.findings.extend(gone);
        self.known.extend::<Vec<_>>(known);
        self.sorted()
    }

    /// This report and another as one: the checks of the other after its own, the findings sorted
    /// as ever.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.checks.extend(other.checks);
        self.findings.extend(other.findings);
        self.silenced.extend(other.silenced);
        self.known.extend(other.known);
        self.sorted()
    }

    /// Silences what is known: it does not fail the check, and is told as silenced.
    ///
    /// A silence that is over, or that silences nothing, is a finding of its own. That a check
    /// crashed or hung is never silenced.
    #[must_use]
    pub fn silence(mut self, silences: &[Silence], today: Date) -> Self {
        let in_force = || silences.iter().filter(|silence| !silence.is_expired(today));
        let is_for = |silence: &Silence, finding: &Finding| {
            silence.is_for(finding) && finding.can_be_known()
        };
        let used = |silence: &Silence| self.findings.iter().any(|found| is_for(silence, found));
        let told: Vec<Finding> = silences
            .iter()
            .filter_map(|silence| match (used(silence), silence.is_expired(today)) {
                (false, _) => Some(silence.unused()),
                (true, true) => Some(silence.expired()),
                (true, false) => None,
            })
            .collect();
        for finding in std::mem::take(&mut self.findings) {
            match in_force().find(|silence| is_for(silence, &finding)) {
                None => self.findings.push(finding),
                Some(silence) => self.silenced.push(Silenced {
                    finding,
                    silence: silence.clone(),
                }),
            }
        }
        self.findings.extend(told);
        self.sorted()
    }

    /// Asserts, in a test, that there is no warning nor anything graver.
    ///
    /// # Panics
    ///
    /// It fails the test with the whole report as text.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert!(
            self.at_or_over(Level::Warning).is_empty(),
            "{}",
            self.text()
        );
    }

    pub(crate) fn new(checks: Vec<CheckReport>, findings: Vec<Finding>) -> Self {
        let report = Self {
            checks,
            findings,
            silenced: Vec::new(),
            known: Vec::new(),
        };
        report.sorted()
    }

    fn sorted(mut self) -> Self {
        self.findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        self.known.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        self.silenced
            .sort_by(|a, b| sort_key(&a.finding).cmp(&sort_key(&b.finding)));
        self
    }
}

fn sort_key(finding: &Finding) -> impl Ord + '_ {
    let Finding {
        id,
        level,
        message,
        hint,
        object,
        alias,
        docs,
        check,
    } = finding;
    (
        Reverse(level),
        id,
        object,
        message,
        hint,
        alias,
        docs,
        check,
    )
}
