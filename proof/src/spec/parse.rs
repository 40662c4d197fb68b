//! The text of a script → [`Script`].

use std::collections::BTreeMap;

use cranelift_entity::PrimaryMap;
use wasmparser::{Parser, Payload, TypeRef};
use wast::parser::ParseBuffer;
use wast::token::Id;
use wast::{QuoteWat, Wast, WastDirective, WastExecute, WastInvoke};

use super::script::{
    Act, Action, DefinitionIdx, Expected, InstanceIdx, Instantiate, Script, Source, Step,
};
use super::value::{Argument, Pattern};

impl Script {
    /// Parses a script.
    ///
    /// # Errors
    ///
    /// The text is no script, or uses what is not known here; with its line.
    pub fn parse(name: &str, text: &str) -> Result<Script, String> {
        let message = |mut error: wast::Error| {
            error.set_text(text);
            format!("{name}: {error}")
        };
        // Scripts about names hold text that only looks confusing.
        let mut lexer = wast::lexer::Lexer::new(text);
        lexer.allow_confusing_unicode(true);
        let buffer = ParseBuffer::new_with_lexer(lexer).map_err(message)?;
        let wast = wast::parser::parse::<Wast<'_>>(&buffer).map_err(message)?;
        let mut parsing = Parsing::default();
        for directive in wast.directives {
            let line = directive.span().linecol_in(text).0 + 1;
            parsing
                .directive(directive, line as u32)
                .map_err(|error| format!("{name}:{line}: {error}"))?;
        }
        Ok(Script {
            name: name.to_owned(),
            definitions: parsing.definitions,
            instances: parsing.instances,
            steps: parsing.steps,
        })
    }
}

/// A script so far, and what its names stand for at this point.
#[derive(Default)]
struct Parsing {
    definitions: PrimaryMap<DefinitionIdx, Vec<u8>>,
    instances: PrimaryMap<InstanceIdx, u32>,
    steps: Vec<Step>,
    current: Option<InstanceIdx>,
    named_definitions: BTreeMap<String, DefinitionIdx>,
    named: BTreeMap<String, InstanceIdx>,
    registered: BTreeMap<String, InstanceIdx>,
}

impl Parsing {
    fn directive(&mut self, directive: WastDirective<'_>, line: u32) -> Result<(), String> {
        match directive {
            WastDirective::Module(mut module) => {
                let name = module.name();
                let definition = self.define(&mut module)?;
                self.instantiate(definition, name, line)?;
            }
            WastDirective::ModuleDefinition(mut module) => {
                self.define(&mut module)?;
            }
            WastDirective::ModuleInstance {
                instance, module, ..
            } => {
                let definition = match module {
                    Some(id) => self.named_definitions.get(id.name()).copied(),
                    None => self.definitions.keys().next_back(),
                };
                let definition = definition.ok_or("an instance of no module")?;
                self.instantiate(definition, instance, line)?;
            }
            WastDirective::Register { name, module, .. } => {
                let instance = self.instance(module)?;
                self.registered.insert(name.to_owned(), instance);
            }
            WastDirective::Invoke(invoke) => {
                self.act(WastExecute::Invoke(invoke), Expected::Same, line)?;
            }
            WastDirective::AssertReturn { exec, results, .. } => {
                let patterns = results.iter().map(Pattern::new).collect::<Result<_, _>>()?;
                self.act(exec, Expected::Values(patterns), line)?;
            }
            WastDirective::AssertTrap {
                exec: WastExecute::Wat(module),
                ..
            } => {
                let definition = self.define(&mut QuoteWat::Wat(module))?;
                let step = self.instantiation(definition, line)?;
                self.steps.push(Step::Fail(step));
            }
            WastDirective::AssertTrap { exec, .. } => self.act(exec, Expected::Trap, line)?,
            WastDirective::AssertExhaustion { call, .. } => {
                self.act(WastExecute::Invoke(call), Expected::Exhaustion, line)?;
            }
            WastDirective::AssertException { exec, .. } => {
                self.act(exec, Expected::Exception, line)?;
            }
            WastDirective::AssertMalformed { .. }
            | WastDirective::AssertInvalid { .. }
            | WastDirective::AssertInvalidCustom { .. }
            | WastDirective::AssertMalformedCustom { .. }
            | WastDirective::AssertUnlinkable { .. } => {}
            WastDirective::AssertSuspension { .. }
            | WastDirective::Thread(_)
            | WastDirective::Wait { .. } => return Err("a directive that is not known".into()),
        }
        Ok(())
    }

    fn define(&mut self, module: &mut QuoteWat<'_>) -> Result<DefinitionIdx, String> {
        let name = module.name().map(|id| id.name().to_owned());
        let wasm = module.encode().map_err(|error| error.to_string())?;
        let definition = self.definitions.push(wasm);
        if let Some(name) = name {
            self.named_definitions.insert(name, definition);
        }
        Ok(definition)
    }

    fn instantiate(
        &mut self,
        definition: DefinitionIdx,
        name: Option<Id<'_>>,
        line: u32,
    ) -> Result<(), String> {
        let step = self.instantiation(definition, line)?;
        self.current = Some(step.instance);
        if let Some(id) = name {
            self.named.insert(id.name().to_owned(), step.instance);
        }
        self.steps.push(Step::Instantiate(step));
        Ok(())
    }

    fn instantiation(
        &mut self,
        definition: DefinitionIdx,
        line: u32,
    ) -> Result<Instantiate, String> {
        let imports = self.sources(&self.definitions[definition])?;
        Ok(Instantiate {
            instance: self.instances.push(line),
            definition,
            imports,
        })
    }

    /// Where the imports of `wasm` come from.
    fn sources(&self, wasm: &[u8]) -> Result<Vec<Source>, String> {
        let mut sources = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let Payload::ImportSection(section) = payload.map_err(|error| error.to_string())?
            else {
                continue;
            };
            for import in section.into_imports() {
                let import = import.map_err(|error| error.to_string())?;
                let name = import.name.to_owned();
                sources.push(match self.registered.get(import.module) {
                    Some(instance) => Source::Export(*instance, name),
                    None if import.module == "spectest" => Source::Spectest {
                        name,
                        has_state: matches!(import.ty, TypeRef::Memory(_) | TypeRef::Table(_)),
                    },
                    None => return Err(format!("nothing is registered as `{}`", import.module)),
                });
            }
        }
        Ok(sources)
    }

    fn act(&mut self, exec: WastExecute<'_>, expected: Expected, line: u32) -> Result<(), String> {
        let (module, action) = match exec {
            WastExecute::Invoke(WastInvoke {
                module, name, args, ..
            }) => {
                let arguments = args.iter().map(Argument::new).collect::<Result<_, _>>()?;
                (module, Action::Invoke(name.to_owned(), arguments))
            }
            WastExecute::Get { module, global, .. } => (module, Action::Get(global.to_owned())),
            WastExecute::Wat(_) => return Err("an assertion about a module".into()),
        };
        self.steps.push(Step::Act(Act {
            instance: self.instance(module)?,
            line,
            action,
            expected,
        }));
        Ok(())
    }

    fn instance(&self, id: Option<Id<'_>>) -> Result<InstanceIdx, String> {
        match id {
            Some(id) => self.named.get(id.name()).copied(),
            None => self.current,
        }
        .ok_or_else(|| "there is no such instance".into())
    }
}
