// The program of `heap.c` once more, with what C++ programs allocate: strings, lists and maps that
// come and go. `run` returns a hash of what they hold and of where they lie.

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

struct Node {
    std::string text;
    std::vector<double> numbers;
    std::unique_ptr<Node> next;
};

uint32_t state = 2463534242u;
uint32_t hash = 2166136261u;
std::map<uint32_t, std::string> texts;
std::unordered_map<uint32_t, std::list<uint64_t>> lists;
std::unique_ptr<Node> chain;

uint32_t draw() {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

void note(uint32_t word) { hash = (hash ^ word) * 16777619u; }

template <class T>
void note_place(const T *place) { note(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(place))); }

void step() {
    uint32_t key = draw() % 300;
    switch (draw() % 7) {
    case 0:
        texts[key] = std::string(draw() % 500, static_cast<char>('a' + key % 26));
        note_place(texts[key].data());
        break;
    case 1:
        if (auto found = texts.find(key); found != texts.end()) {
            for (char letter : found->second) note(static_cast<unsigned char>(letter));
            texts.erase(found);
        }
        break;
    case 2:
        for (uint32_t count = draw() % 60; count--;) lists[key].push_back(key * count);
        break;
    case 3:
        if (auto found = lists.find(key); found != lists.end()) {
            for (uint64_t number : found->second) note(static_cast<uint32_t>(number));
            lists.erase(found);
        }
        break;
    case 4: {
        auto node = std::make_unique<Node>();
        node->text.assign(draw() % 90, 'n');
        node->numbers.assign(draw() % 200, 0.5);
        note_place(node.get());
        node->next = std::move(chain);
        chain = std::move(node);
        break;
    }
    case 5:
        if (chain) {
            note(static_cast<uint32_t>(chain->text.size() + chain->numbers.size()));
            chain = std::move(chain->next);
        }
        break;
    default:
        if (chain && chain->next) chain->next = std::move(chain->next->next);
    }
}

}  // namespace

EXPORT(init) void init() {
    for (int count = 0; count < 6000; count++) step();
    std::erase_if(texts, [](const auto &entry) { return entry.first % 2 == 0; });
    std::erase_if(lists, [](const auto &entry) { return entry.first % 2 == 1; });
}

EXPORT(run) uint32_t run(uint32_t count) {
    while (count--) step();
    return hash;
}
