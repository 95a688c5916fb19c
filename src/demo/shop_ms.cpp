#include "demo/dialogues.hpp"

namespace demo {

Shop malay()
{
    constexpr auto c = Who::customer, s = Who::shop, n = Who::note;
    return {
        "6011290",
        {"Nurul Huda",   "Ahmad Faizal",  "Siti Aminah",  "Tan Wei Ming",  "Farah Aziz",
         "Kumar Raj",    "Aisyah Rahim",  "Hafiz Osman",  "Lim Mei Ling",  "Zainab Yusof",
         "Amir Hakim",   "Priya Devi",    "Izzat Roslan", "Chong Li Na",   "Rosnah Ali",
         "Danial Irfan", "Syafiqah Zain", "Wong Kah Hoe", "Noraini Idris", "Faris Imran"},
        {"Rahman", "Ismail", "Lee", "Abdullah", "Nair", "Hassan", "Ong", "Karim", "Salleh",
         "Jamal"},
        {"VIP", "Borong", "Penghantaran", "Bayaran balik", "Pelanggan baharu", "Susulan"},
        {
            {{{c, "Hai, kemeja linen saiz M masih ada?"},
              {s, "Hai! Masih ada, warna *putih* dan *hijau zaitun*. Nak kami simpankan satu?"},
              {c, "Hijau ya. Berapa dengan penghantaran?"},
              {s, "RM68 termasuk penghantaran. Kami hantar pautan bayaran sekejap lagi."},
              {c, "Okey, terima kasih 🙏"}}},
            {{{c, "Bungkusan saya belum sampai lagi. Pesanan 2231."},
              {s, "Maaf ya. Kami semak dengan kurier dahulu."},
              {n, "Kurier kata masih di pusat pengasingan sejak Selasa. Tanya lagi esok."},
              {s, "Bungkusan sudah bergerak dan dijangka sampai esok sebelum tengah hari."},
              {c, "Baik, saya tunggu."}}},
            {{{c, "Boleh beli borong? Saya perlukan 40 beg kanvas dengan logo kami."},
              {s, "Boleh! Mulai 30 unit harganya RM11 seunit termasuk logo."},
              {c, "Boleh hantar contoh dahulu?"},
              {s, "Tentu boleh. Ke alamat mana?"}}},
            {{{c, "Zip beg rosak selepas dua hari 😕"},
              {s, "Alamak, maaf sangat. Boleh hantar gambarnya?"},
              {c, "Sudah dihantar. Boleh tukar baharu?"},
              {s, "Boleh, hari ini kami hantar yang baharu secara percuma."},
              {c, "Cepatnya. Terima kasih banyak!"}}},
            {{{c, "Hari Ahad buka pukul berapa?"},
              {s, "Hari Ahad kami buka 10 pagi hingga 4 petang. Jumpa nanti!"}}},
            {{{c, "Alamat penghantaran masih boleh ditukar?"},
              {s, "Boleh, belum dihantar lagi. Tukar ke mana?"},
              {c, "12 Jalan Melur, Shah Alam."},
              {s, "Sudah ditukar. Nombor penjejakan menyusul malam ini."}}},
            {{{c, "Saya terbayar dua kali. Boleh semak?"},
              {n, "Disahkan bank: dua pindahan RM50 pada 9.12 dan 9.13."},
              {s, "Betul, kami terima dua kali. Bayaran balik sedang diproses."},
              {c, "Syukur, terima kasih."}}},
            {{{c, "Ada diskaun untuk pelajar?"},
              {s, "Ada, 10 % dengan kad pelajar. Tunjukkan semasa membayar."},
              {c, "Bagus!"}}},
            {{{c, "Helo, ada sesiapa? Saya tunggu dari pagi tadi."}}},
            {{{c, "Ini resit pindahan saya."},
              {s, "Sudah diterima, terima kasih! Pesanan dihantar petang ini."}}},
        },
    };
}

}  // namespace demo
