package stockledger.planted.events;

import stockledger.planted.command.CommandSide;

/** Planted: events see the command side. */
public class Loan {
    CommandSide lender;
}
