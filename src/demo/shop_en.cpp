#include "demo/dialogues.hpp"

namespace demo {

Shop english()
{
    constexpr auto c = Who::customer, s = Who::shop, n = Who::note;
    return {
        "6281290",
        {"Siti Rahma",   "James Tan",   "Aisha Karim",    "Daniel Costa",  "Nurul Huda",
         "Maria Santos", "Omar Said",   "Grace Lim",      "Putri Lestari", "Ahmad Faizal",
         "Lina Haddad",  "Pedro Alves", "Dewi Anggraini", "Hassan Ali",    "Mei Ling",
         "Bruno Dias",   "Farah Aziz",  "Kevin Wong",     "Rania Yusuf",   "Ana Moreira"},
        {"Wijaya", "Rahman", "Lee", "Souza", "Hakim", "Pratama", "Nasser", "Gomes", "Ismail",
         "Chan"},
        {"VIP", "Wholesale", "Delivery", "Refund", "New customer", "Follow up"},
        {
            {{{c, "Hi! Is the linen shirt still available in size M?"},
              {s, "Hello! Yes, we have it in *white* and *olive*. Shall I keep one for you?"},
              {c, "Olive please. How much with delivery?"},
              {s, "IDR 245,000 with delivery. I will send you the payment link."},
              {c, "Great, thank you 🙏"}}},
            {{{c, "My parcel has not arrived yet. Order 2231."},
              {s, "Sorry about that. Let me check with the courier."},
              {n,
               "Courier says it is at the sorting centre since Tuesday. Chase them again tomorrow."},
              {s, "It is on its way and should reach you tomorrow before noon."},
              {c, "Okay, I will wait."}}},
            {{{c, "Do you sell wholesale? I need 40 tote bags with our logo."},
              {s, "We do! From 30 pieces the price is 38,000 each, logo included."},
              {c, "Can you send a sample first?"},
              {s, "Of course. Which address may we send it to?"}}},
            {{{c, "The zipper of the bag broke after two days 😕"},
              {s, "Oh no, that should not happen. Could you send us a photo?"},
              {c, "Sent. Can I get a new one?"},
              {s, "Yes, we are sending a new one today at our cost."},
              {c, "That was quick. Thanks a lot!"}}},
            {{{c, "What are your opening hours on Sunday?"},
              {s, "On Sundays we are open from 10:00 to 16:00. See you!"}}},
            {{{c, "Can I still change the delivery address?"},
              {s, "Yes, it has not left yet. Where shall it go?"},
              {c, "Jl. Melati 12, Bandung."},
              {s, "Changed. You will get the tracking number tonight."}}},
            {{{c, "I paid twice by mistake. Could you look?"},
              {n, "Confirmed with the bank: two transfers of 180,000 at 09:12 and 09:13."},
              {s, "You are right, we received it twice. The refund is on its way."},
              {c, "Thank you, you saved my day."}}},
            {{{c, "Is there a discount for students?"},
              {s, "Yes, 10 % with a student card. Just show it when you pay."},
              {c, "Nice!"}}},
            {{{c, "Hello, is anybody there? I have been waiting since this morning."}}},
            {{{c, "Here is my transfer receipt."},
              {s, "Received, thank you! Your order leaves this afternoon."}}},
        },
    };
}

}  // namespace demo
