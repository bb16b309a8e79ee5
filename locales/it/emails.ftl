# Testi delle e-mail. I numeri d’ordine e i riferimenti arrivano come testo: non vengono mai raggruppati.

email-greeting = Buongiorno,
email-greeting-name = Buongiorno { $name },
email-closing = Il team { $operator }
email-link-hint = Se il pulsante non funziona, copia questo indirizzo nel tuo browser:
email-footer-sent = Questo messaggio è stato inviato a { $to }.
email-footer-sent-nic = Questo messaggio è stato inviato a { $to }, account { $nic }.
email-footer-archive = Tutti i messaggi che ti inviamo restano nel tuo account, alla voce «E-mail di servizio»: in caso di dubbio, confronta. Non chiediamo mai la tua password per e-mail e non inviamo mai link per SMS.
email-footer-never = Non chiediamo mai la tua password per e-mail.
email-footer-contact = Domande: { $support }
email-footer-report = Messaggio sospetto: { $report }

email-line = { $name }: { $value }
email-fact-nic = Identificativo cliente
email-fact-email = Indirizzo e-mail
email-fact-order = Ordine
email-fact-created = Data di creazione
email-fact-expires = Da pagare entro
email-fact-amount = Importo
email-fact-method = Metodo di pagamento
email-fact-paid-at = Data
email-fact-refund = Rimborso
email-fact-service = Servizio
email-fact-product = Prodotto
email-fact-invoice = Fattura
email-fact-issued = Data di emissione
email-fact-status = Stato
email-fact-sign-in-at = Data
email-fact-peer = Indirizzo di rete
email-fact-agent = Browser
email-table-description = Descrizione
email-table-quantity = Q.tà
email-table-net = Prezzo tasse escl.
email-total-net = Totale tasse escluse
email-total-tax = { $label } { $rate }
email-total-gross = Totale tasse incluse

email-sign-up-code-subject = Il tuo codice di verifica
email-sign-up-code-title = Conferma il tuo indirizzo e-mail
email-sign-up-code-intro = Stai creando un account { $operator }. Per confermare il tuo indirizzo, inserisci questo codice nella pagina di registrazione:
email-sign-up-code-note = Il codice è valido una sola volta, per { $minutes ->
    [one] un minuto
   *[other] { $minutes } minuti
  }.
email-sign-up-code-ignore = Non sei stato tu a chiederlo? Ignora questo messaggio: senza il codice non viene creato alcun account.

email-address-taken-subject = Hai già un account
email-address-taken-title = Hai già un account
email-address-taken-intro = Qualcuno, probabilmente tu, ha iniziato a creare un account con il tuo indirizzo e-mail ({ $at }). Ne hai già uno: nulla è stato creato né modificato.
email-address-taken-action = Accedi
email-address-taken-forgotten = Hai dimenticato la password? Scegline una nuova qui:
email-address-taken-ignore = Se non eri tu, non devi fare nulla.

email-account-created-subject = Il tuo account è pronto
email-account-created-title = Benvenuto in { $operator }
email-account-created-intro = Il tuo account è stato creato. Puoi accedere con il tuo identificativo cliente o con il tuo indirizzo e-mail.
email-account-created-note = Conserva il tuo identificativo: compare nell’oggetto di tutti i nostri messaggi e sulle tue fatture.
email-account-created-action = Vai al mio account

email-order-created-subject = Ordine { $number }: il tuo buono d’ordine
email-order-created-title = Il tuo ordine { $number }
email-order-created-intro = Abbiamo registrato il tuo ordine. Non è ancora stato pagato.
email-order-created-free = Abbiamo registrato il tuo ordine. Non costa nulla: non devi pagare niente e al resto pensiamo noi.
email-order-created-waived = Al momento dell’ordine hai chiesto che la consegna iniziasse subito e hai rinunciato al diritto di recesso per tutto questo ordine.
email-order-created-expiry = Scadenza per il pagamento: { $expires }. Trascorso questo termine l’ordine viene annullato automaticamente e senza costi; basterà effettuare un nuovo ordine.
email-order-created-action = Visualizza e paga l’ordine
email-order-created-note = L’hai già pagato? Non devi fare altro: ti scriveremo non appena avremo ricevuto il pagamento.

email-payment-received-subject = Ordine { $number }: pagamento ricevuto
email-payment-received-title = Abbiamo ricevuto il tuo pagamento
email-payment-received-intro = Grazie. Il tuo pagamento per l’ordine { $number } è stato preso in carico.
email-payment-received-note = L’ordine passa ora alla convalida e poi alla consegna. Ti scriveremo a ogni fase; per il momento non devi fare nulla.
email-payment-received-debt = Le fatture corrispondenti sono saldate. Ciò che era stato chiuso viene riaperto; non devi fare nulla.
email-payment-received-action = Segui il mio ordine

email-order-progress-action = Segui il mio ordine
email-order-progress-nothing = Non devi fare nulla.
email-order-progress-validating-subject = Ordine { $number }: verifica in corso
email-order-progress-validating-title = Il tuo ordine è in fase di verifica
email-order-progress-validating-intro = Il nostro team sta verificando l’ordine { $number }. La verifica avviene nei giorni lavorativi e richiede in media 48 ore. Se ci serve un documento, te lo chiederemo per e-mail.
email-order-progress-validated-subject = Ordine { $number }: accettato
email-order-progress-validated-title = Il tuo ordine è stato accettato
email-order-progress-validated-intro = L’ordine { $number } è stato accettato. Stiamo preparando la consegna.
email-order-progress-delivering-subject = Ordine { $number }: consegna in corso
email-order-progress-delivering-title = Il tuo ordine è in consegna
email-order-progress-delivering-intro = La consegna dell’ordine { $number } è iniziata. Richiede da qualche minuto a qualche ora, a seconda del servizio.
email-order-progress-held-subject = Ordine { $number }: consegna in attesa, è richiesta un’azione
email-order-progress-held-title = La consegna attende una tua azione
email-order-progress-held-intro = L’ordine { $number } è pagato e accettato, ma una fattura del tuo account risulta ancora da pagare. La consegna inizierà non appena sarà saldata.
email-order-progress-held-action = Paga le mie fatture
email-order-progress-available-subject = Ordine { $number }: completato
email-order-progress-available-title = Il tuo ordine è completato
email-order-progress-available-intro = Tutti i prodotti dell’ordine { $number } sono stati consegnati e sono disponibili nel tuo account.

email-documents-requested-subject = È richiesta un’azione: documenti per l’ordine { $number }
email-documents-requested-title = Ci servono alcuni documenti
email-documents-requested-intro = Per completare la verifica dell’ordine { $number } abbiamo bisogno di:
email-documents-requested-identity = un documento d’identità (carta d’identità, passaporto o permesso di soggiorno), fronte e retro, a colori
email-documents-requested-portrait = una tua foto con quel documento in mano
email-documents-requested-card = una foto della carta di pagamento in cui siano visibili il tuo nome e soltanto le ultime quattro cifre
email-documents-requested-address = una prova di residenza risalente a meno di tre mesi fa
email-documents-requested-company = una visura del registro delle imprese o delle associazioni risalente a meno di tre mesi fa
email-documents-requested-note = Il nostro team precisa:
email-documents-requested-formats = Inviali dal tuo account, in formato JPEG, PNG o PDF, al massimo 10 MB per file. Ti preghiamo di non inviarli per e-mail.
email-documents-requested-expiry = Termine per l’invio: { $expires }. Se entro allora non è arrivato nulla, l’ordine viene annullato e il pagamento restituito.
email-documents-requested-action = Invia i miei documenti

email-order-refused-subject = Ordine { $number }: rifiutato
email-order-refused-title = Non abbiamo potuto accettare il tuo ordine
email-order-refused-intro = Siamo spiacenti: i dati di cui disponiamo per l’ordine { $number } non offrono le garanzie necessarie e non possiamo accettarlo.
email-order-refused-refund = Il tuo pagamento di { $amount } viene rimborsato sul metodo di pagamento utilizzato. A seconda della banca possono essere necessari alcuni giorni.
email-order-refused-note = Puoi effettuare un nuovo ordine con un altro metodo di pagamento.
email-order-refused-action = Torna al negozio
email-order-lapsed-subject = Ordine { $number }: annullato, documenti non ricevuti
email-order-lapsed-title = Il tuo ordine è stato annullato
email-order-lapsed-intro = I documenti richiesti non sono arrivati entro il termine ({ $date }): l’ordine { $number } è stato annullato.
email-order-lapsed-note = Puoi ordinare di nuovo, tenendo i documenti a portata di mano.

email-service-delivered-subject = { $service }: il tuo servizio è pronto
email-service-delivered-title = Il tuo servizio è pronto
email-service-delivered-intro = { $product }, dell’ordine { $number }, è stato consegnato.
email-service-delivered-access = I tuoi dati di accesso
email-service-delivered-secret = Le password non viaggiano per e-mail: troverai la tua nel tuo account. Cambiala al primo accesso.
email-service-delivered-action = Gestisci il mio servizio

email-invoice-available-subject = Fattura { $reference }
email-invoice-available-title = La tua fattura è disponibile
email-invoice-available-intro = La fattura { $reference } dell’ordine { $number } è nel tuo account.
email-invoice-available-paid = Pagata
email-invoice-available-unpaid = Da pagare
email-invoice-available-note = Il link si apre dopo aver effettuato l’accesso.
email-invoice-available-action = Visualizza la mia fattura

email-password-reset-subject = Scegli una nuova password
email-password-reset-title = Scegli una nuova password
email-password-reset-intro = È stata richiesta una nuova password per il tuo account { $nic }. Con questo link puoi sceglierla:
email-password-reset-action = Scegli una nuova password
email-password-reset-note = Il link è valido una sola volta, per { $minutes ->
    [one] un minuto
   *[other] { $minutes } minuti
  }. Una nuova password chiude tutte le tue sessioni aperte.
email-password-reset-ignore = Non sei stato tu a chiederlo? Ignora questo messaggio: la tua password resta invariata.

email-unknown-sign-in-subject = Nuovo accesso al tuo account
email-unknown-sign-in-title = Nuovo accesso al tuo account
email-unknown-sign-in-intro = Qualcuno ha appena effettuato l’accesso al tuo account da un browser che non conoscevamo.
email-unknown-sign-in-you = Se eri tu, non devi fare nulla.
email-unknown-sign-in-not-you = Se non eri tu, cambia subito la password: tutte le sessioni aperte verranno chiuse.
email-unknown-sign-in-action = Cambia la mia password

email-fact-renews-on = Rinnovo il
email-fact-ends-on = Scadenza
email-fact-next-price = Prossimo periodo, tasse escluse
email-fact-refund-due = Da te entro il

email-renewal-notice-subject = { $count ->
    [one] Un servizio sta per rinnovarsi
   *[other] { $count } servizi stanno per rinnovarsi
  }
email-renewal-notice-title = Prossimi rinnovi
email-renewal-notice-intro = I servizi qui sotto si rinnovano da soli alla loro data. Vengono allora fatturati e l’importo viene addebitato sul tuo metodo di pagamento predefinito.
email-renewal-notice-note = Non devi fare nulla. Per cambiare il rinnovo di un servizio o disdirlo, vai ai tuoi servizi prima della sua data.
email-renewal-notice-action = Vedi i miei servizi
email-renewal-notice-manual-subject = { $count ->
    [one] Azione richiesta: un servizio sta per scadere
   *[other] Azione richiesta: { $count } servizi stanno per scadere
  }
email-renewal-notice-manual-title = Rinnova i tuoi servizi
email-renewal-notice-manual-intro = I servizi qui sotto si rinnovano manualmente. Se non li rinnovi, vengono sospesi alla data di scadenza ed eliminati alcuni giorni dopo.
email-renewal-notice-manual-note = Ciò che paghi in anticipo si aggiunge al tempo che resta.
email-renewal-notice-manual-action = Rinnova i miei servizi

email-renewal-due-no_method-subject = Azione richiesta: rinnovo { $number } da pagare
email-renewal-due-no_method-title = Il tuo rinnovo attende il pagamento
email-renewal-due-no_method-intro = I tuoi servizi sono stati rinnovati e fatturati, ma nel tuo account non c’è alcun metodo di pagamento. Paga online.
email-renewal-due-unusable-subject = Azione richiesta: rinnovo { $number } da pagare
email-renewal-due-unusable-title = Il tuo metodo di pagamento non è più utilizzabile
email-renewal-due-unusable-intro = I tuoi servizi sono stati rinnovati e fatturati, ma il tuo metodo di pagamento predefinito è scaduto o non è più addebitabile. Paga online con un altro.
email-renewal-due-refused-subject = Azione richiesta: il pagamento del rinnovo { $number } è stato rifiutato
email-renewal-due-refused-title = Il tuo pagamento è stato rifiutato
email-renewal-due-refused-intro = Non siamo riusciti ad addebitare l’importo del rinnovo sul tuo metodo di pagamento predefinito. Paga online, con lo stesso metodo o con un altro.
email-renewal-due-deadline = Da pagare prima di questa data, in cui i servizi vengono sospesi: { $on }.
email-renewal-due-action = Paga ora

email-service-changed-suspended-subject = { $service }: servizio sospeso
email-service-changed-suspended-title = Il tuo servizio è sospeso
email-service-changed-suspended-intro = Il tuo servizio non è stato pagato ed è sospeso. I tuoi dati sono conservati fino al { $on }, poi vengono eliminati definitivamente. Il servizio riapre appena viene pagato.
email-service-changed-suspended-action = Paga e riapri
email-service-changed-deletion_soon-subject = { $service }: eliminazione imminente
email-service-changed-deletion_soon-title = Il tuo servizio sta per essere eliminato
email-service-changed-deletion_soon-intro = Il tuo servizio non è ancora stato pagato. Il { $on } verrà eliminato con tutti i suoi dati, senza possibilità di recupero.
email-service-changed-deletion_soon-action = Mantieni il mio servizio
email-service-changed-deleted-subject = { $service }: servizio eliminato
email-service-changed-deleted-title = Il tuo servizio è stato eliminato
email-service-changed-deleted-intro = Il tuo servizio e i suoi dati sono in corso di eliminazione. Non ti verrà più addebitato nulla.
email-service-changed-deleted-action = Vedi i miei servizi
email-service-changed-reopened-subject = { $service }: servizio riaperto
email-service-changed-reopened-title = Grazie, il tuo servizio riapre
email-service-changed-reopened-intro = Abbiamo ricevuto il tuo pagamento e il tuo servizio è in corso di riapertura. È pagato fino al { $on }, a partire dalla scadenza precedente.
email-service-changed-reopened-action = Vedi il mio servizio
email-service-changed-renewed-subject = { $service }: rinnovato
email-service-changed-renewed-title = Il tuo servizio è rinnovato
email-service-changed-renewed-intro = Grazie per il pagamento. Il tuo servizio è pagato fino al { $on }.
email-service-changed-renewed-action = Vedi il mio servizio
email-service-changed-ended-subject = { $service }: servizio terminato
email-service-changed-ended-title = Il tuo servizio è terminato
email-service-changed-ended-intro = Come previsto, il tuo servizio è giunto alla fine ed è in corso di eliminazione con i suoi dati.
email-service-changed-ended-action = Vedi i miei servizi

email-method-expiring-subject = Azione richiesta: il tuo metodo di pagamento sta per scadere
email-method-expiring-title = Il tuo metodo di pagamento sta per scadere
email-method-expiring-intro = Il tuo metodo di pagamento predefinito { $method } scade il { $on }. Aggiungine un altro e impostalo come predefinito, così i tuoi servizi continuano a rinnovarsi.
email-method-expiring-action = Gestisci i miei metodi di pagamento

email-termination-link-subject = { $service }: conferma l’eliminazione
email-termination-link-title = Conferma l’eliminazione del tuo servizio
email-termination-link-intro = Hai chiesto l’eliminazione immediata di { $service }.
email-termination-link-warning = Alla conferma il servizio viene subito sospeso e i suoi dati vengono eliminati definitivamente. Il tempo che resta non viene rimborsato.
email-termination-link-action = Conferma l’eliminazione
email-termination-link-note = Il link è valido una sola volta, per { $hours ->
    [one] un’ora
   *[other] { $hours } ore
  }.
email-termination-link-ignore = Non sei stato tu a chiederlo? Ignora questo messaggio e cambia la password: nulla viene eliminato senza la tua conferma.

email-termination-noted-subject = { $service }: disdetta registrata
email-termination-noted-title = La tua disdetta è registrata
email-termination-noted-intro = { $service } non verrà rinnovato. Termina il { $on }, poi viene eliminato con i suoi dati. Puoi annullare la disdetta fino a 24 ore prima di quella data.
email-termination-immediate-subject = { $service }: eliminazione confermata
email-termination-immediate-title = Il tuo servizio è in corso di eliminazione
email-termination-immediate-intro = { $service } è sospeso da subito. I suoi dati verranno eliminati definitivamente il { $on }.
email-termination-undone-subject = { $service }: disdetta annullata
email-termination-undone-title = Il tuo servizio continua
email-termination-undone-intro = La disdetta di { $service } è annullata. Il servizio continua e si rinnova il { $on }.
email-termination-noted-action = Vedi il mio servizio

email-order-withdrawn-subject = Ordine { $number }: recesso accettato
email-order-withdrawn-title = Il tuo recesso è accettato
email-order-withdrawn-intro = Hai esercitato il recesso dall’ordine { $number }. I suoi servizi sono chiusi ed eliminati con i loro dati.
email-order-withdrawn-refund = Ti restituiamo ciò che hai pagato, meno i giorni di utilizzo dei servizi, sul metodo di pagamento usato.
email-order-withdrawn-nothing = Non resta nulla da rimborsare.
email-order-withdrawn-action = Vedi l’ordine
email-order-refunded-subject = Ordine { $number }: rimborso inviato
email-order-refunded-title = Il tuo rimborso è in arrivo
email-order-refunded-intro = Ti abbiamo restituito { $amount } per l’ordine { $number } sul metodo di pagamento usato.
email-order-refunded-note = La tua banca può impiegare qualche giorno a mostrarlo.

email-fact-credit-note = Nota di credito
email-credit-note-subject = Nota di credito { $reference }
email-credit-note-title = La tua nota di credito è disponibile
email-credit-note-intro = La nota di credito { $reference } dell’ordine { $number } è disponibile nel tuo account.
email-credit-note-action = Vedi la mia nota di credito

email-invoice-contested-subject = Fattura { $reference } contestata
email-invoice-contested-title = La fattura { $reference } è contestata
email-invoice-contested-intro = Abbiamo ricevuto questo messaggio sulla fattura:
email-invoice-contested-note = Il nostro team risponde per e-mail.
email-fact-reason = Oggetto

email-export-ready-subject = I tuoi documenti sono pronti
email-export-ready-title = I tuoi documenti sono pronti
email-export-ready-archive = { $count ->
    [one] L’archivio che hai richiesto è pronto: un documento PDF.
   *[other] L’archivio che hai richiesto è pronto: { $count } documenti PDF.
  }
email-export-ready-summary = { $count ->
    [one] Il riepilogo che hai richiesto è pronto: un documento.
   *[other] Il riepilogo che hai richiesto è pronto: { $count } documenti.
  }
email-export-ready-action = Scarica
email-export-ready-until = Il file è conservato fino al { $on }; poi il link non apre più nulla. Puoi richiederlo di nuovo in qualsiasi momento dalle tue fatture.

email-endpoint-off-subject = Azione richiesta: al tuo programma non viene più inviato nulla
email-endpoint-off-title = Al tuo programma non viene più inviato nulla
email-endpoint-off-gone = L’indirizzo di webhook «{ $name }» ha risposto che non vuole più messaggi (stato 410). Lo abbiamo disattivato.
email-endpoint-off-failed = L’indirizzo di webhook «{ $name }» non riceve nulla dal { $since }. Lo abbiamo disattivato.
email-endpoint-off-next = Ciò che accade mentre è disattivato non gli sarà inviato in seguito. Quando il tuo programma risponderà di nuovo, attiva l’indirizzo; ciò che non è arrivato prima potrà allora essere rinviato.
email-endpoint-off-action = Vedi l’indirizzo e i suoi messaggi
