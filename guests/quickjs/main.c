// A JavaScript engine (QuickJS-ng) that evaluates a script when it is initialized: the file `script.js`
// of the directory that is mapped to `/`, if there is one, else the script compiled in.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quickjs.h"

static const char kScript[] = {
#embed "script.js"
    , '\0'};

static JSContext *context;
static JSValue run_function;

static _Noreturn void fail(void) {
    JSValue exception = JS_GetException(context);
    const char *text = JS_ToCString(context, exception);
    fprintf(stderr, "quickjs: %s\n", text ? text : "exception");
    abort();
}

// The file's text with a zero behind it, or NULL if there is none.
static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    char *text = NULL;
    size_t capacity = 0;
    *length = 0;
    do {
        capacity += 4096;
        text = realloc(text, capacity + 1);
        if (!text) abort();
        *length += fread(text + *length, 1, capacity - *length, file);
    } while (*length == capacity);
    fclose(file);
    text[*length] = '\0';
    return text;
}

__attribute__((export_name("wizer-initialize"))) void initialize(void) {
    JSRuntime *runtime = JS_NewRuntime();
    // The engine measures its stack by addresses; leave it what the linker gave, less a margin.
    JS_SetMaxStackSize(runtime, 512 * 1024);
    context = JS_NewContext(runtime);

    size_t length = sizeof kScript - 1;
    char *text = read_file("script.js", &length);
    JSValue result =
        JS_Eval(context, text ? text : kScript, length, "script.js", JS_EVAL_TYPE_GLOBAL);
    free(text);
    if (JS_IsException(result)) fail();
    JS_FreeValue(context, result);

    JSValue global = JS_GetGlobalObject(context);
    run_function = JS_GetPropertyStr(context, global, "run");
    JS_FreeValue(context, global);
}

// The result of the script's function `run`.
__attribute__((export_name("run"))) int run(int choice) {
    JSValue argument = JS_NewInt32(context, choice);
    JSValue result = JS_Call(context, run_function, JS_UNDEFINED, 1, &argument);
    int32_t number;
    if (JS_IsException(result) || JS_ToInt32(context, &number, result)) fail();
    JS_FreeValue(context, result);
    return number;
}
