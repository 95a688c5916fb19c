#include "api/deletion_page.hpp"

#include <array>
#include <charconv>

#include "base/text.hpp"
#include "control/deletion.hpp"

namespace api {

namespace {

// The five languages of the house; the dashboard's own words are not in this executable's reach.
struct Words {
    std::string_view language;
    std::string_view direction;
    std::string_view title;
    std::string_view done;
    std::string_view waiting;
    std::string_view what;
    std::string_view asked;
    std::string_view ended;
    std::string_view code;
    std::string_view unknown;
    std::string_view too_many;
};

constexpr std::array<Words, 5> Languages = {{
    {"en", "ltr", "Your deletion request", "Your data has been deleted.",
     "Your data is being deleted.",
     "We delete the access you gave us: the connection key of your account and which person it "
     "belonged to. Messages of the business stay with that business.",
     "Received", "Completed", "Confirmation code",
     "There is no request with this code. Please check the address you were given.",
     "Too many attempts. Please wait a little and try again."},
    {"id", "ltr", "Permintaan penghapusan Anda", "Data Anda telah dihapus.",
     "Data Anda sedang dihapus.",
     "Kami menghapus akses yang Anda berikan: kunci sambungan akun Anda dan orang pemilik kunci itu. "
     "Pesan milik usaha tetap ada pada usaha tersebut.",
     "Diterima", "Selesai", "Kode konfirmasi",
     "Tidak ada permintaan dengan kode ini. Periksa kembali alamat yang Anda terima.",
     "Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi."},
    {"ms", "ltr", "Permintaan pemadaman anda", "Data anda telah dipadamkan.",
     "Data anda sedang dipadamkan.",
     "Kami memadamkan akses yang anda berikan: kunci sambungan akaun anda dan orang yang memilikinya. "
     "Mesej perniagaan kekal pada perniagaan itu.",
     "Diterima", "Selesai", "Kod pengesahan",
     "Tiada permintaan dengan kod ini. Sila semak alamat yang anda terima.",
     "Terlalu banyak cubaan. Sila tunggu sebentar dan cuba lagi."},
    {"ar", "rtl", "طلب حذف بياناتك", "تم حذف بياناتك.", "يجري حذف بياناتك.",
     "نحذف صلاحية الوصول التي منحتنا إياها: مفتاح ربط حسابك وهوية الشخص الذي يخصه. أما رسائل النشاط "
     "التجاري فتبقى لدى ذلك النشاط.",
     "تاريخ الاستلام", "تاريخ الإتمام", "رمز التأكيد",
     "لا يوجد طلب بهذا الرمز. يرجى التحقق من العنوان الذي وصلك.",
     "محاولات كثيرة جدًا. انتظر قليلًا ثم أعد المحاولة."},
    {"pt-BR", "ltr", "Seu pedido de exclusão", "Seus dados foram excluídos.",
     "Seus dados estão sendo excluídos.",
     "Excluímos o acesso que você nos deu: a chave de conexão da sua conta e a quem ela pertencia. As "
     "mensagens da empresa continuam com a empresa.",
     "Recebido", "Concluído", "Código de confirmação",
     "Não há pedido com este código. Confira o endereço que você recebeu.",
     "Muitas tentativas. Aguarde um pouco e tente de novo."},
}};

// Thousandths; 0 for what cannot be read.
int weight_of(std::string_view parameters)
{
    auto const at = parameters.find("q=");
    if (at == parameters.npos)
        return 1000;
    auto const text = base::trim(parameters.substr(at + 2));
    double weight = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), weight);
    return fault == std::errc() && end != text.data() && weight >= 0 && weight <= 1
             ? int(weight * 1000)
             : 0;
}

Words const* speaks(std::string_view tag)
{
    auto const lower = base::lower_ascii(tag);
    auto const primary = std::string_view(lower).substr(0, lower.find('-'));
    for (auto const& words : Languages)
        if (primary == words.language.substr(0, 2))
            return &words;
    return nullptr;
}

Words const& best(std::string_view accepted)
{
    Words const* found = &Languages.front();
    int heaviest = 0;
    for (int i = 0; i < 20 && !accepted.empty(); ++i) {
        auto const end = accepted.find(',');
        auto const one = base::trim(accepted.substr(0, end));
        auto const semicolon = one.find(';');
        auto const* const words = speaks(base::trim(one.substr(0, semicolon)));
        auto const weight = semicolon == one.npos ? 1000 : weight_of(one.substr(semicolon));
        if (words && weight > heaviest) {
            found = words;
            heaviest = weight;
        }
        if (end == accepted.npos)
            break;
        accepted.remove_prefix(end + 1);
    }
    return *found;
}

std::string html(Words const& words, std::string_view body)
{
    std::string out = "<!doctype html><html lang=\"";
    out.append(words.language).append("\" dir=\"").append(words.direction);
    out += "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>";
    out.append(words.title);
    out += "</title><link rel=\"stylesheet\" href=\"/docs.css\"></head><body><main><h1>";
    out.append(words.title).append("</h1>").append(body);
    return out + "</main></body></html>";
}

// A day and a minute, in UTC: whose clock it is nobody knows.
std::string time_of(base::Instant at)
{
    auto text = base::to_rfc3339(at).substr(0, 16);
    text[10] = ' ';
    return "<bdi><time>" + text + " UTC</time></bdi>";
}

std::string told(Words const& words, control::Deletion const& deletion, std::string_view code)
{
    auto const done = deletion.state == control::DeletionState::done;
    auto const row = [](std::string_view name, std::string const& value) {
        return "<tr><th>" + std::string(name) + "</th><td>" + value + "</td></tr>";
    };
    auto out = "<p><strong>" + std::string(done ? words.done : words.waiting) + "</strong></p><p>" +
               std::string(words.what) + "</p><table>" +
               row(words.code, "<code>" + std::string(code) + "</code>") +
               row(words.asked, time_of(deletion.requested_at));
    if (deletion.done_at)
        out += row(words.ended, time_of(*deletion.done_at));
    return out + "</table>";
}

}  // namespace

http::Response deletion_page(control::Control& control, http::Request const& request)
{
    auto const& words = best(request.header("Accept-Language").value_or(""));
    auto const code = request.parameter("code").value_or("");
    auto const found = control::find_deletion(control, code, request.peer);
    http::Response response;
    if (found) {
        // A code that was found holds nothing but letters, digits and a dash.
        response.body = html(words, told(words, *found, code));
    } else {
        auto const many = found.error().fault == base::Fault::too_many;
        response.status = many ? 429 : 404;
        if (many)
            response.headers.set("Retry-After", std::to_string(found.error().retry_after_s));
        response.body = html(words,
                             "<p>" + std::string(many ? words.too_many : words.unknown) + "</p>");
    }
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    response.headers.set("Content-Language", std::string(words.language));
    response.headers.set("Vary", "Accept-Language");
    // The address is the secret.
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; base-uri 'none'; form-action "
                         "'none'; frame-ancestors 'none'");
    return response;
}

}  // namespace api
