//! `rsptest serve` beside a test.

use super::Bench;
use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

/// A `rsptest serve` that ends with the test.
pub struct Serving {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Starts it, and waits until it serves.
    pub fn start(bench: &Bench, name: &str, arguments: &[&str]) -> Self {
        let (out, err) = (bench.path().join(format!("{name}.out")), bench.path().join(format!("{name}.err")));
        let all: Vec<&str> = ["serve"].iter().chain(arguments).copied().collect();
        let child = bench.spawn(&all, &out, &err);
        let serving = Self { child, out, err };
        serving.line("serving");
        serving
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The first line with these words, once it is there.
    pub fn line(&self, words: &str) -> String {
        let begun = Instant::now();
        loop {
            let text = std::fs::read_to_string(&self.out).unwrap();
            // The last line may be half written.
            let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
            if let Some(line) = whole.lines().find(|line| line.contains(words)) {
                return line.to_owned();
            }
            let says = || format!("{text}{}", std::fs::read_to_string(&self.err).unwrap());
            assert!(begun.elapsed() < Duration::from_secs(30), "{words:?} is not said: {}", says());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The last word of the line with these words.
    pub fn last_word(&self, words: &str) -> String {
        self.line(words).split_whitespace().last().unwrap().to_owned()
    }
}
