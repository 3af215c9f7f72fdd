package stockledger.planted.events;

import stockledger.planted.command.CommandSide;

/** Planted: events import the command side. */
public class Loan {
    CommandSide lender;
}
