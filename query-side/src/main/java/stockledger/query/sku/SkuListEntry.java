package stockledger.query.sku;

import stockledger.query.listindex.ListEntry;
import stockledger.query.projection.VersionedDocument;

/** Renders the entry of a SKU in the list index, whenever its state changes. */
@FunctionalInterface
public interface SkuListEntry {

    ListEntry render(VersionedDocument<SkuState> stored);
}
