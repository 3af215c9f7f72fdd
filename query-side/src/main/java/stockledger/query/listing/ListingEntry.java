package stockledger.query.listing;

import org.springframework.stereotype.Component;
import stockledger.query.listindex.ListEntry;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuListEntry;
import stockledger.query.sku.SkuState;

/** The list item of a SKU as an entry of the list index. */
@Component
class ListingEntry implements SkuListEntry {

    @Override
    public ListEntry render(VersionedDocument<SkuState> stored) {
        return ListingItem.entry(stored);
    }
}
