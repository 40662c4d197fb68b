//! Segments: what they fill, and their items.

use crate::contents::Contents;
use wasmparser::{
    BinaryReaderError, ConstExpr, DataKind, Element, ElementItems, ElementKind, Operator,
};

/// The place and bytes of each segment that fills a memory.
pub(super) fn segments_into<'c, 'a>(
    contents: &'c Contents<'a>,
    memory: u32,
) -> impl Iterator<Item = (ConstExpr<'a>, &'a [u8])> + use<'c, 'a> {
    contents
        .data
        .iter()
        .filter_map(move |data| match &data.kind {
            DataKind::Active {
                memory_index,
                offset_expr,
            } if *memory_index == memory => Some((offset_expr.clone(), data.data)),
            _ => None,
        })
}

/// The place of each segment that fills a table, and the segment.
pub(super) fn elements_into<'c, 'a>(
    contents: &'c Contents<'a>,
    table: u32,
) -> impl Iterator<Item = (ConstExpr<'a>, Element<'a>)> + use<'c, 'a> {
    let elements = contents.elements.iter();
    elements.filter_map(move |element| match &element.kind {
        ElementKind::Active { offset_expr, .. } if target(element) == Some(table) => {
            Some((offset_expr.clone(), element.clone()))
        }
        _ => None,
    })
}

pub(super) fn target(element: &Element<'_>) -> Option<u32> {
    match element.kind {
        ElementKind::Active { table_index, .. } => Some(table_index.unwrap_or(0)),
        ElementKind::Passive | ElementKind::Declared => None,
    }
}

/// An item of an element segment.
pub(super) enum Item<'a> {
    Func(u32),
    Expr(ConstExpr<'a>),
}

pub(super) fn items<'a>(items: &ElementItems<'a>) -> Result<Vec<Item<'a>>, BinaryReaderError> {
    let function = |expr: &ConstExpr<'a>| {
        let mut operators = expr.get_operators_reader();
        match operators.read()? {
            Operator::RefFunc { function_index } if operators.is_end_then_eof() => {
                Ok(Some(function_index))
            }
            _ => Ok(None),
        }
    };
    match items {
        ElementItems::Functions(items) => items
            .clone()
            .into_iter()
            .map(|func| func.map(Item::Func))
            .collect(),
        ElementItems::Expressions(_, items) => items
            .clone()
            .into_iter()
            .map(|expr| {
                let expr = expr?;
                Ok(match function(&expr)? {
                    Some(func) => Item::Func(func),
                    None => Item::Expr(expr),
                })
            })
            .collect(),
    }
}
