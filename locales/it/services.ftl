# I servizi: l’elenco, la pagina di un servizio, il suo rinnovo.

nav-services = Servizi

## L’elenco

services-title = I miei servizi
services-filter = Servizi secondo lo stato
services-filter-all = Tutti
services-filter-automatic = Automatici
services-filter-manual = Manuali
services-filter-due = Da pagare
services-filter-ending = In disdetta
services-filter-ended = Disdetti
services-search = Cerca per nome
services-soon = Scadenza
services-soon-ending_in_a_week = In scadenza entro una settimana
services-soon-ending_in_a_month = In scadenza entro un mese
services-soon-renewing_in_a_month = Rinnovati entro un mese
services-any = Tutti
services-empty-title = Ancora nessun servizio
services-empty-text = Ciò che ordini appare qui appena è consegnato.
services-none-title = Nessun servizio corrisponde
services-none-text = I servizi terminati sono sotto «Disdetti».
services-none-action = Mostra tutti i servizi
chip-type = Tipo: { $text }
chip-plain = { $text }
service-name = Nome del servizio
service-technical-name = Nome tecnico
service-type = Tipo
service-status = Situazione
service-effect = Data di effetto
service-expiry = Pagato fino al
dashboard-renewals = Prossimi rinnovi
dashboard-all-services = Vedi tutti i servizi
service-details = Vedi il servizio
service-pay-bill = Paga la fattura

service-active = Attivo
service-active-sentence = Il servizio è a tua disposizione. Non devi fare nulla.
service-suspended = Sospeso
service-suspended-sentence = Il servizio è chiuso per ora; i suoi dati sono conservati. La sua pagina dice che cosa fare.
service-over = Terminato
service-over-sentence = Il servizio è terminato e i suoi dati sono cancellati. Non devi fare nulla.
service-in-creation = In creazione
service-in-creation-sentence = Il servizio è in preparazione. Non devi fare nulla.

service-status-automatic = Rinnovo automatico
service-status-automatic-sentence = Si rinnova da solo ed è addebitato sul tuo metodo di pagamento predefinito. Non devi fare nulla.
service-status-manual = Rinnovo manuale
service-status-manual-sentence = Termina alla data indicata se non lo rinnovi prima. Tocca a te farlo.
service-status-once = Senza rinnovo
service-status-once-sentence = È stato acquistato una volta per tutte. Non devi fare nulla.
service-status-due = Fattura da pagare
service-status-due-sentence = Una fattura di questo servizio non è pagata. Se il pagamento non è già in corso, tocca a te pagarla.
service-status-ending = Disdetta richiesta
service-status-ending-sentence = Termina alla data indicata e poi viene cancellato. Non devi fare nulla.
service-status-ended = Disdetto
service-status-ended-sentence = È terminato. Non devi fare nulla.

service-effect-at-once = Immediatamente
service-effect-before = Prima del { $date }
service-effect-on = Il { $date }
service-effect-in = A { $date }

## La pagina di un servizio

service-now = A che punto è
service-period = Pagato per
service-every = Rinnovato per
service-months = { $count ->
    [one] { $count } mese alla volta
    [12] 1 anno alla volta
    [24] 2 anni alla volta
   *[other] { $count } mesi alla volta
}
service-commitment = Vincolato fino al
service-plan = Offerta
service-options = Opzioni
service-contacts = Contatti del servizio
service-contact-administrator = Contatto amministratore
service-contact-technical = Contatto tecnico
service-contact-billing = Contatto fatturazione
service-access = Come usarlo
service-orders = Ordini
service-more-invoices = Mostra altre fatture
service-next = Prossima fattura
service-next-manual = Il prossimo periodo
service-next-on = Il { $date }, per il periodo fino al { $until }
service-next-until = Rinnovato ora, sarebbe pagato fino al { $until }
service-bill = C’è una fattura di { $amount } da pagare per questo servizio.
service-own-name = Il nome che gli dai
service-label = Nome
service-label-hint = Lo vedete solo tu e la nostra assistenza.
service-label-save = Salva il nome
service-renew = Rinnova il servizio
service-pay-ahead = Paga in anticipo
service-configure = Imposta il rinnovo
service-terminate = Disdici
service-undo = Annulla la disdetta
flash-service-named = Il nome è salvato.
error-service-name = Al massimo { $most } caratteri.

service-event-ordered = Ordinato
service-event-delivered = Consegnato
service-event-noticed = Ti abbiamo annunciato il rinnovo
service-event-reminded = Ti abbiamo ricordato di rinnovarlo
service-event-billed = Periodo successivo fatturato
service-event-retried = Nuovo tentativo di pagamento
service-event-suspended = Sospeso: non pagato in tempo
service-event-warned = Ti abbiamo annunciato la cancellazione
service-event-renewed = Pagato fino al { $date }
service-event-reopened = Riaperto
service-event-termination_asked = Disdetta richiesta per il { $date }
service-event-deletion_asked = Cancellazione immediata richiesta: ti abbiamo inviato un link
service-event-deletion_confirmed = Cancellazione immediata confermata; dati cancellati il { $date }
service-event-undone = Disdetta annullata
service-event-ended = Terminato

## Perché un’azione non è possibile

refusal-not_delivered = Non è ancora consegnato.
refusal-over = È terminato.
refusal-one_shot = È stato acquistato una volta per tutte: non si rinnova.
refusal-forced = I servizi di questo tipo si rinnovano sempre automaticamente.
refusal-no_manual = I servizi di questo tipo non si rinnovano manualmente.
refusal-committed = È vincolato fino al { $date }.
refusal-terminating = La sua disdetta è richiesta.
refusal-not_terminating = La sua disdetta non è richiesta.
refusal-unpaid = Prima c’è una sua fattura da pagare.
refusal-nothing_due = Non c’è nulla da pagare per questo servizio.
refusal-already_automatic = Si rinnova già automaticamente.
refusal-already_manual = Il suo rinnovo è manuale: termina da solo se non lo rinnovi.
refusal-suspended = È sospeso.
refusal-too_late = La sua fine è troppo vicina.
refusal-period = Non si rinnova per questa durata.
refusal-day = Non si rinnova in quel giorno del mese.
refusal-date = È già pagato fino a quella data o oltre.
refusal-too_far = La data è a più di { $months } mesi da ciò che è pagato.

## Come si rinnova un servizio

flow-renewal = Rinnovo
flow-summary = Riepilogo
service-back = Torna al servizio
renewal-title = Imposta il rinnovo
renewal-refused = Il rinnovo non si può cambiare ora
renewal-mode = Come si deve rinnovare?
renewal-automatic = Automaticamente
renewal-automatic-hint = Fatturato alla sua data e addebitato sul tuo metodo di pagamento predefinito.
renewal-manual = Manualmente
renewal-every = Per quanto tempo alla volta?
renewal-every-hint = Dal prossimo rinnovo in poi.
renewal-day = In quale giorno del mese?
renewal-day-same = Il giorno in cui si rinnova ora
renewal-day-hint = Una quota di mese porta a quel giorno; il riepilogo la mostra.
renewal-first-of-month = I servizi di questo tipo si rinnovano il primo del mese; una quota di mese porta lì.
renewal-next = Avanti
renewal-confirm = Conferma
renewal-change = Cambia
renewal-debits = I prossimi addebiti
renewal-debits-hint = Con le imposte di oggi, se nulla cambia fino ad allora.
renewal-debit-on = Addebitato il
renewal-method = Metodo di pagamento
renewal-end = Fine del periodo
renewal-manual-title = Rinnovo manuale
renewal-manual-text = Non si addebita più nulla. È pagato fino al { $date }: rinnovalo prima.
renewal-manual-warning-title = Se non lo rinnovi
renewal-manual-warning = Alla scadenza il servizio è sospeso subito e non è più raggiungibile. Qualche giorno dopo, senza pagamento, i suoi dati sono cancellati per sempre.
renewal-problem-none = Il rinnovo automatico richiede un metodo di pagamento predefinito
renewal-problem-unusable = Il tuo metodo di pagamento predefinito è scaduto o non si può più addebitare
renewal-problem-text = Registrane uno, rendilo predefinito e torna qui. Nulla è stato cambiato.
renewal-methods = I miei metodi di pagamento
flash-renewal-automatic = D’ora in poi si rinnova automaticamente, come hai scelto.
flash-renewal-manual = D’ora in poi il rinnovo è manuale. Te lo ricorderemo prima della scadenza.

## Rinnovare ora

renew-refused = Non si può rinnovare ora
renew-text = È pagato fino al { $date }. Ciò che paghi ora si aggiunge.
renew-text-automatic = Il prossimo addebito viene dopo.
renew-length = Per quanto tempo?
renew-months = { $count ->
    [one] { $count } mese
    [12] 1 anno
    [24] 2 anni
   *[other] { $count } mesi
}
renew-prices = I prezzi sono IVA inclusa.
renew-until = Pagato fino al { $date }.
renew-net = { $amount } IVA esclusa.
renew-go = Vai al pagamento
renew-hint = Vedi l’importo ancora una volta prima di pagare. Un rinnovo pagato non si annulla.
renew-explained = Come si calcolano gli importi
renew-open = L’ordine { $number } per questo servizio attende il pagamento. Una nuova scelta lo sostituisce.
renew-open-pay = Paga quell’ordine
flash-renewed = Rinnovato. Non c’era nulla da pagare.
error-refused = { $reason }
error-service-refused = { $name }: { $reason }
error-no-method = Il rinnovo automatico richiede un metodo di pagamento predefinito che si possa addebitare. Registrane uno in «Metodi di pagamento», poi torna.
error-method-unusable = Il tuo metodo di pagamento predefinito è scaduto o non si può più addebitare. Registrane un altro in «Metodi di pagamento».
error-services-mixed = Questi servizi non si fatturano insieme. Rinnovali uno per uno.
error-renew-in-progress = Un pagamento per uno di questi servizi è in corso. Attendi il suo esito.

## Più servizi insieme

bulk-renew = Rinnova
bulk-automatic = Attiva il rinnovo automatico
bulk-manual = Disattiva il rinnovo automatico
bulk-align = Allinea le date
bulk-title-renew = Rinnova più servizi
bulk-title-align = Allinea le date di rinnovo
bulk-title-automatic = Attiva il rinnovo automatico
bulk-title-manual = Disattiva il rinnovo automatico
bulk-lead-renew = La stessa durata per ciascuno, aggiunta a ciò che è pagato.
bulk-lead-align = Una sola data per tutti. Paghi in proporzione i giorni fino ad allora, e vedi prima il prezzo.
bulk-lead-automatic = Sono poi fatturati alla loro data, per la durata più breve, e addebitati sul tuo metodo di pagamento predefinito.
bulk-lead-manual = Poi non sono più addebitati da soli.
bulk-align-on = Data di rinnovo comune
bulk-update = Aggiorna
bulk-ready = { $count ->
    [one] { $count } servizio è pronto
   *[other] { $count } servizi sono pronti
}
bulk-passed-over = { $count ->
    [one] { $count } servizio è lasciato da parte
   *[other] { $count } servizi sono lasciati da parte
}
bulk-reason = Motivo
bulk-now = Pagato fino al
bulk-then = Poi pagato fino al
bulk-price = Quanto costa
bulk-none-title = Nessuno di questi servizi lo permette ora
bulk-none-text = Il motivo è accanto a ciascuno.
bulk-back = Torna ai miei servizi
flash-services-automatic = Rinnovo automatico attivato per i tuoi servizi ({ $count }).
flash-services-manual = Rinnovo automatico disattivato per i tuoi servizi ({ $count }).
