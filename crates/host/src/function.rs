//! The one table of preview 1: which functions there are and what they take.
//!
//! An adapter for an engine needs nothing else to define its imports: it walks [`Function::ALL`], builds each
//! signature from [`Function::params`] and [`Function::returns_errno`], and forwards the raw arguments to
//! [`Host::call`](crate::Host::call).

/// The module name under which a guest imports these functions.
pub const MODULE: &str = "wasi_snapshot_preview1";

/// The type of one parameter of a preview 1 function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Param {
    /// A WebAssembly `i32`: a pointer, a length, a descriptor, a small flag set.
    I32,
    /// A WebAssembly `i64`: a file offset, a size, a time stamp, a rights set.
    I64,
}

macro_rules! functions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal ($($param:ident)*);)*) => {
        /// A function of WASI preview 1.
        ///
        /// ```
        /// use preinit_host::{Function, Param};
        ///
        /// let draw = Function::from_name("random_get").unwrap();
        /// assert_eq!(draw.params(), [Param::I32, Param::I32]);
        /// assert!(draw.returns_errno());
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Function {
            $($(#[$doc])* $variant,)*
        }

        impl Function {
            /// Every function, in the order of their names in the specification.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// The name a guest imports this function by, for example `fd_write`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The parameter types, in order.
            #[must_use]
            pub const fn params(self) -> &'static [Param] {
                match self {
                    $(Self::$variant => &[$(Param::$param),*],)*
                }
            }
        }
    };
}

functions! {
    /// Copy the command line arguments into memory.
    ArgsGet = "args_get" (I32 I32);
    /// How much room [`Self::ArgsGet`] needs.
    ArgsSizesGet = "args_sizes_get" (I32 I32);
    /// Copy the environment variables into memory.
    EnvironGet = "environ_get" (I32 I32);
    /// How much room [`Self::EnvironGet`] needs.
    EnvironSizesGet = "environ_sizes_get" (I32 I32);
    /// The resolution of a clock.
    ClockResGet = "clock_res_get" (I32 I32);
    /// Read a clock.
    ClockTimeGet = "clock_time_get" (I32 I64 I32);
    /// Announce an access pattern.
    FdAdvise = "fd_advise" (I32 I64 I64 I32);
    /// Make sure a file has room.
    FdAllocate = "fd_allocate" (I32 I64 I64);
    /// Close a descriptor.
    FdClose = "fd_close" (I32);
    /// Write a file's data through to the disk.
    FdDatasync = "fd_datasync" (I32);
    /// Type, flags and rights of a descriptor.
    FdFdstatGet = "fd_fdstat_get" (I32 I32);
    /// Change the flags of a descriptor.
    FdFdstatSetFlags = "fd_fdstat_set_flags" (I32 I32);
    /// Give up rights of a descriptor.
    FdFdstatSetRights = "fd_fdstat_set_rights" (I32 I64 I64);
    /// The attributes of an open file.
    FdFilestatGet = "fd_filestat_get" (I32 I32);
    /// Cut or extend an open file.
    FdFilestatSetSize = "fd_filestat_set_size" (I32 I64);
    /// Set the times of an open file.
    FdFilestatSetTimes = "fd_filestat_set_times" (I32 I64 I64 I32);
    /// Read at an offset.
    FdPread = "fd_pread" (I32 I32 I32 I64 I32);
    /// What was opened for the guest before it started.
    FdPrestatGet = "fd_prestat_get" (I32 I32);
    /// The guest's name of a directory opened before it started.
    FdPrestatDirName = "fd_prestat_dir_name" (I32 I32 I32);
    /// Write at an offset.
    FdPwrite = "fd_pwrite" (I32 I32 I32 I64 I32);
    /// Read at the descriptor's position.
    FdRead = "fd_read" (I32 I32 I32 I32);
    /// List a directory.
    FdReaddir = "fd_readdir" (I32 I32 I32 I64 I32);
    /// Replace one descriptor with another.
    FdRenumber = "fd_renumber" (I32 I32);
    /// Move a descriptor's position.
    FdSeek = "fd_seek" (I32 I64 I32 I32);
    /// Write a file's data and attributes through to the disk.
    FdSync = "fd_sync" (I32);
    /// A descriptor's position.
    FdTell = "fd_tell" (I32 I32);
    /// Write at the descriptor's position.
    FdWrite = "fd_write" (I32 I32 I32 I32);
    /// Create a directory.
    PathCreateDirectory = "path_create_directory" (I32 I32 I32);
    /// The attributes of a file named by a path.
    PathFilestatGet = "path_filestat_get" (I32 I32 I32 I32 I32);
    /// Set the times of a file named by a path.
    PathFilestatSetTimes = "path_filestat_set_times" (I32 I32 I32 I32 I64 I64 I32);
    /// Create a hard link.
    PathLink = "path_link" (I32 I32 I32 I32 I32 I32 I32);
    /// Open or create a file or directory.
    PathOpen = "path_open" (I32 I32 I32 I32 I32 I64 I64 I32 I32);
    /// Read a symbolic link.
    PathReadlink = "path_readlink" (I32 I32 I32 I32 I32 I32);
    /// Remove an empty directory.
    PathRemoveDirectory = "path_remove_directory" (I32 I32 I32);
    /// Rename a file or directory.
    PathRename = "path_rename" (I32 I32 I32 I32 I32 I32);
    /// Create a symbolic link.
    PathSymlink = "path_symlink" (I32 I32 I32 I32 I32);
    /// Remove a file or symbolic link.
    PathUnlinkFile = "path_unlink_file" (I32 I32 I32);
    /// Wait for one of several events.
    PollOneoff = "poll_oneoff" (I32 I32 I32 I32);
    /// End the program.
    ProcExit = "proc_exit" (I32);
    /// Send a signal to the program itself.
    ProcRaise = "proc_raise" (I32);
    /// Let others run.
    SchedYield = "sched_yield" ();
    /// Fill a buffer with random bytes.
    RandomGet = "random_get" (I32 I32);
    /// Accept a connection.
    SockAccept = "sock_accept" (I32 I32 I32);
    /// Receive from a socket.
    SockRecv = "sock_recv" (I32 I32 I32 I32 I32 I32);
    /// Send to a socket.
    SockSend = "sock_send" (I32 I32 I32 I32 I32);
    /// Shut a socket down.
    SockShutdown = "sock_shutdown" (I32 I32);
}

impl Function {
    /// The function a guest imports by this name, if preview 1 has it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|function| function.name() == name)
    }

    /// Whether the function has one `i32` result, an error number. Only `proc_exit` has none.
    #[must_use]
    pub const fn returns_errno(self) -> bool {
        !matches!(self, Self::ProcExit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_complete_and_its_names_are_distinct() {
        assert_eq!(Function::ALL.len(), 46);
        for (index, function) in Function::ALL.into_iter().enumerate() {
            assert_eq!(function as usize, index);
            assert_eq!(Function::from_name(function.name()), Some(function));
        }
        assert_eq!(Function::from_name("fd_open"), None);
        assert_eq!(Function::PathOpen.params().len(), 9);
    }
}
