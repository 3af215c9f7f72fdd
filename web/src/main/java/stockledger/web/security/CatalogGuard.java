package stockledger.web.security;

import jakarta.servlet.http.HttpServletRequest;

/** Asked before a catalog answer is sent without the filters, and before HTTP caches may keep one for everybody. */
public interface CatalogGuard {

    /** Whether everybody may read the catalog. */
    boolean isPublic();

    /** Whether the caller may have the answer; otherwise the filters decide, and refuse it. */
    boolean allows(HttpServletRequest request);
}
