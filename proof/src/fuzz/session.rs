//! A store with an instance of a random module, and what can be done with it.

use std::sync::LazyLock;

use wasmtime::{
    AnyRef, AsContextMut, ExnRef, Extern, ExternRef, Func, Global, Instance, Module, OwnedRooted,
    Ref, RootScope, Rooted, Store, StoreLimits, StoreLimitsBuilder, Trap, Val, ValType,
};

use super::module::{FUEL, PROVIDER};
use super::observe::{Graph, Names, Walk, address};
use crate::engine::random_engine;

/// The longest memory or heap in bytes.
const MEMORY: usize = 1 << 20;

static PROVIDING: LazyLock<Module> = LazyLock::new(|| {
    let wasm = wat::parse_str(PROVIDER).expect("the text is constant");
    Module::new(random_engine(), wasm).expect("the text is constant")
});

/// An instance in its store, with the instance that its imports come from.
pub struct Session {
    pub(super) store: Store<StoreLimits>,
    /// What the instance was given, in the order of its imports.
    pub(super) imports: Vec<Extern>,
    pub(super) instance: Instance,
    /// The exports of both that hold state, or are functions.
    exports: Vec<(String, Extern)>,
    names: Names,
    /// The global that the code counts down.
    fuel: Option<Global>,
    /// References that calls have returned, the latest at the end.
    results: Vec<Kept>,
}

/// A reference that outlives the call which returned it.
enum Kept {
    Function(Func),
    Extern(OwnedRooted<ExternRef>),
    Any(OwnedRooted<AnyRef>),
    Exception(OwnedRooted<ExnRef>),
}

/// An argument that means the same in two sessions of equal state.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A number or a vector, by its bits.
    Number(u128),
    /// The null reference of the parameter's type.
    Null,
    /// What is exported under this number: a function, or a global's value.
    Export(usize),
    /// An entry of the table that is exported under this number.
    Entry(usize, u64),
    /// The reference that was returned under this number.
    Result(usize),
}

/// How a call ended.
#[derive(Debug)]
pub enum Ending {
    /// With these results.
    Returned(Graph),
    /// With this trap.
    Trapped(String),
    /// With this exception, which nothing caught.
    Threw(Graph),
    /// At a limit on stack or memory. How far the code came depends on how it was compiled.
    Limit,
}

/// All that is exported, but for functions.
#[derive(Debug)]
pub struct State {
    /// Globals and tables; lengths of tables are numbers among them.
    pub graph: Graph,
    /// Positions among the graph's roots that belong to tables.
    pub of_tables: Vec<bool>,
    /// The contents of memories.
    pub memories: Vec<Vec<u8>>,
}

impl Session {
    /// Makes the instance, with the exports of these names; `fuel` is that of the global which the code
    /// counts down.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub fn new(module: &Module, names: &[String], fuel: &str) -> Result<Session, String> {
        let mut store = Store::new(
            random_engine(),
            StoreLimitsBuilder::new().memory_size(MEMORY).build(),
        );
        store.limiter(|limits| limits);
        let text = |error: wasmtime::Error| format!("{error:?}");
        let mut provided = Vec::new();
        let mut imports = Vec::new();
        if module.imports().len() > 0 {
            let provider = Instance::new(&mut store, &PROVIDING, &[]).map_err(text)?;
            for import in module.imports() {
                let export = provider.get_export(&mut store, import.name());
                imports.push(export.ok_or("an import that nothing provides")?);
            }
            let exports = provider.exports(&mut store);
            provided.extend(exports.map(|export| (export.name().to_owned(), export.into_extern())));
        }
        let instance = Instance::new(&mut store, module, &imports).map_err(text)?;
        let mut exports = Vec::with_capacity(names.len() + provided.len());
        for name in names {
            let export = instance.get_export(&mut store, name);
            exports.push((name.clone(), export.ok_or("an export is missing")?));
        }
        exports.extend(provided);
        let mut known = Names::default();
        for (number, (_, export)) in exports.iter().enumerate() {
            match export {
                Extern::Func(function) => {
                    let address = address(&mut store, function);
                    known.functions.entry(address).or_insert(number as u32);
                }
                Extern::Tag(tag) => known.tags.push(*tag),
                _ => {}
            }
        }
        Ok(Session {
            fuel: instance.get_global(&mut store, fuel),
            store,
            imports,
            instance,
            exports,
            names: known,
            results: Vec::new(),
        })
    }

    /// Gives the code its fuel for a call.
    fn refuel(&mut self) -> wasmtime::Result<()> {
        match self.fuel {
            Some(fuel) => fuel.set(&mut self.store, Val::I32(FUEL.cast_signed())),
            None => Ok(()),
        }
    }

    /// Lets go of what calls have returned: nothing of it exists in another session.
    pub fn forget_results(&mut self) {
        self.results.clear();
    }

    /// The name of an export.
    pub fn name(&self, export: usize) -> &str {
        &self.exports[export].0
    }

    /// The parameters of the function exported under a number; none if it is something else.
    pub fn params(&self, export: usize) -> Option<Vec<ValType>> {
        match &self.exports[export].1 {
            Extern::Func(function) => Some(function.ty(&self.store).params().collect()),
            _ => None,
        }
    }

    /// How many exports there are.
    pub fn exports(&self) -> usize {
        self.exports.len()
    }

    /// Something that is exported or was returned, by the number drawn, if it fits the type.
    pub fn fitting(&mut self, ty: &ValType, drawn: u64) -> Option<Argument> {
        let number = drawn as usize % (self.exports.len() + self.results.len());
        let argument = match self.exports.get(number) {
            Some((_, Extern::Func(_) | Extern::Global(_))) => Argument::Export(number),
            Some((_, Extern::Table(table))) => {
                let size = table.size(&self.store);
                Argument::Entry(number, (drawn >> 32).checked_rem(size)?)
            }
            Some(_) => return None,
            None => Argument::Result(number - self.exports.len()),
        };
        let mut scope = RootScope::new(&mut self.store);
        let value = resolve(&mut scope, &self.exports, &self.results, &argument, ty)?;
        let fits = value.matches_ty(&scope, ty).unwrap_or(false);
        fits.then_some(argument)
    }

    /// Calls the function exported under a number.
    ///
    /// # Errors
    ///
    /// An argument is not there, or not of the parameter's type: then the states were not equal.
    pub fn call(&mut self, export: usize, arguments: &[Argument]) -> Result<Ending, String> {
        let Extern::Func(function) = self.exports[export].1 else {
            return Err("not a function".into());
        };
        let text = |error: wasmtime::Error| format!("{error:?}");
        self.refuel().map_err(text)?;
        let mut scope = RootScope::new(&mut self.store);
        let ty = function.ty(&scope);
        let mut values = Vec::with_capacity(arguments.len());
        for (argument, ty) in arguments.iter().zip(ty.params()) {
            let value = resolve(&mut scope, &self.exports, &self.results, argument, &ty);
            let value = value.ok_or_else(|| format!("no {argument:?}"))?;
            if !value.matches_ty(&scope, &ty).map_err(text)? {
                return Err(format!("{argument:?} is not a {ty}"));
            }
            values.push(value);
        }
        let mut results = vec![Val::I32(0); ty.results().len()];
        match function.call(&mut scope, &values, &mut results) {
            Ok(()) => {
                let graph = graph(&mut scope, &self.names, &results).map_err(text)?;
                for value in &results {
                    self.results.extend(keep(&mut scope, value).map_err(text)?);
                }
                Ok(Ending::Returned(graph))
            }
            Err(error) => ending(&mut scope, &self.names, &error).map_err(text),
        }
    }

    /// Observes all that is exported.
    ///
    /// # Errors
    ///
    /// A reference is not of this store any more.
    pub fn state(&mut self) -> wasmtime::Result<State> {
        let mut scope = RootScope::new(&mut self.store);
        let mut walk = Walk::new(&self.names);
        let mut of_tables = Vec::new();
        let mut memories = Vec::new();
        for (_, export) in &self.exports {
            match export {
                Extern::Global(global) => {
                    let value = global.get(&mut scope);
                    walk.root(&mut scope, &value)?;
                    of_tables.push(false);
                }
                Extern::Table(table) => {
                    let size = table.size(&scope);
                    walk.root(&mut scope, &Val::I64(size.cast_signed()))?;
                    of_tables.push(true);
                    for index in 0..size {
                        if let Some(entry) = table.get(&mut scope, index) {
                            walk.root(&mut scope, &as_value(entry))?;
                            of_tables.push(true);
                        }
                    }
                }
                Extern::Memory(memory) => memories.push(memory.data(&scope).to_vec()),
                _ => {}
            }
        }
        Ok(State {
            graph: walk.finish(&mut scope)?,
            of_tables,
            memories,
        })
    }
}

impl State {
    /// The first difference between two states, as text.
    pub fn difference(&self, other: &State) -> Option<String> {
        if let Some(difference) = self.graph.difference(&other.graph) {
            return Some(difference);
        }
        let memories = self.memories.iter().zip(&other.memories).enumerate();
        memories
            .filter(|(_, (a, b))| a != b)
            .map(|(i, (a, b))| {
                let at = a.iter().zip(b).take_while(|(a, b)| a == b).count();
                let (a, b) = (a.len(), b.len());
                format!("memory {i}, {a} and {b} bytes long, differs at {at:#x}")
            })
            .next()
    }
}

impl Ending {
    /// What differs between two endings, as text.
    pub fn difference(&self, other: &Ending) -> Option<String> {
        match (self, other) {
            (Ending::Returned(a), Ending::Returned(b)) | (Ending::Threw(a), Ending::Threw(b)) => {
                a.difference(b)
            }
            (Ending::Trapped(a), Ending::Trapped(b)) if a == b => None,
            _ => Some(format!("{self:?} and {other:?}")),
        }
    }
}

fn graph(mut store: impl AsContextMut, names: &Names, values: &[Val]) -> wasmtime::Result<Graph> {
    let mut walk = Walk::new(names);
    for value in values {
        walk.root(&mut store, value)?;
    }
    walk.finish(store)
}

fn ending(
    mut store: impl AsContextMut,
    names: &Names,
    error: &wasmtime::Error,
) -> wasmtime::Result<Ending> {
    // It stays pending in the store otherwise, and would spoil the next call.
    if let Some(exception) = store.as_context_mut().take_pending_exception() {
        let exception: Option<Rooted<_>> = Some(exception);
        return Ok(Ending::Threw(graph(
            store,
            names,
            &[Val::ExnRef(exception)],
        )?));
    }
    Ok(match error.downcast_ref::<Trap>() {
        None | Some(Trap::StackOverflow) => Ending::Limit,
        Some(trap) => Ending::Trapped(trap.to_string()),
    })
}

fn resolve(
    mut store: impl AsContextMut,
    exports: &[(String, Extern)],
    results: &[Kept],
    argument: &Argument,
    ty: &ValType,
) -> Option<Val> {
    Some(match (argument, ty) {
        (Argument::Number(bits), ValType::I32) => Val::I32((*bits as u32).cast_signed()),
        (Argument::Number(bits), ValType::I64) => Val::I64((*bits as u64).cast_signed()),
        (Argument::Number(bits), ValType::F32) => Val::F32(*bits as u32),
        (Argument::Number(bits), ValType::F64) => Val::F64(*bits as u64),
        (Argument::Number(bits), ValType::V128) => Val::V128((*bits).into()),
        (Argument::Null, ValType::Ref(ty)) => Val::null_ref(ty.heap_type()),
        (Argument::Export(export), ValType::Ref(_)) => match &exports.get(*export)?.1 {
            Extern::Func(function) => Val::FuncRef(Some(*function)),
            Extern::Global(global) => global.get(&mut store),
            _ => return None,
        },
        (Argument::Entry(export, index), ValType::Ref(_)) => match &exports.get(*export)?.1 {
            Extern::Table(table) => as_value(table.get(&mut store, *index)?),
            _ => return None,
        },
        (Argument::Result(number), ValType::Ref(_)) => match results.get(*number)? {
            Kept::Function(function) => Val::FuncRef(Some(*function)),
            Kept::Extern(reference) => Val::ExternRef(Some(reference.to_rooted(&mut store))),
            Kept::Any(reference) => Val::AnyRef(Some(reference.to_rooted(&mut store))),
            Kept::Exception(reference) => Val::ExnRef(Some(reference.to_rooted(&mut store))),
        },
        _ => return None,
    })
}

/// Keeps a value, if it is a reference and not null.
fn keep(store: impl AsContextMut, value: &Val) -> wasmtime::Result<Option<Kept>> {
    Ok(Some(match value {
        Val::FuncRef(Some(function)) => Kept::Function(*function),
        Val::ExternRef(Some(reference)) => Kept::Extern(reference.to_owned_rooted(store)?),
        Val::AnyRef(Some(reference)) => Kept::Any(reference.to_owned_rooted(store)?),
        Val::ExnRef(Some(reference)) => Kept::Exception(reference.to_owned_rooted(store)?),
        _ => return Ok(None),
    }))
}

fn as_value(entry: Ref) -> Val {
    match entry {
        Ref::Func(reference) => Val::FuncRef(reference),
        Ref::Extern(reference) => Val::ExternRef(reference),
        Ref::Any(reference) => Val::AnyRef(reference),
        Ref::Exn(reference) => Val::ExnRef(reference),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module whose export `f` returns nothing after running `code`, with its state.
    fn state(code: &str) -> State {
        let wasm = wat::parse_str(format!(
            r#"(module
                (type $node (struct (field (mut (ref null $node))) (field (mut i8))))
                (global $a (export "a") (mut (ref null $node)) (ref.null $node))
                (global $b (export "b") (mut anyref) (ref.null any))
                (table $t (export "t") 2 externref)
                (func $g (export "g"))
                (func (export "f") {code}))"#
        ))
        .unwrap();
        let module = Module::new(random_engine(), wasm).unwrap();
        let names = ["a", "b", "t", "g", "f"].map(str::to_owned);
        let mut session = Session::new(&module, &names, "").unwrap();
        assert!(matches!(session.call(4, &[]), Ok(Ending::Returned(_))));
        session.state().unwrap()
    }

    const NODE: &str = "(struct.new $node (ref.null $node) (i32.const 5))";

    #[test]
    fn equal_states_do_not_differ() {
        let code = format!(
            "(global.set $a {NODE}) (struct.set $node 0 (global.get $a) (global.get $a))
             (table.set $t (i32.const 1) (extern.convert_any (global.get $a)))"
        );
        assert_eq!(state(&code).difference(&state(&code)), None);
    }

    #[test]
    fn sharing_cycles_and_contents_differ() {
        let shared = format!("(global.set $a {NODE}) (global.set $b (global.get $a))");
        let variants = [
            format!("(global.set $a {NODE}) (global.set $b {NODE})"),
            format!("{shared} (struct.set $node 0 (global.get $a) (global.get $a))"),
            format!("{shared} (struct.set $node 1 (global.get $a) (i32.const 6))"),
            format!("{shared} (table.set $t (i32.const 0) (extern.convert_any (global.get $a)))"),
            format!("{shared} (drop (table.grow $t (ref.null extern) (i32.const 1)))"),
            format!("(global.set $a {NODE}) (global.set $b (ref.i31 (i32.const 5)))"),
        ];
        for variant in variants {
            assert!(
                state(&shared).difference(&state(&variant)).is_some(),
                "{variant}"
            );
        }
    }
}
