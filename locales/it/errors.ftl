# Che cosa non è andato, e che cosa fare.

problem-not-found-title = Pagina non trovata
problem-not-found-text = Questa pagina non esiste, o non è sua. Controlli l’indirizzo o riparta dalla home.
problem-expired-title = Questo modulo è scaduto
problem-expired-text = È rimasto aperto troppo a lungo, o nel frattempo ha effettuato l’accesso o l’uscita. Torni indietro, ricarichi la pagina e riprovi: nulla è stato inviato.
problem-bad-title = Non abbiamo capito
problem-bad-text = La richiesta era incompleta. Torni indietro e riprovi.
problem-too-large-title = Questo file è troppo grande
problem-too-large-text = Ne invii uno più piccolo: fino a 10 MB.
problem-too-many-title = Troppi tentativi
problem-too-many-text = Per proteggere gli account, attenda qualche minuto.
problem-unavailable-title = Un momento, per favore
problem-unavailable-text = Qualcosa che ci serve non risponde. Nulla va perso: riprovi tra qualche secondo.
problem-internal-title = Qualcosa non ha funzionato da parte nostra
problem-internal-text = L’abbiamo annotato. Riprovi, e ci dia il riferimento qui sotto se il problema resta.
problem-reference = Riferimento:
problem-home = Vai alla home

form-errors = { $count ->
    [one] Un punto richiede attenzione
   *[other] { $count } punti richiedono attenzione
}
error-prefix = Errore:
error-email = Scriva un indirizzo e-mail, come ada@example.org.
error-sign-in = L’identificativo o la password non è corretto.
error-too-many = Troppi tentativi. Attenda { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
} e riprovi.
error-password-too_short = Usi almeno 12 caratteri.
error-password-too_long = Usi al massimo 128 caratteri.
error-password-no_lower = Aggiunga una minuscola.
error-password-no_upper = Aggiunga una maiuscola.
error-password-no_digit = Aggiunga una cifra.
error-password-no_special = Aggiunga un segno, come ! o -.
error-password-personal = Contiene il suo nome, la sua e-mail o l’identificativo: scelga altro.
error-password-common = Questa password è tra le più comuni: scelga altro.
error-code-wrong = Il codice non è corretto. Le { $count ->
    [one] resta { $count } tentativo
   *[other] restano { $count } tentativi
}.
error-code-over = Il codice non è più valido: ne chieda uno nuovo.
error-country = Scelga un paese che serviamo.
error-account-type = Scelga chi è.
error-field-required = Compili questo campo.
error-field-too_long = È troppo lungo.
error-field-invalid = Non sembra corretto: controlli.
error-contracts = Accetti i contratti per inviare l’ordine.
error-method = Scelga come pagare.
error-payment-running = Un pagamento di questo ordine è in corso di conferma. Ne attenda l’esito prima di riprovare.
error-file-missing = Scelga un file.
error-file-kind = Invii un file JPG, PNG o PDF.
error-file-size = Questo file supera i 10 MB.
error-access-lines = Scriva ogni riga come «etichetta: valore».

error-selection-unknown_plan = Questa offerta non è più in vendita.
error-selection-unknown_mode = Scelga una di queste durate.
error-selection-not_for_sale = Questo non si ordina qui.
error-selection-too_few = Il minimo è { $min }.
error-selection-too_many = Il massimo è { $max }.
error-selection-unknown_option = Scelga una di queste opzioni.
error-selection-option_twice = Questa opzione è scelta due volte.
error-selection-only_one = Ne scelga solo una.
error-selection-option_required = Scelga una di queste opzioni.
error-selection-option_without_price = Questa opzione non è venduta con questa durata.
error-selection-unknown_configuration = Questo dettaglio non è più richiesto.
error-selection-configuration_twice = Questo dettaglio è dato due volte.
error-selection-configuration_required = Compili questo campo.
error-selection-value_not_allowed = Scelga uno di questi valori.
error-selection-value_unreadable = È troppo lungo o ha caratteri non utilizzabili.
error-selection-too_large = È più di quanto sappiamo contare.
error-password-used_before = Ha già usato questa password: ne scelga un’altra.
error-documents-none = Invii prima almeno un documento.
error-documents-many = Un ordine non può avere altri file.
error-desk-documents = Indichi quali documenti servono.
error-decided = Qualcuno ha già deciso su questo ordine.
