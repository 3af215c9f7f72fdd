package stockledger.query.sku;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All SKUs that were ever registered, from a source other than their documents. */
@FunctionalInterface
public interface RegisteredSkus {

    /**
     * Some SKUs, in the order of their registration.
     *
     * @param last position of the last one; null when there were no more
     */
    record Page(List<String> skus, @Nullable String last) {}

    /** @param position of the last SKU of the page before; empty for the first page */
    Page after(String position, int limit);
}
