//! Plan: [`Module`] + [`Policy`] → what the twin exposes, what is called, what is exported.

use crate::advice::advice;
use crate::calls::{self, Call};
use crate::error::{Error, Result, emit as bugs, policy as wording};
use crate::exports::{self, KeptExport, KeptExports};
use crate::frozen;
use crate::index::{FlagIdx, FuncIdx, GlobalIdx, ProbeIdx};
use crate::module::Module;
use crate::policy::Policy;
use crate::probes::{self, Probe, ProbeSubject};
use crate::sites::{self, Code, Subject};
use cranelift_entity::PrimaryMap;
use std::collections::BTreeSet;

/// Everything that is decided before anything runs.
///
/// A plan that exists holds no contradiction: all that does not fit was reported at once.
///
/// ```
/// use preinit_core::{Module, Plan, Policy, Value};
///
/// let wasm = wat::parse_str(r#"(module (func (export "setup") (param i32)))"#)?;
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, Policy::new().init("setup(3)"))?;
/// assert_eq!(plan.calls()[0].args, [Value::I32(3)]);
///
/// let error = Plan::new(&module, Policy::new().init("set_up")).unwrap_err();
/// assert_eq!(error.to_string(), "the module has no export named `set_up` to initialize it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Plan {
    pub(crate) calls: Vec<Call>,
    pub(crate) probes: PrimaryMap<ProbeIdx, Probe>,
    /// In ascending order.
    pub(crate) flags: PrimaryMap<FlagIdx, Subject>,
    pub(crate) code: Code,
    pub(crate) exports: Vec<KeptExport>,
    /// Whether a function that does nothing is added behind the module's, before those of a start function.
    pub(crate) adds_empty: bool,
    /// The globals that nothing can write any more.
    pub(crate) frozen: BTreeSet<GlobalIdx>,
    pub(crate) guard_address: Option<u64>,
    /// Whether exported state may change without a flag.
    pub(crate) others: bool,
    pub(crate) notes: Vec<String>,
}

impl Plan {
    /// Checks the policy against the module and decides.
    ///
    /// # Errors
    ///
    /// [`Policy`](crate::ErrorKind::Policy), with every contradiction found.
    pub fn new(module: &Module<'_>, policy: &Policy) -> Result<Plan> {
        let prefix = exports::fresh_prefix(module);
        let (calls, kept) = resolve(module, policy, &prefix)?;
        let exports = kept.exports;
        let code = sites::find(module).map_err(|error| bugs::unreadable("the code", &error))?;
        let flags = flags(&code);
        Ok(Plan {
            probes: probes::find(module, policy, &flags, &prefix),
            notes: advice(module, policy, calls.notes, &calls.calls, &exports),
            calls: calls.calls,
            frozen: frozen::find(module, policy),
            flags,
            code,
            exports,
            adds_empty: kept.adds_empty,
            guard_address: policy.guard_address,
            others: policy.others,
        })
    }

    /// The calls to make after instantiation, in order.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// What to read through the twin's exports.
    pub fn probes(&self) -> &PrimaryMap<ProbeIdx, Probe> {
        &self.probes
    }

    /// The flag that tells which function is about to ask WASI for randomness, the time, the directories, variables or
    /// arguments, if one can.
    ///
    /// For engines that do not tell who calls an import. Whoever has read it sets it back to zero.
    ///
    /// ```
    /// use preinit_core::{FuncIdx, Module, Plan, Policy};
    /// let wasm = wat::parse_str(
    ///     r#"(module (import "wasi_snapshot_preview1" "random_get" (func $draw (param i32 i32) (result i32)))
    ///         (func (export "setup") (drop (call $draw (i32.const 0) (i32.const 8)))))"#,
    /// )?;
    /// let module = Module::decode(&wasm)?;
    /// let plan = Plan::new(&module, Policy::new().init("setup"))?;
    /// assert!(plan.asker_probe().is_some());
    /// assert_eq!(plan.askers().next(), Some((1, FuncIdx::from_u32(1))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn asker_probe(&self) -> Option<&Probe> {
        let flag = self.flag_of(Subject::Ask)?;
        self.probes
            .values()
            .find(|probe| matches!(probe.subject, ProbeSubject::Flag(found) if found == flag))
    }

    /// The functions that can ask, with the values of the [flag](Self::asker_probe) that stand for
    /// them.
    pub fn askers(&self) -> impl Iterator<Item = (u32, FuncIdx)> + '_ {
        (1..)
            .zip(&self.code.sites)
            .filter(|(_, site)| site.subject == Subject::Ask)
            .map(|(flag, site)| (flag, site.func))
    }

    /// The site that a flag's value stands for.
    pub(crate) fn site(&self, flag: u32) -> Option<&sites::Site> {
        self.code.sites.get(flag.checked_sub(1)? as usize)
    }

    /// The flag that shows a change of `subject`.
    pub(crate) fn flag_of(&self, subject: Subject) -> Option<FlagIdx> {
        self.flags
            .binary_search_values_by_key(&subject, |candidate| *candidate)
            .ok()
    }
}

fn resolve(
    module: &Module<'_>,
    policy: &Policy,
    prefix: &str,
) -> Result<(calls::Calls, KeptExports)> {
    let one = |mut errors: Vec<Error>| match errors.len() {
        1 => errors.remove(0),
        _ => wording::several(errors),
    };
    match calls::resolve(module, policy, prefix) {
        Ok(calls) => match exports::resolve(module, policy, &calls.calls) {
            Ok(exports) => Ok((calls, exports)),
            Err(errors) => Err(one(errors)),
        },
        Err(mut errors) => {
            errors.extend(
                exports::resolve(module, policy, &[])
                    .err()
                    .unwrap_or_default(),
            );
            Err(one(errors))
        }
    }
}

fn flags(code: &Code) -> PrimaryMap<FlagIdx, Subject> {
    let mut subjects: Vec<Subject> = code.sites.iter().map(|site| site.subject).collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects.into_iter().collect()
}
