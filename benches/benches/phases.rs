//! The phases that are ours alone, each by itself: scan, layout, emission, check.
//!
//! ```text
//! cargo bench -p preinit-bench --bench phases
//! ```
//!
//! The memories are made up: how much of one is filled, and in runs of which length, is what these
//! phases depend on.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use preinit_core::{
    Arrangement, Capture, Image, Module, Plan, Policy, Present, Scope, check, emit, lay_out,
    verdict,
};
use std::hint::black_box;

/// Memories of 16 MiB: the name, the length of each run, and how far apart they start.
const SHAPES: [(&str, usize, usize); 4] = [
    ("empty", 0, 1 << 20),
    ("sparse", 8, 4096),
    ("garbage", 24, 64),
    ("full", 1 << 20, 1 << 20),
];

const BYTES: usize = 16 << 20;

fn contents(run: usize, stride: usize) -> Vec<u8> {
    (0..BYTES)
        .map(|at| u8::from(at % stride < run) * (at % 251 + 1) as u8)
        .collect()
}

fn wasm() -> Vec<u8> {
    wat::parse_str(r#"(module (memory 256) (func (export "setup")))"#).expect("the text is right")
}

fn capture(module: &Module<'_>, plan: &Plan, contents: &[u8]) -> Image {
    let mut capture = Capture::new(module, plan, Scope::After);
    let probes: Vec<_> = capture.wanted().map(|(probe, _)| probe).collect();
    for probe in probes {
        capture
            .memory(probe, contents, &Present::All)
            .expect("the module has one memory and nothing else");
    }
    capture.finish().expect("every probe was answered")
}

fn phases(criterion: &mut Criterion) {
    let wasm = wasm();
    let module = Module::decode(&wasm).expect("the module is valid");
    let plan = Plan::new(&module, Policy::new().init("setup")).expect("`setup` is exported");
    for (name, run, stride) in SHAPES {
        let contents = contents(run, stride);
        let before = Image::default();
        let image = capture(&module, &plan, &contents);
        let changes = verdict(&module, &plan, &before, &image).expect("nothing is refused");
        let layout = lay_out(&module, &plan, &image, &changes, Arrangement::default())
            .expect("it can be laid out");

        let mut group = criterion.benchmark_group("scan");
        group.throughput(Throughput::Bytes(BYTES as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| capture(&module, &plan, black_box(&contents)));
        });
        group.finish();

        let mut group = criterion.benchmark_group("layout");
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| {
                lay_out(
                    &module,
                    &plan,
                    black_box(&image),
                    &changes,
                    Arrangement::default(),
                )
            });
        });
        group.finish();

        let make = || emit(&module, &plan, &image, &changes, &layout).expect("it can be written");
        let mut group = criterion.benchmark_group("emit");
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(make);
        });
        group.finish();

        let mut group = criterion.benchmark_group("check");
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter_batched(
                make,
                |emitted| check(&module, &plan, &image, &changes, &layout, emitted),
                BatchSize::LargeInput,
            );
        });
        group.finish();
    }
}

criterion_group!(benches, phases);
criterion_main!(benches);
