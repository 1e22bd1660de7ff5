use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Prefix;
use super::page::Page;

/// The pages of late, so that who sends a form again is answered without a question.
pub(super) struct Cache {
    most: usize,
    time: Duration,
    pages: HashMap<Prefix, (Instant, Arc<Page>)>,
}

impl Cache {
    /// Keeps at most so many pages for at most so long.
    pub(super) fn new(most: usize, time: Duration) -> Self {
        Self {
            most,
            time,
            pages: HashMap::new(),
        }
    }

    pub(super) fn get(&self, prefix: Prefix, now: Instant) -> Option<Arc<Page>> {
        let (since, page) = self.pages.get(&prefix)?;
        self.is_fresh(*since, now).then(|| Arc::clone(page))
    }

    pub(super) fn put(&mut self, prefix: Prefix, page: Arc<Page>, now: Instant) {
        if self.most == 0 {
            return;
        }
        if self.pages.len() >= self.most && !self.pages.contains_key(&prefix) {
            // The oldest goes. It is looked for among few, and a question to the source has just
            // taken a thousand times as long.
            let oldest = self.pages.iter().min_by_key(|(_, (since, _))| *since);
            if let Some(oldest) = oldest.map(|(prefix, _)| *prefix) {
                self.pages.remove(&oldest);
            }
        }
        self.pages.insert(prefix, (now, page));
    }

    fn is_fresh(&self, since: Instant, now: Instant) -> bool {
        now.saturating_duration_since(since) < self.time
    }
}

/// How full it is.
impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("pages", &self.pages.len())
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    fn page() -> Arc<Page> {
        Arc::new(Page::parse(format!("{}:1", "0".repeat(35)).as_bytes()).unwrap())
    }

    #[test]
    fn a_page_is_kept_for_its_time_and_no_longer() {
        let now = Instant::now();
        let mut cache = Cache::new(2, DAY);
        cache.put(Prefix::new(1), page(), now);
        for (after, kept) in [
            (Duration::ZERO, true),
            (DAY - Duration::from_nanos(1), true),
            (DAY, false),
        ] {
            assert_eq!(
                cache.get(Prefix::new(1), now + after).is_some(),
                kept,
                "{after:?}"
            );
        }
        assert!(cache.get(Prefix::new(2), now).is_none());
        cache.put(Prefix::new(1), page(), now + DAY);
        assert!(cache.get(Prefix::new(1), now + DAY).is_some());
    }

    #[test]
    fn it_never_holds_more_than_it_may_and_the_oldest_goes() {
        let now = Instant::now();
        let mut cache = Cache::new(10, DAY);
        for number in 0..1000 {
            cache.put(
                Prefix::new(number),
                page(),
                now + Duration::from_secs(number.into()),
            );
            assert!(cache.pages.len() <= 10);
        }
        let now = now + Duration::from_secs(1000);
        for number in 0..1000 {
            assert_eq!(
                cache.get(Prefix::new(number), now).is_some(),
                number >= 990,
                "{number}"
            );
        }
        let mut none = Cache::new(0, DAY);
        none.put(Prefix::new(1), page(), now);
        assert!(none.get(Prefix::new(1), now).is_none());
    }
}
