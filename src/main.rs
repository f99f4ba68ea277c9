//! Parses the command line and runs the command.

use std::process::ExitCode;

/// A bid costs many small allocations, and this allocator is faster than the system's. See docs/performance.md, Allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match fairlot::cli::run() {
        Ok(code) => code,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "messages for people go to stderr")]
            {
                eprintln!("fairlot: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
