/*
 * preinit.h: declare the initialization function of a C or C++ program that
 * preinit snapshots.
 *
 * Invoke ONE of these macros, once, at file scope, in one source file of the
 * program. `f` is any function callable as `f()`, declared before the macro:
 *
 *   PREINIT_INIT(f)                  a command (with a `main`): run `f`
 *   PREINIT_DEFAULT_INIT()           a command: global constructors only
 *   PREINIT_INIT_REACTOR(f)          a reactor (without `main`): run `f`
 *   PREINIT_DEFAULT_INIT_REACTOR()   a reactor: global constructors only
 *
 *   WIZER_INIT(f)                    as PREINIT_INIT(f)
 *   WIZER_DEFAULT_INIT()             as PREINIT_DEFAULT_INIT()
 *
 * The last two have the names that Wizer's own header gives them.
 * Include this header in place of that one: a program needs no other change.
 *
 *     #include "preinit.h"
 *
 *     static void load_tables(void) { ... }
 *     PREINIT_INIT(load_tables)
 *
 *     int main(void) { ... }
 *
 *     $ clang --target=wasm32-wasi -O2 app.c -o app.wasm
 *     $ preinit -r _start=wizer.resume app.wasm -o app.init.wasm
 *
 * WHAT HAPPENS WHEN
 *
 *   A plain run of the input is untouched: `_start` runs constructors, `main`
 *   and destructors; `_initialize` of a reactor runs the constructors. The init
 *   function does NOT run, so `main` must be able to do without it (or do its
 *   work itself: keep a flag).
 *
 *   Pre-initialization calls `_initialize` if the program exports it, then the
 *   export `wizer-initialize`, which these macros define. That one runs the
 *   global constructors unless `_initialize` has done so, then `f`.
 *
 *   The snapshot starts from the state reached. Constructors and `f` do not run
 *   again. A command starts at `wizer.resume`, which these macros define and
 *   which `-r _start=wizer.resume` puts in the place of `_start`: `main` with the
 *   arguments of that run, then destructors and `atexit` functions, then the
 *   exit status. FORGET THE RENAME and `_start` is still the original, which
 *   runs the constructors a second time over the state that was kept.
 *
 * WHAT IS KEPT, WHAT IS NOT
 *
 *   Memory and globals are kept, so a value of the environment that was read
 *   at init is the value at init for ever. File descriptors belong to the host
 *   and are not kept: close at init what was opened at init. The preopened
 *   directories that wasi-libc remembers are forgotten at the end of init,
 *   where that libc can do so (`__wasilibc_reset_preopens`), and looked up again
 *   when the snapshot first needs them. Output that stdio still buffers at the
 *   end of init is printed by the snapshot: call `fflush` in `f` if you print.
 *
 *   Memory that was freed is left out by itself, where preinit knows the
 *   allocator. What is allocated and holds nothing (a buffer that is filled
 *   before it is read, an arena that was reset), `preinit_erase(room, size)`
 *   makes free of charge: call it at the end of `f`.
 *
 * SETTINGS, to be defined before the header is included
 *
 *   PREINIT_INIT_NAME     name of the export that preinit calls, default
 *                         "wizer-initialize" (if changed: `preinit -f NAME`)
 *   PREINIT_RESUME_NAME   name of the export that replaces `_start`, default
 *                         "wizer.resume" (if changed: `-r _start=NAME`)
 *
 * LINKING
 *
 *   For wasm-ld and a libc descended from wasi-libc: wasi-sdk, the clang of a
 *   Linux distribution, zig cc. C89 or later, C++98 or later. A reactor needs
 *   no libc at all.
 *
 *   Unless something refers to `__wasm_call_ctors`, wasm-ld wraps every export
 *   of a module so that each call of it runs all constructors and destructors.
 *   No snapshot could survive that. The reference below switches it off for the
 *   whole module, which is what one wants, with two consequences for PLAIN runs
 *   of the input (snapshots are right in every case):
 *
 *   - The `_start` of some wasi-libc versions (Debian 12 has one, of May 2022)
 *     relies on being wrapped: constructors do not run. Link with the start file
 *     that calls them: `-nostartfiles $(clang --target=wasm32-wasi
 *     -print-file-name=crt1.o)`, with your `--sysroot`.
 *   - A reactor should be linked with `-mexec-model=reactor`. If it has no
 *     `_initialize` (`-nostartfiles -Wl,--no-entry`), nobody runs constructors.
 */
#ifndef PREINIT_H
#define PREINIT_H

#ifndef PREINIT_INIT_NAME
#define PREINIT_INIT_NAME "wizer-initialize"
#endif

#ifndef PREINIT_RESUME_NAME
#define PREINIT_RESUME_NAME "wizer.resume"
#endif

#ifdef __cplusplus
#define PREINIT_C_ extern "C"
#else
#define PREINIT_C_ extern
#endif

/*
 * Symbols of the linker and of libc, under names of our own: whatever the
 * program includes or declares itself (`wasi/api.h`, `stdlib.h`), with whatever
 * attributes, nothing can disagree with these declarations. The weak ones may
 * be absent; nothing is linked in on their account.
 */
PREINIT_C_ void preinit_call_ctors_(void) __asm__("__wasm_call_ctors");
PREINIT_C_ void preinit_call_dtors_(void) __asm__("__wasm_call_dtors");
PREINIT_C_ void preinit_exit_(int) __asm__("_Exit") __attribute__((noreturn));
PREINIT_C_ void preinit_init_tp_(void) __asm__("__wasi_init_tp")
    __attribute__((weak));
PREINIT_C_ void preinit_reset_preopens_(void)
    __asm__("__wasilibc_reset_preopens") __attribute__((weak));

/*
 * Zeroes `size` bytes whose contents the program no longer needs. `volatile`
 * keeps an optimizer from leaving out writes that nothing reads.
 */
__attribute__((unused)) static void preinit_erase(void *room,
                                                  unsigned long size) {
  volatile unsigned char *byte = (volatile unsigned char *)room;
  while (size-- > 0) {
    *byte++ = 0;
  }
}

/*
 * `PREINIT_CALL_MAIN_(status)`: arguments from the host, then `main`.
 *
 * The libc calls this `__main_void`, and clang emits a `main` without parameters
 * under that name too, as an alias. A declaration of the same symbol in the same
 * file, also one that is never used, makes clang rename its alias, and the
 * program traps for want of a `main`. So the symbol appears in assembly only.
 *
 * Before wasi-sdk 16 the libc said `__original_main`. Clang 14 and older are
 * found with either, and no version number tells which, so there the linker
 * decides: `_start` pulls in the one that exists.
 */
#if defined(__clang_major__) && __clang_major__ < 15
PREINIT_C_ int preinit_main_void_(void) __asm__("__main_void")
    __attribute__((weak));
PREINIT_C_ int preinit_original_main_(void) __asm__("__original_main")
    __attribute__((weak));
#define PREINIT_CALL_MAIN_(status)                                             \
  status = preinit_main_void_ ? preinit_main_void_() : preinit_original_main_()
#else
#define PREINIT_CALL_MAIN_(status)                                             \
  __asm__ volatile(".functype __main_void () -> (i32)\n\t"                     \
                   "call __main_void\n\t"                                      \
                   "local.set %0"                                              \
                   : "=r"(status)                                              \
                   :                                                           \
                   : "memory")
#endif

/*
 * The export that preinit calls.
 *
 * `_initialize` runs the constructors of a reactor before this function is
 * called, and `__wasm_call_ctors` does not guard itself. A constructor of our
 * own records that they ran. It is the first of the user range (0 to 100 are
 * the toolchain's). `volatile` is essential: an optimizer may evaluate a
 * constructor at compile time, which is sound for programs that start by
 * running them, and would leave the flag set in a module that ran none.
 *
 * wasi-libc's entry points set up the thread pointer before the constructors,
 * in all its recent versions even without threads; this one stands in for them.
 */
#define PREINIT_EXPORT_INIT_(init_func)                                        \
  static volatile unsigned char preinit_constructed_;                          \
  __attribute__((constructor(101))) static void preinit_note_ctors_(void) {    \
    preinit_constructed_ = 1;                                                  \
  }                                                                            \
  PREINIT_C_ void preinit_initialize_(void);                                   \
  __attribute__((export_name(PREINIT_INIT_NAME))) void preinit_initialize_(    \
      void) {                                                                  \
    if (!preinit_constructed_) {                                               \
      if (preinit_init_tp_) {                                                  \
        preinit_init_tp_();                                                    \
      }                                                                        \
      preinit_call_ctors_();                                                   \
    }                                                                          \
    (void)init_func();                                                         \
    if (preinit_reset_preopens_) {                                             \
      preinit_reset_preopens_();                                               \
    }                                                                          \
  }

/*
 * What `_start` is replaced by. It must not mention the constructors, not even
 * behind a test: code that only they reach can then be recognized as dead in
 * the snapshot. `_Exit` is what `_start` itself comes down to, and unlike
 * `proc_exit` it is the same call on every version of WASI.
 */
#define PREINIT_EXPORT_RESUME_()                                               \
  PREINIT_C_ void preinit_resume_(void);                                       \
  __attribute__((export_name(PREINIT_RESUME_NAME))) void preinit_resume_(      \
      void) {                                                                  \
    int status;                                                                \
    PREINIT_CALL_MAIN_(status);                                                \
    preinit_call_dtors_();                                                     \
    if (status != 0) {                                                         \
      preinit_exit_(status);                                                   \
    }                                                                          \
  }

#define PREINIT_NOTHING_() ((void)0)

/*
 * PREINIT_INIT(f): a command with an init function.
 *
 * Plain run: as if the macro were not there; `f` is not called.
 * Pre-initialization: constructors, then `f`.
 * Snapshot, with `-r _start=wizer.resume`: `main`, destructors, exit status.
 */
#define PREINIT_INIT(init_func)                                                \
  PREINIT_EXPORT_INIT_(init_func)                                              \
  PREINIT_EXPORT_RESUME_()

/*
 * PREINIT_DEFAULT_INIT(): a command whose global constructors are all that is
 * to be run ahead of time. Otherwise like PREINIT_INIT.
 */
#define PREINIT_DEFAULT_INIT() PREINIT_INIT(PREINIT_NOTHING_)

/*
 * PREINIT_INIT_REACTOR(f): a reactor with an init function. It defines no
 * `wizer.resume` and so needs neither `main` nor a libc.
 *
 * Plain run: the host calls `_initialize`, which runs the constructors; `f` is
 * not called.
 * Pre-initialization: `_initialize`, then `f`. Constructors run once.
 * Snapshot, no rename needed: it has no `_initialize` any more (unless kept with
 * `--keep-initialize`, as a function that does nothing), its exports are ready.
 */
#define PREINIT_INIT_REACTOR(init_func) PREINIT_EXPORT_INIT_(init_func)

/*
 * PREINIT_DEFAULT_INIT_REACTOR(): a reactor whose global constructors are all
 * that is to be run ahead of time. Otherwise like PREINIT_INIT_REACTOR. (A
 * module that exports `_initialize` can do without: `preinit -f _initialize`.)
 */
#define PREINIT_DEFAULT_INIT_REACTOR() PREINIT_INIT_REACTOR(PREINIT_NOTHING_)

/* The same under the names of Wizer's header. */
#ifndef WIZER_INIT
#define WIZER_INIT(init_func) PREINIT_INIT(init_func)
#endif
#ifndef WIZER_DEFAULT_INIT
#define WIZER_DEFAULT_INIT() PREINIT_DEFAULT_INIT()
#endif

#endif /* PREINIT_H */
