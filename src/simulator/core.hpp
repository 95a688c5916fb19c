#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <set>
#include <unordered_map>
#include <vector>

#include "base/world.hpp"
#include "simulator/chance.hpp"
#include "simulator/exchange.hpp"
#include "simulator/graph/flows.hpp"
#include "simulator/graph/send.hpp"
#include "simulator/nouns.hpp"
#include "simulator/options.hpp"
#include "simulator/rules.hpp"

namespace simulator {

// A webhook POST ready to leave.
struct Delivery {
    // A customer's message that shows two ticks once the POST is answered 200.
    struct Mark {
        std::string customer_id = {};
        std::string number_id = {};
        std::string wamid = {};
    };
    std::string url;
    std::string body;
    std::string signature;  // value of X-Hub-Signature-256
    std::string lane;       // POSTs of one lane leave one after the other
    std::string about;      // for the log: "messages text", "statuses read"
    std::vector<Mark> marks;
    base::Instant first_at;
    int attempt = 0;
    bool again = true;  // tried again when it is not answered 200
};

// Everything outside Sapa: Graph, the people and their phones. A state machine without threads and
// sockets: calls go in, answers and deliveries come out, time and chance are given. Any thread.
class Core {
public:
    Core(Options options, base::World world);

    // A request to Graph or to /sim/*.
    Answer handle(Call const& call);
    // What became of Answer::verification: status and body of the address' answer, 0 for none.
    Answer verified(Verification const&, int status, std::string_view body);

    // Webhooks due now. Ask again at next_due().
    std::vector<Delivery> run_due();
    std::optional<base::Instant> next_due() const;
    // The status a delivery was answered with; 0 when nothing came.
    void delivered(Delivery const&, int status);
    base::Instant now() const;

    // Told of everything the phone page shows, in order, while the core is locked: must not call
    // back. `name` is one of customer, message, typing, config, request, webhook, reset, numbers, rules,
    // group, group_message.
    using Listener = std::function<void(std::string_view name, base::Json const& data)>;
    void on_event(Listener listener);
    // Called when something became due earlier than next_due() said.
    void on_wake(std::function<void()> wake);
    // How many phone pages are open: their people read when the page says so.
    void set_pages(int count);

    // People who have written lately, before this simulator's time: answers reach them, and the
    // phone page does not list them.
    struct Known {
        std::string name;
        std::string phone;  // digits
    };
    void know(std::vector<Known> const& people);

    // For the load generator: where and how webhooks of a number are sent.
    struct Target {
        std::string url = {};
        std::string app_secret = {};
        std::string waba_id = {};
        std::string display_phone = {};
        bool escape = true;
    };
    std::optional<Target> target_of(std::string const& number_id) const;
    // The number that was named last; what the page and load use unless told otherwise.
    std::string current_number() const;

    // Everything a restart must not lose, as JSON text; restore refuses what it cannot read.
    std::string snapshot() const;
    base::Result<void> restore(std::string_view text);
    // Changes with everything a snapshot holds.
    std::uint64_t revision() const;

private:
    // What is known about a message of the business on its way to one person.
    struct Sent {
        std::string wamid = {};
        std::string number_id = {};
        std::string customer_id = {};
        std::string group_id = {};
        bool to_phone = true;
        std::string opaque = {};
        std::string category = {};
        std::string type = {};
        std::pair<std::string, std::string> reaction = {};  // wamid and emoji
        bool voice = false;
        bool priced = false;
        base::Json pricing = {};
        std::string state = "accepted";
    };
    struct Due {
        base::Instant at = {};
        std::uint64_t order = 0;
        std::string status = {};  // a status of `sent`; empty: post `delivery`
        int error = 0;
        std::shared_ptr<Sent> sent = {};
        std::shared_ptr<Delivery> delivery = {};
        // An update (one webhook `value`) of a number, when neither is set.
        std::string number_id = {};
        std::string lane = {};
        std::string about = {};
        base::Json value = {};
        std::vector<Delivery::Mark> marks = {};
        std::string field = "messages";
        std::string call_id = {};      // `status` is a step of this call
        bool account = false;          // about the account: goes to the app's own address
        std::string template_id = {};  // `status` is what becomes of this template
    };
    // Messages that were priced alike on one day.
    struct Priced {
        std::int64_t day = 0;  // when it began, in seconds
        std::string phone = {};
        std::string country = {};
        std::string type = {};
        std::string category = {};
        auto operator<=>(Priced const&) const = default;
    };
    struct Later {
        bool operator()(Due const& a, Due const& b) const
        {
            return a.at != b.at ? a.at > b.at : a.order > b.order;
        }
    };
    struct Bucket {
        double tokens = 0;
        base::Instant at{0};
        // Whether one more fits; it is taken when it does.
        bool take(base::Instant now, double per_second, double most);
    };
    // A resumable upload under way.
    struct Upload {
        std::string name = {};
        std::string mime = {};
        std::size_t length = 0;
        std::string bytes = {};
    };
    // What the dialog gave, to be exchanged for a token within 30 s.
    struct Code {
        std::string waba_id = {};  // empty: an account yet to be made
        std::string redirect = {};
        base::Instant at = {};
        bool phone_app = false;
    };
    struct LoggedRequest {
        std::uint64_t n = 0;
        base::Instant at = {};
        std::string method = {};
        std::string path = {};
        std::string body = {};  // the first 2 KB of JSON
        std::string rule = {};
        int status = 0;
        int code = 0;
    };
    struct LoggedWebhook {
        std::uint64_t n = 0;
        base::Instant at = {};
        std::string url = {};
        std::string about = {};
        std::string body = {};  // the first 2 KB
        int status = 0;
        int attempt = 0;
        std::shared_ptr<Delivery const> whole = {};  // to be sent again; none of very large ones
    };

    // core.cpp: what all parts share. The mutex is held in every private function.
    base::Instant here() const { return m_world.now() + m_offset; }
    std::string trace() { return "A" + base64(m_chance.bytes(12)).substr(0, 15); }
    Answer refuse(GraphError const& error) { return error_answer(error, trace()); }
    std::chrono::milliseconds scaled(int ms) const;
    std::string new_wamid(std::string_view person);
    std::string new_id(std::string_view prefix);
    void schedule(Due due);
    void tell(std::string_view name, base::Json const& data);
    void note_request(Call const&, Answer const&, std::string_view rule);
    void note_webhook(Delivery const&, int status);
    static base::Json to_json(LoggedRequest const&);
    static base::Json to_json(LoggedWebhook const&);
    void changed() { ++m_revision; }

    // graph.cpp: the routes, and rules that catch a call
    Answer graph(Call const&);
    Answer route(Call const&);
    Answer troubled(Call const&, Rule const&);
    // accounts.cpp: accounts, numbers, tokens
    std::optional<GraphError> check_token(Call const&);
    Number* number_for(std::string_view id, Call const&);
    Waba* waba_for(std::string_view id, Call const&);
    bool too_many_calls(Waba&);
    Answer read_number(Call const&, Number const&);
    Answer change_number(Call const&, Number&);
    Answer read_waba(Call const&, Waba const&);
    Answer list_numbers(Call const&, Waba const&);
    Answer subscriptions(Call const&, Waba&);
    Answer list_templates(Call const&, Waba const&);
    Template const* find_template(std::string_view id) const;
    Answer read_template(Call const&, Template const&);
    Answer debug_token(Call const&);
    bool sees(std::string const& token, std::string const& waba_id) const;
    base::Json number_json(Number const&) const;
    base::Json health_of(Number const&) const;
    Answer need_verification(std::string url, std::string token, Verification::Of of,
                             std::string id);

    // registration.cpp, profile.cpp, desk.cpp: what a business does with its number
    static base::Json asked(Call const&);
    std::optional<Answer> number_edge(Call const&, Number&, std::string_view edge);
    Answer request_code(Call const&, Number&);
    Answer verify_code(Call const&, Number&);
    Answer enrol(Call const&, Number&);
    Answer deregister(Number&);
    Answer read_profile(Call const&, Number const&);
    Answer write_profile(Call const&, Number&);
    Answer picture(Call const&);
    Answer begin_upload(Call const&);
    Answer continue_upload(Call const&, std::string_view id);
    Answer block_users(Call const&, Number&);
    bool blocked_by(Number const&, Customer const&) const;
    Answer automation(Call const&, Number&);
    base::Json link_json(Call const&, std::string const& code, std::string const& text) const;
    Answer links(Call const&, Number&, std::string_view code);
    Answer username(Call const&, Number&);

    // oauth.cpp: tokens and what they open
    Answer dialog(Call const&);
    Answer access_token(Call const&);
    std::string share_new_account(std::string const& token, bool phone_app);
    Answer business_accounts(Call const&, bool owned);
    Answer app_subscriptions(Call const&);
    void set_app_fields(std::string_view fields);
    bool is_subscribed(std::string_view field) const;
    Answer app_node(Call const&);

    // sending.cpp: what the business sends
    SendSurroundings surroundings(Number const&) const;
    Answer messages(Call const&, Number&);
    Refusal check_reaction(Send const&, Number const&, Customer&);
    ChatMessage line_of(Send const&, std::string const& wamid, Number const&) const;
    Answer accept(Send const&, Number&, Customer&, int failure);
    Answer mark_read(Send const&, Number&);
    std::optional<GraphError> limits(Send const&, Number&);
    bool is_over_throughput(Number const&);
    Customer* recipient_of(Send const&);
    int late_failure(Send const&, Number const&, Customer const&) const;

    // statuses.cpp: what becomes of it
    void plan(std::shared_ptr<Sent> const&, int failure);
    void happen(Due const&);
    base::Json pricing_for(Sent const&, Number&);
    base::Json status_value(Sent const&, std::string_view status, int error, Customer const&) const;

    // groups.cpp
    base::Json to_json(Group const&) const;
    Group& add_group(std::string name, std::string number_id, std::vector<std::string> members);
    void show_in(Group&, ChatMessage message);
    Answer send_to_group(Send const&, Number&);
    void happen_in_group(Due const&);
    Answer control_groups(Call const&, std::vector<std::string_view> const& parts,
                          base::Json const& body);

    // analytics.cpp: what messages cost, as an account reads it
    void count_price(Number const&, Customer const&, base::Json const& pricing);
    base::Json pricing_analytics(Waba const&, std::string const& fields) const;

    // template_desk.cpp: templates made, changed, reviewed and deleted
    Answer template_edge(Call const&, Waba const&);
    Answer create_template(base::Json const& body);
    std::variant<Template, GraphError> from_library(base::Json const& body) const;
    static std::vector<Template> library_templates();
    static Answer list_library(Call const&);
    void ask_review(std::string const& id);
    void decide(Template&, std::string const& event, std::string const& reason);
    void review(Due const&);
    Answer edit_template(Call const&, Template&);
    Answer delete_templates(Call const&);
    Answer unpause(Template&);
    Answer archive(Call const&, bool on);
    Answer control_templates(Call const&, std::vector<std::string_view> const& parts,
                             base::Json const& body);

    // calls.cpp
    base::Json call_value(PhoneCall const&, std::string_view event) const;
    void call_news(PhoneCall const&, std::string_view event);
    void call_status(PhoneCall const&, std::string_view status);
    void show_call(PhoneCall const&, std::string_view status);
    PhoneCall& start_call(Number const&, Customer&, bool by_customer);
    void plan_call(PhoneCall const&, std::string step, int ms);
    void answer_call(PhoneCall&);
    void end_call(PhoneCall&, std::string_view why);
    void step_call(Due const&);
    Answer calls(Call const&, Number&);
    Answer call_customer(base::Json const& body, Number&);
    Answer call_permissions(Call const&) const;
    Answer control_calls(Customer&, base::Json const& body);
    void permit_calls(Customer&, base::Json const& reply);

    // commerce.cpp
    std::string product_problem(std::string_view waba_id, std::string_view catalog_id,
                                std::string_view product) const;

    // media.cpp
    Answer upload(Call const&, Number const&);
    Answer media_object(Call const&, Media const&);
    Answer download(Call const&);
    Media& keep_media(std::string bytes, std::string mime, std::string name, std::string number_id,
                      bool inbound);
    Media const* find_media(std::string_view id, std::string_view number_id) const;

    // webhooks.cpp
    struct Address {
        std::string url = {};
        std::string app_secret = {};
    };
    std::optional<Address> address_of(Number const&, bool account = false) const;
    static base::Json framed(Number const&, base::Json value);
    void update(Number const&, std::string lane, std::string about, base::Json value,
                std::vector<Delivery::Mark> marks = {}, std::string field = "messages");
    void notify(Number const&, std::string field, std::string about, base::Json value);
    Answer resend(std::string_view n, base::Json const& body);
    void post(std::string const& number_id, std::vector<Due> updates, std::vector<Delivery>& out);
    std::string written(base::Json const& json) const;

    // people.cpp: customers and what they do
    void first_customers();
    Customer* customer_by(std::string_view id);
    Customer& add_customer(Customer customer);
    std::string new_user_id(std::string_view phone);
    ChatMessage* find_message(Customer&, std::string_view number_id, std::string_view wamid);
    void show(Customer&, std::string const& number_id, ChatMessage message);
    void react(Customer&, std::string const& number_id, std::string_view wamid,
               std::string const& from, std::string const& emoji);
    void change_text(Customer&, std::string const& number_id, base::Json const& edit);
    void take_back(Customer&, std::string const& number_id, std::string_view wamid);
    void tell_message(Customer const&, std::string const& number_id, ChatMessage const&);
    void go_online(Customer&);
    void read_by(Customer&, std::string const& number_id);
    base::Json contact_of(Customer const&) const;
    // The phone a webhook may tell: none when the person keeps it private.
    static std::string shared_phone(Customer const&);
    // inbound.cpp: what a customer sends
    base::Result<ChatMessage> compose(Customer const&, Number const&, base::Json const& what);
    base::Result<void> compose_media(ChatMessage&, base::Json const& what);
    base::Json inbound_value(Customer const&, Number const&, ChatMessage const&) const;

    // events.cpp: what Meta tells besides messages
    using Happening = Answer (Core::*)(Number&, Customer&, base::Json const&);
    static std::vector<std::pair<std::string_view, Happening>> const& happenings();
    Answer control_events(base::Json const& body);
    base::Json words_for(Number const&, Customer const*) const;
    void follow_template(Template&, std::string_view kind, base::Json const& value);
    Template* template_named(std::string_view name, std::string_view language);
    Answer change_phone(Number&, Customer&, base::Json const& body);
    Answer tell_many(Number&, Customer&, base::Json const& body);
    Answer tell_large(Number&, Customer&, base::Json const& body);
    Answer tell_odd(Number&, Customer&, base::Json const& body);
    // coexistence.cpp: numbers that live in the phone app too
    Answer tell_history(Number&, Customer&, base::Json const& body);
    Answer tell_contacts(Number&, Customer&, base::Json const& body);
    base::Json from_the_phone(Number&, Customer&, base::Json const& body);
    Answer tell_echo(Number&, Customer&, base::Json const& body);
    Answer tell_standby(Number&, Customer&, base::Json const& body);

    // snapshot.cpp
    void restore_customer(base::Json const& saved);
    void resume(Customer&, Number const&, ChatMessage&);

    // control.cpp: /sim/*
    Answer control(Call const&);
    Answer control_customers(Call const&, std::vector<std::string_view> const& parts,
                             base::Json const& body);
    Answer control_customer(Call const&, Customer&, std::string_view verb, base::Json const& body);
    Answer control_rules(Call const&, std::vector<std::string_view> const& parts,
                         base::Json const& body);
    Answer control_number(Call const&, std::string_view id, base::Json const& body);
    Answer control_media(Call const&, std::vector<std::string_view> const& parts);
    Answer control_log(Call const&) const;
    Answer create_customer(base::Json const& body);
    Answer change_customer(Customer&, base::Json const& body);
    Answer send_from(Customer&, base::Json const& body);
    Answer say_in(Group&, base::Json const& body);
    Answer set_webhook(base::Json const& body);
    Answer state() const;
    base::Json chat_json(Chat const&) const;
    void reset();

    Options const m_options;
    base::World const m_world;
    mutable std::mutex m_mutex;
    std::chrono::milliseconds m_offset{0};  // of the simulated clock
    SeededRandom m_chance;
    Settings m_settings;
    std::string m_media_key;  // signs download addresses

    std::map<std::string, Number, std::less<>> m_numbers;
    std::map<std::string, Waba, std::less<>> m_wabas;
    std::set<std::string, std::less<>> m_tokens;
    std::set<std::string, std::less<>> m_revoked;
    std::map<std::string, std::set<std::string>> m_targets;  // of a token that sees not everything
    std::map<std::string, Code> m_codes;
    std::map<std::string, Upload> m_uploads;
    std::set<std::string, std::less<>> m_app_fields;
    std::set<std::string> m_app_domains;
    std::string m_app_url;  // where webhooks go without an override
    std::string m_app_secret;
    std::string m_current_number;

    std::vector<Template> m_templates;
    std::map<std::string, base::Instant> m_deleted_names;
    std::map<Priced, std::int64_t> m_priced;
    std::map<std::string, Catalog, std::less<>> m_catalogs;
    Flows m_flows;
    std::map<std::string, PhoneCall, std::less<>> m_calls;
    std::map<std::string, Group, std::less<>> m_groups;
    std::map<std::string, Media, std::less<>> m_media;
    std::size_t m_media_bytes = 0;
    std::deque<std::unique_ptr<Customer>> m_customers;
    std::unordered_map<std::string, Customer*> m_by_id;
    std::unordered_map<std::string, Customer*> m_by_phone;
    std::unordered_map<std::string, Customer*> m_by_user_id;
    std::unordered_map<std::string, std::vector<Due>>
        m_parked;  // deliveries to phones that are off
    // Shown to a customer and not read yet, by customer id.
    std::unordered_map<std::string, std::vector<std::shared_ptr<Sent>>> m_unread;
    std::unordered_map<std::string, std::string> m_written_by;  // inbound wamid -> customer id

    std::vector<Rule> m_rules;
    std::priority_queue<Due, std::vector<Due>, Later> m_due;
    std::uint64_t m_order = 0;
    std::unordered_map<std::string, Bucket> m_buckets;
    std::deque<LoggedRequest> m_requests;
    std::deque<LoggedWebhook> m_webhooks;
    std::uint64_t m_counter = 0;
    std::uint64_t m_request_count = 0;
    std::uint64_t m_webhook_count = 0;
    std::uint64_t m_revision = 0;
    int m_pages = 0;
    int m_forced_failure = 0;  // of the call being answered, set by a rule
    Listener m_listener;
    std::function<void()> m_wake;
};

}  // namespace simulator
