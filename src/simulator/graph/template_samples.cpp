#include "base/embedded.hpp"
#include "simulator/graph/templates.hpp"

namespace simulator {

namespace {

using base::Json;

struct Words {
    char const* language;
    char const* body;
    char const* footer;
    char const* button;
};

// clang-format off
constexpr Words Shipped[] = {
    {"en",    "Hello {{1}}, your order {{2}} is on its way.",                "Thank you for your order", "Track"},
    {"id",    "Halo {{1}}, pesanan {{2}} sudah dikirim.",                    "Terima kasih sudah memesan", "Lacak"},
    {"ms",    "Hai {{1}}, pesanan {{2}} sudah dihantar.",                    "Terima kasih atas pesanan anda", "Jejak"},
    {"ar",    "مرحبًا {{1}}، طلبك رقم {{2}} في الطريق إليك.",                 "شكرًا لطلبك", "تتبّع"},
    {"pt_BR", "Olá {{1}}, o pedido {{2}} já saiu para entrega.",             "Obrigado pela compra", "Rastrear"},
};
constexpr Words Reminder[] = {
    {"en",    "Hi {{name}}, we expect you {{time}}. Will you come?",         "", "Yes|Another day"},
    {"id",    "Hai {{name}}, kami tunggu {{time}}. Jadi datang?",            "", "Jadi|Ganti hari"},
    {"ms",    "Hai {{name}}, kami menunggu anda {{time}}. Jadi datang?",     "", "Jadi|Tukar hari"},
    {"ar",    "أهلًا {{name}}، ننتظرك {{time}}. هل ستحضر؟",                   "", "نعم|يوم آخر"},
    {"pt_BR", "Oi {{name}}, esperamos você {{time}}. Você vem?",             "", "Sim|Outro dia"},
};
constexpr Words Continue[] = {
    {"en",    "We have news about your question. Shall we continue here?",   "", "Yes, please"},
    {"id",    "Ada kabar soal pertanyaan Anda. Boleh kita lanjutkan?",       "", "Boleh"},
    {"ms",    "Ada berita tentang pertanyaan anda. Boleh kita teruskan?",    "", "Boleh"},
    {"ar",    "لدينا جديد بخصوص سؤالك. هل نتابع هنا؟",                        "", "نعم"},
    {"pt_BR", "Temos novidades sobre a sua pergunta. Podemos continuar?",    "", "Podemos"},
};
constexpr Words Invoice[] = {
    {"en",    "Here is invoice {{1}} for your order.",                       "", ""},
    {"id",    "Ini faktur {{1}} untuk pesanan Anda.",                        "", ""},
};
constexpr Words Arrivals[] = {
    {"id",    "Halo {{1}}, koleksi baru sudah datang.",                      "", ""},
    {"pt_BR", "Olá {{1}}, chegaram novidades.",                              "", ""},
};
constexpr Words Discount[] = {
    {"en",    "Everything at half price today, {{1}}!",                      "", ""},
    {"ar",    "كل شيء بنصف السعر اليوم يا {{1}}!",                            "", ""},
};
constexpr Words Code[] = {
    {"en",    "{{1}} is your verification code.",                            "", "Copy code"},
    {"id",    "{{1}} adalah kode verifikasi Anda.",                          "", "Salin kode"},
};
// clang-format on

Json buttons_of(std::string_view name, std::string_view text)
{
    auto all = Json::array();
    while (!text.empty()) {
        auto const end = std::min(text.find('|'), text.size());
        Json button{{"text", text.substr(0, end)}};
        if (name == "order_shipped") {
            button["type"] = "URL";
            button["url"] = "https://shop.example/track/{{1}}";
            button["example"] = Json::array({"JX77"});
        } else if (name == "login_code") {
            button["type"] = "OTP";
            button["otp_type"] = "COPY_CODE";
        } else {
            button["type"] = "QUICK_REPLY";
        }
        all.push_back(std::move(button));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

class Samples {
public:
    std::vector<Template> all;

    template <std::size_t N>
    void add(std::string_view name, std::string_view category, std::string_view status,
             Words const (&words)[N], std::string_view header = {})
    {
        for (auto const& one : words) {
            auto components = Json::array();
            if (!header.empty())
                components.push_back({{"type", "HEADER"},
                                      {"format", header},
                                      {"example", {{"header_handle", Json::array({"4::aW"})}}}});
            components.push_back({{"type", "BODY"}, {"text", one.body}});
            bool const named = std::string_view(one.body).find("{{name}}") !=
                               std::string_view::npos;
            if (named)
                components.back()["example"] = {
                    {"body_text_named_params",
                     Json::array({{{"param_name", "name"}, {"example", "Rina"}},
                                  {{"param_name", "time"}, {"example", "16:00"}}})}};
            else if (auto const names = variables(one.body); !names.empty())
                components.back()["example"] = {
                    {"body_text",
                     Json::array({names.size() == 1 ? Json::array({"Rina"})
                                                    : Json::array({"Rina", "JX77"})})}};
            if (*one.footer)
                components.push_back({{"type", "FOOTER"}, {"text", one.footer}});
            if (*one.button)
                components.push_back(
                    {{"type", "BUTTONS"}, {"buttons", buttons_of(name, one.button)}});
            // Ids stay within the range that docs use for templates.
            all.push_back({.id = std::to_string(990077880011000 + std::int64_t(all.size())),
                           .name = std::string(name),
                           .language = one.language,
                           .status = std::string(status),
                           .category = std::string(category),
                           .parameter_format = named ? "NAMED" : "POSITIONAL",
                           .quality = status == "PAUSED"   ? "RED"
                                    : status == "APPROVED" ? "GREEN"
                                                           : "UNKNOWN",
                           .components = std::move(components)});
        }
    }

    // What has more parts than words: cards, offers, forms, products.
    void add_written()
    {
        auto const written = base::parse_json(base::embedded_file("simulator/data/templates.json"));
        if (!written)
            return;
        for (auto const& one : *written)
            all.push_back({.id = std::to_string(990077880011000 + std::int64_t(all.size())),
                           .name = base::text_at(one, "name").value_or(""),
                           .language = "en",
                           .status = "APPROVED",
                           .category = base::text_at(one, "category").value_or(""),
                           .parameter_format = "POSITIONAL",
                           .quality = "GREEN",
                           .components = base::array_at(one, "components")});
    }
};

}  // namespace

std::vector<Template> sample_templates()
{
    Samples samples;
    samples.add("order_shipped", "UTILITY", "APPROVED", Shipped);
    samples.add("appointment_reminder", "UTILITY", "APPROVED", Reminder);
    samples.add("continue_conversation", "UTILITY", "APPROVED", Continue);
    samples.add("invoice_ready", "UTILITY", "APPROVED", Invoice, "DOCUMENT");
    samples.add("new_arrivals", "MARKETING", "PAUSED", Arrivals, "IMAGE");
    samples.add("half_price", "MARKETING", "REJECTED", Discount);
    samples.add("old_promotion", "MARKETING", "DISABLED", Discount);
    samples.add("weekly_offer", "MARKETING", "APPROVED", Arrivals, "IMAGE");
    samples.add("login_code", "AUTHENTICATION", "APPROVED", Code);
    samples.add_written();
    return samples.all;
}

}  // namespace simulator
