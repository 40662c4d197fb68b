//! What can be seen of an instance's state, in terms that hold in any store.
//!
//! Objects are numbered in the order in which a walk over all exported globals and tables meets them,
//! so two states are equal if and only if what was observed is: values, sharing and cycles included.

use std::collections::{HashMap, VecDeque};

use wasmtime::{
    AnyRef, ArrayType, AsContextMut, ExnRef, ExternRef, Func, Rooted, StructType, Tag, Val,
};

/// Elements of a long array that are looked at.
const ELEMENTS: usize = 2_000;

/// How functions and tags are told apart: by what the instance and its provider export.
#[derive(Debug, Default)]
pub struct Names {
    /// The number of each function's first export, by its address.
    pub functions: HashMap<usize, u32>,
    /// The tags, in the order of their exports.
    pub tags: Vec<Tag>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A number or a vector, by its bits.
    Number(u128),
    /// A null reference.
    Null,
    /// The function that is exported first under this number; none if it is not exported.
    Function(Option<u32>),
    /// An unboxed number.
    I31 {
        /// The number.
        number: u32,
        /// Whether the reference is an external one.
        is_external: bool,
    },
    /// The object of this number.
    Object {
        /// Its number, in the order in which objects are met.
        number: usize,
        /// Whether the reference is an external one.
        is_external: bool,
    },
    /// What a module cannot make.
    Foreign,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    kind: Kind,
    /// How many fields or elements it has.
    len: usize,
    fields: Vec<Token>,
}

#[derive(Clone, Debug)]
enum Kind {
    Struct(StructType),
    Array(ArrayType),
    Exception(Option<usize>),
}

/// Values and all objects that they reach.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The values.
    pub roots: Vec<Token>,
    /// The objects, by their numbers.
    pub objects: Vec<Object>,
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        let same_kind = match (&self.kind, &other.kind) {
            (Kind::Struct(a), Kind::Struct(b)) => StructType::eq(a, b),
            (Kind::Array(a), Kind::Array(b)) => ArrayType::eq(a, b),
            (Kind::Exception(a), Kind::Exception(b)) => a == b,
            _ => false,
        };
        same_kind && self.len == other.len && self.fields == other.fields
    }
}

impl Graph {
    /// The first difference between two graphs, as text.
    pub fn difference(&self, other: &Graph) -> Option<String> {
        if self.roots.len() != other.roots.len() {
            let (mine, theirs) = (self.roots.len(), other.roots.len());
            return Some(format!("{mine} values and {theirs}"));
        }
        let differ = |(i, (a, b)): (usize, (&Token, &Token))| {
            (a != b).then(|| format!("value {i} is {a:?} and {b:?}"))
        };
        let roots = self.roots.iter().zip(&other.roots).enumerate();
        if let Some(difference) = roots.into_iter().find_map(differ) {
            return Some(difference);
        }
        // Equal values reach equally many objects unless some object on the way differs.
        self.objects
            .iter()
            .zip(&other.objects)
            .enumerate()
            .find(|(_, (a, b))| a != b)
            .map(|(i, (a, b))| format!("object {i} is {a:?} and {b:?}"))
    }
}

/// A walk over a heap that nothing changes meanwhile.
pub struct Walk<'a> {
    names: &'a Names,
    numbers: HashMap<u32, usize>,
    pending: VecDeque<Reference>,
    graph: Graph,
}

enum Reference {
    Any(Rooted<AnyRef>),
    Exception(Rooted<ExnRef>),
}

impl<'a> Walk<'a> {
    /// Starts a walk.
    pub fn new(names: &'a Names) -> Walk<'a> {
        Walk {
            names,
            numbers: HashMap::new(),
            pending: VecDeque::new(),
            graph: Graph::default(),
        }
    }

    /// Adds a value to the roots.
    ///
    /// # Errors
    ///
    /// The reference is not of this store any more.
    pub fn root(&mut self, store: impl AsContextMut, value: &Val) -> wasmtime::Result<()> {
        let token = self.token(store, value)?;
        self.graph.roots.push(token);
        Ok(())
    }

    /// Visits all that the roots reach.
    ///
    /// # Errors
    ///
    /// A reference is not of this store any more.
    pub fn finish(mut self, mut store: impl AsContextMut) -> wasmtime::Result<Graph> {
        while let Some(reference) = self.pending.pop_front() {
            let (kind, len, values) = match reference {
                Reference::Any(object) => inside(&mut store, object)?,
                Reference::Exception(exception) => {
                    let tag = exception.tag(&mut store)?;
                    let context = store.as_context();
                    let tags = &self.names.tags;
                    let tag = tags.iter().position(|known| Tag::eq(known, &tag, &context));
                    let fields: Vec<Val> = exception.fields(store.as_context_mut())?.collect();
                    (Kind::Exception(tag), fields.len(), fields)
                }
            };
            let mut fields = Vec::with_capacity(values.len());
            for value in &values {
                fields.push(self.token(&mut store, value)?);
            }
            self.graph.objects.push(Object { kind, len, fields });
        }
        Ok(self.graph)
    }

    fn token(&mut self, mut store: impl AsContextMut, value: &Val) -> wasmtime::Result<Token> {
        Ok(match value {
            Val::I32(value) => Token::Number(value.cast_unsigned().into()),
            Val::I64(value) => Token::Number(value.cast_unsigned().into()),
            Val::F32(bits) => Token::Number((*bits).into()),
            Val::F64(bits) => Token::Number((*bits).into()),
            Val::V128(bits) => Token::Number(bits.as_u128()),
            Val::FuncRef(None)
            | Val::ExternRef(None)
            | Val::AnyRef(None)
            | Val::ExnRef(None)
            | Val::ContRef(None) => Token::Null,
            Val::FuncRef(Some(function)) => {
                let address = address(&mut store, function);
                Token::Function(self.names.functions.get(&address).copied())
            }
            Val::ExternRef(Some(reference)) => {
                if reference.data(&store)?.is_some() {
                    return Ok(Token::Foreign);
                }
                let object = AnyRef::convert_extern(&mut store, *reference)?;
                self.internal(store, object, true)?
            }
            Val::AnyRef(Some(object)) => {
                // An external reference of the host's can hide in an internal one.
                let external = ExternRef::convert_any(&mut store, *object)?;
                if external.data(&store)?.is_some() {
                    return Ok(Token::Foreign);
                }
                self.internal(store, *object, false)?
            }
            Val::ExnRef(Some(exception)) => {
                let raw = exception.to_raw(&mut store)?;
                Token::Object {
                    number: self.number(raw, Reference::Exception(*exception)),
                    is_external: false,
                }
            }
            Val::ContRef(Some(_)) => Token::Foreign,
        })
    }

    fn internal(
        &mut self,
        mut store: impl AsContextMut,
        object: Rooted<AnyRef>,
        is_external: bool,
    ) -> wasmtime::Result<Token> {
        if let Some(number) = object.as_i31(&store)? {
            return Ok(Token::I31 {
                number: number.get_u32(),
                is_external,
            });
        }
        let raw = object.to_raw(&mut store)?;
        Ok(Token::Object {
            number: self.number(raw, Reference::Any(object)),
            is_external,
        })
    }

    /// The number of an object: a new one is to be visited.
    fn number(&mut self, raw: u32, reference: Reference) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(raw).or_insert(next);
        if number == next {
            self.pending.push_back(reference);
        }
        number
    }
}

/// What an object is, how long, and what it holds.
fn inside(
    mut store: impl AsContextMut,
    object: Rooted<AnyRef>,
) -> wasmtime::Result<(Kind, usize, Vec<Val>)> {
    if let Some(object) = object.as_struct(&store)? {
        let ty = object.ty(&store)?;
        let fields: Vec<Val> = object.fields(store.as_context_mut())?.collect();
        return Ok((Kind::Struct(ty), fields.len(), fields));
    }
    let array = object.unwrap_array(&store)?;
    let ty = array.ty(&store)?;
    let elements = array.elems(store.as_context_mut())?;
    let len = elements.len();
    Ok((Kind::Array(ty), len, elements.take(ELEMENTS).collect()))
}

/// What tells a function of an instance from all others.
pub fn address(store: impl AsContextMut, function: &Func) -> usize {
    function.to_raw(store).addr()
}
