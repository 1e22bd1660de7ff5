//! Django's four validators, beside the estimator that others use instead.

use std::hint::black_box;

use seaworthy_password::{Candidate, Strength, UserAttributes, Validators};

use crate::{Role, Scenario, repeated};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("8 characters", "tr0ub4do"),
        scenario("16 characters", "quaint-heron-914"),
        scenario(
            "64 characters",
            "the quaint heron watches barley grow beside the old stone well 9",
        ),
        scenario(
            "100 characters",
            "the quaint heron watches barley grow beside the old stone well 9, and nobody knows \
             what for, in June",
        ),
        strength("an estimate of a usual password", "Tr0ub4dor&3"),
    ]
}

/// The estimator with bounded work, beside the estimator itself.
fn strength(name: &'static str, password: &'static str) -> Scenario {
    let strength = Strength::default();
    Scenario {
        block: "password",
        name,
        contenders: vec![
            repeated(Role::Ours, "seaworthy-password", move || {
                if let Ok(candidate) = Candidate::new(black_box(password)) {
                    black_box(strength.estimate(&candidate, None));
                }
            }),
            repeated(Role::Peer, "zxcvbn", move || {
                black_box(zxcvbn::zxcvbn(black_box(password), &[]));
            }),
        ],
    }
}

fn scenario(name: &'static str, password: &'static str) -> Scenario {
    let validators = Validators::django();
    assert_eq!(validators.validate(password, None), Ok(()), "{name}");
    let with_user = validators.clone();
    Scenario {
        block: "password",
        name,
        contenders: vec![
            repeated(Role::Ours, "the four validators", move || {
                let _ = black_box(validators.validate(black_box(password), None));
            }),
            repeated(Role::Ours, "the four, with a user", move || {
                let user = UserAttributes::new()
                    .username("jane.doe")
                    .first_name("Jane")
                    .last_name("Doe")
                    .email("jane.doe@example.com");
                let _ = black_box(with_user.validate(black_box(password), Some(&user)));
            }),
            repeated(Role::Peer, "zxcvbn", move || {
                black_box(zxcvbn::zxcvbn(black_box(password), &[]));
            }),
        ],
    }
}
