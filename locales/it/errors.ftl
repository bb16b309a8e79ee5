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
error-required = Compili questo campo.
error-email = Scriva un indirizzo e-mail, come ada@example.org.
error-sign-in = L’identificativo o la password non è corretto.
error-too-many = Troppi tentativi. Attenda { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minuti
} e riprovi.
error-password-too-short = Usi almeno 12 caratteri.
error-password-too-long = Usi al massimo 128 caratteri.
error-password-lower = Aggiunga una minuscola.
error-password-upper = Aggiunga una maiuscola.
error-password-digit = Aggiunga una cifra.
error-password-special = Aggiunga un segno, come ! o -.
error-password-personal = Contiene il suo nome, la sua e-mail o l’identificativo: scelga altro.
error-password-common = Questa password è tra le più comuni: scelga altro.
error-code-wrong = Il codice non è corretto. Controlli l’ultima e-mail ricevuta.
error-code-over = Il codice non è più valido: ne chieda uno nuovo.
error-country = Scelga un paese che serviamo.
error-account-type = Scelga chi è.
error-field-missing = Compili questo campo.
error-field-too-long = È troppo lungo.
error-field-invalid = Non sembra corretto: controlli.
error-quantity = Scelga una quantità da 1 a 100.
error-choice = Scelga una di queste possibilità.
error-contracts = Accetti i contratti per inviare l’ordine.
error-waiver = Questo prodotto può iniziare subito solo se rinuncia al recesso.
error-price-changed = Un prezzo è cambiato da quando l’ha visto. Controlli il nuovo totale, poi invii l’ordine.
error-method = Scelga come pagare.
error-payment-running = Un pagamento di questo ordine è in corso di conferma. Ne attenda l’esito prima di riprovare.
error-payment-provider = Il fornitore di pagamento non risponde. Nulla è stato addebitato; riprovi tra poco.
error-file-missing = Scelga un file.
error-file-kind = Invii un file JPG, PNG o PDF.
error-file-size = Questo file supera i 10 MB.
error-access-lines = Scriva ogni riga come «etichetta: valore».
