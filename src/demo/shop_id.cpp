#include "demo/dialogues.hpp"

namespace demo {

Shop indonesian()
{
    constexpr auto c = Who::customer, s = Who::shop, n = Who::note;
    return {
        "6281290",
        {"Siti Rahma",      "Budi Santoso",  "Putri Lestari",  "Agus Setiawan", "Dewi Anggraini",
         "Rizky Maulana",   "Nur Aini",      "Andi Saputra",   "Ratna Sari",    "Hendra Gunawan",
         "Fitri Handayani", "Dimas Prakoso", "Wulan Kartika",  "Yusuf Hidayat", "Maya Puspita",
         "Eko Nugroho",     "Tuti Alawiyah", "Bayu Pamungkas", "Lestari Wati",  "Galih Ramadhan"},
        {"Wijaya", "Pratama", "Kusuma", "Hartono", "Permata", "Siregar", "Nasution", "Utami",
         "Halim", "Surya"},
        {"Pelanggan setia", "Grosir", "Pengiriman", "Pengembalian dana", "Pelanggan baru",
         "Perlu dikabari"},
        {
            {{{c, "Halo kak, kemeja linen ukuran M masih ada?"},
              {s,
               "Halo! Masih kak, tersedia warna *putih* dan *hijau zaitun*. Mau kami simpankan?"},
              {c, "Yang hijau ya. Total sama ongkir berapa?"},
              {s, "Rp245.000 sudah termasuk ongkir. Kami kirim tautan pembayarannya ya."},
              {c, "Oke, terima kasih 🙏"}}},
            {{{c, "Paket saya belum sampai kak. Nomor pesanan 2231."},
              {s, "Mohon maaf ya kak. Kami cek dulu ke kurir."},
              {n, "Kata kurir paket masih di gudang sortir sejak Selasa. Besok ditanya lagi."},
              {s, "Paketnya sudah jalan, perkiraan tiba besok sebelum siang."},
              {c, "Baik, saya tunggu."}}},
            {{{c, "Bisa pesan grosir? Saya butuh 40 tas kanvas pakai logo kami."},
              {s, "Bisa kak! Mulai 30 buah harganya Rp38.000 per buah sudah dengan logo."},
              {c, "Boleh kirim contoh dulu?"},
              {s, "Tentu. Kami kirim ke alamat mana ya?"}}},
            {{{c, "Ritsleting tasnya rusak padahal baru dua hari 😕"},
              {s, "Waduh, maaf sekali kak. Boleh kirim fotonya?"},
              {c, "Sudah saya kirim. Bisa ditukar?"},
              {s, "Bisa kak, hari ini kami kirim yang baru tanpa biaya."},
              {c, "Cepat sekali. Makasih banyak!"}}},
            {{{c, "Hari Minggu buka jam berapa?"},
              {s, "Hari Minggu kami buka 10.00–16.00 kak. Ditunggu ya!"}}},
            {{{c, "Alamat pengirimannya masih bisa diganti?"},
              {s, "Masih bisa kak, belum dikirim. Mau diganti ke mana?"},
              {c, "Jl. Melati 12, Bandung."},
              {s, "Sudah kami ganti. Nomor resi menyusul malam ini."}}},
            {{{c, "Saya tidak sengaja bayar dua kali. Tolong dicek ya."},
              {n, "Sudah dicek ke bank: dua transfer Rp180.000 pukul 09.12 dan 09.13."},
              {s, "Benar kak, masuk dua kali. Dananya sedang kami kembalikan."},
              {c, "Alhamdulillah, terima kasih."}}},
            {{{c, "Ada diskon untuk pelajar?"},
              {s, "Ada kak, 10 % dengan kartu pelajar. Tunjukkan saat membayar ya."},
              {c, "Mantap!"}}},
            {{{c, "Halo, ada orang? Saya sudah menunggu dari pagi."}}},
            {{{c, "Ini bukti transfernya kak."},
              {s, "Sudah kami terima, terima kasih! Pesanan dikirim sore ini."}}},
        },
    };
}

}  // namespace demo
