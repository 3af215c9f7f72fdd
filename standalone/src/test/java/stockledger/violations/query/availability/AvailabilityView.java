package stockledger.violations.query.availability;

import stockledger.violations.query.product.QueryUsingCommand;

/** Violates: packages have no cycle. */
public class AvailabilityView {
    QueryUsingCommand other;
}
