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
