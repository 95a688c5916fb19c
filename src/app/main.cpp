#include "sapa_versions.hpp"

#include <iostream>

int main()
{
    std::cout << "sapa " << sapa_versions::Sapa << '\n';
    for (auto const& part : sapa_versions::Parts)
        std::cout << part.name << ' ' << part.version << '\n';
}
