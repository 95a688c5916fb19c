#include "demo/dialogues.hpp"

namespace demo {

Shop const* shop_in(std::string_view language)
{
    static Shop const en = english(), id = indonesian(), ms = malay(), ar = arabic(),
                      pt = portuguese();
    return language == "en"    ? &en
         : language == "id"    ? &id
         : language == "ms"    ? &ms
         : language == "ar"    ? &ar
         : language == "pt-BR" ? &pt
                               : nullptr;
}

}  // namespace demo
