//! Debug information made by hand: what moves, what stays, and what is left and told.

use super::{Dwarf, Moves, Renamed, Stretch, Target};
use crate::module::Module;
use crate::section::{id, write_section};
use std::collections::BTreeMap;
use wasm_encoder::Encode;

/// Bodies at 2 to 4, 5 to 7 and 8 to 10.
const TEXT: &str = "(module (func) (func) (func))";
type Mended = (BTreeMap<String, Vec<u8>>, Vec<&'static str>);

/// The sections that differ when all bodies move by one byte, and those that are left.
fn mend(sections: &[(&str, Vec<u8>)]) -> Mended {
    mend_by(&Moves::together(1, 10, 1), sections)
}

fn mend_by(moves: &Moves, sections: &[(&str, Vec<u8>)]) -> Mended {
    let mut wasm = wat::parse_str(TEXT).unwrap();
    for (name, data) in sections {
        let mut contents = Vec::new();
        name.encode(&mut contents);
        contents.extend_from_slice(data);
        write_section(&mut wasm, id::CUSTOM, &contents);
    }
    let module = Module::decode(&wasm).unwrap();
    let dwarf = Dwarf::mend(&module, moves);
    let custom = module
        .sections
        .iter()
        .filter(|known| known.id == id::CUSTOM);
    let mended = custom.filter_map(|section| {
        let data = dwarf.mended(section.range.start)?;
        Some((section.name.to_owned(), data.to_vec()))
    });
    (mended.collect(), dwarf.left().to_vec())
}

/// With a length of four bytes in front.
fn sized(body: &[&[u8]]) -> Vec<u8> {
    let body = body.concat();
    [&(body.len() as u32).to_le_bytes()[..], &body].concat()
}

fn words(values: &[u32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

/// A unit of version 5 with addresses of 4 bytes.
fn unit(kind: u8, entries: &[u8]) -> Vec<u8> {
    let id: &[u8] = if kind == SKELETON { &[0; 8] } else { &[] };
    sized(&[&[5, 0, kind, 4, 0, 0, 0, 0], id, entries])
}

const COMPILE: u8 = 1;
const SKELETON: u8 = 4;

/// 1: the root, with `DW_AT_low_pc`, `DW_AT_addr_base`, `DW_AT_rnglists_base`; 2: a function, with
/// `DW_AT_low_pc` as an index and `DW_AT_ranges`; 3: a variable, with an expression.
const ABBREVIATIONS: &[u8] = &[
    1, 0x11, 1, 0x11, 0x01, 0x73, 0x17, 0x74, 0x17, 0, 0, //
    2, 0x2e, 0, 0x11, 0x1b, 0x55, 0x23, 0, 0, //
    3, 0x34, 0, 0x02, 0x18, 0, 0, 0,
];

/// The root as the first abbreviation has it, with tables behind headers of 8 and 12 bytes.
fn root(start: u32) -> Vec<u8> {
    [vec![1], words(&[start, 8, 12])].concat()
}

/// A function at entry 1 of the table, with the only list; and `DW_OP_addrx` 0.
const ENTRIES: &[u8] = &[2, 1, 0, 3, 2, 0xa1, 0, 0];

fn addresses(values: &[u32]) -> Vec<u8> {
    sized(&[&[5, 0, 4, 0], &words(values)])
}

fn ranges(entries: &[u8]) -> Vec<u8> {
    sized(&[&[5, 0, 4, 0], &words(&[1, 4]), entries])
}

fn sections(start: u32, kind: u8, list: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let entries = [&root(start)[..], ENTRIES].concat();
    vec![
        (".debug_abbrev", ABBREVIATIONS.to_vec()),
        (".debug_info", unit(kind, &entries)),
        (".debug_addr", addresses(&[4, 5, 8, u32::MAX, 7])),
        (".debug_rnglists", ranges(list)),
    ]
}

/// An address and an address; an index and an index; an address as base and offsets from it.
const LIST: &[u8] = &[
    6, 5, 0, 0, 0, 7, 0, 0, 0, 2, 2, 3, 5, 8, 0, 0, 0, 4, 1, 2, 0,
];

#[test]
fn what_leads_to_an_address_tells_what_it_is() {
    let (mended, left) = mend(&sections(0, COMPILE, LIST));
    assert_eq!(left, [""; 0]);
    // Entry 0 is a variable's and entry 4 nobody's; entry 3 is a function that is gone.
    let expected = addresses(&[4, 6, 9, u32::MAX, 7]);
    assert_eq!(mended[".debug_addr"], expected);
    let expected = ranges(&[
        6, 6, 0, 0, 0, 8, 0, 0, 0, 2, 2, 3, 5, 9, 0, 0, 0, 4, 1, 2, 0,
    ]);
    assert_eq!(mended[".debug_rnglists"], expected);
    // A root without an address of its own.
    assert_eq!(mended[".debug_info"], sections(0, COMPILE, LIST)[1].1);
}

#[test]
fn offsets_follow_what_they_count_from() {
    let list = [4, 1, 2, 0];
    let (mended, left) = mend(&sections(5, COMPILE, &list));
    assert_eq!(left, [""; 0]);
    assert_eq!(mended[".debug_info"], sections(6, COMPILE, &list)[1].1);
    assert!(!mended.contains_key(".debug_rnglists"));
}

#[test]
fn an_offset_that_is_an_address_is_told() {
    let (mended, left) = mend(&sections(0, COMPILE, &[4, 5, 7, 0]));
    assert_eq!(left, [".debug_rnglists"]);
    assert!(!mended.contains_key(".debug_rnglists"));
    assert!(mended.contains_key(".debug_addr"));
}

#[test]
fn what_goes_apart_is_told() {
    let stretch = |first, target| Stretch {
        first,
        end: first + 2,
        target,
    };
    let stretches = vec![
        stretch(2, Target::At(2)),
        stretch(5, Target::Gone),
        stretch(8, Target::At(5)),
    ];
    let moves = Moves::new(stretches, Renamed::new());
    // From the first body to its end, and into the last one.
    for (end, left) in [(4, &[][..]), (9, &[".debug_rnglists"])] {
        let list = [6, 2, 0, 0, 0, end, 0, 0, 0, 0];
        assert_eq!(mend_by(&moves, &sections(0, COMPILE, &list)).1, left);
    }
    let (mended, _) = mend_by(&moves, &sections(8, COMPILE, &[4, 0, 2, 0]));
    assert_eq!(mended[".debug_info"], sections(5, COMPILE, &[])[1].1);
    // The function at entry 1 of the table, and the one at entry 2.
    let expected = addresses(&[4, u32::MAX, 8, u32::MAX, 7]);
    assert_eq!(mended[".debug_addr"], expected);
}

/// A unit with a variable that is at an expression.
fn variable(expression: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut length = Vec::new();
    crate::section::leb(expression.len() as u64, &mut length);
    let entries = [&root(0)[..], &[2, 1, 0, 3], &length, expression, &[0]].concat();
    let mut sections = sections(0, COMPILE, LIST);
    sections[1].1 = unit(COMPILE, &entries);
    sections
}

#[test]
fn globals_are_renamed_where_there_is_room() {
    let whole = Stretch {
        first: 1,
        end: 10,
        target: Target::At(1),
    };
    let moves = Moves::new(vec![whole], Renamed::from([(1, Some(300)), (2, None)]));
    for (expression, renamed) in [
        (&[0xed, 3, 1, 0, 0, 0][..], &[0xed, 3, 44, 1, 0, 0][..]),
        (&[0xed, 3, 7, 0, 0, 0], &[0xed, 3, 7, 0, 0, 0]),
        (&[0xed, 0, 1, 0x9f], &[0xed, 0, 1, 0x9f]),
        // Behind another operation, and what an argument was.
        (
            &[0x23, 1, 0xa3, 6, 0xed, 3, 1, 0, 0, 0, 0x9f],
            &[0x23, 1, 0xa3, 6, 0xed, 3, 44, 1, 0, 0, 0x9f],
        ),
    ] {
        let (mended, left) = mend_by(&moves, &variable(expression));
        assert_eq!(left, [""; 0]);
        let info = &variable(expression)[1].1;
        let expected = &variable(renamed)[1].1;
        assert_eq!(mended.get(".debug_info").unwrap_or(info), expected);
    }
    // In a LEB128, and one that is gone.
    for expression in [&[0xed, 1, 1][..], &[0xed, 3, 2, 0, 0, 0]] {
        let (_, left) = mend_by(&moves, &variable(expression));
        assert!(left.contains(&".debug_info"));
    }
}

#[test]
fn what_arguments_were_lies_within_one_another_to_any_depth() {
    const DEPTH: usize = 100_000;
    // Written from the inside out, backwards.
    let within = |global: u8| {
        let mut backwards = vec![0, 0, 0, global, 3, 0xed];
        for _ in 0..DEPTH {
            let mut length = Vec::new();
            crate::section::leb(backwards.len() as u64, &mut length);
            backwards.extend(length.iter().rev());
            backwards.push(0xa3);
        }
        backwards.reverse();
        variable(&backwards)
    };
    let whole = Stretch {
        first: 1,
        end: 10,
        target: Target::At(1),
    };
    let moves = Moves::new(vec![whole], Renamed::from([(1, Some(4))]));
    let (mended, left) = mend_by(&moves, &within(1));
    assert_eq!(left, [""; 0]);
    assert_eq!(mended[".debug_info"], within(4)[1].1);
}

#[test]
fn a_table_that_units_elsewhere_use_is_told() {
    let (mended, left) = mend(&sections(0, SKELETON, LIST));
    assert_eq!(left, [".debug_addr"]);
    assert!(!mended.contains_key(".debug_addr"));
    assert!(mended.contains_key(".debug_rnglists"));
}

#[test]
fn of_two_sections_neither_is_meant() {
    let mut all = sections(0, COMPILE, LIST);
    all.push(all[1].clone());
    let (mended, left) = mend(&all);
    assert_eq!(left, [".debug_addr", ".debug_info", ".debug_rnglists"]);
    assert!(mended.is_empty());
}

#[test]
fn damage_stays_in_the_sections_that_need_what_is_damaged() {
    let all = sections(0, COMPILE, LIST);
    for (index, (name, data)) in all.iter().enumerate() {
        for len in 0..data.len() {
            let mut cut = all.clone();
            cut[index].1.truncate(len);
            let (mended, _) = mend(&cut);
            for (mended, data) in mended {
                let original = cut.iter().find(|(name, _)| *name == mended).unwrap();
                assert_eq!(original.1.len(), data.len(), "{name} cut to {len}");
            }
        }
    }
}

#[test]
fn attributes_without_bytes_are_no_way_to_stall() {
    // Each entry has one byte, and 20,000 attributes that are nothing but present.
    let mut abbreviation = vec![1, 0x11, 0];
    abbreviation.extend([0x3f, 0x19].repeat(20_000));
    abbreviation.extend([0, 0, 0]);
    let all = [
        (".debug_abbrev", abbreviation),
        (".debug_info", unit(COMPILE, &[1; 200_000])),
    ];
    let (_, left) = mend(&all);
    assert_eq!(left[..1], [".debug_info"]);
}

#[test]
fn lists_that_overlap_are_no_way_to_stall() {
    // 50,000 lists, each with all of the one before but its first entry.
    const LISTS: u32 = 50_000;
    let mut entries = root(0);
    entries.extend((0..LISTS).flat_map(|list| [&[4][..], &(8 * list).to_le_bytes()].concat()));
    let mut abbreviations = ABBREVIATIONS[..ABBREVIATIONS.len() - 1].to_vec();
    abbreviations.extend([4, 0x2e, 0, 0x55, 0x17, 0, 0, 0]);
    let mut info = unit(COMPILE, &entries);
    // Version 4 has the fields of the header in another order, and no kind.
    info.splice(4..12, [4, 0, 0, 0, 0, 0, 4]);
    let len = info.len() as u32 - 4;
    info[..4].copy_from_slice(&len.to_le_bytes());
    let all = [
        (".debug_abbrev", abbreviations),
        (".debug_info", info),
        (".debug_ranges", words(&[5, 7]).repeat(LISTS as usize + 1)),
    ];
    let (_, left) = mend(&all);
    assert_eq!(left, [".debug_ranges"]);
}
