//! Generated functions that change tables, reference globals, segments and objects.

use preinit_testkit::edit::Sections;
use preinit_testkit::random::Numbers;
use wasm_encoder::{BlockType, Encode, InstructionSink};
use wasmparser::{AbstractHeapType, CompositeInnerType, HeapType, RefType, ValType};

use super::facts::Facts;
use super::values::{Generator, code, concrete};

const TYPE: u8 = 1;
const FUNCTION: u8 = 3;
const CODE: u8 = 10;

/// What an instruction changes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The entries or the size of a table.
    Table,
    /// A global that holds a reference.
    Reference,
    /// A passive segment: it is dropped.
    Segment,
    /// An object that is there already.
    Object,
    /// A numeric global, or a memory.
    Number,
}

/// A function of two parameters of type `i32`, without results.
#[derive(Debug)]
pub struct Function {
    /// What it changes if it returns, in order.
    pub changes: Vec<Change>,
    body: Vec<u8>,
}

/// A few functions for a module in which every function is exported, and so may be referred to.
pub fn functions(facts: &Facts, numbers: &mut Numbers) -> Vec<Function> {
    let count = 2 + numbers.below(3);
    let mut generator = Generator { facts, numbers };
    (0..count)
        .map(|_| generator.function())
        .filter(|function| !function.changes.is_empty())
        .collect()
}

impl Function {
    /// Appends it to a module, with its type, which becomes type `ty`.
    ///
    /// # Errors
    ///
    /// A section cannot be parsed.
    pub fn append(&self, sections: &mut Sections, ty: u32) -> Result<(), String> {
        sections.append(TYPE, &[0x60, 2, 0x7f, 0x7f, 0])?;
        let mut index = Vec::new();
        ty.encode(&mut index);
        sections.append(FUNCTION, &index)?;
        // No locals.
        let mut body = vec![0];
        body.extend_from_slice(&self.body);
        body.push(0x0b);
        let mut code = Vec::new();
        body.encode(&mut code);
        sections.append(CODE, &code)
    }
}

/// Instructions, and what they change; nothing where the module has nothing to change.
type Changing = Option<(Change, Vec<u8>)>;

impl Generator<'_> {
    fn function(&mut self) -> Function {
        let mut function = Function {
            changes: Vec::new(),
            body: Vec::new(),
        };
        for _ in 0..1 + self.numbers.below(4) {
            let changing = match self.numbers.below(10) {
                0..=3 => self.table(),
                4..=5 => self.global(),
                6 => self.segment(),
                7 => self.memory(),
                _ => self.object(),
            };
            if let Some((change, code)) = changing {
                function.changes.push(change);
                function.body.extend(code);
            }
        }
        function
    }

    fn table(&mut self) -> Changing {
        let index = self.pick(self.facts.tables.len())?;
        let table = self.facts.tables[index];
        let number = |value: u64| {
            code(|sink| {
                if table.table64 {
                    sink.i64_const(value.cast_signed());
                } else {
                    sink.i32_const(value as i32);
                }
            })
        };
        let size = table.initial.min(100);
        let at = self.pick(size as usize).unwrap_or(0) as u64;
        let index = index as u32;
        let mut out = Vec::new();
        let choice = self.numbers.below(8);
        match choice {
            _ if size == 0 || choice == 0 => {
                out.extend(self.reference(table.element_type, 0)?);
                out.extend(number(1 + self.numbers.below(3) as u64));
                out.extend(code(|sink| {
                    sink.table_grow(index).drop();
                }));
            }
            1 => {
                out.extend(number(at));
                out.extend(self.reference(table.element_type, 0)?);
                out.extend(number(self.numbers.below((size - at) as usize + 1) as u64));
                out.extend(code(|sink| {
                    sink.table_fill(index);
                }));
            }
            2 => {
                let len = self.numbers.below((size - at) as usize + 1) as u64;
                out.extend(number(at));
                out.extend(number(self.numbers.below((size - len) as usize + 1) as u64));
                out.extend(number(len));
                out.extend(code(|sink| {
                    sink.table_copy(index, index);
                }));
            }
            3 => {
                let fits = |ty: RefType| {
                    ty == table.element_type
                        || (table.element_type == RefType::FUNCREF && ty == RefType::FUNC)
                };
                let elements = self.facts.elements.iter();
                let fitting: Vec<usize> = elements
                    .enumerate()
                    .filter(|(_, (ty, passive))| *passive && fits(*ty))
                    .map(|(i, _)| i)
                    .collect();
                let element = fitting[self.pick(fitting.len())?] as u32;
                out.extend(number(at));
                out.extend(code(|sink| {
                    sink.i32_const(0).i32_const(1).table_init(index, element);
                }));
            }
            _ => {
                out.extend(number(at));
                out.extend(self.reference(table.element_type, 0)?);
                out.extend(code(|sink| {
                    sink.table_set(index);
                }));
            }
        }
        Some((Change::Table, out))
    }

    fn global(&mut self) -> Changing {
        let globals = self.facts.globals.iter().enumerate();
        let mutable: Vec<usize> = globals
            .filter(|(_, global)| global.mutable)
            .map(|(i, _)| i)
            .collect();
        let index = mutable[self.pick(mutable.len())?];
        let ty = self.facts.globals[index].content_type;
        let mut out = self.value(ty, 0)?;
        out.extend(code(|sink| {
            sink.global_set(index as u32);
        }));
        let change = match ty {
            ValType::Ref(_) => Change::Reference,
            _ => Change::Number,
        };
        Some((change, out))
    }

    fn segment(&mut self) -> Changing {
        let passive = |(i, passive): (usize, bool)| passive.then_some(i as u32);
        let elements = self.facts.elements.iter().map(|(_, passive)| *passive);
        let elements: Vec<u32> = elements.enumerate().filter_map(passive).collect();
        let data = self.facts.data.iter().copied().enumerate();
        let mut data: Vec<u32> = data.filter_map(passive).collect();
        if !self.facts.has_data_count {
            data.clear();
        }
        let choice = self.pick(elements.len() + data.len())?;
        let out = code(|sink| {
            match elements.get(choice) {
                Some(element) => sink.elem_drop(*element),
                None => sink.data_drop(data[choice - elements.len()]),
            };
        });
        Some((Change::Segment, out))
    }

    fn memory(&mut self) -> Changing {
        let index = self.pick(self.facts.memories.len())?;
        let memory = self.facts.memories[index];
        let grow = self.chance(4);
        let value = self.numbers.draw() as i32;
        let out = code(|sink| {
            let number = |sink: &mut InstructionSink<'_>, value: i32| {
                match memory.memory64 {
                    true => sink.i64_const(value.into()),
                    false => sink.i32_const(value),
                };
            };
            let argument = wasm_encoder::MemArg {
                offset: 0,
                align: 0,
                memory_index: index as u32,
            };
            if grow || memory.initial == 0 {
                number(sink, 1);
                sink.memory_grow(index as u32).drop();
            } else {
                number(sink, 0);
                sink.local_get(0)
                    .i32_const(value)
                    .i32_add()
                    .i32_store8(argument);
            }
        });
        Some((Change::Number, out))
    }

    /// Changes a field or an element of what a global refers to, if it is of the type drawn.
    fn object(&mut self) -> Changing {
        let is_internal = |ty: ValType| match ty {
            ValType::Ref(ty) => match ty.heap_type() {
                HeapType::Abstract { ty, .. } => matches!(
                    ty,
                    AbstractHeapType::Any
                        | AbstractHeapType::Eq
                        | AbstractHeapType::Struct
                        | AbstractHeapType::Array
                ),
                HeapType::Concrete(index) => {
                    let inner = index.as_module_index().and_then(|i| self.facts.inner(i));
                    !matches!(inner, None | Some(CompositeInnerType::Func(_)))
                }
                HeapType::Exact(_) => false,
            },
            _ => false,
        };
        let globals = self.facts.globals.iter().enumerate();
        let globals: Vec<(u32, ValType)> = globals
            .filter(|(_, global)| is_internal(global.content_type))
            .map(|(i, global)| (i as u32, global.content_type))
            .collect();
        let (global, content) = globals[self.pick(globals.len())?];
        let of_global = match content {
            ValType::Ref(ty) => concrete(ty),
            _ => None,
        };
        let ty = match of_global {
            Some(ty) => ty,
            None => self.pick(self.facts.types.len())? as u32,
        };
        let facts = self.facts;
        let (field, is_array) = match facts.inner(ty)? {
            CompositeInnerType::Struct(ty) => (self.pick(ty.fields.len())?, false),
            CompositeInnerType::Array(_) => (0, true),
            _ => return None,
        };
        let storage = match facts.inner(ty)? {
            CompositeInnerType::Struct(ty) => ty.fields[field],
            CompositeInnerType::Array(ty) => ty.0,
            _ => return None,
        };
        if !storage.mutable {
            return None;
        }
        let value = self.stored(storage, 1)?;
        let heap = wasm_encoder::HeapType::Concrete(ty);
        let mut out = code(|sink| {
            sink.global_get(global)
                .ref_test_non_null(heap)
                .if_(BlockType::Empty);
            if is_array {
                sink.global_get(global)
                    .ref_cast_non_null(heap)
                    .array_len()
                    .if_(BlockType::Empty);
            }
            sink.global_get(global).ref_cast_non_null(heap);
            if is_array {
                sink.i32_const(0);
            }
        });
        out.extend(value);
        out.extend(code(|sink| {
            match is_array {
                true => sink.array_set(ty).end().end(),
                false => sink.struct_set(ty, field as u32).end(),
            };
        }));
        Some((Change::Object, out))
    }
}
