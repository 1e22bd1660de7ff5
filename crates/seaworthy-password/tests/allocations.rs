//! What needs no memory. One test, as the counter counts the whole process.

use std::alloc::System;
use std::hint::black_box;

use seaworthy_password::{CommonPassword, Validators};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn an_ascii_password_is_accepted_without_an_allocation() {
    let validators = Validators::django();
    let passwords: Vec<String> = (8..=128)
        .map(|length| "Quaint-heron-914 ".chars().cycle().take(length).collect())
        .collect();
    let counted = Region::new(ALLOCATOR);
    for password in &passwords {
        assert_eq!(black_box(&validators).validate(password, None), Ok(()));
    }
    assert_eq!(counted.change().allocations, 0);

    // The list of common passwords needs no more to be there.
    let counted = Region::new(ALLOCATOR);
    black_box(CommonPassword::new());
    assert_eq!(counted.change().allocations, 0);
}
