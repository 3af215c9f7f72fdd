package stockledger.planted.trials;

import stockledger.planted.events.Loan;

/** Planted: trials import events. */
class Insider {
    Loan loan;
}
