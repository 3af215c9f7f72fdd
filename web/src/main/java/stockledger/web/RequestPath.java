package stockledger.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The path of a request as routing reads it: decoded, and without the context path. A filter or valve that decides by the path
 * must use it. {@code getRequestURI()} is as the caller has spelled it: {@code /v%31/products} is routed to the same controller as
 * {@code /v1/products}, and would pass by every rule for {@code /v1/}.
 */
public final class RequestPath {

    private RequestPath() {}

    /** The path, with a leading slash; empty when the request was not mapped. */
    public static String of(HttpServletRequest request) {
        String path = request.getServletPath();
        String rest = request.getPathInfo();
        if (path == null) {
            return "";
        }
        return rest == null ? path : path + rest;
    }
}
