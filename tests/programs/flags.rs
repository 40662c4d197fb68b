//! The command line's flags that the lists use, as options of the library.

use std::path::Path;

use preinit_core::Supply;
use preinit_engine::host::Config;
use preinit_engine::{Options, Policy, Wasi};

/// What the flags of one program mean.
#[derive(Clone, Debug)]
pub(crate) struct Flags {
    /// What is called and exported.
    pub(crate) policy: Policy,
    /// What init may see, if WASI is allowed, and what a plain run sees in any case.
    pub(crate) config: Config,
    /// Whether init may call WASI.
    pub(crate) wasi: bool,
    /// What imports are given that no module provides.
    pub(crate) supplies: Vec<Supply>,
}

impl Flags {
    /// Reads the few flags that programs need; paths are relative to `root`.
    ///
    /// # Errors
    ///
    /// A flag that is not among these: the command's own parser has tests of its own.
    pub(crate) fn parse(root: &Path, flags: &[String]) -> Result<Flags, String> {
        let mut parsed = Flags {
            policy: Policy::new(),
            config: Config::new(),
            wasi: false,
            supplies: Vec::new(),
        };
        let mut flags = flags.iter().map(String::as_str);
        while let Some(flag) = flags.next() {
            if flag == "--allow-wasi" {
                parsed.wasi = true;
                continue;
            }
            let value = flags
                .next()
                .ok_or_else(|| format!("no value after `{flag}`"))?;
            let pair = |separator| {
                value
                    .split_once(separator)
                    .ok_or_else(|| format!("no `{separator}` in `{flag} {value}`"))
            };
            match flag {
                "--dir" => {
                    let (host, guest) = pair("::")?;
                    parsed.config = parsed.config.dir(root.join(host), guest);
                }
                "-r" => {
                    let (new, old) = pair("=")?;
                    parsed.policy.rename(new, old);
                }
                _ => return Err(format!("`{flag}` is not known here; add it to this parser")),
            }
        }
        Ok(parsed)
    }

    /// The options of a run with these flags.
    pub(crate) fn options(&self) -> Options {
        Options {
            policy: self.policy.clone(),
            wasi: match self.wasi {
                true => Wasi::Allowed(Box::new(self.config.clone())),
                false => Wasi::Denied,
            },
            supplies: self.supplies.clone(),
            ..Options::default()
        }
    }
}
