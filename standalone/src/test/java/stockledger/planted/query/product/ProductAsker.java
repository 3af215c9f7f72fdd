package stockledger.planted.query.product;

import stockledger.planted.command.CommandSide;
import stockledger.planted.query.availability.AvailabilityView;

/** Planted: a read room imports the command side and another read room. */
public class ProductAsker {
    CommandSide side;
    AvailabilityView view;
}
