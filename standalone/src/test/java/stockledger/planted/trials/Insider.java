package stockledger.planted.trials;

import stockledger.planted.events.Loan;

/** Planted: trials know more than HTTP. */
class Insider {
    Loan loan;
}
