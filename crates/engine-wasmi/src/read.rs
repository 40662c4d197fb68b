//! Reading an instance of the twin: wasmi's handles → [`Capture`].

use crate::declined::Declined;
use crate::state::State;
use crate::value::from_wasmi;
use preinit_core::{Capture, Error, Image, Module, Plan, Present, ProbeSubject, Scope};
use wasmi::{Extern, Instance, Store};

/// Answers every probe of `scope`; also how many bytes of memories were looked at.
///
/// wasmi's references can't be told apart: where one may have changed, somebody else has to run the
/// module.
pub(crate) fn read(
    module: &Module<'_>,
    plan: &Plan,
    scope: Scope,
    store: &Store<State>,
    instance: &Instance,
) -> Result<(Image, u64), Declined> {
    let mut capture = Capture::new(module, plan, scope);
    for (index, probe) in capture.wanted() {
        let answered = match (probe.subject, instance.get_export(store, &probe.export)) {
            (ProbeSubject::Memory(_), Some(Extern::Memory(memory))) => {
                capture.memory(index, memory.data(store), &Present::All)
            }
            (ProbeSubject::Global(_) | ProbeSubject::Flag(_), Some(Extern::Global(global))) => {
                match from_wasmi(&global.get(store)) {
                    Some(value) => capture.global(index, value),
                    None => return Err(unreadable(&probe.export)),
                }
            }
            _ => return Err(unreadable(&probe.export)),
        };
        answered.map_err(failed)?;
    }
    if !capture.roots().is_empty() {
        let why = "references have changed, which wasmi can't tell apart".to_owned();
        return Err(Declined::StartOver(why));
    }
    let bytes_read = capture.bytes_read();
    Ok((capture.finish().map_err(failed)?, bytes_read))
}

fn unreadable(export: &str) -> Declined {
    Declined::Failed(format!("the export `{export}` could not be read"))
}

fn failed(error: Error) -> Declined {
    Declined::Failed(error.to_string())
}
