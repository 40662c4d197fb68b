//! A guest for tests: a memory, and helpers that lay out arguments as a C library would.

use std::sync::Arc;

use preinit_host::{
    Config, Deadline, Function, Host, Mode, OutputBuffer, Random, Session, Sink, Stop,
};

pub(crate) const SUCCESS: u16 = 0;
pub(crate) const BADF: u16 = 8;
pub(crate) const EXIST: u16 = 20;
pub(crate) const FAULT: u16 = 21;
pub(crate) const ILSEQ: u16 = 25;
pub(crate) const INVAL: u16 = 28;
pub(crate) const ISDIR: u16 = 31;
pub(crate) const LOOP: u16 = 32;
pub(crate) const NAMETOOLONG: u16 = 37;
pub(crate) const NOENT: u16 = 44;
pub(crate) const NOSYS: u16 = 52;
pub(crate) const NOTDIR: u16 = 54;
pub(crate) const NOTEMPTY: u16 = 55;
pub(crate) const NOTSOCK: u16 = 57;
pub(crate) const NOTSUP: u16 = 58;
pub(crate) const PERM: u16 = 63;
pub(crate) const SPIPE: u16 = 70;
pub(crate) const NOTCAPABLE: u16 = 76;

pub(crate) const FD_READ: u64 = 1 << 1;
pub(crate) const FD_WRITE: u64 = 1 << 6;
pub(crate) const CREAT: u64 = 1;
pub(crate) const DIRECTORY: u64 = 2;
pub(crate) const EXCL: u64 = 4;
pub(crate) const TRUNC: u64 = 8;
pub(crate) const FOLLOW: u64 = 1;

/// Where results go.
pub(crate) const RESULT: u64 = 8;
/// Where the first path or the data goes.
pub(crate) const TEXT: u64 = 1_024;
/// Where a second path goes.
pub(crate) const OTHER: u64 = 8_192;
/// Where large results go.
pub(crate) const BUFFER: u64 = 16_384;
const MEMORY: usize = 65_536;

pub(crate) struct Guest {
    pub(crate) host: Host,
    pub(crate) memory: Vec<u8>,
    pub(crate) caller: &'static str,
}

pub(crate) fn seed(seed: u8) -> Random {
    Random::Seeded(Arc::new(move || [seed; 32]))
}

pub(crate) fn printing(config: Config) -> (Config, OutputBuffer) {
    let output = OutputBuffer::new();
    (config.stdout(Sink::Buffer(output.clone())), output)
}

impl Guest {
    pub(crate) fn new(config: &Config, mode: Mode) -> Self {
        Self::in_session(config, &Session::new(), mode)
    }

    pub(crate) fn in_session(config: &Config, session: &Session, mode: Mode) -> Self {
        Self {
            host: Host::new(config, session, mode).unwrap(),
            memory: vec![0; MEMORY],
            caller: "main",
        }
    }

    /// The same with other means: a larger memory, a deadline, a budget.
    pub(crate) fn with(mut self, memory: usize, deadline: Deadline, budget: u64) -> Self {
        self.memory = vec![0; memory];
        self.host = self.host.until(deadline);
        self.host.set_budget(budget);
        self
    }

    pub(crate) fn try_call(&mut self, name: &str, args: &[u64]) -> Result<u16, Stop> {
        let function = Function::from_name(name).unwrap();
        let caller = self.caller;
        self.host
            .call(function, &mut self.memory, args, &|| caller.to_owned())
    }

    pub(crate) fn call(&mut self, name: &str, args: &[u64]) -> u16 {
        self.try_call(name, args).unwrap()
    }

    #[track_caller]
    pub(crate) fn ok(&mut self, name: &str, args: &[u64]) {
        assert_eq!(self.call(name, args), SUCCESS, "{name} {args:?}");
    }

    pub(crate) fn bytes(&self, at: u64, length: usize) -> &[u8] {
        &self.memory[at as usize..][..length]
    }

    pub(crate) fn u32(&self, at: u64) -> u32 {
        u32::from_le_bytes(self.bytes(at, 4).try_into().unwrap())
    }

    pub(crate) fn u64(&self, at: u64) -> u64 {
        u64::from_le_bytes(self.bytes(at, 8).try_into().unwrap())
    }

    /// Puts bytes into memory; address and length as the two arguments of a call.
    pub(crate) fn put(&mut self, at: u64, bytes: &[u8]) -> [u64; 2] {
        self.memory[at as usize..][..bytes.len()].copy_from_slice(bytes);
        [at, bytes.len() as u64]
    }

    pub(crate) fn put_u32(&mut self, at: u64, value: u32) {
        self.put(at, &value.to_le_bytes());
    }

    pub(crate) fn put_u64(&mut self, at: u64, value: u64) {
        self.put(at, &value.to_le_bytes());
    }

    /// Lays out a vector of buffers at address 64.
    pub(crate) fn vector(&mut self, buffers: &[(u32, u32)]) -> [u64; 2] {
        for (index, &(address, length)) in (0..).zip(buffers) {
            self.put_u32(64 + 8 * index, address);
            self.put_u32(68 + 8 * index, length);
        }
        [64, buffers.len() as u64]
    }

    /// `path_open`, following links.
    pub(crate) fn open(
        &mut self,
        dir: u64,
        path: &str,
        oflags: u64,
        rights: u64,
    ) -> Result<u64, u16> {
        let [at, length] = self.put(TEXT, path.as_bytes());
        let args = [dir, FOLLOW, at, length, oflags, rights, 0, 0, RESULT];
        match self.call("path_open", &args) {
            SUCCESS => Ok(u64::from(self.u32(RESULT))),
            errno => Err(errno),
        }
    }

    /// A function that takes a descriptor and a path.
    pub(crate) fn at_path(&mut self, name: &str, dir: u64, path: &str) -> u16 {
        let [at, length] = self.put(TEXT, path.as_bytes());
        self.call(name, &[dir, at, length])
    }

    pub(crate) fn try_write(&mut self, fd: u64, bytes: &[u8]) -> Result<u16, Stop> {
        let [at, length] = self.put(BUFFER, bytes);
        let [vector, count] = self.vector(&[(at as u32, length as u32)]);
        self.try_call("fd_write", &[fd, vector, count, RESULT])
    }

    #[track_caller]
    pub(crate) fn write(&mut self, fd: u64, bytes: &[u8]) {
        assert_eq!(self.try_write(fd, bytes), Ok(SUCCESS));
        assert_eq!(self.u32(RESULT) as usize, bytes.len());
    }

    pub(crate) fn read(&mut self, fd: u64, length: u32) -> Result<Vec<u8>, u16> {
        let [vector, count] = self.vector(&[(BUFFER as u32, length)]);
        match self.call("fd_read", &[fd, vector, count, RESULT]) {
            SUCCESS => Ok(self.bytes(BUFFER, self.u32(RESULT) as usize).to_vec()),
            errno => Err(errno),
        }
    }

    /// The 64 bytes of `filestat` of a path, as inode, type and size.
    pub(crate) fn stat(&mut self, dir: u64, flags: u64, path: &str) -> Result<(u64, u8, u64), u16> {
        let [at, length] = self.put(TEXT, path.as_bytes());
        match self.call("path_filestat_get", &[dir, flags, at, length, BUFFER]) {
            SUCCESS => Ok(self.filestat()),
            errno => Err(errno),
        }
    }

    /// What a filestat call left in the buffer.
    pub(crate) fn filestat(&self) -> (u64, u8, u64) {
        (
            self.u64(BUFFER + 8),
            self.bytes(BUFFER + 16, 1)[0],
            self.u64(BUFFER + 32),
        )
    }

    /// Lists a directory through a buffer of this size: name, type, inode.
    pub(crate) fn list(&mut self, fd: u64, size: u64) -> Vec<(String, u8, u64)> {
        let mut entries = Vec::new();
        let mut cookie = 0;
        loop {
            self.ok("fd_readdir", &[fd, BUFFER, size, cookie, RESULT]);
            let used = u64::from(self.u32(RESULT));
            let mut at = BUFFER;
            while at + 24 <= BUFFER + used {
                let name = self.u32(at + 16) as usize;
                if at + 24 + name as u64 > BUFFER + used {
                    break;
                }
                cookie = self.u64(at);
                entries.push((
                    String::from_utf8(self.bytes(at + 24, name).to_vec()).unwrap(),
                    self.bytes(at + 20, 1)[0],
                    self.u64(at + 8),
                ));
                at += 24 + name as u64;
            }
            if used < size {
                return entries;
            }
        }
    }
}
