package stockledger.violations.query.product;

import stockledger.violations.command.CommandSide;
import stockledger.violations.query.availability.AvailabilityView;

/** Violates: the query side never imports the command side, feature packages of the query side never import each other. */
public class QueryUsingCommand {
    CommandSide side;
    AvailabilityView view;
}
