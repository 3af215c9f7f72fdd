package stockledger.query.sku;

import stockledger.query.projection.VersionedDocument;

/** An answer about one SKU that is rendered for each query and not cached. The audit compares it with the events. */
public interface SkuAnswer {

    /** Its name in reports. */
    String name();

    /** The first page of the answer, as JSON. */
    byte[] render(VersionedDocument<SkuState> stored);
}
