package stockledger.query.product;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuResponse;
import stockledger.query.sku.SkuState;

/** The product page as a cached response. */
@Component
class PageResponse implements SkuResponse {

    @Override
    public String kind() {
        return "pages";
    }

    @Override
    public @Nullable CachedResponse render(VersionedDocument<SkuState> stored) {
        return ProductPage.render(stored);
    }
}
