//! What allocates, and what must not. One test, as the counter counts the whole process.

use seaworthy_benches::{Role, allocations, scenarios};

#[test]
fn the_layer_allocates_nothing_and_no_block_more_than_it_has_to() {
    let mut looked_at = Vec::new();
    let blocks = ["policy", "cors", "log", "health"];
    for scenario in scenarios::all()
        .into_iter()
        .filter(|s| blocks.contains(&s.block))
    {
        let counts = allocations(&scenario);
        let of = |role: Role| {
            let position = scenario.contenders.iter().position(|c| c.role == role)?;
            Some(counts[position].0)
        };
        let (Some(ours), bare) = (of(Role::Ours), of(Role::Bare).unwrap_or_default()) else {
            panic!("{} has nobody of ours", scenario.name);
        };
        // A hash map whose hashes collide may grow once in a batch.
        let most = match (scenario.block, scenario.name) {
            ("policy", "the layer itself" | "a refusal") | ("health", "no probe") => 0.0,
            ("cors", "cloning the service, 1000 listed") => 0.0,
            // And the decision in the response's extensions: a map, its table and what is in it.
            ("cors", "a preflight that asks with 64 KiB") => 5.0,
            // And axum's own boxes around each layer.
            ("cors", "an allowed origin, 1000 listed, inside of axum") => 4.0,
            // The table of a response's headers, which the floor has to make as well.
            ("policy" | "cors", _) => of(Role::Floor).unwrap_or(2.0),
            ("log", _) => 0.0,
            _ => continue,
        };
        let over = if scenario.block == "log" {
            ours
        } else {
            ours - bare
        };
        assert!(
            over < most + 0.1,
            "{}: {}: {over}",
            scenario.block,
            scenario.name
        );
        looked_at.push(scenario.block);
    }
    looked_at.dedup();
    assert_eq!(looked_at, blocks);
}
