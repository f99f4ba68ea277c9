//! Work on a thread that runs only while a processor is idle: it stands for programs on machines of their own.

use std::thread;

use anyhow::Context;
use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
    thread_schedule_policy,
};
use tokio::runtime::Builder;
use tokio::sync::oneshot;

const IDLE_ONLY: ThreadSchedulePolicy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);

/// Runs the work on a thread with a runtime of its own.
///
/// # Errors
/// Where the system starts no such thread, and where the work panics.
pub(crate) async fn run<T: Send + 'static>(work: impl AsyncFnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    let (done, outcome) = oneshot::channel();
    thread::Builder::new().name("idle work".to_owned()).spawn(move || {
        let outcome = run_here(work);
        // Nobody waits for the outcome where the scenario has failed.
        let _ = done.send(outcome);
    })?;
    outcome.await.context("work on an idle thread has panicked")?
}

fn run_here<T>(work: impl AsyncFnOnce() -> T) -> anyhow::Result<T> {
    // The call may fail in its second step, for a process of low priority. The first step is the one that is needed.
    let set = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, IDLE_ONLY);
    let policy = thread_schedule_policy()?;
    anyhow::ensure!(policy == IDLE_ONLY, "a thread does not give way to others: {set:?}");
    Ok(Builder::new_current_thread().enable_all().build()?.block_on(work()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_runs_at_idle_priority_and_its_panic_is_an_error() {
        let policy = run(async || thread_schedule_policy().unwrap()).await;
        let panicked = run(async || assert!(thread::current().name().is_none(), "a defect")).await;

        assert_eq!(policy.unwrap(), IDLE_ONLY);
        assert!(panicked.is_err());
    }
}
