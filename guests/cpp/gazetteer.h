#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

struct River {
    int length_km;
    int letters;
};

// Rivers by name, and the names by every run of three letters in them.
class Gazetteer {
public:
    Gazetteer();

    // Builds the index, once.
    void index();

    const std::map<std::string, River>& rivers() const { return rivers_; }
    const std::vector<std::string>& sharing(int choice);
    std::size_t postings();
    std::uint32_t checksum();

private:
    std::map<std::string, River> rivers_;
    std::map<std::string, std::vector<std::string>> by_trigram_;
};

// The one gazetteer, a global with a constructor.
Gazetteer& gazetteer();

// FNV-1a.
std::uint32_t hash(std::string_view text);
