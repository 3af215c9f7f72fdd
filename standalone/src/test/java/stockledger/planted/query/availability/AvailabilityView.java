package stockledger.planted.query.availability;

import stockledger.planted.query.product.ProductAsker;

/** Planted: the other half of a cycle. */
public class AvailabilityView {
    ProductAsker asker;
}
