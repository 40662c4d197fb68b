#include "gazetteer.h"

#include <iterator>
#include <sstream>

namespace {

constexpr const char* kRivers =
    "Amazon 6400 Nile 6650 Yangtze 6300 Mississippi 3766 Yenisei 3487 Ob 3650 Parana 4880 Congo 4700 "
    "Amur 2824 Lena 4294 Mekong 4909 Mackenzie 1738 Niger 4200 Brahmaputra 3969 Murray 2508 Volga 3531 "
    "Madeira 1450 Purus 3211 Yukon 3190 Indus 3180 Danube 2850 Zambezi 2574 Tigris 1950 Euphrates 2800 "
    "Ganges 2525 Orinoco 2140 Dnieper 2201 Irrawaddy 2210 Don 1870 Pechora 1809 Kama 1805 Limpopo 1750 "
    "Loire 1006 Rhine 1233 Elbe 1094 Oder 840 Vistula 1047 Tagus 1007 Ebro 930 Douro 897 Seine 775 "
    "Rhone 813 Garonne 529 Po 652 Tiber 406 Thames 346 Severn 354 Shannon 360 Glomma 621 Kemijoki 550 "
    "Daugava 1020 Neman 937 Dniester 1362 Maritsa 480 Sava 990 Drava 710 Tisza 966 Prut 953 Meuse 925 "
    "Moselle 544 Main 524 Neckar 362 Inn 518 Weser 452 Aare 295 Isar 295 Lech 264 Mur 464 Enns 254";

// Constructed before main, in this order, since they stand in one file.
std::ostringstream startup_log;
Gazetteer the_gazetteer;

}  // namespace

Gazetteer& gazetteer() { return the_gazetteer; }

std::uint32_t hash(std::string_view text) {
    std::uint32_t value = 2166136261u;
    for (unsigned char byte : text) value = (value ^ byte) * 16777619u;
    return value;
}

Gazetteer::Gazetteer() {
    std::istringstream input(kRivers);
    std::string name;
    int length_km;
    while (input >> name >> length_km) {
        rivers_.emplace(name, River{length_km, static_cast<int>(name.size())});
        startup_log << name << '\n';
    }
}

void Gazetteer::index() {
    if (!by_trigram_.empty()) return;
    // Compound names too, so that there is more than a cacheful to index.
    for (const auto& [left, unused] : rivers_) {
        for (const auto& [right, river] : rivers_) {
            const std::string name = left + right;
            for (std::size_t at = 0; at + 3 <= name.size(); ++at) {
                auto& names = by_trigram_[name.substr(at, 3)];
                if (names.empty() || names.back() != right) names.push_back(right);
            }
        }
    }
}

const std::vector<std::string>& Gazetteer::sharing(int choice) {
    index();
    const auto nth = static_cast<std::uint32_t>(choice) % by_trigram_.size();
    return std::next(by_trigram_.begin(), static_cast<std::ptrdiff_t>(nth))->second;
}

std::size_t Gazetteer::postings() {
    index();
    std::size_t sum = 0;
    for (const auto& [trigram, names] : by_trigram_) sum += names.size();
    return sum;
}

std::uint32_t Gazetteer::checksum() {
    index();
    std::uint32_t sum = hash(startup_log.str());
    for (const auto& [trigram, names] : by_trigram_) {
        for (const auto& name : names) sum = sum * 31 + hash(trigram + name);
    }
    return sum;
}
