//! What a case needs of the machine: directories, and the options that name them.

use std::time::Duration;

use preinit_engine::{Options, Preload, PreloadState, Supply, Wasi};
use preinit_host::{Config, Preopen, Stdin};
use tempfile::TempDir;

use crate::case::Case;
use crate::header;

/// The directories that a case's guest sees; they go away with this value.
#[derive(Debug)]
pub struct Scratch(TempDir);

impl Scratch {
    /// Writes the files that `case` names.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub fn new(case: &Case) -> Result<Scratch, String> {
        let text = |error: std::io::Error| format!("scratch directory: {error}");
        let root = tempfile::tempdir().map_err(text)?;
        for (i, files) in case.header.dirs.values().enumerate() {
            let dir = root.path().join(i.to_string());
            std::fs::create_dir(&dir).map_err(text)?;
            for (name, contents) in files {
                std::fs::write(dir.join(name), contents).map_err(text)?;
            }
        }
        Ok(Scratch(root))
    }

    /// The options that the header of `case` describes.
    ///
    /// # Errors
    ///
    /// The header names a module that the script does not have, or has an option that is malformed.
    pub fn options(&self, case: &Case) -> Result<Options, String> {
        let header = &case.header;
        let mut options = Options::default();
        for spec in &header.init {
            options.policy.init(spec.clone());
        }
        for rename in &header.renames {
            let (to, from) = rename.split_once('=').ok_or("a rename has no `=`")?;
            options.policy.rename(to, from);
        }
        for spec in &header.warm_up {
            options.policy.warm_up(spec.clone());
        }
        for name in &header.keep_export {
            options.policy.keep_export(name.clone());
        }
        if let Some(prune) = &header.prune {
            options.policy.prune(prune.parse()?);
        }
        if let Some(layout) = &header.layout {
            options.layout.objective = layout.parse()?;
        }
        if let Some(segments) = header.allow_segments {
            options.layout.max_segments = segments;
        }
        options.policy.keep_init_func(header.keep_init_func);
        if let Some(kept) = &header.keep_initialize {
            options.policy.keep_initialize(kept.parse()?);
        }
        if let Some(reset) = &header.reset {
            options.policy.reset(reset.parse()?);
        }
        for (name, id) in &header.preload {
            let wasm = case
                .helpers
                .get(id)
                .ok_or_else(|| format!("no module `{id}` to preload"))?;
            options.preloads.push(Preload {
                name: name.clone(),
                wasm: wasm.clone(),
            });
        }
        options.preload_state = match header.preload_state {
            header::PreloadState::Refuse => PreloadState::Refuse,
            header::PreloadState::Discard => PreloadState::Discard,
            header::PreloadState::Merge => PreloadState::Merge,
        };
        type Parse = fn(&str) -> Result<Supply, String>;
        let supplies: [(&[String], Parse); 3] = [
            (&header.import_memory, Supply::memory),
            (&header.import_table, Supply::table),
            (&header.import_global, Supply::global),
        ];
        for (texts, parse) in supplies {
            for text in texts {
                options.supplies.push(parse(text)?);
            }
        }
        for words in &header.internalize {
            options.internalize.add(words)?;
        }
        if let Some(address) = header.guard_address {
            options.policy.guard_address(address);
        }
        options.limits.fuel = header.fuel;
        options.limits.timeout = header.timeout_ms.map(Duration::from_millis);
        if let Some(memory) = header.memory {
            options.limits.memory = memory;
        }
        if header.wasi {
            options.wasi = Wasi::Allowed(Box::new(self.host(case)));
        }
        Ok(options)
    }

    fn host(&self, case: &Case) -> Config {
        let header = &case.header;
        let env = header.env.iter();
        let preopens = header.dirs.keys().enumerate().map(|(i, guest)| Preopen {
            host: self.0.path().join(i.to_string()),
            guest: guest.clone(),
        });
        Config::new()
            .args(header.args.clone())
            .envs(env.map(|(k, v)| (k.clone(), v.clone())).collect())
            .dirs(preopens.collect())
            .stdin(match &header.stdin {
                Some(text) => Stdin::Bytes(text.as_bytes().into()),
                None => Stdin::Closed,
            })
    }
}
