package stockledger.planted.web;

import stockledger.planted.events.Loan;

/** Planted: web knows an event. */
class Curious {
    Loan loan;
}
