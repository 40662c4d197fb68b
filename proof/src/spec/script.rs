//! A script of the test suite: its modules, and the steps that have an effect.

use cranelift_entity::{PrimaryMap, entity_impl};

use super::value::{Argument, Pattern};

/// A module as the script gives it.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionIdx(u32);
entity_impl!(DefinitionIdx, "module ");

/// An instance, in the order of instantiation over the whole script.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceIdx(u32);
entity_impl!(InstanceIdx, "instance ");

/// A parsed script.
///
/// Names, the current module and what is registered are resolved: a step names the instances that it
/// needs. Directives that only concern validation and linking are left out, as nothing can act on
/// what they make.
///
/// ```
/// use preinit_proof::spec::script::{Script, Step};
///
/// let script = Script::parse("example", r#"
///     (module (func (export "one") (result i32) (i32.const 1)))
///     (assert_return (invoke "one") (i32.const 1))
/// "#)?;
/// assert_eq!(script.instances.len(), 1);
/// assert!(matches!(script.steps[..], [Step::Instantiate(_), Step::Act(_)]));
/// # Ok::<(), String>(())
/// ```
#[derive(Debug)]
pub struct Script {
    /// Where it is in the suite: `wasm-latest/address`.
    pub name: String,
    /// The modules, as binaries.
    pub definitions: PrimaryMap<DefinitionIdx, Vec<u8>>,
    /// The line of each instance.
    pub instances: PrimaryMap<InstanceIdx, u32>,
    /// What has an effect, in order.
    pub steps: Vec<Step>,
}

/// What has an effect.
#[derive(Debug)]
pub enum Step {
    /// A module is instantiated.
    Instantiate(Instantiate),
    /// An instantiation traps; what it wrote before stays written.
    Fail(Instantiate),
    /// An instance is used.
    Act(Act),
}

/// An instantiation.
#[derive(Debug)]
pub struct Instantiate {
    /// The instance that it makes.
    pub instance: InstanceIdx,
    /// Of which module.
    pub definition: DefinitionIdx,
    /// What the module imports, in its order.
    pub imports: Vec<Source>,
}

/// Where an import comes from.
#[derive(Debug)]
pub enum Source {
    /// The host module of the test suite.
    Spectest {
        /// The name of its export.
        name: String,
        /// Whether it is a memory or a table, through which modules influence each other.
        has_state: bool,
    },
    /// The export of this name of an instance.
    Export(InstanceIdx, String),
}

/// A use of an instance, and what is asserted about it.
#[derive(Debug)]
pub struct Act {
    /// The instance.
    pub instance: InstanceIdx,
    /// The line of the directive.
    pub line: u32,
    /// What is done.
    pub action: Action,
    /// What has to come of it.
    pub expected: Expected,
}

/// What is done with an instance.
#[derive(Debug)]
pub enum Action {
    /// A function is called.
    Invoke(String, Vec<Argument>),
    /// A global is read.
    Get(String),
}

/// What is asserted about an action.
#[derive(Debug)]
pub enum Expected {
    /// That it ends as it did before.
    Same,
    /// That it returns values of these forms.
    Values(Vec<Pattern>),
    /// That it traps.
    Trap,
    /// That it exhausts the stack.
    Exhaustion,
    /// That it throws.
    Exception,
}

impl Instantiate {
    /// The instances that it imports from.
    pub fn providers(&self) -> impl Iterator<Item = InstanceIdx> {
        self.imports.iter().filter_map(|source| match source {
            Source::Export(instance, _) => Some(*instance),
            Source::Spectest { .. } => None,
        })
    }
}
