package stockledger.query.product;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.fastpath.FastPathSource;

/** Product pages that this process has at hand. */
@Component
class PageFastPath implements FastPathSource {

    private static final String UNDER = "/v1/products/";
    private static final int LONGEST_SKU = 64;

    /** An address of its own, and no product's page. */
    private static final String FACETS = "facets";

    private final ProductPages pages;

    PageFastPath(ProductPages pages) {
        this.pages = pages;
    }

    @Override
    public String route() {
        return UNDER + "{sku}";
    }

    @Override
    public @Nullable Answer find(String path, @Nullable String query) {
        if (query != null || !path.startsWith(UNDER) || path.length() > UNDER.length() + LONGEST_SKU) {
            return null;
        }
        // What is no SKU, or stands for one in another way, is not kept under any name.
        String key = path.substring(UNDER.length());
        CachedResponse page = key.equals(FACETS) ? null : pages.findLocal(key);
        if (page == null) {
            return null;
        }
        return new Answer(page.body(), ProductPage.etag(page), pages.isCompressible(page));
    }
}
