//! Telling references apart: functions, types and tags by what the store knows them as.

use preinit_core::{Foreign, ForeignKind, FuncIdx, Plan, ProbeSubject, Ref, TagIdx, TypeIdx};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use wasmtime::{
    ArrayType, AsContextMut, Extern, Func, HeapType, Instance, StructType, Tag, ValType,
};

/// Everything that an instance's own references can refer to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identities {
    /// By the address that the store has for a function; each instance has one of its own for
    /// every function that it imports.
    functions: HashMap<usize, FuncIdx>,
    /// Functions of others, in the order in which they were met.
    others: HashMap<usize, u32>,
    types: HashMap<TypeKey, TypeIdx>,
    tags: Vec<(Tag, TagIdx)>,
}

impl Identities {
    /// Learns what an instance shows through its probes, and which functions it was given.
    pub(crate) fn of(
        mut store: impl AsContextMut,
        instance: &Instance,
        plan: &Plan,
        imports: &[Extern],
    ) -> Self {
        let mut identities = Identities::default();
        let functions = imports.iter().filter_map(|import| match import {
            Extern::Func(func) => Some(*func),
            _ => None,
        });
        for (number, func) in functions.enumerate() {
            let index = FuncIdx::from_u32(number as u32);
            let address = address(&mut store, func);
            identities.functions.entry(address).or_insert(index);
        }
        for probe in plan.probes().values() {
            let export = instance.get_export(&mut store, &probe.export);
            match (probe.subject, export) {
                (ProbeSubject::Function(index), Some(Extern::Func(func))) => {
                    let address = address(&mut store, func);
                    identities.functions.insert(address, index);
                }
                (ProbeSubject::Type(index), Some(Extern::Global(global))) => {
                    if let Some(key) = TypeKey::of(global.ty(&store).content()) {
                        // Types that are equal are one type, which the first of them stands for.
                        identities.types.entry(key).or_insert(index);
                    }
                }
                (ProbeSubject::Tag(index), Some(Extern::Tag(tag))) => {
                    identities.tags.push((tag, index));
                }
                _ => {}
            }
        }
        identities
    }

    /// Whether nothing has been learned.
    pub(crate) fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.types.is_empty() && self.tags.is_empty()
    }

    /// A function, as the module knows it.
    pub(crate) fn function(&mut self, store: impl AsContextMut, func: Func) -> Ref {
        let address = address(store, func);
        match self.functions.get(&address) {
            Some(index) => Ref::Func(*index),
            None => {
                let next = self.others.len() as u32;
                Ref::Foreign(Foreign {
                    kind: ForeignKind::Function,
                    identity: *self.others.entry(address).or_insert(next),
                })
            }
        }
    }

    /// A struct or array type, as the module knows it.
    pub(crate) fn object_type(&self, key: &TypeKey) -> Option<TypeIdx> {
        self.types.get(key).copied()
    }

    /// A tag, as the module knows it.
    pub(crate) fn tag(&self, mut store: impl AsContextMut, tag: &Tag) -> Option<TagIdx> {
        self.tags
            .iter()
            .find(|(known, _)| Tag::eq(known, tag, store.as_context_mut()))
            .map(|(_, index)| *index)
    }
}

fn address(store: impl AsContextMut, func: Func) -> usize {
    func.to_raw(store).addr()
}

/// A struct or array type of the store.
#[derive(Clone, Debug)]
pub(crate) struct TypeKey(ObjectType);

#[derive(Clone, Debug)]
enum ObjectType {
    Struct(StructType),
    Array(ArrayType),
}

impl TypeKey {
    pub(crate) fn of_struct(ty: StructType) -> Self {
        TypeKey(ObjectType::Struct(ty))
    }

    pub(crate) fn of_array(ty: ArrayType) -> Self {
        TypeKey(ObjectType::Array(ty))
    }

    /// What a reference type refers to.
    fn of(ty: &ValType) -> Option<Self> {
        match ty.as_ref()?.heap_type() {
            HeapType::ConcreteStruct(ty) => Some(Self::of_struct(ty.clone())),
            HeapType::ConcreteArray(ty) => Some(Self::of_array(ty.clone())),
            _ => None,
        }
    }
}

impl PartialEq for TypeKey {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (ObjectType::Struct(a), ObjectType::Struct(b)) => StructType::eq(a, b),
            (ObjectType::Array(a), ObjectType::Array(b)) => ArrayType::eq(a, b),
            _ => false,
        }
    }
}

impl Eq for TypeKey {}

impl Hash for TypeKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            ObjectType::Struct(ty) => ty.hash(state),
            ObjectType::Array(ty) => ty.hash(state),
        }
    }
}
