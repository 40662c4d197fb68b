// A command with global objects whose constructors read a table and fill maps before anything else
// runs, iostream included.
//
// It brings its own entries, to show by hand what a pre-initialized *command* needs: one entry that runs
// the constructors, and one that does not run them again. A snapshot is made with
// `-r _start=wizer.resume`.

#include <iomanip>
#include <iostream>
#include <sstream>

#include "gazetteer.h"

// The linker's. As this file calls them, no export is wrapped in calls of them.
extern "C" void __wasm_call_ctors();
extern "C" void __wasm_call_dtors();

namespace {

void report() {
    std::cout << "river             km  letters\n";
    for (const auto& [name, river] : gazetteer().rivers()) {
        std::cout << std::left << std::setw(14) << name << std::right << std::setw(6) << river.length_km
                  << std::setw(9) << river.letters << '\n';
    }
    std::cout << gazetteer().postings() << " postings, checksum " << std::hex << gazetteer().checksum()
              << std::endl;
}

}  // namespace

extern "C" {

__attribute__((export_name("wizer-initialize"))) void wizer_initialize() {
    __wasm_call_ctors();
    gazetteer().index();
}

__attribute__((export_name("wizer.resume"))) void wizer_resume() {
    report();
    __wasm_call_dtors();
}

__attribute__((export_name("_start"))) void _start() {
    __wasm_call_ctors();
    wizer_resume();
}

// A checksum of the rivers whose names share the three letters chosen, written through a stream.
__attribute__((export_name("run"))) int run(int choice) {
    std::ostringstream text;
    for (const auto& name : gazetteer().sharing(choice)) {
        text << name << ' ' << std::fixed << std::setprecision(1) << gazetteer().rivers().at(name).length_km
             << ';';
    }
    return static_cast<int>(hash(text.str()));
}

}  // extern "C"
