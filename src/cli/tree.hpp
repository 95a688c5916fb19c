#pragma once

#include <CLI/CLI.hpp>

#include <any>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "cli/context.hpp"

namespace cli {

using Action = std::function<base::Result<int>(Context const&)>;

// Only for parse.cpp and those that add commands to it. Collects commands; the one that was typed is
// in `action` after parsing.
class Tree {
public:
    // One command: its options, and what it does.
    class Command {
    public:
        Command(Tree& tree, CLI::App* app) : m_tree(tree), m_app(app) {}

        template <class T>
        void option(char const* name, T& into, char const* about)
        {
            m_app->add_option(name, into, about);
        }
        template <class T>
        void needed(char const* name, T& into, char const* about)
        {
            m_app->add_option(name, into, about)->required();
        }
        template <class T>
        void positional(char const* name, T& into, char const* about)
        {
            m_app->add_option(name, into, about)->required();
        }
        void flag(char const* name, bool& into, char const* about)
        {
            m_app->add_flag(name, into, about);
        }
        void runs(Action action)
        {
            m_app->callback([&tree = m_tree, action = std::move(action)] { tree.action = action; });
        }

    private:
        Tree& m_tree;
        CLI::App* m_app;
    };

    // Commands under one name: `sapa token create`.
    class Group {
    public:
        Group(Tree& tree, CLI::App* app) : m_tree(tree), m_app(app) { app->require_subcommand(1); }
        Command command(char const* name, char const* about, std::string const& example)
        {
            return m_tree.leaf(m_app, name, about, example);
        }
        Group group(char const* name, char const* about)
        {
            return {m_tree, m_app->add_subcommand(name, about)};
        }

    private:
        Tree& m_tree;
        CLI::App* m_app;
    };

    explicit Tree(CLI::App& app) : m_app(app) {}

    Command command(char const* name, char const* about, std::string const& example)
    {
        return leaf(&m_app, name, about, example);
    }
    Group group(char const* name, char const* about)
    {
        return {*this, m_app.add_subcommand(name, about)};
    }
    // Something options are read into, for as long as the tree lives.
    template <class T>
    T& keep()
    {
        return *std::any_cast<std::shared_ptr<T>>(m_kept.emplace_back(std::make_shared<T>()));
    }

    Common common;
    bool json = false;
    Action action;

private:
    Command leaf(CLI::App* under, char const* name, char const* about, std::string const& example)
    {
        auto* const app = under->add_subcommand(name, about);
        app->add_option("--data", common.folder, "Data folder");
        app->add_option("--key-file", common.key_file, "File with the root key");
        app->add_flag("--json", json, "Answer with one JSON document");
        app->footer("Example:\n  " + example);
        return {*this, app};
    }

    CLI::App& m_app;
    std::deque<std::any> m_kept;
};

}  // namespace cli
