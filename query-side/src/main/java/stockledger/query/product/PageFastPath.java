package stockledger.query.product;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.query.cache.CachedResponse;
import stockledger.query.fastpath.FastPathSource;

/** Product pages from the local cache. */
@Component
class PageFastPath implements FastPathSource {

    private static final String PATH_PREFIX = "/v1/products/";
    private static final int MAX_SKU_LENGTH = 64;

    /** Another route under the same prefix. */
    private static final String FACETS = "facets";

    private final ProductPages pages;

    PageFastPath(ProductPages pages) {
        this.pages = pages;
    }

    @Override
    public String route() {
        return PATH_PREFIX + "{sku}";
    }

    @Override
    public @Nullable Answer find(String path, @Nullable String query) {
        if (query != null || !path.startsWith(PATH_PREFIX) || path.length() > PATH_PREFIX.length() + MAX_SKU_LENGTH) {
            return null;
        }
        // An invalid or percent-encoded SKU is never a key of the cache.
        String key = path.substring(PATH_PREFIX.length());
        CachedResponse page = key.equals(FACETS) ? null : pages.findLocal(key);
        if (page == null) {
            return null;
        }
        return new Answer(page.body(), ProductPage.etag(page), pages.isCompressible(page));
    }
}
