#include "sentences.hpp"

#include <iterator>
#include <string_view>

namespace bench {

namespace {

constexpr std::string_view Words[] = {"halo",    "pesanan", "saya",   "belum",  "sampai", "tolong",
                                      "dibantu", "terima",  "kasih",  "stok",   "masih",  "ada",
                                      "harga",   "kirim",   "alamat", "besok",  "pagi",   "order",
                                      "parcel",  "where",   "when",   "please", "thanks", "preço",
                                      "entrega", "hoje",    "طلب",    "شكرا",   "متى",    "zipper"};

}  // namespace

std::string sentence(Chance& chance, std::int64_t number)
{
    std::string text;
    auto const words = 4 + chance.below(14);
    for (std::uint64_t i = 0; i < words; ++i) {
        if (i > 0)
            text.push_back(' ');
        // Most words are common, one in ten is rare, as in real talk.
        if (chance.below(10) == 0)
            text += "w" + std::to_string(chance.below(40'000));
        else
            text += Words[chance.below(std::size(Words))];
    }
    if (number % 50'000 == 7)
        text += " needle" + std::to_string(number);
    return text;
}

}  // namespace bench
