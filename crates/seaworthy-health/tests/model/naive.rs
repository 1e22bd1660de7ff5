//! The service as a child would write it: second by second, everything counted anew.

use seaworthy_health::Outcome;

/// How a run may end, by its number in a script.
pub(crate) const ENDS: [Outcome; 5] = [
    Outcome::Ok,
    Outcome::Failed,
    Outcome::Degraded,
    Outcome::Panicked,
    Outcome::Timeout,
];

/// In seconds.
pub(crate) const INTERVAL: u64 = 10;
pub(crate) const TIMEOUT: u64 = 2;
pub(crate) const TTL: u64 = 5;
pub(crate) const FAILURE_TTL: u64 = 3;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Break,
    Drain,
    Maintain(bool),
    Script(usize, usize),
    Start,
    Task,
    TaskDone,
    Wait(u64),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Thresholds {
    pub(crate) failures: usize,
    pub(crate) successes: usize,
    pub(crate) grace: usize,
}

/// What is believed after these runs, from all of them anew.
fn believed(runs: &[Outcome], thresholds: Thresholds) -> Outcome {
    let first_pass = runs.iter().position(|run| run.passes());
    let graced = thresholds.grace.min(first_pass.unwrap_or(runs.len()));
    let runs = &runs[graced..];
    let mut outcome = Outcome::Starting;
    for (index, run) in runs.iter().enumerate() {
        let before = runs[..=index].iter().rev();
        let in_a_row = before.take_while(|it| it.passes() == run.passes()).count();
        let fails = !matches!(outcome, Outcome::Starting) && !outcome.passes();
        let enough = match (run.passes(), fails) {
            (true, false) | (false, true) => true,
            (true, true) => in_a_row >= thresholds.successes,
            (false, false) => in_a_row >= thresholds.failures,
        };
        if enough {
            outcome = *run;
        }
    }
    outcome
}

#[derive(Default)]
pub(crate) struct Model {
    pub(crate) on_demand: bool,
    /// In seconds since the begin.
    pub(crate) now: u64,
    script: [usize; 3],
    runs: [Vec<Outcome>; 3],
    /// When the next run begins, and when that which goes on ends, and how.
    next: [Option<u64>; 3],
    ends: [Option<(u64, Outcome)>; 3],
    last: [Option<u64>; 3],
    started: bool,
    tasks: usize,
    pub(crate) ready: bool,
    draining: bool,
    pub(crate) broken: bool,
    maintenance: bool,
}

impl Model {
    fn outcome(&self, check: usize, thresholds: Thresholds) -> Outcome {
        let thresholds = if check == 2 { ONCE } else { thresholds };
        believed(&self.runs[check], thresholds)
    }

    fn look(&mut self) {
        let schema = self.outcome(2, ONCE).passes();
        self.ready |= self.started && self.tasks == 0 && schema;
    }

    fn begin(&mut self, check: usize) {
        let end = ENDS[self.script[check]];
        let takes = if end == Outcome::Timeout { TIMEOUT } else { 0 };
        self.ends[check] = Some((self.now + takes, end));
    }

    /// Lets all runs of this second begin and end.
    fn second(&mut self) {
        for check in 0..3 {
            if self.next[check].is_some_and(|next| next <= self.now) {
                self.next[check] = None;
                self.begin(check);
            }
            if let Some((_, outcome)) = self.ends[check].filter(|(at, _)| *at <= self.now) {
                self.ends[check] = None;
                self.runs[check].push(outcome);
                self.last[check] = Some(self.now);
                if !(self.on_demand || check == 2 && outcome.passes()) {
                    self.next[check] = Some(self.now + INTERVAL);
                }
            }
        }
        self.look();
    }

    fn wait(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now += 1;
            self.second();
        }
    }

    /// Has the checks run that somebody asks for, and waits for them.
    fn ask(&mut self, checks: &[usize]) {
        for check in checks {
            let ttl = match self.runs[*check].last() {
                Some(run) if run.passes() => TTL,
                _ => FAILURE_TTL,
            };
            if self.last[*check].is_none_or(|last| self.now >= last + ttl) {
                self.begin(*check);
            }
        }
        self.second();
        if self.ends.iter().any(Option::is_some) {
            self.wait(TIMEOUT);
        }
    }

    pub(crate) fn asked(&mut self) {
        if !self.on_demand || !self.started || self.draining || self.broken {
            return;
        }
        if !self.ready && self.tasks == 0 {
            self.ask(&[2]);
        }
        if self.ready && !self.maintenance {
            self.ask(&[0, 1]);
        }
    }

    pub(crate) fn apply(&mut self, step: Step) {
        match step {
            Step::Break => self.broken = true,
            Step::Drain => self.draining = true,
            Step::Maintain(is_on) => self.maintenance = is_on,
            Step::Script(check, end) => self.script[check] = end,
            Step::Start if !self.started => {
                self.started = true;
                if !self.on_demand {
                    self.next = [Some(self.now); 3];
                }
                self.second();
                self.wait(TIMEOUT + 1);
            }
            Step::Start => self.wait(TIMEOUT + 1),
            Step::Task => self.tasks += 1,
            Step::TaskDone => self.tasks = self.tasks.saturating_sub(1),
            Step::Wait(seconds) => self.wait(seconds),
        }
        self.look();
    }

    /// What is read at `/readyz` and with which code.
    pub(crate) fn readiness(&self, thresholds: Thresholds) -> (u16, String) {
        let bare = |status: &str| (503, format!(r#"{{"status":"{status}"}}"#));
        if self.draining {
            return bare("draining");
        }
        if self.broken {
            return bare("broken");
        }
        if !self.ready {
            return bare("starting");
        }
        if self.maintenance {
            return bare("maintenance");
        }
        let [database, mail] = [0, 1].map(|check| self.outcome(check, thresholds));
        let code = if database.passes() { 200 } else { 503 };
        (
            code,
            format!(r#"{{"database":"{database}","mail":"{mail}"}}"#),
        )
    }
}

const ONCE: Thresholds = Thresholds {
    failures: 1,
    successes: 1,
    grace: 0,
};
