package stockledger.query.inventory;

import org.springframework.stereotype.Component;
import stockledger.events.Sku;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuAnswer;
import stockledger.query.sku.SkuState;

/** The first page of the inventory of a SKU. */
@Component
class InventoryRendering implements SkuAnswer {

    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public byte[] render(VersionedDocument<SkuState> stored) {
        Sku sku = new Sku(stored.key());
        long version = stored.versionOf(sku.stockStream());
        return StoredJson.mapper()
                .writeValueAsBytes(
                        InventoryAnswer.of(stored.view(), version < 0 ? null : (Long) version, InventoryPage.FIRST));
    }
}
