//! How many random cases a property is tried with, from which seed, and where a failure is written.
//!
//! `FAIRLOT_CASES` is the number of histories of the largest property; other properties get a share of it.
//! `FAIRLOT_SEED` selects another sequence of cases. Both have fixed defaults, so that a run can be repeated.

use std::env;
use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner,
};

const CASES: u32 = 10_000;
const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/model/regressions.txt");

/// Tries `holds` with `percent` of the cases, drawn from the sequence `nth` of the seed.
///
/// # Panics
/// With the smallest case that makes `holds` panic.
pub fn try_many<S>(nth: u64, percent: u32, strategy: S, holds: impl Fn(S::Value))
where
    S: Strategy + 'static,
    S::Value: Debug,
{
    let cases = variable("FAIRLOT_CASES").map_or(CASES, |cases| u32::try_from(cases).unwrap());
    let seed = variable("FAIRLOT_SEED").unwrap_or(0);
    let config = Config {
        cases: (cases * percent).div_ceil(100),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(REGRESSIONS))),
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&nth.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));

    let result = runner.run(&strategy.boxed(), |case| {
        holds(case);
        Ok::<(), TestCaseError>(())
    });

    match result {
        Ok(()) => {}
        Err(TestError::Abort(why)) => panic!("FAIRLOT_SEED={seed}: {why}"),
        Err(TestError::Fail(why, case)) => panic!("FAIRLOT_SEED={seed}: {why}\n{case:#?}"),
    }
}

fn variable(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} must be a number")))
}
