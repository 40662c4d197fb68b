use preinit_testkit::random::{self, Profile};
fn main() {
    let wasm = random::module(585, Profile::Numeric).unwrap();
    std::fs::write("/tmp/oo/d585.wasm", wasm).unwrap();
}
