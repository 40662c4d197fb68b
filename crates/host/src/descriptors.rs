//! The table of what the guest has open.

use std::collections::BTreeMap;
use std::fs::File;

use cap_std::fs::Dir;

use crate::abi::{FileType, fdflags, rights};
use crate::config::Config;
use crate::errno::Errno;
use crate::guest_path::GuestPath;
use crate::listing::Listing;
use crate::{Error, ErrorKind, Exchanged, OpenFile, Session, Sink, environment};

/// How many descriptors a guest may have: below what systems allow a process by default for all but the most
/// frugal, so that a guest which opens files without end fails at the same call everywhere.
const MAX_DESCRIPTORS: usize = 512;

/// What the first three descriptors are.
const STREAMS: [&str; 3] = ["standard input", "standard output", "standard error"];

/// One open descriptor.
#[derive(Debug)]
pub(crate) struct Descriptor {
    pub(crate) object: Object,
    /// `fdflags`.
    pub(crate) flags: u16,
    /// What the guest may do with it. Only reading and writing are enforced: the others restrict nothing that
    /// the guest could not do through the directory it got the descriptor from.
    pub(crate) rights: u64,
    /// What descriptors opened through this one may have.
    pub(crate) inheriting: u64,
}

/// What a descriptor refers to.
#[derive(Debug)]
pub(crate) enum Object {
    /// Standard input.
    Input,
    /// Standard output or standard error.
    Output(Sink),
    /// A regular file.
    File(OpenedFile),
    /// A directory.
    Directory(OpenedDirectory),
}

/// A regular file. Its position is kept here and not by the system, so that all input and output is at an
/// offset, in the same way on every system.
#[derive(Debug)]
pub(crate) struct OpenedFile {
    pub(crate) file: File,
    pub(crate) path: GuestPath,
    pub(crate) position: u64,
}

/// A directory.
#[derive(Debug)]
pub(crate) struct OpenedDirectory {
    pub(crate) dir: Dir,
    pub(crate) path: GuestPath,
    pub(crate) origin: Origin,
    /// What the last listing from the start found; later calls of the same listing go on in it.
    pub(crate) listing: Listing,
}

/// How the guest came by a directory.
#[derive(Debug)]
pub(crate) enum Origin {
    /// It was there from the start, under this name.
    Preopened(String),
    /// The guest opened it.
    Opened,
}

impl Descriptor {
    pub(crate) fn file(file: File, path: GuestPath, flags: u16, rights: u64) -> Self {
        Self {
            object: Object::File(OpenedFile {
                file,
                path,
                position: 0,
            }),
            flags,
            rights,
            inheriting: 0,
        }
    }

    pub(crate) fn directory(dir: Dir, path: GuestPath, origin: Origin) -> Self {
        Self {
            object: Object::Directory(OpenedDirectory {
                dir,
                path,
                origin,
                listing: Listing::default(),
            }),
            flags: 0,
            rights: rights::DIRECTORY,
            inheriting: rights::DIRECTORY | rights::FILE_ALL,
        }
    }

    fn stream(object: Object, flags: u16, rights: u64) -> Self {
        Self {
            object,
            flags,
            rights,
            inheriting: 0,
        }
    }

    pub(crate) fn file_type(&self) -> FileType {
        match &self.object {
            // Never a terminal, whatever our own streams are: C libraries buffer the two differently, and what
            // is left in a buffer is part of the image.
            Object::Input | Object::Output(_) => FileType::Unknown,
            Object::File(_) => FileType::RegularFile,
            Object::Directory(_) => FileType::Directory,
        }
    }

    pub(crate) fn require(&self, right: u64) -> Result<(), Errno> {
        if self.rights & right == right {
            Ok(())
        } else {
            Err(Errno::Badf)
        }
    }
}

/// The guest's descriptors by number.
#[derive(Debug)]
pub(crate) struct Descriptors {
    open: BTreeMap<u32, Descriptor>,
    /// What the guest was given, by number, in words.
    given: Vec<String>,
    /// Under which number a descriptor that the guest was given is now, and under which it was given.
    moved: BTreeMap<u32, u32>,
}

impl Descriptors {
    /// The three streams, then the directories in the order of the configuration.
    pub(crate) fn new(config: &Config, session: &Session) -> Result<Self, Error> {
        let append = fdflags::APPEND;
        let streams = [
            Descriptor::stream(Object::Input, 0, rights::STDIN),
            Descriptor::stream(
                Object::Output(config.stdout.clone()),
                append,
                rights::OUTPUT,
            ),
            Descriptor::stream(
                Object::Output(config.stderr.clone()),
                append,
                rights::OUTPUT,
            ),
        ];
        let mut open: BTreeMap<_, _> = (0..).zip(streams).collect();
        let mut given: Vec<String> = STREAMS.map(str::to_owned).into();
        for (fd, preopen) in (3..).zip(&config.dirs) {
            let name = &preopen.guest;
            environment::refuse_nul("directory name", name)?;
            if name.is_empty() {
                return Err(environment::text("directory name", name, "is empty"));
            }
            let dir = session
                .directory(&preopen.host)
                .map_err(|source| ErrorKind::Directory {
                    host: preopen.host.clone(),
                    guest: name.clone(),
                    source,
                })?;
            let origin = Origin::Preopened(name.clone());
            open.insert(
                fd,
                Descriptor::directory(dir, GuestPath::root(name), origin),
            );
            given.push(format!("the directory `{name}`"));
        }
        let moved = open.keys().map(|&fd| (fd, fd)).collect();
        Ok(Self { open, given, moved })
    }

    pub(crate) fn get(&self, fd: u32) -> Result<&Descriptor, Errno> {
        self.open.get(&fd).ok_or(Errno::Badf)
    }

    pub(crate) fn get_mut(&mut self, fd: u32) -> Result<&mut Descriptor, Errno> {
        self.open.get_mut(&fd).ok_or(Errno::Badf)
    }

    /// The directory behind `fd`.
    pub(crate) fn directory(&self, fd: u32) -> Result<&OpenedDirectory, Errno> {
        match &self.get(fd)?.object {
            Object::Directory(directory) => Ok(directory),
            _ => Err(Errno::Notdir),
        }
    }

    /// The regular file behind `fd`.
    pub(crate) fn file(&self, fd: u32) -> Result<&OpenedFile, Errno> {
        match &self.get(fd)?.object {
            Object::File(file) => Ok(file),
            Object::Directory(_) => Err(Errno::Badf),
            Object::Input | Object::Output(_) => Err(Errno::Spipe),
        }
    }

    /// The regular file behind `fd`, to be moved in.
    pub(crate) fn file_mut(&mut self, fd: u32) -> Result<&mut OpenedFile, Errno> {
        match &mut self.get_mut(fd)?.object {
            Object::File(file) => Ok(file),
            Object::Directory(_) => Err(Errno::Badf),
            Object::Input | Object::Output(_) => Err(Errno::Spipe),
        }
    }

    /// Whether there is room for one more.
    pub(crate) fn check_room(&self) -> Result<(), Errno> {
        if self.open.len() < MAX_DESCRIPTORS {
            Ok(())
        } else {
            Err(Errno::Mfile)
        }
    }

    /// Gives the descriptor the lowest free number, as C programs that close and reopen a stream rely on.
    pub(crate) fn insert(&mut self, descriptor: Descriptor) -> Result<u32, Errno> {
        self.check_room()?;
        let fd = (0..)
            .find(|fd| !self.open.contains_key(fd))
            .ok_or(Errno::Mfile)?;
        self.open.insert(fd, descriptor);
        Ok(fd)
    }

    pub(crate) fn close(&mut self, fd: u32) -> Result<(), Errno> {
        self.moved.remove(&fd);
        self.open.remove(&fd).map(drop).ok_or(Errno::Badf)
    }

    /// `fd_renumber`: `to` is closed and becomes what `from` was. Both have to be open.
    pub(crate) fn renumber(&mut self, from: u32, to: u32) -> Result<(), Errno> {
        self.get(from)?;
        self.get(to)?;
        if from == to {
            return Ok(());
        }
        self.moved.remove(&to);
        if let Some(given) = self.moved.remove(&from) {
            self.moved.insert(to, given);
        }
        if let Some(descriptor) = self.open.remove(&from) {
            self.open.insert(to, descriptor);
        }
        Ok(())
    }

    /// What the guest was given and has closed, or exchanged for something else.
    pub(crate) fn exchanged(&self) -> Vec<Exchanged> {
        let is_moved = |&(fd, _): &(u32, &String)| self.moved.get(&fd) != Some(&fd);
        let moved = (0..).zip(&self.given).filter(is_moved);
        moved
            .map(|(fd, given)| Exchanged {
                fd,
                given: given.clone(),
                now: self
                    .open
                    .get(&fd)
                    .map(|descriptor| self.words(fd, descriptor)),
            })
            .collect()
    }

    fn words(&self, fd: u32, descriptor: &Descriptor) -> String {
        let given = self
            .moved
            .get(&fd)
            .and_then(|&given| self.given.get(given as usize));
        match (given, &descriptor.object) {
            (Some(given), _) => given.clone(),
            (None, Object::File(file)) => format!("`{}`", file.path),
            (None, Object::Directory(directory)) => format!("`{}`", directory.path),
            (None, Object::Input | Object::Output(_)) => "a stream".to_owned(),
        }
    }

    /// What the guest opened itself and left open.
    pub(crate) fn left_open(&self) -> Vec<OpenFile> {
        let opened = self.open.iter().filter_map(|(&fd, descriptor)| {
            let path = match &descriptor.object {
                Object::File(file) => &file.path,
                Object::Directory(OpenedDirectory {
                    path,
                    origin: Origin::Opened,
                    ..
                }) => path,
                Object::Directory(_) | Object::Input | Object::Output(_) => return None,
            };
            Some(OpenFile {
                guest_path: path.to_string(),
                fd,
            })
        });
        opened.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Descriptor {
        Descriptor::stream(Object::Input, 0, 0)
    }

    #[test]
    fn the_lowest_free_number_is_taken() {
        let mut table = Descriptors::new(&Config::new(), &Session::new()).unwrap();
        assert_eq!(table.insert(stream()), Ok(3));
        assert_eq!(table.insert(stream()), Ok(4));
        table.close(1).unwrap();
        table.close(3).unwrap();
        assert_eq!(table.insert(stream()), Ok(1));
        assert_eq!(table.insert(stream()), Ok(3));
        assert_eq!(table.insert(stream()), Ok(5));
        assert_eq!(table.close(9), Err(Errno::Badf));
    }

    #[test]
    fn there_is_a_limit() {
        let mut table = Descriptors::new(&Config::new(), &Session::new()).unwrap();
        while table.check_room().is_ok() {
            table.insert(stream()).unwrap();
        }
        assert_eq!(table.insert(stream()), Err(Errno::Mfile));
        table.close(7).unwrap();
        assert_eq!(table.insert(stream()), Ok(7));
    }

    #[test]
    fn renumbering_wants_both() {
        let mut table = Descriptors::new(&Config::new(), &Session::new()).unwrap();
        assert_eq!(table.renumber(0, 9), Err(Errno::Badf));
        assert_eq!(table.renumber(9, 0), Err(Errno::Badf));
        table.renumber(0, 2).unwrap();
        assert!(table.get(0).is_err());
        assert!(matches!(table.get(2).unwrap().object, Object::Input));
        table.renumber(2, 2).unwrap();
        assert!(table.get(2).is_ok());
    }

    #[test]
    fn what_was_given_and_is_no_longer_there_is_told() {
        let mut table = Descriptors::new(&Config::new(), &Session::new()).unwrap();
        assert_eq!(table.exchanged(), []);
        let there = table.insert(stream()).unwrap();
        table.renumber(0, there).unwrap();
        assert_eq!(table.insert(stream()), Ok(0));
        table.renumber(there, 0).unwrap();
        table.renumber(1, 1).unwrap();
        assert_eq!(table.exchanged(), [], "back where it was");

        table.renumber(2, 1).unwrap();
        let told = |fd, given: &str, now: Option<&str>| Exchanged {
            fd,
            given: given.to_owned(),
            now: now.map(str::to_owned),
        };
        let output = told(1, "standard output", Some("standard error"));
        assert_eq!(
            table.exchanged(),
            [output.clone(), told(2, "standard error", None)]
        );
        table.close(0).unwrap();
        assert_eq!(table.exchanged()[0], told(0, "standard input", None));
        table.insert(stream()).unwrap();
        assert_eq!(
            table.exchanged()[0],
            told(0, "standard input", Some("a stream"))
        );
        assert_eq!(table.exchanged()[1], output);
    }
}
