//! How many reports a peer may send, and how many all together.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// A bucket of tokens for each peer, and one over all. Its memory never grows.
pub(super) struct Limits {
    start: Instant,
    seed: RandomState,
    per_peer: Pace,
    peers: Box<[Bucket]>,
    /// Whoever has no address.
    unknown: Bucket,
    total: Pace,
    all: Bucket,
}

impl Limits {
    pub(super) fn new(per_peer: u32, total: u32) -> Self {
        Self {
            start: Instant::now(),
            seed: RandomState::new(),
            per_peer: Pace::of(per_peer),
            peers: (0..BUCKETS).map(|_| Bucket::default()).collect(),
            unknown: Bucket::default(),
            total: Pace::of(total),
            all: Bucket::default(),
        }
    }

    /// Takes one token of a peer's and one of all, if there are any.
    pub(super) fn take(&self, client: Option<IpAddr>) -> bool {
        self.take_at(self.start.elapsed(), client)
    }

    /// What one peer is refused costs the others nothing.
    fn take_at(&self, elapsed: Duration, client: Option<IpAddr>) -> bool {
        let now = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
        self.bucket(client).take(&self.per_peer, now) && self.all.take(&self.total, now)
    }

    fn bucket(&self, client: Option<IpAddr>) -> &Bucket {
        client
            .map(|address| self.seed.hash_one(network(address)) % BUCKETS)
            .and_then(|index| self.peers.get(usize::try_from(index).ok()?))
            .unwrap_or(&self.unknown)
    }
}

/// What one customer of a provider has at least: an address of IPv4, or 64 bits of IPv6.
fn network(address: IpAddr) -> (bool, u64) {
    match address.to_canonical() {
        IpAddr::V4(address) => (false, u64::from(address.to_bits())),
        IpAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h, ..] = address.octets();
            (true, u64::from_be_bytes([a, b, c, d, e, f, g, h]))
        }
    }
}

/// How fast tokens come back, in nanoseconds.
struct Pace {
    interval: u64,
    /// How far ahead of its time a bucket may be: a minute, less the token that is taken.
    ahead: u64,
}

impl Pace {
    fn of(per_minute: u32) -> Self {
        let per_minute = u64::from(per_minute.max(1));
        let interval = MINUTE / per_minute;
        Self {
            interval,
            ahead: interval * (per_minute - 1),
        }
    }
}

/// When the bucket is full again, in nanoseconds after the start: all there is to know of it.
#[derive(Default)]
struct Bucket(AtomicU64);

impl Bucket {
    fn take(&self, pace: &Pace, now: u64) -> bool {
        self.0
            .fetch_update(Relaxed, Relaxed, |full| {
                let full = full.max(now);
                (full - now <= pace.ahead).then(|| full.saturating_add(pace.interval))
            })
            .is_ok()
    }
}

const MINUTE: u64 = 60_000_000_000;

/// How many peers are told apart, in 32 KiB.
const BUCKETS: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(limits: &Limits, seconds: u64, client: &str, tries: usize) -> usize {
        let elapsed = Duration::from_secs(seconds);
        let client = client.parse().ok();
        (0..tries)
            .filter(|_| limits.take_at(elapsed, client))
            .count()
    }

    #[test]
    fn a_minutes_worth_may_come_at_once_and_comes_back_within_a_minute() {
        let limits = Limits::new(60, 600);
        assert_eq!(taken(&limits, 0, "192.0.2.1", 1000), 60);
        assert_eq!(taken(&limits, 0, "192.0.2.1", 1000), 0);
        assert_eq!(taken(&limits, 1, "192.0.2.1", 1000), 1);
        assert_eq!(taken(&limits, 31, "192.0.2.1", 1000), 30);
        assert_eq!(taken(&limits, 10_000, "192.0.2.1", 1000), 60);
    }

    #[test]
    fn what_one_peer_is_refused_costs_the_others_nothing() {
        let limits = Limits::new(60, 120);
        let distinct = |other: &str| {
            let bucket = |text: &str| limits.bucket(text.parse().ok());
            !std::ptr::eq(bucket("192.0.2.1"), bucket(other))
        };
        let other = ["192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"];
        let other = other.into_iter().find(|other| distinct(other)).unwrap();
        assert_eq!(taken(&limits, 0, "192.0.2.1", 10_000), 60);
        assert_eq!(taken(&limits, 0, other, 60), 60);
    }

    #[test]
    fn many_peers_share_the_total() {
        let limits = Limits::new(60, 600);
        let all: usize = (0..=255)
            .map(|last| taken(&limits, 0, &format!("198.51.100.{last}"), 60))
            .sum();
        assert_eq!(all, 600);
    }

    #[test]
    fn a_network_of_ipv6_is_one_peer() {
        for (one, other, same) in [
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("2001:db8::1", "2001:db8:0:0:ffff::2", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::c000:201:0:0:0:1", "192.0.2.1", false),
        ] {
            let [a, b] = [one, other].map(|text| network(text.parse().unwrap()));
            assert_eq!(a == b, same, "{one} {other}");
        }
    }

    #[test]
    fn whoever_has_no_address_shares_one_limit() {
        let limits = Limits::new(3, 600);
        assert_eq!(taken(&limits, 0, "", 10), 3);
        assert_eq!(taken(&limits, 0, "", 10), 0);
        assert_eq!(taken(&limits, 0, "192.0.2.1", 10), 3);
    }

    #[test]
    fn no_pace_is_too_fast_or_too_slow() {
        for rate in [1, 2, 7, 60_000, u32::MAX] {
            let pace = Pace::of(rate);
            assert!(pace.interval > 0);
            assert!(pace.ahead < MINUTE);
        }
        let bucket = Bucket::default();
        assert!(bucket.take(&Pace::of(1), u64::MAX), "in 584 years");
    }
}
