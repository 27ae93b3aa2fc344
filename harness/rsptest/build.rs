//! The cases are embedded: a change below `cases/` is a change of the crate.

fn main() {
    println!("cargo:rerun-if-changed=../../cases");
}
