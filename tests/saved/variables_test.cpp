#include "saved/variables.hpp"

#include <doctest/doctest.h>

namespace {

saved::Values values() { return {"Siti Rahma", "Ana", "Toko Sapa", "4821"}; }

}  // namespace

TEST_CASE("saved: places are filled in, with their stand-ins when nothing is known")
{
    CHECK(saved::fill("Halo {{contact.name}}, ini {{ agent.name }} dari {{workspace.name}} "
                      "(#{{conversation.id}})",
                      values()) == "Halo Siti Rahma, ini Ana dari Toko Sapa (#4821)");
    auto unknown = values();
    unknown.contact_name = "";
    CHECK(saved::fill("Hi {{contact.name|there}}!", unknown) == "Hi there!");
    CHECK(saved::fill("Hi {{contact.name}}!", unknown) == "Hi !");
    CHECK(saved::fill("{{contact.name|there}}", values()) == "Siti Rahma");
}

TEST_CASE("saved: a number is not what somebody is called, hidden or whole")
{
    auto nobody = values();
    for (auto const* const number :
         {"+62 812-3344-5566", "628123344", "•••• 5566", "(021) 5566", ""}) {
        nobody.contact_name = number;
        CHECK(saved::fill("Hi {{contact.name|there}}", nobody) == "Hi there");
        CHECK_FALSE(saved::is_name(number));
    }
    for (auto const* const name : {"Siti", "خالد", "João", "李", "É", "P", "ⓐ"})
        CHECK(saved::is_name(name));
}

TEST_CASE("saved: braces that name nothing stay, and what a value holds is not filled in")
{
    CHECK(saved::fill("{{order.id}} {{", values()) == "{{order.id}} {{");
    CHECK(saved::fill("{{ {{contact.name}}", values()) == "{{ Siti Rahma");
    CHECK(saved::fill("{{a\n}} {{agent.name}}", values()) == "{{a\n}} Ana");
    CHECK(saved::fill("{{{contact.name}}}", values()) == "{Siti Rahma}");
    auto sly = values();
    sly.contact_name = "{{agent.name}}";
    CHECK(saved::fill("{{contact.name}}", sly) == "{{agent.name}}");
    CHECK(saved::unknown_variable("{{contact.name|a}} {{contact.first_name}}") ==
          "contact.first_name");
    CHECK_FALSE(saved::unknown_variable("{{contact.name}} {{agent.name|us}} {x} }}"));
}
