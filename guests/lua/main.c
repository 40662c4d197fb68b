// A Lua 5.4 interpreter that loads a script when it is initialized: the file `script.lua` of the directory
// that is mapped to `/`, if there is one, else the script compiled in.

#include <stdio.h>
#include <stdlib.h>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

static const char kScript[] = {
#embed "script.lua"
    , '\0'};

static lua_State *L;

_Noreturn void guest_throw(struct lua_State *state) {
    const char *message = lua_tostring(state, -1);
    fprintf(stderr, "lua: %s\n", message ? message : "error object is not a string");
    abort();
}

// Standard libraries that need no files, clock or processes.
static void open_libraries(void) {
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},       {LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
        {LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
    };
    for (size_t nth = 0; nth < sizeof libraries / sizeof *libraries; nth++) {
        luaL_requiref(L, libraries[nth].name, libraries[nth].func, 1);
        lua_pop(L, 1);
    }
}

__attribute__((export_name("wizer-initialize"))) void initialize(void) {
    L = luaL_newstate();
    if (!L) abort();
    open_libraries();

    int status;
    FILE *file = fopen("script.lua", "r");
    if (file) {
        fclose(file);
        status = luaL_loadfile(L, "script.lua");
    } else {
        status = luaL_loadbuffer(L, kScript, sizeof kScript - 1, "=script.lua");
    }
    if (status != LUA_OK) guest_throw(L);
    lua_call(L, 0, 0);
    // What the script no longer needs would be in every snapshot.
    lua_gc(L, LUA_GCCOLLECT);
}

// The result of the script's global function `run`.
__attribute__((export_name("run"))) int run(int choice) {
    lua_getglobal(L, "run");
    lua_pushinteger(L, choice);
    lua_call(L, 1, 1);
    int result = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return result;
}
