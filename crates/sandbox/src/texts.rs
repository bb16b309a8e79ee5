//! Every word of the pages in English, French and Italian; a missing one does not compile.

use serde::Serialize;

use crate::bank::FieldError;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    En,
    Fr,
    It,
}

impl Language {
    pub(crate) const ALL: [Language; 3] = [Language::En, Language::Fr, Language::It];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Fr => "fr",
            Language::It => "it",
        }
    }

    /// The language of a tag such as `fr-CA`, if the pages speak it.
    pub(crate) fn parse(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_', ';']).next().unwrap_or_default().to_ascii_lowercase();
        Language::ALL.into_iter().find(|language| language.code() == primary)
    }

    pub(crate) const fn texts(self) -> &'static Texts {
        match self {
            Language::En => &EN,
            Language::Fr => &FR,
            Language::It => &IT,
        }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Texts {
    pub(crate) brand: &'static str,
    pub(crate) test_service: &'static str,
    pub(crate) languages: &'static str,
    pub(crate) pay_title: &'static str,
    pub(crate) pay_to: &'static str,
    pub(crate) order: &'static str,
    pub(crate) register_title: &'static str,
    pub(crate) register_lead: &'static str,
    pub(crate) card_heading: &'static str,
    pub(crate) card_name: &'static str,
    pub(crate) card_number: &'static str,
    pub(crate) card_number_hint: &'static str,
    pub(crate) card_expiry: &'static str,
    pub(crate) card_expiry_hint: &'static str,
    pub(crate) card_cvc: &'static str,
    pub(crate) card_cvc_hint: &'static str,
    pub(crate) keep_card: &'static str,
    pub(crate) keep_account: &'static str,
    pub(crate) sepa_heading: &'static str,
    pub(crate) sepa_name: &'static str,
    pub(crate) sepa_iban: &'static str,
    pub(crate) sepa_iban_hint: &'static str,
    pub(crate) mandate_heading: &'static str,
    pub(crate) mandate_text: &'static str,
    pub(crate) mandate_sign: &'static str,
    pub(crate) pay: &'static str,
    pub(crate) sign_and_pay: &'static str,
    pub(crate) register: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) errors_title: &'static str,
    pub(crate) code_title: &'static str,
    pub(crate) code_lead: &'static str,
    pub(crate) code_lead_setup: &'static str,
    pub(crate) code_sms: &'static str,
    pub(crate) code_sms_text: &'static str,
    pub(crate) code_label: &'static str,
    pub(crate) code_hint: &'static str,
    pub(crate) code_tries: &'static str,
    pub(crate) code_confirm: &'static str,
    pub(crate) lost_title: &'static str,
    pub(crate) lost_lead: &'static str,
    pub(crate) lost_advice: &'static str,
    pub(crate) back: &'static str,
    pub(crate) closed_title: &'static str,
    pub(crate) closed_lead: &'static str,
    pub(crate) missing_title: &'static str,
    pub(crate) missing_lead: &'static str,
    pub(crate) numbers_title: &'static str,
    pub(crate) numbers_lead: &'static str,
    pub(crate) numbers_cards: &'static str,
    pub(crate) numbers_accounts: &'static str,
    pub(crate) numbers_number: &'static str,
    pub(crate) numbers_effect: &'static str,
    pub(crate) numbers_use: &'static str,
    pub(crate) home_title: &'static str,
    pub(crate) home_lead: &'static str,
    behaviours: Behaviours,
    #[serde(skip)]
    errors: Errors,
}

#[derive(Debug, Serialize)]
struct Behaviours {
    approves: &'static str,
    asks_code: &'static str,
    insufficient_funds: &'static str,
    stolen_card: &'static str,
    expired_card: &'static str,
    paid_later: &'static str,
    refused_later: &'static str,
    answer_lost: &'static str,
    request_lost: &'static str,
    pays_once: &'static str,
    account_closed: &'static str,
}

#[derive(Debug)]
struct Errors {
    missing: &'static str,
    card_number: &'static str,
    not_a_test: &'static str,
    expiry_format: &'static str,
    expiry_past: &'static str,
    cvc: &'static str,
    iban: &'static str,
    unsigned: &'static str,
    code: &'static str,
}

impl Texts {
    pub(crate) fn error(&self, error: FieldError) -> &'static str {
        match error {
            FieldError::Missing => self.errors.missing,
            FieldError::CardNumber => self.errors.card_number,
            FieldError::NotATest => self.errors.not_a_test,
            FieldError::ExpiryFormat => self.errors.expiry_format,
            FieldError::ExpiryPast => self.errors.expiry_past,
            FieldError::Cvc => self.errors.cvc,
            FieldError::Iban => self.errors.iban,
            FieldError::Unsigned => self.errors.unsigned,
            FieldError::Code => self.errors.code,
        }
    }
}

static EN: Texts = Texts {
    brand: "Sandbox Payments",
    test_service: "Test service: no real money moves here.",
    languages: "Language",
    pay_title: "Pay {amount}",
    pay_to: "Payment to {merchant}",
    order: "Order {number}",
    register_title: "Register a payment method",
    register_lead: "{merchant} will use it for your next payments. Nothing is charged today.",
    card_heading: "Your card",
    card_name: "Name on the card",
    card_number: "Card number",
    card_number_hint: "Only the test numbers below work.",
    card_expiry: "Expiry date",
    card_expiry_hint: "Month and year, such as 09/29",
    card_cvc: "Security code",
    card_cvc_hint: "Three digits on the back, four on the front of some cards",
    keep_card: "Keep this card for my next payments to {merchant}",
    keep_account: "Keep this account for my next payments to {merchant}",
    sepa_heading: "Your bank account",
    sepa_name: "Account holder",
    sepa_iban: "IBAN",
    sepa_iban_hint: "Only the test accounts below work.",
    mandate_heading: "SEPA Direct Debit mandate",
    mandate_text: "By signing this mandate form, you authorise {merchant} to send instructions to your bank to debit \
        your account, and your bank to debit it in accordance with those instructions. As part of your rights, you \
        are entitled to a refund from your bank under the terms of your agreement with it. A refund must be claimed \
        within eight weeks from the date on which your account was debited.",
    mandate_sign: "I sign this mandate electronically",
    pay: "Pay {amount}",
    sign_and_pay: "Sign and pay {amount}",
    register: "Register this card",
    sign: "Sign and register this account",
    cancel: "Cancel and go back to {merchant}",
    errors_title: "Please check these fields",
    code_title: "Is it really you?",
    code_lead: "Your bank asks you to confirm the payment of {amount} to {merchant}. It has sent a code to your phone.",
    code_lead_setup: "Your bank asks you to confirm this card for {merchant}. It has sent a code to your phone.",
    code_sms: "Text message from your bank",
    code_sms_text: "Your code for {merchant} is {code}. Never share it with anybody.",
    code_label: "Code received",
    code_hint: "Six digits",
    code_tries: "Tries left: {tries}",
    code_confirm: "Confirm",
    lost_title: "No answer came back",
    lost_lead: "Your bank did not answer in time. Your payment may have been made, or not.",
    lost_advice: "Do not pay again yet: {merchant} will ask your bank what happened.",
    back: "Go back to {merchant}",
    closed_title: "This page is closed",
    closed_lead: "The payment is already done, cancelled or too old. Nothing more can happen here.",
    missing_title: "There is nothing here",
    missing_lead: "This address leads to no payment. Start again from the shop.",
    numbers_title: "Test numbers",
    numbers_lead: "Any date to come and any security code will do. Real numbers are refused and never kept.",
    numbers_cards: "Cards",
    numbers_accounts: "Bank accounts",
    numbers_number: "Number",
    numbers_effect: "What happens",
    numbers_use: "Use {number}",
    home_title: "A payment provider for trying things out",
    home_lead: "Shops send their customers here to pay. It behaves like a real provider: strong authentication, \
        delays, refusals and lost answers, all decided by the number you type.",
    behaviours: Behaviours {
        approves: "Paid at once, without a code",
        asks_code: "Paid after a code",
        insufficient_funds: "Refused: insufficient funds",
        stolen_card: "Refused: card reported stolen",
        expired_card: "Refused: card expired",
        paid_later: "Accepted, then paid a little later",
        refused_later: "Accepted, then refused a little later",
        answer_lost: "Paid, but the answer is lost",
        request_lost: "The first request is lost; the second pays",
        pays_once: "Paid while you are there; renewals are refused",
        account_closed: "Refused: account closed",
    },
    errors: Errors {
        missing: "Fill this in",
        card_number: "This is not a card number: check the digits",
        not_a_test: "Only the test numbers listed on this page are accepted",
        expiry_format: "Write the month and the year, such as 09/29",
        expiry_past: "This date is over",
        cvc: "The security code has three or four digits",
        iban: "This is not an IBAN: check the letters and digits",
        unsigned: "Tick the box to sign the mandate",
        code: "This is not the code we sent",
    },
};

static FR: Texts = Texts {
    brand: "Paiements Bac à sable",
    test_service: "Service d’essai\u{a0}: aucun argent réel ne circule ici.",
    languages: "Langue",
    pay_title: "Payer {amount}",
    pay_to: "Paiement à {merchant}",
    order: "Commande {number}",
    register_title: "Enregistrer un moyen de paiement",
    register_lead: "{merchant} s’en servira pour vos prochains paiements. Rien n’est prélevé aujourd’hui.",
    card_heading: "Votre carte",
    card_name: "Nom inscrit sur la carte",
    card_number: "Numéro de carte",
    card_number_hint: "Seuls les numéros d’essai ci-dessous fonctionnent.",
    card_expiry: "Date d’expiration",
    card_expiry_hint: "Mois et année, par exemple 09/29",
    card_cvc: "Code de sécurité",
    card_cvc_hint: "Trois chiffres au dos, quatre au recto de certaines cartes",
    keep_card: "Conserver cette carte pour mes prochains paiements à {merchant}",
    keep_account: "Conserver ce compte pour mes prochains paiements à {merchant}",
    sepa_heading: "Votre compte bancaire",
    sepa_name: "Titulaire du compte",
    sepa_iban: "IBAN",
    sepa_iban_hint: "Seuls les comptes d’essai ci-dessous fonctionnent.",
    mandate_heading: "Mandat de prélèvement SEPA",
    mandate_text: "En signant ce formulaire de mandat, vous autorisez {merchant} à envoyer des instructions à votre \
        banque pour débiter votre compte, et votre banque à débiter votre compte conformément à ces instructions. \
        Vous bénéficiez du droit d’être remboursé par votre banque selon les conditions décrites dans la convention \
        que vous avez passée avec elle. Toute demande de remboursement doit être présentée dans les huit semaines \
        suivant la date de débit de votre compte.",
    mandate_sign: "Je signe ce mandat électroniquement",
    pay: "Payer {amount}",
    sign_and_pay: "Signer et payer {amount}",
    register: "Enregistrer cette carte",
    sign: "Signer et enregistrer ce compte",
    cancel: "Annuler et revenir chez {merchant}",
    errors_title: "Veuillez vérifier ces champs",
    code_title: "Est-ce bien vous\u{202f}?",
    code_lead: "Votre banque vous demande de confirmer le paiement de {amount} à {merchant}. Elle a envoyé un code sur \
        votre téléphone.",
    code_lead_setup: "Votre banque vous demande de confirmer cette carte pour {merchant}. Elle a envoyé un code sur \
        votre téléphone.",
    code_sms: "SMS de votre banque",
    code_sms_text: "Votre code pour {merchant} est {code}. Ne le communiquez à personne.",
    code_label: "Code reçu",
    code_hint: "Six chiffres",
    code_tries: "Essais restants\u{a0}: {tries}",
    code_confirm: "Confirmer",
    lost_title: "Aucune réponse n’est revenue",
    lost_lead: "Votre banque n’a pas répondu à temps. Votre paiement a peut-être eu lieu, ou pas.",
    lost_advice: "Ne payez pas une seconde fois\u{a0}: {merchant} va demander à votre banque ce qu’il en est.",
    back: "Revenir chez {merchant}",
    closed_title: "Cette page est fermée",
    closed_lead: "Le paiement est déjà fait, annulé ou trop ancien. Il ne peut plus rien se passer ici.",
    missing_title: "Il n’y a rien ici",
    missing_lead: "Cette adresse ne mène à aucun paiement. Reprenez depuis la boutique.",
    numbers_title: "Numéros d’essai",
    numbers_lead: "Toute date à venir et tout code de sécurité conviennent. Les vrais numéros sont refusés et jamais \
        conservés.",
    numbers_cards: "Cartes",
    numbers_accounts: "Comptes bancaires",
    numbers_number: "Numéro",
    numbers_effect: "Ce qui se passe",
    numbers_use: "Utiliser {number}",
    home_title: "Un prestataire de paiement pour faire des essais",
    home_lead: "Les boutiques envoient ici leurs clients pour payer. Il se comporte comme un vrai prestataire\u{a0}: \
        authentification forte, délais, refus et réponses perdues, selon le numéro que vous saisissez.",
    behaviours: Behaviours {
        approves: "Payé aussitôt, sans code",
        asks_code: "Payé après un code",
        insufficient_funds: "Refusé\u{a0}: provision insuffisante",
        stolen_card: "Refusé\u{a0}: carte déclarée volée",
        expired_card: "Refusé\u{a0}: carte expirée",
        paid_later: "Accepté, puis payé un peu plus tard",
        refused_later: "Accepté, puis refusé un peu plus tard",
        answer_lost: "Payé, mais la réponse se perd",
        request_lost: "La première demande se perd\u{202f}; la seconde paie",
        pays_once: "Paiement accepté en votre présence\u{202f}; renouvellements refusés",
        account_closed: "Refusé\u{a0}: compte clôturé",
    },
    errors: Errors {
        missing: "Ce champ est à remplir",
        card_number: "Ce n’est pas un numéro de carte\u{a0}: vérifiez les chiffres",
        not_a_test: "Seuls les numéros d’essai de cette page sont acceptés",
        expiry_format: "Indiquez le mois et l’année, par exemple 09/29",
        expiry_past: "Cette date est dépassée",
        cvc: "Le code de sécurité a trois ou quatre chiffres",
        iban: "Ce n’est pas un IBAN\u{a0}: vérifiez les lettres et les chiffres",
        unsigned: "Cochez la case pour signer le mandat",
        code: "Ce n’est pas le code envoyé",
    },
};

static IT: Texts = Texts {
    brand: "Pagamenti di prova",
    test_service: "Servizio di prova: qui non circola denaro vero.",
    languages: "Lingua",
    pay_title: "Paga {amount}",
    pay_to: "Pagamento a {merchant}",
    order: "Ordine {number}",
    register_title: "Registra un metodo di pagamento",
    register_lead: "{merchant} lo userà per i prossimi pagamenti. Oggi non viene addebitato nulla.",
    card_heading: "La tua carta",
    card_name: "Nome sulla carta",
    card_number: "Numero della carta",
    card_number_hint: "Funzionano solo i numeri di prova qui sotto.",
    card_expiry: "Data di scadenza",
    card_expiry_hint: "Mese e anno, ad esempio 09/29",
    card_cvc: "Codice di sicurezza",
    card_cvc_hint: "Tre cifre sul retro, quattro sul fronte di alcune carte",
    keep_card: "Conserva questa carta per i miei prossimi pagamenti a {merchant}",
    keep_account: "Conserva questo conto per i miei prossimi pagamenti a {merchant}",
    sepa_heading: "Il tuo conto bancario",
    sepa_name: "Intestatario del conto",
    sepa_iban: "IBAN",
    sepa_iban_hint: "Funzionano solo i conti di prova qui sotto.",
    mandate_heading: "Mandato di addebito diretto SEPA",
    mandate_text: "Firmando questo mandato autorizzi {merchant} a richiedere alla tua banca l’addebito del tuo conto e \
        autorizzi la tua banca a procedere con l’addebito conformemente alle disposizioni ricevute. Hai diritto di \
        ottenere il rimborso dalla tua banca secondo le condizioni del contratto che hai con essa. Il rimborso deve \
        essere richiesto entro otto settimane dalla data di addebito in conto.",
    mandate_sign: "Firmo questo mandato elettronicamente",
    pay: "Paga {amount}",
    sign_and_pay: "Firma e paga {amount}",
    register: "Registra questa carta",
    sign: "Firma e registra questo conto",
    cancel: "Annulla e torna a {merchant}",
    errors_title: "Controlla questi campi",
    code_title: "Sei davvero tu?",
    code_lead: "La tua banca ti chiede di confermare il pagamento di {amount} a {merchant}. Ha inviato un codice al tuo \
        telefono.",
    code_lead_setup: "La tua banca ti chiede di confermare questa carta per {merchant}. Ha inviato un codice al tuo \
        telefono.",
    code_sms: "SMS della tua banca",
    code_sms_text: "Il tuo codice per {merchant} è {code}. Non comunicarlo a nessuno.",
    code_label: "Codice ricevuto",
    code_hint: "Sei cifre",
    code_tries: "Tentativi rimasti: {tries}",
    code_confirm: "Conferma",
    lost_title: "Non è arrivata nessuna risposta",
    lost_lead: "La tua banca non ha risposto in tempo. Il pagamento potrebbe essere avvenuto oppure no.",
    lost_advice: "Non pagare di nuovo per ora: {merchant} chiederà alla tua banca che cosa è successo.",
    back: "Torna a {merchant}",
    closed_title: "Questa pagina è chiusa",
    closed_lead: "Il pagamento è già stato fatto, annullato o è troppo vecchio. Qui non può più succedere nulla.",
    missing_title: "Qui non c’è nulla",
    missing_lead: "Questo indirizzo non porta a nessun pagamento. Ricomincia dal negozio.",
    numbers_title: "Numeri di prova",
    numbers_lead: "Vanno bene qualsiasi data futura e qualsiasi codice di sicurezza. I numeri veri sono rifiutati e mai \
        conservati.",
    numbers_cards: "Carte",
    numbers_accounts: "Conti bancari",
    numbers_number: "Numero",
    numbers_effect: "Che cosa succede",
    numbers_use: "Usa {number}",
    home_title: "Un fornitore di pagamenti per fare prove",
    home_lead: "I negozi mandano qui i loro clienti a pagare. Si comporta come un vero fornitore: autenticazione forte, \
        ritardi, rifiuti e risposte perse, tutto deciso dal numero che scrivi.",
    behaviours: Behaviours {
        approves: "Pagato subito, senza codice",
        asks_code: "Pagato dopo un codice",
        insufficient_funds: "Rifiutato: fondi insufficienti",
        stolen_card: "Rifiutato: carta denunciata come rubata",
        expired_card: "Rifiutato: carta scaduta",
        paid_later: "Accettato, poi pagato poco dopo",
        refused_later: "Accettato, poi rifiutato poco dopo",
        answer_lost: "Pagato, ma la risposta si perde",
        request_lost: "La prima richiesta si perde; la seconda paga",
        pays_once: "Pagato in tua presenza; rinnovi rifiutati",
        account_closed: "Rifiutato: conto chiuso",
    },
    errors: Errors {
        missing: "Compila questo campo",
        card_number: "Non è un numero di carta: controlla le cifre",
        not_a_test: "Sono accettati solo i numeri di prova di questa pagina",
        expiry_format: "Scrivi il mese e l’anno, ad esempio 09/29",
        expiry_past: "Questa data è passata",
        cvc: "Il codice di sicurezza ha tre o quattro cifre",
        iban: "Non è un IBAN: controlla lettere e cifre",
        unsigned: "Spunta la casella per firmare il mandato",
        code: "Non è il codice inviato",
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_with_the_same_blanks() {
        let values = |language: Language| serde_json::to_value(language.texts()).unwrap();
        let blanks = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|b| b.0.to_owned())
                .collect();
            found.sort();
            found
        };
        let english = values(Language::En);
        for language in Language::ALL {
            let other = values(language);
            for (key, text) in english.as_object().unwrap() {
                let said = &other[key];
                if let (Some(text), Some(said)) = (text.as_str(), said.as_str()) {
                    assert!(!said.is_empty(), "{key} is empty in {}", language.code());
                    assert_eq!(blanks(text), blanks(said), "{key} in {}", language.code());
                }
            }
        }
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!(Language::parse("fr-CA"), Some(Language::Fr));
        assert_eq!(Language::parse("IT;q=0.8"), Some(Language::It));
        assert_eq!(Language::parse("de"), None);
    }
}
