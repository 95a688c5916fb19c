#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"
#include "conversations/words.hpp"
#include "workspace/desk.hpp"

namespace conversations {

struct Label {
    static constexpr auto schema = "Label";

    base::LabelId id;
    std::string name;
    Colour colour = Colour::grey;
    std::int64_t conversations = 0;
    bool sample = false;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("id", &Label::id, ""), body("name", &Label::name, ""),
                          body("colour", &Label::colour, ""),
                          body("conversations", &Label::conversations, "How many carry it."),
                          body("sample", &Label::sample, "Made by the sample shop.")};
    }
};

struct ListLabels {
    static constexpr auto about = "Every label, by name.";
    static constexpr auto fields() { return std::tuple{}; }
};
base::Result<base::Page<Label>> list_labels(workspace::Desk& desk, ListLabels const& in);

struct AddLabel {
    static constexpr auto about = "Make a label.";
    std::string name;
    Colour colour = Colour::grey;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("name", &AddLabel::name, "Unique, case ignored.", {.min = 1, .max = 60}),
            body("colour", &AddLabel::colour, "")};
    }
};
base::Result<Label> add_label(workspace::Desk& desk, AddLabel const& in);

struct EditLabel {
    static constexpr auto about = "Rename or recolour a label.";
    base::LabelId label;
    std::optional<std::string> name;
    std::optional<Colour> colour;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{base::path("label_id", &EditLabel::label, "Label."),
                          body("name", &EditLabel::name, "", {.min = 1, .max = 60}),
                          body("colour", &EditLabel::colour, "")};
    }
};
base::Result<Label> edit_label(workspace::Desk& desk, EditLabel const& in);

struct RemoveLabel {
    static constexpr auto about = "Remove a label everywhere.";
    base::LabelId label;

    static constexpr auto fields()
    {
        return std::tuple{base::path("label_id", &RemoveLabel::label, "Label.")};
    }
};
base::Result<void> remove_label(workspace::Desk& desk, RemoveLabel const& in);

}  // namespace conversations
