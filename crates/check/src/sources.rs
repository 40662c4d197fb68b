//! The modules of a comparison: read, compiled, and paired for what is compared.

use crate::calls::{self, Call};
use crate::facts::{Facts, NamedSegments, is_function};
use crate::idle;
use crate::imports::check_state;
use crate::labels;
use crate::linked::{self, Exports, Linked};
use crate::probes;
use crate::run::Program;
use crate::run::{is_short_of_memory, no_memory};
use crate::state::Subject;
use crate::visible::Visible;
use preinit_core::{Error, ErrorKind, Supplied, standard_exceptions};
use preinit_engine::Options;
use std::collections::BTreeSet;
use wasmtime::{Engine, Module};

/// A module, before it is compiled.
pub(crate) struct Source<'a> {
    /// What it is called in errors.
    title: String,
    /// The name that others import it by, unless it is the main module.
    name: Option<&'a str>,
    pub(crate) facts: Facts<'a>,
    /// What its imports are given.
    supplied: Vec<Option<Supplied>>,
    /// What of it a snapshot has to keep.
    pub(crate) visible: Visible,
    /// The segments that are compared: those that the original's code names.
    named: NamedSegments,
}

/// All modules.
pub(crate) struct Sources<'a> {
    /// The preloaded ones, which both worlds have, in the order of their instantiation.
    helpers: Vec<Source<'a>>,
    pub(crate) original: Source<'a>,
    pub(crate) snapshot: Source<'a>,
}

/// All modules, compiled.
pub(crate) struct Programs<'a> {
    helpers: Vec<Program<'a>>,
    pub(crate) original: Program<'a>,
    pub(crate) snapshot: Program<'a>,
}

impl<'a> Source<'a> {
    /// A module whose imports come from those in `before`, or are supplied.
    fn linked(
        title: String,
        name: Option<&'a str>,
        bytes: &'a [u8],
        before: &[Source<'a>],
        options: &Options,
    ) -> Result<Self, Error> {
        let facts = Facts::read(bytes, &title)?;
        let before: Vec<Exports<'_>> = before.iter().filter_map(Source::exports).collect();
        let supplied = linked::given(bytes, options, &before)?;
        check_state(&facts, &supplied, &before)?;
        Source::new(title, name, facts, supplied)
    }

    fn new(
        title: String,
        name: Option<&'a str>,
        facts: Facts<'a>,
        supplied: Vec<Option<Supplied>>,
    ) -> Result<Self, Error> {
        let visible = Visible::new(&facts)?;
        let bodies = visible.bodies(&facts);
        let named = facts.named_segments(bodies).map_err(|error| {
            Error::new(
                ErrorKind::Bug,
                format!("valid code could not be read: {error}"),
            )
        })?;
        Ok(Source {
            title,
            name,
            facts,
            supplied,
            visible,
            named,
        })
    }

    fn exports(&self) -> Option<Exports<'_>> {
        Some(Exports {
            module: self.name?,
            names: self
                .facts
                .exports
                .iter()
                .map(|export| export.name)
                .collect(),
        })
    }

    fn compile(
        &self,
        engine: &Engine,
        named: &NamedSegments,
        calls: Vec<Call>,
        ran: Option<&BTreeSet<u32>>,
    ) -> Result<Program<'a>, Error> {
        let probed = probes::add(&self.facts, named)?;
        let added = probed.probes.iter().map(|probe| probe.function);
        let wasm = match ran {
            Some(ran) => idle::but(&probed.wasm, &ran.iter().copied().chain(added).collect())?,
            None => {
                let called = calls.iter().flat_map(|call| call.functions(&self.facts));
                // Others call what they import.
                let imported = self.facts.exports.iter().filter(|_| self.name.is_some());
                let imported = imported.filter(|export| is_function(export.kind));
                let imported = imported.map(|export| export.index);
                idle::without(&probed.wasm, called.chain(added).chain(imported))?
            }
        };
        let module = Module::new(engine, standard_exceptions(&wasm)?).map_err(|error| {
            if is_short_of_memory(&error) {
                return no_memory(&format!("the compilation of {}", self.title), &error);
            }
            Error::new(
                ErrorKind::Unsupported,
                format!("the engine can't compile {}: {error:#}", self.title),
            )
        })?;
        Ok(Program {
            title: self.title.clone(),
            name: self.name,
            module,
            probed,
            supplied: self.supplied.clone(),
            calls,
            is_given_wasi: true,
        })
    }
}

impl<'a> Sources<'a> {
    /// Reads all, and finds out whether what they import is there.
    pub(crate) fn read(
        linked: &'a Linked<'_>,
        snapshot: &'a [u8],
        options: &Options,
    ) -> Result<Self, Error> {
        let mut helpers = Vec::new();
        for preload in linked.preloads {
            let title = format!("the preloaded module `{}`", preload.name);
            let name = Some(preload.name.as_str());
            let helper = Source::linked(title, name, &preload.wasm, &helpers, options)?;
            helpers.push(helper);
        }
        let title = "the original".to_owned();
        let original = Source::linked(title, None, &linked.wasm, &helpers, options)?;
        let title = "the snapshot".to_owned();
        let facts = Facts::read(snapshot, &title)?;
        // Its imports have to be the same, and get the same.
        let snapshot = Source::new(title, None, facts, original.supplied.clone())?;
        Ok(Sources {
            helpers,
            original,
            snapshot,
        })
    }

    /// Compiles all; `inits` are the calls that the policy names. Of the original only the functions that `ran`,
    /// if that is known.
    pub(crate) fn compile(
        &self,
        engine: &Engine,
        inits: &[Call],
        ran: Option<&BTreeSet<u32>>,
    ) -> Result<Programs<'a>, Error> {
        let named = &self.original.named;
        let calls = calls::of_original(&self.original.facts, inits);
        Ok(Programs {
            helpers: self
                .helpers
                .iter()
                .map(|helper| {
                    helper.compile(engine, &helper.named, calls::of_helper(&helper.facts), None)
                })
                .collect::<Result<_, _>>()?,
            original: self.original.compile(engine, named, calls, ran)?,
            snapshot: Program {
                is_given_wasi: false,
                ..self.snapshot.compile(engine, named, Vec::new(), None)?
            },
        })
    }

    /// The modules of the world of `main`.
    pub(crate) fn linked<'s>(&'s self, main: &'s Source<'a>) -> Vec<labels::Linked<'s>> {
        self.helpers
            .iter()
            .chain([main])
            .map(|source| (source.name, &source.facts))
            .collect()
    }

    /// What is compared, the main module first: what is found in it matters most.
    pub(crate) fn subjects<'s>(
        &'s self,
        programs: &'s Programs<'a>,
        with_helpers: bool,
    ) -> Vec<Subject<'s>> {
        let main = Subject {
            module: self.helpers.len(),
            named: &self.original.named,
            facts: [&self.original.facts, &self.snapshot.facts],
            probed: [&programs.original.probed, &programs.snapshot.probed],
        };
        let helpers = self.helpers.iter().zip(&programs.helpers).enumerate();
        let helpers = helpers
            .filter(|_| with_helpers)
            .map(|(module, (helper, program))| Subject {
                module,
                named: &helper.named,
                facts: [&helper.facts, &helper.facts],
                probed: [&program.probed, &program.probed],
            });
        [main].into_iter().chain(helpers).collect()
    }
}

impl<'a> Programs<'a> {
    /// The programs of the world of `main`.
    pub(crate) fn with<'s>(&'s self, main: &'s Program<'a>) -> Vec<&'s Program<'a>> {
        self.helpers.iter().chain([main]).collect()
    }
}
