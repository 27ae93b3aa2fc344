//! How many case files a second: run with `--release -- --ignored --nocapture`.

use std::time::Instant;

use super::model::{File, TYPICAL};
use crate::yaml::{Source, from_node, parse};

#[test]
#[ignore = "measures; only a release build says something"]
fn typical_files_a_second() {
    const FILES: u32 = 20_000;
    let source = Source::new("typical.yaml", TYPICAL);
    assert_eq!(TYPICAL.lines().count(), 25);
    let began = Instant::now();
    for _ in 0..FILES {
        let node = parse(&source).unwrap();
        let file: File = from_node(&node, &source).unwrap();
        assert_eq!(file.cases.len(), 1);
    }
    let rate = f64::from(FILES) / began.elapsed().as_secs_f64();
    println!("{rate:.0} files of 25 lines parsed and deserialized a second");
    assert!(rate > 10_000.0, "{rate:.0} a second");
}
