//! The two sides: how they are started, and what others can see of them.

use wasmtime::{Engine, Extern, Instance, Linker, Module, Store, Val};

/// Both modules, compiled.
pub(super) struct Sides<'e> {
    pub(super) engine: &'e Engine,
    pub(super) modules: [Module; 2],
    /// The names of all exports.
    pub(super) names: Vec<String>,
}

/// The first export that is not the same on both sides.
pub(super) fn exported_state(
    sides: &Sides<'_>,
    (left, a): (&mut Store<()>, Instance),
    (right, b): (&mut Store<()>, Instance),
) -> Option<String> {
    let differs = |name: &&String| {
        let pair = (
            a.get_export(&mut *left, name),
            b.get_export(&mut *right, name),
        );
        !match pair {
            (Some(Extern::Memory(a)), Some(Extern::Memory(b))) => a.data(&*left) == b.data(&*right),
            (Some(Extern::Global(a)), Some(Extern::Global(b))) => {
                same_value(&a.get(&mut *left), &b.get(&mut *right))
            }
            (Some(Extern::Table(a)), Some(Extern::Table(b))) => a.size(&*left) == b.size(&*right),
            (Some(Extern::Func(a)), Some(Extern::Func(b))) => {
                let (a, b) = (a.ty(&*left), b.ty(&*right));
                a.params().len() == b.params().len() && a.results().len() == b.results().len()
            }
            (Some(_), Some(_)) => true,
            _ => false,
        }
    };
    sides.names.iter().find(differs).cloned()
}

pub(super) type Started = (Store<()>, Instance);

/// Starts a module, for so many epochs at most.
pub(super) fn start(
    engine: &Engine,
    module: &Module,
    deadline: u64,
) -> Result<Started, wasmtime::Error> {
    let mut store = Store::new(engine, ());
    // While calls are compared, epochs go by; while sides are started, one does when the time is over.
    store.set_epoch_deadline(deadline);
    let mut linker = Linker::new(engine);
    linker.define_unknown_imports_as_default_values(&mut store, module)?;
    let instance = linker.instantiate(&mut store, module)?;
    Ok((store, instance))
}

/// Whether two numbers have the same bits; one NaN is as good as another, and so is any reference.
pub(super) fn same_value(a: &Val, b: &Val) -> bool {
    match (a, b) {
        (Val::I32(a), Val::I32(b)) => a == b,
        (Val::I64(a), Val::I64(b)) => a == b,
        (Val::F32(a), Val::F32(b)) => {
            a == b || f32::from_bits(*a).is_nan() && f32::from_bits(*b).is_nan()
        }
        (Val::F64(a), Val::F64(b)) => {
            a == b || f64::from_bits(*a).is_nan() && f64::from_bits(*b).is_nan()
        }
        (Val::V128(a), Val::V128(b)) => a.as_u128() == b.as_u128(),
        _ => true,
    }
}
