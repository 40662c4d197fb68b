// Lua raises errors with longjmp, which WebAssembly has only by way of exception handling. The guest
// does without: an error ends the program, so its script uses neither `pcall` nor coroutines.
#pragma once

struct lua_State;
_Noreturn void guest_throw(struct lua_State *L);

#define LUAI_THROW(L, c) guest_throw(L)
#define LUAI_TRY(L, c, a) { a }
#define luai_jmpbuf int
// lobject.h and luaconf.h ask the operating system for nothing but these.
#define l_signalT int
