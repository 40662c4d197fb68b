//! Reading one world: values and objects, free of the store they come from.
//!
//! An object is known by the bits of a reference to it. They stay the same while nothing
//! allocates, and nothing here does: no collection moves an object.

use crate::engine::State;
use crate::labels::{Labels, Linked};
use crate::run::World;
use crate::value::{Number, Shape, Value};
use wasmtime::{
    AnyRef, ArrayRef, AsContextMut, ExnRef, Instance, RootScope, Rooted, Store, StructRef, Val,
};

/// How many parts of an object are read before the references to them are let go.
const CHUNK: u32 = 1024;

/// The engine could not read what it has handed out before.
pub(crate) type Read<T> = wasmtime::Result<T>;

/// One of the two worlds, with what its references lead to.
pub(crate) struct Side<'a> {
    pub(crate) world: World,
    pub(crate) labels: Labels<'a>,
}

impl<'a> Side<'a> {
    /// A world whose instances are those of `modules`.
    pub(crate) fn new(mut world: World, modules: &[Linked<'a>]) -> Self {
        let labels = Labels::new(&mut world, modules);
        Side { world, labels }
    }

    pub(crate) fn instance(&self, module: usize) -> Instance {
        self.world.instances[module]
    }

    pub(crate) fn store(&mut self) -> &mut Store<State> {
        &mut self.world.store
    }

    /// The value of a global; `None` if there is none with this index.
    pub(crate) fn global(&mut self, module: usize, index: u32) -> Read<Option<Value<'a>>> {
        let instance = self.world.instances[module];
        let mut scope = RootScope::new(&mut self.world.store);
        let Some(global) = instance.debug_global(&mut scope, index) else {
            return Ok(None);
        };
        let value = global.get(&mut scope);
        value_of(&mut scope, &self.labels, value).map(Some)
    }

    /// How many entries a table has; `None` if there is none with this index.
    pub(crate) fn table_size(&mut self, module: usize, index: u32) -> Option<u64> {
        let instance = self.world.instances[module];
        let table = instance.debug_table(&mut self.world.store, index)?;
        Some(table.size(&self.world.store))
    }

    /// Reads the entries of a table that lie in `range`, instead of what `into` holds.
    pub(crate) fn entries(
        &mut self,
        module: usize,
        index: u32,
        range: std::ops::Range<u64>,
        into: &mut Vec<Value<'a>>,
    ) -> Read<()> {
        into.clear();
        let instance = self.world.instances[module];
        let mut scope = RootScope::new(&mut self.world.store);
        let Some(table) = instance.debug_table(&mut scope, index) else {
            return Ok(());
        };
        for at in range {
            let Some(entry) = table.get(&mut scope, at) else {
                break;
            };
            into.push(value_of(&mut scope, &self.labels, entry.into())?);
        }
        Ok(())
    }

    /// What the object behind these bits is, if it is one.
    pub(crate) fn shape(&mut self, value: Value<'a>) -> Read<Option<Shape<'a>>> {
        let mut scope = RootScope::new(&mut self.world.store);
        Ok(match find(&mut scope, value)? {
            Found::Struct(object) => Some(Shape::Struct(object.ty(&scope)?)),
            Found::Array(object) => Some(Shape::Array(object.ty(&scope)?, object.len(&scope)?)),
            Found::Exception(object) => {
                let len = object.ty(&scope)?.fields().len() as u32;
                let tag = object.tag(&mut scope)?.debug_index_in_store();
                Some(Shape::Exception {
                    tag: self.labels.tag(tag),
                    len,
                })
            }
            Found::Nothing => None,
        })
    }

    /// Reads the parts of an object from the one at `start` on, as many as are read at once,
    /// instead of what `into` holds.
    pub(crate) fn parts(
        &mut self,
        value: Value<'a>,
        start: u32,
        len: u32,
        into: &mut Vec<Value<'a>>,
    ) -> Read<()> {
        into.clear();
        let mut scope = RootScope::new(&mut self.world.store);
        let object = find(&mut scope, value)?;
        for index in start..len.min(start.saturating_add(CHUNK)) {
            let part = match &object {
                Found::Struct(object) => object.field(&mut scope, index as usize)?,
                Found::Array(object) => object.get(&mut scope, index)?,
                Found::Exception(object) => object.field(&mut scope, index as usize)?,
                Found::Nothing => return Ok(()),
            };
            into.push(value_of(&mut scope, &self.labels, part)?);
        }
        Ok(())
    }
}

/// What a reference leads to.
enum Found {
    Struct(Rooted<StructRef>),
    Array(Rooted<ArrayRef>),
    Exception(Rooted<ExnRef>),
    Nothing,
}

fn find(mut store: impl AsContextMut<Data = State>, value: Value<'_>) -> Read<Found> {
    match value {
        Value::Object(raw) => {
            let Some(any) = AnyRef::from_raw(&mut store, raw) else {
                return Ok(Found::Nothing);
            };
            if let Some(object) = any.as_struct(&store)? {
                return Ok(Found::Struct(object));
            }
            Ok(any.as_array(&store)?.map_or(Found::Nothing, Found::Array))
        }
        Value::Exception(raw) => {
            Ok(ExnRef::from_raw(&mut store, raw).map_or(Found::Nothing, Found::Exception))
        }
        _ => Ok(Found::Nothing),
    }
}

fn value_of<'a>(
    mut store: impl AsContextMut<Data = State>,
    labels: &Labels<'a>,
    value: Val,
) -> Read<Value<'a>> {
    Ok(match value {
        Val::I32(value) => Value::Number(Number::I32(value)),
        Val::I64(value) => Value::Number(Number::I64(value)),
        Val::F32(bits) => Value::Number(Number::F32(bits)),
        Val::F64(bits) => Value::Number(Number::F64(bits)),
        Val::V128(value) => Value::Number(Number::V128(value.as_u128())),
        Val::FuncRef(None) | Val::AnyRef(None) | Val::ExternRef(None) | Val::ExnRef(None) => {
            Value::Null
        }
        Val::FuncRef(Some(function)) => {
            let address = function.to_raw(&mut store).addr();
            labels
                .function(address)
                .map_or(Value::Foreign("a function of no module"), Value::Function)
        }
        Val::AnyRef(Some(any)) => any_value(store, any)?,
        Val::ExternRef(Some(outside)) => {
            if outside.data(store.as_context())?.is_some() {
                Value::Foreign("a reference of the host")
            } else {
                let any = AnyRef::convert_extern(&mut store, outside)?;
                any_value(store, any)?
            }
        }
        Val::ExnRef(Some(exception)) => Value::Exception(exception.to_raw(&mut store)?),
        Val::ContRef(_) => Value::Foreign("a continuation"),
    })
}

fn any_value<'a>(
    mut store: impl AsContextMut<Data = State>,
    any: Rooted<AnyRef>,
) -> Read<Value<'a>> {
    if let Some(number) = any.as_i31(&store)? {
        return Ok(Value::I31(number.get_i32()));
    }
    if any.is_struct(&store)? || any.is_array(&store)? {
        return Ok(Value::Object(any.to_raw(&mut store)?));
    }
    Ok(Value::Foreign("a reference of the host"))
}
