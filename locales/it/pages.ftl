# Le parole delle pagine.

## La cornice

skip-to-content = Vai al contenuto
nav-main = Principale
nav-breadcrumb = Dove si trova
nav-account-menu = Menu dell’account
nav-account-pages = Pagine dell’account
nav-home = Home
nav-plans = Negozio
nav-cart = Carrello
nav-dashboard = Pannello
nav-orders = Ordini
nav-invoices = Fatture
nav-methods = Metodi di pagamento
nav-emails = E-mail di servizio
nav-account = Il mio account
nav-queue = Ordini da verificare
nav-deliveries = Consegne manuali
nav-desk-services = Servizi
nav-operations = A mano
nav-jobs = Attività fallite
cart-count = { $count ->
    [one] { $count } articolo nel carrello
   *[other] { $count } articoli nel carrello
}
sign-in = Accedi
sign-out = Esci
brand-tagline = Ordina, paga, ricevi e ritrova le tue fatture.
notice-rules-vary = Le regole variano secondo la residenza, la legge e il prodotto; prevalgono i contratti che hai accettato.
optional = (facoltativo)
change = Modifica
cancel = Annulla
apply = Applica
search = Cerca
sort = Ordina per
state = Stato
actions = Azioni
quantity = Quantità
unit-price = Prezzo unitario
total-net = Totale netto
total-gross = Totale IVA inclusa
paging = Pagine
paging-first = Prima pagina
paging-next = Pagina successiva
row-menu = Azioni per { $name }
chip-search = Ricerca: { $text }
chips = Filtri attivi
chip-remove-named = Rimuovi il filtro «{ $text }»
chips-clear = Cancella tutto
chip-order = Ordine { $text }
chip-from = Dal { $text }
chip-until = Fino al { $text }
filters-more = Altri filtri
filter-from = Dal
filter-until = Fino al
sort-by = Ordina: { $name }
tick-all = Seleziona tutta la pagina
tick-column = Scelta
tick-row = Seleziona { $name }
bulk = Elementi selezionati
bulk-ticked = Selezionati:
bulk-clear = Deseleziona tutto
bulk-csv = Esporta in CSV
bulk-pdf = Scarica i PDF
export-csv = Esporta tutto in CSV
currency = Valuta
per-months = { $count ->
    [one] al mese
    [12] all’anno
   *[other] ogni { $count } mesi
}
price-before = Prima:
price-now = Adesso:
price-net = IVA esclusa
price-by-choice = Il prezzo dipende dalle tue scelte
promotion-until = fino al { $date }

## Home e negozio

home-title = Home
home-heading = L’infrastruttura, al banco.
home-lead = Scegli un’offerta, vedi il prezzo esatto prima di ordinare, segui la consegna passo per passo.
home-families = Le nostre offerte
home-country = Risiedi qui:
home-featured = In promozione
home-all-plans = Tutte le offerte
family-plans = { $count ->
    [one] { $count } offerta
   *[other] { $count } offerte
}
family-from = da { $price }
plans-title = Offerte
plans-all = Tutte
plans-family = Tipo di offerta
plans-search = Nome, memoria, spazio…
plans-none-title = Il negozio è vuoto
plans-none-text = Non c’è ancora un catalogo per il tuo paese. Torna presto.
plans-empty-title = Nessuna offerta corrisponde
plans-empty-text = Prova con meno parole o con un altro tipo di offerta.
plans-empty-action = Mostra tutte le offerte
sort-price = Prezzo crescente
sort-price-down = Prezzo decrescente
sort-name = Nome
plan-mode = Durata e impegno
plan-mode-months = { $count ->
    [one] Mensile
    [12] Annuale
   *[other] Ogni { $count } mesi
}
plan-mode-commitment = { $count ->
    [one] impegno di { $count } mese
   *[other] impegno di { $count } mesi
}
plan-mode-free = Senza impegno
plan-mode-upfront = pagamento anticipato
plan-no-option = Nessuna
plan-included = incluso
plan-details = Dettagli
plan-price = Prezzo
plan-due-now = Oggi, IVA esclusa
plan-then = Poi
plan-net-note = Prezzi senza imposte; le imposte si aggiungono nel buono d’ordine.
plan-commitment = { $count ->
    [one] Si impegna per { $count } mese.
   *[other] Si impegna per { $count } mesi.
}
plan-no-price = Completa le scelte per vedere il prezzo.
plan-add = Aggiungi al carrello
plan-update-price = Aggiorna il prezzo
cart-title = Il tuo carrello
cart-empty-title = Il carrello è vuoto
cart-empty-text = Scegli un’offerta; ciò che metti nel carrello resta qui.
cart-empty-action = Vedi le offerte
cart-remove = Togli
cart-then = poi { $amount } IVA esclusa { $count ->
    [one] al mese
    [12] all’anno
   *[other] ogni { $count } mesi
}
cart-summary = Riepilogo
cart-tax-note = Con le imposte di questo paese: { $country }.
cart-checkout = Vai al buono d’ordine
cart-continue = Continua gli acquisti
cart-changed = Questa offerta è cambiata: aprila e scegli di nuovo.

## Accesso e registrazione

sign-in-login = Identificativo o e-mail
sign-in-login-hint = L’identificativo è simile a ab12345-ct; si trova in ogni nostra e-mail.
sign-in-forgotten = Identificativo o password dimenticati?
sign-in-new = È la prima volta?
sign-up-title = Crea un account
sign-up-country = Paese di residenza fiscale
sign-up-country-hint = Determina la valuta, le imposte e i contratti.
sign-up-email-hint = Lì inviamo un codice; seguiranno avvisi e fatture.
sign-up-continue = Continua
sign-up-known = Hai già un account?
flow-access = Accesso
flow-code = Codice
flow-details = I tuoi dati
flow-cart = Carrello
flow-checkout = Buono d’ordine
flow-pay = Pagamento
email = E-mail
password = Password
password-rules = Almeno 12 caratteri con maiuscole, minuscole, una cifra e un segno; né il tuo nome, né una password comune.
code = Codice
code-title = Controlla la tua posta
code-sent = Abbiamo inviato un codice di sei cifre a { $email }. È valido per 15 minuti.
code-hint = Sei cifre
code-check = Verifica il codice
code-resend = Invia un nuovo codice
code-change-email = Usa un altro indirizzo
code-send-there = Invia il codice a questo indirizzo
details-title = I tuoi dati
details-type = Sei
account-type-individual = Un privato
account-type-corporation = Un’azienda
account-type-association = Un’associazione
account-type-administration = Una pubblica amministrazione
account-type-hint-individual = Solo per uso privato; hai un diritto di recesso.
account-type-hint-corporation = Una persona giuridica, o un professionista che acquista per la sua attività.
account-type-hint-association = Un’associazione senza scopo di lucro.
account-type-hint-administration = Lo Stato, un ente locale o un ente pubblico.
first-name = Nome
last-name = Cognome
organisation = Organizzazione
organisation-hint = Come è registrata; necessaria salvo per i privati.
vat-number = Partita IVA
national-id = Numero di registro
address = Indirizzo
zip = CAP
city = Città
country = Paese
phone = Telefono
phone-hint = Forma internazionale: +39 06 1234 5678
details-exact = Questi dati compaiono sulle fatture; indicali con esattezza.
details-create = Crea il mio account
forgotten-title = Password dimenticata
forgotten-hint = Inviamo un link al tuo indirizzo principale. L’identificativo si trova nelle e-mail che ti abbiamo inviato.
forgotten-send = Inviami un link
forgotten-sent = Se l’account esiste, un link è in arrivo al suo indirizzo e-mail. Funziona per un’ora.
reset-title = Scegli una nuova password
reset-new = Nuova password
reset-closes = Tutte le sessioni aperte saranno chiuse.
reset-save = Salva la nuova password
reset-over = Questo link è già stato usato o è troppo vecchio.
reset-again = Chiedi un nuovo link

## L’account

dashboard-title = Pannello
dashboard-hello = Buongiorno { $name }
dashboard-order = Nuovo ordine
dashboard-to-pay = L’ordine { $number } attende un pagamento di { $amount }; scade il { $date }.
dashboard-orders = Ultimi ordini
dashboard-all-orders = Visualizza i miei ordini
dashboard-invoice = Ultima fattura
dashboard-no-invoice = Ancora nessuna fattura.
dashboard-method = Metodo di pagamento predefinito
dashboard-no-method = Nessuno registrato.
dashboard-profile = Il mio profilo
profile-title = Il mio account
profile-identity = Identità
profile-nic = Identificativo
profile-name = Nome
profile-since = Cliente dal
profile-language = Lingua
profile-language-hint = Delle pagine, delle nostre e-mail e dei prossimi documenti.
profile-password = Password
profile-password-hint = Inviamo un link al tuo indirizzo e-mail. Cambiarla chiude tutte le sessioni.
profile-password-change = Cambia la password
methods-title = Metodi di pagamento
methods-empty-title = Nessun metodo di pagamento registrato
methods-empty-text = Aggiungi una carta o un conto bancario, o spunta «Conserva per la prossima volta» quando paghi: il metodo compare qui.
method-label = Metodo
method-kind = Tipo
method-expires = Scadenza
method-expires-on = scade a fine { $date }
method-default = Predefinito
method-see = Vedi e modifica
method-title = Metodo di pagamento { $name }
method-facts = Che cos’è
method-mandate = Mandato
method-since = Registrato il
method-default-yes = Sì: i rinnovi vengono addebitati qui
method-default-no = No
method-description = Descrizione
method-description-hint = Parole tue, per riconoscerlo.
method-describe = Salva la descrizione
method-make-default = Imposta come predefinito
method-make-default-hint = I rinnovi vengono addebitati qui, ed è il primo proposto per i nuovi ordini.
method-remove = Elimina
method-remove-hint = Non viene più proposto né addebitato. Quanto ha pagato resta pagato.
method-remove-confirm = Elimina { $name }
method-refusal-is_default = È il tuo metodo predefinito. Impostane prima un altro come predefinito; poi questo si può eliminare.
method-refusal-needed = Alcuni servizi si rinnovano automaticamente o c’è una fattura da pagare, e nessun altro metodo può pagare. Aggiungine prima un altro, o passa tutti i servizi al rinnovo manuale.
method-refusal-in_use = Un pagamento con questo metodo non è concluso. Torna tra un momento.
method-add = Aggiungi un metodo di pagamento
method-add-title = Aggiungi un metodo di pagamento
method-add-default = Usalo come predefinito appena è valido
method-add-go = Continua dal fornitore di pagamenti
method-add-hint = I dati si danno sulla pagina del fornitore di pagamenti. Una carta viene verificata senza addebiti; per un conto bancario firmi lì un mandato.
method-add-none = Da qui non si può aggiungere alcun metodo di pagamento per il tuo account. Contattaci.
emails-title = E-mail di servizio
emails-lead = Tutte le e-mail che ti abbiamo inviato. Quella che non è qui non viene da noi.
emails-empty-title = Ancora nessuna e-mail
emails-empty-text = Tutte le e-mail che ti invieremo saranno conservate qui.
email-subject = Oggetto
email-to = A
email-date = Inviata
email-view = Vista
email-view-html = Come l’hai ricevuta
email-view-text = Solo testo

## Ordini

orders-title = Ordini
orders-filter = Stato degli ordini
orders-filter-all = Tutti
orders-filter-in_progress = In corso
orders-filter-not_paid = Pagamento non ricevuto
orders-filter-done = Conclusi
orders-search = Cerca per numero d’ordine
orders-empty-title = Ancora nessun ordine
orders-empty-text = Scegli un’offerta: l’ordine e il suo avanzamento saranno qui.
orders-empty-action = Vedi le offerte
orders-none-title = Nessun ordine corrisponde
orders-none-text = Gli ordini scaduti non sono elencati.
orders-none-action = Mostra tutti gli ordini
order-number = Numero d’ordine
order-date = Data
order-title = Ordine { $number }
order-created = Ordinato il { $date }
order-form = Buono d’ordine
order-track = Segui l’ordine
order-pay = Paga
order-progress = Avanzamento
order-summary = Il tuo ordine
order-history = Cronologia
order-more-history = Mostra altro
order-invoice = Fattura
order-payment = Pagamento
step-validating = Preso in carico
step-validated = Convalidato
step-delivering = In consegna
step-available = Disponibile
step-status-todo = da fare
step-status-doing = in corso
step-status-done = fatto
step-status-error = richiede attenzione
order-state-not_paid = Pagamento non ricevuto
order-state-checking = In verifica
order-state-documents_requested = In attesa di documenti
order-state-delivering = In consegna
order-state-delivered = Concluso
order-state-cancelling = Annullamento in corso
order-state-cancelled = Annullato
order-state-expired = Scaduto
order-state-not_paid-sentence = Non abbiamo ancora ricevuto il tuo pagamento. Tocca a te pagare: altrimenti l’ordine si annulla da solo e non devi nulla.
order-state-checking-sentence = Il nostro team verifica l’ordine, nei giorni lavorativi. Non devi fare nulla.
order-state-documents_requested-sentence = Ci servono dei documenti per continuare. Tocca a te inviarli, dalla pagina dell’ordine.
order-state-delivering-sentence = Il tuo ordine è in consegna: da pochi minuti a poche ore. Non devi fare nulla.
order-state-delivered-sentence = È tutto consegnato. I dati di accesso sono nella pagina dell’ordine e nelle tue e-mail. Non devi fare nulla.
order-state-cancelling-sentence = L’annullamento è in corso. Non devi fare nulla.
order-state-cancelled-sentence = Questo ordine è stato annullato; quanto hai pagato è stato o sarà presto rimborsato. Non devi fare nulla.
order-state-expired-sentence = Questo ordine non è stato pagato in tempo ed è decaduto. Non devi nulla e puoi ordinare di nuovo.
event-ORDER_STARTED = Ordine preso in carico
event-PAYMENT_INITIATED = Pagamento in corso di conferma
event-REGISTERED_PAYMENT_INITIATED = Pagamento con il metodo registrato in corso di conferma
event-PAYMENT_RECEIVED = Pagamento ricevuto
event-PAYMENT_CONFIRMED = Pagamento confermato
event-FRAUD_CHECK = Ordine in corso di verifica
event-FRAUD_MANUAL_REVIEW = Ordine in verifica dal nostro team
event-FRAUD_DOCS_REQUESTED = In attesa di documenti
event-FRAUD_DOCS_EXPIRED = Documenti non ricevuti
event-FRAUD_REFUSED = Ordine rifiutato
event-ORDER_ACCEPTED = Ordine accettato
event-DELIVERY = Il tuo ordine è in preparazione
event-INVOICE_IN_PROGRESS = Il tuo ordine è disponibile
event-INVOICE_SENT = La tua fattura è disponibile
desk-event-REGISTERED_PAYMENT_INITIATED = Pagamento iniziato con un metodo registrato
desk-event-PAYMENT_INITIATED = Pagamento iniziato
desk-event-FRAUD_MANUAL_REVIEW = In attesa di una decisione
desk-event-FRAUD_DOCS_REQUESTED = Documenti richiesti
desk-event-FRAUD_DOCS_EXPIRED = Annullato: documenti non ricevuti
desk-event-DELIVERY = Consegna iniziata
desk-event-INVOICE_IN_PROGRESS = Consegnato
desk-event-INVOICE_SENT = Fattura inviata
desk-event-FRAUD_CHECK = Trattenuto per una verifica
desk-event-FRAUD_REFUSED = Rifiutato
desk-event-ORDER_ACCEPTED = Accettato
desk-event-ORDER_STARTED = Pagamento registrato, ordine preso in carico
desk-event-PAYMENT_RECEIVED = Pagamento ricevuto
desk-event-PAYMENT_CONFIRMED = Pagamento confermato
desk-event-ORDER_CREATED = Ordinato
desk-event-NOT_PAID = Non ancora pagato
event-detail-FRAUD_MANUAL_REVIEW = Di solito servono fino a 48 ore lavorative; potremmo contattarla.
event-detail-FRAUD_DOCS_REQUESTED = Inviali da questa pagina: la verifica riprende appena li riceviamo.
event-detail-FRAUD_DOCS_EXPIRED = I documenti non sono arrivati in tempo: l’ordine è stato annullato. Il pagamento ti viene restituito e puoi ordinare di nuovo.
event-detail-FRAUD_REFUSED = Non abbiamo potuto accettare l’ordine. Puoi ordinare di nuovo con un altro metodo di pagamento.
event-detail-INVOICE_SENT = La trova in Fatture.
documents-title = Documenti
documents-text = Per concludere la verifica, inviaci i documenti richiesti.
documents-file = Documento
documents-hint = Una foto o una scansione: JPG, PNG o PDF, fino a 10 MB. Lo eliminiamo dopo la verifica.
documents-send = Invia questo documento
checkout-title = Buono d’ordine
checkout-lines = Che cosa ordina
line-description = Descrizione
checkout-billing = Intestato a
checkout-billing-see = Vedi i miei dati
checkout-contracts = Contratti
checkout-accept = Ho letto e accetto i contratti.
checkout-waiver = Chiedo che la consegna inizi subito e rinuncio al mio diritto di recesso per tutto questo ordine, perché contiene: { $things }.
checkout-waiver-hint = È creato o registrato solo per te, oppure è una licenza: senza il tuo consenso non possiamo accettare l’ordine.
checkout-waiver-rest = È creato o registrato solo per te, oppure è una licenza. Si recede da un ordine intero: non potrai quindi recedere nemmeno dal resto di questo. Per conservare questo diritto, ordina il resto separatamente.
checkout-changed = Nel frattempo qualcosa è cambiato
checkout-changed-text = Non è stato ordinato nulla. Ecco il buono d’ordine aggiornato: controllalo, poi invia l’ordine.
checkout-change-added = { $name }: aggiunto al carrello.
checkout-change-removed = { $name }: non è più nel carrello.
checkout-change-price = { $name }: { $now } IVA esclusa, invece di { $was }.
checkout-change-terms = { $name }: il prezzo di oggi è lo stesso, ma i dettagli o i prezzi successivi sono cambiati.
checkout-change-total = Il totale IVA inclusa è { $now }, invece di { $was }.
checkout-order = Invia l’ordine
checkout-order-free = Invia l’ordine: nulla da pagare
checkout-next-free = Nulla da pagare: prendiamo subito in carico l’ordine.
checkout-next = { $count ->
    [one] Paghi nella pagina successiva. L’ordine è valido per { $count } ora.
   *[other] Paghi nella pagina successiva. L’ordine è valido per { $count } ore.
}
pay-title = Paga l’ordine { $number }
pay-how = Come vuoi pagare?
pay-register = Conserva per la prossima volta
pay-register-hint = Il numero resta presso il fornitore di pagamento; noi conserviamo un riferimento.
pay-amount = Paga { $amount }
pay-total = Da pagare
pay-safe = Potresti passare alla pagina sicura del fornitore di pagamento. Non vediamo mai il numero della carta.
pay-later = Puoi anche uscire e pagare più tardi:
pay-expires = Da pagare entro il { $date }.
pay-waiting-title = Il pagamento è in corso di conferma
pay-waiting-text = Di solito bastano pochi secondi. Puoi lasciare la pagina: nulla va perso.
pay-refresh = Guarda di nuovo
pay-refused-title = Il pagamento è stato rifiutato
pay-refused-stolen_card = La carta è stata dichiarata smarrita o rubata. Usane un’altra.
pay-refused-account_closed = Questo conto non accetta addebiti. Usa un altro metodo.
pay-refused-canceled = Hai lasciato la pagina di pagamento. Nulla è stato addebitato.
pay-refused-page_expired = La pagina di pagamento è rimasta aperta troppo a lungo. Nulla è stato addebitato.
pay-refused-error = Il pagamento non è riuscito. Nulla è stato addebitato; riprova.
pay-refused-declined = La tua banca ha rifiutato il pagamento. Contattala, o usa un altro metodo.
pay-refused-insufficient_funds = I fondi non bastano. Usa un altro metodo.
pay-refused-expired_card = La carta è scaduta. Usane un’altra.
pay-refused-authentication_failed = La banca non ha potuto confermare la tua identità. Riprova.
payment-kind-card = Carta di pagamento
payment-kind-sepa_debit = Addebito SEPA
payment-kind-hint-card = Visa, Mastercard, American Express, CB
payment-kind-hint-sepa_debit = Dal tuo conto bancario, con un mandato firmato una sola volta

## Fatture

invoices-title = Fatture
invoices-filter = Stato delle fatture
invoices-filter-all = Tutte
invoices-filter-unpaid = Non pagate
invoices-filter-paid = Pagate
invoices-filter-credit_notes = Note di credito
invoices-empty-title = Ancora nessuna fattura
invoices-empty-text = Ogni ordine pagato ha la sua fattura.
invoices-none-title = Nessuna fattura corrisponde
invoices-none-text = Cambia o rimuovi un filtro. Un riferimento somiglia a FR00000001.
invoices-none-action = Mostra tutte le fatture
invoice-reference = Riferimento
invoice-date = Data di emissione
invoice-due = Saldo
invoice-html = Vedi la fattura
credit-note-html = Vedi la nota di credito
credit-note-of = Storna { $reference }
credit-note-corrects = Fattura stornata
invoice-credit-note = Nota di credito { $reference }
invoice-pdf = Scarica il PDF
invoice-cii = Fattura elettronica CII (XML)
invoice-ubl = Fattura elettronica UBL (XML)
document-ways = Questo documento
invoice-state-paid = Pagata
invoice-state-unpaid = Non pagata
invoice-state-paid-sentence = Questa fattura è saldata. Non devi fare nulla.
invoice-state-unpaid-sentence = Questa fattura è ancora da pagare: tocca a te versare il saldo.
invoice-state-credit = Nota di credito
invoice-state-credit-sentence = Restituisce, in tutto o in parte, quanto chiesto da una fattura. Non devi fare nulla.

## Ufficio

desk-name = Ufficio
desk-sign-in = Ufficio: accesso
queue-title = Ordini da verificare
queue-lead = Ogni decisione è inviata al cliente.
queue-empty-title = Nulla da verificare
queue-empty-text = Gli ordini trattenuti o in attesa di documenti compariranno qui.
queue-customer = Cliente
queue-reasons = Perché
queue-since = Da
desk-facts = Fatti
desk-paid-at = Pagato
desk-decide = Decisione
desk-approve = Accetta e consegna
desk-ask = Chiedi documenti
desk-ask-send = Chiedi
desk-refuse = Rifiuta
desk-refuse-title = Rifiutare l’ordine { $number }?
desk-refuse-text = L’ordine è annullato e { $amount } sono rimborsati. Non si può tornare indietro.
desk-refuse-confirm = Rifiuta e rimborsa
deliveries-title = Consegne manuali
deliveries-lead = Ciò che consegnano le persone e ciò che le macchine non hanno potuto consegnare.
deliveries-empty-title = Nulla da consegnare
deliveries-empty-text = I servizi che richiedono una persona compariranno qui.
deliveries-access = Dati di accesso per il cliente
deliveries-access-hint = Uno per riga, «etichetta: valore». Sono mostrati nell’ordine e inviati per e-mail.
deliveries-done = È consegnato
desk-services-title = Servizi
desk-services-filter = Stato dei servizi
desk-services-all = Tutti
desk-services-held = Messi da parte
desk-services-in_creation = In creazione
desk-services-ok = In servizio
desk-services-pending_debt = Da pagare
desk-services-un_paid = Non pagati
desk-services-expired = Terminati
desk-services-none-title = Nessun servizio corrisponde
desk-services-none-text = Nomi e clienti si cercano per intero, come srv-8k2mq0tz4n7x.
desk-services-none-action = Mostra tutti i servizi
desk-services-empty-title = Ancora nessun servizio
desk-services-empty-text = Ciò che i clienti comprano compare qui quando è pagato.
desk-service = Servizio
desk-service-name = Nome del servizio
desk-resource = Macchina
desk-ends-on = Pagato fino al
desk-deletes-on = eliminato il { $date }
desk-is-ending = termina allora
desk-held-text = Qualcosa ha fermato questi servizi. Vengono ritentati da soli; gli altri continuano.
desk-held-all = Vedili tutti
desk-held-retry = Riprova
desk-held-tries = { $count ->
    [one] tentato una volta
   *[other] tentato { $count } volte
}
desk-held-since = da { $date }
desk-held-next = prossimo tentativo { $date }
desk-held-empty-title = Nulla è messo da parte
desk-held-empty-text = Un servizio su cui non si può lavorare compare qui con il motivo.
chip-customer = Cliente { $text }
resource-opening = in creazione
resource-ok = utilizzabile
resource-to_suspend = da sospendere
resource-suspending = in sospensione
resource-suspended = sospesa
resource-to_open = da riaprire
resource-to_delete = da eliminare
resource-deleting = in eliminazione
resource-deleted = eliminata
operations-title = A mano
operations-lead = I servizi attivi da sospendere, riaprire o eliminare, dove nessuna macchina lo fa o non ci è riuscita.
operations-empty-title = Nulla da fare a mano
operations-empty-text = Ciò che richiede una persona comparirà qui.
operation-suspend = Sospendi { $name }
operation-resume = Riapri { $name }
operation-delete = Elimina { $name }
operation-suspend-text = Chiudi il servizio al cliente e conserva i dati. Conferma quando è fatto.
operation-resume-text = Riapri il servizio com’era. Conferma quando è fatto.
operation-delete-text = Elimina per sempre il servizio con dati e backup. Conferma quando è fatto.
operation-suspend-done = È sospeso
operation-resume-done = È riaperto
operation-delete-done = È eliminato
operation-again = Chiedi di nuovo alla macchina
operation-state-by_hand = Da fare
operation-state-by_hand-sentence = Nessuna macchina lo fa. Si attende qualcuno del personale.
operation-state-failed = Non riuscita
operation-state-failed-sentence = La macchina ha rifiutato, o non ha risposto troppo a lungo. Si attende qualcuno del personale.
operation-cause-unpaid = non pagato in tempo
operation-cause-paid = pagato
operation-cause-terminated = disdetto dal proprietario
operation-cause-withdrawn = recesso dall’ordine
jobs-title = Attività fallite
jobs-lead = Ciò che è stato tentato troppe volte. Rilancia quando la causa è risolta.
jobs-empty-title = Nulla è fallito
jobs-empty-text = Le attività abbandonate dopo tutti i tentativi compariranno qui.
job-name = Attività
job-reason = Ultimo problema
job-attempts = Tentativi
job-since = Da
job-replay = Riprova

## Dimostrazione

demo-title = Dimostrazione
demo-clock = Siamo al
demo-lead = Qui nulla è reale: nessun denaro si muove, nessuna e-mail parte. Fai passare il tempo e osserva.
demo-time-machine = Macchina del tempo
demo-mailbox = Casella di posta
demo-desk = Ufficio del personale
demo-places = Luoghi
demo-held = Gli ordini oltre { $amount } attendono una decisione del personale. Ordina un server dedicato per un anno, pagalo, poi decidi nell’ufficio del personale.
demo-forward-only = Il tempo va solo avanti.
demo-jump-hour = + 1 ora
demo-jump-day = + 1 giorno
demo-jump-week = + 1 settimana
demo-jump-month = + 1 mese
demo-mailbox-lead = Tutte le e-mail che la dimostrazione avrebbe inviato.
demo-mailbox-empty-title = Ancora nessuna e-mail
demo-mailbox-empty-text = Crea un account o invia un ordine: le e-mail arrivano qui.

## Frasi per la pagina successiva

flash-cart-emptied = Nel frattempo il carrello è stato svuotato: ora non è stato ordinato nulla. Gli ordini fatti prima sono nell’elenco.
flash-cart-changed = Il carrello è cambiato durante l’ordine. Non è stato ordinato nulla: controllalo di nuovo.
flash-cart-added = { $name } è nel carrello.
flash-cart-removed = Tolto dal carrello.
flash-preferences = Salvato.
flash-session-over-kept = La sessione era terminata: ciò che hai inviato non è stato registrato. Accedi: quello che hai scritto ti aspetta nel modulo.
flash-typed-back = Ecco quello che avevi scritto. Controllalo e invialo: non è ancora partito nulla.
flash-session-over = La sessione era terminata: ciò che hai inviato non è stato registrato. Accedi e invialo di nuovo.
flash-signed-out = È uscito dall’account.
flash-welcome = L’account è pronto. Il tuo identificativo è { $nic }.
flash-code-sent = Un nuovo codice è in arrivo.
flash-password-changed = La password è cambiata. Accedi.
flash-document-received = Abbiamo ricevuto il documento. La verifica continua.
flash-none-ticked = Niente è selezionato: scegli almeno una riga.
flash-export-many = Le righe sono troppe per un solo file: riduci l’elenco con un filtro.
flash-order-placed = L’ordine { $number } è inviato.
flash-order-paid = Grazie: pagamento ricevuto per l’ordine { $number }.
flash-desk-approved = L’ordine { $number } è accettato.
flash-desk-asked = I documenti sono chiesti al cliente.
flash-desk-refused = L’ordine { $number } è rifiutato; il rimborso è in corso.
flash-delivered = La consegna è fatta; il cliente è avvisato.
flash-replayed = L’attività sarà ritentata.
flash-time = Il tempo è passato.

## Perché un ordine è verificato

reason-sample = Scelto a caso
reason-first_order_large = Primo ordine importante
reason-order_large = Ordine importante
reason-country_mismatch = Pagamento da un altro paese
reason-many_orders = Molti ordini in un giorno

## Parole dei cataloghi

labelled = { $label }: { $value }
plan-mode-once = Una volta
family-name-hosting = Hosting web
family-name-vps = Server virtuali
family-name-dedicated = Server dedicati
family-name-storage = Archiviazione
family-name-domain = Nomi di dominio
fact-memory = Memoria
fact-storage = Archiviazione
fact-bandwidth = Banda
fact-database = Database
fact-certificate = Certificato
fact-sites = Siti
fact-backup = Backup
configuration-region = Regione
configuration-datacenter = Data center
configuration-domain = Nome di dominio
configuration-os = Sistema operativo
flash-cart-quantity = Scegli una quantità da 1 a 100.
fact-os = Sistema operativo
fact-licence = Licenza
fact-ip = Indirizzi IP
fact-vcpu = vCPU
fact-uses = Usi
fact-privacy = Dati pubblici
fact-panel-languages = Lingue del pannello
fact-system-licence = Licenza di sistema
fact-network = Rete
fact-cpu = Processore
fact-traffic = Traffico
fact-location = Luogo
configuration-hostname = Nome host

method-state-valid = Valido
method-state-valid-sentence = Questo metodo può servire a pagare. Non devi fare nulla.
method-state-expired = Scaduta
method-state-expired-sentence = Questa carta è scaduta. Tocca a te registrarne un’altra, conservandola durante un pagamento.
method-state-error = Inutilizzabile
method-state-error-sentence = Il fornitore di pagamento non accetta più questo metodo. Tocca a te registrarne un altro, conservandolo durante un pagamento.
event-ORDER_CREATED = Ordine creato
event-NOT_PAID = Pagamento non ricevuto
event-detail-NOT_PAID = O il buono d’ordine non è ancora pagato, o il pagamento è ancora in arrivo.
document-kind-identity = Un documento d’identità
document-kind-portrait = Una tua foto con il documento in mano
document-kind-card = La carta di pagamento: solo il nome e le ultime quattro cifre
document-kind-address = Una prova di residenza
document-kind-company = Una visura del registro delle imprese
documents-done = Ho inviato tutto
documents-done-hint = La verifica riprende quando premi qui.
flash-documents-sent = Grazie. La verifica riprende.

service-state-in_creation = In creazione
service-state-in_creation-sentence = Il servizio è in preparazione. Non devi fare nulla.
service-state-ok = Attivo
service-state-ok-sentence = Il servizio è a tua disposizione. Non devi fare nulla.
service-state-pending_debt = Pagamento dovuto
service-state-pending_debt-sentence = Una fattura di questo servizio è in corso di incasso. Non devi fare nulla.
service-state-un_paid = Non pagato
service-state-un_paid-sentence = Una fattura di questo servizio non è stata pagata in tempo. Tocca a te pagarla.
service-state-expired = Terminato
service-state-expired-sentence = Il servizio è terminato. Non devi fare nulla.
access-show = Mostra
documents-due = Inviali entro il { $date }. Se entro allora non è arrivato nulla, l’ordine viene annullato e il pagamento restituito.

cart-blocked = Uno di questi articoli non si può ordinare così: aprilo e scegli di nuovo, o toglilo.
cart-due-now = Da pagare ora
queue-due-at = Da decidere entro
queue-late = in ritardo dal { $date }
flash-cart-full = Il carrello è pieno: ordina prima ciò che contiene.

flash-email-invalid = Scrivi un indirizzo e-mail, come ada@example.org.
flash-code-too-soon = Un codice è stato inviato un momento fa. Attendi un minuto prima di chiederne un altro.
flash-code-too-many = Sono stati chiesti troppi codici. Riprova più tardi.
flash-address-taken = Nel frattempo questo indirizzo ha ottenuto il suo account, da un’altra finestra o da un altro dispositivo. Accedi, oppure scegli una nuova password.
dashboard-to-document = Servono documenti per l’ordine { $number }.
dashboard-send-documents = Invia i documenti
desk-message = Che cosa legge il cliente
desk-message-hint = Per esempio: una foto a colori, per favore.
desk-note = Nota per il personale
desk-kinds = Quali documenti?
desk-notes = Decisioni
decision-approve = Accettato
decision-request_documents = Documenti chiesti
decision-refuse = Rifiutato
delivery-state-by_hand = A mano
delivery-state-by_hand-sentence = La consegna una persona.
delivery-state-failed = Fallita
delivery-state-failed-sentence = La macchina ha rifiutato o rinunciato: consegna a mano.
delivery-state-waiting = In attesa
delivery-state-waiting-sentence = Sarà chiesta tra poco.
delivery-state-requested = Chiesta
delivery-state-requested-sentence = La macchina ha ricevuto la richiesta.
delivery-state-in_progress = In corso
delivery-state-in_progress-sentence = La macchina ci lavora.
delivery-state-delivered = Consegnata
delivery-state-delivered-sentence = È consegnata.
delivery-state-cancelled = Annullata
delivery-state-cancelled-sentence = Non va più consegnata.
contract-terms = Condizioni generali
contract-privacy = Allegato sulla protezione dei dati
contract-service = Condizioni dei servizi
configuration-value-none = Nessuno
configuration-value-eu-west = Europa occidentale
configuration-value-ca-east = Canada orientale
line-installation = attivazione
contract-version = versione { $version }
configuration-value-eu-south = Europa meridionale
configuration-value-alma-9 = AlmaLinux 9
configuration-value-debian-13 = Debian 13
configuration-value-ubuntu-24-04 = Ubuntu 24.04
configuration-value-none_64-en = Nessuno, lo installi tu
configuration-value-europe = Europa
configuration-value-canada = Canada
configuration-dedicated_os = Sistema operativo
configuration-dedicated_datacenter = Data center
fact-application-license = Licenza applicativa
fact-distribution-license = Licenza di sistema
fact-system-storage = Disco di sistema
fact-vrack = Rete privata
access-label-name = Nome
access-label-address = Indirizzo
access-label-login = Identificativo
access-label-user = Utente
access-label-password = Password
access-label-url = Indirizzo
order-others = { $count ->
    [one] e un altro articolo
   *[other] e altri { $count } articoli
}
plan-options = { $count ->
    [one] Mostra { $count } opzione
   *[other] Mostra { $count } opzioni
}

# Pagare ciò che è dovuto.
settle-title = Saldare il mio debito
settle-title-one = Saldare la fattura { $reference }
settle-text = { $count ->
    [one] Verrà creato un buono d’ordine di regolarizzazione per la fattura qui accanto. Una volta pagato, la fattura è saldata e ciò che era stato chiuso viene riaperto.
   *[other] Verrà creato un buono d’ordine di regolarizzazione per le { $count } fatture qui accanto. Una volta pagato, sono saldate e ciò che era stato chiuso viene riaperto.
}
settle-valid = Questo buono d’ordine sarà valido un’ora. Se non viene pagato entro quel termine scompare e nulla va perso: potrai chiederne un altro.
settle-go = Crea il buono e paga { $amount }
settle-hint = Non viene addebitato nulla prima che tu abbia scelto un metodo di pagamento nella pagina successiva.
settle-covers = Fatture da saldare
settle-ordered = L’ordine { $number } attende già il tuo pagamento per questo saldo.
settle-paying = È in corso un pagamento per l’ordine { $number }. Nulla sarà addebitato due volte.
settle-see-order = Vedi questo ordine
settle-back = Torna alle fatture
invoice-pay = Salda subito
invoice-to-pay = da saldare
owed-due = { $count ->
    [one] Una fattura attende il tuo pagamento: { $amount }.
   *[other] { $count } fatture attendono il tuo pagamento: { $amount }.
}
owed-todo = Un ordine di { $amount } è pronto per essere pagato.
owed-pending = È in corso un pagamento di { $amount }.
owed-pay = Salda subito il mio debito
order-covers = Fatture saldate da questo ordine
flash-debt-order = L’ordine { $number } è pronto. È valido un’ora.
flash-debt-paying = È già in corso un pagamento per questo saldo.
flash-debt-none = Non hai nulla da pagare.

# Pagamenti.
invoices-sides = Fatture e pagamenti
payments-title = Pagamenti
payments-running = Richieste di pagamento
payments-running-text = Questi pagamenti non sono ancora conclusi. Nulla sarà addebitato due volte.
payments-back = Torna ai pagamenti
payments-none-title = Nessun pagamento corrisponde
payments-none-text = Modifica o togli un filtro.
payments-none-action = Mostra tutti i pagamenti
payments-empty-title = Ancora nessun pagamento
payments-empty-text = Ogni pagamento ricevuto appare qui, con le fatture che salda.
payment-title = Pagamento { $reference }
payment-reference = Riferimento
payment-date = Data del pagamento
payment-total = Importo totale
payment-method = Metodo di pagamento
payment-invoices = Fatture
payment-back = Rimborsato
payment-given-back = di cui { $amount } rimborsati
payment-see = Vedi i dettagli e la ricevuta
payment-order = Ordine
payment-amount = Importo
payment-amount-is = uguale a
payment-amount-below = inferiore a
payment-amount-above = superiore a
payment-kind-any = Tutti
receipt-title = Ricevuta { $reference }
receipt-from = Pagato da
receipt-to = Ricevuto da
receipt-invoices = Fatture saldate
receipt-amount = Importo saldato IVA inclusa
receipt-document = Documento
receipt-no-invoice = La fattura viene emessa alla consegna dell’ordine.
receipt-back = Rimborsi
refund-running = in corso
refund-failed = non riuscito; se ne occupa il nostro team
refund-done = effettuato
deed-state-paid = Pagata
deed-state-paid-sentence = Il denaro è arrivato. Non devi fare nulla.
deed-state-to-pay = In attesa di pagamento
deed-state-to-pay-sentence = La pagina di pagamento è stata aperta e attende che tu la completi.
deed-state-running = In corso
deed-state-running-sentence = La banca o il prestatore di pagamento risponderà a breve. Non devi fare nulla.
deed-state-failed = Non riuscita
deed-state-failed-sentence = La banca ha rifiutato. Nulla è stato addebitato; puoi pagare con un altro metodo.
deed-state-cancelled = Annullata
deed-state-cancelled-sentence = Nulla è stato addebitato.
deed-state-done = Completata
deed-state-done-sentence = È fatto. Non devi fare nulla.
deeds = Cronologia delle operazioni
deeds-title = Operazioni di { $reference }
deeds-due = restano da pagare { $amount }
deeds-settled = non resta nulla da pagare
deed = Operazione
deed-date = Data
deed-about = Vedi
deed-payment = Pagamento
deed-ordered = Ordine creato
deed-invoiced = Fattura emessa
deed-regularised = Buono d’ordine di regolarizzazione
deed-paid = Pagamento: { $method }
deed-given-back = Rimborso: { $method }
deed-credited = Nota di credito emessa
invoice-operations = Cronologia delle operazioni
order-state-owed = Pagamento non ricevuto
order-state-owed-sentence = Non abbiamo ancora ricevuto il tuo pagamento. Senza di esso questo ordine scompare alla sua scadenza e le fatture che salda restano dovute.
