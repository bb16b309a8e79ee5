# Che cosa non è andato, e che cosa fare.

problem-not-found-title = Pagina non trovata
problem-not-found-text = Questa pagina non esiste, o non è tua. Controlla l’indirizzo o riparti dalla home.
problem-expired-title = Questo modulo è scaduto
problem-expired-text = È rimasto aperto troppo a lungo, o nel frattempo hai effettuato l’accesso o l’uscita. Torna indietro, ricarica la pagina e riprova: nulla è stato inviato.
problem-bad-title = Non abbiamo capito
problem-bad-text = La richiesta era incompleta. Torna indietro e riprova.
problem-too-large-title = Questo file è troppo grande
problem-too-large-text = Inviane uno più piccolo: fino a 10 MB.
problem-too-many-title = Troppi tentativi
problem-too-many-text = Per proteggere gli account, attendi qualche minuto.
problem-unavailable-title = Un momento, per favore
problem-unavailable-text = Qualcosa che ci serve non risponde. Nulla va perso: riprova tra qualche secondo.
problem-unknown-title = Non sappiamo se è stato fatto
problem-unknown-text = Il nostro database si è interrotto mentre registrava ciò che hai inviato: è registrato per intero, o per niente. Torna indietro e controlla prima di inviarlo di nuovo; lo stesso modulo inviato due volte conta una volta sola.
problem-internal-title = Qualcosa non ha funzionato da parte nostra
problem-internal-text = L’abbiamo annotato. Riprova, e dacci il riferimento qui sotto se il problema resta.
problem-reference = Riferimento:
problem-home = Vai alla home

form-errors = { $count ->
    [one] Un punto richiede attenzione
   *[other] { $count } punti richiedono attenzione
}
error-prefix = Errore:
error-email = Scrivi un indirizzo e-mail, come ada@example.org.
error-sign-in = L’identificativo o la password non è corretto.
error-too-many = Troppi tentativi. Attendi { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
} e riprova.
error-password-too_short = Usa almeno 12 caratteri.
error-password-too_long = Usa al massimo 128 caratteri.
error-password-no_lower = Aggiungi una minuscola.
error-password-no_upper = Aggiungi una maiuscola.
error-password-no_digit = Aggiungi una cifra.
error-password-no_special = Aggiungi un segno, come ! o -.
error-password-personal = Contiene il tuo nome, la tua e-mail o l’identificativo: scegli altro.
error-password-common = Questa password è tra le più comuni: scegli altro.
error-code-wrong = Il codice non è corretto. Ti { $count ->
    [one] resta { $count } tentativo
   *[other] restano { $count } tentativi
}.
error-code-over = Il codice non è più valido: chiedine uno nuovo.
error-country = Scegli un paese che serviamo.
error-account-type = Scegli chi sei.
error-field-required = Compila questo campo.
error-field-too_long = È troppo lungo.
error-field-invalid = Non sembra corretto: controlla.
error-contracts = Accetta i contratti per inviare l’ordine.
error-comment = Scrivi al massimo { $count } caratteri.
error-withdrawal-sure = Spunta la casella per confermare che desideri annullare l’ordine.
error-waiver = Accetta la consegna immediata senza diritto di recesso, oppure togli questi elementi dal carrello.
error-method = Scegli come pagare.
error-payment-running = Un pagamento di questo ordine è in corso di conferma. Attendine l’esito prima di riprovare.
error-file-missing = Scegli un file.
error-file-kind = Invia un file JPG, PNG o PDF.
error-file-size = Questo file supera i 10 MB.
error-access-lines = Scrivi ogni riga come «etichetta: valore».

error-selection-unknown_plan = Questa offerta non è più in vendita.
error-selection-unknown_mode = Scegli una di queste durate.
error-selection-not_for_sale = Questo non si ordina qui.
error-selection-too_few = Il minimo è { $min }.
error-selection-too_many = Il massimo è { $max }.
error-selection-unknown_option = Scegli una di queste opzioni.
error-selection-option_twice = Questa opzione è scelta due volte.
error-selection-only_one = Scegline solo una.
error-selection-option_required = Scegli una di queste opzioni.
error-selection-option_without_price = Questa opzione non è venduta con questa durata.
error-selection-unknown_configuration = Questo dettaglio non è più richiesto.
error-selection-configuration_twice = Questo dettaglio è dato due volte.
error-selection-configuration_required = Compila questo campo.
error-selection-value_not_allowed = Scegli uno di questi valori.
error-selection-value_unreadable = È troppo lungo o ha caratteri non utilizzabili.
error-selection-too_large = È più di quanto sappiamo contare.
error-password-used_before = Hai già usato questa password: scegline un’altra.
error-documents-none = Invia prima almeno un documento.
error-documents-many = Un ordine non può avere altri file.
error-desk-documents = Indica quali documenti servono.
error-decided = Qualcuno ha già deciso su questo ordine.
error-reference-kind = Scegli un riferimento interno o un purchase order.
error-reference-name = Dai un nome al riferimento, come deve essere stampato.
error-reference-long = Questo nome è troppo lungo: al massimo { $most } caratteri.
error-reference-days = La data di fine deve essere successiva alla data di inizio. Quel giorno non è compreso.
error-reference-overlaps = Queste date sono già di { $name }, dal { $start } al { $end } escluso. Modifica prima il suo periodo, anche se è disattivato.
error-date = Indica una data, come 2026-05-01.
error-contest-empty = Scrivi che cosa non va in questa fattura.
error-program-name = Dai un nome all’applicazione.
error-program-long = Il nome ha al massimo { $name } caratteri, la descrizione { $description }.
error-program-many = Il tuo account ne ha già troppi: eliminane qualcuno prima di crearne altri.
error-program-rules = Scrivi da 1 a { $most } regole, una per riga: un metodo (GET, POST, PUT, DELETE) e un percorso che inizia con una barra.
error-program-validity = Scegli una durata.
error-endpoint-url = Scrivi un indirizzo completo che inizia con https://.
error-endpoint-url-any = Scrivi un indirizzo completo che inizia con https:// o http://.
error-endpoint-url-long = L’indirizzo ha al massimo { $most } caratteri.
error-endpoint-url-credentials = Togli l’utente e la password dall’indirizzo: i messaggi sono firmati.
error-endpoint-url-port = Usa la porta 443, o una da 1024 in su.
error-endpoint-url-private = Indica un server che tutta Internet può raggiungere.
error-endpoint-description = La descrizione ha al massimo { $most } caratteri.
error-endpoint-many = Ci sono già { $most } indirizzi: prima eliminane uno.
error-message-since = Indica un giorno.
error-console-needed = Inserisci un valore: senza, la chiamata non ha risposta.

## Note di credito
error-amount = Non è un importo: scrivi per esempio 12,50.
error-credit-nothing = Indica che cosa si restituisce su almeno una riga.
error-credit-more = Al massimo { $left } su questa riga.
error-credit-returnable = Il pagamento può restituire solo { $left }; lascia il resto sull’account.
error-credit-reason = Scrivi un motivo, di al massimo { $most } caratteri.
