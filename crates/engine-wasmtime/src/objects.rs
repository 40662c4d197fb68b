//! Reading references and objects: wasmtime's handles → what an image holds.
//!
//! An object's identity is its raw form, which holds as long as nothing is collected: nothing here
//! allocates on the store's heap, and no function runs meanwhile. The work is a queue, so that a
//! long list takes no stack; roots are taken object by object and given back at once.

use crate::identity::{Identities, TypeKey};
use preinit_core::{
    Capture, Described, Error, ErrorKind, Foreign, ForeignKind, ObjectIdx, ObjectKind, Ref, Slot,
    Value,
};
use std::collections::HashMap;
use wasmtime::{
    AnyRef, ArrayRef, AsContextMut, ExnRef, ExternRef, HeapType, OwnedRooted, RootScope, Rooted,
    StorageType, StructRef, Val, ValType,
};

/// Keys of exceptions are set apart from those of structs and arrays.
const EXCEPTION: u64 = 1 << 32;

/// An object that has to be found again later, whatever moves in between.
#[derive(Debug)]
pub(crate) enum Handle {
    Any(OwnedRooted<AnyRef>),
    Extern(OwnedRooted<ExternRef>),
    Exception(OwnedRooted<ExnRef>),
}

impl Handle {
    /// Keeps what a value refers to; `None` for nulls, numbers and functions.
    pub(crate) fn keep(mut store: impl AsContextMut, value: &Val) -> Result<Option<Self>, Error> {
        Ok(match value {
            Val::AnyRef(Some(any)) if !any.is_i31(&store).map_err(unread)? => Some(Handle::Any(
                any.to_owned_rooted(&mut store).map_err(unread)?,
            )),
            Val::ExternRef(Some(it)) => Some(Handle::Extern(
                it.to_owned_rooted(&mut store).map_err(unread)?,
            )),
            Val::ExnRef(Some(it)) => Some(Handle::Exception(
                it.to_owned_rooted(&mut store).map_err(unread)?,
            )),
            _ => None,
        })
    }

    /// The key that the object has at this moment.
    pub(crate) fn key(&self, mut store: impl AsContextMut) -> Result<u64, Error> {
        let mut scope = RootScope::new(&mut store);
        let value = match self {
            Handle::Any(it) => Val::AnyRef(Some(it.to_rooted(&mut scope))),
            Handle::Extern(it) => Val::ExternRef(Some(it.to_rooted(&mut scope))),
            Handle::Exception(it) => Val::ExnRef(Some(it.to_rooted(&mut scope))),
        };
        some_key(&mut scope, &value)
    }

    /// A handle of the object that a key means at this moment.
    pub(crate) fn of_key(mut store: impl AsContextMut, key: u64) -> Result<Self, Error> {
        let mut scope = RootScope::new(&mut store);
        let handle = match from_key(&mut scope, key)? {
            Found::Any(it) => Handle::Any(it.to_owned_rooted(&mut scope).map_err(unread)?),
            Found::Exception(it) => {
                Handle::Exception(it.to_owned_rooted(&mut scope).map_err(unread)?)
            }
        };
        Ok(handle)
    }
}

/// What a value that is neither null nor a number nor a function is known by.
fn key(mut store: impl AsContextMut, value: &Val) -> Result<Option<u64>, Error> {
    Ok(match value {
        Val::AnyRef(Some(it)) => Some(u64::from(it.to_raw(&mut store).map_err(unread)?)),
        Val::ExternRef(Some(it)) => Some(u64::from(it.to_raw(&mut store).map_err(unread)?)),
        Val::ExnRef(Some(it)) => {
            Some(EXCEPTION | u64::from(it.to_raw(&mut store).map_err(unread)?))
        }
        _ => None,
    })
}

/// The key of what is known to be an object.
fn some_key(store: impl AsContextMut, value: &Val) -> Result<u64, Error> {
    let none = || unread(wasmtime::Error::msg("it refers to no object"));
    key(store, value)?.ok_or_else(none)
}

enum Found {
    Any(Rooted<AnyRef>),
    Exception(Rooted<ExnRef>),
}

fn from_key(mut store: impl AsContextMut, key: u64) -> Result<Found, Error> {
    let raw = key as u32;
    let found = if key & EXCEPTION == 0 {
        AnyRef::from_raw(&mut store, raw).map(Found::Any)
    } else {
        ExnRef::from_raw(&mut store, raw).map(Found::Exception)
    };
    found.ok_or_else(|| Error::new(ErrorKind::Bug, "an object is gone while it is read"))
}

/// What tells the module's own objects from others.
pub(crate) struct Reader<'i> {
    pub(crate) identities: &'i mut Identities,
    /// Objects of others, by their keys of this moment.
    foreign: HashMap<u64, u32>,
}

impl<'i> Reader<'i> {
    pub(crate) fn new(identities: &'i mut Identities) -> Self {
        Reader {
            identities,
            foreign: HashMap::new(),
        }
    }

    /// Takes the object with this key for another's.
    pub(crate) fn disown(&mut self, key: u64) -> u32 {
        let next = self.foreign.len() as u32;
        *self.foreign.entry(key).or_insert(next)
    }

    /// Takes everything that disowned objects reach for another's, too.
    pub(crate) fn disown_reachable(&mut self, mut store: impl AsContextMut) -> Result<(), Error> {
        let mut keys: Vec<u64> = self.foreign.keys().copied().collect();
        keys.sort_unstable();
        while let Some(parent) = keys.pop() {
            let mut scope = RootScope::new(&mut store);
            for value in children(&mut scope, parent)? {
                if let Some(child) = object_key(&mut scope, &value)?
                    && !self.foreign.contains_key(&child)
                {
                    self.disown(child);
                    keys.push(child);
                }
            }
        }
        Ok(())
    }

    /// A value as an image holds it.
    pub(crate) fn reference(
        &mut self,
        mut store: impl AsContextMut,
        value: &Val,
        capture: &mut Capture<'_>,
    ) -> Result<Ref, Error> {
        let foreign = |kind, identity| Ok(Ref::Foreign(Foreign { kind, identity }));
        let kind = match value {
            Val::FuncRef(Some(func)) => return Ok(self.identities.function(store, *func)),
            Val::ContRef(Some(_)) => return foreign(ForeignKind::Continuation, 0),
            Val::AnyRef(Some(any)) => match any.as_i31(&store).map_err(unread)? {
                Some(number) => return Ok(Ref::I31(number.get_i32())),
                None => self.kind_of(&mut store, any)?,
            },
            Val::ExternRef(Some(it)) => {
                if is_host(&mut store, it)? {
                    Err(ForeignKind::Host)
                } else {
                    let any = AnyRef::convert_extern(&mut store, *it).map_err(unread)?;
                    return self.reference(store, &Val::AnyRef(Some(any)), capture);
                }
            }
            Val::ExnRef(Some(exception)) => {
                let tag = exception.tag(&mut store).map_err(unread)?;
                self.identities
                    .tag(&mut store, &tag)
                    .map(ObjectKind::Exception)
                    .ok_or(ForeignKind::UnknownTag)
            }
            _ => return Ok(Ref::Null),
        };
        let key = some_key(&mut store, value)?;
        if let Some(identity) = self.foreign.get(&key) {
            let kind = match kind {
                Err(ForeignKind::Host) => ForeignKind::Host,
                _ => ForeignKind::SharedObject,
            };
            return foreign(kind, *identity);
        }
        match kind {
            Ok(kind) => Ok(capture.object(key, kind)),
            Err(kind) => foreign(kind, self.disown(key)),
        }
    }

    /// Describes every object that has been found, and those that they reach.
    pub(crate) fn describe_all(
        &mut self,
        mut store: impl AsContextMut,
        capture: &mut Capture<'_>,
    ) -> Result<(), Error> {
        while let Some(key) = capture.undescribed() {
            let mut scope = RootScope::new(&mut store);
            let contents = match packed(&mut scope, key)? {
                Some(bytes) => Described::Bytes(bytes),
                None => {
                    let values = children(&mut scope, key)?;
                    let mut slots = Vec::with_capacity(values.len());
                    for value in &values {
                        slots.push(match number(value) {
                            Some(number) => Slot::Number(number),
                            None => Slot::Ref(self.reference(&mut scope, value, capture)?),
                        });
                    }
                    Described::Slots(slots)
                }
            };
            capture.describe(contents)?;
        }
        Ok(())
    }

    fn kind_of(
        &self,
        mut store: impl AsContextMut,
        any: &Rooted<AnyRef>,
    ) -> Result<Result<ObjectKind, ForeignKind>, Error> {
        Ok(match any.ty(&store).map_err(unread)? {
            HeapType::ConcreteStruct(ty) => self
                .identities
                .object_type(&TypeKey::of_struct(ty))
                .map(ObjectKind::Struct)
                .ok_or(ForeignKind::UnknownType),
            HeapType::ConcreteArray(ty) => self
                .identities
                .object_type(&TypeKey::of_array(ty))
                .map(ObjectKind::Array)
                .ok_or(ForeignKind::UnknownType),
            // Neither: what `any.convert_extern` makes of a reference of the host's.
            _ => {
                let it = ExternRef::convert_any(&mut store, *any).map_err(unread)?;
                debug_assert!(is_host(&mut store, &it)?);
                Err(ForeignKind::Host)
            }
        })
    }
}

/// The key of an own struct, array or exception behind a value.
fn object_key(mut store: impl AsContextMut, value: &Val) -> Result<Option<u64>, Error> {
    match value {
        Val::AnyRef(Some(any)) => {
            let is_object =
                any.is_struct(&store).map_err(unread)? || any.is_array(&store).map_err(unread)?;
            if is_object {
                key(store, value)
            } else {
                Ok(None)
            }
        }
        Val::ExternRef(Some(it)) => {
            if is_host(&mut store, it)? {
                return Ok(None);
            }
            let any = AnyRef::convert_extern(&mut store, *it).map_err(unread)?;
            object_key(store, &Val::AnyRef(Some(any)))
        }
        Val::ExnRef(Some(_)) => key(store, value),
        _ => Ok(None),
    }
}

fn is_host(store: impl AsContextMut, it: &Rooted<ExternRef>) -> Result<bool, Error> {
    Ok(it.data(store.as_context()).map_err(unread)?.is_some())
}

/// The fields, elements or payload of an object; nothing for a reference of the host's.
fn children(mut store: impl AsContextMut, key: u64) -> Result<Vec<Val>, Error> {
    let mut context = store.as_context_mut();
    Ok(match from_key(&mut context, key)? {
        Found::Any(any) => {
            if let Some(object) = any.as_struct(&context).map_err(unread)? {
                StructRef::fields(&object, &mut context)
                    .map_err(unread)?
                    .collect()
            } else if let Some(array) = any.as_array(&context).map_err(unread)? {
                ArrayRef::elems(&array, &mut context)
                    .map_err(unread)?
                    .collect()
            } else {
                Vec::new()
            }
        }
        Found::Exception(exception) => ExnRef::fields(&exception, &mut context)
            .map_err(unread)?
            .collect(),
    })
}

/// The bytes of an array of numbers; `None` for every other object.
fn packed(mut store: impl AsContextMut, key: u64) -> Result<Option<Vec<u8>>, Error> {
    let Found::Any(any) = from_key(&mut store, key)? else {
        return Ok(None);
    };
    let Some(array) = any.as_array(&store).map_err(unread)? else {
        return Ok(None);
    };
    let len = array.len(&store).map_err(unread)? as usize;
    let element = array.ty(&store).map_err(unread)?.element_type();
    let size = match element {
        StorageType::I8 => {
            let mut bytes = vec![0; len];
            array
                .copy_to_i8_slice(&mut store, &mut bytes)
                .map_err(unread)?;
            return Ok(Some(bytes));
        }
        StorageType::ValType(ValType::Ref(_)) => return Ok(None),
        StorageType::I16 => 2,
        StorageType::ValType(_) => 16,
    };
    let mut bytes = Vec::with_capacity(len.saturating_mul(size));
    let mut context = store.as_context_mut();
    for value in ArrayRef::elems(&array, &mut context).map_err(unread)? {
        match number(&value) {
            Some(Value::I32(bits)) if size == 2 => {
                bytes.extend((bits as u16).to_le_bytes());
            }
            Some(Value::I32(bits)) => bytes.extend(bits.to_le_bytes()),
            Some(Value::I64(bits)) => bytes.extend(bits.to_le_bytes()),
            Some(Value::F32(bits)) => bytes.extend(bits.to_le_bytes()),
            Some(Value::F64(bits)) => bytes.extend(bits.to_le_bytes()),
            Some(Value::V128(bits)) => bytes.extend(bits.to_le_bytes()),
            None => {}
        }
    }
    Ok(Some(bytes))
}

/// A number or a vector; `None` for a reference.
pub(crate) fn number(value: &Val) -> Option<Value> {
    Some(match *value {
        Val::I32(bits) => Value::I32(bits),
        Val::I64(bits) => Value::I64(bits),
        Val::F32(bits) => Value::F32(bits),
        Val::F64(bits) => Value::F64(bits),
        Val::V128(bits) => Value::V128(bits.as_u128()),
        _ => return None,
    })
}

/// Objects that were there before, to be found again.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Objects of others, in the order of their identities.
    pub(crate) foreign: Vec<Handle>,
    /// The module's own.
    pub(crate) own: Vec<(ObjectIdx, Handle)>,
}

pub(crate) fn unread(error: wasmtime::Error) -> Error {
    Error::new(
        ErrorKind::Bug,
        format!("a reference could not be read: {error:#}"),
    )
    .with_hint("please report this with the module")
}
