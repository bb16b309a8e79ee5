# Le parole dei documenti: ordine e fattura.

document-invoice = Fattura
document-credit-note = Nota di credito
document-corrects = Rettifica la fattura
document-order-form = Buono d’ordine
document-reference = Riferimento
document-order-number = Numero d’ordine
document-issued-on = Data di emissione
document-created-on = Data dell’ordine
document-expires-at = Valido fino al
document-order = Ordine
document-payment = Pagamento
document-due-on = Scadenza
document-internal-reference = Riferimento interno
document-purchase-order = Purchase Order
document-customer = Codice cliente
document-seller = Venditore
document-buyer = Intestata a
document-vat = Partita IVA { $number }
document-register = N. di registro { $number }
document-description = Descrizione
document-service = Servizio
document-quantity = Qtà
document-unit-price = Prezzo unitario
document-amount = Importo IVA escl.
document-period = Periodo: { $period }
document-included = Incluso
document-discount = Sconto «{ $name }»: invece di { $price }
document-discount-unnamed = Sconto: invece di { $price }
document-net = Totale IVA esclusa
document-tax = { $name } { $rate }
document-tax-on = { $name } { $rate } su { $base }
document-gross = Totale IVA inclusa
sum-title = Come si arriva a questo importo
sum-line = { $quantity } × { $price }
sum-line-rounded = { $quantity } × { $price } = { $exact }, arrotondato
sum-lines = somma delle righe
sum-tax = { $rate } di { $base }
sum-tax-rounded = { $rate } di { $base } = { $exact }, arrotondato
sum-gross = totale imponibile e imposte
sum-rule = Ogni riga è arrotondata una volta, poi ogni imposta una volta sulla somma delle righe: all’unità più vicina della valuta, la metà per eccesso.
sum-rule-net = Ogni riga è arrotondata una volta, all’unità più vicina della valuta, la metà per eccesso.
document-credit-applied = Credito utilizzato
document-settled = Pagato il { $date }
document-open = Resta da pagare
document-to-pay = Da pagare
document-credited = L’importo è accreditato sul tuo account cliente.
document-payment-card = Carta bancaria
document-payment-sepa-debit = Addebito SEPA
document-own-methods = I tuoi metodi di pagamento
document-other-methods = Metodi di pagamento disponibili
document-default-method = { $method } (predefinito)
document-seal = Sigillo { $seal }
document-page = Pagina { $page } di { $pages }
document-expiry-note = Questo buono d’ordine non è una fattura. Se non viene pagato prima del { $date }, scade e nulla è dovuto.
document-waiver-note = Il { $date } hai chiesto che la consegna iniziasse subito e rinunciato al diritto di recesso per tutto questo ordine, perché contiene qualcosa di creato o registrato solo per te, oppure una licenza.
contract-withdrawal-waiver = Diritto di recesso

# Note legali delle giurisdizioni.
mention-late-rate = In caso di ritardo nel pagamento sono dovute penali al tasso annuo del { $rate } dal giorno successivo alla scadenza, senza sollecito.
mention-recovery-fee-40 = Tra professionisti, il ritardo comporta inoltre un importo forfettario di 40 € per i costi di recupero.
mention-no-discount = Nessuno sconto per pagamento anticipato.
document-installation = { $description }, attivazione
document-debt = Fattura { $reference } del { $date }, resto da pagare IVA inclusa
