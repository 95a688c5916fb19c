#include "demo/dialogues.hpp"

namespace demo {

Shop portuguese()
{
    constexpr auto c = Who::customer, s = Who::shop, n = Who::note;
    return {
        "5511990",
        {"Mariana Souza",  "João Pereira",     "Ana Beatriz",    "Lucas Oliveira",
         "Camila Rocha",   "Pedro Alves",      "Juliana Lima",   "Rafael Costa",
         "Fernanda Dias",  "Bruno Martins",    "Larissa Gomes",  "Thiago Ramos",
         "Patrícia Nunes", "Gustavo Ferreira", "Letícia Barros", "Marcelo Teixeira",
         "Aline Cardoso",  "Diego Freitas",    "Renata Moura",   "Vinícius Prado"},
        {"Silva", "Santos", "Moreira", "Ribeiro", "Carvalho", "Araújo", "Melo", "Batista", "Campos",
         "Duarte"},
        {"VIP", "Atacado", "Entrega", "Reembolso", "Cliente novo", "Retornar"},
        {
            {{{c, "Oi! A camisa de linho tamanho M ainda tem?"},
              {s, "Olá! Tem sim, em *branco* e *verde-oliva*. Quer que eu separe uma?"},
              {c, "A verde, por favor. Quanto fica com a entrega?"},
              {s, "R$ 129,90 já com a entrega. Vou mandar o link de pagamento."},
              {c, "Ótimo, obrigada 🙏"}}},
            {{{c, "Meu pacote ainda não chegou. Pedido 2231."},
              {s, "Sentimos muito! Vamos falar com a transportadora."},
              {n,
               "A transportadora disse que está no centro de triagem desde terça. Cobrar amanhã de novo."},
              {s, "Já saiu para entrega e deve chegar amanhã antes do meio-dia."},
              {c, "Tá bom, vou esperar."}}},
            {{{c, "Vocês vendem no atacado? Preciso de 40 ecobags com a nossa marca."},
              {s, "Vendemos! A partir de 30 peças sai por R$ 19 cada, com a marca."},
              {c, "Dá para mandar uma amostra antes?"},
              {s, "Claro. Para qual endereço?"}}},
            {{{c, "O zíper da bolsa quebrou em dois dias 😕"},
              {s, "Poxa, isso não podia acontecer. Pode mandar uma foto?"},
              {c, "Mandei. Consigo trocar?"},
              {s, "Consegue sim, mandamos uma nova hoje por nossa conta."},
              {c, "Que rápido! Muito obrigado!"}}},
            {{{c, "Que horas abrem no domingo?"},
              {s, "No domingo abrimos das 10h às 16h. Até lá!"}}},
            {{{c, "Ainda dá para mudar o endereço de entrega?"},
              {s, "Dá sim, ainda não saiu. Qual é o novo?"},
              {c, "Rua das Acácias, 12, Campinas."},
              {s, "Alterado. O código de rastreio chega hoje à noite."}}},
            {{{c, "Paguei duas vezes sem querer. Podem conferir?"},
              {n, "Banco confirmou: dois Pix de R$ 90 às 09:12 e 09:13."},
              {s, "Verdade, recebemos duas vezes. O reembolso já está a caminho."},
              {c, "Ufa, obrigada!"}}},
            {{{c, "Tem desconto para estudante?"},
              {s, "Tem, 10 % com a carteirinha na hora de pagar."},
              {c, "Show!"}}},
            {{{c, "Oi, tem alguém aí? Estou esperando desde cedo."}}},
            {{{c, "Segue o comprovante."},
              {s, "Recebido, obrigado! Seu pedido sai hoje à tarde."}}},
        },
    };
}

}  // namespace demo
