//! Whether wasmtime maps a module's initial memories copy-on-write, or copies them for each instance.
//!
//! It maps either all of them or none. The rules are those of wasmtime 48: each active data segment
//! fills a memory that the module defines, at a plain constant, within its first size; pages are no
//! smaller than the system's; and what the segments write together is more than half of the stretch
//! that they lie in, or that is shorter than 16 MiB.

use crate::constant;
use crate::error::{Result, emit as bugs};
use std::collections::BTreeMap;
use std::fmt;
use wasmparser::{BinaryReaderError, Data, DataKind, MemoryType, Parser, Payload, TypeRef};

/// Shorter images are mapped however sparse they are: `memory_guaranteed_dense_image_size`.
pub(crate) const ALWAYS_MAPPED: u64 = 16 << 20;
/// Pages of the systems that wasmtime runs on have at least this size.
const HOST_PAGE_LOG2: u32 = 12;

/// How an engine that can map initial memories treats those of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mapping {
    /// There is nothing to map.
    #[default]
    Empty,
    /// All are mapped.
    Mapped,
    /// All are copied, because of this.
    Copied(Obstacle),
}

/// Why memories can't be mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// A segment fills this imported memory.
    Imported(String),
    /// A segment's place is no constant.
    Place,
    /// A segment reaches beyond the memory's first size.
    Outside,
    /// The memory's pages are smaller than the system's.
    SmallPages,
    /// A memory's segments hold so many bytes, and lie in a stretch of so many.
    Sparse {
        /// Bytes in segments.
        bytes: u64,
        /// From the first of them to the last.
        stretch: u64,
    },
}

impl Obstacle {
    /// What would change it.
    pub fn remedy(&self) -> String {
        match self {
            Obstacle::Imported(name) => {
                format!("let the snapshot define it: `--internalize {name}`")
            }
            Obstacle::Place => {
                "link the module to fixed addresses, or internalize the global that says where"
                    .into()
            }
            Obstacle::Outside => "declare the memory's size large enough".into(),
            Obstacle::SmallPages => "give the memory pages of 64 KiB".into(),
            Obstacle::Sparse { .. } => {
                "let init allocate closer together, or free what it does not need".into()
            }
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Obstacle::Imported(name) => {
                write!(f, "a data segment fills the imported memory `{name}`")
            }
            Obstacle::Place => f.write_str("a data segment's place is no constant"),
            Obstacle::Outside => f.write_str("a data segment does not lie in its memory"),
            Obstacle::SmallPages => f.write_str("the memory's pages are smaller than the system's"),
            Obstacle::Sparse { bytes, stretch } => write!(
                f,
                "its {bytes} bytes lie in a stretch of {stretch}, more than twice as many"
            ),
        }
    }
}

/// Tells whether the initial memories of a valid module can be mapped.
///
/// ```
/// use preinit_core::{Mapping, mapping};
/// let wasm = wat::parse_str(r#"(module (memory 1) (data (i32.const 8) "x"))"#)?;
/// assert_eq!(mapping(&wasm)?, Mapping::Mapped);
/// let wasm = wat::parse_str(r#"(module (import "m" "m" (memory 1)) (data (i32.const 8) "x"))"#)?;
/// assert!(matches!(mapping(&wasm)?, Mapping::Copied(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Bug`](crate::ErrorKind::Bug) if the module can't be read.
pub fn mapping(wasm: &[u8]) -> Result<Mapping> {
    read(wasm).map_err(|error| bugs::unreadable("the output", &error))
}

fn read(wasm: &[u8]) -> Result<Mapping, BinaryReaderError> {
    let mut memories: Vec<(Option<String>, MemoryType)> = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if let TypeRef::Memory(ty) = import.ty {
                        memories.push((Some(format!("{}.{}", import.module, import.name)), ty));
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    memories.push((None, memory?));
                }
            }
            Payload::DataSection(section) => {
                let segments = section.into_iter().collect::<Result<Vec<_>, _>>()?;
                return judge(&memories, &segments);
            }
            _ => {}
        }
    }
    Ok(Mapping::Empty)
}

/// What the segments of one memory span, and their bytes together.
#[derive(Default)]
struct Extent {
    start: Option<u64>,
    end: u64,
    bytes: u64,
}

fn judge(
    memories: &[(Option<String>, MemoryType)],
    segments: &[Data<'_>],
) -> Result<Mapping, BinaryReaderError> {
    let mut extents: BTreeMap<u32, Extent> = BTreeMap::new();
    for segment in segments {
        let DataKind::Active {
            memory_index,
            offset_expr,
        } = &segment.kind
        else {
            continue;
        };
        let Some((imported, ty)) = memories.get(*memory_index as usize) else {
            continue;
        };
        if let Some(name) = imported {
            return Ok(Mapping::Copied(Obstacle::Imported(name.clone())));
        }
        let page = ty.page_size_log2.unwrap_or(16);
        if page < HOST_PAGE_LOG2 {
            return Ok(Mapping::Copied(Obstacle::SmallPages));
        }
        let Some(start) = constant::offset(offset_expr)? else {
            return Ok(Mapping::Copied(Obstacle::Place));
        };
        let len = segment.data.len() as u64;
        let end = start.saturating_add(len);
        if end > ty.initial.saturating_mul(1 << page) {
            return Ok(Mapping::Copied(Obstacle::Outside));
        }
        let extent = extents.entry(*memory_index).or_default();
        extent.start = Some(extent.start.map_or(start, |known| known.min(start)));
        extent.end = extent.end.max(end);
        extent.bytes += len;
    }
    for extent in extents.values() {
        let stretch = extent.end - extent.start.unwrap_or(0);
        let bytes = extent.bytes;
        if stretch >= ALWAYS_MAPPED && stretch >= 2 * bytes {
            return Ok(Mapping::Copied(Obstacle::Sparse { bytes, stretch }));
        }
    }
    Ok(match extents.is_empty() {
        true => Mapping::Empty,
        false => Mapping::Mapped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Mapping {
        mapping(&wat::parse_str(text).unwrap()).unwrap()
    }

    #[test]
    fn each_obstacle_is_told() {
        let copied = |text| match of(text) {
            Mapping::Copied(obstacle) => obstacle,
            other => panic!("{other:?}: {text}"),
        };
        assert_eq!(
            copied(r#"(module (import "a" "b" (memory 1)) (data (i32.const 0) "x"))"#),
            Obstacle::Imported("a.b".into())
        );
        assert_eq!(
            copied(
                r#"(module (import "a" "b" (global i32)) (memory 1) (data (global.get 0) "x"))"#
            ),
            Obstacle::Place
        );
        assert_eq!(
            copied(r#"(module (memory 1) (data (i32.const 65536) "x"))"#),
            Obstacle::Outside
        );
        assert_eq!(
            copied(r#"(module (memory 9 (pagesize 1)) (data (i32.const 1) "x"))"#),
            Obstacle::SmallPages
        );
        assert_eq!(
            copied(
                r#"(module (memory 1) (memory 300) (data (i32.const 0) "x")
                (data (memory 1) (i32.const 0) "x") (data (memory 1) (i32.const 16777216) "x"))"#
            ),
            Obstacle::Sparse {
                bytes: 2,
                stretch: (16 << 20) + 1
            }
        );
    }

    #[test]
    fn what_is_dense_short_or_empty_is_no_obstacle() {
        assert_eq!(
            of(r#"(module (memory 300) (data (i32.const 0) "x") (data (i32.const 16777214) "x"))"#),
            Mapping::Mapped
        );
        assert_eq!(of(r#"(module (memory 1) (data "x"))"#), Mapping::Empty);
        assert_eq!(
            of(r#"(module (import "a" "b" (memory 1)))"#),
            Mapping::Empty
        );
    }
}
