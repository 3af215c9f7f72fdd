package stockledger.planted.query.availability;

import stockledger.planted.query.product.ProductAsker;

/** Planted: sees who sees it. */
public class AvailabilityView {
    ProductAsker asker;
}
